//! One rule for plain `http`, for every client: this machine, or a switch.

use std::sync::Arc;

use authing_core::{HttpResponse, TransportError, test_util::ScriptedTransport};
use authing_protocols::{
    cas::CasClient, jose::Verifier, oauth2::OAuth2Client, oidc::OidcClient, saml::FetchMetadata,
};
use http::StatusCode;
use serde_json::json;

/// The row env-06, for its siblings too: each client of a host, with the switch or without, built or
/// refused.
fn build_each(host: &str, allow: bool) -> Vec<(&'static str, Result<(), String>)> {
    let text = |error: authing_protocols::Error| error.to_string();
    let oidc = OidcClient::builder("app", host).danger_allow_http(allow);
    let discovery = OidcClient::builder("app", host).danger_allow_http(allow).discovery(true);
    let oauth2 = OAuth2Client::builder("app", host).danger_allow_http(allow);
    let verifier = Verifier::builder("app", host).danger_allow_http(allow);
    let cas = CasClient::builder("app", host).danger_allow_http(allow).service("https://me/");
    let other = CasClient::builder_for(host).danger_allow_http(allow).service("https://me/");
    vec![
        ("app_host", oidc.build().map(drop).map_err(text)),
        ("app_host", discovery.build().map(drop).map_err(text)),
        ("app_host", oauth2.build().map(drop).map_err(text)),
        ("app_host", verifier.build().map(drop).map_err(text)),
        ("app_host", cas.build().map(drop).map_err(text)),
        ("server_url", other.build().map(drop).map_err(text)),
    ]
}

#[test]
fn every_client_refuses_plain_http_to_another_machine_and_names_the_switch() {
    for host in ["http://authing:3000", "http://10.0.0.1:3000", "http://localhost.example.com"] {
        for (option, built) in build_each(host, false) {
            let error = built.unwrap_err();
            assert!(error.starts_with(&format!("option `{option}` is not encrypted")), "{error}");
            assert!(error.contains("`danger_allow_http(true)`"), "{error}");
        }
        for (option, built) in build_each(host, true) {
            assert_eq!(built, Ok(()), "{option}");
        }
    }
    for host in ["http://localhost:3000", "http://127.0.0.1", "https://app.example.com"] {
        for (option, built) in build_each(host, false) {
            assert_eq!(built, Ok(()), "{option}: {host}");
        }
    }
}

#[test]
fn the_switch_holds_for_the_issuer_too_and_for_nothing_else_than_http() {
    let host = "https://app.example.com";
    let build = |issuer: &str, allow: bool| {
        let builder = Verifier::builder("app", host).issuer(issuer).danger_allow_http(allow);
        builder.build().map(drop).map_err(|error| error.to_string())
    };
    let error = build("http://authing:3000/oidc", false).unwrap_err();
    assert!(error.starts_with("option `issuer` is not encrypted"), "{error}");
    assert_eq!(build("http://authing:3000/oidc", true), Ok(()));
    for issuer in ["ftp://authing/oidc", "authing", "http://authing/oidc?x=1", "ws://authing"] {
        assert!(build(issuer, true).is_err(), "{issuer}");
    }
}

#[tokio::test]
async fn endpoints_by_http_in_a_discovery_document_are_used_where_it_is_switched_on() {
    const ISSUER: &str = "https://op.example.com/oidc";
    let document = json!({
        "issuer": ISSUER,
        "authorization_endpoint": "https://op.example.com/oidc/auth",
        "token_endpoint": "http://authing:3000/oidc/token",
        "jwks_uri": "http://authing:3000/oidc/keys",
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
    });
    for allow in [false, true] {
        let document = document.to_string();
        let server = ScriptedTransport::new(move |number, _| match number {
            0 => Ok(HttpResponse::new(StatusCode::OK, document.clone())),
            _ => Err(TransportError::connect("nobody is there")),
        });
        let client = OidcClient::builder("app", "https://op.example.com")
            .discovery(true)
            .danger_allow_http(allow)
            .retry(authing_protocols::RetryPolicy::never())
            .transport(Arc::new(server.clone()))
            .build()
            .unwrap();
        let error =
            client.client_credentials("key", "secret", "read").await.unwrap_err().to_string();
        if allow {
            assert!(error.contains("nobody is there"), "{error}");
            let sent = &server.requests()[1];
            assert_eq!(sent.url.as_str(), "http://authing:3000/oidc/token");
        } else {
            assert!(error.contains("`token_endpoint`"), "{error}");
            assert!(error.contains("`danger_allow_http(true)`"), "{error}");
            assert_eq!(server.requests().len(), 1);
        }
    }
}

#[tokio::test]
async fn saml_metadata_is_fetched_by_http_where_it_is_switched_on() {
    let server = ScriptedTransport::new(|_, _| Ok(HttpResponse::new(StatusCode::OK, "<x/>")));
    let fetch = |fetch: FetchMetadata, allow: bool| {
        fetch.transport(Arc::new(server.clone())).danger_allow_http(allow).send()
    };
    for (of, option) in [
        (FetchMetadata::new("http://idp:8080/metadata"), "url"),
        (FetchMetadata::authing("http://authing:3000", "app"), "app_host"),
    ] {
        let error = fetch(of, false).await.err().unwrap().to_string();
        assert!(error.starts_with(&format!("option `{option}` is not encrypted")), "{error}");
        assert!(error.contains("`danger_allow_http(true)`"), "{error}");
    }
    assert!(server.requests().is_empty());
    fetch(FetchMetadata::authing("http://authing:3000", "app"), true).await.err().unwrap();
    let sent = &server.requests()[0];
    assert_eq!(sent.url.as_str(), "http://authing:3000/api/v2/saml-idp/app/metadata");
}
