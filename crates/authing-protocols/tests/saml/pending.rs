//! A forged response does not end the login that a visitor has begun.

use std::{sync::Arc, time::Duration};

use authing_core::test_util::TestClock;
use authing_protocols::{
    Error,
    saml::{PostedResponse, SamlError, SamlLogin},
    store::{MemoryStore, PendingStore as _},
};

use crate::common::{ATTACKER_KEY, Doc, REQUEST, SERVICE, Signer, builder, pending, posted, run};

const HANDLE: &str = "hhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhh";

/// A store with Alice's login in it.
fn store() -> MemoryStore {
    let store = MemoryStore::new();
    let kept = pending(&SERVICE).to_secret();
    run(store.put(HANDLE, kept, Duration::from_secs(600))).unwrap();
    store
}

fn finish(store: &MemoryStore, form: &PostedResponse) -> Result<SamlLogin, SamlError> {
    run(SERVICE.finish_with_store(store, HANDLE, form)).map_err(|error| match error {
        Error::Saml(error) => error,
        other => panic!("{other}"),
    })
}

fn failed(in_response_to: &str) -> Doc {
    let mut doc = Doc::default();
    doc.status = doc.status.replace("status:Success", "status:Responder");
    doc.response = doc.response.replace(REQUEST, in_response_to);
    doc
}

#[test]
fn whatever_is_forged_is_refused_and_the_true_response_still_logs_in() {
    let signed = Doc::default().signed();
    let attacker = Signer::rsa(ATTACKER_KEY);
    let other =
        Doc { response: Doc::default().response.replace(REQUEST, "_other"), ..Doc::default() };
    let elsewhere =
        Doc { issuer: Doc::default().issuer.replace("idp.", "evil."), ..Doc::default() };
    let wrong_issuer = Doc {
        response_issuer: "<saml:Issuer>https://evil</saml:Issuer>".to_owned(),
        ..failed(REQUEST)
    };
    let moved = Doc {
        response: failed(REQUEST).response.replace("sp.example.com", "evil.example.com"),
        ..failed(REQUEST)
    };
    let store = store();
    for (name, form) in [
        ("nothing", posted("")),
        ("no XML", posted("forged")),
        ("not signed", posted(Doc::default().unsigned())),
        ("altered", posted(signed.replace("session-1", "session-2"))),
        (
            "signed by another",
            posted(attacker.fill(
                &Doc::default().around("", &Doc::default().assertion(&attacker.template("_a"))),
            )),
        ),
        ("to another request", posted(other.signed())),
        ("of another issuer", posted(elsewhere.signed())),
        ("another relay state", posted(&signed).with_relay_state("/evil")),
        ("a failure of another request", posted(failed("_other").unsigned())),
        ("a failure of no request", posted(failed("").unsigned())),
        ("a failure of another issuer", posted(wrong_issuer.unsigned())),
        ("a failure for another address", posted(moved.unsigned())),
        (
            "a failure with a relay state",
            posted(failed(REQUEST).unsigned()).with_relay_state("/evil"),
        ),
    ] {
        for _ in 0..2 {
            let refused = finish(&store, &form).unwrap_err();
            assert_ne!(refused, SamlError::NotPending, "{name}");
        }
    }
    assert!(finish(&store, &posted(&signed)).is_ok());
    assert_eq!(finish(&store, &posted(&signed)).unwrap_err(), SamlError::NotPending);
}

#[test]
fn the_provider_s_refusal_of_this_request_uses_the_login_up() {
    for xml in [failed(REQUEST).unsigned(), failed(REQUEST).signed_response()] {
        let store = store();
        assert!(matches!(finish(&store, &posted(xml)), Err(SamlError::Status(_))));
        let late = finish(&store, &posted(Doc::default().signed()));
        assert_eq!(late.unwrap_err(), SamlError::NotPending);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_true_responses_at_once_one_logs_in() {
    let store = Arc::new(store_of_this_runtime().await);
    let form = Arc::new(posted(Doc::default().signed()));
    let tasks: Vec<_> = (0..20)
        .map(|_| {
            let (store, form) = (Arc::clone(&store), Arc::clone(&form));
            tokio::spawn(async move { SERVICE.finish_with_store(&*store, HANDLE, &form).await })
        })
        .collect();
    let mut logins = 0;
    for task in tasks {
        match task.await.unwrap() {
            Ok(_) => logins += 1,
            Err(error) => assert_eq!(error.to_string(), SamlError::NotPending.to_string()),
        }
    }
    // The test's own store of used assertions forgets: this is the pending login's work.
    assert_eq!(logins, 1);
}

async fn store_of_this_runtime() -> MemoryStore {
    let store = MemoryStore::new();
    let kept = pending(&SERVICE).to_secret();
    store.put(HANDLE, kept, Duration::from_secs(600)).await.unwrap();
    store
}

#[tokio::test]
async fn forged_responses_do_not_make_a_login_live_longer() {
    let clock = TestClock::new();
    let sp = builder().clock(Arc::new(clock.clone())).build().unwrap();
    let store = MemoryStore::new().clock(Arc::new(clock.clone()));
    store.put(HANDLE, pending(&sp).to_secret(), Duration::from_secs(600)).await.unwrap();
    for _ in 0..3 {
        clock.advance(Duration::from_secs(200));
        let _ = sp.finish_with_store(&store, HANDLE, &posted("forged")).await.unwrap_err();
    }
    let late = sp.finish_with_store(&store, HANDLE, &posted("forged")).await.unwrap_err();
    assert_eq!(late.to_string(), SamlError::NotPending.to_string());
}
