//! No password, code, token or address shows where it does not belong. Every call and every type that
//! can be made are looked at in `tests/tests/leaks`; here is what only a scripted server brings.

use std::fmt::{Debug, Write as _};

use authing_authentication::{
    FirstLogin, LoginCode, LoginTokens, PasswordReset, devices::MyDevice, types::Principal,
};
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
}
