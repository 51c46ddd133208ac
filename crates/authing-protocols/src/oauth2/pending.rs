//! What must be remembered from the start of a login to its callback.

use std::{
    fmt,
    time::{Duration, SystemTime},
};

use authing_core::Error as CallError;
use authing_types::Secret;
use aws_lc_rs::constant_time::verify_slices_are_equal;
use serde::{Deserialize, Serialize};

use crate::{
    error::{CallbackError, Error},
    text::{scope_words, shown},
};

/// A started login: keep it until the visitor comes back, and give it to `finish`, which
/// consumes it.
///
/// It holds the secrets that tie the callback to this browser. Keep it where the browser cannot
/// read or change it: in a server-side session, or in a store with `start_with_store`, or in a
/// cookie that your framework encrypts and authenticates. [`to_secret`](Self::to_secret) and
/// [`from_secret`](Self::from_secret) turn it into one text and back.
///
/// A login is finished once: when the visitor comes back, remove it from there before `finish`, but
/// only if the callback [is its own](super::Callback::is_of). Anybody can have a browser call a redirect URI,
/// and a forged callback must not end the login that the visitor has begun. `finish_with_store`
/// does both.
///
/// `Debug` shows nothing of it.
#[derive(Clone)]
pub struct PendingLogin(PendingState);

/// What it holds. Apart from it, because a type that anybody can serialise would end up in a log.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct PendingState {
    /// The form of the text: another version of this crate must not misread it.
    v: u8,
    #[serde(serialize_with = "Secret::serialize_exposed")]
    state: Secret,
    #[serde(default, serialize_with = "Secret::serialize_exposed_option")]
    pub(crate) nonce: Option<Secret>,
    #[serde(default, serialize_with = "Secret::serialize_exposed_option")]
    pub(crate) verifier: Option<Secret>,
    pub(crate) redirect_uri: String,
    issuer: String,
    client_id: String,
    response_type: String,
    scope: String,
    pub(crate) max_age: Option<u64>,
    /// Seconds since 1970.
    created_at: u64,
}

/// The secrets and facts of a login that begins.
pub(crate) struct AuthorizationParams {
    pub(crate) state: Secret,
    pub(crate) nonce: Option<Secret>,
    pub(crate) verifier: Option<Secret>,
    pub(crate) redirect_uri: String,
    pub(crate) response_type: &'static str,
    pub(crate) scope: String,
    pub(crate) max_age: Option<u64>,
}

const VERSION: u8 = 1;

impl PendingLogin {
    /// The whole of it as one text, for a session or an encrypted cookie.
    ///
    /// # Errors
    ///
    /// None that is known: what it holds is text and numbers.
    pub fn to_secret(&self) -> Result<Secret, Error> {
        serde_json::to_string(&self.0)
            .map(Secret::from)
            .map_err(|_| CallError::input("pending", "cannot be written").into())
    }

    /// Reads what [`to_secret`](Self::to_secret) wrote.
    ///
    /// # Errors
    ///
    /// [`Error::Call`] when the text is something else, or another version's: the visitor must
    /// start again.
    pub fn from_secret(text: impl Into<Secret>) -> Result<Self, Error> {
        serde_json::from_str::<PendingState>(text.into().expose())
            .ok()
            .filter(|kept| kept.v == VERSION)
            .map(Self)
            // serde's own texts may quote what they met.
            .ok_or_else(|| {
                CallError::input("pending", "is not a pending login: start again").into()
            })
    }

    pub(crate) fn new(
        params: AuthorizationParams,
        issuer: &str,
        client_id: &str,
        now: SystemTime,
    ) -> Self {
        let since_1970 = now.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        Self(PendingState {
            v: VERSION,
            state: params.state,
            nonce: params.nonce,
            verifier: params.verifier,
            redirect_uri: params.redirect_uri,
            issuer: issuer.to_owned(),
            client_id: client_id.to_owned(),
            response_type: params.response_type.to_owned(),
            scope: params.scope,
            max_age: params.max_age,
            created_at: since_1970.as_secs(),
        })
    }

    pub(crate) fn details(&self) -> &PendingState {
        &self.0
    }

    /// What was requested, which is what was granted where the server does not say (RFC 6749
    /// section 5.1).
    pub(crate) fn scope(&self) -> Vec<String> {
        scope_words(&self.0.scope).map(str::to_owned).collect()
    }

