//! What handlers fail with. Each framework's crate tests itself with this, through a handler of its own.

use authing_core::Error as CallError;
use authing_test_support::{guard::Received, logged};
use authing_web::{AnyLogin, Guard, Problem, ProblemKind, session::SessionError};
use http::Request;

use crate::{
    service::{HandlerError, NAME, Rejection, fail},
    support::builder,
};

async fn received(error: impl Into<HandlerError>) -> (Received, Option<HandlerError>) {
    fail(error.into()).await
}

fn call_failed() -> CallError {
    CallError::config("host", "canary")
}

#[tokio::test]
async fn each_error_of_the_sdk_has_its_response() {
    let user = Problem::of_user_call(&CallError::input("phone", "is empty"));
    for (error, status, code) in [
        (HandlerError::from(CallError::input("phone", "is empty")), 400, "invalid_input"),
        (call_failed().into(), 500, "misconfigured"),
        (authing_protocols::Error::from(call_failed()).into(), 500, "misconfigured"),
        (SessionError::Csrf.into(), 403, "form_outdated"),
        (ProblemKind::NotFound.into(), 404, "not_found"),
        (user.into(), 400, "invalid_input"),
    ] {
        let (response, failed) = received(error).await;
        let problem = response.problem();
        assert_eq!((response.status, &problem["code"]), (status, &code.into()));
        assert!(!response.body.contains("canary"), "{}", response.body);
        // For a layer that writes it in another way.
        assert_eq!(failed.unwrap().problem().unwrap().kind().as_str(), code);
    }
}

#[tokio::test]
async fn what_a_guard_rejects_stays_as_it_is() {
    let guard: Guard = builder().build().unwrap();
    let (parts, ()) = Request::new(()).into_parts();
    let rejection = guard.require(AnyLogin).authorize(&parts).await.unwrap_err();
    for error in [HandlerError::from(rejection.clone()), Rejection::from(rejection).into()] {
        assert!(error.problem().is_none());
        let (response, failed) = received(error).await;
        assert_eq!((response.status, response.challenge()), (401, "Bearer realm=\"api\""));
        assert!(failed.is_none_or(|failed| failed.problem().is_none()));
    }
}

#[test]
fn the_log_says_why() {
    let work = async {
        received(call_failed()).await;
        received(SessionError::Csrf).await;
    };
    logged("errors::the_log_says_why", work, |log| {
        for level in ["WARN", "DEBUG"] {
            assert_eq!(log.matches(&format!("{level} {NAME}")).count(), 1, "{log}");
        }
        assert!(log.contains("misconfigured") && log.contains("canary"), "{log}");
    });
}
