//! User pools and their settings.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::base::clock::Timestamp;
use crate::state::abuse::{FailedLogin, Registered};
use crate::state::acl::{
    DEFAULT_NAMESPACE, Namespace, ResourceDefinition, ResourceGrant, SYSTEM_NAMESPACE,
};
use crate::state::applications::Application;
use crate::state::cas::ServiceTicket;
use crate::state::codes::VerificationCode;
use crate::state::custom_data::{FieldDefinition, FieldValue};
use crate::state::devices::Device;
use crate::state::email_templates::EmailTemplate;
use crate::state::external_identities::{DirectoryAccounts, WechatCode};
use crate::state::functions::Function;
use crate::state::groups::Group;
use crate::state::logs::{AuditEntry, UserAction};
use crate::state::mfa::ChallengeAttempts;
use crate::state::oidc::{AuthorizationCode, ProtocolToken};
use crate::state::orgs::{KnownDirectory, Node, Org};
use crate::state::parts::{Parts, Recent};
use crate::state::pipeline::{DatabaseAddress, PipelineAddress};
use crate::state::policies::{Assignment, Effect, Policy, Statement};
use crate::state::principal::Principal;
use crate::state::qr_codes::QrCode;
use crate::state::roles::Role;
use crate::state::social_connections::SocialConnection;
use crate::state::sso::{Interaction, SsoSession};
use crate::state::tenants::{IdentitySource, Tenant};
use crate::state::tokens::Tokens;
use crate::state::uploads::StoredFile;
use crate::state::users::{Identifier, User, Users};
use crate::state::webhooks::PoolWebhook;
use crate::state::whitelist::WhitelistEntry;

#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct UserPool {
    pub(crate) id: String,
    /// The administrator that the pool's secret stands for.
    #[serde(default = "crate::base::random::object_id")]
    pub(crate) owner_id: String,
    pub(crate) name: String,
    pub(crate) domain: String,
    pub(crate) description: Option<String>,
    pub(crate) logo: String,
    pub(crate) secret: String,
    pub(crate) jwt_secret: String,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
    pub(crate) settings: Settings,
    pub(crate) apps: Vec<Application>,
    /// The highest id an agreement had, so that none comes twice.
    #[serde(default)]
    pub(crate) last_agreement_id: i64,
    pub(crate) users: Users,
    pub(crate) namespaces: Vec<Namespace>,
    /// The highest id a namespace had, so that none comes twice.
    #[serde(default)]
    pub(crate) last_namespace_id: i64,
    #[serde(default)]
    pub(crate) resources: Vec<ResourceDefinition>,
    pub(crate) groups: Vec<Group>,
    pub(crate) roles: Vec<Role>,
    pub(crate) policies: Vec<Policy>,
    pub(crate) assignments: Vec<Assignment>,
    #[serde(default)]
    pub(crate) grants: Vec<ResourceGrant>,
    pub(crate) orgs: Vec<Org>,
    pub(crate) nodes: Vec<Node>,
    #[serde(default)]
    pub(crate) directories: Vec<KnownDirectory>,
    pub(crate) field_definitions: Vec<FieldDefinition>,
    pub(crate) field_values: Vec<FieldValue>,
    pub(crate) whitelist: Vec<WhitelistEntry>,
    pub(crate) codes: Vec<VerificationCode>,
    pub(crate) tokens: Tokens,
    pub(crate) actions: Recent<UserAction>,
    #[serde(default)]
    /// In the order in which they were made.
    pub(crate) env: IndexMap<String, Option<String>>,
    #[serde(default)]
    pub(crate) email_templates: Vec<EmailTemplate>,
    #[serde(default)]
    pub(crate) functions: Vec<Function>,
    #[serde(default)]
    pub(crate) social_connections: Vec<SocialConnection>,
    #[serde(default)]
    pub(crate) tenants: Vec<Tenant>,
    #[serde(default)]
    pub(crate) identity_sources: Vec<IdentitySource>,
    #[serde(default)]
    pub(crate) audit: Recent<AuditEntry>,
    #[serde(default)]
    pub(crate) principals: Vec<Principal>,
    #[serde(default)]
    pub(crate) devices: Vec<Device>,
    #[serde(default)]
    pub(crate) directory_accounts: DirectoryAccounts,
    #[serde(default)]
    pub(crate) wechat_codes: Vec<WechatCode>,
    #[serde(default)]
    pub(crate) files: Recent<StoredFile>,
    #[serde(default)]
    pub(crate) sso_sessions: Vec<SsoSession>,
    #[serde(default)]
    pub(crate) interactions: Vec<Interaction>,
    #[serde(default)]
    pub(crate) authorization_codes: Vec<AuthorizationCode>,
    #[serde(default)]
    pub(crate) protocol_tokens: Vec<ProtocolToken>,
    #[serde(default)]
    pub(crate) service_tickets: Vec<ServiceTicket>,
    #[serde(default)]
    pub(crate) mfa_challenges: Vec<ChallengeAttempts>,
    #[serde(default)]
    pub(crate) failed_logins: Vec<FailedLogin>,
    #[serde(default)]
    pub(crate) registrations: Vec<Registered>,
    #[serde(default)]
    pub(crate) qr_codes: Vec<QrCode>,
    #[serde(default)]
    pub(crate) webhooks: Vec<PoolWebhook>,
    /// The addresses of pipeline functions, in the order in which they are called.
    #[serde(default)]
    pub(crate) pipeline: Vec<PipelineAddress>,
    #[serde(default)]
    pub(crate) custom_database: Option<DatabaseAddress>,
}

