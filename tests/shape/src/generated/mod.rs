// @generated from schema/ by `cargo xtask codegen`. Do not edit.

//! Each model beside the type that graphql_client derives from the schema.

use authing_types::{
    EmailScene, EmailTemplateType, Operator, PolicyAssignmentTargetType, PolicyEffect,
    ResourceType, SortBy as SortByEnum, UdfDataType, UdfTargetType, UserStatus, WhitelistType,
};
use graphql_client::GraphQLQuery;
use serde_json::Value as Object;

use crate::reads::{NullableElements, Reads, reads};

mod authentication;
mod management;

// Makes Cargo rebuild this crate when the schema changes.
const _: &[u8] =
    include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../schema/schema.graphql"));

impl Reads<EmailScene> for EmailScene {}
impl Reads<EmailTemplateType> for EmailTemplateType {}
impl Reads<Operator> for Operator {}
impl Reads<PolicyAssignmentTargetType> for PolicyAssignmentTargetType {}
impl Reads<PolicyEffect> for PolicyEffect {}
impl Reads<ResourceType> for ResourceType {}
impl Reads<SortByEnum> for SortByEnum {}
impl Reads<UdfDataType> for UdfDataType {}
impl Reads<UdfTargetType> for UdfTargetType {}
impl Reads<UserStatus> for UserStatus {}
impl Reads<WhitelistType> for WhitelistType {}

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "src/generated/documents/access_token_shape.graphql",
    normalization = "rust"
)]
pub(crate) struct AccessTokenShape;

const _: fn(access_token_shape::AccessTokenShapeAccessToken, authing_types::AccessToken) =
    |shape, model| {
        let access_token_shape::AccessTokenShapeAccessToken { access_token, exp, iat } = shape;
        reads(access_token, model.access_token);
        reads(exp, model.exp);
        reads(iat, model.iat);
    };

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "src/generated/documents/app2_wxapp_login_strategy_shape.graphql",
    normalization = "rust"
)]
pub(crate) struct App2WxappLoginStrategyShape;

const _: fn(
    app2_wxapp_login_strategy_shape::App2WxappLoginStrategyShapeUserpoolApp2WxappLoginStrategy,
    authing_types::App2WxappLoginStrategy,
) = |shape, model| {
    let app2_wxapp_login_strategy_shape::App2WxappLoginStrategyShapeUserpoolApp2WxappLoginStrategy { ticket_exprires_after, ticket_exchange_user_info_need_secret,  } = shape;
    reads(ticket_exprires_after, model.ticket_expires_after);
    reads(ticket_exchange_user_info_need_secret, model.ticket_exchange_user_info_need_secret);
};

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "src/generated/documents/authorized_resource_shape.graphql",
    normalization = "rust",
    extern_enums("ResourceType")
)]
pub(crate) struct AuthorizedResourceShape;

const _: fn(
    authorized_resource_shape::AuthorizedResourceShapeAuthorizedResourcesList,
    authing_types::AuthorizedResource,
) = |shape, model| {
    let authorized_resource_shape::AuthorizedResourceShapeAuthorizedResourcesList {
        code,
        type_,
        actions,
        api_identifier,
    } = shape;
    reads(code, model.code);
    reads(type_, model.r#type);
    reads(actions, model.actions);
    reads(api_identifier, model.api_identifier);
};

// No operation returns a `BatchOperationResult`.

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "src/generated/documents/change_email_strategy_shape.graphql",
    normalization = "rust"
)]
pub(crate) struct ChangeEmailStrategyShape;

const _: fn(
    change_email_strategy_shape::ChangeEmailStrategyShapeUserpoolChangeEmailStrategy,
    authing_types::ChangeEmailStrategy,
) = |shape, model| {
    let change_email_strategy_shape::ChangeEmailStrategyShapeUserpoolChangeEmailStrategy {
        verify_old_email,
    } = shape;
    reads(verify_old_email, model.verify_old_email);
};

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "src/generated/documents/change_phone_strategy_shape.graphql",
    normalization = "rust"
)]
pub(crate) struct ChangePhoneStrategyShape;

const _: fn(
    change_phone_strategy_shape::ChangePhoneStrategyShapeUserpoolChangePhoneStrategy,
    authing_types::ChangePhoneStrategy,
) = |shape, model| {
    let change_phone_strategy_shape::ChangePhoneStrategyShapeUserpoolChangePhoneStrategy {
        verify_old_phone,
    } = shape;
    reads(verify_old_phone, model.verify_old_phone);
};

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "src/generated/documents/check_password_result_shape.graphql",
    normalization = "rust"
)]
pub(crate) struct CheckPasswordResultShape;

