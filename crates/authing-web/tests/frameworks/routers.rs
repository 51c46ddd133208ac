//! Guards in routers. Each framework's crate tests itself with this, through its own routes.

use authing_web::{Permission, Unavailable, permissions_fn};
use http::header;

use crate::{
    service::{book, nested},
    support::*,
};

#[tokio::test]
async fn a_handler_checks_what_the_request_names() {
    let may = || {
        permissions_fn(|_, permission: Permission| async move {
            Ok(permission.action() == "books:read" && permission.resource() == "books:1")
        })
    };
    assert_eq!(book(guard(), may(), bearer("/books/1", &token())).await.body, "book 1");
    let response = book(guard(), may(), bearer("/books/2", &token())).await;
    assert_eq!((response.status, &*response.detail()), (403, "Not permitted."));
}

#[tokio::test]
async fn what_a_handler_asks_for_rejects_as_a_layer_does() {
    let nobody =
        permissions_fn(|_, _| async { Err(Unavailable::new(std::io::Error::other("canary"))) });
    let response = book(guard(), nobody, bearer("/books/1", &token())).await;
    assert_eq!((response.status, response.header(header::RETRY_AFTER)), (503, "10"));
    assert!(!response.body.contains("canary"));
}

#[tokio::test]
async fn a_layer_asks_for_permissions() {
    let may = |is_allowed| permissions_fn(move |_, _| async move { Ok(is_allowed) });
    let all = || bearer("/books", &token());
    assert_eq!(book(guard(), may(true), all()).await.body, "all books");
    assert_eq!(book(guard(), may(false), all()).await.status, 403);
    assert_eq!(book(guard(), may(true), get("/books")).await.status, 401);
}

#[tokio::test]
async fn a_page_inside_a_nested_router_is_returned_to_by_its_whole_address() {
    let guard = pages().return_parameter("to").build().unwrap();
    let request = get("/shop/orders?page=2").header("accept", "text/html");
    let response = nested(guard, request).await;
    let expected = "/login?to=%2Fshop%2Forders%3Fpage%3D2";
    assert_eq!((response.status, response.header(header::LOCATION)), (303, expected));
}

#[tokio::test]
async fn a_nested_router_is_guarded_and_its_neighbours_are_not() {
    let token = sign(&user_claims());
    let cookie = |path| get(path).header("cookie", format!("session={token}"));
    let guard = || pages().build().unwrap();
    assert_eq!(nested(guard(), cookie("/shop/orders")).await.body, "orders");
    assert_eq!(nested(guard(), get("/shop/orders")).await.status, 401);
    assert_eq!(nested(guard(), get("/open")).await.body, "open");
}
