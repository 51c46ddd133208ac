//! Which tokens open a route, and what the response is to the others.

use authing_web::{Accept, Guard};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::json;

use crate::support::*;

const INVALID: &str = r#"Bearer realm="api", error="invalid_token""#;

async fn refused(token: &str) {
    let response = send(routes(guard().require_login()), bearer(token)).await;
    assert_eq!((response.status, response.challenge()), (401, INVALID), "{token}");
    // Nothing but that it is refused.
    assert_eq!(response.detail(), "Log in again.");
    assert_eq!(response.headers["cache-control"], "no-store");
}

#[tokio::test]
async fn a_good_token_opens_the_route() {
    let response = send(routes(guard().require_login()), bearer(&token())).await;
    assert_eq!((response.status, &*response.body), (200, &*format!("{USER} by Header")));
    assert!(response.headers.get("cache-control").is_none());
}

#[tokio::test]
async fn without_a_token_the_challenge_names_no_error() {
    let response = send(routes(guard().require_login()), get("/")).await;
    assert_eq!((response.status, response.challenge()), (401, r#"Bearer realm="api""#));
    let basic = get("/").header("authorization", "Basic Ym9iOmJvYg==");
    let response = send(routes(guard().require_login()), basic).await;
    assert_eq!((response.status, response.challenge()), (401, r#"Bearer realm="api""#));
}

#[tokio::test]
async fn a_token_with_another_signature_is_refused() {
    refused(&OTHER.sign(&access_claims())).await;
    let good = token();
    let parts: Vec<_> = good.split('.').collect();
    let payload = with(access_claims(), "sub", "admin").to_string();
    let changed = format!("{}.{}.{}", parts[0], URL_SAFE_NO_PAD.encode(payload), parts[2]);
    refused(&changed).await;
    refused(&format!("{}.{}.", parts[0], parts[1])).await;
}

#[tokio::test]
async fn a_token_with_alg_none_is_refused() {
    for alg in ["none", "None", ""] {
        let header = URL_SAFE_NO_PAD.encode(json!({"alg": alg, "typ": "JWT"}).to_string());
        let payload = URL_SAFE_NO_PAD.encode(access_claims().to_string());
        refused(&format!("{header}.{payload}.")).await;
    }
}

#[tokio::test]
async fn an_expired_token_is_refused() {
    refused(&KEY.sign(&with(access_claims(), "exp", NOW - 60))).await;
}

#[tokio::test]
async fn the_token_of_another_application_is_refused() {
    refused(&KEY.sign(&with(access_claims(), "aud", "another app"))).await;
}

#[tokio::test]
async fn the_token_of_another_issuer_is_refused() {
    refused(&KEY.sign(&with(access_claims(), "iss", "https://other.authing.cn/oidc"))).await;
}

#[tokio::test]
async fn what_is_not_a_token_is_refused() {
    for token in ["", "x", "a.b.c", "é.é.é", &"x".repeat(100_000)] {
        refused(token).await;
    }
}

#[tokio::test]
async fn each_kind_opens_a_route_only_where_it_is_accepted() {
    let tokens = [
        (Accept::AccessToken, token()),
        (Accept::ProgramToken, KEY.sign(&program_claims())),
        (Accept::IdToken, KEY.sign(&id_claims())),
        (Accept::UserToken, sign_with_secret(&user_claims())),
    ];
    for (accepted, _) in &tokens {
        for (kind, token) in &tokens {
            let guard = builder().accept([*accepted]).build().unwrap();
            let response = send(routes(guard.require_login()), bearer(token)).await;
            let same_form = [Accept::IdToken, Accept::UserToken];
            let good =
                accepted == kind || (same_form.contains(accepted) && same_form.contains(kind));
            let expected = if good { 200 } else { 401 };
            assert_eq!(response.status, expected, "{kind:?} where {accepted:?} is accepted");
        }
    }
    let all = builder().accept(tokens.clone().map(|(kind, _)| kind)).build().unwrap();
    for (kind, token) in &tokens {
        let response = send(routes(all.require_login()), bearer(token)).await;
        assert_eq!(response.status, 200, "{kind:?}");
    }
}

#[tokio::test]
async fn while_the_keys_cannot_be_fetched_no_request_is_let_in() {
    let guard = Guard::new(verifier(&nobody()));
    for layer in [guard.require_login(), guard.optional_login()] {
        let response = send(routes(layer), bearer(&token())).await;
        assert_eq!((response.status, &*response.detail()), (503, "Try again later."));
        assert_eq!(response.headers["retry-after"], "10");
        assert_eq!(response.challenge(), "");
    }
    // A request without a token needs no key.
    let response = send(routes(guard.require_login()), get("/")).await;
    assert_eq!(response.status, 401);
}

#[tokio::test]
async fn the_provider_says_when_to_try_again() {
    use authing_core::{HttpResponse, test_util::ScriptedTransport};
    let busy = ScriptedTransport::new(|_, _| {
        let mut response = HttpResponse::new(http::StatusCode::SERVICE_UNAVAILABLE, "");
        response.headers.insert("retry-after", "77".parse().unwrap());
        Ok(response)
    });
    let guard = Guard::new(verifier(&busy));
    let response = send(routes(guard.require_login()), bearer(&token())).await;
    assert_eq!(response.status, 503);
    assert_eq!(response.headers["retry-after"], "77");
}

#[tokio::test]
async fn the_keys_are_fetched_once_for_all_layers_of_a_guard() {
    let provider = provider();
    let guard = Guard::new(verifier(&provider));
    for layer in [guard.require_login(), guard.optional_login(), guard.clone().require_login()] {
        assert_eq!(send(routes(layer), bearer(&token())).await.status, 200);
    }
    assert_eq!(provider.requests().len(), 1);
}

#[tokio::test]
async fn a_scope_is_compared_literally() {
    let layer = |scope: &str| guard().require_login().scope("openid").scope(scope);
    assert_eq!(send(routes(layer("orders:read")), bearer(&token())).await.status, 200);
    let response = send(routes(layer("orders:write")), bearer(&token())).await;
    let challenge = r#"Bearer realm="api", error="insufficient_scope", scope="orders:write""#;
    assert_eq!((response.status, response.challenge()), (403, challenge));
    assert_eq!(send(routes(layer("orders")), bearer(&token())).await.status, 403);
    // Without a login there is no scope, whatever the layer says about it.
    let optional = guard().optional_login().scope("openid");
    assert_eq!(send(routes(optional), get("/")).await.status, 401);
    let ids = builder().accept([Accept::IdToken]).build().unwrap();
    let response =
        send(routes(ids.require_login().scope("openid")), bearer(&KEY.sign(&id_claims())));
    assert_eq!(response.await.status, 403, "an id_token has no scopes");
}
