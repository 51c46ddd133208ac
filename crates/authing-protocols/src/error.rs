//! What can go wrong in a protocol exchange.

#[cfg(feature = "oauth2")]
use std::{borrow::Cow, fmt};

#[cfg(feature = "oauth2")]
use crate::text::printable;

/// What went wrong: with the call itself, in the provider's eyes, or in ours.
///
/// Match on it to tell a visitor who cancelled from a forged token from a network that is down.
/// No variant shows a token, a code or a secret.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The client cannot be built, an argument cannot be sent, or no readable response came.
    #[error(transparent)]
    Call(authing_core::Error),
    /// The provider refused, with an OAuth 2.0 error code.
    #[cfg(feature = "oauth2")]
    #[error(transparent)]
    OAuth(Box<OAuthError>),
    /// What the browser brought back does not belong to the login that was started.
    #[cfg(feature = "oauth2")]
    #[error(transparent)]
    Callback(CallbackError),
    /// A token is not what it claims to be, or not meant for this application.
    #[cfg(feature = "oidc")]
    #[error(transparent)]
    Token(crate::jose::TokenError),
    /// What came is about another user than the one who logged in: do not use it.
    #[cfg(feature = "oidc")]
    #[error("the {0} is about another user than the one who logged in: do not use it")]
    OtherUser(&'static str),
    /// The server calls a token valid that is bound to a key: whoever presents it must prove that they
    /// hold the key, so that it is not a bearer token (RFC 9449 section 6.2, RFC 8705 section 3.2).
    #[cfg(feature = "oauth2")]
    #[error("{}", crate::confirmation::refusal(by))]
    KeyBound {
        /// How it is bound: the names of the members of its `cnf`.
        by: Vec<String>,
    },
    /// A SAML message is refused.
    #[cfg(feature = "saml")]
    #[error(transparent)]
    Saml(crate::saml::SamlError),
    /// A CAS ticket or response is refused.
    #[cfg(feature = "cas")]
    #[error(transparent)]
    Cas(crate::cas::CasError),
    /// The store of pending logins or used assertions failed.
    #[cfg(any(feature = "oauth2", feature = "saml", feature = "cas"))]
    #[error(transparent)]
    Store(crate::store::StoreError),
}

/// An error response with an OAuth 2.0 code is told apart from all other failed calls.
impl From<authing_core::Error> for Error {
    fn from(error: authing_core::Error) -> Self {
        #[cfg(feature = "oauth2")]
        if let Some(refusal) = OAuthError::of_call(&error) {
            return Self::OAuth(Box::new(refusal));
        }
        Self::Call(error)
    }
}

#[cfg(feature = "oidc")]
impl From<crate::jose::TokenError> for Error {
    fn from(error: crate::jose::TokenError) -> Self {
        Self::Token(error)
    }
}

#[cfg(feature = "saml")]
impl From<crate::saml::SamlError> for Error {
    fn from(error: crate::saml::SamlError) -> Self {
        Self::Saml(error)
    }
}

#[cfg(feature = "cas")]
impl From<crate::cas::CasError> for Error {
    fn from(error: crate::cas::CasError) -> Self {
        Self::Cas(error)
    }
}

#[cfg(feature = "oauth2")]
impl From<CallbackError> for Error {
    fn from(error: CallbackError) -> Self {
        Self::Callback(error)
    }
}

#[cfg(any(feature = "oauth2", feature = "saml", feature = "cas"))]
impl From<crate::store::StoreError> for Error {
    fn from(error: crate::store::StoreError) -> Self {
        Self::Store(error)
    }
}

