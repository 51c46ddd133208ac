// @generated from schema/ by `cargo xtask codegen`. Do not edit.

//! What the server returns: one type per object type of the schema.

use serde::{Deserialize, Serialize};

use super::enums::*;
use crate::{Page, Secret, Selected, Timestamp};

/// A management token, obtained with the user pool's secret.
///
/// `AccessTokenRes` in Authing's schema.
#[derive(Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct AccessToken {
    /// The token.
    pub access_token: Option<Secret>,
    /// When it expires, in seconds since 1970.
    pub exp: Option<i64>,
    /// When it was issued, in seconds since 1970.
    pub iat: Option<i64>,
}

/// How an app hands a login over to a WeChat mini program.
#[derive(Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct App2WxappLoginStrategy {
    /// How long a ticket is valid, in seconds. The name is misspelt on the wire.
    #[serde(rename = "ticketExpriresAfter")]
    pub ticket_expires_after: Option<i64>,
    /// Whether the user pool's secret is needed to exchange a ticket for the user.
    pub ticket_exchange_user_info_need_secret: Option<bool>,
}

/// A resource someone may use. Only `code` is certain to be there.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct AuthorizedResource {
    /// Code of the resource.
    pub code: String,
    /// Kind of the resource.
    pub r#type: Option<ResourceType>,
    /// Actions allowed on it; menus and buttons have none.
    #[serde(default, deserialize_with = "crate::lenient::optional_list")]
    pub actions: Option<Vec<String>>,
    /// Address of the endpoint, for resources of the kind API.
    pub api_identifier: Option<String>,
}

impl AuthorizedResource {
    /// A value with what the schema requires, for tests and caches. The other fields are
    /// public.
    pub fn new(code: impl Into<String>) -> Self {
        Self { code: code.into(), r#type: None, actions: None, api_identifier: None }
    }
}

/// Outcome of an operation on many things.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct BatchOperationResult {
    /// How many succeeded.
    pub succeed_count: i64,
    /// How many failed.
    pub failed_count: i64,
    /// Text for a person, in the language of the call.
    pub message: Option<String>,
    /// What went wrong.
    #[serde(default, deserialize_with = "crate::lenient::optional_list")]
    pub errors: Option<Vec<String>>,
}

impl BatchOperationResult {
    /// A value with what the schema requires, for tests and caches. The other fields are
    /// public.
    pub fn new(succeed_count: i64, failed_count: i64) -> Self {
        Self { succeed_count, failed_count, message: None, errors: None }
    }
}

/// What changing an email address asks for.
#[derive(Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ChangeEmailStrategy {
    /// Whether a code sent to the old address is needed.
    pub verify_old_email: Option<bool>,
}

/// What changing a phone number asks for.
#[derive(Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ChangePhoneStrategy {
    /// Whether a code sent to the old number is needed.
    pub verify_old_phone: Option<bool>,
}

/// Whether a password is the current user's.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CheckPasswordResult {
    /// 200 when the password is right.
    pub code: i64,
    /// Text for a person, in the language of the call.
    pub message: Option<String>,
}

impl CheckPasswordResult {
    /// A value with what the schema requires, for tests and caches. The other fields are
    /// public.
    pub fn new(code: i64) -> Self {
        Self { code, message: None }
    }
}

/// Whether a password meets the user pool's rules.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CheckPasswordStrengthResult {
    /// Whether the password is acceptable.
    pub valid: bool,
    /// Text for a person, in the language of the call.
    pub message: Option<String>,
}

impl CheckPasswordStrengthResult {
    /// A value with what the schema requires, for tests and caches. The other fields are
    /// public.
    pub fn new(valid: bool) -> Self {
        Self { valid, message: None }
    }
}

/// The user pool's own SMS provider.
///
/// `CustomSMSProvider` in Authing's schema.
#[derive(Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CustomSmsProvider {
    /// Whether it is enabled.
    pub enabled: Option<bool>,
    /// Code of the SMS provider.
    pub provider: Option<String>,
    /// The provider's settings as JSON text. They contain credentials.
    #[serde(default, skip_serializing_if = "Selected::is_not_selected")]
    pub config: Selected<String>,
}

/// Template of the emails sent to users.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct EmailTemplate {
    /// What the template is for.
    pub r#type: EmailTemplateType,
    /// Name.
    pub name: String,
    /// Subject line.
    pub subject: String,
    /// Name of the sender.
    pub sender: String,
    /// HTML of the email.
    pub content: String,
    /// Where the link in the email redirects to.
    pub redirect_to: Option<String>,
    /// Whether the text contains a link.
    #[serde(rename = "hasURL")]
    pub has_url: Option<bool>,
    /// How long the code or link is valid, in seconds.
    pub expires_in: Option<i64>,
    /// Whether the user pool's own version is used.
    pub enabled: Option<bool>,
    /// Whether it is built in.
    pub is_system: Option<bool>,
}

impl EmailTemplate {
    /// A value with what the schema requires, for tests and caches. The other fields are
    /// public.
    pub fn new(
        r#type: EmailTemplateType,
        name: impl Into<String>,
        subject: impl Into<String>,
        sender: impl Into<String>,
        content: impl Into<String>,
    ) -> Self {
        Self {
            r#type,
            name: name.into(),
            subject: subject.into(),
            sender: sender.into(),
            content: content.into(),
            redirect_to: None,
            has_url: None,
            expires_in: None,
            enabled: None,
            is_system: None,
        }
    }
}

/// Limit on frequent registrations.
#[derive(Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct FrequentRegisterCheckConfig {
    /// Length of the window, in seconds.
    pub time_interval: Option<i64>,
    /// Attempts allowed within the window.
    pub limit: Option<i64>,
    /// Whether it is enabled.
    pub enabled: Option<bool>,
}

