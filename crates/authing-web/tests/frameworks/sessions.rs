//! Sessions in routers. Each framework's crate tests itself with this, through its own routes.

use std::{sync::Arc, time::Duration};

use authing_core::test_util::TestClock;
use authing_protocols::oidc::OidcClient;
use authing_web::session::{MemorySessions, SealKeys, Sessions, SessionsBuilder};
use bytes::Bytes;
use http::{Method, Request, header, request};

use crate::{service::browse, support::*};

const SERVICE: &str = "https://shop.example.com";

fn builder_of_sessions(clock: &TestClock) -> SessionsBuilder {
    builder_with_callback("/callback", clock)
}

fn builder_with_callback(path: &str, clock: &TestClock) -> SessionsBuilder {
    let oidc = OidcClient::builder(APP, HOST)
        .secret(SECRET)
        .redirect_uri(format!("{SERVICE}{path}"))
        .transport(nobody())
        .clock(Arc::new(clock.clone()))
        .build()
        .unwrap();
    Sessions::builder(oidc)
}

fn shop(sessions: SessionsBuilder) -> Shop {
    let sessions = sessions.build().unwrap();
    let guard = builder().sessions(&sessions).build().unwrap();
    Shop { sessions, guard }
}

fn in_a_store() -> Shop {
    shop(builder_of_sessions(&TestClock::new()).store(MemorySessions::new()))
}

/// What a browser sends from a page of the service.
fn post(address: &str) -> request::Builder {
    Request::builder()
        .method(Method::POST)
        .uri(address)
        .header("sec-fetch-site", "same-origin")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
}

async fn send(shop: &Shop, request: request::Builder) -> Received {
    browse(shop, request.body(Bytes::new()).unwrap()).await
}

/// The cookies that a browser keeps of a response.
fn cookies(received: &Received) -> String {
    let lines = received.headers.get_all(header::SET_COOKIE).iter();
    let pairs: Vec<_> =
        lines.map(|line| line.to_str().unwrap().split(';').next().unwrap()).collect();
    pairs.join("; ")
}

/// The cookies of a visitor who was logged in by a handler.
async fn begin(shop: &Shop) -> String {
    let received = send(shop, post("/begin")).await;
    assert_eq!(received.status, 200, "{received:?}");
    cookies(&received)
}

#[tokio::test]
async fn the_routes_are_where_the_sessions_say() {
    let shop = in_a_store();
    let login = send(&shop, get("/login?return_to=%2Fme")).await;
    assert_eq!(login.status, 303);
    assert!(login.header(header::LOCATION).starts_with(&format!("{HOST}/oidc/auth?")), "{login:?}");
    assert!(cookies(&login).starts_with("__Host-session-login-"), "{login:?}");
    for (method, path, allowed) in [
        (Method::POST, "/login", "GET"),
        (Method::POST, "/callback", "GET"),
        (Method::GET, "/logout", "POST"),
        (Method::PUT, "/backchannel-logout", "POST"),
    ] {
        let response = send(&shop, Request::builder().method(method).uri(path)).await;
        assert_eq!((response.status, response.header(header::ALLOW)), (405, allowed), "{path}");
    }
    assert_eq!(send(&shop, get("/callback?code=a&state=b")).await.status, 400);
}

#[tokio::test]
async fn the_path_of_a_route_may_be_in_any_language() {
    let sessions = builder_with_callback("/登录/回调", &TestClock::new());
    let shop = shop(sessions.store(MemorySessions::new()));
    let address = "/%E7%99%BB%E5%BD%95/%E5%9B%9E%E8%B0%83?code=a&state=b";
    assert_eq!(send(&shop, get(address)).await.problem()["code"], "login_not_finished");
}

#[tokio::test]
async fn a_body_is_read_to_a_limit() {
    let shop = in_a_store();
    for (body, status) in [("logout_token=forged".to_owned(), 400), ("x".repeat(1 << 17), 413)] {
        let request = post("/backchannel-logout").body(Bytes::from(body)).unwrap();
        assert_eq!(browse(&shop, request).await.status, status);
    }
}

