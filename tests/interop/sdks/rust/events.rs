//! Events that are published.

use crate::walk::{Failure, Walk};

pub(crate) async fn walk(walk: &mut Walk) -> Result<(), Failure> {
    let client = walk.administrator()?;
    let events = client.events();
    walk.step("publish an event", async { events.publish("shop.sold", r#"{"book":1}"#).await })
        .await?;
    Ok(())
}
