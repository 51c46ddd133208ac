//! What is asked after the login: for which tenant, and whether the agreements are accepted.

use authing_emulator::ApplicationSettings;
use serde_json::json;

use super::{alert, another, claims, open, page_of};
use crate::client::{Client, text};
use crate::oidc::provider::Provider;

/// Makes a tenant of the application with these members.
async fn tenant(provider: &Provider, name: &str, members: &[&str]) -> String {
    let admin = Client::admin(&provider.emulator).await;
    let body = json!({ "name": name, "appIds": provider.emulator.app_id() });
    let made = admin.rest("POST", "/api/v2/tenant", body).await.unwrap();
    let id = text(&made, "id").to_owned();
    if !members.is_empty() {
        let body = json!({ "userIds": members });
        admin.rest("POST", &format!("/api/v2/tenant/{id}/user"), body).await.unwrap();
    }
    id
}

#[tokio::test]
async fn who_is_in_several_tenants_chooses_and_the_token_tells_which() {
    let provider = Provider::start().await;
    let first = tenant(&provider, "First <b>", &[&provider.user_id]).await;
    let second = tenant(&provider, "Second", &[&provider.user_id]).await;
    let foreign = tenant(&provider, "Foreign", &[]).await;
    let mut browser = provider.browser();
    let shown = browser.log_in(&provider.request(&[]), "bob", "passw0rd").await;
    assert_eq!(shown.location(), "tenant");
    let page = browser.follow(&shown).await;
    assert!(page.body.contains("First &lt;b&gt;") && page.body.contains("Second"));
    assert!(!page.body.contains("Foreign"));
    for wrong in [foreign.as_str(), "nothing", ""] {
        let refused = browser.submit(&page, &[("tenant", wrong)]).await;
        assert_eq!(alert(&refused), "The user is disabled or no member of this tenant.");
    }
    let done = browser.submit(&page, &[("tenant", &second)]).await;
    assert_eq!(claims(&provider, &done).await["tenant_id"], json!(second));
    let silent = browser.get(&provider.request(&[("prompt", "none")])).await;
    assert_eq!(
        claims(&provider, &silent).await["tenant_id"],
        json!(second),
        "the session keeps it"
    );

    // Who leaves a tenant is asked again, not guessed at.
    let third = tenant(&provider, "Third", &[&provider.user_id]).await;
    let admin = Client::admin(&provider.emulator).await;
    let path = format!("/api/v2/tenant/{second}/user?userId={}", provider.user_id);
    admin.rest("DELETE", &path, json!(null)).await.unwrap();
    let silent = browser.get(&provider.request(&[("prompt", "none")])).await;
    assert_eq!(silent.param("error").as_deref(), Some("interaction_required"));
    let again = browser.get(&provider.request(&[])).await;
    assert!(again.location().ends_with("/tenant"));
    let page = browser.follow(&again).await;
    let done = browser.submit(&page, &[("tenant", &third)]).await;
    assert_eq!(claims(&provider, &done).await["tenant_id"], json!(third));
    assert_ne!(first, third);
}

#[tokio::test]
async fn who_is_in_one_tenant_or_none_is_not_asked() {
    let provider = Provider::start().await;
    let only = tenant(&provider, "Only", &[&provider.user_id]).await;
    another(&provider, json!({ "username": "ann", "password": "passw0rd" })).await;
    let done = provider.authorize(&[]).await;
    assert_eq!(claims(&provider, &done).await["tenant_id"], json!(only));
    let mut browser = provider.browser();
    let done = browser.log_in(&provider.request(&[]), "ann", "passw0rd").await;
    assert!(claims(&provider, &done).await.get("tenant_id").is_none());
}

#[tokio::test]
async fn a_tenant_is_not_chosen_before_the_login() {
    let provider = Provider::start().await;
    let own = tenant(&provider, "First", &[&provider.user_id]).await;
    let mut browser = provider.browser();
    let page = open(&provider, &mut browser, "login").await;
    let csrf = page.field("csrf_token");
    for next in ["tenant", "agreements", "consent"] {
        let url = page_of(&page, next);
        assert_eq!(browser.get(&url).await.location(), "login", "{next}");
        let fields = [("csrf_token", csrf.as_str()), ("tenant", &own), ("action", "allow")];
        assert_eq!(browser.post(&url, &fields).await.location(), "login", "{next}");
    }
}