/// A pipeline function: code that runs on the server while a user logs in or registers.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Function {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// JavaScript source.
    pub source_code: String,
    /// Description.
    pub description: Option<String>,
    /// Address of the function, when it runs elsewhere.
    pub url: Option<String>,
}

impl Function {
    /// A value with what the schema requires, for tests and caches. The other fields are
    /// public.
    pub fn new(
        id: impl Into<String>,
        name: impl Into<String>,
        source_code: impl Into<String>,
    ) -> Self {
        Self {
            id: id.into(),
            name: name.into(),
            source_code: source_code.into(),
            description: None,
            url: None,
        }
    }
}

/// A group of users.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Group {
    /// Code, unique of its kind.
    pub code: String,
    /// Name.
    pub name: String,
    /// Description.
    pub description: Option<String>,
    /// When it was created.
    pub created_at: Option<Timestamp>,
    /// When it was last changed.
    pub updated_at: Option<Timestamp>,
}

impl Group {
    /// A value with what the schema requires, for tests and caches. The other fields are
    /// public.
    pub fn new(code: impl Into<String>, name: impl Into<String>) -> Self {
        Self {
            code: code.into(),
            name: name.into(),
            description: None,
            created_at: None,
            updated_at: None,
        }
    }
}

/// A user's account at an identity provider, linked to the Authing account.
#[derive(Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Identity {
    /// Id in one application of a provider.
    pub openid: Option<String>,
    /// The user's id at the provider.
    pub user_id_in_idp: Option<String>,
    /// What the provider reports about the user, as JSON text.
    #[serde(default, skip_serializing_if = "Selected::is_not_selected")]
    pub user_info_in_idp: Selected<String>,
    /// The user's id in Authing.
    pub user_id: Option<String>,
    /// Id of the connection to the provider.
    pub connection_id: Option<String>,
    /// Whether the provider is a social one rather than an enterprise one.
    pub is_social: Option<bool>,
    /// Code of the provider.
    pub provider: Option<String>,
    /// The user pool it belongs to.
    pub user_pool_id: Option<String>,
    /// The provider's refresh token.
    #[serde(default, skip_serializing_if = "Selected::is_not_selected")]
    pub refresh_token: Selected<Secret>,
    /// The provider's access token.
    #[serde(default, skip_serializing_if = "Selected::is_not_selected")]
    pub access_token: Selected<Secret>,
    /// Kind of the id at the provider.
    pub r#type: Option<String>,
    /// Id of the external identity source.
    pub ext_idp_id: Option<String>,
}

/// Whether a user's token is still valid. A rejected token is a result here, not an error.
///
/// `JWTTokenStatus` in Authing's schema.
#[derive(Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct TokenStatus {
    /// 200 for a valid token, 2206 for an expired one, 2207 for an invalid one.
    pub code: Option<i64>,
    /// Text for a person, in the language of the call.
    pub message: Option<String>,
    /// Whether the token is valid.
    pub status: Option<bool>,
    /// When it expires, in seconds since 1970.
    pub exp: Option<i64>,
    /// When it was issued, in seconds since 1970.
    pub iat: Option<i64>,
    /// The owner of the token; missing when it is not valid.
    pub data: Option<TokenStatusDetail>,
}

/// The owner of a valid token.
///
/// `JWTTokenStatusDetail` in Authing's schema.
#[derive(Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct TokenStatusDetail {
    /// The user's id.
    pub id: Option<String>,
    /// The user pool it belongs to.
    pub user_pool_id: Option<String>,
    /// Authing's resource name: `arn:cn:authing:{pool}:{kind}:{id}`.
    pub arn: Option<String>,
}

/// A key and its value.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct KeyValuePair {
    /// The key.
    pub key: String,
    /// The value.
    pub value: String,
}

impl KeyValuePair {
    /// A value with what the schema requires, for tests and caches. The other fields are
    /// public.
    pub fn new(key: impl Into<String>, value: impl Into<String>) -> Self {
        Self { key: key.into(), value: value.into() }
    }
}

/// Limit on failed logins.
#[derive(Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct LoginFailCheckConfig {
    /// Length of the window, in seconds.
    pub time_interval: Option<i64>,
    /// Attempts allowed within the window.
    pub limit: Option<i64>,
    /// Whether it is enabled.
    pub enabled: Option<bool>,
}

/// Limit on wrong passwords.
#[derive(Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct LoginPasswordFailCheckConfig {
    /// Length of the window, in seconds.
    pub time_interval: Option<i64>,
    /// Attempts allowed within the window.
    pub limit: Option<i64>,
    /// Whether it is enabled.
    pub enabled: Option<bool>,
}

/// A user's second factor.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Mfa {
    /// Id.
    pub id: String,
    /// The user it protects.
    pub user_id: String,
    /// The user pool it belongs to.
    pub user_pool_id: String,
    /// Whether it is enabled.
    pub enable: bool,
    /// The shared secret of the one-time passwords, in Base32.
    pub secret: Option<Secret>,
}

impl Mfa {
    /// A value with what the schema requires, for tests and caches. The other fields are
    /// public.
    pub fn new(
        id: impl Into<String>,
        user_id: impl Into<String>,
        user_pool_id: impl Into<String>,
        enable: bool,
    ) -> Self {
        Self {
            id: id.into(),
            user_id: user_id.into(),
            user_pool_id: user_pool_id.into(),
            enable,
            secret: None,
        }
    }
}

