//! The SAML endpoints.

use std::time::Duration;

use authing_emulator::{ApplicationSettings, Emulator, SamlSettings};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bergshamra_dsig::DsigContext;
use bergshamra_dsig::verify::{VerifyResult, verify_all_document};
use bergshamra_keys::{KeysManager, loader};
use serde_json::json;
use uppsala::{Document, NodeId};

use crate::oidc::browser::{Browser, Shown};
use crate::oidc::provider::Provider;

const ACS: &str = "http://localhost:3000/saml/acs";
const SAML: &str = "urn:oasis:names:tc:SAML:2.0:assertion";
const SAMLP: &str = "urn:oasis:names:tc:SAML:2.0:protocol";

pub(crate) async fn provider(saml: SamlSettings) -> Provider {
    Provider::with(ApplicationSettings::new().saml(saml)).await
}

fn sso(emulator: &Emulator) -> String {
    format!("{}/api/v2/saml-idp/{}", emulator.url(), emulator.app_id())
}

/// A request, with attributes and children added or attributes replaced.
pub(crate) fn request(emulator: &Emulator, attributes: &[(&str, &str)], children: &str) -> String {
    let destination = sso(emulator);
    let mut all = vec![
        ("ID", "_request"),
        ("Version", "2.0"),
        ("IssueInstant", "2026-01-01T00:00:00Z"),
        ("Destination", destination.as_str()),
        ("AssertionConsumerServiceURL", ACS),
    ];
    all.retain(|(name, _)| attributes.iter().all(|(own, _)| own != name));
    all.extend(attributes.iter().filter(|(_, value)| !value.is_empty()));
    let all: String = all.iter().map(|(name, value)| format!(" {name}=\"{value}\"")).collect();
    format!(
        "<samlp:AuthnRequest xmlns:samlp=\"{SAMLP}\" xmlns:saml=\"{SAML}\"{all}>\
         <saml:Issuer>https://me.example.com/saml</saml:Issuer>{children}</samlp:AuthnRequest>"
    )
}

fn query(pairs: &[(&str, &str)]) -> String {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

fn deflated(xml: &str) -> String {
    STANDARD.encode(miniz_oxide::deflate::compress_to_vec(xml.as_bytes(), 6))
}

/// The address of a login by the redirect binding.
pub(crate) fn address(emulator: &Emulator, xml: &str) -> String {
    let pairs = [("SAMLRequest", deflated(xml)), ("RelayState", "/a?b=c&d".to_owned())];
    let pairs = pairs.each_ref().map(|(name, value)| (*name, value.as_str()));
    format!("{}?{}", sso(emulator), query(&pairs))
}

/// What the browser posts to the service provider, read.
pub(crate) struct Posted {
    xml: String,
    relay_state: Option<String>,
}

impl Posted {
    pub(crate) fn of(page: &Shown) -> Self {
        assert_eq!(page.status, 200, "{}", page.body);
        assert!(page.body.contains(&format!("action=\"{ACS}\"")), "{}", page.body);
        let xml = STANDARD.decode(page.field("SAMLResponse")).unwrap();
        let relay_state =
            page.body.contains("name=\"RelayState\"").then(|| page.field("RelayState"));
        Self { xml: String::from_utf8(xml).unwrap(), relay_state }
    }

    fn document(&self) -> Document<'_> {
        uppsala::parse(&self.xml).unwrap()
    }

    /// The text of the one element of this name.
    pub(crate) fn text(&self, name: &str) -> String {
        let document = self.document();
        document.text_content_deep(only(&document, name))
    }

    /// An attribute of the one element of this name.
    fn value(&self, name: &str, attribute: &str) -> String {
        let document = self.document();
        let node = only(&document, name);
        document.element(node).unwrap().get_attribute(attribute).unwrap_or_default().to_owned()
    }

    /// The statuses from the outer to the inner one, without their common beginning.
    pub(crate) fn status(&self) -> Vec<String> {
        let document = self.document();
        let codes = named(&document, "StatusCode").into_iter().map(|node| {
            let code = document.element(node).unwrap().get_attribute("Value").unwrap();
            code.rsplit(':').next().unwrap().to_owned()
        });
        codes.collect()
    }

    /// The name of the one element that is signed by the published certificate.
    pub(crate) async fn signed(&self, provider: &Provider) -> String {
        let certificate =
            provider.browser().get(&format!("{}/cert", sso(&provider.emulator))).await;
        let mut keys = KeysManager::new();
        keys.add_key(loader::load_x509_cert_pem(certificate.body.as_bytes()).unwrap());
        let document = self.document();
        let results = verify_all_document(&DsigContext::new(keys), &document).unwrap();
        let [VerifyResult::Valid { references, .. }] = results.as_slice() else {
            panic!("{results:?}")
        };
        let [reference] = references.as_slice() else { panic!("{references:?}") };
        let node = reference.resolved_node.unwrap();
        document.element(node).unwrap().name.local_name.to_string()
    }
}

