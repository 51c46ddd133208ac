//! Where the endpoints of CAS are: Authing's, and those of any other server.

use authing_core::{Operation, RestRequest};
use url::Url;

/// Whose paths are used.
#[derive(Clone, Debug)]
pub(super) enum Server {
    /// `{host}/cas-idp/{appId}/…`
    Authing { app_id: String },
    /// `{server}/…`, as the protocol has them.
    Other,
}

/// What a service calls.
#[derive(Clone, Copy, Debug)]
pub(super) enum Endpoint {
    Validate,
    ServiceValidate,
    ServiceValidate3,
    Proxy,
    ProxyValidate,
    ProxyValidate3,
}

impl Server {
    /// A request to an endpoint. None may be repeated: asking uses up the ticket.
    pub(super) fn request(&self, endpoint: Endpoint) -> RestRequest {
        match self {
            Self::Authing { app_id } => {
                RestRequest::new(endpoint.of_authing()).path("appId", app_id)
            }
            Self::Other => RestRequest::new(endpoint.of_others()),
        }
    }

    /// The address of a page that browsers are sent to.
    pub(super) fn page(&self, host: &Url, name: &str) -> Url {
        let mut url = host.clone();
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty();
            match self {
                Self::Authing { app_id } => path.extend(["cas-idp", app_id, name]),
                Self::Other => path.push(name),
            };
        }
        url
    }

    /// The same in the form of earlier SDKs of Authing's.
    pub(super) fn older_page(&self, host: &Url, name: &str) -> Url {
        let Self::Authing { app_id } = self else { return self.page(host, name) };
        let mut url = host.clone();
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty();
            path.extend(["cas-idp", if name == "login" { app_id } else { name }]);
        }
        url
    }
}

impl Endpoint {
    const fn of_authing(self) -> Operation {
        match self {
            Self::Validate => Operation::get("cas.validate", "/cas-idp/{appId}/validate"),
            Self::ServiceValidate => {
                Operation::get("cas.validate", "/cas-idp/{appId}/serviceValidate")
            }
            Self::ServiceValidate3 => {
                Operation::get("cas.validate", "/cas-idp/{appId}/p3/serviceValidate")
            }
            Self::Proxy => Operation::get("cas.proxy_ticket", "/cas-idp/{appId}/proxy"),
            Self::ProxyValidate => {
                Operation::get("cas.proxy_validate", "/cas-idp/{appId}/proxyValidate")
            }
            Self::ProxyValidate3 => {
                Operation::get("cas.proxy_validate", "/cas-idp/{appId}/p3/proxyValidate")
            }
        }
    }

    const fn of_others(self) -> Operation {
        match self {
            Self::Validate => Operation::get("cas.validate", "/validate"),
            Self::ServiceValidate => Operation::get("cas.validate", "/serviceValidate"),
            Self::ServiceValidate3 => Operation::get("cas.validate", "/p3/serviceValidate"),
            Self::Proxy => Operation::get("cas.proxy_ticket", "/proxy"),
            Self::ProxyValidate => Operation::get("cas.proxy_validate", "/proxyValidate"),
            Self::ProxyValidate3 => Operation::get("cas.proxy_validate", "/p3/proxyValidate"),
        }
    }
}
