//! Inputs put on the wire what was set, and nothing else.
#![cfg(test)]

use std::time::{Duration, SystemTime};

use authing_types::*;
use serde::Serialize;
use serde_json::{Value, json};

fn sent(input: &impl Serialize) -> Value {
    serde_json::to_value(input).unwrap()
}

#[test]
fn what_is_not_set_is_not_sent() {
    assert_eq!(sent(&CreateUserInput::new()), json!({}));
    assert_eq!(sent(&UpdateUserInput::new()), json!({}));
    assert_eq!(
        sent(&LoginByEmailInput::new("bob@example.com", "passw0rd")),
        json!({"email": "bob@example.com", "password": "passw0rd"})
    );
}

#[test]
fn a_secret_goes_out_in_clear() {
    let input = RegisterByPhoneCodeInput::new("13800000000", "1234")
        .password("passw0rd")
        .email_token("proof")
        .profile(RegisterProfile::new().nickname("Nick").udf([UserUdfInput::new("age", "18")]));
    assert_eq!(
        sent(&input),
        json!({
            "phone": "13800000000",
            "code": "1234",
            "password": "passw0rd",
            "profile": {"nickname": "Nick", "udf": [{"key": "age", "value": "18"}]},
            "emailToken": "proof",
        })
    );
    assert_eq!(sent(&UpdateUserInput::new().password("new")), json!({"password": "new"}));
}

#[test]
fn an_update_tells_leaving_alone_from_clearing() {
    let input = UpdateUserInput::new().nickname("Nick").company(None).blocked(false);
    assert_eq!(sent(&input), json!({"nickname": "Nick", "company": null, "blocked": false}));
    let input = UpdateUserInput::new().nickname(Patch::Absent).password(Patch::Null);
    assert_eq!(sent(&input), json!({"password": null}));
}

#[test]
fn a_password_is_replaced_by_its_encrypted_form() {
    let mut login = LoginByUsernameInput::new("bob", "passw0rd");
    *login.password_mut() = format!("encrypted {}", login.password_mut().expose()).into();
    assert_eq!(sent(&login)["password"], "encrypted passw0rd");

    let mut create = CreateUserInput::new();
    assert!(create.password_mut().is_none());
    create = create.password("passw0rd");
    *create.password_mut().unwrap() = "encrypted".into();
    assert_eq!(sent(&create)["password"], "encrypted");

    let mut update = UpdateUserInput::new().password(Patch::Null);
    assert!(update.password_mut().is_none());
    update = update.password("passw0rd");
    *update.password_mut().unwrap() = "encrypted".into();
    assert_eq!(sent(&update)["password"], "encrypted");
}

#[test]
fn wire_names_are_the_servers() {
    let input = CreateUserInput::new()
        .last_ip("192.0.2.1")
        .last_login(SystemTime::UNIX_EPOCH + Duration::from_secs(1_602_084_838))
        .register_source(["import:manual"])
        .logins_count(3);
    assert_eq!(
        sent(&input),
        json!({
            "registerSource": ["import:manual"],
            "loginsCount": 3,
            "lastLogin": "2020-10-07T15:33:58Z",
            "lastIP": "192.0.2.1",
        })
    );
    let pool = UpdateUserpoolInput::new()
        .custom_sms_provider(CustomSmsProviderInput::new().enabled(true))
        .app2_wxapp_login_strategy(App2WxappLoginStrategyInput::new().ticket_expires_after(300));
    assert_eq!(
        sent(&pool),
        json!({
            "app2WxappLoginStrategy": {"ticketExpriresAfter": 300},
            "customSMSProvider": {"enabled": true},
        })
    );
}

#[test]
fn a_policy_statement_takes_any_json_in_its_condition() {
    let statement = PolicyStatementInput::new("books:123", ["books:read"])
        .effect(PolicyEffect::Deny)
        .condition([PolicyStatementConditionInput::new("user.age", "GreaterThan", json!(18))]);
    assert_eq!(
        sent(&statement),
        json!({
            "resource": "books:123",
            "actions": ["books:read"],
            "effect": "DENY",
            "condition": [{"param": "user.age", "operator": "GreaterThan", "value": 18}],
        })
    );
}

#[test]
fn debug_of_an_input_hides_texts() {
    let canary = "canary";
    let texts = [
        format!("{:?}", LoginByEmailInput::new(canary, canary).params(canary)),
        format!("{:?}", LoginByPhoneCodeInput::new(canary, canary)),
        format!("{:?}", RegisterByUsernameInput::new(canary, canary)),
        format!("{:?}", CreateUserInput::new().email(canary).password(canary)),
        format!("{:?}", UpdateUserInput::new().email(canary).external_id(canary)),
        format!("{:?}", CreateUserIdentityInput::new("github", canary).access_token(canary)),
        format!("{:?}", UserDefinedDataInput::new("age").value(canary)),
        format!("{:?}", CreateSocialConnectionInstanceFieldInput::new("secret", canary)),
        format!("{:?}", CreateFunctionInput::new(canary, canary).description(canary)),
        format!(
            "{:?}",
            PolicyStatementConditionInput::new("UserId", "StringEquals", json!(canary))
        ),
        format!("{:?}", RegisterProfile::new().nickname(canary)),
    ];
    for text in texts {
        assert!(!text.contains(canary), "{text}");
        assert!(text.ends_with(".. }"), "{text}");
    }
    let group = format!("{:?}", SearchUserGroupOpt::new().code("staff"));
    assert_eq!(group, "SearchUserGroupOpt { code: Some(\"staff\"), .. }");
}
