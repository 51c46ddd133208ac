//! The service provider: what it is made of.

use std::{
    fmt,
    sync::Arc,
    time::{Duration, SystemTime},
};

use authing_core::{Clock, Error as CallError, SystemClock, options};
use authing_types::Secret;
use url::Url;

use crate::{
    Error,
    store::{MemoryStore, ReplayStore},
};

use super::{
    error::SamlError,
    idp::{SamlIdentityProvider, address},
    keys::{DecryptionKey, SigningKey},
    pending,
    signature::Trust,
};

/// Clocks differ by this much without anybody noticing.
const LEEWAY: Duration = Duration::from_secs(60);
/// With more, expired assertions would be accepted.
const MAX_LEEWAY: Duration = Duration::from_secs(300);

/// A SAML 2.0 service provider that trusts one identity provider. Cheap to clone.
#[derive(Clone)]
pub struct ServiceProvider(pub(super) Arc<SpConfig>);

pub(super) struct SpConfig {
    pub(super) entity_id: String,
    /// As given: messages are compared with it letter by letter.
    pub(super) acs_url: String,
    pub(super) logout_url: Option<String>,
    pub(super) idp: IdpEndpoints,
    pub(super) trust: Trust,
    /// Until when the provider's keys and addresses hold, as its metadata says.
    valid_until: Option<SystemTime>,
    pub(super) signing: Option<SigningKey>,
    pub(super) decryption: Option<DecryptionKey>,
    pub(super) audiences: Vec<String>,
    pub(super) idp_initiated: bool,
    pub(super) leeway: Duration,
    pub(super) pending_life: Duration,
    pub(super) mappings: Vec<(String, String)>,
    pub(super) replay: Arc<dyn ReplayStore>,
    pub(super) clock: Arc<dyn Clock>,
}

/// The identity provider's name and addresses.
pub(super) struct IdpEndpoints {
    pub(super) entity_id: String,
    pub(super) sso_redirect: Option<Url>,
    pub(super) sso_post: Option<Url>,
    pub(super) logout_redirect: Option<Url>,
    pub(super) logout_post: Option<Url>,
    pub(super) logout_redirect_response: Option<Url>,
    pub(super) logout_post_response: Option<Url>,
    pub(super) authing_host: Option<Url>,
}

impl ServiceProvider {
    /// Begins a service provider: its entity id, which names it to the identity provider, and the
    /// address of its assertion consumer service (ACS), where browsers post responses. Both must
    /// be as they are registered at the identity provider, letter by letter.
    ///
    /// ```
    /// use authing_protocols::saml::{SamlIdentityProvider, ServiceProvider};
    ///
    /// let acs = "https://me.example.com/saml/acs";
    /// let builder = ServiceProvider::builder("https://me.example.com/saml", acs)
    ///     .idp(SamlIdentityProvider::new("https://idp.example.com", "https://idp.example.com/sso"));
    /// // Without a certificate nothing could be verified.
    /// assert!(builder.build().is_err());
    /// ```
    pub fn builder(
        entity_id: impl Into<String>,
        acs_url: impl Into<String>,
    ) -> ServiceProviderBuilder {
        ServiceProviderBuilder {
            entity_id: entity_id.into(),
            acs_url: acs_url.into(),
            logout_url: None,
            idp: None,
            signing: None,
            decryption: None,
            audiences: Vec::new(),
            idp_initiated: false,
            leeway: LEEWAY,
            pending_life: pending::LIFETIME,
            mappings: Vec::new(),
            replay: None,
            clock: Arc::new(SystemClock),
        }
    }

    /// The entity id.
    pub fn entity_id(&self) -> &str {
        &self.0.entity_id
    }

    /// The address of the assertion consumer service.
    pub fn acs_url(&self) -> &str {
        &self.0.acs_url
    }

    /// The entity id of the identity provider.
    pub fn idp_entity_id(&self) -> &str {
        &self.0.idp.entity_id
    }
}

impl SpConfig {
    /// Whether the provider's keys and addresses hold: a service may run for longer than they do.
    pub(super) fn check_metadata(&self, now: SystemTime) -> Result<(), SamlError> {
        check_metadata(self.valid_until, now)
    }
}

