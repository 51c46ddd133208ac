//! Webhooks: what Authing tells a service about users, roles, organisations and the rest.
//!
//! [`Webhooks`] checks that a delivery has the secret, and reads it: a [`WebhookDelivery`] with a typed
//! [`WebhookEvent`]. [`WebhookService`] is that as a tower service, with a handler of yours;
//! `authing-axum` and `authing-actix` have an extractor.
//!
//! ```
//! use authing_web::webhook::{WebhookEvent, Webhooks};
//! use http::{HeaderMap, HeaderValue, Method};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let webhooks = Webhooks::builder("the secret of the webhook").build()?;
//!
//! let mut headers = HeaderMap::new();
//! headers.insert("content-type", HeaderValue::from_static("application/json"));
//! headers.insert("x-authing-webhook-secret", HeaderValue::from_static("the secret of the webhook"));
//! let body = br#"{"eventName": "user:email-verified", "data": {"userId": "5f70", "email": "b@x.org"}}"#;
//!
//! // The secret is checked before the body is read.
//! let delivery = webhooks.authenticate(&Method::POST, &headers)?.read(body)?;
//! let WebhookEvent::UserEmailVerified(verified) = delivery.event() else { unreachable!() };
//! assert_eq!(verified.user_id.as_deref(), Some("5f70"));
//! # Ok(()) }
//! ```
//!
//! # What a delivery proves
//!
//! That whoever sent it knows the secret, which stands in a header as it is: there is no signature, no
//! time, no id of the delivery and no nonce. So take deliveries over TLS only, and look up what matters
//! before you act on it. A delivery that is sent again cannot be told from another one with the same
//! content.
//!
//! # Order, repetition, loss
//!
//! Authing documents none of them: take a delivery as one that may come late, twice or never. Respond
//! within moments and work afterwards: [`WebhookQueue`] does, as long as the process lives. What must not
//! be lost is stored by the handler before it returns. `register` and `user:created` tell the same:
//! subscribe to one of the two. [`deduplicate`](WebhooksBuilder::deduplicate) drops a delivery of the
//! same content within a window.
//!
//! # What is in a delivery
//!
//! Users come with their password's hash and salt, live tokens and the tokens of identity providers.
//! Here they are [`Secret`](authing_protocols::Secret)s, nothing of a body is in an error or the log, and
//! `Debug` shows ids and codes only. Do not log raw bodies, and do not have a proxy log them.

mod delivery;
mod error;
mod event;
mod form;
mod payload;
mod queue;
mod receiver;
mod record;
mod service;
#[cfg(feature = "test-util")]
mod test_util;

pub use delivery::WebhookDelivery;
pub use error::WebhookError;
pub use event::WebhookEvent;
pub use payload::*;
pub use queue::WebhookQueue;
pub use receiver::{AuthenticDelivery, Webhooks, WebhooksBuilder};
pub use record::{WebhookRecord, WebhookUser};
pub use service::{WebhookHandler, WebhookService};
#[cfg(feature = "test-util")]
pub use test_util::TestDelivery;
