//! Acting for a user at another service: proxy-granting tickets and proxy tickets.

use std::{sync::Arc, time::Duration};

use crate::{Error, Secret, store::PendingStore};

use super::{
    client::CasClient,
    endpoint::Endpoint,
    error::CasError,
    response,
    ticket::{self, parameter},
    user::CasLogin,
};

/// The server sends the ticket before it responds to the validation, so this is the time between
/// the two and nothing more.
const TTL: Duration = Duration::from_secs(60);

impl CasClient {
    /// Gets a ticket with which this service calls `target_service` in the user's name. It is valid
    /// once, like any ticket: get one for each call, and do not repeat this one blindly.
    ///
    /// Source: CAS protocol 3.0.3 section 2.7. Authing does not document the endpoint.
    ///
    /// # Errors
    ///
    /// [`CasError::Refused`] when the proxy-granting ticket is expired or the target may not be
    /// called; `Error::Call` when there is no response.
    pub async fn proxy_ticket(
        &self,
        proxy_granting_ticket: impl Into<Secret>,
        target_service: impl Into<String>,
    ) -> Result<Secret, Error> {
        let proxy_granting_ticket = proxy_granting_ticket.into();
        ticket::check(&proxy_granting_ticket, &["PGT-"])?;
        let request = self
            .request(Endpoint::Proxy)
            .query("targetService", target_service.into())
            .query("pgt", proxy_granting_ticket.expose());
        let body = self.api().rest_bytes(request).await?;
        let ticket = response::proxy_ticket(&body)?;
        ticket::check(&ticket, &["PT-", "ST-"])?;
        Ok(ticket)
    }
}

/// Keeps the proxy-granting tickets that the server sends to your callback until the
/// response to the validation that asked for them has come.
///
/// Anybody can call the callback, but only the server knows the names under which tickets are
/// claimed. Let only the server reach it if you can: a store that strangers fill drops entries.
///
/// ```no_run
/// use std::sync::Arc;
/// use authing_protocols::{cas::{CasClient, ProxyGrantingTickets}, store::MemoryStore};
///
/// # async fn example(cas: CasClient) -> Result<(), authing_protocols::Error> {
/// let tickets = ProxyGrantingTickets::new(Arc::new(MemoryStore::new()));
///
/// // In the handler of https://shop.example.com/pgt, whatever comes: respond with 200.
/// tickets.receive("pgtIou=PGTIOU-1-5e2b&pgtId=PGT-1-77a0").await?;
///
/// // In the handler of the service:
/// let user = cas.validate("ST-1-f9a0").pgt_url("https://shop.example.com/pgt").await?;
/// let granting = tickets.claim(&user).await?;
/// let ticket = cas.proxy_ticket(&granting, "https://stock.example.com/").await?;
/// # let _ = ticket; Ok(()) }
/// ```
#[derive(Clone)]
pub struct ProxyGrantingTickets(Arc<dyn PendingStore>);

impl ProxyGrantingTickets {
    /// Keeps them in this store, which all processes that serve the callback must share.
    pub fn new(store: Arc<dyn PendingStore>) -> Self {
        Self(store)
    }

    /// Takes what the server sends to the callback: the query of a `GET`, or the form of a `POST`.
    /// A call without tickets, by which servers find out whether the callback is there, is fine:
    /// respond with 200 to both.
    ///
    /// # Errors
    ///
    /// [`CasError`] when only one of the two parameters is there, one comes twice or is not a
    /// ticket; `Error::Store` when the store fails.
    pub async fn receive(&self, query: &str) -> Result<(), Error> {
        let (iou, ticket) = match (parameter(query, "pgtIou")?, parameter(query, "pgtId")?) {
            (None, None) => return Ok(()),
            (Some(iou), Some(ticket)) => (iou, ticket),
            (None, Some(_)) => return Err(CasError::Missing("pgtIou").into()),
            (Some(_), None) => return Err(CasError::Missing("pgtId").into()),
        };
        ticket::check(&iou, &["PGTIOU-"])?;
        ticket::check(&ticket, &["PGT-"])?;
        self.0.put(&key(&iou), ticket, TTL).await?;
        Ok(())
    }

    /// The proxy-granting ticket that came with this user's validation, once. Keep it with the
    /// user's session: it acts in the user's name.
    ///
    /// # Errors
    ///
    /// [`CasError::NoProxyGrantingTicket`] when the server sent none.
    pub async fn claim(&self, user: &CasLogin) -> Result<Secret, Error> {
        let iou = user.proxy_granting_ticket_iou.as_ref();
        let iou = iou.ok_or(CasError::NoProxyGrantingTicket)?;
        let ticket = self.0.take(&key(iou)).await?;
        Ok(ticket.ok_or(CasError::NoProxyGrantingTicket)?)
    }
}

authing_types::redacted_debug!(ProxyGrantingTickets {});

/// One store may keep other things too.
fn key(iou: &Secret) -> String {
    format!("cas:pgt:{}", iou.expose())
}
