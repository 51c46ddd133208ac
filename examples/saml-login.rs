//! A web application that logs people in with SAML: login, session cookie, logout.
//!
//! `cargo run --example saml-login --features saml` needs nothing: it starts an embedded Authing
//! server with one user. With `AUTHING_APP_ID` and `AUTHING_APP_HOST` set it uses that application
//! instead, whose SAML settings must have `http://localhost:3000/saml/acs` as the assertion
//! consumer service and RSA-SHA256 with SHA-256. `PORT` changes the port.

#![allow(clippy::print_stdout, reason = "an example talks to its reader")]

use std::{env, error::Error, sync::Arc};

use authing_emulator::{ApplicationSettings, Emulator, SamlSettings};
use authing_examples::{
    EmbeddedServer, needed_variable, variable,
    web::{Failure, Sessions, cookie, pages, remove_cookie, set_cookie},
};
use authing_protocols::{
    Secret,
    saml::{FetchMetadata, PostedResponse, SamlLogin, ServiceProvider},
    store::MemoryStore,
};
use axum::{
    Router,
    extract::State,
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
    saml: ServiceProvider,
    /// Logins that were begun. Services of several processes share `authing_redis::RedisStore`.
    pending: MemoryStore,
    sessions: Sessions<SamlLogin>,
    /// The start page.
    home: String,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let port = env::var("PORT").map_or(Ok(3000), |port| port.parse())?;
    let listener = TcpListener::bind(("127.0.0.1", port)).await?;
    let home = format!("http://localhost:{}", listener.local_addr()?.port());

    let (idp, _server) = match variable("AUTHING_APP_HOST") {
        Some(host) => {
            println!("Open {home}");
            (FetchMetadata::authing(host, needed_variable("AUTHING_APP_ID")?).send().await?, None)
        }
        None => {
            let mappings =
                SamlSettings::new().mapping("username", "uid").mapping("nickname", "nick");
            let settings = ApplicationSettings::new().saml(mappings);
            let emulator = Emulator::builder().application_settings(settings).start().await?;
            let server = EmbeddedServer::with(emulator)?;
            server.create_bob().await?;
            let emulator = &server.emulator;
            println!("Open {home} and log in as bob with the password passw0rd");
            let metadata = FetchMetadata::authing(emulator.app_host(), emulator.app_id());
            (metadata.no_proxy().send().await?, Some(server))
        }
    };
    let saml = ServiceProvider::builder(format!("{home}/saml"), format!("{home}/saml/acs"))
        .idp(idp)
        .mapping("username", "uid")
        .mapping("nickname", "nick")
        .build()?;
    let (pending, sessions) = (MemoryStore::new(), Sessions::default());
    let app = App { saml, pending, sessions, home };

    let router = Router::new()
        .route("/", get(start_page))
        .route("/login", get(login))
        .route("/saml", get(metadata))
        .route("/saml/acs", post(consume))
        .route("/logout", post(logout))
        .with_state(Arc::new(app));
    axum::serve(listener, router).await?;
    Ok(())
}

async fn start_page(State(app): State<Arc<App>>, headers: HeaderMap) -> Html<String> {
    match cookie(&headers, SESSION).and_then(|id| app.sessions.get(id)) {
        Some(visitor) => Html(profile(&visitor)),
        None => Html(pages::welcome()),
    }
}

fn profile(visitor: &SamlLogin) -> String {
    let id = visitor.name_id.value.as_str();
    let name = visitor.field("nickname").unwrap_or(id);
    let username = visitor.field("username").unwrap_or("unknown");
    pages::profile(name, &[("username", username), ("user", id)], &[("Log out", "/logout")])
}

/// Sends the visitor to Authing, and remembers which request this browser was sent with.
async fn login(State(app): State<Arc<App>>) -> Result<Response, Failure> {
    let (address, handle) = app.saml.authn_request().redirect_with_store(&app.pending).await?;
    let cookie = pending_cookie(handle.expose(), 600);
    Ok(([(header::SET_COOKIE, cookie)], Redirect::to(address.as_str())).into_response())
}

/// The visitor is back. Only the browser that began the login has its handle, so nobody is lured
/// into a stranger's account.
async fn consume(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    body: String,
) -> Result<Response, Failure> {
    let Some(handle) = cookie(&headers, PENDING) else {
        return Err(Failure::new("this browser did not begin the login: begin again"));
    };
    let form = PostedResponse::from_form(&body)?;
    let visitor = app.saml.finish_with_store(&app.pending, &Secret::from(handle), &form).await?;
    // A new session for every login: one that was planted before it is worth nothing.
    let id = app.sessions.insert(visitor)?;
    let mut response = Redirect::to("/").into_response();
    response.headers_mut().append(header::SET_COOKIE, set_cookie(SESSION, &id, None));
    if let Ok(cookie) = pending_cookie("", 0).parse() {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

/// What to register this application with at an identity provider.
async fn metadata(State(app): State<Arc<App>>) -> Response {
    ([(header::CONTENT_TYPE, "application/samlmetadata+xml")], app.saml.metadata()).into_response()
}

/// Ends the session here and at Authing. A `POST`, so that no link or picture logs anybody out.
async fn logout(State(app): State<Arc<App>>, headers: HeaderMap) -> Result<Response, Failure> {
    let ended = cookie(&headers, SESSION).and_then(|id| app.sessions.remove(id));
    if ended.is_none() {
        return Ok(Redirect::to("/").into_response());
    }
    let target = app.saml.easy_logout_url_to(format!("{}/", app.home))?;
    let cookie = remove_cookie(SESSION);
    Ok(([(header::SET_COOKIE, cookie)], Redirect::to(target.as_str())).into_response())
}

/// The response is a form that Authing's page posts, so the cookie must come along from another
/// site. Browsers want `Secure` for that, which they allow on `http://localhost` too.
fn pending_cookie(value: &str, seconds: u32) -> String {
    format!("{PENDING}={value}; Path=/saml; HttpOnly; Secure; SameSite=None; Max-Age={seconds}")
}
