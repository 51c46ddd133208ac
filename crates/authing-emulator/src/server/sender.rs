//! Sends to webhooks what has happened.
//!
//! One request a delivery, over HTTP/1 and a connection of its own. As nothing is known of the server's
//! retries, there are none; and no redirect is followed, since a webhook is sent where it was set to be.

use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::header::{self, HeaderMap, HeaderValue};
use http::{Method, Request};
use http_body_util::Full;
use url::Url;

use crate::engine::Engine;
use crate::engine::deliveries::{ACCEPT, Outcome, Outgoing, SECRET_HEADERS, USER_AGENT};
use crate::engine::fault::FaultKind;
use crate::server::exchange;

/// Bytes of a response's body that are read and shown; the rest is left.
const SHOWN: usize = 16 << 10;

/// Headers of a response that are shown.
const SHOWN_HEADERS: usize = 100;

/// What the server's log has for a webhook that took too long.
const TIMED_OUT: &str = "ERRTIMEOUT";

/// Sends whatever there is to be sent, as long as it runs.
pub(super) async fn run(engine: Arc<Engine>, limit: Duration) {
    loop {
        while let Some(outgoing) = engine.deliveries.take() {
            let engine = Arc::clone(&engine);
            tokio::spawn(async move {
                let outcome = deliver(&engine, &outgoing, limit).await;
                engine.deliveries.done(outgoing.number, outcome);
                engine.pulse.beat();
            });
        }
        engine.deliveries.changed().await;
    }
}

async fn deliver(engine: &Engine, outgoing: &Outgoing, limit: Duration) -> Outcome {
    let start = Instant::now();
    let fault = engine.faults.take_of_event(&outgoing.event_name);
    let mut outcome = match fault {
        None => within(limit, outgoing).await,
        Some(FaultKind::Delay(time)) => {
            tokio::time::sleep(time).await;
            within(limit, outgoing).await
        }
        Some(fault) => of_fault(&fault),
    };
    outcome.duration = start.elapsed();
    outcome
}

/// What a fault makes of a delivery: nothing is sent.
fn of_fault(fault: &FaultKind) -> Outcome {
    let of_status = |status| Outcome {
        status: Some(status),
        error: Some(format!("a fault that was asked for: status {status}")),
        ..Outcome::default()
    };
    match fault {
        FaultKind::Status(status) | FaultKind::Html(status) => of_status(*status),
        FaultKind::TooManyRequests(_) => of_status(429),
        _ => failed("a fault that was asked for: the connection was closed".to_owned()),
    }
}

async fn within(limit: Duration, outgoing: &Outgoing) -> Outcome {
    match tokio::time::timeout(limit, send(outgoing)).await {
        Ok(Ok(outcome)) => outcome,
        Ok(Err(reason)) => failed(reason),
        Err(_) => failed(format!("{TIMED_OUT}: there was no whole response within {limit:?}")),
    }
}

fn failed(reason: String) -> Outcome {
    Outcome { error: Some(reason), ..Outcome::default() }
}

async fn send(outgoing: &Outgoing) -> Result<Outcome, String> {
    let url = Url::parse(&outgoing.url).map_err(|error| error.to_string())?;
    let (head, mut shown) = exchange::exchange(&url, request(&url, outgoing)?, SHOWN).await?;
    let is_cut = shown.len() >= SHOWN;
    shown.truncate(SHOWN);
    let mut text = String::from_utf8_lossy(&shown).into_owned();
    if is_cut {
        text.push('…');
    }
    let status = head.status.as_u16();
    let error = (!head.status.is_success()).then(|| match head.status.is_redirection() {
        true => format!("status {status}: redirects are not followed"),
        false => format!("status {status}"),
    });
    let headers = shown_headers(&head.headers);
    Ok(Outcome { status: Some(status), headers, body: text, error, duration: Duration::ZERO })
}

fn request(url: &Url, outgoing: &Outgoing) -> Result<Request<Full<Bytes>>, String> {
    let mut request = Request::builder()
        .method(Method::POST)
        .uri(exchange::target(url))
        .header(header::HOST, exchange::host(url))
        .header(header::CONTENT_TYPE, outgoing.format.content_type())
        .header(header::ACCEPT, ACCEPT)
        .header(header::USER_AGENT, USER_AGENT)
        .header("x-authing-userpool-id", &outgoing.pool_id);
    for secret in outgoing.secret.iter() {
        for name in SECRET_HEADERS {
            request = request.header(name, secret);
        }
    }
    let body = Full::new(outgoing.body.clone());
    request.body(body).map_err(|error| format!("this is not a request: {error}"))
}

/// What came back may be anybody's, too: a cookie is not shown.
fn shown_headers(headers: &HeaderMap) -> Vec<(String, String)> {
    let text = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    headers
        .iter()
        .take(SHOWN_HEADERS)
        .map(|(name, value)| {
            let shown = if name == header::SET_COOKIE { "***".to_owned() } else { text(value) };
            (name.to_string(), shown)
        })
        .collect()
}
