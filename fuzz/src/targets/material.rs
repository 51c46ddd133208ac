//! Keys, and a clock that stands still, so that what was signed once stays valid.

use std::{
    sync::Arc,
    time::{Duration, SystemTime},
};

use authing_core::{Clock, test_util::TestClock};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

macro_rules! fixture {
    ($path:literal) => {
        include_str!(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../crates/authing-protocols/tests/saml/fixtures/",
            $path
        ))
    };
}

pub(super) use fixture;

pub(super) const IDP_KEY: &str = fixture!("keys/idp.key");
pub(super) const IDP_CERTIFICATE: &str = fixture!("keys/idp.crt");
pub(super) const EC_KEY: &str = fixture!("keys/idp-ec.key");
pub(super) const EC_CERTIFICATE: &str = fixture!("keys/idp-ec.crt");
pub(super) const SP_KEY: &str = fixture!("keys/sp.key");
pub(super) const SP_CERTIFICATE: &str = fixture!("keys/sp.crt");

/// Where the clock stands: 1 January 2026.
pub(super) const NOW: u64 = 1_767_225_600;

pub(super) fn now() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(NOW)
}

pub(super) fn clock() -> Arc<dyn Clock> {
    Arc::new(TestClock::new())
}

pub(super) fn base64url(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

pub(super) fn from_base64url(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok()
}
