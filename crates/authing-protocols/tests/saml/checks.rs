//! Everything that a validly signed response may still be wrong about.

use std::{sync::Arc, time::Duration};

use authing_core::test_util::TestClock;
use authing_protocols::saml::{ContextComparison, PostedResponse, SamlError};

use crate::common::{
    ACS, Doc, IDP, REQUEST, SERVICE, SP, audience, builder, confirmation, finish, outcome, pending,
    posted, run, with_id,
};

fn refused(change: impl FnOnce(&mut Doc)) -> SamlError {
    let mut doc = Doc::default();
    change(&mut doc);
    outcome(doc.signed()).unwrap_err()
}

fn is_expired(error: &SamlError) -> bool {
    matches!(error, SamlError::Expired(_))
}

#[test]
fn another_issuer_is_refused() {
    let other = "<saml:Issuer>https://other.example.com</saml:Issuer>".to_owned();
    assert!(matches!(refused(|doc| doc.issuer = other.clone()), SamlError::Issuer(_)));
    assert!(matches!(refused(|doc| doc.response_issuer = other), SamlError::Issuer(_)));
    assert!(matches!(refused(|doc| doc.issuer.clear()), SamlError::Malformed(_)));
    let person = "<saml:Issuer Format=\"urn:oasis:names:tc:SAML:2.0:nameid-format:persistent\">";
    let named = |doc: &mut Doc| doc.issuer = doc.issuer.replace("<saml:Issuer>", person);
    assert!(matches!(refused(named), SamlError::Issuer(_)));
    // On the response it may be missing.
    let mut doc = Doc::default();
    doc.response_issuer.clear();
    assert!(outcome(doc.signed()).is_ok());
}

#[test]
fn a_missing_or_other_audience_is_refused() {
    assert!(matches!(refused(|doc| doc.audience.clear()), SamlError::Audience(_)));
    assert!(matches!(
        refused(|doc| doc.audience = audience("https://other")),
        SamlError::Audience(_)
    ));
    assert!(matches!(refused(|doc| doc.audience = audience("")), SamlError::Audience(_)));
    assert!(matches!(refused(|doc| doc.audience = audience(ACS)), SamlError::Audience(_)));
    // Each restriction counts.
    let both = audience(SP) + &audience("https://other");
    assert!(matches!(refused(|doc| doc.audience = both), SamlError::Audience(_)));
    let sp = builder().audience("urn:alias").build().unwrap();
    let doc = Doc { audience: audience("urn:alias"), ..Doc::default() };
    assert!(finish(&sp, doc.signed(), pending(&sp)).is_ok());
}

#[test]
fn a_condition_that_nobody_knows_is_refused() {
    for condition in ["<saml:Condition/>", "<x xmlns=\"urn:x\"/>", "<saml:Unknown/>"] {
        let unknown = audience(SP) + condition;
        assert!(matches!(refused(|doc| doc.audience = unknown), SamlError::UnknownCondition(_)));
    }
    for condition in ["<saml:OneTimeUse/>", "<saml:ProxyRestriction Count=\"0\"/>"] {
        let doc = Doc { audience: audience(SP) + condition, ..Doc::default() };
        assert!(outcome(doc.signed()).is_ok());
    }
}

#[test]
fn another_destination_is_refused() {
    for other in ["https://other", "", &format!("{ACS}/"), &ACS.to_uppercase()] {
        let moved = |doc: &mut Doc| doc.response = doc.response.replace(ACS, other);
        assert!(matches!(refused(moved), SamlError::Destination(_)), "{other}");
    }
    let mut doc = Doc::default();
    doc.response = doc.response.replace(&format!("Destination=\"{ACS}\""), "");
    assert!(outcome(doc.signed()).is_ok());
    // A signed response must have one.
    assert!(matches!(outcome(doc.signed_response()).unwrap_err(), SamlError::Destination(_)));
}

