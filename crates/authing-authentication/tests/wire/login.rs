//! Login.

use authing_authentication::{
    AuthenticationClient, Call, ErrorCode, ErrorKind, LoginByEmail, LoginByPhoneCode,
    LoginByPhonePassword, LoginBySubAccount, LoginByUsername, MfaChallenge, MfaOrigin,
    types::{CustomData, User},
};
use authing_core::{TransportError, test_util::ScriptedTransport};
use serde_json::{Value, json};

use crate::common::{
    HELD, ID, client, data, exchange, only, refusal, server, take_password, unsent, user,
};

#[tokio::test]
async fn an_email_address_and_a_password_log_in() {
    let response = data("loginByEmail", user(ID, Some("new-token")));
    let (sent, bob) =
        exchange(response, |client| client.login_by_email("bob@example.com", "passw0rd")).await;
    assert_eq!((bob.id.as_str(), bob.token.unwrap().expose()), (ID, "new-token"));
    sent.is_graphql("mutation loginByEmail($input:LoginByEmailInput!){loginByEmail(input:$input)");
    assert!(sent.body()["query"].as_str().unwrap().contains("customData{"));
    let mut variables = sent.variables();
    assert_eq!(take_password(&mut variables["input"], "password"), "passw0rd");
    assert_eq!(variables, json!({"input": {"email": "bob@example.com"}}));
}

#[tokio::test]
async fn an_email_log_in_carries_every_option() {
    let request = LoginByEmail::new("bob@example.com", "passw0rd")
        .auto_register(true)
        .captcha_code("x7Fq")
        .client_ip("203.0.113.7")
        .custom_data(&CustomData::new().with("age", 22))
        .context([("source", "sale")]);
    let response = data("loginByEmail", user(ID, Some("new-token")));
    let (sent, _) = exchange(response, |client| client.login_by_email_with(request)).await;
    let mut input = sent.variables()["input"].clone();
    take_password(&mut input, "password");
    assert_eq!(
        input,
        json!({
            "email": "bob@example.com",
            "autoRegister": true,
            "captchaCode": "x7Fq",
            "clientIp": "203.0.113.7",
            "params": r#"[{"key":"age","value":22}]"#,
            "context": r#"{"source":"sale"}"#,
        })
    );
}

#[tokio::test]
async fn a_username_and_a_password_log_in() {
    let response = data("loginByUsername", user(ID, Some("new-token")));
    let (sent, _) = exchange(response, |client| client.login_by_username("bob", "passw0rd")).await;
    sent.is_graphql(
        "mutation loginByUsername($input:LoginByUsernameInput!){loginByUsername(input:$input)",
    );
    let mut variables = sent.variables();
    assert_eq!(take_password(&mut variables["input"], "password"), "passw0rd");
    assert_eq!(variables, json!({"input": {"username": "bob"}}));
}

#[tokio::test]
async fn a_username_log_in_carries_every_option() {
    let request = LoginByUsername::new("bob", "passw0rd")
        .auto_register(false)
        .captcha_code("x7Fq")
        .client_ip("203.0.113.7")
        .custom_data(&CustomData::new().with("age", 22))
        .context([("source", "sale")]);
    let response = data("loginByUsername", user(ID, Some("new-token")));
    let (sent, _) = exchange(response, |client| client.login_by_username_with(request)).await;
    let mut input = sent.variables()["input"].clone();
    take_password(&mut input, "password");
    assert_eq!(
        input,
        json!({
            "username": "bob",
            "autoRegister": false,
            "captchaCode": "x7Fq",
            "clientIp": "203.0.113.7",
            "params": r#"[{"key":"age","value":22}]"#,
            "context": r#"{"source":"sale"}"#,
        })
    );
}

#[tokio::test]
async fn a_phone_number_and_its_code_log_in() {
    let response = data("loginByPhoneCode", user(ID, Some("new-token")));
    let (sent, _) =
        exchange(response, |client| client.login_by_phone_code("13800000000", "1234")).await;
    sent.is_graphql(
        "mutation loginByPhoneCode($input:LoginByPhoneCodeInput!){loginByPhoneCode(input:$input)",
    );
    assert_eq!(sent.variables(), json!({"input": {"phone": "13800000000", "code": "1234"}}));
}

#[tokio::test]
async fn a_login_by_code_carries_every_option() {
    let request = LoginByPhoneCode::new("5550100", "1234")
        .phone_country_code("+1")
        .auto_register(false)
        .client_ip("203.0.113.7")
        .custom_data(&CustomData::new().with("age", 22))
        .context([("source", "sale")]);
    let response = data("loginByPhoneCode", user(ID, Some("new-token")));
    let (sent, _) = exchange(response, |client| client.login_by_phone_code_with(request)).await;
    assert_eq!(
        sent.variables()["input"],
        json!({
            "phone": "5550100",
            "code": "1234",
            "phoneCountryCode": "+1",
            "autoRegister": false,
            "clientIp": "203.0.113.7",
            "params": r#"[{"key":"age","value":22}]"#,
            "context": r#"{"source":"sale"}"#,
        })
    );
}

