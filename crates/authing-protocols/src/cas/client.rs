//! The client.

use std::{fmt, sync::Arc};

use authing_core::{RestRequest, client::ApiClient};
use url::Url;

use super::{
    endpoint::{Endpoint, Server},
    error::CasError,
    service::Service,
};

/// Users log in with CAS. Cheap to clone; clones share connections.
///
/// See the [module](super) for a whole login.
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
    pub(super) fn new(shared: Shared, service: Service) -> Self {
        Self { shared: Arc::new(shared), service }
    }

    /// The address that browsers come back to.
    pub fn service(&self) -> &str {
        self.service.as_str()
    }

    /// The same client for one page of this service, as the browser requested it: users come back
    /// to where they were. A ticket in its query is taken off, so the client that starts a login
    /// and the one that validates its ticket name the same service.
    ///
    /// # Errors
    ///
    /// [`CasError::ForeignService`] when the page is not at or below the service's address.
    pub fn at(&self, page: &Url) -> Result<Self, CasError> {
        Ok(Self { shared: Arc::clone(&self.shared), service: self.service.at(page)? })
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
