//! The end user's client, against the emulator.

use std::time::Duration;

use authing_authentication::{
    AuthenticationClient, ErrorCode, ErrorKind, LoginByUsername, RegisterByEmail,
    types::{CustomData, EmailScene, RegisterProfile, UpdateUserInput, UserKey},
};
use authing_management::{ListUsers, types::UpdateUserInput as AdminUpdate};
use authing_tests::TestServer;
use futures_util::future::join_all;

async fn server() -> TestServer {
    TestServer::start().await.unwrap()
}

#[tokio::test]
async fn the_walk_of_the_documentation() {
    let server = server().await;
    let client = server.app.new_session();
    let bob = client.register_by_username("bob", "passw0rd").await.unwrap();
    assert!(client.token().is_none(), "a registration alone is not a login");
    let user = client.login_by_username("bob", "passw0rd").await.unwrap();
    assert_eq!(user.id, bob.id);
    client.update_profile(UpdateUserInput::new().nickname("Nick")).await.unwrap();

    let again = server.app.with_token(client.token().unwrap());
    let renamed = again.update_profile(UpdateUserInput::new().nickname("Nicky")).await.unwrap();
    assert_eq!((renamed.id, renamed.nickname.as_deref()), (bob.id, Some("Nicky")));
}

#[tokio::test]
async fn register_and_log_in_each_way() {
    let server = server().await;
    let client = server.app.new_session();
    let by_email = RegisterByEmail::new("ann@example.com", "passw0rd")
        .profile(RegisterProfile::new().nickname("Ann"))
        .force_login();
    let ann = client.register_by_email_with(by_email).await.unwrap();
    assert!(client.token().is_some(), "asked to log in at once");
    assert_eq!(ann.nickname.as_deref(), Some("Ann"));
    assert_eq!(
        server.app.new_session().login_by_email("ANN@example.com", "passw0rd").await.unwrap().id,
        ann.id
    );

    client.send_sms_code("13800000000").await.unwrap();
    let code = server.emulator.last_code("13800000000").unwrap();
    let request =
        authing_authentication::RegisterByPhoneCode::new("13800000000", code).password("passw0rd");
    let carl = server.app.new_session().register_by_phone_code_with(request).await.unwrap();
    assert_eq!(carl.phone_verified, Some(true));
    let by_password =
        server.app.new_session().login_by_phone_password("13800000000", "passw0rd").await;
    assert_eq!(by_password.unwrap().id, carl.id);

    server.emulator.advance(Duration::from_secs(61));
    client.send_sms_code("13800000000").await.unwrap();
    let code = server.emulator.last_code("13800000000").unwrap();
    let by_code =
        server.app.new_session().login_by_phone_code("13800000000", code.as_str()).await.unwrap();
    assert_eq!(by_code.id, carl.id);
    let reused = server.app.new_session().login_by_phone_code("13800000000", code.as_str()).await;
    assert_eq!(reused.unwrap_err().code(), Some(ErrorCode::CODE_INCORRECT), "a code is used once");

    let dora = LoginByUsername::new("dora", "passw0rd").auto_register(true);
    server.app.new_session().login_by_username_with(dora).await.unwrap();
    assert_eq!(server.management.users().list(ListUsers::new()).await.unwrap().total_count, 3);
}

#[tokio::test]
async fn a_failed_log_in_says_why() {
    let server = server().await;
    let client = server.app.new_session();
    let unknown = client.login_by_username("nobody", "passw0rd").await.unwrap_err();
    assert_eq!(unknown.code(), Some(ErrorCode::USER_NOT_FOUND));
    assert_eq!(unknown.message(), "用户不存在");
    let bob = server.user("bob").await.unwrap();
    let wrong = client.login_by_username("bob", "wrong").await.unwrap_err();
    assert!(wrong.code().is_some(), "{wrong}");
    server.management.users().update(&bob.id, AdminUpdate::new().blocked(true)).await.unwrap();
    let blocked = client.login_by_username("bob", "passw0rd").await.unwrap_err();
    assert_eq!(blocked.code(), Some(ErrorCode::USER_BLOCKED));
    assert!(client.token().is_none());
}

#[tokio::test]
async fn an_expired_log_in_is_told_apart() {
    let server = server().await;
    server.user("bob").await.unwrap();
    let client = server.app.new_session();
    client.login_by_username("bob", "passw0rd").await.unwrap();
    let status = client.check_login_status().await.unwrap();
    assert_eq!((status.status, status.code), (Some(true), Some(200)));
    server.emulator.advance(Duration::from_secs(14 * 24 * 3600 + 1));
    let status = client.check_login_status().await.unwrap();
    assert_eq!((status.status, status.code), (Some(false), Some(2206)));
    assert!(client.current_user().await.unwrap_err().is_auth_expired());
}

