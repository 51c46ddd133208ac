// @generated from schema/ by `cargo xtask codegen`. Do not edit.

//! What the server answers: one type per object type of the schema.

use std::fmt;

use authing_core::{Page, Secret, Timestamp, nulls};
use serde::{Deserialize, Serialize};

use super::enums::*;

/// `AccessTokenRes`.
#[derive(Clone, PartialEq, Serialize, Deserialize, Debug, Default)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct AccessToken {
    /// `AccessTokenRes.accessToken`.
    pub access_token: Option<Secret>,
    /// `AccessTokenRes.exp`.
    pub exp: Option<i64>,
    /// `AccessTokenRes.iat`.
    pub iat: Option<i64>,
}

/// `App2WxappLoginStrategy`.
#[derive(Clone, PartialEq, Serialize, Deserialize, Debug, Default)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct App2WxappLoginStrategy {
    /// `App2WxappLoginStrategy.ticketExpriresAfter`.
    #[serde(rename = "ticketExpriresAfter")]
    pub ticket_expires_after: Option<i64>,
    /// `App2WxappLoginStrategy.ticketExchangeUserInfoNeedSecret`.
    pub ticket_exchange_user_info_need_secret: Option<bool>,
}

/// `AuthorizedResource`.
#[derive(Clone, PartialEq, Serialize, Deserialize, Debug)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct AuthorizedResource {
    /// `AuthorizedResource.code`.
    pub code: String,
    /// `AuthorizedResource.type`.
    pub r#type: Option<ResourceType>,
    /// `AuthorizedResource.actions`.
    #[serde(deserialize_with = "nulls::optional_list", default)]
    pub actions: Option<Vec<String>>,
    /// `AuthorizedResource.apiIdentifier`.
    pub api_identifier: Option<String>,
}

impl AuthorizedResource {
    /// One with what the schema requires and nothing else, for tests and caches. The
    /// other fields are public.
    pub fn new(code: impl Into<String>) -> Self {
        Self { code: code.into(), r#type: None, actions: None, api_identifier: None }
    }
}

/// `BatchOperationResult`.
#[derive(Clone, PartialEq, Serialize, Deserialize, Debug)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct BatchOperationResult {
    /// `BatchOperationResult.succeedCount`.
    pub succeed_count: i64,
    /// `BatchOperationResult.failedCount`.
    pub failed_count: i64,
    /// `BatchOperationResult.message`.
    pub message: Option<String>,
    /// `BatchOperationResult.errors`.
    #[serde(deserialize_with = "nulls::optional_list", default)]
    pub errors: Option<Vec<String>>,
}

impl BatchOperationResult {
    /// One with what the schema requires and nothing else, for tests and caches. The
    /// other fields are public.
    pub fn new(succeed_count: i64, failed_count: i64) -> Self {
        Self {
            succeed_count: succeed_count,
            failed_count: failed_count,
            message: None,
            errors: None,
        }
    }
}

/// `ChangeEmailStrategy`.
#[derive(Clone, PartialEq, Serialize, Deserialize, Debug, Default)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ChangeEmailStrategy {
    /// `ChangeEmailStrategy.verifyOldEmail`.
    pub verify_old_email: Option<bool>,
}

/// `ChangePhoneStrategy`.
#[derive(Clone, PartialEq, Serialize, Deserialize, Debug, Default)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ChangePhoneStrategy {
    /// `ChangePhoneStrategy.verifyOldPhone`.
    pub verify_old_phone: Option<bool>,
}

/// `CheckPasswordResult`.
#[derive(Clone, PartialEq, Serialize, Deserialize, Debug)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CheckPasswordResult {
    /// `CheckPasswordResult.code`.
    pub code: i64,
    /// `CheckPasswordResult.message`.
    pub message: Option<String>,
}

impl CheckPasswordResult {
    /// One with what the schema requires and nothing else, for tests and caches. The
    /// other fields are public.
    pub fn new(code: i64) -> Self {
        Self { code: code, message: None }
    }
}

/// `CheckPasswordStrengthResult`.
#[derive(Clone, PartialEq, Serialize, Deserialize, Debug)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CheckPasswordStrengthResult {
    /// `CheckPasswordStrengthResult.valid`.
    pub valid: bool,
    /// `CheckPasswordStrengthResult.message`.
    pub message: Option<String>,
}

impl CheckPasswordStrengthResult {
    /// One with what the schema requires and nothing else, for tests and caches. The
    /// other fields are public.
    pub fn new(valid: bool) -> Self {
        Self { valid: valid, message: None }
    }
}

/// `CommonMessage`.
#[derive(Clone, PartialEq, Serialize, Deserialize, Debug, Default)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CommonMessage {
    /// `CommonMessage.message`.
    pub message: Option<String>,
    /// `CommonMessage.code`.
    pub code: Option<i64>,
}

/// `CustomSMSProvider`.
#[derive(Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CustomSmsProvider {
    /// `CustomSMSProvider.enabled`.
    pub enabled: Option<bool>,
    /// `CustomSMSProvider.provider`.
    pub provider: Option<String>,
    /// `CustomSMSProvider.config`.
    pub config: Option<String>,
}

