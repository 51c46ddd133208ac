//! A web application that logs people in with OpenID Connect: login, session cookie, refresh,
//! logout.
//!
//! `cargo run --example web-login --features web` needs nothing: it starts an embedded Authing
//! server with one user. With `AUTHING_APP_ID`, `AUTHING_APP_HOST` and `AUTHING_APP_SECRET` set it
//! uses that application instead, in which `http://localhost:3000/callback` must be a callback
//! address and `http://localhost:3000/` a logout callback address. `PORT` changes the port.

#![allow(clippy::print_stdout, reason = "an example talks to its reader")]

use std::{env, error::Error, sync::Arc, time::UNIX_EPOCH};

use authing_examples::{
    EmbeddedServer, needed_variable, variable,
    web::{Failure, Sessions, cookie, pages, remove_cookie, set_cookie},
};
use authing_protocols::{
    oauth2::{Callback, TokenHint},
    oidc::{OidcClient, OidcLogin},
    store::MemoryStore,
};
use axum::{
    Router,
    extract::{RawQuery, State},
    http::{HeaderMap, header},
    response::{Html, IntoResponse, Redirect, Response},
    routing::{get, post},
};
use tokio::net::TcpListener;

/// The cookie that ties a login to the browser that began it.
const PENDING: &str = "pending";
/// The cookie of a visitor who is logged in.
const SESSION: &str = "session";

/// What every request shares.
struct App {
    oidc: OidcClient,
    /// Logins that were begun. Several processes would share a Redis store.
    pending: MemoryStore,
    sessions: Sessions<OidcLogin>,
    /// The start page.
    home: String,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let port = env::var("PORT").map_or(Ok(3000), |port| port.parse())?;
    let listener = TcpListener::bind(("127.0.0.1", port)).await?;
    let home = format!("http://localhost:{}", listener.local_addr()?.port());

    let (oidc, _server) = match variable("AUTHING_APP_HOST") {
        Some(host) => {
            let client = OidcClient::builder(needed_variable("AUTHING_APP_ID")?, host)
                .secret(needed_variable("AUTHING_APP_SECRET")?);
            println!("Open {home}");
            (client, None)
        }
        None => {
            let server = EmbeddedServer::start().await?;
            server.create_bob().await?;
            let emulator = &server.emulator;
            let client = OidcClient::builder(emulator.app_id(), emulator.app_host())
                .secret(emulator.app_secret())
                .no_proxy();
            println!("Open {home} and log in as bob with the password passw0rd");
            (client, Some(server))
        }
    };
    let oidc = oidc.redirect_uri(format!("{home}/callback")).build()?;
    let app = App { oidc, pending: MemoryStore::new(), sessions: Sessions::default(), home };

    let router = Router::new()
        .route("/", get(start_page))
        .route("/login", get(login))
        .route("/callback", get(callback))
        .route("/refresh", post(refresh))
        .route("/logout", post(logout))
        .with_state(Arc::new(app));
    axum::serve(listener, router).await?;
    Ok(())
}

async fn start_page(State(app): State<Arc<App>>, headers: HeaderMap) -> Html<String> {
    match cookie(&headers, SESSION).and_then(|id| app.sessions.get(id)) {
        Some(login) => Html(profile(&login)),
        None => Html(pages::welcome()),
    }
}

fn profile(login: &OidcLogin) -> String {
    let claims = &login.claims;
    let profile = &claims.profile;
    let name = profile.nickname.as_deref().or(profile.name.as_deref()).unwrap_or(&claims.sub);
    let issued = claims.iat.duration_since(UNIX_EPOCH).unwrap_or_default();
    let issued = format!("{} s after 1970", issued.as_secs());
    pages::profile(
        name,
        &[("user", &claims.sub), ("issuer", &claims.iss), ("token issued at", &issued)],
        &[("Refresh", "/refresh"), ("Log out", "/logout")],
    )
}

/// Sends the visitor to Authing, and remembers what was asked.
async fn login(State(app): State<Arc<App>>) -> Result<Response, Failure> {
    let request = app.oidc.authorize().scope("openid profile email phone offline_access");
    let (url, handle) = request.start_with_store(&app.pending).await?;
    let cookie = set_cookie(PENDING, handle.expose(), Some(600));
    Ok(([(header::SET_COOKIE, cookie)], Redirect::to(url.as_str())).into_response())
}

/// The visitor is back. `finish_with_store` checks that this browser began the login, exchanges the
/// code and verifies the token; whoever gets past it is who they say.
async fn callback(
    State(app): State<Arc<App>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let callback = Callback::from_query(query.as_deref().unwrap_or_default())?;
    let handle = cookie(&headers, PENDING).unwrap_or_default();
    let login = app.oidc.finish_with_store(&app.pending, handle, &callback).await?;
    // A new session for every login: one that was planted before it is worth nothing.
    let id = app.sessions.insert(login)?;
    let mut response = Redirect::to("/").into_response();
    response.headers_mut().append(header::SET_COOKIE, set_cookie(SESSION, &id, None));
    response.headers_mut().append(header::SET_COOKIE, remove_cookie(PENDING));
    Ok(response)
}

/// Gets new tokens without asking the visitor.
async fn refresh(State(app): State<Arc<App>>, headers: HeaderMap) -> Result<Response, Failure> {
    let id = cookie(&headers, SESSION).unwrap_or_default();
    let Some(login) = app.sessions.get(id) else {
        return Ok(Redirect::to("/").into_response());
    };
    if login.tokens.refresh_token.is_some() {
        app.sessions.replace(id, app.oidc.refresh(&login).await?);
    }
    Ok(Redirect::to("/").into_response())
}

/// Ends the session here and at Authing. A `POST`, so that no link or picture logs anybody out.
async fn logout(State(app): State<Arc<App>>, headers: HeaderMap) -> Result<Response, Failure> {
    let ended = cookie(&headers, SESSION).and_then(|id| app.sessions.remove(id));
    let Some(login) = ended else { return Ok(Redirect::to("/").into_response()) };
    if let Some(refresh_token) = &login.tokens.refresh_token {
        app.oidc.revoke(refresh_token, Some(TokenHint::RefreshToken)).await?;
    }
    let mut target = app.oidc.logout_url();
    if let Some(id_token) = login.tokens.id_token {
        target = target.id_token_hint(id_token);
    }
    let target = target.post_logout_redirect_uri(format!("{}/", app.home)).build().await?;
    let cookie = remove_cookie(SESSION);
    Ok(([(header::SET_COOKIE, cookie)], Redirect::to(target.as_str())).into_response())
}
