//! Applications as administrators make them, and logging in to them with a browser.

use serde_json::{Value, json};

use crate::client::{Client, text};
use crate::oidc::provider::Provider;

const CALLBACK: &str = "http://localhost:3000/callback";

async fn create(admin: &Client<'_>, identifier: &str) -> Value {
    let body = json!({ "name": "Shop", "identifier": identifier, "redirectUris": [CALLBACK] });
    admin.rest("POST", "/api/v2/applications", body).await.unwrap()
}

async fn deny_all(admin: &Client<'_>, app_id: &str) {
    let body = json!({ "permissionStrategy": { "defaultStrategy": "DENY_ALL" } });
    admin.rest("POST", &format!("/api/v2/applications/{app_id}"), body).await.unwrap();
}

#[tokio::test]
async fn a_browser_is_logged_in_to_a_new_application_unless_the_user_may_not() {
    let provider = Provider::start().await;
    let admin = Client::admin(&provider.emulator).await;
    let shop = create(&admin, "shop").await;
    let id = text(&shop, "id");
    let at_shop = |more: &[(&'static str, &'static str)]| {
        let changes = [("client_id", id), ("redirect_uri", CALLBACK)];
        provider.request(&changes.iter().chain(more).copied().collect::<Vec<_>>())
    };

    let mut browser = provider.browser();
    let code = browser.log_in(&at_shop(&[]), "bob", "passw0rd").await.param("code");
    assert!(code.is_some(), "the new application is a client");

    deny_all(&admin, id).await;
    // The session is one of the pool, so nothing but the access policy is in the way.
    for more in [&[][..], &[("prompt", "none")], &[("prompt", "consent")]] {
        let refused = browser.get(&at_shop(more)).await;
        assert_eq!(refused.param("error").as_deref(), Some("access_denied"), "{more:?}");
        let why = refused.param("error_description").unwrap();
        assert!(why.starts_with("2130010 "), "{why}");
        assert_eq!(refused.param("state").as_deref(), Some("a state & more"));
    }
    let elsewhere = browser.get(&provider.request(&[])).await;
    assert!(elsewhere.param("code").is_some(), "other applications are open");
    let cas = format!("/cas-idp/{id}/login?service=http%3A%2F%2Flocalhost%3A3000%2Fcallback");
    assert_eq!(browser.get(&cas).await.status, 403);

    let page = provider.browser().log_in(&at_shop(&[]), "bob", "passw0rd").await;
    assert_eq!(page.status, 400);
    assert!(page.body.contains("role=\"alert\""), "the page tells: {}", page.body);

    let path = format!("/api/v2/applications/{id}/authorization/allow");
    let bob = json!({ "targetType": "USER", "targetIdentifiers": [provider.user_id] });
    admin.rest("POST", &path, bob).await.unwrap();
    assert!(browser.get(&at_shop(&[])).await.param("code").is_some());
    let ticket = browser.get(&cas).await.param("ticket");
    assert!(ticket.unwrap().starts_with("ST-"));
}

#[tokio::test]
async fn a_visit_that_began_in_time_does_not_outlast_the_permission() {
    let provider = Provider::start().await;
    let admin = Client::admin(&provider.emulator).await;
    let id = provider.emulator.app_id();
    let mut browser = provider.browser();
    let request = provider.request(&[("prompt", "consent")]);
    let consent = browser.log_in(&request, "bob", "passw0rd").await;
    deny_all(&admin, id).await;
    let refused = browser.allow(&consent).await;
    assert_eq!(refused.param("error").as_deref(), Some("access_denied"), "{}", refused.url);
    assert!(refused.param("code").is_none());
}

#[tokio::test]
async fn a_user_sees_the_applications_they_may_log_in_to() {
    let provider = Provider::start().await;
    let admin = Client::admin(&provider.emulator).await;
    let (open, closed) = (create(&admin, "open").await, create(&admin, "closed").await);
    deny_all(&admin, text(&closed, "id")).await;
    let app = Client::app(&provider.emulator);
    let bob = app.login("bob", "passw0rd").await.unwrap();
    let bob = app.with_token(text(&bob, "token"));
    let allowed =
        bob.rest("GET", "/api/v2/users/me/applications/allowed", Value::Null).await.unwrap();
    let ids: Vec<&str> =
        allowed["list"].as_array().unwrap().iter().map(|app| text(app, "id")).collect();
    assert_eq!(ids, [provider.emulator.app_id(), text(&open, "id")]);
    assert_eq!(allowed["totalCount"], 2);
    assert_eq!(allowed["list"][1]["domain"], "open");
    assert!(allowed["list"][1].get("secret").is_none());
}

