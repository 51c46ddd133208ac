//! What all pages have in common.

use authing_emulator::{ApplicationSettings, RegisterMethod};
use serde_json::json;

use super::{alert, open, page_of};
use crate::client::Client;
use crate::oidc::provider::Provider;

const PAGES: [&str; 7] = [
    "login",
    "login?by=phone-code",
    "login?by=email-code",
    "login?by=qrcode",
    "register?by=email",
    "register?by=phone",
    "reset",
];

#[tokio::test]
async fn every_page_speaks_both_languages_and_has_no_style_or_script_in_it() {
    let provider = Provider::start().await;
    for page in PAGES {
        for (lang, tag) in [("zh-CN", "zh-CN"), ("en-GB", "en")] {
            let mut browser = provider.browser();
            browser.lang = lang;
            let shown = open(&provider, &mut browser, page).await;
            assert!(shown.body.contains(&format!("<html lang=\"{tag}\"")), "{page}");
            let policy = shown.header("content-security-policy");
            assert!(
                policy.contains("default-src 'none'") && !policy.contains("unsafe"),
                "{policy}"
            );
            for inline in [" style=", "<style", "<script>", "onclick", "javascript:"] {
                assert!(!shown.body.contains(inline), "{page} has {inline}");
            }
            let chinese =
                shown.body.split("<main").nth(1).unwrap().split("</main>").next().unwrap();
            assert_eq!(chinese.is_ascii(), lang == "en-GB", "{page}: {chinese}");
        }
    }
}

#[tokio::test]
async fn the_language_that_is_chosen_stays() {
    let provider = Provider::start().await;
    let mut browser = provider.browser();
    let page = open(&provider, &mut browser, "login?by=phone-code").await;
    assert!(page.body.contains("href=\"?by=phone-code&amp;lang=zh-CN\""), "{}", page.body);
    let chinese = browser.get(&page_of(&page, "login?by=phone-code&lang=zh-CN")).await;
    assert!(chinese.body.contains("手机号") && chinese.body.contains("lang=\"zh-CN\""));
    let next = browser.get(&page_of(&page, "reset")).await;
    assert!(next.body.contains("重置密码"));
    let wrong = browser.submit(&next, &[("action", "send"), ("account", "x")]).await;
    assert_eq!(alert(&wrong), "请提供正确的手机号或邮箱");
    let english = browser.get(&page_of(&page, "login?lang=en")).await;
    assert!(english.body.contains("Password"));
}

#[tokio::test]
async fn a_form_that_did_not_come_from_its_page_changes_nothing() {
    let provider =
        Provider::with(ApplicationSettings::new().register_methods([RegisterMethod::Username]))
            .await;
    let mut browser = provider.browser();
    let page = open(&provider, &mut browser, "login").await;
    let other = open(&provider, &mut provider.browser(), "login").await.field("csrf_token");
    for name in [
        "login",
        "register",
        "reset",
        "factor",
        "new-password",
        "tenant",
        "agreements",
        "consent",
        "provider/github",
    ] {
        for token in ["", "forged", other.as_str()] {
            let fields = [
                ("csrf_token", token),
                ("account", "13900000000"),
                ("action", "send"),
                ("password", "passw0rd"),
            ];
            let refused = browser.post(&page_of(&page, name), &fields).await;
            assert_eq!(refused.status, 403, "{name}");
        }
    }
    assert!(provider.emulator.messages().is_empty());
}

#[tokio::test]
async fn a_form_that_is_sent_twice_leads_to_the_application_both_times() {
    let provider = Provider::start().await;
    let mut browser = provider.browser();
    let page = open(&provider, &mut browser, "login").await;
    let fields = [("account", "bob"), ("password", "passw0rd")];
    let first = browser.submit(&page, &fields).await.param("code").unwrap();
    let second = browser.submit(&page, &fields).await.param("code").unwrap();
    assert_ne!(first, second);
    let tokens = provider.redeem(&second, &[]).await;
    assert_eq!(tokens.status, 200);
    // The pages behind it are closed: whoever goes back is told so.
    let back = browser.get(&page.url).await;
    assert!(back.status == 404 && back.body.contains("Go back to the application"));
    // Nobody else profits, nor does the user once they have logged out.
    let mut stranger = provider.browser();
    assert_eq!(stranger.submit(&page, &fields).await.status, 403);
    browser.get("/login/profile/logout").await;
    assert_eq!(browser.submit(&page, &fields).await.status, 404);
}

