//! Events in the name of the user.

use authing_authentication::ErrorKind;
use serde_json::json;

use crate::common::{HELD, exchange_logged_in, unsent};

#[tokio::test]
async fn an_event_is_published_in_the_user_s_name() {
    let response = json!({"statusCode": 200, "message": "ok", "data": {"success": true}});
    let (sent, _) =
        exchange_logged_in(response, |client| client.events().publish("e", r#"{"a":1}"#)).await;
    let source = format!("authing-rust-sdk: {}", env!("CARGO_PKG_VERSION"));
    let body = json!({"eventType": "e", "source": source, "eventData": r#"{"a":1}"#});
    sent.is_rest("POST", "/api/v3/pub-userEvent", body);
    assert_eq!(sent.token(), Some(HELD));
    let error = unsent(|client| client.events().publish("", "")).await;
    assert_eq!(error.message(), "argument `event_type` is empty");
    let error = unsent(|client| client.events().publish("e", "")).await;
    assert_eq!(error.kind(), ErrorKind::NotLoggedIn);
}

#[cfg(feature = "events")]
mod subscriptions {
    use authing_authentication::{
        ErrorKind,
        events::{Event, Subscribe},
    };
    use futures_util::{SinkExt, StreamExt};
    use serde_json::json;
    use tokio_tungstenite::{accept_hdr_async, tungstenite};
    use tungstenite::handshake::server::{Request, Response};

    use crate::common::{HELD, client, server};

    #[allow(clippy::result_large_err, reason = "the callback of the WebSocket library is so")]
    #[tokio::test]
    async fn a_subscription_carries_the_user_s_token() {
        let socket = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let host = format!("ws://{}", socket.local_addr().unwrap());
        let http = server(json!({}));
        let client = client(&http).with_token(HELD);
        let mut events = client.events().subscribe(Subscribe::new("a b&c").host(host));
        let accept = async {
            let (stream, _) = socket.accept().await.unwrap();
            let mut asked = String::new();
            let peer = accept_hdr_async(stream, |request: &Request, response: Response| {
                asked = request.uri().to_string();
                Ok(response)
            });
            (peer.await.unwrap(), asked)
        };
        let (subscribed, (mut peer, asked)) = tokio::join!(events.next(), accept);
        assert_eq!(subscribed.unwrap().unwrap(), Event::Subscribed);
        assert_eq!(asked, format!("/events/v1/authentication/sub?code=a+b%26c&token={HELD}"));
        peer.send(tungstenite::Message::text("happened")).await.unwrap();
        let Some(Ok(Event::Message(message))) = events.next().await else { panic!("no event") };
        assert_eq!(message.text(), "happened");
        assert!(http.requests().is_empty(), "nothing goes through the transport");
    }

    #[tokio::test]
    async fn no_token_goes_to_the_public_cloud_from_a_host_of_its_own() {
        let http = server(json!({}));
        let client = client(&http).with_token(HELD);
        let error = client.events().subscribe("e").next().await.unwrap().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Input);
        assert!(error.message().contains("argument `host`"), "{error}");
    }

    #[tokio::test]
    async fn nobody_has_no_subscription() {
        let request = Subscribe::new("e").host("ws://127.0.0.1:9");
        let http = server(json!({}));
        let error = client(&http).events().subscribe(request).next().await.unwrap().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::NotLoggedIn);
    }
}
