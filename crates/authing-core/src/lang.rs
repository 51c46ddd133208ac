//! The language of the server's messages.

use std::borrow::Cow;

/// The language the server writes its messages in (`x-authing-lang`).
///
/// Match on codes, never on messages: only the codes are the same in every language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Lang {
    /// Chinese, `zh-CN`.
    #[default]
    ZhCn,
    /// English, `en-US`.
    EnUs,
    /// Another language tag; newer servers also know `zh-TW` and `ja-JP`.
    Other(Cow<'static, str>),
}

impl Lang {
    /// The tag as it goes over the wire.
    pub fn as_str(&self) -> &str {
        match self {
            Self::ZhCn => "zh-CN",
            Self::EnUs => "en-US",
            Self::Other(tag) => tag,
        }
    }
}

impl From<&str> for Lang {
    fn from(tag: &str) -> Self {
        match tag {
            "zh-CN" => Self::ZhCn,
            "en-US" => Self::EnUs,
            other => Self::Other(Cow::Owned(other.to_owned())),
        }
    }
}