/// SAML 2.0 Metadata section 2.3.2: what is over counts no more.
fn check_metadata(valid_until: Option<SystemTime>, now: SystemTime) -> Result<(), SamlError> {
    match valid_until {
        Some(end) if end <= now => {
            Err(SamlError::metadata("its `validUntil` is over: fetch it again"))
        }
        _ => Ok(()),
    }
}

impl fmt::Debug for ServiceProvider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServiceProvider")
            .field("entity_id", &self.0.entity_id)
            .field("acs_url", &self.0.acs_url)
            .field("idp", &self.0.idp.entity_id)
            .field("trust", &self.0.trust)
            .finish_non_exhaustive()
    }
}

/// Builds a [`ServiceProvider`]. `Debug` shows no key.
#[must_use = "a builder does nothing until it builds"]
pub struct ServiceProviderBuilder {
    entity_id: String,
    acs_url: String,
    logout_url: Option<String>,
    idp: Option<SamlIdentityProvider>,
    signing: Option<(Secret, String)>,
    decryption: Option<(Secret, String)>,
    audiences: Vec<String>,
    idp_initiated: bool,
    leeway: Duration,
    pending_life: Duration,
    mappings: Vec<(String, String)>,
    replay: Option<Arc<dyn ReplayStore>>,
    clock: Arc<dyn Clock>,
}

impl ServiceProviderBuilder {
    /// The identity provider. Required.
    pub fn idp(mut self, idp: SamlIdentityProvider) -> Self {
        self.idp = Some(idp);
        self
    }

    /// Signs requests and logout messages: an RSA key of 2048 bits or more as PKCS#8 PEM, and its
    /// certificate as PEM. Default: nothing is signed.
    pub fn signing_key(
        mut self,
        private_pem: impl Into<Secret>,
        certificate_pem: impl Into<String>,
    ) -> Self {
        self.signing = Some((private_pem.into(), certificate_pem.into()));
        self
    }

    /// Decrypts assertions: an RSA key of 2048 bits or more as PKCS#8 PEM, and its certificate as
    /// PEM. Default: encrypted assertions are refused.
    pub fn decryption_key(
        mut self,
        private_pem: impl Into<Secret>,
        certificate_pem: impl Into<String>,
    ) -> Self {
        self.decryption = Some((private_pem.into(), certificate_pem.into()));
        self
    }

    /// Where the identity provider sends logout messages. Default: it does not.
    pub fn logout_url(mut self, url: impl Into<String>) -> Self {
        self.logout_url = Some(url.into());
        self
    }

    /// One more audience that means this service provider, beside its entity id.
    pub fn audience(mut self, audience: impl Into<String>) -> Self {
        self.audiences.push(audience.into());
        self
    }

    /// Accepts login that starts at the identity provider, by
    /// [`finish_unsolicited`](ServiceProvider::finish_unsolicited). Default: no, because
    /// an attacker can then have a visitor's browser post the attacker's response, which logs the
    /// visitor in as the attacker.
    pub fn allow_idp_initiated(mut self, allow: bool) -> Self {
        self.idp_initiated = allow;
        self
    }

    /// How far the identity provider's clock may be off. Default: 60 s; at most 300 s.
    pub fn leeway(mut self, leeway: Duration) -> Self {
        self.leeway = leeway;
        self
    }

    /// How long a visitor has from the request to the response. Default: 600 s.
    pub fn pending_lifetime(mut self, lifetime: Duration) -> Self {
        self.pending_life = lifetime;
        self
    }

    /// Which attribute carries a field of the user, as in `mappings` of the application's SAML
    /// settings at Authing: `.mapping("email", "emailAddress")`. Read the field with
    /// [`SamlLogin::field`](super::SamlLogin::field).
    pub fn mapping(
        mut self,
        user_field: impl Into<String>,
        attribute_name: impl Into<String>,
    ) -> Self {
        self.mappings.push((user_field.into(), attribute_name.into()));
        self
    }

    /// Where used assertions are remembered. Default: in this process's memory. Services of
    /// several processes must share one, or an assertion can be used once at each.
    pub fn replay_store(mut self, store: Arc<dyn ReplayStore>) -> Self {
        self.replay = Some(store);
        self
    }

