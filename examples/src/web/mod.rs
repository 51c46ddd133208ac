//! What the web applications share.

pub mod pages;
mod session;
#[cfg(feature = "app")]
pub mod shop;

use std::fmt;

use axum::{
    http::StatusCode,
    response::{Html, IntoResponse, Response},
};

pub use session::{Sessions, cookie, remove_cookie, set_cookie};

/// Why a visitor cannot go on. A real application would log the reason and show less of it.
#[derive(Debug)]
pub struct Failure(String);

impl Failure {
    /// A reason of the application's own.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }
}

impl<E: std::error::Error> From<E> for Failure {
    fn from(error: E) -> Self {
        Self(error.to_string())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        (StatusCode::BAD_REQUEST, Html(pages::failure(&self.0))).into_response()
    }
}
