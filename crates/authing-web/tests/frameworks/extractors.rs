//! What handlers are given. Each framework's crate tests itself with this, through its own routes.

use authing_web::{Accept, Permission, permissions_fn};
use http::header;

use crate::{service::send, support::*};

const ALL: [&str; 4] = ["/user", "/maybe-user", "/verified", "/maybe-verified"];

async fn ask(layer: Layer, path: &str, token: Option<&str>) -> (u16, String) {
    let request = token.map_or_else(|| get(path), |token| bearer(path, token));
    let response = send(vec![layer], request).await;
    let body = match response.status {
        200 => response.body,
        _ => response.detail(),
    };
    (response.status, body)
}

#[tokio::test]
async fn without_a_layer_no_extractor_lets_a_request_in() {
    for path in ALL {
        assert_eq!(send(vec![], get(path)).await.status, 500, "{path}");
        assert_eq!(send(vec![], bearer(path, &token())).await.status, 500, "{path}");
    }
}

#[tokio::test]
async fn where_logging_in_is_optional_the_extractor_decides() {
    let layer = || Layer::Optional(guard());
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
    let layer = || Layer::Optional(pages().build().unwrap());
    let cookie = get("/maybe-user").header("cookie", "session=forged");
    let response = send(vec![layer()], cookie).await;
    assert_eq!((response.status, &*response.body), (200, "nobody"));
    assert_eq!(ask(layer(), "/maybe-user", Some("forged")).await.0, 401);
}

#[tokio::test]
async fn an_extractor_sends_a_browser_to_the_login_page_too() {
    let guard = pages().build().unwrap();
    let request = get("/user").header("accept", "text/html");
    let response = send(vec![Layer::Optional(guard)], request).await;
    assert_eq!((response.status, response.header(header::LOCATION)), (303, "/login"));
}

#[tokio::test]
async fn a_program_is_not_a_user() {
    let layer = || Layer::Login(builder().accept([Accept::ProgramToken]).build().unwrap());
    let token = sign(&program_claims());
    let account = "60e3f5a6c3d5f4a7b1c2d3e4".to_owned();
    assert_eq!(ask(layer(), "/verified", Some(&token)).await, (200, account));
    for path in ["/user", "/maybe-user"] {
        assert_eq!(ask(layer(), path, Some(&token)).await.0, 403, "{path}");
    }
}

#[tokio::test]
async fn the_inner_layer_decides_who_is_logged_in() {
    // Another application's user is not logged in here.
    let inner = Layer::Optional(pages().build().unwrap());
    let layers = vec![Layer::Optional(guard()), inner];
    let response = send(layers, get("/maybe-user").header("cookie", "x=y")).await;
    assert_eq!(response.body, "nobody");
    // What the inner one asks for holds too.
    let layers = vec![Layer::Optional(guard()), Layer::Login(guard())];
    assert_eq!(send(layers, get("/maybe-user")).await.status, 401);
    let layers = vec![Layer::Login(guard()), Layer::Optional(guard())];
    assert_eq!(send(layers, get("/maybe-user")).await.status, 401);
}

#[tokio::test]
async fn handlers_read_all_that_the_token_says() {
    let token = token();
    let response = send(vec![Layer::Login(guard())], bearer("/claims", &token)).await;
    let expected = format!("canary-nick may read orders until 1767229200 with {token}");
    assert_eq!((response.status, response.body), (200, expected));
}

#[tokio::test]
async fn a_token_in_the_query_makes_the_response_private() {
    let guard = builder().query_parameter("token").build().unwrap();
    let path = format!("/user?token={}", token());
    let response = send(vec![Layer::Login(guard.clone())], get(&path)).await;
    assert_eq!((response.status, response.header(header::CACHE_CONTROL)), (200, "private"));
    let path = format!("/cached?token={}", token());
    let response = send(vec![Layer::Login(guard.clone())], get(&path)).await;
    assert_eq!(response.header(header::CACHE_CONTROL), "no-cache", "the handler's own stays");
    let response = send(vec![Layer::Login(guard)], bearer("/user", &token())).await;
    assert_eq!(response.header(header::CACHE_CONTROL), "");
}

#[tokio::test]
async fn a_rejection_speaks_the_visitors_language_and_says_how_to_log_in() {
    let request = get("/user").header("accept-language", "zh-CN");
    let response = send(vec![Layer::Login(guard())], request).await;
    assert_eq!((response.status, &*response.detail()), (401, "请先登录。"));
    assert_eq!(response.header(header::WWW_AUTHENTICATE), "Bearer realm=\"api\"");
    assert_eq!(response.header(header::CACHE_CONTROL), "no-store");
}

#[tokio::test]
async fn bytes_that_are_no_text_hide_no_cookie() {
    let token = sign(&user_claims());
    let cookie = [b"other=\xff\xfe; session=", token.as_bytes()].concat();
    let guard = pages().build().unwrap();
    let request = get("/user").header("cookie", cookie);
    assert_eq!(send(vec![Layer::Login(guard)], request).await.body, USER);
}

#[tokio::test]
async fn a_second_header_is_not_lost() {
    let request = bearer("/user", &token()).header("authorization", "Bearer other");
    assert_eq!(send(vec![Layer::Login(guard())], request).await.status, 400);
}

#[tokio::test]
async fn debug_shows_neither_token_nor_person_nor_secret() {
    let guard = pages().build().unwrap();
    let may = guard.permissions(permissions_fn(|_, _| async { Ok(true) }));
    let token = sign(&user_claims());
    let request = get("/debug").header("cookie", format!("session={token}"));
    let shown = send(vec![Layer::Login(guard.clone())], request).await.body;
    assert!(shown.contains(USER), "{shown}");
    let layer = may.require_permission(Permission::to("a").on("b"));
    for text in [shown, format!("{guard:?} {may:?} {layer:?} {:?}", pages())] {
        assert!(!text.contains("canary") && !text.contains(&token), "{text}");
    }
}
