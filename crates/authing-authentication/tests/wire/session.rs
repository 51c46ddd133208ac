//! The login that a client holds, and that siblings do not share.

use std::sync::{Arc, OnceLock};

use authing_authentication::{
    AuthenticationClient, ErrorCode, ErrorKind,
    types::{UpdateUserInput, User},
};
use authing_core::{HttpResponse, TransportError, test_util::ScriptedTransport};
use http::StatusCode;
use serde_json::{Value, json};

use crate::common::{
    HELD, ID, Sent, client, data, exchange_logged_in, ok, only, refusal, server, unsent, user,
};

fn held(client: &AuthenticationClient) -> Option<String> {
    client.token().map(|token| token.expose().to_owned())
}

fn held_user(client: &AuthenticationClient) -> Option<String> {
    client.user().map(|user| user.id.clone())
}

#[test]
fn a_client_can_be_shared_between_threads() {
    fn shared<T: Clone + Send + Sync + 'static>() {}
    shared::<AuthenticationClient>();
}

#[tokio::test]
async fn later_calls_carry_the_token_of_the_login() {
    let server = ScriptedTransport::new(|number, _| {
        Ok(ok(match number {
            0 => data("loginByUsername", user(ID, Some("new-token"))),
            _ => data("updateUser", user(ID, None)),
        }))
    });
    let client = client(&server);
    client.login_by_username("bob", "passw0rd").await.unwrap();
    client.clone().update_profile(UpdateUserInput::new().nickname("Nick")).await.unwrap();
    assert_eq!(Sent(server.requests()[1].clone()).token(), Some("new-token"));
}

#[tokio::test]
async fn clones_share_a_log_in_and_siblings_do_not() {
    let server = server(data("loginByUsername", user(ID, Some("new-token"))));
    let app = client(&server);
    let (clone, fresh, remembered) = (app.clone(), app.new_session(), app.with_token(HELD));
    app.login_by_username("bob", "passw0rd").await.unwrap();
    assert_eq!(held(&clone).as_deref(), Some("new-token"));
    assert_eq!(held_user(&clone).as_deref(), Some(ID));
    assert_eq!((held(&fresh), held_user(&fresh)), (None, None));
    assert_eq!((held(&remembered).as_deref(), held_user(&remembered)), (Some(HELD), None));
    clone.clear_current_user();
    assert_eq!((held(&app), held_user(&app)), (None, None));
    assert_eq!(held(&remembered).as_deref(), Some(HELD));
}

#[tokio::test]
async fn a_remembered_user_holds_no_token_of_its_own() {
    let server = server(data("loginByUsername", user(ID, Some("new-token"))));
    let client = client(&server);
    let returned = client.login_by_username("bob", "passw0rd").await.unwrap();
    assert!(returned.token.is_some());
    assert!(client.user().unwrap().token.is_none());
}

#[tokio::test]
async fn a_registration_without_a_token_leaves_the_login_alone() {
    for token in [None, Some("")] {
        let server = server(data("registerByEmail", user("somebody-else", token)));
        let client = client(&server).with_token(HELD);
        client.set_current_user(&User::new(ID, "arn", "pool"));
        client.register_by_email("else@example.com", "passw0rd").await.unwrap();
        assert_eq!(held(&client).as_deref(), Some(HELD));
        assert_eq!(held_user(&client).as_deref(), Some(ID));
    }
}

#[tokio::test]
async fn a_registration_without_a_token_is_remembered_where_nobody_is_logged_in() {
    let client = client(&server(data("registerByEmail", user(ID, None))));
    client.register_by_email("bob@example.com", "passw0rd").await.unwrap();
    assert_eq!((held(&client), held_user(&client).as_deref()), (None, Some(ID)));
}

#[tokio::test]
async fn a_login_without_a_token_does_not_leave_the_user_before_logged_in() {
    let client = client(&server(data("loginByUsername", user(ID, None)))).with_token(HELD);
    client.login_by_username("bob", "passw0rd").await.unwrap();
    assert_eq!((held(&client), held_user(&client).as_deref()), (None, Some(ID)));
}

