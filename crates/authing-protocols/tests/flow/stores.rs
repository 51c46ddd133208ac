//! Logins that are kept in a store.

use std::{sync::Arc, time::Duration};

use authing_protocols::{
    CallbackError, Error, Secret,
    oidc::OidcResponseType,
    store::{MemoryStore, PendingStore},
};
use serde_json::json;
use url::Url;

use crate::common::{Server, callback, claims, merge, oauth_code, query, sign, tokens};

fn id_token(url: &Url) -> String {
    sign(merge(claims(), json!({"nonce": query(url, "nonce").unwrap()})))
}

fn is_not_pending<T: std::fmt::Debug>(result: Result<T, Error>) -> bool {
    matches!(result, Err(Error::Callback(CallbackError::NotPending)))
}

#[tokio::test]
async fn a_login_is_finished_once_from_its_store() {
    let server = Server::new();
    let oidc = server.oidc();
    let store: Arc<dyn PendingStore> = Arc::new(MemoryStore::new());
    let (url, handle) = oidc.authorize().start_with_store(&store).await.unwrap();
    assert_eq!(handle.expose().len(), 43);
    server.responds(tokens(&id_token(&url)));
    let back = callback(&[("code", "c"), ("state", &query(&url, "state").unwrap())]);
    let login = oidc.finish_with_store(&store, &handle, &back).await.unwrap();
    assert_eq!(login.claims.sub, "user1");
    assert!(is_not_pending(oidc.finish_with_store(&store, &handle, &back).await));
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn a_callback_of_another_login_gets_nothing_and_leaves_the_login() {
    let server = Server::new();
    let oidc = server.oidc();
    let store = MemoryStore::new();
    let (_, victim) = oidc.authorize().start_with_store(&store).await.unwrap();
    let (attackers, _) = oidc.authorize().start_with_store(&store).await.unwrap();
    let back = callback(&[("code", "c"), ("state", &query(&attackers, "state").unwrap())]);
    for _ in 0..3 {
        let result = oidc.finish_with_store(&store, &victim, &back).await;
        assert!(matches!(result, Err(Error::Callback(CallbackError::StateMismatch))), "{result:?}");
    }
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn what_is_no_handle_never_reaches_the_store() {
    #[derive(Debug)]
    struct Untouchable;
    impl PendingStore for Untouchable {
        fn put<'a>(
            &'a self,
            _: &'a str,
            _: Secret,
            _: Duration,
        ) -> authing_protocols::BoxFuture<'a, Result<(), authing_protocols::store::StoreError>>
        {
            unreachable!()
        }
        fn get<'a>(
            &'a self,
            key: &'a str,
        ) -> authing_protocols::BoxFuture<
            'a,
            Result<Option<Secret>, authing_protocols::store::StoreError>,
        > {
            panic!("{key}")
        }
        fn take<'a>(
            &'a self,
            key: &'a str,
        ) -> authing_protocols::BoxFuture<
            'a,
            Result<Option<Secret>, authing_protocols::store::StoreError>,
        > {
            panic!("{key}")
        }
    }
    let server = Server::new();
    let back = callback(&[("code", "c"), ("state", "s")]);
    for handle in ["", "short", &"a".repeat(44), &"a:b".repeat(15)[..43], &"ü".repeat(43)[..43 - 1]]
    {
        let handle = Secret::from(handle);
        assert!(is_not_pending(
            server.oidc().finish_with_store(&Untouchable, &handle, &back).await
        ));
    }
}

#[tokio::test]
async fn a_kept_login_ends_with_its_time() {
    let server = Server::new();
    let oidc = server.oidc();
    let store = MemoryStore::new().clock(Arc::new(server.clock.clone()));
    let (url, handle) = oidc.authorize().start_with_store(&store).await.unwrap();
    server.clock.advance(Duration::from_secs(600));
    let back = callback(&[("code", "c"), ("state", &query(&url, "state").unwrap())]);
    assert!(is_not_pending(oidc.finish_with_store(&store, &handle, &back).await));
}

#[tokio::test]
async fn an_id_token_alone_is_finished_from_a_store_too() {
    let server = Server::new();
    let oidc = server.oidc();
    let store = MemoryStore::new();
    let request = oidc.authorize().response_type(OidcResponseType::IdToken);
    let (url, handle) = request.start_with_store(&store).await.unwrap();
    let state = query(&url, "state").unwrap();
    let back = callback(&[("id_token", &id_token(&url)), ("state", &state)]);
    let claims = oidc.finish_id_token_with_store(&store, &handle, &back).await.unwrap();
    assert_eq!(claims.sub, "user1");
    assert!(is_not_pending(oidc.finish_id_token_with_store(&store, &handle, &back).await));
}

#[tokio::test]
async fn oauth_2_keeps_its_logins_the_same_way() {
    let server = Server::new();
    let oauth = server.oauth2();
    let store = MemoryStore::new();
    let (url, handle) = oauth.authorize().start_with_store(&store).await.unwrap();
    let back = callback(&[("code", "c"), ("state", &query(&url, "state").unwrap())]);
    server.refuses(400, "invalid_grant");
    assert_eq!(oauth_code(oauth.finish_with_store(&store, &handle, &back).await), "invalid_grant");
    assert!(is_not_pending(oauth.finish_with_store(&store, &handle, &back).await));
}

#[tokio::test]
async fn a_login_that_is_given_up_is_taken_out() {
    let server = Server::new();
    let oidc = server.oidc();
    let store = MemoryStore::new();
    let (_, handle) = oidc.authorize().start_with_store(&store).await.unwrap();
    assert!(oidc.take_pending(&store, &handle).await.is_ok());
    assert!(is_not_pending(oidc.take_pending(&store, &handle).await));
}
