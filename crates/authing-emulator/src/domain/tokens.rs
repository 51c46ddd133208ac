//! Issuing, recognising and revoking tokens.

use serde_json::{Value as Json, json};

use crate::base::clock::Timestamp;
use crate::base::error::ApiResult;
use crate::base::{failures, jwt};
use crate::domain::context::Cx;
use crate::domain::signing::{self, ensure_key, internal};
use crate::domain::{cas, claims, oidc, views};
use crate::state::EmulatorState;
use crate::state::applications::Application;
use crate::state::tokens::IssuedToken;
use crate::state::user_pool::UserPool;
use crate::state::users::{DEFAULT_PHOTO, User};

/// How long the token of a forced password reset may be used: ten minutes.
pub(crate) const RESET_TOKEN_SECONDS: i64 = 600;

/// How long the token of a second factor may be used.
pub(crate) const MFA_TOKEN_SECONDS: i64 = 360;

/// A token and its times in Unix seconds.
#[derive(Clone)]
pub(crate) struct Issued {
    pub(crate) token: String,
    pub(crate) iat: i64,
    pub(crate) exp: i64,
}

/// Who a valid token belongs to.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Bearer {
    Administrator { pool_id: String },
    User { pool_id: String, app_id: String, user_id: String, iat: i64, exp: i64 },
}

impl Bearer {
    pub(crate) fn pool_id(&self) -> &str {
        match self {
            Self::Administrator { pool_id } | Self::User { pool_id, .. } => pool_id,
        }
    }
}

/// Why a token is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenProblem {
    Missing,
    /// Not one of ours, or not intact.
    Invalid,
    /// It was valid once: expired, logged out or revoked.
    Expired,
}

/// What a password-reset token allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ResetKind {
    FirstLogin,
    Forced,
}

impl ResetKind {
    fn as_str(self) -> &'static str {
        match self {
            Self::FirstLogin => "first-login-reset",
            Self::Forced => "force-reset",
        }
    }
}

/// Who the request's token belongs to.
pub(crate) fn bearer(cx: &Cx<'_>) -> Result<Bearer, TokenProblem> {
    let token = cx.request.token.as_deref().ok_or(TokenProblem::Missing)?;
    if cx.request.expire_tokens {
        return Err(TokenProblem::Expired);
    }
    identify(&cx.state, token, cx.now)
}

/// Who a token says it is of. Nobody has looked whether that is so.
pub(crate) enum Claimed {
    Administrator,
    User(String),
}

show_variants!(Claimed { Administrator, User });

/// Who a token says it is of.
pub(crate) fn claimed(token: &str) -> Option<Claimed> {
    let claims = jwt::unchecked_claims(token)?;
    if text(&claims, "/data/type") == Some("userpool") {
        return Some(Claimed::Administrator);
    }
    text(&claims, "/sub").map(|id| Claimed::User(id.to_owned()))
}

/// Finds out whose token this is.
pub(crate) fn identify(
    state: &EmulatorState,
    token: &str,
    now: Timestamp,
) -> Result<Bearer, TokenProblem> {
    let claims = jwt::unchecked_claims(token).ok_or(TokenProblem::Invalid)?;
    if text(&claims, "/data/type") == Some("userpool") {
        identify_administrator(state, token, &claims, now)
    } else {
        identify_user(state, token, &claims, now)
    }
}

/// A management token: the pool setting `tokenExpiresAfter`, fifteen days unless changed.
pub(crate) fn issue_management(pool: &UserPool, now: Timestamp) -> ApiResult<Issued> {
    let iat = now.unix_seconds();
    let exp = iat.saturating_add(pool.settings.token_expires_after);
    let claims = json!({
        "data": { "type": "userpool", "id": pool.id, "userPoolId": pool.id },
        "sub": pool.id,
        // Two tokens of the same second must differ, or revoking one would revoke both.
        "jti": crate::base::random::object_id(),
        "iat": iat,
        "exp": exp,
    });
    let token = jwt::sign_hs256(&claims, &pool.jwt_secret).map_err(internal)?;
    Ok(Issued { token, iat, exp })
}

