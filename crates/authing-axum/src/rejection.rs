//! The response to a request that may not pass, in an axum service.

use std::{error::Error as StdError, fmt, ops::Deref};

use axum::response::{IntoResponse, Response};

/// The response to a request that may not pass; extractors reject with it, and a handler can return
/// it: what a guard rejects with turns into one by `?`.
///
/// All that [`authing_web::Rejection`] does.
#[derive(Clone)]
pub struct Rejection(authing_web::Rejection);

impl From<authing_web::Rejection> for Rejection {
    fn from(rejection: authing_web::Rejection) -> Self {
        Self(rejection)
    }
}

impl Deref for Rejection {
    type Target = authing_web::Rejection;

    fn deref(&self) -> &authing_web::Rejection {
        &self.0
    }
}

impl IntoResponse for Rejection {
    fn into_response(self) -> Response {
        self.0.into_response()
    }
}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl StdError for Rejection {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source()
    }
}
