//! Who sent a request, as far as a verified token says it.

use std::{fmt, sync::Arc, time::SystemTime};

use authing_protocols::{
    Error, Secret,
    jose::{
        AccessTokenClaims, IdTokenChecks, IdTokenClaims, Profile, TokenError, UserTokenClaims,
        Verifier,
    },
};

use http::HeaderValue;
use serde_json::{Map, Value};

use crate::{
    reply::Reply,
    session::record::{Found, Session, SessionClaims},
};

/// A kind of token that a guard accepts.
///
/// Access tokens are made for APIs and say what they may be used for. The others say who logged in,
/// to the application that they were issued to: accept them in that application only, as in its
/// own session cookie.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Accept {
    /// Access tokens of users, from `/oidc/token`.
    AccessToken,
    /// Access tokens of programmatic accounts (`client_credentials`), which belong to no user.
    ProgramToken,
    /// id_tokens. They are valid until they expire, even after a logout.
    IdToken,
    /// What Authing's login calls return (`User.token`). They have the form of id_tokens, so an
    /// id_token of the application passes as one.
    UserToken,
}

/// Where in a request a token was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TokenSource {
    /// `Authorization: Bearer …`.
    Header,
    /// The cookie of the guard.
    Cookie,
    /// The query parameter of the guard.
    Query,
    /// The session that the browser's cookie stands for.
    Session,
}

/// What an accepted token says, or a session.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Claims {
    /// An access token's, of a user or a programmatic account.
    Access(AccessTokenClaims),
    /// An id_token's.
    Id(IdTokenClaims),
    /// A user token's.
    User(UserTokenClaims),
    /// A session's: what was said when it began.
    Session(Arc<SessionClaims>),
}

/// An accepted token: a user's, or a programmatic account's where the guard accepts those.
///
/// A clone is cheap. `Debug` shows ids and times only.
///
/// ```
/// use authing_web::Verified;
///
/// fn orders(verified: &Verified) -> String {
///     match (verified.user_id(), verified.account_id()) {
///         (Some(user), _) => format!("orders of {user}"),
///         (None, account) => format!("all orders, for the program {account:?}"),
///     }
/// }
/// # let _ = orders;
/// ```
#[derive(Clone)]
pub struct Verified(Arc<Inner>);

struct Inner {
    claims: Claims,
    token: Secret,
    source: TokenSource,
    reply: Reply,
    session: Option<Found>,
}

impl Verified {
    pub(crate) fn new(claims: Claims, token: Secret, source: TokenSource, reply: Reply) -> Self {
        Self(Arc::new(Inner { claims, token, source, reply, session: None }))
    }

    /// Who a browser's session belongs to.
    pub(crate) fn of_session(found: Found, reply: Reply) -> Self {
        let claims = Claims::Session(Arc::clone(found.session.shared_claims()));
        let token = found.session.access_token().cloned().unwrap_or_default();
        let source = TokenSource::Session;
        Self(Arc::new(Inner { claims, token, source, reply, session: Some(found) }))
    }

    /// The browser's session; `None` where the request was sent with a token.
    pub fn session(&self) -> Option<&Session> {
        self.0.session.as_ref().map(|found| &found.session)
    }

    /// The cookies that go with the response.
    pub(crate) fn cookies(&self) -> &[HeaderValue] {
        self.0.session.as_ref().map(|found| found.cookies.lines()).unwrap_or_default()
    }

    /// What the request says about the response.
    pub(crate) fn reply(&self) -> &Reply {
        &self.0.reply
    }

    /// The claims that have no field of their own.
    pub(crate) fn extra(&self) -> &Map<String, Value> {
        match &self.0.claims {
            Claims::Access(claims) => &claims.extra,
            Claims::Id(claims) => &claims.extra,
            Claims::User(claims) => &claims.extra,
            Claims::Session(claims) => &claims.extra,
        }
    }

    /// The user's id; `None` for a programmatic account.
    pub fn user_id(&self) -> Option<&str> {
        match &self.0.claims {
            Claims::Access(claims) => claims.sub.as_deref(),
            Claims::Id(claims) => Some(&claims.sub),
            Claims::User(claims) => Some(&claims.user_id),
            Claims::Session(claims) => Some(&claims.user_id),
        }
    }

    /// The programmatic account's id; `None` for a user.
    pub fn account_id(&self) -> Option<&str> {
        match &self.0.claims {
            Claims::Access(claims) => claims.account_id(),
            Claims::Id(_) | Claims::User(_) | Claims::Session(_) => None,
        }
    }

    /// Everything the token says.
    pub fn claims(&self) -> &Claims {
        &self.0.claims
    }

    /// What the token says about the person.
    pub fn profile(&self) -> &Profile {
        match &self.0.claims {
            Claims::Access(claims) => &claims.profile,
            Claims::Id(claims) => &claims.profile,
            Claims::User(claims) => &claims.profile,
            Claims::Session(claims) => &claims.profile,
        }
    }