const _: fn(
    check_password_result_shape::CheckPasswordResultShapeCheckPassword,
    authing_types::CheckPasswordResult,
) = |shape, model| {
    let check_password_result_shape::CheckPasswordResultShapeCheckPassword { code, message } =
        shape;
    reads(code, model.code);
    reads(message, model.message);
};

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "src/generated/documents/check_password_strength_result_shape.graphql",
    normalization = "rust"
)]
pub(crate) struct CheckPasswordStrengthResultShape;

const _: fn(
    check_password_strength_result_shape::CheckPasswordStrengthResultShapeCheckPasswordStrength,
    authing_types::CheckPasswordStrengthResult,
) = |shape, model| {
    let check_password_strength_result_shape::CheckPasswordStrengthResultShapeCheckPasswordStrength { valid, message,  } = shape;
    reads(valid, model.valid);
    reads(message, model.message);
};

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "src/generated/documents/confirmation_shape.graphql",
    normalization = "rust"
)]
pub(crate) struct ConfirmationShape;

const _: fn(confirmation_shape::ConfirmationShapeAllow, authing_types::wire::Confirmation) =
    |shape, model| {
        let confirmation_shape::ConfirmationShapeAllow { message, code } = shape;
        reads(message, model.message);
        reads(code, model.code);
    };

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "src/generated/documents/custom_sms_provider_shape.graphql",
    normalization = "rust"
)]
pub(crate) struct CustomSmsProviderShape;

const _: fn(
    custom_sms_provider_shape::CustomSmsProviderShapeUserpoolCustomSmsProvider,
    authing_types::CustomSmsProvider,
) = |shape, model| {
    let custom_sms_provider_shape::CustomSmsProviderShapeUserpoolCustomSmsProvider {
        enabled,
        provider,
        config,
    } = shape;
    reads(enabled, model.enabled);
    reads(provider, model.provider);
    reads(config, model.config);
};

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "src/generated/documents/email_template_shape.graphql",
    normalization = "rust",
    extern_enums("EmailTemplateType")
)]
pub(crate) struct EmailTemplateShape;

const _: fn(email_template_shape::EmailTemplateShapeEmailTemplates, authing_types::EmailTemplate) =
    |shape, model| {
        let email_template_shape::EmailTemplateShapeEmailTemplates {
            type_,
            name,
            subject,
            sender,
            content,
            redirect_to,
            has_url,
            expires_in,
            enabled,
            is_system,
        } = shape;
        reads(type_, model.r#type);
        reads(name, model.name);
        reads(subject, model.subject);
        reads(sender, model.sender);
        reads(content, model.content);
        reads(redirect_to, model.redirect_to);
        reads(has_url, model.has_url);
        reads(expires_in, model.expires_in);
        reads(enabled, model.enabled);
        reads(is_system, model.is_system);
    };

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "src/generated/documents/frequent_register_check_config_shape.graphql",
    normalization = "rust"
)]
pub(crate) struct FrequentRegisterCheckConfigShape;

const _: fn(frequent_register_check_config_shape::FrequentRegisterCheckConfigShapeUserpoolFrequentRegisterCheck, authing_types::FrequentRegisterCheckConfig) = |shape, model| {
let frequent_register_check_config_shape::FrequentRegisterCheckConfigShapeUserpoolFrequentRegisterCheck { time_interval, limit, enabled,  } = shape;
reads(time_interval, model.time_interval);
reads(limit, model.limit);
reads(enabled, model.enabled);
};

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "src/generated/documents/function_shape.graphql",
    normalization = "rust"
)]
pub(crate) struct FunctionShape;

const _: fn(function_shape::FunctionShapeFunction, authing_types::Function) = |shape, model| {
    let function_shape::FunctionShapeFunction { id, name, source_code, description, url } = shape;
    reads(id, model.id);
    reads(name, model.name);
    reads(source_code, model.source_code);
    reads(description, model.description);
    reads(url, model.url);
};

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "src/generated/documents/group_shape.graphql",
    normalization = "rust"
)]
pub(crate) struct GroupShape;

const _: fn(group_shape::GroupShapeGroup, authing_types::Group) = |shape, model| {
    let group_shape::GroupShapeGroup { code, name, description, created_at, updated_at } = shape;
    reads(code, model.code);
    reads(name, model.name);
    reads(description, model.description);
    reads(created_at, model.created_at);
    reads(updated_at, model.updated_at);
};

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "src/generated/documents/identity_shape.graphql",
    normalization = "rust"
)]
pub(crate) struct IdentityShape;

