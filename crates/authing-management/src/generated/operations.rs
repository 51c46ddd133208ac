// @generated from schema/ by `cargo xtask codegen`. Do not edit.

//! One stub per operation: `operations::users::Variables` is what it takes,
//! `operations::users::ResponseData` what it returns, `operations::users::QUERY` its text.

use authing_types::{
    EmailScene, EmailTemplateType, PolicyAssignmentTargetType, ResourceType, SortBy as SortByEnum,
    UdfDataType, UdfTargetType, WhitelistType,
};
use graphql_client::GraphQLQuery;
use serde_json::Value as Object;

/// `query accessToken`. A management token for the user pool's secret.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/access_token.graphql",
    normalization = "rust",
    response_type = "authing_types::AccessToken",
    skip_serializing_none
)]
pub(crate) struct AccessToken;

/// `mutation addMember`. Adds users to a node.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/add_member.graphql",
    normalization = "rust",
    response_type = "authing_types::Node",
    skip_serializing_none
)]
pub(crate) struct AddMember;

/// `mutation addNode`. Adds a node and returns the whole organisation.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/add_node.graphql",
    normalization = "rust",
    response_type = "authing_types::Org",
    skip_serializing_none
)]
pub(crate) struct AddNode;

/// `mutation addNodeV2`. Adds a node and returns the node.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/add_node_v2.graphql",
    normalization = "rust",
    response_type = "authing_types::Node",
    skip_serializing_none
)]
pub(crate) struct AddNodeV2;

/// `mutation addPolicyAssignments`. Assigns policies to targets.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/add_policy_assignments.graphql",
    normalization = "rust",
    response_type = "authing_types::wire::Confirmation",
    extern_enums("PolicyAssignmentTargetType"),
    skip_serializing_none
)]
pub(crate) struct AddPolicyAssignments;

/// `mutation addUserToGroup`. Adds users to a group.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/add_user_to_group.graphql",
    normalization = "rust",
    response_type = "authing_types::wire::Confirmation",
    skip_serializing_none
)]
pub(crate) struct AddUserToGroup;

/// `mutation addWhitelist`. Adds identifiers to a registration whitelist.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/add_whitelist.graphql",
    normalization = "rust",
    response_type = "authing_types::WhiteList",
    extern_enums("WhitelistType"),
    skip_serializing_none
)]
pub(crate) struct AddWhitelist;

/// `mutation allow`. Gives users or roles an action on a resource.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/allow.graphql",
    normalization = "rust",
    response_type = "authing_types::wire::Confirmation",
    skip_serializing_none
)]
pub(crate) struct Allow;

/// `query archivedUsers`. The archived users of the user pool.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/archived_users.graphql",
    normalization = "rust",
    response_type = "authing_types::Page<authing_types::User>",
    extern_enums("UserStatus"),
    variables_derives = "Default",
    skip_serializing_none
)]
pub(crate) struct ArchivedUsers;

/// `mutation assignRole`. Gives roles to users, groups or departments.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/assign_role.graphql",
    normalization = "rust",
    response_type = "authing_types::wire::Confirmation",
    variables_derives = "Default",
    skip_serializing_none
)]
pub(crate) struct AssignRole;

/// `mutation authorizeResource`. Gives several targets rights on a resource.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/authorize_resource.graphql",
    normalization = "rust",
    response_type = "authing_types::wire::Confirmation",
    variable_types("_", "_", "_", "authing_types::AuthorizeResourceOpt"),
    extern_enums("PolicyAssignmentTargetType", "ResourceType"),
    variables_derives = "Default",
    skip_serializing_none
)]
pub(crate) struct AuthorizeResource;

/// `query authorizedResources`. The resources someone may use, including those from roles, groups and departments.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/authorized_resources.graphql",
    normalization = "rust",
    response_type = "authing_types::Page<authing_types::AuthorizedResource>",
    extern_enums("PolicyAssignmentTargetType", "ResourceType"),
    variables_derives = "Default",
    skip_serializing_none
)]
pub(crate) struct AuthorizedResources;

/// `query authorizedTargets`. Who holds rights on a resource.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/authorized_targets.graphql",
    normalization = "rust",
    response_type = "authing_types::Page<authing_types::ResourcePermissionAssignment>",
    variable_types("_", "_", "_", "_", "authing_types::AuthorizedTargetsActionsInput"),
    extern_enums("Operator", "PolicyAssignmentTargetType", "ResourceType"),
    skip_serializing_none
)]
pub(crate) struct AuthorizedTargets;

