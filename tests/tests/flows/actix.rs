//! A service on actix-web that guards its routes, with users and permissions of the emulator. Its workers have a runtime
//! each, and share the guard.

use std::{collections::BTreeSet, net::SocketAddr, sync::Arc};

use actix_web::{App, HttpServer, web};
use authing_actix::{CurrentUser, Guard, Permission, PermissionGuard, Rejection};
use authing_core::{Clock as _, test_util::TestClock};
use authing_emulator::{ApplicationSettings, Fault, FaultKind, GrantType};
use authing_management::{Grantees, ManagementClient, RetryPolicy};
use authing_protocols::oidc::OidcClient;
use authing_tests::TestServer;

const WORKERS: usize = 2;

async fn me(user: CurrentUser) -> String {
    format!("{} by {:?}", user.id(), std::thread::current().id())
}

async fn book(
    may: web::Data<PermissionGuard>,
    user: CurrentUser,
    id: web::Path<String>,
) -> Result<String, Rejection> {
    may.check(&user, &Permission::to("books:read").on(format!("books:{id}"))).await?;
    Ok(format!("book {id}"))
}

fn serve(server: &TestServer, clock: &TestClock) -> SocketAddr {
    let clock = Arc::new(clock.clone());
    let guard = Guard::for_app(server.emulator.app_id(), server.emulator.app_host())
        .secret(server.emulator.app_secret())
        .verifier(move |verifier| verifier.clock(clock).no_proxy())
        .build()
        .unwrap();
    let (id, secret) = (server.emulator.user_pool_id(), server.emulator.user_pool_secret());
    // A fault lasts for one request: it must not be made up for.
    let management = ManagementClient::builder(id, secret)
        .host(server.emulator.url())
        .retry(RetryPolicy::never())
        .no_proxy()
        .build()
        .unwrap();
    let may = guard.permissions(management);
    let service = HttpServer::new(move || {
        let list = Permission::to("books:list").on("books:*");
        let books =
            web::scope("/books").wrap(guard.require_login()).route("/{id}", web::get().to(book));
        App::new()
            .app_data(web::Data::new(may.clone()))
            .service(web::resource("/me").wrap(guard.require_login()).to(me))
            .service(
                web::resource("/books").wrap(may.require_permission(list)).to(async || "all books"),
            )
            .service(books)
    });
    let service = service.workers(WORKERS).disable_signals().bind("127.0.0.1:0").unwrap();
    let address = service.addrs()[0];
    tokio::spawn(service.run());
    address
}

/// A client without connections that are kept, so that each request may reach another worker.
fn visitor() -> reqwest::Client {
    reqwest::Client::builder().no_proxy().pool_max_idle_per_host(0).build().unwrap()
}

#[tokio::test]
async fn workers_share_the_keys_and_what_is_permitted_holds_in_each() {
    let server = TestServer::start().await.unwrap();
    let clock = TestClock::new();
    server.emulator.set_time(clock.now());
    let bob = server.user("bob").await.unwrap();
    let settings = ApplicationSettings::new().grants([GrantType::Password]);
    assert!(server.emulator.configure_application(server.emulator.app_id(), settings));
    let oidc = OidcClient::builder(server.emulator.app_id(), server.emulator.app_host())
        .secret(server.emulator.app_secret())
        .clock(Arc::new(clock.clone()))
        .no_proxy()
        .build()
        .unwrap();
    let login = oidc.password("bob", "passw0rd", "openid profile").await.unwrap();
    let token = login.tokens.access_token.expose();
    let url = format!("http://{}", serve(&server, &clock));
    let visitor = visitor();
    let get = async |path: &str| {
        let response = visitor.get(format!("{url}{path}")).bearer_auth(token).send().await.unwrap();
        let retry = response.headers().contains_key("retry-after");
        (response.status().as_u16(), response.text().await.unwrap(), retry)
    };

    server.emulator.clear_requests();
    let mut threads = BTreeSet::new();
    while threads.len() < WORKERS {
        let (status, body, _) = get("/me").await;
        let (id, thread) = body.split_once(" by ").unwrap();
        assert_eq!((status, id), (200, &*bob.id));
        threads.insert(thread.to_owned());
    }
    let requests = server.emulator.requests();
    let keys = requests.iter().filter(|request| request.path.ends_with("jwks.json")).count();
    assert_eq!(keys, 1, "for all workers");

    assert_eq!(get("/books").await.0, 403);
    let acl = server.management.acl();
    acl.allow(Grantees::user(&bob.id), "books:*", "books:list").await.unwrap();
    acl.allow(Grantees::user(&bob.id), "books:1", "books:read").await.unwrap();
    for _ in 0..2 * WORKERS {
        assert_eq!(get("/books").await, (200, "all books".to_owned(), false));
        assert_eq!(get("/books/1").await, (200, "book 1".to_owned(), false));
        assert_eq!(get("/books/2").await.0, 403);
    }

    // Nobody knows: nobody gets in.
    server.emulator.inject(Fault::new(FaultKind::Status(503)).operation("isActionAllowed"));
    let (status, _, retry) = get("/books").await;
    assert_eq!((status, retry), (503, true));
    assert_eq!(get("/books").await.0, 200);
}
