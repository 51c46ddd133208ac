use authing_emulator::TokenAlgorithm;

use super::provider::Provider;
use crate::client::{Client, text};

#[tokio::test]
async fn the_discovery_document_has_every_field_and_its_own_origin() {
    let provider = Provider::start().await;
    let response = provider.get("/oidc/.well-known/openid-configuration").await;
    assert_eq!(response.status, 200);
    assert!(response.headers["cache-control"].to_str().unwrap().contains("max-age="));
    let issuer = format!("{}/oidc", provider.emulator.url());
    assert_eq!(response.text("issuer"), issuer);
    for (field, path) in [
        ("authorization_endpoint", "/auth"),
        ("token_endpoint", "/token"),
        ("userinfo_endpoint", "/me"),
        ("jwks_uri", "/.well-known/jwks.json"),
        ("end_session_endpoint", "/session/end"),
        ("introspection_endpoint", "/token/introspection"),
        ("revocation_endpoint", "/token/revocation"),
    ] {
        assert_eq!(response.text(field), format!("{issuer}{path}"));
    }
    for list in [
        "scopes_supported",
        "response_types_supported",
        "response_modes_supported",
        "grant_types_supported",
        "id_token_signing_alg_values_supported",
        "id_token_encryption_alg_values_supported",
        "id_token_encryption_enc_values_supported",
        "userinfo_signing_alg_values_supported",
        "userinfo_encryption_alg_values_supported",
        "userinfo_encryption_enc_values_supported",
        "token_endpoint_auth_methods_supported",
        "claim_types_supported",
        "claims_supported",
        "code_challenge_methods_supported",
        "introspection_endpoint_auth_methods_supported",
        "revocation_endpoint_auth_methods_supported",
        "subject_types_supported",
    ] {
        assert!(response.body[list].is_array(), "{list}");
    }
}

#[tokio::test]
async fn the_key_set_is_stable_and_has_a_key_for_each_application() {
    let provider = Provider::start().await;
    let other = provider.emulator.create_application("two", TokenAlgorithm::Rs256).unwrap();
    let first = provider.get("/oidc/.well-known/jwks.json").await;
    let keys = first.body["keys"].as_array().unwrap();
    assert_eq!(keys.len(), 2);
    assert_ne!(keys[0]["kid"], keys[1]["kid"]);
    for key in keys {
        assert_eq!((text(key, "alg"), text(key, "use"), text(key, "kty")), ("RS256", "sig", "RSA"));
        assert!(key.get("d").is_none());
    }
    assert_eq!(provider.get("/oidc/.well-known/jwks.json").await.body, first.body);
    assert!(first.headers.contains_key("cache-control"));
    assert_eq!(other.user_pool_id, provider.emulator.user_pool_id());
}

#[tokio::test]
async fn what_the_provider_does_not_do_is_refused_by_name() {
    let provider = Provider::start().await;
    let client = Client::app(&provider.emulator);
    for (method, path) in [
        ("POST", "/oidc/device/auth"),
        ("POST", "/oidc/request"),
        ("POST", "/oidc/backchannel"),
        ("POST", "/oidc/reg"),
        ("POST", "/oidc/auth"),
        ("GET", "/authenticate"),
    ] {
        let response = client.request(method, path).send().await.unwrap();
        assert_eq!(response.status(), 501, "{path}");
        let text = response.text().await.unwrap();
        assert!(text.contains(path), "{text}");
    }
    for grant in
        ["urn:ietf:params:oauth:grant-type:device_code", "urn:openid:params:grant-type:ciba"]
    {
        let response = provider.post("/oidc/token", &[("grant_type", grant)]).await;
        response.is_error(501, "not_implemented");
        assert!(response.text("error_description").contains(grant));
    }
    let request = reqwest::Client::new()
        .post(format!("{}/oidc/token", provider.emulator.url()))
        .header("dpop", "e30.e30.e30");
    assert_eq!(request.send().await.unwrap().status(), 501);
    let bound = provider.request(&[("dpop_jkt", "thumb")]);
    assert_eq!(provider.get(&bound).await.status, 501);
}
