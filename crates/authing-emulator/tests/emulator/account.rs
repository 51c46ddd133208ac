use std::time::Duration;

use authing_emulator::{Emulator, MessageKind};
use serde_json::{Value, json};

use crate::client::{Client, Failure, USER};

async fn user_op(
    client: &Client<'_>,
    field: &str,
    arguments: &[(&str, &str)],
) -> Result<Value, Failure> {
    let list = |separator: &dyn Fn(&str) -> String| {
        arguments.iter().map(|(name, _)| separator(name)).collect::<Vec<_>>().join(", ")
    };
    let (declared, used) =
        (list(&|name| format!("${name}: String!")), list(&|name| format!("{name}: ${name}")));
    let query = if arguments.is_empty() {
        format!("mutation {{ {field} {{ {USER} }} }}")
    } else {
        format!("mutation({declared}) {{ {field}({used}) {{ {USER} }} }}")
    };
    let variables = arguments.iter().map(|(name, value)| ((*name).to_owned(), json!(value)));
    client.op(field, &query, Value::Object(variables.collect())).await
}

#[tokio::test]
async fn a_password_changes_only_with_the_old_one() {
    let emulator = Emulator::start().await.unwrap();
    let app = Client::app(&emulator);
    let (bob, _) = app.registered("bob").await;
    let (old, new, bad) = (app.encrypt("passw0rd"), app.encrypt("other"), app.encrypt("bad"));
    let missing = user_op(&bob, "updatePassword", &[("newPassword", &new)]).await.unwrap_err();
    assert_eq!((missing.code, missing.message.as_str()), (2201, "请输入原始密码"));
    let change = |old: &str| {
        let arguments = [("newPassword", new.clone()), ("oldPassword", old.to_owned())];
        let bob = &bob;
        async move {
            let arguments: Vec<_> =
                arguments.iter().map(|(name, value)| (*name, value.as_str())).collect();
            user_op(bob, "updatePassword", &arguments).await
        }
    };
    assert_eq!(change(&bad).await.unwrap_err().code, 2203);
    change(&old).await.unwrap();
    assert_eq!(app.login("bob", "passw0rd").await.unwrap_err().code, 2006);
    app.login("bob", "other").await.unwrap();
    let nobody = user_op(&app, "updatePassword", &[("newPassword", &new)]).await.unwrap_err();
    assert_eq!((nobody.code, nobody.message.as_str()), (2020, "尚未登录，无访问权限"));
}

#[tokio::test]
async fn an_account_without_a_password_sets_one_freely() {
    let emulator = Emulator::start().await.unwrap();
    let app = Client::app(&emulator);
    let code = app.send_sms("13800000000").await;
    let input = json!({ "phone": "13800000000", "code": code });
    let user = app.input("loginByPhoneCode", input).await.unwrap();
    assert!(user["password"].is_null());
    let me = app.with_token(user["token"].as_str().unwrap());
    let password = app.encrypt("passw0rd");
    let user = user_op(&me, "updatePassword", &[("newPassword", &password)]).await.unwrap();
    let shown = user["password"].as_str().unwrap();
    assert!(shown.len() == 32 && shown.bytes().all(|byte| byte.is_ascii_hexdigit()));
    let login = json!({ "phone": "13800000000", "password": password });
    app.input("loginByPhonePassword", login).await.unwrap();
}

#[tokio::test]
async fn a_forgotten_password_is_reset_by_code() {
    let emulator = Emulator::start().await.unwrap();
    let app = Client::app(&emulator);
    let input = json!({ "email": "ann@example.com", "password": app.encrypt("old") });
    app.input("registerByEmail", input).await.unwrap();
    app.send_email("ann@example.com", "RESET_PASSWORD").await.unwrap();
    let code = emulator.last_code("ann@example.com").unwrap();
    let query = "mutation($e: String, $c: String!, $p: String!) \
        { resetPassword(email: $e, code: $c, newPassword: $p) { code message } }";
    let reset = |email: &str, code: &str| {
        let variables = json!({ "e": email, "c": code, "p": app.encrypt("new") });
        app.op("resetPassword", query, variables)
    };
    assert_eq!(reset("nobody@example.com", &code).await.unwrap_err().code, 2004);
    assert_eq!(reset("ann@example.com", "0").await.unwrap_err().code, 2001);
    let done = reset("Ann@example.com", &code).await.unwrap();
    assert_eq!(done, json!({ "code": 200, "message": "重置密码成功！" }));
    let login = json!({ "email": "ann@example.com", "password": app.encrypt("new") });
    app.input("loginByEmail", login).await.unwrap();
}

