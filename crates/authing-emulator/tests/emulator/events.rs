use authing_emulator::Emulator;
use futures_util::StreamExt as _;
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{WebSocketStream, client_async};

use crate::client::Client;

async fn subscribe(emulator: &Emulator, query: &str) -> Result<WebSocketStream<TcpStream>, Error> {
    let address = emulator.url().strip_prefix("http://").unwrap();
    let stream = TcpStream::connect(address).await.unwrap();
    let url = format!("ws://{address}/events/v1/management/sub?{query}");
    client_async(url, stream).await.map(|(socket, _)| socket)
}

fn status(refused: Result<WebSocketStream<TcpStream>, Error>) -> u16 {
    match refused {
        Err(Error::Http(response)) => response.status().as_u16(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn the_control_routes_publish_count_and_cut() {
    let emulator = Emulator::start().await.unwrap();
    let admin = Client::admin(&emulator).await;
    let query = format!("code=a%20b&token={}", admin.token());
    let mut socket = subscribe(&emulator, &query).await.unwrap();
    let http = reqwest::Client::new();
    let url = format!("{}/_emulator/events", emulator.url());
    let count = async || -> Value {
        let asked = format!("{url}?eventType=a%20b");
        http.get(asked).send().await.unwrap().json().await.unwrap()
    };
    assert_eq!(count().await["subscribers"], 1);

    let event = json!({ "eventType": "a b", "data": "first" });
    http.post(&url).json(&event).send().await.unwrap().error_for_status().unwrap();
    assert_eq!(socket.next().await.unwrap().unwrap(), Message::text("first"));
    let event = json!({ "eventType": "a b", "source": "test", "eventData": "second" });
    admin.rest("POST", "/api/v3/pub-event", event).await.unwrap();
    assert_eq!(socket.next().await.unwrap().unwrap(), Message::text("second"));

    http.delete(&url).send().await.unwrap().error_for_status().unwrap();
    assert!(!matches!(socket.next().await, Some(Ok(_))), "cut");
    assert_eq!(count().await["subscribers"], 0);
}

#[tokio::test]
async fn without_a_valid_token_or_a_type_there_is_no_subscription() {
    let emulator = Emulator::start().await.unwrap();
    let admin = Client::admin(&emulator).await;
    let (user, _) = Client::app(&emulator).registered("bob").await;
    for query in [
        "code=a".to_owned(),
        "code=a&token=x.y.z".to_owned(),
        format!("code=a&token={}", user.token()),
    ] {
        assert_eq!(status(subscribe(&emulator, &query).await), 401, "{query}");
    }
    let no_type = format!("token={}", admin.token());
    assert_eq!(status(subscribe(&emulator, &no_type).await), 400);
    let no_upgrade = admin
        .request("GET", &format!("/events/v1/management/sub?code=a&token={}", admin.token()))
        .send()
        .await
        .unwrap();
    assert_eq!(no_upgrade.status(), 400);
    assert_eq!(emulator.event_subscribers("a"), 0);
}
