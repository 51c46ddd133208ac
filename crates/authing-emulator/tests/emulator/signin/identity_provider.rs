//! Identity providers that are played by a page.

use serde_json::json;

use super::{KEY, alert, claims, found, import_totp, open, page_of, totp};
use crate::client::{Client, text};
use crate::oidc::provider::Provider;

/// Connects the application with GitHub, and with a company's provider.
async fn connected() -> Provider {
    let provider = Provider::start().await;
    let admin = Client::admin(&provider.emulator).await;
    let connection = |kind: &str, identifier: &str, name: &str| json!({ "type": kind, "identifier": identifier, "displayName": name, "fields": {} });
    let source = json!({
        "name": "people", "type": "social",
        "connections": [connection("github", "github", "GitHub <3"), connection("oidc", "acme", "ACME")],
    });
    let source = admin.rest("POST", "/api/v2/extIdp", source).await.unwrap();
    for connection in source["connections"].as_array().unwrap() {
        let path = format!("/api/v2/extIdpConn/{}/state", text(connection, "id"));
        let body = json!({ "appId": provider.emulator.app_id(), "enabled": true });
        admin.rest("PUT", &path, body).await.unwrap();
    }
    provider
}

#[tokio::test]
async fn a_new_identity_gets_an_account_and_a_known_one_logs_in() {
    let provider = connected().await;
    let mut browser = provider.browser();
    let page = open(&provider, &mut browser, "login").await;
    assert!(page.body.contains("href=\"provider/github\"") && page.body.contains("GitHub &lt;3"));
    let page = browser.get(&page_of(&page, "provider/github")).await;
    assert!(!page.body.contains("was here before"));
    let fields = [("user_id", "42"), ("nickname", "Octo <cat>"), ("action", "login")];
    let done = browser.submit(&page, &fields).await;
    let first = claims(&provider, &done).await;
    assert_eq!(first["nickname"], "Octo <cat>");
    assert!(first.get("amr").is_none(), "how it was proved there, nobody knows here");

    let mut other = provider.browser();
    let page = open(&provider, &mut other, "provider/github").await;
    assert!(page.body.contains("Octo &lt;cat&gt;") && page.body.contains("value=\"42\""));
    let again = other.submit(&page, &[("user_id", "42")]).await;
    assert_eq!(claims(&provider, &again).await["sub"], first["sub"]);

    let page = open(&provider, &mut provider.browser(), "provider/acme").await;
    assert!(!page.body.contains("Octo"), "who is known at one is not at another");
}

#[tokio::test]
async fn a_company_s_identity_is_not_a_social_one() {
    let provider = connected().await;
    let mut browser = provider.browser();
    let page = open(&provider, &mut browser, "provider/acme").await;
    let done = browser.submit(&page, &[("user_id", "e-1"), ("nickname", "Employee")]).await;
    let claims = claims(&provider, &done).await;
    let made = &found(&provider.emulator, "Employee").await[0];
    assert_eq!(
        (&made["id"], &made["registerSource"]),
        (&claims["sub"], &json!(["enterprise:acme"]))
    );
}

#[tokio::test]
async fn the_pages_of_providers_lead_back_and_stand_only_for_what_is_offered() {
    let provider = connected().await;
    let mut browser = provider.browser();
    let page = open(&provider, &mut browser, "provider/github").await;
    assert_eq!(browser.submit(&page, &[("action", "cancel")]).await.location(), "../login");
    assert!(!alert(&browser.submit(&page, &[("user_id", " ")]).await).is_empty());
    for other in ["gitlab", "%3Cscript%3E"] {
        let refused = browser.get(&page.url.replace("github", other)).await;
        assert!(refused.status == 403 && !refused.body.contains("<script>"), "{other}");
    }
    let csrf = page.field("csrf_token");
    let url = page.url.replace("github", "gitlab");
    let posted = browser.post(&url, &[("csrf_token", &csrf), ("user_id", "1")]).await;
    assert_eq!(posted.status, 403);
}

#[tokio::test]
async fn an_identity_passes_no_second_factor_by() {
    let provider = connected().await;
    import_totp(&provider).await;
    let admin = Client::admin(&provider.emulator).await;
    let link = json!({
        "userId": provider.user_id, "identifier": "github", "userIdInIdp": "7", "isSocial": true,
        "extIdpId": "5f7a993eb9b49dcd5c021e40", "type": "openid",
    });
    admin.rest("POST", "/api/v2/users/identity/link", link).await.unwrap();
    let mut browser = provider.browser();
    let page = open(&provider, &mut browser, "provider/github").await;
    let shown = browser.submit(&page, &[("user_id", "7")]).await;
    assert_eq!(shown.location(), "../factor");
    let page = browser.follow(&shown).await;
    let done = browser.submit(&page, &[("code", &totp(&provider.emulator, KEY))]).await;
    let claims = claims(&provider, &done).await;
    assert_eq!(
        (&claims["sub"], &claims["amr"]),
        (&json!(provider.user_id), &json!(["otp", "mfa"]))
    );
}