show_fields!(UserPool { id, created_at, updated_at, last_agreement_id, last_namespace_id });

/// The settings of a pool, by their names on the wire, with the server's defaults.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Settings {
    pub(crate) userpool_types: Vec<String>,
    pub(crate) email_verified_default: bool,
    pub(crate) send_welcome_email: bool,
    pub(crate) register_disabled: bool,
    pub(crate) app_sso_enabled: bool,
    #[serde(rename = "showWxQRCodeWhenRegisterDisabled")]
    pub(crate) show_wx_qr_code_when_register_disabled: Option<bool>,
    pub(crate) allowed_origins: Option<String>,
    pub(crate) token_expires_after: i64,
    pub(crate) frequent_register_check: FrequencyCheck,
    pub(crate) login_fail_check: FrequencyCheck,
    pub(crate) login_password_fail_check: FrequencyCheck,
    pub(crate) password_update_policy: PasswordUpdatePolicy,
    pub(crate) login_fail_strategy: String,
    pub(crate) change_phone_strategy: ChangePhoneStrategy,
    pub(crate) change_email_strategy: ChangeEmailStrategy,
    pub(crate) qrcode_login_strategy: QrcodeLoginStrategy,
    #[serde(rename = "app2WxappLoginStrategy")]
    pub(crate) app2_wxapp_login_strategy: Json,
    pub(crate) whitelist: WhitelistSwitches,
    #[serde(rename = "customSMSProvider")]
    pub(crate) custom_sms_provider: Json,
    pub(crate) package_type: i64,
    pub(crate) use_custom_user_store: bool,
    pub(crate) login_require_email_verified: bool,
    pub(crate) verify_code_length: usize,
    pub(crate) verify_code_max_attempts: i64,
    /// Not part of `UserPool` on the wire: set by the builder and the control routes.
    pub(crate) password_strength: PasswordStrength,
}

show_fields!(Settings {
    email_verified_default,
    send_welcome_email,
    register_disabled,
    app_sso_enabled,
    show_wx_qr_code_when_register_disabled,
    token_expires_after,
    package_type,
    use_custom_user_store,
    login_require_email_verified,
    verify_code_length,
    verify_code_max_attempts,
    password_strength
});

/// What a new password must satisfy.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum PasswordStrength {
    /// 0: anything but an empty password.
    #[default]
    NonEmpty,
    /// 1: at least six characters.
    Low,
    /// 2: at least six characters of two kinds among letters, digits and symbols.
    Middle,
    /// 3: at least six characters of all three kinds.
    High,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct FrequencyCheck {
    pub(crate) time_interval: i64,
    pub(crate) limit: i64,
    pub(crate) enabled: bool,
}

show_fields!(FrequencyCheck { time_interval, limit, enabled });

impl Default for FrequencyCheck {
    fn default() -> Self {
        Self { time_interval: 300, limit: 50, enabled: false }
    }
}

/// Rotation in days, and how many former passwords may not come back.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct PasswordUpdatePolicy {
    pub(crate) enabled: bool,
    pub(crate) forced_cycle: i64,
    pub(crate) difference_cycle: i64,
}

show_fields!(PasswordUpdatePolicy { enabled, forced_cycle, difference_cycle });

#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct ChangePhoneStrategy {
    pub(crate) verify_old_phone: bool,
}

show_fields!(ChangePhoneStrategy { verify_old_phone });