/// `query authorizedTargetsCode`. Who holds rights on a resource, by codes. Only the Go SDK calls it; not confirmed on a server.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/authorized_targets_code.graphql",
    normalization = "rust",
    response_type = "authing_types::Page<authing_types::ResourcePermissionAssignment>",
    variable_types("_", "_", "_", "_", "authing_types::AuthorizedTargetsActionsInput"),
    extern_enums("Operator", "PolicyAssignmentTargetType", "ResourceType"),
    skip_serializing_none
)]
pub(crate) struct AuthorizedTargetsCode;

/// `mutation changeMfa`. Enables or disables a user's second factor, or renews its secret.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/change_mfa.graphql",
    normalization = "rust",
    response_type = "authing_types::Mfa",
    variables_derives = "Default",
    skip_serializing_none
)]
pub(crate) struct ChangeMfa;

/// `query checkLoginStatus`. Whether a user token is still valid.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/check_login_status.graphql",
    normalization = "rust",
    response_type = "authing_types::TokenStatus",
    variables_derives = "Default",
    skip_serializing_none
)]
pub(crate) struct CheckLoginStatus;

/// `query childrenNodes`. The nodes directly below a node.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/children_nodes.graphql",
    normalization = "rust",
    response_type = "authing_types::Node",
    skip_serializing_none
)]
pub(crate) struct ChildrenNodes;

/// `mutation configEmailTemplate`. Changes an email template.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/config_email_template.graphql",
    normalization = "rust",
    response_type = "authing_types::EmailTemplate",
    variable_types("authing_types::ConfigEmailTemplateInput"),
    extern_enums("EmailTemplateType"),
    skip_serializing_none
)]
pub(crate) struct ConfigEmailTemplate;

/// `mutation createFunction`. Creates a pipeline function.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/create_function.graphql",
    normalization = "rust",
    response_type = "authing_types::Function",
    variable_types("authing_types::CreateFunctionInput"),
    skip_serializing_none
)]
pub(crate) struct CreateFunction;

/// `mutation createGroup`. Creates a group.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/create_group.graphql",
    normalization = "rust",
    response_type = "authing_types::Group",
    skip_serializing_none
)]
pub(crate) struct CreateGroup;

/// `mutation createOrg`. Creates an organisation with its root node.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/create_org.graphql",
    normalization = "rust",
    response_type = "authing_types::Org",
    skip_serializing_none
)]
pub(crate) struct CreateOrg;

/// `mutation createPolicy`. Creates a policy.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/create_policy.graphql",
    normalization = "rust",
    response_type = "authing_types::Policy",
    variable_types("_", "_", "_", "authing_types::PolicyStatementInput"),
    extern_enums("PolicyEffect"),
    skip_serializing_none
)]
pub(crate) struct CreatePolicy;

/// `mutation createRole`. Creates a role.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/create_role.graphql",
    normalization = "rust",
    response_type = "authing_types::Role",
    skip_serializing_none
)]
pub(crate) struct CreateRole;

/// `mutation createSocialConnectionInstance`. Connects a social identity provider.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/create_social_connection_instance.graphql",
    normalization = "rust",
    response_type = "authing_types::SocialConnectionInstance",
    variable_types("authing_types::CreateSocialConnectionInstanceInput"),
    skip_serializing_none
)]
pub(crate) struct CreateSocialConnectionInstance;

/// `mutation createUser`. Creates a user.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/create_user.graphql",
    normalization = "rust",
    response_type = "authing_types::User",
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

/// `mutation createUserpool`. Creates a user pool.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/create_userpool.graphql",
    normalization = "rust",
    response_type = "authing_types::UserPool",
    skip_serializing_none
)]
pub(crate) struct CreateUserpool;

/// `mutation deleteFunction`. Deletes a pipeline function.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/delete_function.graphql",
    normalization = "rust",
    response_type = "authing_types::wire::Confirmation",
    skip_serializing_none
)]
pub(crate) struct DeleteFunction;

/// `mutation deleteGroups`. Deletes groups.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/delete_groups.graphql",
    normalization = "rust",
    response_type = "authing_types::wire::Confirmation",
    skip_serializing_none
)]
pub(crate) struct DeleteGroups;

/// `mutation deleteNode`. Deletes a node and everything below it.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/delete_node.graphql",
    normalization = "rust",
    response_type = "authing_types::wire::Confirmation",
    skip_serializing_none
)]
pub(crate) struct DeleteNode;

