//! The languages of messages.

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

    /// The tag of the language in HTML.
    pub(crate) fn tag(self) -> &'static str {
        match self {
            Self::Chinese => "zh-CN",
            Self::English => "en",
        }
    }
}

/// One message in both languages.
#[derive(Clone, Copy, PartialEq, Eq)]
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

show_fields!(Text { en });