    /// Not too old, and this client's own.
    pub(crate) fn check(
        &self,
        issuer: &str,
        client_id: &str,
        lifetime: Duration,
        now: SystemTime,
    ) -> Result<(), CallbackError> {
        let started = SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(self.0.created_at));
        let started = started.ok_or(CallbackError::Expired)?;
        // A life beyond the end of time does not end.
        if started.checked_add(lifetime).is_some_and(|end| now >= end) {
            return Err(CallbackError::Expired);
        }
        if self.0.issuer != issuer || self.0.client_id != client_id {
            let name = |client_id: &str, issuer: &str| {
                format!("`{}` at `{}`", shown(client_id, 200), shown(issuer, 200))
            };
            return Err(CallbackError::OtherClient {
                expected: name(client_id, issuer),
                found: name(&self.0.client_id, &self.0.issuer),
            });
        }
        Ok(())
    }

    /// Whether a callback's state is this login's, in a time that tells nothing of it.
    pub(crate) fn has_state(&self, state: &Secret) -> bool {
        verify_slices_are_equal(self.0.state.expose().as_bytes(), state.expose().as_bytes()).is_ok()
    }

    /// Whether the response type has this word: `code`, `id_token` or `token`.
    pub(crate) fn asked_for(&self, word: &str) -> bool {
        self.0.response_type.split(' ').any(|asked| asked == word)
    }
}

impl fmt::Debug for PendingLogin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PendingLogin")
            .field("response_type", &self.0.response_type)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pending() -> PendingLogin {
        let params = AuthorizationParams {
            state: "canary-state".into(),
            nonce: Some("canary-nonce".into()),
            verifier: Some("canary-verifier".into()),
            redirect_uri: "https://me/cb".into(),
            response_type: "code id_token",
            scope: "openid".into(),
            max_age: Some(60),
        };
        PendingLogin::new(params, "https://op/oidc", "app", SystemTime::UNIX_EPOCH)
    }

    fn check(pending: &PendingLogin, age: u64) -> Result<(), CallbackError> {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(age);
        pending.check("https://op/oidc", "app", Duration::from_secs(600), now)
    }

    #[test]
    fn a_pending_login_survives_as_text_and_hides_in_debug() {
        let text = pending().to_secret().unwrap();
        let read = PendingLogin::from_secret(&text).unwrap();
        assert_eq!(read.details().verifier.as_ref().unwrap().expose(), "canary-verifier");
        assert_eq!(read.to_secret().unwrap(), text);
        assert!(!format!("{read:?} {text:?}").contains("canary"));
    }

    #[test]
    fn another_text_or_version_is_refused_without_being_quoted() {
        let other = pending().to_secret().unwrap().expose().replace("\"v\":1", "\"v\":2");
        for text in [other.as_str(), "", "canary", "{\"canary\": 1}"] {
            let error = PendingLogin::from_secret(text).unwrap_err();
            assert!(!format!("{error} {error:?}").contains("canary"));
        }
    }

    #[test]
    fn a_pending_login_ends_at_its_time() {
        assert_eq!(check(&pending(), 599), Ok(()));
        assert_eq!(check(&pending(), 600), Err(CallbackError::Expired));
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000);
        assert_eq!(pending().check("https://op/oidc", "app", Duration::MAX, now), Ok(()));
    }

    #[test]
    fn another_client_or_provider_cannot_finish_it() {
        let minute = Duration::from_secs(60);
        for (issuer, client_id) in [("https://other/oidc", "app"), ("https://op/oidc", "other")] {
            let refused = pending().check(issuer, client_id, minute, SystemTime::UNIX_EPOCH);
            let refused = refused.unwrap_err();
            assert!(matches!(refused, CallbackError::OtherClient { .. }), "{refused}");
            for shown in ["`app` at `https://op/oidc`", &format!("`{client_id}` at `{issuer}`")] {
                assert!(refused.to_string().contains(shown), "{refused}");
            }
        }
    }

    #[test]
    fn words_of_the_response_type_are_whole_words() {
        assert!(pending().asked_for("code") && pending().asked_for("id_token"));
        assert!(!pending().asked_for("token"));
    }
}