/// A node of an organisation's tree: a department, or the root.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Node {
    /// Id.
    pub id: String,
    /// The organisation it belongs to.
    pub org_id: Option<String>,
    /// Name.
    pub name: String,
    /// Name in other languages.
    pub name_i18n: Option<String>,
    /// Description.
    pub description: Option<String>,
    /// Description in other languages.
    pub description_i18n: Option<String>,
    /// Position among its siblings.
    pub order: Option<i64>,
    /// Code, unique in the organisation.
    pub code: Option<String>,
    /// Whether it is the root.
    pub root: Option<bool>,
    /// Distance from the root. Only some responses have it.
    pub depth: Option<i64>,
    /// Ids from the root down to this node.
    #[serde(deserialize_with = "crate::lenient::list")]
    pub path: Vec<String>,
    /// Codes from the root down to this node; nodes without a code are left out.
    #[serde(deserialize_with = "crate::lenient::list")]
    pub code_path: Vec<String>,
    /// Names from the root down to this node.
    #[serde(deserialize_with = "crate::lenient::list")]
    pub name_path: Vec<String>,
    /// When it was created.
    pub created_at: Option<Timestamp>,
    /// When it was last changed.
    pub updated_at: Option<Timestamp>,
    /// Ids of the nodes directly below.
    #[serde(default, deserialize_with = "crate::lenient::optional_list")]
    pub children: Option<Vec<String>>,
    /// Whether the node is virtual. Older servers do not know the field, so no operation asks for it.
    #[serde(default, skip_serializing_if = "Selected::is_not_selected")]
    pub is_virtual_node: Selected<bool>,
}

impl Node {
    /// A value with what the schema requires, for tests and caches. The other fields are
    /// public.
    pub fn new(
        id: impl Into<String>,
        name: impl Into<String>,
        path: impl IntoIterator<Item = impl Into<String>>,
        code_path: impl IntoIterator<Item = impl Into<String>>,
        name_path: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        Self {
            id: id.into(),
            org_id: None,
            name: name.into(),
            name_i18n: None,
            description: None,
            description_i18n: None,
            order: None,
            code: None,
            root: None,
            depth: None,
            path: path.into_iter().map(Into::into).collect(),
            code_path: code_path.into_iter().map(Into::into).collect(),
            name_path: name_path.into_iter().map(Into::into).collect(),
            created_at: None,
            updated_at: None,
            children: None,
            is_virtual_node: Selected::NotSelected,
        }
    }
}

/// An organisation: a tree of departments.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Org {
    /// Id.
    pub id: String,
    /// The root of the tree.
    pub root_node: Node,
    /// All nodes, as a flat list.
    #[serde(deserialize_with = "crate::lenient::list")]
    pub nodes: Vec<Node>,
    /// The tenant it belongs to.
    #[serde(default, skip_serializing_if = "Selected::is_not_selected")]
    pub tenant_id: Selected<String>,
}

impl Org {
    /// A value with what the schema requires, for tests and caches. The other fields are
    /// public.
    pub fn new(
        id: impl Into<String>,
        root_node: Node,
        nodes: impl IntoIterator<Item = Node>,
    ) -> Self {
        Self {
            id: id.into(),
            root_node,
            nodes: nodes.into_iter().collect(),
            tenant_id: Selected::NotSelected,
        }
    }
}

/// One page of authorised resources.
pub type PaginatedAuthorizedResources = Page<AuthorizedResource>;

/// One page of users, roles, groups or departments that hold a right.
pub type PaginatedAuthorizedTargets = Page<ResourcePermissionAssignment>;

/// One page of a user's departments.
pub type PaginatedDepartments = Page<UserDepartment>;

/// One page of pipeline functions.
pub type PaginatedFunctions = Page<Function>;

/// One page of groups.
pub type PaginatedGroups = Page<Group>;

/// One page of organisations.
pub type PaginatedOrgs = Page<Org>;

/// One page of policies.
pub type PaginatedPolicies = Page<Policy>;

/// One page of policy assignments.
pub type PaginatedPolicyAssignments = Page<PolicyAssignment>;

/// One page of roles.
pub type PaginatedRoles = Page<Role>;

/// One page of user pools.
pub type PaginatedUserpool = Page<UserPool>;

/// One page of users.
pub type PaginatedUsers = Page<User>;

/// How often passwords must change. No operation returns this type; see
/// `PasswordUpdatePolicyConfig`.
#[derive(Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PasswordUpdatePolicy {
    /// Whether it is enabled.
    pub enabled: Option<bool>,
    /// Interval after which a password must change.
    pub forced_cycle: Option<i64>,
    /// Period within which an earlier password may not be used again.
    pub difference_cycle: Option<i64>,
}

/// How often passwords must change.
#[derive(Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PasswordUpdatePolicyConfig {
    /// Whether it is enabled.
    pub enabled: Option<bool>,
    /// Interval after which a password must change.
    pub forced_cycle: Option<i64>,
    /// Period within which an earlier password may not be used again.
    pub difference_cycle: Option<i64>,
}

/// A named set of statements that allow or deny actions on resources.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Policy {
    /// Code of the permission namespace; `default` where none is given.
    pub namespace: String,
    /// Code, unique in the namespace.
    pub code: String,
    /// Whether the policy is built in.
    pub is_default: bool,
    /// Description.
    pub description: Option<String>,
    /// Its rules.
    #[serde(deserialize_with = "crate::lenient::list")]
    pub statements: Vec<PolicyStatement>,
    /// When it was created.
    pub created_at: Option<Timestamp>,
    /// When it was last changed.
    pub updated_at: Option<Timestamp>,
    /// How many targets have it.
    pub assignments_count: i64,
}

impl Policy {
    /// A value with what the schema requires, for tests and caches. The other fields are
    /// public.
    pub fn new(
        namespace: impl Into<String>,
        code: impl Into<String>,
        is_default: bool,
        statements: impl IntoIterator<Item = PolicyStatement>,
        assignments_count: i64,
    ) -> Self {
        Self {
            namespace: namespace.into(),
            code: code.into(),
            is_default,
            description: None,
            statements: statements.into_iter().collect(),
            created_at: None,
            updated_at: None,
            assignments_count,
        }
    }
}

