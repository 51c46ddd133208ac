//! What a tenant is.

use authing_types::{Secret, Timestamp, User};
use serde::{Deserialize, Serialize};

use authing_types::lenient;

/// A tenant of the pool.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Tenant {
    /// The tenant's id.
    pub id: String,
    /// The user pool's id.
    #[serde(default)]
    pub user_pool_id: Option<String>,
    /// The tenant's name.
    #[serde(default)]
    pub name: Option<String>,
    /// The address of its logo.
    #[serde(default)]
    pub logo: Option<String>,
    /// What the tenant is.
    #[serde(default)]
    pub description: Option<String>,
    /// The style sheet of its login page.
    #[serde(default)]
    pub css: Option<String>,
    /// What its login page shows.
    #[serde(default)]
    pub sso_page_customization_settings: Option<SsoPageSettings>,
    /// The way to log in that its page shows first.
    #[serde(default)]
    pub default_login_tab: Option<String>,
    /// The way to register that its page shows first.
    #[serde(default)]
    pub default_register_tab: Option<String>,
    /// What people may log in with beside a password.
    #[serde(default)]
    pub password_tab_config: Option<PasswordTabSettings>,
    /// The ways to log in.
    #[serde(default, deserialize_with = "lenient::tabs")]
    pub login_tabs: Option<Vec<String>>,
    /// The ways to register.
    #[serde(default, deserialize_with = "lenient::tabs")]
    pub register_tabs: Option<Vec<String>>,
    /// Its applications, where they are asked for.
    #[serde(default)]
    pub apps: Option<Vec<TenantApplication>>,
    /// The users just added, in the response of [`TenantsApi::add_members`](super::TenantsApi::add_members).
    #[serde(default)]
    pub users: Option<Vec<User>>,
    /// When it was made.
    #[serde(default)]
    pub created_at: Option<Timestamp>,
    /// When it was last changed.
    #[serde(default)]
    pub updated_at: Option<Timestamp>,
}

authing_types::redacted_debug!(Tenant {
    id,
    user_pool_id,
    sso_page_customization_settings,
    default_login_tab,
    default_register_tab,
    password_tab_config,
    login_tabs,
    register_tabs,
    apps,
    created_at,
    updated_at
});

/// What the login page of a tenant or an application shows. A setting that is `None` is left as it is.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SsoPageSettings {
    /// One form to register and log in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub auto_register_then_login: Option<bool>,
    /// No link for people who have forgotten their password.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hide_forget_password: Option<bool>,
    /// No login by enterprise identity sources.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hide_idp: Option<bool>,
    /// No login by social identity sources.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hide_social_login: Option<bool>,
}

authing_types::redacted_debug!(SsoPageSettings {
    auto_register_then_login,
    hide_forget_password,
    hide_idp,
    hide_social_login
});

/// What goes with a password.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PasswordTabSettings {
    /// Such as `username-password`, `email-password`, `phone-password`.
    #[serde(default)]
    pub enabled_login_methods: Option<Vec<String>>,
}

authing_types::redacted_debug!(PasswordTabSettings { enabled_login_methods });

/// An application of a tenant: what names it, and its secret, which `Debug` and JSON mask. The
/// applications area tells the rest.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct TenantApplication {
    /// The application's id.
    pub id: String,
    /// Its name.
    #[serde(default)]
    pub name: Option<String>,
    /// Its sub-domain.
    #[serde(default)]
    pub identifier: Option<String>,
    /// The address of its logo.
    #[serde(default)]
    pub logo: Option<String>,
    /// What it is for.
    #[serde(default)]
    pub description: Option<String>,
    /// The protocol it logs people in by, such as `oidc`.
    #[serde(default)]
    pub protocol: Option<String>,
    /// Its secret.
    #[serde(default)]
    pub secret: Option<Secret>,
    /// When it was made.
    #[serde(default)]
    pub created_at: Option<Timestamp>,
    /// When it was last changed.
    #[serde(default)]
    pub updated_at: Option<Timestamp>,
}

authing_types::redacted_debug!(TenantApplication {
    id,
    identifier,
    protocol,
    created_at,
    updated_at
});
