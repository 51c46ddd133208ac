//! Business errors.

use serde_json::Value as Json;

use crate::base::failures::{self, Failure};
use crate::base::limits::TooMuch;
use crate::base::text::{Lang, Text};

pub(crate) type ApiResult<T> = Result<T, ApiError>;

/// An error that the server returns: a code, a message and sometimes data.
#[derive(Clone)]
pub(crate) struct ApiError {
    pub(crate) code: i64,
    message: Message,
    pub(crate) data: Option<Json>,
}

show_fields!(ApiError { code });

#[derive(Clone)]
enum Message {
    Known(Text),
    Own(String),
}

impl ApiError {
    /// An error whose message names something of this request, the same in every language.
    pub(crate) fn own(code: i64, message: impl Into<String>) -> Self {
        Self { code, message: Message::Own(message.into()), data: None }
    }

    /// The refusal of something the emulator does not do.
    pub(crate) fn not_emulated(what: &str) -> Self {
        Self::own(501, format!("authing-emulator does not implement {what}"))
    }

    pub(crate) fn with_data(mut self, data: Json) -> Self {
        self.data = Some(data);
        self
    }

    /// Whether it is this failure: several share a code.
    pub(crate) fn is(&self, failure: Failure) -> bool {
        self.code == failure.code
            && matches!(self.message, Message::Known(text) if text == failure.text)
    }

    pub(crate) fn message(&self, lang: Lang) -> &str {
        match &self.message {
            Message::Known(text) => text.get(lang),
            Message::Own(text) => text,
        }
    }
}

impl From<Failure> for ApiError {
    fn from(failure: Failure) -> Self {
        Self { code: failure.code, message: Message::Known(failure.text), data: None }
    }
}

impl From<TooMuch> for ApiError {
    fn from(error: TooMuch) -> Self {
        Self::own(failures::BAD_REQUEST.code, error.to_string())
    }
}