/// A policy given to a user, role, group or department.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PolicyAssignment {
    /// Code of the policy.
    pub code: String,
    /// Kind of the target.
    pub target_type: PolicyAssignmentTargetType,
    /// The target: a user's or node's id, or a role's or group's code.
    pub target_identifier: String,
}

impl PolicyAssignment {
    /// A value with what the schema requires, for tests and caches. The other fields are
    /// public.
    pub fn new(
        code: impl Into<String>,
        target_type: PolicyAssignmentTargetType,
        target_identifier: impl Into<String>,
    ) -> Self {
        Self { code: code.into(), target_type, target_identifier: target_identifier.into() }
    }
}

/// One rule of a policy.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PolicyStatement {
    /// Resource: `kind:id`, `kind:*` or `*`.
    pub resource: String,
    /// Actions it covers: `kind:verb`, or `kind:*`.
    #[serde(deserialize_with = "crate::lenient::list")]
    pub actions: Vec<String>,
    /// Whether the rule allows or denies; it allows when missing.
    pub effect: Option<PolicyEffect>,
    /// Conditions that must all hold.
    #[serde(default, deserialize_with = "crate::lenient::optional_list")]
    pub condition: Option<Vec<PolicyStatementCondition>>,
}

impl PolicyStatement {
    /// A value with what the schema requires, for tests and caches. The other fields are
    /// public.
    pub fn new(
        resource: impl Into<String>,
        actions: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        Self {
            resource: resource.into(),
            actions: actions.into_iter().map(Into::into).collect(),
            effect: None,
            condition: None,
        }
    }
}

/// A condition under which a policy statement holds.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PolicyStatementCondition {
    /// Attribute that is compared.
    pub param: String,
    /// How it is compared.
    pub operator: String,
    /// What it is compared with.
    pub value: serde_json::Value,
}

impl PolicyStatementCondition {
    /// A value with what the schema requires, for tests and caches. The other fields are
    /// public.
    pub fn new(
        param: impl Into<String>,
        operator: impl Into<String>,
        value: serde_json::Value,
    ) -> Self {
        Self { param: param.into(), operator: operator.into(), value }
    }
}

/// How login by QR code works in the user pool.
#[derive(Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct QrcodeLoginStrategy {
    /// How long a QR code is valid, in seconds.
    pub qrcode_expires_after: Option<i64>,
    /// Whether scanning a code reveals more than nickname and photo.
    pub return_full_user_info: Option<bool>,
    /// Whether a browser may exchange a ticket for the user, without the pool's secret.
    pub allow_exchange_user_info_from_browser: Option<bool>,
    /// How long a ticket is valid, in seconds.
    pub ticket_expires_after: Option<i64>,
}

/// A management token that replaces an earlier one.
///
/// `RefreshAccessTokenRes` in Authing's schema.
#[derive(Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct RefreshedAccessToken {
    /// The token.
    pub access_token: Option<Secret>,
    /// When it expires, in seconds since 1970.
    pub exp: Option<i64>,
    /// When it was issued, in seconds since 1970.
    pub iat: Option<i64>,
}

/// A new token of a user.
#[derive(Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct RefreshToken {
    /// The token.
    pub token: Option<Secret>,
    /// When it was issued, in seconds since 1970.
    pub iat: Option<i64>,
    /// When it expires, in seconds since 1970.
    pub exp: Option<i64>,
}

/// Which registration whitelists are enabled. They apply to users who register themselves, not to
/// administrators.
#[derive(Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct RegisterWhiteListConfig {
    /// Whether the whitelist of phone numbers is enabled.
    pub phone_enabled: Option<bool>,
    /// Whether the whitelist of email addresses is enabled.
    pub email_enabled: Option<bool>,
    /// Whether the whitelist of usernames is enabled.
    pub username_enabled: Option<bool>,
}

/// Someone who holds a right on a resource.
#[derive(Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ResourcePermissionAssignment {
    /// Kind of the target.
    pub target_type: Option<PolicyAssignmentTargetType>,
    /// The target: a user's or node's id, or a role's or group's code.
    pub target_identifier: Option<String>,
    /// Actions, as `resource:verb`.
    #[serde(default, deserialize_with = "crate::lenient::optional_list")]
    pub actions: Option<Vec<String>>,
}

/// A role: a named set of rights that is given to users, groups and departments.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Role {
    /// Id.
    pub id: String,
    /// Code of the permission namespace; `default` where none is given.
    pub namespace: String,
    /// Code, unique in the namespace.
    pub code: String,
    /// Authing's resource name: `arn:cn:authing:{pool}:{kind}:{id}`.
    pub arn: String,
    /// Description.
    pub description: Option<String>,
    /// Whether it is built in.
    #[serde(default, skip_serializing_if = "Selected::is_not_selected")]
    pub is_system: Selected<bool>,
    /// When it was created.
    pub created_at: Option<Timestamp>,
    /// When it was last changed.
    pub updated_at: Option<Timestamp>,
    /// The role it inherits from.
    #[serde(default, skip_serializing_if = "Selected::is_not_selected")]
    pub parent: Selected<Box<Role>>,
}

impl Role {
    /// A value with what the schema requires, for tests and caches. The other fields are
    /// public.
    pub fn new(
        id: impl Into<String>,
        namespace: impl Into<String>,
        code: impl Into<String>,
        arn: impl Into<String>,
    ) -> Self {
        Self {
            id: id.into(),
            namespace: namespace.into(),
            code: code.into(),
            arn: arn.into(),
            description: None,
            is_system: Selected::NotSelected,
            created_at: None,
            updated_at: None,
            parent: Selected::NotSelected,
        }
    }
}

/// A social identity provider that Authing knows how to connect.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SocialConnection {
    /// Code of the provider, such as `github`.
    pub provider: String,
    /// Name.
    pub name: String,
    /// Address of the logo.
    pub logo: String,
    /// Description.
    pub description: Option<String>,
    /// Its settings.
    #[serde(default, deserialize_with = "crate::lenient::optional_list")]
    pub fields: Option<Vec<SocialConnectionField>>,
}

