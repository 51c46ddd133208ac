//! The events area.

use serde_json::json;

use crate::common::{exchange, refused};

#[tokio::test]
async fn publish() {
    let response = json!({"statusCode": 200, "message": "ok", "data": {"success": true}});
    let (sent, done) =
        exchange(response, |client| client.events().publish("e", r#"{"a":1}"#)).await;
    let source = format!("authing-rust-sdk: {}", env!("CARGO_PKG_VERSION"));
    let body = json!({"eventType": "e", "source": source, "eventData": r#"{"a":1}"#});
    sent.is_rest("POST", "/api/v3/pub-event", body);
    done.unwrap();
    let error = refused(|client| client.events().publish("", "")).await;
    assert!(error.contains("argument `event_type` is empty"), "{error}");
}

#[cfg(feature = "events")]
#[allow(clippy::result_large_err, reason = "the callback of the WebSocket library is so")]
#[tokio::test]
async fn subscribe() {
    use authing_management::events::{Event, Subscribe};
    use futures_util::{SinkExt, StreamExt};
    use tokio_tungstenite::{accept_hdr_async, tungstenite};
    use tungstenite::handshake::server::{Request, Response};

    let server = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let request = Subscribe::new("a b&c").host(format!("ws://{}", server.local_addr().unwrap()));
    let (client, http) = crate::common::client(json!({}));
    let mut events = client.events().subscribe(request);
    let accept = async {
        let (stream, _) = server.accept().await.unwrap();
        let mut asked = String::new();
        let peer = accept_hdr_async(stream, |request: &Request, response: Response| {
            assert!(!request.headers().contains_key("authorization"));
            asked = request.uri().to_string();
            Ok(response)
        });
        (peer.await.unwrap(), asked)
    };
    let (subscribed, (mut peer, asked)) = tokio::join!(events.next(), accept);
    assert_eq!(subscribed.unwrap().unwrap(), Event::Subscribed);
    assert_eq!(asked, "/events/v1/management/sub?code=a+b%26c&token=admin-token");
    peer.send(tungstenite::Message::text("happened")).await.unwrap();
    let Some(Ok(Event::Message(message))) = events.next().await else { panic!("no event") };
    assert_eq!(message.text(), "happened");
    assert!(http.requests().is_empty(), "nothing goes through the transport");
}