#[test]
fn another_recipient_is_refused() {
    let end = "NotOnOrAfter=\"2026-01-01T00:05:00Z\"";
    let request = format!("InResponseTo=\"{REQUEST}\"");
    let with = |data: &str| refused(|doc| doc.confirmation = confirmation(data));
    let error = with(&format!("Recipient=\"https://other\" {end} {request}"));
    assert!(matches!(error, SamlError::Recipient(_)), "{error}");
    for data in [format!("{end} {request}"), format!("Recipient=\"{ACS}\" {request}")] {
        assert_eq!(with(&data), SamlError::NoBearer, "{data}");
    }
    for id in ["InResponseTo=\"_other\"", "InResponseTo=\"\"", ""] {
        let error = with(&format!("Recipient=\"{ACS}\" {end} {id}"));
        assert!(matches!(error, SamlError::InResponseTo(_)), "{id}: {error}");
    }
    assert_eq!(refused(|doc| doc.confirmation.clear()), SamlError::NoBearer);
    let holder = |doc: &mut Doc| {
        doc.confirmation = doc.confirmation.replace("cm:bearer", "cm:holder-of-key");
    };
    assert_eq!(refused(holder), SamlError::NoBearer);
    // One of several is enough.
    let other = confirmation("Recipient=\"https://other\" NotOnOrAfter=\"2026-01-01T00:05:00Z\"");
    let doc = Doc { confirmation: other + &Doc::default().confirmation, ..Doc::default() };
    assert!(outcome(doc.signed()).is_ok());
}

#[test]
fn the_response_to_another_request_is_refused() {
    for other in ["InResponseTo=\"_other\"", ""] {
        let moved = |doc: &mut Doc| {
            doc.response = doc.response.replace(&format!("InResponseTo=\"{REQUEST}\""), other);
        };
        assert!(matches!(refused(moved), SamlError::InResponseTo(_)));
    }
    let sp = &*SERVICE;
    let other = with_id(&pending(sp), "_another");
    assert!(matches!(
        finish(sp, Doc::default().signed(), other).unwrap_err(),
        SamlError::InResponseTo(_)
    ));
}

#[test]
fn times_are_kept_with_a_minute_of_leeway() {
    for (wrong, expired) in [
        ("NotBefore=\"2026-01-01T00:01:01Z\" NotOnOrAfter=\"2026-01-01T00:10:00Z\"", false),
        ("NotBefore=\"2025-12-31T23:00:00Z\" NotOnOrAfter=\"2025-12-31T23:59:00Z\"", true),
    ] {
        let error = refused(|doc| doc.conditions = wrong.to_owned());
        assert_eq!(is_expired(&error), expired, "{error}");
    }
    for good in [
        "NotBefore=\"2026-01-01T00:01:00Z\" NotOnOrAfter=\"2026-01-01T00:10:00Z\"",
        "NotBefore=\"2025-12-31T23:00:00Z\" NotOnOrAfter=\"2025-12-31T23:59:00.001Z\"",
        "NotOnOrAfter=\"9999-12-31T23:59:59Z\"",
        "",
    ] {
        let doc = Doc { conditions: good.to_owned(), ..Doc::default() };
        assert!(outcome(doc.signed()).is_ok(), "{good}");
    }
    let late = |doc: &mut Doc| {
        doc.confirmation = doc.confirmation.replace("2026-01-01T00:05:00Z", "2025-12-31T23:58:00Z");
    };
    assert!(is_expired(&refused(late)));
    let early = |doc: &mut Doc| doc.assertion = doc.assertion.replace("T00:00:00Z", "T00:02:00Z");
    assert!(matches!(refused(early), SamlError::NotYetValid(_)));
    let session = |doc: &mut Doc| {
        doc.authn = doc
            .authn
            .replace("SessionIndex", "SessionNotOnOrAfter=\"2025-12-31T23:00:00Z\" SessionIndex");
    };
    assert!(is_expired(&refused(session)));
}

