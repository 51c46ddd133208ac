//! Requests to sign a visitor in.

use authing_core::Error as CallError;
use authing_types::Secret;
use url::Url;

use crate::{
    error::Error,
    store::{PendingStore, handle::new_handle},
};

use super::{
    binding::{PostForm, redirect},
    context::ContextComparison,
    names::{self, SAML, SAMLP},
    pending::PendingAuthn,
    sp::ServiceProvider,
    write::{Xml, instant, new_id},
};

/// SAML Bindings sections 3.4.3 and 3.5.3.
const MAX_RELAY_STATE: usize = 80;

/// A request to sign a visitor in, to be sent by the browser. It is signed if the service provider
/// has a signing key.
///
/// ```
/// # use authing_protocols::{Error, saml::{SamlIdentityProvider, ServiceProvider}};
/// # fn example(sp: ServiceProvider) -> Result<(), Error> {
/// let request = sp.authn_request().relay_state("/orders").force_authn(true);
/// let (address, pending) = request.redirect()?;
/// // Keep `pending.to_secret()` in the visitor's session, then redirect to the address.
/// # let _ = (address, pending); Ok(()) }
/// ```
///
/// Source: SAML Core section 3.4.1, Bindings sections 3.4 and 3.5;
/// Authing's `/api/v2/saml-idp/{appId}`. Idempotent: each call makes a new request.
#[derive(Clone)]
#[must_use = "a request does nothing until the browser carries it"]
pub struct AuthnRequest {
    sp: ServiceProvider,
    relay_state: Option<String>,
    name_id_format: Option<String>,
    allow_create: Option<bool>,
    force_authn: bool,
    passive: bool,
    contexts: Vec<String>,
    comparison: ContextComparison,
}

impl ServiceProvider {
    /// Starts a login: see [`AuthnRequest`].
    pub fn authn_request(&self) -> AuthnRequest {
        AuthnRequest::new(self.clone())
    }
}

impl AuthnRequest {
    fn new(sp: ServiceProvider) -> Self {
        Self {
            sp,
            relay_state: None,
            name_id_format: None,
            allow_create: None,
            force_authn: false,
            passive: false,
            contexts: Vec::new(),
            comparison: ContextComparison::Exact,
        }
    }

    /// What comes back with the response, at most 80 bytes: a path of your own, or a key to
    /// what you remember. The identity provider and the visitor can read it.
    pub fn relay_state(mut self, state: impl Into<String>) -> Self {
        self.relay_state = Some(state.into()).filter(|state| !state.is_empty());
        self
    }

    /// Which kind of name is wanted, for instance
    /// `urn:oasis:names:tc:SAML:2.0:nameid-format:persistent`. Default: the identity provider's
    /// choice.
    pub fn name_id_format(mut self, format: impl Into<String>) -> Self {
        self.name_id_format = Some(format.into());
        self
    }

    /// Whether the identity provider may make a new name for the visitor. Default: not said.
    pub fn allow_create(mut self, allow: bool) -> Self {
        self.allow_create = Some(allow);
        self
    }

    /// Whether the user must log in again, even with a session at the identity provider. The
    /// response is refused if the login it reports is older than the request. Default: no.
    pub fn force_authn(mut self, force: bool) -> Self {
        self.force_authn = force;
        self
    }

    /// Whether the identity provider must not show itself: who is not logged in there comes back
    /// with the status `NoPassive`. Default: no.
    pub fn passive(mut self, passive: bool) -> Self {
        self.passive = passive;
        self
    }

    /// The ways of logging in that are wanted, as identifiers such as
    /// `urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport`. Default: any.
    pub fn authn_context<S: Into<String>>(
        mut self,
        classes: impl IntoIterator<Item = S>,
        comparison: ContextComparison,
    ) -> Self {
        self.contexts = classes.into_iter().map(Into::into).collect();
        self.comparison = comparison;
        self
    }

    /// The address to send the browser to (HTTP-Redirect), and what to remember until it is back.
    ///
    /// # Errors
    ///
    /// [`Error::Call`] when the relay state is too long, the identity provider does not take this
    /// binding, or `passive` and `force_authn` are both set.
    pub fn redirect(self) -> Result<(Url, PendingAuthn), Error> {
        let target = self.target(&self.sp.0.idp.sso_redirect, "HTTP-Redirect")?;
        let (xml, pending) = self.xml(&target, false)?;
        let key = self.sp.0.signing.as_ref();
        let url = redirect(target, "SAMLRequest", &xml, self.relay_state.as_deref(), key)?;
        Ok((url, pending))
    }