#[tokio::test]
async fn one_e_mail_code_a_minute_goes_to_an_address() {
    let emulator = Emulator::start().await.unwrap();
    let app = Client::app(&emulator);
    app.send_email("q@example.com", "CHANGE_EMAIL").await.unwrap();
    assert_eq!(app.send_email("q@example.com", "CHANGE_EMAIL").await.unwrap_err().code, 2080);
    app.send_email("other@example.com", "CHANGE_EMAIL").await.unwrap();
    emulator.advance(Duration::from_secs(61));
    app.send_email("q@example.com", "CHANGE_EMAIL").await.unwrap();
    assert_eq!(app.send_email("nonsense", "CHANGE_EMAIL").await.unwrap_err().code, 2204);
}

#[tokio::test]
async fn a_verification_link_verifies_the_address() {
    let emulator = Emulator::start().await.unwrap();
    let admin = Client::admin(&emulator).await;
    let user = admin.create_user(json!({ "email": "ann@example.com" })).await.unwrap();
    assert_eq!(user["emailVerified"], false);
    admin.send_email("ann@example.com", "VERIFY_EMAIL").await.unwrap();
    let messages = emulator.messages();
    let mail = messages.last().unwrap();
    assert_eq!((mail.kind, mail.code.as_ref()), (MessageKind::Email, None));
    let answer = reqwest::get(mail.link.as_deref().unwrap()).await.unwrap();
    assert_eq!(answer.status(), 200);
    let path = format!("/api/v2/users/{}", user["id"].as_str().unwrap());
    let user = admin.rest("GET", &path, json!(null)).await.unwrap();
    assert_eq!(user["emailVerified"], true);
}

#[tokio::test]
async fn phones_are_bound_changed_and_unbound() {
    let emulator = Emulator::start().await.unwrap();
    let app = Client::app(&emulator);
    let (bob, _) = app.registered("bob").await;
    let first = app.send_sms("13800000001").await;
    let bind = |code: &str| {
        let code = code.to_owned();
        let bob = &bob;
        async move { user_op(bob, "bindPhone", &[("phone", "13800000001"), ("phoneCode", &code)]).await }
    };
    let wrong = bind("no").await.unwrap_err();
    assert_eq!((wrong.code, wrong.message.as_str()), (500, "验证码不正确！"));
    assert_eq!(bind(&first).await.unwrap()["phone"], "13800000001");

    let (ann, _) = app.registered("ann").await;
    let code = app.send_sms("13800000001").await;
    let arguments = [("phone", "13800000001"), ("phoneCode", code.as_str())];
    let taken = user_op(&ann, "bindPhone", &arguments).await.unwrap_err();
    assert_eq!((taken.code, taken.message.as_str()), (500, "该手机号已被绑定"));

    let new = app.send_sms("13800000002").await;
    let old = app.send_sms("13800000001").await;
    let same = [("phone", "13800000001"), ("phoneCode", old.as_str())];
    assert_eq!(user_op(&bob, "updatePhone", &same).await.unwrap_err().code, 2230);
    let without = [("phone", "13800000002"), ("phoneCode", new.as_str())];
    let failure = user_op(&bob, "updatePhone", &without).await.unwrap_err();
    assert_eq!(failure.message, "修改手机号必须验证原来的手机号。");
    let mismatch = [without[0], without[1], ("oldPhone", "13899999999"), ("oldPhoneCode", &old)];
    assert_eq!(user_op(&bob, "updatePhone", &mismatch).await.unwrap_err().code, 2038);
    let all = [without[0], without[1], ("oldPhone", "13800000001"), ("oldPhoneCode", &old)];
    assert_eq!(user_op(&bob, "updatePhone", &all).await.unwrap()["phone"], "13800000002");

    assert!(user_op(&bob, "unbindPhone", &[]).await.unwrap()["phone"].is_null());
    assert_eq!(user_op(&bob, "unbindPhone", &[]).await.unwrap_err().code, 2219);
}

