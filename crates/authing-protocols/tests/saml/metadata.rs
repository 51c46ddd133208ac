//! Metadata as providers and federations publish it: one odd part never spoils the rest.

use std::sync::Arc;

use authing_core::{
    HttpResponse,
    test_util::{ScriptedTransport, TestClock},
};
use authing_protocols::{
    Error,
    saml::{FetchMetadata, SamlError, SamlIdentityProvider, SamlLogin, ServiceProvider},
};
use authing_test_support::logged;
use http::StatusCode;

use crate::common::{ACS, Doc, IDP, SERVICE, SP, Signer, finish, pending, posted, with_id};

macro_rules! case {
    ($file:literal) => {
        include_str!(concat!("../cases/", $file))
    };
}

const RESPONSE: &str = case!("odd/response.xml");
const RSA_CERT: &str = case!("material/idp.crt.pem");
const RSA_KEY: &str = case!("material/rsa.key.pem");
const P384_CERT: &str = case!("material/p384.crt.pem");
const P384_KEY: &str = case!("material/p384.key.pem");
const SHORT_CERT: &str = case!("material/rsa-1024.crt.pem");

fn base64(pem: &str) -> String {
    pem.lines().filter(|line| !line.starts_with('-')).collect()
}

/// A key, for `signing`, `encryption` or no stated use.
fn key(usage: &str, certificate: &str) -> String {
    let usage = if usage.is_empty() { String::new() } else { format!(" use=\"{usage}\"") };
    format!(
        "<md:KeyDescriptor{usage}><ds:KeyInfo xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\">\
         <ds:X509Data><ds:X509Certificate>{certificate}</ds:X509Certificate></ds:X509Data>\
         </ds:KeyInfo></md:KeyDescriptor>"
    )
}

const SSO_SERVICE: &str = "<md:SingleSignOnService Binding=\"urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect\" \
     Location=\"https://idp.example.com/sso\"/>";

fn role(inside: &str) -> String {
    format!(
        "<md:IDPSSODescriptor protocolSupportEnumeration=\"urn:oasis:names:tc:SAML:2.0:protocol\">\
         {inside}</md:IDPSSODescriptor>"
    )
}

fn entity(id: &str, inside: &str) -> String {
    format!(
        "<md:EntityDescriptor xmlns:md=\"urn:oasis:names:tc:SAML:2.0:metadata\" entityID=\"{id}\">\
         {inside}</md:EntityDescriptor>"
    )
}

fn group(inside: &str) -> String {
    format!(
        "<md:EntitiesDescriptor xmlns:md=\"urn:oasis:names:tc:SAML:2.0:metadata\">{inside}\
         </md:EntitiesDescriptor>"
    )
}

/// The provider with these keys.
fn with_keys(keys: &str) -> String {
    entity(IDP, &role(&format!("{keys}{SSO_SERVICE}")))
}

fn service(provider: SamlIdentityProvider) -> ServiceProvider {
    ServiceProvider::builder(SP, ACS)
        .idp(provider)
        .clock(Arc::new(TestClock::new()))
        .build()
        .unwrap()
}

/// Finishes the login that the responses of the cases belong to.
fn log_in(provider: SamlIdentityProvider, response: &str) -> Result<SamlLogin, SamlError> {
    let sp = service(provider);
    let pending = with_id(&pending(&sp), "_request-1");
    finish(&sp, response, pending)
}

/// A response whose assertion this key signed.
fn signed_by(signer: &Signer) -> String {
    let doc = Doc::default();
    signer.fill(&doc.around("", &doc.assertion(&signer.template("_a"))))
}

fn reasons(provider: &SamlIdentityProvider) -> Vec<String> {
    provider.set_aside().iter().map(ToString::to_string).collect()
}

fn read(xml: &str) -> SamlIdentityProvider {
    SamlIdentityProvider::from_metadata(xml).unwrap_or_else(|error| panic!("{error}"))
}

fn refusal(xml: &str) -> SamlError {
    SamlIdentityProvider::from_metadata(xml).unwrap_err()
}

#[test]
fn a_provider_with_an_rsa_and_a_p_384_key_is_used_with_both() {
    let provider = read(case!("odd/metadata-rsa-and-p384.xml"));
    assert!(provider.set_aside().is_empty(), "{:?}", provider.set_aside());
    assert_eq!(log_in(provider.clone(), RESPONSE).unwrap().name_id.value, "alice");

    for signer in [Signer::rsa(RSA_KEY), Signer::p384(P384_KEY)] {
        let sp = service(provider.clone());
        assert!(finish(&sp, signed_by(&signer), pending(&sp)).is_ok());
    }
}

