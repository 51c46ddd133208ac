//! The events area of the administrator's client, against the emulator.

use std::time::Duration;

use authing_core::RetryPolicy;
use authing_emulator::{Fault, FaultKind};
use authing_management::{
    Credentials, Error, ErrorKind, ManagementClient,
    events::{Event, EventStream, GapCause, Subscribe},
};
use authing_tests::TestServer;
use futures_util::StreamExt;

const TYPE: &str = "custom_shop.order";
const PATH: &str = "/events/v1/management/sub";

fn request(server: &TestServer) -> Subscribe {
    let at_once = RetryPolicy::new().attempts(5).initial_backoff(Duration::ZERO);
    Subscribe::new(TYPE).host(server.emulator.url()).reconnect(at_once)
}

async fn next(events: &mut EventStream) -> Result<Event, Error> {
    let next = tokio::time::timeout(Duration::from_secs(10), events.next());
    next.await.expect("something comes").expect("the stream goes on")
}

async fn text(events: &mut EventStream) -> String {
    match next(events).await.unwrap() {
        Event::Message(message) => message.text().to_owned(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn what_is_published_reaches_those_who_listen_to_it() {
    let server = TestServer::start().await.unwrap();
    let events = server.management.events();
    let mut first = events.subscribe(request(&server));
    let mut second = events.subscribe(request(&server));
    let mut other = events.subscribe(Subscribe::new("other").host(server.emulator.url()));
    for stream in [&mut first, &mut second, &mut other] {
        assert_eq!(next(stream).await.unwrap(), Event::Subscribed);
    }
    assert_eq!(server.emulator.event_subscribers(TYPE), 2);

    events.publish(TYPE, r#"{"id":7}"#).await.unwrap();
    events.publish("other", "last").await.unwrap();
    assert_eq!(text(&mut first).await, r#"{"id":7}"#);
    assert_eq!(text(&mut second).await, r#"{"id":7}"#);
    assert_eq!(text(&mut other).await, "last", "and nothing before");
}

#[tokio::test]
async fn a_cut_connection_is_made_again_and_the_gap_is_told() {
    let server = TestServer::start().await.unwrap();
    let mut events = server.management.events().subscribe(request(&server));
    assert_eq!(next(&mut events).await.unwrap(), Event::Subscribed);
    // More often than the failures in a row that would end it: each round brings an event.
    for round in 0..6 {
        server.emulator.cut_event_connections();
        server.emulator.publish_event(TYPE, "missed");
        let Event::Gap(gap) = next(&mut events).await.unwrap() else { panic!("no gap") };
        assert_eq!(gap.cause, GapCause::Disconnected);
        server.emulator.publish_event(TYPE, format!("round {round}"));
        assert_eq!(text(&mut events).await, format!("round {round}"));
    }
}

#[tokio::test]
async fn an_outage_is_ridden_out_or_ends_the_stream() {
    let server = TestServer::start().await.unwrap();
    let mut events = server.management.events().subscribe(request(&server));
    assert_eq!(next(&mut events).await.unwrap(), Event::Subscribed);
    server.emulator.publish_event(TYPE, "before");
    assert_eq!(text(&mut events).await, "before");
    server.emulator.inject(Fault::new(FaultKind::Status(503)).times(2).path(PATH));
    server.emulator.inject(Fault::new(FaultKind::DropConnection).path(PATH));
    server.emulator.cut_event_connections();
    assert!(matches!(next(&mut events).await.unwrap(), Event::Gap(_)));
    server.emulator.publish_event(TYPE, "after");
    assert_eq!(text(&mut events).await, "after");

    server.emulator.inject(Fault::new(FaultKind::Status(503)).times(9).path(PATH));
    server.emulator.cut_event_connections();
    let error = next(&mut events).await.unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::Status, Some(503)));
    assert!(events.next().await.is_none());
}

#[tokio::test]
async fn a_token_that_ends_is_replaced_and_one_that_cannot_be_ends_the_stream() {
    let server = TestServer::start().await.unwrap();
    let mut events = server.management.events().subscribe(request(&server));
    assert_eq!(next(&mut events).await.unwrap(), Event::Subscribed);
    server.emulator.expire_tokens();
    server.emulator.cut_event_connections();
    assert!(matches!(next(&mut events).await.unwrap(), Event::Gap(_)), "with another token");

    let token = Credentials::AccessToken("not.a.token".into());
    let stranger = ManagementClient::builder(server.emulator.user_pool_id(), token)
        .host(server.emulator.url())
        .no_proxy()
        .build()
        .unwrap();
    let mut events = stranger.events().subscribe(request(&server));
    assert!(next(&mut events).await.unwrap_err().is_auth_expired());
    let logged = server.emulator.requests();
    let asked = logged.iter().rfind(|request| request.path == PATH).unwrap();
    assert!(asked.query.contains(&("token".to_owned(), "***".to_owned())), "masked in the log");
}

#[tokio::test]
async fn a_dropped_stream_leaves_nothing_behind() {
    let server = TestServer::start().await.unwrap();
    let mut events = server.management.events().subscribe(request(&server));
    assert_eq!(next(&mut events).await.unwrap(), Event::Subscribed);
    assert_eq!(server.emulator.event_subscribers(TYPE), 1);
    drop(events);
    let gone = async {
        while server.emulator.event_subscribers(TYPE) > 0 {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), gone).await.unwrap();
}
