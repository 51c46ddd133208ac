//! How ids, secrets, hosts and keys are read by every builder.

use std::{sync::Arc, time::Duration};

use authing_core::{HttpResponse, test_util::ScriptedTransport};
use authing_protocols::{
    cas::CasClient,
    jose::{PublicKey, Verifier},
    oauth2::OAuth2Client,
    oidc::OidcClient,
    saml::{FetchMetadata, SamlIdentityProvider, ServiceProvider},
};
use authing_test_support::{case, public_key_cases};
use http::StatusCode;
use serde_json::json;
use url::form_urlencoded;

const HOST: &str = "https://app.example.com";
const APP: &str = "5f7a993eb9b49dcd5c021e40";
const SECRET: &str = "0123456789abcdef0123456789abcdef";

fn server() -> ScriptedTransport {
    let body = json!({"access_token": "t", "token_type": "Bearer", "expires_in": 60}).to_string();
    ScriptedTransport::new(move |_, _| Ok(HttpResponse::new(StatusCode::OK, body.clone())))
}

#[tokio::test]
async fn ids_and_secrets_lose_what_their_way_has_put_around_them() {
    for (case, secret) in [
        ("pem-10", case!("pem/secret-lf.txt")),
        ("pem-11", case!("pem/secret-crlf.txt")),
        ("pem-12", case!("pem/secret-quoted.txt")),
    ] {
        let server = server();
        let oidc = OidcClient::builder(case!("pem/id-lf.txt"), "'app.example.com'\n")
            .secret(secret)
            .transport(Arc::new(server.clone()))
            .build()
            .unwrap();
        // What they make of the response does not matter here.
        let _ = oidc.introspect("t", None).await;
        let oauth2 =
            OAuth2Client::builder(case!("pem/id-lf.txt"), "\"https://app.example.com\"\r\n")
                .secret(secret)
                .transport(Arc::new(server.clone()))
                .build()
                .unwrap();
        let _ = oauth2.introspect("t", None).await;
        // The key of a programmatic access account comes from settings too.
        let (key, account_secret) = (case!("pem/id-lf.txt"), secret);
        oidc.client_credentials(key, account_secret, "read").await.unwrap();
        assert_eq!(server.requests().len(), 3);
        for sent in server.requests() {
            let form: Vec<_> = form_urlencoded::parse(&sent.body).into_owned().collect();
            let has = |name: &str, value: &str| form.contains(&(name.to_owned(), value.to_owned()));
            assert!(has("client_id", APP) && has("client_secret", SECRET), "{case}");
            assert_eq!(sent.url.host_str(), Some("app.example.com"));
            assert_eq!(sent.headers["x-authing-app-id"], APP);
        }
        // A secret of 32 letters, and no more: shorter ones are refused.
        let verifier = Verifier::builder(case!("pem/id-lf.txt"), HOST).secret(secret);
        assert!(verifier.issuer(format!(" {HOST}/oidc\n")).build().is_ok(), "{case}");
    }
}

#[test]
fn addresses_of_ones_own_are_read_the_same_way() {
    let cas = CasClient::builder(case!("pem/id-lf.txt"), "'https://app.example.com'\n")
        .service("\"https://me.example.com/cas\"\r\n")
        .build()
        .unwrap();
    assert_eq!(cas.service(), "https://me.example.com/cas");
    let url = cas.login_url().to_string();
    assert!(url.starts_with(&format!("{HOST}/cas-idp/{APP}/login?")), "{url}");

    let provider =
        SamlIdentityProvider::authing("'app.example.com'\n", case!("pem/id-lf.txt"), certificate());
    let sp = ServiceProvider::builder("https://me/saml\n", " 'https://me/acs' ").idp(provider);
    let sp = sp.build().unwrap();
    assert_eq!(sp.entity_id(), "https://me/saml");
    assert_eq!(sp.idp_entity_id(), format!("{HOST}/api/v2/saml-idp/{APP}/metadata"));
    assert!(sp.metadata().contains("Location=\"https://me/acs\""), "{}", sp.metadata());
}

fn certificate() -> &'static str {
    case!("pem/certificate.pem")
}

