//! What is kept from the start of a login to its message.

use std::{
    fmt,
    time::{Duration, SystemTime},
};

use authing_core::{Error, random};
use authing_types::Secret;
use serde::{Deserialize, Serialize};

/// The form of the text: another version of this crate must not misread it.
const VERSION: u8 = 1;

/// How long a visitor may take.
const LIFETIME: Duration = Duration::from_secs(600);

/// A login at a provider that was begun: keep it until the visitor comes back, and give it to
/// [`finish_connection`](crate::AuthenticationClient::finish_connection), which consumes it.
///
/// It ties the outcome to this browser, so keep it where only the visitor's own session finds it
/// and the browser cannot change it; [`to_secret`](Self::to_secret) and
/// [`from_secret`](Self::from_secret) turn it into one text and back. Remove it from there when the
/// visitor comes back: a login is finished once, and within ten minutes. `Debug` shows its kind.
#[derive(Clone)]
pub struct PendingConnection(PendingState);

/// Its content: a type of its own, because a public one that can be serialised ends up in a log.
#[derive(Clone, Serialize, Deserialize)]
struct PendingState {
    v: u8,
    kind: ConnectionKind,
    #[serde(serialize_with = "Secret::serialize_exposed")]
    state: Secret,
    app_id: String,
    /// Seconds since 1970.
    created_at: u64,
}

/// Which of the two it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum ConnectionKind {
    Social,
    Enterprise,
}

impl ConnectionKind {
    /// The word in the message's event.
    pub(super) fn event_type(self) -> &'static str {
        match self {
            Self::Social => "socialLogin",
            Self::Enterprise => "enterpriseLogin",
        }
    }
}

impl PendingConnection {
    pub(super) fn begin(
        kind: ConnectionKind,
        app_id: &str,
        now: SystemTime,
    ) -> Result<Self, Error> {
        let since_1970 = now.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        Ok(Self(PendingState {
            v: VERSION,
            kind,
            state: random::text(32)?.into(),
            app_id: app_id.to_owned(),
            created_at: since_1970.as_secs(),
        }))
    }

    /// What must come back with the outcome. An outcome that is relayed to an address of yours
    /// brings it along; a page that listens for the message itself
    /// ([`RelayMethod::WebMessage`](super::RelayMethod::WebMessage)) must send it to you beside the
    /// message.
    pub fn state(&self) -> &Secret {
        &self.0.state
    }

    /// All of it as one text, for a session or an encrypted cookie.
    ///
    /// # Errors
    ///
    /// None that is known: it holds texts and numbers.
    pub fn to_secret(&self) -> Result<Secret, Error> {
        serde_json::to_string(&self.0)
            .map(Secret::from)
            .map_err(|_| Error::input("pending", "cannot be written"))
    }

    /// Reads what [`to_secret`](Self::to_secret) wrote.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) when the text is something else, or another
    /// version's: the visitor must begin again.
    pub fn from_secret(text: impl Into<Secret>) -> Result<Self, Error> {
        serde_json::from_str::<PendingState>(text.into().expose())
            .ok()
            .filter(|state| state.v == VERSION)
            .map(Self)
            // serde's errors may quote the text.
            .ok_or_else(|| Error::input("pending", "is not a pending login: begin again"))
    }

    pub(super) fn kind(&self) -> ConnectionKind {
        self.0.kind
    }

    /// Not too old, of this application, and begun in the browser that brings the outcome.
    pub(super) fn check(
        &self,
        app_id: &str,
        state: Option<&Secret>,
        now: SystemTime,
    ) -> Result<(), Error> {
        let end = SystemTime::UNIX_EPOCH
            .checked_add(Duration::from_secs(self.0.created_at))
            .and_then(|begun| begun.checked_add(LIFETIME));
        if end.is_none_or(|end| now >= end) {
            return Err(Error::input("pending", "is too old: begin again"));
        }
        if self.0.app_id != app_id {
            return Err(Error::input("pending", "was begun with another application"));
        }
        match state {
            Some(state) if same(state, &self.0.state) => Ok(()),
            _ => Err(Error::input("message", "belongs to another login: begin again")),
        }
    }
}

/// In constant time: it does not depend on where they differ.
fn same(left: &Secret, right: &Secret) -> bool {
    let (left, right) = (left.expose().as_bytes(), right.expose().as_bytes());
    let difference =
        left.iter().zip(right).fold(0, |difference, (left, right)| difference | (left ^ right));
    left.len() == right.len() && std::hint::black_box(difference) == 0
}

impl fmt::Debug for PendingConnection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PendingConnection").field("kind", &self.0.kind).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pending() -> PendingConnection {
        let kind = ConnectionKind::Social;
        PendingConnection::begin(kind, "app", SystemTime::UNIX_EPOCH).unwrap()
    }

    fn check(app_id: &str, state: Option<&str>, age: u64) -> Result<(), String> {
        let pending = pending();
        let state = state.map_or_else(|| pending.state().clone(), Secret::from);
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(age);
        pending.check(app_id, Some(&state), now).map_err(|error| error.to_string())
    }

    #[test]
    fn a_pending_log_in_survives_as_text_and_hides_in_debug() {
        let pending = pending();
        let text = pending.to_secret().unwrap();
        let read = PendingConnection::from_secret(&text).unwrap();
        assert_eq!(read.state(), pending.state());
        assert!(!format!("{read:?}").contains(pending.state().expose()));
    }

    #[test]
    fn another_text_or_version_is_refused_without_being_quoted() {
        let other = pending().to_secret().unwrap().expose().replace("\"v\":1", "\"v\":2");
        for text in [other.as_str(), "", "canary", "{\"canary\": 1}"] {
            let error = PendingConnection::from_secret(text).unwrap_err();
            assert!(!format!("{error} {error:?}").contains("canary"));
        }
    }

    #[test]
    fn a_message_is_accepted_only_in_time_here_and_with_its_state() {
        assert_eq!(check("app", None, 599), Ok(()));
        assert!(check("app", None, 600).unwrap_err().contains("too old"));
        assert!(check("other", None, 0).unwrap_err().contains("another application"));
        for state in ["", "x", &"x".repeat(32)] {
            assert!(check("app", Some(state), 0).unwrap_err().contains("another login"));
        }
        let error = pending().check("app", None, SystemTime::UNIX_EPOCH).unwrap_err();
        assert!(error.message().contains("another login"));
    }
}
