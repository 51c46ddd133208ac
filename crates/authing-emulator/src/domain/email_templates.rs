//! The templates of emails: six that are built in, and a pool's own versions of them.

use serde_json::{Value as Json, json};

use crate::state::email_templates::{EmailTemplate, EmailTemplateType};
use crate::state::user_pool::UserPool;

pub(crate) const TYPES: [EmailTemplateType; 6] = [
    EmailTemplateType::ResetPassword,
    EmailTemplateType::PasswordResetedNotification,
    EmailTemplateType::ChangePassword,
    EmailTemplateType::Welcome,
    EmailTemplateType::VerifyEmail,
    EmailTemplateType::ChangeEmail,
];

/// The pool's own version of a template.
pub(crate) fn own(pool: &UserPool, kind: EmailTemplateType) -> Option<&EmailTemplate> {
    pool.email_templates.iter().find(|template| template.kind == kind)
}

/// The version of a template that is in use.
pub(crate) fn in_use(pool: &UserPool, kind: EmailTemplateType) -> EmailTemplate {
    let own = own(pool, kind).filter(|template| template.enabled);
    own.cloned().unwrap_or_else(|| built_in(pool, kind))
}

/// How long the code or link of an email is valid, in seconds, where the pool says so.
pub(crate) fn lifetime(pool: &UserPool, scene: &str) -> Option<i64> {
    // Other scenes have templates that the schema does not list.
    let kind = match scene {
        "RESET_PASSWORD" => EmailTemplateType::ResetPassword,
        "VERIFY_EMAIL" => EmailTemplateType::VerifyEmail,
        "CHANGE_EMAIL" => EmailTemplateType::ChangeEmail,
        _ => return None,
    };
    own(pool, kind).filter(|template| template.enabled)?.expires_in
}

/// The template as it comes with every pool. The texts are the emulator's.
pub(crate) fn built_in(pool: &UserPool, kind: EmailTemplateType) -> EmailTemplate {
    use EmailTemplateType::{
        ChangeEmail, ChangePassword, PasswordResetedNotification, ResetPassword, VerifyEmail,
        Welcome,
    };
    let (name, subject, content) = match kind {
        ResetPassword => ("Reset password", "Reset your password", "<p>Here is your code.</p>"),
        PasswordResetedNotification => (
            "Password was reset",
            "Your password was reset",
            "<p>Your password is another now.</p>",
        ),
        ChangePassword => ("Change password", "Change your password", "<p>Here is your code.</p>"),
        Welcome => ("Welcome", "Welcome", "<p>Good to have you.</p>"),
        VerifyEmail => ("Verify address", "Verify your address", "<p>Please follow the link.</p>"),
        ChangeEmail => ("Change address", "Change your address", "<p>Here is your code.</p>"),
    };
    EmailTemplate {
        kind,
        name: name.to_owned(),
        subject: subject.to_owned(),
        sender: pool.name.clone(),
        content: content.to_owned(),
        redirect_to: None,
        has_url: Some(kind == VerifyEmail),
        expires_in: None,
        enabled: false,
    }
}

/// A template as the schema has it.
pub(crate) fn view(template: &EmailTemplate, is_built_in: bool) -> Json {
    json!({
        "type": template.kind,
        "name": template.name,
        "subject": template.subject,
        "sender": template.sender,
        "content": template.content,
        "redirectTo": template.redirect_to,
        "hasURL": template.has_url,
        "expiresIn": template.expires_in,
        "enabled": template.enabled,
        "isSystem": is_built_in,
    })
}
