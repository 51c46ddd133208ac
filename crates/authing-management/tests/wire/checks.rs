//! The calls that belong to no area.

use authing_management::{ErrorKind, types::EmailScene};
use serde_json::json;

use crate::common::{data, done, exchange, refused, rest};

#[tokio::test]
async fn send_email() {
    let (sent, email) = exchange(done("sendEmail"), |client| {
        client.send_email("bob@example.com", EmailScene::ResetPassword)
    })
    .await;
    sent.is_graphql(
        "mutation sendEmail(",
        json!({"email": "bob@example.com", "scene": "RESET_PASSWORD"}),
    );
    email.unwrap();
    let error = refused(|client| client.send_email("", EmailScene::VerifyEmail)).await;
    assert_eq!(error, "send_email failed: argument `email` is empty");
}

#[tokio::test]
async fn check_login_status() {
    let answer = json!({"code": 2206, "message": "expired", "status": false, "data": null});
    let (sent, status) =
        exchange(data("checkLoginStatus", answer), |client| client.check_login_status("token"))
            .await;
    sent.is_graphql("query checkLoginStatus(", json!({"token": "token"}));
    let status = status.unwrap();
    assert_eq!((status.status, status.code), (Some(false), Some(2206)));
    let error = refused(|client| client.check_login_status("")).await;
    assert_eq!(error, "check_login_status failed: argument `token` is empty");
}

#[tokio::test]
async fn is_password_valid() {
    let check = |verdicts| exchange(rest(verdicts), |client| client.is_password_valid("passw0rd"));
    let (sent, verdict) = check(json!([{"valid": true, "message": "ok"}])).await;
    sent.is_rest("POST", "/api/v2/password/check", json!({"password": "passw0rd"}));
    assert!(verdict.unwrap().valid);
    let (_, verdict) = check(json!([{"valid": true}, {"valid": false, "message": "weak"}])).await;
    let verdict = verdict.unwrap();
    assert_eq!((verdict.valid, verdict.message.as_deref()), (false, Some("weak")));
    let (_, nothing) = check(json!([])).await;
    assert_eq!(
        nothing.unwrap_err().kind(),
        ErrorKind::Decode,
        "without a verdict nothing is approved"
    );
}
