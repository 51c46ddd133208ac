//! Passwords.

use authing_authentication::{
    ErrorCode, ErrorKind, PasswordSecurityLevel, ResetPasswordByPhoneCode,
};
use authing_core::{TransportError, test_util::ScriptedTransport};
use serde_json::json;

use crate::common::{
    HELD, ID, client, data, decrypt, exchange, exchange_logged_in, refusal, server, take_password,
    unsent, user,
};

#[tokio::test]
async fn a_password_is_changed_with_both_encrypted() {
    let answer = data("updatePassword", user(ID, None));
    let (sent, bob) = exchange_logged_in(answer, |client| {
        client.update_password("n3w-passw0rd", Some("passw0rd".into()))
    })
    .await;
    assert_eq!(bob.id, ID);
    sent.is_graphql("mutation updatePassword($newPassword:String!,$oldPassword:String)");
    assert_eq!(sent.token(), Some(HELD));
    let variables = sent.variables();
    assert_eq!(decrypt(&variables["newPassword"]), "n3w-passw0rd");
    assert_eq!(decrypt(&variables["oldPassword"]), "passw0rd");
}

#[tokio::test]
async fn a_first_password_needs_no_old_one() {
    let answer = data("updatePassword", user(ID, None));
    let (sent, _) =
        exchange_logged_in(answer, |client| client.update_password("n3w-passw0rd", None)).await;
    let mut variables = sent.variables();
    assert_eq!(take_password(&mut variables, "newPassword"), "n3w-passw0rd");
    assert_eq!(variables, json!({}));
}

#[tokio::test]
async fn a_change_for_nobody_or_of_nothing_is_not_sent() {
    let nobody = unsent(|client| client.update_password("n3w-passw0rd", None)).await;
    assert_eq!(nobody.kind(), ErrorKind::NotLoggedIn);
    let nothing =
        unsent(|client| client.with_token(HELD).update_password("new", Some("".into()))).await;
    assert_eq!(nothing.message(), "argument `old_password` is empty");
}

#[tokio::test]
async fn a_wrong_old_password_has_its_code() {
    let client = client(&server(refusal(2203, "原密码错误"))).with_token(HELD);
    let error = client.update_password("new", Some("wrong".into())).await.unwrap_err();
    assert_eq!(error.code(), Some(ErrorCode::OLD_PASSWORD_INCORRECT));
    assert_eq!(client.token().unwrap().expose(), HELD);
}

const RESET: &str = "mutation resetPassword($phone:String,$email:String,$code:String!,";

#[tokio::test]
async fn a_code_from_the_phone_resets_the_password() {
    let answer = data("resetPassword", json!({"code": 200, "message": "重置密码成功！"}));
    let (sent, message) = exchange_logged_in(answer, |client| {
        client.reset_password_by_phone_code("13800000000", "1234", "n3w-passw0rd")
    })
    .await;
    sent.is_graphql(RESET);
    assert_eq!(sent.token(), None);
    let mut variables = sent.variables();
    assert_eq!(take_password(&mut variables, "newPassword"), "n3w-passw0rd");
    assert_eq!(variables, json!({"phone": "13800000000", "code": "1234"}));
    assert_eq!(message.message.as_deref(), Some("重置密码成功！"));
}

#[tokio::test]
async fn a_code_from_a_phone_abroad_names_the_country() {
    let request =
        ResetPasswordByPhoneCode::new("5550100", "1234", "n3w-passw0rd").phone_country_code("+1");
    let answer = data("resetPassword", json!({"code": 200, "message": ""}));
    let (sent, _) =
        exchange(answer, |client| client.reset_password_by_phone_code_with(request)).await;
    let mut variables = sent.variables();
    take_password(&mut variables, "newPassword");
    assert_eq!(variables, json!({"phone": "5550100", "phoneCountryCode": "+1", "code": "1234"}));
}

#[tokio::test]
async fn a_code_from_an_email_resets_the_password() {
    let answer = data("resetPassword", json!({"code": 200, "message": ""}));
    let (sent, _) = exchange_logged_in(answer, |client| {
        client.reset_password_by_email_code("bob@example.com", "1234", "n3w-passw0rd")
    })
    .await;
    sent.is_graphql(RESET);
    assert_eq!(sent.token(), None);
    let mut variables = sent.variables();
    assert_eq!(take_password(&mut variables, "newPassword"), "n3w-passw0rd");
    assert_eq!(variables, json!({"email": "bob@example.com", "code": "1234"}));
}

