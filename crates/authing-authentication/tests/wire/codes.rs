//! One-time codes.

use authing_authentication::{ErrorCode, ErrorKind, SendSmsCode, SmsScene, types::EmailScene};
use authing_core::{TransportError, test_util::ScriptedTransport};
use serde_json::json;

use crate::common::{client, data, exchange, exchange_logged_in, refusal, server, unsent};

#[tokio::test]
async fn a_code_goes_to_a_phone() {
    let response = json!({"code": 200, "message": "发送成功"});
    let (sent, ()) =
        exchange_logged_in(response, |client| client.send_sms_code("13800000000")).await;
    sent.is_rest("POST", "/api/v2/sms/send", json!({"phone": "13800000000"}));
    assert_eq!(sent.token(), None);
}

#[tokio::test]
async fn a_code_carries_country_and_scene() {
    for (scene, word) in [
        (SmsScene::Login, "login"),
        (SmsScene::Register, "register"),
        (SmsScene::Reset, "reset"),
        (SmsScene::Bind, "bind"),
        (SmsScene::Unbind, "unbind"),
        (SmsScene::MfaBind, "mfa-bind"),
        (SmsScene::MfaVerify, "mfa-verify"),
        (SmsScene::MfaUnbind, "mfa-unbind"),
        (SmsScene::CompletePhone, "complete-phone"),
        (SmsScene::from("new-scene"), "new-scene"),
    ] {
        let request = SendSmsCode::new("5550100").phone_country_code("+1").scene(scene);
        let response = json!({"code": 200, "message": "发送成功"});
        let (sent, _) = exchange(response, |client| client.send_sms_code(request)).await;
        let body = json!({"phone": "5550100", "phoneCountryCode": "+1", "scene": word});
        sent.is_rest("POST", "/api/v2/sms/send", body);
    }
}

#[tokio::test]
async fn an_email_is_sent_for_its_scene() {
    let response = data("sendEmail", json!({"code": 200, "message": ""}));
    let (sent, ()) = exchange_logged_in(response, |client| {
        client.send_email("bob@example.com", EmailScene::ResetPassword)
    })
    .await;
    sent.is_graphql(
        "mutation sendEmail($email:String!,$scene:EmailScene!){sendEmail(email:$email,scene:$scene)",
    );
    assert_eq!(sent.token(), None);
    assert_eq!(sent.variables(), json!({"email": "bob@example.com", "scene": "RESET_PASSWORD"}));
}

#[tokio::test]
async fn a_code_asked_for_too_soon_is_rate_limited() {
    let client = client(&server(refusal(2080, "请稍后再试")));
    let error = client.send_email("bob@example.com", EmailScene::ChangeEmail).await.unwrap_err();
    assert!(error.is_rate_limited());
    assert_eq!(error.code(), Some(ErrorCode::CODE_REQUESTED_TOO_SOON));
}

#[tokio::test]
async fn a_message_that_does_not_say_success_is_an_error_with_its_code() {
    let refused = json!({"code": 500, "message": "发送失败"});
    let graphql = client(&server(data("sendEmail", refused.clone())));
    let email = graphql.send_email("bob@example.com", EmailScene::ResetPassword);
    let rest = client(&server(refused));
    for error in [email.await.unwrap_err(), rest.send_sms_code("13800000000").await.unwrap_err()] {
        assert_eq!((error.kind(), error.code()), (ErrorKind::Api, Some(ErrorCode::FAILED)));
        assert_eq!(error.message(), "发送失败");
    }
}

#[tokio::test]
async fn a_code_to_nobody_is_not_sent() {
    let phone = unsent(|client| client.send_sms_code(" ")).await;
    assert_eq!((phone.kind(), phone.message()), (ErrorKind::Input, "argument `phone` is empty"));
    let email = unsent(|client| client.send_email("", EmailScene::ResetPassword)).await;
    assert_eq!((email.kind(), email.message()), (ErrorKind::Input, "argument `email` is empty"));
}

#[tokio::test(start_paused = true)]
async fn a_code_whose_fate_is_unknown_is_not_sent_again() {
    let server = ScriptedTransport::new(|_, _| Err(TransportError::broken("reset")));
    let client = client(&server);
    client.send_sms_code("13800000000").await.unwrap_err();
    client.send_email("bob@example.com", EmailScene::ResetPassword).await.unwrap_err();
    assert_eq!(server.requests().len(), 2);
}