#[test]
fn a_p_384_key_verifies_what_it_signed_and_nothing_else() {
    let sp = service(read(&with_keys(&key("signing", &base64(P384_CERT)))));
    let xml = signed_by(&Signer::p384(P384_KEY));
    assert!(finish(&sp, &xml, pending(&sp)).is_ok());
    let altered = xml.replace("session-1", "session-2");
    assert_eq!(finish(&sp, altered, pending(&sp)).unwrap_err(), SamlError::BadSignature);
    for other in [Signer::rsa(RSA_KEY), Signer::ec()] {
        assert!(finish(&sp, signed_by(&other), pending(&sp)).is_err());
    }
    // And what it signed is nothing to a provider with other keys.
    assert!(finish(&SERVICE, &xml, pending(&SERVICE)).is_err());
}

#[test]
fn a_short_key_beside_a_good_one_is_set_aside_and_verifies_nothing() {
    let provider = read(case!("odd/metadata-1024-and-rsa.xml"));
    let [reason] = reasons(&provider).try_into().unwrap();
    assert!(reason.starts_with("`signing key 1` has an RSA key of 1024 bits"), "{reason}");
    assert_eq!(log_in(provider.clone(), RESPONSE).unwrap().name_id.value, "alice");

    // What the short key signed, and the same signed by the other one.
    let short = log_in(provider.clone(), include_str!("fixtures/short-key.xml"));
    assert_eq!(short.unwrap_err(), SamlError::BadSignature);
    assert!(log_in(provider, include_str!("fixtures/short-key-control.xml")).is_ok());
}

#[test]
fn without_a_usable_key_the_reason_of_each_is_told() {
    let one = refusal(case!("odd/metadata-1024-only.xml"));
    assert!(matches!(&one, SamlError::NoUsableKey(reasons) if reasons.len() == 1), "{one:?}");
    assert!(one.to_string().contains("1024 bits"), "{one}");

    let short = base64(SHORT_CERT);
    let keys = key("signing", &short) + &key("", "?") + &key("signing", "MIIB");
    let several = refusal(&with_keys(&keys));
    assert_eq!(
        several.to_string(),
        "the metadata holds no key that can verify a signature: \
         `signing key 1` has an RSA key of 1024 bits: it must have 2048 to 8192; \
         `signing key 2` is not base64; \
         `signing key 3` is not X.509, or has a key of an unknown kind"
    );
    // A key for encryption is none to verify with.
    let encryption = key("encryption", &base64(RSA_CERT));
    assert!(matches!(refusal(&with_keys(&encryption)), SamlError::Metadata(_)));
    let both = refusal(&with_keys(&(encryption + &key("signing", &short))));
    assert!(matches!(both, SamlError::NoUsableKey(_)), "{both}");
    // The text is bounded, however many there are.
    let many = refusal(&with_keys(&key("signing", "?").repeat(500)));
    assert!(many.to_string().len() < 1000, "{many}");
}

#[test]
fn a_key_that_cannot_be_used_is_passed_over_in_any_order_and_for_any_use() {
    let good = base64(RSA_CERT);
    let ed25519 = "MIIBHjCB0aADAgECAhQ";
    let odd = [
        (key("signing", &base64(SHORT_CERT)), "1024 bits"),
        (key("", &base64(SHORT_CERT)), "1024 bits"),
        (key("encryption", &base64(SHORT_CERT)), "1024 bits"),
        (key("signing", ""), "is empty"),
        (key("encryption", "  "), "is empty"),
        (key("signing", "garbage!"), "is not base64"),
        (key("signing", "Z2FyYmFnZQ=="), "is not X.509"),
        (key("signing", ed25519), "is not"),
        (key("signing", &good[..good.len() / 2 / 4 * 4]), "is not X.509"),
        (key("signing", "<x/>"), "holds more than base64"),
        (key("decoration", &good), "is for `decoration`"),
        ("<md:KeyDescriptor use=\"signing\"/>".to_owned(), "without a certificate"),
        (
            "<md:KeyDescriptor><ds:KeyInfo xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\">\
             <ds:KeyName>a</ds:KeyName></ds:KeyInfo></md:KeyDescriptor>"
                .to_owned(),
            "without a certificate",
        ),
    ];
    let good = key("signing", &good);
    for (odd, told) in &odd {
        for keys in [format!("{odd}{good}"), format!("{good}{odd}")] {
            let provider = read(&with_keys(&keys));
            let [reason] = reasons(&provider).try_into().unwrap();
            assert!(reason.contains(told), "{told}: {reason}");
            assert_eq!(log_in(provider, RESPONSE).unwrap().name_id.value, "alice", "{told}");
        }
    }
    let all: String = odd.iter().map(|(key, _)| key.as_str()).collect();
    let provider = read(&with_keys(&(all + &good)));
    assert!(log_in(provider, RESPONSE).is_ok());
    // A usable key for encryption is nothing to tell.
    let provider = read(&with_keys(&(key("encryption", &base64(P384_CERT)) + &good)));
    assert!(provider.set_aside().is_empty());
}

