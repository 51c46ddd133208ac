//! An actix-web service for the table of tests.

use std::{future::ready, time::SystemTime};

use actix_web::{
    App, Error, HttpResponse, ResponseError as _,
    body::MessageBody,
    dev::{ServiceFactory, ServiceRequest, ServiceResponse},
    http::header::{HeaderName, HeaderValue},
    test,
    web::{self, Data, get},
};
use authing_actix::{
    AuthContext, Claims, CurrentUser, Guard, GuardLayer, Permission, PermissionGuard, Permissions,
    RequestParts, Session, Sessions, Verified, Webhook, append_headers, session_routes,
    webhook_route,
};
use authing_web::{
    session::SessionLogin,
    webhook::{WebhookHandler, WebhookService, Webhooks},
};
use bytes::Bytes;
use http::{Request, Response, request};

use crate::support::{Layer, Received, Shop, USER};

async fn user(user: CurrentUser) -> String {
    user.id().to_owned()
}

async fn maybe_user(visitor: AuthContext) -> Result<String, Rejection> {
    Ok(visitor.user_opt()?.map_or("nobody".to_owned(), |user| user.id().to_owned()))
}

async fn verified(verified: Verified) -> String {
    verified.account_id().unwrap_or("a user").to_owned()
}

async fn maybe_verified(visitor: AuthContext) -> String {
    visitor.verified_opt().map_or("nobody", |_| "somebody").to_owned()
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

async fn cached() -> HttpResponse {
    HttpResponse::Ok().insert_header(("cache-control", "no-cache")).finish()
}

fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/user", get().to(user))
        .route("/maybe-user", get().to(maybe_user))
        .route("/verified", get().to(verified))
        .route("/maybe-verified", get().to(maybe_verified))
        .route("/debug", get().to(debug))
        .route("/claims", get().to(claims))
        .route("/cached", get().to(cached));
}

/// Sends to a service with these layers around it, the outermost first.
pub(crate) async fn send(layers: Vec<Layer>, request: request::Builder) -> Received {
    let request = request.body(Bytes::new()).unwrap();
    let mut layers = layers.into_iter().map(middleware);
    let app = App::new().configure(routes);
    match (layers.next(), layers.next()) {
        (None, _) => call(app, request).await,
        (Some(one), None) => call(app.wrap(one), request).await,
        (Some(outer), Some(inner)) => call(app.wrap(inner).wrap(outer), request).await,
    }
}

fn middleware(layer: Layer) -> GuardLayer {
    match layer {
        Layer::Login(guard) => Guard::from(guard).require_login(),
        Layer::Optional(guard) => Guard::from(guard).optional_login(),
    }
}

/// Sends to a service whose handler asks for the permission to read the book that the request names, and a layer for that
/// to list all.
pub(crate) async fn book(
    guard: authing_web::Guard,
    permissions: impl Permissions + 'static,
    request: request::Builder,
) -> Received {
    async fn show(
        may: Data<PermissionGuard>,
        user: CurrentUser,
        id: web::Path<String>,
    ) -> Result<String, Rejection> {
        may.check(&user, &Permission::to("books:read").on(format!("books:{id}"))).await?;
        Ok(format!("book {id}"))
    }
    let guard = Guard::from(guard);
    let may = guard.permissions(permissions);
    let list = may.require_permission(Permission::to("books:list").on("books:*"));
    let app = App::new()
        .app_data(Data::new(may))
        .service(web::resource("/books").wrap(list).to(async || "all books"))
        .service(web::resource("/books/{id}").wrap(guard.require_login()).to(show));
    call(app, request.body(Bytes::new()).unwrap()).await
}

/// Sends to a service with a guard inside of a scope.
pub(crate) async fn nested(guard: authing_web::Guard, request: request::Builder) -> Received {
    let inner = web::scope("/shop")
        .wrap(Guard::from(guard).require_login())
        .route("/orders", get().to(async || "orders"));
    let app = App::new().service(inner).route("/open", get().to(async || "open"));
    call(app, request.body(Bytes::new()).unwrap()).await
}

