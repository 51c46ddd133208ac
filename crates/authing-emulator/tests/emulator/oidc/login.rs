//! The pages, the session and what protects them.

use std::time::Duration;

use serde_json::json;

use super::provider::{CALLBACK, Provider, generous};
use crate::client::Client;

#[tokio::test]
async fn a_user_logs_in_by_any_identifier_and_comes_back_with_a_code() {
    let provider = Provider::start().await;
    for account in ["bob", "Bob@Example.com", "13800000000"] {
        let mut browser = provider.browser();
        let shown = browser.log_in(&provider.request(&[]), account, "passw0rd").await;
        assert!(shown.location().starts_with(&format!("{CALLBACK}?code=")), "{account}");
        assert_eq!(shown.param("state").as_deref(), Some("a state & more"));
        assert_eq!(shown.param("iss"), Some(format!("{}/oidc", provider.emulator.url())));
        assert!(browser.cookie("authing_session_").is_some());
    }
}

#[tokio::test]
async fn a_wrong_password_is_told_in_the_servers_words_and_may_be_corrected() {
    let provider = Provider::start().await;
    let mut browser = provider.browser();
    browser.lang = "zh-CN";
    let shown = browser.log_in(&provider.request(&[]), "bob\"><script>", "wrong").await;
    assert_eq!(shown.status, 400);
    assert!(shown.body.contains("用户不存在") && shown.body.contains("role=\"alert\""));
    assert!(shown.body.contains("bob&quot;&gt;&lt;script&gt;"), "{}", shown.body);
    assert!(!shown.body.contains("<script>"));
    let again = browser.submit(&shown, &[("account", "bob"), ("password", "wrong")]).await;
    assert!(again.body.contains("密码不正确"));
    assert!(browser.cookie("authing_session_").is_none());
    let right = browser.submit(&again, &[("account", "bob"), ("password", "passw0rd")]).await;
    assert!(right.param("code").is_some());
}

#[tokio::test]
async fn a_locked_user_is_not_let_in() {
    let provider = Provider::start().await;
    let admin = Client::admin(&provider.emulator).await;
    admin.update_user(&provider.user_id, json!({ "blocked": true })).await.unwrap();
    let shown = provider.authorize(&[]).await;
    assert!(shown.status == 400 && shown.body.contains("The user is locked."));
}

#[tokio::test]
async fn a_session_serves_the_next_request_without_a_page() {
    let provider = Provider::start().await;
    let mut browser = provider.browser();
    browser.log_in(&provider.request(&[]), "bob", "passw0rd").await;
    let silent = browser.get(&provider.request(&[("prompt", "none")])).await;
    assert!(silent.param("code").is_some());

    let other = provider.emulator.create_application("two", Default::default()).unwrap();
    let second = browser.get(&provider.request(&[("client_id", &other.id)])).await;
    assert!(second.param("code").is_some(), "the session is that of the pool");

    for prompt in ["login", "select_account"] {
        let asked = browser.get(&provider.request(&[("prompt", prompt)])).await;
        assert!(asked.location().ends_with("/login"), "{prompt}");
    }
    provider.emulator.advance(Duration::from_secs(15 * 86_400));
    let late = browser.get(&provider.request(&[("prompt", "none")])).await;
    assert_eq!(late.param("error").as_deref(), Some("login_required"));
}

#[tokio::test]
async fn an_old_login_is_not_enough_where_a_new_one_is_asked_for() {
    let provider = Provider::start().await;
    let mut browser = provider.browser();
    browser.log_in(&provider.request(&[]), "bob", "passw0rd").await;
    let zero = browser.get(&provider.request(&[("max_age", "0")])).await;
    assert!(zero.location().ends_with("/login"));
    assert!(browser.get(&provider.request(&[("max_age", "60")])).await.param("code").is_some());
    provider.emulator.advance(Duration::from_secs(61));
    let late = browser.get(&provider.request(&[("max_age", "60"), ("prompt", "none")])).await;
    assert_eq!(late.param("error").as_deref(), Some("login_required"));
}

#[tokio::test]
async fn a_session_ends_with_the_users_right_to_log_in() {
    let provider = Provider::start().await;
    let admin = Client::admin(&provider.emulator).await;
    let mut browser = provider.browser();
    browser.log_in(&provider.request(&[]), "bob", "passw0rd").await;
    let kick = json!({ "userIds": [provider.user_id] });
    admin.request("POST", "/api/v2/users/kick").json(&kick).send().await.unwrap();
    let silent = browser.get(&provider.request(&[("prompt", "none")])).await;
    assert_eq!(silent.param("error").as_deref(), Some("login_required"));
}

#[tokio::test]
async fn a_session_cookie_from_before_the_login_is_not_taken_over() {
    let provider = Provider::start().await;
    let mut browser = provider.browser();
    let name = format!("authing_session_{}", provider.emulator.user_pool_id());
    browser.set_cookie(&name, "planted");
    browser.log_in(&provider.request(&[]), "bob", "passw0rd").await;
    assert_ne!(browser.cookie(&name), Some("planted"));
    let mut other = provider.browser();
    other.set_cookie(&name, "planted");
    let silent = other.get(&provider.request(&[("prompt", "none")])).await;
    assert_eq!(silent.param("error").as_deref(), Some("login_required"));
}