#[tokio::test]
async fn the_key_an_application_shows_is_the_one_it_signs_with() {
    let provider = Provider::start().await;
    let admin = Client::admin(&provider.emulator).await;
    let shop = create(&admin, "shop").await;
    let own = &shop["jwks"]["keys"][0];
    let published = provider.get("/oidc/.well-known/jwks.json").await.body;
    let published = published["keys"].as_array().unwrap();
    let same = published.iter().find(|key| key["kid"] == own["kid"]).unwrap();
    assert_eq!((&same["n"], &same["e"]), (&own["n"], &own["e"]));
    assert!(same.get("d").is_none(), "the private part is for administrators");
    assert!(own["d"].is_string() && own["q"].is_string());
}

#[tokio::test]
async fn what_cannot_be_changed_is_refused_by_name_and_nothing_is_changed() {
    let provider = Provider::start().await;
    let admin = Client::admin(&provider.emulator).await;
    let path = format!("/api/v2/applications/{}", provider.emulator.app_id());
    let body = json!({ "name": "New", "skipMfa": true });
    let error = admin.rest("POST", &path, body).await.unwrap_err();
    assert_eq!(error.code, 501);
    assert!(error.message.contains("skipMfa"), "{}", error.message);
    let error = admin.rest("POST", &path, json!({ "name": " " })).await.unwrap_err();
    assert_eq!(error.code, 2007);
    let error = admin.rest("POST", &path, json!({ "appType": "ODD" })).await.unwrap_err();
    assert_eq!(error.code, 2231);
    let app = admin.rest("GET", &path, Value::Null).await.unwrap();
    assert_eq!(app["name"], "Emulated application");
    assert_eq!(app["permissionStrategy"]["enabled"], false);
}

#[tokio::test]
async fn access_control_is_switched_off_and_forgets_nothing() {
    let provider = Provider::start().await;
    let admin = Client::admin(&provider.emulator).await;
    let id = provider.emulator.app_id();
    let app = Client::app(&provider.emulator);
    deny_all(&admin, id).await;
    let refused = app.login("bob", "passw0rd").await.unwrap_err();
    assert_eq!(refused.code, 2_130_010);
    let path = format!("/api/v2/applications/{id}");
    let off = json!({ "permissionStrategy": { "enabled": false } });
    admin.rest("POST", &path, off).await.unwrap();
    app.login("bob", "passw0rd").await.unwrap();
    let on = json!({ "permissionStrategy": { "enabled": true } });
    let app_after = admin.rest("POST", &path, on).await.unwrap();
    assert_eq!(app_after["permissionStrategy"]["defaultStrategy"], "DENY_ALL");
    assert_eq!(app.login("bob", "passw0rd").await.unwrap_err().code, 2_130_010);
}

#[tokio::test]
async fn agreements_are_sorted_by_numbers_and_by_texts() {
    let provider = Provider::start().await;
    let admin = Client::admin(&provider.emulator).await;
    let path = format!("/api/v2/applications/{}/agreements", provider.emulator.app_id());
    let mut ids = Vec::new();
    for title in ["one", "two", "three"] {
        let made = admin.rest("POST", &path, json!({ "title": title })).await.unwrap();
        ids.push(made["id"].as_i64().unwrap());
    }
    let sort = format!("{path}/sort");
    let order = json!({ "ids": [ids[2].to_string(), ids[0]] });
    admin.rest("POST", &sort, order).await.unwrap();
    let listed = admin.rest("GET", &path, Value::Null).await.unwrap();
    let titles: Vec<&str> =
        listed["list"].as_array().unwrap().iter().map(|own| text(own, "title")).collect();
    assert_eq!(titles, ["three", "one", "two"], "what is not named comes last");
    assert!(admin.rest("POST", &sort, json!({ "ids": [] })).await.is_err());
    assert!(admin.rest("POST", &path, json!({ "title": "x", "lang": "xx" })).await.is_err());
}
