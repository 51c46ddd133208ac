//! Permissions that are remembered, with a server behind them that changes its mind.

use std::time::Duration;

use authing_core::RetryPolicy;
use authing_management::{CreateRole, events::Subscribe};
use authing_tests::TestServer;
use authing_web::{CachedPermissions, Guard, GuardLayer, HasRole};
use http::{Request, header};

const TYPE: &str = "authing.user.updated";
const HOUR: Duration = Duration::from_secs(3600);

/// Whether who sends a request with the token may pass.
async fn may_pass(layer: &GuardLayer, token: &str) -> bool {
    let request = Request::builder().header(header::AUTHORIZATION, format!("Bearer {token}"));
    let (parts, ()) = request.body(()).unwrap().into_parts();
    layer.authorize(&parts).await.is_ok()
}

/// Waits until they may, or may not.
async fn until(layer: &GuardLayer, token: &str, expected: bool) {
    let seen = async {
        while may_pass(layer, token).await != expected {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), seen).await.expect("it is seen");
}

#[tokio::test]
async fn an_event_makes_a_change_seen_long_before_the_bound() {
    let server = TestServer::start().await.unwrap();
    let bob = server.user("bob").await.unwrap();
    let session = server.app.new_session();
    session.login_by_username("bob", "passw0rd").await.unwrap();
    let token = session.token().unwrap();
    let users = server.management.users();
    server.management.roles().create(CreateRole::new("editor")).await.unwrap();
    users.add_roles(&bob.id, ["editor"]).await.unwrap();

    let guard = Guard::for_app(server.emulator.app_id(), server.emulator.app_host())
        .secret(server.emulator.app_secret())
        .verifier(|verifier| verifier.no_proxy())
        .roles_from_token(false)
        .build()
        .unwrap();
    let permissions = CachedPermissions::new(server.management.clone(), HOUR).denied_for(HOUR);
    let layer = guard.permissions(permissions.clone()).require(HasRole::new("editor"));
    assert!(may_pass(&layer, token.expose()).await);
    users.remove_roles(&bob.id, ["editor"]).await.unwrap();
    assert!(may_pass(&layer, token.expose()).await, "the price of remembering");

    // What happened before the subscription was not told, so nothing is remembered that is older.
    let at_once = RetryPolicy::new().attempts(5).initial_backoff(Duration::ZERO);
    let request = Subscribe::new(TYPE).host(server.emulator.url()).reconnect(at_once);
    let events = server.management.events().subscribe(request);
    let following = tokio::spawn({
        let permissions = permissions.clone();
        async move { permissions.follow(events).await }
    });
    until(&layer, token.expose(), false).await;

    users.add_roles(&bob.id, ["editor"]).await.unwrap();
    assert!(!may_pass(&layer, token.expose()).await, "a refusal is remembered too");
    server.emulator.publish_event(TYPE, r#"{"id": "somebody else"}"#);
    server.emulator.publish_event(TYPE, format!(r#"{{"id": "{}"}}"#, bob.id));
    until(&layer, token.expose(), true).await;

    // A gap may have held anything.
    users.remove_roles(&bob.id, ["editor"]).await.unwrap();
    assert!(may_pass(&layer, token.expose()).await);
    server.emulator.cut_event_connections();
    until(&layer, token.expose(), false).await;
    following.abort();
}
