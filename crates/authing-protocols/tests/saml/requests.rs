//! What is sent to the identity provider.

use authing_protocols::saml::{ContextComparison, PendingAuthn, PostedResponse, SamlError};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use bergshamra_dsig::{DsigContext, verify::verify};
use bergshamra_keys::{KeysManager, loader};
use url::Url;

use crate::common::{ACS, IDP_CERT, SERVICE, SP, SP_CERT, SP_KEY, SSO, builder};

fn parameter(url: &Url, name: &str) -> Option<String> {
    url.query_pairs().find(|(found, _)| found == name).map(|(_, value)| value.into_owned())
}

fn inflate(message: &str) -> String {
    let deflated = STANDARD.decode(message).unwrap();
    String::from_utf8(miniz_oxide::inflate::decompress_to_vec(&deflated).unwrap()).unwrap()
}

#[test]
fn a_redirect_carries_the_request() {
    let (url, pending) = SERVICE.authn_request().relay_state("/a b?c=d&e").redirect().unwrap();
    let xml = inflate(&parameter(&url, "SAMLRequest").unwrap());
    assert_eq!(parameter(&url, "RelayState").as_deref(), Some("/a b?c=d&e"));
    assert_eq!(parameter(&url, "SigAlg"), None);
    let id = pending.request_id();
    assert_eq!(
        xml,
        format!(
            "<samlp:AuthnRequest xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\" \
             xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\" ID=\"{id}\" Version=\"2.0\" \
             IssueInstant=\"2026-01-01T00:00:00Z\" Destination=\"{SSO}\" \
             ProtocolBinding=\"urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST\" \
             AssertionConsumerServiceURL=\"{ACS}\"><saml:Issuer>{SP}</saml:Issuer>\
             </samlp:AuthnRequest>"
        )
    );
}

#[test]
fn every_option_is_in_the_request() {
    let (url, _) = SERVICE
        .authn_request()
        .force_authn(true)
        .name_id_format("urn:f")
        .allow_create(true)
        .authn_context(["urn:x", "urn:<y>"], ContextComparison::Minimum)
        .redirect()
        .unwrap();
    let xml = inflate(&parameter(&url, "SAMLRequest").unwrap());
    for part in [
        "ForceAuthn=\"true\"",
        "<samlp:NameIDPolicy Format=\"urn:f\" AllowCreate=\"true\"></samlp:NameIDPolicy>",
        "<samlp:RequestedAuthnContext Comparison=\"minimum\"><saml:AuthnContextClassRef>urn:x<",
        "<saml:AuthnContextClassRef>urn:&lt;y&gt;</saml:AuthnContextClassRef>",
    ] {
        assert!(xml.contains(part), "{part}: {xml}");
    }
    let (url, _) = SERVICE.authn_request().passive(true).redirect().unwrap();
    assert!(inflate(&parameter(&url, "SAMLRequest").unwrap()).contains("IsPassive=\"true\""));
    assert!(SERVICE.authn_request().passive(true).force_authn(true).redirect().is_err());
    assert!(SERVICE.authn_request().relay_state("x".repeat(81)).redirect().is_err());
    assert!(SERVICE.authn_request().relay_state("x".repeat(80)).post().is_ok());
}

#[test]
fn ids_are_names_and_never_the_same() {
    let (_, one) = SERVICE.authn_request().redirect().unwrap();
    let (_, two) = SERVICE.authn_request().redirect().unwrap();
    assert_ne!(one.request_id(), two.request_id());
    assert_eq!(one.request_id().len(), 44);
    assert!(one.request_id().starts_with('_'));
}

#[test]
fn an_address_with_a_query_keeps_it() {
    let provider = authing_protocols::saml::SamlIdentityProvider::new("urn:i", "https://i/sso?a=b")
        .certificate(IDP_CERT);
    let sp = builder().idp(provider).build().unwrap();
    let (url, _) = sp.authn_request().redirect().unwrap();
    assert!(url.as_str().starts_with("https://i/sso?a=b&SAMLRequest="), "{url}");
}

