//! Tokens that a test asks for, with what it wants in them.

use std::time::{Duration, SystemTime};

use serde::Deserialize;
use serde_json::{Map, Value as Json};

use crate::base::clock::Timestamp;
use crate::base::error::ApiResult;
use crate::base::{jwt, random};
use crate::domain::context::Cx;
use crate::domain::{oidc as grants, signing, tokens, users};
use crate::state::applications::TokenAlgorithm;
use crate::state::authentication::Authentication;
use crate::state::oidc::{Grant, Protocol, Subject, TokenKind};
use crate::state::tokens::IssuedToken;

/// The scope of tokens that name none.
const SCOPE: &str = "openid profile email phone";

/// What a token is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum MintedKind {
    /// The token of a login call, `User.token`.
    #[default]
    Login,
    /// An id token of OpenID Connect.
    IdToken,
    /// An access token of OpenID Connect.
    AccessToken,
}

/// A token of a user that no login made: a test says what is in it.
///
/// What is not set is as the emulator would write it, and the emulator signs it with its own keys: a
/// service cannot tell it from one of a login. It counts as handed out, so that it can be revoked and
/// asked about, unless the test made it one that the server would never hand out: with another issuer,
/// audience or subject, in the future, or signed by somebody else.
///
/// ```
/// use authing_emulator::{Emulator, MintedKind, NewToken};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let emulator = Emulator::start().await?;
/// let nobody = NewToken::new("5f70").kind(MintedKind::AccessToken).claim("roles", ["admin"]);
/// let error = emulator.mint_token(nobody).unwrap_err();
/// assert!(error.to_string().contains("no user"));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[must_use]
pub struct NewToken {
    #[serde(alias = "user")]
    user_id: String,
    #[serde(default)]
    kind: MintedKind,
    #[serde(alias = "application")]
    app_id: Option<String>,
    scope: Option<String>,
    algorithm: Option<TokenAlgorithm>,
    issued_at_unix_seconds: Option<i64>,
    seconds: Option<i64>,
    #[serde(default)]
    claims: Map<String, Json>,
    #[serde(default)]
    without: Vec<String>,
    signed_by: Option<String>,
}

show_fields!(NewToken { kind, algorithm });

impl NewToken {
    /// The token of a login call, for the user with this id, username, email address or phone number.
    pub fn new(user_id: impl Into<String>) -> Self {
        Self {
            user_id: user_id.into(),
            kind: MintedKind::Login,
            app_id: None,
            scope: None,
            algorithm: None,
            issued_at_unix_seconds: None,
            seconds: None,
            claims: Map::new(),
            without: Vec::new(),
            signed_by: None,
        }
    }

    /// What it is for.
    pub fn kind(mut self, kind: MintedKind) -> Self {
        self.kind = kind;
        self
    }

    /// The application that it is handed out by, by its id or its name. Default: the first one.
    pub fn app_id(mut self, id: impl Into<String>) -> Self {
        self.app_id = Some(id.into());
        self
    }

    /// The scope of an access token, and that which says what is in an id token. Default:
    /// `openid profile email phone`.
    pub fn scope(mut self, scope: impl Into<String>) -> Self {
        self.scope = Some(scope.into());
        self
    }

    /// How it is signed. Default: as the application's settings say.
    pub fn algorithm(mut self, algorithm: TokenAlgorithm) -> Self {
        self.algorithm = Some(algorithm);
        self
    }

    /// When it was made. Default: now.
    pub fn issued_at(mut self, time: SystemTime) -> Self {
        let since = time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        self.issued_at_unix_seconds = Some(i64::try_from(since.as_secs()).unwrap_or(i64::MAX));
        self
    }

    /// How long it lives, in whole seconds. Default: as the application's settings say.
    pub fn lifetime(mut self, lifetime: Duration) -> Self {
        self.seconds = Some(i64::try_from(lifetime.as_secs()).unwrap_or(i64::MAX));
        self
    }

    /// A claim, in place of what would be there.
    pub fn claim(mut self, name: impl Into<String>, value: impl Into<Json>) -> Self {
        self.claims.insert(name.into(), value.into());
        self
    }

    /// Leaves a claim out.
    pub fn without_claim(mut self, name: impl Into<String>) -> Self {
        self.without.push(name.into());
        self
    }

    /// Signs with the secret or key of another application than the one that the token names: a
    /// forged token.
    pub fn signed_by(mut self, app_id: impl Into<String>) -> Self {
        self.signed_by = Some(app_id.into());
        self
    }

    /// Whether the server could have handed it out.
    fn is_genuine(&self, issued_at: Timestamp, now: Timestamp) -> bool {
        let own = ["aud", "exp", "iat", "iss", "scope", "sub"];
        let changes = |name: &str| {
            self.claims.contains_key(name) || self.without.iter().any(|out| out == name)
        };
        self.signed_by.is_none() && issued_at <= now && !own.iter().any(|name| changes(name))
    }
}

/// Why a token cannot be minted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MintError {
    /// The application does not exist.
    #[error("there is no application with this id or name; the first one is `Emulator::app_id`")]
    NoApplication,
    /// The user does not exist in the pool of the application.
    #[error(
        "the application's user pool has no user with this id, username, email address or phone number; \
         create one first"
    )]
    NoUser,
    /// The application's key cannot be made or used.
    #[error("the application's key could not be made or used")]
    Key,
}

