//! What verified tokens say.

use std::{collections::BTreeSet, time::SystemTime};

use serde_json::{Map, Value};

use super::raw::RawClaims;
use crate::{jose::error::TokenError, profile::Profile};

/// The claims of a verified id_token (OpenID Connect Core section 2).
///
/// `Debug` shows ids and times only.
#[derive(Clone)]
#[non_exhaustive]
pub struct IdTokenClaims {
    /// The issuer, `https://{identifier}.authing.cn/oidc`.
    pub iss: String,
    /// The user's id. The one claim to know a user by.
    pub sub: String,
    /// The audience; the application's id is among it.
    pub aud: Vec<String>,
    /// When it ends.
    pub exp: SystemTime,
    /// When it was issued.
    pub iat: SystemTime,
    /// The application it was given to.
    pub azp: Option<String>,
    /// What ties it to a login.
    pub nonce: Option<String>,
    /// When the user proved who they are.
    pub auth_time: Option<SystemTime>,
    /// How well the user was authenticated.
    pub acr: Option<String>,
    /// By which means.
    pub amr: Vec<String>,
    /// The session at the provider, which a logout token may name.
    pub sid: Option<String>,
    /// What ties it to an access token.
    pub at_hash: Option<String>,
    /// What ties it to a code.
    pub c_hash: Option<String>,
    /// What it says about the person.
    pub profile: Profile,
    /// All other claims.
    pub extra: Map<String, Value>,
}

/// The claims of a verified access token (RFC 9068 section 2.2).
///
/// `Debug` shows ids, times and scopes only.
#[derive(Clone)]
#[non_exhaustive]
pub struct AccessTokenClaims {
    /// The issuer, `https://{identifier}.authing.cn/oidc`.
    pub iss: String,
    /// The user's id; `None` in a token of a programmatic account (`client_credentials`).
    pub sub: Option<String>,
    /// The audience: the application's id, or the programmatic account's.
    pub aud: Vec<String>,
    /// When it ends.
    pub exp: SystemTime,
    /// When it was issued.
    pub iat: Option<SystemTime>,
    /// Its own id.
    pub jti: Option<String>,
    /// The application it was given to.
    pub azp: Option<String>,
    /// The client it was given to.
    pub client_id: Option<String>,
    /// What it allows.
    pub scopes: BTreeSet<String>,
    /// When the user proved who they are (RFC 9068 section 2.2.1).
    pub auth_time: Option<SystemTime>,
    /// How well the user was authenticated.
    pub acr: Option<String>,
    /// By which means.
    pub amr: Vec<String>,
    /// The key that it is bound to (RFC 7800 section 3.1): only where
    /// [`key_bound_tokens`](crate::jose::VerifierBuilder::key_bound_tokens) are accepted.
    pub cnf: Option<Map<String, Value>>,
    /// What it says about the person.
    pub profile: Profile,
    /// All other claims.
    pub extra: Map<String, Value>,
}

impl AccessTokenClaims {
    /// Whether it allows this: compared literally, since what `order:*` covers is for the API that
    /// defines `order` to say.
    pub fn has_scope(&self, scope: &str) -> bool {
        self.scopes.contains(scope)
    }

    /// The id of the programmatic account (access key) whose token this is; `None` for a user's.
    pub fn account_id(&self) -> Option<&str> {
        match &self.sub {
            Some(_) => None,
            None => self.aud.first().map(String::as_str),
        }
    }
}

/// The claims of a verified user token: what Authing's login calls return.
///
/// `Debug` shows ids and times only.
#[derive(Clone)]
#[non_exhaustive]
pub struct UserTokenClaims {
    /// The user's id.
    pub user_id: String,
    /// The user pool's id.
    pub user_pool_id: Option<String>,
    /// The issuer; `None` in the old form.
    pub iss: Option<String>,
    /// When it ends.
    pub exp: SystemTime,
    /// When it was issued.
    pub iat: SystemTime,
    /// When the user proved who they are.
    pub auth_time: Option<SystemTime>,
    /// How well the user was authenticated.
    pub acr: Option<String>,
    /// By which means.
    pub amr: Vec<String>,
    /// What it says about the person.
    pub profile: Profile,
    /// Authing's own block `data`: ids, phone and email of the user.
    pub data: Map<String, Value>,
    /// All other claims.
    pub extra: Map<String, Value>,
}

