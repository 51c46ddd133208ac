//! How a service provider is made, and what metadata says.

use std::{sync::Arc, time::Duration};

use authing_core::{
    HttpResponse,
    test_util::{ScriptedTransport, TestClock},
};
use authing_protocols::saml::{FetchMetadata, SamlError, SamlIdentityProvider, ServiceProvider};
use http::StatusCode;

use crate::common::{
    ACS, Doc, IDP, IDP_CERT, NEXT_CERT, SHORT_CERT, SLO, SP, SP_CERT, SP_KEY, SP_SLO, SSO,
    audience, builder, finish, idp, pending,
};

const METADATA: &str = include_str!("fixtures/pysaml2-metadata.xml");

fn saml(result: Result<impl Sized, authing_protocols::Error>) -> SamlError {
    match result.err().unwrap() {
        authing_protocols::Error::Saml(error) => error,
        other => panic!("{other}"),
    }
}

fn call(result: Result<impl Sized, authing_protocols::Error>) -> String {
    match result.err().unwrap() {
        authing_protocols::Error::Call(error) => error.to_string(),
        other => panic!("{other}"),
    }
}

#[test]
fn without_a_key_of_the_identity_provider_nothing_is_built() {
    let none = SamlIdentityProvider::new(IDP, SSO);
    assert!(matches!(saml(builder().idp(none).build()), SamlError::Key { .. }));
    for pem in
        ["", "garbage", SP_KEY, "-----BEGIN CERTIFICATE-----\nMII=\n-----END CERTIFICATE-----"]
    {
        let broken = SamlIdentityProvider::new(IDP, SSO).certificate(pem);
        assert!(matches!(saml(builder().idp(broken).build()), SamlError::Key { .. }), "{pem}");
        let beside = idp().certificate(pem);
        assert!(matches!(saml(builder().idp(beside).build()), SamlError::Key { .. }), "{pem}");
    }
}

#[test]
fn a_short_rsa_key_is_refused() {
    let short = SamlIdentityProvider::new(IDP, SSO).certificate(SHORT_CERT);
    let error = saml(builder().idp(short).build());
    assert!(error.to_string().contains("2048"), "{error}");
}

#[test]
fn several_certificates_may_come_in_one_text() {
    let both = SamlIdentityProvider::new(IDP, SSO).certificate(format!("{NEXT_CERT}\n{IDP_CERT}"));
    let sp = builder().idp(both).build().unwrap();
    assert!(finish(&sp, Doc::default().signed(), pending(&sp)).is_ok());
}

#[test]
fn keys_and_certificates_are_read_in_every_form_that_their_pem_takes() {
    fn forms(pem: &str) -> [String; 3] {
        let base64 = pem.lines().filter(|line| !line.starts_with('-'));
        [format!("\"{}\"", pem.replace('\n', "\\n")), pem.replace('\n', " "), base64.collect()]
    }
    for (certificate, key) in forms(IDP_CERT).into_iter().zip(forms(SP_KEY)) {
        let trusted = SamlIdentityProvider::new(IDP, SSO).certificate(certificate);
        let sp = builder()
            .idp(trusted)
            .signing_key(key.as_str(), SP_CERT)
            .decryption_key(key.as_str(), SP_CERT)
            .build()
            .unwrap();
        assert!(finish(&sp, Doc::default().signed(), pending(&sp)).is_ok());
        let (url, _) = sp.authn_request().redirect().unwrap();
        assert!(url.as_str().contains("&Signature="), "{url}");
        sp.authn_request().post().unwrap();
    }
}

#[test]
fn a_wrong_option_is_named() {
    let with = |entity: &str, acs: &str| ServiceProvider::builder(entity, acs).idp(idp()).build();
    for (error, option) in [
        (call(with("", ACS)), "entity_id"),
        (call(with(" \n", ACS)), "entity_id"),
        (call(with("a\nb", ACS)), "entity_id"),
        (call(with(SP, "acs")), "acs_url"),
        (call(with(SP, "ftp://sp/acs")), "acs_url"),
        (call(with(SP, "https://sp/acs#x")), "acs_url"),
        (call(ServiceProvider::builder(SP, ACS).build()), "idp"),
        (call(builder().leeway(Duration::from_secs(301)).build()), "leeway"),
        (call(builder().logout_url("logout").build()), "logout_url"),
        (call(builder().idp(idp().entity_id("")).build()), "idp.entity_id"),
        (
            call(
                builder()
                    .idp(
                        SamlIdentityProvider::new(IDP, "javascript:alert(1)").certificate(IDP_CERT),
                    )
                    .build(),
            ),
            "idp.sso_url",
        ),
    ] {
        assert!(error.contains(&format!("`{option}`")), "{option}: {error}");
    }
    for broken in [
        builder().signing_key("x", SP_CERT).build(),
        builder().signing_key(SP_KEY, "x").build(),
        builder().decryption_key("x", SP_CERT).build(),
        builder().decryption_key(SP_CERT, SP_CERT).build(),
    ] {
        assert!(matches!(saml(broken), SamlError::Key { .. }));
    }
}

#[test]
fn metadata_of_pysaml2_is_read() {
    let provider = SamlIdentityProvider::from_metadata(METADATA).unwrap();
    // It wants signed requests.
    assert!(call(builder().idp(provider.clone()).build()).contains("signing_key"));
    let sp = builder().idp(provider).signing_key(SP_KEY, SP_CERT).build().unwrap();
    assert_eq!(sp.idp_entity_id(), IDP);
    assert!(finish(&sp, Doc::default().signed(), pending(&sp)).is_ok());
    let (url, _) = sp.authn_request().redirect().unwrap();
    assert!(url.as_str().starts_with(SSO));
    let name = authing_protocols::saml::NameId::new("x");
    assert!(sp.logout(&name).redirect().unwrap().0.as_str().starts_with(SLO));
}

