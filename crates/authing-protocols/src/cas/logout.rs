//! Single logout: the server tells every service that a user logged out.

use std::{sync::Arc, time::Duration};

use authing_types::Timestamp;

use crate::{Error, Secret, store::PendingStore};

use super::{
    error::CasError,
    response::utf8,
    ticket::{self, parameter},
    xml,
};

const PROTOCOL: &str = "urn:oasis:names:tc:SAML:2.0:protocol";

/// A request has one ticket in it: far more than that needs.
const MAX_BYTES: usize = 64 << 10;

/// The server's message that the session which a ticket started has ended (CAS protocol 3.0.3 section
/// 2.3.3). It is sent as a `POST` to the service's address.
///
/// CAS signs nothing: anybody who knows a ticket can send this. A ticket is known to the server,
/// the service and the browser, so the worst that comes of it is that a user is logged out. Let it
/// end the session of its ticket and do nothing else, and keep tickets out of logs.
///
/// ```
/// use authing_protocols::cas::CasLogoutRequest;
///
/// let body = b"logoutRequest=%3Cs%3ALogoutRequest+xmlns%3As%3D\
///     %22urn%3Aoasis%3Anames%3Atc%3ASAML%3A2.0%3Aprotocol%22%3E\
///     %3Cs%3ASessionIndex%3EST-1-f9a0%3C%2Fs%3ASessionIndex%3E%3C%2Fs%3ALogoutRequest%3E";
/// let request = CasLogoutRequest::from_form(body)?;
/// assert_eq!(request.ticket().expose(), "ST-1-f9a0");
/// # Ok::<(), authing_protocols::cas::CasError>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct CasLogoutRequest {
    ticket: Secret,
    issued_at: Option<Timestamp>,
}

impl CasLogoutRequest {
    /// Whether a form that was posted to the service is such a request and not another form, such
    /// as one that brings a ticket.
    pub fn is_in_form(body: &[u8]) -> bool {
        url::form_urlencoded::parse(body).any(|(name, _)| name == "logoutRequest")
    }

    /// Reads the body of the `POST`, which is a form.
    ///
    /// # Errors
    ///
    /// [`CasError`] when it is not such a request, or one that two readers could read differently.
    pub fn from_form(body: &[u8]) -> Result<Self, CasError> {
        if body.len() > MAX_BYTES {
            return Err(CasError::TooLong { limit: MAX_BYTES });
        }
        let form = utf8(body)?;
        let message =
            parameter(form, "logoutRequest")?.ok_or(CasError::Missing("logoutRequest"))?;
        Self::from_xml(message.expose())
    }

    /// Reads the XML inside of it.
    ///
    /// # Errors
    ///
    /// Those of [`from_form`](Self::from_form).
    pub fn from_xml(text: &str) -> Result<Self, CasError> {
        if text.len() > MAX_BYTES {
            return Err(CasError::TooLong { limit: MAX_BYTES });
        }
        let document = xml::parse(text)?;
        let root = xml::root(&document, PROTOCOL, "LogoutRequest")?;
        let index = xml::child(root, PROTOCOL, "SessionIndex")?;
        let index = index.ok_or(CasError::Lacks("SessionIndex"))?;
        let ticket = Secret::from(xml::text(index, "SessionIndex")?.trim());
        // Some servers tell the callback of a proxy-granting ticket too, by that ticket.
        ticket::check(&ticket, &["ST-", "PT-", "PGT-"])?;
        let issued_at = root.attribute("IssueInstant").map(Timestamp::from_text);
        Ok(Self { ticket, issued_at })
    }

    /// The ticket that began the session which has ended.
    pub fn ticket(&self) -> &Secret {
        &self.ticket
    }

    /// When the server says that it sent this.
    pub fn issued_at(&self) -> Option<&Timestamp> {
        self.issued_at.as_ref()
    }
}

/// Which session of yours a ticket began, for single logout.
///
/// ```
/// use std::{sync::Arc, time::Duration};
/// use authing_protocols::{cas::{CasLogoutRequest, TicketSessions}, store::MemoryStore};
///
/// # async fn example(body: &[u8]) -> Result<(), authing_protocols::Error> {
/// let sessions = TicketSessions::new(Arc::new(MemoryStore::new()));
///
/// // When a ticket was validated and a session begun:
/// let life = Duration::from_secs(8 * 3600);
/// sessions.track("ST-1-f9a0", "my-session-id", life).await?;
///
/// // When a logout request was posted:
/// if let Some(session) = sessions.end(&CasLogoutRequest::from_form(body)?).await? {
///     // Remove the session `session.expose()`.
///     # let _ = session;
/// }
/// # Ok(()) }
/// ```
#[derive(Clone)]
pub struct TicketSessions(Arc<dyn PendingStore>);

impl TicketSessions {
    /// Keeps them in this store. It must have room for every session: one that is forgotten is not
    /// ended by single logout. Processes that share sessions must share it.
    pub fn new(store: Arc<dyn PendingStore>) -> Self {
        Self(store)
    }

    /// Remembers for the life of your session that this ticket began it.
    ///
    /// # Errors
    ///
    /// `Error::Store` when the store fails.
    pub async fn track(
        &self,
        ticket: impl Into<Secret>,
        session: impl Into<Secret>,
        life: Duration,
    ) -> Result<(), Error> {
        let ticket = ticket.into();
        ticket::check(&ticket, &["ST-", "PT-"])?;
        self.0.put(&key(&ticket), session.into(), life).await?;
        Ok(())
    }

    /// The session that has ended, once; `None` when there is none, or no more.
    ///
    /// # Errors
    ///
    /// `Error::Store` when the store fails.
    pub async fn end(&self, request: &CasLogoutRequest) -> Result<Option<Secret>, Error> {
        Ok(self.0.take(&key(&request.ticket)).await?)
    }
}

authing_types::redacted_debug!(TicketSessions {});

/// One store may keep other things too.
fn key(ticket: &Secret) -> String {
    format!("cas:session:{}", ticket.expose())
}

authing_types::redacted_debug!(CasLogoutRequest { issued_at });