#[test]
fn what_cannot_be_meant_is_refused_by_the_name_that_the_caller_knows() {
    let text = |error: authing_protocols::Error| error.to_string();
    let oidc = || OidcClient::builder(APP, HOST);
    let acs = "https://me/acs";
    let idp = |host: &str| SamlIdentityProvider::authing(host, APP, certificate());
    for (built, option) in [
        (OidcClient::builder("can\nary", HOST).build().map(drop), "app_id"),
        (OidcClient::builder("''", HOST).build().map(drop), "app_id"),
        (OidcClient::builder(APP, "https//canary").build().map(drop), "app_host"),
        (oidc().secret("\"canary").build().map(drop), "secret"),
        (oidc().issuer("https://op\n.example.com").build().map(drop), "issuer"),
        (oidc().redirect_uri("https://me/can\nary").build().map(drop), "redirect_uri"),
        (oidc().audience("can\tary").build().map(drop), "audience"),
        (oidc().audience(" ").build().map(drop), "audience"),
        (OAuth2Client::builder(APP, "htps://canary").build().map(drop), "app_host"),
        (OAuth2Client::builder("`canary`", HOST).build().map(drop), "app_id"),
        (Verifier::builder(APP, "https://canary:x").build().map(drop), "app_host"),
        (Verifier::builder(APP, HOST).secret("can\0ary").build().map(drop), "secret"),
        (CasClient::builder(APP, "http:/canary").service(acs).build().map(drop), "app_host"),
        (CasClient::builder("can\nary", HOST).service(acs).build().map(drop), "app_id"),
        (CasClient::builder_for("https：//canary").service(acs).build().map(drop), "server_url"),
        (CasClient::builder_for("").service(acs).build().map(drop), "server_url"),
        (ServiceProvider::builder("can\nary", acs).idp(idp(HOST)).build().map(drop), "entity_id"),
        (ServiceProvider::builder("me", "can\nary").idp(idp(HOST)).build().map(drop), "acs_url"),
        (
            ServiceProvider::builder("me", acs).idp(idp("https//canary")).build().map(drop),
            "app_host",
        ),
    ] {
        let error = built.map_err(text).unwrap_err();
        assert!(error.starts_with(&format!("option `{option}` ")), "{option}: {error}");
        assert!(!error.contains("ary"), "{error}");
    }
}

#[tokio::test]
async fn the_host_of_saml_metadata_is_refused_by_the_name_that_the_caller_knows() {
    let nowhere = || Arc::new(server());
    for (fetch, option) in [
        (FetchMetadata::authing("https//canary", APP), "app_host"),
        (FetchMetadata::new("canary"), "url"),
        (FetchMetadata::new("https://x/can\nary"), "url"),
    ] {
        let error = fetch.transport(nowhere()).send().await.err().unwrap().to_string();
        assert!(error.starts_with(&format!("option `{option}` ")), "{option}: {error}");
        assert!(!error.contains("ary"), "{error}");
    }
}

/// The rows pem-01 to pem-05, for the keys that tokens are checked with.
#[test]
fn a_pinned_key_is_read_in_every_form_of_the_cases() {
    for (case, pem) in public_key_cases!() {
        let key = PublicKey::from_pem(pem);
        assert!(key.is_ok(), "{case}: {:?}", key.err());
    }
    let nothing = PublicKey::from_pem("Y2FuYXJ5").unwrap_err().to_string();
    assert!(nothing.contains("is neither PEM") && !nothing.contains("Y2Fu"), "{nothing}");
}

/// The rows pem-07 to pem-09: the certificate that is shown again is the one that was given.
#[test]
fn a_certificate_is_the_same_in_every_form_of_the_cases() {
    let key = include_str!("../saml/fixtures/keys/sp.key");
    let service = |certificate: &str| {
        let idp =
            SamlIdentityProvider::new("https://idp", "https://idp/sso").certificate(certificate);
        let sp = ServiceProvider::builder("https://me", "https://me/acs").idp(idp);
        sp.signing_key(key, certificate).pending_lifetime(Duration::from_secs(60)).build().unwrap()
    };
    let expected = service(certificate()).metadata();
    for (case, pem) in [
        ("pem-07", case!("pem/certificate-escaped.txt")),
        ("pem-08", case!("pem/certificate-bare-base64.txt")),
        ("pem-09", case!("pem/certificate-one-line.txt")),
    ] {
        assert_eq!(service(pem).metadata(), expected, "{case}");
    }
}
