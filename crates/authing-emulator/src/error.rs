//! Business errors and the language they are told in.

use serde_json::Value as Json;

use crate::failures::Failure;

pub(crate) type ApiResult<T> = Result<T, ApiError>;

/// The language of messages, chosen by `x-authing-lang`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Lang {
    #[default]
    Chinese,
    English,
}

impl Lang {
    pub(crate) fn from_header(value: &str) -> Self {
        if value.to_ascii_lowercase().starts_with("en") { Self::English } else { Self::Chinese }
    }
}

/// One message in both languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Text {
    pub(crate) zh: &'static str,
    pub(crate) en: &'static str,
}

impl Text {
    pub(crate) const fn new(zh: &'static str, en: &'static str) -> Self {
        Self { zh, en }
    }

    pub(crate) fn get(self, lang: Lang) -> &'static str {
        match lang {
            Lang::Chinese => self.zh,
            Lang::English => self.en,
        }
    }
}

/// An error the server answers with: a code, a message and sometimes data.
#[derive(Clone, Debug)]
pub(crate) struct ApiError {
    pub(crate) code: i64,
    message: Message,
    pub(crate) data: Option<Json>,
}

#[derive(Clone, Debug)]
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
