//! REST calls that only say whether they worked.

use authing_core::{Call, Error, ErrorKind, RestRequest, client::ApiClient};
use serde::Deserialize;
use serde_json::Value;

use authing_types::CommonMessage;

/// `{code, message, data}` where `data` is nothing, a truth value, `{success}`, or of no interest.
#[derive(Deserialize)]
struct Answer {
    #[serde(flatten)]
    message: CommonMessage,
    #[serde(default)]
    data: Value,
}

/// Sends a command. Its operation answers the whole envelope. An answer may carry code 200 and say
/// `false` all the same: that is a failure here.
pub(crate) fn command(api: &ApiClient, request: RestRequest) -> Call<CommonMessage> {
    api.rest::<Answer>(request).try_map(|Answer { message, data }| {
        let success = data.get("success").unwrap_or(&data);
        match success {
            Value::Bool(false) => {
                Err(Error::new(ErrorKind::Api, "the server answered `false`: nothing was changed"))
            }
            _ => Ok(message),
        }
    })
}

/// An empty value would be left out by the server, or name something else.
pub(crate) fn check_given(argument: &str, value: &str) -> Result<(), Error> {
    if value.trim().is_empty() { Err(Error::input(argument, "is empty")) } else { Ok(()) }
}

/// As [`check_given`], for each of a list that must not be empty.
pub(crate) fn check_all_given(argument: &str, values: &[String]) -> Result<(), Error> {
    if values.is_empty() {
        return Err(Error::input(argument, "is empty"));
    }
    values.iter().try_for_each(|value| check_given(argument, value))
}