#[test]
fn a_time_that_is_none_is_refused() {
    for wrong in
        ["soon", "", "2026-01-01", "2026-01-01T00:00:00", "1767225600", "2026-13-01T00:00:00Z"]
    {
        let conditions = format!("NotBefore=\"{wrong}\"");
        assert!(
            matches!(refused(|doc| doc.conditions = conditions), SamlError::Malformed(_)),
            "{wrong}"
        );
    }
    let exact = builder().leeway(Duration::ZERO).build().unwrap();
    assert!(finish(&exact, Doc::default().signed(), pending(&exact)).is_ok());
}

#[test]
fn a_failing_status_is_an_error_with_its_codes() {
    let error = outcome(include_str!("fixtures/pysaml2-failed.xml")).unwrap_err();
    let SamlError::Status(status) = &error else { panic!("{error}") };
    assert!(status.is("AuthnFailed") && status.is("Responder"));
    assert_eq!(status.codes().len(), 2);
    assert_eq!(status.message(), Some("not today"));
    assert_eq!(error.to_string(), "the identity provider refused: Responder, AuthnFailed");
}

#[test]
fn a_failing_status_is_believed_over_a_signed_assertion() {
    let fail = |doc: &mut Doc| doc.status = doc.status.replace("Success", "Requester");
    assert!(matches!(refused(fail), SamlError::Status(_)));
    let mut doc = Doc::default();
    fail(&mut doc);
    assert!(matches!(outcome(doc.signed_response()), Err(SamlError::Status(_))));
    for status in ["", "<samlp:Status/>", "<samlp:Status><samlp:StatusCode/></samlp:Status>"] {
        assert!(matches!(refused(|doc| doc.status = status.to_owned()), SamlError::Malformed(_)));
    }
    let twice = |doc: &mut Doc| doc.status = doc.status.repeat(2);
    assert!(matches!(refused(twice), SamlError::Malformed(_)));
}

#[test]
fn a_status_cannot_write_lines_into_a_log() {
    let status = "<samlp:Status><samlp:StatusCode Value=\"urn:a&#10;forged\"/></samlp:Status>";
    let error = refused(|doc| doc.status = status.to_owned());
    assert!(!error.to_string().contains('\n'));
}

#[test]
fn versions_names_and_statements_must_be_there() {
    let version = |doc: &mut Doc| doc.assertion = doc.assertion.replace("2.0", "1.1");
    assert!(matches!(refused(version), SamlError::Malformed(_)));
    let version = |doc: &mut Doc| doc.response = doc.response.replace("2.0", "1.1");
    assert!(matches!(refused(version), SamlError::Malformed(_)));
    for name_id in ["", "<saml:NameID/>", "<saml:NameID> </saml:NameID>"] {
        assert!(matches!(refused(|doc| doc.name_id = name_id.to_owned()), SamlError::Malformed(_)));
    }
    let two = |doc: &mut Doc| doc.name_id = doc.name_id.repeat(2);
    assert!(matches!(refused(two), SamlError::Malformed(_)));
    assert!(matches!(refused(|doc| doc.authn.clear()), SamlError::Malformed(_)));
    let encrypted = |doc: &mut Doc| doc.name_id = "<saml:EncryptedID/>".to_owned();
    assert!(matches!(refused(encrypted), SamlError::Unsupported(_)));
}

#[test]
fn a_login_from_the_identity_provider_is_refused_unless_it_is_allowed() {
    let mut doc = Doc::default();
    let answers = format!("InResponseTo=\"{REQUEST}\"");
    doc.response = doc.response.replace(&answers, "");
    doc.confirmation = doc.confirmation.replace(&answers, "");
    let saml = |result: Result<_, authing_protocols::Error>| match result.unwrap_err() {
        authing_protocols::Error::Saml(error) => error,
        other => panic!("{other}"),
    };
    let form = posted(doc.signed());
    assert_eq!(saml(run(SERVICE.finish_unsolicited(&form))), SamlError::Unsolicited);
    let open = builder().allow_idp_initiated(true).build().unwrap();
    let login = run(open.finish_unsolicited(&form)).unwrap();
    assert_eq!((login.in_response_to, login.relay_state), (None, None));
    // A response to a request is not unsolicited, and the other way round.
    assert_eq!(
        saml(run(open.finish_unsolicited(&posted(Doc::default().signed())))),
        SamlError::Solicited(REQUEST.to_owned())
    );
    assert!(matches!(saml(run(open.finish(&form, pending(&open)))), SamlError::InResponseTo(_)));
}

