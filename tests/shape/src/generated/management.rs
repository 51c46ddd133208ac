// @generated from schema/ by `cargo xtask codegen`. Do not edit.

//! Each operation of `authing-management` derived once more: the build fails where a document does
//! not fit the schema.

use authing_types::{
    EmailScene, EmailTemplateType, PolicyAssignmentTargetType, ResourceType, SortBy as SortByEnum,
    UdfDataType, UdfTargetType, WhitelistType,
};
use graphql_client::GraphQLQuery;
use serde_json::Value as Object;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/access_token.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    skip_serializing_none
)]
pub(crate) struct AccessToken;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/add_member.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    skip_serializing_none
)]
pub(crate) struct AddMember;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/add_node.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    skip_serializing_none
)]
pub(crate) struct AddNode;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/add_node_v2.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    skip_serializing_none
)]
pub(crate) struct AddNodeV2;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/add_policy_assignments.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    extern_enums("PolicyAssignmentTargetType"),
    skip_serializing_none
)]
pub(crate) struct AddPolicyAssignments;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/add_user_to_group.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    skip_serializing_none
)]
pub(crate) struct AddUserToGroup;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/add_whitelist.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    extern_enums("WhitelistType"),
    skip_serializing_none
)]
pub(crate) struct AddWhitelist;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/allow.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    skip_serializing_none
)]
pub(crate) struct Allow;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/archived_users.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    extern_enums("UserStatus"),
    variables_derives = "Default",
    skip_serializing_none
)]
pub(crate) struct ArchivedUsers;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/assign_role.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    variables_derives = "Default",
    skip_serializing_none
)]
pub(crate) struct AssignRole;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/authorize_resource.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    variable_types("_", "_", "_", "authing_types::AuthorizeResourceOpt"),
    extern_enums("PolicyAssignmentTargetType", "ResourceType"),
    variables_derives = "Default",
    skip_serializing_none
)]
pub(crate) struct AuthorizeResource;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/authorized_resources.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    extern_enums("PolicyAssignmentTargetType", "ResourceType"),
    variables_derives = "Default",
    skip_serializing_none
)]
pub(crate) struct AuthorizedResources;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/authorized_targets.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    variable_types("_", "_", "_", "_", "authing_types::AuthorizedTargetsActionsInput"),
    extern_enums("Operator", "PolicyAssignmentTargetType", "ResourceType"),
    skip_serializing_none
)]
pub(crate) struct AuthorizedTargets;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/authorized_targets_code.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    variable_types("_", "_", "_", "_", "authing_types::AuthorizedTargetsActionsInput"),
    extern_enums("Operator", "PolicyAssignmentTargetType", "ResourceType"),
    skip_serializing_none
)]
pub(crate) struct AuthorizedTargetsCode;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/change_mfa.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    variables_derives = "Default",
    skip_serializing_none
)]
pub(crate) struct ChangeMfa;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/check_login_status.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    variables_derives = "Default",
    skip_serializing_none
)]
pub(crate) struct CheckLoginStatus;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/children_nodes.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    skip_serializing_none
)]
pub(crate) struct ChildrenNodes;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/config_email_template.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    variable_types("authing_types::ConfigEmailTemplateInput"),
    extern_enums("EmailTemplateType"),
    skip_serializing_none
)]
pub(crate) struct ConfigEmailTemplate;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/create_function.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    variable_types("authing_types::CreateFunctionInput"),
    skip_serializing_none
)]
pub(crate) struct CreateFunction;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/create_group.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    skip_serializing_none
)]
pub(crate) struct CreateGroup;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/create_org.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    skip_serializing_none
)]
pub(crate) struct CreateOrg;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/create_policy.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    variable_types("_", "_", "_", "authing_types::PolicyStatementInput"),
    extern_enums("PolicyEffect"),
    skip_serializing_none
)]
pub(crate) struct CreatePolicy;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/create_role.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    skip_serializing_none
)]
pub(crate) struct CreateRole;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/create_social_connection_instance.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    variable_types("authing_types::CreateSocialConnectionInstanceInput"),
    skip_serializing_none
)]
pub(crate) struct CreateSocialConnectionInstance;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/create_user.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    variable_types(
        "authing_types::CreateUserInput",
        "_",
        "_",
        "_",
        "authing_types::CreateUserIdentityInput"
    ),
    extern_enums("UDFDataType", "UserStatus"),
    skip_serializing_none
)]
pub(crate) struct CreateUser;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/create_userpool.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    skip_serializing_none
)]
pub(crate) struct CreateUserpool;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/delete_function.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    skip_serializing_none
)]
pub(crate) struct DeleteFunction;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/delete_groups.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    skip_serializing_none
)]
pub(crate) struct DeleteGroups;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/delete_node.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    skip_serializing_none
)]
pub(crate) struct DeleteNode;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/delete_org.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    skip_serializing_none
)]
pub(crate) struct DeleteOrg;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/delete_policies.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    skip_serializing_none
)]
pub(crate) struct DeletePolicies;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/delete_policy.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    skip_serializing_none
)]
pub(crate) struct DeletePolicy;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/delete_role.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    skip_serializing_none
)]
pub(crate) struct DeleteRole;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/delete_roles.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    skip_serializing_none
)]
pub(crate) struct DeleteRoles;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/delete_user.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    skip_serializing_none
)]
pub(crate) struct DeleteUser;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/delete_userpool.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    variables_derives = "Default",
    skip_serializing_none
)]
pub(crate) struct DeleteUserpool;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/delete_users.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    skip_serializing_none
)]
pub(crate) struct DeleteUsers;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/disable_email_template.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    extern_enums("EmailTemplateType"),
    skip_serializing_none
)]
pub(crate) struct DisableEmailTemplate;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/disable_social_connection_instance.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    skip_serializing_none
)]
pub(crate) struct DisableSocialConnectionInstance;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/disbale_policy_assignment.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    extern_enums("PolicyAssignmentTargetType"),
    skip_serializing_none
)]
pub(crate) struct DisbalePolicyAssignment;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/email_templates.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    extern_enums("EmailTemplateType"),
    variables_derives = "Default",
    skip_serializing_none
)]
pub(crate) struct EmailTemplates;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/enable_email_template.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    extern_enums("EmailTemplateType"),
    skip_serializing_none
)]
pub(crate) struct EnableEmailTemplate;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/enable_policy_assignment.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    extern_enums("PolicyAssignmentTargetType"),
    skip_serializing_none
)]
pub(crate) struct EnablePolicyAssignment;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/enable_social_connection_instance.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    skip_serializing_none
)]
pub(crate) struct EnableSocialConnectionInstance;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/find_user.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    variable_types("_", "_", "_", "_", "authing_types::FindUserByIdentityInput"),
    extern_enums("UDFDataType", "UserStatus"),
    variables_derives = "Default",
    skip_serializing_none
)]
pub(crate) struct FindUser;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/function.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    variables_derives = "Default",
    skip_serializing_none
)]
pub(crate) struct Function;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/functions.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    extern_enums("SortByEnum"),
    variables_derives = "Default",
    skip_serializing_none
)]
pub(crate) struct Functions;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/get_node_roles.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    skip_serializing_none
)]
pub(crate) struct GetNodeRoles;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/get_node_roles_by_code.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    skip_serializing_none
)]
pub(crate) struct GetNodeRolesByCode;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/get_user_departments.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    skip_serializing_none
)]
pub(crate) struct GetUserDepartments;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/get_user_groups.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    skip_serializing_none
)]
pub(crate) struct GetUserGroups;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/get_user_roles.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    skip_serializing_none
)]
pub(crate) struct GetUserRoles;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/group.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    skip_serializing_none
)]
pub(crate) struct Group;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/group_with_users.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    extern_enums("UDFDataType", "UserStatus"),
    skip_serializing_none
)]
pub(crate) struct GroupWithUsers;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/groups.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    extern_enums("SortByEnum"),
    variables_derives = "Default",
    skip_serializing_none
)]
pub(crate) struct Groups;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/is_action_allowed.graphql",
    normalization = "rust",
    skip_serializing_none
)]
pub(crate) struct IsActionAllowed;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/is_action_denied.graphql",
    normalization = "rust",
    skip_serializing_none
)]
pub(crate) struct IsActionDenied;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/is_domain_avaliable.graphql",
    normalization = "rust",
    skip_serializing_none
)]
pub(crate) struct IsDomainAvaliable;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/is_root_node.graphql",
    normalization = "rust",
    skip_serializing_none
)]
pub(crate) struct IsRootNode;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/is_user_exists.graphql",
    normalization = "rust",
    variables_derives = "Default",
    skip_serializing_none
)]
pub(crate) struct IsUserExists;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/list_group_authorized_resources.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    extern_enums("ResourceType"),
    skip_serializing_none
)]
pub(crate) struct ListGroupAuthorizedResources;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/list_node_by_code_authorized_resources.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    extern_enums("ResourceType"),
    skip_serializing_none
)]
pub(crate) struct ListNodeByCodeAuthorizedResources;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/list_node_by_id_authorized_resources.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    extern_enums("ResourceType"),
    skip_serializing_none
)]
pub(crate) struct ListNodeByIdAuthorizedResources;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/list_role_authorized_resources.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    extern_enums("ResourceType"),
    skip_serializing_none
)]
pub(crate) struct ListRoleAuthorizedResources;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/list_user_authorized_resources.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    extern_enums("ResourceType"),
    skip_serializing_none
)]
pub(crate) struct ListUserAuthorizedResources;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/move_members.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    skip_serializing_none
)]
pub(crate) struct MoveMembers;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/move_node.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    skip_serializing_none
)]
pub(crate) struct MoveNode;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/node_by_code.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    skip_serializing_none
)]
pub(crate) struct NodeByCode;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/node_by_code_with_members.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    extern_enums("SortByEnum", "UDFDataType", "UserStatus"),
    skip_serializing_none
)]
pub(crate) struct NodeByCodeWithMembers;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/node_by_id.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    skip_serializing_none
)]
pub(crate) struct NodeById;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/node_by_id_with_members.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    extern_enums("SortByEnum", "UDFDataType", "UserStatus"),
    skip_serializing_none
)]
pub(crate) struct NodeByIdWithMembers;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/org.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    skip_serializing_none
)]
pub(crate) struct Org;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/orgs.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    extern_enums("SortByEnum"),
    variables_derives = "Default",
    skip_serializing_none
)]
pub(crate) struct Orgs;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/policies.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    extern_enums("PolicyEffect"),
    variables_derives = "Default",
    skip_serializing_none
)]
pub(crate) struct Policies;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/policy.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    extern_enums("PolicyEffect"),
    skip_serializing_none
)]
pub(crate) struct Policy;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/policy_assignments.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    extern_enums("PolicyAssignmentTargetType"),
    variables_derives = "Default",
    skip_serializing_none
)]
pub(crate) struct PolicyAssignments;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/preview_email.graphql",
    normalization = "rust",
    extern_enums("EmailTemplateType"),
    skip_serializing_none
)]
pub(crate) struct PreviewEmail;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/qiniu_uptoken.graphql",
    normalization = "rust",
    variables_derives = "Default",
    skip_serializing_none
)]
pub(crate) struct QiniuUptoken;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/query_mfa.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    variables_derives = "Default",
    skip_serializing_none
)]
pub(crate) struct QueryMfa;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/refresh_access_token.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    skip_serializing_none
)]
pub(crate) struct RefreshAccessToken;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/refresh_token.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    skip_serializing_none
)]
pub(crate) struct RefreshToken;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/refresh_userpool_secret.graphql",
    normalization = "rust",
    variables_derives = "Default",
    skip_serializing_none
)]
pub(crate) struct RefreshUserpoolSecret;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/remove_member.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    skip_serializing_none
)]
pub(crate) struct RemoveMember;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/remove_policy_assignments.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    extern_enums("PolicyAssignmentTargetType"),
    skip_serializing_none
)]
pub(crate) struct RemovePolicyAssignments;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/remove_udf.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    extern_enums("UDFTargetType"),
    skip_serializing_none
)]
pub(crate) struct RemoveUdf;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/remove_udv.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    extern_enums("UDFDataType", "UDFTargetType"),
    skip_serializing_none
)]
pub(crate) struct RemoveUdv;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/remove_user_from_group.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    skip_serializing_none
)]
pub(crate) struct RemoveUserFromGroup;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/remove_whitelist.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    extern_enums("WhitelistType"),
    skip_serializing_none
)]
pub(crate) struct RemoveWhitelist;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/revoke_role.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    variables_derives = "Default",
    skip_serializing_none
)]
pub(crate) struct RevokeRole;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/role.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    skip_serializing_none
)]
pub(crate) struct Role;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/role_with_users.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    extern_enums("UDFDataType", "UserStatus"),
    skip_serializing_none
)]
pub(crate) struct RoleWithUsers;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/roles.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    extern_enums("SortByEnum"),
    variables_derives = "Default",
    skip_serializing_none
)]
pub(crate) struct Roles;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/root_node.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    skip_serializing_none
)]
pub(crate) struct RootNode;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/search_nodes.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    skip_serializing_none
)]
pub(crate) struct SearchNodes;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/search_user.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    variable_types(
        "_",
        "_",
        "_",
        "_",
        "authing_types::SearchUserDepartmentOpt",
        "authing_types::SearchUserGroupOpt",
        "authing_types::SearchUserRoleOpt"
    ),
    extern_enums("UDFDataType", "UserStatus"),
    skip_serializing_none
)]
pub(crate) struct SearchUser;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/send_email.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    extern_enums("EmailScene"),
    skip_serializing_none
)]
pub(crate) struct SendEmail;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/send_first_login_verify_email.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    skip_serializing_none
)]
pub(crate) struct SendFirstLoginVerifyEmail;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/set_main_department.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    skip_serializing_none
)]
pub(crate) struct SetMainDepartment;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/set_udf.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    extern_enums("UDFDataType", "UDFTargetType"),
    skip_serializing_none
)]
pub(crate) struct SetUdf;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/set_udf_value_batch.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    variable_types("_", "authing_types::SetUdfValueBatchInput"),
    extern_enums("UDFTargetType"),
    skip_serializing_none
)]
pub(crate) struct SetUdfValueBatch;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/set_udv.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    extern_enums("UDFDataType", "UDFTargetType"),
    skip_serializing_none
)]
pub(crate) struct SetUdv;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/set_udv_batch.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    variable_types("_", "_", "authing_types::UserDefinedDataInput"),
    extern_enums("UDFDataType", "UDFTargetType"),
    skip_serializing_none
)]
pub(crate) struct SetUdvBatch;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/social_connection.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    skip_serializing_none
)]
pub(crate) struct SocialConnection;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/social_connection_instance.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    skip_serializing_none
)]
pub(crate) struct SocialConnectionInstance;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/social_connection_instances.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    variables_derives = "Default",
    skip_serializing_none
)]
pub(crate) struct SocialConnectionInstances;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/social_connections.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    variables_derives = "Default",
    skip_serializing_none
)]
pub(crate) struct SocialConnections;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/template_code.graphql",
    normalization = "rust",
    variables_derives = "Default",
    skip_serializing_none
)]
pub(crate) struct TemplateCode;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/udf.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    extern_enums("UDFDataType", "UDFTargetType"),
    skip_serializing_none
)]
pub(crate) struct Udf;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/udf_value_batch.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    extern_enums("UDFDataType", "UDFTargetType"),
    skip_serializing_none
)]
pub(crate) struct UdfValueBatch;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/udv.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    extern_enums("UDFDataType", "UDFTargetType"),
    skip_serializing_none
)]
pub(crate) struct Udv;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/update_function.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    variable_types("authing_types::UpdateFunctionInput"),
    skip_serializing_none
)]
pub(crate) struct UpdateFunction;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/update_group.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    skip_serializing_none
)]
pub(crate) struct UpdateGroup;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/update_node.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    skip_serializing_none
)]
pub(crate) struct UpdateNode;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/update_policy.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    variable_types("_", "_", "_", "authing_types::PolicyStatementInput"),
    extern_enums("PolicyEffect"),
    skip_serializing_none
)]
pub(crate) struct UpdatePolicy;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/update_role.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    skip_serializing_none
)]
pub(crate) struct UpdateRole;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/update_user.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    variable_types("_", "authing_types::UpdateUserInput"),
    extern_enums("UserStatus"),
    skip_serializing_none
)]
pub(crate) struct UpdateUser;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/update_userpool.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    variable_types("authing_types::UpdateUserpoolInput"),
    skip_serializing_none
)]
pub(crate) struct UpdateUserpool;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/user.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    extern_enums("UserStatus"),
    skip_serializing_none
)]
pub(crate) struct User;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/user_batch.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    extern_enums("UDFDataType", "UserStatus"),
    skip_serializing_none
)]
pub(crate) struct UserBatch;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/userpool.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    variables_derives = "Default",
    skip_serializing_none
)]
pub(crate) struct Userpool;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/userpool_types.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    variables_derives = "Default",
    skip_serializing_none
)]
pub(crate) struct UserpoolTypes;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/userpools.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    extern_enums("SortByEnum"),
    variables_derives = "Default",
    skip_serializing_none
)]
pub(crate) struct Userpools;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/users.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    extern_enums("SortByEnum", "UDFDataType", "UserStatus"),
    variables_derives = "Default",
    skip_serializing_none
)]
pub(crate) struct Users;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-management/src/generated/documents/whitelist.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    extern_enums("WhitelistType"),
    skip_serializing_none
)]
pub(crate) struct Whitelist;
