//! Passwords that were forgotten, or that must be replaced.

use std::time::Duration;

use serde_json::json;

use super::{alert, another, claims, open, page_of, send};
use crate::client::Client;
use crate::oidc::provider::Provider;

#[tokio::test]
async fn a_code_sets_another_password_and_logs_nobody_in() {
    let provider = Provider::start().await;
    for (account, password) in [("13800000000", "another one"), ("Bob@example.com", "a third one")]
    {
        let mut browser = provider.browser();
        let page = open(&provider, &mut browser, "reset").await;
        let asked = send(&mut browser, &page, account).await;
        assert!(asked.body.contains("autocomplete=\"new-password\""));
        let code = provider.emulator.last_code(&account.to_lowercase()).unwrap();
        let fields = [("account", account), ("code", code.as_str()), ("password", password)];
        let done = browser.submit(&asked, &fields).await;
        let login = browser.follow(&done).await;
        assert!(login.body.contains("role=\"status\"") && login.body.contains("was reset"));
        assert!(browser.cookie("authing_session_").is_none());
        let old = browser.submit(&login, &[("account", "bob"), ("password", "passw0rd")]).await;
        assert_eq!(alert(&old), "The password is wrong.");
        let new = browser.submit(&login, &[("account", "bob"), ("password", password)]).await;
        assert!(new.param("code").is_some());
    }
}

#[tokio::test]
async fn a_code_of_one_account_resets_no_other() {
    let provider = Provider::start().await;
    another(
        &provider,
        json!({ "username": "eve", "phone": "13911112222", "password": "evesown1" }),
    )
    .await;
    let mut browser = provider.browser();
    let page = open(&provider, &mut browser, "reset").await;
    let asked = send(&mut browser, &page, "13911112222").await;
    let code = provider.emulator.last_code("13911112222").unwrap();
    let reset = |account| [("account", account), ("code", code.as_str()), ("password", "evil one")];
    for (account, reason) in [
        ("13800000000", "The verification code is wrong."),
        ("bob@example.com", "The verification code is wrong."),
        ("13700000000", "User does not exist."),
    ] {
        assert_eq!(alert(&browser.submit(&asked, &reset(account)).await), reason);
    }
    let mut other = provider.browser();
    assert!(other.log_in(&provider.request(&[]), "bob", "passw0rd").await.param("code").is_some());
    // The right account is still reset by it, once.
    assert_eq!(browser.submit(&asked, &reset("13911112222")).await.location(), "login?reset=1");
    assert_eq!(
        alert(&browser.submit(&asked, &reset("13911112222")).await),
        "The verification code is wrong."
    );
}

#[tokio::test]
async fn a_password_that_somebody_else_has_set_is_replaced_at_the_first_login() {
    let provider = Provider::start().await;
    let admin = Client::admin(&provider.emulator).await;
    let query = "mutation($i: CreateUserInput!, $r: Boolean) \
        { createUser(userInfo: $i, resetPasswordOnFirstLogin: $r) { id } }";
    let info = json!({ "username": "new", "password": admin.encrypt("given one") });
    admin.op("createUser", query, json!({ "i": info, "r": true })).await.unwrap();
    let mut browser = provider.browser();
    let asked = browser.log_in(&provider.request(&[]), "new", "given one").await;
    assert_eq!(asked.location(), "new-password");
    let page = browser.follow(&asked).await;
    assert!(page.body.contains("id=\"password\"") && !page.body.contains("old_password"));
    assert!(browser.cookie("authing_session_").is_none(), "nobody is logged in yet");
    let refused = browser.submit(&page, &[("password", "")]).await;
    assert_eq!(alert(&refused), "A password is needed to register.");
    let done = browser.submit(&page, &[("password", "my own one")]).await;
    assert_eq!(claims(&provider, &done).await["amr"], json!(["pwd"]));
    let again = provider.browser().log_in(&provider.request(&[]), "new", "my own one").await;
    assert!(again.param("code").is_some());
}

#[tokio::test]
async fn a_password_that_is_too_old_is_replaced_by_who_knows_it() {
    let provider = Provider::start().await;
    let admin = Client::admin(&provider.emulator).await;
    let policy = json!({ "passwordUpdatePolicy": { "enabled": true, "forcedCycle": 30, "differenceCycle": 2 } });
    let query = "mutation($i: UpdateUserpoolInput!) { updateUserpool(input: $i) { id } }";
    admin.op("updateUserpool", query, json!({ "i": policy })).await.unwrap();
    provider.emulator.advance(Duration::from_secs(31 * 86_400));
    let mut browser = provider.browser();
    let asked = browser.log_in(&provider.request(&[]), "bob", "passw0rd").await;
    let page = browser.follow(&asked).await;
    let change = |old, new| [("old_password", old), ("password", new)];
    let refused = browser.submit(&page, &change("wrong", "another one")).await;
    assert_eq!(alert(&refused), "The original password is wrong.");
    let same = browser.submit(&page, &change("passw0rd", "passw0rd")).await;
    assert_eq!(alert(&same), "The password is too weak.");
    let done = browser.submit(&page, &change("passw0rd", "another one")).await;
    assert!(done.param("code").is_some());
}

#[tokio::test]
async fn the_page_for_a_new_password_is_closed_to_who_has_not_given_the_old_one() {
    let provider = Provider::start().await;
    let mut browser = provider.browser();
    let page = open(&provider, &mut browser, "login").await;
    let url = page_of(&page, "new-password");
    assert_eq!(browser.get(&url).await.location(), "login");
    let csrf = page.field("csrf_token");
    let posted = browser.post(&url, &[("csrf_token", &csrf), ("password", "evil one")]).await;
    assert_eq!(posted.location(), "login");
}