    /// Another clock than the machine's: for tests.
    pub fn clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = clock;
        self
    }

    /// Makes the service provider. No network is touched.
    ///
    /// # Errors
    ///
    /// [`Error::Call`] naming the option that is missing or wrong; [`Error::Saml`] with
    /// [`SamlError::Key`] for a key or certificate that cannot be used, or when the identity
    /// provider has none; [`SamlError::Metadata`] when its metadata is no longer valid.
    pub fn build(self) -> Result<ServiceProvider, Error> {
        let required = |option: &'static str, text: &str| {
            let text = options::text(option, text)?;
            if text.is_empty() { Err(CallError::config(option, "is empty")) } else { Ok(text) }
        };
        let entity_id = required("entity_id", &self.entity_id)?;
        let acs_url = required("acs_url", &self.acs_url)?;
        address("acs_url", &acs_url)?;
        let mut idp = self.idp.ok_or_else(|| {
            CallError::config("idp", "is missing: say which identity provider is trusted")
        })?;
        idp.entity_id = required("idp.entity_id", &idp.entity_id)?;
        check_metadata(idp.valid_until, self.clock.now())?;
        if idp.wants_signed_requests && self.signing.is_none() {
            let problem = "is missing: the identity provider takes signed requests only";
            return Err(CallError::config("signing_key", problem).into());
        }
        if self.leeway > MAX_LEEWAY {
            return Err(CallError::config("leeway", "is more than 300 s").into());
        }
        let logout_url = options::text_opt("logout_url", self.logout_url.as_deref())?;
        if let Some(url) = &logout_url {
            address("logout_url", url)?;
        }
        let trust = Trust::new(idp.trusted()?);
        let audience = |text: &String| options::text("audience", text);
        let mut audiences: Vec<_> =
            self.audiences.iter().map(audience).collect::<Result<_, _>>()?;
        audiences.push(entity_id.clone());
        if idp.authing_host.is_some() {
            audiences.push(acs_url.clone());
        }
        let signing = match &self.signing {
            Some((key, certificate)) => Some(SigningKey::new(key.expose(), certificate)?),
            None => None,
        };
        let decryption = match &self.decryption {
            Some((key, certificate)) => Some(DecryptionKey::new(key.expose(), certificate)?),
            None => None,
        };
        let replay = self
            .replay
            .unwrap_or_else(|| Arc::new(MemoryStore::new().clock(Arc::clone(&self.clock))));
        Ok(ServiceProvider(Arc::new(SpConfig {
            entity_id,
            acs_url,
            logout_url,
            idp: IdpEndpoints::new(&idp)?,
            trust,
            valid_until: idp.valid_until,
            signing,
            decryption,
            audiences,
            idp_initiated: self.idp_initiated,
            leeway: self.leeway,
            pending_life: self.pending_life,
            mappings: self.mappings,
            replay,
            clock: self.clock,
        })))
    }
}

authing_types::redacted_debug!(ServiceProviderBuilder { entity_id });

impl IdpEndpoints {
    fn new(idp: &SamlIdentityProvider) -> Result<Self, CallError> {
        let url = |option: &'static str, text: &Option<String>| {
            text.as_deref().map(|text| address(option, text)).transpose()
        };
        // The other addresses of an application of Authing's are made from this one.
        let authing_host = idp.authing_host.as_deref();
        let authing_host = authing_host.map(|host| options::host("app_host", host)).transpose()?;
        let logout = &idp.logout;
        let (redirect, post) =
            (url("idp.logout_url", &logout.redirect)?, url("idp.logout_url", &logout.post)?);
        Ok(Self {
            entity_id: idp.entity_id.clone(),
            sso_redirect: url("idp.sso_url", &idp.sso_redirect)?,
            sso_post: url("idp.sso_url", &idp.sso_post)?,
            logout_redirect_response: url("idp.logout_url", &logout.redirect_response)?
                .or_else(|| redirect.clone()),
            logout_post_response: url("idp.logout_url", &logout.post_response)?
                .or_else(|| post.clone()),
            logout_redirect: redirect,
            logout_post: post,
            authing_host,
        })
    }
}