fn named(document: &Document<'_>, name: &str) -> Vec<NodeId> {
    let all = document.descendants(document.root()).into_iter();
    all.filter(|node| {
        document.element(*node).is_some_and(|element| element.name.local_name == name)
    })
    .collect()
}

fn only(document: &Document<'_>, name: &str) -> NodeId {
    let [node] = named(document, name)[..] else { panic!("not one {name}") };
    node
}

/// Opens an address, signs `bob` in and says what the service provider gets.
async fn log_in(browser: &mut Browser, address: &str) -> Posted {
    Posted::of(&browser.log_in(address, "bob", "passw0rd").await)
}

/// The code and text of a refusal.
async fn refused(provider: &Provider, address: &str) -> (i64, String) {
    let response = provider.browser().get(address).await;
    let body: serde_json::Value = serde_json::from_str(&response.body).unwrap();
    (body["code"].as_i64().unwrap(), body["message"].as_str().unwrap().to_owned())
}

#[tokio::test]
async fn a_redirected_request_gets_a_signed_assertion() {
    let provider = provider(SamlSettings::new()).await;
    let mut browser = provider.browser();
    let address = address(&provider.emulator, &request(&provider.emulator, &[], ""));
    let posted = log_in(&mut browser, &address).await;
    assert_eq!(posted.relay_state.as_deref(), Some("/a?b=c&amp;d"));
    assert_eq!(posted.status(), ["Success"]);
    assert_eq!(posted.signed(&provider).await, "Assertion");
    assert_eq!(posted.text("NameID"), provider.user_id);
    assert_eq!(posted.text("Audience"), ACS);
    for (element, attribute, value) in [
        ("Response", "Destination", ACS),
        ("Response", "InResponseTo", "_request"),
        ("SubjectConfirmationData", "Recipient", ACS),
        ("SubjectConfirmationData", "InResponseTo", "_request"),
        ("NameID", "Format", "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified"),
    ] {
        assert_eq!(posted.value(element, attribute), value, "{element} {attribute}");
    }
    assert!(!posted.xml.contains("AttributeStatement"), "there are no mappings");
    let session = browser.get(&address).await;
    assert_eq!(Posted::of(&session).text("NameID"), provider.user_id, "without a password");
}

#[tokio::test]
async fn a_posted_request_gets_the_same_response() {
    let provider = provider(SamlSettings::new()).await;
    let mut browser = provider.browser();
    let message = STANDARD.encode(request(&provider.emulator, &[], ""));
    let response = browser.post(&sso(&provider.emulator), &[("SAMLRequest", &message)]).await;
    let page = browser.follow(&response).await;
    assert!(page.url.contains("/interaction/saml-idp/"), "{}", page.url);
    let response = browser.submit(&page, &[("account", "bob"), ("password", "passw0rd")]).await;
    let posted = Posted::of(&response);
    assert_eq!(posted.relay_state, None);
    assert_eq!(posted.value("Response", "InResponseTo"), "_request");
    assert_eq!(posted.signed(&provider).await, "Assertion");
}