/// The code of an OAuth 2.0 error (RFC 6749 sections 4.1.2.1 and 5.2, OpenID Connect Core section
/// 3.1.2.6, RFC 8628 section 3.5). Unknown codes are kept.
///
/// ```
/// # #[cfg(feature = "oauth2")] {
/// use authing_protocols::OAuthErrorCode;
///
/// let code = OAuthErrorCode::from("access_denied".to_owned());
/// assert_eq!(code, OAuthErrorCode::ACCESS_DENIED);
/// # }
/// ```
#[cfg(feature = "oauth2")]
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct OAuthErrorCode(Cow<'static, str>);

#[cfg(feature = "oauth2")]
macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)+) => {
        impl OAuthErrorCode {
            $($(#[$doc])* pub const $name: Self = Self(Cow::Borrowed($text));)+
        }
    };
}

#[cfg(feature = "oauth2")]
codes! {
    /// The request lacks something, repeats something or is malformed.
    INVALID_REQUEST = "invalid_request",
    /// The application is unknown or could not prove who it is: check id, secret and method.
    INVALID_CLIENT = "invalid_client",
    /// The code or refresh token is wrong, used, expired or another application's: log in again.
    INVALID_GRANT = "invalid_grant",
    /// The application may not use this grant.
    UNAUTHORIZED_CLIENT = "unauthorized_client",
    /// The server does not have this grant.
    UNSUPPORTED_GRANT_TYPE = "unsupported_grant_type",
    /// The server does not have this response type.
    UNSUPPORTED_RESPONSE_TYPE = "unsupported_response_type",
    /// A scope is unknown, malformed or not allowed.
    INVALID_SCOPE = "invalid_scope",
    /// The access token is expired, revoked or malformed.
    INVALID_TOKEN = "invalid_token",
    /// The access token's scope does not reach this far.
    INSUFFICIENT_SCOPE = "insufficient_scope",
    /// The visitor or the server said no.
    ACCESS_DENIED = "access_denied",
    /// The server failed.
    SERVER_ERROR = "server_error",
    /// The server is overloaded or under maintenance.
    TEMPORARILY_UNAVAILABLE = "temporarily_unavailable",
    /// The visitor must log in, and `prompt=none` forbade to ask.
    LOGIN_REQUIRED = "login_required",
    /// The visitor must consent, and `prompt=none` forbade to ask.
    CONSENT_REQUIRED = "consent_required",
    /// The visitor must do something, and `prompt=none` forbade to ask.
    INTERACTION_REQUIRED = "interaction_required",
    /// The visitor must choose an account, and `prompt=none` forbade to ask.
    ACCOUNT_SELECTION_REQUIRED = "account_selection_required",
    /// The user has not finished on the other device yet: ask again.
    AUTHORIZATION_PENDING = "authorization_pending",
    /// Asked too often: wait five seconds longer between two requests.
    SLOW_DOWN = "slow_down",
    /// The device code has expired: start again.
    EXPIRED_TOKEN = "expired_token",
    /// The DPoP proof must hold the nonce that the server sent.
    USE_DPOP_NONCE = "use_dpop_nonce",
}

#[cfg(feature = "oauth2")]
impl OAuthErrorCode {
    /// The code as sent.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(feature = "oauth2")]
impl From<String> for OAuthErrorCode {
    fn from(code: String) -> Self {
        Self(Cow::Owned(printable(&code, 64)))
    }
}

#[cfg(feature = "oauth2")]
impl fmt::Display for OAuthErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The provider's refusal: the response of an endpoint, or what it sent the browser back with.
#[cfg(feature = "oauth2")]
#[derive(Clone)]
pub struct OAuthError {
    code: OAuthErrorCode,
    description: Option<String>,
    uri: Option<String>,
    call: Option<authing_core::Error>,
}

#[cfg(feature = "oauth2")]
impl OAuthError {
    /// A refusal that the browser brought back in a callback.
    pub(crate) fn of_callback(code: String, description: Option<&str>, uri: Option<&str>) -> Self {
        Self {
            code: OAuthErrorCode::from(without_private(&code)),
            description: description.map(without_private),
            uri: uri.map(|text| printable(text, 500)),
            call: None,
        }
    }

    fn of_call(error: &authing_core::Error) -> Option<Self> {
        let data = error.data()?;
        let text = |name: &str| data.get(name)?.as_str();
        Some(Self {
            code: OAuthErrorCode::from(text("error")?.to_owned()),
            description: text("error_description").map(|text| printable(text, 500)),
            uri: text("error_uri").map(|text| printable(text, 500)),
            call: Some(error.clone()),
        })
    }

    /// Which refusal it is.
    pub fn code(&self) -> &OAuthErrorCode {
        &self.code
    }

    /// The provider's text for developers. In a callback anybody can have written them: do not
    /// show them to a visitor as if they were yours.
    pub fn description(&self) -> Option<&str> {
        self.description.as_deref()
    }

    /// A page about the error.
    pub fn uri(&self) -> Option<&str> {
        self.uri.as_deref()
    }

    /// The call that was refused, with its operation, HTTP status and request id; `None` when the
    /// refusal came by the browser.
    pub fn call(&self) -> Option<&authing_core::Error> {
        self.call.as_ref()
    }
}

/// A text of a callback, fit to be shown: whoever wrote it may have put anything into it.
#[cfg(feature = "oauth2")]
fn without_private(text: &str) -> String {
    let text = printable(text, 500);
    let error = authing_core::Error::from_server(authing_core::ErrorKind::Api, &text, &[]);
    error.message().to_owned()
}

#[cfg(feature = "oauth2")]
impl fmt::Display for OAuthError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.call {
            Some(call) => write!(f, "{} refused: ", call.operation().unwrap_or("the call"))?,
            None => f.write_str("the provider refused the login: ")?,
        }
        if let Some(status) = self.call.as_ref().and_then(authing_core::Error::status) {
            write!(f, "{status} ")?;
        }
        f.write_str(self.code.as_str())?;
        if let Some(description) = &self.description {
            write!(f, " ({description})")?;
        }
        if let Some(id) = self.call.as_ref().and_then(authing_core::Error::request_id) {
            write!(f, " [request {id}]")?;
        }
        Ok(())
    }
}

