//! A forged callback does not end the login that a visitor has begun.

use std::{sync::Arc, time::Duration};

use authing_protocols::{
    CallbackError, Error, Secret,
    oauth2::{Callback, PendingLogin},
    oidc::{OidcClient, OidcResponseType},
    store::{MemoryStore, PendingStore as _},
};
use serde_json::json;
use url::Url;

use crate::common::{
    CALLBACK, ISSUER, Server, callback, claims, form, merge, oauth_code, query, sign, tokens,
};

/// What a stranger's page has the visitor's browser call.
const FORGED: &str = include_str!("../cases/tokens/callback-forged.txt");

struct Login {
    server: Server,
    oidc: OidcClient,
    store: MemoryStore,
    url: Url,
    handle: Secret,
}

impl Login {
    async fn new(response_type: OidcResponseType) -> Self {
        let server = Server::new();
        let oidc = server.oidc();
        let store = MemoryStore::new().clock(Arc::new(server.clock.clone()));
        let request = oidc.authorize().response_type(response_type);
        let (url, handle) = request.start_with_store(&store).await.unwrap();
        Self { server, oidc, store, url, handle }
    }

    fn with_state(&self, pairs: &[(&str, &str)]) -> Callback {
        let state = query(&self.url, "state").unwrap();
        callback(&[&[("state", state.as_str())], pairs].concat())
    }

    fn id_token(&self) -> String {
        sign(merge(claims(), json!({"nonce": query(&self.url, "nonce").unwrap()})))
    }

    async fn failure(&self, back: &Callback) -> CallbackError {
        match self.oidc.finish_with_store(&self.store, &self.handle, back).await {
            Err(Error::Callback(error)) => error,
            other => panic!("{other:?}"),
        }
    }

    async fn logs_in(&self) {
        self.server.responds(tokens(&self.id_token()));
        let back = self.with_state(&[("code", "c")]);
        let login = self.oidc.finish_with_store(&self.store, &self.handle, &back).await.unwrap();
        assert_eq!(login.claims.sub, "user1");
        assert_eq!(self.failure(&back).await, CallbackError::NotPending);
    }
}

#[tokio::test]
async fn a_forged_callback_is_refused_and_the_true_one_goes_on_to_the_token_call() {
    let begun = Login::new(OidcResponseType::Code).await;
    let forged = Callback::from_query(FORGED.trim()).unwrap();
    for _ in 0..100 {
        assert_eq!(begun.failure(&forged).await, CallbackError::StateMismatch);
    }
    assert!(begun.server.requests().is_empty());
    begun.logs_in().await;
    assert!(begun.server.request().url.path().ends_with("/oidc/token"));
}

#[tokio::test]
async fn every_check_before_the_code_is_used_leaves_the_login() {
    let begun = Login::new(OidcResponseType::Code).await;
    for (back, expected) in [
        (callback(&[("code", "c")]), CallbackError::Missing("state")),
        (callback(&[("code", "c"), ("state", "")]), CallbackError::Missing("state")),
        (callback(&[("code", "c"), ("state", "x")]), CallbackError::StateMismatch),
        (callback(&[("error", "access_denied")]), CallbackError::Missing("state")),
        (callback(&[("error", "access_denied"), ("state", "x")]), CallbackError::StateMismatch),
        (begun.with_state(&[]), CallbackError::Missing("code")),
        (
            begun.with_state(&[("code", "c"), ("access_token", "x")]),
            CallbackError::Unexpected("access_token"),
        ),
    ] {
        assert_eq!(begun.failure(&back).await, expected);
    }
    for kind in [("code", "c"), ("error", "access_denied")] {
        let back = begun.with_state(&[kind, ("iss", "https://evil.example.com/oidc")]);
        let refused = begun.failure(&back).await;
        assert!(matches!(refused, CallbackError::IssuerMismatch { .. }), "{refused}");
    }
    // A parameter that comes twice is refused before anything is looked up.
    let state = query(&begun.url, "state").unwrap();
    assert!(Callback::from_query(&format!("code=a&state={state}&state={state}")).is_err());
    assert!(begun.server.requests().is_empty());
    begun.logs_in().await;
}

#[tokio::test]
async fn a_login_of_another_client_or_one_that_is_too_old_stays_refused() {
    let begun = Login::new(OidcResponseType::Code).await;
    let back = begun.with_state(&[("code", "c")]);
    let other =
        begun.server.oidc_builder().issuer("https://other.example.com/oidc").build().unwrap();
    for _ in 0..2 {
        let result = other.finish_with_store(&begun.store, &begun.handle, &back).await;
        assert!(
            matches!(result, Err(Error::Callback(CallbackError::OtherClient { .. }))),
            "{result:?}"
        );
    }
    // Forged callbacks do not make it live longer.
    let forged = Callback::from_query(FORGED).unwrap();
    begun.server.clock.advance(Duration::from_secs(599));
    assert_eq!(begun.failure(&forged).await, CallbackError::StateMismatch);
    begun.server.clock.advance(Duration::from_secs(1));
    assert_eq!(begun.failure(&back).await, CallbackError::NotPending);
}

#[tokio::test]
async fn the_provider_s_refusal_with_the_right_state_uses_the_login_up() {
    let begun = Login::new(OidcResponseType::Code).await;
    let cancelled = begun.with_state(&[("error", "access_denied")]);
    let result = begun.oidc.finish_with_store(&begun.store, &begun.handle, &cancelled).await;
    assert_eq!(oauth_code(result), "access_denied");
    let late = begun.with_state(&[("code", "c")]);
    assert_eq!(begun.failure(&late).await, CallbackError::NotPending);
    assert!(begun.server.requests().is_empty());
}

