//! What a client can be made of.

use std::time::Duration;

use authing_protocols::{
    jose::Algorithm,
    oauth2::{ClientAuthentication, ClientKey, OAuth2Client},
    oidc::OidcClient,
};

use crate::common::{APP, HOST, SECRET, Server, message};

fn refused(
    build: impl FnOnce(
        authing_protocols::oidc::OidcClientBuilder,
    ) -> authing_protocols::oidc::OidcClientBuilder,
) -> String {
    let server = Server::new();
    let error = message(build(server.oidc_builder()).build());
    assert!(server.requests().is_empty());
    error
}

#[test]
fn a_client_is_made_without_any_request_and_is_send_and_sync() {
    fn shareable<T: Clone + Send + Sync + 'static>(_: &T) {}
    let server = Server::new();
    shareable(&server.oidc());
    shareable(&server.oauth2());
    assert!(server.requests().is_empty());
}

#[test]
fn each_wrong_option_is_named() {
    let es256 = || ClientAuthentication::SecretJwt;
    for (error, option) in [
        (
            refused(|b| b.client_authentication(ClientAuthentication::SecretPost)),
            "client_authentication",
        ),
        (
            refused(|b| b.client_authentication(ClientAuthentication::SecretBasic)),
            "client_authentication",
        ),
        (refused(|b| b.client_authentication(es256())), "client_authentication"),
        (
            refused(|b| b.introspection_authentication(ClientAuthentication::SecretPost)),
            "introspection_authentication",
        ),
        (
            refused(|b| b.revocation_authentication(ClientAuthentication::SecretBasic)),
            "revocation_authentication",
        ),
        (refused(|b| b.secret("")), "secret"),
        (refused(|b| b.redirect_uri("/cb")), "redirect_uri"),
        (refused(|b| b.redirect_uri("https://me/cb#x")), "redirect_uri"),
        (refused(|b| b.issuer("https://op/oidc?x=1")), "issuer"),
        (refused(|b| b.issuer("http://op.example.com/oidc")), "issuer"),
        (refused(|b| b.issuer("op")), "issuer"),
        (refused(|b| b.pending_lifetime(Duration::ZERO)), "pending_lifetime"),
        (refused(|b| b.leeway(Duration::from_secs(3600))), "leeway"),
        (refused(|b| b.id_token_algorithms([Algorithm::Hs256])), "id_token_algorithms"),
        (refused(|b| b.id_token_algorithms([])), "id_token_algorithms"),
        (refused(|b| b.pinned_keys([])), "pinned_keys"),
        (message(OidcClient::builder("", HOST).build()), "app_id"),
        (message(OidcClient::builder(APP, " ").build()), "app_host"),
        (message(OidcClient::builder(APP, "http://app.example.com").build()), "app_host"),
        (message(OAuth2Client::builder("", HOST).build()), "app_id"),
        (message(OAuth2Client::builder(APP, "").build()), "app_host"),
        (message(OAuth2Client::builder(APP, "http://app.example.com").build()), "app_host"),
        (message(OAuth2Client::builder(APP, HOST).issuer("x").build()), "issuer"),
        (message(OAuth2Client::builder(APP, HOST).issuer("http://op").build()), "issuer"),
    ] {
        assert!(error.starts_with(&format!("option `{option}` ")), "{option}: {error}");
    }
}

#[test]
fn a_short_secret_cannot_sign_assertions() {
    let builder = OAuth2Client::builder(APP, HOST)
        .secret("short")
        .client_authentication(ClientAuthentication::SecretJwt);
    let error = message(builder.build());
    assert!(error.starts_with("option `client_authentication` "), "{error}");
}

#[test]
fn a_client_key_must_be_a_private_key_for_its_algorithm() {
    let server = Server::new();
    assert!(server.oidc_builder().secret(SECRET).build().is_ok());
    for algorithm in [Algorithm::Rs256, Algorithm::Ps256, Algorithm::Es256, Algorithm::EdDsa] {
        let error = message(ClientKey::from_pem(algorithm, "canary"));
        assert!(error.starts_with("option `client_key` ") && !error.contains("canary"), "{error}");
    }
}
