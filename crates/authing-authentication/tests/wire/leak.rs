//! No password, code, token or address shows where it does not belong.

use std::fmt::{Debug, Write as _};

use authing_authentication::{
    EmailProof, FirstLogin, LoginAccount, LoginByDirectory, LoginByEmail, LoginByEmailCode,
    LoginByPhoneCode, LoginByPhonePassword, LoginBySubAccount, LoginByUsername,
    LoginByWeChatMobile, LoginCode, LoginCredentials, LoginTokens, LoginWithCredentials,
    PasswordReset, PhoneProof, RegisterByEmail, RegisterByEmailCode, RegisterByPhoneCode,
    RegisterByUsername, ResetPasswordByPhoneCode, SendSmsCode, UpdateProfile, Upload,
    devices::MyDevice,
    types::{
        CustomData, EmailScene, Principal, PrincipalIdentity, RegisterProfile, SocialProvider,
        UpdateUserInput, UserKey,
    },
};
use authing_test_support::logged;
use bytes::Bytes;
use serde_json::json;

use crate::common::{builder, client, data, refusal, server, user};

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
    shown.add(&LoginByWeChatMobile::new(CANARY).state(CANARY).country(CANARY).lang(CANARY));
    shown.add(&PhoneProof::new(CANARY, CANARY).country_code(CANARY));
    shown.add(&EmailProof::new(CANARY, CANARY));
    shown.add(&Upload::bytes(CANARY, CANARY).content_type(CANARY));
    shown.add(&PrincipalIdentity::person(CANARY, CANARY, CANARY));
    shown.add(&PrincipalIdentity::enterprise(CANARY, CANARY, CANARY));
    for credentials in every_credential() {
        shown.add(&credentials);
        let request = LoginWithCredentials::new(credentials)
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

fn every_credential() -> Vec<LoginCredentials> {
    let accounts: [fn(String) -> LoginAccount; 4] =
        [LoginAccount::Any, LoginAccount::Username, LoginAccount::Email, LoginAccount::Phone];
    let mut all: Vec<_> =
        accounts.map(|account| LoginCredentials::password(account(CANARY.into()), CANARY)).into();
    all.push(LoginCredentials::email_code(CANARY, CANARY));
    all.push(LoginCredentials::phone_code(CANARY, CANARY));
    all.push(LoginCredentials::ldap(CANARY, CANARY));
    all.push(LoginCredentials::ad(CANARY, CANARY));
    all
}

#[test]
fn responses_hide_tokens_and_what_points_to_a_person() {
    let mut shown = Shown::default();
    let tokens: LoginTokens = serde_json::from_value(json!({
        "access_token": CANARY, "id_token": CANARY, "refresh_token": CANARY,
    }))
    .unwrap();
    shown.add(&tokens);
    let code: LoginCode = serde_json::from_value(json!({ "code": CANARY })).unwrap();
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
    let response = json!({
        "errors": [{"message": {"code": 2006, "message": "密码错误", "data": {"token": CANARY}}}],
        "data": null, "code": 2006, "message": "密码错误",
    });
    let server = server(response);
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
        client.with_token(CANARY).check_login_status(),
        client.refresh_token(),
        client.update_profile(changes.clone()),
        client.update_profile(changes.password(CANARY)),
        client.user_exists(UserKey::email(CANARY)),
        client.update_password(CANARY, CANARY),
        client.set_password(CANARY),
        client.reset_password_by_phone_code(CANARY, CANARY, CANARY),
        client.reset_password_by_email_code(CANARY, CANARY, CANARY),
        FirstLogin::from_token(CANARY).set_password(&client, CANARY),
        PasswordReset::from_token(CANARY).set_password(&client, CANARY, CANARY),
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
        client.list_departments(),
        client.list_roles(),
        client.has_role("editor"),
        client.list_applications(Default::default()).page(),
        client.in_namespace("default").list_authorized_resources(None),
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
        client.principal().get_opt(),
        client.principal().authenticate(PrincipalIdentity::person(CANARY, CANARY, CANARY)),
        client.events().publish("e", CANARY),
        client.login_for_code(
            LoginWithCredentials::new(LoginCredentials::email_code(CANARY, CANARY)),
            "https://app.example.com/cb",
        ),
        client.login_with_credentials(
            LoginWithCredentials::new(LoginCredentials::ad(CANARY, CANARY.repeat(100)))
                .encrypt_password(),
        ),
        client.logout_current_device(),
        client.with_token(CANARY).logout(),
    );
    for credentials in every_credential() {
        fails!(client.login_with_credentials(LoginWithCredentials::new(credentials)));
    }
    shown.is_clean();
}

