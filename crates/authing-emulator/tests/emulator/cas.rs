//! The CAS endpoints.

use std::time::Duration;

use authing_emulator::{ApplicationSettings, Emulator, TokenAlgorithm};
use serde_json::{Value, json};

use crate::client::Client;
use crate::oidc::browser::Browser;
use crate::oidc::provider::Provider;

const SERVICE: &str = "http://localhost:3000/cas?page=1";

fn query(pairs: &[(&str, &str)]) -> String {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

/// A path below the application's, with the service and more parameters.
pub(crate) fn path(emulator: &Emulator, name: &str, more: &[(&str, &str)]) -> String {
    let pairs: Vec<(&str, &str)> = [("service", SERVICE)].iter().chain(more).copied().collect();
    format!("/cas-idp/{}{name}?{}", emulator.app_id(), query(&pairs))
}

/// A ticket of `bob`, who logs in for it.
async fn ticket(provider: &Provider, browser: &mut Browser) -> String {
    let login = path(&provider.emulator, "/login", &[]);
    browser.log_in(&login, "bob", "passw0rd").await.param("ticket").unwrap()
}

/// What the service is told in JSON.
pub(crate) async fn ask(provider: &Provider, ticket: &str, more: &[(&str, &str)]) -> Value {
    let pairs: Vec<_> =
        [("ticket", ticket), ("format", "JSON")].iter().chain(more).copied().collect();
    let response = provider.get(&path(&provider.emulator, "/serviceValidate", &pairs)).await;
    assert_eq!(response.status, 200);
    response.body["serviceResponse"].clone()
}

fn code(response: &Value) -> &str {
    response["authenticationFailure"]["code"].as_str().unwrap_or_else(|| panic!("{response}"))
}

#[tokio::test]
async fn a_login_brings_a_ticket_that_tells_who_it_was() {
    let provider = Provider::start().await;
    let mut browser = provider.browser();
    let login = path(&provider.emulator, "/login", &[]);
    let shown = browser.log_in(&login, "bob", "passw0rd").await;
    assert!(shown.location().starts_with("http://localhost:3000/cas?page=1&ticket=ST-"));
    let response = ask(&provider, &shown.param("ticket").unwrap(), &[]).await;
    let success = &response["authenticationSuccess"];
    assert_eq!(success["user"], "bob");
    let attributes = &success["attributes"];
    assert_eq!(attributes["sub"], json!(provider.user_id));
    assert_eq!(attributes["email"], "bob@example.com");
    assert_eq!(attributes["longTermAuthenticationRequestTokenUsed"], json!(false));
    assert!(attributes["authenticationDate"].as_str().unwrap().ends_with('Z'));
    assert!(attributes.get("birthdate").is_none(), "what the user has not got is left out");
}

#[tokio::test]
async fn xml_and_text_say_the_same_with_every_value_escaped() {
    let provider = Provider::start().await;
    let mut browser = provider.browser();
    let first = ticket(&provider, &mut browser).await;
    let url = path(&provider.emulator, "/serviceValidate", &[("ticket", &first)]);
    let xml = browser.get(&url).await;
    assert_eq!(xml.header("content-type"), "application/xml; charset=utf-8");
    assert_eq!(xml.header("cache-control"), "no-store");
    assert!(xml.body.starts_with(
        "<cas:serviceResponse xmlns:cas=\"http://www.yale.edu/tp/cas\">\
         <cas:authenticationSuccess><cas:user>bob</cas:user><cas:attributes>"
    ));
    assert!(xml.body.contains("<cas:nickname>Bob &lt;b&gt;</cas:nickname>"), "{}", xml.body);
    let replayed = browser.get(&url).await;
    assert!(replayed.body.contains("<cas:authenticationFailure code=\"INVALID_TICKET\">"));

    let login = path(&provider.emulator, "/login", &[]);
    let second = browser.get(&login).await.param("ticket").unwrap();
    let url = path(&provider.emulator, "/validate", &[("ticket", &second)]);
    assert_eq!(browser.get(&url).await.body, "yes\nbob\n");
    assert_eq!(browser.get(&url).await.body, "no\n\n");
}

#[tokio::test]
async fn a_ticket_works_once_for_five_minutes_for_its_service_and_application() {
    let provider = Provider::start().await;
    let mut browser = provider.browser();
    let used = ticket(&provider, &mut browser).await;
    assert!(ask(&provider, &used, &[]).await["authenticationSuccess"].is_object());
    assert_eq!(code(&ask(&provider, &used, &[]).await), "INVALID_TICKET");

    let login = path(&provider.emulator, "/login", &[]);
    let old = browser.get(&login).await.param("ticket").unwrap();
    provider.emulator.advance(Duration::from_secs(301));
    assert_eq!(code(&ask(&provider, &old, &[]).await), "INVALID_TICKET");

    let foreign = browser.get(&login).await.param("ticket").unwrap();
    let elsewhere = query(&[
        ("service", "http://localhost:3000/other"),
        ("ticket", &foreign),
        ("format", "JSON"),
    ]);
    let url = format!("/cas-idp/{}/serviceValidate?{elsewhere}", provider.emulator.app_id());
    assert_eq!(code(&provider.get(&url).await.body["serviceResponse"]), "INVALID_SERVICE");
    assert_eq!(code(&ask(&provider, &foreign, &[]).await), "INVALID_TICKET", "it is used up");

    let stray = browser.get(&login).await.param("ticket").unwrap();
    let other = provider.emulator.create_application("other", TokenAlgorithm::Hs256).unwrap();
    let pairs = query(&[("service", SERVICE), ("ticket", &stray), ("format", "JSON")]);
    let url = format!("/cas-idp/{}/serviceValidate?{pairs}", other.id);
    assert_eq!(code(&provider.get(&url).await.body["serviceResponse"]), "INVALID_TICKET");
}

#[tokio::test]
async fn a_ticket_dies_with_the_users_tokens() {
    let provider = Provider::start().await;
    let mut browser = provider.browser();
    let kicked = ticket(&provider, &mut browser).await;
    let admin = Client::admin(&provider.emulator).await;
    let kick = admin.request("POST", "/api/v2/users/kick");
    kick.json(&json!({ "userIds": [provider.user_id] })).send().await.unwrap();
    assert_eq!(code(&ask(&provider, &kicked, &[]).await), "INVALID_TICKET");
    let expired = ticket(&provider, &mut browser).await;
    provider.emulator.expire_tokens();
    assert_eq!(code(&ask(&provider, &expired, &[]).await), "INVALID_TICKET");
}

#[tokio::test]
async fn renew_asks_for_the_password_and_a_ticket_of_a_session_does_not_count_as_that() {
    let provider = Provider::start().await;
    let mut browser = provider.browser();
    let first = ticket(&provider, &mut browser).await;
    let renewed = ask(&provider, &first, &[("renew", "true")]).await;
    assert!(renewed["authenticationSuccess"].is_object());

    let of_session = ticket_of_session(&provider, &mut browser).await;
    assert_eq!(code(&ask(&provider, &of_session, &[("renew", "true")]).await), "INVALID_TICKET");

    let login = path(&provider.emulator, "/login", &[("renew", "true"), ("gateway", "true")]);
    let again = browser.log_in(&login, "bob", "passw0rd").await.param("ticket").unwrap();
    let response = ask(&provider, &again, &[("renew", "true")]).await;
    assert!(response["authenticationSuccess"].is_object());
}

#[tokio::test]
async fn gateway_never_asks() {
    let provider = Provider::start().await;
    let mut browser = provider.browser();
    let gateway = path(&provider.emulator, "/login", &[("gateway", "true")]);
    assert_eq!(browser.get(&gateway).await.location(), SERVICE);
    ticket(&provider, &mut browser).await;
    assert!(browser.get(&gateway).await.param("ticket").is_some());
}

#[tokio::test]
async fn who_cancels_comes_back_without_a_ticket() {
    let provider = Provider::start().await;
    let mut browser = provider.browser();
    let response = browser.get(&path(&provider.emulator, "/login", &[])).await;
    let page = browser.follow(&response).await;
    assert_eq!(browser.submit(&page, &[("action", "cancel")]).await.location(), SERVICE);
}

#[tokio::test]
async fn the_older_address_logs_in_too_and_a_form_can_bring_the_ticket() {
    let provider = Provider::start().await;
    let mut browser = provider.browser();
    let older = path(&provider.emulator, "", &[]);
    let shown = browser.log_in(&older, "bob", "passw0rd").await;
    assert!(shown.param("ticket").is_some());
    let posted = browser.get(&path(&provider.emulator, "/login", &[("method", "POST")])).await;
    let response = ask(&provider, &posted.field("ticket"), &[]).await;
    assert_eq!(response["authenticationSuccess"]["user"], "bob");
}

#[tokio::test]
async fn nobody_is_sent_to_a_service_that_is_not_registered() {
    let settings = ApplicationSettings::new().redirect_uris(["https://app.example.com/cas"]);
    let provider = Provider::with(settings).await;
    let mut browser = provider.browser();
    let app_id = provider.emulator.app_id();
    for pairs in [
        query(&[("service", "https://app.example.com/cas/")]),
        query(&[("service", SERVICE), ("gateway", "true")]),
        query(&[("service", "https://app.example.com/cas"), ("service", SERVICE)]),
        query(&[("gateway", "true")]),
    ] {
        let shown = browser.get(&format!("/cas-idp/{app_id}/login?{pairs}")).await;
        assert_eq!(shown.status, 400, "{pairs}");
    }
    let good = query(&[("service", "https://app.example.com/cas"), ("gateway", "true")]);
    let shown = browser.get(&format!("/cas-idp/{app_id}/login?{good}")).await;
    assert_eq!(shown.location(), "https://app.example.com/cas");
    assert_eq!(browser.get(&format!("/cas-idp/none/login?{good}")).await.status, 400);
}

#[tokio::test]
async fn what_is_incomplete_is_told_and_leaves_the_ticket_alone() {
    let provider = Provider::start().await;
    let mut browser = provider.browser();
    let ticket = ticket(&provider, &mut browser).await;
    let app_id = provider.emulator.app_id();
    for pairs in [
        query(&[("ticket", &ticket)]),
        query(&[("service", SERVICE)]),
        query(&[("service", SERVICE), ("ticket", &ticket), ("ticket", &ticket)]),
        query(&[("service", SERVICE), ("ticket", &ticket), ("format", "YAML")]),
    ] {
        let shown = browser.get(&format!("/cas-idp/{app_id}/serviceValidate?{pairs}")).await;
        assert!(shown.body.contains("code=\"INVALID_REQUEST\""), "{pairs}: {}", shown.body);
    }
    assert!(ask(&provider, &ticket, &[]).await["authenticationSuccess"].is_object());
}

#[tokio::test]
async fn proxies_and_headers_are_refused_by_name() {
    let provider = Provider::start().await;
    let mut browser = provider.browser();
    let ticket = ticket(&provider, &mut browser).await;
    let with_proxy = [("ticket", ticket.as_str()), ("pgtUrl", "https://localhost:3000/pgt")];
    for url in [
        path(&provider.emulator, "/serviceValidate", &with_proxy),
        path(&provider.emulator, "/login", &[("method", "HEADER")]),
        path(&provider.emulator, "/proxyValidate", &[("ticket", &ticket)]),
        path(&provider.emulator, "/proxy", &[]),
    ] {
        let response = provider.get(&url).await;
        assert_eq!((response.status, &response.body["code"]), (501, &json!(501)), "{url}");
    }
    assert!(ask(&provider, &ticket, &[]).await["authenticationSuccess"].is_object());
}

#[tokio::test]
async fn logging_out_ends_the_session_and_goes_where_it_is_registered() {
    let settings = ApplicationSettings::new().logout_redirect_uris(["https://app.example.com/bye"]);
    let provider = Provider::with(settings).await;
    let mut browser = provider.browser();
    let gateway = path(&provider.emulator, "/login", &[("gateway", "true")]);
    let own = format!("/cas-idp/{}/logout", provider.emulator.app_id());
    ticket(&provider, &mut browser).await;
    let evil = browser.get(&format!("{own}?service=https://evil.example/")).await;
    assert_eq!(evil.status, 400);
    let evil = browser.get("/cas-idp/logout?url=https://evil.example/").await;
    assert_eq!(evil.status, 400);
    assert!(browser.get(&gateway).await.param("ticket").is_some(), "still logged in");

    for url in [
        format!("{own}?service=https://app.example.com/bye"),
        format!("{own}?url=https://app.example.com/bye"),
        "/cas-idp/logout?url=https://app.example.com/bye".to_owned(),
    ] {
        ticket_or_session(&provider, &mut browser).await;
        assert_eq!(browser.get(&url).await.location(), "https://app.example.com/bye");
        assert_eq!(browser.get(&gateway).await.location(), SERVICE, "{url}");
    }
    assert!(browser.get(&own).await.body.contains("You are logged out"));
}

/// Makes sure that the browser is logged in.
async fn ticket_or_session(provider: &Provider, browser: &mut Browser) {
    let gateway = path(&provider.emulator, "/login", &[("gateway", "true")]);
    if browser.get(&gateway).await.param("ticket").is_none() {
        ticket(provider, browser).await;
    }
}

#[tokio::test]
async fn the_probe_knows_browsers_without_a_session_and_refuses_others() {
    let provider = Provider::start().await;
    let mut browser = provider.browser();
    assert_eq!(browser.get("/cas/session").await.body, r#"{"session":null}"#);
    ticket(&provider, &mut browser).await;
    assert_eq!(browser.get("/cas/session").await.status, 501);
}

#[tokio::test]
async fn a_ticket_survives_a_restart_and_stands_in_no_file_or_log() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("authing.json");
    let first = Provider::of(Emulator::builder().data_file(&file).start().await.unwrap()).await;
    let mut browser = first.browser();
    let used = ticket(&first, &mut browser).await;
    ask(&first, &used, &[]).await;
    let log = serde_json::to_string(&first.emulator.requests()).unwrap();
    assert!(!log.contains(&used));
    let kept = ticket_of_session(&first, &mut browser).await;
    let Provider { emulator, user_id, .. } = first;
    emulator.stop().unwrap();
    assert!(!std::fs::read_to_string(&file).unwrap().contains(&kept));
    let second = Emulator::builder().data_file(&file).start().await.unwrap();
    let second = Provider::resumed(second, user_id);
    assert!(ask(&second, &kept, &[]).await["authenticationSuccess"].is_object());
}

async fn ticket_of_session(provider: &Provider, browser: &mut Browser) -> String {
    let login = path(&provider.emulator, "/login", &[]);
    browser.get(&login).await.param("ticket").unwrap()
}
