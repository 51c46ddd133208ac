//! A service provider as the fixtures expect it, an identity provider whose documents say whatever
//! a test wants, and the two questions that all tests ask.

use std::{
    sync::{Arc, LazyLock},
    time::Duration,
};

use authing_core::{Clock, test_util::TestClock};
use authing_protocols::{
    Error,
    saml::{
        PendingAuthn, PostedResponse, SamlError, SamlIdentityProvider, SamlLogin, ServiceProvider,
        ServiceProviderBuilder,
    },
    store::{ReplayStore, StoreError},
};
use authing_types::Secret;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use bergshamra_dsig::DsigContext;
use bergshamra_keys::{KeysManager, loader};

pub(crate) const IDP: &str = "https://idp.example.com/metadata";
pub(crate) const SSO: &str = "https://idp.example.com/sso";
pub(crate) const SLO: &str = "https://idp.example.com/slo";
pub(crate) const SP: &str = "https://sp.example.com/saml";
pub(crate) const ACS: &str = "https://sp.example.com/saml/acs";
pub(crate) const SP_SLO: &str = "https://sp.example.com/saml/logout";
/// The request that all fixtures respond to.
pub(crate) const REQUEST: &str = "_request";
/// The user of all fixtures.
pub(crate) const ALICE: &str = "alice-7f3a";

pub(crate) const IDP_KEY: &str = include_str!("fixtures/keys/idp.key");
pub(crate) const IDP_CERT: &str = include_str!("fixtures/keys/idp.crt");
pub(crate) const NEXT_KEY: &str = include_str!("fixtures/keys/idp-next.key");
pub(crate) const NEXT_CERT: &str = include_str!("fixtures/keys/idp-next.crt");
pub(crate) const EC_KEY: &str = include_str!("fixtures/keys/idp-ec.key");
pub(crate) const EC_CERT: &str = include_str!("fixtures/keys/idp-ec.crt");
pub(crate) const SHORT_CERT: &str = include_str!("fixtures/keys/short.crt");
pub(crate) const SP_KEY: &str = include_str!("fixtures/keys/sp.key");
pub(crate) const SP_CERT: &str = include_str!("fixtures/keys/sp.crt");
pub(crate) const ATTACKER_KEY: &str = include_str!("fixtures/keys/attacker.key");
pub(crate) const ATTACKER_CERT: &str = include_str!("fixtures/keys/attacker.crt");

/// A document that a real identity provider wrote.
pub(crate) struct Fixture {
    pub(crate) name: &'static str,
    pub(crate) xml: &'static str,
}

macro_rules! fixtures {
    ($($name:literal),+ $(,)?) => {
        [$(Fixture { name: $name, xml: include_str!(concat!("fixtures/", $name, ".xml")) }),+]
    };
}

/// Those that sign Alice in, in plain text.
pub(crate) static PLAIN: [Fixture; 6] = fixtures![
    "pysaml2-assertion",
    "pysaml2-response",
    "pysaml2-both",
    "samlp-assertion",
    "samlp-response",
    "samlp-both",
];

/// Those that sign Alice in, encrypted.
pub(crate) static ENCRYPTED: [Fixture; 4] = fixtures![
    "pysaml2-encrypted",
    "pysaml2-encrypted-signed",
    "samlp-encrypted",
    "samlp-encrypted-signed",
];

pub(crate) fn idp() -> SamlIdentityProvider {
    SamlIdentityProvider::new(IDP, SSO).logout_url(SLO).certificate(IDP_CERT)
}

pub(crate) fn builder() -> ServiceProviderBuilder {
    ServiceProvider::builder(SP, ACS)
        .idp(idp())
        .decryption_key(SP_KEY, SP_CERT)
        .clock(Arc::new(TestClock::new()))
        .replay_store(Arc::new(NoMemory))
}

/// Forgets what was used, so that a test may post a document twice.
#[derive(Debug)]
pub(crate) struct NoMemory;

impl ReplayStore for NoMemory {
    fn first_use<'a>(
        &'a self,
        _: &'a str,
        _: Duration,
    ) -> authing_protocols::BoxFuture<'a, Result<bool, StoreError>> {
        Box::pin(std::future::ready(Ok(true)))
    }
}

/// The service provider of most tests.
pub(crate) static SERVICE: LazyLock<ServiceProvider> = LazyLock::new(|| builder().build().unwrap());

/// A pending login as if the request with this id had been sent at this provider's time.
pub(crate) fn pending(sp: &ServiceProvider) -> PendingAuthn {
    let (_, pending) = sp.authn_request().redirect().unwrap();
    with_id(&pending, REQUEST)
}

pub(crate) fn with_id(pending: &PendingAuthn, id: &str) -> PendingAuthn {
    let mut kept: serde_json::Value = serde_json::from_str(pending.to_secret().expose()).unwrap();
    kept["id"] = id.into();
    PendingAuthn::from_secret(Secret::new(kept.to_string())).unwrap()
}