/// `mutation deleteOrg`. Deletes an organisation.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/delete_org.graphql",
    normalization = "rust",
    response_type = "authing_types::wire::Confirmation",
    skip_serializing_none
)]
pub(crate) struct DeleteOrg;

/// `mutation deletePolicies`. Deletes policies.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/delete_policies.graphql",
    normalization = "rust",
    response_type = "authing_types::wire::Confirmation",
    skip_serializing_none
)]
pub(crate) struct DeletePolicies;

/// `mutation deletePolicy`. Deletes a policy. Built-in ones cannot be deleted.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/delete_policy.graphql",
    normalization = "rust",
    response_type = "authing_types::wire::Confirmation",
    skip_serializing_none
)]
pub(crate) struct DeletePolicy;

/// `mutation deleteRole`. Deletes a role.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/delete_role.graphql",
    normalization = "rust",
    response_type = "authing_types::wire::Confirmation",
    skip_serializing_none
)]
pub(crate) struct DeleteRole;

/// `mutation deleteRoles`. Deletes roles.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/delete_roles.graphql",
    normalization = "rust",
    response_type = "authing_types::wire::Confirmation",
    skip_serializing_none
)]
pub(crate) struct DeleteRoles;

/// `mutation deleteUser`. Deletes a user.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/delete_user.graphql",
    normalization = "rust",
    response_type = "authing_types::wire::Confirmation",
    skip_serializing_none
)]
pub(crate) struct DeleteUser;

/// `mutation deleteUserpool`. Deletes the user pool.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/delete_userpool.graphql",
    normalization = "rust",
    response_type = "authing_types::wire::Confirmation",
    variables_derives = "Default",
    skip_serializing_none
)]
pub(crate) struct DeleteUserpool;

/// `mutation deleteUsers`. Deletes users.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/delete_users.graphql",
    normalization = "rust",
    response_type = "authing_types::wire::Confirmation",
    skip_serializing_none
)]
pub(crate) struct DeleteUsers;

/// `mutation disableEmailTemplate`. Goes back to the built-in version of a template.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/disable_email_template.graphql",
    normalization = "rust",
    response_type = "authing_types::EmailTemplate",
    extern_enums("EmailTemplateType"),
    skip_serializing_none
)]
pub(crate) struct DisableEmailTemplate;

/// `mutation disableSocialConnectionInstance`. Disables a connected social identity provider.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/disable_social_connection_instance.graphql",
    normalization = "rust",
    response_type = "authing_types::SocialConnectionInstance",
    skip_serializing_none
)]
pub(crate) struct DisableSocialConnectionInstance;

/// `mutation disbalePolicyAssignment`. Disables an assignment. The name is misspelt on the wire.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/disbale_policy_assignment.graphql",
    normalization = "rust",
    response_type = "authing_types::wire::Confirmation",
    extern_enums("PolicyAssignmentTargetType"),
    skip_serializing_none
)]
pub(crate) struct DisbalePolicyAssignment;

/// `query emailTemplates`. The user pool's email templates.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/email_templates.graphql",
    normalization = "rust",
    response_type = "authing_types::EmailTemplate",
    extern_enums("EmailTemplateType"),
    variables_derives = "Default",
    skip_serializing_none
)]
pub(crate) struct EmailTemplates;

/// `mutation enableEmailTemplate`. Enables the user pool's own version of a template.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/enable_email_template.graphql",
    normalization = "rust",
    response_type = "authing_types::EmailTemplate",
    extern_enums("EmailTemplateType"),
    skip_serializing_none
)]
pub(crate) struct EnableEmailTemplate;

/// `mutation enablePolicyAssignment`. Enables an assignment.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/enable_policy_assignment.graphql",
    normalization = "rust",
    response_type = "authing_types::wire::Confirmation",
    extern_enums("PolicyAssignmentTargetType"),
    skip_serializing_none
)]
pub(crate) struct EnablePolicyAssignment;

/// `mutation enableSocialConnectionInstance`. Enables a connected social identity provider.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/enable_social_connection_instance.graphql",
    normalization = "rust",
    response_type = "authing_types::SocialConnectionInstance",
    skip_serializing_none
)]
pub(crate) struct EnableSocialConnectionInstance;

/// `query findUser`. The user with one of these identifiers; null when there is none.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/find_user.graphql",
    normalization = "rust",
    response_type = "authing_types::User",
    variable_types("_", "_", "_", "_", "authing_types::FindUserByIdentityInput"),
    extern_enums("UDFDataType", "UserStatus"),
    variables_derives = "Default",
    skip_serializing_none
)]
pub(crate) struct FindUser;

