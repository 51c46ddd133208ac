//! Why a delivery is refused.

use authing_core::Lang;
use bytes::Bytes;
use http::Response;

use crate::problem::{Problem, ProblemKind};

/// Why a delivery is refused. Nothing here shows what it holds.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum WebhookError {
    /// Not by POST: 405.
    #[error("the request is a {0}: deliveries come by POST")]
    Method(String),
    /// No secret: 401.
    #[error(
        "the delivery has none of the headers {0} that the secret stands in: is it Authing's, and is a \
         secret set in the webhook's settings? A deployment with names of its own for them needs \
         `secret_headers`"
    )]
    NoSecret(String),
    /// Another secret: 401.
    #[error("the delivery has another secret: compare the one in the webhook's settings")]
    WrongSecret,
    /// Neither JSON nor a form: 415.
    #[error(
        "the delivery is neither `application/json` nor `application/x-www-form-urlencoded`: set one of \
         them in the webhook's settings"
    )]
    ContentType,
    /// Larger than is read: 413.
    #[error("the delivery has more than {limit} bytes: `body_limit` allows more")]
    TooLarge {
        /// How many bytes are read.
        limit: usize,
    },
    /// The body did not arrive whole: 400.
    #[error("the body did not arrive whole")]
    Interrupted,
    /// A body that cannot be read: 400.
    #[error("the body cannot be read: {0}")]
    Body(&'static str),
    /// A body that names no event: 400.
    #[error(
        "the body names no event (`eventName`): a deployment that sends some events without it needs \
         `bare_event`"
    )]
    NoEvent,
    /// What is still to be done is too much: 503.
    #[error("{waiting} deliveries are waiting to be handled: this one is not taken")]
    Busy {
        /// How many are waiting.
        waiting: usize,
    },
    /// The handler failed: 503.
    #[error("the handler failed")]
    Failed,
}

impl WebhookError {
    /// The response: a [`Problem`], for the log of the webhook in the console.
    pub fn to_response<B: From<Bytes>>(&self) -> Response<B> {
        Problem::from(self).to_response(&Lang::EnUs)
    }
}

impl From<&WebhookError> for Problem {
    fn from(error: &WebhookError) -> Self {
        match error {
            WebhookError::Method(_) => ProblemKind::WebhookMethod,
            WebhookError::NoSecret(_) | WebhookError::WrongSecret => ProblemKind::WebhookSecret,
            WebhookError::ContentType => ProblemKind::WebhookType,
            WebhookError::TooLarge { .. } => ProblemKind::WebhookTooLarge,
            WebhookError::Interrupted | WebhookError::Body(_) | WebhookError::NoEvent => {
                ProblemKind::WebhookBody
            }
            WebhookError::Busy { .. } | WebhookError::Failed => {
                return Self::later(ProblemKind::Unavailable, None);
            }
        }
        .into()
    }
}
