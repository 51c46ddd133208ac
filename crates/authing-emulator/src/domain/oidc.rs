//! Issuing, finding and revoking the codes and tokens of the login protocols.

use aws_lc_rs::digest;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value as Json, json};

use crate::base::clock::Timestamp;
use crate::base::error::ApiResult;
use crate::base::{failures, jwt, random};
use crate::domain::claims;
use crate::domain::context::Cx;
use crate::domain::pipeline;
use crate::domain::signing::{self, ensure_key, internal};
use crate::state::EmulatorState;
use crate::state::oidc::{
    AuthorizationCode, AuthorizationRequest, Grant, Protocol, ProtocolToken, Subject, TokenKind,
};
use crate::state::tokens::IssuedToken;
use crate::state::user_pool::UserPool;
use crate::state::users::User;

/// An access token and how long it lives.
pub(crate) struct AccessToken {
    pub(crate) token: String,
    pub(crate) seconds: i64,
}

/// What an id token is bound to.
#[derive(Default)]
pub(crate) struct Bindings<'a> {
    pub(crate) nonce: Option<&'a str>,
    pub(crate) access_token: Option<&'a str>,
    pub(crate) code: Option<&'a str>,
}

/// A new authorization.
pub(crate) fn grant(protocol: Protocol, app_id: &str, subject: Subject, scope: &str) -> Grant {
    Grant {
        id: random::object_id(),
        protocol,
        app_id: app_id.to_owned(),
        subject,
        scope: scope.to_owned(),
    }
}

pub(crate) fn issue_code(
    cx: &mut Cx<'_>,
    grant: &Grant,
    request: &AuthorizationRequest,
) -> ApiResult<String> {
    let code = random::url_safe();
    let life = cx.app()?.protocols.code_seconds;
    let entry = AuthorizationCode {
        fingerprint: jwt::fingerprint(&code),
        grant: grant.clone(),
        redirect_uri: request.redirect_uri.clone(),
        nonce: request.nonce.clone(),
        pkce: request.pkce.clone(),
        expires_at: cx.now.plus_seconds(life),
        used: false,
    };
    let now = cx.now;
    let pool = cx.pool_mut()?;
    forget_expired(pool, now);
    pool.authorization_codes.push(entry);
    Ok(code)
}

/// An access token: a JWT of OpenID Connect, an opaque one of OAuth 2.0.
pub(crate) fn issue_access(
    cx: &mut Cx<'_>,
    grant: &Grant,
    seconds: Option<i64>,
) -> ApiResult<AccessToken> {
    ensure_key(cx, &grant.app_id)?;
    let now = cx.now;
    let seconds = seconds.unwrap_or(cx.app()?.protocols.access_token_seconds);
    let jti = random::url_safe();
    let token = match grant.protocol {
        Protocol::OAuth => random::opaque_token(),
        Protocol::Oidc => {
            let issuer = grant.protocol.issuer(&cx.env.base_url);
            let mut claims = access_claims(grant, &issuer, &jti, now, seconds);
            pipeline::of_access_token(cx, grant.subject.user_id(), &mut claims)?;
            let app = cx.app()?;
            signing::sign(&Json::Object(claims), app, app.protocols.access_token_algorithm)
                .map_err(internal)?
        }
    };
    remember(cx, grant, TokenKind::Access, &token, jti, seconds)?;
    Ok(AccessToken { token, seconds })
}

/// What the access token of a grant says.
pub(crate) fn access_claims(
    grant: &Grant,
    issuer: &str,
    jti: &str,
    now: Timestamp,
    seconds: i64,
) -> Map<String, Json> {
    let mut claims = Map::new();
    let mut add = |name: &str, value: Json| claims.insert(name.to_owned(), value);
    add("jti", json!(jti));
    add("iat", json!(now.unix_seconds()));
    add("exp", json!(now.plus_seconds(seconds).unix_seconds()));
    add("scope", json!(grant.scope));
    add("iss", json!(issuer));
    match &grant.subject {
        Subject::User { id, .. } => {
            add("sub", json!(id));
            add("aud", json!(grant.app_id));
        }
        Subject::Account { id } => {
            add("aud", json!(id));
            add("azp", json!(grant.app_id));
        }
    }
    claims
}

pub(crate) fn issue_refresh(cx: &mut Cx<'_>, grant: &Grant) -> ApiResult<String> {
    let seconds = cx.app()?.protocols.refresh_token_seconds;
    let token = match grant.protocol {
        Protocol::Oidc => random::url_safe(),
        Protocol::OAuth => random::opaque_token(),
    };
    remember(cx, grant, TokenKind::Refresh, &token, random::url_safe(), seconds)?;
    Ok(token)
}

