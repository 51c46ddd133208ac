//! What identity providers really send is accepted, and read rightly.

use std::{sync::Arc, time::Duration};

use authing_core::{Clock, test_util::TestClock};
use authing_protocols::{
    saml::{PendingAuthn, PostedResponse, SamlError, SamlLogin, UnverifiedResponse},
    store::{MemoryStore, PendingStore as _},
};

use base64::{Engine as _, engine::general_purpose::STANDARD};

use crate::common::{
    ACS, ALICE, Doc, ENCRYPTED, IDP, NEXT_CERT, NEXT_KEY, PLAIN, REQUEST, SERVICE, SP, Signer,
    builder, finish, idp, outcome, pending, posted, run,
};

#[test]
fn what_pysaml2_signs_is_accepted_and_read() {
    for fixture in PLAIN.iter().chain(&ENCRYPTED).filter(|f| f.name.starts_with("pysaml2")) {
        let login =
            outcome(fixture.xml).unwrap_or_else(|error| panic!("{}: {error}", fixture.name));
        check_identity(&login);
        assert_eq!(login.attributes.get("mail"), Some("alice@example.com"));
        assert_eq!(
            login.attributes.get("urn:oid:0.9.2342.19200300.100.1.3"),
            Some("alice@example.com"),
        );
        assert_eq!(login.attributes.values("eduPersonAffiliation"), ["staff", "member"]);
        let persistent = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent";
        assert_eq!(login.name_id.format.as_deref(), Some(persistent));
    }
}

#[test]
fn what_samlp_signs_is_accepted_and_read() {
    for fixture in PLAIN.iter().chain(&ENCRYPTED).filter(|f| f.name.starts_with("samlp")) {
        let login =
            outcome(fixture.xml).unwrap_or_else(|error| panic!("{}: {error}", fixture.name));
        check_identity(&login);
        let email = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress";
        assert_eq!(login.attributes.get(email), Some("alice@example.com"));
        assert_eq!(login.session_index.as_deref(), Some("session-1"));
    }
}

fn check_identity(login: &SamlLogin) {
    let start = TestClock::new().now();
    assert_eq!(login.name_id.value, ALICE);
    assert_eq!(login.issuer, IDP);
    assert_eq!(login.in_response_to.as_deref(), Some(REQUEST));
    assert_eq!(login.authn_instant, start);
    assert!(login.not_on_or_after > start);
    assert_eq!(
        login.authn_context.as_deref(),
        Some("urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport")
    );
}

#[test]
fn during_a_change_of_keys_both_certificates_count() {
    let sp = builder().idp(idp().certificate(NEXT_CERT)).build().unwrap();
    let next = Signer::rsa(NEXT_KEY);
    let renewed =
        next.fill(&Doc::default().around("", &Doc::default().assertion(&next.template("_a"))));
    for xml in [Doc::default().signed(), renewed.clone()] {
        assert!(finish(&sp, xml, pending(&sp)).is_ok());
    }
    assert_eq!(outcome(renewed).unwrap_err(), SamlError::BadSignature);
}

#[test]
fn a_mapping_finds_the_attribute_of_a_user_field() {
    let sp = builder()
        .mapping("email", "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress")
        .build()
        .unwrap();
    let fixture = PLAIN.iter().find(|fixture| fixture.name == "samlp-assertion").unwrap();
    let login = finish(&sp, fixture.xml, pending(&sp)).unwrap();
    assert_eq!(login.field("email"), Some("alice@example.com"));
    assert_eq!(login.field("phone"), None);
    assert_eq!(outcome(fixture.xml).unwrap().field("email"), None);
}

#[test]
fn attributes_keep_their_order_and_all_their_values() {
    let attribute = |name: &str, friendly: &str, values: &[&str]| {
        let values: String = values
            .iter()
            .map(|v| format!("<saml:AttributeValue>{v}</saml:AttributeValue>"))
            .collect();
        format!(
            "<saml:Attribute Name=\"{name}\" FriendlyName=\"{friendly}\">{values}</saml:Attribute>"
        )
    };
    let attributes = format!(
        "<saml:AttributeStatement>{}{}</saml:AttributeStatement>",
        attribute("urn:b", "role", &["a &amp; b", "  c "]),
        attribute("urn:a", "empty", &[]),
    );
    let login = outcome(Doc { attributes, ..Doc::default() }.signed()).unwrap();
    let names: Vec<_> = login.attributes.iter().map(|a| a.name.as_str()).collect();
    assert_eq!(names, ["urn:b", "urn:a"]);
    assert_eq!(login.attributes.values("role"), ["a & b", "  c "]);
    assert!(login.attributes.values("empty").is_empty());
}

#[tokio::test]
async fn a_login_is_finished_once_by_the_browser_that_started_it() {
    let sp = &*SERVICE;
    let store = MemoryStore::new();
    let kept = pending(sp);
    let handle = "h".repeat(43);
    store.put(&handle, kept.to_secret(), Duration::from_secs(60)).await.unwrap();
    let form = posted(Doc::default().signed());
    for other in ["x".repeat(43), "another".to_owned(), String::new()] {
        let wrong = sp.finish_with_store(&store, other, &form).await.unwrap_err();
        assert_eq!(wrong.to_string(), SamlError::NotPending.to_string());
    }
    assert!(sp.finish_with_store(&store, handle.as_str(), &form).await.is_ok());
    assert!(sp.finish_with_store(&store, handle.as_str(), &form).await.is_err());
}

#[tokio::test]
async fn what_redirect_with_store_keeps_is_what_finish_with_store_takes() {
    let store = MemoryStore::new();
    let (_, handle) = SERVICE.authn_request().redirect_with_store(&store).await.unwrap();
    let kept = PendingAuthn::from_secret(store.take(handle.expose()).await.unwrap().unwrap());
    assert!(kept.unwrap().request_id().starts_with('_'));
}

