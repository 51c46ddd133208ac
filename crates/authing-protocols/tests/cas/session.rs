//! Looking whether a browser has a session.

use authing_protocols::Error;
use serde_json::json;

use crate::common::{authing, other, server, target};

#[tokio::test]
async fn a_browser_without_a_session_has_none() {
    for response in [r#"{"session":null}"#, "{}"] {
        let server = server(response);
        assert!(authing(&server).track_session("sid=canary").await.unwrap().is_none());
        assert_eq!(target(&server), "https://id.example.com/cas/session");
        assert_eq!(server.requests()[0].headers["cookie"], "sid=canary");
    }
}

#[tokio::test]
async fn a_session_comes_with_its_user() {
    let server = server(r#"{"session":{"id":"s"},"userInfo":{"username":"canary"}}"#);
    let session = authing(&server).track_session("sid=1").await.unwrap().unwrap();
    assert_eq!(session.session, json!({"id": "s"}));
    assert_eq!(session.user_info, Some(json!({"username": "canary"})));
    assert!(!format!("{session:?}").contains("canary"));
}

#[tokio::test]
async fn cookies_that_would_be_two_headers_and_other_servers_are_refused() {
    let server = server("{}");
    let error = authing(&server).track_session("a=canary\r\nx: y").await.unwrap_err();
    assert!(!format!("{error:?} {error}").contains("canary"));
    assert!(matches!(other(&server).track_session("a=b").await, Err(Error::Call(_))));
    assert!(server.requests().is_empty());
}