const _: fn(identity_shape::IdentityShapeUserIdentities, authing_types::Identity) =
    |shape, model| {
        let identity_shape::IdentityShapeUserIdentities {
            openid,
            user_id_in_idp,
            user_info_in_idp,
            user_id,
            connection_id,
            is_social,
            provider,
            user_pool_id,
            refresh_token,
            access_token,
            type_,
            ext_idp_id,
        } = shape;
        reads(openid, model.openid);
        reads(user_id_in_idp, model.user_id_in_idp);
        reads(user_info_in_idp, model.user_info_in_idp);
        reads(user_id, model.user_id);
        reads(connection_id, model.connection_id);
        reads(is_social, model.is_social);
        reads(provider, model.provider);
        reads(user_pool_id, model.user_pool_id);
        reads(refresh_token, model.refresh_token);
        reads(access_token, model.access_token);
        reads(type_, model.r#type);
        reads(ext_idp_id, model.ext_idp_id);
    };

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "src/generated/documents/token_status_shape.graphql",
    normalization = "rust"
)]
pub(crate) struct TokenStatusShape;

impl Reads<token_status_shape::TokenStatusShapeCheckLoginStatusData>
    for authing_types::TokenStatusDetail
{
}
const _: fn(token_status_shape::TokenStatusShapeCheckLoginStatus, authing_types::TokenStatus) =
    |shape, model| {
        let token_status_shape::TokenStatusShapeCheckLoginStatus {
            code,
            message,
            status,
            exp,
            iat,
            data,
        } = shape;
        reads(code, model.code);
        reads(message, model.message);
        reads(status, model.status);
        reads(exp, model.exp);
        reads(iat, model.iat);
        reads(data, model.data);
    };

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "src/generated/documents/token_status_detail_shape.graphql",
    normalization = "rust"
)]
pub(crate) struct TokenStatusDetailShape;

const _: fn(
    token_status_detail_shape::TokenStatusDetailShapeCheckLoginStatusData,
    authing_types::TokenStatusDetail,
) = |shape, model| {
    let token_status_detail_shape::TokenStatusDetailShapeCheckLoginStatusData {
        id,
        user_pool_id,
        arn,
    } = shape;
    reads(id, model.id);
    reads(user_pool_id, model.user_pool_id);
    reads(arn, model.arn);
};

// No operation returns a `KeyValuePair`.

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "src/generated/documents/login_fail_check_config_shape.graphql",
    normalization = "rust"
)]
pub(crate) struct LoginFailCheckConfigShape;

const _: fn(
    login_fail_check_config_shape::LoginFailCheckConfigShapeUserpoolLoginFailCheck,
    authing_types::LoginFailCheckConfig,
) = |shape, model| {
    let login_fail_check_config_shape::LoginFailCheckConfigShapeUserpoolLoginFailCheck {
        time_interval,
        limit,
        enabled,
    } = shape;
    reads(time_interval, model.time_interval);
    reads(limit, model.limit);
    reads(enabled, model.enabled);
};

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "src/generated/documents/login_password_fail_check_config_shape.graphql",
    normalization = "rust"
)]
pub(crate) struct LoginPasswordFailCheckConfigShape;

const _: fn(login_password_fail_check_config_shape::LoginPasswordFailCheckConfigShapeUserpoolLoginPasswordFailCheck, authing_types::LoginPasswordFailCheckConfig) = |shape, model| {
let login_password_fail_check_config_shape::LoginPasswordFailCheckConfigShapeUserpoolLoginPasswordFailCheck { time_interval, limit, enabled,  } = shape;
reads(time_interval, model.time_interval);
reads(limit, model.limit);
reads(enabled, model.enabled);
};

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "src/generated/documents/mfa_shape.graphql",
    normalization = "rust"
)]
pub(crate) struct MfaShape;

const _: fn(mfa_shape::MfaShapeQueryMfa, authing_types::Mfa) = |shape, model| {
    let mfa_shape::MfaShapeQueryMfa { id, user_id, user_pool_id, enable, secret } = shape;
    reads(id, model.id);
    reads(user_id, model.user_id);
    reads(user_pool_id, model.user_pool_id);
    reads(enable, model.enable);
    reads(secret, model.secret);
};

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "src/generated/documents/node_shape.graphql",
    normalization = "rust"
)]
pub(crate) struct NodeShape;

const _: fn(node_shape::NodeShapeNodeById, authing_types::Node) = |shape, model| {
    let node_shape::NodeShapeNodeById {
        id,
        org_id,
        name,
        name_i18n,
        description,
        description_i18n,
        order,
        code,
        root,
        depth,
        path,
        code_path,
        name_path,
        created_at,
        updated_at,
        children,
        is_virtual_node,
    } = shape;
    reads(id, model.id);
    reads(org_id, model.org_id);
    reads(name, model.name);
    reads(name_i18n, model.name_i18n);
    reads(description, model.description);
    reads(description_i18n, model.description_i18n);
    reads(order, model.order);
    reads(code, model.code);
    reads(root, model.root);
    reads(depth, model.depth);
    reads(path, model.path);
    reads(code_path.without_nulls(), model.code_path);
    reads(name_path, model.name_path);
    reads(created_at, model.created_at);
    reads(updated_at, model.updated_at);
    reads(children, model.children);
    reads(is_virtual_node, model.is_virtual_node);
};

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "src/generated/documents/org_shape.graphql",
    normalization = "rust"
)]
pub(crate) struct OrgShape;

