//! Faults that replace or delay a response.

use http::StatusCode;
use http::header;
use serde_json::{Value as Json, json};

use crate::base::clock;
use crate::base::error::ApiError;
use crate::domain::context::RequestInfo;
use crate::engine::fault::{FaultKind, RetryAfter};
use crate::handler::{Envelope, Response};
use crate::server::body::Dropped;
use crate::server::graphql::GRAPHQL_PATH;

/// The response that a fault makes; `None` if the request is still to be served.
pub(super) async fn apply(
    fault: Option<&FaultKind>,
    path: &str,
    root_fields: &[String],
    info: &mut RequestInfo,
) -> Result<Option<Response>, Dropped> {
    Ok(match fault {
        None | Some(FaultKind::TruncateBody) => None,
        Some(FaultKind::DropConnection) => return Err(Dropped),
        Some(FaultKind::Delay(time)) => {
            tokio::time::sleep(*time).await;
            None
        }
        Some(FaultKind::ExpireToken) => {
            info.expire_tokens = true;
            None
        }
        Some(FaultKind::Status(status)) => Some(Response::bare(status_of(*status), "")),
        Some(FaultKind::Html(status)) => {
            let page = "<!DOCTYPE html><html><body><h1>Bad Gateway</h1></body></html>";
            let response = Response::bare(status_of(*status), page);
            Some(response.header(header::CONTENT_TYPE, "text/html; charset=utf-8"))
        }
        Some(FaultKind::TooManyRequests(after)) => Some(too_many_requests(*after)),
        Some(FaultKind::BusinessError { code, message }) => {
            let error = ApiError::own(*code, message);
            let body = if path == GRAPHQL_PATH {
                graphql_error(&error, root_fields, info)
            } else {
                Envelope::of(path).failure(&error, info)
            };
            Some(Response::json(StatusCode::OK, &body))
        }
    })
}

fn graphql_error(error: &ApiError, root_fields: &[String], info: &RequestInfo) -> Json {
    json!({
        "errors": [{
            "message": { "code": error.code, "message": error.message(info.lang) },
            "locations": [{ "line": 1, "column": 1 }],
            "path": root_fields.get(..1).unwrap_or_default(),
            "extensions": { "code": "INTERNAL_SERVER_ERROR" },
        }],
        "data": null,
    })
}

fn too_many_requests(after: RetryAfter) -> Response {
    let value = match after {
        RetryAfter::Seconds(seconds) => seconds.to_string(),
        RetryAfter::Date(date) => clock::http_date(date),
    };
    Response::bare(StatusCode::TOO_MANY_REQUESTS, "").header(header::RETRY_AFTER, &value)
}

fn status_of(status: u16) -> StatusCode {
    StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}