#[tokio::test]
async fn the_settings_decide_what_is_signed_and_said() {
    let settings = SamlSettings::new()
        .sign_response(true)
        .audience("https://me.example.com/saml")
        .recipient("https://elsewhere.example.com/")
        .destination("https://elsewhere.example.com/acs")
        .name_identifier_format("urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress")
        .authn_context_class_ref("urn:oasis:names:tc:SAML:2.0:ac:classes:Password")
        .mapping("nickname", "nick<name>")
        .mapping("birthdate", "birthdate");
    let provider = provider(settings).await;
    let address = address(&provider.emulator, &request(&provider.emulator, &[], ""));
    let posted = log_in(&mut provider.browser(), &address).await;
    assert_eq!(posted.signed(&provider).await, "Response");
    assert_eq!(posted.text("NameID"), "bob@example.com");
    assert_eq!(posted.text("Audience"), "https://me.example.com/saml");
    assert_eq!(
        posted.value("SubjectConfirmationData", "Recipient"),
        "https://elsewhere.example.com/"
    );
    assert_eq!(posted.value("Response", "Destination"), "https://elsewhere.example.com/acs");
    assert_eq!(
        posted.text("AuthnContextClassRef"),
        "urn:oasis:names:tc:SAML:2.0:ac:classes:Password"
    );
    assert_eq!(posted.value("Attribute", "Name"), "nick<name>", "one: bob has no birthdate");
    assert_eq!(posted.text("AttributeValue"), "Bob <b>");
}

#[tokio::test]
async fn assertions_are_dated_by_the_emulators_clock() {
    let provider = provider(SamlSettings::new().lifetime(Duration::from_secs(60))).await;
    let start = std::time::UNIX_EPOCH + Duration::from_secs(2_000_000_000);
    provider.emulator.set_time(start);
    let mut browser = provider.browser();
    let address = address(&provider.emulator, &request(&provider.emulator, &[], ""));
    log_in(&mut browser, &address).await;
    provider.emulator.set_time(start + Duration::from_secs(600));
    let posted = Posted::of(&browser.get(&address).await);
    assert!(posted.value("AuthnStatement", "AuthnInstant").starts_with("2033-05-18T03:33:2"));
    assert!(posted.value("Conditions", "NotBefore").starts_with("2033-05-18T03:43:2"));
    assert!(posted.value("Conditions", "NotOnOrAfter").starts_with("2033-05-18T03:44:2"));
}

#[tokio::test]
async fn force_authn_asks_for_the_password_and_passive_never_does() {
    let provider = provider(SamlSettings::new()).await;
    let mut browser = provider.browser();
    let passive = request(&provider.emulator, &[("IsPassive", "true")], "");
    let passive = address(&provider.emulator, &passive);
    let stranger = Posted::of(&browser.get(&passive).await);
    assert_eq!(stranger.status(), ["Responder", "NoPassive"]);
    assert!(!stranger.xml.contains("Assertion "));

    let forced = request(&provider.emulator, &[("ForceAuthn", "1")], "");
    let forced = address(&provider.emulator, &forced);
    log_in(&mut browser, &forced).await;
    assert_eq!(browser.get(&forced).await.status, 303, "asks again");
    assert_eq!(Posted::of(&browser.get(&passive).await).status(), ["Success"]);
}

#[tokio::test]
async fn a_user_who_cancels_and_wishes_that_cannot_be_met_are_statuses() {
    let provider = provider(SamlSettings::new().sign_response(true)).await;
    let mut browser = provider.browser();
    let plain = address(&provider.emulator, &request(&provider.emulator, &[], ""));
    let response = browser.get(&plain).await;
    let page = browser.follow(&response).await;
    let cancelled = Posted::of(&browser.submit(&page, &[("action", "cancel")]).await);
    assert_eq!(cancelled.status(), ["Responder", "AuthnFailed"]);
    assert_eq!(cancelled.value("Response", "InResponseTo"), "_request");
    assert_eq!(cancelled.signed(&provider).await, "Response");

    for (child, status) in [
        (
            "<samlp:NameIDPolicy Format=\"urn:oasis:names:tc:SAML:2.0:nameid-format:transient\"/>",
            ["Requester", "InvalidNameIDPolicy"],
        ),
        (
            "<samlp:RequestedAuthnContext><saml:AuthnContextClassRef>urn:x\
             </saml:AuthnContextClassRef></samlp:RequestedAuthnContext>",
            ["Responder", "NoAuthnContext"],
        ),
    ] {
        let url = address(&provider.emulator, &request(&provider.emulator, &[], child));
        assert_eq!(Posted::of(&browser.get(&url).await).status(), status, "{child}");
    }
}