impl Reads<org_shape::OrgShapeOrgRootNode> for authing_types::Node {}
impl Reads<org_shape::OrgShapeOrgNodes> for authing_types::Node {}
const _: fn(org_shape::OrgShapeOrg, authing_types::Org) = |shape, model| {
    let org_shape::OrgShapeOrg { id, root_node, nodes, tenant_id } = shape;
    reads(id, model.id);
    reads(root_node, model.root_node);
    reads(nodes, model.nodes);
    reads(tenant_id, model.tenant_id);
};

// No operation returns a `PasswordUpdatePolicy`.

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "src/generated/documents/password_update_policy_config_shape.graphql",
    normalization = "rust"
)]
pub(crate) struct PasswordUpdatePolicyConfigShape;

const _: fn(
    password_update_policy_config_shape::PasswordUpdatePolicyConfigShapeUserpoolPasswordUpdatePolicy,
    authing_types::PasswordUpdatePolicyConfig,
) = |shape, model| {
    let password_update_policy_config_shape::PasswordUpdatePolicyConfigShapeUserpoolPasswordUpdatePolicy { enabled, forced_cycle, difference_cycle,  } = shape;
    reads(enabled, model.enabled);
    reads(forced_cycle, model.forced_cycle);
    reads(difference_cycle, model.difference_cycle);
};

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "src/generated/documents/policy_shape.graphql",
    normalization = "rust"
)]
pub(crate) struct PolicyShape;

impl Reads<policy_shape::PolicyShapePolicyStatements> for authing_types::PolicyStatement {}
const _: fn(policy_shape::PolicyShapePolicy, authing_types::Policy) = |shape, model| {
    let policy_shape::PolicyShapePolicy {
        namespace,
        code,
        is_default,
        description,
        statements,
        created_at,
        updated_at,
        assignments_count,
    } = shape;
    reads(namespace, model.namespace);
    reads(code, model.code);
    reads(is_default, model.is_default);
    reads(description, model.description);
    reads(statements, model.statements);
    reads(created_at, model.created_at);
    reads(updated_at, model.updated_at);
    reads(assignments_count, model.assignments_count);
};

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "src/generated/documents/policy_assignment_shape.graphql",
    normalization = "rust",
    extern_enums("PolicyAssignmentTargetType")
)]
pub(crate) struct PolicyAssignmentShape;

const _: fn(
    policy_assignment_shape::PolicyAssignmentShapePolicyAssignments,
    authing_types::PolicyAssignment,
) = |shape, model| {
    let policy_assignment_shape::PolicyAssignmentShapePolicyAssignments {
        code,
        target_type,
        target_identifier,
    } = shape;
    reads(code, model.code);
    reads(target_type, model.target_type);
    reads(target_identifier, model.target_identifier);
};

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "src/generated/documents/policy_statement_shape.graphql",
    normalization = "rust",
    extern_enums("PolicyEffect")
)]
pub(crate) struct PolicyStatementShape;

impl Reads<policy_statement_shape::PolicyStatementShapePolicyStatementsCondition>
    for authing_types::PolicyStatementCondition
{
}
const _: fn(
    policy_statement_shape::PolicyStatementShapePolicyStatements,
    authing_types::PolicyStatement,
) = |shape, model| {
    let policy_statement_shape::PolicyStatementShapePolicyStatements {
        resource,
        actions,
        effect,
        condition,
    } = shape;
    reads(resource, model.resource);
    reads(actions, model.actions);
    reads(effect, model.effect);
    reads(condition, model.condition);
};

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "src/generated/documents/policy_statement_condition_shape.graphql",
    normalization = "rust"
)]
pub(crate) struct PolicyStatementConditionShape;

const _: fn(
    policy_statement_condition_shape::PolicyStatementConditionShapePolicyStatementsCondition,
    authing_types::PolicyStatementCondition,
) = |shape, model| {
    let policy_statement_condition_shape::PolicyStatementConditionShapePolicyStatementsCondition {
        param,
        operator,
        value,
    } = shape;
    reads(param, model.param);
    reads(operator, model.operator);
    reads(value, model.value);
};

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "src/generated/documents/qrcode_login_strategy_shape.graphql",
    normalization = "rust"
)]
pub(crate) struct QrcodeLoginStrategyShape;

