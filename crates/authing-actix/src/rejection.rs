//! The response to a request that may not pass, in an actix-web service.

use std::{error::Error as StdError, fmt, ops::Deref};

use actix_web::{HttpResponse, ResponseError, http::StatusCode};
use bytes::Bytes;

use crate::convert;

/// The response to a request that may not pass; layers and extractors reject with it, and a handler can
/// return it: what a guard rejects with turns into one by `?`.
///
/// All that [`authing_web::Rejection`] does. Middleware around a layer finds it in the response
/// (`HttpResponse::error`).
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

impl ResponseError for Rejection {
    /// That of the response, which may be a redirect or what `map_rejection` has made of it.
    fn status_code(&self) -> StatusCode {
        self.error_response().status()
    }

    fn error_response(&self) -> HttpResponse {
        convert::response(self.0.clone().into_response::<Bytes>())
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
