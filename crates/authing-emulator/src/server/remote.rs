//! Calls the functions that are addresses: JSON goes there by POST, and JSON comes back.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{Method, Request, header};
use http_body_util::Full;
use serde_json::Value as Json;
use tokio::runtime::Handle;
use url::Url;

use crate::base::limits::BODY_BYTES;
use crate::domain::calls::Failed;
use crate::domain::functions::Remote;
use crate::server::exchange;

/// Calls addresses on this runtime, from threads that are none of its own.
pub(super) fn remote(runtime: Handle) -> Remote {
    Arc::new(move |url: &str, body: &Json, limit: Duration| {
        runtime.block_on(async {
            match tokio::time::timeout(limit, call(url, body)).await {
                Ok(outcome) => outcome.map_err(Failed::Broken),
                Err(_) => Err(Failed::TimedOut),
            }
        })
    })
}

async fn call(url: &str, body: &Json) -> Result<Json, String> {
    let url = Url::parse(url).map_err(|error| error.to_string())?;
    let request = Request::builder()
        .method(Method::POST)
        .uri(exchange::target(&url))
        .header(header::HOST, exchange::host(&url))
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::ACCEPT, "application/json")
        .header(header::USER_AGENT, concat!("authing-emulator/", env!("CARGO_PKG_VERSION")))
        .body(Full::new(Bytes::from(body.to_string())))
        .map_err(|error| format!("this is not a request: {error}"))?;
    let (head, body) = exchange::exchange(&url, request, BODY_BYTES).await?;
    if head.status != http::StatusCode::OK {
        return Err(format!("it returned status {}, and 200 was expected", head.status.as_u16()));
    }
    if body.len() >= BODY_BYTES {
        return Err(format!("it returned more than {BODY_BYTES} bytes"));
    }
    serde_json::from_slice(&body).map_err(|error| format!("it returned no JSON: {error}"))
}
