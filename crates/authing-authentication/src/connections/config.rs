//! What anybody may know about an application.

use authing_types::wire_enum;
use serde::Deserialize;

/// What anybody may know about an application, as far as a login needs it.
#[derive(Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ApplicationConfig {
    /// Its id.
    pub id: String,
    /// The user pool it belongs to.
    #[serde(default)]
    pub user_pool_id: Option<String>,
    /// Its name.
    #[serde(default)]
    pub name: Option<String>,
    /// The address of its logo.
    #[serde(default)]
    pub logo: Option<String>,
    /// Where it may be returned to.
    #[serde(default, deserialize_with = "authing_types::lenient::optional_list")]
    pub redirect_uris: Option<Vec<String>>,
    /// Whether nobody can register.
    #[serde(default)]
    pub register_disabled: Option<bool>,
    /// The key for passwords, as PEM.
    #[serde(default)]
    pub public_key: Option<String>,
    /// How many digits its one-time codes have.
    #[serde(default)]
    pub verify_code_length: Option<u32>,
    /// The social providers it offers.
    #[serde(default, deserialize_with = "authing_types::lenient::optional_list")]
    pub social_connections: Option<Vec<OfferedSocialConnection>>,
    /// The providers of the enterprise it offers.
    #[serde(default, deserialize_with = "authing_types::lenient::optional_list")]
    pub identity_providers: Option<Vec<OfferedIdentityProvider>>,
}

authing_types::redacted_debug!(ApplicationConfig {
    id,
    user_pool_id,
    social_connections,
    identity_providers
});

/// A social provider that an application offers.
#[derive(Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct OfferedSocialConnection {
    /// Which one.
    #[serde(default)]
    pub provider: Option<String>,
    /// Its name, for people.
    #[serde(default)]
    pub name: Option<String>,
    /// Where the provider asks for consent.
    #[serde(default)]
    pub authorization_url: Option<String>,
}

authing_types::redacted_debug!(OfferedSocialConnection { provider });

/// A provider of the enterprise that an application offers.
#[derive(Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct OfferedIdentityProvider {
    /// Names it.
    pub identifier: String,
    /// What it speaks.
    pub protocol: EnterpriseProtocol,
    /// Its name, for people.
    #[serde(default)]
    pub display_name: Option<String>,
    /// The address of its logo.
    #[serde(default)]
    pub logo: Option<String>,
    /// How to reach it.
    #[serde(default)]
    pub config: ProviderConfig,
}

authing_types::redacted_debug!(OfferedIdentityProvider { identifier, protocol, display_name });

/// How to reach a provider: of each protocol the members that its address is made of.
#[derive(Clone, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct ProviderConfig {
    /// OpenID Connect: where it begins. Authing spells it so.
    #[serde(rename = "authorizationEdpoint", alias = "authorizationEndpoint")]
    pub authorization_endpoint: Option<String>,
    /// OpenID Connect: who Authing is there.
    pub client_id: Option<String>,
    /// OpenID Connect: where it returns to, which is at Authing.
    pub redirect_uri: Option<String>,
    /// OpenID Connect: what is asked for.
    pub scopes: Option<String>,
    /// OpenID Connect: its response type.
    pub response_type: Option<String>,
    /// SAML: the whole address, with its request.
    pub saml_request: Option<String>,
    /// CAS: the whole address.
    pub cas_connection_login_url: Option<String>,
    /// OAuth 2.0: the whole address.
    pub auth_url: Option<String>,
    /// Azure AD: the whole address.
    pub authorization_url: Option<String>,
}

authing_types::redacted_debug!(ProviderConfig { client_id, scopes, response_type });

wire_enum! {
    /// What a provider of the enterprise speaks.
    pub enum EnterpriseProtocol {
        /// OpenID Connect.
        Oidc = "oidc",
        /// OAuth 2.0.
        OAuth = "oauth",
        /// SAML 2.0.
        Saml = "saml",
        /// CAS.
        Cas = "cas",
        /// Azure AD.
        AzureAd = "azure-ad",
    }
}
