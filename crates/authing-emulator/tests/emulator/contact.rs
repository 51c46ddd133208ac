use std::time::Duration;

use authing_emulator::Emulator;
use serde_json::json;

use crate::client::{Client, user_op};

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
async fn emails_are_bound_changed_and_unbound() {
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
