//! How clients authenticate, and requests that are not in form.

use authing_emulator::{ApplicationSettings, ClientAuthMethod, GrantType};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::provider::{Provider, read};

const PASSWORD: [(&str, &str); 3] =
    [("grant_type", "password"), ("username", "bob"), ("password", "passw0rd")];

fn basic(id: &str, secret: &str) -> String {
    format!("Basic {}", STANDARD.encode(format!("{id}:{secret}")))
}

#[tokio::test]
async fn a_client_with_a_wrong_secret_is_unauthorized() {
    let provider = Provider::start().await;
    let id = provider.emulator.app_id();
    for (id, secret) in [(id, "wrong"), (id, ""), ("unknown", provider.emulator.app_secret())] {
        let mut fields = vec![("client_id", id), ("client_secret", secret)];
        fields.extend(PASSWORD);
        let response = provider.bare("/oidc/token", &fields).await;
        response.is_error(401, "invalid_client");
        assert!(response.headers["www-authenticate"].to_str().unwrap().starts_with("Basic realm="));
    }
    provider.bare("/oidc/token", &PASSWORD).await.is_error(401, "invalid_client");
}

#[tokio::test]
async fn each_endpoint_takes_the_method_registered_for_it_and_no_other() {
    let settings = ApplicationSettings::new()
        .token_auth_method(ClientAuthMethod::ClientSecretBasic)
        .introspection_auth_method(ClientAuthMethod::None)
        .revocation_auth_method(ClientAuthMethod::ClientSecretPost);
    let provider = Provider::with(settings).await;
    let (id, secret) = (provider.emulator.app_id(), provider.emulator.app_secret());
    let header = basic(id, secret);

    let response = provider.send("/oidc/token", &PASSWORD, Some(&header)).await;
    assert_eq!(response.status, 200, "{}", response.body);
    provider.post("/oidc/token", &PASSWORD).await.is_error(401, "invalid_client");
    let wrong = basic(id, "wrong");
    provider.send("/oidc/token", &PASSWORD, Some(&wrong)).await.is_error(401, "invalid_client");
    let broken = provider.send("/oidc/token", &PASSWORD, Some("Basic !!!")).await;
    broken.is_error(401, "invalid_client");
    let mut both = vec![("client_secret", secret)];
    both.extend(PASSWORD);
    let twice = provider.send("/oidc/token", &both, Some(&header)).await;
    twice.is_error(400, "invalid_request");

    let token = response.text("access_token");
    let named = [("client_id", id), ("token", token)];
    let seen = provider.bare("/oidc/token/introspection", &named).await;
    assert_eq!(seen.body["active"], true);
    provider.introspect(token).await.is_error(401, "invalid_client");
    let revoked = provider.post("/oidc/token/revocation", &[("token", token)]).await;
    assert_eq!(revoked.status, 200);
    provider.bare("/oidc/token/revocation", &named).await.is_error(401, "invalid_client");
}

#[tokio::test]
async fn a_request_out_of_form_is_told_what_is_wrong() {
    let provider = Provider::start().await;
    provider.post("/oidc/token", &[]).await.is_error(400, "invalid_request");
    let unknown = provider.post("/oidc/token", &[("grant_type", "magic")]).await;
    unknown.is_error(400, "unsupported_grant_type");
    let implicit = provider.post("/oidc/token", &[("grant_type", "implicit")]).await;
    implicit.is_error(400, "unsupported_grant_type");
    let twice = provider.post("/oidc/token", &[("scope", "a"), ("scope", "b")]).await;
    twice.is_error(400, "invalid_request");

    let url = format!("{}/oidc/token", provider.emulator.url());
    let json = reqwest::Client::new().post(&url).json(&serde_json::json!({ "grant_type": "x" }));
    read(json).await.is_error(400, "invalid_request");
    let text = reqwest::Client::new().post(&url).body("grant_type=password");
    read(text).await.is_error(400, "invalid_request");
    let in_query = format!("/oidc/token?client_id={}&grant_type=password", provider.user_id);
    provider.bare(&in_query, &[]).await.is_error(400, "invalid_request");
}

#[tokio::test]
async fn a_grant_must_be_among_those_of_the_application() {
    let settings = ApplicationSettings::new().grants([GrantType::AuthorizationCode]);
    let provider = Provider::with(settings).await;
    provider.post("/oidc/token", &PASSWORD).await.is_error(400, "unauthorized_client");
}
