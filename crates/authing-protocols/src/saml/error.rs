//! Why a SAML message is refused.

use std::{fmt, sync::Arc};

use crate::text::printable;

/// Why a SAML message, a certificate or metadata is refused.
///
/// A message that is refused has logged nobody in. No variant quotes names, attributes or other
/// content of the message.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SamlError {
    /// The form or query that the browser brought lacks a parameter.
    #[error("`{0}` is missing: this is not a response of an identity provider")]
    MissingParameter(&'static str),
    /// The form or query holds a parameter twice.
    #[error("`{0}` came twice: use neither")]
    DuplicateParameter(&'static str),
    /// The message is not the base64 or DEFLATE that its binding asks for.
    #[error("the message is not {0}: it was cut or altered on its way")]
    Encoding(&'static str),
    /// The message is too large, too deep or has too many parts to be looked at.
    #[error("the message is over the limit of {0}")]
    TooLarge(&'static str),
    /// The message is not XML in UTF-8: cut off, or not a SAML message at all.
    #[error("the message is not well-formed XML in UTF-8")]
    NotXml,
    /// The message holds markup that no identity provider writes and attacks are made of.
    #[error("the message holds {0}, which no SAML message may")]
    Markup(&'static str),
    /// A part is missing, doubled or in the wrong place.
    #[error("the message is not valid SAML 2.0: {0}")]
    Malformed(&'static str),
    /// There is not exactly one assertion in the one place where it belongs.
    #[error("the response does not hold exactly one assertion as its child")]
    AssertionCount,
    /// The message uses a part of SAML that this crate does not read.
    #[error("the message uses {0}, which is not supported: switch it off at the identity provider")]
    Unsupported(&'static str),
    /// Neither the response nor its assertion is signed, or a logout message is not.
    #[error("the message is not signed: have the identity provider sign it")]
    Unsigned,
    /// A signature is not of the one shape that is accepted.
    #[error("the signature is refused: {0}")]
    SignatureShape(&'static str),
    /// A signature uses an algorithm that is weak or has no place in SAML.
    #[error("the {0} is not accepted: set RSA-SHA256 with SHA-256 at the identity provider")]
    SignatureAlgorithm(&'static str),
    /// No configured certificate verifies the signature.
    #[error(
        "the signature does not verify: the message was altered after it was signed, or was \
         signed by somebody else"
    )]
    BadSignature,
    /// No configured certificate verifies the signature, and the message names another one.
    #[error(
        "the signature does not verify, and names a certificate that is not configured: if the \
         identity provider has renewed its certificate, add the new one"
    )]
    UnknownCertificate,
    /// The assertion is encrypted and the service provider has no key to decrypt it.
    #[error("the assertion is encrypted: give the service provider its decryption key")]
    NoDecryptionKey,
    /// The assertion is encrypted in a way that is not accepted.
    #[error("the {0} is not accepted: set AES-GCM with RSA-OAEP at the identity provider")]
    EncryptionAlgorithm(&'static str),
    /// The assertion cannot be decrypted. The reason is not told, because it would help to guess.
    #[error(
        "the assertion cannot be decrypted: check that the identity provider has this service \
         provider's current certificate"
    )]
    Decryption,
    /// The identity provider did not sign the visitor in.
    #[error("the identity provider refused: {0}")]
    Status(SamlStatus),
    /// The issuer is not the identity provider that is configured.
    #[error("the message's issuer is not the configured identity provider")]
    Issuer,
    /// The message was sent to another address.
    #[error("the response was made for another address: check the assertion consumer service URL")]
    Destination,
    /// The assertion was made for another recipient.
    #[error("the assertion was made for another recipient: check the ACS URL on both sides")]
    Recipient,
    /// The assertion names no audience, or not this service provider.
    #[error(
        "the assertion was not made for this service provider: set its entity id as the audience \
         at the identity provider"
    )]
    Audience,
    /// The message does not respond to the request that this browser's login started with.
    #[error("the message does not respond to this request: start again")]
    InResponseTo,
    /// The relay state is not the one that was sent.
    #[error("the relay state is not the one that was sent: start again")]
    RelayState,
    /// The message responds to no request, and login that starts at the identity provider is off.
    #[error("the login started at the identity provider, which is switched off")]
    Unsolicited,
    /// A time limit is over.
    #[error("{0} is over: start again, and check this machine's clock if it happens often")]
    Expired(&'static str),
    /// Something is dated in the future.
    #[error("{0} lies in the future: check this machine's clock and the identity provider's")]
    NotYetValid(&'static str),
    /// A condition is not known here, so nobody can say whether it holds.
    #[error("the assertion has a condition that is not known: it cannot be relied on")]
    UnknownCondition,
    /// The assertion has no subject confirmation that a browser can carry.
    #[error("the assertion has no bearer confirmation with a recipient and an end")]
    NoBearer,
    /// The assertion was used before.
    #[error("the assertion was used before: start again")]
    Replayed,
    /// A fresh login was requested and the identity provider used an old one.
    #[error("a fresh login was requested, and the identity provider used an older one")]
    NotFresh,
    /// The user logged in by another method than those requested.
    #[error("the user did not log in by a method that was requested")]
    AuthnContext,
    /// There is no such pending login: it was finished before, has expired, or was another
    /// browser's.
    #[error("there is no login to finish: it is finished, expired or another browser's")]
    NotPending,
    /// The pending login was started by another service provider or with another identity
    /// provider.
    #[error("the login was started by another service provider, or with another provider")]
    OtherProvider,
    /// A certificate or key cannot be used.
    #[error("the {what} {problem}")]
    Key {
        /// Which one: `identity provider's certificate`, `signing key` or `decryption key`.
        what: &'static str,
        /// What is wrong with it. Nothing of a key is quoted.
        problem: String,
    },
    /// Metadata cannot be used.
    #[error("the metadata cannot be used: {0}")]
    Metadata(&'static str),
}

/// The status of a response or logout response that is not a success (SAML Core section 3.2.2).
///
/// It may come from a message that is not signed: use it for a log and to choose a page, and as
/// proof of nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct SamlStatus(Arc<Codes>);

#[derive(PartialEq, Eq)]
struct Codes {
    codes: Vec<String>,
    message: Option<String>,
}

impl SamlStatus {
    pub(super) fn new(codes: impl IntoIterator<Item = String>, message: Option<String>) -> Self {
        let codes = codes.into_iter().map(|code| printable(&code, 200)).collect();
        Self(Arc::new(Codes { codes, message: message.map(|text| printable(&text, 500)) }))
    }

    /// The codes from the outer to the inner one, as whole identifiers such as
    /// `urn:oasis:names:tc:SAML:2.0:status:Responder`.
    pub fn codes(&self) -> &[String] {
        &self.0.codes
    }

    /// Whether one of the codes ends like this: `AuthnFailed`, `NoPassive`, `RequestDenied` …
    ///
    /// ```
    /// # use authing_protocols::saml::SamlStatus;
    /// fn must_ask(status: &SamlStatus) -> bool {
    ///     status.is("NoPassive")
    /// }
    /// ```
    pub fn is(&self, name: &str) -> bool {
        self.0.codes.iter().any(|code| last_part(code) == name)
    }

    /// The identity provider's text for developers. Anybody can have written them.
    pub fn message(&self) -> Option<&str> {
        self.0.message.as_deref()
    }
}

impl fmt::Display for SamlStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, code) in self.0.codes.iter().enumerate() {
            if position > 0 {
                f.write_str(", ")?;
            }
            f.write_str(last_part(code))?;
        }
        Ok(())
    }
}

/// The message may name a person.
impl fmt::Debug for SamlStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("SamlStatus").field(&self.0.codes).finish()
    }
}

fn last_part(code: &str) -> &str {
    code.rsplit(':').next().unwrap_or(code)
}