#[tokio::test]
async fn a_first_log_in_sets_its_password() {
    let answer = data("resetPasswordByFirstLoginToken", json!({"code": 200, "message": ""}));
    let (sent, message) = exchange_logged_in(answer, |client| {
        client.reset_password_by_first_login_token("first-token", "n3w-passw0rd")
    })
    .await;
    sent.is_graphql("mutation resetPasswordByFirstLoginToken($token:String!,$password:String!)");
    assert_eq!(sent.token(), None);
    let mut variables = sent.variables();
    assert_eq!(take_password(&mut variables, "password"), "n3w-passw0rd");
    assert_eq!(variables, json!({"token": "first-token"}));
    assert_eq!(message.code, Some(200));
}

#[tokio::test]
async fn an_enforced_change_sends_both_passwords_encrypted() {
    let answer = data("resetPasswordByForceResetToken", json!({"code": 200, "message": ""}));
    let (sent, _) = exchange_logged_in(answer, |client| {
        client.reset_password_by_force_reset_token("reset-token", "passw0rd", "n3w-passw0rd")
    })
    .await;
    sent.is_graphql(
        "mutation resetPasswordByForceResetToken\
         ($token:String!,$oldPassword:String!,$newPassword:String!)",
    );
    assert_eq!(sent.token(), None);
    let mut variables = sent.variables();
    assert_eq!(take_password(&mut variables, "oldPassword"), "passw0rd");
    assert_eq!(take_password(&mut variables, "newPassword"), "n3w-passw0rd");
    assert_eq!(variables, json!({"token": "reset-token"}));
}

#[tokio::test(start_paused = true)]
async fn a_change_whose_fate_is_unknown_is_not_sent_again() {
    let server = ScriptedTransport::new(|_, _| Err(TransportError::broken("reset")));
    let client = client(&server).with_token(HELD);
    client.update_password("new", None).await.unwrap_err();
    client.reset_password_by_phone_code("13800000000", "1234", "new").await.unwrap_err();
    client.reset_password_by_email_code("bob@example.com", "1234", "new").await.unwrap_err();
    client.reset_password_by_first_login_token("token", "new").await.unwrap_err();
    client.reset_password_by_force_reset_token("token", "old", "new").await.unwrap_err();
    assert_eq!(server.requests().len(), 5);
}

#[tokio::test]
async fn the_server_judges_a_password_as_it_is() {
    let answer =
        data("checkPasswordStrength", json!({"valid": false, "message": "密码长度不能少于 6 位"}));
    let (sent, result) =
        exchange_logged_in(answer, |client| client.check_password_strength("123")).await;
    sent.is_graphql("query checkPasswordStrength($password:String!)");
    assert_eq!(sent.token(), None);
    assert_eq!(sent.variables(), json!({"password": "123"}));
    assert!(!result.valid);
    assert_eq!(result.message.as_deref(), Some("密码长度不能少于 6 位"));
}

#[test]
fn the_level_of_a_password_is_judged_without_the_server() {
    let server = server(json!({}));
    let client = client(&server);
    for (password, level) in [
        ("", PasswordSecurityLevel::Low),
        ("passw0r", PasswordSecurityLevel::Low),
        ("password", PasswordSecurityLevel::Low),
        ("12345678", PasswordSecurityLevel::Low),
        ("passw0rd", PasswordSecurityLevel::Middle),
        ("PASSW0RD", PasswordSecurityLevel::Middle),
        ("passw0rd-2026", PasswordSecurityLevel::Middle),
        ("Passw0rd-20", PasswordSecurityLevel::Middle),
        ("Passw0rd-202", PasswordSecurityLevel::High),
        ("Päss\nwörd 0123", PasswordSecurityLevel::High),
        ("密码密码密码密码密码密码", PasswordSecurityLevel::Low),
    ] {
        assert_eq!(client.compute_password_security_level(password), level, "{password}");
    }
    assert_eq!(PasswordSecurityLevel::High as u8, 3);
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn a_password_is_checked_without_a_log_in() {
    let answer = data("checkPassword", json!({"code": 200, "message": "ok"}));
    let (sent, right) =
        exchange_logged_in(answer, |client| client.check_password("passw0rd")).await;
    sent.is_graphql("query checkPassword($password:String!)");
    assert_eq!(sent.token(), Some(HELD));
    assert_eq!(decrypt(&sent.variables()["password"]), "passw0rd");
    assert_eq!(right.code, 200);
    let answer = data("checkPassword", json!({"code": 2006, "message": null}));
    let (_, wrong) = exchange_logged_in(answer, |client| client.check_password("no")).await;
    assert_eq!(wrong.code, 2006, "a wrong password is an answer");

    let nobody = unsent(|client| client.check_password("passw0rd")).await;
    assert_eq!(nobody.kind(), ErrorKind::NotLoggedIn);
    let nothing = unsent(|client| client.with_token(HELD).check_password("")).await;
    assert_eq!(nothing.message(), "argument `password` is empty");
}
