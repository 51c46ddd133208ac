//! A guard for one application.

use std::{
    io,
    sync::{Arc, Mutex},
    time::Duration,
};

use authing_core::test_util::{ScriptedTransport, TestClock};
use authing_protocols::{Error, RetryPolicy, Secret, jose::Algorithm};
use authing_test_support::logged;
use authing_web::{Accept, BoxFuture, ConfirmOnline, Guard, GuardBuilder, Unavailable};
use jsonwebtoken::{EncodingKey, Header};
use serde_json::json;

use crate::support::*;

fn app_of(provider: ScriptedTransport) -> GuardBuilder {
    Guard::for_app(APP, HOST).verifier(move |verifier| {
        verifier
            .transport(Arc::new(provider))
            .clock(Arc::new(TestClock::new()))
            .retry(RetryPolicy::never())
    })
}

fn app() -> GuardBuilder {
    app_of(provider())
}

async fn status(builder: GuardBuilder, token: &str) -> u16 {
    send(routes(builder.build().unwrap().require_login()), bearer(token)).await.status
}

#[tokio::test]
async fn it_accepts_what_authing_hands_out_by_default() {
    for token in [
        token(),
        KEY.sign(&id_claims()),
        KEY.sign(&user_claims()),
        sign_with_secret(&id_claims()),
        sign_with_secret(&user_claims()),
    ] {
        assert_eq!(status(app().secret(SECRET), &token).await, 200, "{token}");
    }
    // Programs and HS256 for access tokens are for who asks for them.
    for token in [KEY.sign(&program_claims()), sign_with_secret(&access_claims())] {
        assert_eq!(status(app().secret(SECRET), &token).await, 401, "{token}");
    }
    let symmetric = app()
        .secret(SECRET)
        .verifier(|verifier| verifier.access_token_algorithms([Algorithm::Hs256]));
    assert_eq!(status(symmetric, &sign_with_secret(&access_claims())).await, 200);
    let only = app().secret(SECRET).accept([Accept::AccessToken]);
    assert_eq!(status(only, &sign_with_secret(&user_claims())).await, 401);
}

#[tokio::test]
async fn the_header_of_a_token_chooses_no_key() {
    // Signed by HS256, with what everybody knows or nobody has.
    for key in [&KEY.public_key()[..], KEY.jwks().as_bytes(), b"", &[0; 32], HOST.as_bytes()] {
        for claims in [access_claims(), id_claims(), user_claims()] {
            let key = EncodingKey::from_secret(key);
            let token = jsonwebtoken::encode(&Header::default(), &claims, &key).unwrap();
            assert_eq!(status(app(), &token).await, 401);
            assert_eq!(status(app().secret(SECRET), &token).await, 401);
        }
    }
    for claims in [access_claims(), id_claims(), user_claims()] {
        assert_eq!(status(app().secret(SECRET), &OTHER.sign(&claims)).await, 401);
    }
}

#[tokio::test]
async fn tokens_of_others_and_those_that_are_over_are_refused() {
    for (claim, value) in
        [("aud", json!("other")), ("iss", json!("https://x/oidc")), ("exp", json!(NOW - 60))]
    {
        for claims in [access_claims(), id_claims(), user_claims()] {
            let claims = with(claims, claim, value.clone());
            assert_eq!(status(app().secret(SECRET), &KEY.sign(&claims)).await, 401, "{claim}");
            let token = sign_with_secret(&claims);
            assert_eq!(status(app().secret(SECRET), &token).await, 401, "{claim}");
        }
    }
}

#[tokio::test]
async fn in_development_the_response_says_what_to_set() {
    let login = sign_with_secret(&user_claims());
    let open = app().development(true).build().unwrap();
    let response = send(routes(open.require_login()), bearer(&login)).await;
    let problem = response.problem();
    assert_eq!((response.status, &problem["code"]), (401, &json!("invalid_token")));
    let (cause, hint) = (problem["cause"].as_str().unwrap(), problem["hint"].as_str().unwrap());
    assert!(cause.contains("HS256") && hint.contains("Guard::for_app(..).secret(..)"), "{problem}");
    assert!(hint.contains("confirm_online"), "{hint}");
    assert!(!response.body.contains(&login) && !response.body.contains("canary"), "{response:?}");

    let closed = app().build().unwrap();
    let response = send(routes(closed.require_login()), bearer(&login)).await;
    assert!(response.problem().get("cause").is_none(), "{response:?}");
    assert!(!response.body.contains("secret") && !response.body.contains("HS256"), "{response:?}");

    // Every reason has something to set or to send.
    let secret = app().secret(SECRET).development(true).build().unwrap();
    for (request, word) in [
        (get("/"), "Authorization: Bearer"),
        (bearer(&token()).header("authorization", "Bearer x"), "one token"),
        (bearer("x"), "as it was issued"),
        (bearer(&KEY.sign(&with(access_claims(), "aud", "other"))), "application's id"),
        (bearer(&KEY.sign(&with(access_claims(), "iss", "other"))), "host"),
        (bearer(&KEY.sign(&with(access_claims(), "exp", NOW - 60))), "log in again"),
        (bearer(&KEY.sign(&with(access_claims(), "iat", NOW + 60))), "clocks"),
        (bearer(&OTHER.sign(&access_claims())), "as it was issued"),
        (bearer(&KEY.sign(&with(access_claims(), "cnf", json!({"jkt": "x"})))), "key_bound_tokens"),
    ] {
        let response = send(routes(secret.require_login()), request).await;
        let hint = response.problem()["hint"].as_str().unwrap().to_owned();
        assert!(hint.contains(word), "{word}: {hint}");
    }
}

