//! The rules for claims of a token whose signature is right.

use std::time::{Duration, SystemTime};

use authing_types::Secret;
use aws_lc_rs::{
    constant_time::verify_slices_are_equal,
    digest::{self, SHA256, SHA512},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

use super::{
    Algorithm,
    claims::{RawClaims, required},
    error::{TokenError, TokenKind},
};
use crate::text::printable;

/// The event that makes a token a logout token.
const LOGOUT_EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";

/// How long a logout token is accepted. It is sent immediately, and its own end is optional.
const LOGOUT_AGE: Duration = Duration::from_secs(5 * 60);

/// What an id_token is compared with, beyond what every id_token must be.
///
/// A token that carries a nonce is accepted without [`nonce`](Self::nonce), because tokens of a
/// refresh or a password grant carry that of an earlier login or none. After a login through
/// the browser always give it: it is what keeps a stolen token from being injected.
///
/// ```
/// use std::time::Duration;
/// use authing_protocols::jose::IdTokenChecks;
///
/// let checks = IdTokenChecks::new().nonce("n-0S6_WzA2Mj").max_age(Duration::from_secs(3600));
/// # let _ = checks;
/// ```
#[derive(Clone, Default)]
#[must_use = "checks do nothing until a token is verified with them"]
pub struct IdTokenChecks {
    nonce: Option<Secret>,
    max_age: Option<Duration>,
    access_token: Option<Secret>,
    at_hash_required: bool,
    code: Option<Secret>,
    c_hash_required: bool,
}

impl IdTokenChecks {
    /// No comparison: only what every id_token must be.
    pub fn new() -> Self {
        Self::default()
    }

    /// The nonce that was sent with the login; the token must carry it.
    pub fn nonce(mut self, nonce: impl Into<Secret>) -> Self {
        self.nonce = Some(nonce.into());
        self
    }

    /// How long ago the user may have logged in, in whole seconds; the token must say when
    /// (`auth_time`).
    pub fn max_age(mut self, max_age: Duration) -> Self {
        self.max_age = Some(max_age);
        self
    }

    /// The access token that came with it; if the token carries `at_hash` it must be that of this
    /// one.
    pub fn access_token(mut self, token: impl Into<Secret>) -> Self {
        self.access_token = Some(token.into());
        self
    }

    /// Whether `at_hash` must be there: yes for tokens that came through the browser together.
    /// Default: no.
    pub fn require_at_hash(mut self, required: bool) -> Self {
        self.at_hash_required = required;
        self
    }

    /// The code that came with it; if the token carries `c_hash` it must be that of this one.
    pub fn code(mut self, code: impl Into<Secret>) -> Self {
        self.code = Some(code.into());
        self
    }

    /// Whether `c_hash` must be there: yes for a token that came through the browser with a code.
    /// Default: no.
    pub fn require_c_hash(mut self, required: bool) -> Self {
        self.c_hash_required = required;
        self
    }
}

/// What a token is compared with.
pub(super) struct Expected<'v> {
    pub(super) app_id: &'v str,
    /// The audience that access tokens must name.
    pub(super) audience: &'v str,
    pub(super) issuer: &'v str,
    pub(super) now: SystemTime,
    pub(super) leeway: Duration,
}

