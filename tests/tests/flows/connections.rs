//! Login at providers and linked identities, against the emulator and its stand-in for providers.

use std::time::Duration;

use authing_authentication::{
    AuthenticationClient, ErrorCode, LoginStep, Secret,
    connections::{ConnectionMessage, EnterpriseProtocol, PendingConnection, RelayMethod},
    types::SocialProvider,
};
use authing_emulator::{ApplicationSettings, SecondFactor};
use authing_management::{
    tenants::{ConnectionFields, ConnectionScope, CreateIdentitySource, NewConnection},
    types::UpdateUserpoolInput,
};
use authing_tests::TestServer;
use serde_json::{Value, json};

const CALLBACK: &str = "http://localhost:3000/cb";

/// A browser that follows nothing by itself.
fn browser() -> reqwest::Client {
    let policy = reqwest::redirect::Policy::none();
    reqwest::Client::builder().redirect(policy).no_proxy().build().unwrap()
}

/// Fills in the provider's page, and gives what the browser got.
async fn at_provider(url: &str, user_id: &str) -> reqwest::Response {
    let page = browser().get(url).send().await.unwrap();
    assert_eq!(page.status(), 200);
    let form = format!("user_id={user_id}&nickname=Bob&action=login");
    browser()
        .post(url)
        .header("content-type", "application/x-www-form-urlencoded")
        .body(form)
        .send()
        .await
        .unwrap()
}

/// What the browser brings to the callback.
async fn callback(url: &str, user_id: &str) -> String {
    let answer = at_provider(url, user_id).await;
    let location = answer.headers()["location"].to_str().unwrap().to_owned();
    let (address, query) = location.split_once('?').unwrap();
    assert_eq!(address, CALLBACK);
    query.to_owned()
}

fn begin(client: &AuthenticationClient) -> (String, PendingConnection) {
    let begin = client.social().authorize(SocialProvider::GitHub);
    let (url, pending) = begin.relay(RelayMethod::Query, CALLBACK).start().unwrap();
    (url.into(), pending)
}

async fn log_in(
    client: &AuthenticationClient,
    user_id: &str,
) -> Result<authing_authentication::types::User, authing_authentication::Error> {
    let (url, pending) = begin(client);
    let message = ConnectionMessage::from_query(&callback(&url, user_id).await).unwrap();
    client.finish_connection(message, pending).await
}

#[tokio::test]
async fn a_login_at_a_provider_makes_an_account_and_finds_it_again() {
    let server = TestServer::start().await.unwrap();
    let client = server.app.new_session();
    let bob = log_in(&client, "gh-1").await.unwrap();
    assert_eq!(bob.nickname.as_deref(), Some("Bob"));
    assert_eq!(client.current_user().await.unwrap().id, bob.id);
    assert_eq!(log_in(&server.app.new_session(), "gh-1").await.unwrap().id, bob.id);
    assert_ne!(log_in(&server.app.new_session(), "gh-2").await.unwrap().id, bob.id);
}

#[tokio::test]
async fn the_outcome_of_one_browser_is_worth_nothing_in_another() {
    let server = TestServer::start().await.unwrap();
    let (attacker, victim) = (server.app.new_session(), server.app.new_session());
    let (url, _) = begin(&attacker);
    let (_, pending) = begin(&victim);
    let message = ConnectionMessage::from_query(&callback(&url, "attacker").await).unwrap();
    assert!(victim.finish_connection(message, pending).await.is_err());
    assert!(victim.token().is_none());
}

#[tokio::test]
async fn the_token_of_another_application_logs_nobody_in() {
    let server = TestServer::start().await.unwrap();
    let other = server.emulator.create_application("Other", Default::default()).unwrap();
    let elsewhere = AuthenticationClient::builder(&other.id, server.emulator.app_host())
        .public_key(server.emulator.public_key())
        .no_proxy()
        .build()
        .unwrap();
    let bob = log_in(&elsewhere, "gh-1").await.unwrap();
    let client = server.app.new_session();
    let (_, pending) = begin(&client);
    let stolen = json!({
        "code": 200, "data": {"id": bob.id, "token": elsewhere.token().unwrap().expose()},
    });
    let message = ConnectionMessage::from_json(stolen.to_string()).unwrap();
    let message = message.state(pending.state());
    assert!(client.finish_connection(message, pending).await.unwrap_err().is_auth_expired());
    assert!(client.token().is_none());
}

#[tokio::test]
async fn the_other_ways_back_bring_the_same() {
    let server = TestServer::start().await.unwrap();
    let client = server.app.new_session();
    let begin = client.social().authorize("github").relay(RelayMethod::FormPost, CALLBACK);
    let (url, _) = begin.start().unwrap();
    let page = at_provider(url.as_str(), "gh-1").await.text().await.unwrap();
    assert!(page.contains("authing_state=") && page.contains("name=\"data\""), "{page}");

    let (url, pending) = client.social().authorize("github").start().unwrap();
    let page = at_provider(url.as_str(), "gh-1").await.text().await.unwrap();
    let (_, rest) = page.split_once("data-message=\"").unwrap();
    let (message, _) = rest.split_once('"').unwrap();
    let message: Secret = message.replace("&quot;", "\"").replace("&amp;", "&").into();
    let message = ConnectionMessage::from_json(message).unwrap().state(pending.state());
    client.finish_connection(message, pending).await.unwrap();
    client.current_user().await.unwrap();
}