#[test]
fn an_unusable_certificate_that_was_configured_is_still_refused() {
    // Somebody chose it: it is not odd, but wrong.
    let provider = SamlIdentityProvider::new(IDP, "https://idp.example.com/sso")
        .certificate(RSA_CERT)
        .certificate(SHORT_CERT);
    let error = ServiceProvider::builder(SP, ACS).idp(provider).build().unwrap_err();
    assert!(error.to_string().contains("1024 bits"), "{error}");
    let p384 = SamlIdentityProvider::new(IDP, "https://idp.example.com/sso").certificate(P384_CERT);
    assert!(ServiceProvider::builder(SP, ACS).idp(p384).build().is_ok());
}

#[test]
fn one_of_two_providers_is_chosen_by_its_entity_id() {
    let two = case!("odd/metadata-two-providers.xml");
    let error = refusal(two);
    let SamlError::SeveralProviders(found) = &error else { panic!("{error}") };
    assert_eq!(found, &["https://other.example.com/metadata", IDP]);
    assert!(
        error.to_string().contains(&format!("`https://other.example.com/metadata` or `{IDP}`"))
    );

    let provider = SamlIdentityProvider::from_metadata_of(two, IDP).unwrap();
    assert!(provider.set_aside().is_empty());
    assert_eq!(log_in(provider, RESPONSE).unwrap().name_id.value, "alice");

    let error =
        SamlIdentityProvider::from_metadata_of(two, "https://third.example.com").unwrap_err();
    assert!(matches!(error, SamlError::UnknownProvider { .. }));
    let text = error.to_string();
    for part in ["`https://third.example.com`", "`https://other.example.com/metadata`", IDP] {
        assert!(text.contains(part), "{text}");
    }
}

#[test]
fn of_many_providers_nothing_but_the_chosen_one_is_looked_at() {
    let good = key("signing", &base64(RSA_CERT));
    let chosen = entity(IDP, &role(&format!("{good}{SSO_SERVICE}")));
    let odd = entity("urn:odd", &role(&key("signing", "garbage")));
    let service_provider = entity("urn:sp", "<md:SPSSODescriptor/>");
    let ended =
        entity("urn:ended", &role(&good)).replacen(" entityID", " validUntil=\"soon\" entityID", 1);
    let nameless = entity("", &role(&good));
    for document in [
        group(&format!("{odd}{service_provider}{ended}{nameless}{chosen}")),
        group(&format!("{}{}", group(&odd), group(&group(&chosen)))),
        group(&format!("{chosen}{}", group(&format!("{odd}{ended}")))),
    ] {
        let provider = SamlIdentityProvider::from_metadata_of(&document, IDP).unwrap();
        assert!(provider.set_aside().is_empty(), "{:?}", provider.set_aside());
        assert!(log_in(provider, RESPONSE).is_ok());
        assert!(matches!(refusal(&document), SamlError::SeveralProviders(_)));
    }
    // One provider among services needs no name.
    assert!(log_in(read(&group(&format!("{service_provider}{chosen}"))), RESPONSE).is_ok());
    // Nor does one that is a service under the same name too.
    let both = group(&format!("{}{chosen}", service_provider.replace("urn:sp", IDP)));
    assert!(log_in(read(&both), RESPONSE).is_ok());
    let named = SamlIdentityProvider::from_metadata_of(&both, IDP).unwrap();
    assert!(log_in(named, RESPONSE).is_ok());
    // A name that is given must be right, even if there is no choice.
    assert!(SamlIdentityProvider::from_metadata_of(&chosen, IDP).is_ok());
    let error = SamlIdentityProvider::from_metadata_of(&chosen, "urn:other").unwrap_err();
    assert!(matches!(error, SamlError::UnknownProvider { .. }), "{error}");
    for (name, told) in [
        (group(&format!("{service_provider}{chosen}")), "`urn:sp` is not an identity provider"),
        (group(&service_provider.repeat(2)), "`urn:sp` is not an identity provider"),
        (group(&entity("urn:sp", &role(&good)).repeat(2)), "`urn:sp` more than once"),
    ] {
        let error = SamlIdentityProvider::from_metadata_of(name, "urn:sp").unwrap_err();
        assert!(error.to_string().contains(told), "{error}");
    }
}