#[tokio::test]
async fn e_mails_are_bound_changed_and_unbound() {
    let emulator = Emulator::start().await.unwrap();
    let app = Client::app(&emulator);
    let (bob, _) = app.registered("bob").await;
    let code = async |email: &str| {
        app.send_email(email, "CHANGE_EMAIL").await.unwrap();
        emulator.last_code(email).unwrap()
    };
    let first = code("a@example.com").await;
    let bind = [("email", "A@example.com"), ("emailCode", first.as_str())];
    assert_eq!(user_op(&bob, "bindEmail", &bind).await.unwrap()["email"], "a@example.com");
    emulator.advance(Duration::from_secs(61));
    let (old, new) = (code("a@example.com").await, code("b@example.com").await);
    let change = [("email", "b@example.com"), ("emailCode", new.as_str())];
    assert_eq!(user_op(&bob, "updateEmail", &change).await.unwrap_err().code, 2227);
    let same = [("email", "a@example.com"), ("emailCode", old.as_str())];
    assert_eq!(user_op(&bob, "updateEmail", &same).await.unwrap_err().code, 2229);
    let full = [change[0], change[1], ("oldEmail", "a@example.com"), ("oldEmailCode", &old)];
    let user = user_op(&bob, "updateEmail", &full).await.unwrap();
    assert_eq!(
        (user["email"].as_str(), &user["emailVerified"]),
        (Some("b@example.com"), &json!(true))
    );
    assert!(user_op(&bob, "unbindEmail", &[]).await.unwrap()["email"].is_null());
    assert_eq!(user_op(&bob, "unbindEmail", &[]).await.unwrap_err().code, 2219);
}

#[tokio::test]
async fn the_last_way_to_log_in_cannot_be_unbound() {
    let emulator = Emulator::start().await.unwrap();
    let app = Client::app(&emulator);
    let input =
        json!({ "email": "a@example.com", "password": app.encrypt("pw"), "forceLogin": true });
    let user = app.input("registerByEmail", input).await.unwrap();
    let ann = app.with_token(user["token"].as_str().unwrap());
    let failure = user_op(&ann, "unbindEmail", &[]).await.unwrap_err();
    let expected = (2217, "没有配置其他登录方式，不能解绑邮箱");
    assert_eq!((failure.code, failure.message.as_str()), expected);
}

#[tokio::test]
async fn users_may_change_their_profile_but_not_their_addresses() {
    let emulator = Emulator::start().await.unwrap();
    let app = Client::app(&emulator);
    let (bob, id) = app.registered("bob").await;
    let query = format!("mutation($i: UpdateUserInput!) {{ updateUser(input: $i) {{ {USER} }} }}");
    let update = |input| bob.op("updateUser", &query, json!({ "i": input }));
    assert_eq!(update(json!({ "nickname": "Nick" })).await.unwrap()["nickname"], "Nick");
    assert!(update(json!({ "nickname": null })).await.unwrap()["nickname"].is_null());
    assert_eq!(update(json!({ "email": "x@example.com" })).await.unwrap_err().code, 2225);
    assert_eq!(update(json!({ "phone": "13800000000" })).await.unwrap_err().code, 2226);
    assert_eq!(update(json!({ "password": "x" })).await.unwrap_err().code, 2018);

    app.register("ann", "pw").await.unwrap();
    assert_eq!(update(json!({ "username": "ann" })).await.unwrap_err().code, 2034);
    let (eve, _) = app.registered("eve").await;
    let foreign = eve.update_user(&id, json!({ "nickname": "Eve" })).await.unwrap_err();
    assert_eq!((foreign.code, foreign.message.as_str()), (1001, "无权限执行此项操作"));
}

#[tokio::test]
async fn the_security_level_counts_what_protects_the_account() {
    let emulator = Emulator::start().await.unwrap();
    let app = Client::app(&emulator);
    let input =
        json!({ "email": "a@example.com", "password": app.encrypt("weak"), "forceLogin": true });
    let user = app.input("registerByEmail", input).await.unwrap();
    let ann = app.with_token(user["token"].as_str().unwrap());
    let level = ann.rest("GET", "/api/v2/users/me/security-level", json!(null)).await.unwrap();
    assert_eq!(
        level,
        json!({
            "score": 65, "email": true, "phone": false, "password": true,
            "passwordSecurityLevel": 1, "mfa": false,
        })
    );
}
