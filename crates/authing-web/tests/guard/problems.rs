//! What failures are over HTTP.

use std::time::Duration;

use authing_core::{Error as CallError, ErrorCode, ErrorKind, Lang};
use authing_protocols::{CallbackError, Error, jose::TokenError};
use authing_web::{Problem, ProblemKind, language};
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Response, header};
use serde_json::Value;

use crate::support::*;

fn api(code: ErrorCode) -> CallError {
    CallError::new(ErrorKind::Api, "canary").with_code(code)
}

fn body(problem: &Problem, lang: &Lang) -> Value {
    let response: Response<Bytes> = problem.to_response(lang);
    serde_json::from_slice(response.body()).unwrap()
}

#[test]
fn every_problem_says_what_it_is_in_both_languages() {
    let mut codes = std::collections::BTreeSet::new();
    for kind in ProblemKind::ALL {
        let problem = Problem::from(*kind);
        let (english, chinese) = (problem.detail(&Lang::EnUs), problem.detail(&Lang::ZhCn));
        assert!(english.is_ascii() && english.ends_with('.'), "{english}");
        assert!(chinese.ends_with('。') && chinese.chars().count() > 3, "{chinese}");
        assert!(problem.status().is_client_error() || problem.status().is_server_error());
        assert!(codes.insert(kind.as_str()), "{kind:?}");
        for (lang, tag) in [(Lang::EnUs, "en"), (Lang::ZhCn, "zh-CN")] {
            let response: Response<Bytes> = problem.to_response(&lang);
            assert_eq!(response.headers()[header::CONTENT_LANGUAGE], tag);
            assert_eq!(response.headers()[header::CACHE_CONTROL], "no-store");
            let body = body(&problem, &lang);
            assert_eq!(body["code"], kind.as_str());
            assert_eq!(body["detail"], problem.detail(&lang));
            let title = body["title"].as_str().unwrap();
            assert_eq!(title.is_ascii(), lang == Lang::EnUs, "{title}");
        }
    }
}

#[test]
fn calls_of_a_user_and_of_the_service_fail_differently() {
    use ProblemKind as P;
    for (error, of_user, of_service) in [
        (CallError::not_logged_in(), P::LoginRequired, P::Misconfigured),
        (CallError::input("email", "is blank"), P::InvalidInput, P::Misconfigured),
        (CallError::config("host", "is blank"), P::Misconfigured, P::Misconfigured),
        (CallError::new(ErrorKind::Credential, "x"), P::Misconfigured, P::Misconfigured),
        (CallError::new(ErrorKind::Encryption, "x"), P::Misconfigured, P::Misconfigured),
        (CallError::new(ErrorKind::Connect, "x"), P::Unavailable, P::Unavailable),
        (CallError::new(ErrorKind::Transport, "x"), P::Unavailable, P::Unavailable),
        (CallError::new(ErrorKind::Timeout, "x"), P::Timeout, P::Timeout),
        (CallError::new(ErrorKind::Decode, "x"), P::BadGateway, P::BadGateway),
        (api(ErrorCode::LOGIN_EXPIRED), P::InvalidToken, P::Misconfigured),
        (api(ErrorCode::NOT_LOGGED_IN), P::InvalidToken, P::Misconfigured),
        (api(ErrorCode::MFA_REQUIRED), P::LoginStepRequired, P::Refused),
        (api(ErrorCode::PASSWORD_INCORRECT), P::WrongCredentials, P::Refused),
        (api(ErrorCode::ACCOUNT_OR_PASSWORD_INCORRECT), P::WrongCredentials, P::Refused),
        (api(ErrorCode::CODE_INCORRECT), P::WrongCode, P::Refused),
        (api(ErrorCode::CODE_EXPIRED), P::WrongCode, P::Refused),
        (api(ErrorCode::ACCOUNT_LOCKED), P::AccountLocked, P::Refused),
        (api(ErrorCode::USER_BLOCKED), P::AccountLocked, P::Refused),
        (api(ErrorCode::PERMISSION_DENIED), P::PermissionDenied, P::Refused),
        (api(ErrorCode::USER_NOT_FOUND), P::NotFound, P::NotFound),
        (api(ErrorCode::USER_ALREADY_EXISTS), P::AlreadyExists, P::AlreadyExists),
        (api(ErrorCode::TOO_FREQUENT), P::RateLimited, P::RateLimited),
        (api(ErrorCode::SYSTEM_BUSY), P::Unavailable, P::Unavailable),
        (api(ErrorCode::FAILED), P::Refused, P::Refused),
        (api(ErrorCode::new(987_654)), P::Refused, P::Refused),
    ] {
        let user = Problem::of_user_call(&error);
        let service = Problem::of_service_call(&error);
        assert_eq!((user.kind(), service.kind()), (of_user, of_service), "{error}");
        for problem in [user, service] {
            let waits = [P::Unavailable, P::RateLimited].contains(&problem.kind());
            let wait = problem.retry_after();
            assert_eq!(wait, waits.then_some(Duration::from_secs(10)), "{error}");
            for lang in [Lang::EnUs, Lang::ZhCn] {
                assert!(!body(&problem, &lang).to_string().contains("canary"));
            }
        }
    }
}

#[test]
fn errors_of_the_protocols_have_their_place() {
    use ProblemKind as P;
    for (error, expected) in [
        (Error::from(TokenError::Signature), P::InvalidToken),
        (Error::from(CallbackError::NotPending), P::InvalidInput),
        (Error::OtherUser("user info"), P::InvalidToken),
        (Error::from(CallError::new(ErrorKind::Connect, "x")), P::Unavailable),
        (Error::from(CallError::config("secret", "is blank")), P::Misconfigured),
        (Error::Store(authing_protocols::store::StoreError::new("x")), P::Unavailable),
    ] {
        assert_eq!(Problem::from(&error).kind(), expected, "{error}");
    }
}

#[test]
fn the_language_is_the_one_that_is_wanted_most() {
    for (accepted, expected) in [
        ("", Lang::EnUs),
        ("zh", Lang::ZhCn),
        ("ZH-hant-TW", Lang::ZhCn),
        ("zh-CN,zh;q=0.9,en;q=0.8", Lang::ZhCn),
        ("en,zh", Lang::EnUs),
        ("en;q=0.5, zh;q=0.6", Lang::ZhCn),
        ("de, fr", Lang::EnUs),
        ("de, zh;q=0.1", Lang::ZhCn),
        ("zh;q=0", Lang::EnUs),
        ("zh;q=2", Lang::EnUs),
        ("zh;q=NaN", Lang::EnUs),
        ("zhx", Lang::EnUs),
        ("*", Lang::EnUs),
    ] {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_LANGUAGE, HeaderValue::from_static(accepted));
        assert_eq!(language(&headers), expected, "{accepted}");
    }
    assert_eq!(language(&HeaderMap::new()), Lang::EnUs);
}

#[tokio::test]
async fn a_rejection_speaks_the_language_of_the_visitor() {
    for (accepted, detail) in
        [("zh-CN", "请先登录。"), ("en", "Log in first."), ("fr", "Log in first.")]
    {
        let request = get("/").header("accept-language", accepted);
        let response = send(routes(guard().require_login()), request).await;
        assert_eq!((response.status, &*response.detail()), (401, detail));
    }
}
