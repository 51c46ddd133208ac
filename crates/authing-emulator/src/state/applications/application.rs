//! Applications.

use serde::{Deserialize, Serialize};

use crate::base::clock::Timestamp;
use crate::state::applications::{
    ClientAuthMethod, GrantType, LoginPage, ProgrammaticAccount, ResponseType, SamlSettings,
    TokenAlgorithm,
};
use crate::state::mfa::SecondFactor;
use crate::state::saml::SigningKey;

/// Life of a user token: fourteen days, the `id_token_expire` of a new application.
pub(crate) const USER_TOKEN_SECONDS: i64 = 1_209_600;

/// The logo of applications that have none of their own.
const DEFAULT_LOGO: &str = "https://files.authing.co/authing-console/default-app-logo.png";

#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Application {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) identifier: String,
    pub(crate) secret: String,
    pub(crate) algorithm: TokenAlgorithm,
    pub(crate) token_seconds: i64,
    /// Base64 PKCS#8, made when the application first needs a key.
    pub(crate) rsa_key: Option<String>,
    /// Made when a SAML response or certificate is first asked for.
    #[serde(default)]
    pub(crate) saml_key: Option<SigningKey>,
    pub(crate) created_at: Timestamp,
    /// The usernames of those who may log in as sub-accounts.
    #[serde(default)]
    pub(crate) sub_accounts: Vec<String>,
    #[serde(default)]
    pub(crate) protocols: ProtocolSettings,
    /// The second factors of which everybody must give one; none if it is empty.
    #[serde(default)]
    pub(crate) mfa_factors: Vec<SecondFactor>,
    #[serde(default)]
    pub(crate) profile: Profile,
    #[serde(default)]
    pub(crate) access: AccessControl,
    /// In the order people are shown them.
    #[serde(default)]
    pub(crate) agreements: Vec<Agreement>,
    #[serde(default)]
    pub(crate) login_page: LoginPage,
}

show_fields!(Application { id, algorithm, token_seconds, created_at });

/// What an administrator says about an application beside its protocols.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Profile {
    pub(crate) description: Option<String>,
    pub(crate) logo: Option<String>,
    pub(crate) css: Option<String>,
    pub(crate) register_disabled: bool,
    pub(crate) login_require_email_verified: bool,
    pub(crate) agreement_enabled: bool,
    /// Who it is for; everybody, if that was never set.
    pub(crate) app_type: Option<ApplicationType>,
    pub(crate) updated_at: Option<Timestamp>,
}

show_fields!(Profile {
    register_disabled,
    login_require_email_verified,
    agreement_enabled,
    app_type,
    updated_at
});

/// Who an application is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) enum ApplicationType {
    /// People who belong to no tenant.
    #[serde(rename = "INDIVIDUAL")]
    Individual,
    /// The members of its tenants. The official SDKs send it like this.
    #[serde(rename = "Tenant", alias = "TENANT")]
    Tenant,
    #[serde(rename = "BOTH")]
    Both,
}

/// Who may log in.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct AccessControl {
    pub(crate) enabled: bool,
    pub(crate) default_strategy: DefaultStrategy,
    /// Made with the first use of access control.
    pub(crate) policies: Option<AccessPolicies>,
}

show_fields!(AccessControl { enabled, default_strategy });

/// What applies to people that no record names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum DefaultStrategy {
    #[default]
    AllowAll,
    DenyAll,
}

/// The codes of the two hidden policies, which are in the application's namespace.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct AccessPolicies {
    pub(crate) allow: String,
    pub(crate) deny: String,
}

show_fields!(AccessPolicies {});

/// What people accept when they register.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Agreement {
    pub(crate) id: i64,
    pub(crate) title: String,
    pub(crate) required: bool,
    pub(crate) lang: String,
}

show_fields!(Agreement { id, required });

/// What an application may do as a client of OpenID Connect and OAuth 2.0, and how it responds to
/// those of SAML.
#[derive(Clone, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct ProtocolSettings {
    pub(crate) redirect_uris: Vec<String>,
    pub(crate) logout_redirect_uris: Vec<String>,
    pub(crate) grants: Vec<GrantType>,
    pub(crate) response_types: Vec<ResponseType>,
    pub(crate) token_auth: ClientAuthMethod,
    pub(crate) introspection_auth: ClientAuthMethod,
    pub(crate) revocation_auth: ClientAuthMethod,
    pub(crate) access_token_algorithm: TokenAlgorithm,
    pub(crate) code_seconds: i64,
    pub(crate) access_token_seconds: i64,
    pub(crate) refresh_token_seconds: i64,
    pub(crate) oauth_enabled: bool,
    pub(crate) accounts: Vec<ProgrammaticAccount>,
    pub(crate) saml: SamlSettings,
}

show_fields!(ProtocolSettings {
    token_auth,
    introspection_auth,
    revocation_auth,
    access_token_algorithm,
    code_seconds,
    access_token_seconds,
    refresh_token_seconds,
    oauth_enabled
});

impl Default for ProtocolSettings {
    /// What the server gives a new application.
    fn default() -> Self {
        Self {
            redirect_uris: Vec::new(),
            logout_redirect_uris: Vec::new(),
            grants: vec![
                GrantType::AuthorizationCode,
                GrantType::Password,
                GrantType::RefreshToken,
            ],
            response_types: vec![ResponseType::Code],
            token_auth: ClientAuthMethod::ClientSecretPost,
            introspection_auth: ClientAuthMethod::ClientSecretPost,
            revocation_auth: ClientAuthMethod::ClientSecretPost,
            access_token_algorithm: TokenAlgorithm::Rs256,
            // Ten minutes, fourteen days, thirty days.
            code_seconds: 600,
            access_token_seconds: 1_209_600,
            refresh_token_seconds: 2_592_000,
            oauth_enabled: false,
            accounts: Vec::new(),
            saml: SamlSettings::new(),
        }
    }
}

impl Application {
    /// An application with the server's defaults; its id is its identifier.
    pub(crate) fn new(
        id: String,
        secret: String,
        name: &str,
        algorithm: TokenAlgorithm,
        now: Timestamp,
    ) -> Self {
        Self {
            identifier: id.clone(),
            id,
            name: name.to_owned(),
            secret,
            algorithm,
            token_seconds: USER_TOKEN_SECONDS,
            rsa_key: None,
            saml_key: None,
            created_at: now,
            sub_accounts: Vec::new(),
            protocols: ProtocolSettings::default(),
            mfa_factors: Vec::new(),
            profile: Profile::default(),
            access: AccessControl::default(),
            agreements: Vec::new(),
            login_page: LoginPage::default(),
        }
    }

    /// Whether any of its tokens is signed with RSA, so that it needs a key.
    pub(crate) fn signs_with_rsa(&self) -> bool {
        self.algorithm == TokenAlgorithm::Rs256
            || self.protocols.access_token_algorithm == TokenAlgorithm::Rs256
    }

    /// The address of its logo.
    pub(crate) fn logo(&self) -> &str {
        self.profile.logo.as_deref().unwrap_or(DEFAULT_LOGO)
    }

    /// When it was last changed.
    pub(crate) fn updated_at(&self) -> Timestamp {
        self.profile.updated_at.unwrap_or(self.created_at)
    }

    pub(crate) fn allows(&self, grant: GrantType) -> bool {
        self.protocols.grants.contains(&grant)
    }
}
