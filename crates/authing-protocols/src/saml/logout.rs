//! Logout: Authing's easy way, and single logout for identity providers that have it.
//!
//! Source: SAML Core section 3.7, Bindings sections 3.4 and 3.5, Profiles section 4.4. Authing
//! documents the easy way only.

use std::{fmt, sync::Arc, time::Duration};

use authing_core::Error as CallError;
use authing_types::Secret;
use url::Url;

use crate::{Error, offload::offload};

use super::{
    assertion::{NameId, Reader, after, one, required_time, time},
    binding::{PostForm, redirect},
    error::{SamlError, SamlMismatch},
    keys::SigningKey,
    logout_message::LogoutMessage,
    names::{SAML, SAMLP, SUCCESS},
    pending::{PendingAuthn, PendingRequest},
    response::{LARGE, check_status, replay_key},
    sp::{ServiceProvider, SpConfig},
    tree::{Node, Tree},
    write::{Xml, instant, new_id},
};

/// How long a logout request is valid.
const REQUEST_LIFE: Duration = Duration::from_secs(300);

/// What must be kept of a logout request until its response comes. `Debug` shows nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct PendingLogout(PendingAuthn);

impl PendingLogout {
    /// As text for a session or an encrypted cookie. It is not encrypted.
    pub fn to_secret(&self) -> Secret {
        self.0.to_secret()
    }

    /// Reads what [`to_secret`](Self::to_secret) wrote.
    ///
    /// # Errors
    ///
    /// [`SamlError::NotPending`] when the text is something else.
    pub fn from_secret(secret: impl Into<Secret>) -> Result<Self, SamlError> {
        PendingAuthn::from_secret(secret).map(Self)
    }
}

authing_types::redacted_debug!(PendingLogout {});

/// The identity provider asks to end a visitor's sessions. `Debug` hides the visitor.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SamlLogoutRequest {
    /// The request's id, which the response names.
    pub id: String,
    /// Whose sessions.
    pub name_id: NameId,
    /// Which sessions; all, if empty.
    pub session_indexes: Vec<String>,
    /// What the response must bring back.
    pub relay_state: Option<String>,
}

impl fmt::Debug for SamlLogoutRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LogoutRequest").field("id", &self.id).finish_non_exhaustive()
    }
}

impl ServiceProvider {
    /// The URL that ends the user's session at Authing. It ends no other service's session.
    ///
    /// ```
    /// # use authing_protocols::{Error, saml::ServiceProvider};
    /// # fn example(sp: ServiceProvider) -> Result<(), Error> {
    /// let url = sp.easy_logout_url_to("https://me.example.com/")?;
    /// # let _ = url; Ok(()) }
    /// ```
    ///
    /// Source: `GET /login/profile/logout`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`Error::Call`] when the identity provider was not made by
    /// [`SamlIdentityProvider::authing`](super::SamlIdentityProvider::authing).
    pub fn easy_logout_url(&self) -> Result<Url, Error> {
        let host = self.0.idp.authing_host.as_ref();
        let host = host.ok_or_else(|| CallError::config("idp", "is not Authing: use `logout`"))?;
        let mut url = host.clone();
        url.set_path("/login/profile/logout");
        Ok(url)
    }

    /// [`easy_logout_url`](Self::easy_logout_url), and then back to `redirect_uri`, which must be
    /// among the application's logout URLs.
    ///
    /// # Errors
    ///
    /// Those of `easy_logout_url`.
    pub fn easy_logout_url_to(&self, redirect_uri: impl Into<String>) -> Result<Url, Error> {
        let mut url = self.easy_logout_url()?;
        url.query_pairs_mut().append_pair("redirect_uri", &redirect_uri.into());
        Ok(url)
    }

    /// Starts single logout of a user: see [`SamlLogout`]. End the user's session here before.
    pub fn logout(&self, name_id: &NameId) -> SamlLogout {
        SamlLogout { sp: self.clone(), name_id: name_id.clone(), session_index: None }
    }