    /// Whether it is an access token with this scope, or a session with such a token, compared literally.
    pub fn has_scope(&self, scope: &str) -> bool {
        match &self.0.claims {
            Claims::Access(claims) => claims.has_scope(scope),
            Claims::Session(claims) => claims.scopes.contains(scope),
            Claims::Id(_) | Claims::User(_) => false,
        }
    }

    /// When the token ends, or the session at the latest.
    pub fn expires_at(&self) -> SystemTime {
        match &self.0.claims {
            Claims::Access(claims) => claims.exp,
            Claims::Id(claims) => claims.exp,
            Claims::User(claims) => claims.exp,
            Claims::Session(claims) => claims.ends_at,
        }
    }

    /// Where in the request the token was.
    pub fn source(&self) -> TokenSource {
        self.0.source
    }

    /// The token itself, for further requests in the user's name. A session's is its access token; empty
    /// where it has none, as after a login by SAML or CAS.
    pub fn token(&self) -> &Secret {
        &self.0.token
    }
}

/// The user who sent the request.
///
/// A clone is cheap. `Debug` shows ids and times only.
///
/// ```
/// use authing_web::CurrentUser;
///
/// fn greeting(user: &CurrentUser) -> String {
///     let name = user.verified().profile().nickname.as_deref();
///     format!("hello {}, your id is {}", name.unwrap_or("stranger"), user.id())
/// }
/// # let _ = greeting;
/// ```
#[derive(Clone)]
pub struct CurrentUser {
    id: Arc<str>,
    verified: Verified,
}

impl CurrentUser {
    /// `None` for a programmatic account's token.
    pub(crate) fn of(verified: &Verified) -> Option<Self> {
        let id = verified.user_id()?.into();
        Some(Self { id, verified: verified.clone() })
    }

    /// The user's id.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The user's token, and what it says.
    pub fn verified(&self) -> &Verified {
        &self.verified
    }
}

impl AsRef<Verified> for Verified {
    fn as_ref(&self) -> &Verified {
        self
    }
}

impl AsRef<Verified> for CurrentUser {
    fn as_ref(&self) -> &Verified {
        &self.verified
    }
}

/// Verifies a token as one of the accepted kinds.
///
/// The kinds exclude one another, so their order does not matter; only an id_token can be a user
/// token too.
pub(crate) async fn verify(
    verifier: &Verifier,
    accepted: &[Accept],
    token: &str,
) -> Result<Claims, Error> {
    let mut refused: Option<TokenError> = None;
    let accepts = |kind| accepted.contains(&kind);
    if accepts(Accept::AccessToken) || accepts(Accept::ProgramToken) {
        match verifier.verify_access_token(token).await {
            Ok(claims) => {
                let kind =
                    if claims.sub.is_some() { Accept::AccessToken } else { Accept::ProgramToken };
                if accepts(kind) {
                    return Ok(Claims::Access(claims));
                }
                return Err(not_accepted(kind).into());
            }
            Err(error) => refused = Some(more_telling(refused, error)?),
        }
    }
    if accepts(Accept::IdToken) {
        match verifier.verify_id_token(token, &IdTokenChecks::new().bearer(true)).await {
            Ok(claims) => return Ok(Claims::Id(claims)),
            Err(error) => refused = Some(more_telling(refused, error)?),
        }
    }
    if accepts(Accept::UserToken) {
        match verifier.verify_user_token(token).await {
            Ok(claims) => return Ok(Claims::User(claims)),
            Err(error) => refused = Some(more_telling(refused, error)?),
        }
    }
    Err(refused.unwrap_or(TokenError::NotAToken).into())
}

fn not_accepted(kind: Accept) -> TokenError {
    use authing_protocols::jose::TokenKind;
    let reason = match kind {
        Accept::ProgramToken => "it is a programmatic account's, and those are not accepted here",
        _ => "it is a user's, and those are not accepted here",
    };
    TokenError::Kind { expected: TokenKind::AccessToken, reason: reason.into() }
}

/// Of two reasons the one that tells more: every token is of another kind than all accepted kinds
/// but one. What is not about the token ends the search.
fn more_telling(before: Option<TokenError>, error: Error) -> Result<TokenError, Error> {
    let Error::Token(error) = error else { return Err(error) };
    Ok(match before {
        Some(before) if !is_general(&before) => before,
        _ => error,
    })
}

/// Whether this is said of every token of another kind.
fn is_general(error: &TokenError) -> bool {
    matches!(
        error,
        TokenError::Kind { .. }
            | TokenError::AlgorithmNotAllowed { .. }
            | TokenError::SecretNeeded { .. }
    )
}

impl fmt::Debug for Verified {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verified")
            .field("claims", &self.0.claims)
            .field("source", &self.0.source)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for CurrentUser {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CurrentUser")
            .field("id", &self.id)
            .field("verified", &self.verified)
            .finish_non_exhaustive()
    }
}
