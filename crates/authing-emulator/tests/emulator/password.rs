use authing_emulator::Emulator;
use serde_json::json;

use crate::client::{Client, user_op};

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