#[tokio::test]
async fn a_phone_number_and_a_password_log_in() {
    let response = data("loginByPhonePassword", user(ID, Some("new-token")));
    let (sent, _) =
        exchange(response, |client| client.login_by_phone_password("13800000000", "passw0rd"))
            .await;
    sent.is_graphql(
        "mutation loginByPhonePassword($input:LoginByPhonePasswordInput!)\
         {loginByPhonePassword(input:$input)",
    );
    let mut variables = sent.variables();
    assert_eq!(take_password(&mut variables["input"], "password"), "passw0rd");
    assert_eq!(variables, json!({"input": {"phone": "13800000000"}}));
}

#[tokio::test]
async fn a_login_by_phone_and_password_carries_every_option() {
    let request = LoginByPhonePassword::new("13800000000", "passw0rd")
        .auto_register(true)
        .captcha_code("x7Fq")
        .client_ip("203.0.113.7")
        .custom_data(&CustomData::new().with("age", 22))
        .context([("source", "sale")]);
    let response = data("loginByPhonePassword", user(ID, Some("new-token")));
    let (sent, _) = exchange(response, |client| client.login_by_phone_password_with(request)).await;
    let mut input = sent.variables()["input"].clone();
    take_password(&mut input, "password");
    assert_eq!(
        input,
        json!({
            "phone": "13800000000",
            "autoRegister": true,
            "captchaCode": "x7Fq",
            "clientIp": "203.0.113.7",
            "params": r#"[{"key":"age","value":22}]"#,
            "context": r#"{"source":"sale"}"#,
        })
    );
}

type LogIn = fn(&AuthenticationClient) -> Call<User>;

