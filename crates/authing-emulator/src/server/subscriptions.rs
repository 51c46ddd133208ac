//! Subscriptions to events over WebSocket.

use futures_util::{SinkExt as _, StreamExt as _};
use http::{Method, StatusCode, header, request};
use hyper::upgrade::{OnUpgrade, Upgraded};
use hyper_util::rt::TokioIo;
use tokio::sync::mpsc::Receiver;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;
use tokio_tungstenite::tungstenite::protocol::{Role, WebSocketConfig};

use crate::base::error::{ApiError, ApiResult};
use crate::base::{failures, form};
use crate::domain::context::RequestInfo;
use crate::engine::Engine;
use crate::handler::{Access, Envelope, Response};

const MANAGEMENT_PATH: &str = "/events/v1/management/sub";
const USER_PATH: &str = "/events/v1/authentication/sub";

/// Bytes of what a subscriber sends, none of which is looked at.
const SUBSCRIBER_SAYS: usize = 64 << 10;

pub(crate) fn is_subscription(head: &request::Parts) -> bool {
    head.method == Method::GET && [MANAGEMENT_PATH, USER_PATH].contains(&head.uri.path())
}

/// Turns the connection into a subscription, or says why not. The token is in the query.
pub(crate) fn subscribe(
    engine: &Engine,
    head: &request::Parts,
    upgrade: Option<OnUpgrade>,
    info: &RequestInfo,
) -> Response {
    let query = form::parse(head.uri.query().unwrap_or_default());
    let value = |name: &str| {
        let found = query.iter().find(|(key, value)| key == name && !value.is_empty());
        found.map(|(_, value)| value.clone())
    };
    let info = RequestInfo { token: value("token"), ..info.clone() };
    let path = head.uri.path();
    let access = if path == USER_PATH { Access::User } else { Access::Management };
    let listener = engine.with(&info, |cx| -> ApiResult<(String, Option<String>)> {
        access.admit(cx)?;
        Ok((cx.pool()?.id.clone(), cx.own_id().ok()))
    });
    let refuse = |status, error: &ApiError| {
        Response::json(status, &Envelope::of(path).failure(error, &info))
    };
    let (pool_id, user_id) = match listener {
        Ok(listener) => listener,
        Err(error) => return refuse(StatusCode::UNAUTHORIZED, &error),
    };
    let key = head.headers.get(header::SEC_WEBSOCKET_KEY);
    let (Some(event_type), Some(key), Some(upgrade)) = (value("code"), key, upgrade) else {
        return refuse(StatusCode::BAD_REQUEST, &failures::BAD_REQUEST.into());
    };
    let events = engine.env.events.subscribe(pool_id, user_id, event_type);
    tokio::spawn(async move {
        // The client may be gone before it has its WebSocket.
        let Ok(upgraded) = upgrade.await else { return };
        serve(upgraded, events).await;
    });
    Response::switch_protocols()
        .header(header::CONNECTION, "Upgrade")
        .header(header::UPGRADE, "websocket")
        .header(header::SEC_WEBSOCKET_ACCEPT, &derive_accept_key(key.as_bytes()))
}

/// Sends events until the client goes or the connection is cut. Reading sends the pongs.
async fn serve(upgraded: Upgraded, mut events: Receiver<String>) {
    let config = WebSocketConfig::default()
        .max_message_size(Some(SUBSCRIBER_SAYS))
        .max_frame_size(Some(SUBSCRIBER_SAYS));
    let io = TokioIo::new(upgraded);
    let mut socket = WebSocketStream::from_raw_socket(io, Role::Server, Some(config)).await;
    loop {
        tokio::select! {
            event = events.recv() => {
                let Some(event) = event else { return };
                if socket.send(Message::text(event)).await.is_err() {
                    return;
                }
            }
            frame = socket.next() => {
                if !matches!(frame, Some(Ok(_))) {
                    return;
                }
            }
        }
    }
}