#[tokio::test]
async fn the_form_is_taken_from_its_own_page_in_its_own_browser_only() {
    let provider = Provider::start().await;
    let mut browser = provider.browser();
    let started = browser.get(&provider.request(&[])).await;
    let page = browser.follow(&started).await;
    let right = [("account", "bob"), ("password", "passw0rd")];
    assert_eq!(browser.post(&page.url, &right).await.status, 403, "without a token");
    let mut foreign = provider.browser();
    assert_eq!(foreign.submit(&page, &right).await.status, 403, "without the cookie");
    let other_start = foreign.get(&provider.request(&[])).await;
    let other_page = foreign.follow(&other_start).await;
    let csrf = other_page.field("csrf_token");
    let mixed = [("csrf_token", csrf.as_str()), right[0], right[1]];
    assert_eq!(browser.post(&page.url, &mixed).await.status, 403, "another visit's token");
    assert!(browser.submit(&page, &right).await.param("code").is_some());
    assert_eq!(browser.get(&page.url).await.status, 404, "a visit ends");
    assert_eq!(browser.get("/interaction/oidc/unknown/login").await.status, 404);
}

#[tokio::test]
async fn a_visit_expires() {
    let provider = Provider::start().await;
    let mut browser = provider.browser();
    let started = browser.get(&provider.request(&[])).await;
    let page = browser.follow(&started).await;
    provider.emulator.advance(Duration::from_secs(3601));
    let late = browser.submit(&page, &[("account", "bob"), ("password", "passw0rd")]).await;
    assert_eq!(late.status, 404);
}

#[tokio::test]
async fn pages_are_kept_in_no_cache_and_no_frame_and_read_by_no_other_origin() {
    let provider = Provider::start().await;
    let mut browser = provider.browser();
    let started = browser.get(&provider.request(&[("login_hint", "<i>\"")])).await;
    let page = browser.follow(&started).await;
    assert_eq!(page.header("cache-control"), "no-store");
    assert_eq!(page.header("x-frame-options"), "DENY");
    assert!(page.header("content-security-policy").contains("frame-ancestors 'none'"));
    assert!(page.body.contains("<html lang=\"en\"") && page.body.contains("<label for="));
    assert!(page.body.contains("value=\"&lt;i&gt;&quot;\""), "{}", page.body);
    let foreign = reqwest::Client::new()
        .get(format!("{}/oidc/auth", provider.emulator.url()))
        .header("origin", "http://localhost:4000");
    let response = foreign.send().await.unwrap();
    assert!(!response.headers().contains_key("access-control-allow-origin"));
}

#[tokio::test]
async fn consent_is_asked_for_when_wanted_and_may_be_refused() {
    let provider = Provider::start().await;
    let mut browser = provider.browser();
    let request = provider.request(&[("prompt", "consent")]);
    let logged_in = browser.log_in(&request, "bob", "passw0rd").await;
    let page = browser.follow(&logged_in).await;
    assert!(page.body.contains("<li>email</li>") && page.body.contains("Bob &lt;b&gt;"));
    let denied = browser.submit(&page, &[("action", "cancel")]).await;
    assert_eq!(denied.param("error").as_deref(), Some("access_denied"));
    assert_eq!(denied.param("state").as_deref(), Some("a state & more"));

    let again = browser.get(&request).await;
    assert!(again.location().ends_with("/consent"), "logged in already");
    let login = again.location().replace("/consent", "/login");
    assert_eq!(browser.get(&login).await.location(), "consent");
    assert!(browser.allow(&again).await.param("code").is_some());
}

#[tokio::test]
async fn consent_cannot_be_given_before_the_login() {
    let provider = Provider::start().await;
    let mut browser = provider.browser();
    let started = browser.get(&provider.request(&[("prompt", "consent")])).await;
    let page = browser.follow(&started).await;
    let consent = page.url.replace("/login", "/consent");
    let csrf = page.field("csrf_token");
    let shown = browser.post(&consent, &[("csrf_token", &csrf), ("action", "allow")]).await;
    assert_eq!(shown.location(), "login");
}

#[tokio::test]
async fn turning_back_tells_the_client() {
    let provider = Provider::with(generous()).await;
    let mut browser = provider.browser();
    let started = browser.get(&provider.request(&[("response_type", "id_token")])).await;
    let page = browser.follow(&started).await;
    let denied = browser.submit(&page, &[("action", "cancel")]).await;
    assert!(denied.location().contains("#error=access_denied"));
}

#[tokio::test]
async fn the_log_masks_what_the_pages_were_given() {
    let provider = Provider::start().await;
    let code = provider.code(&[]).await;
    provider.redeem(&code, &[("code_verifier", "a-verifier-in-clear")]).await;
    let log = serde_json::to_string(&provider.emulator.requests()).unwrap();
    for secret in ["passw0rd", code.as_str(), "a-verifier-in-clear", provider.emulator.app_secret()]
    {
        assert!(!log.contains(secret), "{secret}");
    }
    assert!(log.contains("authorization_code"), "what is not a secret stays");
}
