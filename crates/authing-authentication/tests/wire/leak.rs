//! No password, code, token or address shows where it does not belong.

use std::fmt::{Debug, Write as _};

use authing_authentication::{
    LoginByEmail, LoginByPhoneCode, LoginByPhonePassword, LoginByUsername, RegisterByEmail,
    RegisterByPhoneCode, RegisterByUsername, ResetPasswordByPhoneCode, SendSmsCode, UpdateProfile,
    types::{CustomData, EmailScene, RegisterProfile, UpdateUserInput, UserKey},
};
use serde_json::json;

use crate::{
    common::{builder, client, data, refusal, server, user},
    logged::logged,
};

const CANARY: &str = "canary";

/// All that is shown, to be searched for the canary at the end.
#[derive(Default)]
struct Shown(String);

impl Shown {
    fn add(&mut self, value: &dyn Debug) {
        writeln!(self.0, "{value:?} {value:#?}").unwrap();
    }

    fn is_clean(&self) {
        assert!(!self.0.is_empty());
        assert!(!self.0.contains(CANARY), "{}", self.0);
    }
}

#[tokio::test]
async fn a_client_hides_its_secret_its_token_and_its_user() {
    let server = server(data("loginByUsername", user(CANARY, Some(CANARY))));
    let builder = builder(&server).secret(CANARY).token(CANARY);
    let mut shown = Shown::default();
    shown.add(&builder);
    let client = builder.build().unwrap();
    client.login_by_username("bob", CANARY).await.unwrap();
    shown.add(&client);
    shown.add(&client.with_token(CANARY));
    shown.add(&client.token());
    writeln!(shown.0, "{client}").unwrap();
    shown.is_clean();
}

#[test]
fn requests_hide_all_they_carry() {
    let data = CustomData::new().with("school", CANARY);
    let profile = RegisterProfile::new().nickname(CANARY);
    let context = [("source", CANARY)];
    let mut shown = Shown::default();
    shown.add(
        &RegisterByEmail::new(CANARY, CANARY)
            .profile(profile.clone())
            .custom_data(&data)
            .context(context)
            .phone_token(CANARY),
    );
    shown.add(&RegisterByUsername::new(CANARY, CANARY).profile(profile).email_token(CANARY));
    shown.add(&RegisterByPhoneCode::new(CANARY, CANARY).password(CANARY).context(context));
    shown.add(&LoginByEmail::new(CANARY, CANARY).captcha_code(CANARY).client_ip(CANARY));
    shown.add(&LoginByUsername::new(CANARY, CANARY).custom_data(&data));
    shown.add(&LoginByPhoneCode::new(CANARY, CANARY).context(context));
    shown.add(&LoginByPhonePassword::new(CANARY, CANARY));
    shown.add(&SendSmsCode::new(CANARY).phone_country_code(CANARY));
    shown.add(&ResetPasswordByPhoneCode::new(CANARY, CANARY, CANARY).phone_country_code(CANARY));
    let changes = UpdateUserInput::new().nickname(CANARY).password(CANARY);
    shown.add(&UpdateProfile::new(changes).email_token(CANARY).phone_token(CANARY));
    shown.is_clean();
}

#[test]
fn calls_errors_and_spans_hide_what_they_are_about() {
    let name = "leak::calls_errors_and_spans_hide_what_they_are_about";
    logged(name, calls_and_errors_are_clean(), |log| {
        assert!(log.contains("authentication.login_by_email"), "{log}");
        assert!(!log.contains(CANARY), "{log}");
    });
}

async fn calls_and_errors_are_clean() {
    let answer = json!({
        "errors": [{"message": {"code": 2006, "message": "密码错误", "data": {"token": CANARY}}}],
        "data": null, "code": 2006, "message": "密码错误",
    });
    let client = client(&server(answer)).with_token(CANARY);
    let mut shown = Shown::default();
    macro_rules! fails {
        ($($call:expr),+ $(,)?) => {$(
            let call = $call;
            shown.add(&call);
            let error = call.await.unwrap_err();
            shown.add(&error);
            writeln!(shown.0, "{error} {}", error.report()).unwrap();
        )+};
    }
    let changes = UpdateUserInput::new().nickname(CANARY);
    let custom_data = CustomData::new().with("school", CANARY);
    fails!(
        client.register_by_email(CANARY, CANARY),
        client.register_by_username(CANARY, CANARY),
        client.register_by_phone_code(CANARY, CANARY),
        client.login_by_email(CANARY, CANARY),
        client.login_by_username(CANARY, CANARY),
        client.login_by_phone_code(CANARY, CANARY),
        client.login_by_phone_password(CANARY, CANARY),
        client.login_by_username(CANARY, CANARY.repeat(100)),
        client.send_sms_code(CANARY),
        client.send_email(CANARY, EmailScene::ResetPassword),
        client.current_user(),
        client.check_login_status(Some(CANARY.into())),
        client.refresh_token(),
        client.update_profile(changes.clone()),
        client.update_profile(changes.password(CANARY)),
        client.is_user_exists(UserKey::email(CANARY)),
        client.update_password(CANARY, Some(CANARY.into())),
        client.reset_password_by_phone_code(CANARY, CANARY, CANARY),
        client.reset_password_by_email_code(CANARY, CANARY, CANARY),
        client.reset_password_by_first_login_token(CANARY, CANARY),
        client.reset_password_by_force_reset_token(CANARY, CANARY, CANARY),
        client.check_password_strength(CANARY),
        client.set_custom_data(&custom_data),
        client.set_custom_data_item("school", CANARY),
        client.remove_custom_data("school"),
        client.with_token(format!("{CANARY}\n")).current_user(),
        client.logout(),
    );
    shown.is_clean();
}

#[tokio::test]
async fn a_message_of_the_server_is_shown_as_it_is() {
    let client = client(&server(refusal(2004, "用户不存在")));
    let error = client.login_by_username("bob", CANARY).await.unwrap_err();
    assert!(error.to_string().ends_with("用户不存在"));
}