impl fmt::Debug for CustomSmsProvider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CustomSmsProvider")
            .field("enabled", &self.enabled)
            .field("provider", &self.provider)
            .finish_non_exhaustive()
    }
}

/// `EmailTemplate`.
#[derive(Clone, PartialEq, Serialize, Deserialize, Debug)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct EmailTemplate {
    /// `EmailTemplate.type`.
    pub r#type: EmailTemplateType,
    /// `EmailTemplate.name`.
    pub name: String,
    /// `EmailTemplate.subject`.
    pub subject: String,
    /// `EmailTemplate.sender`.
    pub sender: String,
    /// `EmailTemplate.content`.
    pub content: String,
    /// `EmailTemplate.redirectTo`.
    pub redirect_to: Option<String>,
    /// `EmailTemplate.hasURL`.
    #[serde(rename = "hasURL")]
    pub has_url: Option<bool>,
    /// `EmailTemplate.expiresIn`.
    pub expires_in: Option<i64>,
    /// `EmailTemplate.enabled`.
    pub enabled: Option<bool>,
    /// `EmailTemplate.isSystem`.
    pub is_system: Option<bool>,
}

impl EmailTemplate {
    /// One with what the schema requires and nothing else, for tests and caches. The
    /// other fields are public.
    pub fn new(
        r#type: EmailTemplateType,
        name: impl Into<String>,
        subject: impl Into<String>,
        sender: impl Into<String>,
        content: impl Into<String>,
    ) -> Self {
        Self {
            r#type: r#type,
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

/// `FrequentRegisterCheckConfig`.
#[derive(Clone, PartialEq, Serialize, Deserialize, Debug, Default)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct FrequentRegisterCheckConfig {
    /// `FrequentRegisterCheckConfig.timeInterval`.
    pub time_interval: Option<i64>,
    /// `FrequentRegisterCheckConfig.limit`.
    pub limit: Option<i64>,
    /// `FrequentRegisterCheckConfig.enabled`.
    pub enabled: Option<bool>,
}

/// `Function`.
#[derive(Clone, PartialEq, Serialize, Deserialize, Debug)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Function {
    /// `Function.id`.
    pub id: String,
    /// `Function.name`.
    pub name: String,
    /// `Function.sourceCode`.
    pub source_code: String,
    /// `Function.description`.
    pub description: Option<String>,
    /// `Function.url`.
    pub url: Option<String>,
}

impl Function {
    /// One with what the schema requires and nothing else, for tests and caches. The
    /// other fields are public.
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

/// `Group`.
#[derive(Clone, PartialEq, Serialize, Deserialize, Debug)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Group {
    /// `Group.code`.
    pub code: String,
    /// `Group.name`.
    pub name: String,
    /// `Group.description`.
    pub description: Option<String>,
    /// `Group.createdAt`.
    pub created_at: Option<Timestamp>,
    /// `Group.updatedAt`.
    pub updated_at: Option<Timestamp>,
}

impl Group {
    /// One with what the schema requires and nothing else, for tests and caches. The
    /// other fields are public.
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

/// `Identity`.
#[derive(Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Identity {
    /// `Identity.openid`.
    pub openid: Option<String>,
    /// `Identity.userIdInIdp`.
    pub user_id_in_idp: Option<String>,
    /// `Identity.userInfoInIdp`.
    pub user_info_in_idp: Option<String>,
    /// `Identity.userId`.
    pub user_id: Option<String>,
    /// `Identity.connectionId`.
    pub connection_id: Option<String>,
    /// `Identity.isSocial`.
    pub is_social: Option<bool>,
    /// `Identity.provider`.
    pub provider: Option<String>,
    /// `Identity.userPoolId`.
    pub user_pool_id: Option<String>,
    /// `Identity.refreshToken`.
    pub refresh_token: Option<Secret>,
    /// `Identity.accessToken`.
    pub access_token: Option<Secret>,
    /// `Identity.type`.
    pub r#type: Option<String>,
    /// `Identity.extIdpId`.
    pub ext_idp_id: Option<String>,
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Identity")
            .field("connection_id", &self.connection_id)
            .field("provider", &self.provider)
            .field("user_pool_id", &self.user_pool_id)
            .field("ext_idp_id", &self.ext_idp_id)
            .finish_non_exhaustive()
    }
}

/// `JWTTokenStatus`.
#[derive(Clone, PartialEq, Serialize, Deserialize, Debug, Default)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct TokenStatus {
    /// `JWTTokenStatus.code`.
    pub code: Option<i64>,
    /// `JWTTokenStatus.message`.
    pub message: Option<String>,
    /// `JWTTokenStatus.status`.
    pub status: Option<bool>,
    /// `JWTTokenStatus.exp`.
    pub exp: Option<i64>,
    /// `JWTTokenStatus.iat`.
    pub iat: Option<i64>,
    /// `JWTTokenStatus.data`.
    pub data: Option<TokenStatusDetail>,
}

/// `JWTTokenStatusDetail`.
#[derive(Clone, PartialEq, Serialize, Deserialize, Debug, Default)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct TokenStatusDetail {
    /// `JWTTokenStatusDetail.id`.
    pub id: Option<String>,
    /// `JWTTokenStatusDetail.userPoolId`.
    pub user_pool_id: Option<String>,
    /// `JWTTokenStatusDetail.arn`.
    pub arn: Option<String>,
}

