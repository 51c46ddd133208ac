//! Requests that another site's page made a browser send with its cookie.

use authing_web::Guard;
use http::request::Builder;

use crate::support::*;

fn guard() -> Guard {
    pages().trusted_origin("https://app.example.com").build().unwrap()
}

fn request(method: &str) -> Builder {
    let cookie = format!("session={}", sign_with_secret(&user_claims()));
    get("/").method(method).header("host", "me.example.com").header("cookie", cookie)
}

async fn status(request: Builder) -> u16 {
    send(routes(guard().require_login()), request).await.status
}

#[tokio::test]
async fn a_page_of_another_site_changes_nothing() {
    for method in ["POST", "PUT", "PATCH", "DELETE", "CONNECT", "BREW"] {
        for (name, value) in [
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-site", "same-site"),
            ("sec-fetch-site", "something new"),
            ("origin", "https://evil.example"),
            ("origin", "https://me.example.com.evil.example"),
            ("origin", "https://me.example.com:8443"),
            ("origin", "null"),
            ("origin", ""),
        ] {
            let request = request(method).header(name, value);
            let response = send(routes(guard().require_login()), request).await;
            assert_eq!(response.status, 403, "{method} {name}: {value}");
            assert_eq!(response.detail(), "Another site made this request.");
        }
    }
}

#[tokio::test]
async fn its_own_pages_do() {
    for (name, value) in [
        ("sec-fetch-site", "same-origin"),
        ("sec-fetch-site", "none"),
        ("origin", "https://me.example.com"),
        ("origin", "http://me.example.com"),
        ("origin", "https://ME.example.com:443"),
        ("origin", "https://app.example.com"),
        ("accept", "no browser sends neither"),
    ] {
        assert_eq!(status(request("POST").header(name, value)).await, 200, "{name}: {value}");
    }
    let trusted = request("POST").header("origin", "https://app.example.com");
    assert_eq!(status(trusted.header("sec-fetch-site", "same-site")).await, 200);
}

#[tokio::test]
async fn sec_fetch_site_has_precedence_over_the_origin() {
    let request = request("POST").header("origin", "https://me.example.com");
    assert_eq!(status(request.header("sec-fetch-site", "cross-site")).await, 403);
}

#[tokio::test]
async fn a_header_that_is_not_text_bypasses_nothing() {
    for name in ["origin", "sec-fetch-site"] {
        let value = http::HeaderValue::from_bytes(b"\xff").unwrap();
        assert_eq!(status(request("POST").header(name, value)).await, 403, "{name}");
    }
}

#[tokio::test]
async fn links_from_elsewhere_may_be_followed() {
    for method in ["GET", "HEAD", "OPTIONS"] {
        let request = request(method).header("sec-fetch-site", "cross-site");
        assert_eq!(status(request).await, 200, "{method}");
    }
}

#[tokio::test]
async fn a_websocket_is_opened_by_its_own_pages_only() {
    let open = |origin| request("GET").header("upgrade", "WebSocket").header("origin", origin);
    assert_eq!(status(open("https://evil.example")).await, 403);
    assert_eq!(status(open("https://me.example.com")).await, 200);
}

#[tokio::test]
async fn a_token_in_the_header_comes_from_no_other_site_unasked() {
    let token = sign_with_secret(&user_claims());
    let request = bearer(&token).method("POST").header("sec-fetch-site", "cross-site");
    assert_eq!(status(request).await, 200);
}
