//! What can be set on a client, with every default in one place.

use std::{fmt, sync::Arc, time::Duration};

use url::Url;

use crate::{
    clock::{Clock, SystemClock},
    crypto::PasswordEncryption,
    error::Error,
    lang::Lang,
    options::{self, is_secure_address},
    retry::RetryPolicy,
    transport::Transport,
};

/// The public cloud's host for administrators.
pub const DEFAULT_HOST: &str = "https://core.authing.cn";

/// Why plain `http` is refused, and what switches it on.
pub(crate) const UNENCRYPTED: &str = "is not encrypted, so anybody on the way could read secrets and change responses: give it with \
     `https://`, or, in a network that you trust, switch plain `http` on with \
     `danger_allow_http(true)` (`AUTHING_DANGER_ALLOW_HTTP=1` for `from_env`)";

/// Called with every error that a call of the client ends with.
pub type Observer = Arc<dyn Fn(&Error) + Send + Sync>;

/// Which proxy requests go through.
#[derive(Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Proxy {
    /// What the environment says (`HTTPS_PROXY` …), but for this machine.
    #[default]
    Environment,
    /// None, whatever the environment says.
    None,
    /// This one, for every host, as `http://`, `https://` or, with the feature `socks`, `socks5://` address.
    Address(String),
}

/// Not the address, which may hold a password.
impl fmt::Debug for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Environment => "Environment",
            Self::None => "None",
            Self::Address(_) => "Address(..)",
        })
    }
}

/// The configuration that all clients share. Its setters are on each client's builder, by
/// [`client_config_setters!`](crate::client_config_setters).
#[derive(Clone)]
#[non_exhaustive]
pub struct ClientConfig {
    /// The server, as the caller wrote it.
    pub host: String,
    /// What the caller knows the host as, for errors: `host`, `app_host`.
    pub host_option: &'static str,
    /// Whether the server may be spoken to by plain `http` though it is not this machine.
    pub danger_allow_http: bool,
    /// The time a call may take from start to end, retries included.
    pub timeout: Duration,
    /// The time one attempt may take; `None`: as long as the call.
    pub attempt_timeout: Option<Duration>,
    /// The time until a connection must stand.
    pub connect_timeout: Duration,
    /// How failed attempts are retried.
    pub retry: RetryPolicy,
    /// The language of the server's messages.
    pub lang: Lang,
    /// The names of Authing's own headers.
    pub header_names: HeaderNames,
    /// What `x-authing-request-from` says.
    pub request_from: String,
    /// The application's part of the `User-Agent`.
    pub user_agent: Option<String>,
    /// The tenant that every call is about.
    pub tenant_id: Option<String>,
    /// The proxy that requests go through.
    pub proxy: Proxy,
    /// Authorities to trust beside those of the system, as PEM.
    pub root_certificates: Vec<Vec<u8>>,
    /// Whether any certificate is accepted.
    pub danger_accept_invalid_certificates: bool,
    /// The largest response that is read, in bytes, after it is unpacked.
    pub max_response_bytes: usize,
    /// Whether servers may compress responses with gzip.
    pub gzip: bool,
    /// How passwords are encrypted.
    pub password_encryption: PasswordEncryption,
    /// Another HTTP stack than the default one.
    pub transport: Option<Arc<dyn Transport>>,
    /// What tells the time.
    pub clock: Arc<dyn Clock>,
    /// Called with every error that a call ends with.
    pub observers: Vec<Observer>,
}

/// The names of Authing's own headers. White-label servers may use others.
///
/// ```
/// use authing_core::HeaderNames;
///
/// let names = HeaderNames { app_id: "x-acme-app-id".into(), ..HeaderNames::default() };
/// assert_eq!(names.lang, "x-authing-lang");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeaderNames {
    /// The user pool's id.
    pub user_pool_id: String,
    /// The application's id.
    pub app_id: String,
    /// The tenant's id.
    pub tenant_id: String,
    /// Who asks: `sdk`.
    pub request_from: String,
    /// Which SDK asks: `rust:` and the version.
    pub sdk_version: String,
    /// The language of messages.
    pub lang: String,
}

impl Default for HeaderNames {
    fn default() -> Self {
        Self {
            user_pool_id: "x-authing-userpool-id".into(),
            app_id: "x-authing-app-id".into(),
            tenant_id: "x-authing-app-tenant-id".into(),
            request_from: "x-authing-request-from".into(),
            sdk_version: "x-authing-sdk-version".into(),
            lang: "x-authing-lang".into(),
        }
    }
}

