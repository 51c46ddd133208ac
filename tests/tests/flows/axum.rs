//! A service that guards its routes, with users and permissions of the emulator.

use std::{sync::Arc, time::Duration};

use authing_authentication::AuthenticationClient;
use authing_axum::{CurrentUser, Guard, PermissionGuard, Rejection};
use authing_core::{Clock as _, test_util::TestClock};
use authing_emulator::{
    ApplicationSettings, Fault, FaultKind, GrantType, ProgrammaticAccount, TokenAlgorithm,
};
use authing_management::{CreateRole, Grantees, ManagementClient, RetryPolicy};
use authing_protocols::{jose::Verifier, oidc::OidcClient};
use authing_tests::TestServer;
use authing_web::{Accept, HasRole, InOrg, InTenant, Permission};
use axum::{
    Router,
    extract::{Path, State},
    routing::{get, post},
};
use reqwest::{Response, redirect};

const KEY: &str = "60e3f5a6c3d5f4a7b1c2d3e4";
const KEY_SECRET: &str = "a2b3c4d5e6f7h8i2j3k4m5n6p7r8s2t3";

/// The service, and a visitor.
struct Service {
    url: String,
    http: reqwest::Client,
}

impl Service {
    /// Serves who comes with a user token in a cookie or in the header.
    async fn start(server: &TestServer, clock: &TestClock) -> Self {
        let guard = Guard::builder(verifier(server, clock))
            .accept([Accept::UserToken, Accept::AccessToken, Accept::ProgramToken])
            .cookie("session")
            .login_page("/login")
            .build()
            .unwrap();
        // A fault lasts for one request: it must not be made up for.
        let management = ManagementClient::builder(
            server.emulator.user_pool_id(),
            server.emulator.user_pool_secret(),
        )
        .host(server.emulator.url())
        .retry(RetryPolicy::never())
        .no_proxy()
        .build()
        .unwrap();
        let may = guard.permissions(management);
        let list = Permission::to("books:list").on("books:*");
        let router = Router::new()
            .route("/me", get(me).layer(guard.require_login()))
            .route("/me", post(me).layer(guard.require_login()))
            .route("/books", get(|| async { "all books" }).layer(may.require_permission(list)))
            .route("/books/{id}", get(book).layer(guard.require_login()))
            .with_state(may);
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, router).await });
        let http = reqwest::Client::builder().redirect(redirect::Policy::none()).no_proxy();
        Self { url, http: http.build().unwrap() }
    }

    async fn get(&self, path: &str, token: &str) -> (u16, String) {
        let response = self.http.get(format!("{}{path}", self.url)).bearer_auth(token).send().await;
        read(response.unwrap()).await
    }
}

/// A clock that goes with the emulator's.
fn clock(server: &TestServer) -> TestClock {
    let clock = TestClock::new();
    server.emulator.set_time(clock.now());
    clock
}

fn verifier(server: &TestServer, clock: &TestClock) -> Verifier {
    Verifier::builder(server.emulator.app_id(), server.emulator.app_host())
        .secret(server.emulator.app_secret())
        .clock(Arc::new(clock.clone()))
        .retry(RetryPolicy::never())
        .no_proxy()
        .build()
        .unwrap()
}

async fn me(user: CurrentUser) -> String {
    user.id().to_owned()
}

async fn book(
    State(may): State<PermissionGuard>,
    user: CurrentUser,
    Path(id): Path<String>,
) -> Result<String, Rejection> {
    may.check(&user, &Permission::to("books:read").on(format!("books:{id}"))).await?;
    Ok(format!("book {id}"))
}

async fn read(response: Response) -> (u16, String) {
    (response.status().as_u16(), response.text().await.unwrap())
}

