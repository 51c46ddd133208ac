//! A canary in every secret: it must not be seen in anything that is printed or logged.

use authing_protocols::{
    Error,
    oauth2::Callback,
    store::{MemoryStore, PendingStore as _},
};
use serde_json::json;

use authing_test_support::logged;

use crate::common::{SECRET, Server, Started, callback, claims, merge, query, sign};

const CANARY: &str = "canary";

#[track_caller]
fn clean(shown: impl AsRef<str>) {
    let shown = shown.as_ref();
    assert!(!shown.contains(CANARY) && !shown.contains(SECRET), "{shown}");
}

#[track_caller]
fn clean_error(error: &Error) {
    clean(format!("{error} {error:?}"));
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        clean(format!("{cause} {cause:?}"));
        source = cause.source();
    }
}

fn canary_tokens(id_token: &str) -> serde_json::Value {
    json!({
        "access_token": "at-canary", "token_type": "Bearer", "id_token": id_token,
        "refresh_token": "rt-canary", "scope": "openid", "secret_extra": "canary",
    })
}

/// A whole login with everything that follows it; every value is looked at on the way.
async fn everything(server: &Server) {
    let builder = server.oidc_builder().secret(SECRET);
    clean(format!("{builder:?}"));
    let oidc = builder.build().unwrap();
    clean(format!("{oidc:?}"));
    let request = oidc
        .authorize()
        .login_hint("ann-canary@example.com")
        .id_token_hint("canary.e.y")
        .param("x", "canary");
    clean(format!("{request:?}"));
    let authorization = request.start().await.unwrap();
    clean(format!("{authorization:?} {:?}", authorization.pending));
    let begun = Started::new(authorization);
    for secret in [&begun.state, &begun.nonce] {
        assert!(!format!("{:?}", begun.pending).contains(secret.as_str()));
    }
    let back = begun.callback(&[("code", "c-canary"), ("session_state", "canary")]);
    clean(format!("{back:?}"));

    let id_token = begun.id_token(json!({"name": "Ann canary", "x": "canary"}));
    server.responds(canary_tokens(&id_token));
    let login = oidc.finish(&back, begun.pending.clone()).await.unwrap();
    clean(format!("{login:?} {:?} {:?}", login.tokens, login.claims));
    assert!(!format!("{login:?}").contains(&id_token));

    server.responds(canary_tokens(&sign(claims())));
    let refresh = oidc.refresh(&login);
    clean(format!("{refresh:?}"));
    clean(format!("{:?}", refresh.await.unwrap()));
    server.responds(json!({"sub": "user1", "name": "canary", "x": "canary"}));
    clean(format!("{:?}", oidc.user_info(&login).await.unwrap()));
    server.responds(json!({"active": true, "username": "canary", "x": "canary"}));
    clean(format!("{:?}", oidc.introspect("t-canary", None).await.unwrap()));
    server.responds(merge(claims(), json!({"name": "canary"})));
    clean(format!("{:?}", oidc.validate_id_token_online("t.canary.x").await.unwrap()));
    let logout = oidc.logout_url().id_token_hint("canary").state("canary");
    clean(format!("{logout:?}"));

    let store = MemoryStore::new();
    let (url, handle) = oidc.authorize().start_with_store(&store).await.unwrap();
    let state = query(&url, "state").unwrap();
    let shown = format!("{store:?} {handle:?}");
    assert!(!shown.contains(&state) && !shown.contains(handle.expose()));
    store.put("canary", "canary".into(), std::time::Duration::from_secs(1)).await.unwrap();
    clean(format!("{store:?}"));
}

#[test]
fn nothing_that_is_printed_or_logged_shows_a_secret() {
    let name = "leaks::nothing_that_is_printed_or_logged_shows_a_secret";
    logged(name, async { everything(&Server::new()).await }, |log| {
        assert!(log.contains("oidc.finish") && log.contains("/oidc/token"), "{log}");
        clean(log);
    });
}

#[tokio::test]
async fn no_error_shows_a_secret() {
    let server = Server::new();
    let oidc = server.oidc();
    let answers = [
        (200, r#"{"access_token": {"canary": 1}}"#),
        (200, r#"{"access_token": "canary", "token_type": "canary"}"#),
        (200, r#"{"access_token": "canary", "token_type": "Bearer", "id_token": "canary"}"#),
        (200, "canary"),
        (200, "<canary>"),
        (502, "canary"),
        (302, "canary"),
    ];
    for (status, body) in answers {
        let begun = Started::start(oidc.authorize()).await;
        let back = begun.callback(&[("code", "canary")]);
        server.says(status, body);
        clean_error(&oidc.finish(&back, begun.pending).await.unwrap_err());
        server.says(status, body);
        clean_error(&oidc.refresh_unbound("canary").await.unwrap_err());
        server.says(status, body);
        clean_error(&oidc.password("canary", "canary", "openid").await.unwrap_err());
        server.says(status, body);
        clean_error(&oidc.user_info_unbound("canary").await.unwrap_err());
        server.says(status, body);
        clean_error(&oidc.validate_id_token_online("canary").await.unwrap_err());
    }
    // Down: the address with the token in it must not be named.
    clean_error(&oidc.validate_id_token_online("canary").await.unwrap_err());

    let begun = Started::start(oidc.authorize()).await;
    for back in [
        callback(&[("code", "canary"), ("state", "canary")]),
        begun.callback(&[("code", "canary"), ("iss", "https://other")]),
        begun.callback(&[("code", "x"), ("id_token", "canary")]),
    ] {
        clean_error(&oidc.finish(&back, begun.pending.clone()).await.unwrap_err());
    }
    clean_error(&Callback::from_query("code=canary&code=canary").unwrap_err());
    clean_error(&oidc.authorize().redirect_uri("canary").start().await.unwrap_err());
    clean_error(&oidc.authorize().param("state", "canary").start().await.unwrap_err());
    clean_error(&server.oidc_builder().secret("canary").build().unwrap_err());
}