/// An id token with the claims of the grant's scope. It serves as a user token too.
pub(crate) fn issue_id_token(
    cx: &mut Cx<'_>,
    grant: &Grant,
    bindings: &Bindings<'_>,
) -> ApiResult<String> {
    let Subject::User { id, auth_time, how } = &grant.subject else {
        return Err(failures::USER_NOT_FOUND.into());
    };
    ensure_key(cx, &grant.app_id)?;
    let now = cx.now;
    let issuer = grant.protocol.issuer(&cx.env.base_url);
    let app = cx.app()?;
    let expires_at = now.plus_seconds(app.token_seconds);
    let user = cx.user(id)?;
    let mut claims = id_claims(cx.pool()?, user, grant, &issuer, now, app.token_seconds);
    let mut add = |name: &str, value: Json| claims.insert(name.to_owned(), value);
    add("auth_time", json!(auth_time.unix_seconds()));
    if !how.methods.is_empty() {
        add("amr", json!(how.methods));
    }
    if let Some(tenant_id) = &how.tenant_id {
        add("tenant_id", json!(tenant_id));
    }
    if let Some(nonce) = bindings.nonce {
        add("nonce", json!(nonce));
    }
    if let Some(token) = bindings.access_token {
        add("at_hash", json!(half_hash(token)));
    }
    if let Some(code) = bindings.code {
        add("c_hash", json!(half_hash(code)));
    }
    pipeline::of_id_token(cx, id, &mut claims)?;
    let app = cx.app()?;
    let token = signing::sign(&Json::Object(claims), app, app.algorithm).map_err(internal)?;
    let entry = IssuedToken {
        fingerprint: jwt::fingerprint(&token),
        user_id: id.clone(),
        app_id: app.id.clone(),
        expires_at,
        revoked: false,
        login: true,
        grant_id: Some(grant.id.clone()),
    };
    let pool = cx.pool_mut()?;
    pool.tokens.add(entry, now);
    if let Some(user) = pool.user_mut(id) {
        user.expect_tokens_until(expires_at, now);
    }
    Ok(token)
}

/// What the id token of a grant says, whatever it is bound to.
pub(crate) fn id_claims(
    pool: &UserPool,
    user: &User,
    grant: &Grant,
    issuer: &str,
    now: Timestamp,
    seconds: i64,
) -> Map<String, Json> {
    let mut claims = claims::of_user(pool, user, &grant.scope);
    let mut add = |name: &str, value: Json| claims.insert(name.to_owned(), value);
    add("aud", json!(grant.app_id));
    add("iss", json!(issuer));
    add("iat", json!(now.unix_seconds()));
    add("exp", json!(now.plus_seconds(seconds).unix_seconds()));
    claims
}

/// The living token and the pool it is of.
pub(crate) fn find<'a>(
    state: &'a EmulatorState,
    token: &str,
    now: Timestamp,
) -> Option<(&'a UserPool, &'a ProtocolToken)> {
    let fingerprint = jwt::fingerprint(token);
    state.pools.iter().find_map(|pool| {
        let found = pool
            .protocol_tokens
            .iter()
            .find(|known| known.fingerprint == fingerprint && known.expires_at > now)?;
        speaks_for_somebody(pool, &found.grant, now).then_some((pool, found))
    })
}

/// Whether the user or account of a grant may still act.
pub(crate) fn speaks_for_somebody(pool: &UserPool, grant: &Grant, now: Timestamp) -> bool {
    let Some(app) = pool.app(&grant.app_id) else {
        return false;
    };
    match &grant.subject {
        Subject::User { id, .. } => pool.user(id).is_some_and(|user| user.may_log_in(now)),
        Subject::Account { id } => {
            app.protocols.accounts.iter().any(|account| account.id == *id && account.enabled)
        }
    }
}

/// Revokes everything that came of one authorization, id tokens included.
pub(crate) fn revoke_grant(pool: &mut UserPool, grant_id: &str) {
    pool.protocol_tokens.retain(|token| token.grant.id != grant_id);
    pool.tokens.revoke_where(|token| token.grant_id.as_deref() == Some(grant_id));
}

/// Revokes the codes and tokens of a user, or only those of one application.
pub(crate) fn revoke_user(pool: &mut UserPool, user_id: &str, app_id: Option<&str>) {
    let keep = |grant: &Grant| {
        grant.subject.user_id() != Some(user_id) || app_id.is_some_and(|id| id != grant.app_id)
    };
    pool.protocol_tokens.retain(|token| keep(&token.grant));
    pool.authorization_codes.retain(|code| keep(&code.grant));
}

pub(crate) fn remember(
    cx: &mut Cx<'_>,
    grant: &Grant,
    kind: TokenKind,
    token: &str,
    jti: String,
    seconds: i64,
) -> ApiResult<()> {
    let now = cx.now;
    let entry = ProtocolToken {
        fingerprint: jwt::fingerprint(token),
        kind,
        jti,
        grant: grant.clone(),
        issued_at: now,
        expires_at: now.plus_seconds(seconds),
    };
    let pool = cx.pool_mut()?;
    forget_expired(pool, now);
    pool.protocol_tokens.push(entry);
    Ok(())
}

/// A used code stays as long as a token that came of it lives.
fn forget_expired(pool: &mut UserPool, now: Timestamp) {
    pool.protocol_tokens.retain(|token| token.expires_at > now);
    let tokens = &pool.protocol_tokens;
    let guards = |code: &AuthorizationCode| {
        code.used && tokens.iter().any(|token| token.grant.id == code.grant.id)
    };
    pool.authorization_codes.retain(|code| code.expires_at > now || guards(code));
}

/// The left half of the SHA-256 hash, of `at_hash` and `c_hash` (OpenID Connect Core 3.1.3.6).
fn half_hash(value: &str) -> String {
    let hash = digest::digest(&digest::SHA256, value.as_bytes());
    URL_SAFE_NO_PAD.encode(hash.as_ref().get(..16).unwrap_or_default())
}