#[test]
fn the_relay_state_must_come_back_as_it_was_sent() {
    let sp = &*SERVICE;
    let (_, sent) = sp.authn_request().relay_state("/orders").redirect().unwrap();
    let sent = with_id(&sent, REQUEST);
    let message =
        base64::Engine::encode(&base64::engine::general_purpose::STANDARD, Doc::default().signed());
    for state in [None, Some("/other"), Some("")] {
        let form = PostedResponse::new(message.clone()).with_relay_state(state.unwrap_or_default());
        let error = run(sp.finish(&form, sent.clone())).unwrap_err();
        assert!(error.to_string().starts_with("the relay state is not the one"), "{error}");
    }
    let form = PostedResponse::new(message.clone()).with_relay_state("/orders");
    let login = run(sp.finish(&form, sent)).unwrap();
    assert_eq!(login.relay_state.as_deref(), Some("/orders"));
    let error = run(sp.finish(&form, pending(sp))).unwrap_err();
    assert!(error.to_string().starts_with("the relay state is not the one"), "{error}");
}

#[test]
fn a_login_that_took_too_long_is_refused() {
    let clock = TestClock::new();
    let sp = builder()
        .clock(Arc::new(clock.clone()))
        .pending_lifetime(Duration::from_secs(30))
        .build()
        .unwrap();
    let kept = pending(&sp);
    clock.advance(Duration::from_secs(29));
    assert!(finish(&sp, Doc::default().signed(), kept.clone()).is_ok());
    clock.advance(Duration::from_secs(1));
    assert!(is_expired(&finish(&sp, Doc::default().signed(), kept).unwrap_err()));
}

#[test]
fn a_login_of_another_service_or_provider_is_refused() {
    let kept = pending(&SERVICE);
    for (entity, idp) in [("https://another", IDP), (SP, "https://another")] {
        let sp = authing_protocols::saml::ServiceProvider::builder(entity, ACS)
            .idp(crate::common::idp().entity_id(idp))
            .clock(Arc::new(TestClock::new()))
            .build()
            .unwrap();
        let error = finish(&sp, Doc::default().signed(), kept.clone()).unwrap_err();
        assert!(matches!(error, SamlError::OtherProvider(_)));
    }
}

#[test]
fn a_fresh_login_that_was_asked_for_must_be_fresh() {
    let (_, kept) = SERVICE.authn_request().force_authn(true).redirect().unwrap();
    let kept = with_id(&kept, REQUEST);
    let at = |time: &str| {
        let mut doc = Doc::default();
        doc.authn = doc.authn.replace("2026-01-01T00:00:00Z", time);
        finish(&SERVICE, doc.signed(), kept.clone())
    };
    assert!(at("2025-12-31T23:59:00Z").is_ok());
    assert_eq!(at("2025-12-31T23:58:59Z").unwrap_err(), SamlError::NotFresh);
}

#[test]
fn a_way_of_signing_in_that_was_asked_for_must_be_used() {
    let with = |class: &str, comparison| {
        let (_, kept) =
            SERVICE.authn_request().authn_context([class], comparison).redirect().unwrap();
        finish(&SERVICE, Doc::default().signed(), with_id(&kept, REQUEST))
    };
    assert!(with("urn:test:password", ContextComparison::Exact).is_ok());
    let error = with("urn:test:key", ContextComparison::Exact).unwrap_err();
    assert!(matches!(error, SamlError::AuthnContext(_)));
    // How strong one is beside another only the identity provider knows.
    assert!(with("urn:test:key", ContextComparison::Minimum).is_ok());
}