pub(crate) fn posted(xml: impl AsRef<[u8]>) -> PostedResponse {
    PostedResponse::new(STANDARD.encode(xml.as_ref()))
}

/// Runs a future that never waits for anything outside.
pub(crate) fn run<T>(future: impl Future<Output = T>) -> T {
    static RUNTIME: LazyLock<tokio::runtime::Runtime> =
        LazyLock::new(|| tokio::runtime::Builder::new_current_thread().build().unwrap());
    RUNTIME.block_on(future)
}

pub(crate) fn finish(
    sp: &ServiceProvider,
    xml: impl AsRef<[u8]>,
    pending: PendingAuthn,
) -> Result<SamlLogin, SamlError> {
    run(sp.finish(&posted(xml), pending)).map_err(|error| match error {
        Error::Saml(error) => error,
        other => panic!("{other}"),
    })
}

/// What becomes of a document as the response to Alice's request.
pub(crate) fn outcome(xml: impl AsRef<[u8]>) -> Result<SamlLogin, SamlError> {
    finish(&SERVICE, xml, pending(&SERVICE))
}

/// A hostile document may be refused, without naming a user, or log in the user that it was
/// issued for; never another one.
pub(crate) fn is_harmless(xml: impl AsRef<[u8]>, signed: &SamlLogin) -> bool {
    match outcome(xml) {
        Ok(login) => login == *signed,
        Err(error) => {
            let shown = format!("{error} {error:?}");
            !["alice", "Alice", "mallory"].iter().any(|name| shown.contains(name))
        }
    }
}

/// An identity provider that signs whatever it is given.
pub(crate) struct Signer {
    context: DsigContext,
    algorithm: &'static str,
}

impl Signer {
    pub(crate) fn rsa(key: &str) -> Self {
        Self::with(loader::load_pem_auto(key.as_bytes(), None).unwrap(), "rsa-sha256")
    }

    pub(crate) fn ec() -> Self {
        Self::with(loader::load_pem_auto(EC_KEY.as_bytes(), None).unwrap(), "ecdsa-sha256")
    }

    pub(crate) fn p384(key: &str) -> Self {
        Self::with(loader::load_pem_auto(key.as_bytes(), None).unwrap(), "ecdsa-sha384")
    }

    /// The attack on verifiers that take the public key for an HMAC secret.
    pub(crate) fn hmac(secret: &[u8]) -> Self {
        Self::with(loader::load_hmac_key(secret).unwrap(), "hmac-sha256")
    }

    fn with(key: bergshamra_keys::Key, algorithm: &'static str) -> Self {
        let mut keys = KeysManager::new();
        keys.add_key(key);
        Self { context: DsigContext::new_permissive(keys), algorithm }
    }

    /// Fills the one empty signature of a document.
    pub(crate) fn fill(&self, xml: &str) -> String {
        bergshamra_dsig::sign::sign(&self.context, xml).unwrap()
    }

    /// The empty signature that identity providers use.
    pub(crate) fn template(&self, id: &str) -> String {
        let algorithm = format!("http://www.w3.org/2001/04/xmldsig-more#{}", self.algorithm);
        Template { method: &algorithm, ..Template::new(id) }.to_string()
    }
}

/// An empty signature, of which a test alters a part.
pub(crate) struct Template<'a> {
    pub(crate) reference: String,
    pub(crate) method: &'a str,
    pub(crate) digest: &'a str,
    pub(crate) canonicalization: &'a str,
    pub(crate) transforms: String,
    pub(crate) key_info: String,
}

pub(crate) const ENVELOPED: &str = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";
pub(crate) const EXCLUSIVE: &str = "http://www.w3.org/2001/10/xml-exc-c14n#";

pub(crate) fn transform(algorithm: &str) -> String {
    format!("<ds:Transform Algorithm=\"{algorithm}\"/>")
}

impl Template<'_> {
    pub(crate) fn new(id: &str) -> Self {
        Self {
            reference: format!("URI=\"#{id}\""),
            method: "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
            digest: "http://www.w3.org/2001/04/xmlenc#sha256",
            canonicalization: EXCLUSIVE,
            transforms: transform(ENVELOPED) + &transform(EXCLUSIVE),
            key_info: String::new(),
        }
    }
}

impl std::fmt::Display for Template<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { reference, method, digest, canonicalization, transforms, key_info } = self;
        write!(
            f,
            "<ds:Signature xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"><ds:SignedInfo>\
             <ds:CanonicalizationMethod Algorithm=\"{canonicalization}\"/>\
             <ds:SignatureMethod Algorithm=\"{method}\"/><ds:Reference {reference}>\
             <ds:Transforms>{transforms}</ds:Transforms><ds:DigestMethod Algorithm=\"{digest}\"/>\
             <ds:DigestValue></ds:DigestValue></ds:Reference></ds:SignedInfo>\
             <ds:SignatureValue></ds:SignatureValue>{key_info}</ds:Signature>"
        )
    }
}

