//! Deliveries: which are taken, what they say, and what the response to the others is.
#![cfg(test)]

mod events;
mod refusals;
mod service;

use authing_web::webhook::{TestDelivery, WebhookDelivery, Webhooks, WebhooksBuilder};
use bytes::Bytes;
use http::Request;
use serde_json::Value;

pub(crate) const SECRET: &str = "canary of the webhook";

pub(crate) fn builder() -> WebhooksBuilder {
    Webhooks::builder(SECRET)
}

pub(crate) fn webhooks() -> Webhooks {
    builder().build().unwrap()
}

pub(crate) fn event(name: &str, data: Value) -> TestDelivery {
    TestDelivery::new(name, data, SECRET)
}

#[track_caller]
pub(crate) fn read(delivery: &TestDelivery) -> WebhookDelivery {
    let request: Request<Bytes> = delivery.request();
    let authentic = webhooks().authenticate(request.method(), request.headers()).unwrap();
    authentic.read(request.body()).unwrap()
}
