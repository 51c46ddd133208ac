//! The rules for claims of a token whose signature is right.

use std::time::{Duration, SystemTime};

use authing_types::Secret;
use aws_lc_rs::{
    constant_time::verify_slices_are_equal,
    digest::{self, SHA256, SHA384, SHA512},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

use super::{
    Algorithm,
    claims::{Decisive, RawClaims, required},
    error::{TokenError, TokenKind, printable_audience},
};
use crate::{confirmation, text::shown};

/// The claims that must be in their own form in every token.
pub(super) const ALWAYS: [Decisive; 7] = [
    Decisive::iss,
    Decisive::sub,
    Decisive::aud,
    Decisive::azp,
    Decisive::exp,
    Decisive::nbf,
    Decisive::iat,
];

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
    bearer: bool,
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

    /// Whether the token opens something to whoever presents it: then one that is bound to a key
    /// (`cnf`) is refused, unless
    /// [`key_bound_tokens`](super::VerifierBuilder::key_bound_tokens) are accepted. Default: no.
    pub fn bearer(mut self, bearer: bool) -> Self {
        self.bearer = bearer;
        self
    }
}

/// What a token is compared with.
pub(super) struct Expected<'v> {
    pub(super) app_id: &'v str,
    /// The audience that every access token must name; `None`: the application's id, which the
    /// token of a programmatic account does not name.
    pub(super) audience: Option<&'v str>,
    /// Whether somebody else checks that tokens which are bound to a key come with its proof.
    pub(super) key_bound_tokens: bool,
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
        raw.in_form(&ALWAYS)?;
        not_another_kind(raw, TokenKind::IdToken)?;
        self.issuer(raw)?;
        self.application(raw)?;
        subject(raw)?;
        self.times(raw)?;
        if let Some(nonce) = &checks.nonce {
            raw.in_form(&[Decisive::nonce])?;
            let found = raw.nonce.as_deref().unwrap_or_default();
            if nonce.is_empty() || !same(found.as_bytes(), nonce.expose().as_bytes()) {
                return Err(TokenError::Nonce);
            }
        }
        if let Some(limit) = checks.max_age {
            raw.in_form(&[Decisive::auth_time])?;
            let at = required(raw.auth_time, "auth_time")?;
            let by = self.now.duration_since(at).unwrap_or_default();
            if by > limit.saturating_add(self.leeway) {
                return Err(TokenError::LoginTooOld { by, limit });
            }
        }
        if checks.access_token.is_some() || checks.at_hash_required {
            raw.in_form(&[Decisive::at_hash])?;
        }
        if checks.code.is_some() || checks.c_hash_required {
            raw.in_form(&[Decisive::c_hash])?;
        }
        half_hash(&raw.at_hash, &checks.access_token, checks.at_hash_required, algorithm)
            .map_err(|Mismatch| TokenError::AccessTokenHash)?;
        half_hash(&raw.c_hash, &checks.code, checks.c_hash_required, algorithm)
            .map_err(|Mismatch| TokenError::CodeHash)?;
        if checks.bearer { self.not_bound(raw) } else { Ok(()) }
    }

    /// RFC 9068 section 4, and Authing's tokens of programmatic accounts. `own_typ` says that the
    /// header calls it an access token.
    pub(super) fn access_token(&self, raw: &RawClaims, own_typ: bool) -> Result<(), TokenError> {
        raw.in_form(&ALWAYS)?;
        raw.in_form(&[Decisive::scope])?;
        let refuse = |reason: &'static str| Err(kind(TokenKind::AccessToken, reason));
        let login = [Decisive::nonce, Decisive::at_hash, Decisive::c_hash];
        if login.into_iter().any(|claim| raw.has(claim)) {
            return refuse("it ties itself to a login, as an id_token does");
        }
        if raw.has(Decisive::events) {
            return refuse("it announces an event");
        }
        if !own_typ && raw.scope.is_none() {
            return refuse("it has no `scope`, as an id_token or user token");
        }
        self.issuer(raw)?;
        let audience = required(raw.aud.as_ref(), "aud")?;
        let expected = self.audience.unwrap_or(self.app_id);
        // A programmatic account is the audience of its own token; `azp` says whose account it is.
        // An audience that somebody asked for binds that token too (RFC 9068 section 4).
        let machine = raw.sub.is_none() && raw.azp.as_deref() == Some(self.app_id);
        let exempt = machine && self.audience.is_none();
        if !exempt && !audience.iter().any(|one| one == expected) {
            return Err(other_audience(expected, audience));
        }
        if !machine {
            subject(raw)?;
        }
        self.times(raw)?;
        self.not_bound(raw)
    }

    /// A bearer token: not bound to a key, or somebody else checks the proof.
    fn not_bound(&self, raw: &RawClaims) -> Result<(), TokenError> {
        if self.key_bound_tokens {
            return raw.in_form(&[Decisive::cnf]);
        }
        match &raw.cnf {
            Some(cnf) => Err(TokenError::KeyBound { by: confirmation::methods(cnf) }),
            None if raw.has(Decisive::cnf) => Err(TokenError::KeyBound { by: Vec::new() }),
            None => Ok(()),
        }
    }

    /// A token of a login: an id_token, with or without Authing's block `data`.
    pub(super) fn user_token(&self, raw: &RawClaims) -> Result<String, TokenError> {
        Self::user_token_form(raw)?;
        not_another_kind(raw, TokenKind::UserToken)?;
        self.issuer(raw)?;
        self.application(raw)?;
        self.times(raw)?;
        required(raw.iat, "iat")?;
        self.not_bound(raw)?;
        subject(raw).map(str::to_owned)
    }

    /// What must be in its own form before the two forms of user tokens can be told apart.
    pub(super) fn user_token_form(raw: &RawClaims) -> Result<(), TokenError> {
        raw.in_form(&ALWAYS)?;
        raw.in_form(&[Decisive::data])
    }

    /// The old form: everything is in `data`, and the signature by the application's secret says
    /// whose it is. Tokens of a half-finished second factor look alike and must not pass.
    pub(super) fn legacy_user_token(&self, raw: &RawClaims) -> Result<String, TokenError> {
        let data = required(raw.data.as_ref(), "data")?;
        let text = |name| data.get(name).and_then(serde_json::Value::as_str);
        if data.contains_key("stage") || text("type") != Some("user") {
            let reason = "its login is not finished, or it is not a user's";
            return Err(kind(TokenKind::UserToken, reason));
        }
        if text("appId") != Some(self.app_id) {
            let found: Vec<String> = text("appId").map(str::to_owned).into_iter().collect();
            return Err(other_audience(self.app_id, &found));
        }
        not_another_kind(raw, TokenKind::UserToken)?;
        self.times(raw)?;
        self.not_bound(raw)?;
        required(raw.iat, "iat")?;
        let id = text("id").or_else(|| text("userId")).filter(|id| !id.is_empty());
        let id = required(id, "data.id")?;
        match raw.repaired && id.contains(char::REPLACEMENT_CHARACTER) {
            true => Err(TokenError::ClaimForm("data.id")),
            false => Ok(id.to_owned()),
        }
    }

    /// OpenID Connect Back-Channel Logout section 2.6.
    pub(super) fn logout_token(&self, raw: &RawClaims) -> Result<(), TokenError> {
        raw.in_form(&ALWAYS)?;
        raw.in_form(&[Decisive::jti, Decisive::sid, Decisive::events])?;
        let event = raw.events.as_ref().and_then(|events| events.get(LOGOUT_EVENT));
        if !event.is_some_and(serde_json::Value::is_object) {
            let reason = "it does not announce the end of a session";
            return Err(kind(TokenKind::LogoutToken, reason));
        }
        if raw.has(Decisive::nonce) {
            return Err(kind(TokenKind::LogoutToken, "it has a nonce, as an id_token"));
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
        if by > LOGOUT_AGE.saturating_add(self.leeway) {
            return Err(TokenError::LogoutTooOld { by });
        }
        Ok(())
    }

    pub(super) fn issuer(&self, raw: &RawClaims) -> Result<(), TokenError> {
        let found = required(raw.iss.as_ref(), "iss")?;
        if found != self.issuer {
            let expected = self.issuer.to_owned();
            return Err(TokenError::Issuer { expected, found: shown(found, 200) });
        }
        Ok(())
    }

    /// For this application, and given to no other.
    fn application(&self, raw: &RawClaims) -> Result<(), TokenError> {
        let audience = required(raw.aud.as_ref(), "aud")?;
        if !audience.iter().any(|one| one == self.app_id) {
            return Err(other_audience(self.app_id, audience));
        }
        match &raw.azp {
            Some(azp) if azp == self.app_id => Ok(()),
            None if audience.len() == 1 => Ok(()),
            azp => Err(TokenError::AuthorizedParty {
                expected: self.app_id.to_owned(),
                found: azp.as_deref().map(|azp| shown(azp, 200)),
            }),
        }
    }

    /// Whether this time is over, with the leeway.
    pub(super) fn is_past(&self, at: SystemTime) -> bool {
        at.checked_add(self.leeway).is_some_and(|end| self.now >= end)
    }

    fn times(&self, raw: &RawClaims) -> Result<(), TokenError> {
        required(raw.exp, "exp")?;
        self.period(raw)
    }

    pub(super) fn period(&self, raw: &RawClaims) -> Result<(), TokenError> {
        if let Some(at) = raw.exp
            && self.is_past(at)
        {
            let by = self.now.duration_since(at).unwrap_or_default();
            return Err(TokenError::Expired { at, by });
        }
        // A clock near the end of time has nothing after it.
        let latest = self.now.checked_add(self.leeway);
        let is_later = |at| latest.is_some_and(|latest| at > latest);
        if let Some(at) = raw.nbf
            && is_later(at)
        {
            return Err(TokenError::NotYetValid { at });
        }
        for (claim, at) in [("iat", raw.iat), ("auth_time", raw.auth_time)] {
            if let Some(at) = at
                && is_later(at)
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
    if raw.has(Decisive::scope) {
        return Err(kind(expected, "it has a `scope`, as an access token"));
    }
    if raw.has(Decisive::events) {
        return Err(kind(expected, "it announces an event"));
    }
    Ok(())
}

fn kind(expected: TokenKind, reason: &'static str) -> TokenError {
    TokenError::Kind { expected, reason: reason.into() }
}

pub(super) fn other_audience(expected: &str, found: &[String]) -> TokenError {
    TokenError::Audience { expected: expected.to_owned(), found: printable_audience(found) }
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
    let function = match algorithm {
        Algorithm::Hs256 | Algorithm::Rs256 | Algorithm::Ps256 | Algorithm::Es256 => &SHA256,
        Algorithm::Rs384 | Algorithm::Ps384 | Algorithm::Es384 => &SHA384,
        Algorithm::Rs512 | Algorithm::Ps512 | Algorithm::Es512 | Algorithm::EdDsa => &SHA512,
    };
    let hash = digest::digest(function, hashed.expose().as_bytes());
    let half = hash.as_ref().get(..hash.as_ref().len() / 2).unwrap_or_default();
    let found = URL_SAFE_NO_PAD.decode(claim).map_err(|_| Mismatch)?;
    if same(&found, half) { Ok(()) } else { Err(Mismatch) }
}

fn same(left: &[u8], right: &[u8]) -> bool {
    verify_slices_are_equal(left, right).is_ok()
}

authing_types::redacted_debug!(IdTokenChecks {
    max_age,
    at_hash_required,
    c_hash_required,
    bearer
});
