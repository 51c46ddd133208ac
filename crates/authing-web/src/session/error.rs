//! What can go wrong with a session.

#[cfg(feature = "saml")]
use authing_protocols::saml::SamlError;
use authing_protocols::{CallbackError, Error, store::StoreError};

use crate::problem::{Problem, ProblemKind};

/// Why a session cannot be begun, found, renewed or ended. The response says less than this.
///
/// Nothing here shows a token or what it says about a person.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SessionError {
    /// The login cannot be finished, or the provider refuses it: 400 or 403, or 503 where the provider
    /// cannot be reached.
    #[error("the login cannot be finished")]
    Login(#[source] Error),
    /// What should be sent along to the provider cannot be: 400.
    #[error("`{0}` of the login's address {1}")]
    Parameter(&'static str, &'static str),
    /// The store of sessions, logins or ended sessions failed: 503.
    #[error("the store of sessions failed")]
    Store(#[source] StoreError),
    /// The access token is over, and the provider could not be asked for a new one: 503.
    #[error(
        "the session's tokens cannot be renewed, and it has gone on without for as long as it may"
    )]
    Renewal(#[source] Error),
    /// The access token is over, and the provider refuses this service, whoever the visitor is: 500; or it
    /// returned what cannot be read: 502.
    #[error("the session's tokens cannot be renewed: the provider does not do it for this service")]
    RenewalRefused(#[source] Error),
    /// The access token is over, and another request or process that renews it takes too long: 503.
    #[error("another request renews the session's tokens, and is not done")]
    Busy,
    /// There are several cookies of one name: 400.
    #[error("the request carries more than one session")]
    Doubled,
    /// The session does not fit into cookies: 500.
    #[error(
        "the session needs {bytes} bytes, and {limit} fit into its cookies: ask for fewer scopes and \
         claims, or keep sessions in a store"
    )]
    TooLarge {
        /// How many it needs.
        bytes: usize,
        /// How many there may be.
        limit: usize,
    },
    /// Another site's page made the request: 403.
    #[error("the page of another site made the request")]
    CrossSite,
    /// A login has just ended, and the page that it was for asks for the same login again: 401, instead of
    /// redirects that do not end.
    #[error("the login did not bring what the page requires, such as a second factor")]
    Unmet,
    /// The form's token is not one of this session: 403.
    #[error("the form's `csrf_token` is not one of this session")]
    Csrf,
    /// The route has another method: 405.
    #[error("the route is for {0}")]
    Method(&'static str),
    /// The body is larger than any that is meant for the route: 413.
    #[error("the body is larger than {limit} bytes")]
    BodyTooLarge {
        /// How many bytes it may have.
        limit: usize,
    },
    /// The body did not come whole: 400.
    #[error("the body did not come whole")]
    Interrupted,
    /// The provider's message is forged or expired: 400.
    #[error("the provider's logout message is refused")]
    LogoutToken(#[source] Error),
    /// The provider's message is not one: 400.
    #[error("the provider's logout message {0}")]
    LogoutMessage(&'static str),
    /// What is asked for needs something that was not set: 500.
    #[error("{0}")]
    Setup(&'static str),
}

impl From<StoreError> for SessionError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<&SessionError> for Problem {
    fn from(error: &SessionError) -> Self {
        let unavailable = |error: &Error| match error {
            Error::Call(error) => Self::later(ProblemKind::Unavailable, error.retry_after()),
            _ => Self::later(ProblemKind::Unavailable, None),
        };
        Self::from(match error {
            SessionError::Login(Error::OAuth(refusal)) if refusal.call().is_none() => {
                match refusal.code().as_str() {
                    "temporarily_unavailable" | "server_error" => {
                        return Self::from(&Error::OAuth(refusal.clone()));
                    }
                    _ => ProblemKind::LoginRefused,
                }
            }
            SessionError::Login(Error::OAuth(refusal))
                if refusal.code().as_str() == "invalid_grant" =>
            {
                ProblemKind::LoginNotFinished
            }
            SessionError::Login(Error::Callback(CallbackError::OtherClient { .. })) => {
                ProblemKind::LoginNotFinished
            }
            SessionError::Login(Error::Callback(_) | Error::Token(_) | Error::OtherUser(_)) => {
                ProblemKind::LoginNotFinished
            }
            #[cfg(feature = "saml")]
            SessionError::Login(Error::Saml(error)) => match error {
                SamlError::Status(_) => ProblemKind::LoginRefused,
                _ => ProblemKind::LoginNotFinished,
            },
            SessionError::Login(error) => return Self::from(error),
            SessionError::Store(_) => return Self::later(ProblemKind::Unavailable, None),
            SessionError::Renewal(error) => return unavailable(error),
            SessionError::RenewalRefused(Error::OAuth(_)) => ProblemKind::Misconfigured,
            SessionError::RenewalRefused(error) => return Self::from(error),
            SessionError::Busy => {
                return Self::later(
                    ProblemKind::Unavailable,
                    Some(std::time::Duration::from_secs(2)),
                );
            }
            SessionError::Parameter(..)
            | SessionError::Interrupted
            | SessionError::LogoutMessage(_) => ProblemKind::InvalidInput,
            SessionError::LogoutToken(Error::Call(_)) => {
                return Self::later(ProblemKind::Unavailable, None);
            }
            SessionError::LogoutToken(_) => ProblemKind::InvalidInput,
            SessionError::Doubled => ProblemKind::AmbiguousToken,
            SessionError::TooLarge { .. } | SessionError::Setup(_) => ProblemKind::Misconfigured,
            SessionError::CrossSite => ProblemKind::CrossSite,
            SessionError::Unmet => ProblemKind::StepUpRequired,
            SessionError::Csrf => ProblemKind::FormOutdated,
            SessionError::Method(_) => ProblemKind::MethodNotAllowed,
            SessionError::BodyTooLarge { .. } => ProblemKind::BodyTooLarge,
        })
    }
}

impl SessionError {
    /// What to set or to do, for developers.
    pub(crate) fn hint(&self) -> &'static str {
        match self {
            Self::Login(Error::Callback(_)) => {
                "begin at the login route, in one browser, and come back within the login's time; \
                 compare the host of the redirect URI with the one that the login began at, since \
                 cookies belong to a host"
            }
            Self::Login(_) | Self::Renewal(_) | Self::RenewalRefused(_) | Self::LogoutToken(_) => {
                "compare the application's id, secret, host and redirect URI with the console, and see \
                 that the server can be reached from here"
            }
            Self::Store(_) => "see that the store can be reached from here",
            Self::Doubled => "remove the cookies of this host",
            Self::CrossSite => {
                "send the form from a page of this service, or name the page's origin \
                 (`trusted_origin`)"
            }
            Self::Unmet => {
                "see that the application's id_tokens tell `amr` and `auth_time`, and say with \
                 `TwoFactorLogin::acr` what the provider is to ask for"
            }
            Self::Csrf => "put `Session::csrf_token` into the form's field `csrf_token`",
            _ => "send the request as the documentation of `SessionRoute` says",
        }
    }
}
