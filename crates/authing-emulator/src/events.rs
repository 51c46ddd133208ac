//! Subscriptions over WebSocket, and what is published to them.

use std::sync::{Mutex, MutexGuard, PoisonError};

use axum::body::Body;
use futures_util::{SinkExt as _, StreamExt as _};
use http::{HeaderValue, Method, Response, StatusCode, header, request};
use hyper::upgrade::{OnUpgrade, Upgraded};
use hyper_util::rt::TokioIo;
use serde_json::json;
use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;
use tokio_tungstenite::tungstenite::protocol::Role;

use crate::context::{Access, RequestInfo};
use crate::engine::Engine;
use crate::error::ApiResult;
use crate::failures;
use crate::http::json_answer;
use crate::rest::{Envelope, parse_query};

const MANAGEMENT_PATH: &str = "/events/v1/management/sub";
const USER_PATH: &str = "/events/v1/authentication/sub";

/// Who listens to what.
#[derive(Debug, Default)]
pub(crate) struct Hub(Mutex<Vec<Subscriber>>);

#[derive(Debug)]
struct Subscriber {
    pool_id: String,
    /// The user who listens; none for an administrator.
    user_id: Option<String>,
    event_type: String,
    sender: UnboundedSender<String>,
}

impl Hub {
    /// Sends an event to those of the pool who listen to its type. What a user publishes is for
    /// administrators and for the same user.
    pub(crate) fn publish(
        &self,
        pool_id: &str,
        publisher: Option<&str>,
        event_type: &str,
        data: &str,
    ) {
        self.lock().retain(|subscriber| {
            let theirs = match (publisher, &subscriber.user_id) {
                (Some(publisher), Some(listener)) => publisher == listener,
                _ => true,
            };
            let wanted =
                theirs && subscriber.pool_id == pool_id && subscriber.event_type == event_type;
            if wanted {
                subscriber.sender.send(data.to_owned()).is_ok()
            } else {
                !subscriber.sender.is_closed()
            }
        });
    }

    /// How many listen to this type.
    pub(crate) fn count(&self, pool_id: &str, event_type: &str) -> usize {
        let mut subscribers = self.lock();
        subscribers.retain(|subscriber| !subscriber.sender.is_closed());
        let listening = |subscriber: &&Subscriber| {
            subscriber.pool_id == pool_id && subscriber.event_type == event_type
        };
        subscribers.iter().filter(listening).count()
    }

    /// Cuts every connection, without a word.
    pub(crate) fn cut(&self) {
        // A task whose sender is gone ends, and its connection with it.
        self.lock().clear();
    }

    fn add(
        &self,
        pool_id: String,
        user_id: Option<String>,
        event_type: String,
    ) -> UnboundedReceiver<String> {
        let (sender, receiver) = mpsc::unbounded_channel();
        self.lock().push(Subscriber { pool_id, user_id, event_type, sender });
        receiver
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Subscriber>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

pub(crate) fn is_subscription(head: &request::Parts) -> bool {
    head.method == Method::GET && [MANAGEMENT_PATH, USER_PATH].contains(&head.uri.path())
}

/// Turns the connection into a subscription, or says why not. The token is in the query.
pub(crate) fn subscribe(
    engine: &Engine,
    head: &request::Parts,
    upgrade: Option<OnUpgrade>,
    info: &RequestInfo,
) -> Response<Body> {
    let query = parse_query(head.uri.query().unwrap_or_default());
    let value = |name: &str| {
        let found = query.iter().find(|(key, value)| key == name && !value.is_empty());
        found.map(|(_, value)| value.clone())
    };
    let info = RequestInfo { token: value("token"), ..info.clone() };
    let path = head.uri.path();
    let access = if path == USER_PATH { Access::User } else { Access::Management };
    let listener = engine.with(&info, |cx| -> ApiResult<(String, Option<String>)> {
        cx.admit(access)?;
        Ok((cx.pool()?.id.clone(), cx.own_id().ok()))
    });
    let refuse = |status, error: &crate::error::ApiError| {
        json_answer(status, &Envelope::of(path).failure(error, &info))
    };
    let (pool_id, user_id) = match listener {
        Ok(listener) => listener,
        Err(error) => return refuse(StatusCode::UNAUTHORIZED, &error),
    };
    let key = head.headers.get(header::SEC_WEBSOCKET_KEY);
    let (Some(event_type), Some(key), Some(upgrade)) = (value("code"), key, upgrade) else {
        return refuse(StatusCode::BAD_REQUEST, &failures::BAD_REQUEST.into());
    };
    let events = engine.events.add(pool_id, user_id, event_type);
    tokio::spawn(async move {
        // The client may be gone before it has its WebSocket.
        let Ok(upgraded) = upgrade.await else { return };
        serve(upgraded, events).await;
    });
    let mut answer = json_answer(StatusCode::SWITCHING_PROTOCOLS, &json!(null));
    *answer.body_mut() = Body::empty();
    let headers = answer.headers_mut();
    headers.remove(header::CONTENT_TYPE);
    headers.insert(header::CONNECTION, HeaderValue::from_static("Upgrade"));
    headers.insert(header::UPGRADE, HeaderValue::from_static("websocket"));
    if let Ok(accept) = HeaderValue::from_str(&derive_accept_key(key.as_bytes())) {
        headers.insert(header::SEC_WEBSOCKET_ACCEPT, accept);
    }
    answer
}

/// Sends events until the client goes or the connection is cut. Reading answers pings.
async fn serve(upgraded: Upgraded, mut events: UnboundedReceiver<String>) {
    let mut socket =
        WebSocketStream::from_raw_socket(TokioIo::new(upgraded), Role::Server, None).await;
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