#[tokio::test]
async fn very_long_texts_are_refused_and_not_repeated() {
    let provider = Provider::start().await;
    let mut browser = provider.browser();
    let long = "a".repeat(200_000);
    for page in ["login", "register?by=email", "reset"] {
        let shown = open(&provider, &mut browser, page).await;
        let fields = [("account", long.as_str()), ("password", &long), ("code", &long)];
        let refused = browser.submit(&shown, &fields).await;
        assert!(
            refused.status == 400 && refused.body.len() < 8000,
            "{page}: {}",
            refused.body.len()
        );
    }
}

#[tokio::test]
async fn a_captcha_is_asked_for_where_the_pool_says_so() {
    let provider = Provider::start().await;
    let admin = Client::admin(&provider.emulator).await;
    let check = json!({ "loginFailCheck": { "enabled": true, "limit": 2, "timeInterval": 300 } });
    let query = "mutation($i: UpdateUserpoolInput!) { updateUserpool(input: $i) { id } }";
    admin.op("updateUserpool", query, json!({ "i": check })).await.unwrap();
    let mut browser = provider.browser();
    let page = open(&provider, &mut browser, "login").await;
    for _ in 0..2 {
        browser.submit(&page, &[("account", "bob"), ("password", "wrong")]).await;
    }
    let right = [("account", "bob"), ("password", "passw0rd")];
    let asked = browser.submit(&page, &right).await;
    assert_eq!(alert(&asked), "The account looks abnormal, a captcha is needed.");
    assert!(
        asked.body.contains("src=\"/api/v2/security/captcha\"")
            && asked.body.contains("id=\"captcha\"")
    );
    let picture = browser.get("/api/v2/security/captcha").await;
    let text = picture.body.split("</text>").next().unwrap().rsplit('>').next().unwrap().to_owned();
    let wrong = browser.submit(&asked, &[right[0], right[1], ("captcha", "nope")]).await;
    assert_eq!(alert(&wrong), "The verification code is wrong.");
    let done = browser.submit(&wrong, &[right[0], right[1], ("captcha", &text)]).await;
    assert!(done.param("code").is_some());
}

#[tokio::test]
async fn the_log_masks_codes_and_passwords_of_every_page() {
    let provider = Provider::start().await;
    super::import_totp(&provider).await;
    let mut browser = provider.browser();
    let page = open(&provider, &mut browser, "reset").await;
    let code = "918273";
    let fields = [("account", "13800000000"), ("code", code), ("password", "my-new-secret")];
    browser.submit(&page, &fields).await;
    let shown = browser.log_in(&provider.request(&[]), "bob", "passw0rd").await;
    let page = browser.follow(&shown).await;
    browser.submit(&page, &[("by", "recovery"), ("code", super::RECOVERY_CODE)]).await;
    let log = serde_json::to_string(&provider.emulator.requests()).unwrap();
    for secret in [code, "my-new-secret", "passw0rd", super::RECOVERY_CODE] {
        assert!(!log.contains(secret), "{secret}");
    }
}

#[tokio::test]
async fn reauthentication_is_by_any_way_and_renews_what_the_token_tells() {
    let provider = Provider::start().await;
    let mut browser = provider.browser();
    browser.log_in(&provider.request(&[]), "bob", "passw0rd").await;
    provider.emulator.advance(std::time::Duration::from_secs(100));
    for change in [("prompt", "login"), ("max_age", "10")] {
        let request = provider.request(&[change, ("acr_values", "urn:mfa")]);
        let page = super::open_at(&mut browser, &request, "login?by=phone-code").await;
        let done = super::with_code(&provider, &mut browser, &page, "13800000000", &[]).await;
        let claims = super::claims(&provider, &done).await;
        let now = provider.emulator.now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
        assert_eq!((&claims["amr"], &claims["auth_time"]), (&json!(["sms"]), &json!(now)));
        provider.emulator.advance(std::time::Duration::from_secs(100));
    }
}
