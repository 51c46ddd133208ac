//! Why a request is rejected.

use std::{error::Error as StdError, fmt, time::Duration};

use authing_protocols::{Error, jose::TokenError};
use http::{HeaderValue, StatusCode};

use crate::permission::Unavailable;

/// When to try again, where no server says so.
const RETRY_AFTER: Duration = Duration::from_secs(10);

/// Why a request is rejected. The response says less than this.
///
/// Nothing here shows a token or what it says about a person.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AuthError {
    /// The request carries no token: 401.
    #[error("the request carries no token")]
    NoToken,
    /// The request carries several tokens, or one in several places: 400.
    #[error("the request carries more than one token")]
    AmbiguousToken,
    /// The token is forged, expired, another application's or of a kind that is not accepted: 401.
    #[error("the token is rejected")]
    InvalidToken(#[source] TokenError),
    /// Another site's page made a browser send its cookie: 403.
    #[error("the page of another site made the request")]
    CrossSite,
    /// The token is a programmatic account's, and a user is needed: 403.
    #[error("the token is a programmatic account's, and a user is needed")]
    NoUser,
    /// The token lacks this scope: 403.
    #[error("the token lacks the scope `{0}`")]
    InsufficientScope(String),
    /// The user lacks the permission: 403.
    #[error("the user lacks the permission")]
    Denied,
    /// The keys to verify the token with could not be fetched: 503.
    #[error("the keys to verify the token with cannot be fetched")]
    KeysUnavailable(#[source] Error),
    /// It could not be found out whether the user has the permission: 503.
    #[error("permissions cannot be checked")]
    PermissionsUnavailable(#[source] Unavailable),
    /// A permission without resource or action is required: 500.
    #[error("the permission that is required names no resource or no action")]
    EmptyPermission,
    /// The route has an extractor of this crate and no layer: 500.
    #[error("the route has no layer of a guard")]
    NoLayer,
}

impl AuthError {
    /// The status of the response, unless the visitor is redirected to a login page.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::NoToken | Self::InvalidToken(_) => StatusCode::UNAUTHORIZED,
            Self::AmbiguousToken => StatusCode::BAD_REQUEST,
            Self::CrossSite | Self::NoUser | Self::InsufficientScope(_) | Self::Denied => {
                StatusCode::FORBIDDEN
            }
            Self::KeysUnavailable(_) | Self::PermissionsUnavailable(_) => {
                StatusCode::SERVICE_UNAVAILABLE
            }
            Self::EmptyPermission | Self::NoLayer => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// When to try again, if that may help.
    pub fn retry_after(&self) -> Option<Duration> {
        let wait = match self {
            Self::KeysUnavailable(Error::Call(error)) => error.retry_after(),
            Self::KeysUnavailable(_) => None,
            Self::PermissionsUnavailable(error) => error.wait(),
            _ => return None,
        };
        Some(wait.unwrap_or(RETRY_AFTER))
    }

    /// The body of the response.
    pub(crate) fn text(&self) -> &'static str {
        match self {
            Self::NoToken => "Log in first.\n",
            Self::InvalidToken(_) => "Log in again.\n",
            Self::AmbiguousToken => "Send one token, in one place.\n",
            Self::CrossSite => "Another site made this request.\n",
            Self::NoUser | Self::InsufficientScope(_) | Self::Denied => "Not permitted.\n",
            Self::KeysUnavailable(_) | Self::PermissionsUnavailable(_) => "Try again later.\n",
            Self::EmptyPermission | Self::NoLayer => "Something is wrong with this service.\n",
        }
    }

    /// RFC 6750 section 3: an error code only for a request that carries a token, and no
    /// explanation of it.
    pub(crate) fn challenge(&self, realm: &str) -> Option<HeaderValue> {
        let challenge = format!("Bearer realm=\"{realm}\"");
        let challenge = match self {
            Self::NoToken => challenge,
            Self::InvalidToken(_) => challenge + ", error=\"invalid_token\"",
            Self::AmbiguousToken => challenge + ", error=\"invalid_request\"",
            Self::InsufficientScope(scope) => {
                // RFC 6749 section 3.3: nothing else can stand in a scope.
                let is_letter = |c: &char| matches!(c, '!' | '#'..='[' | ']'..='~');
                let scope: String = scope.chars().filter(is_letter).collect();
                format!("{challenge}, error=\"insufficient_scope\", scope=\"{scope}\"")
            }
            _ => return None,
        };
        HeaderValue::try_from(challenge).ok()
    }

    /// For the service's operators. Visitors can cause most errors at will, so those do not warn.
    pub(crate) fn log(&self) {
        let causes = Causes(self);
        match self {
            Self::KeysUnavailable(_) | Self::PermissionsUnavailable(_) => {
                tracing::warn!(reason = %causes, "no request can be let in");
            }
            Self::EmptyPermission | Self::NoLayer => {
                tracing::error!(reason = %causes, "a route is guarded wrongly");
            }
            _ => tracing::debug!(reason = %causes, "rejected"),
        }
    }
}

/// An error with its causes.
struct Causes<'a>(&'a AuthError);

impl fmt::Display for Causes<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)?;
        let mut cause = self.0.source();
        while let Some(error) = cause {
            write!(f, ": {error}")?;
            cause = error.source();
        }
        Ok(())
    }
}