    /// Finishes single logout that started here: the identity provider's response must be signed,
    /// respond to this request and report success. It is checked here and now, which a message of at
    /// most 64 KiB allows.
    ///
    /// # Errors
    ///
    /// [`Error::Saml`]; [`SamlError::Status`] when somebody is still logged in somewhere.
    pub fn finish_logout(
        &self,
        message: &LogoutMessage,
        pending: PendingLogout,
    ) -> Result<(), Error> {
        let (sp, now) = (&*self.0, self.0.clock.now());
        let PendingLogout(pending) = pending;
        pending.check(&sp.idp.entity_id, &sp.entity_id, now, "the time for logging out")?;
        let tree = Tree::logout(&message.xml)?;
        let response = tree.root();
        if message.is_request || !response.is(SAMLP, "LogoutResponse") {
            return Err(SamlError::malformed("it is not a LogoutResponse").into());
        }
        message.verify(sp, &tree)?;
        let reader = reader(sp, Some(&pending.0));
        sp.check_logout(&reader, response)?;
        reader.in_response_to(response)?;
        Ok(check_status(response)?)
    }

    /// Reads the identity provider's request to end sessions. It must be signed and new. End the
    /// sessions, then respond with [`logout_response_redirect`](Self::logout_response_redirect) or
    /// [`logout_response_post`](Self::logout_response_post).
    ///
    /// Not idempotent: a request is single-use.
    ///
    /// # Errors
    ///
    /// [`Error::Saml`], and [`Error::Store`] when it cannot be known whether it was used before.
    pub async fn read_logout_request(
        &self,
        message: &LogoutMessage,
    ) -> Result<SamlLogoutRequest, Error> {
        let (sp, now) = (&*self.0, self.0.clock.now());
        let is_large = message.xml.len() > LARGE;
        let (ours, theirs) = (Arc::clone(&self.0), message.clone());
        let (request, end) = offload(is_large, move || read_request(&ours, &theirs)).await?;
        let life =
            end.duration_since(now).unwrap_or_default().saturating_add(Duration::from_secs(1));
        let key = replay_key(&sp.idp.entity_id, &request.id);
        if !sp.replay.first_use(&key, life).await? {
            return Err(SamlError::Replayed.into());
        }
        Ok(request)
    }

    /// The address that tells the identity provider that the sessions are ended.
    ///
    /// # Errors
    ///
    /// As [`SamlLogout::redirect`].
    pub fn logout_response_redirect(&self, request: &SamlLogoutRequest) -> Result<Url, Error> {
        let target = logout_target(&self.0.idp.logout_redirect_response)?;
        let key = self.0.logout_key()?;
        let xml = self.0.logout_response(&target, request, None)?;
        let relay_state = request.relay_state.as_deref();
        Ok(redirect(target, "SAMLResponse", &xml, relay_state, Some(key))?)
    }

    /// The form that tells the identity provider that the sessions are ended.
    ///
    /// # Errors
    ///
    /// As [`SamlLogout::redirect`].
    pub fn logout_response_post(&self, request: &SamlLogoutRequest) -> Result<PostForm, Error> {
        let target = logout_target(&self.0.idp.logout_post_response)?;
        let key = self.0.logout_key()?;
        let xml = key.fill(self.0.logout_response(&target, request, Some(key))?)?;
        Ok(PostForm::new(target, "SAMLResponse", &xml, request.relay_state.as_deref()))
    }
}