/// `query function`. A pipeline function.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/function.graphql",
    normalization = "rust",
    response_type = "authing_types::Function",
    variables_derives = "Default",
    skip_serializing_none
)]
pub(crate) struct Function;

/// `query functions`. The user pool's pipeline functions.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/functions.graphql",
    normalization = "rust",
    response_type = "authing_types::Page<authing_types::Function>",
    extern_enums("SortByEnum"),
    variables_derives = "Default",
    skip_serializing_none
)]
pub(crate) struct Functions;

/// `query getNodeRoles`. A node of an organisation by its id.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/get_node_roles.graphql",
    normalization = "rust",
    response_type = "crate::generated::carriers::GetNodeRolesNodeById",
    skip_serializing_none
)]
pub(crate) struct GetNodeRoles;

/// `query getNodeRolesByCode`. A node of an organisation by its code.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/get_node_roles_by_code.graphql",
    normalization = "rust",
    response_type = "crate::generated::carriers::GetNodeRolesByCodeNodeByCode",
    skip_serializing_none
)]
pub(crate) struct GetNodeRolesByCode;

/// `query getUserDepartments`. A user by id. Without an id, the owner of the user token.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/get_user_departments.graphql",
    normalization = "rust",
    response_type = "crate::generated::carriers::GetUserDepartmentsUser",
    skip_serializing_none
)]
pub(crate) struct GetUserDepartments;

/// `query getUserGroups`. A user by id. Without an id, the owner of the user token.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/get_user_groups.graphql",
    normalization = "rust",
    response_type = "crate::generated::carriers::GetUserGroupsUser",
    skip_serializing_none
)]
pub(crate) struct GetUserGroups;

/// `query getUserRoles`. A user by id. Without an id, the owner of the user token.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/get_user_roles.graphql",
    normalization = "rust",
    response_type = "crate::generated::carriers::GetUserRolesUser",
    skip_serializing_none
)]
pub(crate) struct GetUserRoles;

/// `query group`. A group by its code; null when there is none.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/group.graphql",
    normalization = "rust",
    response_type = "authing_types::Group",
    skip_serializing_none
)]
pub(crate) struct Group;

/// `query groupWithUsers`. A group by its code; null when there is none.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/group_with_users.graphql",
    normalization = "rust",
    response_type = "crate::generated::carriers::GroupWithUsersGroup",
    extern_enums("UDFDataType", "UserStatus"),
    skip_serializing_none
)]
pub(crate) struct GroupWithUsers;

/// `query groups`. The groups of the user pool, or of one user.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/groups.graphql",
    normalization = "rust",
    response_type = "authing_types::Page<authing_types::Group>",
    extern_enums("SortByEnum"),
    variables_derives = "Default",
    skip_serializing_none
)]
pub(crate) struct Groups;

/// `query isActionAllowed`. Whether the user may perform the action on the resource.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/is_action_allowed.graphql",
    normalization = "rust",
    skip_serializing_none
)]
pub(crate) struct IsActionAllowed;

/// `query isActionDenied`. Whether the user is denied the action on the resource.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/is_action_denied.graphql",
    normalization = "rust",
    skip_serializing_none
)]
pub(crate) struct IsActionDenied;

/// `query isDomainAvaliable`. Whether a user pool may use this domain. The name is misspelt on the wire.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/is_domain_avaliable.graphql",
    normalization = "rust",
    skip_serializing_none
)]
pub(crate) struct IsDomainAvaliable;

/// `query isRootNode`. Whether a node is its organisation's root.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/is_root_node.graphql",
    normalization = "rust",
    skip_serializing_none
)]
pub(crate) struct IsRootNode;

/// `query isUserExists`. Whether a user with one of these identifiers exists.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/is_user_exists.graphql",
    normalization = "rust",
    variables_derives = "Default",
    skip_serializing_none
)]
pub(crate) struct IsUserExists;

/// `query listGroupAuthorizedResources`. A group by its code; null when there is none.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/list_group_authorized_resources.graphql",
    normalization = "rust",
    response_type = "crate::generated::carriers::ListGroupAuthorizedResourcesGroup",
    extern_enums("ResourceType"),
    skip_serializing_none
)]
pub(crate) struct ListGroupAuthorizedResources;

