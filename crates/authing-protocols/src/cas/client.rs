//! The client.

use std::{fmt, sync::Arc};

use authing_core::{RestRequest, client::ApiClient};
use url::Url;

use crate::Secret;

use super::{
    browser::{LoginUrl, LogoutUrl},
    builder::CasClientBuilder,
    endpoint::{Endpoint, Server},
    error::CasError,
    service::Service,
    validate::ValidateRequest,
};

/// Signs people in with CAS. Cheap to clone; clones share connections.
///
/// See the [module](super) for a whole sign-in.
#[derive(Clone)]
pub struct CasClient {
    shared: Arc<Shared>,
    service: Service,
}

pub(super) struct Shared {
    pub(super) api: ApiClient,
    pub(super) server: Server,
    pub(super) base: Url,
    pub(super) proxy_chains: Vec<Vec<String>>,
}

impl CasClient {
    /// A client of an application of Authing's; the console shows its id and its host.
    ///
    /// ```
    /// use authing_protocols::cas::CasClient;
    ///
    /// # fn main() -> Result<(), authing_protocols::Error> {
    /// let cas = CasClient::builder("5f17a529f64fb009b794a2ff", "https://shop.authing.cn")
    ///     .service("https://shop.example.com/cas")
    ///     .build()?;
    /// # let _ = cas; Ok(()) }
    /// ```
    pub fn builder(app_id: impl Into<String>, app_host: impl Into<String>) -> CasClientBuilder {
        CasClientBuilder::new(Server::Authing { app_id: app_id.into() }, app_host.into())
    }

    /// A client of any other CAS server, whose endpoints are below this address: `/login`,
    /// `/serviceValidate` and so on.
    ///
    /// ```
    /// use authing_protocols::cas::CasClient;
    ///
    /// # fn main() -> Result<(), authing_protocols::Error> {
    /// let cas = CasClient::builder_for("https://sso.example.com/cas")
    ///     .service("https://shop.example.com/")
    ///     .build()?;
    /// assert_eq!(
    ///     cas.login_url().to_string(),
    ///     "https://sso.example.com/cas/login?service=https%3A%2F%2Fshop.example.com%2F"
    /// );
    /// # Ok(()) }
    /// ```
    pub fn builder_for(server_url: impl Into<String>) -> CasClientBuilder {
        CasClientBuilder::new(Server::Other, server_url.into())
    }

    pub(super) fn new(shared: Shared, service: Service) -> Self {
        Self { shared: Arc::new(shared), service }
    }

    /// The address that browsers come back to.
    pub fn service(&self) -> &str {
        self.service.as_str()
    }

    /// The same client for one page of this service, as the browser asked for it: people come back
    /// to where they were. A ticket in its query is taken off, so the client that begins a sign-in
    /// and the one that validates its ticket name the same service.
    ///
    /// # Errors
    ///
    /// [`CasError::ForeignService`] when the page is not at or below the service's address.
    pub fn at(&self, page: &Url) -> Result<Self, CasError> {
        Ok(Self { shared: Arc::clone(&self.shared), service: self.service.at(page)? })
    }

    /// Where to send a browser to sign in.
    ///
    /// Source: `{host}/cas-idp/{appId}/login`, CAS protocol 3.0.3 section 2.1.
    pub fn login_url(&self) -> LoginUrl {
        LoginUrl::new(self.clone())
    }

    /// Where to send a browser to sign out of the server. End your own session first.
    ///
    /// Source: `{host}/cas-idp/{appId}/logout`, CAS protocol 3.0.3 section 2.3.
    pub fn logout_url(&self) -> LogoutUrl {
        LogoutUrl::new(self.clone())
    }

    /// Asks the server whose ticket this is. Await what it answers with.
    ///
    /// A ticket is valid once, for a short time, for one service. The call is not repeated when its
    /// fate is unknown: begin the sign-in again.
    ///
    /// Source: `GET {host}/cas-idp/{appId}/serviceValidate`, CAS protocol 3.0.3 section 2.5.
    ///
    /// # Errors
    ///
    /// When awaited: [`CasError`] for all that is wrong with the ticket or the answer, most often
    /// [`CasError::Refused`]; `Error::Call` when there is no answer.
    pub fn validate(&self, ticket: impl Into<Secret>) -> ValidateRequest {
        ValidateRequest::new(self.clone(), ticket.into(), false)
    }

    /// Like [`validate`](Self::validate), for tickets that may have come through a proxy. Only
    /// chains that [`allow_proxy_chain`](CasClientBuilder::allow_proxy_chain) names are accepted.
    ///
    /// Source: CAS protocol 3.0.3 section 2.6. Authing does not document the endpoint.
    ///
    /// # Errors
    ///
    /// Those of `validate`, and [`CasError::ProxyNotAllowed`].
    pub fn proxy_validate(&self, ticket: impl Into<Secret>) -> ValidateRequest {
        ValidateRequest::new(self.clone(), ticket.into(), true)
    }

    pub(super) fn api(&self) -> &ApiClient {
        &self.shared.api
    }

    pub(super) fn server(&self) -> &Server {
        &self.shared.server
    }

    pub(super) fn base(&self) -> &Url {
        &self.shared.base
    }

    pub(super) fn proxy_chains(&self) -> &[Vec<String>] {
        &self.shared.proxy_chains
    }

    pub(super) fn request(&self, endpoint: Endpoint) -> RestRequest {
        self.shared.server.request(endpoint)
    }
}

impl fmt::Debug for CasClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CasClient")
            .field("host", &self.shared.api.pipeline().host())
            .field("service", &self.service.as_str())
            .finish_non_exhaustive()
    }
}