/// A user token of the request's application; `login` says whether it opens a session.
pub(crate) fn issue_user(
    cx: &mut Cx<'_>,
    user_id: &str,
    seconds: Option<i64>,
    login: bool,
) -> ApiResult<Issued> {
    let app_id = cx.app()?.id.clone();
    ensure_key(cx, &app_id)?;
    let now = cx.now;
    let issuer = format!("{}/oidc", cx.env.base_url);
    let pool = cx.pool()?;
    let app = pool.app(&app_id).ok_or(failures::APP_NOT_FOUND)?;
    let user = pool.user(user_id).ok_or(failures::USER_NOT_FOUND)?;
    let life = seconds.unwrap_or(app.token_seconds);
    let mut iat = now.unix_seconds();
    let issued = loop {
        let exp = iat.saturating_add(life);
        let claims = user_claims(pool, app, user, &issuer, iat, exp);
        let token = signing::sign(&claims, app, app.algorithm).map_err(internal)?;
        let fingerprint = jwt::fingerprint(&token);
        // The same claims give the same token. A token that was revoked within this second must
        // not come back to life, so a repeated one is dated a second earlier.
        if !pool.tokens.contains(&fingerprint) {
            break Issued { token, iat, exp };
        }
        // Those of many logins within a second have taken the seconds before it.
        let free = pool.tokens.free_end(user_id, &app_id, exp);
        iat = iat.saturating_sub(1).min(free.saturating_sub(life));
    };
    let entry = IssuedToken {
        fingerprint: jwt::fingerprint(&issued.token),
        user_id: user_id.to_owned(),
        app_id,
        expires_at: Timestamp(issued.exp.saturating_mul(1000)),
        revoked: false,
        login,
        grant_id: None,
    };
    let pool = cx.pool_mut()?;
    pool.tokens.add(entry, now);
    if let Some(user) = pool.user_mut(user_id) {
        user.token = Some(issued.token.clone());
        user.expect_tokens_until(Timestamp(issued.exp.saturating_mul(1000)), now);
    }
    Ok(issued)
}

/// Puts one token on the blacklist.
pub(crate) fn revoke(pool: &mut UserPool, token: &str) {
    pool.tokens.revoke(&jwt::fingerprint(token));
}

/// Puts every token of a user on the blacklist, or only those of one application.
pub(crate) fn revoke_all(pool: &mut UserPool, user_id: &str, app_id: Option<&str>) {
    pool.tokens.revoke_user(user_id, app_id);
    oidc::revoke_user(pool, user_id, app_id);
    cas::revoke_user(pool, user_id, app_id);
    if app_id.is_none() {
        pool.sso_sessions.retain(|session| session.user_id != user_id);
        if let Some(user) = pool.user_mut(user_id) {
            user.token = None;
            user.token_expired_at = None;
        }
    }
}

/// The applications the user is logged in to.
pub(crate) fn sessions<'a>(
    pool: &'a UserPool,
    user_id: &str,
    now: Timestamp,
) -> Vec<&'a Application> {
    let live = |app: &&Application| {
        pool.tokens.of_user(user_id).any(|token| {
            token.login && !token.revoked && token.expires_at > now && token.app_id == app.id
        })
    };
    pool.apps.iter().filter(live).collect()
}

/// The token that a login hands out when the password must be reset first.
pub(crate) fn issue_reset(
    pool: &UserPool,
    user_id: &str,
    kind: ResetKind,
    now: Timestamp,
) -> ApiResult<String> {
    let iat = now.unix_seconds();
    let claims = json!({
        "data": { "type": kind.as_str(), "userPoolId": pool.id, "userId": user_id },
        "iat": iat,
        "exp": iat.saturating_add(RESET_TOKEN_SECONDS),
    });
    jwt::sign_hs256(&claims, &pool.jwt_secret).map_err(internal)
}

/// The token that a login hands out when a second factor is wanted.
pub(crate) fn issue_mfa(pool: &UserPool, user_id: &str, now: Timestamp) -> ApiResult<String> {
    let mut iat = now.unix_seconds();
    loop {
        let claims = json!({
            "data": {
                "userPoolId": pool.id,
                "userId": user_id,
                "arn": views::user_arn(&pool.id, user_id),
                "stage": 1,
            },
            "iat": iat,
            "exp": iat.saturating_add(MFA_TOKEN_SECONDS),
        });
        let token = jwt::sign_hs256(&claims, &pool.jwt_secret).map_err(internal)?;
        let fingerprint = jwt::fingerprint(&token);
        // The same claims give the same token, and one that was completed must not come again.
        if pool.mfa_challenges.iter().all(|known| known.fingerprint != fingerprint) {
            return Ok(token);
        }
        iat = iat.saturating_sub(1);
    }
}

/// What the token of a challenge was made for.
pub(crate) struct Challenge {
    pub(crate) pool_id: String,
    pub(crate) user_id: String,
    pub(crate) fingerprint: String,
}

/// Reads the token of a challenge.
pub(crate) fn open_mfa(state: &EmulatorState, token: &str, now: Timestamp) -> Option<Challenge> {
    let claims = jwt::unchecked_claims(token)?;
    let pool = state.pool(text(&claims, "/data/userPoolId")?)?;
    let claims = jwt::open_hs256(token, &pool.jwt_secret)?;
    // The pool signs other tokens too, but none of them has a stage.
    if claims.pointer("/data/stage").is_none() || number(&claims, "/exp") <= now.unix_seconds() {
        return None;
    }
    let user = pool.user(text(&claims, "/data/userId")?)?;
    Some(Challenge {
        pool_id: pool.id.clone(),
        user_id: user.id.clone(),
        fingerprint: jwt::fingerprint(token),
    })
}

