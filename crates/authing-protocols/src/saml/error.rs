//! Why a SAML message is refused.

use std::{borrow::Cow, fmt, sync::Arc, time::SystemTime};

use authing_types::SetAside;

use crate::text::{printable, quoted, row};

use super::write::instant;

/// Why a SAML message, a certificate or metadata is refused.
///
/// A message that is refused has logged nobody in. Where a message does not fit, the text has what
/// was found and what was expected: entity ids, addresses, ids of requests and algorithms, cut and
/// escaped. No variant quotes names, attributes or anything else about a person.
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
    /// The document is too large, too deep or has too many parts to be looked at. The limit is named,
    /// as in `64 namespaces in scope`; [all of them](super#how-much-is-read).
    #[error("the document is over the limit of {0}")]
    TooLarge(&'static str),
    /// The document is not XML at all: empty, a web page, cut off.
    #[error("the document is not XML: {0}")]
    NotXml(&'static str),
    /// The document is in another encoding than UTF-8.
    #[error("the document is not UTF-8: {0}")]
    NotUtf8(String),
    /// The document breaks a rule of XML at this place.
    #[error("the document is not well-formed XML at line {line} column {column}")]
    NotWellFormed {
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
    },
    /// The document holds markup that no identity provider needs and attacks are made of.
    #[error("the document holds {0}, which is not read: have it written without")]
    Markup(&'static str),
    /// A part is missing, doubled or in the wrong place.
    #[error("the message is not valid SAML 2.0: {0}")]
    Malformed(Cow<'static, str>),
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
    #[error(
        "the {what} {} is not accepted: set RSA-SHA256 with SHA-256 at the identity provider",
        quoted(found, 100)
    )]
    SignatureAlgorithm {
        /// What the algorithm is for: `signature algorithm` or `digest algorithm`.
        what: &'static str,
        /// The algorithm's identifier.
        found: String,
    },
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
    #[error(
        "the encryption of {0} is not accepted: set AES-GCM with RSA-OAEP at the identity provider"
    )]
    EncryptionAlgorithm(String),
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
    #[error(
        "the message's issuer is not the configured identity provider: {0}; they must be the same \
         letter by letter"
    )]
    Issuer(SamlMismatch),
    /// The message was sent to another address.
    #[error(
        "the message was made for another address: {0}; the identity provider and this service \
         must have the same address, letter by letter"
    )]
    Destination(SamlMismatch),
    /// The assertion was made for another recipient.
    #[error(
        "the assertion was made for another recipient: {0}; the identity provider and this \
         service must have the same ACS URL, letter by letter"
    )]
    Recipient(SamlMismatch),
    /// The assertion names no audience, or not this service provider.
    #[error(
        "the assertion was not made for this service provider: as its audience {0}; set the \
         entity id as the audience at the identity provider"
    )]
    Audience(SamlMismatch),
    /// The message does not respond to the request that this browser's login started with.
    #[error("the message does not respond to this request: as `InResponseTo` {0}; start again")]
    InResponseTo(SamlMismatch),
    /// The message responds to a request, and was given to
    /// [`finish_unsolicited`](super::ServiceProvider::finish_unsolicited).
    #[error(
        "the message responds to a request, as its `InResponseTo` {} says: finish it with the \
         login that is pending under this request",
        quoted(.0, 200)
    )]
    Solicited(String),
    /// The relay state is not the one that was sent.
    #[error("the relay state is not the one that was sent: {0}; start again")]
    RelayState(&'static str),
    /// Login that starts at the identity provider is off.
    #[error(
        "the login started at the identity provider, which is switched off: allow it with \
         `allow_idp_initiated`, or send visitors there from here"
    )]
    Unsolicited,
    /// A time limit is over.
    #[error(
        "{} is over since {}, and it is {} here: start again, and check this machine's clock if it \
         happens often",
        .0.what, instant(.0.limit), instant(.0.now)
    )]
    Expired(SamlMoment),
    /// Something is dated in the future.
    #[error(
        "{} is at {}, and it is {} here: check this machine's clock and the identity provider's",
        .0.what, instant(.0.limit), instant(.0.now)
    )]
    NotYetValid(SamlMoment),
    /// A condition is not known here, so nobody can say whether it holds.
    #[error("the assertion has the condition {}, which is not known here: it cannot be relied on", quoted(.0, 100))]
    UnknownCondition(String),
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
    #[error("the user did not log in by a method that was requested: {0}")]
    AuthnContext(SamlMismatch),
    /// There is no such pending login: it was finished before, has expired, or was another
    /// browser's.
    #[error("there is no login to finish: it is finished, expired or another browser's")]
    NotPending,
    /// The pending login was started by another service provider or with another identity
    /// provider.
    #[error("the login was started by another service provider, or with another provider: {0}")]
    OtherProvider(SamlMismatch),
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
    Metadata(Cow<'static, str>),
    /// Metadata holds no key that could verify a signature: each one is here with its reason.
    #[error("the metadata holds no key that can verify a signature: {}", Reasons(.0))]
    NoUsableKey(Vec<SetAside>),
    /// Metadata describes several identity providers, and none was named.
    #[error(
        "the metadata describes several identity providers: name the entity id of one, which may \
         be {}",
        Row(.0)
    )]
    SeveralProviders(Vec<String>),
    /// Metadata does not describe the identity provider that was named.
    #[error(
        "the metadata does not describe the identity provider {}: it has {}",
        quoted(.wanted, 200),
        Row(.found)
    )]
    UnknownProvider {
        /// The entity id that was named.
        wanted: String,
        /// The entity ids of the identity providers that it describes.
        found: Vec<String>,
    },
}

