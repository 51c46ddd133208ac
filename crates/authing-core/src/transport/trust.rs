//! What the clients of a process trust when they are not told: the platform's certificates, read once.
//!
//! Reading them takes longer than all the rest of what makes a client.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use rustls::{ClientConfig, Error, crypto::CryptoProvider};
use rustls_platform_verifier::Verifier;

/// A client that is made later reads them again: an operator may have changed them since.
const FRESH: Duration = Duration::from_secs(3600);

static PLATFORM: Trust = Trust::new();

/// TLS for HTTP with the platform's certificates, as reqwest sets it up by itself. `None` where there is
/// no crypto provider.
pub(super) fn platform() -> Result<Option<ClientConfig>, Error> {
    let installed = CryptoProvider::get_default();
    let Some(provider) = installed.cloned().or_else(built_in) else { return Ok(None) };
    PLATFORM.get(installed, Instant::now(), || read(provider)).map(Some)
}

fn built_in() -> Option<Arc<CryptoProvider>> {
    #[cfg(feature = "rustls")]
    return Some(Arc::new(rustls::crypto::aws_lc_rs::default_provider()));
    #[cfg(not(feature = "rustls"))]
    None
}

fn read(provider: Arc<CryptoProvider>) -> Result<ClientConfig, Error> {
    let verifier = Arc::new(Verifier::new(Arc::clone(&provider))?);
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .dangerous()
        // The platform's own verifier, not none.
        .with_custom_certificate_verifier(verifier)
        .with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}

struct Trust(Mutex<Option<Kept>>);

struct Kept {
    /// The crypto provider that the application had installed.
    installed: Option<Arc<CryptoProvider>>,
    read_at: Instant,
    config: ClientConfig,
}

impl Trust {
    const fn new() -> Self {
        Self(Mutex::new(None))
    }

    fn get(
        &self,
        installed: Option<&Arc<CryptoProvider>>,
        now: Instant,
        read: impl FnOnce() -> Result<ClientConfig, Error>,
    ) -> Result<ClientConfig, Error> {
        // A panic elsewhere cannot leave it half-written. Who comes meanwhile waits, and reads nothing.
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_same = |one: &Kept| {
            one.installed.as_ref().map(Arc::as_ptr) == installed.map(Arc::as_ptr)
                && now.saturating_duration_since(one.read_at) < FRESH
        };
        if let Some(one) = kept.as_ref().filter(|one| is_same(one)) {
            return Ok(one.config.clone());
        }
        let config = read()?;
        *kept = Some(Kept { installed: installed.cloned(), read_at: now, config: config.clone() });
        Ok(config)
    }
}

#[cfg(all(test, feature = "rustls"))]
mod tests {
    use super::*;

    fn provider() -> Arc<CryptoProvider> {
        built_in().unwrap()
    }

    #[test]
    fn certificates_are_read_once_for_all_clients_and_again_after_an_hour() {
        let (trust, start) = (Trust::new(), Instant::now());
        let mut reads = 0;
        let mut get = |installed, seconds| {
            let before = reads;
            let now = start + Duration::from_secs(seconds);
            let read = || {
                reads += 1;
                read(provider())
            };
            trust.get(installed, now, read).unwrap();
            reads > before
        };
        assert!(get(None, 0));
        assert!(!get(None, 0) && !get(None, 3599));
        assert!(get(None, 3600), "they may have changed");
        assert!(!get(None, 7199));
        // What an application has installed meanwhile is what its clients use.
        let other = provider();
        assert!(get(Some(&other), 7199));
        assert!(!get(Some(&other), 7199));
        assert!(get(None, 7199));
    }

    #[test]
    fn a_failure_is_not_kept() {
        let (trust, now) = (Trust::new(), Instant::now());
        let fails = || Err(Error::General("no certificates".to_owned()));
        assert!(trust.get(None, now, fails).is_err());
        assert!(trust.get(None, now, || read(provider())).is_ok());
        assert!(trust.get(None, now, fails).is_ok(), "it is kept now");
    }

    #[test]
    fn both_versions_of_http_are_offered() {
        let config = platform().unwrap().unwrap();
        assert_eq!(config.alpn_protocols, [b"h2".to_vec(), b"http/1.1".to_vec()]);
        assert!(config.enable_sni);
    }
}