#[tokio::test]
async fn a_message_of_the_server_is_shown_as_it_is() {
    let client = client(&server(refusal(2004, "用户不存在")));
    let error = client.login_by_username("bob", CANARY).await.unwrap_err();
    assert!(error.to_string().ends_with("用户不存在"));
}

mod factors {
    //! Second factors, QR codes and providers.

    use std::time::Duration;

    use authing_authentication::{
        LoginStep, MfaChallenge, MfaResponse,
        connections::{ConnectionMessage, PendingConnection, RelayMethod},
        mfa::{AuthenticatorSource, MfaContact},
        qr_codes::{GenerateQrCode, QrCode, QrScene, QrState, ScannedCode},
    };
    use futures_util::StreamExt as _;
    use serde_json::{Value, json};

    use super::{CANARY, FirstLogin, PasswordReset, Shown, client, server};

    fn rest(data: Value) -> Value {
        json!({"code": 200, "message": "", "data": data})
    }

    #[tokio::test]
    async fn steps_responses_and_what_is_bound_hide_what_they_hold() {
        let mut shown = Shown::default();
        let data = json!({
            "mfaToken": CANARY, "token": CANARY, "phone": CANARY, "email": CANARY,
            "nickname": CANARY,
        });
        for code in [1635, 1636, 1639, 2058, 1642] {
            let message = json!({"code": code, "message": "", "data": data});
            let refusal = json!({"errors": [{"message": message}], "data": null});
            let error = client(&server(refusal)).login_by_username("bob", CANARY).await;
            let error = error.unwrap_err();
            shown.add(&LoginStep::from_error(&error));
            shown.add(&MfaChallenge::from_error(&error));
            if let Some(LoginStep::Other(step)) = LoginStep::from_error(&error) {
                shown.add(&step);
            }
            shown.add(&error);
        }
        shown.add(&MfaChallenge::from_token(CANARY));
        shown.add(&FirstLogin::from_token(CANARY));
        shown.add(&PasswordReset::from_token(CANARY));
        let (phone, code) = (CANARY.to_owned(), CANARY.into());
        shown.add(&MfaResponse::Sms { phone, phone_country_code: Some(CANARY.into()), code });
        shown.add(&MfaResponse::Email { email: CANARY.into(), code: CANARY.into() });
        shown.add(&MfaResponse::Totp(CANARY.into()));
        shown.add(&MfaResponse::RecoveryCode(CANARY.into()));
        shown.add(&MfaResponse::Face { photo: CANARY.into() });
        shown.add(&MfaContact::phone(CANARY));
        shown.add(&MfaContact::email(CANARY));
        let made = json!({
            "secret": CANARY, "qrcode_uri": CANARY, "recovery_code": CANARY,
            "qrcode_data_url": "data:image/png;base64,Y2FuYXJ5",
        });
        let bob = client(&server(rest(made))).with_token(CANARY);
        let made = bob.mfa().associate_totp(AuthenticatorSource::User).await.unwrap();
        shown.add(&made);
        shown.add(&made.qr_picture());
        let list = json!([{"id": "1", "secret": CANARY, "recoveryCode": CANARY}]);
        let bob = client(&server(rest(list))).with_token(CANARY);
        shown.add(&bob.mfa().list_authenticators(AuthenticatorSource::User).await.unwrap());
        shown.add(&bob.mfa().with_challenge(&MfaChallenge::from_token(CANARY)));
        shown.is_clean();
    }

