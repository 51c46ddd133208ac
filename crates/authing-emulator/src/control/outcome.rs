//! What a control route responds with, and how its body is read.

use http::StatusCode;
use serde::de::DeserializeOwned;
use serde_json::Value as Json;

use crate::base::error::ApiError;
use crate::base::limits::{JSON_VALUES, TooMuch, cut, json_values};
use crate::base::text::Lang;

/// The body, or a status with its reason.
pub(super) type Outcome = Result<Json, (StatusCode, String)>;

pub(super) fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, (StatusCode, String)> {
    let body = if body.is_empty() { b"{}" } else { body };
    let refused = |error: serde_json::Error| (StatusCode::BAD_REQUEST, cut(error.to_string()));
    let json: Json = serde_json::from_slice(body).map_err(refused)?;
    TooMuch::check("values in its JSON", json_values(&json), JSON_VALUES)
        .map_err(|error| (StatusCode::PAYLOAD_TOO_LARGE, error.to_string()))?;
    serde_json::from_value(json).map_err(refused)
}

/// What a rule says, with its code.
pub(super) fn refused(error: &ApiError) -> (StatusCode, String) {
    let (message, code) = (error.message(Lang::English), error.code);
    (StatusCode::BAD_REQUEST, format!("{message} (code {code})"))
}