/// `KeyValuePair`.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct KeyValuePair {
    /// `KeyValuePair.key`.
    pub key: String,
    /// `KeyValuePair.value`.
    pub value: String,
}

impl KeyValuePair {
    /// One with what the schema requires and nothing else, for tests and caches. The
    /// other fields are public.
    pub fn new(key: impl Into<String>, value: impl Into<String>) -> Self {
        Self { key: key.into(), value: value.into() }
    }
}

impl fmt::Debug for KeyValuePair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeyValuePair").field("key", &self.key).finish_non_exhaustive()
    }
}

/// `LoginFailCheckConfig`.
#[derive(Clone, PartialEq, Serialize, Deserialize, Debug, Default)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct LoginFailCheckConfig {
    /// `LoginFailCheckConfig.timeInterval`.
    pub time_interval: Option<i64>,
    /// `LoginFailCheckConfig.limit`.
    pub limit: Option<i64>,
    /// `LoginFailCheckConfig.enabled`.
    pub enabled: Option<bool>,
}

/// `LoginPasswordFailCheckConfig`.
#[derive(Clone, PartialEq, Serialize, Deserialize, Debug, Default)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct LoginPasswordFailCheckConfig {
    /// `LoginPasswordFailCheckConfig.timeInterval`.
    pub time_interval: Option<i64>,
    /// `LoginPasswordFailCheckConfig.limit`.
    pub limit: Option<i64>,
    /// `LoginPasswordFailCheckConfig.enabled`.
    pub enabled: Option<bool>,
}

/// `Mfa`.
#[derive(Clone, PartialEq, Serialize, Deserialize, Debug)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Mfa {
    /// `Mfa.id`.
    pub id: String,
    /// `Mfa.userId`.
    pub user_id: String,
    /// `Mfa.userPoolId`.
    pub user_pool_id: String,
    /// `Mfa.enable`.
    pub enable: bool,
    /// `Mfa.secret`.
    pub secret: Option<Secret>,
}

impl Mfa {
    /// One with what the schema requires and nothing else, for tests and caches. The
    /// other fields are public.
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
            enable: enable,
            secret: None,
        }
    }
}

/// `Node`.
#[derive(Clone, PartialEq, Serialize, Deserialize, Debug)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Node {
    /// `Node.id`.
    pub id: String,
    /// `Node.orgId`.
    pub org_id: Option<String>,
    /// `Node.name`.
    pub name: String,
    /// `Node.nameI18n`.
    pub name_i18n: Option<String>,
    /// `Node.description`.
    pub description: Option<String>,
    /// `Node.descriptionI18n`.
    pub description_i18n: Option<String>,
    /// `Node.order`.
    pub order: Option<i64>,
    /// `Node.code`.
    pub code: Option<String>,
    /// `Node.root`.
    pub root: Option<bool>,
    /// `Node.depth`.
    pub depth: Option<i64>,
    /// `Node.path`.
    #[serde(deserialize_with = "nulls::list")]
    pub path: Vec<String>,
    /// `Node.codePath`.
    #[serde(deserialize_with = "nulls::list")]
    pub code_path: Vec<String>,
    /// `Node.namePath`.
    #[serde(deserialize_with = "nulls::list")]
    pub name_path: Vec<String>,
    /// `Node.createdAt`.
    pub created_at: Option<Timestamp>,
    /// `Node.updatedAt`.
    pub updated_at: Option<Timestamp>,
    /// `Node.children`.
    #[serde(deserialize_with = "nulls::optional_list", default)]
    pub children: Option<Vec<String>>,
    /// `Node.isVirtualNode`.
    pub is_virtual_node: Option<bool>,
}

impl Node {
    /// One with what the schema requires and nothing else, for tests and caches. The
    /// other fields are public.
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
            is_virtual_node: None,
        }
    }
}

/// `Org`.
#[derive(Clone, PartialEq, Serialize, Deserialize, Debug)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Org {
    /// `Org.id`.
    pub id: String,
    /// `Org.rootNode`.
    pub root_node: Node,
    /// `Org.nodes`.
    #[serde(deserialize_with = "nulls::list")]
    pub nodes: Vec<Node>,
    /// `Org.tenantId`.
    pub tenant_id: Option<String>,
}

impl Org {
    /// One with what the schema requires and nothing else, for tests and caches. The
    /// other fields are public.
    pub fn new(
        id: impl Into<String>,
        root_node: Node,
        nodes: impl IntoIterator<Item = Node>,
    ) -> Self {
        Self {
            id: id.into(),
            root_node: root_node,
            nodes: nodes.into_iter().collect(),
            tenant_id: None,
        }
    }
}

/// `PaginatedAuthorizedResources`.
pub type PaginatedAuthorizedResources = Page<AuthorizedResource>;

/// `PaginatedAuthorizedTargets`.
pub type PaginatedAuthorizedTargets = Page<ResourcePermissionAssignment>;

/// `PaginatedDepartments`.
pub type PaginatedDepartments = Page<UserDepartment>;