#[tokio::test]
async fn a_request_that_is_not_in_order_gets_no_page() {
    let provider = provider(SamlSettings::new()).await;
    let emulator = &provider.emulator;
    let sent = |xml: &str| address(emulator, xml);
    let changed = |name: &str, value: &str| sent(&request(emulator, &[(name, value)], ""));
    let good = request(emulator, &[], "");
    let bomb = "<!DOCTYPE a [<!ENTITY b \"c\">]>".to_owned() + &good;
    let many = "x".repeat(70_000);
    for (address, reason) in [
        (sso(emulator), "SAMLRequest is missing"),
        (format!("{}?SAMLRequest=%25", sso(emulator)), "not base64"),
        (format!("{}?SAMLRequest=YWJj", sso(emulator)), "not DEFLATE"),
        (format!("{0}&{0}", sent(&good)), "more than once"),
        (sent("alice"), "not XML"),
        (sent(&bomb), "not XML"),
        (sent(&good.replace("AuthnRequest", "LogoutRequest")), "not an AuthnRequest"),
        (sent(&request(emulator, &[], &many)), "16 KiB"),
        (changed("Version", "1.1"), "version"),
        (changed("ID", ""), "ID"),
        (changed("ID", "1&quot;"), "ID"),
        (changed("Destination", "https://elsewhere.example.com/"), "destination"),
        (changed("AssertionConsumerServiceURL", "https://evil.example.com/"), "not registered"),
        (changed("AssertionConsumerServiceURL", ""), "ACS"),
        (sent(&good.replace("https://me.example.com/saml", " ")), "issuer"),
    ] {
        let (code, message) = refused(&provider, &address).await;
        assert_eq!(code, 8128, "{message}");
        assert!(message.contains(reason), "{message}: {reason}");
    }
    let elsewhere = sso(emulator).replace(emulator.app_id(), "nobody");
    for path in ["", "/init", "/metadata", "/metadata-preview", "/cert", "/cert/fingerprint"] {
        assert_eq!(refused(&provider, &format!("{elsewhere}{path}")).await.0, 7348, "{path}");
    }
    let artifact = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Artifact";
    assert_eq!(refused(&provider, &changed("ProtocolBinding", artifact)).await.0, 501);
}

#[tokio::test]
async fn once_a_uri_is_registered_only_it_gets_responses() {
    let settings = ApplicationSettings::new()
        .redirect_uris(["https://me.example.com/callback"])
        .saml(SamlSettings::new().acs(ACS));
    let provider = Provider::with(settings).await;
    let emulator = &provider.emulator;
    let named = address(emulator, &request(emulator, &[], ""));
    assert_eq!(log_in(&mut provider.browser(), &named).await.status(), ["Success"]);
    let unnamed = address(emulator, &request(emulator, &[("AssertionConsumerServiceURL", "")], ""));
    assert_eq!(log_in(&mut provider.browser(), &unnamed).await.status(), ["Success"]);
    let other = [("AssertionConsumerServiceURL", "http://localhost:3000/other")];
    let other = address(emulator, &request(emulator, &other, ""));
    assert_eq!(refused(&provider, &other).await.0, 8128);
}

#[tokio::test]
async fn a_login_that_begins_here_belongs_to_no_request() {
    let provider = provider(SamlSettings::new().acs(ACS)).await;
    let init = format!("{}/init?RelayState=deep", sso(&provider.emulator));
    let posted = log_in(&mut provider.browser(), &init).await;
    assert_eq!(posted.relay_state.as_deref(), Some("deep"));
    assert!(!posted.xml.contains("InResponseTo"), "{}", posted.xml);
    assert_eq!(posted.signed(&provider).await, "Assertion");

    let _ = provider.emulator.configure_application(
        provider.emulator.app_id(),
        ApplicationSettings::new().saml(SamlSettings::new()),
    );
    assert_eq!(refused(&provider, &init).await.0, 8128, "without an ACS in the settings");
}

