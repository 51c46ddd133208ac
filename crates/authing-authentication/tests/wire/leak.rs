//! No password, code, token or address shows where it does not belong.

use std::fmt::{Debug, Write as _};

use authing_authentication::{
    EmailProof, LoginByDirectory, LoginByEmail, LoginByEmailCode, LoginByPhoneCode,
    LoginByPhonePassword, LoginBySubAccount, LoginByUsername, LoginByWechatMobile, PhoneProof,
    RegisterByEmail, RegisterByEmailCode, RegisterByPhoneCode, RegisterByUsername,
    ResetPasswordByPhoneCode, SendSmsCode, SignIn, SignInAccount, SignInCode, SignInCredentials,
    SignInTokens, UpdateProfile, Upload,
    devices::MyDevice,
    types::{
        CustomData, EmailScene, Principal, PrincipalIdentity, RegisterProfile, SocialProvider,
        UpdateUserInput, UserKey,
    },
};
use bytes::Bytes;
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
    shown.add(
        &RegisterByEmailCode::new(CANARY, CANARY)
            .profile(RegisterProfile::new().nickname(CANARY))
            .custom_data(&data)
            .context(context)
            .phone_token(CANARY),
    );
    shown.add(&LoginByEmailCode::new(CANARY, CANARY).custom_data(&data).context(context));
    shown.add(&LoginByDirectory::new(CANARY, CANARY).client_ip(CANARY));
    shown.add(&LoginBySubAccount::new(CANARY, CANARY).captcha_code(CANARY).client_ip(CANARY));
    shown.add(&LoginByWechatMobile::new(CANARY).state(CANARY).country(CANARY).lang(CANARY));
    shown.add(&PhoneProof::new(CANARY, CANARY).country_code(CANARY));
    shown.add(&EmailProof::new(CANARY, CANARY));
    shown.add(&Upload::bytes(CANARY, CANARY).content_type(CANARY));
    shown.add(&PrincipalIdentity::person(CANARY, CANARY, CANARY));
    shown.add(&PrincipalIdentity::enterprise(CANARY, CANARY, CANARY));
    for credentials in every_credential() {
        shown.add(&credentials);
        let request = SignIn::new(credentials)
            .custom_data(&data)
            .context(context)
            .captcha(CANARY, CANARY)
            .client_ip(CANARY)
            .state(CANARY)
            .nonce(CANARY);
        shown.add(&request);
    }
    shown.is_clean();
}

fn every_credential() -> Vec<SignInCredentials> {
    let accounts: [fn(String) -> SignInAccount; 4] =
        [SignInAccount::Any, SignInAccount::Username, SignInAccount::Email, SignInAccount::Phone];
    let mut all: Vec<_> =
        accounts.map(|account| SignInCredentials::password(account(CANARY.into()), CANARY)).into();
    all.push(SignInCredentials::email_code(CANARY, CANARY));
    all.push(SignInCredentials::phone_code(CANARY, CANARY));
    all.push(SignInCredentials::ldap(CANARY, CANARY));
    all.push(SignInCredentials::ad(CANARY, CANARY));
    all
}

#[test]
fn answers_hide_tokens_and_what_points_to_a_person() {
    let mut shown = Shown::default();
    let tokens: SignInTokens = serde_json::from_value(json!({
        "access_token": CANARY, "id_token": CANARY, "refresh_token": CANARY,
    }))
    .unwrap();
    shown.add(&tokens);
    let code: SignInCode = serde_json::from_value(json!({ "code": CANARY })).unwrap();
    shown.add(&code);
    let device: MyDevice = serde_json::from_value(json!({
        "device": {"name": CANARY, "deviceUniqueId": CANARY}, "lastIp": CANARY,
    }))
    .unwrap();
    shown.add(&device);
    let principal: Principal = serde_json::from_value(json!({
        "id": "1", "principalName": CANARY, "principalCode": CANARY,
    }))
    .unwrap();
    shown.add(&principal);
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
    let server = server(answer);
    let client = builder(&server).user_pool_id("pool").token(CANARY).build().unwrap();
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
        client.register_by_email_code(CANARY, CANARY),
        client.login_by_email_code(CANARY, CANARY),
        client.login_by_sub_account(CANARY, CANARY),
        client.login_by_sub_account(CANARY, CANARY.repeat(100)),
        client.login_by_ldap(CANARY, CANARY),
        client.login_by_ad(CANARY, CANARY),
        client.login_by_wechat_mobile(CANARY),
        client.bind_phone(PhoneProof::new(CANARY, CANARY)),
        client
            .update_phone(PhoneProof::new(CANARY, CANARY), Some(PhoneProof::new(CANARY, CANARY)),),
        client.unbind_phone(),
        client.bind_email(EmailProof::new(CANARY, CANARY)),
        client
            .update_email(EmailProof::new(CANARY, CANARY), Some(EmailProof::new(CANARY, CANARY)),),
        client.unbind_email(),
        client.link_account(CANARY, CANARY),
        client.unlink_account(CANARY, SocialProvider::GitHub),
        client.list_orgs(),
        client.list_departments(None),
        client.list_roles(None),
        client.has_role("editor", None),
        client.list_applications(Default::default()).page(),
        client.list_authorized_resources("default", None),
        client.get_security_level(),
        client.upload_avatar(Upload::bytes(CANARY, CANARY)),
        client.upload_avatar(Upload::stream(
            CANARY,
            futures_util::stream::iter([Ok::<_, std::io::Error>(Bytes::from(CANARY))]),
            99,
        )),
        client.devices().list(),
        client.devices().logout("1"),
        client.devices().unbind("1"),
        client.principal().detail(),
        client.principal().authenticate(PrincipalIdentity::person(CANARY, CANARY, CANARY)),
        client.events().publish("e", CANARY),
        client.sign_in_for_code(
            SignIn::new(SignInCredentials::email_code(CANARY, CANARY)),
            "https://app.example.com/cb",
        ),
        client.sign_in_with_credentials(
            SignIn::new(SignInCredentials::ad(CANARY, CANARY.repeat(100))).encrypt_password(),
        ),
        client.logout_current_device(),
        client.with_token(CANARY).logout(),
    );
    for credentials in every_credential() {
        fails!(client.sign_in_with_credentials(SignIn::new(credentials)));
    }
    shown.is_clean();
}

#[tokio::test]
async fn a_message_of_the_server_is_shown_as_it_is() {
    let client = client(&server(refusal(2004, "用户不存在")));
    let error = client.login_by_username("bob", CANARY).await.unwrap_err();
    assert!(error.to_string().ends_with("用户不存在"));
}