/// `PaginatedFunctions`.
pub type PaginatedFunctions = Page<Function>;

/// `PaginatedGroups`.
pub type PaginatedGroups = Page<Group>;

/// `PaginatedOrgs`.
pub type PaginatedOrgs = Page<Org>;

/// `PaginatedPolicies`.
pub type PaginatedPolicies = Page<Policy>;

/// `PaginatedPolicyAssignments`.
pub type PaginatedPolicyAssignments = Page<PolicyAssignment>;

/// `PaginatedRoles`.
pub type PaginatedRoles = Page<Role>;

/// `PaginatedUserpool`.
pub type PaginatedUserpool = Page<UserPool>;

/// `PaginatedUsers`.
pub type PaginatedUsers = Page<User>;

/// `PasswordUpdatePolicy`.
#[derive(Clone, PartialEq, Serialize, Deserialize, Debug, Default)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PasswordUpdatePolicy {
    /// `PasswordUpdatePolicy.enabled`.
    pub enabled: Option<bool>,
    /// `PasswordUpdatePolicy.forcedCycle`.
    pub forced_cycle: Option<i64>,
    /// `PasswordUpdatePolicy.differenceCycle`.
    pub difference_cycle: Option<i64>,
}

/// `PasswordUpdatePolicyConfig`.
#[derive(Clone, PartialEq, Serialize, Deserialize, Debug, Default)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PasswordUpdatePolicyConfig {
    /// `PasswordUpdatePolicyConfig.enabled`.
    pub enabled: Option<bool>,
    /// `PasswordUpdatePolicyConfig.forcedCycle`.
    pub forced_cycle: Option<i64>,
    /// `PasswordUpdatePolicyConfig.differenceCycle`.
    pub difference_cycle: Option<i64>,
}

/// `Policy`.
#[derive(Clone, PartialEq, Serialize, Deserialize, Debug)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Policy {
    /// `Policy.namespace`.
    pub namespace: String,
    /// `Policy.code`.
    pub code: String,
    /// `Policy.isDefault`.
    pub is_default: bool,
    /// `Policy.description`.
    pub description: Option<String>,
    /// `Policy.statements`.
    #[serde(deserialize_with = "nulls::list")]
    pub statements: Vec<PolicyStatement>,
    /// `Policy.createdAt`.
    pub created_at: Option<Timestamp>,
    /// `Policy.updatedAt`.
    pub updated_at: Option<Timestamp>,
    /// `Policy.assignmentsCount`.
    pub assignments_count: i64,
}

impl Policy {
    /// One with what the schema requires and nothing else, for tests and caches. The
    /// other fields are public.
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
            is_default: is_default,
            description: None,
            statements: statements.into_iter().collect(),
            created_at: None,
            updated_at: None,
            assignments_count: assignments_count,
        }
    }
}

/// `PolicyAssignment`.
#[derive(Clone, PartialEq, Serialize, Deserialize, Debug)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PolicyAssignment {
    /// `PolicyAssignment.code`.
    pub code: String,
    /// `PolicyAssignment.targetType`.
    pub target_type: PolicyAssignmentTargetType,
    /// `PolicyAssignment.targetIdentifier`.
    pub target_identifier: String,
}

impl PolicyAssignment {
    /// One with what the schema requires and nothing else, for tests and caches. The
    /// other fields are public.
    pub fn new(
        code: impl Into<String>,
        target_type: PolicyAssignmentTargetType,
        target_identifier: impl Into<String>,
    ) -> Self {
        Self {
            code: code.into(),
            target_type: target_type,
            target_identifier: target_identifier.into(),
        }
    }
}

/// `PolicyStatement`.
#[derive(Clone, PartialEq, Serialize, Deserialize, Debug)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PolicyStatement {
    /// `PolicyStatement.resource`.
    pub resource: String,
    /// `PolicyStatement.actions`.
    #[serde(deserialize_with = "nulls::list")]
    pub actions: Vec<String>,
    /// `PolicyStatement.effect`.
    pub effect: Option<PolicyEffect>,
    /// `PolicyStatement.condition`.
    #[serde(deserialize_with = "nulls::optional_list", default)]
    pub condition: Option<Vec<PolicyStatementCondition>>,
}

impl PolicyStatement {
    /// One with what the schema requires and nothing else, for tests and caches. The
    /// other fields are public.
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

/// `PolicyStatementCondition`.
#[derive(Clone, PartialEq, Serialize, Deserialize, Debug)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PolicyStatementCondition {
    /// `PolicyStatementCondition.param`.
    pub param: String,
    /// `PolicyStatementCondition.operator`.
    pub operator: String,
    /// `PolicyStatementCondition.value`.
    pub value: serde_json::Value,
}

impl PolicyStatementCondition {
    /// One with what the schema requires and nothing else, for tests and caches. The
    /// other fields are public.
    pub fn new(
        param: impl Into<String>,
        operator: impl Into<String>,
        value: serde_json::Value,
    ) -> Self {
        Self { param: param.into(), operator: operator.into(), value: value }
    }
}

