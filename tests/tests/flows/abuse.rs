//! The pool's checks against guessing and mass registration, against the emulator.

use std::time::Duration;

use authing_authentication::{Call, ErrorCode, LoginByUsername, RegisterByUsername, types::User};
use authing_management::types::{
    FrequentRegisterCheckConfigInput, LoginFailCheckConfigInput, LoginPasswordFailCheckConfigInput,
    UpdateUserInput, UpdateUserpoolInput,
};
use authing_tests::TestServer;

async fn server(settings: UpdateUserpoolInput) -> TestServer {
    let server = TestServer::start().await.unwrap();
    server.management.user_pool().update(settings).await.unwrap();
    server.user("bob").await.unwrap();
    server
}

fn per_address(limit: i64) -> UpdateUserpoolInput {
    let check = LoginFailCheckConfigInput::new().enabled(true).limit(limit).time_interval(300);
    UpdateUserpoolInput::new().login_fail_check(check)
}

fn log_in(server: &TestServer, ip: &str, password: &str) -> Call<User> {
    let request = LoginByUsername::new("bob", password).client_ip(ip);
    server.app.new_session().login_by_username_with(request)
}

async fn code(call: Call<User>) -> Option<ErrorCode> {
    call.await.unwrap_err().code()
}

/// What the picture shows, read as a person would.
async fn captcha(server: &TestServer) -> String {
    let url = format!("{}/api/v2/security/captcha?r=1", server.emulator.app_host());
    let answer = reqwest::get(url).await.unwrap();
    assert_eq!(answer.headers()["content-type"], "image/svg+xml");
    let picture = answer.text().await.unwrap();
    let (_, text) = picture.split_once("letter-spacing=\"4\">").unwrap();
    text.split_once('<').unwrap().0.to_owned()
}

#[tokio::test]
async fn after_too_many_failures_from_one_address_a_captcha_is_asked_for() {
    let server = server(per_address(2)).await;
    let bad = "203.0.113.7";
    for _ in 0..2 {
        assert_eq!(code(log_in(&server, bad, "wrong")).await, Some(ErrorCode::PASSWORD_INCORRECT));
    }
    assert_eq!(code(log_in(&server, bad, "passw0rd")).await, Some(ErrorCode::CAPTCHA_REQUIRED));
    let with = |text: &str| {
        let request = LoginByUsername::new("bob", "passw0rd").client_ip(bad).captcha_code(text);
        server.app.new_session().login_by_username_with(request)
    };
    assert_eq!(code(with("????")).await, Some(ErrorCode::CODE_INCORRECT));
    let text = captcha(&server).await;
    with(&text.to_lowercase()).await.unwrap();
    log_in(&server, bad, "passw0rd").await.unwrap();

    for _ in 0..2 {
        code(log_in(&server, bad, "wrong")).await;
    }
    assert_eq!(code(with(&text)).await, Some(ErrorCode::CODE_INCORRECT), "it was used");
    server.emulator.advance(Duration::from_secs(301));
    log_in(&server, bad, "passw0rd").await.unwrap();
}

#[tokio::test]
async fn other_addresses_and_unknown_accounts_do_not_matter_to_one_another() {
    let server = server(per_address(2)).await;
    let nobody = LoginByUsername::new("nobody", "passw0rd").client_ip("203.0.113.7");
    for _ in 0..2 {
        let error =
            server.app.new_session().login_by_username_with(nobody.clone()).await.unwrap_err();
        assert_eq!(error.code(), Some(ErrorCode::USER_NOT_FOUND));
    }
    let error = server.app.new_session().login_by_username_with(nobody).await.unwrap_err();
    assert_eq!(error.code(), Some(ErrorCode::CAPTCHA_REQUIRED), "guesses at names count too");
    log_in(&server, "203.0.113.8", "passw0rd").await.unwrap();
}

#[tokio::test]
async fn the_other_strategy_blocks_the_account() {
    let server = server(per_address(2).login_fail_strategy("block-account".to_owned())).await;
    for _ in 0..2 {
        let error = code(log_in(&server, "203.0.113.7", "wrong")).await;
        assert_eq!(error, Some(ErrorCode::PASSWORD_INCORRECT));
    }
    let elsewhere = code(log_in(&server, "203.0.113.8", "passw0rd")).await;
    assert_eq!(elsewhere, Some(ErrorCode::USER_BLOCKED));
    server.emulator.advance(Duration::from_secs(600));
    let later = code(log_in(&server, "203.0.113.8", "passw0rd")).await;
    assert_eq!(later, Some(ErrorCode::USER_BLOCKED), "until an administrator helps");
    let bob = server.management.users().find(authing_management::types::UserKey::username("bob"));
    let bob = bob.await.unwrap().unwrap();
    server.management.users().update(&bob.id, UpdateUserInput::new().blocked(false)).await.unwrap();
    log_in(&server, "203.0.113.7", "passw0rd").await.unwrap();
}

#[tokio::test]
async fn too_many_wrong_passwords_lock_the_account_for_a_while() {
    let check = LoginPasswordFailCheckConfigInput::new().enabled(true).limit(3).time_interval(300);
    let server = server(UpdateUserpoolInput::new().login_password_fail_check(check)).await;
    for address in ["203.0.113.7", "203.0.113.8", "203.0.113.9"] {
        let error = code(log_in(&server, address, "wrong")).await;
        assert_eq!(error, Some(ErrorCode::PASSWORD_INCORRECT));
    }
    let locked = code(log_in(&server, "203.0.113.10", "passw0rd")).await;
    assert_eq!(locked, Some(ErrorCode::ACCOUNT_LOCKED));
    server.user("ann").await.unwrap();
    server.app.new_session().login_by_username("ann", "passw0rd").await.unwrap();
    server.emulator.advance(Duration::from_secs(301));
    log_in(&server, "203.0.113.10", "passw0rd").await.unwrap();
}

#[tokio::test]
async fn one_address_may_register_so_many() {
    let check = FrequentRegisterCheckConfigInput::new().enabled(true).limit(2).time_interval(60);
    let server = server(UpdateUserpoolInput::new().frequent_register_check(check)).await;
    let register = |name: &str, ip: &str| {
        let request = RegisterByUsername::new(name, "passw0rd").client_ip(ip);
        server.app.new_session().register_by_username_with(request)
    };
    register("one", "203.0.113.7").await.unwrap();
    register("two", "203.0.113.7").await.unwrap();
    let error = register("three", "203.0.113.7").await.unwrap_err();
    assert_eq!(error.code(), Some(ErrorCode::REGISTRATION_TOO_FREQUENT));
    assert!(error.is_rate_limited());
    register("three", "203.0.113.8").await.unwrap();
    server.emulator.advance(Duration::from_secs(61));
    register("four", "203.0.113.7").await.unwrap();
}

#[tokio::test]
async fn nothing_is_counted_where_nothing_is_switched_on() {
    let server = server(UpdateUserpoolInput::new()).await;
    for _ in 0..60 {
        let error = code(log_in(&server, "203.0.113.7", "wrong")).await;
        assert_eq!(error, Some(ErrorCode::PASSWORD_INCORRECT));
    }
    log_in(&server, "203.0.113.7", "passw0rd").await.unwrap();
}
