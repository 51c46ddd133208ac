//! What can be set on a [`CasClient`].

use std::sync::Arc;

use authing_core::{
    FixedToken,
    client::{ApiClient, ClientConfig, ClientIdentity, Pipeline},
    client_config_setters, options,
};
use url::Url;

use crate::{CallError, Error};

use super::{
    client::{CasClient, Shared},
    endpoint::Server,
    response::MAX_BYTES,
    service::Service,
};

/// Builds a [`CasClient`].
#[must_use = "a builder does nothing until it builds"]
pub struct CasClientBuilder {
    server: Server,
    service: Option<String>,
    proxy_chains: Vec<Vec<String>>,
    config: ClientConfig,
}

client_config_setters!(CasClientBuilder, config);

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
}

impl CasClientBuilder {
    fn new(server: Server, host: String) -> Self {
        let mut config = ClientConfig::new(host);
        config.host_option = match server {
            Server::Authing { .. } => "app_host",
            Server::Other => "server_url",
        };
        config.max_response_bytes = MAX_BYTES;
        Self { server, service: None, proxy_chains: Vec::new(), config }
    }

    /// The address of this service that the server sends browsers back to. It must be one that is
    /// registered for the application. Take it from your configuration, never from a request: its
    /// `Host` header is whatever the sender wrote, and with another service's address a ticket that
    /// was stolen there is valid here.
    pub fn service(mut self, url: impl Into<String>) -> Self {
        self.service = Some(url.into());
        self
    }

    /// Allows proxy tickets that came through exactly these proxies, the last one first, written as
    /// the server writes them. May be given more than once. Default: no proxies.
    pub fn allow_proxy_chain(
        mut self,
        proxies: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        let chain: Vec<String> = proxies.into_iter().map(Into::into).collect();
        self.proxy_chains.push(chain);
        self
    }

    /// Makes the client. No network is touched.
    ///
    /// # Errors
    ///
    /// [`Error::Call`] of the kind `Config`, naming the option that is missing or cannot be used.
    pub fn build(self) -> Result<CasClient, Error> {
        let (server, app_id) = match &self.server {
            Server::Authing { app_id } => {
                let app_id = options::text("app_id", app_id)?;
                if matches!(&*app_id, "" | "." | "..") {
                    let problem = "is empty: the console shows it";
                    return Err(CallError::config("app_id", problem).into());
                }
                (Server::Authing { app_id: app_id.clone() }, Some(app_id))
            }
            Server::Other => (Server::Other, None),
        };
        let service = self.service.ok_or_else(|| {
            CallError::config("service", "is missing: the address that browsers come back to")
        })?;
        let service = options::text("service", &service)?;
        let service =
            Service::new(&service).map_err(|problem| CallError::config("service", problem))?;
        let identity = ClientIdentity { user_pool_id: None, app_id };
        // CAS signs nothing: only TLS, or staying on the machine, says who responded. The pipeline
        // sees to it.
        let host_option = self.config.host_option;
        let pipeline = Pipeline::new(&self.config, &identity)?;
        let base = Url::parse(pipeline.host()).map_err(|cause| {
            CallError::config(host_option, "is not an address").with_source(cause)
        })?;
        Ok(CasClient::new(
            Shared {
                api: ApiClient::new(pipeline, Arc::new(FixedToken::none())),
                server,
                base,
                proxy_chains: self.proxy_chains,
            },
            service,
        ))
    }
}

authing_types::redacted_debug!(CasClientBuilder { server });