/// `QrcodeLoginStrategy`.
#[derive(Clone, PartialEq, Serialize, Deserialize, Debug, Default)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct QrcodeLoginStrategy {
    /// `QrcodeLoginStrategy.qrcodeExpiresAfter`.
    pub qrcode_expires_after: Option<i64>,
    /// `QrcodeLoginStrategy.returnFullUserInfo`.
    pub return_full_user_info: Option<bool>,
    /// `QrcodeLoginStrategy.allowExchangeUserInfoFromBrowser`.
    pub allow_exchange_user_info_from_browser: Option<bool>,
    /// `QrcodeLoginStrategy.ticketExpiresAfter`.
    pub ticket_expires_after: Option<i64>,
}

/// `RefreshAccessTokenRes`.
#[derive(Clone, PartialEq, Serialize, Deserialize, Debug, Default)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct RefreshedAccessToken {
    /// `RefreshAccessTokenRes.accessToken`.
    pub access_token: Option<Secret>,
    /// `RefreshAccessTokenRes.exp`.
    pub exp: Option<i64>,
    /// `RefreshAccessTokenRes.iat`.
    pub iat: Option<i64>,
}

/// `RefreshToken`.
#[derive(Clone, PartialEq, Serialize, Deserialize, Debug, Default)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct RefreshToken {
    /// `RefreshToken.token`.
    pub token: Option<Secret>,
    /// `RefreshToken.iat`.
    pub iat: Option<i64>,
    /// `RefreshToken.exp`.
    pub exp: Option<i64>,
}

/// `RegisterWhiteListConfig`.
#[derive(Clone, PartialEq, Serialize, Deserialize, Debug, Default)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct RegisterWhiteListConfig {
    /// `RegisterWhiteListConfig.phoneEnabled`.
    pub phone_enabled: Option<bool>,
    /// `RegisterWhiteListConfig.emailEnabled`.
    pub email_enabled: Option<bool>,
    /// `RegisterWhiteListConfig.usernameEnabled`.
    pub username_enabled: Option<bool>,
}

/// `ResourcePermissionAssignment`.
#[derive(Clone, PartialEq, Serialize, Deserialize, Debug, Default)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ResourcePermissionAssignment {
    /// `ResourcePermissionAssignment.targetType`.
    pub target_type: Option<PolicyAssignmentTargetType>,
    /// `ResourcePermissionAssignment.targetIdentifier`.
    pub target_identifier: Option<String>,
    /// `ResourcePermissionAssignment.actions`.
    #[serde(deserialize_with = "nulls::optional_list", default)]
    pub actions: Option<Vec<String>>,
}

/// `Role`.
#[derive(Clone, PartialEq, Serialize, Deserialize, Debug)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Role {
    /// `Role.id`.
    pub id: String,
    /// `Role.namespace`.
    pub namespace: String,
    /// `Role.code`.
    pub code: String,
    /// `Role.arn`.
    pub arn: String,
    /// `Role.description`.
    pub description: Option<String>,
    /// `Role.isSystem`.
    pub is_system: Option<bool>,
    /// `Role.createdAt`.
    pub created_at: Option<Timestamp>,
    /// `Role.updatedAt`.
    pub updated_at: Option<Timestamp>,
    /// `Role.parent`.
    pub parent: Option<Box<Role>>,
}

impl Role {
    /// One with what the schema requires and nothing else, for tests and caches. The
    /// other fields are public.
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
            is_system: None,
            created_at: None,
            updated_at: None,
            parent: None,
        }
    }
}

/// `SocialConnection`.
#[derive(Clone, PartialEq, Serialize, Deserialize, Debug)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SocialConnection {
    /// `SocialConnection.provider`.
    pub provider: String,
    /// `SocialConnection.name`.
    pub name: String,
    /// `SocialConnection.logo`.
    pub logo: String,
    /// `SocialConnection.description`.
    pub description: Option<String>,
    /// `SocialConnection.fields`.
    #[serde(deserialize_with = "nulls::optional_list", default)]
    pub fields: Option<Vec<SocialConnectionField>>,
}

impl SocialConnection {
    /// One with what the schema requires and nothing else, for tests and caches. The
    /// other fields are public.
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

/// `SocialConnectionField`.
#[derive(Clone, PartialEq, Serialize, Deserialize, Debug, Default)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SocialConnectionField {
    /// `SocialConnectionField.key`.
    pub key: Option<String>,
    /// `SocialConnectionField.label`.
    pub label: Option<String>,
    /// `SocialConnectionField.type`.
    pub r#type: Option<String>,
    /// `SocialConnectionField.placeholder`.
    pub placeholder: Option<String>,
    /// `SocialConnectionField.children`.
    #[serde(deserialize_with = "nulls::optional_list", default)]
    pub children: Option<Vec<SocialConnectionField>>,
}

/// `SocialConnectionInstance`.
#[derive(Clone, PartialEq, Serialize, Deserialize, Debug)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SocialConnectionInstance {
    /// `SocialConnectionInstance.provider`.
    pub provider: String,
    /// `SocialConnectionInstance.enabled`.
    pub enabled: bool,
    /// `SocialConnectionInstance.fields`.
    #[serde(deserialize_with = "nulls::optional_list", default)]
    pub fields: Option<Vec<SocialConnectionInstanceField>>,
}

