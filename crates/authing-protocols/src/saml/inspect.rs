//! Looking at a response, for people who want to know why it is refused.

use base64::{Engine as _, engine::general_purpose::STANDARD};

use super::{
    assertion::SamlLogin,
    binding::{PostedResponse, decode_posted},
    error::SamlError,
    names::{DS, SAML, SAMLP},
    pending::PendingAuthn,
    response::{read, read_expected},
    sp::ServiceProvider,
    tree::{Node, OF_RESPONSE, Tree},
};
use crate::error::Error;

impl PostedResponse {
    /// A response as people save it: its XML, or the base64 of `SAMLResponse`, in lines or not.
    pub fn from_saved(text: &str) -> Self {
        let text = text.trim_start_matches('\u{feff}').trim();
        match text.starts_with('<') {
            true => Self::new(STANDARD.encode(text)),
            false => Self::new(text.split_ascii_whitespace().collect::<String>()),
        }
    }
}

/// What a response says of itself. **Nothing of it is verified:** anybody can have written it. It says what a service
/// provider must be configured with so that the response is for it. `Debug` shows nothing of it.
///
/// ```
/// use authing_protocols::saml::{PostedResponse, UnverifiedResponse};
///
/// let xml = r#"<p:Response xmlns:p="urn:oasis:names:tc:SAML:2.0:protocol" InResponseTo="_1"/>"#;
/// let response = UnverifiedResponse::read(&PostedResponse::from_saved(xml))?;
/// assert_eq!(response.in_response_to.as_deref(), Some("_1"));
/// # Ok::<(), authing_protocols::saml::SamlError>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnverifiedResponse {
    /// Who has issued it: the identity provider's entity id.
    pub issuer: Option<String>,
    /// Who it is for: the service provider's entity id. `None` where the assertion is encrypted.
    pub audience: Option<String>,
    /// Where it is to be posted.
    pub destination: Option<String>,
    /// Where its assertion is to be posted. `None` where the assertion is encrypted.
    pub recipient: Option<String>,
    /// The request that it responds to.
    pub in_response_to: Option<String>,
    /// The certificate that it brings, as PEM. Verifying with it says only that the response agrees with itself.
    pub certificate: Option<String>,
    /// Whether its assertion is encrypted.
    pub is_encrypted: bool,
    /// Whether it has a signature at all.
    pub is_signed: bool,
}

authing_types::redacted_debug!(UnverifiedResponse { is_encrypted, is_signed });

impl UnverifiedResponse {
    /// Reads a response without verifying anything.
    ///
    /// # Errors
    ///
    /// [`SamlError`] for what is not a response, and for one that goes beyond the limits of [the module](super).
    pub fn read(form: &PostedResponse) -> Result<Self, SamlError> {
        let xml = decode_posted(&form.message, OF_RESPONSE)?;
        let tree = Tree::message(&xml)?;
        let response = tree.root();
        if !response.is(SAMLP, "Response") {
            return Err(SamlError::malformed("it is not a Response"));
        }
        let first =
            |namespace: &str, name: &str| tree.elements().find(|node| node.is(namespace, name));
        let text =
            |node: Node<'_>| Some(node.text().trim().to_owned()).filter(|text| !text.is_empty());
        let attribute = |node: Node<'_>, name: &str| node.given_attribute(name).map(str::to_owned);
        Ok(Self {
            issuer: first(SAML, "Issuer").and_then(text),
            audience: first(SAML, "Audience").and_then(text),
            destination: attribute(response, "Destination"),
            recipient: first(SAML, "SubjectConfirmationData")
                .and_then(|node| attribute(node, "Recipient")),
            in_response_to: attribute(response, "InResponseTo"),
            certificate: first(DS, "X509Certificate").and_then(text).map(|text| pem(&text)),
            is_encrypted: first(SAML, "EncryptedAssertion").is_some(),
            is_signed: first(DS, "Signature").is_some(),
        })
    }
}

/// Lines of 64 letters between the usual marks.
fn pem(base64: &str) -> String {
    let letters: Vec<char> = base64.chars().filter(|letter| !letter.is_whitespace()).collect();
    let lines: Vec<String> = letters.chunks(64).map(|line| line.iter().collect()).collect();
    format!("-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n", lines.join("\n"))
}

impl ServiceProvider {
    /// Says what [`finish`](Self::finish) would say of a response, if this service provider had just sent the request that
    /// it names: for looking at one that was saved. **It logs nobody in:** which request the response belongs to, and
    /// whether it was used before, is not compared, and it is not marked as used.
    ///
    /// ```no_run
    /// # use authing_protocols::{Error, saml::{PostedResponse, ServiceProvider}};
    /// # async fn example(sp: ServiceProvider) -> Result<(), Box<dyn std::error::Error>> {
    /// let saved = PostedResponse::from_saved(&std::fs::read_to_string("response.xml")?);
    /// match sp.inspect(&saved).await {
    ///     Ok(login) => println!("accepted: {}", login.issuer),
    ///     Err(error) => println!("refused: {error}"),
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    ///
    /// As [`finish`](Self::finish). Idempotent.
    pub async fn inspect(&self, form: &PostedResponse) -> Result<SamlLogin, Error> {
        let now = self.0.clock.now();
        let form = PostedResponse { relay_state: None, ..form.clone() };
        let login = self
            .check(&form, move |sp, form| {
                let Some(request) = UnverifiedResponse::read(form)?.in_response_to else {
                    return read(sp, form, None, now);
                };
                let (issuer, own) = (&sp.idp.entity_id, &sp.entity_id);
                let pending = PendingAuthn::new(request, issuer, own, now, sp.pending_life);
                read_expected(sp, form, &pending, now)
            })
            .await?;
        Ok(login)
    }
}