/// `query listNodeByCodeAuthorizedResources`. A node of an organisation by its code.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/list_node_by_code_authorized_resources.graphql",
    normalization = "rust",
    response_type = "crate::generated::carriers::ListNodeByCodeAuthorizedResourcesNodeByCode",
    extern_enums("ResourceType"),
    skip_serializing_none
)]
pub(crate) struct ListNodeByCodeAuthorizedResources;

/// `query listNodeByIdAuthorizedResources`. A node of an organisation by its id.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/list_node_by_id_authorized_resources.graphql",
    normalization = "rust",
    response_type = "crate::generated::carriers::ListNodeByIdAuthorizedResourcesNodeById",
    extern_enums("ResourceType"),
    skip_serializing_none
)]
pub(crate) struct ListNodeByIdAuthorizedResources;

/// `query listRoleAuthorizedResources`. A role by its code; null when there is none.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/list_role_authorized_resources.graphql",
    normalization = "rust",
    response_type = "crate::generated::carriers::ListRoleAuthorizedResourcesRole",
    extern_enums("ResourceType"),
    skip_serializing_none
)]
pub(crate) struct ListRoleAuthorizedResources;

/// `query listUserAuthorizedResources`. A user by id. Without an id, the owner of the user token.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/list_user_authorized_resources.graphql",
    normalization = "rust",
    response_type = "crate::generated::carriers::ListUserAuthorizedResourcesUser",
    extern_enums("ResourceType"),
    skip_serializing_none
)]
pub(crate) struct ListUserAuthorizedResources;

/// `mutation moveMembers`. Moves users from one node to another.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/move_members.graphql",
    normalization = "rust",
    response_type = "authing_types::wire::Confirmation",
    skip_serializing_none
)]
pub(crate) struct MoveMembers;

/// `mutation moveNode`. Moves a node below another; a node cannot move below itself.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/move_node.graphql",
    normalization = "rust",
    response_type = "authing_types::Org",
    skip_serializing_none
)]
pub(crate) struct MoveNode;

/// `query nodeByCode`. A node of an organisation by its code.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/node_by_code.graphql",
    normalization = "rust",
    response_type = "authing_types::Node",
    skip_serializing_none
)]
pub(crate) struct NodeByCode;

/// `query nodeByCodeWithMembers`. A node of an organisation by its code.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/node_by_code_with_members.graphql",
    normalization = "rust",
    response_type = "crate::generated::carriers::NodeByCodeWithMembersNodeByCode",
    extern_enums("SortByEnum", "UDFDataType", "UserStatus"),
    skip_serializing_none
)]
pub(crate) struct NodeByCodeWithMembers;

/// `query nodeById`. A node of an organisation by its id.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/node_by_id.graphql",
    normalization = "rust",
    response_type = "authing_types::Node",
    skip_serializing_none
)]
pub(crate) struct NodeById;

/// `query nodeByIdWithMembers`. A node of an organisation by its id.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/node_by_id_with_members.graphql",
    normalization = "rust",
    response_type = "crate::generated::carriers::NodeByIdWithMembersNodeById",
    extern_enums("SortByEnum", "UDFDataType", "UserStatus"),
    skip_serializing_none
)]
pub(crate) struct NodeByIdWithMembers;

/// `query org`. An organisation.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/org.graphql",
    normalization = "rust",
    response_type = "authing_types::Org",
    skip_serializing_none
)]
pub(crate) struct Org;

/// `query orgs`. The user pool's organisations.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/orgs.graphql",
    normalization = "rust",
    response_type = "authing_types::Page<authing_types::Org>",
    extern_enums("SortByEnum"),
    variables_derives = "Default",
    skip_serializing_none
)]
pub(crate) struct Orgs;

/// `query policies`. The policies of a namespace.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/policies.graphql",
    normalization = "rust",
    response_type = "authing_types::Page<authing_types::Policy>",
    extern_enums("PolicyEffect"),
    variables_derives = "Default",
    skip_serializing_none
)]
pub(crate) struct Policies;

/// `query policy`. A policy by its code; null when there is none.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/policy.graphql",
    normalization = "rust",
    response_type = "authing_types::Policy",
    extern_enums("PolicyEffect"),
    skip_serializing_none
)]
pub(crate) struct Policy;

/// `query policyAssignments`. What a policy is assigned to, or which policies someone has.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/policy_assignments.graphql",
    normalization = "rust",
    response_type = "authing_types::Page<authing_types::PolicyAssignment>",
    extern_enums("PolicyAssignmentTargetType"),
    variables_derives = "Default",
    skip_serializing_none
)]
pub(crate) struct PolicyAssignments;