#[test]
fn metadata_that_cannot_be_trusted_or_used_is_refused() {
    let key = crate::surgery::cut(METADATA, "KeyDescriptor");
    let role = crate::surgery::cut(METADATA, "IDPSSODescriptor");
    for (name, xml) in [
        ("nothing", String::new()),
        ("not metadata", "<a/>".to_owned()),
        ("no key", METADATA.replace(key, "")),
        ("a key for encryption only", METADATA.replace("use=\"signing\"", "use=\"encryption\"")),
        ("an entity that is none", METADATA.replace("EntityDescriptor", "Entity")),
        ("no id", METADATA.replace(" entityID=", " x=")),
        ("two providers", METADATA.replace(role, &role.repeat(2))),
        ("no service", METADATA.replace("SingleSignOnService", "Other")),
        ("another protocol", METADATA.replace("SAML:2.0:protocol", "SAML:1.1:protocol")),
        ("a document type", format!("<!DOCTYPE a>{METADATA}")),
        ("an entity", format!("<!DOCTYPE a [<!ENTITY b \"c\">]>{METADATA}")),
        ("a broken certificate", METADATA.replace("Certificate>MII", "Certificate>AAA")),
    ] {
        assert!(SamlIdentityProvider::from_metadata(xml).is_err(), "{name}");
    }
    let commented = METADATA.replace("Certificate>MII", "Certificate><!-- a & b's -->MII");
    assert!(SamlIdentityProvider::from_metadata(commented).is_ok());
}

#[test]
fn metadata_whose_time_is_over_is_refused_at_build() {
    let with = |until: &str| {
        let xml = METADATA.replace(" entityID=", &format!(" validUntil=\"{until}\" entityID="));
        let provider = SamlIdentityProvider::from_metadata(xml).unwrap();
        builder().idp(provider).signing_key(SP_KEY, SP_CERT).build()
    };
    assert!(with("2026-01-01T00:00:01Z").is_ok());
    assert!(matches!(saml(with("2026-01-01T00:00:00Z")), SamlError::Metadata(_)));
}

#[tokio::test]
async fn metadata_is_fetched_from_the_application_at_authing() {
    let server = ScriptedTransport::new(|_, _| Ok(HttpResponse::new(StatusCode::OK, METADATA)));
    let provider = FetchMetadata::authing("my-app.authing.cn/", "APP")
        .transport(Arc::new(server.clone()))
        .send()
        .await
        .unwrap();
    let sent = &server.requests()[0];
    assert_eq!(sent.url.to_string(), "https://my-app.authing.cn/api/v2/saml-idp/APP/metadata");
    assert!(sent.headers.get("authorization").is_none());
    let sp = builder().idp(provider).signing_key(SP_KEY, SP_CERT).build().unwrap();
    let url = sp.easy_logout_url_to("https://me/?a=b&c").unwrap();
    assert_eq!(
        url.as_str(),
        "https://my-app.authing.cn/login/profile/logout?redirect_uri=https%3A%2F%2Fme%2F%3Fa%3Db%26c"
    );
}

#[tokio::test]
async fn metadata_is_not_fetched_in_the_open() {
    let server = ScriptedTransport::new(|_, _| Ok(HttpResponse::new(StatusCode::OK, METADATA)));
    let fetch = |url: &str| FetchMetadata::new(url).transport(Arc::new(server.clone())).send();
    assert!(
        call(fetch("http://idp.example.com/metadata").await)
            .contains("option `url` is not encrypted")
    );
    assert!(server.requests().is_empty());
    assert!(fetch("http://127.0.0.1:8080/metadata").await.is_ok());
}

#[test]
fn authing_s_urls_and_audience_are_known() {
    let provider = SamlIdentityProvider::authing("https://my-app.authing.cn/", "APP", IDP_CERT);
    let sp = ServiceProvider::builder(SP, ACS)
        .idp(provider.entity_id(IDP))
        .clock(Arc::new(TestClock::new()))
        .build()
        .unwrap();
    let (url, kept) = sp.authn_request().redirect().unwrap();
    assert!(url.as_str().starts_with("https://my-app.authing.cn/api/v2/saml-idp/APP?SAMLRequest="));
    // It names the ACS as the audience unless told otherwise.
    let doc = Doc { audience: audience(ACS), ..Doc::default() };
    assert!(finish(&sp, doc.signed(), crate::common::with_id(&kept, "_request")).is_ok());
    let elsewhere = builder().build().unwrap();
    assert!(call(elsewhere.easy_logout_url()).contains("`idp`"));
}

#[test]
fn our_metadata_says_what_we_are() {
    let xml = builder().signing_key(SP_KEY, SP_CERT).logout_url(SP_SLO).build().unwrap().metadata();
    for part in [
        &format!("entityID=\"{SP}\""),
        "AuthnRequestsSigned=\"true\"",
        "WantAssertionsSigned=\"true\"",
        "use=\"signing\"",
        "use=\"encryption\"",
        &format!("Location=\"{ACS}\" index=\"0\" isDefault=\"true\""),
        &format!("Location=\"{SP_SLO}\""),
    ] {
        assert!(xml.contains(part), "{part}: {xml}");
    }
    let plain = ServiceProvider::builder("urn:a\"<b>&", ACS).idp(idp()).build().unwrap().metadata();
    assert!(plain.contains("entityID=\"urn:a&quot;&lt;b&gt;&amp;\""), "{plain}");
    assert!(!plain.contains("KeyDescriptor"));
}
