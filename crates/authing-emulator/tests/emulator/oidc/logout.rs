//! The two ways to end a session.

use authing_emulator::ApplicationSettings;

use super::browser::Browser;
use super::provider::{Provider, generous};

/// A browser that is logged in, and the id token it got.
async fn logged_in(provider: &Provider) -> (Browser, String) {
    let mut browser = provider.browser();
    let shown = browser.log_in(&provider.request(&[]), "bob", "passw0rd").await;
    let response = provider.redeem(&shown.param("code").unwrap(), &[]).await;
    (browser, response.text("id_token").to_owned())
}

async fn is_logged_in(provider: &Provider, browser: &mut Browser) -> bool {
    browser.get(&provider.request(&[("prompt", "none")])).await.param("code").is_some()
}

#[tokio::test]
async fn a_session_ends_and_the_browser_goes_where_it_is_registered() {
    let settings = ApplicationSettings::new().logout_redirect_uris(["https://app.example.com/bye"]);
    let provider = Provider::with(settings).await;
    let (mut browser, hint) = logged_in(&provider).await;
    let end = |uri: &str, more: &str| {
        format!("/oidc/session/end?id_token_hint={hint}&post_logout_redirect_uri={uri}{more}")
    };
    let refused = browser.get(&end("https://evil.example/", "")).await;
    assert_eq!(refused.status, 400);
    assert!(is_logged_in(&provider, &mut browser).await);

    let session = browser.cookie("authing_session_").unwrap().to_owned();
    let done = browser.get(&end("https://app.example.com/bye", "&state=s%261")).await;
    assert_eq!(done.location(), "https://app.example.com/bye?state=s%261");
    assert_eq!(browser.cookie("authing_session_"), None);
    let name = format!("authing_session_{}", provider.emulator.user_pool_id());
    browser.set_cookie(&name, &session);
    assert!(!is_logged_in(&provider, &mut browser).await, "the server has forgotten it too");
}

#[tokio::test]
async fn a_redirect_needs_to_be_known_whose_it_is() {
    let provider = Provider::start().await;
    let (mut browser, _) = logged_in(&provider).await;
    let uri = "post_logout_redirect_uri=http://localhost:3000/bye";
    assert_eq!(browser.get(&format!("/oidc/session/end?{uri}")).await.status, 400);
    let bad = format!("/oidc/session/end?{uri}&id_token_hint=e30.e30.e30");
    assert_eq!(browser.get(&bad).await.status, 400);
    assert!(is_logged_in(&provider, &mut browser).await);
    let named = format!("/oidc/session/end?{uri}&client_id={}", provider.emulator.app_id());
    assert_eq!(browser.get(&named).await.location(), "http://localhost:3000/bye");
}

#[tokio::test]
async fn without_a_redirect_there_is_a_page() {
    let provider = Provider::start().await;
    let (mut browser, _) = logged_in(&provider).await;
    let shown = browser.get("/oidc/session/end").await;
    assert!(shown.status == 200 && shown.body.contains("You are logged out"));
    assert!(!is_logged_in(&provider, &mut browser).await);
}

#[tokio::test]
async fn an_id_token_works_as_a_hint_after_its_end_and_ends_no_other_users_session() {
    let provider = Provider::start().await;
    let (mut browser, hint) = logged_in(&provider).await;
    let client = crate::client::Client::app(&provider.emulator);
    client.register("ann", "passw0rd").await.unwrap();
    let mut anns = provider.browser();
    anns.log_in(&provider.request(&[]), "ann", "passw0rd").await;
    let end = format!("/oidc/session/end?id_token_hint={hint}");
    anns.get(&end).await;
    assert!(is_logged_in(&provider, &mut anns).await);
    provider.emulator.advance(std::time::Duration::from_secs(13 * 86_400));
    assert_eq!(browser.get(&end).await.status, 200);
    assert!(!is_logged_in(&provider, &mut browser).await);
}

#[tokio::test]
async fn the_easy_logout_redirects_anywhere_and_clears_the_session() {
    let provider = Provider::with(generous()).await;
    let (mut browser, _) = logged_in(&provider).await;
    let bad = browser.get("/login/profile/logout?redirect_uri=javascript:alert(1)").await;
    assert_eq!(bad.status, 400);
    let (mut browser, _) = logged_in(&provider).await;
    let uri = "https%3A%2F%2Fanywhere.example%2Fbye%3Fa%3D1";
    let done = browser.get(&format!("/login/profile/logout?redirect_uri={uri}")).await;
    assert_eq!(done.location(), "https://anywhere.example/bye?a=1");
    assert!(!is_logged_in(&provider, &mut browser).await);
    assert_eq!(browser.get("/login/profile/logout").await.status, 200);
}