/// `query previewEmail`. The HTML of an email, rendered from its template.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/preview_email.graphql",
    normalization = "rust",
    extern_enums("EmailTemplateType"),
    skip_serializing_none
)]
pub(crate) struct PreviewEmail;

/// `query qiniuUptoken`. A token for uploading files to the object store.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/qiniu_uptoken.graphql",
    normalization = "rust",
    variables_derives = "Default",
    skip_serializing_none
)]
pub(crate) struct QiniuUptoken;

/// `query queryMfa`. A user's second factor.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/query_mfa.graphql",
    normalization = "rust",
    response_type = "authing_types::Mfa",
    variables_derives = "Default",
    skip_serializing_none
)]
pub(crate) struct QueryMfa;

/// `mutation refreshAccessToken`. A management token for an earlier one that is still valid.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/refresh_access_token.graphql",
    normalization = "rust",
    response_type = "authing_types::RefreshedAccessToken",
    skip_serializing_none
)]
pub(crate) struct RefreshAccessToken;

/// `mutation refreshToken`. A new token for the current user, or for the user with this id.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/refresh_token.graphql",
    normalization = "rust",
    response_type = "authing_types::RefreshToken",
    skip_serializing_none
)]
pub(crate) struct RefreshToken;

/// `mutation refreshUserpoolSecret`. Replaces the user pool's secret and returns the new one.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/refresh_userpool_secret.graphql",
    normalization = "rust",
    variables_derives = "Default",
    skip_serializing_none
)]
pub(crate) struct RefreshUserpoolSecret;

/// `mutation removeMember`. Removes users from a node.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/remove_member.graphql",
    normalization = "rust",
    response_type = "authing_types::Node",
    skip_serializing_none
)]
pub(crate) struct RemoveMember;

/// `mutation removePolicyAssignments`. Removes policies from targets.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/remove_policy_assignments.graphql",
    normalization = "rust",
    response_type = "authing_types::wire::Confirmation",
    extern_enums("PolicyAssignmentTargetType"),
    skip_serializing_none
)]
pub(crate) struct RemovePolicyAssignments;

/// `mutation removeUdf`. Removes the definition of a custom field.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/remove_udf.graphql",
    normalization = "rust",
    response_type = "authing_types::wire::Confirmation",
    extern_enums("UDFTargetType"),
    skip_serializing_none
)]
pub(crate) struct RemoveUdf;

/// `mutation removeUdv`. Removes the value of one custom field.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/remove_udv.graphql",
    normalization = "rust",
    response_type = "authing_types::UserDefinedData",
    extern_enums("UDFDataType", "UDFTargetType"),
    skip_serializing_none
)]
pub(crate) struct RemoveUdv;

/// `mutation removeUserFromGroup`. Removes users from a group.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/remove_user_from_group.graphql",
    normalization = "rust",
    response_type = "authing_types::wire::Confirmation",
    skip_serializing_none
)]
pub(crate) struct RemoveUserFromGroup;

/// `mutation removeWhitelist`. Removes identifiers from a registration whitelist.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/remove_whitelist.graphql",
    normalization = "rust",
    response_type = "authing_types::WhiteList",
    extern_enums("WhitelistType"),
    skip_serializing_none
)]
pub(crate) struct RemoveWhitelist;

/// `mutation revokeRole`. Removes roles from users, groups or departments.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/revoke_role.graphql",
    normalization = "rust",
    response_type = "authing_types::wire::Confirmation",
    variables_derives = "Default",
    skip_serializing_none
)]
pub(crate) struct RevokeRole;

/// `query role`. A role by its code; null when there is none.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/role.graphql",
    normalization = "rust",
    response_type = "authing_types::Role",
    skip_serializing_none
)]
pub(crate) struct Role;

/// `query roleWithUsers`. A role by its code; null when there is none.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/role_with_users.graphql",
    normalization = "rust",
    response_type = "crate::generated::carriers::RoleWithUsersRole",
    extern_enums("UDFDataType", "UserStatus"),
    skip_serializing_none
)]
pub(crate) struct RoleWithUsers;

/// `query roles`. The roles of a namespace.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/roles.graphql",
    normalization = "rust",
    response_type = "authing_types::Page<authing_types::Role>",
    extern_enums("SortByEnum"),
    variables_derives = "Default",
    skip_serializing_none
)]
pub(crate) struct Roles;

