//! Metadata: our own, and that of identity providers.
//!
//! Source: SAML 2.0 Metadata.

use std::sync::Arc;

use authing_core::{
    FixedToken, Operation, RestRequest,
    client::{ApiClient, ClientConfig, ClientIdentity, Pipeline},
    client_config_setters, options,
};

use crate::{Error, offload::offload};

use super::{
    error::SamlError,
    idp::{SamlIdentityProvider, address},
    names::{HTTP_POST, HTTP_REDIRECT, MD, SAMLP},
    provider::read,
    sp::{ServiceProvider, SpConfig},
    write::Xml,
};

/// Bytes of metadata: with more, reading it takes longer than a task should go on without a pause.
const LARGE: usize = 256 << 10;

const FETCH: Operation = Operation::get("saml.metadata", "/").idempotent();

/// Fetches an identity provider's metadata. What it says is trusted, so it is fetched by `https`
/// only, except from this machine and where plain `http` is switched on.
///
/// ```no_run
/// use authing_protocols::saml::FetchMetadata;
///
/// # async fn example() -> Result<(), authing_protocols::Error> {
/// let provider = FetchMetadata::authing("https://my-app.authing.cn", "APP_ID").send().await?;
/// # let _ = provider; Ok(()) }
/// ```
#[must_use = "nothing is fetched until it is sent"]
pub struct FetchMetadata {
    url: String,
    entity_id: Option<String>,
    authing_host: Option<String>,
    config: ClientConfig,
}

client_config_setters!(FetchMetadata, config);

impl FetchMetadata {
    /// The metadata at this address.
    pub fn new(url: impl Into<String>) -> Self {
        let url = url.into();
        let mut config = ClientConfig::new(url.clone());
        config.host_option = "url";
        Self { config, url, entity_id: None, authing_host: None }
    }

    /// The metadata of an application at Authing: `{app_host}/api/v2/saml-idp/{appId}/metadata`.
    pub fn authing(app_host: impl Into<String>, app_id: impl Into<String>) -> Self {
        let known = SamlIdentityProvider::authing(app_host, app_id, "");
        let mut fetch = Self::new(known.entity_id);
        fetch.authing_host = known.authing_host;
        fetch.config.host_option = "app_host";
        fetch
    }

    /// Which identity provider of a document that describes several, by its entity id; of one that
    /// describes one, which it must be. See [`SamlIdentityProvider::from_metadata_of`].
    pub fn entity_id(mut self, entity_id: impl Into<String>) -> Self {
        self.entity_id = Some(entity_id.into());
        self
    }

    /// Fetches and reads it. Idempotent.
    ///
    /// # Errors
    ///
    /// [`Error::Call`] when it cannot be fetched, [`Error::Saml`] when it cannot be used.
    pub async fn send(mut self) -> Result<SamlIdentityProvider, Error> {
        if let Some(host) = &self.authing_host {
            options::host("app_host", host)?;
        }
        let url = address(self.config.host_option, &self.url)?;
        self.config.host = url.origin().ascii_serialization();
        let identity = ClientIdentity { user_pool_id: None, app_id: None };
        // Whoever can alter it on its way could log in as anybody: the pipeline refuses plain `http`.
        let pipeline = Pipeline::new(&self.config, &identity)?;
        let api = ApiClient::new(pipeline, Arc::new(FixedToken::none()));
        let xml = api.rest_bytes(RestRequest::new(FETCH).address(&url)).await?;
        let wanted = self.entity_id;
        let is_large = xml.len() > LARGE;
        let mut provider = offload(is_large, move || read(&xml, wanted.as_deref())).await?;
        provider.authing_host = self.authing_host;
        Ok(provider)
    }
}

