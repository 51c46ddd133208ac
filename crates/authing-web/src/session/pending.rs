//! Logins that have begun, as the browser's cookies keep them.

use std::{
    sync::{Mutex, PoisonError},
    time::Duration,
};

use authing_protocols::{
    BoxFuture, Secret,
    store::{PendingStore, StoreError},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};

/// What a browser's cookie keeps of a login that has begun. One who begins in several tabs has a cookie for
/// each.
#[derive(Serialize, Deserialize)]
pub(super) struct LoginCookie {
    /// When, in seconds since 1970.
    pub(super) at: u64,
    /// Under which the login is kept.
    #[serde(serialize_with = "Secret::serialize_exposed")]
    pub(super) handle: Secret,
    /// Where to go then. Read as whatever a browser may send.
    pub(super) return_to: String,
    /// What was asked for: see `SessionData`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) asked: Option<String>,
    /// The session that the browser had, which ends with this login: see `Inner::mark_of`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) before: Option<String>,
    /// The login itself, in a sealed cookie.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        serialize_with = "Secret::serialize_exposed_option"
    )]
    pub(super) login: Option<Secret>,
}

impl LoginCookie {
    pub(super) fn to_json(&self) -> Option<Secret> {
        serde_json::to_string(self).ok().map(Secret::from)
    }

    pub(super) fn from_json(text: &Secret) -> Option<Self> {
        serde_json::from_str(text.expose()).ok()
    }

    /// As a cookie can hold it that is not sealed: the handle is what protects it.
    pub(super) fn encode(text: &Secret) -> String {
        URL_SAFE_NO_PAD.encode(text.expose())
    }

    pub(super) fn decode(text: &str) -> Option<Secret> {
        String::from_utf8(URL_SAFE_NO_PAD.decode(text).ok()?).ok().map(Secret::from)
    }
}

/// The store of one login, which is in a sealed cookie.
#[derive(Debug, Default)]
pub(super) struct OneLogin(Mutex<Option<(String, Secret)>>);

impl OneLogin {
    pub(super) fn new(handle: &Secret, login: Secret) -> Self {
        Self(Mutex::new(Some((handle.expose().to_owned(), login))))
    }

    pub(super) fn into_login(self) -> Option<Secret> {
        let kept = self.0.into_inner().unwrap_or_else(PoisonError::into_inner);
        kept.map(|(_, login)| login)
    }

    fn with<T>(&self, access: impl FnOnce(&mut Option<(String, Secret)>) -> T) -> T {
        access(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl PendingStore for OneLogin {
    fn put<'a>(
        &'a self,
        key: &'a str,
        value: Secret,
        _ttl: Duration,
    ) -> BoxFuture<'a, Result<(), StoreError>> {
        Box::pin(async move {
            self.with(|kept| *kept = Some((key.to_owned(), value)));
            Ok(())
        })
    }

    fn get<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<Option<Secret>, StoreError>> {
        Box::pin(async move {
            Ok(self.with(|kept| kept.clone().filter(|(own, _)| own == key).map(|(_, value)| value)))
        })
    }

    fn take<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<Option<Secret>, StoreError>> {
        Box::pin(async move {
            Ok(self.with(|kept| kept.take_if(|(own, _)| own == key).map(|(_, value)| value)))
        })
    }
}