/// `query rootNode`. The root of an organisation.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/root_node.graphql",
    normalization = "rust",
    response_type = "authing_types::Node",
    skip_serializing_none
)]
pub(crate) struct RootNode;

/// `query searchNodes`. Nodes whose name contains the keyword, in all organisations.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/search_nodes.graphql",
    normalization = "rust",
    response_type = "authing_types::Node",
    skip_serializing_none
)]
pub(crate) struct SearchNodes;

/// `query searchUser`. Users with the query in one of their fields.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/search_user.graphql",
    normalization = "rust",
    response_type = "authing_types::Page<authing_types::User>",
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

/// `mutation sendEmail`. Sends an email for a scene. One address gets at most one code a minute.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/send_email.graphql",
    normalization = "rust",
    response_type = "authing_types::wire::Confirmation",
    extern_enums("EmailScene"),
    skip_serializing_none
)]
pub(crate) struct SendEmail;

/// `mutation sendFirstLoginVerifyEmail`. Sends the email that verifies a user's address at the first login.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/send_first_login_verify_email.graphql",
    normalization = "rust",
    response_type = "authing_types::wire::Confirmation",
    skip_serializing_none
)]
pub(crate) struct SendFirstLoginVerifyEmail;

/// `mutation setMainDepartment`. Sets a user's main department.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/set_main_department.graphql",
    normalization = "rust",
    response_type = "authing_types::wire::Confirmation",
    skip_serializing_none
)]
pub(crate) struct SetMainDepartment;

/// `mutation setUdf`. Defines a custom field, or changes its definition.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/set_udf.graphql",
    normalization = "rust",
    response_type = "authing_types::UserDefinedField",
    extern_enums("UDFDataType", "UDFTargetType"),
    skip_serializing_none
)]
pub(crate) struct SetUdf;

/// `mutation setUdfValueBatch`. Sets custom data of several targets.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/set_udf_value_batch.graphql",
    normalization = "rust",
    response_type = "authing_types::wire::Confirmation",
    variable_types("_", "authing_types::SetUdfValueBatchInput"),
    extern_enums("UDFTargetType"),
    skip_serializing_none
)]
pub(crate) struct SetUdfValueBatch;

/// `mutation setUdv`. Sets the value of one custom field. The value is JSON text.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/set_udv.graphql",
    normalization = "rust",
    response_type = "authing_types::UserDefinedData",
    extern_enums("UDFDataType", "UDFTargetType"),
    skip_serializing_none
)]
pub(crate) struct SetUdv;

/// `mutation setUdvBatch`. Sets several custom fields of one target.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/set_udv_batch.graphql",
    normalization = "rust",
    response_type = "authing_types::UserDefinedData",
    variable_types("_", "_", "authing_types::UserDefinedDataInput"),
    extern_enums("UDFDataType", "UDFTargetType"),
    skip_serializing_none
)]
pub(crate) struct SetUdvBatch;

/// `query socialConnection`. A social identity provider by its code.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/social_connection.graphql",
    normalization = "rust",
    response_type = "authing_types::SocialConnection",
    skip_serializing_none
)]
pub(crate) struct SocialConnection;

/// `query socialConnectionInstance`. A connected social identity provider by its code.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/social_connection_instance.graphql",
    normalization = "rust",
    response_type = "authing_types::SocialConnectionInstance",
    skip_serializing_none
)]
pub(crate) struct SocialConnectionInstance;

/// `query socialConnectionInstances`. The social identity providers connected in this user pool.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/social_connection_instances.graphql",
    normalization = "rust",
    response_type = "authing_types::SocialConnectionInstance",
    variables_derives = "Default",
    skip_serializing_none
)]
pub(crate) struct SocialConnectionInstances;

/// `query socialConnections`. Every social identity provider that can be connected.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/social_connections.graphql",
    normalization = "rust",
    response_type = "authing_types::SocialConnection",
    variables_derives = "Default",
    skip_serializing_none
)]
pub(crate) struct SocialConnections;

/// `query templateCode`. The code of the template.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/template_code.graphql",
    normalization = "rust",
    variables_derives = "Default",
    skip_serializing_none
)]
pub(crate) struct TemplateCode;

/// `query udf`. The custom fields defined for a kind of target.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/udf.graphql",
    normalization = "rust",
    response_type = "authing_types::UserDefinedField",
    extern_enums("UDFDataType", "UDFTargetType"),
    skip_serializing_none
)]
pub(crate) struct Udf;