#[tokio::test]
async fn who_logged_in_is_known_to_the_service() {
    let server = TestServer::start().await.unwrap();
    let clock = clock(&server);
    let bob = server.user("bob").await.unwrap();
    let service = Service::start(&server, &clock).await;
    let session = server.app.new_session();
    session.login_by_username("bob", "passw0rd").await.unwrap();
    let token = session.token().unwrap();
    assert_eq!(service.get("/me", token.expose()).await, (200, bob.id.clone()));

    // In a browser it is a cookie.
    let me = format!("{}/me", service.url);
    let cookie = format!("session={}", token.expose());
    let page = service.http.get(&me).header("cookie", &cookie).send().await.unwrap();
    assert_eq!(read(page).await, (200, bob.id));
    let forged = service.http.post(&me).header("cookie", &cookie);
    let forged = forged.header("origin", "https://evil.example").send().await.unwrap();
    assert_eq!(forged.status(), 403);
    let stranger = service.http.get(&me).header("accept", "text/html").send().await.unwrap();
    assert_eq!(
        (stranger.status().as_u16(), &stranger.headers()["location"]),
        (303, &"/login".parse().unwrap())
    );

    // A token that was issued long ago.
    server.emulator.set_time(server.emulator.now() - Duration::from_secs(400 * 86_400));
    let old = server.app.new_session();
    old.login_by_username("bob", "passw0rd").await.unwrap();
    assert_eq!(service.get("/me", old.token().unwrap().expose()).await.0, 401);
}

#[tokio::test]
async fn permissions_given_by_the_administrator_open_routes_at_once() {
    let server = TestServer::start().await.unwrap();
    let clock = clock(&server);
    let bob = server.user("bob").await.unwrap();
    let service = Service::start(&server, &clock).await;
    let session = server.app.new_session();
    session.login_by_username("bob", "passw0rd").await.unwrap();
    let token = session.token().unwrap();
    let token = token.expose();

    assert_eq!(service.get("/books", token).await.0, 403);
    assert_eq!(service.get("/books/1", token).await.0, 403);
    let acl = server.management.acl();
    acl.allow(Grantees::user(&bob.id), "books:*", "books:list").await.unwrap();
    assert_eq!(service.get("/books", token).await, (200, "all books".to_owned()));
    assert_eq!(service.get("/books/1", token).await.0, 403, "listing is not reading");
    acl.allow(Grantees::user(&bob.id), "books:1", "books:read").await.unwrap();
    assert_eq!(service.get("/books/1", token).await, (200, "book 1".to_owned()));
    assert_eq!(service.get("/books/2", token).await.0, 403);

    // Nobody knows: nobody gets in.
    // A connection that was kept may be dropped at any time, and is replaced.
    for (kind, times) in [(FaultKind::Status(503), 1), (FaultKind::DropConnection, 2)] {
        server.emulator.inject(Fault::new(kind).times(times).operation("isActionAllowed"));
        assert_eq!(service.get("/books", token).await.0, 503);
        assert_eq!(service.get("/books", token).await.0, 200);
    }

    // The token is still good, the user is gone.
    server.management.users().delete(&bob.id).await.unwrap();
    assert_eq!(service.get("/books", token).await.0, 403);
}

#[tokio::test]
async fn access_tokens_are_verified_with_the_keys_that_the_server_publishes() {
    let server = TestServer::start().await.unwrap();
    let clock = clock(&server);
    let bob = server.user("bob").await.unwrap();
    let settings = ApplicationSettings::new()
        .grants([GrantType::Password, GrantType::ClientCredentials])
        .programmatic_accounts([ProgrammaticAccount::new(KEY, KEY_SECRET)]);
    assert!(server.emulator.configure_application(server.emulator.app_id(), settings));
    let oidc = OidcClient::builder(server.emulator.app_id(), server.emulator.app_host())
        .secret(server.emulator.app_secret())
        .clock(Arc::new(clock.clone()))
        .no_proxy()
        .build()
        .unwrap();
    let login = oidc.password("bob", "passw0rd", "openid profile").await.unwrap();
    let token = login.tokens.access_token.expose();

    let service = Service::start(&server, &clock).await;
    let keys = "/oidc/.well-known/jwks.json";
    server.emulator.inject(Fault::new(FaultKind::Status(503)).path(keys));
    let url = format!("{}/me", service.url);
    let response = service.http.get(&url).bearer_auth(token).send().await.unwrap();
    assert_eq!(response.status(), 503);
    assert!(response.headers().contains_key("retry-after"));
    // The failure is everybody's response for a moment.
    clock.advance(Duration::from_secs(3));
    assert_eq!(service.get("/me", token).await, (200, bob.id));

    let rs256 = ApplicationSettings::new().id_token_algorithm(TokenAlgorithm::Rs256);
    assert!(server.emulator.configure_application(server.emulator.app_id(), rs256));
    let program = oidc.client_credentials(KEY, KEY_SECRET, "openid").await.unwrap();
    let program = program.access_token.expose();
    let (status, _) = service.get("/me", program).await;
    assert_eq!(status, 403, "a program is not a user");
    assert_eq!(service.get("/books", program).await.0, 403);

    // The same user in another application of the pool.
    let algorithm = TokenAlgorithm::default();
    let other = server.emulator.create_application("other", algorithm).unwrap();
    let elsewhere = AuthenticationClient::builder(other.id, server.emulator.app_host())
        .public_key(server.emulator.public_key())
        .no_proxy()
        .build()
        .unwrap();
    elsewhere.login_by_username("bob", "passw0rd").await.unwrap();
    assert_eq!(service.get("/me", elsewhere.token().unwrap().expose()).await.0, 401);
}

