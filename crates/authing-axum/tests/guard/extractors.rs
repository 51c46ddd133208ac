//! What handlers are given.

use authing_axum::{Accept, Claims, CurrentUser, GuardLayer, Verified};
use axum::{Router, routing};

use crate::support::*;

async fn user(user: CurrentUser) -> String {
    user.id().to_owned()
}

async fn maybe_user(user: Option<CurrentUser>) -> String {
    user.map_or("nobody".to_owned(), |user| user.id().to_owned())
}

async fn verified(verified: Verified) -> String {
    verified.account_id().unwrap_or("a user").to_owned()
}

async fn maybe_verified(verified: Option<Verified>) -> String {
    verified.map_or("nobody", |_| "somebody").to_owned()
}

fn open_routes() -> Router {
    Router::new()
        .route("/user", routing::get(user))
        .route("/maybe-user", routing::get(maybe_user))
        .route("/verified", routing::get(verified))
        .route("/maybe-verified", routing::get(maybe_verified))
}

const ALL: [&str; 4] = ["/user", "/maybe-user", "/verified", "/maybe-verified"];

async fn ask(layer: GuardLayer, path: &str, token: Option<&str>) -> (u16, String) {
    let mut request = get(path);
    if let Some(token) = token {
        request = request.header("authorization", format!("Bearer {token}"));
    }
    let response = send(open_routes().layer(layer), request).await;
    let body = match response.status {
        200 => response.body,
        _ => response.detail(),
    };
    (response.status, body)
}

#[tokio::test]
async fn without_a_layer_no_extractor_lets_a_request_in() {
    for path in ALL {
        let response = send(open_routes(), get(path)).await;
        assert_eq!(response.status, 500, "{path}");
        let request = get(path).header("authorization", format!("Bearer {}", token()));
        assert_eq!(send(open_routes(), request).await.status, 500, "{path}");
    }
}

#[tokio::test]
async fn where_logging_in_is_optional_the_extractor_decides() {
    let layer = || guard().optional_login();
    for (path, status, body) in [
        ("/user", 401, "Log in first."),
        ("/maybe-user", 200, "nobody"),
        ("/verified", 401, "Log in first."),
        ("/maybe-verified", 200, "nobody"),
    ] {
        assert_eq!(ask(layer(), path, None).await, (status, body.to_owned()), "{path}");
    }
    for (path, body) in [("/user", USER), ("/maybe-user", USER), ("/maybe-verified", "somebody")] {
        assert_eq!(ask(layer(), path, Some(&token())).await, (200, body.to_owned()), "{path}");
    }
}

#[tokio::test]
async fn where_it_is_optional_a_bad_cookie_counts_as_none_and_a_bad_header_does_not() {
    let guard = pages().build().unwrap();
    let cookie = get("/maybe-user").header("cookie", "session=forged");
    let response = send(open_routes().layer(guard.optional_login()), cookie).await;
    assert_eq!((response.status, &*response.body), (200, "nobody"));
    assert_eq!(ask(guard.optional_login(), "/maybe-user", Some("forged")).await.0, 401);
}

#[tokio::test]
async fn an_extractor_sends_a_browser_to_the_login_page_too() {
    let guard = pages().build().unwrap();
    let request = get("/user").header("accept", "text/html");
    let response = send(open_routes().layer(guard.optional_login()), request).await;
    assert_eq!((response.status, response.header(http::header::LOCATION)), (303, "/login"));
}

#[tokio::test]
async fn a_program_is_not_a_user() {
    let guard = builder().accept([Accept::ProgramToken]).build().unwrap();
    let token = sign(&program_claims());
    let account = "60e3f5a6c3d5f4a7b1c2d3e4".to_owned();
    assert_eq!(ask(guard.require_login(), "/verified", Some(&token)).await, (200, account));
    for path in ["/user", "/maybe-user"] {
        assert_eq!(ask(guard.require_login(), path, Some(&token)).await.0, 403, "{path}");
    }
}

#[tokio::test]
async fn the_inner_layer_decides_who_is_logged_in() {
    // Another application's user is not logged in here.
    let inner = pages().build().unwrap().optional_login();
    let router = open_routes().layer(inner).layer(guard().optional_login());
    let response = send(router, get("/maybe-user").header("cookie", "x=y")).await;
    assert_eq!(response.body, "nobody");
}

#[tokio::test]
async fn handlers_read_all_that_the_token_says() {
    async fn all(user: CurrentUser) -> String {
        let verified = user.verified();
        let Claims::Access(claims) = verified.claims() else { return "other".to_owned() };
        assert_eq!(claims.exp, verified.expires_at());
        assert!(verified.has_scope("orders:read") && !verified.has_scope("orders"));
        assert_eq!(verified.token().expose(), token_of_this_test());
        verified.profile().nickname.clone().unwrap()
    }
    let router = Router::new().route("/", routing::get(all)).layer(guard().require_login());
    let response = send(router, bearer(token_of_this_test())).await;
    assert_eq!((response.status, &*response.body), (200, "canary-nick"));
}

/// Signatures of this algorithm differ each time.
fn token_of_this_test() -> &'static str {
    static TOKEN: std::sync::LazyLock<String> = std::sync::LazyLock::new(token);
    &TOKEN
}

#[tokio::test]
async fn debug_shows_neither_token_nor_person_nor_secret() {
    async fn show(user: CurrentUser) -> String {
        format!("{user:?}")
    }
    let guard = pages().build().unwrap();
    let may = guard.permissions(authing_axum::permissions_fn(|_, _| async { Ok(true) }));
    let token = sign(&user_claims());
    let router = Router::new().route("/", routing::get(show)).layer(guard.require_login());
    let shown = send(router, bearer(&token)).await.body;
    assert!(shown.contains(USER), "{shown}");
    let permission = authing_axum::Permission::to("a").on("b");
    let layer = may.require_permission(permission);
    for text in [shown, format!("{guard:?} {may:?} {layer:?} {:?}", pages())] {
        assert!(!text.contains("canary") && !text.contains(&token), "{text}");
    }
}
