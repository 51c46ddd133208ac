//! The discovery document, and what an attacker could do with it.

use std::sync::Arc;

use authing_core::{
    HttpResponse, RetryPolicy,
    test_util::{ScriptedTransport, TestClock},
};
use authing_protocols::{
    Error,
    jose::{Algorithm, Verifier, VerifierBuilder},
};
use http::{HeaderValue, StatusCode, header};
use serde_json::{Value, json};

use crate::support::*;

fn document() -> Value {
    json!({
        "issuer": ISSUER,
        "authorization_endpoint": "https://sample.authing.cn/oidc/auth",
        "token_endpoint": "https://sample.authing.cn/oidc/token",
        "jwks_uri": "https://keys.authing.cn/sample.json",
        "end_session_endpoint": null,
        "odd": {"kept": true},
    })
}

/// A provider with this document and good keys.
fn provider(document: &Value) -> ScriptedTransport {
    let document = document.to_string();
    ScriptedTransport::new(move |_, request| {
        let body = match request.url.as_str() {
            "https://sample.authing.cn/oidc/.well-known/openid-configuration" => document.clone(),
            _ => KEYS.jwks().to_string(),
        };
        Ok(HttpResponse::new(StatusCode::OK, body))
    })
}

fn discovering(server: &ScriptedTransport) -> VerifierBuilder {
    builder(server).discovery(true).retry(RetryPolicy::never())
}

/// Why no keys come.
#[track_caller]
fn failure(server: &ScriptedTransport) -> String {
    let verifier = discovering(server).build().unwrap();
    let token = sign(Algorithm::Rs256, &access_claims());
    match now(verifier.verify_access_token(&token)) {
        Err(Error::Call(error)) => error.to_string(),
        other => panic!("no refusal: {other:?}"),
    }
}

#[test]
fn keys_are_fetched_where_the_document_says() {
    let server = provider(&document());
    let verifier = discovering(&server).build().unwrap();
    let token = sign(Algorithm::Rs256, &access_claims());
    for _ in 0..3 {
        now(verifier.verify_access_token(&token)).unwrap();
    }
    let asked: Vec<String> = server.requests().iter().map(|one| one.url.to_string()).collect();
    assert_eq!(
        asked,
        [
            "https://sample.authing.cn/oidc/.well-known/openid-configuration",
            "https://keys.authing.cn/sample.json",
        ]
    );
}

#[test]
fn a_document_of_another_issuer_is_refused() {
    for issuer in ["https://sample.authing.cn/oidc/", "https://attacker.example.com", ""] {
        let error = failure(&provider(&with(document(), "issuer", issuer)));
        assert!(error.contains("another issuer"), "{error}");
    }
}

#[test]
fn an_endpoint_without_encryption_is_refused() {
    for name in ["jwks_uri", "token_endpoint", "authorization_endpoint"] {
        for address in [
            "http://sample.authing.cn/x",
            "file:///etc/passwd",
            "data:application/json,{}",
            "javascript:alert(1)",
            "http://localhost.attacker.example.com/",
            "//x",
            "",
        ] {
            let server = provider(&with(document(), name, address));
            let error = failure(&server);
            assert!(error.contains(&format!("`{name}`")), "{name} {address}: {error}");
            assert_eq!(server.requests().len(), 1);
        }
    }
}

#[test]
fn a_document_that_lacks_something_or_is_none_is_refused() {
    for body in ["", "<html></html>", "[]", "null", "{}", "{\"issuer\":"] {
        let server =
            ScriptedTransport::new(move |_, _| Ok(HttpResponse::new(StatusCode::OK, body)));
        let error = failure(&server);
        assert!(
            error.starts_with("oidc.discovery failed: HTTP 200: the response "),
            "{body}: {error}"
        );
    }
    for name in ["jwks_uri", "token_endpoint", "authorization_endpoint", "issuer"] {
        let error = failure(&provider(&with(document(), name, json!(null))));
        assert!(error.contains(&format!("lacks `{name}`")), "{error}");
    }
    let huge = with(document(), "odd", "x".repeat(256 << 10));
    assert!(failure(&provider(&huge)).contains("larger"));
}

#[test]
fn a_redirect_is_not_followed() {
    let server = ScriptedTransport::new(|_, _| {
        let mut response = HttpResponse::new(StatusCode::FOUND, "");
        let place = HeaderValue::from_static("https://attacker.example.com/jwks.json");
        response.headers.insert(header::LOCATION, place);
        Ok(response)
    });
    let error = failure(&server);
    assert!(error.contains("302"), "{error}");
    assert_eq!(server.requests().len(), 1);
    let verifier = builder(&server).retry(RetryPolicy::never()).build().unwrap();
    let token = sign(Algorithm::Rs256, &access_claims());
    assert!(matches!(now(verifier.verify_access_token(&token)), Err(Error::Call(_))));
    assert_eq!(server.requests().len(), 2);
}

#[test]
fn an_old_document_goes_on_working_while_its_server_is_down() {
    let server = ScriptedTransport::new(|number, request| {
        let keys = request.url.path().ends_with("sample.json");
        Ok(match (number, keys) {
            (_, true) => HttpResponse::new(StatusCode::OK, KEYS.jwks().to_string()),
            (0, false) => HttpResponse::new(StatusCode::OK, document().to_string()),
            _ => HttpResponse::new(StatusCode::BAD_GATEWAY, "<html>"),
        })
    });
    let clock = TestClock::new();
    let verifier = discovering(&server).clock(Arc::new(clock.clone())).build().unwrap();
    let token = sign(Algorithm::Rs256, &with(access_claims(), "exp", NOW + 1_000_000));
    now(verifier.verify_access_token(&token)).unwrap();
    clock.advance(HOUR * 2);
    now(verifier.verify_access_token(&token)).unwrap();
    // Document, keys, document again (down), keys again.
    assert_eq!(server.requests().len(), 4);
}

#[test]
fn a_host_or_issuer_without_encryption_is_refused_when_building() {
    for (host, issuer) in [
        ("http://sample.authing.cn", None),
        ("https://sample.authing.cn", Some("http://sample.authing.cn/oidc")),
        ("https://sample.authing.cn", Some("sample.authing.cn/oidc")),
        ("https://sample.authing.cn", Some("https://sample.authing.cn/oidc?x=1")),
        ("", None),
    ] {
        let mut builder = Verifier::builder(APP, host).transport(Arc::new(key_server(&json!({}))));
        if let Some(issuer) = issuer {
            builder = builder.issuer(issuer);
        }
        assert!(builder.build().is_err(), "{host} {issuer:?}");
    }
    let local = Verifier::builder(APP, "http://127.0.0.1:4000");
    local.transport(Arc::new(key_server(&json!({})))).build().unwrap();
}