impl SamlError {
    pub(super) fn malformed(problem: impl Into<Cow<'static, str>>) -> Self {
        Self::Malformed(problem.into())
    }

    pub(super) fn metadata(problem: impl Into<Cow<'static, str>>) -> Self {
        Self::Metadata(problem.into())
    }
}

/// Entity ids as a row of bounded length.
struct Row<'a>(&'a [String]);

impl fmt::Display for Row<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() { f.write_str("none") } else { row(f, self.0, "or") }
    }
}

struct Reasons<'a>(&'a [SetAside]);

impl fmt::Display for Reasons<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const MANY: usize = 10;
        for (position, reason) in self.0.iter().take(MANY).enumerate() {
            let between = if position > 0 { "; " } else { "" };
            write!(f, "{between}{reason}")?;
        }
        match self.0.len().saturating_sub(MANY) {
            0 => Ok(()),
            more => write!(f, "; and {more} more"),
        }
    }
}

/// What a message says and what it must say, where the two differ. Its text has both, cut and
/// escaped: what was found can have been written by anybody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SamlMismatch(Arc<Sides>);

#[derive(Debug, PartialEq, Eq)]
struct Sides {
    found: Vec<String>,
    expected: Vec<String>,
}

impl SamlMismatch {
    pub(super) fn new(
        found: impl IntoIterator<Item = impl Into<String>>,
        expected: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        Self(Arc::new(Sides {
            found: found.into_iter().map(Into::into).collect(),
            expected: expected.into_iter().map(Into::into).collect(),
        }))
    }

    /// What the message says, as it came; empty when it says nothing.
    pub fn found(&self) -> &[String] {
        &self.0.found
    }

    /// What it must say, or one of these; empty when it must say nothing.
    pub fn expected(&self) -> &[String] {
        &self.0.expected
    }
}

impl fmt::Display for SamlMismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let side = |f: &mut fmt::Formatter<'_>, texts: &[String], word| match texts {
            [] => f.write_str("nothing"),
            texts => row(f, texts, word),
        };
        side(f, self.found(), "and")?;
        f.write_str(" was found, and ")?;
        side(f, self.expected(), "or")?;
        f.write_str(" was expected")
    }
}

/// A limit in time that was not kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SamlMoment {
    what: &'static str,
    limit: SystemTime,
    now: SystemTime,
}

impl SamlMoment {
    pub(super) fn new(what: &'static str, limit: SystemTime, now: SystemTime) -> Self {
        Self { what, limit, now }
    }

    /// When it ended, or was to begin.
    pub fn limit(&self) -> SystemTime {
        self.limit
    }

    /// What this machine's clock said.
    pub fn now(&self) -> SystemTime {
        self.now
    }
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
