//! What identity providers really send is accepted, and read rightly.

use std::{sync::Arc, time::Duration};

use authing_core::{Clock, test_util::TestClock};
use authing_protocols::{
    saml::{PendingAuthn, SamlError, SignedIn},
    store::{MemoryStore, PendingStore as _},
};

use crate::common::{
    ALICE, Doc, ENCRYPTED, IDP, NEXT_CERT, NEXT_KEY, PLAIN, REQUEST, SERVICE, Signer, builder,
    finish, idp, outcome, pending, posted, run,
};

#[test]
fn what_pysaml2_signs_is_accepted_and_read() {
    for fixture in PLAIN.iter().chain(&ENCRYPTED).filter(|f| f.name.starts_with("pysaml2")) {
        let signed_in =
            outcome(fixture.xml).unwrap_or_else(|error| panic!("{}: {error}", fixture.name));
        check_identity(&signed_in);
        assert_eq!(signed_in.attributes.get("mail"), Some("alice@example.com"));
        assert_eq!(
            signed_in.attributes.get("urn:oid:0.9.2342.19200300.100.1.3"),
            Some("alice@example.com"),
        );
        assert_eq!(signed_in.attributes.values("eduPersonAffiliation"), ["staff", "member"]);
        let persistent = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent";
        assert_eq!(signed_in.name_id.format.as_deref(), Some(persistent));
    }
}

#[test]
fn what_samlp_signs_is_accepted_and_read() {
    for fixture in PLAIN.iter().chain(&ENCRYPTED).filter(|f| f.name.starts_with("samlp")) {
        let signed_in =
            outcome(fixture.xml).unwrap_or_else(|error| panic!("{}: {error}", fixture.name));
        check_identity(&signed_in);
        let email = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress";
        assert_eq!(signed_in.attributes.get(email), Some("alice@example.com"));
        assert_eq!(signed_in.session_index.as_deref(), Some("session-1"));
    }
}

fn check_identity(signed_in: &SignedIn) {
    let start = TestClock::new().now();
    assert_eq!(signed_in.name_id.value, ALICE);
    assert_eq!(signed_in.issuer, IDP);
    assert_eq!(signed_in.in_response_to.as_deref(), Some(REQUEST));
    assert_eq!(signed_in.authn_instant, start);
    assert!(signed_in.not_on_or_after > start);
    assert_eq!(
        signed_in.authn_context.as_deref(),
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
    let signed_in = finish(&sp, fixture.xml, pending(&sp)).unwrap();
    assert_eq!(signed_in.field("email"), Some("alice@example.com"));
    assert_eq!(signed_in.field("phone"), None);
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
    let signed_in = outcome(Doc { attributes, ..Doc::default() }.signed()).unwrap();
    let names: Vec<_> = signed_in.attributes.iter().map(|a| a.name.as_str()).collect();
    assert_eq!(names, ["urn:b", "urn:a"]);
    assert_eq!(signed_in.attributes.values("role"), ["a & b", "  c "]);
    assert!(signed_in.attributes.values("empty").is_empty());
}

#[tokio::test]
async fn a_sign_in_is_finished_once_by_the_browser_that_began_it() {
    let sp = &*SERVICE;
    let store = MemoryStore::new();
    let kept = pending(sp);
    store.put("handle", kept.to_secret(), Duration::from_secs(60)).await.unwrap();
    let form = posted(Doc::default().signed());
    let wrong = sp.finish_from(&store, &"another".into(), &form).await.unwrap_err();
    assert_eq!(wrong.to_string(), SamlError::NotPending.to_string());
    assert!(sp.finish_from(&store, &"handle".into(), &form).await.is_ok());
    assert!(sp.finish_from(&store, &"handle".into(), &form).await.is_err());
}

#[tokio::test]
async fn what_redirect_in_keeps_is_what_finish_from_takes() {
    let store = MemoryStore::new();
    let (_, handle) = SERVICE.authn_request().redirect_in(&store).await.unwrap();
    let kept = PendingAuthn::from_secret(&store.take(handle.expose()).await.unwrap().unwrap());
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
fn when_the_replay_store_fails_nobody_is_signed_in() {
    let full = MemoryStore::with_capacity(0).clock(Arc::new(TestClock::new()));
    let sp = builder().replay_store(Arc::new(full)).build().unwrap();
    let failure = run(sp.finish(&posted(Doc::default().signed()), pending(&sp))).unwrap_err();
    assert!(matches!(failure, authing_protocols::Error::Store(_)), "{failure}");
}

#[test]
fn nothing_about_the_visitor_is_shown_by_debug() {
    for fixture in &PLAIN {
        let signed_in = outcome(fixture.xml).unwrap();
        let shown = format!("{signed_in:?} {:?} {:?}", signed_in.name_id, posted(fixture.xml));
        for secret in [ALICE, "alice@", "Alice"] {
            assert!(!shown.contains(secret), "{shown}");
        }
    }
    let shown = format!("{:?} {:?}", *SERVICE, builder());
    assert!(!shown.contains("PRIVATE") && !shown.contains("MII"), "{shown}");
}
