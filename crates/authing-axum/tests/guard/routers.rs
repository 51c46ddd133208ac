//! Guards in routers.

use authing_axum::{
    CurrentUser, Permission, PermissionGuard, Rejection, Unavailable, permissions_fn,
};
use axum::{Extension, Router, extract::Path, routing};
use http::header;

use crate::support::*;

#[tokio::test]
async fn a_handler_checks_what_the_request_names() {
    async fn show(
        Extension(may): Extension<PermissionGuard>,
        user: CurrentUser,
        Path(id): Path<String>,
    ) -> Result<String, Rejection> {
        may.check(&user, &Permission::to("books:read").on(format!("books:{id}"))).await?;
        Ok(format!("book {id}"))
    }
    let may = guard().permissions(permissions_fn(|_, permission: Permission| async move {
        Ok(permission.resource() == "books:1")
    }));
    let router = Router::new()
        .route("/{id}", routing::get(show).layer(guard().require_login()))
        .layer(Extension(may));
    let book = |id: &str| get(id).header("authorization", format!("Bearer {}", token()));
    assert_eq!(send(router.clone(), book("/1")).await.body, "book 1");
    let response = send(router, book("/2")).await;
    assert_eq!((response.status, &*response.detail()), (403, "Not permitted."));
}

#[tokio::test]
async fn what_a_handler_asks_for_rejects_as_a_layer_does() {
    async fn book(
        Extension(may): Extension<PermissionGuard>,
        user: CurrentUser,
    ) -> Result<&'static str, Rejection> {
        may.check(&user, &Permission::to("read").on("books")).await?;
        Ok("a book")
    }
    let may = guard().permissions(permissions_fn(|_, _| async {
        Err(Unavailable::new(std::io::Error::other("canary")))
    }));
    let router = Router::new()
        .route("/", routing::get(book).layer(guard().require_login()))
        .layer(Extension(may));
    let response = send(router, bearer(&token())).await;
    assert_eq!((response.status, response.header(header::RETRY_AFTER)), (503, "10"));
    assert!(!response.body.contains("canary"));
}

#[tokio::test]
async fn a_page_inside_a_nested_router_is_returned_to_by_its_whole_address() {
    let guard = pages().return_parameter("to").build().unwrap();
    let inner = Router::new()
        .route("/orders", routing::get(async || "orders"))
        .layer(guard.require_login());
    let router = Router::new().nest("/shop", inner);
    let request = get("/shop/orders?page=2").header("accept", "text/html");
    let response = send(router, request).await;
    let expected = "/login?to=%2Fshop%2Forders%3Fpage%3D2";
    assert_eq!((response.status, response.header(header::LOCATION)), (303, expected));
}
