//! What tracing sees of a call, and what it must not see.
#![cfg(test)]

use std::{
    fmt::{self, Write as _},
    future::IntoFuture as _,
    sync::{Arc, Mutex},
};

use authing_core::{
    FixedToken, HttpResponse, Operation, RestRequest, RetryPolicy,
    client::{ApiClient, ClientConfig, ClientIdentity, Pipeline},
    test_util::ScriptedTransport,
};
use authing_types::Secret;
use http::StatusCode;
use tracing::{
    Id, Subscriber,
    field::{Field, Visit},
    instrument::WithSubscriber,
    span::{Attributes, Record},
};
use tracing_subscriber::{
    Layer, Registry,
    layer::{Context, SubscriberExt},
};

const FIND: Operation = Operation::get("users.find", "/api/v2/users/{userId}").management();

/// Writes down every span and every field.
#[derive(Clone, Default)]
struct Notes(Arc<Mutex<String>>);

impl Visit for Notes {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        writeln!(self.0.lock().unwrap(), "{}={value:?}", field.name()).unwrap();
    }
}

impl<S: Subscriber> Layer<S> for Notes {
    fn on_new_span(&self, attributes: &Attributes<'_>, _: &Id, _: Context<'_, S>) {
        writeln!(self.0.lock().unwrap(), "span {}", attributes.metadata().name()).unwrap();
        attributes.record(&mut self.clone());
    }

    fn on_record(&self, _: &Id, values: &Record<'_>, _: Context<'_, S>) {
        values.record(&mut self.clone());
    }
}

#[tokio::test(start_paused = true)]
async fn spans_tell_of_call_and_attempts_and_hold_no_secret() {
    let server = ScriptedTransport::new(|number, _| {
        Ok(match number {
            0 => HttpResponse::new(StatusCode::TOO_MANY_REQUESTS, ""),
            _ => HttpResponse::new(
                StatusCode::OK,
                r#"{"code":2004,"message":"no","data":{"mfaToken":"canary-data"}}"#,
            ),
        })
    });
    let mut options = ClientConfig::new("https://core.example.com");
    options.transport = Some(Arc::new(server));
    options.retry = RetryPolicy::new();
    let pipeline = Pipeline::new(&options, &ClientIdentity::default()).unwrap();
    let token = FixedToken::new(&Secret::new("canary-token")).unwrap();
    let api = ApiClient::new(pipeline, Arc::new(token));

    let notes = Notes::default();
    let request = RestRequest::new(FIND)
        .path("userId", "canary-path")
        .query("email", "canary-query")
        .json(&"canary-body");
    let call = api.rest::<u32>(request);
    let shown = format!("{call:?} {api:?}");
    let subscriber = Registry::default().with(notes.clone());
    let error = call.into_future().with_subscriber(subscriber).await.unwrap_err();

    let notes = notes.0.lock().unwrap().clone();
    for expected in [
        "span authing.call",
        "otel.name=\"users.find\"",
        "authing.attempts=2",
        "authing.code=2004",
        "error.type=Api",
        "span authing.attempt",
        "otel.kind=\"client\"",
        "http.request.method=\"GET\"",
        "http.request.resend_count=1",
        "http.response.status_code=429",
        "server.address=\"core.example.com\"",
        "server.port=443",
        "url.template=\"/api/v2/users/{userId}\"",
    ] {
        assert!(notes.contains(expected), "{expected} is missing from:\n{notes}");
    }
    let shown = format!("{shown} {error} {error:?} {} {notes}", error.report());
    assert!(!shown.contains("canary"), "{shown}");
}
