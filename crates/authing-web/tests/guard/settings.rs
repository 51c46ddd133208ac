//! What can be set, and what cannot.

use authing_protocols::Error;
use authing_web::{AuthError, Guard, GuardBuilder};
use http::Response;

use crate::support::*;

#[track_caller]
fn refused(builder: GuardBuilder, option: &str) {
    let Err(Error::Call(error)) = builder.build() else { panic!("{option} is accepted") };
    assert_eq!(error.kind(), authing_core::ErrorKind::Config);
    assert!(error.to_string().contains(option), "{error}");
}

#[test]
fn what_cannot_work_is_refused_by_name() {
    refused(builder().accept([]), "accept");
    for name in ["", "a b", "a=b", "ä"] {
        refused(builder().cookie(name), "cookie");
    }
    refused(builder().query_parameter(""), "query_parameter");
    for realm in ["a\"b", "a\\b", "ä", "a\nb"] {
        refused(builder().realm(realm), "realm");
    }
    for address in ["", "/a\nb"] {
        refused(builder().login_page(address), "login_page");
    }
    refused(builder().return_parameter("to"), "return_parameter");
    refused(builder().login_page("/login").return_parameter(""), "return_parameter");
    for origin in ["app.example.com", "https://app.example.com/", "https://a.example/x", "null"] {
        refused(builder().trusted_origin(origin), "trusted_origin");
    }
}

#[test]
fn a_guard_for_a_provider_in_a_network_of_containers_needs_a_switch() {
    let verifier = |allow| {
        authing_protocols::jose::Verifier::builder("app", "http://authing:3000")
            .danger_allow_http(allow)
            .build()
    };
    let error = verifier(false).unwrap_err().to_string();
    assert!(error.starts_with("option `app_host` is not encrypted"), "{error}");
    assert!(error.contains("`danger_allow_http(true)`"), "{error}");
    assert!(Guard::builder(verifier(true).unwrap()).build().is_ok());
}

#[tokio::test]
async fn the_realm_stands_in_the_challenge() {
    let guard = builder().realm("the shop").build().unwrap();
    let response = send(routes(guard.require_login()), get("/")).await;
    assert_eq!(response.challenge(), r#"Bearer realm="the shop""#);
}

#[tokio::test]
async fn responses_can_be_changed() {
    let guard: Guard = builder()
        .map_rejection(|reason, response| match reason {
            AuthError::InvalidToken(_) => {
                let (parts, _) = response.into_parts();
                Response::from_parts(parts, "{}".into())
            }
            _ => response,
        })
        .build()
        .unwrap();
    let response = send(routes(guard.require_login()), bearer("forged")).await;
    assert_eq!((response.status, &*response.body), (401, "{}"));
    assert!(response.challenge().contains("invalid_token"));
    let response = send(routes(guard.require_login()), get("/")).await;
    assert_eq!((response.status, &*response.detail()), (401, "Log in first."));
}