impl Default for ChangePhoneStrategy {
    fn default() -> Self {
        Self { verify_old_phone: true }
    }
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct ChangeEmailStrategy {
    pub(crate) verify_old_email: bool,
}

show_fields!(ChangeEmailStrategy { verify_old_email });

impl Default for ChangeEmailStrategy {
    fn default() -> Self {
        Self { verify_old_email: true }
    }
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct QrcodeLoginStrategy {
    pub(crate) qrcode_expires_after: i64,
    pub(crate) return_full_user_info: bool,
    pub(crate) allow_exchange_user_info_from_browser: bool,
    pub(crate) ticket_expires_after: i64,
}

show_fields!(QrcodeLoginStrategy {
    qrcode_expires_after,
    return_full_user_info,
    allow_exchange_user_info_from_browser,
    ticket_expires_after
});

impl Default for QrcodeLoginStrategy {
    fn default() -> Self {
        Self {
            qrcode_expires_after: 120,
            return_full_user_info: false,
            allow_exchange_user_info_from_browser: false,
            ticket_expires_after: 300,
        }
    }
}

#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct WhitelistSwitches {
    pub(crate) phone_enabled: bool,
    pub(crate) email_enabled: bool,
    pub(crate) username_enabled: bool,
}

show_fields!(WhitelistSwitches { phone_enabled, email_enabled, username_enabled });

impl Default for Settings {
    fn default() -> Self {
        Self {
            userpool_types: Vec::new(),
            email_verified_default: false,
            send_welcome_email: true,
            register_disabled: false,
            app_sso_enabled: true,
            show_wx_qr_code_when_register_disabled: None,
            allowed_origins: None,
            // Fifteen days.
            token_expires_after: 1_296_000,
            frequent_register_check: FrequencyCheck::default(),
            login_fail_check: FrequencyCheck::default(),
            login_password_fail_check: FrequencyCheck::default(),
            password_update_policy: PasswordUpdatePolicy::default(),
            login_fail_strategy: "captcha".to_owned(),
            change_phone_strategy: ChangePhoneStrategy::default(),
            change_email_strategy: ChangeEmailStrategy::default(),
            qrcode_login_strategy: QrcodeLoginStrategy::default(),
            app2_wxapp_login_strategy: Json::Null,
            whitelist: WhitelistSwitches::default(),
            custom_sms_provider: Json::Null,
            package_type: -1,
            use_custom_user_store: false,
            login_require_email_verified: false,
            verify_code_length: 4,
            verify_code_max_attempts: 10,
            password_strength: PasswordStrength::default(),
        }
    }
}

impl UserPool {
    /// A pool as the console makes it: the namespaces `default` and `system`, one built-in
    /// policy, no application.
    pub(crate) fn new(id: String, secret: String, name: &str, now: Timestamp) -> Self {
        let namespace = |id, code: &str| Namespace {
            id,
            code: code.to_owned(),
            name: code.to_owned(),
            description: String::new(),
            app_id: None,
        };
        let administrator = Policy {
            id: crate::base::random::object_id(),
            namespace: "default".to_owned(),
            code: "AdministratorAccess".to_owned(),
            description: Some("Full access to every resource".to_owned()),
            statements: vec![Statement {
                resource: "*".to_owned(),
                actions: vec!["*".to_owned()],
                effect: Effect::Allow,
                condition: None,
            }],
            is_default: true,
            hidden: false,
            created_at: now,
            updated_at: now,
        };
        Self {
            owner_id: crate::base::random::object_id(),
            domain: id.clone(),
            id,
            name: name.to_owned(),
            description: None,
            logo: "https://files.authing.co/authing-console/authing-logo-new-20210924.svg"
                .to_owned(),
            secret,
            jwt_secret: crate::base::random::secret(),
            created_at: now,
            updated_at: now,
            settings: Settings::default(),
            apps: Vec::new(),
            last_agreement_id: 0,
            users: Users::default(),
            namespaces: vec![namespace(1, DEFAULT_NAMESPACE), namespace(2, SYSTEM_NAMESPACE)],
            last_namespace_id: 2,
            resources: Vec::new(),
            groups: Vec::new(),
            roles: Vec::new(),
            policies: vec![administrator],
            assignments: Vec::new(),
            grants: Vec::new(),
            orgs: Vec::new(),
            nodes: Vec::new(),
            directories: Vec::new(),
            field_definitions: Vec::new(),
            field_values: Vec::new(),
            whitelist: Vec::new(),
            codes: Vec::new(),
            tokens: Tokens::default(),
            actions: Recent::default(),
            env: IndexMap::new(),
            email_templates: Vec::new(),
            functions: Vec::new(),
            social_connections: Vec::new(),
            tenants: Vec::new(),
            identity_sources: Vec::new(),
            audit: Recent::default(),
            principals: Vec::new(),
            devices: Vec::new(),
            directory_accounts: DirectoryAccounts::default(),
            wechat_codes: Vec::new(),
            files: Recent::default(),
            sso_sessions: Vec::new(),
            interactions: Vec::new(),
            authorization_codes: Vec::new(),
            protocol_tokens: Vec::new(),
            service_tickets: Vec::new(),
            mfa_challenges: Vec::new(),
            failed_logins: Vec::new(),
            registrations: Vec::new(),
            qr_codes: Vec::new(),
            webhooks: Vec::new(),
            pipeline: Vec::new(),
            custom_database: None,
        }
    }

