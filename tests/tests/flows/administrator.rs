//! The administrator's calls that belong to no area, against the emulator.

use std::time::Duration;

use authing_emulator::{Emulator, PasswordStrength};
use authing_management::{ManagementClient, types::EmailScene};
use authing_tests::TestServer;

#[tokio::test]
async fn an_email_is_sent_once_a_minute() {
    let server = TestServer::start().await.unwrap();
    let send = || server.management.send_email("bob@example.com", EmailScene::ResetPassword);
    send().await.unwrap();
    assert_eq!(server.emulator.last_code("bob@example.com").unwrap().len(), 4);
    assert!(send().await.unwrap_err().is_rate_limited());
    server.emulator.advance(Duration::from_secs(61));
    send().await.unwrap();
}

#[tokio::test]
async fn a_token_is_valid_until_it_ends() {
    let server = TestServer::start().await.unwrap();
    let bob = server.user("bob").await.unwrap();
    server.app.login_by_username("bob", "passw0rd").await.unwrap();
    let token = server.app.token().unwrap();
    let status = server.management.check_login_status(&token).await.unwrap();
    assert_eq!((status.status, status.data.unwrap().id), (Some(true), Some(bob.id)));

    server.emulator.expire_tokens();
    let status = server.management.check_login_status(&token).await.unwrap();
    assert_eq!((status.status, status.data), (Some(false), None));
    let forged = server.management.check_login_status("not-a-token").await.unwrap();
    assert_eq!(forged.status, Some(false));
}

#[tokio::test]
async fn a_password_is_judged_by_the_pools_rules() {
    let emulator =
        Emulator::builder().password_strength(PasswordStrength::High).start().await.unwrap();
    let management =
        ManagementClient::builder(emulator.user_pool_id(), emulator.user_pool_secret())
            .host(emulator.url())
            .no_proxy()
            .build()
            .unwrap();
    let weak = management.is_password_valid("short").await.unwrap();
    assert!(!weak.valid && weak.message.is_some());
    assert!(management.is_password_valid("passw0rd!").await.unwrap().valid);
}
