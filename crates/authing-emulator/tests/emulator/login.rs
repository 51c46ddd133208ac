use std::time::Duration;

use authing_emulator::{Emulator, LoginFailureStyle, PasswordStrength};
use serde_json::json;

use crate::client::{Client, encrypt, text};

#[tokio::test]
async fn an_unknown_account_is_told_in_the_language_asked_for() {
    let emulator = Emulator::start().await.unwrap();
    let failure = Client::app(&emulator).login("bob", "passw0rd").await.unwrap_err();
    assert_eq!((failure.code, failure.message.as_str()), (2004, "用户不存在"));
    let english = Client::app(&emulator).lang("en-US");
    let failure = english.login("bob", "passw0rd").await.unwrap_err();
    assert_eq!((failure.code, failure.message.as_str()), (2004, "User does not exist."));
}

#[tokio::test]
async fn a_wrong_password_is_told_apart_unless_failures_are_uniform() {
    let emulator = Emulator::start().await.unwrap();
    let app = Client::app(&emulator);
    app.register("bob", "passw0rd").await.unwrap();
    assert_eq!(app.login("bob", "wrong").await.unwrap_err().code, 2006);

    let uniform = Emulator::builder().login_failure_style(LoginFailureStyle::Uniform);
    let emulator = uniform.start().await.unwrap();
    let app = Client::app(&emulator);
    app.register("bob", "passw0rd").await.unwrap();
    let wrong = app.login("bob", "wrong").await.unwrap_err();
    let unknown = app.login("ann", "passw0rd").await.unwrap_err();
    assert_eq!(wrong.code, 2333);
    assert_eq!(wrong, unknown);
}

#[tokio::test]
async fn a_registration_gives_a_token_only_when_asked() {
    let emulator = Emulator::start().await.unwrap();
    let app = Client::app(&emulator);
    let input = |name: &str| json!({ "username": name, "password": app.encrypt("pw") });
    let plain = app.input("registerByUsername", input("a")).await.unwrap();
    assert!(plain["token"].is_null());
    assert_eq!(plain["registerSource"], json!(["basic:username-password"]));
    assert_eq!(plain["loginsCount"], 0);

    let mut generated = input("b");
    generated["generateToken"] = json!(true);
    let generated = app.input("registerByUsername", generated).await.unwrap();
    assert!(generated["token"].is_string());
    assert_eq!(generated["loginsCount"], 0);

    let mut forced = input("c");
    forced["forceLogin"] = json!(true);
    let forced = app.input("registerByUsername", forced).await.unwrap();
    assert!(forced["token"].is_string());
    assert_eq!(forced["loginsCount"], 1);
}

#[tokio::test]
async fn email_addresses_ignore_case_and_usernames_do_not() {
    let emulator = Emulator::start().await.unwrap();
    let app = Client::app(&emulator);
    let register = |email: &str| {
        let input = json!({ "email": email, "password": app.encrypt("pw") });
        app.input("registerByEmail", input)
    };
    let ann = register("Ann@Example.com").await.unwrap();
    assert_eq!(ann["email"], "ann@example.com");
    assert_eq!(ann["emailVerified"], false);
    let taken = register("ANN@example.COM").await.unwrap_err();
    assert_eq!((taken.code, taken.message.as_str()), (2026, "用户已存在，请直接登录！"));
    let login = json!({ "email": "aNN@example.com", "password": app.encrypt("pw") });
    assert_eq!(app.input("loginByEmail", login).await.unwrap()["id"], ann["id"]);
    assert_eq!(register("nonsense").await.unwrap_err().code, 2003);

    app.register("bob", "pw").await.unwrap();
    app.register("Bob", "pw").await.unwrap();
}

#[tokio::test]
async fn plain_and_foreign_passwords_are_not_decrypted() {
    let emulator = Emulator::start().await.unwrap();
    let other = Emulator::builder().own_keys().start().await.unwrap();
    let app = Client::app(&emulator);
    for password in ["passw0rd".to_owned(), encrypt(other.public_key(), "passw0rd")] {
        let input = json!({ "username": "bob", "password": password });
        let failure = app.input("registerByUsername", input).await.unwrap_err();
        assert_eq!((failure.code, failure.message.as_str()), (2016, "密码解密出错"));
    }
}

