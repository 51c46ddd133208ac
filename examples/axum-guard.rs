//! A service whose routes are guarded: by login, and by permissions that an administrator gives.
//!
//! It needs nothing but this repository: the Authing server is an embedded one. It walks through
//! its own routes and shows what a visitor sees.
//!
//! ```console
//! $ cargo run --example axum-guard --features web
//! $ cargo run --example axum-guard --features web -- --serve    # and stays, to be tried with curl
//! ```
//!
//! With `AUTHING_APP_ID`, `AUTHING_APP_HOST`, `AUTHING_APP_SECRET` and the user pool's variables set
//! it guards its routes for that application and stays; `PORT` is its port (8080).
#![allow(clippy::print_stdout, reason = "an example talks to its reader")]

use std::{env, error::Error};

use authing_axum::{
    CurrentUser, Guard, GuardBuilder, HasRole, Permission, PermissionGuard, Rejection,
};
use authing_examples::{EmbeddedServer, needed_variable, variable};
use authing_management::{CreateRole, Grantees, ManagementClient};
use axum::{
    Router,
    extract::{Path, State},
    routing::get,
};
use reqwest::{RequestBuilder, redirect};
use tokio::net::TcpListener;

type BoxError = Box<dyn Error>;

/// The service. It would be the same with Authing's cloud.
fn service(guard: GuardBuilder, management: ManagementClient) -> Result<Router, BoxError> {
    let guard =
        guard.cookie("session").login_page("/login").return_parameter("return_to").build()?;
    let may = guard.permissions(management);
    let list = Permission::to("books:list").on("books:*");
    Ok(Router::new()
        .route("/", get(home).layer(guard.optional_login()))
        .route("/me", get(me).post(rename).layer(guard.require_login()))
        .route("/books", get(async || "all books\n").layer(may.require_permission(list)))
        .route(
            "/shelves",
            get(async || "all shelves\n").layer(may.require(HasRole::new("librarian"))),
        )
        .route("/books/{id}", get(book).layer(guard.require_login()))
        .with_state(may))
}

async fn home(user: Option<CurrentUser>) -> String {
    match user {
        Some(user) => format!("Welcome back, {}.\n", user.id()),
        None => "Welcome. You are not logged in.\n".to_owned(),
    }
}

async fn me(user: CurrentUser) -> String {
    format!("You are {}, by a token in the {:?}.\n", user.id(), user.verified().source())
}

async fn rename(user: CurrentUser) -> String {
    format!("{} has a new name.\n", user.id())
}

async fn book(
    State(may): State<PermissionGuard>,
    user: CurrentUser,
    Path(id): Path<String>,
) -> Result<String, Rejection> {
    may.check(&user, &Permission::to("books:read").on(format!("books:{id}"))).await?;
    Ok(format!("This is book {id}.\n"))
}

#[tokio::main]
async fn main() -> Result<(), BoxError> {
    match variable("AUTHING_APP_HOST") {
        Some(host) => serve(host).await,
        None => walk().await,
    }
}

/// Serves the application that the environment names.
async fn serve(host: String) -> Result<(), BoxError> {
    // Tokens of login calls are signed with its secret unless it is set to RS256.
    let guard = Guard::for_app(needed_variable("AUTHING_APP_ID")?, host)
        .secret(needed_variable("AUTHING_APP_SECRET")?);
    let router = service(guard, ManagementClient::from_env()?)?;
    let port = variable("PORT").map_or(Ok(8080), |port| port.parse())?;
    let listener = TcpListener::bind(("127.0.0.1", port)).await?;
    println!("The service listens at http://{}", listener.local_addr()?);
    axum::serve(listener, router).await?;
    Ok(())
}