/// A logout request under construction, to be sent by the browser. It is signed, so the service
/// provider needs a signing key.
///
/// ```
/// # use authing_protocols::{Error, saml::{SamlLogin, ServiceProvider}};
/// # fn example(sp: ServiceProvider, login: SamlLogin) -> Result<(), Error> {
/// let mut logout = sp.logout(&login.name_id);
/// if let Some(index) = login.session_index {
///     logout = logout.session_index(index);
/// }
/// let (address, pending) = logout.redirect()?;
/// // Keep `pending.to_secret()` until the response comes, then redirect to the address.
/// # let _ = (address, pending); Ok(()) }
/// ```
///
/// Source: SAML Core section 3.7, Bindings sections 3.4 and 3.5. Idempotent: each call makes a new
/// request.
#[derive(Clone)]
#[must_use = "a request does nothing until the browser carries it"]
pub struct SamlLogout {
    sp: ServiceProvider,
    name_id: NameId,
    session_index: Option<String>,
}

impl SamlLogout {
    /// Ends only this session of the user at the identity provider. Default: all sessions.
    pub fn session_index(mut self, index: impl Into<String>) -> Self {
        self.session_index = Some(index.into());
        self
    }

    /// The URL to redirect the browser to (HTTP-Redirect), and what to keep until the response
    /// comes.
    ///
    /// # Errors
    ///
    /// [`Error::Call`] when there is no signing key or the identity provider does not take logout
    /// requests by this binding.
    pub fn redirect(self) -> Result<(Url, PendingLogout), Error> {
        let sp = &self.sp.0;
        let target = logout_target(&sp.idp.logout_redirect)?;
        let key = sp.logout_key()?;
        let (xml, pending) = self.xml(&target, None)?;
        Ok((redirect(target, "SAMLRequest", &xml, None, Some(key))?, pending))
    }

    /// The form for the browser to post (HTTP-POST), and what to keep until the response comes.
    ///
    /// # Errors
    ///
    /// As [`redirect`](Self::redirect).
    pub fn post(self) -> Result<(PostForm, PendingLogout), Error> {
        let sp = &self.sp.0;
        let target = logout_target(&sp.idp.logout_post)?;
        let key = sp.logout_key()?;
        let (xml, pending) = self.xml(&target, Some(key))?;
        Ok((PostForm::new(target, "SAMLRequest", &key.fill(xml)?, None), pending))
    }

    fn xml(
        &self,
        target: &Url,
        key: Option<&SigningKey>,
    ) -> Result<(String, PendingLogout), CallError> {
        let Self { sp, name_id, session_index } = self;
        sp.0.logout_request(target, name_id, session_index.as_deref(), key)
    }
}

authing_types::redacted_debug!(SamlLogout { sp });

impl SpConfig {
    fn logout_key(&self) -> Result<&SigningKey, CallError> {
        self.signing.as_ref().ok_or_else(|| {
            CallError::config("signing_key", "is missing: logout messages must be signed")
        })
    }

    fn logout_request(
        &self,
        target: &Url,
        name_id: &NameId,
        session_index: Option<&str>,
        key: Option<&SigningKey>,
    ) -> Result<(String, PendingLogout), CallError> {
        let (id, now) = (new_id()?, self.clock.now());
        let end = instant(after(now, REQUEST_LIFE));
        let mut xml = self.begin("samlp:LogoutRequest", &id, target, ("NotOnOrAfter", &end), key);
        let attributes = [
            ("Format", name_id.format.as_deref()),
            ("NameQualifier", name_id.name_qualifier.as_deref()),
            ("SPNameQualifier", name_id.sp_name_qualifier.as_deref()),
        ];
        xml.leaf("saml:NameID", &attributes, &name_id.value);
        if let Some(index) = session_index {
            xml.leaf("samlp:SessionIndex", &[], index);
        }
        let pending =
            PendingAuthn::new(id, &self.idp.entity_id, &self.entity_id, now, self.pending_life);
        Ok((xml.finish(), PendingLogout(pending)))
    }

    fn logout_response(
        &self,
        target: &Url,
        request: &SamlLogoutRequest,
        key: Option<&SigningKey>,
    ) -> Result<String, CallError> {
        let id = new_id()?;
        let answers = ("InResponseTo", request.id.as_str());
        let mut xml = self.begin("samlp:LogoutResponse", &id, target, answers, key);
        xml.open("samlp:Status", &[]).leaf("samlp:StatusCode", &[("Value", Some(SUCCESS))], "");
        Ok(xml.finish())
    }

