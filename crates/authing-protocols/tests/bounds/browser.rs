//! What browsers bring back, and the responses of token endpoints.

use std::{sync::Arc, time::Duration};

use authing_protocols::{
    oauth2::Callback,
    store::{MemoryStore, PendingStore as _, ReplayStore as _},
};
use authing_test_support::cost::{Construct, Work, outcome};

use crate::{common::run, saml::many};

fn query(query: String) -> Work {
    Box::new(move || outcome(Callback::from_query(&query)))
}

pub(crate) fn constructs() -> Vec<Construct> {
    let c = Construct::new;
    vec![
        c("callback: parameters", 2000, |n| query(many(n, |at| format!("p{at}=%41&")))),
        c("callback: `&` and nothing else", 5000, |n| query("&".repeat(n))),
        c("callback: length of parameters", 5000, |n| {
            query(format!("code={}&state={}", "%41".repeat(n), "a+".repeat(n)))
        }),
        c("callback: a parameter that comes again and again", 2000, |n| {
            query("state=a&".repeat(n))
        }),
        c("store: logins that nobody finishes", 200, |n| {
            let store = Arc::new(MemoryStore::with_capacity(100));
            Box::new(move || {
                for number in 0..n {
                    run(store.put(&number.to_string(), "x".into(), Duration::from_secs(60)))
                        .unwrap();
                }
                "kept".to_owned()
            })
        }),
        c("store: messages that are used", 200, |n| {
            let store = Arc::new(MemoryStore::new());
            Box::new(move || {
                for number in 0..n {
                    run(store.first_use(&number.to_string(), Duration::from_secs(60))).unwrap();
                }
                "kept".to_owned()
            })
        }),
    ]
}
