//! What comes of a request for a route.

use http::{HeaderValue, StatusCode};

use super::error::SessionError;

/// What a route responds with when all went well.
pub(super) struct Reply {
    pub(super) status: StatusCode,
    pub(super) location: Option<String>,
    pub(super) cookies: Vec<HeaderValue>,
}

impl Reply {
    /// All is done, and there is nothing to say.
    pub(super) fn nothing() -> Self {
        Self { status: StatusCode::OK, location: None, cookies: Vec::new() }
    }

    /// Redirects the visitor.
    pub(super) fn to(location: impl Into<String>) -> Self {
        Self { status: StatusCode::SEE_OTHER, location: Some(location.into()), cookies: Vec::new() }
    }

    pub(super) fn with(self, cookies: impl IntoIterator<Item = HeaderValue>) -> Self {
        Self { cookies: self.cookies.into_iter().chain(cookies).collect(), ..self }
    }
}

/// What went wrong on a route, and the cookies that go with the response all the same.
pub(super) struct Failure {
    pub(super) error: SessionError,
    pub(super) cookies: Vec<HeaderValue>,
}

impl<E: Into<SessionError>> From<E> for Failure {
    fn from(error: E) -> Self {
        Self { error: error.into(), cookies: Vec::new() }
    }
}
