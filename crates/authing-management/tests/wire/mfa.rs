//! The MFA area.

use authing_management::mfa::{ImportTotp, MfaKey, MfaType};
use serde_json::{Value, json};

use crate::common::{ID, data, exchange, refused, rest};

#[tokio::test]
async fn get_status() {
    let answer = rest(json!({"OTP": true, "FACE": false, "LATER": true}));
    let (sent, status) = exchange(answer, |client| client.mfa().get_status(ID)).await;
    sent.is_rest("GET", &format!("/api/v2/users/{ID}/mfa-bound"), Value::Null);
    let status = status.unwrap();
    assert_eq!((status.otp, status.face), (true, false));
    let error = refused(|client| client.mfa().get_status("")).await;
    assert_eq!(error, "mfa.get_status failed: argument `user_id` is empty");
}

#[tokio::test]
async fn disassociate() {
    for (factor, name) in [(MfaType::Otp, "OTP"), (MfaType::Face, "FACE")] {
        let (sent, done) =
            exchange(rest(Value::Null), |client| client.mfa().disassociate("a/b", factor)).await;
        sent.is_rest("DELETE", &format!("/api/v2/users/a%2Fb/mfa-bound?type={name}"), Value::Null);
        done.unwrap();
    }
    let error = refused(|client| client.mfa().disassociate("", MfaType::Otp)).await;
    assert_eq!(error, "mfa.disassociate failed: argument `user_id` is empty");
}

#[tokio::test]
async fn import_totp() {
    let answer = rest(json!({
        "id": "m1",
        "userId": ID,
        "enable": true,
        "secret": "canary-key",
        "authenticatorType": "totp",
        "recoveryCode": "canary-code",
        "createdAt": "2021-09-24T07:29:51.123Z",
        "updatedAt": "2021-09-24T07:29:51.123Z",
    }));
    let request = ImportTotp::new(ID, "canary-key").recovery_code("canary-code");
    assert!(!format!("{request:?}").contains("canary"));
    let (sent, made) = exchange(answer.clone(), |client| client.mfa().import_totp(request)).await;
    let body = json!({"userId": ID, "secret": "canary-key", "recoveryCode": "canary-code"});
    sent.is_rest("POST", "/api/v2/mfa/totp/import", body);
    let made = made.unwrap();
    assert_eq!(made.recovery_code.as_ref().unwrap().expose(), "canary-code");
    assert!(!format!("{made:?}{}", serde_json::to_string(&made).unwrap()).contains("canary"));

    let (sent, _) =
        exchange(answer, |client| client.mfa().import_totp(ImportTotp::new(ID, "key"))).await;
    sent.is_rest("POST", "/api/v2/mfa/totp/import", json!({"userId": ID, "secret": "key"}));
    for (request, argument) in [
        (ImportTotp::new("", "key"), "`user_id`"),
        (ImportTotp::new(ID, " "), "`secret`"),
        (ImportTotp::new(ID, "key").recovery_code(""), "`recovery_code`"),
    ] {
        let error = refused(|client| client.mfa().import_totp(request)).await;
        assert!(error.contains(argument), "{error}");
    }
}

fn factor(enable: bool) -> Value {
    json!({"id": "m", "userId": ID, "userPoolId": "pool", "enable": enable, "secret": "canary"})
}

#[tokio::test]
async fn find() {
    let (sent, found) =
        exchange(data("queryMfa", factor(true)), |client| client.mfa().find(MfaKey::user(ID)))
            .await;
    sent.is_graphql("query queryMfa(", json!({"userId": ID, "userPoolId": "pool"}));
    let found = found.unwrap().unwrap();
    assert_eq!(found.secret.as_ref().unwrap().expose(), "canary");
    assert!(!format!("{found:?}").contains("canary"));
    let (sent, found) =
        exchange(data("queryMfa", Value::Null), |client| client.mfa().find(MfaKey::id("m"))).await;
    sent.is_graphql("query queryMfa(", json!({"id": "m"}));
    assert_eq!(found.unwrap(), None);
    let error = refused(|client| client.mfa().find(MfaKey::user(" "))).await;
    assert_eq!(error, "mfa.find failed: argument `user_id` is empty");
}

#[tokio::test]
async fn a_factor_is_switched_and_gets_another_key() {
    let (sent, changed) =
        exchange(data("changeMfa", factor(false)), |client| client.mfa().disable(MfaKey::id("m")))
            .await;
    sent.is_graphql("mutation changeMfa(", json!({"id": "m", "enable": false}));
    assert!(!changed.unwrap().enable);
    let (sent, changed) =
        exchange(data("changeMfa", factor(true)), |client| client.mfa().enable(MfaKey::user(ID)))
            .await;
    sent.is_graphql(
        "mutation changeMfa(",
        json!({"userId": ID, "userPoolId": "pool", "enable": true}),
    );
    assert!(changed.unwrap().enable);
    let (sent, _) = exchange(data("changeMfa", factor(true)), |client| {
        client.mfa().refresh_secret(MfaKey::user(ID))
    })
    .await;
    sent.is_graphql(
        "mutation changeMfa(",
        json!({"userId": ID, "userPoolId": "pool", "refresh": true}),
    );
    let (_, nothing) = exchange(data("changeMfa", Value::Null), |client| {
        client.mfa().refresh_secret(MfaKey::user(ID))
    })
    .await;
    assert!(nothing.unwrap_err().is_not_found(), "nothing was changed");
    let error = refused(|client| client.mfa().enable(MfaKey::id(""))).await;
    assert_eq!(error, "mfa.enable failed: argument `id` is empty");
}