    fn begin(
        &self,
        name: &'static str,
        id: &str,
        target: &Url,
        (attribute, value): (&str, &str),
        key: Option<&SigningKey>,
    ) -> Xml {
        let mut xml = Xml::default();
        xml.open(
            name,
            &[
                ("xmlns:samlp", Some(SAMLP)),
                ("xmlns:saml", Some(SAML)),
                ("ID", Some(id)),
                ("Version", Some("2.0")),
                ("IssueInstant", Some(&instant(self.clock.now()))),
                ("Destination", Some(target.as_str())),
                (attribute, Some(value)),
            ],
        );
        xml.leaf("saml:Issuer", &[], &self.entity_id);
        if let Some(key) = key {
            xml.signature(id, key.certificate());
        }
        xml
    }

    /// What both kinds of messages have in common.
    fn check_logout(&self, reader: &Reader<'_>, message: Node<'_>) -> Result<(), SamlError> {
        message.message_id()?;
        if message.attribute("Version") != Some("2.0") {
            return Err(SamlError::malformed("the message is not of version 2.0"));
        }
        let issued = required_time(message, "IssueInstant")?;
        reader.not_before(Some(issued), "the message's issue")?;
        reader.not_after(Some(after(issued, REQUEST_LIFE)), "the message's time")?;
        // Required of signed messages, so that one cannot be sent to somebody else.
        let found = message.attribute("Destination");
        if found.is_none() || found != self.logout_url.as_deref() {
            let mismatch = SamlMismatch::new(found, self.logout_url.as_deref());
            return Err(SamlError::Destination(mismatch));
        }
        reader.issuer(one(message, "Issuer", "the message names no issuer")?)
    }
}

fn read_request(
    sp: &SpConfig,
    message: &LogoutMessage,
) -> Result<(SamlLogoutRequest, std::time::SystemTime), SamlError> {
    let tree = Tree::logout(&message.xml)?;
    let request = tree.root();
    if !message.is_request || !request.is(SAMLP, "LogoutRequest") {
        return Err(SamlError::malformed("it is not a LogoutRequest"));
    }
    message.verify(sp, &tree)?;
    let reader = reader(sp, None);
    sp.check_logout(&reader, request)?;
    let end = time(request, "NotOnOrAfter")?;
    reader.not_after(end, "the message's time")?;
    if request.child(SAML, "EncryptedID")?.is_some() {
        return Err(SamlError::Unsupported("encrypted name identifiers"));
    }
    let name_id = one(request, "NameID", "the request names nobody")?;
    let indexes = request.children_named(SAMLP, "SessionIndex").map(Node::value);
    // One that is empty names no session, and the user is to be logged out all the same.
    let named = indexes.filter(|index| !index.as_ref().is_ok_and(|index| index.trim().is_empty()));
    let session_indexes: Result<_, _> =
        named.map(|index| index.map(std::borrow::Cow::into_owned)).collect();
    let issued = required_time(request, "IssueInstant")?;
    let request = SamlLogoutRequest {
        id: request.message_id()?.to_owned(),
        name_id: NameId::read(name_id)?,
        session_indexes: session_indexes?,
        relay_state: message.relay_state.clone(),
    };
    Ok((request, after(issued, REQUEST_LIFE + sp.leeway)))
}

fn reader<'a>(sp: &'a SpConfig, pending: Option<&'a PendingRequest>) -> Reader<'a> {
    Reader { sp, pending, begun_at: None, now: sp.clock.now() }
}

fn logout_target(url: &Option<Url>) -> Result<Url, CallError> {
    url.clone().ok_or_else(|| {
        let problem = "is missing: the identity provider takes no logout messages by this binding";
        CallError::config("idp.logout_url", problem)
    })
}