    pub(crate) fn app(&self, id: &str) -> Option<&Application> {
        self.apps.iter().find(|app| app.id == id)
    }

    pub(crate) fn app_mut(&mut self, id: &str) -> Option<&mut Application> {
        self.apps.iter_mut().find(|app| app.id == id)
    }

    pub(crate) fn user(&self, id: &str) -> Option<&User> {
        self.users.find(Identifier::Id, id)
    }

    pub(crate) fn user_mut(&mut self, id: &str) -> Option<&mut User> {
        self.users.find_mut(Identifier::Id, id)
    }

    /// The accounts a list shows: neither deleted nor archived.
    pub(crate) fn present_users(&self) -> impl Iterator<Item = &User> {
        self.users.iter().filter(|user| user.is_present())
    }

    /// Adds an application with the permission namespace that bears its id.
    pub(crate) fn add_app(&mut self, app: Application) {
        self.add_namespace(&app.id, &app.name, None, Some(&app.id));
        self.apps.push(app);
    }

    /// Adds a permission namespace and returns its id.
    pub(crate) fn add_namespace(
        &mut self,
        code: &str,
        name: &str,
        description: Option<&str>,
        app_id: Option<&str>,
    ) -> i64 {
        let highest = self.namespaces.iter().map(|namespace| namespace.id).max().unwrap_or(0);
        let id = self.last_namespace_id.max(highest).saturating_add(1);
        self.last_namespace_id = id;
        self.namespaces.push(Namespace {
            id,
            code: code.to_owned(),
            name: name.to_owned(),
            description: description.unwrap_or_default().to_owned(),
            app_id: app_id.map(str::to_owned),
        });
        id
    }
}

/// Writes the functions for the fields that are small, or change seldom: one that has changed is written
/// whole.
macro_rules! plain_fields {
    ($($field:ident)*) => {
        impl UserPool {
            /// Each with its text.
            pub(crate) fn plain_fields(&self) -> serde_json::Result<Vec<(&'static str, Vec<u8>)>> {
                Ok(vec![$((stringify!($field), serde_json::to_vec(&self.$field)?)),*])
            }

            /// Sets one; false if it is none of them.
            pub(crate) fn set_plain_field(
                &mut self,
                name: &str,
                value: Json,
            ) -> serde_json::Result<bool> {
                match name {
                    $(stringify!($field) => self.$field = serde_json::from_value(value)?,)*
                    _ => return Ok(false),
                }
                Ok(true)
            }
        }
    };
}

plain_fields! {
    id owner_id name domain description logo secret jwt_secret created_at updated_at settings apps
    last_agreement_id namespaces last_namespace_id resources groups roles policies assignments grants orgs nodes
    directories field_definitions field_values whitelist codes env email_templates functions social_connections
    tenants identity_sources principals devices directory_accounts wechat_codes sso_sessions interactions
    authorization_codes protocol_tokens service_tickets mfa_challenges failed_logins registrations qr_codes
    webhooks pipeline custom_database
}

impl UserPool {
    /// The fields that grow with users and requests: of these only what has changed is written.
    pub(crate) fn parts(&mut self) -> [(&'static str, &mut dyn Parts); 5] {
        [
            ("users", &mut self.users),
            ("tokens", &mut self.tokens),
            ("actions", &mut self.actions),
            ("audit", &mut self.audit),
            ("files", &mut self.files),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_is_written_one_way_or_the_other() {
        let mut pool = UserPool::new("p".to_owned(), "s".to_owned(), "pool", Timestamp(0));
        let text = serde_json::to_value(&pool).unwrap();
        let mut fields: Vec<&str> = text.as_object().unwrap().keys().map(String::as_str).collect();
        let plain = pool.plain_fields().unwrap().into_iter().map(|(name, _)| name);
        let mut written: Vec<&str> = plain.chain(pool.parts().map(|(name, _)| name)).collect();
        fields.sort_unstable();
        written.sort_unstable();
        assert_eq!(fields, written);
        for (name, text) in pool.plain_fields().unwrap() {
            let value = serde_json::from_slice(&text).unwrap();
            assert!(pool.set_plain_field(name, value).unwrap(), "{name}");
        }
        assert!(!pool.set_plain_field("users", Json::Null).unwrap());
    }
}
