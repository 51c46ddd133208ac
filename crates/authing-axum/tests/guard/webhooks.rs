//! Deliveries of webhooks in routers.

use std::{sync::Arc, time::Duration};

use authing_axum::Webhook;
use authing_protocols::store::MemoryStore;
use authing_web::webhook::{TestDelivery, WebhookDelivery, WebhookService, Webhooks};
use axum::{Router, body::Body, response::Response, routing::post};
use http_body_util::BodyExt as _;
use serde_json::json;
use tower::ServiceExt as _;

async fn send(router: &Router, delivery: &TestDelivery) -> (u16, String) {
    let response: Response = router.clone().oneshot(delivery.request::<Body>()).await.unwrap();
    let status = response.status().as_u16();
    let body = response.into_body().collect().await.unwrap().to_bytes();
    (status, String::from_utf8(body.to_vec()).unwrap())
}

fn blocked(secret: &str) -> TestDelivery {
    TestDelivery::new("user:blocked", json!({"user": {"id": "u1"}}), secret)
}

#[tokio::test]
async fn a_handler_is_given_a_delivery_once() {
    async fn hook(Webhook(delivery): Webhook) -> String {
        delivery.name().to_owned()
    }
    let webhooks = Webhooks::builder("secret")
        .deduplicate(Arc::new(MemoryStore::new()), Duration::from_secs(60))
        .build()
        .unwrap();
    let router = Router::new().route("/", post(hook)).with_state(webhooks);
    assert_eq!(send(&router, &blocked("secret")).await, (200, "user:blocked".to_owned()));
    assert_eq!(send(&router, &blocked("secret")).await, (200, String::new()));
    let (status, body) = send(&router, &blocked("another")).await;
    assert!(status == 401 && body.contains("webhook_secret"), "{body}");
    let odd = TestDelivery::raw(json!([]), "secret");
    assert_eq!(send(&router, &odd).await.0, 400);
}

#[tokio::test]
async fn the_service_is_a_route() {
    let webhooks = Webhooks::builder("secret").build().unwrap();
    let service = WebhookService::new(webhooks, async |delivery: WebhookDelivery| {
        assert_eq!(delivery.name(), "user:blocked");
        Ok::<_, std::io::Error>(())
    });
    let router = Router::new().route_service("/", service);
    assert_eq!(send(&router, &blocked("secret")).await.0, 200);
    assert_eq!(send(&router, &blocked("another")).await.0, 401);
}
