//! What identity providers write that is legal and odd, in assertions and metadata.

use std::{sync::Arc, time::Duration};

use authing_core::test_util::TestClock;
use authing_protocols::saml::{
    LogoutMessage, PostedResponse, SamlError, SamlIdentityProvider, SamlLogin, ServiceProvider,
};
use authing_test_support::logged;
use base64::{Engine as _, engine::general_purpose::STANDARD};

use crate::common::*;

fn with_attributes(inside: &str) -> Doc {
    let attributes = format!("<saml:AttributeStatement>{inside}</saml:AttributeStatement>");
    Doc { attributes, ..Doc::default() }
}

fn aside(login: &SamlLogin) -> Vec<String> {
    login.set_aside().iter().map(ToString::to_string).collect()
}

const EMAIL: &str = "<saml:Attribute Name=\"email\"><saml:AttributeValue>a@example.com\
                     </saml:AttributeValue></saml:Attribute>";

#[test]
fn an_attribute_that_cannot_be_read_keeps_nobody_out_and_is_told() {
    let odd = [
        (
            "<saml:EncryptedAttribute><x/></saml:EncryptedAttribute>",
            "`AttributeStatement` holds an encrypted attribute, which is not decrypted here",
        ),
        (
            "<saml:Attribute FriendlyName=\"email\"><saml:AttributeValue>x</saml:AttributeValue>\
             </saml:Attribute>",
            "`AttributeStatement` holds an attribute without a `Name`",
        ),
        (
            "<x:Attribute xmlns:x=\"urn:x\" Name=\"email\"/>",
            "`AttributeStatement` holds `Attribute`, which is not an attribute",
        ),
    ];
    for (inside, told) in odd {
        for inside in [format!("{inside}{EMAIL}"), format!("{EMAIL}{inside}{inside}")] {
            let login = outcome(with_attributes(&inside).signed()).unwrap();
            assert_eq!(login.attributes.get("email"), Some("a@example.com"), "{inside}");
            assert_eq!((login.attributes.len(), aside(&login)), (1, vec![told.to_owned()]));
        }
    }
    assert!(outcome(with_attributes(EMAIL).signed()).unwrap().set_aside().is_empty());
}

#[test]
fn what_is_set_aside_of_an_assertion_is_a_warning() {
    let work = async {
        let xml = with_attributes("<saml:EncryptedAttribute/>").signed();
        let sp = builder().build().unwrap();
        let form = PostedResponse::new(STANDARD.encode(xml));
        sp.finish(&form, pending(&sp)).await.unwrap();
    };
    logged("providers::what_is_set_aside_of_an_assertion_is_a_warning", work, |log| {
        let warning = log.lines().find(|line| line.contains("WARN")).unwrap();
        assert!(warning.contains("AttributeStatement"), "{log}");
    });
}

#[test]
fn a_value_that_is_said_to_be_none_is_none() {
    let xsi = "xmlns:i=\"http://www.w3.org/2001/XMLSchema-instance\"";
    for (value, read) in [
        (format!("<saml:AttributeValue {xsi} i:nil=\"true\"/>"), None),
        (format!("<saml:AttributeValue {xsi} i:nil=\"1\"></saml:AttributeValue>"), None),
        (format!("<saml:AttributeValue {xsi} i:nil=\"false\"/>"), Some("")),
        // An attribute of another name space means nothing.
        ("<saml:AttributeValue xmlns:i=\"urn:x\" i:nil=\"true\"/>".to_owned(), Some("")),
        ("<saml:AttributeValue/>".to_owned(), Some("")),
    ] {
        let attribute = format!("<saml:Attribute Name=\"email\">{value}</saml:Attribute>");
        let login = outcome(with_attributes(&attribute).signed()).unwrap();
        assert_eq!(login.attributes.get("email"), read, "{value}");
        assert!(login.attributes.attribute("email").is_some());
    }
}

#[test]
fn half_a_character_is_not_xml_and_finds_nobody() {
    for half in ["&#xD83D;", "&#xDE00;", "&#55357;", "&#xD83D;&#xDE00;", "&#0;", "&#xFFFE;"] {
        let mut doc = Doc::default();
        doc.name_id = doc.name_id.replace(ALICE, &format!("{ALICE}{half}"));
        for xml in [doc.unsigned(), with_attributes(&EMAIL.replace('@', half)).unsigned()] {
            let error = outcome(xml).unwrap_err();
            assert!(matches!(error, SamlError::NotWellFormed { .. }), "{half}: {error}");
        }
    }
    let mut doc = Doc::default();
    doc.name_id = doc.name_id.replace(ALICE, "&#x1F600;");
    assert_eq!(outcome(doc.signed()).unwrap().name_id.value, "😀");
}

#[test]
fn a_session_without_a_name_is_none() {
    let with = |index: &str| {
        let authn = Doc::default().authn.replace("session-1", index);
        outcome(Doc { authn, ..Doc::default() }.signed()).unwrap().session_index
    };
    assert_eq!((with(""), with(" ")), (None, None));
    assert_eq!(with("session-2").as_deref(), Some("session-2"));
}