/// The claims of a verified logout token (OpenID Connect Back-Channel Logout section 2.4). It
/// names a user, a session, or both.
#[derive(Clone)]
#[non_exhaustive]
pub struct LogoutTokenClaims {
    /// The issuer.
    pub iss: String,
    /// The audience.
    pub aud: Vec<String>,
    /// When it was issued.
    pub iat: SystemTime,
    /// Its own id. Remember it for some minutes in a
    /// [`ReplayStore`](crate::store::ReplayStore) and refuse it when it comes again.
    pub jti: String,
    /// The user whose sessions end.
    pub sub: Option<String>,
    /// The session that ends.
    pub sid: Option<String>,
    /// All other claims.
    pub extra: Map<String, Value>,
}

impl IdTokenClaims {
    pub(in crate::jose) fn from_checked(mut raw: RawClaims) -> Result<Self, TokenError> {
        let (client_id, data) = (raw.client_id.take(), raw.data.take());
        let (pool, jti, cnf) = (raw.userpool_id.take(), raw.jti.take(), raw.cnf.take());
        raw.keep_odd();
        raw.keep("cnf", cnf);
        raw.keep("client_id", client_id);
        raw.keep("data", data);
        raw.keep("userpool_id", pool);
        raw.keep("jti", jti);
        Ok(Self {
            iss: required(raw.iss, "iss")?,
            sub: required(raw.sub, "sub")?,
            aud: required(raw.aud, "aud")?,
            exp: required(raw.exp, "exp")?,
            iat: required(raw.iat, "iat")?,
            azp: raw.azp,
            nonce: raw.nonce,
            auth_time: raw.auth_time,
            acr: raw.acr,
            amr: raw.amr.unwrap_or_default(),
            sid: raw.sid,
            at_hash: raw.at_hash,
            c_hash: raw.c_hash,
            profile: raw.profile,
            extra: raw.extra,
        })
    }
}

impl AccessTokenClaims {
    pub(in crate::jose) fn from_checked(mut raw: RawClaims) -> Result<Self, TokenError> {
        let (sid, data, pool) = (raw.sid.take(), raw.data.take(), raw.userpool_id.take());
        raw.keep_odd();
        raw.keep("sid", sid);
        raw.keep("data", data);
        raw.keep("userpool_id", pool);
        Ok(Self {
            iss: required(raw.iss, "iss")?,
            sub: raw.sub,
            aud: required(raw.aud, "aud")?,
            exp: required(raw.exp, "exp")?,
            iat: raw.iat,
            jti: raw.jti,
            azp: raw.azp,
            client_id: raw.client_id,
            scopes: raw.scope.unwrap_or_default(),
            auth_time: raw.auth_time,
            acr: raw.acr,
            amr: raw.amr.unwrap_or_default(),
            cnf: raw.cnf,
            profile: raw.profile,
            extra: raw.extra,
        })
    }
}

impl UserTokenClaims {
    /// `user_id` is `sub`, or what the old form has in its place.
    pub(in crate::jose) fn from_checked(
        user_id: String,
        mut raw: RawClaims,
    ) -> Result<Self, TokenError> {
        let cnf = raw.cnf.take();
        raw.keep_odd();
        raw.keep("cnf", cnf);
        let data = raw.data.unwrap_or_default();
        let in_data = || data.get("userPoolId").and_then(Value::as_str).map(str::to_owned);
        Ok(Self {
            user_id,
            user_pool_id: raw.userpool_id.or_else(in_data),
            iss: raw.iss,
            exp: required(raw.exp, "exp")?,
            iat: required(raw.iat, "iat")?,
            auth_time: raw.auth_time,
            acr: raw.acr,
            amr: raw.amr.unwrap_or_default(),
            profile: raw.profile,
            data,
            extra: raw.extra,
        })
    }
}

impl LogoutTokenClaims {
    pub(in crate::jose) fn from_checked(mut raw: RawClaims) -> Result<Self, TokenError> {
        raw.keep_odd();
        Ok(Self {
            iss: required(raw.iss, "iss")?,
            aud: required(raw.aud, "aud")?,
            iat: required(raw.iat, "iat")?,
            jti: required(raw.jti, "jti")?,
            sub: raw.sub,
            sid: raw.sid,
            extra: raw.extra,
        })
    }
}

pub(in crate::jose) fn required<T>(claim: Option<T>, name: &'static str) -> Result<T, TokenError> {
    claim.ok_or(TokenError::MissingClaim(name))
}

authing_types::redacted_debug!(IdTokenClaims { iss, sub, aud, exp, iat });

authing_types::redacted_debug!(AccessTokenClaims { iss, sub, aud, exp, scopes });

authing_types::redacted_debug!(UserTokenClaims { user_id, user_pool_id, exp });

authing_types::redacted_debug!(LogoutTokenClaims { iss, sub, sid, iat });