#[tokio::test]
async fn the_current_user_is_remembered_and_the_token_kept() {
    for token in [None, Some(""), Some("another-device")] {
        let server = server(data("user", user(ID, token)));
        let client = client(&server).with_token(HELD);
        let bob = client.current_user().await.unwrap();
        assert_eq!(bob.id, ID);
        assert_eq!(
            (held(&client).as_deref(), held_user(&client).as_deref()),
            (Some(HELD), Some(ID))
        );
        let sent = only(&server);
        sent.is_graphql("query user($id:String){user(id:$id)");
        assert_eq!((sent.token(), sent.variables()), (Some(HELD), json!({})));
    }
}

#[tokio::test]
async fn changes_of_the_user_are_remembered_and_the_token_kept() {
    let server = ScriptedTransport::new(|number, _| {
        let field = if number == 0 { "updateUser" } else { "updatePassword" };
        Ok(ok(data(field, user(if number == 0 { "1" } else { "2" }, None))))
    });
    let client = client(&server).with_token(HELD);
    client.update_profile(UpdateUserInput::new().nickname("Nick")).await.unwrap();
    assert_eq!((held(&client).as_deref(), held_user(&client).as_deref()), (Some(HELD), Some("1")));
    client.set_password("n3w-passw0rd").await.unwrap();
    assert_eq!((held(&client).as_deref(), held_user(&client).as_deref()), (Some(HELD), Some("2")));
}

#[tokio::test]
async fn no_current_user_is_an_error_and_not_an_empty_response() {
    let client = client(&server(data("user", Value::Null))).with_token(HELD);
    let error = client.current_user().await.unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::Api, Some(ErrorCode::NOT_LOGGED_IN)));
    assert!(error.is_auth_expired());
    let error = unsent(|client| client.current_user()).await;
    assert_eq!(error.kind(), ErrorKind::NotLoggedIn);
}