const _: fn(
    qrcode_login_strategy_shape::QrcodeLoginStrategyShapeUserpoolQrcodeLoginStrategy,
    authing_types::QrcodeLoginStrategy,
) = |shape, model| {
    let qrcode_login_strategy_shape::QrcodeLoginStrategyShapeUserpoolQrcodeLoginStrategy {
        qrcode_expires_after,
        return_full_user_info,
        allow_exchange_user_info_from_browser,
        ticket_expires_after,
    } = shape;
    reads(qrcode_expires_after, model.qrcode_expires_after);
    reads(return_full_user_info, model.return_full_user_info);
    reads(allow_exchange_user_info_from_browser, model.allow_exchange_user_info_from_browser);
    reads(ticket_expires_after, model.ticket_expires_after);
};

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "src/generated/documents/refreshed_access_token_shape.graphql",
    normalization = "rust"
)]
pub(crate) struct RefreshedAccessTokenShape;

const _: fn(
    refreshed_access_token_shape::RefreshedAccessTokenShapeRefreshAccessToken,
    authing_types::RefreshedAccessToken,
) = |shape, model| {
    let refreshed_access_token_shape::RefreshedAccessTokenShapeRefreshAccessToken {
        access_token,
        exp,
        iat,
    } = shape;
    reads(access_token, model.access_token);
    reads(exp, model.exp);
    reads(iat, model.iat);
};

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "src/generated/documents/refresh_token_shape.graphql",
    normalization = "rust"
)]
pub(crate) struct RefreshTokenShape;

const _: fn(refresh_token_shape::RefreshTokenShapeRefreshToken, authing_types::RefreshToken) =
    |shape, model| {
        let refresh_token_shape::RefreshTokenShapeRefreshToken { token, iat, exp } = shape;
        reads(token, model.token);
        reads(iat, model.iat);
        reads(exp, model.exp);
    };

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "src/generated/documents/register_white_list_config_shape.graphql",
    normalization = "rust"
)]
pub(crate) struct RegisterWhiteListConfigShape;

const _: fn(
    register_white_list_config_shape::RegisterWhiteListConfigShapeUserpoolWhitelist,
    authing_types::RegisterWhiteListConfig,
) = |shape, model| {
    let register_white_list_config_shape::RegisterWhiteListConfigShapeUserpoolWhitelist {
        phone_enabled,
        email_enabled,
        username_enabled,
    } = shape;
    reads(phone_enabled, model.phone_enabled);
    reads(email_enabled, model.email_enabled);
    reads(username_enabled, model.username_enabled);
};

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "src/generated/documents/resource_permission_assignment_shape.graphql",
    normalization = "rust",
    extern_enums("PolicyAssignmentTargetType", "ResourceType")
)]
pub(crate) struct ResourcePermissionAssignmentShape;

const _: fn(
    resource_permission_assignment_shape::ResourcePermissionAssignmentShapeAuthorizedTargetsList,
    authing_types::ResourcePermissionAssignment,
) = |shape, model| {
    let resource_permission_assignment_shape::ResourcePermissionAssignmentShapeAuthorizedTargetsList { target_type, target_identifier, actions,  } = shape;
    reads(target_type, model.target_type);
    reads(target_identifier, model.target_identifier);
    reads(actions, model.actions);
};

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "src/generated/documents/role_shape.graphql",
    normalization = "rust"
)]
pub(crate) struct RoleShape;

impl Reads<role_shape::RoleShapeRoleParent> for authing_types::Role {}
const _: fn(role_shape::RoleShapeRole, authing_types::Role) = |shape, model| {
    let role_shape::RoleShapeRole {
        id,
        namespace,
        code,
        arn,
        description,
        is_system,
        created_at,
        updated_at,
        parent,
    } = shape;
    reads(id, model.id);
    reads(namespace, model.namespace);
    reads(code, model.code);
    reads(arn, model.arn);
    reads(description, model.description);
    reads(is_system, model.is_system);
    reads(created_at, model.created_at);
    reads(updated_at, model.updated_at);
    reads(parent, model.parent);
};

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "src/generated/documents/social_connection_shape.graphql",
    normalization = "rust"
)]
pub(crate) struct SocialConnectionShape;

impl Reads<social_connection_shape::SocialConnectionShapeSocialConnectionFields>
    for authing_types::SocialConnectionField
{
}
const _: fn(
    social_connection_shape::SocialConnectionShapeSocialConnection,
    authing_types::SocialConnection,
) = |shape, model| {
    let social_connection_shape::SocialConnectionShapeSocialConnection {
        provider,
        name,
        logo,
        description,
        fields,
    } = shape;
    reads(provider, model.provider);
    reads(name, model.name);
    reads(logo, model.logo);
    reads(description, model.description);
    reads(fields, model.fields);
};

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "src/generated/documents/social_connection_field_shape.graphql",
    normalization = "rust"
)]
pub(crate) struct SocialConnectionFieldShape;