impl SocialConnection {
    /// A value with what the schema requires, for tests and caches. The other fields are
    /// public.
    pub fn new(
        provider: impl Into<String>,
        name: impl Into<String>,
        logo: impl Into<String>,
    ) -> Self {
        Self {
            provider: provider.into(),
            name: name.into(),
            logo: logo.into(),
            description: None,
            fields: None,
        }
    }
}

/// A setting that a social identity provider needs.
#[derive(Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SocialConnectionField {
    /// Key of the setting.
    pub key: Option<String>,
    /// Name to show.
    pub label: Option<String>,
    /// Kind of input it expects.
    pub r#type: Option<String>,
    /// Hint inside an empty field.
    pub placeholder: Option<String>,
    /// Settings below this one.
    #[serde(
        default,
        skip_serializing_if = "Selected::is_not_selected",
        deserialize_with = "crate::lenient::selected_list"
    )]
    pub children: Selected<Vec<SocialConnectionField>>,
}

/// A social identity provider as connected in this user pool.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SocialConnectionInstance {
    /// Code of the provider.
    pub provider: String,
    /// Whether it is enabled.
    pub enabled: bool,
    /// Its settings.
    #[serde(default, deserialize_with = "crate::lenient::optional_list")]
    pub fields: Option<Vec<SocialConnectionInstanceField>>,
}

impl SocialConnectionInstance {
    /// A value with what the schema requires, for tests and caches. The other fields are
    /// public.
    pub fn new(provider: impl Into<String>, enabled: bool) -> Self {
        Self { provider: provider.into(), enabled, fields: None }
    }
}

/// One setting of a connected provider. The value may be a credential.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SocialConnectionInstanceField {
    /// Key of the setting.
    pub key: String,
    /// Value of the setting.
    pub value: String,
}

impl SocialConnectionInstanceField {
    /// A value with what the schema requires, for tests and caches. The other fields are
    /// public.
    pub fn new(key: impl Into<String>, value: impl Into<String>) -> Self {
        Self { key: key.into(), value: value.into() }
    }
}

/// A user of the user pool.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct User {
    /// The user's id.
    pub id: String,
    /// Authing's resource name: `arn:cn:authing:{pool}:{kind}:{id}`.
    pub arn: String,
    /// Status of the account.
    pub status: Option<UserStatus>,
    /// The user pool it belongs to.
    pub user_pool_id: String,
    /// Username, unique in the user pool; upper and lower case differ.
    pub username: Option<String>,
    /// Email address, unique in the user pool and kept in lower case.
    pub email: Option<String>,
    /// Whether the email address is verified.
    pub email_verified: Option<bool>,
    /// Phone number, unique in the user pool.
    pub phone: Option<String>,
    /// Whether the phone number is verified.
    pub phone_verified: Option<bool>,
    /// Id that is the same in all applications of a provider.
    pub unionid: Option<String>,
    /// Id in one application of a provider.
    pub openid: Option<String>,
    /// Linked accounts at identity providers.
    #[serde(
        default,
        skip_serializing_if = "Selected::is_not_selected",
        deserialize_with = "crate::lenient::selected_list"
    )]
    pub identities: Selected<Vec<Identity>>,
    /// Nickname.
    pub nickname: Option<String>,
    /// How the account was created, such as `basic:email` or `import:manual`.
    #[serde(default, deserialize_with = "crate::lenient::optional_list")]
    pub register_source: Option<Vec<String>>,
    /// Address of the picture.
    pub photo: Option<String>,
    /// Hash of the password; missing when the user has none.
    pub password: Option<Secret>,
    /// What a social provider reported, as JSON text.
    pub oauth: Option<String>,
    /// Token of the user. Only a login, or a registration that asks for one, returns it.
    pub token: Option<Secret>,
    /// When the token expires. An earlier time set by an administrator ends it.
    pub token_expired_at: Option<Timestamp>,
    /// How often the user has logged in.
    pub logins_count: Option<i64>,
    /// When the user last logged in.
    pub last_login: Option<Timestamp>,
    /// IP address the user last logged in from.
    #[serde(rename = "lastIP")]
    pub last_ip: Option<String>,
    /// When the user registered.
    pub signed_up: Option<Timestamp>,
    /// Whether the user is locked out.
    pub blocked: Option<bool>,
    /// Whether it is marked as deleted.
    pub is_deleted: Option<bool>,
    /// Device last used.
    pub device: Option<String>,
    /// Browser last used.
    pub browser: Option<String>,
    /// Company.
    pub company: Option<String>,
    /// Full name.
    pub name: Option<String>,
    /// Given name.
    pub given_name: Option<String>,
    /// Family name.
    pub family_name: Option<String>,
    /// Middle name.
    pub middle_name: Option<String>,
    /// Address of the profile page.
    pub profile: Option<String>,
    /// Name the user prefers.
    pub preferred_username: Option<String>,
    /// Address of the user's website.
    pub website: Option<String>,
    /// `M`, `F` or `U` for unknown.
    pub gender: Option<String>,
    /// Date of birth, as the user wrote it.
    pub birthdate: Option<String>,
    /// Time zone.
    pub zoneinfo: Option<String>,
    /// Language and region.
    pub locale: Option<String>,
    /// Postal address.
    pub address: Option<String>,
    /// Whole address on one line.
    pub formatted: Option<String>,
    /// Street and number.
    pub street_address: Option<String>,
    /// Town.
    pub locality: Option<String>,
    /// State or region.
    pub region: Option<String>,
    /// Postal code.
    pub postal_code: Option<String>,
    /// City.
    pub city: Option<String>,
    /// Province.
    pub province: Option<String>,
    /// Country.
    pub country: Option<String>,
    /// When it was created.
    pub created_at: Option<Timestamp>,
    /// When it was last changed.
    pub updated_at: Option<Timestamp>,
    /// Id in another system, unique in the user pool.
    pub external_id: Option<String>,
    /// Custom data. Only operations that ask for it return it.
    #[serde(
        default,
        skip_serializing_if = "Selected::is_not_selected",
        deserialize_with = "crate::lenient::selected_list"
    )]
    pub custom_data: Selected<Vec<UserCustomData>>,
    /// Country code of the phone number, such as `+86`.
    pub phone_country_code: Option<String>,
    /// Id of the main department.
    #[serde(default, skip_serializing_if = "Selected::is_not_selected")]
    pub main_department_id: Selected<String>,
    /// Code of the main department.
    #[serde(default, skip_serializing_if = "Selected::is_not_selected")]
    pub main_department_code: Selected<String>,
    /// Whether this login created the account.
    #[serde(default, skip_serializing_if = "Selected::is_not_selected")]
    pub newly_created: Selected<bool>,
    /// When the account expires.
    #[serde(default, skip_serializing_if = "Selected::is_not_selected")]
    pub expired_at: Selected<Timestamp>,
    /// Id of the direct superior.
    #[serde(default, skip_serializing_if = "Selected::is_not_selected")]
    pub direct_management: Selected<String>,
}