impl SocialConnectionInstance {
    /// One with what the schema requires and nothing else, for tests and caches. The
    /// other fields are public.
    pub fn new(provider: impl Into<String>, enabled: bool) -> Self {
        Self { provider: provider.into(), enabled: enabled, fields: None }
    }
}

/// `SocialConnectionInstanceField`.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SocialConnectionInstanceField {
    /// `SocialConnectionInstanceField.key`.
    pub key: String,
    /// `SocialConnectionInstanceField.value`.
    pub value: String,
}

impl SocialConnectionInstanceField {
    /// One with what the schema requires and nothing else, for tests and caches. The
    /// other fields are public.
    pub fn new(key: impl Into<String>, value: impl Into<String>) -> Self {
        Self { key: key.into(), value: value.into() }
    }
}

impl fmt::Debug for SocialConnectionInstanceField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SocialConnectionInstanceField")
            .field("key", &self.key)
            .finish_non_exhaustive()
    }
}

/// `User`.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct User {
    /// `User.id`.
    pub id: String,
    /// `User.arn`.
    pub arn: String,
    /// `User.status`.
    pub status: Option<UserStatus>,
    /// `User.userPoolId`.
    pub user_pool_id: String,
    /// `User.username`.
    pub username: Option<String>,
    /// `User.email`.
    pub email: Option<String>,
    /// `User.emailVerified`.
    pub email_verified: Option<bool>,
    /// `User.phone`.
    pub phone: Option<String>,
    /// `User.phoneVerified`.
    pub phone_verified: Option<bool>,
    /// `User.unionid`.
    pub unionid: Option<String>,
    /// `User.openid`.
    pub openid: Option<String>,
    /// `User.identities`.
    #[serde(deserialize_with = "nulls::optional_list", default)]
    pub identities: Option<Vec<Identity>>,
    /// `User.nickname`.
    pub nickname: Option<String>,
    /// `User.registerSource`.
    #[serde(deserialize_with = "nulls::optional_list", default)]
    pub register_source: Option<Vec<String>>,
    /// `User.photo`.
    pub photo: Option<String>,
    /// `User.password`.
    pub password: Option<Secret>,
    /// `User.oauth`.
    pub oauth: Option<String>,
    /// `User.token`.
    pub token: Option<Secret>,
    /// `User.tokenExpiredAt`.
    pub token_expired_at: Option<Timestamp>,
    /// `User.loginsCount`.
    pub logins_count: Option<i64>,
    /// `User.lastLogin`.
    pub last_login: Option<Timestamp>,
    /// `User.lastIP`.
    #[serde(rename = "lastIP")]
    pub last_ip: Option<String>,
    /// `User.signedUp`.
    pub signed_up: Option<Timestamp>,
    /// `User.blocked`.
    pub blocked: Option<bool>,
    /// `User.isDeleted`.
    pub is_deleted: Option<bool>,
    /// `User.device`.
    pub device: Option<String>,
    /// `User.browser`.
    pub browser: Option<String>,
    /// `User.company`.
    pub company: Option<String>,
    /// `User.name`.
    pub name: Option<String>,
    /// `User.givenName`.
    pub given_name: Option<String>,
    /// `User.familyName`.
    pub family_name: Option<String>,
    /// `User.middleName`.
    pub middle_name: Option<String>,
    /// `User.profile`.
    pub profile: Option<String>,
    /// `User.preferredUsername`.
    pub preferred_username: Option<String>,
    /// `User.website`.
    pub website: Option<String>,
    /// `User.gender`.
    pub gender: Option<String>,
    /// `User.birthdate`.
    pub birthdate: Option<String>,
    /// `User.zoneinfo`.
    pub zoneinfo: Option<String>,
    /// `User.locale`.
    pub locale: Option<String>,
    /// `User.address`.
    pub address: Option<String>,
    /// `User.formatted`.
    pub formatted: Option<String>,
    /// `User.streetAddress`.
    pub street_address: Option<String>,
    /// `User.locality`.
    pub locality: Option<String>,
    /// `User.region`.
    pub region: Option<String>,
    /// `User.postalCode`.
    pub postal_code: Option<String>,
    /// `User.city`.
    pub city: Option<String>,
    /// `User.province`.
    pub province: Option<String>,
    /// `User.country`.
    pub country: Option<String>,
    /// `User.createdAt`.
    pub created_at: Option<Timestamp>,
    /// `User.updatedAt`.
    pub updated_at: Option<Timestamp>,
    /// `User.externalId`.
    pub external_id: Option<String>,
    /// `User.customData`.
    #[serde(deserialize_with = "nulls::optional_list", default)]
    pub custom_data: Option<Vec<UserCustomData>>,
    /// `User.phoneCountryCode`.
    pub phone_country_code: Option<String>,
    /// `User.mainDepartmentId`.
    pub main_department_id: Option<String>,
    /// `User.mainDepartmentCode`.
    pub main_department_code: Option<String>,
    /// `User.newlyCreated`.
    pub newly_created: Option<bool>,
    /// `User.expiredAt`.
    pub expired_at: Option<Timestamp>,
    /// `User.directManagement`.
    pub direct_management: Option<String>,
}