#[tokio::test]
async fn a_code_that_the_provider_refuses_uses_the_login_up() {
    let begun = Login::new(OidcResponseType::Code).await;
    begun.server.refuses(400, "invalid_grant");
    let back = begun.with_state(&[("code", "c")]);
    let result = begun.oidc.finish_with_store(&begun.store, &begun.handle, &back).await;
    assert_eq!(oauth_code(result), "invalid_grant");
    assert_eq!(begun.failure(&back).await, CallbackError::NotPending);
    assert_eq!(begun.server.requests().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_true_callbacks_at_once_one_goes_on() {
    let begun = Arc::new(Login::new(OidcResponseType::Code).await);
    begun.server.responds(tokens(&begun.id_token()));
    let tasks: Vec<_> = (0..20)
        .map(|_| {
            let begun = Arc::clone(&begun);
            tokio::spawn(async move {
                let back = begun.with_state(&[("code", "c")]);
                begun.oidc.finish_with_store(&begun.store, &begun.handle, &back).await
            })
        })
        .collect();
    let mut logins = 0;
    for task in tasks {
        match task.await.unwrap() {
            Ok(_) => logins += 1,
            Err(Error::Callback(CallbackError::NotPending)) => {}
            Err(other) => panic!("{other:?}"),
        }
    }
    assert_eq!((logins, begun.server.requests().len()), (1, 1));
}

#[tokio::test]
async fn an_id_token_alone_and_hybrid_logins_keep_to_the_same_rule() {
    let begun = Login::new(OidcResponseType::IdToken).await;
    let forged = Callback::from_query("id_token=a.b.c&state=x").unwrap();
    let finish = |back| begun.oidc.finish_id_token_with_store(&begun.store, &begun.handle, back);
    for _ in 0..3 {
        let result = finish(&forged).await;
        assert!(matches!(result, Err(Error::Callback(CallbackError::StateMismatch))), "{result:?}");
    }
    // It is another kind of login, which the other method does not touch.
    let back = begun.with_state(&[("id_token", &begun.id_token())]);
    assert!(begun.oidc.finish_with_store(&begun.store, &begun.handle, &back).await.is_err());
    assert_eq!(finish(&back).await.unwrap().sub, "user1");
    assert!(finish(&back).await.is_err());

    let begun = Login::new(OidcResponseType::CodeIdToken).await;
    assert_eq!(begun.failure(&forged).await, CallbackError::StateMismatch);
    let half = begun.with_state(&[("code", "c")]);
    assert_eq!(begun.failure(&half).await, CallbackError::Missing("id_token"));
    // The right state with a forged id_token: nobody else can have sent it, and it is over.
    let bad = begun.with_state(&[("code", "c"), ("id_token", "a.b.c")]);
    let result = begun.oidc.finish_with_store(&begun.store, &begun.handle, &bad).await;
    assert!(matches!(result, Err(Error::Token(_))), "{result:?}");
    assert_eq!(begun.failure(&bad).await, CallbackError::NotPending);
}

#[tokio::test]
async fn oauth_2_keeps_to_the_same_rule() {
    let server = Server::new();
    let oauth = server.oauth2();
    let store = MemoryStore::new();
    let (url, handle) = oauth.authorize().start_with_store(&store).await.unwrap();
    let state = query(&url, "state").unwrap();
    let evil = callback(&[("code", "c"), ("state", &state), ("iss", "https://evil.example.com")]);
    for forged in [&Callback::from_query(FORGED).unwrap(), &evil] {
        for _ in 0..2 {
            let result = oauth.finish_with_store(&store, &handle, forged).await;
            assert!(
                !matches!(result, Ok(_) | Err(Error::Callback(CallbackError::NotPending))),
                "{result:?}"
            );
        }
    }
    assert!(server.requests().is_empty());
    server.responds(json!({"access_token": "at", "token_type": "Bearer"}));
    let back = callback(&[("code", "c"), ("state", &state)]);
    assert!(oauth.finish_with_store(&store, &handle, &back).await.is_ok());
    assert!(oauth.finish_with_store(&store, &handle, &back).await.is_err());
    let sent = form(&server.request());
    assert!(sent.contains(&("redirect_uri".to_owned(), CALLBACK.to_owned())), "{sent:?}");

    let (url, handle) = oauth.authorize().start_with_store(&store).await.unwrap();
    let state = query(&url, "state").unwrap();
    let cancelled = callback(&[("error", "access_denied"), ("state", &state)]);
    let result = oauth.finish_with_store(&store, &handle, &cancelled).await;
    assert_eq!(oauth_code(result), "access_denied");
    assert!(store.get(handle.expose()).await.unwrap().is_none());
}

#[tokio::test]
async fn a_session_of_your_own_can_tell_whose_callback_it_is() {
    let begun = Login::new(OidcResponseType::Code).await;
    let kept = begun.store.get(begun.handle.expose()).await.unwrap().unwrap();
    let pending = PendingLogin::from_secret(kept).unwrap();
    assert!(begun.with_state(&[("code", "c"), ("iss", ISSUER)]).is_of(&pending));
    assert!(begun.with_state(&[("error", "access_denied")]).is_of(&pending));
    for forged in [FORGED, "code=c", "code=c&state="] {
        assert!(!Callback::from_query(forged).unwrap().is_of(&pending), "{forged}");
    }
}