#[test]
fn an_assertion_is_accepted_once_even_in_another_wrapping() {
    let clock = TestClock::new();
    let sp = builder()
        .clock(Arc::new(clock.clone()))
        .replay_store(Arc::new(MemoryStore::new().clock(Arc::new(clock))))
        .build()
        .unwrap();
    let xml = Doc::default().signed();
    assert!(finish(&sp, &xml, pending(&sp)).is_ok());
    assert_eq!(finish(&sp, &xml, pending(&sp)).unwrap_err(), SamlError::Replayed);
    let rewrapped = xml.replace("ID=\"_r\"", "ID=\"_other\"");
    assert_eq!(finish(&sp, rewrapped, pending(&sp)).unwrap_err(), SamlError::Replayed);
}

#[test]
fn a_replay_is_remembered_as_long_as_the_assertion_would_be_accepted() {
    let clock = TestClock::new();
    let sp = builder()
        .clock(Arc::new(clock.clone()))
        .replay_store(Arc::new(MemoryStore::new().clock(Arc::new(clock.clone()))))
        .build()
        .unwrap();
    let xml = Doc::default().signed();
    assert!(finish(&sp, &xml, pending(&sp)).is_ok());
    let mut refusals = Vec::new();
    for _ in 0..8 {
        clock.advance(Duration::from_secs(60));
        refusals.push(finish(&sp, &xml, pending(&sp)).unwrap_err());
    }
    // Five minutes and a minute's leeway.
    assert!(refusals[..5].iter().all(|error| *error == SamlError::Replayed), "{refusals:?}");
    assert!(matches!(refusals[6], SamlError::Expired(_)));
}

#[test]
fn a_replay_is_remembered_until_the_last_confirmation_ends() {
    let clock = TestClock::new();
    let sp = builder()
        .clock(Arc::new(clock.clone()))
        .replay_store(Arc::new(MemoryStore::new().clock(Arc::new(clock.clone()))))
        .build()
        .unwrap();
    let short = Doc::default().confirmation;
    let long = short.replace("T00:05:00Z", "T00:09:00Z");
    let doc = Doc { confirmation: short + &long, ..Doc::default() };
    let xml = doc.signed();
    assert!(finish(&sp, &xml, pending(&sp)).is_ok());
    clock.advance(Duration::from_secs(8 * 60));
    assert_eq!(finish(&sp, &xml, pending(&sp)).unwrap_err(), SamlError::Replayed);
}

#[test]
fn when_the_replay_store_fails_nobody_is_logged_in() {
    let full = MemoryStore::with_capacity(0).clock(Arc::new(TestClock::new()));
    let sp = builder().replay_store(Arc::new(full)).build().unwrap();
    let failure = run(sp.finish(&posted(Doc::default().signed()), pending(&sp))).unwrap_err();
    assert!(matches!(failure, authing_protocols::Error::Store(_)), "{failure}");
}

#[test]
fn nothing_about_the_visitor_is_shown_by_debug() {
    for fixture in &PLAIN {
        let login = outcome(fixture.xml).unwrap();
        let shown = format!("{login:?} {:?} {:?}", login.name_id, posted(fixture.xml));
        for secret in [ALICE, "alice@", "Alice"] {
            assert!(!shown.contains(secret), "{shown}");
        }
    }
    let shown = format!("{:?} {:?}", *SERVICE, builder());
    assert!(!shown.contains("PRIVATE") && !shown.contains("MII"), "{shown}");
}

#[test]
fn a_saved_response_is_looked_at_as_often_as_one_likes_and_judged_as_a_login_would_be() {
    let sp = builder().replay_store(Arc::new(MemoryStore::with_capacity(0))).build().unwrap();
    for fixture in PLAIN.iter().chain(&ENCRYPTED) {
        let base64: String = STANDARD.encode(fixture.xml.trim());
        let in_lines = base64.as_bytes().chunks(64).map(|line| std::str::from_utf8(line).unwrap());
        let in_lines = in_lines.collect::<Vec<_>>().join("\r\n");
        for saved in [fixture.xml, &base64, &in_lines] {
            let login = run(sp.inspect(&PostedResponse::from_saved(saved))).unwrap();
            assert_eq!(login.name_id.value, ALICE, "{}", fixture.name);
        }
    }
    let altered = PLAIN[0].xml.replace(ALICE, "mallory");
    assert!(run(sp.inspect(&PostedResponse::from_saved(&altered))).is_err());
    let elsewhere = PLAIN[0].xml.replacen("saml/acs\"", "other\"", 1);
    assert!(run(sp.inspect(&PostedResponse::from_saved(&elsewhere))).is_err());
}

#[test]
fn a_response_says_what_a_service_provider_must_be_for_it_and_is_not_believed() {
    let read = |xml: &str| UnverifiedResponse::read(&PostedResponse::from_saved(xml)).unwrap();
    let response = read(PLAIN[0].xml);
    assert_eq!(response.issuer.as_deref(), Some(IDP));
    assert_eq!(response.audience.as_deref(), Some(SP));
    assert_eq!(response.recipient.as_deref(), Some(ACS));
    assert_eq!(response.in_response_to.as_deref(), Some(REQUEST));
    assert!(response.is_signed && !response.is_encrypted);
    let encrypted = read(ENCRYPTED[0].xml);
    assert!(encrypted.is_encrypted && encrypted.audience.is_none());
    let form = PostedResponse::from_saved("<a/>");
    assert!(UnverifiedResponse::read(&form).is_err());
    assert!(UnverifiedResponse::read(&PostedResponse::from_saved("no base64!")).is_err());
}