impl User {
    /// A value with what the schema requires, for tests and caches. The other fields are
    /// public.
    pub fn new(
        id: impl Into<String>,
        arn: impl Into<String>,
        user_pool_id: impl Into<String>,
    ) -> Self {
        Self {
            id: id.into(),
            arn: arn.into(),
            status: None,
            user_pool_id: user_pool_id.into(),
            username: None,
            email: None,
            email_verified: None,
            phone: None,
            phone_verified: None,
            unionid: None,
            openid: None,
            identities: Selected::NotSelected,
            nickname: None,
            register_source: None,
            photo: None,
            password: None,
            oauth: None,
            token: None,
            token_expired_at: None,
            logins_count: None,
            last_login: None,
            last_ip: None,
            signed_up: None,
            blocked: None,
            is_deleted: None,
            device: None,
            browser: None,
            company: None,
            name: None,
            given_name: None,
            family_name: None,
            middle_name: None,
            profile: None,
            preferred_username: None,
            website: None,
            gender: None,
            birthdate: None,
            zoneinfo: None,
            locale: None,
            address: None,
            formatted: None,
            street_address: None,
            locality: None,
            region: None,
            postal_code: None,
            city: None,
            province: None,
            country: None,
            created_at: None,
            updated_at: None,
            external_id: None,
            custom_data: Selected::NotSelected,
            phone_country_code: None,
            main_department_id: Selected::NotSelected,
            main_department_code: Selected::NotSelected,
            newly_created: Selected::NotSelected,
            expired_at: Selected::NotSelected,
            direct_management: Selected::NotSelected,
        }
    }
}

/// One custom field of a user with its value.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UserCustomData {
    /// Key of the field.
    pub key: String,
    /// Value as the server writes it.
    pub value: Option<String>,
    /// Name to show.
    pub label: Option<String>,
    /// Data type.
    pub data_type: UdfDataType,
}

impl UserCustomData {
    /// A value with what the schema requires, for tests and caches. The other fields are
    /// public.
    pub fn new(key: impl Into<String>, data_type: UdfDataType) -> Self {
        Self { key: key.into(), value: None, label: None, data_type }
    }
}

/// Value of a custom field.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UserDefinedData {
    /// Key of the field.
    pub key: String,
    /// Data type.
    pub data_type: UdfDataType,
    /// Value as the server writes it: raw text, or JSON for numbers, booleans and objects.
    pub value: String,
    /// Name to show.
    pub label: Option<String>,
}

impl UserDefinedData {
    /// A value with what the schema requires, for tests and caches. The other fields are
    /// public.
    pub fn new(key: impl Into<String>, data_type: UdfDataType, value: impl Into<String>) -> Self {
        Self { key: key.into(), data_type, value: value.into(), label: None }
    }
}

/// The custom data of one target.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UserDefinedDataMap {
    /// Id of the target.
    pub target_id: String,
    /// Its custom data.
    #[serde(deserialize_with = "crate::lenient::list")]
    pub data: Vec<UserDefinedData>,
}

impl UserDefinedDataMap {
    /// A value with what the schema requires, for tests and caches. The other fields are
    /// public.
    pub fn new(
        target_id: impl Into<String>,
        data: impl IntoIterator<Item = UserDefinedData>,
    ) -> Self {
        Self { target_id: target_id.into(), data: data.into_iter().collect() }
    }
}

/// Definition of a custom field.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UserDefinedField {
    /// Kind of the target.
    pub target_type: UdfTargetType,
    /// Data type.
    pub data_type: UdfDataType,
    /// Key of the field.
    pub key: String,
    /// Name to show.
    pub label: Option<String>,
    /// The options of a field that has some, as text.
    pub options: Option<String>,
}

impl UserDefinedField {
    /// A value with what the schema requires, for tests and caches. The other fields are
    /// public.
    pub fn new(target_type: UdfTargetType, data_type: UdfDataType, key: impl Into<String>) -> Self {
        Self { target_type, data_type, key: key.into(), label: None, options: None }
    }
}

/// A department a user belongs to.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UserDepartment {
    /// The department.
    pub department: Node,
    /// Whether it is the user's main department.
    pub is_main_department: bool,
    /// When the user joined it.
    pub joined_at: Option<Timestamp>,
}

impl UserDepartment {
    /// A value with what the schema requires, for tests and caches. The other fields are
    /// public.
    pub fn new(department: Node, is_main_department: bool) -> Self {
        Self { department, is_main_department, joined_at: None }
    }
}