impl ClientConfig {
    /// The defaults, for this host.
    pub fn new(host: impl Into<String>) -> Self {
        Self {
            host: host.into(),
            host_option: "host",
            danger_allow_http: false,
            // The documented default of the official SDKs, here for the whole call.
            timeout: Duration::from_secs(10),
            attempt_timeout: None,
            // A host that does not respond within this is down or filtered.
            connect_timeout: Duration::from_secs(5),
            retry: RetryPolicy::default(),
            lang: Lang::default(),
            header_names: HeaderNames::default(),
            request_from: "sdk".into(),
            user_agent: None,
            tenant_id: None,
            proxy: Proxy::default(),
            root_certificates: Vec::new(),
            danger_accept_invalid_certificates: false,
            // A page of 1000 users is about 2 MB; an export may be larger.
            max_response_bytes: 64 << 20,
            gzip: false,
            password_encryption: PasswordEncryption::default(),
            transport: None,
            clock: Arc::new(SystemClock),
            observers: Vec::new(),
        }
    }

    /// The host as an address, by which secrets may be sent.
    pub(crate) fn base_url(&self) -> Result<Url, Error> {
        let url = options::host(self.host_option, &self.host)?;
        self.check_address(self.host_option, &url)?;
        Ok(url)
    }

    /// Refuses an address where anybody on the way can read and change what is sent.
    pub(crate) fn check_address(&self, option: &str, address: &Url) -> Result<(), Error> {
        if self.allows(address) { Ok(()) } else { Err(Error::config(option, UNENCRYPTED)) }
    }

    /// Whether secrets may be sent to this address: it is encrypted or on this machine, or plain
    /// `http` is switched on.
    pub(crate) fn allows(&self, address: &Url) -> bool {
        let plain = address.scheme() == "http" && address.has_host();
        is_secure_address(address) || (plain && self.danger_allow_http)
    }
}

/// The certificates in PEM texts, each of which holds one at least.
#[cfg(any(
    feature = "rustls",
    feature = "rustls-no-provider",
    feature = "native-tls",
    feature = "events"
))]
pub(crate) fn certificate_blocks(texts: &[Vec<u8>]) -> Result<Vec<crate::pem::PemBlock>, Error> {
    let mut blocks = Vec::new();
    for text in texts {
        // Bytes that are not text are outside of the blocks, or make their base64 unreadable.
        let found = crate::pem::blocks(&String::from_utf8_lossy(text), &["CERTIFICATE"])
            .map_err(|cause| Error::config("root_certificate", &cause).with_source(cause))?;
        blocks.extend(found);
    }
    Ok(blocks)
}

impl fmt::Debug for ClientConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientConfig")
            .field("host", &bare(&self.host))
            .field("timeout", &self.timeout)
            .field("retry", &self.retry)
            .field("lang", &self.lang)
            .finish_non_exhaustive()
    }
}

/// A host without the username and password that may stand before it, and without a query. A client
/// with such a host is not built, but its builder may be shown.
fn bare(host: &str) -> &str {
    // A password may hold a question mark.
    let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
    host.split(['?', '#']).next().unwrap_or_default()
}