#[tokio::test]
async fn a_phone_code_registers_once_and_only_while_it_lives() {
    let emulator = Emulator::start().await.unwrap();
    let app = Client::app(&emulator);
    let phone = "13800000000";
    let login =
        |code: String| app.input("loginByPhoneCode", json!({ "phone": phone, "code": code }));

    let code = app.send_sms(phone).await;
    assert_eq!(code.len(), 4);
    let wrong = login("no".to_owned()).await.unwrap_err();
    assert_eq!((wrong.code, wrong.message.as_str()), (2001, "验证码不正确！"));
    let user = login(code.clone()).await.unwrap();
    assert_eq!(user["phoneVerified"], true);
    assert_eq!(user["registerSource"], json!(["basic:phone-code"]));
    assert_eq!(login(code).await.unwrap_err().code, 2001, "a code is good once");

    let late = app.send_sms(phone).await;
    emulator.advance(Duration::from_secs(61));
    let failure = login(late).await.unwrap_err();
    assert_eq!((failure.code, failure.message.as_str()), (500, "验证码已过期"));
}

#[tokio::test]
async fn a_code_dies_after_too_many_wrong_tries() {
    let emulator = Emulator::start().await.unwrap();
    let app = Client::app(&emulator);
    let code = app.send_sms("13800000000").await;
    let login =
        |code: &str| app.input("loginByPhoneCode", json!({ "phone": "13800000000", "code": code }));
    for _ in 0..10 {
        assert_eq!(login("x").await.unwrap_err().code, 2001);
    }
    assert_eq!(login(&code).await.unwrap_err().message, "验证码已过期");
}

#[tokio::test]
async fn auto_register_makes_the_account_it_cannot_find() {
    let emulator = Emulator::start().await.unwrap();
    let app = Client::app(&emulator);
    let input = json!({ "username": "new", "password": app.encrypt("pw"), "autoRegister": true });
    let user = app.input("loginByUsername", input.clone()).await.unwrap();
    assert!(user["token"].is_string());
    assert_eq!(app.input("loginByUsername", input).await.unwrap()["id"], user["id"]);
}

#[tokio::test]
async fn a_blocked_user_is_turned_away_and_loses_their_token() {
    let emulator = Emulator::start().await.unwrap();
    let admin = Client::admin(&emulator).await;
    let app = Client::app(&emulator);
    let (bob, id) = app.registered("bob").await;
    admin.update_user(&id, json!({ "blocked": true })).await.unwrap();
    let failure = app.login("bob", "passw0rd").await.unwrap_err();
    assert_eq!((failure.code, failure.message.as_str()), (2005, "用户已被锁定"));
    assert_eq!(bob.rest("GET", "/api/v2/users/me", json!(null)).await.unwrap_err().code, 2020);
}

#[tokio::test]
async fn the_password_strength_is_enforced() {
    let strong = Emulator::builder().password_strength(PasswordStrength::Middle);
    let emulator = strong.start().await.unwrap();
    let app = Client::app(&emulator);
    assert_eq!(app.register("bob", "abc").await.unwrap_err().code, 2029);
    assert_eq!(app.register("bob", "abcdefgh").await.unwrap_err().code, 500);
    app.register("bob", "abcdefg1").await.unwrap();
    let query = "query($p: String!) { checkPasswordStrength(password: $p) { valid message } }";
    let verdict = app.op("checkPasswordStrength", query, json!({ "p": "abc" })).await.unwrap();
    assert_eq!(verdict, json!({ "valid": false, "message": "密码长度不能少于 6 位" }));
}