#[test]
fn a_signed_redirect_verifies_over_its_query() {
    let sp = builder().signing_key(SP_KEY, SP_CERT).build().unwrap();
    let (url, _) = sp.authn_request().relay_state("s").redirect().unwrap();
    let (signed, signature) = url.query().unwrap().rsplit_once("&Signature=").unwrap();
    assert!(signed.contains(
        "&RelayState=s&SigAlg=http%3A%2F%2Fwww.w3.org%2F2001%2F04%2Fxmldsig-more%23rsa-sha256"
    ));
    assert!(!signature.is_empty());
    let signature = STANDARD.decode(parameter(&url, "Signature").unwrap()).unwrap();
    let key = loader::load_x509_cert_pem(SP_CERT.as_bytes()).unwrap().to_spki_der().unwrap();
    let algorithm = &aws_lc_rs::signature::RSA_PKCS1_2048_8192_SHA256;
    let key = aws_lc_rs::signature::UnparsedPublicKey::new(algorithm, key);
    assert!(key.verify(signed.as_bytes(), &signature).is_ok());
}

#[test]
fn a_signed_form_holds_an_enveloped_signature() {
    let sp = builder().signing_key(SP_KEY, SP_CERT).build().unwrap();
    let (form, pending) = sp.authn_request().post().unwrap();
    assert_eq!(form.action().as_str(), SSO);
    let (name, message) = form.fields().next().unwrap();
    assert_eq!(name, "SAMLRequest");
    let xml = String::from_utf8(STANDARD.decode(message).unwrap()).unwrap();
    let mut keys = KeysManager::new();
    keys.add_key(loader::load_x509_cert_pem(SP_CERT.as_bytes()).unwrap());
    assert!(verify(&DsigContext::new(keys), &xml).unwrap().is_valid());
    assert!(xml.contains(&format!("URI=\"#{}\"", pending.request_id())));
}

#[test]
fn the_form_s_page_escapes_what_it_holds() {
    let (form, _) = SERVICE.authn_request().relay_state("\"><script>&").post().unwrap();
    let page = form.html();
    assert!(page.contains("value=\"&quot;&gt;&lt;script&gt;&amp;\""), "{page}");
    assert!(!page.contains("<script"));
    assert!(page.contains(&format!("action=\"{SSO}\"")));
    assert!(!format!("{form:?}").contains("script"));
}

#[test]
fn a_pending_login_survives_a_session_and_shows_nothing() {
    let (_, pending) =
        SERVICE.authn_request().relay_state("canary").force_authn(true).redirect().unwrap();
    let secret = pending.to_secret();
    assert!(PendingAuthn::from_secret(&secret).unwrap() == pending);
    let shown = format!("{pending:?}{secret:?}{:?}", SERVICE.authn_request());
    assert!(!shown.contains("canary") && !shown.contains(pending.request_id()), "{shown}");
    for text in ["", "{}", "null", "[1]"] {
        assert!(matches!(PendingAuthn::from_secret(text), Err(SamlError::NotPending)));
    }
}

#[test]
fn a_posted_form_is_read_once_and_strictly() {
    let form = PostedResponse::from_form("RelayState=%2Fa%20b&SAMLResponse=YQ%3D%3D&x=1").unwrap();
    assert_eq!(form.relay_state(), Some("/a b"));
    for (body, error) in [
        ("", SamlError::MissingParameter("SAMLResponse")),
        ("samlresponse=YQ==", SamlError::MissingParameter("SAMLResponse")),
        ("SAMLResponse=a&SAMLResponse=b", SamlError::DuplicateParameter("SAMLResponse")),
        ("SAMLResponse=a&RelayState=b&RelayState=c", SamlError::DuplicateParameter("RelayState")),
        ("SAMLResponse=a&%53AMLResponse=b", SamlError::DuplicateParameter("SAMLResponse")),
    ] {
        assert_eq!(PostedResponse::from_form(body).unwrap_err(), error);
    }
    for message in ["*", "YQ=", "YQ==YQ==", "YQ-_"] {
        let form = PostedResponse::new(message);
        let pending = crate::common::pending(&SERVICE);
        let error = crate::common::run(SERVICE.finish(&form, pending)).unwrap_err();
        assert_eq!(error.to_string(), SamlError::Encoding("base64").to_string(), "{message}");
    }
}

#[test]
fn a_binding_that_the_provider_does_not_have_is_refused() {
    let metadata = include_str!("fixtures/pysaml2-metadata.xml");
    let post = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST";
    let provider = authing_protocols::saml::SamlIdentityProvider::from_metadata(
        metadata.replace(post, "urn:soap"),
    )
    .unwrap();
    let sp = builder().idp(provider).signing_key(SP_KEY, SP_CERT).build().unwrap();
    assert!(sp.authn_request().redirect().is_ok());
    assert!(sp.authn_request().post().unwrap_err().to_string().contains("HTTP-POST"));
}
