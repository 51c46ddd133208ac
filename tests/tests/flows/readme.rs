//! The snippets of the READMEs, in their order, as they are printed. Only what stands for the
//! reader's own, such as `"USER_POOL_ID"`, is the emulator's here.

use std::{
    collections::BTreeSet,
    error::Error,
    sync::{Mutex, OnceLock},
};

use authing_emulator::Emulator;
use authing_management::{CreateRole, Grantees, types::UserKey};
use authing_protocols::{CallbackError, oauth2::Callback, oidc::OidcLogin};
use authing_tests::TestServer;
use axum::Router;

use crate::visitor::Visitor;

/// What `build.rs` made of the READMEs.
#[allow(warnings, clippy::all, clippy::pedantic, clippy::restriction, reason = "a reader's code")]
mod snippets {
    include!(concat!(env!("OUT_DIR"), "/snippets.rs"));
}

static SERVER: OnceLock<TestServer> = OnceLock::new();
/// The snippets share the server, so that one README is walked through after the other.
static WALKED: Mutex<BTreeSet<&str>> = Mutex::new(BTreeSet::new());

/// What stands in the snippets' place for what a reader has.
mod own {
    use std::{
        net::{SocketAddr, TcpListener},
        sync::LazyLock,
    };

    use authing_authentication::{AuthenticationClient, AuthenticationClientBuilder};
    use authing_management::{ManagementClient, ManagementClientBuilder};
    use authing_protocols::{
        cas::{CasClient, CasClientBuilder},
        oidc::{OidcClient, OidcClientBuilder},
        saml::FetchMetadata,
    };

    use super::emulator;

    pub(super) fn management() -> ManagementClientBuilder {
        ManagementClient::builder(emulator().user_pool_id(), emulator().user_pool_secret())
            .host(emulator().url())
            .public_key(emulator().public_key())
            .no_proxy()
    }

    pub(super) fn app() -> AuthenticationClientBuilder {
        AuthenticationClient::builder(emulator().app_id(), emulator().app_host())
            .public_key(emulator().public_key())
            .no_proxy()
    }

    pub(super) fn oidc() -> OidcClientBuilder {
        OidcClient::builder(emulator().app_id(), emulator().app_host()).no_proxy()
    }

    pub(super) fn cas() -> CasClientBuilder {
        CasClient::builder(emulator().app_id(), emulator().app_host()).no_proxy()
    }

    pub(super) fn app_id() -> &'static str {
        emulator().app_id()
    }

    pub(super) fn app_host() -> &'static str {
        emulator().app_host()
    }

    /// Where a service listens that does not say where it does.
    pub(super) fn free_address() -> SocketAddr {
        static ADDRESS: LazyLock<SocketAddr> =
            LazyLock::new(|| TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap());
        *ADDRESS
    }

    pub(super) fn metadata() -> FetchMetadata {
        FetchMetadata::authing(emulator().app_host(), emulator().app_id()).no_proxy()
    }

    pub(super) fn url() -> &'static str {
        emulator().url()
    }

    pub(super) fn app_secret() -> &'static str {
        emulator().app_secret()
    }
}

fn server() -> &'static TestServer {
    SERVER.get().expect("started by the test")
}

fn emulator() -> &'static Emulator {
    &server().emulator
}

/// A snippet's function, noted as walked.
macro_rules! snippet {
    ($readme:ident :: $name:ident) => {{
        WALKED.lock().unwrap().insert(concat!(stringify!($readme), "::", stringify!($name)));
        snippets::$readme::$name::example
    }};
}

/// What the English and the Chinese README have in common.
macro_rules! walk_root {
    ($readme:ident) => {{
        emulator().reset();
        snippet!($readme::authing_management)().await.unwrap();
        with_bob().await;
        snippet!($readme::authing_authentication)().await.unwrap();
        let cookie = "a cookie of another login".into();
        let refused = snippet!($readme::authing_protocols)(cookie, "code=1&state=2").await;
        let unknown =
            |error| matches!(error, authing_protocols::Error::Callback(CallbackError::NotPending));
        assert!(unknown(refused.unwrap_err()));
        guard(snippet!($readme::authing_axum)().unwrap()).await.unwrap();
        snippet!($readme::section_6)(server().app.new_session()).await;
        snippet!($readme::section_7)(emulator().public_key()).unwrap();
    }};
}

