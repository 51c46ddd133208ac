//! A bookshop: everything that a web service wants of Authing, in one file.
//!
//! - Visitors log in by OpenID Connect, or by a code to their phone with a second factor; either begins a session.
//! - An API takes the session or a token, and wants a permission. A page wants a role. Another wants a recent login.
//! - A webhook that tells of a blocked user ends their sessions.
//!
//! ```console
//! $ cargo run --example web-app --features app
//! ```
//!
//! It needs nothing but this repository: the Authing server is an embedded one. With `AUTHING_APP_ID`,
//! `AUTHING_APP_HOST`, `AUTHING_APP_SECRET`, the user pool's variables and `AUTHING_WEBHOOK_SECRET` set it is for that
//! application, in which `http://localhost:3000/callback` must be a callback address and `http://localhost:3000/` a
//! logout callback address. `PORT` changes the port. Its pages are in `src/web/shop.rs`.
#![allow(clippy::print_stdout, reason = "an example talks to its reader")]

use std::{
    env,
    error::Error,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use authing_authentication::{AuthenticationClient, MfaChallenge, mfa::AuthenticatorSource};
use authing_axum::{
    HandlerError, HasRole, Permission, Problem, ProblemKind, RecentLogin, Rejection, Session,
    Sessions, Webhook, language, session_routes,
};
use authing_examples::{
    Setup,
    web::shop::{Account, BOOKS, PhoneStep, Shown, Told, Visitor},
};
use authing_protocols::{Clock, Secret};
use authing_web::{
    session::{MemorySessions, SessionLogin},
    webhook::{WebhookEvent, Webhooks},
};
use axum::{
    Form, Json, Router,
    body::{Body, to_bytes},
    extract::{FromRef, FromRequestParts, OptionalFromRequestParts, Request, State},
    http::{HeaderMap, HeaderValue, header, request::Parts},
    middleware::{self, Next},
    response::{AppendHeaders, Html, IntoResponse, Redirect, Response},
    routing::{get, post},
};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::net::TcpListener;

/// Who pays has shown within these minutes who they are.
const PAYMENT: Duration = Duration::from_secs(300);

/// What every request shares.
#[derive(Clone)]
struct App {
    sessions: Sessions,
    authentication: AuthenticationClient,
    webhooks: Webhooks,
    told: Arc<Mutex<Vec<Told>>>,
    clock: Arc<dyn Clock>,
}

impl FromRef<App> for Webhooks {
    fn from_ref(app: &App) -> Self {
        app.webhooks.clone()
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let port = env::var("PORT").map_or(Ok(3000), |port| port.parse())?;
    let listener = TcpListener::bind(("127.0.0.1", port)).await?;
    let home = format!("http://localhost:{}", listener.local_addr()?.port());
    let setup = Setup::find().await?;
    println!("{}", setup.hint(&home));
    // The embedded server, if it is that, lives as long as the service.
    let _embedded = setup.embedded.clone();
    axum::serve(listener, service(setup, &home)?).await?;
    Ok(())
}

fn service(setup: Setup, home: &str) -> Result<Router, Box<dyn Error>> {
    let oidc = setup.oidc.redirect_uri(format!("{home}/callback")).build()?;
    let sessions = Sessions::builder(oidc)
        .store(MemorySessions::new())
        .post_logout_redirect_uri(format!("{home}/"))
        .build()?;
    let guard = setup.guard.sessions(&sessions).makes::<authing_axum::Guard>().build()?;
    let may = guard.permissions(setup.management);
    let list = Permission::to("books:list").on("books:*");
    let app = App {
        authentication: setup.authentication,
        webhooks: Webhooks::builder(setup.webhook_secret).build()?,
        told: Arc::default(),
        clock: setup.clock,
        sessions,
    };
    let open = Router::new()
        .route("/", get(start_page))
        .route("/phone", get(phone))
        .route("/phone/code", post(send_code))
        .route("/phone/login", post(log_in_by_code))
        .route("/phone/second-factor", post(log_in_by_second_factor))
        .fallback(no_page)
        .layer(guard.optional_login());
    let own = Router::new()
        .route("/account", get(account))
        .route("/account/second-factor", get(second_factor).post(bind_second_factor))
        .layer(guard.require_login());
    Ok(Router::new()
        .route("/account/payment", get(payment).layer(guard.require(RecentLogin::within(PAYMENT))))
        .route("/staff", get(staff).layer(may.require(HasRole::new("staff"))))
        .route("/api/books", get(books).layer(may.require_permission(list)))
        .route("/webhooks", post(webhook))
        .merge(own)
        .merge(open)
        .merge(session_routes(&app.sessions))
        .layer(middleware::from_fn_with_state(app.sessions.clone(), in_the_visitors_language))
        .with_state(app))
}

async fn start_page(View(visitor): View) -> Html<String> {
    Html(visitor.home())
}

async fn account(State(app): State<App>, View(visitor): View, session: Session) -> Html<String> {
    let claims = session.claims();
    let profile = &claims.profile;
    let now = app.clock.now();
    let since = |then| now.duration_since(then).unwrap_or_default().as_secs();
    let left = session.ends_at().duration_since(now).unwrap_or_default();
    Html(visitor.account(&Account {
        user_id: session.user_id().to_owned(),
        contact: profile.email.clone().or(profile.phone_number.clone()),
        means: claims.amr.clone(),
        minutes: claims.auth_time.map(|at| since(at) / 60),
        days: left.as_secs().div_ceil(86_400),
    }))
}

async fn payment(View(visitor): View) -> Html<String> {
    Html(visitor.payment())
}

async fn staff(State(app): State<App>, View(visitor): View) -> Html<String> {
    Html(visitor.staff(&app.told.lock().unwrap_or_else(PoisonError::into_inner)))
}

/// The API: for programs with a token as for the service's own pages.
async fn books() -> Json<Value> {
    let book = |(title, author, price)| json!({"title": title, "author": author, "price": price});
    Json(BOOKS.map(book).into_iter().collect())
}

/// What Authing tells by itself. Whoever is blocked is logged out at once.
async fn webhook(State(app): State<App>, Webhook(delivery): Webhook) -> Result<(), HandlerError> {
    let mut user = String::new();
    if let WebhookEvent::UserBlocked(about) = delivery.event()
        && let Some(id) = &about.user.id
    {
        app.sessions.end_user(id).await?;
        user.clone_from(id);
    }
    let told = Told { event: delivery.name().to_owned(), user };
    app.told.lock().unwrap_or_else(PoisonError::into_inner).push(told);
    Ok(())
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
    csrf_token: String,
    #[serde(default)]
    picture: Secret,
    #[serde(default)]
    key: Secret,
}

async fn phone(View(visitor): View) -> Html<String> {
    Html(visitor.phone(&PhoneStep::Number, None))
}

async fn send_code(
    State(app): State<App>,
    View(visitor): View,
    Form(typed): Form<Typed>,
) -> Html<String> {
    let problem = match app.authentication.send_sms_code(&*typed.phone).await {
        Ok(()) => return Html(visitor.phone(&PhoneStep::Code(&typed.phone), None)),
        Err(error) => Problem::of_user_call(&error),
    };
    Html(visitor.phone(&PhoneStep::Number, Some(problem.detail(&visitor.lang))))
}

async fn log_in_by_code(
    State(app): State<App>,
    View(visitor): View,
    parts: Parts,
    Form(typed): Form<Typed>,
) -> Result<Response, HandlerError> {
    let client = app.authentication.new_session();
    let error = match client.login_by_phone_code(&*typed.phone, typed.code).await {
        Ok(user) => return app.begin(&parts, SessionLogin::of_user(&user)?.amr(["sms"])).await,
        Err(error) => error,
    };
    let page = match MfaChallenge::from_error(&error) {
        Some(wanted) => visitor.phone(&PhoneStep::SecondFactor(wanted.token.expose()), None),
        None => {
            let problem = Problem::of_user_call(&error);
            visitor.phone(&PhoneStep::Code(&typed.phone), Some(problem.detail(&visitor.lang)))
        }
    };
    Ok(Html(page).into_response())
}

async fn log_in_by_second_factor(
    State(app): State<App>,
    View(visitor): View,
    parts: Parts,
    Form(typed): Form<Typed>,
) -> Result<Response, HandlerError> {
    let challenge = MfaChallenge::from_token(typed.challenge.clone());
    match challenge.verify_totp(&app.authentication.new_session(), typed.code).await {
        Ok(user) => app.begin(&parts, SessionLogin::of_user(&user)?.amr(["sms", "otp"])).await,
        Err(error) => {
            let step = PhoneStep::SecondFactor(typed.challenge.expose());
            let problem = Problem::of_user_call(&error);
            Ok(Html(visitor.phone(&step, Some(problem.detail(&visitor.lang)))).into_response())
        }
    }
}

impl App {
    /// Begins a session, and shows the account.
    async fn begin(&self, parts: &Parts, login: SessionLogin) -> Result<Response, HandlerError> {
        let cookies = self.sessions.begin(parts, login).await?;
        Ok((AppendHeaders(cookies), Redirect::to("/account")).into_response())
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
    State(app): State<App>,
    View(visitor): View,
    session: Session,
) -> Result<Html<String>, HandlerError> {
    let client = app.client_of(&session)?;
    let bound = client.mfa().list_authenticators(AuthenticatorSource::User).await?;
    if bound.iter().any(|authenticator| authenticator.enable == Some(true)) {
        return Ok(Html(visitor.bound_authenticator()));
    }
    let made = client.mfa().associate_totp(AuthenticatorSource::User).await?;
    let (picture, key) = (made.qrcode_data_url.expose(), made.secret.expose());
    Ok(Html(visitor.bind_authenticator(picture, key, None)))
}

async fn bind_second_factor(
    State(app): State<App>,
    View(visitor): View,
    session: Session,
    Form(typed): Form<Typed>,
) -> Result<Html<String>, HandlerError> {
    session.check_csrf(&typed.csrf_token)?;
    let client = app.client_of(&session)?;
    let bound = client.mfa().confirm_totp(typed.code, AuthenticatorSource::User).await;
    Ok(Html(match bound {
        Ok(()) => visitor.bound_authenticator(),
        Err(error) => {
            let problem = Problem::of_user_call(&error);
            let (picture, key) = (typed.picture.expose(), typed.key.expose());
            visitor.bind_authenticator(picture, key, Some(problem.detail(&visitor.lang)))
        }
    }))
}

async fn no_page() -> HandlerError {
    ProblemKind::NotFound.into()
}

// What pages need.

/// Who looks, for the pages. A layer around the route knows.
struct View(Visitor);

impl<S: Sync> FromRequestParts<S> for View {
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Rejection> {
        let session =
            <Session as OptionalFromRequestParts<S>>::from_request_parts(parts, state).await?;
        Ok(Self(visitor(&parts.headers, session.as_deref())))
    }
}

fn visitor(headers: &HeaderMap, session: Option<&authing_web::Session>) -> Visitor {
    let shown = |session: &authing_web::Session| {
        let profile = &session.claims().profile;
        let names = [&profile.nickname, &profile.name, &profile.username, &profile.phone_number];
        let name = names.into_iter().flatten().find(|name| !name.is_empty());
        Shown {
            name: name.map_or_else(|| session.user_id().to_owned(), Clone::clone),
            csrf_token: session.csrf_token(),
        }
    };
    Visitor { lang: language(headers), session: session.map(shown) }
}

/// Problems are pages for browsers, and problem details for programs.
async fn in_the_visitors_language(
    State(sessions): State<Sessions>,
    request: Request,
    next: Next,
) -> Response {
    let (parts, body) = request.into_parts();
    let response = next.run(Request::from_parts(parts.clone(), body)).await;
    let failed = response.extensions().get::<HandlerError>();
    let response = match failed.and_then(HandlerError::problem) {
        Some(problem) => problem.to_response(&language(&parts.headers)),
        None => response,
    };
    let has = |headers: &HeaderMap, name, text| {
        headers
            .get(name)
            .is_some_and(|value| value.to_str().is_ok_and(|value| value.contains(text)))
    };
    let is_problem = has(response.headers(), header::CONTENT_TYPE, "application/problem+json");
    if !is_problem || !has(&parts.headers, header::ACCEPT, "text/html") {
        return response;
    }
    let (mut head, body) = response.into_parts();
    let body = to_bytes(body, 1 << 16).await.unwrap_or_default();
    let problem: Value = serde_json::from_slice(&body).unwrap_or_default();
    let session = sessions.find(&parts).await.ok().flatten();
    let visitor = visitor(&parts.headers, session.as_ref().map(|(session, _)| session));
    let detail = problem["detail"].as_str().unwrap_or_default();
    let page = visitor.problem(head.status.as_u16(), detail);
    head.headers.remove(header::CONTENT_LENGTH);
    let html = HeaderValue::from_static("text/html; charset=utf-8");
    head.headers.insert(header::CONTENT_TYPE, html);
    Response::from_parts(head, Body::from(page))
}