#[test]
fn the_time_of_a_group_is_the_time_of_its_providers() {
    let good = key("signing", &base64(RSA_CERT));
    let chosen = entity(IDP, &role(&format!("{good}{SSO_SERVICE}")));
    let ended = |group: &str| {
        group.replacen(
            "<md:EntitiesDescriptor",
            "<md:EntitiesDescriptor validUntil=\"2025-12-31T23:59:59Z\"",
            1,
        )
    };
    let around = group(&format!("{}{}", ended(&group("")), group(&chosen)));
    assert!(log_in(read(&around), RESPONSE).is_ok());
    let inner = group(&ended(&group(&chosen)));
    for document in [ended(&around), inner] {
        let provider = read(&document);
        let built = ServiceProvider::builder(SP, ACS)
            .idp(provider)
            .clock(Arc::new(TestClock::new()))
            .build();
        assert!(built.unwrap_err().to_string().contains("`validUntil`"));
    }
}

#[test]
fn names_of_providers_are_cut_escaped_and_few() {
    let good = key("signing", &base64(RSA_CERT));
    let names: Vec<String> =
        (0..1000).map(|number| format!("urn:{number}:a`b&#10;{}", "x".repeat(300))).collect();
    let all: String = names.iter().map(|name| entity(name, &role(&good))).collect();
    let document = group(&all);
    let unknown = SamlIdentityProvider::from_metadata_of(&document, "urn:\n`z").unwrap_err();
    for error in [refusal(&document), unknown] {
        let text = error.to_string();
        assert!(text.len() < 4000, "{}", text.len());
        assert!(!text.contains('\n') && text.contains("urn:0:a\\u{60}b"), "{text}");
        assert!(text.contains("and 990 more"), "{text}");
    }
}

#[test]
fn an_endpoint_that_is_none_is_passed_over() {
    let good = key("signing", &base64(RSA_CERT));
    let sso = |location: &str| {
        format!(
            "<md:SingleSignOnService Binding=\"urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect\" \
             {location}/>"
        )
    };
    for (odd, told) in [
        ("Location=\"/sso\"", "is `/sso`, which is not a whole address"),
        ("Location=\"\"", "is ``"),
        ("Location=\"javascript:alert(1)\"", "must begin with `https://`"),
        ("Location=\"https://idp.example.com/#x\"", "no fragment"),
        ("", "is missing"),
    ] {
        let odd = sso(odd);
        let provider = read(&entity(IDP, &role(&format!("{good}{odd}{SSO_SERVICE}"))));
        let [reason] = reasons(&provider).try_into().unwrap();
        assert!(reason.contains("`SingleSignOnService[HTTP-Redirect].Location`"), "{reason}");
        assert!(reason.contains(told), "{told}: {reason}");
        let (url, _) = service(provider).authn_request().redirect().unwrap();
        assert!(url.as_str().starts_with("https://idp.example.com/sso?"), "{url}");
        // If there is no other, it is needed.
        let error = refusal(&entity(IDP, &role(&format!("{good}{odd}"))));
        assert!(error.to_string().contains(told), "{error}");
    }
    let odd_logout = "<md:SingleLogoutService Binding=\"urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST\" \
         Location=\"slo\"/>\
         <md:SingleLogoutService Binding=\"urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect\" \
         Location=\"https://idp.example.com/slo\" ResponseLocation=\"back\"/>\
         <md:SingleLogoutService/><md:Organization><x/></md:Organization>";
    let provider = read(&entity(IDP, &role(&format!("{good}{SSO_SERVICE}{odd_logout}"))));
    assert_eq!(provider.set_aside().len(), 2, "{:?}", provider.set_aside());
    assert!(log_in(provider, RESPONSE).is_ok());
}