#[tokio::test]
async fn every_snippet_runs_in_its_order() {
    if SERVER.set(TestServer::start().await.unwrap()).is_err() {
        unreachable!("one test starts it");
    }
    walk_root!(readme);
    snippet!(readme::section_6_2)().await.unwrap();
    walk_root!(readme_zh);

    snippet!(management::top)().await.unwrap();
    let management = server().management.clone();
    management.roles().create(CreateRole::new("editor")).await.unwrap();
    let bob = with_bob().await;
    snippet!(management::top_2)(management.clone(), &bob, "a-book").await.unwrap();
    snippet!(management::top_3)(management).await.unwrap();

    snippet!(authentication::top)().await.unwrap();
    let session = server().app.new_session();
    snippet!(authentication::section_1)(session).await.unwrap();

    let cookie = "a cookie of another login".into();
    snippet!(protocols::section_1)(cookie, "code=1&state=2").await.unwrap();
    let (login, bearer) = log_in().await;
    let oidc = own::oidc().secret(own::app_secret()).build().unwrap();
    let afterwards = snippet!(protocols::section_2)(oidc, login, &bearer).await;
    // Up to the program, whose key nobody has made.
    assert!(matches!(afterwards, Err(authing_protocols::Error::OAuth(_))), "{afterwards:?}");
    let refused = snippet!(protocols::section_3)("RelayState=1".to_owned()).await;
    assert!(refused.is_err());
    snippet!(protocols::section_4)("").await.unwrap();

    emulator().reset();
    guard(snippet!(axum::top)().unwrap()).await.unwrap();
    let _with_sessions = snippet!(axum::section_1)().unwrap();
    snippet!(axum::section_3)().unwrap();

    emulator().reset();
    let service = snippet!(actix::top)().unwrap();
    let serving = tokio::spawn(service);
    walk_guard(&format!("http://{}", own::free_address())).await.unwrap();
    serving.abort();
    snippet!(actix::section_1)().unwrap();
    snippet!(actix::section_3)().unwrap();

    let all: BTreeSet<_> = snippets::ALL.iter().copied().collect();
    assert_eq!(*WALKED.lock().unwrap(), all, "a snippet that nobody walks through");
}

/// Makes the user that the snippets log in, unless they are there; returns the id.
async fn with_bob() -> String {
    let users = server().management.users();
    match users.find(UserKey::username("bob")).await.unwrap() {
        Some(bob) => bob.id,
        None => server().user("bob").await.unwrap().id,
    }
}

/// Bob logs in with a browser; returns the login and the access token that an API gets.
async fn log_in() -> (OidcLogin, String) {
    with_bob().await;
    let callback = "http://localhost:3000/callback";
    let oidc = own::oidc().secret(own::app_secret()).redirect_uri(callback).build().unwrap();
    let begun = oidc.authorize().scope("openid profile offline_access").start().await.unwrap();
    let mut visitor = Visitor::new();
    let page = visitor.open(&begun.url).await;
    let page = visitor.log_in(&page, "bob").await;
    // Tokens that last are asked for.
    let token = page.field("csrf_token").unwrap();
    let back = visitor.post(&page.url, &[("csrf_token", &token), ("action", "allow")]).await;
    let callback = Callback::from_url(&back.url).unwrap();
    let login = oidc.finish(&callback, begun.pending).await.unwrap();
    let token = login.tokens.access_token.expose().to_owned();
    (login, token)
}

async fn guard(router: Router) -> Result<(), Box<dyn Error>> {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}", listener.local_addr()?);
    let serving = tokio::spawn(async move { axum::serve(listener, router).await });
    walk_guard(&url).await?;
    serving.abort();
    Ok(())
}

/// From login to guarded route: nobody gets in without a token, Bob with each one that a login gave,
/// by OpenID Connect as by password, and where a permission is wanted, with it.
async fn walk_guard(url: &str) -> Result<(), Box<dyn Error>> {
    let http = reqwest::Client::builder().no_proxy().build()?;
    let get = |path: &str| http.get(format!("{url}{path}"));
    let (login, token) = log_in().await;
    let bob = &login.claims.sub;

    assert_eq!(get("/me").send().await?.status(), 401);
    assert_eq!(get("/me").bearer_auth("forged").send().await?.status(), 401);
    let me = get("/me").bearer_auth(&token).send().await?;
    assert_eq!(me.status(), 200);
    assert!(me.text().await?.contains(bob.as_str()));

    let session = server().app.new_session();
    session.login_by_username("bob", "passw0rd").await?;
    let by_password = session.token().expect("logged in");
    let me = get("/me").bearer_auth(by_password.expose()).send().await?;
    assert_eq!(me.status(), 200);
    assert!(me.text().await?.contains(bob.as_str()));

    assert_eq!(get("/books").bearer_auth(&token).send().await?.status(), 403);
    let acl = server().management.acl();
    acl.allow(Grantees::user(bob.as_str()), "books:*", "books:list").await?;
    let all = get("/books").bearer_auth(&token).send().await?;
    assert_eq!((all.status().as_u16(), all.text().await?.as_str()), (200, "all books"));
    Ok(())
}
