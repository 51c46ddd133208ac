//! The picture of the user.

use authing_authentication::{ErrorKind, Upload};
use authing_core::test_util::ScriptedTransport;
use bytes::Bytes;
use futures_util::stream;
use serde_json::json;

use crate::common::{HELD, ID, Sent, client, data, ok, refusal, server, unsent, user};

const URL: &str = "https://files.example.com/avatar/1.png";

fn storing() -> ScriptedTransport {
    ScriptedTransport::new(|number, _| {
        let stored = json!({"code": 200, "message": "", "data": {"key": "avatar/1", "url": URL}});
        Ok(ok(if number == 0 { stored } else { data("updateUser", user(ID, None)) }))
    })
}

#[tokio::test]
async fn a_picture_is_stored_without_a_token_and_then_becomes_the_photo() {
    let in_memory = Upload::bytes("me.png", &b"PNG"[..]).content_type("image/png");
    let chunks = ["P", "NG"].map(|chunk| Ok::<_, std::io::Error>(Bytes::from(chunk)));
    let streamed = Upload::stream("me.png", stream::iter(chunks), 3).content_type("image/png");
    for picture in [in_memory, streamed] {
        let server = storing();
        let client = client(&server).with_token(HELD);
        client.upload_avatar(picture).await.unwrap();
        assert_eq!(client.user().unwrap().id, ID);
        let [stored, changed] = <[_; 2]>::try_from(server.requests()).unwrap();
        assert_eq!((stored.method.as_str(), stored.url.path()), ("POST", "/api/v2/upload"));
        assert_eq!(stored.url.query(), Some("folder=avatar"));
        assert!(!stored.headers.contains_key("authorization"));
        assert_eq!(stored.headers["x-authing-app-id"], "app");
        let kind = stored.headers["content-type"].to_str().unwrap();
        let boundary = kind.strip_prefix("multipart/form-data; boundary=").unwrap();
        let form = format!(
            "--{boundary}\r\n\
             content-disposition: form-data; name=\"file\"; filename=\"me.png\"\r\n\
             content-type: image/png\r\n\r\nPNG\r\n--{boundary}--\r\n"
        );
        assert_eq!(stored.body, form);
        let changed = Sent(changed);
        changed.is_graphql("mutation updateUser(");
        assert_eq!(changed.token(), Some(HELD));
        assert_eq!(changed.variables(), json!({"input": {"photo": URL}}));
    }
}

#[tokio::test]
async fn an_error_says_which_half_failed() {
    let picture = || Upload::bytes("me.png", &b"PNG"[..]);
    let refusing = server(json!({"code": 500, "message": "too large"}));
    let error = client(&refusing).with_token(HELD).upload_avatar(picture()).await.unwrap_err();
    assert!(error.to_string().starts_with("authentication.upload_file failed"), "{error}");
    assert_eq!(refusing.requests().len(), 1);
    let half = ScriptedTransport::new(|number, _| {
        let stored = json!({"code": 200, "message": "", "data": {"key": "avatar/1", "url": URL}});
        Ok(ok(if number == 0 { stored } else { refusal(2020, "未登录") }))
    });
    let error = client(&half).with_token(HELD).upload_avatar(picture()).await.unwrap_err();
    assert!(error.to_string().starts_with("authentication.upload_avatar failed"), "{error}");
}

#[tokio::test]
async fn nothing_is_uploaded_for_nobody_or_without_bytes() {
    let picture = Upload::bytes("me.png", &b"PNG"[..]);
    let error = unsent(|client| client.upload_avatar(picture)).await;
    assert_eq!(error.kind(), ErrorKind::NotLoggedIn);
    let nothing = Upload::bytes("me.png", Bytes::new());
    let error = unsent(|client| client.with_token(HELD).upload_avatar(nothing)).await;
    assert_eq!(error.message(), "argument `picture` is empty");
}
