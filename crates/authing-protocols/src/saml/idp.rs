//! The identity provider: its name, its addresses and the keys it signs with.

use std::time::SystemTime;

use authing_core::{Error, options};
use authing_types::SetAside;
use url::Url;

use super::{error::SamlError, keys::Certificate};

/// An identity provider that signs visitors in.
///
/// ```
/// use authing_protocols::saml::SamlIdentityProvider;
///
/// # fn example(old: &str, new: &str) {
/// // While the provider changes its key, both certificates count.
/// let authing = SamlIdentityProvider::authing("https://my-app.authing.cn", "APP_ID", old)
///     .certificate(new);
/// let other = SamlIdentityProvider::new("https://idp.example.com", "https://idp.example.com/sso")
///     .certificate(old);
/// # let _ = (authing, other); }
/// ```
#[derive(Clone)]
#[must_use = "give it to a service provider's builder"]
pub struct SamlIdentityProvider {
    pub(super) entity_id: String,
    pub(super) sso_redirect: Option<String>,
    pub(super) sso_post: Option<String>,
    pub(super) logout: LogoutUrls,
    pub(super) certificates: Vec<Certificate>,
    pub(super) certificate_pems: Vec<String>,
    pub(super) wants_signed_requests: bool,
    pub(super) valid_until: Option<SystemTime>,
    /// The application's host, if it is Authing.
    pub(super) authing_host: Option<String>,
    pub(super) set_aside: Vec<SetAside>,
}

/// Where single logout happens, by binding.
#[derive(Clone, Default)]
pub(super) struct LogoutUrls {
    pub(super) redirect: Option<String>,
    pub(super) post: Option<String>,
    /// Where responses go, if not to where requests go.
    pub(super) redirect_response: Option<String>,
    pub(super) post_response: Option<String>,
}

impl SamlIdentityProvider {
    /// An identity provider by its entity id, the address of its single sign-on, which takes both
    /// bindings, and the certificates that are added with [`certificate`](Self::certificate).
    pub fn new(entity_id: impl Into<String>, sso_url: impl Into<String>) -> Self {
        let sso_url = sso_url.into();
        Self {
            entity_id: entity_id.into(),
            sso_redirect: Some(sso_url.clone()),
            sso_post: Some(sso_url),
            logout: LogoutUrls::default(),
            certificates: Vec::new(),
            certificate_pems: Vec::new(),
            wants_signed_requests: false,
            valid_until: None,
            authing_host: None,
            set_aside: Vec::new(),
        }
    }

    /// Authing as the identity provider of one application: its host, such as
    /// `https://my-app.authing.cn`, its id, and its certificate as PEM, which the console shows
    /// (`/api/v2/saml-idp/{appId}/cert`).
    ///
    /// The issuer is taken to be the address of the application's metadata. If responses are
    /// refused with [`SamlError::Issuer`], give what the console shows to
    /// [`entity_id`](Self::entity_id), or read it with the keys from the metadata:
    /// [`FetchMetadata::authing`](super::FetchMetadata::authing). As Authing names the assertion
    /// consumer service as the audience unless told otherwise, that is accepted as well.
    pub fn authing(
        app_host: impl Into<String>,
        app_id: impl Into<String>,
        certificate_pem: impl Into<String>,
    ) -> Self {
        let (host, app_id) = (app_host.into(), app_id.into());
        // What cannot be read stays as it is, for the error of the builder that it is given to.
        let host = match options::host("app_host", &host) {
            Ok(url) => url.as_str().trim_end_matches('/').to_owned(),
            Err(_) => host,
        };
        let app_id = options::text("app_id", &app_id).unwrap_or(app_id);
        let base = format!("{host}/api/v2/saml-idp/{app_id}");
        let mut provider = Self::new(format!("{base}/metadata"), base).certificate(certificate_pem);
        provider.authing_host = Some(host);
        provider
    }

    /// Another entity id than assumed.
    pub fn entity_id(mut self, entity_id: impl Into<String>) -> Self {
        self.entity_id = entity_id.into();
        self
    }

    /// Trusts one more certificate, as PEM: during a change of keys the old and the new one. Its
    /// dates are not looked at, because in SAML it only carries a key. RSA keys need 2048 bits.
    pub fn certificate(mut self, pem: impl Into<String>) -> Self {
        self.certificate_pems.push(pem.into());
        self
    }

    /// Where the provider takes logout messages, by both bindings.
    pub fn logout_url(mut self, url: impl Into<String>) -> Self {
        let url = url.into();
        self.logout =
            LogoutUrls { redirect: Some(url.clone()), post: Some(url), ..LogoutUrls::default() };
        self
    }

    /// Until when its metadata holds (`validUntil`); `None` where it does not say. After that nobody is
    /// logged in by it any more: fetch it again and build another service provider before.
    pub fn valid_until(&self) -> Option<SystemTime> {
        self.valid_until
    }

    /// What its metadata holds and could not be used, with the reason: keys that verify nothing
    /// here, such as short ones, and endpoints that are not addresses. The rest is used without it.
    pub fn set_aside(&self) -> &[SetAside] {
        &self.set_aside
    }

    /// All certificates, read; at least one.
    pub(super) fn trusted(&self) -> Result<Vec<Certificate>, SamlError> {
        let mut certificates = self.certificates.clone();
        for pem in &self.certificate_pems {
            certificates.extend(Certificate::from_pem(pem)?);
        }
        if certificates.is_empty() {
            return Err(SamlError::Key {
                what: "identity provider's certificate",
                problem: "is missing, so that nothing could be verified".to_owned(),
            });
        }
        Ok(certificates)
    }
}

/// An address for the browser, from the configuration.
pub(super) fn address(option: &'static str, text: &str) -> Result<Url, Error> {
    let text = options::text(option, text)?;
    let url = Url::parse(&text).map_err(|cause| {
        Error::config(option, "is not an address: give it with `https://`").with_source(cause)
    })?;
    match unfit(&url) {
        Some(problem) => Err(Error::config(option, problem)),
        None => Ok(url),
    }
}

/// What is wrong with a text of metadata as an address for the browser.
pub(super) fn address_problem(text: &str) -> Option<&'static str> {
    match Url::parse(text) {
        Ok(url) => unfit(&url),
        Err(_) => Some("is not a whole address"),
    }
}

fn unfit(url: &Url) -> Option<&'static str> {
    if !matches!(url.scheme(), "https" | "http") || !url.has_host() {
        return Some("must begin with `https://`");
    }
    if url.fragment().is_some() || !url.username().is_empty() || url.password().is_some() {
        return Some("must hold no fragment, username or password");
    }
    None
}

authing_types::redacted_debug!(SamlIdentityProvider { entity_id, certificates });
