//! Login on the third version of the interface.

use authing_authentication::{
    ErrorCode, ErrorKind, LoginAccount, LoginCredentials, LoginWithCredentials, types::CustomData,
};
use serde_json::{Value, json};

use crate::common::{HELD, builder, client, decrypt, exchange, only, server, unsent};

/// A point of the curve that SM2 uses: its generator.
#[cfg(feature = "sm2")]
const SM2_KEY: &str = "0432c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7\
                       bc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0";

fn tokens() -> Value {
    json!({
        "statusCode": 200,
        "message": "",
        "data": {
            "access_token": "access",
            "id_token": "id",
            "refresh_token": "refresh",
            "scope": "openid",
            "token_type": "Bearer",
            "expire_in": 1_209_600,
        },
    })
}

fn password() -> LoginCredentials {
    LoginCredentials::password(LoginAccount::Any("bob".into()), "passw0rd")
}

#[tokio::test]
async fn each_kind_of_credentials_has_its_payload() {
    let account = |account| LoginCredentials::password(account, "passw0rd");
    let abroad = LoginCredentials::PhoneCode {
        phone: "5550100".into(),
        country_code: Some("+1".into()),
        code: "1234".into(),
    };
    for (credentials, connection, field, payload) in [
        (
            password(),
            "PASSWORD",
            "passwordPayload",
            json!({"account": "bob", "password": "passw0rd"}),
        ),
        (
            account(LoginAccount::Username("bob".into())),
            "PASSWORD",
            "passwordPayload",
            json!({"username": "bob", "password": "passw0rd"}),
        ),
        (
            account(LoginAccount::Email("bob@example.com".into())),
            "PASSWORD",
            "passwordPayload",
            json!({"email": "bob@example.com", "password": "passw0rd"}),
        ),
        (
            account(LoginAccount::Phone("13800000000".into())),
            "PASSWORD",
            "passwordPayload",
            json!({"phone": "13800000000", "password": "passw0rd"}),
        ),
        (
            LoginCredentials::email_code("bob@example.com", "1234"),
            "PASSCODE",
            "passCodePayload",
            json!({"email": "bob@example.com", "passCode": "1234"}),
        ),
        (
            abroad,
            "PASSCODE",
            "passCodePayload",
            json!({"phone": "5550100", "phoneCountryCode": "+1", "passCode": "1234"}),
        ),
        (
            LoginCredentials::ldap("bob", "passw0rd"),
            "LDAP",
            "ldapPayload",
            json!({"sAMAccountName": "bob", "password": "passw0rd"}),
        ),
        (
            LoginCredentials::ad("bob", "passw0rd"),
            "AD",
            "adPayload",
            json!({"sAMAccountName": "bob", "password": "passw0rd"}),
        ),
    ] {
        let request = LoginWithCredentials::new(credentials);
        let (sent, _) = exchange(tokens(), |client| client.login_with_credentials(request)).await;
        let body = json!({"connection": connection, field: payload, "client_id": "app"});
        sent.is_rest("POST", "/api/v3/signin", body);
        assert_eq!(sent.token(), None);
    }
}

#[tokio::test]
async fn a_login_carries_every_option_and_the_application_s_secret() {
    let server = server(tokens());
    let client = builder(&server).secret("app-secret").build().unwrap();
    let request = LoginWithCredentials::new(LoginCredentials::phone_code("13800000000", "1234"))
        .scope("openid offline_access")
        .client_ip("203.0.113.7")
        .context([("source", "sale")])
        .tenant_id("tenant")
        .custom_data(&CustomData::new().with("age", 22))
        .auto_register(true)
        .captcha("x7Fq", "captcha-token")
        .state("state")
        .nonce("nonce")
        // There is no password here to encrypt.
        .encrypt_password();
    let tokens = client.login_with_credentials(request).await.unwrap();
    assert_eq!(
        only(&server).body(),
        json!({
            "connection": "PASSCODE",
            "passCodePayload": {"phone": "13800000000", "passCode": "1234"},
            "client_id": "app",
            "client_secret": "app-secret",
            "options": {
                "scope": "openid offline_access",
                "clientIp": "203.0.113.7",
                "context": {"source": "sale"},
                "tenantId": "tenant",
                "customData": {"age": 22},
                "autoRegister": true,
                "captchaCode": "x7Fq",
                "captchaToken": "captcha-token",
                "state": "state",
                "nonce": "nonce",
            },
        })
    );
    assert_eq!(tokens.access_token.expose(), "access");
    assert_eq!(tokens.refresh_token.unwrap().expose(), "refresh");
    assert_eq!((tokens.expires_in, tokens.scope.as_deref()), (Some(1_209_600), Some("openid")));
    assert_eq!(tokens.token_type.as_deref(), Some("Bearer"));
}