#[tokio::test]
async fn metadata_and_certificate_say_the_same_and_survive_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("authing.json");
    let first = Emulator::builder().data_file(&file).start().await.unwrap();
    let (base, mut browser) = (sso(&first), Browser::new(first.url()));
    let metadata = browser.get(&format!("{base}/metadata")).await;
    assert_eq!(metadata.header("content-type"), "application/samlmetadata+xml");
    let pem = browser.get(&format!("{base}/cert")).await.body;
    let body: String = pem.lines().filter(|line| !line.starts_with('-')).map(str::trim).collect();
    let posted = Posted { xml: metadata.body.clone(), relay_state: None };
    assert_eq!(posted.text("X509Certificate"), body);
    assert_eq!(posted.value("EntityDescriptor", "entityID"), format!("{base}/metadata"));
    assert_eq!(posted.value("IDPSSODescriptor", "WantAuthnRequestsSigned"), "false");
    assert_eq!(metadata.body.matches(&format!("Location=\"{base}\"")).count(), 2);
    let preview = browser.get(&format!("{base}/metadata-preview")).await;
    assert_eq!(preview.body, metadata.body);
    let fingerprint = browser.get(&format!("{base}/cert/fingerprint")).await.body;
    let hash =
        aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, &STANDARD.decode(&body).unwrap());
    let hash: Vec<_> = hash.as_ref().iter().map(|byte| format!("{byte:02X}")).collect();
    assert_eq!(fingerprint, hash.join(":"));
    let app = first.app_id().to_owned();
    first.stop().unwrap();

    let second = Emulator::builder().data_file(&file).start().await.unwrap();
    let url = format!("{}/api/v2/saml-idp/{app}/cert", second.url());
    assert_eq!(Browser::new(second.url()).get(&url).await.body, pem);
}

#[tokio::test]
async fn another_application_has_another_certificate() {
    let provider = provider(SamlSettings::new()).await;
    let other = provider
        .emulator
        .create_application("other", authing_emulator::TokenAlgorithm::Hs256)
        .unwrap();
    let mut browser = provider.browser();
    let own = browser.get(&format!("{}/cert", sso(&provider.emulator))).await.body;
    let base = sso(&provider.emulator).replace(provider.emulator.app_id(), &other.id);
    assert_ne!(browser.get(&format!("{base}/cert")).await.body, own);
}

/// A service provider's key and certificate.
fn service_key() -> (String, String) {
    let key = rcgen::KeyPair::generate_rsa_for(&rcgen::PKCS_RSA_SHA256, rcgen::RsaKeySize::_2048)
        .unwrap();
    let params = rcgen::CertificateParams::new(["sp.example.com".to_owned()]).unwrap();
    (key.serialize_pem(), params.self_signed(&key).unwrap().pem())
}

/// A query with a signature over what stands before it.
fn sign_query(key: &str, query: &str) -> String {
    use aws_lc_rs::rsa::KeyPair;
    let der: String = key.lines().filter(|line| !line.starts_with('-')).collect();
    let key = KeyPair::from_pkcs8(&STANDARD.decode(der).unwrap()).unwrap();
    let mut signature = vec![0; key.public_modulus_len()];
    let random = aws_lc_rs::rand::SystemRandom::new();
    let algorithm = &aws_lc_rs::signature::RSA_PKCS1_SHA256;
    key.sign(algorithm, &random, query.as_bytes(), &mut signature).unwrap();
    format!("{query}&{}", self::query(&[("Signature", &STANDARD.encode(signature))]))
}