/// `query udfValueBatch`. The custom data of several targets.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/udf_value_batch.graphql",
    normalization = "rust",
    response_type = "authing_types::UserDefinedDataMap",
    extern_enums("UDFDataType", "UDFTargetType"),
    skip_serializing_none
)]
pub(crate) struct UdfValueBatch;

/// `query udv`. The custom data of a target.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/udv.graphql",
    normalization = "rust",
    response_type = "authing_types::UserDefinedData",
    extern_enums("UDFDataType", "UDFTargetType"),
    skip_serializing_none
)]
pub(crate) struct Udv;

/// `mutation updateFunction`. Changes a pipeline function.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/update_function.graphql",
    normalization = "rust",
    response_type = "authing_types::Function",
    variable_types("authing_types::UpdateFunctionInput"),
    skip_serializing_none
)]
pub(crate) struct UpdateFunction;

/// `mutation updateGroup`. Changes a group.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/update_group.graphql",
    normalization = "rust",
    response_type = "authing_types::Group",
    skip_serializing_none
)]
pub(crate) struct UpdateGroup;

/// `mutation updateNode`. Changes a node.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/update_node.graphql",
    normalization = "rust",
    response_type = "authing_types::Node",
    skip_serializing_none
)]
pub(crate) struct UpdateNode;

/// `mutation updatePolicy`. Changes a policy. Built-in ones cannot be changed.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/update_policy.graphql",
    normalization = "rust",
    response_type = "authing_types::Policy",
    variable_types("_", "_", "_", "authing_types::PolicyStatementInput"),
    extern_enums("PolicyEffect"),
    skip_serializing_none
)]
pub(crate) struct UpdatePolicy;

/// `mutation updateRole`. Changes a role.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/update_role.graphql",
    normalization = "rust",
    response_type = "authing_types::Role",
    skip_serializing_none
)]
pub(crate) struct UpdateRole;

/// `mutation updateUser`. Changes a user. Without an id, the owner of the user token.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/update_user.graphql",
    normalization = "rust",
    response_type = "authing_types::User",
    variable_types("_", "authing_types::UpdateUserInput"),
    extern_enums("UserStatus"),
    skip_serializing_none
)]
pub(crate) struct UpdateUser;

/// `mutation updateUserpool`. Changes the user pool's settings.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/update_userpool.graphql",
    normalization = "rust",
    response_type = "authing_types::UserPool",
    variable_types("authing_types::UpdateUserpoolInput"),
    skip_serializing_none
)]
pub(crate) struct UpdateUserpool;

/// `query user`. A user by id. Without an id, the owner of the user token.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/user.graphql",
    normalization = "rust",
    response_type = "authing_types::User",
    extern_enums("UserStatus"),
    skip_serializing_none
)]
pub(crate) struct User;

/// `query userBatch`. Several users by id or by another identifier, at most 80. Unknown ones are left out.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/user_batch.graphql",
    normalization = "rust",
    response_type = "authing_types::User",
    extern_enums("UDFDataType", "UserStatus"),
    skip_serializing_none
)]
pub(crate) struct UserBatch;

/// `query userpool`. The user pool the token belongs to.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/userpool.graphql",
    normalization = "rust",
    response_type = "authing_types::UserPool",
    variables_derives = "Default",
    skip_serializing_none
)]
pub(crate) struct Userpool;

/// `query userpoolTypes`. The kinds of application a user pool may be meant for.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/userpool_types.graphql",
    normalization = "rust",
    response_type = "authing_types::UserPoolType",
    variables_derives = "Default",
    skip_serializing_none
)]
pub(crate) struct UserpoolTypes;

/// `query userpools`. The user pools of an account.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/userpools.graphql",
    normalization = "rust",
    response_type = "authing_types::Page<authing_types::UserPool>",
    extern_enums("SortByEnum"),
    variables_derives = "Default",
    skip_serializing_none
)]
pub(crate) struct Userpools;

/// `query users`. The users of the user pool.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/users.graphql",
    normalization = "rust",
    response_type = "authing_types::Page<authing_types::User>",
    extern_enums("SortByEnum", "UDFDataType", "UserStatus"),
    variables_derives = "Default",
    skip_serializing_none
)]
pub(crate) struct Users;

/// `query whitelist`. The registration whitelist of a kind.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/whitelist.graphql",
    normalization = "rust",
    response_type = "authing_types::WhiteList",
    extern_enums("WhitelistType"),
    skip_serializing_none
)]
pub(crate) struct Whitelist;