    /// The form for the browser to post (HTTP-POST), and what to remember until it is back.
    ///
    /// # Errors
    ///
    /// As [`redirect`](Self::redirect).
    pub fn post(self) -> Result<(PostForm, PendingAuthn), Error> {
        let target = self.target(&self.sp.0.idp.sso_post, "HTTP-POST")?;
        let (mut xml, pending) = self.xml(&target, true)?;
        if let Some(key) = &self.sp.0.signing {
            xml = key.fill(xml)?;
        }
        let form = PostForm::new(target, "SAMLRequest", &xml, self.relay_state.as_deref());
        Ok((form, pending))
    }

    /// As [`redirect`](Self::redirect), with a store that remembers. The handle belongs into a
    /// cookie of this browser (`HttpOnly`, `Secure`, `SameSite=None`, because the response is
    /// posted from another site).
    ///
    /// # Errors
    ///
    /// As [`redirect`](Self::redirect), and [`Error::Store`].
    pub async fn redirect_with_store(
        self,
        store: &dyn PendingStore,
    ) -> Result<(Url, Secret), Error> {
        let life = self.sp.0.pending_life;
        let (url, pending) = self.redirect()?;
        let handle = new_handle()?;
        store.put(handle.expose(), pending.to_secret(), life).await?;
        Ok((url, handle))
    }

    /// As [`post`](Self::post), with a store that remembers.
    ///
    /// # Errors
    ///
    /// As [`redirect_with_store`](Self::redirect_with_store).
    pub async fn post_with_store(
        self,
        store: &dyn PendingStore,
    ) -> Result<(PostForm, Secret), Error> {
        let life = self.sp.0.pending_life;
        let (form, pending) = self.post()?;
        let handle = new_handle()?;
        store.put(handle.expose(), pending.to_secret(), life).await?;
        Ok((form, handle))
    }

    fn target(&self, url: &Option<Url>, binding: &str) -> Result<Url, CallError> {
        if self.relay_state.as_ref().is_some_and(|state| state.len() > MAX_RELAY_STATE) {
            let problem = "is longer than 80 bytes: send a key and keep the rest";
            return Err(CallError::input("relay_state", problem));
        }
        if self.passive && self.force_authn {
            return Err(CallError::input("passive", "cannot be combined with `force_authn`"));
        }
        url.clone().ok_or_else(|| {
            let problem = format!("the identity provider does not take requests by {binding}");
            CallError::input("binding", problem)
        })
    }

    fn xml(&self, target: &Url, sign: bool) -> Result<(String, PendingAuthn), CallError> {
        let sp = &self.sp.0;
        let (id, now) = (new_id()?, sp.clock.now());
        let flag = |set: bool| set.then_some("true");
        let mut xml = Xml::default();
        xml.open(
            "samlp:AuthnRequest",
            &[
                ("xmlns:samlp", Some(SAMLP)),
                ("xmlns:saml", Some(SAML)),
                ("ID", Some(&id)),
                ("Version", Some("2.0")),
                ("IssueInstant", Some(&instant(now))),
                ("Destination", Some(target.as_str())),
                ("ForceAuthn", flag(self.force_authn)),
                ("IsPassive", flag(self.passive)),
                ("ProtocolBinding", Some(names::HTTP_POST)),
                ("AssertionConsumerServiceURL", Some(&sp.acs_url)),
            ],
        );
        xml.leaf("saml:Issuer", &[], &sp.entity_id);
        if let (true, Some(key)) = (sign, &sp.signing) {
            xml.signature(&id, key.certificate());
        }
        if self.name_id_format.is_some() || self.allow_create.is_some() {
            let create = self.allow_create.map(|allow| if allow { "true" } else { "false" });
            let format = self.name_id_format.as_deref();
            xml.leaf("samlp:NameIDPolicy", &[("Format", format), ("AllowCreate", create)], "");
        }
        if !self.contexts.is_empty() {
            let comparison = self.comparison.as_str();
            xml.open("samlp:RequestedAuthnContext", &[("Comparison", Some(comparison))]);
            for class in &self.contexts {
                xml.leaf("saml:AuthnContextClassRef", &[], class);
            }
            xml.close();
        }
        let mut pending =
            PendingAuthn::new(id, &sp.idp.entity_id, &sp.entity_id, now, sp.pending_life);
        pending.0.relay_state.clone_from(&self.relay_state);
        pending.0.force_authn = self.force_authn;
        pending.0.contexts.clone_from(&self.contexts);
        pending.0.comparison = self.comparison;
        Ok((xml.finish(), pending))
    }
}

authing_types::redacted_debug!(AuthnRequest { sp, force_authn, passive, comparison });