#[tokio::test]
async fn a_password_is_encrypted_with_rsa_where_that_is_asked_for() {
    for (credentials, field) in [
        (password(), "passwordPayload"),
        (LoginCredentials::ldap("bob", "passw0rd"), "ldapPayload"),
        (LoginCredentials::ad("bob", "passw0rd"), "adPayload"),
    ] {
        let request = LoginWithCredentials::new(credentials).encrypt_password();
        let (sent, _) = exchange(tokens(), |client| client.login_with_credentials(request)).await;
        let body = sent.body();
        assert_eq!(body["options"], json!({"passwordEncryptType": "rsa"}));
        assert_eq!(decrypt(&body[field]["password"]), "passw0rd");
    }
}

#[cfg(feature = "sm2")]
#[tokio::test]
async fn a_password_is_encrypted_with_sm2_where_the_client_has_such_a_key() {
    let server = server(tokens());
    let key = authing_authentication::PasswordEncryption::Sm2PublicKey(SM2_KEY.to_owned());
    let client = builder(&server).password_encryption(key).build().unwrap();
    let request = LoginWithCredentials::new(password()).encrypt_password();
    client.login_with_credentials(request).await.unwrap();
    let body = only(&server).body();
    assert_eq!(body["options"], json!({"passwordEncryptType": "sm2"}));
    let sent = body["passwordPayload"]["password"].as_str().unwrap();
    // 64 bytes of the point, 32 of the digest, 8 of the password, and no mark of the cipher.
    assert_eq!(sent.len(), 2 * (64 + 32 + 8));
    assert!(sent.bytes().all(|byte| byte.is_ascii_hexdigit()), "{sent}");
}

#[tokio::test]
async fn the_id_token_takes_the_place_of_the_log_in_before() {
    let logged_in = client(&server(tokens())).with_token(HELD);
    logged_in.login_with_credentials(LoginWithCredentials::new(password())).await.unwrap();
    assert_eq!(logged_in.token().unwrap().expose(), "id");
    assert!(logged_in.user().is_none());
    let mut without = tokens();
    without["data"]["id_token"].take();
    let client = client(&server(without)).with_token(HELD);
    client.login_with_credentials(LoginWithCredentials::new(password())).await.unwrap();
    assert!(client.token().is_none(), "the next call must not act as the user before");
}

#[tokio::test]
async fn a_login_for_a_code_says_where_it_is_for_and_leaves_the_login_alone() {
    let response = json!({
        "statusCode": 200, "message": "", "data": {"code": "the-code", "state": "state"},
    });
    let server = server(response);
    let client = client(&server).with_token(HELD);
    let request = LoginWithCredentials::new(password()).state("state");
    let response = client.login_for_code(request, "https://app.example.com/cb").await.unwrap();
    assert_eq!((response.code.expose(), response.state.as_deref()), ("the-code", Some("state")));
    let sent = only(&server);
    assert_eq!(
        sent.body()["options"],
        json!({
            "responseType": "code",
            "redirectUri": "https://app.example.com/cb",
            "state": "state",
        })
    );
    assert_eq!((sent.token(), client.token().unwrap().expose()), (None, HELD));
}

#[tokio::test]
async fn a_refusal_inside_of_an_http_success_is_an_error_with_its_own_code() {
    let response = json!({
        "statusCode": 403, "apiCode": 2333, "message": "账号或密码错误", "requestId": "r-1",
    });
    let client = client(&server(response)).with_token(HELD);
    let error =
        client.login_with_credentials(LoginWithCredentials::new(password())).await.unwrap_err();
    assert_eq!(error.code(), Some(ErrorCode::ACCOUNT_OR_PASSWORD_INCORRECT));
    assert_eq!(error.request_id(), Some("r-1"));
    assert_eq!(client.token().unwrap().expose(), HELD);
}

#[tokio::test]
async fn empty_credentials_are_named_and_not_sent() {
    let nobody = LoginCredentials::password(LoginAccount::Email(" ".into()), "passw0rd");
    for (credentials, argument) in [
        (nobody, "account"),
        (LoginCredentials::password(LoginAccount::Any("bob".into()), ""), "password"),
        (LoginCredentials::email_code("", "1234"), "email"),
        (LoginCredentials::phone_code("13800000000", ""), "code"),
        (LoginCredentials::ldap("", "passw0rd"), "account"),
        (LoginCredentials::ad("bob", ""), "password"),
    ] {
        let error =
            unsent(|client| client.login_with_credentials(LoginWithCredentials::new(credentials)))
                .await;
        assert_eq!(error.kind(), ErrorKind::Input);
        assert_eq!(error.message(), format!("argument `{argument}` is empty"));
    }
    let error =
        unsent(|client| client.login_for_code(LoginWithCredentials::new(password()), "")).await;
    assert_eq!(error.message(), "argument `redirect_uri` is empty");
}
