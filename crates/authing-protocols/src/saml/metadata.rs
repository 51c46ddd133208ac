//! Metadata: our own, and that of identity providers.
//!
//! Source: SAML 2.0 Metadata.

use std::sync::Arc;

use authing_core::{
    FixedToken, Operation, RestRequest,
    client::{ApiClient, ClientConfig, ClientIdentity, Pipeline},
    client_config_setters, options,
};

use crate::Error;

use super::{
    assertion::time,
    error::SamlError,
    idp::{LogoutUrls, SamlIdentityProvider, address},
    keys::Certificate,
    names::{DS, HTTP_POST, HTTP_REDIRECT, MD, SAMLP},
    sp::{ServiceProvider, SpConfig},
    tree::{Node, Tree},
    write::Xml,
};

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
        Self { config, url, authing_host: None }
    }

    /// The metadata of an application at Authing: `{app_host}/api/v2/saml-idp/{appId}/metadata`.
    pub fn authing(app_host: impl Into<String>, app_id: impl Into<String>) -> Self {
        let known = SamlIdentityProvider::authing(app_host, app_id, "");
        let mut fetch = Self::new(known.entity_id);
        fetch.authing_host = known.authing_host;
        fetch.config.host_option = "app_host";
        fetch
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
        let mut provider = read(&xml)?;
        provider.authing_host = self.authing_host;
        Ok(provider)
    }
}

impl SamlIdentityProvider {
    /// An identity provider as its metadata describes it. Certificates for signing, or for no
    /// stated use, are trusted: get the metadata from a place that nobody else can write to.
    ///
    /// Of several entities in one document there must be one that is an identity provider.
    ///
    /// # Errors
    ///
    /// [`SamlError::Metadata`] when it is not metadata, describes no identity provider or holds no
    /// certificate; [`SamlError::Key`] when a certificate cannot be used.
    pub fn from_metadata(xml: impl AsRef<[u8]>) -> Result<Self, SamlError> {
        read(xml.as_ref())
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

/// Reads an identity provider's metadata.
fn read(xml: &[u8]) -> Result<SamlIdentityProvider, SamlError> {
    let tree = Tree::metadata(xml)?;
    let mut roles = tree.elements().filter(|node| node.is(MD, "IDPSSODescriptor"));
    let role =
        roles.next().ok_or(SamlError::Metadata("it does not describe an identity provider"))?;
    if roles.next().is_some() {
        return Err(SamlError::Metadata("it describes several identity providers: cut one out"));
    }
    let entity = tree
        .elements()
        .find(|node| role.is_child_of(*node))
        .filter(|node| node.is(MD, "EntityDescriptor"))
        .ok_or(SamlError::Metadata("it has no entity"))?;
    let protocols = role.attribute("protocolSupportEnumeration").unwrap_or_default();
    if !protocols.split_whitespace().any(|protocol| protocol == SAMLP) {
        return Err(SamlError::Metadata("the identity provider does not speak SAML 2.0"));
    }
    let location = |service: &'static str, binding: &str, attribute: &str| {
        role.children_named(MD, service)
            .find(|node| node.attribute("Binding") == Some(binding))
            .and_then(|node| node.attribute(attribute))
            .map(str::to_owned)
    };
    let ends =
        [time(tree.root(), "validUntil")?, time(entity, "validUntil")?, time(role, "validUntil")?];
    let provider = SamlIdentityProvider {
        entity_id: entity
            .attribute("entityID")
            .ok_or(SamlError::Metadata("the entity has no id"))?
            .to_owned(),
        sso_redirect: location("SingleSignOnService", HTTP_REDIRECT, "Location"),
        sso_post: location("SingleSignOnService", HTTP_POST, "Location"),
        logout: LogoutUrls {
            redirect: location("SingleLogoutService", HTTP_REDIRECT, "Location"),
            post: location("SingleLogoutService", HTTP_POST, "Location"),
            redirect_response: location("SingleLogoutService", HTTP_REDIRECT, "ResponseLocation"),
            post_response: location("SingleLogoutService", HTTP_POST, "ResponseLocation"),
        },
        certificates: certificates(role)?,
        certificate_pems: Vec::new(),
        wants_signed_requests: matches!(
            role.attribute("WantAuthnRequestsSigned"),
            Some("true" | "1")
        ),
        valid_until: ends.into_iter().flatten().min(),
        authing_host: None,
    };
    if provider.sso_redirect.is_none() && provider.sso_post.is_none() {
        return Err(SamlError::Metadata("it has no single sign-on by HTTP-Redirect or HTTP-POST"));
    }
    Ok(provider)
}

/// All certificates for signing, or for no stated use.
fn certificates(role: Node<'_>) -> Result<Vec<Certificate>, SamlError> {
    let mut certificates = Vec::new();
    for key in role.children_named(MD, "KeyDescriptor") {
        if !matches!(key.attribute("use"), None | Some("signing")) {
            continue;
        }
        for info in key.children_named(DS, "KeyInfo") {
            for data in info.children_named(DS, "X509Data") {
                for certificate in data.children_named(DS, "X509Certificate") {
                    certificates.push(Certificate::from_base64(&certificate.value()?)?);
                }
            }
        }
    }
    if certificates.is_empty() {
        return Err(SamlError::Metadata("it has no signing certificate"));
    }
    Ok(certificates)
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