impl User {
    /// One with what the schema requires and nothing else, for tests and caches. The
    /// other fields are public.
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
            identities: None,
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
            custom_data: None,
            phone_country_code: None,
            main_department_id: None,
            main_department_code: None,
            newly_created: None,
            expired_at: None,
            direct_management: None,
        }
    }
}

impl fmt::Debug for User {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("User")
            .field("id", &self.id)
            .field("arn", &self.arn)
            .field("user_pool_id", &self.user_pool_id)
            .finish_non_exhaustive()
    }
}

/// `UserCustomData`.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UserCustomData {
    /// `UserCustomData.key`.
    pub key: String,
    /// `UserCustomData.value`.
    pub value: Option<String>,
    /// `UserCustomData.label`.
    pub label: Option<String>,
    /// `UserCustomData.dataType`.
    pub data_type: UdfDataType,
}

impl UserCustomData {
    /// One with what the schema requires and nothing else, for tests and caches. The
    /// other fields are public.
    pub fn new(key: impl Into<String>, data_type: UdfDataType) -> Self {
        Self { key: key.into(), value: None, label: None, data_type: data_type }
    }
}

impl fmt::Debug for UserCustomData {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UserCustomData")
            .field("key", &self.key)
            .field("data_type", &self.data_type)
            .finish_non_exhaustive()
    }
}

/// `UserDefinedData`.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UserDefinedData {
    /// `UserDefinedData.key`.
    pub key: String,
    /// `UserDefinedData.dataType`.
    pub data_type: UdfDataType,
    /// `UserDefinedData.value`.
    pub value: String,
    /// `UserDefinedData.label`.
    pub label: Option<String>,
}

impl UserDefinedData {
    /// One with what the schema requires and nothing else, for tests and caches. The
    /// other fields are public.
    pub fn new(key: impl Into<String>, data_type: UdfDataType, value: impl Into<String>) -> Self {
        Self { key: key.into(), data_type: data_type, value: value.into(), label: None }
    }
}

impl fmt::Debug for UserDefinedData {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UserDefinedData")
            .field("key", &self.key)
            .field("data_type", &self.data_type)
            .finish_non_exhaustive()
    }
}

/// `UserDefinedDataMap`.
#[derive(Clone, PartialEq, Serialize, Deserialize, Debug)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UserDefinedDataMap {
    /// `UserDefinedDataMap.targetId`.
    pub target_id: String,
    /// `UserDefinedDataMap.data`.
    #[serde(deserialize_with = "nulls::list")]
    pub data: Vec<UserDefinedData>,
}

impl UserDefinedDataMap {
    /// One with what the schema requires and nothing else, for tests and caches. The
    /// other fields are public.
    pub fn new(
        target_id: impl Into<String>,
        data: impl IntoIterator<Item = UserDefinedData>,
    ) -> Self {
        Self { target_id: target_id.into(), data: data.into_iter().collect() }
    }
}

/// `UserDefinedField`.
#[derive(Clone, PartialEq, Serialize, Deserialize, Debug)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UserDefinedField {
    /// `UserDefinedField.targetType`.
    pub target_type: UdfTargetType,
    /// `UserDefinedField.dataType`.
    pub data_type: UdfDataType,
    /// `UserDefinedField.key`.
    pub key: String,
    /// `UserDefinedField.label`.
    pub label: Option<String>,
    /// `UserDefinedField.options`.
    pub options: Option<String>,
}

impl UserDefinedField {
    /// One with what the schema requires and nothing else, for tests and caches. The
    /// other fields are public.
    pub fn new(target_type: UdfTargetType, data_type: UdfDataType, key: impl Into<String>) -> Self {
        Self {
            target_type: target_type,
            data_type: data_type,
            key: key.into(),
            label: None,
            options: None,
        }
    }
}

/// `UserDepartment`.
#[derive(Clone, PartialEq, Serialize, Deserialize, Debug)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UserDepartment {
    /// `UserDepartment.department`.
    pub department: Node,
    /// `UserDepartment.isMainDepartment`.
    pub is_main_department: bool,
    /// `UserDepartment.joinedAt`.
    pub joined_at: Option<Timestamp>,
}

impl UserDepartment {
    /// One with what the schema requires and nothing else, for tests and caches. The
    /// other fields are public.
    pub fn new(department: Node, is_main_department: bool) -> Self {
        Self { department: department, is_main_department: is_main_department, joined_at: None }
    }
}