#[cfg(feature = "oauth2")]
impl std::error::Error for OAuthError {}

/// Why a callback is not the response to a login that this service started.
#[cfg(feature = "oauth2")]
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CallbackError {
    /// A parameter came twice.
    #[error("the callback holds `{0}` twice")]
    Duplicate(&'static str),
    /// A parameter is missing.
    #[error("the callback lacks `{0}`: it is not a response of the provider's")]
    Missing(&'static str),
    /// There is a parameter that does not belong to the requested response type.
    #[error("the callback holds `{0}`, which was not requested")]
    Unexpected(&'static str),
    /// `state` is not the one of this browser's login: a forged callback, or two logins mixed
    /// up.
    #[error("the callback belongs to another login: start again")]
    StateMismatch,
    /// `iss` names another provider than the one in use (RFC 9207).
    #[error("the callback comes from the provider `{found}`, expected is `{expected}`")]
    IssuerMismatch {
        /// The issuer that the client is for.
        expected: String,
        /// The one that the callback names, cut at 200 characters.
        found: String,
    },
    /// The login took longer than it may.
    #[error("the login was started too long ago: start again")]
    Expired,
    /// There is no such pending login: it was finished before, has expired, or was another
    /// browser's.
    #[error("there is no login to finish: it is finished, expired or another browser's")]
    NotPending,
    /// The pending login was started by a client of another application or provider.
    #[error("the login was started by another client: {found}, and this is {expected}")]
    OtherClient {
        /// This client's application and issuer.
        expected: String,
        /// Those of the client that started it, cut at 400 characters.
        found: String,
    },
}

#[cfg(all(test, feature = "oauth2"))]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_in_a_callback_cannot_write_lines_into_a_log() {
        let error = OAuthError::of_callback("a\nb".to_owned(), Some("x\r\ny"), None);
        assert_eq!(error.to_string(), "the provider refused the login: ab (xy)");
    }
}

#[cfg(feature = "oauth2")]
authing_types::redacted_debug!(OAuthError { code, call });
