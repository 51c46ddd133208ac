//! Logging in with a phone that scans.

use std::time::Duration;

use serde_json::{Value, json};

use super::{KEY, alert, claims, import_totp, open, page_of, totp};
use crate::oidc::browser::{Browser, Shown};
use crate::oidc::provider::Provider;

/// The address of the page that stands in for a phone.
fn phone_page(shown: &Shown) -> String {
    let (_, rest) = shown.body.split_once("href=\"/login/qrcode/").unwrap();
    format!("/login/qrcode/{}", rest.split('"').next().unwrap())
}

/// Logs in on the phone, which scans the code then.
async fn scan(phone: &mut Browser, url: &str) -> Shown {
    let started = phone.get(url).await;
    let login = phone.follow(&started).await;
    let done = phone.submit(&login, &[("account", "bob"), ("password", "passw0rd")]).await;
    phone.follow(&done).await
}

/// What the script of the page is told.
async fn status(browser: &mut Browser, page: &Shown) -> Value {
    let told = browser.get(&page_of(page, "qrcode")).await;
    serde_json::from_str::<Value>(&told.body).unwrap()["status"].clone()
}

const CHECK: [(&str, &str); 2] = [("by", "qrcode"), ("action", "check")];

#[tokio::test]
async fn a_phone_scans_and_confirms_and_the_other_device_is_logged_in() {
    let provider = Provider::start().await;
    let (mut browser, mut phone) = (provider.browser(), provider.browser());
    let page = open(&provider, &mut browser, "login?by=qrcode").await;
    assert!(page.body.contains("/user-contents/qrcode/"));
    assert_eq!(status(&mut browser, &page).await, json!(0));
    let waiting = browser.submit(&page, &CHECK).await;
    assert!(waiting.status == 200 && waiting.body.contains("role=\"status\""));
    let url = phone_page(&page);
    assert_eq!(phone_page(&waiting), url, "it is the same code");

    let asked = scan(&mut phone, &url).await;
    assert!(asked.body.contains("Bob &lt;b&gt;") && asked.status == 200, "{}", asked.body);
    assert_eq!(status(&mut browser, &page).await, json!(1));
    let scanned = browser.submit(&page, &CHECK).await;
    assert!(scanned.body.contains("confirm on the phone"));
    let confirmed = phone.submit(&asked, &[("action", "confirm")]).await;
    assert!(confirmed.status == 200 && confirmed.body.contains("Confirmed."), "{}", confirmed.body);
    assert_eq!(status(&mut browser, &page).await, json!(2));
    let done = browser.submit(&page, &CHECK).await;
    let claims = claims(&provider, &done).await;
    assert_eq!((&claims["sub"], &claims["amr"]), (&json!(provider.user_id), &json!(["mca"])));
}

#[tokio::test]
async fn a_phone_that_is_logged_in_already_only_confirms_or_cancels() {
    let provider = Provider::start().await;
    let (mut browser, mut phone) = (provider.browser(), provider.browser());
    phone.log_in(&provider.request(&[]), "bob", "passw0rd").await;
    let page = open(&provider, &mut browser, "login?by=qrcode").await;
    let asked = phone.get(&phone_page(&page)).await;
    let cancelled = phone.submit(&asked, &[("action", "cancel")]).await;
    assert!(cancelled.body.contains("Cancelled."));
    let refused = browser.submit(&page, &CHECK).await;
    assert_eq!(alert(&refused), "The login was cancelled on the phone.");
    assert_ne!(phone_page(&refused), phone_page(&page), "there is another code");
    let late = phone.submit(&asked, &[("action", "confirm")]).await;
    assert_eq!(late.status, 400);
    assert!(browser.cookie("authing_session_").is_none());
}

#[tokio::test]
async fn a_code_is_good_for_its_time_once_and_in_the_browser_that_shows_it() {
    let provider = Provider::start().await;
    let (mut browser, mut phone) = (provider.browser(), provider.browser());
    phone.log_in(&provider.request(&[]), "bob", "passw0rd").await;
    let page = open(&provider, &mut browser, "login?by=qrcode").await;
    provider.emulator.advance(Duration::from_secs(121));
    let late = phone.get(&phone_page(&page)).await;
    assert!(late.status == 400 && late.body.contains("has expired"), "{}", late.body);
    let page = browser.submit(&page, &CHECK).await;
    assert_eq!(alert(&page), "The QR code has expired.");

    let url = phone_page(&page);
    let asked = phone.get(&url).await;
    phone.submit(&asked, &[("action", "confirm")]).await;
    let mut thief = provider.browser();
    assert_eq!(thief.submit(&page, &CHECK).await.status, 403, "of another browser");
    let own = open(&provider, &mut thief, "login?by=qrcode").await;
    assert_eq!(thief.submit(&own, &CHECK).await.status, 200, "which waits for its own code");
    // The ticket behind the code ends too.
    provider.emulator.advance(Duration::from_secs(301));
    assert_eq!(alert(&browser.submit(&page, &CHECK).await), "The ticket is not valid.");

    let page = browser.get(&page_of(&page, "login?by=qrcode")).await;
    let asked = phone.get(&phone_page(&page)).await;
    phone.submit(&asked, &[("action", "confirm")]).await;
    assert!(browser.submit(&page, &CHECK).await.param("code").is_some());
    let scanned = phone.get(&phone_page(&page)).await;
    assert!(scanned.status == 400 && scanned.body.contains("was used already"));
    assert_eq!(phone.get("/login/qrcode/nothing").await.status, 400);
}

#[tokio::test]
async fn only_the_form_of_the_phones_own_page_decides() {
    let provider = Provider::start().await;
    let (mut browser, mut phone) = (provider.browser(), provider.browser());
    phone.log_in(&provider.request(&[]), "bob", "passw0rd").await;
    let page = open(&provider, &mut browser, "login?by=qrcode").await;
    let url = phone_page(&page);
    let asked = phone.get(&url).await;
    for token in ["", "forged", &page.field("csrf_token")] {
        let forged = phone.post(&url, &[("csrf_token", token), ("action", "confirm")]).await;
        assert_eq!(forged.status, 403, "{token}");
    }
    let mut stranger = provider.browser();
    let csrf = asked.field("csrf_token");
    let posted = stranger.post(&url, &[("csrf_token", &csrf), ("action", "confirm")]).await;
    assert_eq!(posted.status, 403);
    assert_eq!(status(&mut browser, &page).await, json!(1));
}

#[tokio::test]
async fn a_phone_passes_no_second_factor_by() {
    let provider = Provider::start().await;
    let (mut browser, mut phone) = (provider.browser(), provider.browser());
    phone.log_in(&provider.request(&[]), "bob", "passw0rd").await;
    import_totp(&provider).await;
    let page = open(&provider, &mut browser, "login?by=qrcode").await;
    let asked = phone.get(&phone_page(&page)).await;
    phone.submit(&asked, &[("action", "confirm")]).await;
    let shown = browser.submit(&page, &CHECK).await;
    let page = browser.follow(&shown).await;
    let done = browser.submit(&page, &[("code", &totp(&provider.emulator, KEY))]).await;
    assert_eq!(claims(&provider, &done).await["amr"], json!(["mca", "otp", "mfa"]));
}
