//! Deliveries that a handler is given.

use std::{
    io,
    sync::{Arc, Mutex},
    time::Duration,
};

use authing_protocols::{
    BoxFuture,
    store::{MemoryStore, ReplayStore, StoreError},
};
use authing_web::webhook::{WebhookDelivery, WebhookError, WebhookQueue, WebhookService, Webhooks};
use bytes::Bytes;
use http::Request;
use http_body_util::Full;
use serde_json::json;
use tokio::sync::Semaphore;
use tower::{Service, ServiceExt as _};

use crate::{builder, event, read, webhooks};

type Names = Arc<Mutex<Vec<String>>>;

fn kick(user: &str) -> Request<Full<Bytes>> {
    event("kick", json!({"users": [user]})).request()
}

async fn status<S>(service: &S, request: Request<Full<Bytes>>) -> u16
where
    S: Service<Request<Full<Bytes>>, Response = http::Response<Full<Bytes>>> + Clone,
    S::Error: std::fmt::Debug,
{
    service.clone().oneshot(request).await.unwrap().status().as_u16()
}

/// A service that writes down what it handles.
fn noting(
    webhooks: Webhooks,
) -> (
    impl Service<
        Request<Full<Bytes>>,
        Response = http::Response<Full<Bytes>>,
        Error = std::convert::Infallible,
    > + Clone,
    Names,
) {
    let names = Names::default();
    let heard = Arc::clone(&names);
    let service = WebhookService::new(webhooks, move |delivery: WebhookDelivery| {
        heard.lock().unwrap().push(delivery.fingerprint().to_owned());
        async { Ok::<_, io::Error>(()) }
    });
    (service, names)
}

#[tokio::test]
async fn a_handler_gets_what_has_the_secret() {
    let (service, handled) = noting(webhooks());
    assert_eq!(status(&service, kick("u1")).await, 200);
    let mut forged = kick("u2");
    forged.headers_mut().clear();
    assert_eq!(status(&service, forged).await, 401);
    assert_eq!(handled.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn a_handler_that_fails_is_said_so() {
    let service = WebhookService::new(webhooks(), async |_: WebhookDelivery| {
        Err::<(), _>(io::Error::other("canary"))
    });
    let response = service.oneshot(kick("u1")).await.unwrap();
    assert_eq!(response.status(), 503);
    assert!(!format!("{:?}", response.body()).contains("canary"));
}

#[tokio::test]
async fn without_a_store_a_repeated_delivery_is_handled_again() {
    let (service, handled) = noting(webhooks());
    for _ in 0..2 {
        assert_eq!(status(&service, kick("u1")).await, 200);
    }
    assert_eq!(handled.lock().unwrap().len(), 2);
}

#[tokio::test]
async fn a_repeated_delivery_is_dropped_within_the_window() {
    let store = Arc::new(MemoryStore::new());
    let once = builder().deduplicate(store, Duration::from_secs(60)).build().unwrap();
    let (service, handled) = noting(once);
    for user in ["u1", "u1", "u2", "u1"] {
        assert_eq!(status(&service, kick(user)).await, 200);
    }
    assert_eq!(handled.lock().unwrap().len(), 2);
}

#[tokio::test]
async fn while_the_store_is_down_deliveries_are_handled() {
    #[derive(Debug)]
    struct Down;
    impl ReplayStore for Down {
        fn first_use<'a>(
            &'a self,
            _: &'a str,
            _: Duration,
        ) -> BoxFuture<'a, Result<bool, StoreError>> {
            Box::pin(async { Err(StoreError::new("down")) })
        }
    }
    let once = builder().deduplicate(Arc::new(Down), Duration::from_secs(60)).build().unwrap();
    let (service, handled) = noting(once);
    assert_eq!(status(&service, kick("u1")).await, 200);
    assert_eq!(handled.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn a_queue_responds_before_the_work_is_done_and_takes_no_more_than_fits() {
    let (work, done) = (Arc::new(Semaphore::new(0)), Arc::new(Mutex::new(0)));
    let queue = WebhookQueue::new(2, {
        let (work, done) = (Arc::clone(&work), Arc::clone(&done));
        move |_: WebhookDelivery| {
            let (work, done) = (Arc::clone(&work), Arc::clone(&done));
            async move {
                work.acquire().await.map_err(io::Error::other)?.forget();
                *done.lock().unwrap() += 1;
                Ok::<_, io::Error>(())
            }
        }
    })
    .unwrap();
    let service = WebhookService::new(webhooks(), queue.clone());
    let mut taken = 0;
    // One is being handled, two wait; which of them are, depends on when the worker runs.
    let refused = loop {
        match status(&service, kick("u1")).await {
            200 => taken += 1,
            other => break other,
        }
        assert!(taken <= 3, "more than fit");
    };
    assert_eq!((refused, *done.lock().unwrap()), (503, 0));
    assert!(taken >= 2);
    work.add_permits(10);
    queue.finish().await;
    assert_eq!(*done.lock().unwrap(), taken);
    let late = queue.push(read(&event("kick", json!({}))));
    assert_eq!(late, Err(WebhookError::Busy { waiting: 2 }));
}

#[tokio::test]
async fn a_handler_that_panics_or_fails_ends_no_other() {
    let handled = Names::default();
    let heard = Arc::clone(&handled);
    let queue = WebhookQueue::new(10, move |delivery: WebhookDelivery| {
        let heard = Arc::clone(&heard);
        async move {
            match delivery.name() {
                "moon" => panic!("canary"),
                "sun" => Err(io::Error::other("canary")),
                name => {
                    heard.lock().unwrap().push(name.to_owned());
                    Ok(())
                }
            }
        }
    })
    .unwrap();
    for name in ["kick", "moon", "sun", "login"] {
        queue.push(read(&event(name, json!({})))).unwrap();
    }
    queue.finish().await;
    assert_eq!(*handled.lock().unwrap(), ["kick", "login"]);
}

#[test]
fn a_queue_needs_a_runtime_and_room() {
    let handler = || async |_: WebhookDelivery| Ok::<_, io::Error>(());
    let error = WebhookQueue::new(1, handler()).unwrap_err().to_string();
    assert!(error.contains("tokio runtime"), "{error}");
    let error = WebhookQueue::new(0, handler()).unwrap_err().to_string();
    assert!(error.contains("capacity"), "{error}");
}