impl Reads<social_connection_field_shape::SocialConnectionFieldShapeSocialConnectionFieldsChildren>
    for authing_types::SocialConnectionField
{
}
const _: fn(
    social_connection_field_shape::SocialConnectionFieldShapeSocialConnectionFields,
    authing_types::SocialConnectionField,
) = |shape, model| {
    let social_connection_field_shape::SocialConnectionFieldShapeSocialConnectionFields {
        key,
        label,
        type_,
        placeholder,
        children,
    } = shape;
    reads(key, model.key);
    reads(label, model.label);
    reads(type_, model.r#type);
    reads(placeholder, model.placeholder);
    reads(children.without_nulls(), model.children);
};

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "src/generated/documents/social_connection_instance_shape.graphql",
    normalization = "rust"
)]
pub(crate) struct SocialConnectionInstanceShape;

impl Reads<social_connection_instance_shape::SocialConnectionInstanceShapeSocialConnectionInstanceFields> for authing_types::SocialConnectionInstanceField {}
const _: fn(
    social_connection_instance_shape::SocialConnectionInstanceShapeSocialConnectionInstance,
    authing_types::SocialConnectionInstance,
) = |shape, model| {
    let social_connection_instance_shape::SocialConnectionInstanceShapeSocialConnectionInstance {
        provider,
        enabled,
        fields,
    } = shape;
    reads(provider, model.provider);
    reads(enabled, model.enabled);
    reads(fields.without_nulls(), model.fields);
};

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "src/generated/documents/social_connection_instance_field_shape.graphql",
    normalization = "rust"
)]
pub(crate) struct SocialConnectionInstanceFieldShape;

const _: fn(social_connection_instance_field_shape::SocialConnectionInstanceFieldShapeSocialConnectionInstanceFields, authing_types::SocialConnectionInstanceField) = |shape, model| {
let social_connection_instance_field_shape::SocialConnectionInstanceFieldShapeSocialConnectionInstanceFields { key, value,  } = shape;
reads(key, model.key);
reads(value, model.value);
};

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "src/generated/documents/user_shape.graphql",
    normalization = "rust",
    extern_enums("UserStatus")
)]
pub(crate) struct UserShape;

impl Reads<user_shape::UserShapeUserIdentities> for authing_types::Identity {}
impl Reads<user_shape::UserShapeUserCustomData> for authing_types::UserCustomData {}
const _: fn(user_shape::UserShapeUser, authing_types::User) = |shape, model| {
    let user_shape::UserShapeUser {
        id,
        arn,
        status,
        user_pool_id,
        username,
        email,
        email_verified,
        phone,
        phone_verified,
        unionid,
        openid,
        identities,
        nickname,
        register_source,
        photo,
        password,
        oauth,
        token,
        token_expired_at,
        logins_count,
        last_login,
        last_ip,
        signed_up,
        blocked,
        is_deleted,
        device,
        browser,
        company,
        name,
        given_name,
        family_name,
        middle_name,
        profile,
        preferred_username,
        website,
        gender,
        birthdate,
        zoneinfo,
        locale,
        address,
        formatted,
        street_address,
        locality,
        region,
        postal_code,
        city,
        province,
        country,
        created_at,
        updated_at,
        external_id,
        custom_data,
        phone_country_code,
        main_department_id,
        main_department_code,
        newly_created,
        expired_at,
        direct_management,
    } = shape;
    reads(id, model.id);
    reads(arn, model.arn);
    reads(status, model.status);
    reads(user_pool_id, model.user_pool_id);
    reads(username, model.username);
    reads(email, model.email);
    reads(email_verified, model.email_verified);
    reads(phone, model.phone);
    reads(phone_verified, model.phone_verified);
    reads(unionid, model.unionid);
    reads(openid, model.openid);
    reads(identities.without_nulls(), model.identities);
    reads(nickname, model.nickname);
    reads(register_source, model.register_source);
    reads(photo, model.photo);
    reads(password, model.password);
    reads(oauth, model.oauth);
    reads(token, model.token);
    reads(token_expired_at, model.token_expired_at);
    reads(logins_count, model.logins_count);
    reads(last_login, model.last_login);
    reads(last_ip, model.last_ip);
    reads(signed_up, model.signed_up);
    reads(blocked, model.blocked);
    reads(is_deleted, model.is_deleted);
    reads(device, model.device);
    reads(browser, model.browser);
    reads(company, model.company);
    reads(name, model.name);
    reads(given_name, model.given_name);
    reads(family_name, model.family_name);
    reads(middle_name, model.middle_name);
    reads(profile, model.profile);
    reads(preferred_username, model.preferred_username);
    reads(website, model.website);
    reads(gender, model.gender);
    reads(birthdate, model.birthdate);
    reads(zoneinfo, model.zoneinfo);
    reads(locale, model.locale);
    reads(address, model.address);
    reads(formatted, model.formatted);
    reads(street_address, model.street_address);
    reads(locality, model.locality);
    reads(region, model.region);
    reads(postal_code, model.postal_code);
    reads(city, model.city);
    reads(province, model.province);
    reads(country, model.country);
    reads(created_at, model.created_at);
    reads(updated_at, model.updated_at);
    reads(external_id, model.external_id);
    reads(custom_data.without_nulls(), model.custom_data);
    reads(phone_country_code, model.phone_country_code);
    reads(main_department_id, model.main_department_id);
    reads(main_department_code, model.main_department_code);
    reads(newly_created, model.newly_created);
    reads(expired_at, model.expired_at);
    reads(direct_management, model.direct_management);
};

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "src/generated/documents/user_custom_data_shape.graphql",
    normalization = "rust",
    extern_enums("UDFDataType")
)]
pub(crate) struct UserCustomDataShape;

