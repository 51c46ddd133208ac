//! Calls that only say whether they worked.

use authing_types::wire::Confirmation;
use serde::Deserialize;
use serde_json::Value;

use crate::{
    call::Call,
    error::{Error, ErrorCode, ErrorKind},
};

/// The code of success.
const OK: i64 = 200;

/// The body of a REST command: `{code, message, data}`, where `data` is nothing, a truth value,
/// `{success}`, or of no interest. The code has been checked with the envelope.
#[derive(Deserialize)]
pub(crate) struct CommandBody {
    #[serde(default)]
    data: Value,
}

impl CommandBody {
    pub(crate) fn confirm(&self) -> Result<(), Error> {
        match self.data.get("success").unwrap_or(&self.data) {
            Value::Bool(false) => {
                Err(Error::new(ErrorKind::Api, "the server returned `false`: nothing was changed"))
            }
            _ => Ok(()),
        }
    }
}

impl Call<Confirmation> {
    /// Returns nothing when the message says success, and fails with its code when it does not.
    pub fn confirmed(self) -> Call<()> {
        self.try_map(confirm)
    }
}

impl Call<Option<Confirmation>> {
    /// Returns nothing when the message says success, and fails with its code when it does not. A
    /// response without a message confirms nothing: it is an error.
    pub fn confirmed(self) -> Call<()> {
        self.required().confirmed()
    }
}

fn confirm(message: Confirmation) -> Result<(), Error> {
    match message.code {
        None | Some(OK) => Ok(()),
        Some(code) => {
            let text = message.message.unwrap_or_else(|| "the server refused the call".to_owned());
            Err(Error::new(ErrorKind::Api, text).with_code(ErrorCode::new(code)))
        }
    }
}
