//! No document is looked at that costs more than it should. What each construct costs within these
//! limits is counted in `tests/bounds/`.

use std::{
    cell::RefCell,
    sync::{
        Arc,
        mpsc::{Sender, channel},
    },
    task::{Context, Waker},
    time::Duration,
};

use authing_core::test_util::TestClock;
use authing_protocols::{
    Error,
    saml::{LogoutMessage, SamlError, SamlIdentityProvider},
    store::{MemoryStore, PendingStore as _},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use tokio::runtime::{Builder, Runtime};

use crate::common::{
    Doc, ENVELOPED, EXCLUSIVE, IDP, IDP_CERT, IDP_KEY, SERVICE, SP_SLO, Signer, Template, builder,
    outcome, pending, posted, run, transform,
};

fn with_attributes(attributes: &str) -> Doc {
    let attributes = format!("<saml:AttributeStatement>{attributes}</saml:AttributeStatement>");
    Doc { attributes, ..Doc::default() }
}

#[test]
fn a_document_over_the_size_limit_is_refused() {
    let filler = "x".repeat(1 << 20);
    let xml =
        Doc::default().unsigned().replace("<saml:Subject>", &format!("<saml:Subject>{filler}"));
    assert_eq!(outcome(&xml).unwrap_err(), SamlError::TooLarge("1 MiB"));
}

#[test]
fn a_large_response_below_the_limits_is_accepted() {
    let values: String = (0..4000)
        .map(|n| format!("<saml:AttributeValue>group-{n}</saml:AttributeValue>"))
        .collect();
    let doc =
        with_attributes(&format!("<saml:Attribute Name=\"groups\">{values}</saml:Attribute>"));
    assert_eq!(outcome(doc.signed()).unwrap().attributes.values("groups").len(), 4000);

    let attributes: String = (0..9000)
        .map(|n| format!("<saml:Attribute Name=\"a{n}\"><saml:AttributeValue/></saml:Attribute>"))
        .collect();
    let doc = with_attributes(&attributes);
    assert_eq!(outcome(doc.signed()).unwrap().attributes.len(), 9000);
}

#[test]
fn a_document_that_is_too_deep_wide_or_many_is_refused() {
    for depth in [100, 100_000] {
        let deep = format!("{}{}", "<x>".repeat(depth), "</x>".repeat(depth));
        assert!(outcome(with_attributes(&deep).unsigned()).is_err());
        assert!(outcome("<x>".repeat(depth)).is_err());
    }
    assert!(matches!(
        outcome(with_attributes(&"<x/>".repeat(200_000)).unsigned()),
        Err(SamlError::TooLarge(_))
    ));
    let wide: String = (0..80_000).map(|n| format!(" a{n}=\"\"")).collect();
    assert!(matches!(
        outcome(with_attributes(&format!("<x{wide}/>")).unsigned()),
        Err(SamlError::TooLarge(_))
    ));
    let one = format!("<x{}/>", (0..32).map(|n| format!(" a{n}=\"\"")).collect::<String>());
    assert_eq!(
        outcome(with_attributes(&one.repeat(1000)).unsigned()).unwrap_err(),
        SamlError::TooLarge("30000 attributes")
    );
    let namespaces: String = (0..40_000).map(|n| format!(" xmlns:a{n}=\"u:{n}\"")).collect();
    assert!(matches!(
        outcome(with_attributes(&format!("<x{namespaces}/>")).unsigned()),
        Err(SamlError::TooLarge(_))
    ));
}

/// Accepted with the first number, and refused for this limit with one more.
fn at_the_limit(limit: &'static str, most: usize, signed: impl Fn(usize) -> String) {
    assert!(outcome(signed(most)).is_ok(), "{most} of {limit}");
    assert_eq!(outcome(signed(most + 1)).unwrap_err(), SamlError::TooLarge(limit));
}

fn declared(count: usize) -> String {
    (0..count).map(|number| format!(" xmlns:n{number}=\"urn:{number}\"")).collect()
}

/// Whether it fits: the namespaces of the signature are out of scope here.
fn with_extra(extra: String) -> String {
    Doc { extra, ..Doc::default() }.signed()
}

#[test]
fn namespaces_in_scope_are_few_and_their_names_short() {
    // Two are the response's, and one the assertion's.
    at_the_limit("64 namespaces in scope", 61, |count| {
        let (outer, inner) = (declared(30), declared(count - 30));
        with_extra(format!("<x{outer}><y/><x{inner}/></x>"))
    });
    at_the_limit("256 bytes a namespace", 256, |length| {
        with_extra(format!("<n:x xmlns:n=\"{}\"/>", "u".repeat(length)))
    });
    // One after the other they are in nobody's scope together.
    let values = "<saml:AttributeValue xmlns:xs=\"http://www.w3.org/2001/XMLSchema\" \
                  xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:type=\"xs:string\">v\
                  </saml:AttributeValue>";
    let doc = with_attributes(&format!(
        "<saml:Attribute Name=\"groups\">{}</saml:Attribute>",
        values.repeat(1000)
    ));
    assert_eq!(outcome(doc.signed()).unwrap().attributes.values("groups").len(), 1000);
}

#[test]
fn lists_of_prefixes_are_short() {
    let signed = |list: &str| {
        let exclusive = format!(
            "<ds:Transform Algorithm=\"{EXCLUSIVE}\"><e:InclusiveNamespaces xmlns:e=\"{EXCLUSIVE}\" \
             PrefixList=\"{list}\"/></ds:Transform>"
        );
        let transforms = transform(ENVELOPED) + &exclusive;
        let template = Template { transforms, ..Template::new("_a") };
        let doc = Doc::default();
        Signer::rsa(IDP_KEY).fill(&doc.around("", &doc.assertion(&template.to_string())))
    };
    // As OpenSAML, ADFS and Okta write them.
    for real in ["xs", "#default xs", "#default code ds kind rw saml samlp typens", "xsi xs", ""] {
        assert!(outcome(signed(real)).is_ok(), "{real}");
    }
    at_the_limit("10 prefixes in a PrefixList", 10, |count| signed(&"p ".repeat(count)));
    at_the_limit("256 bytes of a PrefixList", 256, |length| signed(&"p".repeat(length)));
}

#[test]
fn logout_messages_are_small() {
    let of = |inside: &str| {
        let xml = format!(
            "<samlp:LogoutRequest xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\" \
             xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\" ID=\"_l\" Version=\"2.0\" \
             IssueInstant=\"2026-01-01T00:00:00Z\" Destination=\"{SP_SLO}\">\
             <saml:Issuer>{IDP}</saml:Issuer>{}<saml:NameID>a</saml:NameID>{inside}\
             </samlp:LogoutRequest>",
            Template::new("_l")
        );
        let signed = Signer::rsa(IDP_KEY).fill(&xml);
        let form = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("SAMLRequest", &STANDARD.encode(signed))
            .finish();
        let sp = builder().logout_url(SP_SLO).build().unwrap();
        let read = LogoutMessage::from_form(&form).map_err(Error::from);
        read.and_then(|message| run(sp.read_logout_request(&message)))
    };
    let refused = |inside: &str| match of(inside).unwrap_err() {
        Error::Saml(error) => error,
        other => panic!("{other}"),
    };
    let sessions = "<samlp:SessionIndex>s</samlp:SessionIndex>".repeat(1000);
    assert_eq!(of(&sessions).unwrap().session_indexes.len(), 1000);
    assert_eq!(refused(&"<x/>".repeat(2000)), SamlError::TooLarge("2000 elements"));
    assert_eq!(refused(&"x".repeat(64 << 10)), SamlError::TooLarge("64 KiB"));
    assert_eq!(refused(&"x".repeat(200 << 10)), SamlError::TooLarge("64 KiB"));
}

#[test]
fn a_provider_has_few_certificates() {
    let certificate: String = IDP_CERT.lines().filter(|line| !line.starts_with('-')).collect();
    let with = |good: usize, bad: usize| {
        let key = |text: &str| {
            format!(
                "<md:KeyDescriptor><ds:KeyInfo xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\">\
                 <ds:X509Data><ds:X509Certificate>{text}</ds:X509Certificate></ds:X509Data>\
                 </ds:KeyInfo></md:KeyDescriptor>"
            )
        };
        SamlIdentityProvider::from_metadata(format!(
            "<md:EntityDescriptor xmlns:md=\"urn:oasis:names:tc:SAML:2.0:metadata\" \
             entityID=\"{IDP}\"><md:IDPSSODescriptor \
             protocolSupportEnumeration=\"urn:oasis:names:tc:SAML:2.0:protocol\">{}{}\
             <md:SingleSignOnService Binding=\"urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST\" \
             Location=\"https://idp.example.com/sso\"/></md:IDPSSODescriptor>\
             </md:EntityDescriptor>",
            key(&certificate).repeat(good),
            key("AAAA").repeat(bad)
        ))
    };
    assert!(with(64, 0).is_ok() && with(32, 32).is_ok());
    for (good, bad) in [(65, 0), (32, 33), (1, 64)] {
        let error = with(good, bad).map(drop).unwrap_err();
        assert_eq!(error, SamlError::TooLarge("64 certificates of a provider"));
    }
}

/// A response of more than 16 KiB.
fn large() -> String {
    let value = format!("<saml:AttributeValue>{}</saml:AttributeValue>", "v".repeat(20_000));
    with_attributes(&format!("<saml:Attribute Name=\"a\">{value}</saml:Attribute>")).signed()
}

/// A runtime whose only thread for long work waits until somebody says go.
fn with_busy_thread() -> (Runtime, Sender<()>) {
    let runtime = Builder::new_current_thread().max_blocking_threads(1).build().unwrap();
    let (go, wait) = channel::<()>();
    drop(runtime.spawn_blocking(move || wait.recv()));
    (runtime, go)
}

#[test]
fn a_large_response_holds_up_no_other_task() {
    let order = |xml: String| {
        let (runtime, go) = with_busy_thread();
        let seen = RefCell::new(Vec::new());
        let form = posted(xml);
        let login = async {
            SERVICE.finish(&form, pending(&SERVICE)).await.unwrap();
            seen.borrow_mut().push("login");
        };
        let other = async {
            seen.borrow_mut().push("other");
            go.send(()).unwrap();
        };
        runtime.block_on(async { tokio::join!(login, other) });
        seen.into_inner()
    };
    assert_eq!(order(large()), ["other", "login"]);
    assert_eq!(order(Doc::default().signed()), ["login", "other"]);
}

#[test]
fn a_large_response_that_nobody_waits_for_any_more_uses_nothing_up() {
    let (runtime, go) = with_busy_thread();
    let memory = Arc::new(MemoryStore::new().clock(Arc::new(TestClock::new())));
    let sp = builder().replay_store(Arc::clone(&memory) as _).build().unwrap();
    let form = posted(large());
    runtime.block_on(async {
        let handle = "h".repeat(43);
        memory.put(&handle, pending(&sp).to_secret(), Duration::from_secs(600)).await.unwrap();
        let mut given_up = Box::pin(sp.finish_with_store(&*memory, handle.as_str(), &form));
        assert!(given_up.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
        drop(given_up);
        go.send(()).unwrap();
        let login = sp.finish_with_store(&*memory, handle.as_str(), &form).await.unwrap();
        assert_eq!(login.attributes.len(), 1);
    });
}
