//! Deliveries of webhooks, in an axum service.

use std::{error::Error as StdError, fmt};

use authing_web::webhook::{WebhookDelivery, WebhookError, Webhooks};
use axum::{
    extract::{FromRef, FromRequest, Request},
    response::{IntoResponse, Response},
};
use http::StatusCode;

/// An extractor: a delivery of a webhook, which has the secret.
///
/// The router's state holds the [`Webhooks`]. Without the secret, or with a body that cannot be read, it
/// rejects and the body is not read; a delivery that came before, as far as
/// [`deduplicate`](authing_web::webhook::WebhooksBuilder::deduplicate) remembers, gets 200 and does not
/// reach the handler. Respond within moments; a `WebhookQueue` works afterwards.
///
/// ```
/// use authing_axum::Webhook;
/// use authing_web::webhook::{WebhookEvent, Webhooks};
/// use axum::{Router, routing::post};
///
/// async fn hook(Webhook(delivery): Webhook) {
///     match delivery.event() {
///         WebhookEvent::UserBlocked(about) => println!("{:?} is locked out", about.user.id),
///         _ => println!("{}", delivery.name()),
///     }
/// }
///
/// # fn main() -> Result<(), authing_protocols::Error> {
/// let webhooks = Webhooks::builder("the secret of the webhook").build()?;
/// let router: Router = Router::new().route("/hook", post(hook)).with_state(webhooks);
/// # let _ = router; Ok(()) }
/// ```
#[derive(Clone, Debug)]
pub struct Webhook(pub WebhookDelivery);

impl<S> FromRequest<S> for Webhook
where
    S: Send + Sync,
    Webhooks: FromRef<S>,
{
    type Rejection = WebhookRejection;

    async fn from_request(request: Request, state: &S) -> Result<Self, WebhookRejection> {
        let webhooks = Webhooks::from_ref(state);
        let delivery = webhooks.receive(request).await.map_err(WebhookRejection::Refused)?;
        match webhooks.is_new(&delivery).await {
            true => Ok(Self(delivery)),
            false => Err(WebhookRejection::Repeated),
        }
    }
}

/// Why a delivery does not reach its handler.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum WebhookRejection {
    /// It is refused.
    Refused(WebhookError),
    /// It came before: 200.
    Repeated,
}

impl IntoResponse for WebhookRejection {
    fn into_response(self) -> Response {
        match self {
            Self::Refused(error) => error.to_response(),
            Self::Repeated => StatusCode::OK.into_response(),
        }
    }
}

impl fmt::Display for WebhookRejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(error) => error.fmt(f),
            Self::Repeated => f.write_str("the delivery came before"),
        }
    }
}

impl StdError for WebhookRejection {}
