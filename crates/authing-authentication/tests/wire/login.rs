//! Log-in.

use authing_authentication::{
    AuthenticationClient, Call, ErrorCode, ErrorKind, LoginByEmail, LoginByPhoneCode,
    LoginByPhonePassword, LoginBySubAccount, LoginByUsername, MfaOrigin,
    types::{CustomData, User},
};
use authing_core::{TransportError, test_util::ScriptedTransport};
use serde_json::{Value, json};

use crate::common::{
    HELD, ID, client, data, exchange, only, refusal, server, take_password, unsent, user,
};

#[tokio::test]
async fn an_email_address_and_a_password_log_in() {
    let answer = data("loginByEmail", user(ID, Some("new-token")));
    let (sent, bob) =
        exchange(answer, |client| client.login_by_email("bob@example.com", "passw0rd")).await;
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
    let answer = data("loginByEmail", user(ID, Some("new-token")));
    let (sent, _) = exchange(answer, |client| client.login_by_email_with(request)).await;
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
async fn a_user_name_and_a_password_log_in() {
    let answer = data("loginByUsername", user(ID, Some("new-token")));
    let (sent, _) = exchange(answer, |client| client.login_by_username("bob", "passw0rd")).await;
    sent.is_graphql(
        "mutation loginByUsername($input:LoginByUsernameInput!){loginByUsername(input:$input)",
    );
    let mut variables = sent.variables();
    assert_eq!(take_password(&mut variables["input"], "password"), "passw0rd");
    assert_eq!(variables, json!({"input": {"username": "bob"}}));
}

#[tokio::test]
async fn a_user_name_log_in_carries_every_option() {
    let request = LoginByUsername::new("bob", "passw0rd")
        .auto_register(false)
        .captcha_code("x7Fq")
        .client_ip("203.0.113.7")
        .custom_data(&CustomData::new().with("age", 22))
        .context([("source", "sale")]);
    let answer = data("loginByUsername", user(ID, Some("new-token")));
    let (sent, _) = exchange(answer, |client| client.login_by_username_with(request)).await;
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
    let answer = data("loginByPhoneCode", user(ID, Some("new-token")));
    let (sent, _) =
        exchange(answer, |client| client.login_by_phone_code("13800000000", "1234")).await;
    sent.is_graphql(
        "mutation loginByPhoneCode($input:LoginByPhoneCodeInput!){loginByPhoneCode(input:$input)",
    );
    assert_eq!(sent.variables(), json!({"input": {"phone": "13800000000", "code": "1234"}}));
}

#[tokio::test]
async fn a_log_in_by_code_carries_every_option() {
    let request = LoginByPhoneCode::new("5550100", "1234")
        .phone_country_code("+1")
        .auto_register(false)
        .client_ip("203.0.113.7")
        .custom_data(&CustomData::new().with("age", 22))
        .context([("source", "sale")]);
    let answer = data("loginByPhoneCode", user(ID, Some("new-token")));
    let (sent, _) = exchange(answer, |client| client.login_by_phone_code_with(request)).await;
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
    let answer = data("loginByPhonePassword", user(ID, Some("new-token")));
    let (sent, _) =
        exchange(answer, |client| client.login_by_phone_password("13800000000", "passw0rd")).await;
    sent.is_graphql(
        "mutation loginByPhonePassword($input:LoginByPhonePasswordInput!)\
         {loginByPhonePassword(input:$input)",
    );
    let mut variables = sent.variables();
    assert_eq!(take_password(&mut variables["input"], "password"), "passw0rd");
    assert_eq!(variables, json!({"input": {"phone": "13800000000"}}));
}

#[tokio::test]
async fn a_log_in_by_phone_and_password_carries_every_option() {
    let request = LoginByPhonePassword::new("13800000000", "passw0rd")
        .auto_register(true)
        .captcha_code("x7Fq")
        .client_ip("203.0.113.7")
        .custom_data(&CustomData::new().with("age", 22))
        .context([("source", "sale")]);
    let answer = data("loginByPhonePassword", user(ID, Some("new-token")));
    let (sent, _) = exchange(answer, |client| client.login_by_phone_password_with(request)).await;
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

type SignIn = fn(&AuthenticationClient) -> Call<User>;

/// Where an answer has the user.
#[derive(Clone, Copy, Debug)]
enum Answer {
    Graphql(&'static str),
    Rest(&'static str),
}

impl Answer {
    fn with(self, user: Value) -> Value {
        match self {
            Self::Graphql(field) => data(field, user),
            Self::Rest(_) => json!({"code": 200, "message": "", "data": user}),
        }
    }
}

/// Every call that may log somebody in, by its root field or path.
const SIGN_INS: [(Answer, SignIn); 12] = [
    (Answer::Graphql("loginByEmail"), |client| {
        client.login_by_email("bob@example.com", "passw0rd")
    }),
    (Answer::Graphql("loginByUsername"), |client| client.login_by_username("bob", "passw0rd")),
    (Answer::Graphql("loginByPhoneCode"), |client| {
        client.login_by_phone_code("13800000000", "1234")
    }),
    (Answer::Graphql("loginByPhonePassword"), |client| {
        client.login_by_phone_password("13800000000", "passw0rd")
    }),
    (Answer::Graphql("loginBySubAccount"), |client| {
        client.login_by_sub_account("clerk", "passw0rd")
    }),
    (Answer::Graphql("registerByEmail"), |client| {
        client.register_by_email("bob@example.com", "passw0rd")
    }),
    (Answer::Graphql("registerByUsername"), |client| {
        client.register_by_username("bob", "passw0rd")
    }),
    (Answer::Graphql("registerByPhoneCode"), |client| {
        client.register_by_phone_code("13800000000", "1234")
    }),
    (Answer::Rest("register/email-code"), |client| {
        client.register_by_email_code("bob@example.com", "1234")
    }),
    (Answer::Rest("login/email-code"), |client| {
        client.login_by_email_code("bob@example.com", "1234")
    }),
    (Answer::Rest("ldap/verify-user"), |client| client.login_by_ldap("bob", "passw0rd")),
    (Answer::Rest("ad/verify-user"), |client| client.login_by_ad("bob", "passw0rd")),
];

#[tokio::test]
async fn a_log_in_carries_no_token_and_replaces_the_one_before() {
    for (answer, call) in SIGN_INS {
        let server = server(answer.with(user(ID, Some("new-token"))));
        let client = client(&server).with_token(HELD);
        call(&client).await.unwrap();
        let sent = only(&server);
        assert_eq!(sent.token(), None, "{answer:?}");
        if let Answer::Rest(path) = answer {
            assert_eq!(sent.0.url.path(), format!("/api/v2/{path}"));
        }
        assert_eq!(client.token().unwrap().expose(), "new-token", "{answer:?}");
        assert_eq!(client.user().unwrap().id, ID, "{answer:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_log_in_whose_fate_is_unknown_is_not_sent_again() {
    for (answer, call) in SIGN_INS {
        let server = ScriptedTransport::new(|_, _| Err(TransportError::broken("reset")));
        let error = call(&client(&server)).await.unwrap_err();
        assert_eq!(
            (error.kind(), server.requests().len()),
            (ErrorKind::Transport, 1),
            "{answer:?}"
        );
    }
}

#[tokio::test]
async fn a_log_in_answered_with_null_is_an_error() {
    for (answer, call) in SIGN_INS {
        let client = client(&server(answer.with(json!(null))));
        let error = call(&client).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode, "{answer:?}");
        assert!(client.user().is_none(), "{answer:?}");
    }
}

#[tokio::test]
async fn a_sub_account_and_its_password_log_in() {
    let answer = || data("loginBySubAccount", user(ID, Some("new-token")));
    let (sent, _) =
        exchange(answer(), |client| client.login_by_sub_account("clerk", "passw0rd")).await;
    sent.is_graphql("mutation loginBySubAccount($account:String!,$password:String!,");
    let mut variables = sent.variables();
    assert_eq!(take_password(&mut variables, "password"), "passw0rd");
    assert_eq!(variables, json!({"account": "clerk"}));

    let request =
        LoginBySubAccount::new("clerk", "passw0rd").captcha_code("x7Fq").client_ip("203.0.113.7");
    let (sent, _) = exchange(answer(), |client| client.login_by_sub_account_with(request)).await;
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
        "authentication.login_by_username failed: 200 (code 2004) 用户不存在"
    );
    assert_eq!(client.token().unwrap().expose(), HELD);
}

#[tokio::test]
async fn a_log_in_that_wants_a_second_factor_gives_the_token_for_it() {
    let answer = json!({
        "errors": [{"message": {
            "code": 1635, "message": "MFA", "data": {"mfaToken": "mfa-token"},
        }}],
        "data": {"loginByUsername": null},
    });
    let client = client(&server(answer));
    let error = client.login_by_username("bob", "passw0rd").await.unwrap_err();
    let challenge = error.mfa_required().unwrap();
    assert_eq!((challenge.token.expose(), challenge.origin), ("mfa-token", MfaOrigin::User));
    assert!(client.token().is_none());
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