impl SamlIdentityProvider {
    /// An identity provider as its metadata describes it. Certificates for signing, or for no
    /// stated use, are trusted: get the metadata from a place that nobody else can write to.
    ///
    /// Keys and endpoints that cannot be used are set aside, and
    /// [`set_aside`](Self::set_aside) says why; one key to verify with and one address to log in at
    /// there must be. It counts until [`valid_until`](Self::valid_until). Of several entities in one document there must be one that is an identity
    /// provider; [`from_metadata_of`](Self::from_metadata_of) chooses.
    ///
    /// # Errors
    ///
    /// [`SamlError::Metadata`] when it is not metadata, or describes no identity provider that can
    /// be used; [`SamlError::NoUsableKey`] with the reason of each key when none verifies anything;
    /// [`SamlError::SeveralProviders`] with their entity ids. A document that is not read at all
    /// says why: [`SamlError::NotXml`], [`SamlError::NotUtf8`], [`SamlError::NotWellFormed`],
    /// [`SamlError::Markup`], [`SamlError::TooLarge`] (16 MiB, 64 certificates, and
    /// [more](super#how-much-is-read)).
    pub fn from_metadata(xml: impl AsRef<[u8]>) -> Result<Self, SamlError> {
        read(xml.as_ref(), None)
    }

    /// The identity provider of this entity id, from metadata that may describe many, as
    /// federations publish it. Nothing else in the document is looked at.
    ///
    /// ```
    /// use authing_protocols::saml::{SamlError, SamlIdentityProvider};
    ///
    /// # fn example(federation: &str) -> Result<(), SamlError> {
    /// let idp =
    ///     SamlIdentityProvider::from_metadata_of(federation, "https://idp.example.com/metadata")?;
    /// for aside in idp.set_aside() {
    ///     println!("{aside}");
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    ///
    /// As [`from_metadata`](Self::from_metadata), and [`SamlError::UnknownProvider`] when it is not
    /// there.
    pub fn from_metadata_of(
        xml: impl AsRef<[u8]>,
        entity_id: impl Into<String>,
    ) -> Result<Self, SamlError> {
        read(xml.as_ref(), Some(&entity_id.into()))
    }
}

impl ServiceProvider {
    /// This service provider's metadata, to register it at an identity provider: entity id, ACS,
    /// logout service and certificates.
    ///
    /// Source: SAML 2.0 Metadata.
    pub fn metadata(&self) -> String {
        write(&self.0)
    }
}

/// Our own metadata.
fn write(sp: &SpConfig) -> String {
    let signed = if sp.signing.is_some() { "true" } else { "false" };
    let mut xml = Xml::default();
    xml.open("md:EntityDescriptor", &[("xmlns:md", Some(MD)), ("entityID", Some(&sp.entity_id))]);
    xml.open(
        "md:SPSSODescriptor",
        &[
            ("protocolSupportEnumeration", Some(SAMLP)),
            ("AuthnRequestsSigned", Some(signed)),
            ("WantAssertionsSigned", Some("true")),
        ],
    );
    let signing = sp.signing.as_ref().map(|key| ("signing", key.certificate()));
    let encryption = sp.decryption.as_ref().map(|key| ("encryption", key.certificate()));
    for (usage, certificate) in signing.into_iter().chain(encryption) {
        xml.open("md:KeyDescriptor", &[("use", Some(usage))]).certificate(certificate);
        if usage == "encryption" {
            for algorithm in [
                "http://www.w3.org/2009/xmlenc11#aes256-gcm",
                "http://www.w3.org/2009/xmlenc11#aes128-gcm",
                "http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p",
            ] {
                xml.leaf("md:EncryptionMethod", &[("Algorithm", Some(algorithm))], "");
            }
        }
        xml.close();
    }
    if let Some(url) = &sp.logout_url {
        for binding in [HTTP_REDIRECT, HTTP_POST] {
            let attributes = [("Binding", Some(binding)), ("Location", Some(url.as_str()))];
            xml.leaf("md:SingleLogoutService", &attributes, "");
        }
    }
    xml.leaf(
        "md:AssertionConsumerService",
        &[
            ("Binding", Some(HTTP_POST)),
            ("Location", Some(&sp.acs_url)),
            ("index", Some("0")),
            ("isDefault", Some("true")),
        ],
        "",
    );
    xml.finish()
}

authing_types::redacted_debug!(FetchMetadata {});