#[tokio::test]
async fn a_token_is_refreshed_and_ended() {
    let server = server().await;
    let bob = server.user("bob").await.unwrap();
    let client = server.app.new_session();
    client.login_by_username("bob", "passw0rd").await.unwrap();
    let before = client.token().unwrap();
    server.emulator.advance(Duration::from_secs(60));
    client.refresh_token().await.unwrap();
    let after = client.token().unwrap();
    assert!(before != after, "the new token is held");
    assert_eq!(client.current_user().await.unwrap().id, bob.id);
    client.logout().await.unwrap();
    assert!(client.token().is_none());
    let ended = server.app.with_token(after);
    assert!(ended.current_user().await.unwrap_err().is_auth_expired());
    assert_eq!(client.current_user().await.unwrap_err().kind(), ErrorKind::NotLoggedIn);
}

#[tokio::test]
async fn passwords_are_changed_and_reset() {
    let server = server().await;
    let client = server.app.new_session();
    client.register_by_email("bob@example.com", "passw0rd").await.unwrap();
    client.login_by_email("bob@example.com", "passw0rd").await.unwrap();
    let wrong = client.update_password("wrong", "n3w-passw0rd").await.unwrap_err();
    assert_eq!(wrong.code(), Some(ErrorCode::OLD_PASSWORD_INCORRECT));
    client.update_password("passw0rd", "n3w-passw0rd").await.unwrap();
    server.app.new_session().login_by_email("bob@example.com", "n3w-passw0rd").await.unwrap();

    client.send_email("bob@example.com", EmailScene::ResetPassword).await.unwrap();
    let code = server.emulator.last_code("bob@example.com").unwrap();
    let reset = client.reset_password_by_email_code("bob@example.com", code, "third-pass");
    reset.await.unwrap();
    server.app.new_session().login_by_email("bob@example.com", "third-pass").await.unwrap();
    assert!(client.check_password_strength("passw0rd").await.unwrap().valid);
    assert!(client.user_exists(UserKey::email("bob@example.com")).await.unwrap());
}

#[tokio::test]
async fn a_profile_cannot_take_what_needs_a_code() {
    let server = server().await;
    server.user("bob").await.unwrap();
    let client = server.app.new_session();
    client.login_by_username("bob", "passw0rd").await.unwrap();
    let email = client.update_profile(UpdateUserInput::new().email("x@example.com")).await;
    assert_eq!(email.unwrap_err().code(), Some(ErrorCode::EMAIL_NEEDS_UPDATE_EMAIL));
}

#[tokio::test]
async fn custom_data_of_ones_own() {
    let server = server().await;
    for (key, kind) in [("school", "STRING"), ("age", "NUMBER")] {
        let define = format!(
            r#"mutation {{ setUdf(targetType: USER, key: "{key}", dataType: {kind}, label: "L") {{ key }} }}"#
        );
        server.graphql(&define).await.unwrap();
    }
    server.user("bob").await.unwrap();
    let client = server.app.new_session();
    client.login_by_username("bob", "passw0rd").await.unwrap();
    let data = CustomData::new().with("school", "HUST").with("age", 22);
    client.set_custom_data(&data).await.unwrap();
    assert!(client.get_custom_data().await.unwrap() == data);
    client.remove_custom_data("age").await.unwrap();
    // A client that has only the token finds its user all the same.
    let again = server.app.with_token(client.token().unwrap());
    assert_eq!(again.get_custom_data().await.unwrap().len(), 1);
}

#[tokio::test]
async fn sessions_of_one_client_never_see_one_another() {
    let server = server().await;
    let names: Vec<_> = (0..20).map(|number| format!("user-{number}")).collect();
    let register = names.iter().map(|name| server.user(name));
    for user in join_all(register).await {
        user.unwrap();
    }
    let walk = |client: AuthenticationClient, name: String| async move {
        for _ in 0..3 {
            client.login_by_username(name.as_str(), "passw0rd").await.unwrap();
            let user = client.current_user().await.unwrap();
            assert_eq!(user.username.as_deref(), Some(name.as_str()));
            client.logout().await.unwrap();
        }
    };
    join_all(names.into_iter().map(|name| walk(server.app.new_session(), name))).await;
    assert!(server.app.token().is_none(), "the shared client stayed out of it");
}

#[tokio::test]
async fn a_password_is_asked_for_once_more() {
    let server = TestServer::start_current().await.unwrap();
    let client = server.app.new_session();
    client.register_by_username("bob", "passw0rd").await.unwrap();
    client.login_by_username("bob", "passw0rd").await.unwrap();
    assert_eq!(client.check_password("passw0rd").await.unwrap().code, 200);
    assert_eq!(client.check_password("wrong").await.unwrap().code, 2006);
    client.current_user().await.unwrap();
}
