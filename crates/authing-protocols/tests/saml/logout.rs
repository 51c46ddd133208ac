//! Single logout.

use std::{sync::Arc, time::Duration};

use authing_core::test_util::TestClock;
use authing_protocols::{
    Error,
    saml::{LogoutMessage, NameId, PendingLogout, SamlError, SamlLogoutRequest, ServiceProvider},
    store::MemoryStore,
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use url::Url;

use crate::{
    common::{
        ALICE, ATTACKER_KEY, EC_CERT, EC_KEY, IDP, IDP_KEY, SLO, SP_CERT, SP_KEY, SP_SLO, Signer,
        builder, idp, run,
    },
    surgery::attribute,
};

const QUERY: &str = include_str!("fixtures/pysaml2-logout.query");
const FORM: &str = include_str!("fixtures/pysaml2-logout.xml");

fn sp() -> ServiceProvider {
    builder().signing_key(SP_KEY, SP_CERT).logout_url(SP_SLO).build().unwrap()
}

fn form(kind: &str, xml: &str) -> LogoutMessage {
    let body = url::form_urlencoded::Serializer::new(String::new())
        .append_pair(kind, &STANDARD.encode(xml))
        .finish();
    LogoutMessage::from_form(&body).unwrap()
}

fn read(message: &LogoutMessage) -> Result<SamlLogoutRequest, SamlError> {
    run(sp().read_logout_request(message)).map_err(only_saml)
}

fn only_saml(error: Error) -> SamlError {
    match error {
        Error::Saml(error) => error,
        other => panic!("{other}"),
    }
}

#[test]
fn the_requests_of_pysaml2_are_read() {
    let query = read(&LogoutMessage::from_query(QUERY).unwrap()).unwrap();
    let posted = read(&form("SAMLRequest", FORM)).unwrap();
    assert_eq!(query.relay_state.as_deref(), Some("state-1"));
    for request in [query, posted] {
        assert_eq!(request.name_id.value, ALICE);
        assert_eq!(request.session_indexes, ["session-1"]);
        assert!(!format!("{request:?}").contains(ALICE));
    }
}

#[test]
fn a_query_that_was_altered_or_is_not_signed_is_refused() {
    let at = |name: &str| QUERY.find(&format!("&{name}=")).unwrap();
    for (name, query) in [
        ("relay state", QUERY.replace("state-1", "state-2")),
        ("relay state gone", QUERY.replace("&RelayState=state-1", "")),
        ("algorithm", QUERY.replace("rsa-sha256", "rsa-sha512")),
    ] {
        let error = read(&LogoutMessage::from_query(&query).unwrap()).unwrap_err();
        assert_eq!(error, SamlError::BadSignature, "{name}");
    }
    let hmac = QUERY.replace("rsa-sha256", "hmac-sha256");
    let error = read(&LogoutMessage::from_query(&hmac).unwrap()).unwrap_err();
    assert!(error.to_string().contains("#hmac-sha256` is not accepted"), "{error}");
    let sha1 =
        QUERY.replace("2001%2F04%2Fxmldsig-more%23rsa-sha256", "2000%2F09%2Fxmldsig%23rsa-sha1");
    let error = read(&LogoutMessage::from_query(&sha1).unwrap()).unwrap_err();
    assert!(matches!(error, SamlError::SignatureAlgorithm { .. }));
    for query in [&QUERY[..at("Signature")], &QUERY[..at("SigAlg")]] {
        let error = read(&LogoutMessage::from_query(query).unwrap()).unwrap_err();
        assert_eq!(error, SamlError::Unsigned);
    }
    for (query, error) in [
        (format!("{QUERY}&SAMLRequest=x"), SamlError::DuplicateParameter("SAMLRequest")),
        (format!("{QUERY}&SAMLResponse=x"), SamlError::DuplicateParameter("SAMLResponse")),
        (format!("{QUERY}&Signature=x"), SamlError::DuplicateParameter("Signature")),
        ("RelayState=x".to_owned(), SamlError::MissingParameter("SAMLRequest")),
        ("SAMLRequest=AAAA".to_owned(), SamlError::Encoding("DEFLATE")),
    ] {
        assert_eq!(LogoutMessage::from_query(&query).unwrap_err(), error);
    }
}

#[test]
fn a_query_signed_with_ecdsa_is_read() {
    use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair};
    let der: String = EC_KEY.lines().filter(|line| !line.starts_with("---")).collect();
    let der = STANDARD.decode(der).unwrap();
    let key = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &der).unwrap();
    let xml = message("LogoutRequest", "", "", &name_id());
    let deflated = STANDARD.encode(miniz_oxide::deflate::compress_to_vec(xml.as_bytes(), 6));
    let query = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("SAMLRequest", &deflated)
        .append_pair("SigAlg", "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256")
        .finish();
    let signature = key.sign(&aws_lc_rs::rand::SystemRandom::new(), query.as_bytes()).unwrap();
    let signature = STANDARD.encode(signature);
    let encoded: String = url::form_urlencoded::byte_serialize(signature.as_bytes()).collect();
    let signed = LogoutMessage::from_query(&format!("{query}&Signature={encoded}")).unwrap();
    let ours = builder().idp(idp().certificate(EC_CERT)).logout_url(SP_SLO).build().unwrap();
    assert_eq!(run(ours.read_logout_request(&signed)).unwrap().name_id.value, ALICE);
    assert_eq!(read(&signed).unwrap_err(), SamlError::BadSignature, "without the certificate");
}

