//! A provider changes its keys, and strangers send tokens with keys that nobody has.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use authing_core::{
    HttpResponse, RetryPolicy, TransportError,
    test_util::{ScriptedTransport, TestClock},
};
use authing_protocols::{
    Error,
    jose::{Algorithm, TokenError, Verifier},
};
use http::StatusCode;
use serde_json::{Value, json};

use crate::support::*;

const RS: Algorithm = Algorithm::Rs256;

/// A provider whose keys a test changes; `None` while it is down.
struct Provider {
    keys: Arc<Mutex<Option<Value>>>,
    server: ScriptedTransport,
    clock: TestClock,
    verifier: Verifier,
}

impl Provider {
    fn new() -> Self {
        let keys = Arc::new(Mutex::new(Some(json!({"keys": [KEYS.rsa.jwk("old")]}))));
        let server = ScriptedTransport::new({
            let keys = Arc::clone(&keys);
            move |_, _| match &*keys.lock().unwrap() {
                Some(keys) => Ok(HttpResponse::new(StatusCode::OK, keys.to_string())),
                None => Err(TransportError::connect("down")),
            }
        });
        let clock = TestClock::new();
        let verifier = builder(&server)
            .clock(Arc::new(clock.clone()))
            .retry(RetryPolicy::never())
            .build()
            .unwrap();
        Self { keys, server, clock, verifier }
    }

    fn says(&self, keys: Option<Value>) {
        *self.keys.lock().unwrap() = keys;
    }

    fn verify(&self, token: &str) -> Result<(), Error> {
        now(self.verifier.verify_access_token(token)).map(drop)
    }

    fn pass(&self, seconds: u64) {
        self.clock.advance(Duration::from_secs(seconds));
    }

    #[track_caller]
    fn fetched(&self, times: usize) {
        assert_eq!(self.server.requests().len(), times);
    }
}

fn named(keys: &Keys, kid: &str) -> String {
    let header = json!({"alg": "RS256", "kid": kid}).to_string();
    let claims = with(access_claims(), "exp", NOW + 1_000_000);
    keys.sign_raw(RS, &header, &claims.to_string())
}

fn is_unknown(result: Result<(), Error>) {
    assert!(matches!(refusal(result), TokenError::UnknownKey { .. }));
}

fn both() -> Option<Value> {
    Some(json!({"keys": [KEYS.rsa.jwk("old"), OTHER.rsa.jwk("new")]}))
}

#[test]
fn a_new_key_works_at_once_after_an_ordinary_refresh_too() {
    let provider = Provider::new();
    provider.verify(&named(&KEYS, "old")).unwrap();
    provider.pass(3600);
    provider.verify(&named(&KEYS, "old")).unwrap();
    provider.fetched(2);
    provider.says(both());
    provider.pass(1);
    provider.verify(&named(&OTHER, "new")).unwrap();
    provider.verify(&named(&KEYS, "old")).unwrap();
    provider.fetched(3);
}

#[test]
fn the_limit_is_thirty_seconds_between_two_fetches_for_unknown_keys() {
    let provider = Provider::new();
    provider.verify(&named(&KEYS, "old")).unwrap();
    is_unknown(provider.verify(&named(&OTHER, "a")));
    provider.fetched(2);
    provider.pass(29);
    is_unknown(provider.verify(&named(&OTHER, "b")));
    provider.fetched(2);
    provider.pass(1);
    is_unknown(provider.verify(&named(&OTHER, "c")));
    provider.fetched(3);
}

#[test]
fn keys_that_came_for_the_token_itself_are_not_fetched_again_for_it() {
    let provider = Provider::new();
    is_unknown(provider.verify(&named(&OTHER, "new")));
    provider.fetched(1);
    // The next one may be newer.
    provider.says(both());
    provider.verify(&named(&OTHER, "new")).unwrap();
    provider.fetched(2);
}