/// The user a reset token was made for.
pub(crate) fn open_reset(
    pool: &UserPool,
    token: &str,
    kind: ResetKind,
    now: Timestamp,
) -> ApiResult<String> {
    let claims = jwt::open_hs256(token, &pool.jwt_secret).ok_or(failures::LOGIN_INVALID)?;
    if text(&claims, "/data/type") != Some(kind.as_str()) {
        return Err(failures::LOGIN_INVALID.into());
    }
    if number(&claims, "/exp") <= now.unix_seconds() {
        return Err(failures::LOGIN_EXPIRED.into());
    }
    let user = text(&claims, "/data/userId").ok_or(failures::LOGIN_INVALID)?;
    Ok(user.to_owned())
}

fn identify_administrator(
    state: &EmulatorState,
    token: &str,
    claims: &Json,
    now: Timestamp,
) -> Result<Bearer, TokenProblem> {
    let pool_id = text(claims, "/data/userPoolId").ok_or(TokenProblem::Invalid)?;
    let pool = state.pool(pool_id).ok_or(TokenProblem::Invalid)?;
    let claims = jwt::open_hs256(token, &pool.jwt_secret).ok_or(TokenProblem::Invalid)?;
    if number(&claims, "/exp") <= now.unix_seconds() {
        return Err(TokenProblem::Expired);
    }
    Ok(Bearer::Administrator { pool_id: pool.id.clone() })
}

fn identify_user(
    state: &EmulatorState,
    token: &str,
    claims: &Json,
    now: Timestamp,
) -> Result<Bearer, TokenProblem> {
    let app_id = text(claims, "/aud").ok_or(TokenProblem::Invalid)?;
    let pool = state.pool_of_app(app_id).ok_or(TokenProblem::Invalid)?;
    let app = pool.app(app_id).ok_or(TokenProblem::Invalid)?;
    let claims = signing::open_for_app(token, app).ok_or(TokenProblem::Invalid)?;
    // An access token, which may be signed with the same key: it is for other servers.
    if claims.get("scope").is_some() {
        return Err(TokenProblem::Invalid);
    }
    let user_id = text(&claims, "/sub").ok_or(TokenProblem::Invalid)?;
    let user = pool.user(user_id).ok_or(TokenProblem::Expired)?;
    let revoked = pool.tokens.is_revoked(&jwt::fingerprint(token));
    let exp = number(&claims, "/exp");
    let cut_off = user.token_expired_at.is_some_and(|at| at <= now);
    if revoked || cut_off || user.blocked || !user.is_present() || exp <= now.unix_seconds() {
        return Err(TokenProblem::Expired);
    }
    Ok(Bearer::User {
        pool_id: pool.id.clone(),
        app_id: app.id.clone(),
        user_id: user.id.clone(),
        iat: number(&claims, "/iat"),
        exp,
    })
}

pub(crate) fn user_claims(
    pool: &UserPool,
    app: &Application,
    user: &User,
    issuer: &str,
    iat: i64,
    exp: i64,
) -> Json {
    let attribute = |key: &str| user.attribute(key);
    json!({
        "sub": user.id,
        "birthdate": attribute("birthdate"),
        "family_name": attribute("familyName"),
        "gender": attribute("gender").unwrap_or("U"),
        "given_name": attribute("givenName"),
        "locale": attribute("locale"),
        "middle_name": attribute("middleName"),
        "name": attribute("name"),
        "nickname": attribute("nickname"),
        "picture": attribute("photo").unwrap_or(DEFAULT_PHOTO),
        "preferred_username": attribute("preferredUsername"),
        "profile": attribute("profile"),
        "updated_at": user.updated_at.to_rest(),
        "website": attribute("website"),
        "zoneinfo": attribute("zoneinfo"),
        "address": claims::address(user),
        "phone_number": user.phone,
        "phone_number_verified": user.phone_verified,
        "email": user.email,
        "email_verified": user.email_verified,
        "external_id": attribute("externalId"),
        "unionid": attribute("unionid"),
        "data": {
            "type": "user",
            "userPoolId": pool.id,
            "appId": app.id,
            "id": user.id,
            "userId": user.id,
            "_id": user.id,
            "phone": user.phone,
            "email": user.email,
            "username": user.username,
            "unionid": attribute("unionid"),
            "openid": attribute("openid"),
            "clientId": pool.id,
        },
        "userpool_id": pool.id,
        "aud": app.id,
        "exp": exp,
        "iat": iat,
        "iss": issuer,
    })
}

fn text<'a>(claims: &'a Json, pointer: &str) -> Option<&'a str> {
    claims.pointer(pointer).and_then(Json::as_str)
}

fn number(claims: &Json, pointer: &str) -> i64 {
    claims.pointer(pointer).and_then(Json::as_i64).unwrap_or(0)
}
