//! Why a request is rejected.

use std::{error::Error as StdError, fmt, time::Duration};

use authing_protocols::{Error, jose::TokenError};
use http::{HeaderValue, StatusCode};

use crate::{
    permission::Unavailable,
    problem::{Problem, ProblemKind},
    role::HasRole,
    session::error::SessionError,
};

/// Why a request is rejected. The response says less than this.
///
/// Nothing here shows a token or what it says about a person. What the response is to each is told by
/// [`Problem`].
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
    /// The server, which was asked, does not confirm the token: 401.
    #[error("the server says that the token is revoked, expired or not one of its own")]
    NotConfirmed,
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
    /// The user lacks this role: 403.
    #[error("the user lacks the role {}", RoleName(.0))]
    MissingRole(HasRole),
    /// The login is not one for this tenant: 403.
    #[error("the user is not logged in for the tenant `{0}`, nor known to be a member")]
    NotInTenant(String),
    /// The user is not in this organisation: 403.
    #[error("the user is not in the organisation `{0}`")]
    NotInOrg(String),
    /// The user must log in once more, or with a second factor: 401 (RFC 9470).
    #[error("the login does not do: {}", .0.cause)]
    StepUp(StepUp),
    /// The keys to verify the token with could not be fetched: 503.
    #[error("the keys to verify the token with cannot be fetched")]
    KeysUnavailable(#[source] Error),
    /// The server, which is to confirm the token, could not be asked: 503.
    #[error("the server cannot be asked about the token")]
    ConfirmationUnavailable(#[source] Unavailable),
    /// It could not be found out whether the user has the permission: 503.
    #[error("permissions cannot be checked")]
    PermissionsUnavailable(#[source] Unavailable),
    /// It could not be found out whose session it is, or its tokens could not be renewed: 503.
    #[error("the session cannot be used")]
    Session(#[source] SessionError),
    /// The form does not have a token of the session: 403.
    #[error("the form has no token of the session")]
    FormOutdated,
    /// The request is let in by a token, and the handler needs a browser's session: 401.
    #[error("the request has no session")]
    NoSession,
    /// A permission, role, tenant or organisation without a name is required: 500.
    #[error("the route requires a {0} that is not named")]
    EmptyRequirement(&'static str),
    /// Nobody who could be asked knows what is required: 500.
    #[error("the route requires something about {0}, and the guard has nobody to ask")]
    NoSource(&'static str),
    /// The route has an extractor and no layer: 500.
    #[error("the route has no layer of a guard")]
    NoLayer,
}

/// What a user must do to be let in: log in once more, or with a second factor.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct StepUp {
    /// How old the login may be.
    pub max_age: Option<Duration>,
    /// The authentication contexts that are asked for.
    pub acr_values: Vec<String>,
    /// What is wrong with the login.
    pub cause: StepUpCause,
}

/// Why a login does not do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum StepUpCause {
    /// It was too long ago.
    #[error("it was too long ago")]
    TooOld,
    /// The token does not say when it was.
    #[error("the token does not say when it was (`auth_time`)")]
    UnknownAge,
    /// It was with one factor, as far as the token says.
    #[error("the token tells of no second factor (`amr`)")]
    NoSecondFactor,
}

impl AuthError {
    /// The status of the response, unless the visitor is redirected to a login page.
    pub fn status(&self) -> StatusCode {
        Problem::from(self).status()
    }

    /// When to try again, if that may help.
    pub fn retry_after(&self) -> Option<Duration> {
        Problem::from(self).retry_after()
    }

    /// Whether a login helps.
    pub(crate) fn wants_login(&self) -> bool {
        matches!(
            self,
            Self::NoToken
                | Self::NoSession
                | Self::InvalidToken(_)
                | Self::NotConfirmed
                | Self::StepUp(_)
        )
    }

    /// RFC 6750 section 3: an error code only for a request that carries a token, and no
    /// explanation of it.
    pub(crate) fn challenge(&self, realm: &str) -> Option<HeaderValue> {
        let challenge = format!("Bearer realm=\"{realm}\"");
        let challenge = match self {
            Self::NoToken | Self::NoSession => challenge,
            Self::InvalidToken(_) | Self::NotConfirmed => challenge + ", error=\"invalid_token\"",
            Self::AmbiguousToken => challenge + ", error=\"invalid_request\"",
            Self::InsufficientScope(scope) => {
                let scope = quotable(scope);
                format!("{challenge}, error=\"insufficient_scope\", scope=\"{scope}\"")
            }
            Self::StepUp(step_up) => {
                let error = "error=\"insufficient_user_authentication\"";
                let what = "error_description=\"A different authentication level is required\"";
                let mut challenge = format!("{challenge}, {error}, {what}");
                if !step_up.acr_values.is_empty() {
                    challenge += &format!(", acr_values=\"{}\"", step_up.acr_values());
                }
                if let Some(max_age) = step_up.max_age {
                    challenge += &format!(", max_age=\"{}\"", max_age.as_secs());
                }
                challenge
            }
            _ => return None,
        };
        HeaderValue::try_from(challenge).ok()
    }

    /// What the operator of a service may have forgotten, as far as the error tells: said once at a
    /// level that is seen, since a visitor can cause it at will. One bit for each.
    pub(crate) fn setup_bit(&self) -> Option<u32> {
        Some(match self {
            Self::InvalidToken(TokenError::SecretNeeded { .. }) => 1,
            Self::InvalidToken(TokenError::AlgorithmNotAllowed { .. }) => 1 << 1,
            Self::InvalidToken(TokenError::Issuer { .. }) => 1 << 2,
            Self::InvalidToken(TokenError::Audience { .. }) => 1 << 3,
            Self::InvalidToken(TokenError::LegacyForm) => 1 << 4,
            Self::InvalidToken(TokenError::Encrypted | TokenError::NotEncrypted) => 1 << 5,
            Self::InvalidToken(TokenError::Kind { .. }) => 1 << 6,
            Self::InvalidToken(TokenError::NotYetValid { .. } | TokenError::InFuture { .. }) => {
                1 << 7
            }
            Self::StepUp(StepUp { cause: StepUpCause::UnknownAge, .. }) => 1 << 8,
            Self::StepUp(StepUp { cause: StepUpCause::NoSecondFactor, .. }) => 1 << 9,
            _ => return None,
        })
    }

    /// What to set or send, for developers.
    pub(crate) fn hint(&self) -> &'static str {
        match self {
            Self::NoToken => {
                "send `Authorization: Bearer …`; a cookie or a query parameter is read where the guard \
                 is given its name (`cookie`, `query_parameter`)"
            }
            Self::AmbiguousToken => "send one token, in one place",
            Self::InvalidToken(error) => token_hint(error),
            Self::NotConfirmed => "log in again",
            Self::CrossSite => {
                "send the request from a page of this service, or name the page's origin \
                 (`trusted_origin`)"
            }
            Self::Session(error) => error.hint(),
            Self::FormOutdated => {
                "put `Session::csrf_token` into the form, and check what is posted in its place"
            }
            Self::NoSession => "log in with a browser: a token has no session",
            Self::NoUser => "send a user's token, or require `AnyLogin` instead",
            Self::InsufficientScope(_) => {
                "ask for the scope when the token is issued, and see that the application may have it"
            }
            Self::Denied => "allow it with `acl().allow(..)`, by a role or a policy",
            Self::MissingRole(_) => {
                "add the role to the user; a token has it where the scope `roles` was asked for, and \
                 otherwise the guard needs `permissions(..)`"
            }
            Self::NotInTenant(_) => {
                "log in for the tenant, or make the user a member and give the guard `permissions(..)`"
            }
            Self::NotInOrg(_) => "add the user to a node of the organisation",
            Self::StepUp(_) => {
                "log in again as the challenge says; the application's tokens must tell `auth_time` \
                 and `amr`"
            }
            Self::KeysUnavailable(_)
            | Self::ConfirmationUnavailable(_)
            | Self::PermissionsUnavailable(_) => "see that the server can be reached from here",
            Self::EmptyRequirement(_) => "name what the route requires",
            Self::NoSource(_) => {
                "give the guard `permissions(..)`: `authing-management`'s client, or a source of your own"
            }
            Self::NoLayer => "put a layer of a guard around the route: `require_login`, `require`",
        }
    }
}

impl From<SessionError> for AuthError {
    fn from(error: SessionError) -> Self {
        match error {
            SessionError::Doubled => Self::AmbiguousToken,
            error => Self::Session(error),
        }
    }
}

impl From<&AuthError> for Problem {
    fn from(error: &AuthError) -> Self {
        let later = |wait| Self::later(ProblemKind::Unavailable, wait);
        Self::from(match error {
            AuthError::NoToken | AuthError::NoSession => ProblemKind::LoginRequired,
            AuthError::Session(error) => return Self::from(error),
            AuthError::FormOutdated => ProblemKind::FormOutdated,
            AuthError::InvalidToken(_) | AuthError::NotConfirmed => ProblemKind::InvalidToken,
            AuthError::AmbiguousToken => ProblemKind::AmbiguousToken,
            AuthError::CrossSite => ProblemKind::CrossSite,
            AuthError::NoUser => ProblemKind::UserRequired,
            AuthError::InsufficientScope(_) => ProblemKind::InsufficientScope,
            AuthError::Denied
            | AuthError::MissingRole(_)
            | AuthError::NotInTenant(_)
            | AuthError::NotInOrg(_) => ProblemKind::PermissionDenied,
            AuthError::StepUp(_) => ProblemKind::StepUpRequired,
            AuthError::KeysUnavailable(Error::Call(error)) => return later(error.retry_after()),
            AuthError::KeysUnavailable(_) => return later(None),
            AuthError::ConfirmationUnavailable(error)
            | AuthError::PermissionsUnavailable(error) => return later(error.wait()),
            AuthError::EmptyRequirement(_) | AuthError::NoSource(_) | AuthError::NoLayer => {
                ProblemKind::Misconfigured
            }
        })
    }
}

fn token_hint(error: &TokenError) -> &'static str {
    match error {
        TokenError::SecretNeeded { .. } => {
            "give the guard the application's secret: `Guard::for_app(..).secret(..)`; or switch on that \
             the server is asked: `confirm_online(..)`"
        }
        TokenError::AlgorithmNotAllowed { .. } => {
            "compare the application's settings with the verifier's `id_token_algorithms` and \
             `access_token_algorithms`"
        }
        TokenError::Issuer { .. } | TokenError::UnknownKey { .. } => {
            "check the application's host that the guard is given, and its `issuer` if it has one of its \
             own"
        }
        TokenError::Audience { .. } | TokenError::AuthorizedParty { .. } => {
            "check the application's id that the guard is given; an API of its own name sets `audience`"
        }
        TokenError::LegacyForm => {
            "accept the old form with the verifier's `legacy_user_tokens(true)`"
        }
        TokenError::Kind { .. } => {
            "send a token of a kind that the guard accepts, or accept this one (`accept`)"
        }
        TokenError::NotYetValid { .. } | TokenError::InFuture { .. } => "compare the clocks",
        TokenError::Expired { .. } => "log in again or refresh; compare the clocks",
        TokenError::Encrypted | TokenError::NotEncrypted | TokenError::Decryption => {
            "give the verifier the application's `decryption_key`"
        }
        TokenError::KeyBound { .. } => {
            "send a bearer token, or check the proof of the key and say so: `key_bound_tokens(true)`"
        }
        TokenError::Signature => {
            "send the token as it was issued; if it was, compare the secret with the application's"
        }
        _ => "send the token as it was issued",
    }
}

impl StepUp {
    /// With spaces between them.
    pub(crate) fn acr_values(&self) -> String {
        self.acr_values.iter().map(|one| quotable(one)).collect::<Vec<_>>().join(" ")
    }
}

/// RFC 6749 section 3.3: nothing else can stand in a scope, nor in what a challenge quotes.
fn quotable(text: &str) -> String {
    text.chars().filter(|c| matches!(c, '!' | '#'..='[' | ']'..='~')).collect()
}

struct RoleName<'a>(&'a HasRole);

impl fmt::Display for RoleName<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`", self.0.code())?;
        match self.0.namespace() {
            Some(namespace) => write!(f, " of the namespace `{namespace}`"),
            None => Ok(()),
        }
    }
}

/// An error with its causes.
pub(crate) struct Causes<'a>(pub(crate) &'a dyn StdError);

impl fmt::Display for Causes<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)?;
        let mut cause = self.0.source();
        while let Some(error) = cause {
            write!(f, ": {error}")?;
            cause = error.source();
        }
        Ok(())
    }
}