    #[tokio::test]
    async fn codes_and_their_states_hide_what_they_hold() {
        let mut shown = Shown::default();
        let request = GenerateQrCode::new(QrScene::App)
            .context([("source", CANARY)])
            .custom_data([("school", CANARY)])
            .connection_id(CANARY);
        shown.add(&request);
        let made = rest(json!({"random": CANARY, "url": CANARY, "customLogo": CANARY}));
        let code = client(&server(made)).qr_codes().generate(request).await.unwrap();
        shown.add(&code);
        shown.add(&QrCode::from_random(CANARY, Duration::from_secs(1)));
        shown.add(&ScannedCode::read(&code.text).unwrap());
        let person = json!({"nickname": CANARY, "photo": CANARY});
        for status in 0..6 {
            let result = json!({"code": 1642, "errmsg": "", "data": {"token": CANARY}});
            let response = json!({
                "status": status, "ticket": CANARY, "userInfo": person, "scannedResult": result,
            });
            let client = client(&server(rest(response)));
            shown.add(&client.qr_codes().status(&code.random).await.unwrap());
            let states = client.qr_codes().as_server(CANARY).watch(&code);
            shown.add(&client.qr_codes().as_server(CANARY));
            shown.add(&states);
            let first = states.without_exchange().next().await.unwrap().unwrap();
            assert!(!matches!(first, QrState::LoggedIn(_)));
            shown.add(&first);
        }
        shown.is_clean();
    }

    #[tokio::test]
    async fn what_comes_of_providers_hides_what_it_holds() {
        let mut shown = Shown::default();
        let identity = json!({
            "identityId": "1", "userIdInIdp": CANARY, "userInfoInIdp": {"login": CANARY},
            "accessToken": CANARY, "refreshToken": CANARY,
        });
        let bob = client(&server(rest(json!([identity])))).with_token(CANARY);
        shown.add(&bob.social().list_identities().await.unwrap());
        let begin = bob
            .social()
            .authorize("github")
            .context([("source", CANARY)])
            .custom_data([("school", CANARY)])
            .relay(RelayMethod::Query, format!("https://me.example.com/{CANARY}"));
        shown.add(&begin);
        let (_, pending) = begin.start().unwrap();
        shown.add(&pending);
        let kept = pending.to_secret().unwrap();
        shown.add(&kept);
        assert!(!shown.0.contains(pending.state().expose()));
        shown.add(&PendingConnection::from_secret(CANARY));
        let message =
            json!({"code": 200, "message": CANARY, "data": {"id": CANARY, "token": CANARY}});
        let message = ConnectionMessage::from_json(message.to_string()).unwrap();
        shown.add(&message);
        shown.add(&ConnectionMessage::from_query(CANARY));
        shown.add(&message.clone().state(CANARY));
        shown.add(&bob.finish_connection(message, pending).await.unwrap_err());
        shown.is_clean();
    }

    #[tokio::test]
    async fn errors_hide_what_the_calls_were_about() {
        let response = json!({"code": 2020, "message": "未登录", "data": {"token": CANARY}});
        let client = client(&server(response)).with_token(CANARY);
        let challenge = MfaChallenge::from_token(CANARY);
        let mut shown = Shown::default();
        macro_rules! fails {
            ($($call:expr),+ $(,)?) => {$(
                let call = $call;
                shown.add(&call);
                let error = call.await.unwrap_err();
                shown.add(&error);
                shown.0.push_str(&format!("{error} {}", error.report()));
            )+};
        }
        let source = AuthenticatorSource::User;
        fails!(
            challenge.verify_totp(&client, CANARY),
            challenge.verify_recovery_code(&client, CANARY),
            challenge.verify_sms(&client, CANARY, CANARY),
            challenge.verify_email(&client, CANARY, CANARY),
            challenge.verify_face(&client, CANARY),
            client.mfa().confirm_totp(CANARY, source.clone()),
            client.mfa().associate_totp(source),
            client.mfa().delete_totp(),
            client.mfa().associate_face_by_url(CANARY, CANARY),
            client.mfa().with_challenge(&challenge).is_bindable(MfaContact::phone(CANARY)),
            client.mfa().with_challenge(&MfaChallenge::from_token("a\ncanary")).delete_totp(),
            client.qr_codes().status(CANARY),
            client.qr_codes().exchange(CANARY),
            client.qr_codes().scan(CANARY),
            client.qr_codes().confirm(CANARY),
            client.qr_codes().cancel(CANARY),
            client.social().generate_link_url(CANARY, CANARY),
            client.social().unlink_identity(CANARY),
            client.social().list_identities(),
            client.enterprise().public_config(),
        );
        shown.is_clean();
    }
}
