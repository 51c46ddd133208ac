//! Passwords.

use authing_authentication::{
    ErrorCode, ErrorKind, FirstLogin, PasswordReset, PasswordSecurityLevel,
    ResetPasswordByPhoneCode,
};
use authing_core::{TransportError, test_util::ScriptedTransport};
use serde_json::json;

use crate::common::{
    HELD, ID, client, data, decrypt, exchange, exchange_logged_in, refusal, server, take_password,
    unsent, user,
};

#[tokio::test]
async fn a_password_is_changed_with_both_encrypted() {
    let response = data("updatePassword", user(ID, None));
    let (sent, bob) =
        exchange_logged_in(response, |client| client.update_password("passw0rd", "n3w-passw0rd"))
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
    let response = data("updatePassword", user(ID, None));
    let (sent, _) =
        exchange_logged_in(response, |client| client.set_password("n3w-passw0rd")).await;
    let mut variables = sent.variables();
    assert_eq!(take_password(&mut variables, "newPassword"), "n3w-passw0rd");
    assert_eq!(variables, json!({}));
}

#[tokio::test]
async fn a_change_for_nobody_or_of_nothing_is_not_sent() {
    let nobody = unsent(|client| client.set_password("n3w-passw0rd")).await;
    assert_eq!(nobody.kind(), ErrorKind::NotLoggedIn);
    let nothing = unsent(|client| client.with_token(HELD).update_password("", "new")).await;
    assert_eq!(nothing.message(), "argument `old_password` is empty");
}

#[tokio::test]
async fn a_wrong_old_password_has_its_code() {
    let client = client(&server(refusal(2203, "原密码错误"))).with_token(HELD);
    let error = client.update_password("wrong", "new").await.unwrap_err();
    assert_eq!(error.code(), Some(ErrorCode::OLD_PASSWORD_INCORRECT));
    assert_eq!(client.token().unwrap().expose(), HELD);
}

const RESET: &str = "mutation resetPassword($phone:String,$email:String,$code:String!,";

#[tokio::test]
async fn a_code_from_the_phone_resets_the_password() {
    let response = data("resetPassword", json!({"code": 200, "message": "重置密码成功！"}));
    let (sent, ()) = exchange_logged_in(response, |client| {
        client.reset_password_by_phone_code("13800000000", "1234", "n3w-passw0rd")
    })
    .await;
    sent.is_graphql(RESET);
    assert_eq!(sent.token(), None);
    let mut variables = sent.variables();
    assert_eq!(take_password(&mut variables, "newPassword"), "n3w-passw0rd");
    assert_eq!(variables, json!({"phone": "13800000000", "code": "1234"}));
}

#[tokio::test]
async fn a_code_from_a_phone_abroad_names_the_country() {
    let request =
        ResetPasswordByPhoneCode::new("5550100", "1234", "n3w-passw0rd").phone_country_code("+1");
    let response = data("resetPassword", json!({"code": 200, "message": ""}));
    let (sent, _) =
        exchange(response, |client| client.reset_password_by_phone_code_with(request)).await;
    let mut variables = sent.variables();
    take_password(&mut variables, "newPassword");
    assert_eq!(variables, json!({"phone": "5550100", "phoneCountryCode": "+1", "code": "1234"}));
}

