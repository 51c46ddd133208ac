//! Browsers are redirected to the login page.

use http::{Uri, header, request::Builder};

use crate::support::*;

fn page(address: &str) -> Builder {
    let accept = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
    get(address).header("accept", accept)
}

fn returning() -> authing_web::GuardBuilder {
    pages().return_parameter("return_to")
}

/// Where a browser is redirected to.
async fn location(address: &str) -> String {
    let guard = returning().query_parameter("token").build().unwrap();
    let response = send(routes(guard.require_login()), page(address)).await;
    assert_eq!(response.status, 303, "{address}");
    response.header(header::LOCATION).to_owned()
}

#[tokio::test]
async fn a_visitor_without_a_valid_token_is_redirected_to_the_login_page() {
    let guard = pages().build().unwrap();
    for cookie in ["", "session=forged"] {
        let request = page("/orders").header("cookie", cookie);
        let response = send(routes(guard.require_login()), request).await;
        assert_eq!(
            (response.status, response.header(header::LOCATION)),
            (303, "/login"),
            "{cookie}"
        );
        assert_eq!(response.headers["cache-control"], "no-store");
    }
    let cookie = format!("session={}", sign_with_secret(&user_claims()));
    let response = send(routes(guard.require_login()), page("/").header("cookie", cookie)).await;
    assert_eq!((response.status, &*response.body), (200, &*format!("{USER} by Cookie")));
}

#[tokio::test]
async fn a_program_is_told_instead() {
    let guard = pages().build().unwrap();
    for request in [
        get("/"),
        get("/").header("accept", "application/json, */*"),
        page("/").method("POST"),
        page("/").header("authorization", "Bearer forged"),
    ] {
        let response = send(routes(guard.require_login()), request).await;
        assert_eq!(response.status, 401);
    }
    let response = send(routes(builder().build().unwrap().require_login()), page("/")).await;
    assert_eq!(response.status, 401, "there is no login page");
}

#[tokio::test]
async fn the_login_page_learns_where_to_go_back_to() {
    assert_eq!(location("/orders").await, "/login?return_to=%2Forders");
    let expected = "/login?return_to=%2Forders%3Fpage%3D2%26q%3Da%2520b";
    assert_eq!(location("/orders?page=2&q=a%20b").await, expected);
    // The address of a page is as it was before a router took the beginning off.
    #[derive(Clone)]
    struct Original(Uri);
    let guard = returning()
        .build()
        .unwrap()
        .original_uri(|parts| parts.extensions.get::<Original>().map(|Original(uri)| uri));
    let nested = page("/orders").extension(Original("/shop/orders?page=2".parse().unwrap()));
    let response = send(routes(guard.require_login()), nested).await;
    let expected = "/login?return_to=%2Fshop%2Forders%3Fpage%3D2";
    assert_eq!(response.header(header::LOCATION), expected);
    let response = send(routes(guard.require_login()), page("/orders")).await;
    assert_eq!(response.header(header::LOCATION), "/login?return_to=%2Forders");
}

#[tokio::test]
async fn the_login_page_learns_no_token() {
    assert_eq!(location("/orders?token=secret").await, "/login?return_to=%2Forders");
    assert_eq!(location("/orders?%74oken=secret&a=b").await, "/login?return_to=%2Forders%3Fa%3Db");
}

#[tokio::test]
async fn nobody_is_sent_back_to_another_host() {
    for address in ["//evil.example/", "//evil.example/x?y=z", "/%09/x//y"] {
        let location = location(address).await;
        assert!(!location.contains("=%2F%2F"), "{address}: {location}");
    }
}

#[tokio::test]
async fn the_address_of_the_login_page_may_have_parts_of_its_own() {
    for (address, expected) in [
        ("/login?lang=zh", "/login?lang=zh&to=%2Fx"),
        ("/login#form", "/login?to=%2Fx#form"),
        ("https://login.example.com/", "https://login.example.com/?to=%2Fx"),
    ] {
        let guard = builder().login_page(address).return_parameter("to").build().unwrap();
        let response = send(routes(guard.require_login()), page("/x")).await;
        assert_eq!(response.header(header::LOCATION), expected);
    }
}

#[tokio::test]
async fn a_logged_in_user_without_permission_is_not_redirected_to_the_login_page() {
    use authing_web::{Permission, permissions_fn};
    let guard = pages().build().unwrap().permissions(permissions_fn(|_, _| async { Ok(false) }));
    let layer = guard.require_permission(Permission::to("read").on("books:1"));
    let cookie = format!("session={}", sign_with_secret(&user_claims()));
    let response = send(routes(layer), page("/").header("cookie", cookie)).await;
    assert_eq!((response.status, response.challenge()), (403, ""));
}