/// Makes a token, and notes it if the server could have handed it out.
pub(crate) fn mint(cx: &mut Cx<'_>, new: &NewToken) -> Result<String, MintError> {
    let first = || cx.state.pools.iter().find_map(|pool| pool.apps.first());
    let app_id = match &new.app_id {
        Some(id) => id.clone(),
        None => first().map(|app| app.id.clone()).ok_or(MintError::NoApplication)?,
    };
    // People name an application as they like.
    let named = || {
        let mut apps = cx.state.pools.iter().flat_map(|pool| &pool.apps);
        apps.find(|app| app.name == app_id).map(|app| app.id.clone())
    };
    let app_id = match cx.state.pool_of_app(&app_id) {
        Some(_) => app_id,
        None => named().ok_or(MintError::NoApplication)?,
    };
    cx.enter_app(&app_id).map_err(|_| MintError::NoApplication)?;
    let app = cx.app().map_err(|_| MintError::NoApplication)?;
    let (configured, seconds) = match new.kind {
        MintedKind::AccessToken => {
            (app.protocols.access_token_algorithm, app.protocols.access_token_seconds)
        }
        MintedKind::Login | MintedKind::IdToken => (app.algorithm, app.token_seconds),
    };
    let algorithm = new.algorithm.unwrap_or(configured);
    let seconds = new.seconds.unwrap_or(seconds);
    let issued_at = match new.issued_at_unix_seconds {
        Some(seconds) => Timestamp(seconds.saturating_mul(1000)),
        None => cx.now,
    };

    let pool = cx.pool().map_err(|_| MintError::NoApplication)?;
    let user_id = users::named(pool, &new.user_id).ok_or(MintError::NoUser)?.id.clone();
    let subject =
        Subject::User { id: user_id.clone(), auth_time: issued_at, how: Authentication::default() };
    let scope = new.scope.as_deref().unwrap_or(SCOPE);
    let grant = grants::grant(Protocol::Oidc, &app_id, subject, scope);
    let jti = random::url_safe();
    let mut claims = standard_claims(cx, new, &user_id, &grant, &jti, issued_at, seconds)?;
    claims.extend(new.claims.clone());
    claims.retain(|name, _| !new.without.contains(name));

    let signer = new.signed_by.as_ref().unwrap_or(&app_id);
    let signer = cx.state.pools.iter_mut().find_map(|pool| pool.app_mut(signer));
    let signer = signer.ok_or(MintError::NoApplication)?;
    if algorithm == TokenAlgorithm::Rs256 {
        signing::make_key(signer).map_err(|_| MintError::Key)?;
    }
    let claims = Json::Object(claims);
    let token = signing::sign(&claims, signer, algorithm).map_err(|_| MintError::Key)?;
    if new.is_genuine(issued_at, cx.now) {
        let expires_at = issued_at.plus_seconds(seconds);
        note(cx, &grant, new.kind, &token, jti, expires_at)
            .map_err(|_| MintError::NoApplication)?;
    }
    Ok(token)
}

/// What the server itself would write.
fn standard_claims(
    cx: &Cx<'_>,
    new: &NewToken,
    user_id: &str,
    grant: &Grant,
    jti: &str,
    issued_at: Timestamp,
    seconds: i64,
) -> Result<Map<String, Json>, MintError> {
    let pool = cx.pool().map_err(|_| MintError::NoApplication)?;
    let app = cx.app().map_err(|_| MintError::NoApplication)?;
    let user = pool.user(user_id).ok_or(MintError::NoUser)?;
    let issuer = Protocol::Oidc.issuer(&cx.env.base_url);
    let iat = issued_at.unix_seconds();
    Ok(match new.kind {
        MintedKind::Login => {
            let exp = iat.saturating_add(seconds);
            let claims = tokens::user_claims(pool, app, user, &issuer, iat, exp);
            claims.as_object().cloned().unwrap_or_default()
        }
        MintedKind::IdToken => {
            let mut claims = grants::id_claims(pool, user, grant, &issuer, issued_at, seconds);
            claims.insert("auth_time".to_owned(), Json::from(iat));
            claims
        }
        MintedKind::AccessToken => grants::access_claims(grant, &issuer, jti, issued_at, seconds),
    })
}

/// Remembers a token as one that a login handed out.
fn note(
    cx: &mut Cx<'_>,
    grant: &Grant,
    kind: MintedKind,
    token: &str,
    jti: String,
    expires_at: Timestamp,
) -> ApiResult<()> {
    let now = cx.now;
    let user_id = grant.subject.user_id().unwrap_or_default();
    if kind == MintedKind::AccessToken {
        let left = expires_at.unix_seconds().saturating_sub(now.unix_seconds());
        return grants::remember(cx, grant, TokenKind::Access, token, jti, left);
    }
    let entry = IssuedToken {
        fingerprint: jwt::fingerprint(token),
        user_id: user_id.to_owned(),
        app_id: grant.app_id.clone(),
        expires_at,
        revoked: false,
        login: true,
        grant_id: None,
    };
    let pool = cx.pool_mut()?;
    pool.tokens.add(entry, now);
    if let Some(user) = pool.user_mut(user_id) {
        user.expect_tokens_until(expires_at, now);
    }
    Ok(())
}