#[tokio::test]
async fn a_session_that_a_handler_begins_is_a_login() {
    let shop = in_a_store();
    let cookies = begin(&shop).await;
    let me = send(&shop, get("/me").header(header::COOKIE, &cookies)).await;
    assert!(me.status == 200 && me.body.starts_with(&format!("{USER} ")), "{me:?}");
    let anybody = send(&shop, get("/anybody").header(header::COOKIE, &cookies)).await;
    assert_eq!(anybody.body, "a session");
    assert_eq!(send(&shop, get("/anybody")).await.body, "none");
    assert_eq!(send(&shop, get("/me")).await.status, 401);
    let page = send(&shop, get("/me?tab=1").header(header::ACCEPT, "text/html")).await;
    assert_eq!(page.header(header::LOCATION), "/login?return_to=%2Fme%3Ftab%3D1");
}

#[tokio::test]
async fn a_session_is_neither_a_token_nor_there_without_a_layer() {
    let shop = in_a_store();
    assert_eq!(send(&shop, bearer("/me", &token())).await.status, 401);
    let cookies = begin(&shop).await;
    assert_eq!(send(&shop, get("/bare").header(header::COOKIE, &cookies)).await.status, 500);
}

#[tokio::test]
async fn a_form_needs_the_token_of_the_session() {
    let shop = in_a_store();
    let (one, other) = (begin(&shop).await, begin(&shop).await);
    let token = async |cookies: &str| {
        let me = send(&shop, get("/me").header(header::COOKIE, cookies)).await;
        me.body.split_once(' ').unwrap().1.to_owned()
    };
    for (token, status) in [(token(&one).await, 200), (token(&other).await, 403)] {
        let request = post("/form").header(header::COOKIE, &one).body(Bytes::from(token)).unwrap();
        assert_eq!(browse(&shop, request).await.status, status);
    }
}

#[tokio::test]
async fn a_logout_is_a_post_of_an_own_page_and_ends_the_session() {
    let shop = in_a_store();
    let cookies = begin(&shop).await;
    let elsewhere = Request::builder()
        .method(Method::POST)
        .uri("/logout")
        .header("sec-fetch-site", "cross-site")
        .header(header::COOKIE, &cookies);
    assert_eq!(send(&shop, elsewhere).await.status, 403);
    let me = || get("/me").header(header::COOKIE, &cookies);
    assert_eq!(send(&shop, me()).await.status, 200);
    assert_eq!(send(&shop, post("/logout").header(header::COOKIE, &cookies)).await.status, 303);
    assert_eq!(send(&shop, me()).await.status, 401);
}

#[tokio::test]
async fn a_sealed_session_is_renewed_beside_the_cookies_of_the_handler() {
    let clock = TestClock::new();
    let sealed = builder_of_sessions(&clock)
        .sealed_cookie(SealKeys::new([SealKeys::generate().unwrap()]).unwrap());
    let shop = shop(sealed);
    let before = begin(&shop).await;
    let again = send(&shop, get("/cookie").header(header::COOKIE, &before)).await;
    assert_eq!(cookies(&again), "mine=1", "nothing is new");
    clock.advance(Duration::from_secs(12 * 3600));
    let renewed = send(&shop, get("/cookie").header(header::COOKIE, &before)).await;
    let after = cookies(&renewed);
    let (mine, after) = after.split_once("; ").unwrap();
    assert_eq!((mine, renewed.header(header::CACHE_CONTROL)), ("mine=1", "private"));
    assert!(after.starts_with("__Host-session=") && after != before, "{after}");
    clock.advance(Duration::from_secs(18 * 3600));
    let me = |cookie: &str| get("/me").header(header::COOKIE, cookie.to_owned());
    assert_eq!(send(&shop, me(&before)).await.status, 401, "idle for too long");
    assert_eq!(send(&shop, me(after)).await.status, 200);
}