#[test]
fn an_empty_line_before_the_declaration_of_metadata_does_no_harm() {
    for before in ["\n", "\r\n\r\n \t", "\u{feff}\n"] {
        let metadata = metadata("", &base64(IDP_CERT));
        let metadata = format!("{before}<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{metadata}");
        assert!(SamlIdentityProvider::from_metadata(metadata).is_ok(), "{before:?}");
    }
}

fn base64(pem: &str) -> String {
    pem.lines().filter(|line| !line.starts_with('-')).collect()
}

fn metadata(attributes: &str, certificate: &str) -> String {
    format!(
        "<md:EntityDescriptor xmlns:md=\"urn:oasis:names:tc:SAML:2.0:metadata\" \
         xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\" entityID=\"{IDP}\"{attributes}>\
         <md:IDPSSODescriptor protocolSupportEnumeration=\"urn:oasis:names:tc:SAML:2.0:protocol\">\
         <md:KeyDescriptor><ds:KeyInfo><ds:KeyName>k</ds:KeyName><ds:X509Data><ds:X509Certificate>\
         {certificate}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>\
         <md:SingleLogoutService Binding=\"urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST\" \
         Location=\"{SLO}\"/>\
         <md:SingleSignOnService Binding=\"urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect\" \
         Location=\"{SSO}\"/></md:IDPSSODescriptor></md:EntityDescriptor>"
    )
}

#[test]
fn a_certificate_is_read_however_xml_writes_it() {
    let certificate = base64(IDP_CERT);
    let (begin, end) = certificate.split_at(80);
    for written in [
        format!("<![CDATA[{certificate}]]>"),
        format!("\n  {begin}<![CDATA[\r\n{end}\n]]>  "),
        format!("{begin}<!-- the rest -->{end}"),
        format!("{begin}&#10;&#x20;{end}"),
        IDP_CERT.lines().filter(|line| !line.starts_with('-')).collect::<Vec<_>>().join("\n\t\t"),
    ] {
        let provider = SamlIdentityProvider::from_metadata(metadata("", &written)).unwrap();
        assert!(provider.set_aside().is_empty(), "{written}");
        let sp = ServiceProvider::builder(SP, ACS).idp(provider).clock(Arc::new(TestClock::new()));
        let sp = sp.build().unwrap();
        assert!(finish(&sp, Doc::default().signed(), pending(&sp)).is_ok());
    }
}

#[test]
fn a_running_service_trusts_its_metadata_until_its_end_and_no_longer() {
    let metadata = metadata(" validUntil=\"2026-01-01T00:02:00Z\"", &base64(IDP_CERT));
    let provider = SamlIdentityProvider::from_metadata(metadata).unwrap();
    let end = std::time::UNIX_EPOCH + Duration::from_secs(1_767_225_600 + 120);
    assert_eq!(provider.valid_until(), Some(end));
    assert_eq!(SamlIdentityProvider::new(IDP, SSO).valid_until(), None);
    let clock = TestClock::new();
    let sp = ServiceProvider::builder(SP, ACS)
        .idp(provider)
        .signing_key(SP_KEY, SP_CERT)
        .logout_url(SP_SLO)
        .allow_idp_initiated(true)
        .replay_store(Arc::new(NoMemory))
        .clock(Arc::new(clock.clone()))
        .build()
        .unwrap();
    let answers = format!("InResponseTo=\"{REQUEST}\"");
    let mut unsolicited = Doc::default();
    unsolicited.response = unsolicited.response.replace(&answers, "");
    unsolicited.confirmation = unsolicited.confirmation.replace(&answers, "");
    let logout = format!(
        "<samlp:LogoutRequest xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\" \
         xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\" ID=\"_l\" Version=\"2.0\" \
         IssueInstant=\"2026-01-01T00:00:00Z\" Destination=\"{SP_SLO}\">\
         <saml:Issuer>{IDP}</saml:Issuer>{}<saml:NameID>{ALICE}</saml:NameID></samlp:LogoutRequest>",
        Signer::rsa(IDP_KEY).template("_l")
    );
    let logout: String = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("SAMLRequest", &STANDARD.encode(Signer::rsa(IDP_KEY).fill(&logout)))
        .finish();
    let logout = LogoutMessage::from_form(&logout).unwrap();

    let all = || {
        [
            run(sp.finish(&posted(Doc::default().signed()), pending(&sp))).map(drop),
            run(sp.finish_unsolicited(&posted(unsolicited.signed()))).map(drop),
            run(sp.read_logout_request(&logout)).map(drop),
        ]
    };
    clock.advance(Duration::from_secs(119));
    assert!(all().iter().all(Result::is_ok), "{:?}", all());
    clock.advance(Duration::from_secs(1));
    for outcome in all() {
        let error = outcome.unwrap_err().to_string();
        assert!(error.contains("`validUntil` is over"), "{error}");
    }
}