#[test]
fn a_role_for_another_protocol_and_odd_wishes_are_passed_over() {
    let good = key("signing", &base64(RSA_CERT));
    let older = role(&key("signing", "garbage")).replace("SAML:2.0:protocol", "SAML:1.1:protocol");
    let newer = role(&format!("{good}{SSO_SERVICE}"));
    let provider = read(&entity(IDP, &format!("{older}{newer}")));
    assert!(provider.set_aside().is_empty());
    assert!(log_in(provider, RESPONSE).is_ok());
    let wish = newer
        .replace("<md:IDPSSODescriptor", "<md:IDPSSODescriptor WantAuthnRequestsSigned=\"ja\"");
    let provider = read(&entity(IDP, &wish));
    assert!(reasons(&provider)[0].contains("is `ja`"), "{:?}", provider.set_aside());
    let twice = refusal(&entity(IDP, &newer.repeat(2)));
    assert!(twice.to_string().contains("several `IDPSSODescriptor`"), "{twice}");
}

#[test]
fn every_reason_for_which_a_document_is_not_read_is_told() {
    let good = with_keys(&key("signing", &base64(RSA_CERT)));
    let doctype = refusal(case!("messages/metadata-doctype.xml")).to_string();
    assert!(doctype.contains("a document type declaration, which is not read"), "{doctype}");
    let mut broken = good.clone().into_bytes();
    broken[100] = 0xff;
    let utf16: Vec<u8> = good.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let deep = format!("{}{}", "<a>".repeat(100), "</a>".repeat(100));
    let wide: String = (0..100).map(|n| format!(" a{n}=''")).collect();
    for (document, told) in [
        (String::new().into_bytes(), "it is empty"),
        (b" \n".to_vec(), "it is empty"),
        (b"{\"error\": 1}".to_vec(), "it does not begin with `<`"),
        (b"<!DOCTYPE html><html></html>".to_vec(), "it is a web page"),
        (b"<html><body>".to_vec(), "it is a web page"),
        (broken, "byte 101 belongs to no letter"),
        (utf16, "it begins as UTF-16 does"),
        (
            format!("<?xml version=\"1.0\" encoding=\"GBK\"?>{good}").into_bytes(),
            "it says that it is `GBK`",
        ),
        (
            good.replace("</md:IDPSSODescriptor>", "").into_bytes(),
            "not well-formed XML at line 1 column",
        ),
        (good.as_bytes()[..good.len() / 2].to_vec(), "cut off"),
        (deep.into_bytes(), "over the limit of 64 levels"),
        (
            format!("<a>{}</a>", "<a/>".repeat(400_001)).into_bytes(),
            "over the limit of 400000 elements",
        ),
        (format!("<a{wide}/>").into_bytes(), "over the limit of 64 attributes an element"),
        (vec![b' '; (16 << 20) + 1], "over the limit of 16 MiB"),
        (b"<a/>".to_vec(), "its root is neither `EntityDescriptor` nor"),
        (entity(IDP, "").into_bytes(), "it does not describe an identity provider"),
        (with_keys("").into_bytes(), "it has no signing certificate"),
    ] {
        let text = SamlIdentityProvider::from_metadata(&document).unwrap_err().to_string();
        assert!(text.contains(told), "{told}: {text}");
    }
}

#[tokio::test]
async fn a_provider_of_a_federation_is_fetched_by_its_name() {
    let server = ScriptedTransport::new(|_, _| {
        Ok(HttpResponse::new(StatusCode::OK, case!("odd/metadata-two-providers.xml")))
    });
    let fetch = || {
        FetchMetadata::new("https://federation.example.com/all.xml")
            .transport(Arc::new(server.clone()))
    };
    let sp = service(fetch().entity_id(IDP).send().await.unwrap());
    let pending = with_id(&pending(&sp), "_request-1");
    assert!(sp.finish(&posted(RESPONSE), pending).await.is_ok());
    let error = fetch().send().await.unwrap_err();
    assert!(matches!(error, Error::Saml(SamlError::SeveralProviders(_))), "{error}");
}

#[test]
fn what_is_set_aside_is_a_warning() {
    let work = async {
        let _ = read(case!("odd/metadata-1024-and-rsa.xml"));
    };
    logged("metadata::what_is_set_aside_is_a_warning", work, |log| {
        assert!(log.contains("WARN") && log.contains("signing key 1"), "{log}");
        assert!(log.contains("1024 bits"), "{log}");
    });
}