/// `UserPool`.
#[derive(Clone, PartialEq, Serialize, Deserialize, Debug)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UserPool {
    /// `UserPool.id`.
    pub id: String,
    /// `UserPool.name`.
    pub name: String,
    /// `UserPool.domain`.
    pub domain: String,
    /// `UserPool.description`.
    pub description: Option<String>,
    /// `UserPool.secret`.
    pub secret: Secret,
    /// `UserPool.jwtSecret`.
    pub jwt_secret: Secret,
    /// `UserPool.ownerId`.
    pub owner_id: Option<String>,
    /// `UserPool.userpoolTypes`.
    #[serde(deserialize_with = "nulls::optional_list", default)]
    pub userpool_types: Option<Vec<UserPoolType>>,
    /// `UserPool.logo`.
    pub logo: String,
    /// `UserPool.createdAt`.
    pub created_at: Option<Timestamp>,
    /// `UserPool.updatedAt`.
    pub updated_at: Option<Timestamp>,
    /// `UserPool.emailVerifiedDefault`.
    pub email_verified_default: bool,
    /// `UserPool.sendWelcomeEmail`.
    pub send_welcome_email: bool,
    /// `UserPool.registerDisabled`.
    pub register_disabled: bool,
    /// `UserPool.appSsoEnabled`.
    pub app_sso_enabled: bool,
    /// `UserPool.showWxQRCodeWhenRegisterDisabled`.
    #[serde(rename = "showWxQRCodeWhenRegisterDisabled")]
    pub show_wx_qr_code_when_register_disabled: Option<bool>,
    /// `UserPool.allowedOrigins`.
    pub allowed_origins: Option<String>,
    /// `UserPool.tokenExpiresAfter`.
    pub token_expires_after: Option<i64>,
    /// `UserPool.isDeleted`.
    pub is_deleted: Option<bool>,
    /// `UserPool.frequentRegisterCheck`.
    pub frequent_register_check: Option<FrequentRegisterCheckConfig>,
    /// `UserPool.loginFailCheck`.
    pub login_fail_check: Option<LoginFailCheckConfig>,
    /// `UserPool.passwordUpdatePolicy`.
    pub password_update_policy: Option<PasswordUpdatePolicyConfig>,
    /// `UserPool.loginPasswordFailCheck`.
    pub login_password_fail_check: Option<LoginPasswordFailCheckConfig>,
    /// `UserPool.loginFailStrategy`.
    pub login_fail_strategy: Option<String>,
    /// `UserPool.changePhoneStrategy`.
    pub change_phone_strategy: Option<ChangePhoneStrategy>,
    /// `UserPool.changeEmailStrategy`.
    pub change_email_strategy: Option<ChangeEmailStrategy>,
    /// `UserPool.qrcodeLoginStrategy`.
    pub qrcode_login_strategy: Option<QrcodeLoginStrategy>,
    /// `UserPool.app2WxappLoginStrategy`.
    pub app2_wxapp_login_strategy: Option<App2WxappLoginStrategy>,
    /// `UserPool.whitelist`.
    pub whitelist: Option<RegisterWhiteListConfig>,
    /// `UserPool.customSMSProvider`.
    #[serde(rename = "customSMSProvider")]
    pub custom_sms_provider: Option<CustomSmsProvider>,
    /// `UserPool.packageType`.
    pub package_type: Option<i64>,
    /// `UserPool.useCustomUserStore`.
    pub use_custom_user_store: Option<bool>,
    /// `UserPool.loginRequireEmailVerified`.
    pub login_require_email_verified: Option<bool>,
    /// `UserPool.verifyCodeLength`.
    pub verify_code_length: Option<i64>,
    /// `UserPool.verifyCodeMaxAttempts`.
    pub verify_code_max_attempts: Option<i64>,
}

impl UserPool {
    /// One with what the schema requires and nothing else, for tests and caches. The
    /// other fields are public.
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
            owner_id: None,
            userpool_types: None,
            logo: logo.into(),
            created_at: None,
            updated_at: None,
            email_verified_default: email_verified_default,
            send_welcome_email: send_welcome_email,
            register_disabled: register_disabled,
            app_sso_enabled: app_sso_enabled,
            show_wx_qr_code_when_register_disabled: None,
            allowed_origins: None,
            token_expires_after: None,
            is_deleted: None,
            frequent_register_check: None,
            login_fail_check: None,
            password_update_policy: None,
            login_password_fail_check: None,
            login_fail_strategy: None,
            change_phone_strategy: None,
            change_email_strategy: None,
            qrcode_login_strategy: None,
            app2_wxapp_login_strategy: None,
            whitelist: None,
            custom_sms_provider: None,
            package_type: None,
            use_custom_user_store: None,
            login_require_email_verified: None,
            verify_code_length: None,
            verify_code_max_attempts: None,
        }
    }
}

/// `UserPoolType`.
#[derive(Clone, PartialEq, Serialize, Deserialize, Debug, Default)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UserPoolType {
    /// `UserPoolType.code`.
    pub code: Option<String>,
    /// `UserPoolType.name`.
    pub name: Option<String>,
    /// `UserPoolType.description`.
    pub description: Option<String>,
    /// `UserPoolType.image`.
    pub image: Option<String>,
    /// `UserPoolType.sdks`.
    #[serde(deserialize_with = "nulls::optional_list", default)]
    pub sdks: Option<Vec<String>>,
}

/// `WhiteList`.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct WhiteList {
    /// `WhiteList.createdAt`.
    pub created_at: Option<Timestamp>,
    /// `WhiteList.updatedAt`.
    pub updated_at: Option<Timestamp>,
    /// `WhiteList.value`.
    pub value: String,
}

impl WhiteList {
    /// One with what the schema requires and nothing else, for tests and caches. The
    /// other fields are public.
    pub fn new(value: impl Into<String>) -> Self {
        Self { created_at: None, updated_at: None, value: value.into() }
    }
}

impl fmt::Debug for WhiteList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WhiteList").finish_non_exhaustive()
    }
}
