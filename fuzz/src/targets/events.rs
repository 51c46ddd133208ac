//! Frames of a WebSocket that brings events.

use std::{sync::Arc, sync::LazyLock, time::Duration};

use authing_core::{
    Event, EventStream, FixedToken, HttpResponse, Operation, RetryPolicy, Subscribe,
    client::{ApiClient, ClientConfig, ClientIdentity, Pipeline, Proxy},
};
use futures_util::StreamExt;
use http::StatusCode;
use tokio::{io::AsyncWriteExt as _, net::TcpListener};

use crate::{
    cost::{Limits, Meter},
    inputs::{check_error, run},
    server::Server,
    target::Target,
};

const LIMITS: Limits = Limits { steps: (500_000, 500), allocated: (4 << 20, 1_000) };

/// What a server sends once the connection is one for events.
pub(super) const FRAMES: Target =
    Target { name: "events_frames", limits: LIMITS, mutator: None, read: frames };

const SUBSCRIBE: Operation = Operation::get("fuzz.events", "/events/v1/management/sub");

static API: LazyLock<ApiClient> = LazyLock::new(|| {
    let mut config = ClientConfig::new("https://core.authing.example");
    config.proxy = Proxy::None;
    let nowhere = Server::new(|_| HttpResponse::new(StatusCode::NOT_FOUND, ""));
    config.transport = Some(nowhere.transport());
    let pipeline = Pipeline::new(&config, &ClientIdentity::default()).unwrap();
    ApiClient::new(pipeline, Arc::new(FixedToken::new(&"token".into()).unwrap()))
});

fn frames(input: &[u8], meter: &mut Meter) {
    LazyLock::force(&API);
    let texts = meter.measure(|| run(exchange(input)));
    // Every byte of a message is one of the input, with two bytes before the message.
    let length: usize = texts.iter().map(|text| text.len() + 2).sum();
    assert!(length <= input.len(), "{} events of {length} bytes", texts.len());
}

/// The events that come when a server sends these bytes and closes the connection.
async fn exchange(input: &[u8]) -> Vec<String> {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let once = RetryPolicy::never();
    let request = Subscribe::new("user.created").host(format!("ws://{address}")).reconnect(once);
    let mut events = API.subscribe(SUBSCRIBE, request);
    let serve = async {
        let (stream, _) = listener.accept().await.unwrap();
        let mut socket = tokio_tungstenite::accept_async(stream).await.unwrap();
        // What the client says to it, it may say to nobody.
        let _ = socket.get_mut().write_all(input).await;
        let _ = socket.get_mut().shutdown().await;
        socket
    };
    let (texts, _socket) = tokio::join!(read(&mut events), serve);
    texts
}

async fn read(events: &mut EventStream) -> Vec<String> {
    let mut texts = Vec::new();
    loop {
        let next = tokio::time::timeout(Duration::from_secs(20), events.next());
        match next.await.expect("the stream stands still") {
            Some(Ok(Event::Message(message))) => {
                let _ = message.json::<serde_json::Value>().map_err(|error| check_error(&error));
                texts.push(message.text().to_owned());
            }
            Some(Ok(_)) => {}
            Some(Err(error)) => check_error(&error),
            None => return texts,
        }
    }
}