impl Expected<'_> {
    /// OpenID Connect Core sections 3.1.3.7 and 3.3.2.11.
    pub(super) fn id_token(
        &self,
        raw: &RawClaims,
        algorithm: Algorithm,
        checks: &IdTokenChecks,
    ) -> Result<(), TokenError> {
        not_another_kind(raw, TokenKind::IdToken)?;
        self.issuer(raw)?;
        self.application(raw)?;
        subject(raw)?;
        self.times(raw)?;
        if let Some(nonce) = &checks.nonce {
            let found = raw.nonce.as_deref().unwrap_or_default();
            if nonce.is_empty() || !same(found.as_bytes(), nonce.expose().as_bytes()) {
                return Err(TokenError::Nonce);
            }
        }
        if let Some(limit) = checks.max_age {
            let at = required(raw.auth_time, "auth_time")?;
            let by = self.now.duration_since(at).unwrap_or_default();
            if by > limit.saturating_add(self.leeway) {
                return Err(TokenError::LoginTooOld { by, limit });
            }
        }
        half_hash(&raw.at_hash, &checks.access_token, checks.at_hash_required, algorithm)
            .map_err(|Mismatch| TokenError::AccessTokenHash)?;
        half_hash(&raw.c_hash, &checks.code, checks.c_hash_required, algorithm)
            .map_err(|Mismatch| TokenError::CodeHash)
    }

    /// RFC 9068 section 4, and Authing's tokens of programmatic accounts. `own_typ` says that the
    /// header calls it an access token.
    pub(super) fn access_token(&self, raw: &RawClaims, own_typ: bool) -> Result<(), TokenError> {
        let expected = TokenKind::AccessToken;
        let refuse = |reason| Err(TokenError::Kind { expected, reason });
        if raw.nonce.is_some() || raw.at_hash.is_some() || raw.c_hash.is_some() {
            return refuse("it ties itself to a login, as an id_token does");
        }
        if raw.events.is_some() {
            return refuse("it announces an event");
        }
        if !own_typ && raw.scope.is_none() {
            return refuse("it has no `scope`, as an id_token or user token");
        }
        self.issuer(raw)?;
        let audience = required(raw.aud.as_ref(), "aud")?;
        // A programmatic account is the audience of its own token; `azp` says whose account it is.
        let machine = raw.sub.is_none() && raw.azp.as_deref() == Some(self.app_id);
        if !machine && !audience.iter().any(|one| one == self.audience) {
            return Err(TokenError::Audience { expected: self.audience.to_owned() });
        }
        if !machine {
            subject(raw)?;
        }
        self.times(raw)
    }

    /// A token of a login: an id_token, with or without Authing's block `data`.
    pub(super) fn user_token(&self, raw: &RawClaims) -> Result<String, TokenError> {
        not_another_kind(raw, TokenKind::UserToken)?;
        self.issuer(raw)?;
        self.application(raw)?;
        self.times(raw)?;
        required(raw.iat, "iat")?;
        subject(raw).map(str::to_owned)
    }

    /// The old form: everything is in `data`, and the signature by the application's secret says
    /// whose it is. Tokens of a half-finished second factor look alike and must not pass.
    pub(super) fn legacy_user_token(&self, raw: &RawClaims) -> Result<String, TokenError> {
        let data = required(raw.data.as_ref(), "data")?;
        let text = |name| data.get(name).and_then(serde_json::Value::as_str);
        if data.contains_key("stage") || text("type") != Some("user") {
            let reason = "its login is not finished, or it is not a user's";
            return Err(TokenError::Kind { expected: TokenKind::UserToken, reason });
        }
        if text("appId") != Some(self.app_id) {
            return Err(TokenError::Audience { expected: self.app_id.to_owned() });
        }
        not_another_kind(raw, TokenKind::UserToken)?;
        self.times(raw)?;
        required(raw.iat, "iat")?;
        let id = text("id").or_else(|| text("userId")).filter(|id| !id.is_empty());
        required(id, "data.id").map(str::to_owned)
    }

    /// OpenID Connect Back-Channel Logout section 2.6.
    pub(super) fn logout_token(&self, raw: &RawClaims) -> Result<(), TokenError> {
        let expected = TokenKind::LogoutToken;
        let event = raw.events.as_ref().and_then(|events| events.get(LOGOUT_EVENT));
        if !event.is_some_and(serde_json::Value::is_object) {
            let reason = "it does not announce the end of a session";
            return Err(TokenError::Kind { expected, reason });
        }
        if raw.nonce.is_some() {
            return Err(TokenError::Kind { expected, reason: "it has a nonce, as an id_token" });
        }
        self.issuer(raw)?;
        self.application(raw)?;
        let empty = |claim: &Option<String>| claim.as_ref().is_none_or(String::is_empty);
        if empty(&raw.jti) {
            return Err(TokenError::MissingClaim("jti"));
        }
        if empty(&raw.sub) && empty(&raw.sid) {
            return Err(TokenError::MissingClaim("sub` or `sid"));
        }
        let iat = required(raw.iat, "iat")?;
        self.period(raw)?;
        let by = self.now.duration_since(iat).unwrap_or_default();
        if by > LOGOUT_AGE + self.leeway {
            return Err(TokenError::LogoutTooOld { by });
        }
        Ok(())
    }

    fn issuer(&self, raw: &RawClaims) -> Result<(), TokenError> {
        let found = required(raw.iss.as_ref(), "iss")?;
        if found != self.issuer {
            let expected = self.issuer.to_owned();
            return Err(TokenError::Issuer { expected, found: printable(found, 200) });
        }
        Ok(())
    }

    /// For this application, and given to no other.
    fn application(&self, raw: &RawClaims) -> Result<(), TokenError> {
        let audience = required(raw.aud.as_ref(), "aud")?;
        if !audience.iter().any(|one| one == self.app_id) {
            return Err(TokenError::Audience { expected: self.app_id.to_owned() });
        }
        match &raw.azp {
            Some(azp) if azp == self.app_id => Ok(()),
            None if audience.len() == 1 => Ok(()),
            _ => Err(TokenError::AuthorizedParty { expected: self.app_id.to_owned() }),
        }
    }

    fn times(&self, raw: &RawClaims) -> Result<(), TokenError> {
        required(raw.exp, "exp")?;
        self.period(raw)
    }

    fn period(&self, raw: &RawClaims) -> Result<(), TokenError> {
        if let Some(at) = raw.exp
            && self.now >= at + self.leeway
        {
            let by = self.now.duration_since(at).unwrap_or_default();
            return Err(TokenError::Expired { at, by });
        }
        let latest = self.now + self.leeway;
        if let Some(at) = raw.nbf
            && at > latest
        {
            return Err(TokenError::NotYetValid { at });
        }
        for (claim, at) in [("iat", raw.iat), ("auth_time", raw.auth_time)] {
            if let Some(at) = at
                && at > latest
            {
                return Err(TokenError::InFuture { claim, at });
            }
        }
        Ok(())
    }
}

