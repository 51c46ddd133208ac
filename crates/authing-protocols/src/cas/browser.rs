//! Where browsers are sent.

use std::fmt;

use url::Url;

use super::client::CasClient;

impl CasClient {
    /// Where to redirect a browser to log in.
    ///
    /// Source: `{host}/cas-idp/{appId}/login`, CAS protocol 3.0.3 section 2.1.
    pub fn login_url(&self) -> LoginUrl {
        LoginUrl::new(self.clone())
    }

    /// Where to redirect a browser to log out of the server. End your own session first.
    ///
    /// Source: `{host}/cas-idp/{appId}/logout`, CAS protocol 3.0.3 section 2.3.
    pub fn logout_url(&self) -> LogoutUrl {
        LogoutUrl::new(self.clone())
    }
}

/// Whether and how the server may ask for a password (CAS protocol 3.0.3 section 2.1.1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum LoginMode {
    /// When there is no session yet.
    #[default]
    IfNeeded,
    /// Always, for an action that deserves it. Validate the ticket with
    /// [`renew`](super::ValidateRequest::renew) too: anybody can remove this parameter from the
    /// URL.
    Renew,
    /// Never: a browser without a session comes back without a ticket.
    Gateway,
}

/// How the ticket comes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TicketMethod {
    /// In the query of the service's address: the default of servers.
    Get,
    /// In a form that the browser posts to the service.
    Post,
    /// In a header of the server's response.
    Header,
}

/// The address of a login: see [`CasClient::login_url`].
///
/// ```
/// use authing_protocols::cas::{CasClient, LoginMode};
///
/// # fn main() -> Result<(), authing_protocols::Error> {
/// # let cas = CasClient::builder("app", "https://shop.authing.cn")
/// #     .service("https://shop.example.com/").build()?;
/// let url = cas.login_url().mode(LoginMode::Renew).url();
/// assert_eq!(
///     url.as_str(),
///     "https://shop.authing.cn/cas-idp/app/login\
///      ?service=https%3A%2F%2Fshop.example.com%2F&renew=true"
/// );
/// # Ok(()) }
/// ```
#[derive(Clone)]
#[must_use]
pub struct LoginUrl {
    client: CasClient,
    mode: LoginMode,
    method: Option<TicketMethod>,
    older: bool,
}

impl LoginUrl {
    fn new(client: CasClient) -> Self {
        Self { client, mode: LoginMode::default(), method: None, older: false }
    }

    /// Whether the server may, must or must not ask for a password.
    pub fn mode(mut self, mode: LoginMode) -> Self {
        self.mode = mode;
        self
    }

    /// How the ticket comes back.
    pub fn method(mut self, method: TicketMethod) -> Self {
        self.method = Some(method);
        self
    }

    /// The address that earlier SDKs use, without `/login`, for a private deployment that has no
    /// other: `{host}/cas-idp/{appId}?service=…`.
    pub fn older_form(mut self) -> Self {
        self.older = true;
        self
    }

    /// The address.
    pub fn url(&self) -> Url {
        let (server, base) = (self.client.server(), self.client.base());
        let mut url =
            if self.older { server.older_page(base, "login") } else { server.page(base, "login") };
        let mut query = url.query_pairs_mut();
        query.append_pair("service", self.client.service());
        match self.mode {
            LoginMode::IfNeeded => {}
            LoginMode::Renew => {
                query.append_pair("renew", "true");
            }
            LoginMode::Gateway => {
                query.append_pair("gateway", "true");
            }
        }
        match self.method {
            None => {}
            Some(TicketMethod::Get) => {
                query.append_pair("method", "GET");
            }
            Some(TicketMethod::Post) => {
                query.append_pair("method", "POST");
            }
            Some(TicketMethod::Header) => {
                query.append_pair("method", "HEADER");
            }
        }
        drop(query);
        url
    }
}

/// The address, as a `Location` header holds it.
impl fmt::Display for LoginUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.url().fmt(f)
    }
}

/// The address that ends the server's session: see [`CasClient::logout_url`].
///
/// ```
/// use authing_protocols::cas::CasClient;
///
/// # fn main() -> Result<(), authing_protocols::Error> {
/// # let cas = CasClient::builder("app", "https://shop.authing.cn")
/// #     .service("https://shop.example.com/").build()?;
/// let url = cas.logout_url().service("https://shop.example.com/bye?a=1&b=2");
/// assert_eq!(
///     url.to_string(),
///     "https://shop.authing.cn/cas-idp/app/logout\
///      ?service=https%3A%2F%2Fshop.example.com%2Fbye%3Fa%3D1%26b%3D2"
/// );
/// # Ok(()) }
/// ```
#[derive(Clone)]
#[must_use]
pub struct LogoutUrl {
    client: CasClient,
    then: Then,
    older: bool,
}

/// Where browsers go from there.
#[derive(Clone)]
enum Then {
    Stay,
    Service(String),
    Url(String),
}

impl LogoutUrl {
    fn new(client: CasClient) -> Self {
        Self { client, then: Then::Stay, older: false }
    }

    /// Where the browser goes then: an address that is registered for the application. Takes the
    /// place of [`return_to`](Self::return_to).
    pub fn service(mut self, service: impl Into<String>) -> Self {
        self.then = Then::Service(service.into());
        self
    }

    /// Where the browser goes, or a link leads to, in the form of CAS 2.0: the parameter `url`.
    /// Takes the place of [`service`](Self::service).
    pub fn return_to(mut self, url: impl Into<String>) -> Self {
        self.then = Then::Url(url.into());
        self
    }

    /// The address that earlier SDKs use, without the application's id, which knows `url` only:
    /// `{host}/cas-idp/logout?url=…`.
    pub fn older_form(mut self) -> Self {
        self.older = true;
        self
    }

    /// The address.
    pub fn url(&self) -> Url {
        let (server, base) = (self.client.server(), self.client.base());
        let mut url = if self.older {
            server.older_page(base, "logout")
        } else {
            server.page(base, "logout")
        };
        let (name, value) = match &self.then {
            Then::Stay => return url,
            Then::Service(value) if !self.older => ("service", value),
            Then::Service(value) | Then::Url(value) => ("url", value),
        };
        url.query_pairs_mut().append_pair(name, value);
        url
    }
}

/// The address, as a `Location` header holds it.
impl fmt::Display for LogoutUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.url().fmt(f)
    }
}

authing_types::redacted_debug!(LoginUrl { client, mode, method });
authing_types::redacted_debug!(LogoutUrl { client });