const _: fn(
    user_custom_data_shape::UserCustomDataShapeUserCustomData,
    authing_types::UserCustomData,
) = |shape, model| {
    let user_custom_data_shape::UserCustomDataShapeUserCustomData { key, value, label, data_type } =
        shape;
    reads(key, model.key);
    reads(value, model.value);
    reads(label, model.label);
    reads(data_type, model.data_type);
};

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "src/generated/documents/user_defined_data_shape.graphql",
    normalization = "rust",
    extern_enums("UDFDataType", "UDFTargetType")
)]
pub(crate) struct UserDefinedDataShape;

const _: fn(user_defined_data_shape::UserDefinedDataShapeUdv, authing_types::UserDefinedData) =
    |shape, model| {
        let user_defined_data_shape::UserDefinedDataShapeUdv { key, data_type, value, label } =
            shape;
        reads(key, model.key);
        reads(data_type, model.data_type);
        reads(value, model.value);
        reads(label, model.label);
    };

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "src/generated/documents/user_defined_data_map_shape.graphql",
    normalization = "rust",
    extern_enums("UDFTargetType")
)]
pub(crate) struct UserDefinedDataMapShape;

impl Reads<user_defined_data_map_shape::UserDefinedDataMapShapeUdfValueBatchData>
    for authing_types::UserDefinedData
{
}
const _: fn(
    user_defined_data_map_shape::UserDefinedDataMapShapeUdfValueBatch,
    authing_types::UserDefinedDataMap,
) = |shape, model| {
    let user_defined_data_map_shape::UserDefinedDataMapShapeUdfValueBatch { target_id, data } =
        shape;
    reads(target_id, model.target_id);
    reads(data, model.data);
};

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "src/generated/documents/user_defined_field_shape.graphql",
    normalization = "rust",
    extern_enums("UDFDataType", "UDFTargetType")
)]
pub(crate) struct UserDefinedFieldShape;

const _: fn(user_defined_field_shape::UserDefinedFieldShapeUdf, authing_types::UserDefinedField) =
    |shape, model| {
        let user_defined_field_shape::UserDefinedFieldShapeUdf {
            target_type,
            data_type,
            key,
            label,
            options,
        } = shape;
        reads(target_type, model.target_type);
        reads(data_type, model.data_type);
        reads(key, model.key);
        reads(label, model.label);
        reads(options, model.options);
    };

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "src/generated/documents/user_department_shape.graphql",
    normalization = "rust"
)]
pub(crate) struct UserDepartmentShape;

impl Reads<user_department_shape::UserDepartmentShapeUserDepartmentsListDepartment>
    for authing_types::Node
{
}
const _: fn(
    user_department_shape::UserDepartmentShapeUserDepartmentsList,
    authing_types::UserDepartment,
) = |shape, model| {
    let user_department_shape::UserDepartmentShapeUserDepartmentsList {
        department,
        is_main_department,
        joined_at,
    } = shape;
    reads(department, model.department);
    reads(is_main_department, model.is_main_department);
    reads(joined_at, model.joined_at);
};

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "src/generated/documents/user_pool_shape.graphql",
    normalization = "rust"
)]
pub(crate) struct UserPoolShape;