#[tokio::test(start_paused = true)]
async fn reads_are_sent_again_after_an_outage() {
    let outage = |response: Value| {
        ScriptedTransport::new(move |number, _| match number {
            0 => Err(TransportError::broken("reset")),
            _ => Ok(ok(&response)),
        })
    };
    let server = outage(data("user", user(ID, None)));
    client(&server).with_token(HELD).current_user().await.unwrap();
    assert_eq!(server.requests().len(), 2);
    let server = outage(json!({"code": 200, "message": "", "data": null}));
    client(&server).with_token(HELD).logout().await.unwrap();
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn the_status_of_the_token_held_is_asked_for_by_naming_it() {
    let response = data(
        "checkLoginStatus",
        json!({
            "code": 200, "message": "已登录", "status": true, "exp": 1_767_225_600, "iat": 1,
            "data": {"id": ID, "userPoolId": "pool", "arn": "arn"},
        }),
    );
    let (sent, status) = exchange_logged_in(response, |client| client.check_login_status()).await;
    sent.is_graphql("query checkLoginStatus($token:String){checkLoginStatus(token:$token)");
    assert_eq!((sent.token(), sent.variables()), (None, json!({ "token": HELD })));
    assert_eq!(status.status, Some(true));
    assert_eq!(status.data.unwrap().id.as_deref(), Some(ID));
}

#[tokio::test]
async fn a_token_that_is_no_longer_valid_is_a_status_and_not_an_error() {
    let response = data(
        "checkLoginStatus",
        json!({"code": 2206, "message": "登录信息已过期", "status": false}),
    );
    let (sent, status) = exchange_logged_in(response, |client| {
        client.with_token("another-token").check_login_status()
    })
    .await;
    assert_eq!(sent.variables(), json!({"token": "another-token"}));
    assert_eq!((status.code, status.status), (Some(2206), Some(false)));
    let error = unsent(|client| client.check_login_status()).await;
    assert_eq!(error.kind(), ErrorKind::NotLoggedIn);
}

#[tokio::test]
async fn a_renewed_token_takes_the_place_of_the_old_one() {
    let server = server(data("refreshToken", json!({"token": "renewed", "iat": 1, "exp": 2})));
    let client = client(&server).with_token(HELD);
    client.set_current_user(&User::new(ID, "arn", "pool"));
    let renewed = client.refresh_token().await.unwrap();
    assert_eq!((renewed.token.unwrap().expose(), renewed.exp), ("renewed", Some(2)));
    assert_eq!(held(&client).as_deref(), Some("renewed"));
    assert_eq!(held_user(&client).as_deref(), Some(ID), "it is still the same user");
    let sent = only(&server);
    sent.is_graphql("mutation refreshToken($id:String){refreshToken(id:$id)");
    assert_eq!((sent.token(), sent.variables()), (Some(HELD), json!({})));
}

#[tokio::test(start_paused = true)]
async fn a_renewal_that_fails_keeps_the_old_token() {
    for response in [
        data("refreshToken", Value::Null),
        data("refreshToken", json!({"token": null})),
        data("refreshToken", json!({"token": ""})),
        refusal(2206, "登录信息已过期"),
    ] {
        let client = client(&server(response)).with_token(HELD);
        client.refresh_token().await.unwrap_err();
        assert_eq!(held(&client).as_deref(), Some(HELD));
    }
    let server = ScriptedTransport::new(|_, _| Err(TransportError::broken("reset")));
    client(&server).with_token(HELD).refresh_token().await.unwrap_err();
    assert_eq!(server.requests().len(), 1, "each renewal makes another token");
}

#[tokio::test]
async fn a_logout_ends_the_log_in_here_and_there() {
    let server = server(json!({"code": 200, "message": "退出成功"}));
    let client = client(&server).with_token(HELD);
    client.set_current_user(&User::new(ID, "arn", "pool"));
    client.logout().await.unwrap();
    assert_eq!((held(&client), held_user(&client)), (None, None));
    let sent = only(&server);
    sent.is_rest("GET", "/api/v2/logout?app_id=app", Value::Null);
    assert_eq!(sent.token(), Some(HELD));
}

#[tokio::test]
async fn a_logout_of_this_device_ends_the_log_in_too() {
    let server = server(json!({"code": 200, "message": "退出成功"}));
    let client = client(&server).with_token(HELD);
    client.set_current_user(&User::new(ID, "arn", "pool"));
    client.logout_current_device().await.unwrap();
    assert_eq!((held(&client), held_user(&client)), (None, None));
    let sent = only(&server);
    sent.is_rest("GET", "/logout?appId=app&deviceId=current", Value::Null);
    assert_eq!(sent.token(), Some(HELD));
    let error = unsent(|client| client.logout_current_device()).await;
    assert_eq!(error.kind(), ErrorKind::NotLoggedIn);
}

#[tokio::test(start_paused = true)]
async fn a_logout_that_fails_leaves_the_client_logged_in() {
    let answers: [fn() -> Result<HttpResponse, TransportError>; 3] = [
        || Err(TransportError::broken("reset")),
        || Ok(HttpResponse::new(StatusCode::BAD_GATEWAY, "")),
        || Ok(ok(json!({"code": 500, "message": "busy"}))),
    ];
    for response in answers {
        let server = ScriptedTransport::new(move |_, _| response());
        let client = client(&server).with_token(HELD);
        client.logout().await.unwrap_err();
        assert_eq!(held(&client).as_deref(), Some(HELD));
    }
    assert_eq!(unsent(|client| client.logout()).await.kind(), ErrorKind::NotLoggedIn);
}

#[tokio::test]
async fn a_logout_with_a_token_that_is_no_longer_valid_forgets_it() {
    for response in [
        ok(json!({"code": 2020, "message": "未登录"})),
        ok(json!({"code": 2206, "message": "登录信息已过期"})),
        ok(json!({"code": 500, "message": "该 token 在黑名单中"})),
        HttpResponse::new(StatusCode::UNAUTHORIZED, ""),
    ] {
        let server = ScriptedTransport::new(move |_, _| Ok(response.clone()));
        let client = client(&server).with_token(HELD);
        let error = client.logout().await.unwrap_err();
        assert!(error.is_auth_expired());
        assert_eq!(held(&client), None);
        assert_eq!(server.requests().len(), 1);
    }
}

#[tokio::test]
async fn other_calls_keep_a_token_that_the_server_refuses() {
    let client = client(&server(refusal(2020, "未登录"))).with_token(HELD);
    assert!(client.current_user().await.unwrap_err().is_auth_expired());
    assert_eq!(held(&client).as_deref(), Some(HELD));
}

#[test]
fn a_token_can_be_set_and_forgets_the_user_of_another() {
    let client = client(&server(json!({})));
    client.set_token("token-1");
    client.set_current_user(&User::new(ID, "arn", "pool"));
    client.set_token("token-1");
    assert_eq!(held_user(&client).as_deref(), Some(ID));
    client.set_token("token-2");
    assert_eq!((held(&client).as_deref(), held_user(&client)), (Some("token-2"), None));
    let mut bob = User::new(ID, "arn", "pool");
    bob.token = Some("token-3".into());
    client.set_current_user(&bob);
    assert_eq!(held(&client).as_deref(), Some("token-3"));
}

#[tokio::test]
async fn a_text_that_is_not_a_token_is_reported_by_the_first_call() {
    for text in ["two\nlines", ""] {
        let error = unsent(|client| client.with_token(text).current_user()).await;
        assert_eq!(error.kind(), ErrorKind::Input, "{error}");
        assert!(error.message().starts_with("argument `token` "), "{error}");
        let error = unsent(|client| {
            client.set_token(text);
            client.logout()
        })
        .await;
        assert_eq!(error.kind(), ErrorKind::Input, "{error}");
    }
}

/// A server that lets somebody else log in on the client while a call is under way.
fn overtaken(response: Value) -> (AuthenticationClient, ScriptedTransport) {
    let late = Arc::new(OnceLock::<AuthenticationClient>::new());
    let client_of_server = Arc::clone(&late);
    let server = ScriptedTransport::new(move |_, _| {
        let client = client_of_server.get().unwrap();
        client.set_token("somebody-else");
        client.set_current_user(&User::new("somebody-else", "arn", "pool"));
        Ok(ok(&response))
    });
    let client = client(&server).with_token(HELD);
    late.set(client.clone()).unwrap();
    (client, server)
}

#[tokio::test]
async fn a_response_that_comes_after_another_log_in_changes_nothing() {
    let unchanged = |client: &AuthenticationClient| {
        assert_eq!(held(client).as_deref(), Some("somebody-else"));
        assert_eq!(held_user(client).as_deref(), Some("somebody-else"));
    };
    let (client, _) = overtaken(data("user", user(ID, None)));
    client.current_user().await.unwrap();
    unchanged(&client);
    let (client, _) = overtaken(data("updateUser", user(ID, None)));
    client.update_profile(UpdateUserInput::new().nickname("Nick")).await.unwrap();
    unchanged(&client);
    let (client, _) = overtaken(data("updatePassword", user(ID, None)));
    client.set_password("n3w-passw0rd").await.unwrap();
    unchanged(&client);
    let (client, _) = overtaken(data("refreshToken", json!({"token": "renewed"})));
    client.refresh_token().await.unwrap();
    unchanged(&client);
    let (client, _) = overtaken(json!({"code": 200, "message": ""}));
    client.logout().await.unwrap();
    unchanged(&client);
    let (client, _) = overtaken(json!({"code": 2020, "message": "未登录"}));
    client.logout().await.unwrap_err();
    unchanged(&client);
}
