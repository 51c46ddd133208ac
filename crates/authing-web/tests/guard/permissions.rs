//! Routes that require a permission.

use std::{
    io,
    sync::{Arc, Mutex},
    time::Duration,
};

use authing_web::{
    Accept, AuthContext, Permission, PermissionGuard, Rejection, Unavailable, permissions_fn,
};
use bytes::Bytes;
use http::{Request, Response};
use tower::{Layer as _, service_fn, util::BoxCloneSyncService};

use crate::support::*;

fn read() -> Permission {
    Permission::to("books:read").on("books:1")
}

/// A guard whose permission checks always return this.
fn saying(response: Result<bool, Unavailable>) -> PermissionGuard {
    guard().permissions(permissions_fn(move |_, _| {
        let response = response.clone();
        async { response }
    }))
}

#[tokio::test]
async fn a_user_with_the_permission_is_let_in() {
    let asked = Arc::new(Mutex::new(Vec::new()));
    let heard = asked.clone();
    let may = guard().permissions(permissions_fn(move |user, permission| {
        heard.lock().unwrap().push((user.id().to_owned(), permission));
        async { Ok(true) }
    }));
    let layer = may.require_permission(read().in_namespace("shop"));
    let response = send(routes(layer), bearer(&token())).await;
    assert_eq!((response.status, &*response.body), (200, &*format!("{USER} by Header")));
    let asked = asked.lock().unwrap().clone();
    assert_eq!(asked, [(USER.to_owned(), read().in_namespace("shop"))]);
    assert_eq!((asked[0].1.resource(), asked[0].1.action()), ("books:1", "books:read"));
}

#[tokio::test]
async fn a_user_without_it_gets_403() {
    let layer = saying(Ok(false)).require_permission(read());
    let response = send(routes(layer), bearer(&token())).await;
    assert_eq!((response.status, &*response.detail()), (403, "Not permitted."));
    assert_eq!(response.challenge(), "");
}

#[tokio::test]
async fn no_permission_is_checked_before_a_login() {
    let may = guard().permissions(permissions_fn(|_, _| async { panic!("asked") }));
    let layer = || may.require_permission(read());
    assert_eq!(send(routes(layer()), get("/")).await.status, 401);
    assert_eq!(send(routes(layer()), bearer(&OTHER.sign(&access_claims()))).await.status, 401);
    let scoped = layer().scope("orders:write");
    assert_eq!(send(routes(scoped), bearer(&token())).await.status, 403);
}

#[tokio::test]
async fn while_permissions_cannot_be_checked_the_response_is_503() {
    for (wait, expected) in [(None, "10"), (Some(Duration::from_millis(1500)), "2")] {
        let error = Unavailable::new(io::Error::other("canary")).retry_after(wait);
        let layer = saying(Err(error)).require_permission(read());
        let response = send(routes(layer), bearer(&token())).await;
        assert_eq!((response.status, &*response.detail()), (503, "Try again later."));
        assert_eq!(response.headers["retry-after"], expected);
    }
}

#[tokio::test]
async fn a_program_has_no_permissions_of_a_user() {
    let guard = builder().accept([Accept::AccessToken, Accept::ProgramToken]).build().unwrap();
    let may = guard.permissions(permissions_fn(|_, _| async { Ok(true) }));
    let response =
        send(routes(may.require_permission(read())), bearer(&KEY.sign(&program_claims())));
    assert_eq!(response.await.status, 403);
}

#[tokio::test]
async fn a_permission_without_a_part_lets_no_request_in() {
    for empty in [Permission::to("").on("books:1"), Permission::to("books:read").on("")] {
        let layer = saying(Ok(true)).require_permission(empty);
        assert_eq!(send(routes(layer), bearer(&token())).await.status, 500);
    }
}

#[tokio::test]
async fn a_handler_checks_what_the_request_names() {
    let may = guard().permissions(permissions_fn(|_, permission: Permission| async move {
        Ok(permission.resource() == "books:1")
    }));
    let show = service_fn(move |request: Request<Bytes>| {
        let may = may.clone();
        async move {
            let checked = async {
                let user = AuthContext::of(request.extensions())?.user()?;
                let book = request.uri().path().trim_start_matches('/');
                may.check(&user, &Permission::to("books:read").on(format!("books:{book}"))).await?;
                Ok::<_, Rejection>(Response::new(Bytes::from(format!("book {book}"))))
            };
            Ok(checked.await.unwrap_or_else(Rejection::into_response))
        }
    });
    let routes = || BoxCloneSyncService::new(guard().require_login().layer(show.clone()));
    let book = |id: &str| get(id).header("authorization", format!("Bearer {}", token()));
    assert_eq!(send(routes(), book("/1")).await.body, "book 1");
    let response = send(routes(), book("/2")).await;
    assert_eq!((response.status, &*response.detail()), (403, "Not permitted."));
}