/// A user pool: the unit that holds users, roles and organisations.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UserPool {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Domain prefix.
    pub domain: String,
    /// Description.
    pub description: Option<String>,
    /// The pool's secret, which gives administrators access.
    pub secret: Secret,
    /// The secret that signs the pool's tokens.
    pub jwt_secret: Secret,
    /// The account that owns the pool.
    #[serde(default, skip_serializing_if = "Selected::is_not_selected")]
    pub owner_id: Selected<String>,
    /// Kinds of application it is meant for.
    #[serde(
        default,
        skip_serializing_if = "Selected::is_not_selected",
        deserialize_with = "crate::lenient::selected_list"
    )]
    pub userpool_types: Selected<Vec<UserPoolType>>,
    /// Address of the logo.
    pub logo: String,
    /// When it was created.
    pub created_at: Option<Timestamp>,
    /// When it was last changed.
    pub updated_at: Option<Timestamp>,
    /// Whether a new user's email address counts as verified.
    pub email_verified_default: bool,
    /// Whether new users get a welcome email.
    pub send_welcome_email: bool,
    /// Whether users cannot register themselves.
    pub register_disabled: bool,
    /// Whether the pool's applications share a login.
    pub app_sso_enabled: bool,
    /// Whether the WeChat QR code is shown even when registration is disabled.
    #[serde(rename = "showWxQRCodeWhenRegisterDisabled")]
    pub show_wx_qr_code_when_register_disabled: Option<bool>,
    /// Origins that browsers may call from, one per line.
    pub allowed_origins: Option<String>,
    /// How long a user token is valid, in seconds.
    pub token_expires_after: Option<i64>,
    /// Whether it is marked as deleted.
    pub is_deleted: Option<bool>,
    /// Limit on registrations.
    #[serde(default, skip_serializing_if = "Selected::is_not_selected")]
    pub frequent_register_check: Selected<FrequentRegisterCheckConfig>,
    /// Limit on failed logins.
    #[serde(default, skip_serializing_if = "Selected::is_not_selected")]
    pub login_fail_check: Selected<LoginFailCheckConfig>,
    /// How often passwords must change.
    #[serde(default, skip_serializing_if = "Selected::is_not_selected")]
    pub password_update_policy: Selected<PasswordUpdatePolicyConfig>,
    /// Limit on wrong passwords.
    #[serde(default, skip_serializing_if = "Selected::is_not_selected")]
    pub login_password_fail_check: Selected<LoginPasswordFailCheckConfig>,
    /// What happens at the limit: `captcha` or `block-account`.
    #[serde(default, skip_serializing_if = "Selected::is_not_selected")]
    pub login_fail_strategy: Selected<String>,
    /// What changing a phone number asks for.
    #[serde(default, skip_serializing_if = "Selected::is_not_selected")]
    pub change_phone_strategy: Selected<ChangePhoneStrategy>,
    /// What changing an email address asks for.
    #[serde(default, skip_serializing_if = "Selected::is_not_selected")]
    pub change_email_strategy: Selected<ChangeEmailStrategy>,
    /// Login by QR code.
    #[serde(default, skip_serializing_if = "Selected::is_not_selected")]
    pub qrcode_login_strategy: Selected<QrcodeLoginStrategy>,
    /// Login by mini program.
    #[serde(default, skip_serializing_if = "Selected::is_not_selected")]
    pub app2_wxapp_login_strategy: Selected<App2WxappLoginStrategy>,
    /// Which registration whitelists are enabled.
    #[serde(default, skip_serializing_if = "Selected::is_not_selected")]
    pub whitelist: Selected<RegisterWhiteListConfig>,
    /// The pool's own SMS provider.
    #[serde(
        rename = "customSMSProvider",
        default,
        skip_serializing_if = "Selected::is_not_selected"
    )]
    pub custom_sms_provider: Selected<CustomSmsProvider>,
    /// The plan of the pool.
    pub package_type: Option<i64>,
    /// Whether users live in a database outside Authing.
    #[serde(default, skip_serializing_if = "Selected::is_not_selected")]
    pub use_custom_user_store: Selected<bool>,
    /// Whether only verified email addresses may log in.
    #[serde(default, skip_serializing_if = "Selected::is_not_selected")]
    pub login_require_email_verified: Selected<bool>,
    /// Digits of a one-time code.
    #[serde(default, skip_serializing_if = "Selected::is_not_selected")]
    pub verify_code_length: Selected<i64>,
    /// Wrong attempts after which a one-time code becomes invalid.
    #[serde(default, skip_serializing_if = "Selected::is_not_selected")]
    pub verify_code_max_attempts: Selected<i64>,
}

impl UserPool {
    /// A value with what the schema requires, for tests and caches. The other fields are
    /// public.
    #[allow(clippy::too_many_arguments, reason = "the schema requires as many")]
    pub fn new(
        id: impl Into<String>,
        name: impl Into<String>,
        domain: impl Into<String>,
        secret: impl Into<Secret>,
        jwt_secret: impl Into<Secret>,
        logo: impl Into<String>,
        email_verified_default: bool,
        send_welcome_email: bool,
        register_disabled: bool,
        app_sso_enabled: bool,
    ) -> Self {
        Self {
            id: id.into(),
            name: name.into(),
            domain: domain.into(),
            description: None,
            secret: secret.into(),
            jwt_secret: jwt_secret.into(),
            owner_id: Selected::NotSelected,
            userpool_types: Selected::NotSelected,
            logo: logo.into(),
            created_at: None,
            updated_at: None,
            email_verified_default,
            send_welcome_email,
            register_disabled,
            app_sso_enabled,
            show_wx_qr_code_when_register_disabled: None,
            allowed_origins: None,
            token_expires_after: None,
            is_deleted: None,
            frequent_register_check: Selected::NotSelected,
            login_fail_check: Selected::NotSelected,
            password_update_policy: Selected::NotSelected,
            login_password_fail_check: Selected::NotSelected,
            login_fail_strategy: Selected::NotSelected,
            change_phone_strategy: Selected::NotSelected,
            change_email_strategy: Selected::NotSelected,
            qrcode_login_strategy: Selected::NotSelected,
            app2_wxapp_login_strategy: Selected::NotSelected,
            whitelist: Selected::NotSelected,
            custom_sms_provider: Selected::NotSelected,
            package_type: None,
            use_custom_user_store: Selected::NotSelected,
            login_require_email_verified: Selected::NotSelected,
            verify_code_length: Selected::NotSelected,
            verify_code_max_attempts: Selected::NotSelected,
        }
    }
}