/// Where a response has the user.
#[derive(Clone, Copy, Debug)]
enum Body {
    Graphql(&'static str),
    Rest(&'static str),
}

impl Body {
    fn with(self, user: Value) -> Value {
        match self {
            Self::Graphql(field) => data(field, user),
            Self::Rest(_) => json!({"code": 200, "message": "", "data": user}),
        }
    }
}

/// Every call that may log somebody in, by its root field or path.
const LOGINS: [(Body, LogIn); 12] = [
    (Body::Graphql("loginByEmail"), |client| client.login_by_email("bob@example.com", "passw0rd")),
    (Body::Graphql("loginByUsername"), |client| client.login_by_username("bob", "passw0rd")),
    (Body::Graphql("loginByPhoneCode"), |client| client.login_by_phone_code("13800000000", "1234")),
    (Body::Graphql("loginByPhonePassword"), |client| {
        client.login_by_phone_password("13800000000", "passw0rd")
    }),
    (Body::Graphql("loginBySubAccount"), |client| client.login_by_sub_account("clerk", "passw0rd")),
    (Body::Graphql("registerByEmail"), |client| {
        client.register_by_email("bob@example.com", "passw0rd")
    }),
    (Body::Graphql("registerByUsername"), |client| client.register_by_username("bob", "passw0rd")),
    (Body::Graphql("registerByPhoneCode"), |client| {
        client.register_by_phone_code("13800000000", "1234")
    }),
    (Body::Rest("register/email-code"), |client| {
        client.register_by_email_code("bob@example.com", "1234")
    }),
    (Body::Rest("login/email-code"), |client| {
        client.login_by_email_code("bob@example.com", "1234")
    }),
    (Body::Rest("ldap/verify-user"), |client| client.login_by_ldap("bob", "passw0rd")),
    (Body::Rest("ad/verify-user"), |client| client.login_by_ad("bob", "passw0rd")),
];

#[tokio::test]
async fn a_login_carries_no_token_and_replaces_the_one_before() {
    for (body, call) in LOGINS {
        let server = server(body.with(user(ID, Some("new-token"))));
        let client = client(&server).with_token(HELD);
        call(&client).await.unwrap();
        let sent = only(&server);
        assert_eq!(sent.token(), None, "{body:?}");
        if let Body::Rest(path) = body {
            assert_eq!(sent.0.url.path(), format!("/api/v2/{path}"));
        }
        assert_eq!(client.token().unwrap().expose(), "new-token", "{body:?}");
        assert_eq!(client.user().unwrap().id, ID, "{body:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_login_whose_fate_is_unknown_is_not_sent_again() {
    for (body, call) in LOGINS {
        let server = ScriptedTransport::new(|_, _| Err(TransportError::broken("reset")));
        let error = call(&client(&server)).await.unwrap_err();
        assert_eq!((error.kind(), server.requests().len()), (ErrorKind::Transport, 1), "{body:?}");
    }
}

#[tokio::test]
async fn a_login_that_returns_null_is_an_error() {
    for (body, call) in LOGINS {
        let client = client(&server(body.with(json!(null))));
        let error = call(&client).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode, "{body:?}");
        assert!(client.user().is_none(), "{body:?}");
    }
}

#[tokio::test]
async fn a_sub_account_and_its_password_log_in() {
    let response = || data("loginBySubAccount", user(ID, Some("new-token")));
    let (sent, _) =
        exchange(response(), |client| client.login_by_sub_account("clerk", "passw0rd")).await;
    sent.is_graphql("mutation loginBySubAccount($account:String!,$password:String!,");
    let mut variables = sent.variables();
    assert_eq!(take_password(&mut variables, "password"), "passw0rd");
    assert_eq!(variables, json!({"account": "clerk"}));

    let request =
        LoginBySubAccount::new("clerk", "passw0rd").captcha_code("x7Fq").client_ip("203.0.113.7");
    let (sent, _) = exchange(response(), |client| client.login_by_sub_account_with(request)).await;
    let mut variables = sent.variables();
    take_password(&mut variables, "password");
    assert_eq!(
        variables,
        json!({"account": "clerk", "captchaCode": "x7Fq", "clientIp": "203.0.113.7"})
    );
    let error = unsent(|client| client.login_by_sub_account(" ", "passw0rd")).await;
    assert_eq!(error.message(), "argument `account` is empty");
}

#[tokio::test]
async fn a_refused_log_in_leaves_the_log_in_before_alone() {
    let server = server(refusal(2004, "用户不存在"));
    let client = client(&server).with_token(HELD);
    let error = client.login_by_username("bob", "passw0rd").await.unwrap_err();
    assert_eq!(error.code(), Some(ErrorCode::USER_NOT_FOUND));
    assert_eq!(error.message(), "用户不存在");
    assert_eq!(
        error.to_string(),
        "authentication.login_by_username failed: HTTP 200, Authing code 2004: 用户不存在"
    );
    assert_eq!(client.token().unwrap().expose(), HELD);
}

#[tokio::test]
async fn a_login_that_wants_a_second_factor_gives_the_token_for_it() {
    let response = json!({
        "errors": [{"message": {
            "code": 1635, "message": "MFA", "data": {"mfaToken": "mfa-token"},
        }}],
        "data": {"loginByUsername": null},
    });
    let client = client(&server(response));
    let error = client.login_by_username("bob", "passw0rd").await.unwrap_err();
    let challenge = MfaChallenge::from_error(&error).unwrap();
    assert_eq!((challenge.token.expose(), challenge.origin), ("mfa-token", MfaOrigin::User));
    assert!(client.token().is_none());
}

#[tokio::test]
async fn an_empty_name_or_code_is_not_sent() {
    for (error, argument) in [
        (unsent(|client| client.login_by_email(" ", "passw0rd")).await, "email"),
        (unsent(|client| client.login_by_username("", "passw0rd")).await, "username"),
        (unsent(|client| client.login_by_phone_password("", "passw0rd")).await, "phone"),
        (unsent(|client| client.login_by_phone_code("", "1234")).await, "phone"),
        (unsent(|client| client.login_by_phone_code("13800000000", " ")).await, "code"),
        (unsent(|client| client.register_by_email("", "passw0rd")).await, "email"),
        (unsent(|client| client.register_by_username(" ", "passw0rd")).await, "username"),
        (unsent(|client| client.register_by_phone_code("", "1234")).await, "phone"),
        (unsent(|client| client.register_by_phone_code("13800000000", "")).await, "code"),
    ] {
        assert_eq!(error.kind(), ErrorKind::Input);
        assert_eq!(error.message(), format!("argument `{argument}` is empty"));
    }
}

#[tokio::test]
async fn an_empty_password_is_not_sent() {
    for error in [
        unsent(|client| client.login_by_email("bob@example.com", "")).await,
        unsent(|client| client.login_by_username("bob", "")).await,
        unsent(|client| client.login_by_phone_password("13800000000", "")).await,
        unsent(|client| client.login_by_sub_account("clerk", "")).await,
        unsent(|client| client.login_by_ldap("bob", "")).await,
        unsent(|client| client.login_by_ad("bob", "")).await,
    ] {
        assert_eq!(error.kind(), ErrorKind::Input);
        assert_eq!(error.message(), "argument `password` is empty");
    }
}
