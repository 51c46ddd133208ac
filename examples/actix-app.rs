//! A bookshop: everything that a web service wants of Authing, in one file. The example `web-app` on actix-web.
//!
//! - Visitors log in by OpenID Connect, or by a code to their phone with a second factor; either begins a session.
//! - An API takes the session or a token, and wants a permission. A page wants a role. Another wants a recent login.
//! - A webhook that tells of a blocked user ends their sessions.
//!
//! ```console
//! $ cargo run --example actix-app --features actix
//! ```
//!
//! It needs nothing but this repository: the Authing server is an embedded one. With `AUTHING_APP_ID`,
//! `AUTHING_APP_HOST`, `AUTHING_APP_SECRET`, the user pool's variables and `AUTHING_WEBHOOK_SECRET` set it is for that
//! application, in which `http://localhost:3000/callback` must be a callback address and `http://localhost:3000/` a
//! logout callback address. `PORT` changes the port. Its pages are in `src/web/shop.rs`.
#![allow(clippy::print_stdout, reason = "an example talks to its reader")]

use std::{
    env,
    error::Error as StdError,
    future::{Ready, ready},
    net::TcpListener,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use actix_web::{
    App, Error, FromRequest, HttpRequest, HttpResponse, HttpServer,
    body::{BoxBody, MessageBody, to_bytes},
    dev::{Payload, ServiceRequest, ServiceResponse},
    http::header::{self, HeaderMap},
    middleware::{Next, from_fn},
    web::{self, Data, Form, Html, Json, get, post},
};
use authing_actix::{
    AuthContext, Guard, HandlerError, HasRole, Permission, PermissionGuard, Problem, ProblemKind,
    RecentLogin, RequestParts, Session, Sessions, Webhook, append_headers, http_response, language,
    session_routes,
};
use authing_authentication::{
    AuthenticationClient, MfaChallenge, Secret, mfa::AuthenticatorSource,
};
use authing_examples::{
    Setup,
    web::shop::{Account, BOOKS, PhoneStep, Shown, Told, Visitor},
};
use authing_protocols::Clock;
use authing_web::{
    session::{MemorySessions, SessionLogin},
    webhook::{WebhookEvent, Webhooks},
};
use serde::Deserialize;
use serde_json::{Value, json};

/// Who pays has shown within these minutes who they are.
const PAYMENT: Duration = Duration::from_secs(300);

/// What every request shares, whichever worker has it.
struct Shop {
    sessions: Sessions,
    authentication: AuthenticationClient,
    told: Mutex<Vec<Told>>,
    clock: Arc<dyn Clock>,
}

/// What is made once, for all workers.
#[derive(Clone)]
struct Service {
    shop: Data<Shop>,
    webhooks: Data<Webhooks>,
    guard: Guard,
    may: PermissionGuard,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn StdError>> {
    let port = env::var("PORT").map_or(Ok(3000), |port| port.parse())?;
    let listener = TcpListener::bind(("127.0.0.1", port))?;
    let home = format!("http://localhost:{}", listener.local_addr()?.port());
    let setup = Setup::find().await?;
    println!("{}", setup.hint(&home));
    // The embedded server, if it is that, lives as long as the service.
    let _embedded = setup.embedded.clone();
    let service = service(setup, &home)?;
    let server = HttpServer::new(move || {
        App::new()
            .configure(|config| service.routes(config))
            .app_data(service.shop.clone())
            .wrap(from_fn(in_the_visitors_language))
    });
    server.listen(listener)?.run().await?;
    Ok(())
}

fn service(setup: Setup, home: &str) -> Result<Service, Box<dyn StdError>> {
    let oidc = setup.oidc.redirect_uri(format!("{home}/callback")).build()?;
    let sessions = Sessions::builder(oidc)
        .store(MemorySessions::new())
        .post_logout_redirect_uri(format!("{home}/"))
        .build()?;
    let guard = setup.guard.sessions(&sessions).makes::<Guard>().build()?;
    let shop = Shop {
        sessions,
        authentication: setup.authentication,
        told: Mutex::default(),
        clock: setup.clock,
    };
    Ok(Service {
        shop: Data::new(shop),
        webhooks: Data::new(Webhooks::builder(setup.webhook_secret).build()?),
        may: guard.permissions(setup.management),
        guard,
    })
}

impl Service {
    fn routes(&self, config: &mut web::ServiceConfig) {
        let Self { shop, webhooks, guard, may } = self;
        let list = Permission::to("books:list").on("books:*");
        let second_factor = web::resource("/account/second-factor")
            .wrap(guard.require_login())
            .route(get().to(second_factor))
            .route(post().to(bind_second_factor));
        let recent = guard.require(RecentLogin::within(PAYMENT));
        let staff_only = may.require(HasRole::new("staff"));
        config
            .app_data(webhooks.clone())
            .service(session_routes(&shop.sessions))
            .service(web::resource("/account").wrap(guard.require_login()).to(account))
            .service(second_factor)
            .service(web::resource("/account/payment").wrap(recent).to(payment))
            .service(web::resource("/staff").wrap(staff_only).to(staff))
            .service(web::resource("/api/books").wrap(may.require_permission(list)).to(books))
            .route("/webhooks", post().to(webhook))
            .service(
                web::scope("")
                    .wrap(guard.optional_login())
                    .route("/", get().to(start_page))
                    .route("/phone", get().to(phone))
                    .route("/phone/code", post().to(send_code))
                    .route("/phone/login", post().to(log_in_by_code))
                    .route("/phone/second-factor", post().to(log_in_by_second_factor))
                    .default_service(web::to(no_page)),
            );
    }
}

async fn start_page(View(visitor): View) -> Html {
    Html::new(visitor.home())
}

async fn account(shop: Data<Shop>, View(visitor): View, session: Session) -> Html {
    let claims = session.claims();
    let profile = &claims.profile;
    let now = shop.clock.now();
    let since = |then| now.duration_since(then).unwrap_or_default().as_secs();
    let left = session.ends_at().duration_since(now).unwrap_or_default();
    Html::new(visitor.account(&Account {
        user_id: session.user_id().to_owned(),
        contact: profile.email.clone().or(profile.phone_number.clone()),
        means: claims.amr.clone(),
        minutes: claims.auth_time.map(|at| since(at) / 60),
        days: left.as_secs().div_ceil(86_400),
    }))
}

async fn payment(View(visitor): View) -> Html {
    Html::new(visitor.payment())
}

async fn staff(shop: Data<Shop>, View(visitor): View) -> Html {
    Html::new(visitor.staff(&shop.told.lock().unwrap_or_else(PoisonError::into_inner)))
}

/// The API: for programs with a token as for the service's own pages.
async fn books() -> Json<Value> {
    let book = |(title, author, price)| json!({"title": title, "author": author, "price": price});
    Json(BOOKS.map(book).into_iter().collect())
}

/// What Authing tells by itself. Whoever is blocked is logged out at once.
async fn webhook(
    shop: Data<Shop>,
    Webhook(delivery): Webhook,
) -> Result<HttpResponse, HandlerError> {
    let mut user = String::new();
    if let WebhookEvent::UserBlocked(about) = delivery.event()
        && let Some(id) = &about.user.id
    {
        shop.sessions.end_user(id).await?;
        user.clone_from(id);
    }
    let told = Told { event: delivery.name().to_owned(), user };
    shop.told.lock().unwrap_or_else(PoisonError::into_inner).push(told);
    Ok(HttpResponse::Ok().finish())
}

// A login without a redirect: a code to the phone, and the second factor of whoever has one.

#[derive(Deserialize)]
struct Typed {
    #[serde(default)]
    phone: String,
    #[serde(default)]
    code: Secret,
    #[serde(default)]
    challenge: Secret,
    #[serde(default)]
    picture: Secret,
    #[serde(default)]
    key: Secret,
    #[serde(default)]
    csrf_token: String,
}

async fn phone(View(visitor): View) -> Html {
    Html::new(visitor.phone(&PhoneStep::Number, None))
}

async fn send_code(shop: Data<Shop>, View(visitor): View, Form(typed): Form<Typed>) -> Html {
    let problem = match shop.authentication.send_sms_code(&*typed.phone).await {
        Ok(()) => return Html::new(visitor.phone(&PhoneStep::Code(&typed.phone), None)),
        Err(error) => Problem::of_user_call(&error),
    };
    Html::new(visitor.phone(&PhoneStep::Number, Some(problem.detail(&visitor.lang))))
}

async fn log_in_by_code(
    shop: Data<Shop>,
    View(visitor): View,
    parts: RequestParts,
    Form(typed): Form<Typed>,
) -> Result<HttpResponse, HandlerError> {
    let client = shop.authentication.new_session();
    let error = match client.login_by_phone_code(&*typed.phone, typed.code).await {
        Ok(user) => return shop.begin(&parts, SessionLogin::of_user(&user)?.amr(["sms"])).await,
        Err(error) => error,
    };
    let page = match MfaChallenge::from_error(&error) {
        Some(wanted) => visitor.phone(&PhoneStep::SecondFactor(wanted.token.expose()), None),
        None => {
            let problem = Problem::of_user_call(&error);
            visitor.phone(&PhoneStep::Code(&typed.phone), Some(problem.detail(&visitor.lang)))
        }
    };
    Ok(html(page))
}

async fn log_in_by_second_factor(
    shop: Data<Shop>,
    View(visitor): View,
    parts: RequestParts,
    Form(typed): Form<Typed>,
) -> Result<HttpResponse, HandlerError> {
    let challenge = MfaChallenge::from_token(typed.challenge.clone());
    match challenge.verify_totp(&shop.authentication.new_session(), typed.code).await {
        Ok(user) => shop.begin(&parts, SessionLogin::of_user(&user)?.amr(["sms", "otp"])).await,
        Err(error) => {
            let step = PhoneStep::SecondFactor(typed.challenge.expose());
            let problem = Problem::of_user_call(&error);
            Ok(html(visitor.phone(&step, Some(problem.detail(&visitor.lang)))))
        }
    }
}

impl Shop {
    /// Begins a session, and shows the account.
    async fn begin(
        &self,
        parts: &RequestParts,
        login: SessionLogin,
    ) -> Result<HttpResponse, HandlerError> {
        let cookies = self.sessions.begin(parts, login).await?;
        let account = (header::LOCATION, "/account");
        let mut response = HttpResponse::SeeOther().insert_header(account).finish();
        append_headers(&mut response, cookies);
        Ok(response)
    }

    /// Calls in the name of the session's user.
    fn client_of(&self, session: &Session) -> Result<AuthenticationClient, HandlerError> {
        // Authing takes an id_token of OpenID Connect for a user token too.
        let token = session.id_token().or(session.access_token());
        let token = token.ok_or(ProblemKind::LoginRequired)?;
        Ok(self.authentication.with_token(token.clone()))
    }
}

async fn second_factor(
    shop: Data<Shop>,
    View(visitor): View,
    session: Session,
) -> Result<Html, HandlerError> {
    let client = shop.client_of(&session)?;
    let bound = client.mfa().list_authenticators(AuthenticatorSource::User).await?;
    if bound.iter().any(|authenticator| authenticator.enable == Some(true)) {
        return Ok(Html::new(visitor.bound_authenticator()));
    }
    let made = client.mfa().associate_totp(AuthenticatorSource::User).await?;
    let (picture, key) = (made.qrcode_data_url.expose(), made.secret.expose());
    Ok(Html::new(visitor.bind_authenticator(picture, key, None)))
}

async fn bind_second_factor(
    shop: Data<Shop>,
    View(visitor): View,
    session: Session,
    Form(typed): Form<Typed>,
) -> Result<Html, HandlerError> {
    session.check_csrf(&typed.csrf_token)?;
    let client = shop.client_of(&session)?;
    let bound = client.mfa().confirm_totp(typed.code, AuthenticatorSource::User).await;
    Ok(Html::new(match bound {
        Ok(()) => visitor.bound_authenticator(),
        Err(error) => {
            let problem = Problem::of_user_call(&error);
            let (picture, key) = (typed.picture.expose(), typed.key.expose());
            visitor.bind_authenticator(picture, key, Some(problem.detail(&visitor.lang)))
        }
    }))
}

async fn no_page() -> Result<HttpResponse, HandlerError> {
    Err(ProblemKind::NotFound.into())
}

// What pages need.

fn html(page: String) -> HttpResponse {
    HttpResponse::Ok().content_type("text/html; charset=utf-8").body(page)
}

/// Who looks, for the pages. A layer around the route knows.
struct View(Visitor);

impl FromRequest for View {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready((|| {
            let parts = RequestParts::extract(request).into_inner()?;
            let context = AuthContext::extract(request).into_inner()?;
            let session = context.verified_opt().and_then(|verified| verified.session());
            Ok(Self(visitor(&parts, session)))
        })())
    }
}

fn visitor(parts: &RequestParts, session: Option<&authing_web::Session>) -> Visitor {
    let shown = |session: &authing_web::Session| {
        let profile = &session.claims().profile;
        let names = [&profile.nickname, &profile.name, &profile.username, &profile.phone_number];
        let name = names.into_iter().flatten().find(|name| !name.is_empty());
        Shown {
            name: name.map_or_else(|| session.user_id().to_owned(), Clone::clone),
            csrf_token: session.csrf_token(),
        }
    };
    Visitor { lang: language(&parts.headers), session: session.map(shown) }
}

/// Problems are pages for browsers, and problem details for programs.
async fn in_the_visitors_language(
    shop: Data<Shop>,
    parts: RequestParts,
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let (request, response) = next.call(request).await?.map_into_boxed_body().into_parts();
    let failed = response.error().and_then(|error| error.as_error::<HandlerError>());
    let response = match failed.and_then(HandlerError::problem) {
        Some(problem) => http_response(problem.to_response(&language(&parts.headers))),
        None => response,
    };
    let has = |headers: &HeaderMap, name, text| {
        headers
            .get(name)
            .is_some_and(|value| value.to_str().is_ok_and(|value| value.contains(text)))
    };
    let is_problem = has(response.headers(), header::CONTENT_TYPE, "application/problem+json");
    if !is_problem || !has(request.headers(), header::ACCEPT, "text/html") {
        return Ok(ServiceResponse::new(request, response));
    }
    let (mut head, body) = response.into_parts();
    let problem: Value = serde_json::from_slice(&to_bytes(body).await?).unwrap_or_default();
    let session = shop.sessions.find(&parts).await.ok().flatten();
    let visitor = visitor(&parts, session.as_ref().map(|(session, _)| session));
    let detail = problem["detail"].as_str().unwrap_or_default();
    let page = visitor.problem(head.status().as_u16(), detail);
    let html = header::HeaderValue::from_static("text/html; charset=utf-8");
    head.headers_mut().insert(header::CONTENT_TYPE, html);
    Ok(ServiceResponse::new(request, head.set_body(BoxBody::new(page))))
}
