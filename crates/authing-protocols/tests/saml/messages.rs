//! A text says what was found, what was expected and what to do.

use authing_protocols::{
    Error,
    saml::{PostedResponse, SamlError, SamlIdentityProvider, SamlLogin, ServiceProvider},
};

use crate::common::{
    ACS, Doc, IDP, REQUEST, SERVICE, SP, audience, builder, confirmation, finish, outcome, pending,
    posted, run, with_id,
};

macro_rules! case {
    ($file:literal) => {
        include_str!(concat!("../cases/", $file))
    };
}

/// The service provider that the cases were written for.
fn service(allow: bool) -> ServiceProvider {
    let idp = SamlIdentityProvider::new(IDP, "https://idp.example.com/sso")
        .certificate(case!("material/idp.crt.pem"));
    builder().idp(idp).allow_idp_initiated(allow).build().unwrap()
}

fn solicited(xml: &str) -> Result<SamlLogin, SamlError> {
    let sp = service(false);
    finish(&sp, xml, with_id(&pending(&sp), "_request-1"))
}

fn unsolicited(xml: impl AsRef<[u8]>, sp: &ServiceProvider) -> Result<SamlLogin, SamlError> {
    run(sp.finish_unsolicited(&posted(xml))).map_err(|error| match error {
        Error::Saml(error) => error,
        other => panic!("{other}"),
    })
}