#[test]
fn a_deflate_bomb_is_refused() {
    let bomb = miniz_oxide::deflate::compress_to_vec(&vec![b' '; 64 << 20], 9);
    let encoded: String =
        url::form_urlencoded::byte_serialize(STANDARD.encode(bomb).as_bytes()).collect();
    let error = LogoutMessage::from_query(&format!("SAMLRequest={encoded}")).unwrap_err();
    assert_eq!(error, SamlError::TooLarge("64 KiB"));
}

#[test]
fn a_form_that_was_altered_or_is_not_signed_is_refused() {
    assert_eq!(
        read(&form("SAMLRequest", &FORM.replace(ALICE, "mallory"))).unwrap_err(),
        SamlError::BadSignature
    );
    let bare = crate::surgery::without(FORM, "Signature");
    assert_eq!(read(&form("SAMLRequest", &bare)).unwrap_err(), SamlError::Unsigned);
    let other = Signer::rsa(ATTACKER_KEY);
    let forged = other.fill(&message("LogoutRequest", "", &other.template("_l"), &name_id()));
    assert_eq!(read(&form("SAMLRequest", &forged)).unwrap_err(), SamlError::BadSignature);
}

fn name_id() -> String {
    format!("<saml:NameID>{ALICE}</saml:NameID>")
}

fn message(kind: &str, attributes: &str, signature: &str, content: &str) -> String {
    format!(
        "<samlp:{kind} xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\" \
         xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\" ID=\"_l\" Version=\"2.0\" \
         IssueInstant=\"2026-01-01T00:00:00Z\" Destination=\"{SP_SLO}\" {attributes}>\
         <saml:Issuer>{IDP}</saml:Issuer>{signature}{content}</samlp:{kind}>"
    )
}

fn signed(kind: &str, attributes: &str, content: &str, change: (&str, &str)) -> String {
    let signer = Signer::rsa(IDP_KEY);
    let xml = message(kind, attributes, &signer.template("_l"), content);
    signer.fill(&xml.replace(change.0, change.1))
}

#[test]
fn a_signed_request_for_somebody_else_or_out_of_time_is_refused() {
    let with = |attributes: &str, change| {
        read(&form("SAMLRequest", &signed("LogoutRequest", attributes, &name_id(), change)))
    };
    assert!(with("", ("", "")).is_ok());
    assert!(matches!(with("", (SP_SLO, "https://other")).unwrap_err(), SamlError::Destination(_)));
    assert!(matches!(with("", ("Destination", "x")).unwrap_err(), SamlError::Destination(_)));
    assert!(matches!(with("", (IDP, "https://other")).unwrap_err(), SamlError::Issuer(_)));
    assert!(matches!(with("", ("2026-01-01", "2025-12-31")), Err(SamlError::Expired(_))));
    assert!(matches!(with("", ("2026-01-01", "2026-01-02")), Err(SamlError::NotYetValid(_))));
    let over = "NotOnOrAfter=\"2025-12-31T23:00:00Z\"";
    assert!(matches!(with(over, ("", "")), Err(SamlError::Expired(_))));
    let wrong = signed("LogoutResponse", "", &name_id(), ("", ""));
    assert!(matches!(read(&form("SAMLRequest", &wrong)), Err(SamlError::Malformed(_))));
}

#[test]
fn a_request_is_good_once() {
    let clock = Arc::new(TestClock::new());
    let sp = builder()
        .signing_key(SP_KEY, SP_CERT)
        .logout_url(SP_SLO)
        .replay_store(Arc::new(MemoryStore::new().clock(clock)))
        .build()
        .unwrap();
    let message = LogoutMessage::from_query(QUERY).unwrap();
    assert!(message.is_request());
    assert!(run(sp.read_logout_request(&message)).is_ok());
    let again = run(sp.read_logout_request(&message)).unwrap_err();
    assert_eq!(only_saml(again), SamlError::Replayed);
}

