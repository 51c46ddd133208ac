//! What an application is.

use authing_types::wire_enum;
use authing_types::{Secret, Timestamp, lenient};
use serde::{Deserialize, Deserializer, Serialize};

use super::{KeySet, OauthConfig, OidcConfig, OpaqueConfig, PermissionStrategy, SamlConfig};
use crate::tenants::{PasswordTabSettings, SsoPageSettings};

wire_enum! {
    /// Who an application is for.
    pub enum ApplicationType {
        /// People who belong to no tenant.
        Individual = "INDIVIDUAL",
        /// The members of its tenants.
        Tenant = "Tenant",
        /// Both.
        Both = "BOTH",
    }
}

/// An application. `Debug` and JSON mask its secrets. How much of it is told depends on the call;
/// most of all by [`get`](super::ApplicationsApi::get).
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Application {
    /// The application's id: the `client_id` of the protocols, and the code of its permission
    /// namespace.
    pub id: String,
    /// The user pool's id.
    pub user_pool_id: Option<String>,
    /// Its name.
    pub name: Option<String>,
    /// What it is for.
    pub description: Option<String>,
    /// Its sub-domain, which no other application has.
    pub identifier: Option<String>,
    /// The address it is at, where that is told.
    pub domain: Option<String>,
    /// The address of its logo.
    pub logo: Option<String>,
    /// Its secret: the `client_secret` of the protocols, and what HS256 tokens are signed with.
    pub secret: Option<Secret>,
    /// The keys it signs RS256 tokens with.
    #[serde(default, deserialize_with = "lenient::object")]
    pub jwks: Option<KeySet>,
    /// Who it is for, where that was ever set.
    #[serde(default, deserialize_with = "application_type")]
    pub app_type: Option<ApplicationType>,
    /// The protocol its login page speaks, such as `oidc`.
    pub protocol: Option<String>,
    /// Where authorization responses may go.
    #[serde(default, deserialize_with = "lenient::optional_list")]
    pub redirect_uris: Option<Vec<String>>,
    /// Where a logout may send the browser.
    #[serde(default, deserialize_with = "lenient::optional_list")]
    pub logout_redirect_uris: Option<Vec<String>>,
    /// Whether OpenID Connect is switched on.
    pub oidc_provider_enabled: Option<bool>,
    /// Whether OAuth 2.0 is switched on.
    pub oauth_provider_enabled: Option<bool>,
    /// Whether SAML is switched on.
    pub saml_provider_enabled: Option<bool>,
    /// Whether CAS is switched on.
    pub cas_provider_enabled: Option<bool>,
    /// Its settings for OpenID Connect.
    pub oidc_config: Option<OidcConfig>,
    /// Its settings for OAuth 2.0.
    pub oauth_config: Option<OauthConfig>,
    /// Its settings for SAML.
    #[serde(default, deserialize_with = "lenient::object")]
    pub saml_config: Option<SamlConfig>,
    /// Its settings for CAS.
    #[serde(default, deserialize_with = "lenient::object")]
    pub cas_config: Option<OpaqueConfig>,
    /// Who may log in.
    pub permission_strategy: Option<PermissionStrategy>,
    /// Whether people cannot register.
    pub register_disabled: Option<bool>,
    /// Whether an email address must be verified before the first login.
    pub login_require_email_verified: Option<bool>,
    /// Whether people must accept its agreements.
    pub agreement_enabled: Option<bool>,
    /// Whether it lets people choose among accounts of their own.
    pub enable_sub_account: Option<bool>,
    /// Whether people are asked for no second factor.
    pub skip_mfa: Option<bool>,
    /// Whether people see a page that asks for their consent.
    pub show_authorization_page: Option<bool>,
    /// Whether a login here counts for the pool's other applications too.
    pub sso_enabled: Option<bool>,
    /// Whether people are asked for more about themselves.
    pub extends_fields_enabled: Option<bool>,
    /// The ways to log in.
    #[serde(default, deserialize_with = "lenient::tabs")]
    pub login_tabs: Option<Vec<String>>,
    /// The way to log in that its page shows first.
    pub default_login_tab: Option<String>,
    /// The ways to register.
    #[serde(default, deserialize_with = "lenient::tabs")]
    pub register_tabs: Option<Vec<String>>,
    /// The way to register that its page shows first.
    pub default_register_tab: Option<String>,
    /// What people may log in with beside a password.
    pub password_tab_config: Option<PasswordTabSettings>,
    /// What its login page shows.
    pub sso_page_customization_settings: Option<SsoPageSettings>,
    /// The style sheet of its login page.
    pub css: Option<String>,
    /// How its QR code is looked after.
    pub qrcode_scanning: Option<QrCodeScanning>,
    /// Whether it is one of Authing's own.
    pub is_official: Option<bool>,
    /// Whether it came with the pool.
    pub is_default: Option<bool>,
    /// Whether it was deleted.
    pub is_deleted: Option<bool>,
    /// Whether it is one of those Authing has ready-made settings for.
    pub is_integrate: Option<bool>,
    /// When it was made.
    pub created_at: Option<Timestamp>,
    /// When it was last changed.
    pub updated_at: Option<Timestamp>,
}

authing_types::redacted_debug!(Application {
    jwks,
    cas_config,
    id,
    user_pool_id,
    identifier,
    app_type,
    protocol,
    oidc_provider_enabled,
    oauth_provider_enabled,
    saml_provider_enabled,
    cas_provider_enabled,
    oidc_config,
    oauth_config,
    saml_config,
    permission_strategy,
    register_disabled,
    login_require_email_verified,
    agreement_enabled,
    enable_sub_account,
    skip_mfa,
    show_authorization_page,
    sso_enabled,
    extends_fields_enabled,
    login_tabs,
    default_login_tab,
    register_tabs,
    default_register_tab,
    password_tab_config,
    sso_page_customization_settings,
    qrcode_scanning,
    is_official,
    is_default,
    is_deleted,
    is_integrate,
    created_at,
    updated_at
});

/// How a login page follows the QR code it shows.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct QrCodeScanning {
    /// Whether the page goes somewhere else after the login.
    pub redirect: Option<bool>,
    /// How often the page asks whether the code was scanned, in milliseconds.
    pub interval: Option<i64>,
}

authing_types::redacted_debug!(QrCodeScanning { redirect, interval });

/// Some responses write the types in capitals, unlike requests.
fn application_type<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<ApplicationType>, D::Error> {
    Ok(Option::<String>::deserialize(deserializer)?.map(|word| {
        if word.eq_ignore_ascii_case(ApplicationType::Tenant.as_str()) {
            ApplicationType::Tenant
        } else {
            ApplicationType::from(word.as_str())
        }
    }))
}
