//! A started login.

use std::{
    fmt,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use authing_types::Secret;
use serde::{Deserialize, Serialize};

use super::{
    context::ContextComparison,
    error::{SamlError, SamlMismatch, SamlMoment},
};

/// How long a visitor has for the identity provider's pages unless told otherwise.
pub(super) const LIFETIME: Duration = Duration::from_secs(600);

/// What must be remembered of a request until its response comes. It belongs to one browser: keep
/// it in the browser's session on the server, in an encrypted cookie, or in a
/// [`PendingStore`](crate::store::PendingStore) under a handle that only this browser has, as
/// [`AuthnRequest::redirect_with_store`](super::AuthnRequest::redirect_with_store) does.
///
/// Whoever can finish with another browser's pending login can log that browser in as somebody
/// else, so it only leaves as a [`Secret`].
#[derive(Clone, PartialEq, Eq)]
pub struct PendingAuthn(pub(super) PendingRequest);

/// Not public, so that nobody serialises it into a log or a page by accident.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct PendingRequest {
    pub(super) id: String,
    pub(super) relay_state: Option<String>,
    pub(super) issuer: String,
    pub(super) sp: String,
    pub(super) force_authn: bool,
    pub(super) contexts: Vec<String>,
    pub(super) comparison: ContextComparison,
    /// Seconds since 1970.
    created_at: u64,
    expires_at: u64,
}

impl PendingAuthn {
    pub(super) fn new(id: String, issuer: &str, sp: &str, now: SystemTime, life: Duration) -> Self {
        Self(PendingRequest {
            id,
            relay_state: None,
            issuer: issuer.to_owned(),
            sp: sp.to_owned(),
            force_authn: false,
            contexts: Vec::new(),
            comparison: ContextComparison::Exact,
            created_at: seconds(now),
            expires_at: seconds(now).saturating_add(life.as_secs()),
        })
    }

    /// The id of the request, which the response names in `InResponseTo`.
    pub fn request_id(&self) -> &str {
        &self.0.id
    }

    /// When the request was made.
    pub fn created_at(&self) -> SystemTime {
        // One that somebody else has written may say anything.
        let since = Duration::from_secs(self.0.created_at);
        UNIX_EPOCH.checked_add(since).unwrap_or(UNIX_EPOCH)
    }

    /// Whether it is of these providers and still in time.
    pub(super) fn check(
        &self,
        issuer: &str,
        sp: &str,
        now: SystemTime,
        limit: &'static str,
    ) -> Result<(), SamlError> {
        for (started, here) in [(&self.0.issuer, issuer), (&self.0.sp, sp)] {
            if started != here {
                let mismatch = SamlMismatch::new([started], [here]);
                return Err(SamlError::OtherProvider(mismatch));
            }
        }
        if seconds(now) >= self.0.expires_at {
            let end = UNIX_EPOCH.checked_add(Duration::from_secs(self.0.expires_at));
            return Err(SamlError::Expired(SamlMoment::new(limit, end.unwrap_or(now), now)));
        }
        Ok(())
    }

    /// As text for a session or an encrypted cookie. It is not encrypted.
    pub fn to_secret(&self) -> Secret {
        // A struct of texts and numbers cannot fail to become JSON.
        Secret::new(serde_json::to_string(&self.0).unwrap_or_default())
    }

    /// Reads what [`to_secret`](Self::to_secret) wrote.
    ///
    /// # Errors
    ///
    /// [`SamlError::NotPending`] when the text is something else.
    pub fn from_secret(secret: impl Into<Secret>) -> Result<Self, SamlError> {
        serde_json::from_str(secret.into().expose()).map(Self).map_err(|_| SamlError::NotPending)
    }
}

fn seconds(time: SystemTime) -> u64 {
    time.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

impl fmt::Debug for PendingAuthn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PendingAuthn").field("issuer", &self.0.issuer).finish_non_exhaustive()
    }
}