/// Neither an access token nor a logout token, which are signed with the same key for the same
/// application.
fn not_another_kind(raw: &RawClaims, expected: TokenKind) -> Result<(), TokenError> {
    if raw.scope.is_some() {
        let reason = "it has a `scope`, as an access token";
        return Err(TokenError::Kind { expected, reason });
    }
    if raw.events.is_some() {
        return Err(TokenError::Kind { expected, reason: "it announces an event" });
    }
    Ok(())
}

fn subject(raw: &RawClaims) -> Result<&str, TokenError> {
    required(raw.sub.as_deref().filter(|sub| !sub.is_empty()), "sub")
}

struct Mismatch;

/// `at_hash` and `c_hash`: the left half of the hash that the algorithm uses. SHA-512 for Ed25519.
fn half_hash(
    claim: &Option<String>,
    hashed: &Option<Secret>,
    required: bool,
    algorithm: Algorithm,
) -> Result<(), Mismatch> {
    let (Some(claim), Some(hashed)) = (claim, hashed) else {
        return if required { Err(Mismatch) } else { Ok(()) };
    };
    let function = if algorithm == Algorithm::EdDsa { &SHA512 } else { &SHA256 };
    let hash = digest::digest(function, hashed.expose().as_bytes());
    let half = hash.as_ref().get(..hash.as_ref().len() / 2).unwrap_or_default();
    let found = URL_SAFE_NO_PAD.decode(claim).map_err(|_| Mismatch)?;
    if same(&found, half) { Ok(()) } else { Err(Mismatch) }
}

fn same(left: &[u8], right: &[u8]) -> bool {
    verify_slices_are_equal(left, right).is_ok()
}

authing_types::redacted_debug!(IdTokenChecks { max_age, at_hash_required, c_hash_required });