impl Reads<user_pool_shape::UserPoolShapeUserpoolUserpoolTypes> for authing_types::UserPoolType {}
impl Reads<user_pool_shape::UserPoolShapeUserpoolFrequentRegisterCheck>
    for authing_types::FrequentRegisterCheckConfig
{
}
impl Reads<user_pool_shape::UserPoolShapeUserpoolLoginFailCheck>
    for authing_types::LoginFailCheckConfig
{
}
impl Reads<user_pool_shape::UserPoolShapeUserpoolPasswordUpdatePolicy>
    for authing_types::PasswordUpdatePolicyConfig
{
}
impl Reads<user_pool_shape::UserPoolShapeUserpoolLoginPasswordFailCheck>
    for authing_types::LoginPasswordFailCheckConfig
{
}
impl Reads<user_pool_shape::UserPoolShapeUserpoolChangePhoneStrategy>
    for authing_types::ChangePhoneStrategy
{
}
impl Reads<user_pool_shape::UserPoolShapeUserpoolChangeEmailStrategy>
    for authing_types::ChangeEmailStrategy
{
}
impl Reads<user_pool_shape::UserPoolShapeUserpoolQrcodeLoginStrategy>
    for authing_types::QrcodeLoginStrategy
{
}
impl Reads<user_pool_shape::UserPoolShapeUserpoolApp2WxappLoginStrategy>
    for authing_types::App2WxappLoginStrategy
{
}
impl Reads<user_pool_shape::UserPoolShapeUserpoolWhitelist>
    for authing_types::RegisterWhiteListConfig
{
}
impl Reads<user_pool_shape::UserPoolShapeUserpoolCustomSmsProvider>
    for authing_types::CustomSmsProvider
{
}
const _: fn(user_pool_shape::UserPoolShapeUserpool, authing_types::UserPool) = |shape, model| {
    let user_pool_shape::UserPoolShapeUserpool {
        id,
        name,
        domain,
        description,
        secret,
        jwt_secret,
        owner_id,
        userpool_types,
        logo,
        created_at,
        updated_at,
        email_verified_default,
        send_welcome_email,
        register_disabled,
        app_sso_enabled,
        show_wx_qr_code_when_register_disabled,
        allowed_origins,
        token_expires_after,
        is_deleted,
        frequent_register_check,
        login_fail_check,
        password_update_policy,
        login_password_fail_check,
        login_fail_strategy,
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
    } = shape;
    reads(id, model.id);
    reads(name, model.name);
    reads(domain, model.domain);
    reads(description, model.description);
    reads(secret, model.secret);
    reads(jwt_secret, model.jwt_secret);
    reads(owner_id, model.owner_id);
    reads(userpool_types, model.userpool_types);
    reads(logo, model.logo);
    reads(created_at, model.created_at);
    reads(updated_at, model.updated_at);
    reads(email_verified_default, model.email_verified_default);
    reads(send_welcome_email, model.send_welcome_email);
    reads(register_disabled, model.register_disabled);
    reads(app_sso_enabled, model.app_sso_enabled);
    reads(show_wx_qr_code_when_register_disabled, model.show_wx_qr_code_when_register_disabled);
    reads(allowed_origins, model.allowed_origins);
    reads(token_expires_after, model.token_expires_after);
    reads(is_deleted, model.is_deleted);
    reads(frequent_register_check, model.frequent_register_check);
    reads(login_fail_check, model.login_fail_check);
    reads(password_update_policy, model.password_update_policy);
    reads(login_password_fail_check, model.login_password_fail_check);
    reads(login_fail_strategy, model.login_fail_strategy);
    reads(change_phone_strategy, model.change_phone_strategy);
    reads(change_email_strategy, model.change_email_strategy);
    reads(qrcode_login_strategy, model.qrcode_login_strategy);
    reads(app2_wxapp_login_strategy, model.app2_wxapp_login_strategy);
    reads(whitelist, model.whitelist);
    reads(custom_sms_provider, model.custom_sms_provider);
    reads(package_type, model.package_type);
    reads(use_custom_user_store, model.use_custom_user_store);
    reads(login_require_email_verified, model.login_require_email_verified);
    reads(verify_code_length, model.verify_code_length);
    reads(verify_code_max_attempts, model.verify_code_max_attempts);
};

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "src/generated/documents/user_pool_type_shape.graphql",
    normalization = "rust"
)]
pub(crate) struct UserPoolTypeShape;

const _: fn(user_pool_type_shape::UserPoolTypeShapeUserpoolTypes, authing_types::UserPoolType) =
    |shape, model| {
        let user_pool_type_shape::UserPoolTypeShapeUserpoolTypes {
            code,
            name,
            description,
            image,
            sdks,
        } = shape;
        reads(code, model.code);
        reads(name, model.name);
        reads(description, model.description);
        reads(image, model.image);
        reads(sdks.without_nulls(), model.sdks);
    };

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "src/generated/documents/white_list_shape.graphql",
    normalization = "rust",
    extern_enums("WhitelistType")
)]
pub(crate) struct WhiteListShape;

const _: fn(white_list_shape::WhiteListShapeWhitelist, authing_types::WhiteList) =
    |shape, model| {
        let white_list_shape::WhiteListShapeWhitelist { created_at, updated_at, value } = shape;
        reads(created_at, model.created_at);
        reads(updated_at, model.updated_at);
        reads(value, model.value);
    };