/// Sends to a handler that is given deliveries.
pub(crate) async fn deliver(webhooks: Webhooks, request: Request<Bytes>) -> Received {
    let app = App::new().app_data(Data::new(webhooks)).route("/", web::route().to(hook));
    call(app, request).await
}

pub(crate) async fn hook(Webhook(delivery): Webhook) -> String {
    delivery.name().to_owned()
}

/// Sends to a service for deliveries.
pub(crate) async fn deliver_to<H: WebhookHandler>(
    service: WebhookService<H>,
    request: Request<Bytes>,
) -> Received {
    call(App::new().route("/", webhook_route(service)), request).await
}

/// Sends to a service with sessions.
pub(crate) async fn browse(shop: &Shop, request: Request<Bytes>) -> Received {
    async fn begin(sessions: Data<Sessions>, parts: RequestParts) -> HttpResponse {
        let cookies = sessions.begin(&parts, SessionLogin::new(USER)).await.unwrap();
        let mut response = HttpResponse::Ok().body("begun");
        append_headers(&mut response, cookies);
        response
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
    async fn cookie() -> HttpResponse {
        HttpResponse::Ok().insert_header(("set-cookie", "mine=1; Path=/")).finish()
    }
    let Shop { sessions, guard } = shop;
    let guard = Guard::from(guard.clone());
    let own = |path: &str, route| web::resource(path).wrap(guard.require_login()).route(route);
    let app = App::new()
        .app_data(Data::new(sessions.clone()))
        .service(session_routes(sessions))
        .service(own("/me", get().to(me)))
        .service(own("/form", web::post().to(form)))
        .service(own("/cookie", get().to(cookie)))
        .service(web::resource("/anybody").wrap(guard.optional_login()).to(anybody))
        .route("/begin", web::post().to(begin))
        .route("/bare", get().to(me));
    call(app, request).await
}

pub(crate) use authing_actix::{HandlerError, Rejection};

/// The crate, as the log names it.
pub(crate) const NAME: &str = "authing_actix";

/// Asks a handler that fails, and what middleware around it knows of that.
pub(crate) async fn fail(error: HandlerError) -> (Received, Option<HandlerError>) {
    let handler = move || ready(Err::<HttpResponse, _>(error.clone()));
    let app = test::init_service(App::new().route("/", get().to(handler))).await;
    let response = test::call_service(&app, test::TestRequest::get().to_request()).await;
    let failed = response.response().error().unwrap().as_error::<HandlerError>().cloned();
    assert_eq!(failed.as_ref().unwrap().status_code(), response.status());
    (received(response).await, failed)
}

pub(crate) async fn call<T, B>(app: App<T>, request: Request<Bytes>) -> Received
where
    T: ServiceFactory<
            ServiceRequest,
            Config = (),
            Response = ServiceResponse<B>,
            Error = Error,
            InitError = (),
        > + 'static,
    B: MessageBody,
{
    let (parts, body) = request.into_parts();
    let mut sent = test::TestRequest::with_uri(&parts.uri.to_string())
        .method(parts.method.as_str().parse().unwrap());
    for (name, value) in &parts.headers {
        let name = HeaderName::from_bytes(name.as_str().as_bytes()).unwrap();
        sent = sent.append_header((name, HeaderValue::from_bytes(value.as_bytes()).unwrap()));
    }
    let app = test::init_service(app).await;
    received(test::call_service(&app, sent.set_payload(body).to_request()).await).await
}

async fn received(response: ServiceResponse<impl MessageBody>) -> Received {
    let mut received = Response::builder().status(response.status().as_u16());
    for (name, value) in response.headers() {
        received = received.header(name.as_str(), value.as_bytes());
    }
    received.body(test::read_body(response).await).unwrap().into()
}