/// A kind of application a user pool may be meant for.
#[derive(Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UserPoolType {
    /// Code, unique of its kind.
    pub code: Option<String>,
    /// Name.
    pub name: Option<String>,
    /// Description.
    pub description: Option<String>,
    /// Address of a picture.
    pub image: Option<String>,
    /// SDKs that fit it.
    #[serde(default, deserialize_with = "crate::lenient::optional_list")]
    pub sdks: Option<Vec<String>>,
}

/// An identifier allowed to register.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct WhiteList {
    /// When it was created.
    pub created_at: Option<Timestamp>,
    /// When it was last changed.
    pub updated_at: Option<Timestamp>,
    /// The username, email address or phone number.
    pub value: String,
}

impl WhiteList {
    /// A value with what the schema requires, for tests and caches. The other fields are
    /// public.
    pub fn new(value: impl Into<String>) -> Self {
        Self { created_at: None, updated_at: None, value: value.into() }
    }
}

crate::redacted_debug! {
    AccessToken { exp, iat }
    App2WxappLoginStrategy { ticket_expires_after, ticket_exchange_user_info_need_secret }
    AuthorizedResource { code, r#type, actions }
    BatchOperationResult { succeed_count, failed_count }
    ChangeEmailStrategy { verify_old_email }
    ChangePhoneStrategy { verify_old_phone }
    CheckPasswordResult { code }
    CheckPasswordStrengthResult { valid }
    CustomSmsProvider { enabled, provider }
    EmailTemplate { r#type, has_url, expires_in, enabled, is_system }
    FrequentRegisterCheckConfig { time_interval, limit, enabled }
    Function { id }
    Group { code, created_at, updated_at }
    Identity { user_id, connection_id, is_social, provider, user_pool_id, ext_idp_id }
    TokenStatus { code, status, exp, iat, data }
    TokenStatusDetail { id, user_pool_id, arn }
    KeyValuePair { key }
    LoginFailCheckConfig { time_interval, limit, enabled }
    LoginPasswordFailCheckConfig { time_interval, limit, enabled }
    Mfa { id, user_id, user_pool_id, enable }
    Node {
        id,
        org_id,
        order,
        code,
        root,
        depth,
        path,
        code_path,
        created_at,
        updated_at,
        children,
        is_virtual_node,
    }
    Org { id, root_node, tenant_id }
    PasswordUpdatePolicy { enabled, forced_cycle, difference_cycle }
    PasswordUpdatePolicyConfig { enabled, forced_cycle, difference_cycle }
    Policy { namespace, code, is_default, statements, created_at, updated_at, assignments_count }
    PolicyAssignment { code, target_type, target_identifier }
    PolicyStatement { resource, actions, effect, condition }
    PolicyStatementCondition { param, operator }
    QrcodeLoginStrategy {
        qrcode_expires_after,
        return_full_user_info,
        allow_exchange_user_info_from_browser,
        ticket_expires_after,
    }
    RefreshedAccessToken { exp, iat }
    RefreshToken { iat, exp }
    RegisterWhiteListConfig { phone_enabled, email_enabled, username_enabled }
    ResourcePermissionAssignment { target_type, target_identifier, actions }
    Role { id, namespace, code, arn, is_system, created_at, updated_at, parent }
    SocialConnection { provider }
    SocialConnectionField { key }
    SocialConnectionInstance { provider, enabled }
    SocialConnectionInstanceField { key }
    User {
        id,
        arn,
        status,
        user_pool_id,
        email_verified,
        phone_verified,
        token_expired_at,
        logins_count,
        blocked,
        is_deleted,
        created_at,
        updated_at,
        main_department_id,
        newly_created,
        expired_at,
    }
    UserCustomData { key, data_type }
    UserDefinedData { key, data_type }
    UserDefinedDataMap { target_id, data }
    UserDefinedField { target_type, data_type, key }
    UserDepartment { department, is_main_department, joined_at }
    UserPool {
        id,
        owner_id,
        created_at,
        updated_at,
        email_verified_default,
        send_welcome_email,
        register_disabled,
        app_sso_enabled,
        show_wx_qr_code_when_register_disabled,
        token_expires_after,
        is_deleted,
        frequent_register_check,
        login_fail_check,
        password_update_policy,
        login_password_fail_check,
        change_phone_strategy,
        change_email_strategy,
        qrcode_login_strategy,
        app2_wxapp_login_strategy,
        whitelist,
        custom_sms_provider,
        package_type,
        use_custom_user_store,
        login_require_email_verified,
        verify_code_length,
        verify_code_max_attempts,
    }
    UserPoolType {}
    WhiteList { created_at, updated_at }
}

/// Models that a client reads and does not hand on.
pub mod wire {
    use super::*;

    /// Confirmation of an operation that returns nothing else.
    ///
    /// `CommonMessage` in Authing's schema.
    #[derive(Clone, PartialEq, Serialize, Deserialize, Default)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct Confirmation {
        /// Text for a person, in the language of the call.
        pub message: Option<String>,
        /// 200 on success.
        pub code: Option<i64>,
    }

    crate::redacted_debug! {
        Confirmation { code }
    }
}