#[tokio::test]
async fn with_a_certificate_in_the_settings_a_redirected_request_must_be_signed() {
    let (key, certificate) = service_key();
    let provider = provider(SamlSettings::new().saml_request_signing_cert(certificate)).await;
    let emulator = &provider.emulator;
    let xml = request(emulator, &[], "");
    assert!(refused(&provider, &address(emulator, &xml)).await.1.contains("not signed"));

    let signed = |algorithm: &str| {
        let message = deflated(&xml);
        let pairs =
            [("SAMLRequest", message.as_str()), ("RelayState", "a b"), ("SigAlg", algorithm)];
        format!("{}?{}", sso(emulator), sign_query(&key, &query(&pairs)))
    };
    let good = signed("http://www.w3.org/2001/04/xmldsig-more#rsa-sha256");
    let posted = log_in(&mut provider.browser(), &good).await;
    assert_eq!(posted.relay_state.as_deref(), Some("a b"));

    let altered = good.replace("RelayState=a+b", "RelayState=b");
    assert!(refused(&provider, &altered).await.1.contains("does not verify"));
    let weak = signed("http://www.w3.org/2000/09/xmldsig#rsa-sha1");
    assert!(refused(&provider, &weak).await.1.contains("algorithm"));
    let metadata = provider.browser().get(&format!("{}/metadata", sso(emulator))).await.body;
    assert!(metadata.contains("WantAuthnRequestsSigned=\"true\""));
}

#[tokio::test]
async fn with_a_certificate_in_the_settings_a_posted_request_must_be_signed_as_a_whole() {
    let (key, certificate) = service_key();
    let provider = provider(SamlSettings::new().saml_request_signing_cert(certificate)).await;
    let emulator = &provider.emulator;
    let template = "<ds:Signature xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"><ds:SignedInfo>\
         <ds:CanonicalizationMethod Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"/>\
         <ds:SignatureMethod Algorithm=\"http://www.w3.org/2001/04/xmldsig-more#rsa-sha256\"/>\
         <ds:Reference URI=\"#_request\"><ds:Transforms><ds:Transform \
         Algorithm=\"http://www.w3.org/2000/09/xmldsig#enveloped-signature\"/><ds:Transform \
         Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"/></ds:Transforms><ds:DigestMethod \
         Algorithm=\"http://www.w3.org/2001/04/xmlenc#sha256\"/><ds:DigestValue></ds:DigestValue>\
         </ds:Reference></ds:SignedInfo><ds:SignatureValue></ds:SignatureValue></ds:Signature>";
    let mut keys = KeysManager::new();
    keys.add_key(loader::load_rsa_private_pem(key.as_bytes()).unwrap());
    let xml = request(emulator, &[], template);
    let signed = bergshamra_dsig::sign::sign(&DsigContext::new(keys), &xml).unwrap();
    let post = async |xml: &str| {
        let message = STANDARD.encode(xml);
        provider.browser().post(&sso(emulator), &[("SAMLRequest", &message)]).await
    };
    assert_eq!(post(&signed).await.status, 303, "the login page");

    let prefixes = |n| {
        let list = "p ".repeat(n);
        format!(
            "exc-c14n#\"><c:InclusiveNamespaces xmlns:c=\"http://www.w3.org/2001/10/xml-exc-c14n#\" \
             PrefixList=\"{list}\"/></ds:Transform></ds:Tr"
        )
    };
    let part = |start: &str, end: &str| {
        let rest = &signed[signed.find(start).unwrap()..];
        rest[..rest.find(end).unwrap() + end.len()].to_owned()
    };
    let (transform, reference) =
        (&part("<ds:Transform Alg", ">"), &part("<ds:Reference", "</ds:Reference>"));
    let inside = format!("<samlp:Extensions>{signed}</samlp:Extensions>");
    for (hostile, reason) in [
        (request(emulator, &[], ""), "one signature"),
        (signed.replace("https://me.example.com/saml", "https://evil.example.com"), "verify"),
        (request(emulator, &[("ID", "_other")], &inside), "one signature"),
        // What would be done for every element, or for all of them again.
        (signed.replace("exc-c14n#\"/></ds:Tr", &prefixes(17)), "17 prefixes"),
        (signed.replace(transform, &transform.repeat(3)), "at most 2"),
        (signed.replace(reference, &reference.repeat(2)), "at most 1"),
        (request(emulator, &[], &"x".repeat(16_384)), "bytes in its SAMLRequest"),
    ] {
        let response = post(&hostile).await;
        let body: serde_json::Value = serde_json::from_str(&response.body).unwrap();
        assert_eq!(body["code"], json!(8128), "{body}");
        assert!(body["message"].as_str().unwrap().contains(reason), "{body}");
    }
}