#[tokio::test]
async fn a_closed_pool_and_a_whitelist_limit_registration() {
    let emulator = Emulator::start().await.unwrap();
    let admin = Client::admin(&emulator).await;
    let app = Client::app(&emulator);
    let update = "mutation($i: UpdateUserpoolInput!) { updateUserpool(input: $i) { id } }";
    let set = |input| admin.op("updateUserpool", update, json!({ "i": input }));

    set(json!({ "registerDisabled": true })).await.unwrap();
    assert_eq!(app.register("bob", "pw").await.unwrap_err().code, 2031);
    admin.create_user(json!({ "username": "made-by-admin" })).await.unwrap();

    set(json!({ "registerDisabled": false, "whitelist": { "usernameEnabled": true } }))
        .await
        .unwrap();
    assert_eq!(app.register("bob", "pw").await.unwrap_err().code, 500);
    let add = "mutation { addWhitelist(type: USERNAME, list: [\"bob\"]) { value } }";
    let list = admin.op("addWhitelist", add, json!({})).await.unwrap();
    assert_eq!(list, json!([{ "value": "bob" }]));
    app.register("bob", "pw").await.unwrap();
}

#[tokio::test]
async fn an_email_code_logs_in_over_rest() {
    let emulator = Emulator::start().await.unwrap();
    let app = Client::app(&emulator);
    let body = json!({ "email": "q@example.com", "scene": "LOGIN_VERIFY_CODE" });
    app.rest("POST", "/api/v2/email/send", body).await.unwrap();
    let code = emulator.last_code("q@example.com").unwrap();
    let body = json!({ "email": "Q@example.com", "code": code });
    let user = app.rest("POST", "/api/v2/login/email-code", body).await.unwrap();
    assert_eq!(user["email"], "q@example.com");
    assert!(text(&user, "createdAt").ends_with('Z'), "REST dates have milliseconds and Z");
}

#[tokio::test]
async fn a_first_login_must_set_a_password() {
    let emulator = Emulator::start().await.unwrap();
    let admin = Client::admin(&emulator).await;
    let app = Client::app(&emulator);
    let create = "mutation($i: CreateUserInput!) \
        { createUser(userInfo: $i, resetPasswordOnFirstLogin: true) { id } }";
    let info = json!({ "username": "bob", "password": app.encrypt("given") });
    admin.op("createUser", create, json!({ "i": info })).await.unwrap();

    let failure = app.login("bob", "given").await.unwrap_err();
    assert_eq!(failure.code, 1639);
    let reset = "mutation($t: String!, $p: String!) \
        { resetPasswordByFirstLoginToken(token: $t, password: $p) { code message } }";
    let variables = json!({ "t": failure.data["token"], "p": app.encrypt("chosen") });
    let done = app.op("resetPasswordByFirstLoginToken", reset, variables.clone()).await.unwrap();
    assert_eq!(done["message"], "重置密码成功！");
    app.login("bob", "chosen").await.unwrap();
    let again = app.op("resetPasswordByFirstLoginToken", reset, variables).await.unwrap_err();
    assert_eq!(again.code, 2206, "the token is good once");
}

#[tokio::test]
async fn a_password_past_its_cycle_must_be_replaced() {
    let emulator = Emulator::start().await.unwrap();
    let admin = Client::admin(&emulator).await;
    let app = Client::app(&emulator);
    app.register("bob", "passw0rd").await.unwrap();
    let update = "mutation { updateUserpool(input: \
        { passwordUpdatePolicy: { enabled: true, forcedCycle: 30 } }) { id } }";
    admin.op("updateUserpool", update, json!({})).await.unwrap();
    app.login("bob", "passw0rd").await.unwrap();
    emulator.advance(Duration::from_secs(31 * 86_400));
    let failure = app.login("bob", "passw0rd").await.unwrap_err();
    assert_eq!(failure.code, 2058);
    let reset = "mutation($t: String!, $o: String!, $n: String!) { \
        resetPasswordByForceResetToken(token: $t, oldPassword: $o, newPassword: $n) { code } }";
    let variables = |old: &str| json!({ "t": failure.data["token"], "o": app.encrypt(old), "n": app.encrypt("newer") });
    let wrong = app.op("resetPasswordByForceResetToken", reset, variables("bad")).await;
    assert_eq!(wrong.unwrap_err().code, 2203);
    app.op("resetPasswordByForceResetToken", reset, variables("passw0rd")).await.unwrap();
    app.login("bob", "newer").await.unwrap();
}
