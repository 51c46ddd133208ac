//! Asking the server whose ticket this is.

use std::future::IntoFuture;

use authing_core::BoxFuture;
use http::{HeaderValue, header};

use crate::{CallError, Error, Secret};

use super::{
    client::CasClient,
    endpoint::{Endpoint, Server},
    error::CasError,
    response, ticket,
    user::CasLogin,
};

impl CasClient {
    /// Asks the server whose ticket this is. Await the request.
    ///
    /// A ticket is valid once, for a short time, for one service. The call is not repeated when its
    /// fate is unknown: start the login again.
    ///
    /// Source: `GET {host}/cas-idp/{appId}/serviceValidate`, CAS protocol 3.0.3 section 2.5.
    ///
    /// # Errors
    ///
    /// When awaited: [`CasError`] for all that is wrong with the ticket or the response, most often
    /// [`CasError::Refused`]; `Error::Call` when there is no response.
    pub fn validate(&self, ticket: impl Into<Secret>) -> ValidateRequest {
        ValidateRequest::new(self.clone(), ticket.into(), false)
    }

    /// Like [`validate`](Self::validate), for tickets that may have come through a proxy. Only
    /// chains that [`allow_proxy_chain`](super::CasClientBuilder::allow_proxy_chain) names are
    /// accepted.
    ///
    /// Source: CAS protocol 3.0.3 section 2.6. Authing does not document the endpoint.
    ///
    /// # Errors
    ///
    /// Those of `validate`, and [`CasError::ProxyNotAllowed`].
    pub fn proxy_validate(&self, ticket: impl Into<Secret>) -> ValidateRequest {
        ValidateRequest::new(self.clone(), ticket.into(), true)
    }
}

/// A version of the protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CasVersion {
    /// CAS 1.0, `/validate`: the user's name and nothing else, as text.
    V1,
    /// CAS 2.0, `/serviceValidate`. Authing responds with attributes here.
    V2,
    /// CAS 3.0, `/p3/serviceValidate`: with attributes. Authing does not document it.
    V3,
}

/// The format of a response of CAS 2.0 or 3.0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum ResponseFormat {
    /// XML, which every server has.
    #[default]
    Xml,
    /// JSON, which Authing and newer servers have. A response in XML is read all the same: servers
    /// that do not know the request send it.
    Json,
}

/// The validation of a ticket, sent when it is awaited: see [`CasClient::validate`].
#[must_use = "a request does nothing until it is awaited"]
pub struct ValidateRequest {
    client: CasClient,
    ticket: Secret,
    proxied: bool,
    version: CasVersion,
    format: ResponseFormat,
    renew: bool,
    pgt_url: Option<String>,
}

impl ValidateRequest {
    fn new(client: CasClient, ticket: Secret, proxied: bool) -> Self {
        let version = match client.server() {
            // The version that Authing documents.
            Server::Authing { .. } => CasVersion::V2,
            // The one in which other servers send attributes.
            Server::Other => CasVersion::V3,
        };
        Self {
            client,
            ticket,
            proxied,
            version,
            format: ResponseFormat::default(),
            renew: false,
            pgt_url: None,
        }
    }

    /// The version of the protocol. Default: 2.0 with Authing, 3.0 with other servers.
    pub fn version(mut self, version: CasVersion) -> Self {
        self.version = version;
        self
    }

    /// The format of the response. Default: XML.
    pub fn format(mut self, format: ResponseFormat) -> Self {
        self.format = format;
        self
    }

    /// Accepts the ticket only if the password was given for it, and not if it comes from a session
    /// that was there before.
    pub fn renew(mut self) -> Self {
        self.renew = true;
        self
    }

    /// Asks for a proxy-granting ticket, to be sent to this address of yours, which the server must
    /// reach by `https`: see [`ProxyGrantingTickets`](super::ProxyGrantingTickets).
    pub fn pgt_url(mut self, url: impl Into<String>) -> Self {
        self.pgt_url = Some(url.into());
        self
    }

    async fn send(self) -> Result<CasLogin, Error> {
        let kinds: &[&str] = if self.proxied { &["ST-", "PT-"] } else { &["ST-"] };
        ticket::check(&self.ticket, kinds)?;
        let request = self
            .client
            .request(self.endpoint()?)
            .query("service", self.client.service())
            .query("ticket", self.ticket.expose())
            .query_opt("format", (self.format == ResponseFormat::Json).then_some("JSON"))
            .query_opt("renew", self.renew.then_some("true"))
            .query_opt("pgtUrl", self.pgt_url.as_deref());
        let accept = match (self.version, self.format) {
            (CasVersion::V1, _) => "text/plain, */*;q=0.1",
            (_, ResponseFormat::Xml) => "application/xml, text/xml, */*;q=0.1",
            (_, ResponseFormat::Json) => "application/json, */*;q=0.1",
        };
        let body = self
            .client
            .api()
            .rest_bytes(request)
            .header(header::ACCEPT, HeaderValue::from_static(accept))
            .await?;
        let user = match self.version {
            CasVersion::V1 => response::user_in_text(&body)?,
            CasVersion::V2 | CasVersion::V3 => response::user(&body)?,
        };
        self.check(&user)?;
        Ok(user)
    }

    fn endpoint(&self) -> Result<Endpoint, Error> {
        Ok(match (self.version, self.proxied) {
            (CasVersion::V1, _)
                if self.proxied
                    || self.pgt_url.is_some()
                    || self.format == ResponseFormat::Json =>
            {
                let problem = "1.0 knows neither proxies nor JSON: take 2.0 or 3.0";
                return Err(CallError::input("version", problem).into());
            }
            (CasVersion::V1, _) => Endpoint::Validate,
            (CasVersion::V2, false) => Endpoint::ServiceValidate,
            (CasVersion::V2, true) => Endpoint::ProxyValidate,
            (CasVersion::V3, false) => Endpoint::ServiceValidate3,
            (CasVersion::V3, true) => Endpoint::ProxyValidate3,
        })
    }

    /// What a server should have refused.
    fn check(&self, user: &CasLogin) -> Result<(), CasError> {
        if self.renew && user.is_from_new_login == Some(false) {
            return Err(CasError::NotRenewed);
        }
        let came_by_proxy = !user.proxies.is_empty() || self.ticket.expose().starts_with("PT-");
        let allowed = self.client.proxy_chains();
        if came_by_proxy && !(self.proxied && allowed.contains(&user.proxies)) {
            return Err(CasError::ProxyNotAllowed(user.proxies.clone()));
        }
        Ok(())
    }
}

impl IntoFuture for ValidateRequest {
    type Output = Result<CasLogin, Error>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}

authing_types::redacted_debug!(ValidateRequest { client, version, format, renew });