/// Makes an agreement of the application. The result is its id.
async fn agreement(provider: &Provider, title: &str, required: bool, lang: &str) -> String {
    let admin = Client::admin(&provider.emulator).await;
    let path = format!("/api/v2/applications/{}", provider.emulator.app_id());
    admin.rest("POST", &path, json!({ "agreementEnabled": true })).await.unwrap();
    let body = json!({ "title": title, "required": required, "lang": lang });
    let made = admin.rest("POST", &format!("{path}/agreements"), body).await.unwrap();
    made["id"].to_string()
}

#[tokio::test]
async fn what_must_be_accepted_is_asked_for_once() {
    let provider = Provider::start().await;
    let terms = "I accept the <a href=\"https://example.com/terms\">terms</a><script>";
    let required = agreement(&provider, terms, true, "en-US").await;
    let optional = agreement(&provider, "News by email", false, "en-US").await;
    agreement(&provider, "我同意", true, "zh-CN").await;
    let mut browser = provider.browser();
    let shown = browser.log_in(&provider.request(&[]), "bob", "passw0rd").await;
    assert_eq!(shown.location(), "agreements");
    let page = browser.follow(&shown).await;
    assert!(page.body.contains("<a href=\"https://example.com/terms\" target=\"_blank\""));
    assert!(page.body.contains("News by email") && !page.body.contains("我同意"));
    assert!(!page.body.contains("<script"), "{}", page.body);
    let silent = browser.get(&provider.request(&[("prompt", "none")])).await;
    assert_eq!(silent.param("error").as_deref(), Some("interaction_required"));
    for ticked in ["", &optional, "999", "x"] {
        let refused = browser.submit(&page, &[("agreement", ticked), ("action", "accept")]).await;
        assert_eq!(alert(&refused), "Accept what must be accepted first.");
    }
    let fields = [("agreement", optional.as_str()), ("agreement", &required)];
    let done = browser.submit(&page, &fields).await;
    assert!(done.param("code").is_some());
    let again = provider.authorize(&[]).await;
    assert!(again.param("code").is_some(), "it is kept");

    let mut chinese = provider.browser();
    chinese.lang = "zh-CN";
    let shown = chinese.log_in(&provider.request(&[]), "bob", "passw0rd").await;
    let page = chinese.follow(&shown).await;
    assert!(page.body.contains("我同意") && !page.body.contains("terms"));
    let back = chinese.submit(&page, &[("action", "cancel")]).await;
    assert_eq!(back.param("error").as_deref(), Some("access_denied"));
}

#[tokio::test]
async fn who_registers_accepts_in_the_same_form() {
    let provider = Provider::with(ApplicationSettings::new()).await;
    let id = agreement(&provider, "Terms", true, "en-US").await;
    let mut browser = provider.browser();
    let page = open(&provider, &mut browser, "register?by=email").await;
    let fields = [("account", "ann@example.com"), ("password", "passw0rd")];
    let refused = browser.submit(&page, &fields).await;
    assert_eq!(alert(&refused), "Accept what must be accepted first.");
    assert!(super::found(&provider.emulator, "ann").await.is_empty());
    assert!(refused.body.contains("value=\"ann@example.com\""), "what was typed in stays");
    let done = browser.submit(&page, &[fields[0], fields[1], ("agreement", &id)]).await;
    assert!(done.param("code").is_some(), "{}", done.body);
    let mut other = provider.browser();
    let again = other.log_in(&provider.request(&[]), "ann@example.com", "passw0rd").await;
    assert!(again.param("code").is_some());
}

#[tokio::test]
async fn a_refused_agreement_keeps_nobody_from_other_applications() {
    let provider = Provider::start().await;
    agreement(&provider, "Terms", true, "en-US").await;
    let other = provider.emulator.create_application("two", Default::default()).unwrap();
    let request = provider.request(&[("client_id", &other.id)]);
    let done = provider.browser().log_in(&request, "bob", "passw0rd").await;
    assert!(done.param("code").is_some());
}
