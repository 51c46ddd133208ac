//! Servers that fail: what the caller sees, how often, and for how long.

use std::{future::IntoFuture, time::Duration};

use authing_authentication::PasswordEncryption;
use authing_emulator::{Fault, FaultKind, RetryAfter};
use authing_management::{
    ErrorCode, ErrorKind, ListUsers, ManagementClient, types::CreateUserInput,
};
use authing_tests::TestServer;
use futures_util::future::join_all;

async fn server() -> TestServer {
    TestServer::start().await.unwrap()
}

#[tokio::test]
async fn a_hundred_first_calls_fetch_one_token() {
    let server = server().await;
    let calls = (0..100).map(|_| server.management.users().list(ListUsers::new()).page());
    for result in join_all(calls.map(IntoFuture::into_future)).await {
        result.unwrap();
    }
    assert_eq!(server.emulator.count_operation("accessToken"), 1);
    assert_eq!(server.emulator.count_operation("users"), 100);
}

#[tokio::test]
async fn a_token_that_ends_in_mid_life_is_renewed_once() {
    let server = server().await;
    server.management.users().list(ListUsers::new()).await.unwrap();
    server.emulator.expire_tokens();
    server.management.users().list(ListUsers::new()).await.unwrap();
    assert_eq!(server.emulator.count_operation("accessToken"), 2);
}

#[tokio::test]
async fn a_wrong_secret_is_the_reason_given() {
    let server = server().await;
    let stranger = ManagementClient::builder(server.emulator.user_pool_id(), "wrong")
        .host(server.emulator.url())
        .build()
        .unwrap();
    let error = stranger.users().list(ListUsers::new()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Credential);
    assert!(error.code().is_some(), "{}", error.report());
}

#[tokio::test]
async fn the_servers_own_key_can_be_used() {
    let server = server().await;
    let sm2 = PasswordEncryption::Sm2PublicKey(server.emulator.sm2_public_key().to_owned());
    for (name, encryption) in [("rsa-user", PasswordEncryption::ServerKey), ("sm2-user", sm2)] {
        let app = authing_authentication::AuthenticationClient::builder(
            server.emulator.app_id(),
            server.emulator.app_host(),
        )
        .password_encryption(encryption)
        .build()
        .unwrap();
        app.new_session().register_by_username(name, "passw0rd").await.unwrap();
        // What was encrypted with one key is checked against what comes with the other.
        server.app.new_session().login_by_username(name, "passw0rd").await.unwrap();
    }
}

#[tokio::test]
async fn another_servers_key_is_told_apart() {
    let server = server().await;
    let app = authing_authentication::AuthenticationClient::builder(
        server.emulator.app_id(),
        server.emulator.app_host(),
    )
    .build()
    .unwrap();
    let error = app.new_session().register_by_username("bob", "passw0rd").await.unwrap_err();
    assert_eq!(error.code(), Some(authing_authentication::ErrorCode::PASSWORD_UNDECRYPTABLE));
}

#[tokio::test]
async fn each_way_to_fail_is_one_typed_error_in_bounded_time() {
    let server = server().await;
    server.management.users().list(ListUsers::new()).await.unwrap();
    let code = FaultKind::BusinessError { code: 987_654, message: "?".into() };
    for (fault, kind) in [
        (FaultKind::Html(200), ErrorKind::Decode),
        (FaultKind::Html(403), ErrorKind::Status),
        (FaultKind::Status(500), ErrorKind::Status),
        (FaultKind::TruncateBody, ErrorKind::Transport),
        (FaultKind::DropConnection, ErrorKind::Transport),
        (FaultKind::Delay(Duration::from_secs(3600)), ErrorKind::Timeout),
        (code, ErrorKind::Api),
    ] {
        server.emulator.inject(Fault::new(fault.clone()).times(9).operation("createUser"));
        let call = server.management.users().create(CreateUserInput::new().username("bob"));
        let error = call.timeout(Duration::from_millis(500)).await.unwrap_err();
        assert_eq!(error.kind(), kind, "{fault:?}: {error}");
        assert_eq!(server.emulator.pending_faults(), 8, "a write is sent once: {fault:?}");
        server.emulator.clear_faults();
    }
}

#[tokio::test]
async fn an_unknown_code_is_no_obstacle() {
    let server = server().await;
    let code = FaultKind::BusinessError { code: 987_654, message: "明天再来".into() };
    server.emulator.inject(Fault::new(code).operation("users"));
    let error = server.management.users().list(ListUsers::new()).await.unwrap_err();
    assert_eq!((error.code(), error.message()), (Some(ErrorCode::new(987_654)), "明天再来"));
}

#[tokio::test]
async fn a_read_survives_an_outage() {
    let server = server().await;
    server.management.users().list(ListUsers::new()).await.unwrap();
    for fault in [
        FaultKind::Status(503),
        FaultKind::DropConnection,
        FaultKind::TruncateBody,
        FaultKind::TooManyRequests(RetryAfter::Seconds(0)),
        FaultKind::TooManyRequests(RetryAfter::Date(server.emulator.now())),
    ] {
        server.emulator.inject(Fault::new(fault.clone()).times(2).operation("users"));
        let answer = server.management.users().list(ListUsers::new()).page().with_meta().await;
        assert_eq!(answer.unwrap().meta.attempts, 3, "{fault:?}");
    }
}

#[tokio::test]
async fn a_write_waits_out_a_throttle() {
    let server = server().await;
    let throttle = FaultKind::TooManyRequests(RetryAfter::Seconds(0));
    server.emulator.inject(Fault::new(throttle).operation("createUser"));
    server.user("bob").await.unwrap();
    assert_eq!(server.emulator.count_operation("createUser"), 2);
}

#[tokio::test]
async fn a_failed_renewal_leaves_the_living_token_in_use() {
    let server = server().await;
    server.management.users().list(ListUsers::new()).await.unwrap();
    server.emulator.inject(Fault::new(FaultKind::Status(500)).times(9).operation("accessToken"));
    server.management.users().list(ListUsers::new()).await.unwrap();
    server.emulator.expire_tokens();
    let error = server.management.users().list(ListUsers::new()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Credential, "{}", error.report());
    server.emulator.clear_faults();
    server.management.users().list(ListUsers::new()).await.unwrap();
}