#[test]
fn a_fetch_that_fails_counts_and_takes_no_key_away() {
    let provider = Provider::new();
    provider.verify(&named(&KEYS, "old")).unwrap();
    provider.says(None);
    assert!(matches!(provider.verify(&named(&OTHER, "new")), Err(Error::Call(_))));
    provider.fetched(2);
    for _ in 0..29 {
        provider.pass(1);
        is_unknown(provider.verify(&named(&OTHER, "new")));
        provider.verify(&named(&KEYS, "old")).unwrap();
    }
    provider.fetched(2);
    provider.says(both());
    provider.pass(1);
    provider.verify(&named(&OTHER, "new")).unwrap();
    provider.fetched(3);
}

#[test]
fn a_set_that_cannot_be_read_takes_no_key_away() {
    for body in [json!({}), json!({"keys": {}}), json!([]), json!("text")] {
        let provider = Provider::new();
        provider.verify(&named(&KEYS, "old")).unwrap();
        provider.says(Some(body));
        assert!(matches!(provider.verify(&named(&OTHER, "new")), Err(Error::Call(_))));
        provider.verify(&named(&KEYS, "old")).unwrap();
        provider.fetched(2);
    }
}

#[test]
fn many_strangers_at_once_cause_one_fetch() {
    for up in [true, false] {
        let provider = Provider::new();
        provider.verify(&named(&KEYS, "old")).unwrap();
        provider.says(up.then(both).flatten());
        let slow = Slow { server: provider.server.clone(), takes: Duration::from_millis(200) };
        let verifier = builder(&provider.server)
            .transport(Arc::new(slow))
            .clock(Arc::new(provider.clock.clone()))
            .retry(RetryPolicy::never())
            .build()
            .unwrap();
        provider.says(both());
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .start_paused(true)
            .build()
            .unwrap();
        runtime.block_on(async {
            verifier.verify_access_token(&named(&KEYS, "old")).await.unwrap();
            provider.says(up.then(both).flatten());
            let before = provider.server.requests().len();
            let strangers: Vec<_> = (0..64)
                .map(|number| {
                    let (verifier, token) = (verifier.clone(), named(&OTHER, &number.to_string()));
                    tokio::spawn(async move { verifier.verify_access_token(&token).await })
                })
                .collect();
            for stranger in strangers {
                stranger.await.unwrap().unwrap_err();
            }
            assert_eq!(provider.server.requests().len(), before + 1);
            verifier.verify_access_token(&named(&KEYS, "old")).await.unwrap();
            if up {
                verifier.verify_access_token(&named(&OTHER, "new")).await.unwrap();
            }
        });
    }
}

#[test]
fn a_key_that_cannot_be_used_may_be_mended_under_its_name() {
    let provider = Provider::new();
    provider.says(Some(json!({"keys": [with(OTHER.rsa.jwk("k"), "alg", "RS512")]})));
    provider.verify(&named(&OTHER, "k")).unwrap_err();
    provider.says(Some(json!({"keys": [OTHER.rsa.jwk("k")]})));
    provider.pass(30);
    provider.verify(&named(&OTHER, "k")).unwrap();
}

#[test]
fn a_provider_that_names_no_keys_can_change_them_too() {
    let provider = Provider::new();
    let nameless = |keys: &Keys| {
        let claims = with(access_claims(), "exp", NOW + 1_000_000).to_string();
        keys.sign_raw(RS, r#"{"alg":"RS256"}"#, &claims)
    };
    provider.verify(&nameless(&KEYS)).unwrap();
    provider.says(Some(json!({"keys": [KEYS.rsa.jwk("old"), OTHER.rsa.jwk("new")]})));
    provider.verify(&nameless(&OTHER)).unwrap();
    provider.verify(&nameless(&KEYS)).unwrap();
    provider.fetched(2);
    // A forged one asks no more often than a stranger's.
    let stranger = Keys::new();
    for _ in 0..20 {
        assert_eq!(refusal(provider.verify(&nameless(&stranger))), TokenError::Signature);
    }
    provider.fetched(2);
}
