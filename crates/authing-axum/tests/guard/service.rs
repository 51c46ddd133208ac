//! An axum service for the table of tests.

use std::time::SystemTime;

use authing_axum::{
    Claims, CurrentUser, Guard, Permission, PermissionGuard, Permissions, Session, Sessions,
    Verified, Webhook, session_routes,
};
use authing_web::{
    session::SessionLogin,
    webhook::{WebhookHandler, WebhookService, Webhooks},
};
use axum::{
    Router,
    body::Body,
    extract::{Path, State},
    response::{IntoResponse, Response},
    routing::{any, get, post},
};
use bytes::Bytes;
use http::{
    HeaderMap, Request, header,
    request::{self, Parts},
};
use http_body_util::BodyExt as _;
use tower::ServiceExt as _;

use crate::support::{Layer, Received, Shop, USER};

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

async fn debug(user: CurrentUser) -> String {
    format!("{user:?}")
}

async fn claims(user: CurrentUser) -> String {
    let verified = user.verified();
    let Claims::Access(claims) = verified.claims() else { return "other".to_owned() };
    assert_eq!(claims.exp, verified.expires_at());
    let until = claims.exp.duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs();
    let name = verified.profile().nickname.clone().unwrap();
    assert!(verified.has_scope("orders:read") && !verified.has_scope("orders"));
    format!("{name} may read orders until {until} with {}", verified.token().expose())
}

async fn cached() -> impl IntoResponse {
    [(header::CACHE_CONTROL, "no-cache")]
}

/// Sends to a service with these layers around it, the outermost first.
pub(crate) async fn send(layers: Vec<Layer>, request: request::Builder) -> Received {
    let mut router = Router::new()
        .route("/user", get(user))
        .route("/maybe-user", get(maybe_user))
        .route("/verified", get(verified))
        .route("/maybe-verified", get(maybe_verified))
        .route("/debug", get(debug))
        .route("/claims", get(claims))
        .route("/cached", get(cached));
    for layer in layers.into_iter().rev() {
        router = router.layer(match layer {
            Layer::Login(guard) => Guard::from(guard).require_login(),
            Layer::Optional(guard) => Guard::from(guard).optional_login(),
        });
    }
    call(router, request.body(Bytes::new()).unwrap()).await
}

/// Sends to a service whose handler asks for the permission to read the book that the request names, and a layer for that
/// to list all.
pub(crate) async fn book(
    guard: authing_web::Guard,
    permissions: impl Permissions + 'static,
    request: request::Builder,
) -> Received {
    async fn show(
        State(may): State<PermissionGuard>,
        user: CurrentUser,
        Path(id): Path<String>,
    ) -> Result<String, Rejection> {
        may.check(&user, &Permission::to("books:read").on(format!("books:{id}"))).await?;
        Ok(format!("book {id}"))
    }
    let guard = Guard::from(guard);
    let may = guard.permissions(permissions);
    let list = Permission::to("books:list").on("books:*");
    let router = Router::new()
        .route("/books", get(async || "all books").layer(may.require_permission(list)))
        .route("/books/{id}", get(show).layer(guard.require_login()))
        .with_state(may);
    call(router, request.body(Bytes::new()).unwrap()).await
}

/// Sends to a service with a guard inside of a nested router.
pub(crate) async fn nested(guard: authing_web::Guard, request: request::Builder) -> Received {
    let guard = Guard::from(guard);
    let inner = Router::new().route("/orders", get(async || "orders")).layer(guard.require_login());
    let router = Router::new().nest("/shop", inner).route("/open", get(async || "open"));
    call(router, request.body(Bytes::new()).unwrap()).await
}

/// Sends to a handler that is given deliveries.
pub(crate) async fn deliver(webhooks: Webhooks, request: Request<Bytes>) -> Received {
    async fn hook(Webhook(delivery): Webhook) -> String {
        delivery.name().to_owned()
    }
    call(Router::new().route("/", any(hook)).with_state(webhooks), request).await
}

/// Sends to a service for deliveries.
pub(crate) async fn deliver_to<H: WebhookHandler>(
    service: WebhookService<H>,
    request: Request<Bytes>,
) -> Received {
    call(Router::new().route_service("/", service), request).await
}

/// Sends to a service with sessions.
pub(crate) async fn browse(shop: &Shop, request: Request<Bytes>) -> Received {
    async fn begin(State(sessions): State<Sessions>, parts: Parts) -> (HeaderMap, &'static str) {
        let cookies = sessions.begin(&parts, SessionLogin::new(USER)).await.unwrap();
        (cookies.into_iter().collect(), "begun")
    }
    async fn me(session: Session) -> String {
        format!("{} {}", session.user_id(), session.csrf_token())
    }
    async fn anybody(session: Option<Session>) -> &'static str {
        session.map_or("none", |_| "a session")
    }
    async fn form(session: Session, token: String) -> Result<&'static str, Rejection> {
        session.check_csrf(&token)?;
        Ok("done")
    }
    async fn cookie() -> impl IntoResponse {
        [(header::SET_COOKIE, "mine=1; Path=/")]
    }
    let Shop { sessions, guard } = shop;
    let guard = Guard::from(guard.clone());
    let own = Router::new()
        .route("/me", get(me))
        .route("/form", post(form))
        .route("/cookie", get(cookie))
        .layer(guard.require_login());
    let router = Router::new()
        .route("/begin", post(begin))
        .route("/anybody", get(anybody).layer(guard.optional_login()))
        .route("/bare", get(me))
        .merge(own)
        .merge(session_routes(sessions))
        .with_state(sessions.clone());
    call(router, request).await
}

pub(crate) use authing_axum::{HandlerError, Rejection};

/// The crate, as the log names it.
pub(crate) const NAME: &str = "authing_axum";

/// Asks a handler that fails, and what a layer around it knows of that.
pub(crate) async fn fail(error: HandlerError) -> (Received, Option<HandlerError>) {
    let handler = get(async move || Err::<(), _>(error.clone()));
    let router: Router = Router::new().route("/", handler);
    let response = router.oneshot(Request::new(Body::empty())).await.unwrap();
    let (parts, body) = response.into_parts();
    let failed = parts.extensions.get().cloned();
    let body = body.collect().await.unwrap().to_bytes();
    (Response::from_parts(parts, body).into(), failed)
}

async fn call(router: Router, request: Request<Bytes>) -> Received {
    let response: Response = router.oneshot(request.map(Body::from)).await.unwrap();
    let (parts, body) = response.into_parts();
    let body = body.collect().await.unwrap().to_bytes();
    Response::from_parts(parts, body).into()
}
