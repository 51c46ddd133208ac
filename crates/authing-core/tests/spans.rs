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
    Event, Id, Subscriber,
    field::{Field, Visit},
    instrument::WithSubscriber,
    span::{Attributes, Record},
};
use tracing_subscriber::{
    Layer, Registry,
    layer::{Context, SubscriberExt},
};

const LIST: Operation = Operation::get("users.numbers", "/api/v2/numbers");
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

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        let span = context.current_span().metadata().map(|span| span.name());
        writeln!(self.0.lock().unwrap(), "{} in {span:?}", event.metadata().level()).unwrap();
        event.record(&mut self.clone());
    }
}

#[tokio::test]
async fn what_is_set_aside_is_a_warning_in_the_span_with_its_place_and_without_its_value() {
    let server = ScriptedTransport::new(|_, _| {
        let odd: Vec<String> = (0..20).map(|index| format!("\"canary-{index}\"")).collect();
        let body = format!(r#"{{"code":200,"data":[1,{},2]}}"#, odd.join(","));
        Ok(HttpResponse::new(StatusCode::OK, body))
    });
    let mut options = ClientConfig::new("https://core.example.com");
    options.transport = Some(Arc::new(server));
    let pipeline = Pipeline::new(&options, &ClientIdentity::default()).unwrap();
    let api = ApiClient::new(pipeline, Arc::new(FixedToken::none()));

    let notes = Notes::default();
    let call = api.rest::<Vec<u32>>(RestRequest::new(LIST));
    let subscriber = Registry::default().with(notes.clone());
    let read = call.into_future().with_subscriber(subscriber).await.unwrap();

    assert_eq!(read, [1, 2]);
    let notes = notes.0.lock().unwrap().clone();
    for expected in [
        "WARN in Some(\"authing.attempt\")\n",
        "path=\"data[1]\"",
        "problem=\"is a text, and u32 was expected\"",
        "message=an entry of the response does not fit and was left out",
        "count=20",
    ] {
        assert!(notes.contains(expected), "{expected} is missing from:\n{notes}");
    }
    // However much is odd, it is not the log's business to repeat it.
    assert_eq!(notes.matches("WARN").count(), 9, "{notes}");
    assert!(!notes.contains("canary"), "{notes}");
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