#[tokio::test]
async fn a_service_without_the_secret_asks_the_server() {
    let server = TestServer::start().await.unwrap();
    let clock = clock(&server);
    let bob = server.user("bob").await.unwrap();
    let guard = Guard::for_app(server.emulator.app_id(), server.emulator.app_host())
        .verifier(move |verifier| verifier.clock(Arc::new(clock)).no_proxy())
        .confirm_online(server.app.clone())
        .build()
        .unwrap();
    let router = Router::new().route("/me", get(me).layer(guard.require_login()));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await });
    let service = Service { url, http: reqwest::Client::builder().no_proxy().build().unwrap() };

    let session = server.app.new_session();
    session.login_by_username("bob", "passw0rd").await.unwrap();
    let token = session.token().unwrap();
    assert_eq!(service.get("/me", token.expose()).await, (200, bob.id));
    // A signature that the server did not make.
    let (signed, _) = token.expose().rsplit_once('.').unwrap();
    let forged = format!("{signed}.{}", "A".repeat(43));
    assert_eq!(service.get("/me", &forged).await.0, 401);
    let fault = Fault::new(FaultKind::Status(503)).operation("checkLoginStatus").times(9);
    server.emulator.inject(fault);
    assert_eq!(service.get("/me", token.expose()).await.0, 503);
    server.emulator.clear_faults();
    // What was logged out is known at once.
    session.logout().await.unwrap();
    assert_eq!(service.get("/me", token.expose()).await.0, 401);
}

#[tokio::test]
async fn roles_tenants_and_organisations_open_routes() {
    let server = TestServer::start().await.unwrap();
    let clock = clock(&server);
    let bob = server.user("bob").await.unwrap();
    let guard = Guard::builder(verifier(&server, &clock)).accept([Accept::UserToken]);
    let may = guard.build().unwrap().permissions(server.management.clone());
    let shop = server.emulator.app_id();
    let admin = HasRole::new("admin").in_namespace(shop);
    let router = Router::new()
        .route("/shop", get(me).layer(may.require(admin)))
        .route("/any", get(me).layer(may.require(HasRole::new("admin"))))
        .route("/org", get(me).layer(may.require(InOrg::new("none"))))
        .route("/tenant", get(me).layer(may.require(InTenant::new("none"))));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await });
    let service = Service { url, http: reqwest::Client::builder().no_proxy().build().unwrap() };
    let session = server.app.new_session();
    session.login_by_username("bob", "passw0rd").await.unwrap();
    let token = session.token().unwrap();
    let token = token.expose();

    for path in ["/shop", "/any", "/org", "/tenant"] {
        assert_eq!(service.get(path, token).await.0, 403, "{path}");
    }
    server.management.roles().in_namespace(shop).create(CreateRole::new("admin")).await.unwrap();
    server.management.users().in_namespace(shop).add_roles(&bob.id, ["admin"]).await.unwrap();
    assert_eq!(service.get("/shop", token).await.0, 200);
    assert_eq!(service.get("/any", token).await.0, 403, "a role of another namespace");
}