#[test]
fn the_log_warns_of_a_missing_secret_once() {
    let login = sign_with_secret(&user_claims());
    let work = async {
        let guard = app().build().unwrap();
        for _ in 0..3 {
            let response = send(routes(guard.require_login()), bearer(&login)).await;
            assert_eq!(response.status, 401);
        }
    };
    logged("app::the_log_warns_of_a_missing_secret_once", work, |log| {
        assert_eq!(log.matches("WARN authing_web").count(), 1, "{log}");
        assert_eq!(log.matches("DEBUG authing_web").count(), 2, "{log}");
        assert!(log.contains("Guard::for_app(..).secret(..)"), "{log}");
        assert!(!log.contains(&login) && !log.contains("canary"), "{log}");
    });
}

/// A server that says this of every token.
#[derive(Clone)]
struct Server {
    says: Result<bool, ()>,
    asked: Arc<Mutex<u32>>,
}

impl ConfirmOnline for Server {
    fn is_confirmed<'a>(&'a self, _: &'a Secret) -> BoxFuture<'a, Result<bool, Unavailable>> {
        *self.asked.lock().unwrap() += 1;
        let down = |()| {
            let cause = io::Error::other("canary");
            Unavailable::new(cause).retry_after(Duration::from_secs(7))
        };
        Box::pin(async move { self.says.map_err(down) })
    }
}

fn server(says: Result<bool, ()>) -> Server {
    Server { says, asked: Arc::default() }
}

#[tokio::test]
async fn without_the_secret_the_server_can_be_asked() {
    let login = sign_with_secret(&user_claims());
    for (says, expected) in [(Ok(true), 200), (Ok(false), 401), (Err(()), 503)] {
        let server = server(says);
        let guard = app().confirm_online(server.clone()).build().unwrap();
        let response = send(routes(guard.require_login()), bearer(&login)).await;
        assert_eq!(response.status, expected);
        assert_eq!(*server.asked.lock().unwrap(), 1);
        match expected {
            200 => assert_eq!(response.body, format!("{USER} by Header")),
            401 => assert!(response.challenge().contains("invalid_token")),
            _ => assert_eq!(response.headers["retry-after"], "7"),
        }
    }
}

#[tokio::test]
async fn the_server_is_asked_only_about_what_could_pass() {
    let server = server(Ok(true));
    let online = || app().confirm_online(server.clone());
    for (claim, value) in [
        ("aud", json!("other")),
        ("iss", json!("https://x/oidc")),
        ("exp", json!(NOW - 60)),
        ("sub", json!("")),
        ("scope", json!("openid")),
        ("cnf", json!({"jkt": "x"})),
    ] {
        let token = sign_with_secret(&with(user_claims(), claim, value));
        assert_eq!(status(online(), &token).await, 401, "{claim}");
    }
    // By other algorithms, which are checked here.
    assert_eq!(status(online(), &OTHER.sign(&user_claims())).await, 401);
    assert_eq!(status(online(), &KEY.sign(&user_claims())).await, 200);
    // Where login tokens are not accepted, and where they are verified here.
    let login = sign_with_secret(&user_claims());
    assert_eq!(status(online().accept([Accept::AccessToken]), &login).await, 401);
    assert_eq!(status(online().secret(SECRET), &login).await, 200);
    let forged = jsonwebtoken::encode(
        &Header::default(),
        &user_claims(),
        &EncodingKey::from_secret(&[1; 32]),
    );
    assert_eq!(status(online().secret(SECRET), &forged.unwrap()).await, 401);
    assert_eq!(*server.asked.lock().unwrap(), 0);
}

#[test]
fn what_belongs_to_the_verifier_is_not_set_twice() {
    for (builder, option) in [
        (builder().secret(SECRET), "secret"),
        (builder().verifier(|verifier| verifier), "verifier"),
        (app().secret("short"), "secret"),
        (app().verifier(|verifier| verifier.leeway(Duration::from_secs(3600))), "leeway"),
        (Guard::for_app("", HOST), "app_id"),
        (Guard::for_app(APP, "http://id.example.com"), "app_host"),
    ] {
        let Err(Error::Call(error)) = builder.build() else { panic!("{option} is accepted") };
        assert!(error.to_string().starts_with(&format!("option `{option}`")), "{error}");
    }
}