/// Gives a builder the setters of [`ClientConfig`](crate::client::ClientConfig), with their docs:
/// one place for all clients.
///
/// The first argument is the builder's type, the second its field of the type `ClientConfig`.
#[macro_export]
macro_rules! client_config_setters {
    ($builder:ident, $config:ident) => {
        impl $builder {
            /// The time a call may take from start to end, retries included. Default: 10 s.
            #[must_use]
            pub fn timeout(mut self, timeout: ::std::time::Duration) -> Self {
                self.$config.timeout = timeout;
                self
            }

            /// The time one attempt may take before it is given up and, if that is safe, repeated.
            /// Default: as long as the whole call.
            #[must_use]
            pub fn attempt_timeout(mut self, timeout: ::std::time::Duration) -> Self {
                self.$config.attempt_timeout = Some(timeout);
                self
            }

            /// The time until a connection must stand. Default: 5 s.
            #[must_use]
            pub fn connect_timeout(mut self, timeout: ::std::time::Duration) -> Self {
                self.$config.connect_timeout = timeout;
                self
            }

            /// How failed attempts are repeated. Default: 3 attempts with random waits.
            #[must_use]
            pub fn retry(mut self, policy: $crate::RetryPolicy) -> Self {
                self.$config.retry = policy;
                self
            }

            /// The language of the server's messages. Default: `zh-CN`.
            #[must_use]
            pub fn lang(mut self, lang: impl Into<$crate::Lang>) -> Self {
                self.$config.lang = lang.into();
                self
            }

            /// The tenant whose data every call is about, in a multi-tenant pool.
            #[must_use]
            pub fn tenant_id(mut self, tenant_id: impl Into<String>) -> Self {
                self.$config.tenant_id = Some(tenant_id.into());
                self
            }

            /// Other names for Authing's headers, for a white-label server.
            #[must_use]
            pub fn header_names(mut self, names: $crate::HeaderNames) -> Self {
                self.$config.header_names = names;
                self
            }

            /// What to say in `x-authing-request-from`. Default: `sdk`.
            #[must_use]
            pub fn request_from(mut self, name: impl Into<String>) -> Self {
                self.$config.request_from = name.into();
                self
            }

            /// Your application's name and version, put in front of the `User-Agent`.
            #[must_use]
            pub fn user_agent(mut self, name: impl Into<String>) -> Self {
                self.$config.user_agent = Some(name.into());
                self
            }

            /// The public key that passwords are encrypted with, as PEM: for a private deployment.
            /// Default: the key of the public cloud.
            #[must_use]
            pub fn public_key(mut self, pem: impl Into<String>) -> Self {
                self.$config.password_encryption =
                    $crate::PasswordEncryption::RsaPublicKey(pem.into());
                self
            }

            /// How passwords are encrypted: with RSA or SM2, and where the key comes from.
            #[must_use]
            pub fn password_encryption(mut self, encryption: $crate::PasswordEncryption) -> Self {
                self.$config.password_encryption = encryption;
                self
            }

            /// The proxy for every request, as `http://` or `https://` address or, with the feature
            /// `socks`, as `socks5://` (`socks5h://` when the proxy is to resolve names). It is used
            /// whatever the environment says: `NO_PROXY` is about the proxies of the environment.
            /// Default: what the environment says (`HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY`), except
            /// for the hosts in `NO_PROXY` and for this machine.
            #[must_use]
            pub fn proxy(mut self, address: impl Into<String>) -> Self {
                self.$config.proxy = $crate::client::Proxy::Address(address.into());
                self
            }

            /// No proxy, whatever the environment says.
            #[must_use]
            pub fn no_proxy(mut self) -> Self {
                self.$config.proxy = $crate::client::Proxy::None;
                self
            }

            /// Trusts one more authority, given as PEM, beside those of the system.
            #[must_use]
            pub fn root_certificate(mut self, pem: impl Into<Vec<u8>>) -> Self {
                self.$config.root_certificates.push(pem.into());
                self
            }

            /// Accepts any certificate, from anybody who poses as the server. Passwords
            /// and tokens are then open to whoever sits on the line: for a test at most. Use
            /// [`root_certificate`](Self::root_certificate) for a private authority.
            #[must_use]
            pub fn danger_accept_invalid_certificates(mut self, accept: bool) -> Self {
                self.$config.danger_accept_invalid_certificates = accept;
                self
            }

            /// Allows plain `http` to other hosts than this machine, where it needs no switch.
            /// Whoever sits on the line can then read secrets, passwords and tokens, and respond in
            /// the server's place: for a network of containers that you trust. Default: no, and a
            /// client for such a host is not built.
            #[must_use]
            pub fn danger_allow_http(mut self, allow: bool) -> Self {
                self.$config.danger_allow_http = allow;
                self
            }

            /// The largest response that is read, in bytes; of a compressed one, what becomes of it.
            /// Default: 64 MiB.
            #[must_use]
            pub fn max_response_bytes(mut self, limit: usize) -> Self {
                self.$config.max_response_bytes = limit;
                self
            }

            /// Whether the server may compress responses with gzip, which spares the line and costs
            /// time at both ends. Default: no; a response that is compressed with gzip all the same
            /// is read.
            #[must_use]
            pub fn gzip(mut self, accept: bool) -> Self {
                self.$config.gzip = accept;
                self
            }

            /// Another HTTP stack than reqwest. Proxy, certificates and connect timeout are then
            /// its business.
            #[must_use]
            pub fn transport(mut self, transport: ::std::sync::Arc<dyn $crate::Transport>) -> Self {
                self.$config.transport = Some(transport);
                self
            }

            /// Another clock than the machine's: for tests.
            #[must_use]
            pub fn clock(mut self, clock: ::std::sync::Arc<dyn $crate::Clock>) -> Self {
                self.$config.clock = clock;
                self
            }

            /// Calls this with every error that a call ends with, before the caller gets it: to
            /// count or log in one place. May be given more than once.
            ///
            /// An observer that panics changes nothing: the call ends with its error, the other
            /// observers are called, and the client goes on. A line in the log tells of it.
            #[must_use]
            pub fn on_error(
                mut self,
                observer: impl Fn(&$crate::Error) + Send + Sync + 'static,
            ) -> Self {
                self.$config.observers.push(::std::sync::Arc::new(observer));
                self
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_http_is_for_this_machine_unless_it_is_switched_on() {
        for host in ["https://core.example.com", "http://localhost:3000", "http://[::1]:3000"] {
            assert!(ClientConfig::new(host).base_url().is_ok(), "{host}");
        }
        for host in ["http://authing:3000", "HTTP://10.0.0.1", "http://localhost.example.com"] {
            let mut config = ClientConfig::new(host);
            config.host_option = "app_host";
            let error = config.base_url().unwrap_err().to_string();
            assert!(error.starts_with("option `app_host` is not encrypted"), "{error}");
            for switch in ["danger_allow_http(true)", "AUTHING_DANGER_ALLOW_HTTP=1"] {
                assert!(error.contains(switch), "{error}");
            }
            config.danger_allow_http = true;
            assert!(config.base_url().is_ok(), "{host}");
        }
    }

    #[test]
    fn debug_shows_no_password_of_a_host() {
        let config = ClientConfig::new("https://user:canary@example.com");
        assert!(!format!("{config:?}").contains("canary"));
    }
}
