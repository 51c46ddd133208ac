//! Errors of the protocols (RFC 6749 section 5.2, RFC 6750 section 3).

use http::StatusCode;
use http::header::WWW_AUTHENTICATE;
use serde_json::json;

use crate::base::error::ApiError;
use crate::base::text::Lang;
use crate::domain::context::Cx;
use crate::handler::Response;

/// An error code, what to do about it, and the HTTP status it comes with.
pub(super) struct OAuthError {
    pub(super) code: &'static str,
    pub(super) description: String,
    status: StatusCode,
}

show_fields!(OAuthError { code, status });

pub(super) type OAuthResult<T> = Result<T, OAuthError>;

impl OAuthError {
    /// An error of HTTP status 400.
    pub(super) fn new(code: &'static str, description: impl Into<String>) -> Self {
        Self { code, description: description.into(), status: StatusCode::BAD_REQUEST }
    }

    pub(super) fn invalid_request(description: impl Into<String>) -> Self {
        Self::new("invalid_request", description)
    }

    pub(super) fn missing(parameter: &str) -> Self {
        Self::invalid_request(format!("the parameter {parameter} is missing"))
    }

    pub(super) fn invalid_grant(description: impl Into<String>) -> Self {
        Self::new("invalid_grant", description)
    }

    pub(super) fn invalid_scope(description: impl Into<String>) -> Self {
        Self::new("invalid_scope", description)
    }

    pub(super) fn unauthorized_client(description: impl Into<String>) -> Self {
        Self::new("unauthorized_client", description)
    }

    pub(super) fn invalid_client(description: impl Into<String>) -> Self {
        Self { status: StatusCode::UNAUTHORIZED, ..Self::new("invalid_client", description) }
    }

    pub(super) fn invalid_token(description: impl Into<String>) -> Self {
        Self { status: StatusCode::UNAUTHORIZED, ..Self::new("invalid_token", description) }
    }

    pub(super) fn insufficient_scope(description: impl Into<String>) -> Self {
        Self { status: StatusCode::FORBIDDEN, ..Self::new("insufficient_scope", description) }
    }

    /// The refusal of something the emulator does not do.
    pub(super) fn not_emulated(what: &str) -> Self {
        ApiError::not_emulated(what).into()
    }

    /// As the response of an endpoint for clients.
    pub(super) fn response(&self, cx: &Cx<'_>) -> Response {
        let response = Response::json(
            self.status,
            &json!({ "error": self.code, "error_description": self.description }),
        );
        let realm = &cx.env.base_url;
        let challenge = match self.code {
            "invalid_client" => Some(format!("Basic realm=\"{realm}\"")),
            "invalid_token" | "insufficient_scope" => Some(format!(
                "Bearer realm=\"{realm}\", error=\"{}\", error_description=\"{}\"",
                self.code, self.description
            )),
            _ => None,
        };
        match challenge {
            Some(challenge) => response.header(WWW_AUTHENTICATE, &challenge),
            None => response,
        }
        .no_store()
    }
}

impl From<ApiError> for OAuthError {
    fn from(error: ApiError) -> Self {
        let (code, status) = match error.code {
            501 => ("not_implemented", StatusCode::NOT_IMPLEMENTED),
            _ => ("server_error", StatusCode::INTERNAL_SERVER_ERROR),
        };
        Self { code, description: error.message(Lang::English).to_owned(), status }
    }
}
