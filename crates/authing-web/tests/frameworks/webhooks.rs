//! Deliveries of webhooks in routers. Each framework's crate tests itself with this, through its own routes.

use std::{sync::Arc, time::Duration};

use authing_protocols::store::MemoryStore;
use authing_web::webhook::{TestDelivery, WebhookDelivery, WebhookService, Webhooks};
use bytes::Bytes;
use http::{Method, Request, header};
use serde_json::json;

use crate::service::{deliver, deliver_to};

fn blocked(secret: &str) -> TestDelivery {
    TestDelivery::new("user:blocked", json!({"user": {"id": "u1"}}), secret)
}

#[tokio::test]
async fn a_handler_is_given_a_delivery_once() {
    let webhooks = Webhooks::builder("secret")
        .deduplicate(Arc::new(MemoryStore::new()), Duration::from_secs(60))
        .build()
        .unwrap();
    let send = async |delivery: TestDelivery| {
        let received = deliver(webhooks.clone(), delivery.request()).await;
        (received.status, received.body)
    };
    assert_eq!(send(blocked("secret")).await, (200, "user:blocked".to_owned()));
    assert_eq!(send(blocked("secret")).await, (200, String::new()));
    let (status, body) = send(blocked("another")).await;
    assert!(status == 401 && body.contains("webhook_secret"), "{body}");
    assert_eq!(send(TestDelivery::raw(json!([]), "secret")).await.0, 400);
}

#[tokio::test]
async fn each_kind_of_body_is_read() {
    let webhooks = Webhooks::builder("secret").build().unwrap();
    for delivery in [blocked("secret").form(), blocked("secret").nested_form()] {
        let received = deliver(webhooks.clone(), delivery.request()).await;
        assert_eq!((received.status, &*received.body), (200, "user:blocked"));
    }
}

#[tokio::test]
async fn no_more_than_the_limit_is_read() {
    let webhooks = Webhooks::builder("secret").body_limit(200).build().unwrap();
    let long = |size| {
        let data = json!({"text": "x".repeat(size)});
        TestDelivery::new("a:b", data, "secret").request::<Bytes>()
    };
    assert_eq!(deliver(webhooks.clone(), long(100)).await.status, 200);
    // With and without its length in advance.
    assert_eq!(deliver(webhooks.clone(), long(300)).await.status, 413);
    let mut announced = long(300);
    let length = announced.body().len().into();
    announced.headers_mut().insert(header::CONTENT_LENGTH, length);
    assert_eq!(deliver(webhooks, announced).await.status, 413);
}

#[tokio::test]
async fn the_service_is_a_route() {
    let webhooks = Webhooks::builder("secret").build().unwrap();
    let service =
        WebhookService::new(webhooks, async |delivery: WebhookDelivery| match delivery.name() {
            "user:blocked" => Ok(()),
            _ => Err(std::io::Error::other("canary")),
        });
    let send = async |request: Request<Bytes>| deliver_to(service.clone(), request).await;
    assert_eq!(send(blocked("secret").request()).await.status, 200);
    assert_eq!(send(blocked("another").request()).await.status, 401);
    let mut get = blocked("secret").request();
    *get.method_mut() = Method::GET;
    assert_eq!(send(get).await.status, 405);
    let failing = send(TestDelivery::new("a:b", json!({}), "secret").request()).await;
    assert!(failing.status == 503 && !failing.body.contains("canary"), "{failing:?}");
}
