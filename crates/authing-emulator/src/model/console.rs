//! What administrators keep in a pool besides people and rights.

use serde::{Deserialize, Serialize};

use crate::clock::Timestamp;

/// What an e-mail template is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum EmailTemplateType {
    ResetPassword,
    PasswordResetedNotification,
    ChangePassword,
    Welcome,
    VerifyEmail,
    ChangeEmail,
}

/// A pool's own version of an e-mail template.
#[derive(Clone, Debug, Serialize, Deserialize)]
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

/// A pipeline function. It is kept and never run.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Function {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) source_code: String,
    pub(crate) description: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
}

/// A pool's connection with a social identity provider.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct SocialConnection {
    pub(crate) provider: String,
    pub(crate) enabled: bool,
    pub(crate) fields: Vec<SocialConnectionField>,
}

/// One setting of a connection.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct SocialConnectionField {
    pub(crate) key: String,
    pub(crate) value: String,
}