async fn walk() -> Result<(), BoxError> {
    let server = EmbeddedServer::start().await?;
    let bob = server.create_bob().await?;
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}", listener.local_addr()?);
    let guard = Guard::for_app(server.emulator.app_id(), server.emulator.app_host())
        .secret(server.emulator.app_secret())
        .verifier(|verifier| verifier.no_proxy())
        // Says in the response what is wrong, and what to set.
        .development(true);
    let router = service(guard, server.management.clone())?;
    let serving = tokio::spawn(async move { axum::serve(listener, router).await });
    println!(
        "An embedded Authing server listens at {}, and the service at {url}.",
        server.emulator.url()
    );

    let session = server.app.new_session();
    session.login_by_username("bob", "passw0rd").await?;
    let token = session.token().ok_or("no token")?;
    let token = token.expose();
    let http = reqwest::Client::builder().redirect(redirect::Policy::none()).no_proxy().build()?;
    let get = |path: &str| http.get(format!("{url}{path}"));

    step("Nobody in particular");
    show("curl /", 200, get("/")).await?;
    show("curl /me", 401, get("/me")).await?;
    let browser = get("/me?tab=1").header("accept", "text/html");
    show("a browser at /me?tab=1", 303, browser).await?;

    step("Bob, with the token of a login");
    show("curl -H 'Authorization: Bearer …' /", 200, get("/").bearer_auth(token)).await?;
    show("curl -H 'Authorization: Bearer …' /me", 200, get("/me").bearer_auth(token)).await?;
    let cookie = format!("session={token}");
    show("curl -b session=… /me", 200, get("/me").header("cookie", &cookie)).await?;
    show("curl /me?_authing_token=…", 401, get(&format!("/me?_authing_token={token}"))).await?;

    step("Tokens that are not what they say");
    let (signed, _) = token.rsplit_once('.').ok_or("no token")?;
    show("its signature cut off", 401, get("/me").bearer_auth(format!("{signed}."))).await?;
    let other = EmbeddedServer::start().await?;
    other.create_bob().await?;
    let elsewhere = other.app.new_session();
    elsewhere.login_by_username("bob", "passw0rd").await?;
    let stranger = elsewhere.token().ok_or("no token")?;
    show("another server's", 401, get("/me").bearer_auth(stranger.expose())).await?;

    step("The page of another site makes Bob's browser send its cookie");
    let post = || http.post(format!("{url}/me")).header("cookie", &cookie);
    show("POST /me", 403, post().header("origin", "https://evil.example")).await?;
    show("POST /me from the service's own page", 200, post().header("origin", &url)).await?;

    step("Permissions");
    let books = || get("/books").bearer_auth(token);
    let book = |id: &str| get(&format!("/books/{id}")).bearer_auth(token);
    show("curl /books", 403, books()).await?;
    let acl = server.management.acl();
    acl.allow(Grantees::user(&bob.id), "books:*", "books:list").await?;
    acl.allow(Grantees::user(&bob.id), "books:1", "books:read").await?;
    println!("(the administrator allows Bob to list books, and to read book 1)");
    show("curl /books", 200, books()).await?;
    show("curl /books/1", 200, book("1")).await?;
    show("curl /books/2", 403, book("2")).await?;

    step("Roles");
    let shelves = || get("/shelves").bearer_auth(token);
    show("curl /shelves", 403, shelves()).await?;
    server.management.roles().create(CreateRole::new("librarian")).await?;
    server.management.users().add_roles(&bob.id, ["librarian"]).await?;
    println!("(the administrator makes Bob a librarian)");
    show("curl /shelves", 200, shelves()).await?;

    if env::args().any(|argument| argument == "--serve") {
        println!("\nTry it: curl -i -H 'Authorization: Bearer {token}' {url}/me");
        println!("Stop it with Ctrl-C.");
        serving.await??;
    }
    Ok(())
}

fn step(title: &str) {
    println!("\n== {title}");
}

/// Shows what a visitor sees; another status than the expected one is a failure.
async fn show(what: &str, expected: u16, request: RequestBuilder) -> Result<(), BoxError> {
    let response = request.send().await?;
    println!("$ {what}\n  {}", response.status());
    for name in ["www-authenticate", "location", "retry-after"] {
        if let Some(value) = response.headers().get(name) {
            println!("  {name}: {}", value.to_str()?);
        }
    }
    let status = response.status().as_u16();
    for line in response.text().await?.lines() {
        println!("  {line}");
    }
    if status == expected { Ok(()) } else { Err(format!("{what}: not {expected}").into()) }
}