#[test]
fn our_responses_name_the_request_and_are_signed() {
    let sp = sp();
    let request = read(&LogoutMessage::from_query(QUERY).unwrap()).unwrap();
    let url = sp.logout_response_redirect(&request).unwrap();
    assert!(url.as_str().starts_with(SLO) && url.as_str().contains("&RelayState=state-1&SigAlg="));
    let form = sp.logout_response_post(&request).unwrap();
    let (_, message) = form.fields().next().unwrap();
    let xml = String::from_utf8(STANDARD.decode(message).unwrap()).unwrap();
    assert_eq!(attribute(&xml, "InResponseTo"), request.id);
    assert!(xml.contains("status:Success") && xml.contains("<ds:SignatureValue>"));
}

#[test]
fn a_logout_that_began_here_is_finished_by_its_signed_response() {
    let sp = sp();
    let (url, pending): (Url, _) =
        sp.logout(&NameId::new(ALICE)).session_index("session-1").redirect().unwrap();
    assert!(url.as_str().contains("&SigAlg="));
    let kept: serde_json::Value = serde_json::from_str(pending.to_secret().expose()).unwrap();
    let answers = format!("InResponseTo=\"{}\"", kept["id"].as_str().unwrap());
    let status = "<samlp:Status><samlp:StatusCode Value=\"urn:oasis:names:tc:SAML:2.0:status:Success\"/></samlp:Status>";
    let finish = |xml: &str| {
        let pending = PendingLogout::from_secret(pending.to_secret()).unwrap();
        sp.finish_logout(&form("SAMLResponse", xml), pending).map_err(only_saml)
    };
    finish(&signed("LogoutResponse", &answers, status, ("", ""))).unwrap();
    let other = signed("LogoutResponse", "InResponseTo=\"_other\"", status, ("", ""));
    assert!(matches!(finish(&other).unwrap_err(), SamlError::InResponseTo(_)));
    let partial = signed("LogoutResponse", &answers, status, (":Success", ":PartialLogout"));
    assert!(
        matches!(finish(&partial), Err(SamlError::Status(status)) if status.is("PartialLogout"))
    );
    let unsigned = message("LogoutResponse", &answers, "", status);
    assert_eq!(finish(&unsigned).unwrap_err(), SamlError::Unsigned);
}

#[test]
fn a_logout_without_key_or_address_is_refused() {
    let plain = builder().logout_url(SP_SLO).build().unwrap();
    let error = plain.logout(&NameId::new("x")).redirect().unwrap_err();
    assert!(error.to_string().contains("`signing_key`"), "{error}");
    let nowhere = authing_protocols::saml::SamlIdentityProvider::new(IDP, "https://i/sso")
        .certificate(crate::common::IDP_CERT);
    let sp = builder().idp(nowhere).signing_key(SP_KEY, SP_CERT).build().unwrap();
    let error = sp.logout(&NameId::new("x")).post().unwrap_err();
    assert!(error.to_string().contains("`idp.logout_url`"), "{error}");
    // Who has no address for logout messages takes none.
    let message = LogoutMessage::from_query(QUERY).unwrap();
    let error = only_saml(run(sp.read_logout_request(&message)).unwrap_err());
    assert!(matches!(error, SamlError::Destination(_)));
}

#[test]
fn a_logout_s_response_that_comes_too_late_is_refused() {
    let clock = TestClock::new();
    let sp = builder()
        .signing_key(SP_KEY, SP_CERT)
        .logout_url(SP_SLO)
        .clock(Arc::new(clock.clone()))
        .build()
        .unwrap();
    let (_, pending) = sp.logout(&NameId::new(ALICE)).post().unwrap();
    clock.advance(Duration::from_secs(600));
    let late = form("SAMLResponse", &signed("LogoutResponse", "", "", ("", "")));
    assert!(matches!(
        sp.finish_logout(&late, pending).map_err(only_saml),
        Err(SamlError::Expired(_))
    ));
}

#[test]
fn a_session_without_a_name_in_a_request_is_none() {
    let with = |indexes: &str| {
        let xml = format!(
            "<samlp:LogoutRequest xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\" \
             xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\" ID=\"_l\" Version=\"2.0\" \
             IssueInstant=\"2026-01-01T00:00:00Z\" Destination=\"{SP_SLO}\">\
             <saml:Issuer>{IDP}</saml:Issuer>{}<saml:NameID>{ALICE}</saml:NameID>{indexes}\
             </samlp:LogoutRequest>",
            Signer::rsa(IDP_KEY).template("_l")
        );
        read(&form("SAMLRequest", &Signer::rsa(IDP_KEY).fill(&xml)))
    };
    let index = |text: &str| format!("<samlp:SessionIndex>{text}</samlp:SessionIndex>");
    for none in [String::new(), index(""), index(" ") + "<samlp:SessionIndex/>"] {
        assert_eq!(with(&none).unwrap().session_indexes, [""; 0], "all of them end");
    }
    assert_eq!(with(&(index("") + &index("a"))).unwrap().session_indexes, ["a"]);
    // What is more than a text is not taken for an empty one.
    assert!(with(&index("<x/>")).is_err());
}