/// A response for Alice, every part of which a test may alter before it is signed.
#[derive(Clone)]
pub(crate) struct Doc {
    pub(crate) response: String,
    pub(crate) response_issuer: String,
    pub(crate) status: String,
    pub(crate) assertion: String,
    pub(crate) issuer: String,
    pub(crate) name_id: String,
    pub(crate) confirmation: String,
    pub(crate) conditions: String,
    pub(crate) audience: String,
    pub(crate) authn: String,
    pub(crate) attributes: String,
    pub(crate) extra: String,
}

impl Default for Doc {
    fn default() -> Self {
        Self {
            response: format!(
                "ID=\"_r\" Version=\"2.0\" IssueInstant=\"2026-01-01T00:00:00Z\" \
                 Destination=\"{ACS}\" InResponseTo=\"{REQUEST}\""
            ),
            response_issuer: format!("<saml:Issuer>{IDP}</saml:Issuer>"),
            status: "<samlp:Status><samlp:StatusCode \
                     Value=\"urn:oasis:names:tc:SAML:2.0:status:Success\"/></samlp:Status>"
                .to_owned(),
            assertion: "ID=\"_a\" Version=\"2.0\" IssueInstant=\"2026-01-01T00:00:00Z\"".to_owned(),
            issuer: format!("<saml:Issuer>{IDP}</saml:Issuer>"),
            name_id: format!("<saml:NameID>{ALICE}</saml:NameID>"),
            confirmation: confirmation(&format!(
                "Recipient=\"{ACS}\" NotOnOrAfter=\"2026-01-01T00:05:00Z\" \
                 InResponseTo=\"{REQUEST}\""
            )),
            conditions: "NotBefore=\"2026-01-01T00:00:00Z\" NotOnOrAfter=\"2026-01-01T00:10:00Z\""
                .to_owned(),
            audience: audience(SP),
            authn: "<saml:AuthnStatement AuthnInstant=\"2026-01-01T00:00:00Z\" \
                    SessionIndex=\"session-1\"><saml:AuthnContext><saml:AuthnContextClassRef>\
                    urn:test:password</saml:AuthnContextClassRef></saml:AuthnContext>\
                    </saml:AuthnStatement>"
                .to_owned(),
            attributes: String::new(),
            extra: String::new(),
        }
    }
}

pub(crate) fn confirmation(data: &str) -> String {
    format!(
        "<saml:SubjectConfirmation Method=\"urn:oasis:names:tc:SAML:2.0:cm:bearer\">\
         <saml:SubjectConfirmationData {data}/></saml:SubjectConfirmation>"
    )
}

pub(crate) fn audience(name: &str) -> String {
    format!(
        "<saml:AudienceRestriction><saml:Audience>{name}</saml:Audience>\
         </saml:AudienceRestriction>"
    )
}

impl Doc {
    /// The assertion with this signature in it.
    pub(crate) fn assertion(&self, signature: &str) -> String {
        let Self { assertion, issuer, name_id, confirmation, conditions, .. } = self;
        let Self { audience, authn, attributes, extra, .. } = self;
        format!(
            "<saml:Assertion xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\" {assertion}>\
             {issuer}{signature}<saml:Subject>{name_id}{confirmation}</saml:Subject>\
             <saml:Conditions {conditions}>{audience}</saml:Conditions>{authn}{attributes}{extra}\
             </saml:Assertion>"
        )
    }

    /// The response around an assertion, with this signature in it.
    pub(crate) fn around(&self, signature: &str, assertion: &str) -> String {
        let Self { response, response_issuer, status, .. } = self;
        format!(
            "<samlp:Response xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\" \
             xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\" {response}>\
             {response_issuer}{signature}{status}{assertion}</samlp:Response>"
        )
    }

    /// With a signed assertion.
    pub(crate) fn signed(&self) -> String {
        let signer = Signer::rsa(IDP_KEY);
        signer.fill(&self.around("", &self.assertion(&signer.template("_a"))))
    }

    /// With a signed response.
    pub(crate) fn signed_response(&self) -> String {
        let signer = Signer::rsa(IDP_KEY);
        signer.fill(&self.around(&signer.template("_r"), &self.assertion("")))
    }

    pub(crate) fn unsigned(&self) -> String {
        self.around("", &self.assertion(""))
    }
}

#[test]
fn the_test_clock_stands_where_the_fixtures_were_made() {
    let start = std::time::UNIX_EPOCH + Duration::from_secs(1_767_225_600);
    assert_eq!(TestClock::new().now(), start);
}
