//! Events that are published and received.

use authing_management::{
    Error,
    events::{Event, EventStream, Subscribe},
};
use futures_util::TryStreamExt;

use crate::walk::{Failure, PASSWORD, Walk};

const SOLD: &str = "shop.sold";
const VISITED: &str = "custom_shop.visited";

pub(crate) async fn walk(walk: &mut Walk) -> Result<(), Failure> {
    let admin = walk.administrator()?;
    let user = walk.end_user()?;
    user.login_by_username("bob", PASSWORD).await?;
    let of = |name: &str| Subscribe::new(name).host(walk.info("url"));

    let mut sold = admin.events().subscribe(of(SOLD));
    let mut visited = user.events().subscribe(of(VISITED));
    let begun = walk.step("receive events", async { next(&mut sold).await }).await?;
    assert_eq!(begun, Some(Event::Subscribed));
    let begun = walk.step("receive events as a user", async { next(&mut visited).await }).await?;
    assert_eq!(begun, Some(Event::Subscribed));
    walk.step("publish an event", async { admin.events().publish(SOLD, r#"{"book":1}"#).await })
        .await?;
    assert_eq!(text(&mut sold).await?, r#"{"book":1}"#);
    walk.step("publish an event as a user", async {
        user.events().publish(VISITED, r#"{"page":1}"#).await
    })
    .await?;
    assert_eq!(text(&mut visited).await?, r#"{"page":1}"#);
    Ok(())
}

async fn next(events: &mut EventStream) -> Result<Option<Event>, Error> {
    events.try_next().await
}

async fn text(events: &mut EventStream) -> Result<String, Failure> {
    match next(events).await? {
        Some(Event::Message(message)) => Ok(message.text().to_owned()),
        other => Err(format!("no message: {other:?}").into()),
    }
}
