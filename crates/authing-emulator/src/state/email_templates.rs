//! The templates of emails.

use serde::{Deserialize, Serialize};

/// What an email template is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum EmailTemplateType {
    #[default]
    ResetPassword,
    PasswordResetedNotification,
    ChangePassword,
    Welcome,
    VerifyEmail,
    ChangeEmail,
}

/// A pool's own version of an email template.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct EmailTemplate {
    pub(crate) kind: EmailTemplateType,
    pub(crate) name: String,
    pub(crate) subject: String,
    pub(crate) sender: String,
    pub(crate) content: String,
    pub(crate) redirect_to: Option<String>,
    pub(crate) has_url: Option<bool>,
    /// Seconds.
    pub(crate) expires_in: Option<i64>,
    /// Whether it is used instead of the built-in version.
    pub(crate) enabled: bool,
}

show_fields!(EmailTemplate { kind, has_url, expires_in, enabled });
