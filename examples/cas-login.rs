//! A web application that logs people in with CAS: login, session cookie, logout.
//!
//! `cargo run --example cas-login --features web` needs nothing: it starts an embedded Authing
//! server with one user. With `AUTHING_APP_ID` and `AUTHING_APP_HOST` set it uses that application
//! instead, in which `http://localhost:3000/callback` must be a callback address and
//! `http://localhost:3000/` a logout callback address. `PORT` changes the port.

#![allow(clippy::print_stdout, reason = "an example talks to its reader")]

use std::{env, error::Error, sync::Arc};

use authing_examples::{
    EmbeddedServer, needed_variable, variable,
    web::{Failure, Sessions, cookie, pages, remove_cookie, set_cookie},
};
use authing_protocols::cas::{CasClient, CasLogin, ticket_from_query};
use axum::{
    Router,
    extract::{RawQuery, State},
    http::{HeaderMap, header},
    response::{Html, IntoResponse, Redirect, Response},
    routing::{get, post},
};
use tokio::net::TcpListener;

/// The cookie of a browser that was sent to log in.
const PENDING: &str = "pending";
/// The cookie of a visitor who is logged in.
const SESSION: &str = "session";

/// What every request shares.
struct App {
    cas: CasClient,
    /// Browsers that were sent to log in. A real service would let them expire.
    pending: Sessions<()>,
    sessions: Sessions<CasLogin>,
    /// The start page.
    home: String,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let port = env::var("PORT").map_or(Ok(3000), |port| port.parse())?;
    let listener = TcpListener::bind(("127.0.0.1", port)).await?;
    let home = format!("http://localhost:{}", listener.local_addr()?.port());

    let (cas, _server) = match variable("AUTHING_APP_HOST") {
        Some(host) => {
            println!("Open {home}");
            (CasClient::builder(needed_variable("AUTHING_APP_ID")?, host), None)
        }
        None => {
            let server = EmbeddedServer::start().await?;
            server.create_bob().await?;
            let emulator = &server.emulator;
            println!("Open {home} and log in as bob with the password passw0rd");
            let client = CasClient::builder(emulator.app_id(), emulator.app_host()).no_proxy();
            (client, Some(server))
        }
    };
    let cas = cas.service(format!("{home}/callback")).build()?;
    let app = App { cas, pending: Sessions::default(), sessions: Sessions::default(), home };

    let router = Router::new()
        .route("/", get(start_page))
        .route("/login", get(login))
        .route("/callback", get(callback))
        .route("/logout", post(logout))
        .with_state(Arc::new(app));
    axum::serve(listener, router).await?;
    Ok(())
}

async fn start_page(State(app): State<Arc<App>>, headers: HeaderMap) -> Html<String> {
    match cookie(&headers, SESSION).and_then(|id| app.sessions.get(id)) {
        Some(user) => Html(profile(&user)),
        None => Html(pages::welcome()),
    }
}

fn profile(user: &CasLogin) -> String {
    let name = user.attributes.get("nickname").unwrap_or(&user.user);
    let id = user.attributes.get("sub").unwrap_or("unknown");
    pages::profile(name, &[("username", &user.user), ("user", id)], &[("Log out", "/logout")])
}

/// Sends the visitor to Authing, and remembers that this browser was sent.
async fn login(State(app): State<Arc<App>>) -> Result<Response, Failure> {
    let cookie = set_cookie(PENDING, &app.pending.insert(())?, Some(600));
    let target = app.cas.login_url().to_string();
    Ok(([(header::SET_COOKIE, cookie)], Redirect::to(&target)).into_response())
}

/// The visitor is back. A ticket says who somebody is, not whose browser brought it: only one that
/// was sent to log in is logged in, so nobody is lured into a stranger's account.
async fn callback(
    State(app): State<Arc<App>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let was_sent = cookie(&headers, PENDING).and_then(|id| app.pending.remove(id)).is_some();
    if !was_sent {
        return Err(Failure::new("this browser did not begin the login: begin again"));
    }
    let Some(ticket) = ticket_from_query(query.as_deref().unwrap_or_default())? else {
        return Err(Failure::new("the login was cancelled"));
    };
    let user = app.cas.validate(ticket).await?;
    // A new session for every login: one that was planted before it is worth nothing.
    let id = app.sessions.insert(user)?;
    let mut response = Redirect::to("/").into_response();
    response.headers_mut().append(header::SET_COOKIE, set_cookie(SESSION, &id, None));
    response.headers_mut().append(header::SET_COOKIE, remove_cookie(PENDING));
    Ok(response)
}

/// Ends the session here and at Authing. A `POST`, so that no link or picture logs anybody out.
async fn logout(State(app): State<Arc<App>>, headers: HeaderMap) -> Response {
    let ended = cookie(&headers, SESSION).and_then(|id| app.sessions.remove(id));
    if ended.is_none() {
        return Redirect::to("/").into_response();
    }
    let target = app.cas.logout_url().service(format!("{}/", app.home)).to_string();
    ([(header::SET_COOKIE, remove_cookie(SESSION))], Redirect::to(&target)).into_response()
}