#[tokio::test]
async fn an_address_that_is_not_the_applications_gets_nothing() {
    let server = TestServer::start().await.unwrap();
    let begin = server.app.social().authorize("github");
    let (url, _) = begin.relay(RelayMethod::Query, "https://evil.example.com/cb").start().unwrap();
    assert_eq!(browser().get(url.as_str()).send().await.unwrap().status(), 400);
    let registered = ApplicationSettings::new().redirect_uris(["https://me.example.com/cb"]);
    assert!(server.emulator.configure_application(server.emulator.app_id(), registered));
    let begin = server.app.social().authorize("github");
    let (url, _) =
        begin.relay(RelayMethod::Query, "https://me.example.com/cb?x=1").start().unwrap();
    assert_eq!(browser().get(url.as_str()).send().await.unwrap().status(), 200);
}

#[tokio::test]
async fn a_provider_does_not_lead_around_the_second_factor_or_a_closed_pool() {
    let server = TestServer::start().await.unwrap();
    let client = server.app.new_session();
    log_in(&client, "gh-1").await.unwrap();
    let settings = ApplicationSettings::new().mfa_factors([SecondFactor::Sms]);
    assert!(server.emulator.configure_application(server.emulator.app_id(), settings));
    let error = log_in(&server.app.new_session(), "gh-1").await.unwrap_err();
    assert!(matches!(LoginStep::from_error(&error), Some(LoginStep::Mfa(_))), "{error:?}");

    let closed = UpdateUserpoolInput::new().register_disabled(true);
    server.management.user_pool().update(closed).await.unwrap();
    let error = log_in(&server.app.new_session(), "gh-new").await.unwrap_err();
    assert_eq!(error.code(), Some(ErrorCode::REGISTRATION_DISABLED));
}

/// Makes a connection that is on for the application; gives its source's id.
async fn connection(server: &TestServer, kind: &str, identifier: &str, fields: Value) -> String {
    let tenants = server.management.tenants();
    let fields = fields.as_object().unwrap().iter();
    let fields = fields
        .fold(ConnectionFields::new(), |all, (name, value)| all.set(name.as_str(), value.clone()));
    let made = NewConnection::new(kind, identifier, "A provider", fields);
    let request = CreateIdentitySource::new("Ours", kind).connection(made);
    let source = tenants.create_identity_source(request).await.unwrap();
    let app = ConnectionScope::application(server.emulator.app_id());
    tenants.enable_identity_source(&source.id, app).await.unwrap();
    source.id
}

#[tokio::test]
async fn an_identity_is_linked_at_an_address_of_the_users_own_and_taken_away() {
    let server = TestServer::start().await.unwrap();
    let source = connection(&server, "github", "my-github", json!({})).await;
    server.user("ann").await.unwrap();
    let ann = server.app.new_session();
    ann.login_by_username("ann", "passw0rd").await.unwrap();
    assert!(ann.social().list_identities().await.unwrap().is_empty());

    let token = ann.token().unwrap();
    let url = ann.social().generate_link_url("my-github", &token).await.unwrap();
    let page = at_provider(url.as_str(), "gh-ann").await.text().await.unwrap();
    assert!(page.contains("绑定成功"), "{page}");
    let [linked] = <[_; 1]>::try_from(ann.social().list_identities().await.unwrap()).unwrap();
    assert_eq!(linked.user_id_in_idp.as_deref(), Some("gh-ann"));
    assert_eq!(linked.ext_idp_id.as_deref(), Some(source.as_str()));

    let unknown = ann.social().generate_link_url("unknown", &token).await;
    assert!(unknown.is_err());
    server.emulator.advance(Duration::from_secs(601));
    let late = at_provider(url.as_str(), "gh-other").await.text().await.unwrap();
    assert!(late.contains("2207"), "{late}");

    ann.social().unlink_identity(&source).await.unwrap();
    assert!(ann.social().list_identities().await.unwrap().is_empty());
    let error = ann.social().unlink_identity(&source).await.unwrap_err();
    assert_eq!(error.code(), Some(ErrorCode::OAUTH_NOT_BOUND));
}

#[tokio::test]
async fn an_enterprise_log_in_begins_where_the_application_says() {
    let server = TestServer::start().await.unwrap();
    let fields = json!({
        "authorizationEdpoint": "https://idp.example.com/auth", "clientId": "authing",
        "redirectUri": "https://app.example.com/cb", "scopes": "openid", "responseType": "code",
        "clientSecret": "s3cret",
    });
    connection(&server, "oidc", "our-oidc", fields).await;
    let address = format!(
        "{}/api/v2/applications/{}/public-config",
        server.emulator.url(),
        server.app.app_id()
    );
    let public = reqwest::get(address).await.unwrap().text().await.unwrap();
    assert!(!public.contains("s3cret"), "it is for everybody: {public}");
    let config = server.app.enterprise().public_config().await.unwrap();
    assert_eq!(config.id, server.emulator.app_id());
    let [offered] = <[_; 1]>::try_from(config.identity_providers.unwrap()).unwrap();
    assert_eq!(
        (offered.identifier.as_str(), offered.protocol),
        ("our-oidc", EnterpriseProtocol::Oidc)
    );
    let begin = server.app.enterprise().authorize(EnterpriseProtocol::Oidc, "our-oidc");
    let (url, pending) = begin.start().await.unwrap();
    let state = url.query_pairs().find(|(name, _)| name == "state").unwrap().1.into_owned();
    assert_eq!(pending.state().expose(), state);
    let unknown = server.app.enterprise().authorize(EnterpriseProtocol::Saml, "our-oidc");
    assert!(unknown.start().await.is_err());
}