fn says(error: &SamlError, parts: &[&str]) {
    let text = error.to_string();
    for part in parts {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(!text.contains('\n') && text.len() < 1000, "{text}");
}

#[test]
fn the_response_of_the_cases_logs_alice_in() {
    assert_eq!(solicited(case!("messages/response.xml")).unwrap().name_id.value, "alice");
}

#[test]
fn another_destination_is_shown_beside_ours() {
    let error = solicited(case!("messages/response-other-destination.xml")).unwrap_err();
    says(
        &error,
        &[
            "`https://other.example.com/saml/acs` was found",
            "`https://sp.example.com/saml/acs` was expected",
        ],
    );
    let SamlError::Destination(mismatch) = error else { panic!("{error}") };
    assert_eq!(mismatch.found(), ["https://other.example.com/saml/acs"]);
    assert_eq!(mismatch.expected(), [ACS]);
}

#[test]
fn another_issuer_is_shown_beside_the_provider() {
    let error = solicited(case!("messages/response-other-issuer.xml")).unwrap_err();
    says(
        &error,
        &[
            "`https://idp.example.com/metadata/` was found",
            "`https://idp.example.com/metadata` was expected",
        ],
    );
}

#[test]
fn an_empty_in_response_to_is_none_for_a_login_that_began_at_the_provider() {
    let open = service(true);
    let empty = case!("messages/response-empty-in-response-to.xml");
    assert_eq!(unsolicited(empty, &open).unwrap().name_id.value, "alice");
    // In the response, in the confirmation, in both, and in none.
    let answers = format!("InResponseTo=\"{REQUEST}\"");
    let open = builder().allow_idp_initiated(true).build().unwrap();
    for response in ["InResponseTo=\"\"", "InResponseTo=\" \"", ""] {
        for data in ["InResponseTo=\"\"", ""] {
            let mut doc = Doc::default();
            doc.response = doc.response.replace(&answers, response);
            doc.confirmation = doc.confirmation.replace(&answers, data);
            assert_eq!(unsolicited(doc.signed(), &open).unwrap().in_response_to, None);
            // It responds to the request of nobody.
            let error = finish(&open, doc.signed(), pending(&open)).unwrap_err();
            assert!(matches!(error, SamlError::InResponseTo(_)), "{error}");
            says(&error, &["`InResponseTo`", REQUEST]);
        }
    }
}

#[test]
fn a_response_to_a_request_is_not_said_to_be_switched_off_when_it_is_on() {
    let open = builder().allow_idp_initiated(true).build().unwrap();
    let answers = format!("InResponseTo=\"{REQUEST}\"");
    let mut response = Doc::default();
    response.confirmation = response.confirmation.replace(&answers, "");
    let mut data = Doc::default();
    data.response = data.response.replace(&answers, "");
    for doc in [Doc::default(), response, data] {
        let error = unsolicited(doc.signed(), &open).unwrap_err();
        says(&error, &["`InResponseTo`", REQUEST, "pending"]);
        assert!(!error.to_string().contains("switched off"), "{error}");
    }
}

#[test]
fn an_unsolicited_response_logs_in_where_that_is_allowed_and_only_there() {
    let xml = case!("messages/response-unsolicited.xml");
    assert_eq!(unsolicited(xml, &service(true)).unwrap().name_id.value, "alice");
    for xml in [xml, case!("messages/response-empty-in-response-to.xml")] {
        let error = unsolicited(xml, &service(false)).unwrap_err();
        assert_eq!(error, SamlError::Unsolicited);
        says(&error, &["switched off", "`allow_idp_initiated`"]);
    }
}

#[test]
fn every_mismatch_shows_what_was_found_and_what_was_expected() {
    let refused = |change: &dyn Fn(&mut Doc)| {
        let mut doc = Doc::default();
        change(&mut doc);
        outcome(doc.signed()).unwrap_err()
    };
    says(&refused(&|doc| doc.audience = audience("urn:other")), &["`urn:other`", SP]);
    says(&refused(&|doc| doc.audience.clear()), &["nothing was found", SP]);
    let end = "NotOnOrAfter=\"2026-01-01T00:05:00Z\"";
    let recipient = format!("Recipient=\"https://other/acs\" {end} InResponseTo=\"{REQUEST}\"");
    says(
        &refused(&|doc| doc.confirmation = confirmation(&recipient)),
        &["`https://other/acs` was found", &format!("`{ACS}` was expected")],
    );
    let other_request = |doc: &mut Doc| doc.response = doc.response.replace(REQUEST, "_other");
    says(&refused(&other_request), &["`_other` was found", "`_request` was expected"]);
    let person = "<saml:Issuer Format=\"urn:persistent\">";
    says(
        &refused(&|doc| doc.issuer = doc.issuer.replace("<saml:Issuer>", person)),
        &["with the format urn:persistent", IDP],
    );
    let condition = audience(SP) + "<saml:Strange/>";
    says(&refused(&|doc| doc.audience.clone_from(&condition)), &["`Strange`"]);
    says(
        &refused(&|doc| doc.conditions = "NotOnOrAfter=\"2025-12-31T23:00:00Z\"".to_owned()),
        &["2025-12-31T23:00:00Z", "2026-01-01T00:00:00Z", "clock"],
    );
    says(
        &refused(&|doc| doc.conditions = "NotBefore=\"2026-01-01T01:00:00Z\"".to_owned()),
        &["2026-01-01T01:00:00Z", "2026-01-01T00:00:00Z", "clock"],
    );
    says(
        &refused(&|doc| doc.conditions = "NotBefore=\"soon\"".to_owned()),
        &["`NotBefore` is `soon`"],
    );
    says(
        &refused(&|doc| {
            doc.conditions =
                "NotOnOrAfter=\"9999-12-31T23:59:59-14:00\" NotBefore=\"9999-12-31T23:59:59-14:00\""
                    .to_owned();
        }),
        &["2026-01-01T00:00:00Z"],
    );
    let twice = |doc: &mut Doc| doc.name_id = doc.name_id.repeat(2);
    says(&refused(&twice), &["`NameID` occurs twice"]);

    let other = builder().idp(crate::common::idp().entity_id("urn:next")).build().unwrap();
    let error = finish(&other, Doc::default().signed(), pending(&SERVICE)).unwrap_err();
    says(&error, &[IDP, "`urn:next`"]);

    let (_, kept) = SERVICE
        .authn_request()
        .authn_context(["urn:test:key", "urn:test:card"], Default::default())
        .redirect()
        .unwrap();
    let error = finish(&SERVICE, Doc::default().signed(), with_id(&kept, REQUEST)).unwrap_err();
    says(&error, &["`urn:test:password` was found", "`urn:test:key` or `urn:test:card`"]);
}

#[test]
fn a_relay_state_that_differs_is_told_without_its_text() {
    let sp = &*SERVICE;
    let (_, sent) = sp.authn_request().relay_state("/canary").redirect().unwrap();
    let form = |state: &str| {
        let message = base64::Engine::encode(
            &base64::engine::general_purpose::STANDARD,
            Doc::default().signed(),
        );
        PostedResponse::new(message).with_relay_state(state)
    };
    let finish = |form: &PostedResponse, kept| run(sp.finish(form, kept)).unwrap_err().to_string();
    for (text, told) in [
        (finish(&form("/evil-canary"), sent.clone()), "another one came back"),
        (finish(&form(""), sent), "one was sent, and none came back"),
        (finish(&form("/canary"), pending(sp)), "none was sent, and one came back"),
    ] {
        assert!(text.contains(told) && !text.contains("canary"), "{text}");
    }
}

#[test]
fn what_comes_from_outside_is_cut_and_escaped() {
    let long = format!("https://other/`\u{202e}&#10;x{}", "y".repeat(5000));
    let moved = |doc: &mut Doc| doc.response = doc.response.replace(ACS, &long);
    let issuer = |doc: &mut Doc| doc.issuer = format!("<saml:Issuer>{long}</saml:Issuer>");
    let to = |doc: &mut Doc| doc.response = doc.response.replace(REQUEST, &long);
    let many = |doc: &mut Doc| {
        let all: String =
            (0..100).map(|n| format!("<saml:Audience>{n}-{long}</saml:Audience>")).collect();
        doc.audience = format!("<saml:AudienceRestriction>{all}</saml:AudienceRestriction>");
    };
    for change in [&moved as &dyn Fn(&mut Doc), &issuer, &to, &many] {
        let mut doc = Doc::default();
        change(&mut doc);
        let text = outcome(doc.signed()).unwrap_err().to_string();
        assert!(text.len() < 4000, "{}", text.len());
        assert!(!text.contains(['\n', '\u{202e}']), "{text}");
        assert!(text.contains("https://other/\\u{60}\\u{202e}"), "{text}");
    }
}

#[test]
fn every_reason_for_which_a_message_is_not_read_is_told() {
    let good = Doc::default().signed();
    let mut broken = good.clone().into_bytes();
    broken[50] = 0xff;
    let deep = format!("{}{}", "<a>".repeat(100), "</a>".repeat(100));
    let wide: String = (0..40).map(|n| format!(" a{n}=''")).collect();
    for (message, told) in [
        (Vec::new(), "it is empty"),
        (b"<html>".to_vec(), "it is a web page"),
        (b"no".to_vec(), "it does not begin with `<`"),
        (
            format!("<!DOCTYPE a>{good}").into_bytes(),
            "a document type declaration, which is not read",
        ),
        (format!("<!-- x -->{good}").into_bytes(), "holds a comment"),
        (good.replace("alice", "<![CDATA[alice]]>").into_bytes(), "holds a CDATA section"),
        (format!("<?x?>{good}").into_bytes(), "holds a processing instruction"),
        (broken, "byte 51 belongs to no letter"),
        (
            format!("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>{good}").into_bytes(),
            "it says that it is `ISO-8859-1`",
        ),
        (good.replace("</saml:Subject>", "").into_bytes(), "not well-formed XML at line 1 column"),
        (good.as_bytes()[..good.len() - 20].to_vec(), "cut off"),
        (deep.into_bytes(), "over the limit of 32 levels"),
        (
            format!("<a>{}</a>", "<a/>".repeat(20_001)).into_bytes(),
            "over the limit of 20000 elements",
        ),
        (format!("<a{wide}/>").into_bytes(), "over the limit of 32 attributes an element"),
        (vec![b' '; (1 << 20) + 1], "over the limit of 1 MiB"),
        (b"<a/>".to_vec(), "it is not a Response"),
    ] {
        let text = outcome(&message).unwrap_err().to_string();
        assert!(text.contains(told), "{told}: {text}");
        assert!(!text.contains("alice"), "{text}");
    }
}

#[test]
fn an_option_is_named_as_the_caller_wrote_it() {
    let build = |idp: SamlIdentityProvider| builder().idp(idp).build().unwrap_err().to_string();
    let certificate = case!("material/idp.crt.pem");
    let text = build(SamlIdentityProvider::authing("ftp://my app", "APP", certificate));
    assert!(text.contains("`app_host`"), "{text}");
    let text = build(SamlIdentityProvider::new(IDP, "sso").certificate(certificate));
    assert!(text.contains("sso_url`"), "{text}");
}