#[tokio::test]
async fn a_code_from_an_email_resets_the_password() {
    let response = data("resetPassword", json!({"code": 200, "message": ""}));
    let (sent, _) = exchange_logged_in(response, |client| {
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
async fn a_first_login_sets_its_password() {
    let response = data("resetPasswordByFirstLoginToken", json!({"code": 200, "message": ""}));
    let (sent, ()) = exchange_logged_in(response, |client| {
        FirstLogin::from_token("first-token").set_password(client, "n3w-passw0rd")
    })
    .await;
    sent.is_graphql("mutation resetPasswordByFirstLoginToken($token:String!,$password:String!)");
    assert_eq!(sent.token(), None);
    let mut variables = sent.variables();
    assert_eq!(take_password(&mut variables, "password"), "n3w-passw0rd");
    assert_eq!(variables, json!({"token": "first-token"}));
}

#[tokio::test]
async fn an_enforced_change_sends_both_passwords_encrypted() {
    let response = data("resetPasswordByForceResetToken", json!({"code": 200, "message": ""}));
    let (sent, _) = exchange_logged_in(response, |client| {
        let step = PasswordReset::from_token("reset-token");
        step.set_password(client, "passw0rd", "n3w-passw0rd")
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

#[tokio::test]
async fn an_empty_argument_of_a_reset_is_named_and_not_sent() {
    for (error, argument) in [
        (unsent(|client| client.reset_password_by_phone_code("", "1", "new")).await, "phone"),
        (unsent(|client| client.reset_password_by_phone_code("1", "", "new")).await, "code"),
        (unsent(|client| client.reset_password_by_email_code(" ", "1", "new")).await, "email"),
        (unsent(|client| client.reset_password_by_email_code("b", "1", "")).await, "new_password"),
        (unsent(|client| FirstLogin::from_token("").set_password(client, "new")).await, "token"),
        (
            unsent(|client| PasswordReset::from_token("t").set_password(client, "", "new")).await,
            "old_password",
        ),
    ] {
        assert_eq!(error.message(), format!("argument `{argument}` is empty"));
    }
}

#[tokio::test(start_paused = true)]
async fn a_change_whose_fate_is_unknown_is_not_sent_again() {
    let server = ScriptedTransport::new(|_, _| Err(TransportError::broken("reset")));
    let client = client(&server).with_token(HELD);
    client.update_password("old", "new").await.unwrap_err();
    client.set_password("new").await.unwrap_err();
    client.reset_password_by_phone_code("13800000000", "1234", "new").await.unwrap_err();
    client.reset_password_by_email_code("bob@example.com", "1234", "new").await.unwrap_err();
    FirstLogin::from_token("token").set_password(&client, "new").await.unwrap_err();
    PasswordReset::from_token("token").set_password(&client, "old", "new").await.unwrap_err();
    assert_eq!(server.requests().len(), 6);
}

#[tokio::test]
async fn the_server_judges_a_password_as_it_is() {
    let response =
        data("checkPasswordStrength", json!({"valid": false, "message": "密码长度不能少于 6 位"}));
    let (sent, result) =
        exchange_logged_in(response, |client| client.check_password_strength("123")).await;
    sent.is_graphql("query checkPasswordStrength($password:String!)");
    assert_eq!(sent.token(), None);
    assert_eq!(sent.variables(), json!({"password": "123"}));
    assert!(!result.valid);
    assert_eq!(result.message.as_deref(), Some("密码长度不能少于 6 位"));
}

#[test]
fn the_level_of_a_password_is_judged_without_the_server() {
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
        assert_eq!(PasswordSecurityLevel::of(password), level, "{password}");
    }
    assert_eq!(PasswordSecurityLevel::High as u8, 3);
}

#[tokio::test]
async fn the_password_of_the_login_is_checked() {
    let response = data("checkPassword", json!({"code": 200, "message": "ok"}));
    let (sent, right) =
        exchange_logged_in(response, |client| client.check_password("passw0rd")).await;
    sent.is_graphql("query checkPassword($password:String!)");
    assert_eq!(sent.token(), Some(HELD));
    assert_eq!(decrypt(&sent.variables()["password"]), "passw0rd");
    assert_eq!(right.code, 200);
    let response = data("checkPassword", json!({"code": 2006, "message": null}));
    let (_, wrong) = exchange_logged_in(response, |client| client.check_password("no")).await;
    assert_eq!(wrong.code, 2006, "a wrong password is not an error");

    let nobody = unsent(|client| client.check_password("passw0rd")).await;
    assert_eq!(nobody.kind(), ErrorKind::NotLoggedIn);
    let nothing = unsent(|client| client.with_token(HELD).check_password("")).await;
    assert_eq!(nothing.message(), "argument `password` is empty");
}
