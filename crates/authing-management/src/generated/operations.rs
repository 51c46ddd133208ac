// @generated from schema/ by `cargo xtask codegen`. Do not edit.

//! One stub per operation: `operations::users::Variables` is what it takes,
//! `operations::users::ResponseData` what it answers, `operations::users::QUERY` its text.

use authing_types::{
    EmailScene, PolicyAssignmentTargetType, SortBy as SortByEnum, UdfDataType, UdfTargetType,
};
use graphql_client::GraphQLQuery;

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

/// `mutation addPolicyAssignments`. Assigns policies to targets.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/add_policy_assignments.graphql",
    normalization = "rust",
    response_type = "authing_types::CommonMessage",
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
    response_type = "authing_types::CommonMessage",
    skip_serializing_none
)]
pub(crate) struct AddUserToGroup;

/// `query archivedUsers`. The archived users of the user pool.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/archived_users.graphql",
    normalization = "rust",
    response_type = "authing_core::Page<authing_types::User>",
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
    response_type = "authing_types::CommonMessage",
    variables_derives = "Default",
    skip_serializing_none
)]
pub(crate) struct AssignRole;

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
    extern_enums("UserStatus"),
    skip_serializing_none
)]
pub(crate) struct CreateUser;

/// `mutation createUserWithCustomData`. Creates a user.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/create_user_with_custom_data.graphql",
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
pub(crate) struct CreateUserWithCustomData;

/// `mutation deleteUser`. Deletes a user.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/delete_user.graphql",
    normalization = "rust",
    response_type = "authing_types::CommonMessage",
    skip_serializing_none
)]
pub(crate) struct DeleteUser;

/// `mutation deleteUsers`. Deletes users.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/delete_users.graphql",
    normalization = "rust",
    response_type = "authing_types::CommonMessage",
    skip_serializing_none
)]
pub(crate) struct DeleteUsers;

/// `query findUser`. The user with one of these identifiers; null when there is none.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/find_user.graphql",
    normalization = "rust",
    response_type = "authing_types::User",
    variable_types("_", "_", "_", "_", "authing_types::FindUserByIdentityInput"),
    extern_enums("UserStatus"),
    variables_derives = "Default",
    skip_serializing_none
)]
pub(crate) struct FindUser;

/// `query findUserWithCustomData`. The user with one of these identifiers; null when there is none.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/find_user_with_custom_data.graphql",
    normalization = "rust",
    response_type = "authing_types::User",
    variable_types("_", "_", "_", "_", "authing_types::FindUserByIdentityInput"),
    extern_enums("UDFDataType", "UserStatus"),
    variables_derives = "Default",
    skip_serializing_none
)]
pub(crate) struct FindUserWithCustomData;

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

/// `query groups`. The groups of the user pool, or of one user.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/groups.graphql",
    normalization = "rust",
    response_type = "authing_core::Page<authing_types::Group>",
    extern_enums("SortByEnum"),
    variables_derives = "Default",
    skip_serializing_none
)]
pub(crate) struct Groups;

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

/// `query policyAssignments`. What a policy is assigned to, or which policies someone has.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/policy_assignments.graphql",
    normalization = "rust",
    response_type = "authing_core::Page<authing_types::PolicyAssignment>",
    extern_enums("PolicyAssignmentTargetType"),
    variables_derives = "Default",
    skip_serializing_none
)]
pub(crate) struct PolicyAssignments;

/// `mutation refreshAccessToken`. A management token for an earlier one that is still good.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/refresh_access_token.graphql",
    normalization = "rust",
    response_type = "authing_types::RefreshedAccessToken",
    skip_serializing_none
)]
pub(crate) struct RefreshAccessToken;

/// `mutation refreshToken`. A fresh token for the signed-in user, or for the user with this id.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/refresh_token.graphql",
    normalization = "rust",
    response_type = "authing_types::RefreshToken",
    skip_serializing_none
)]
pub(crate) struct RefreshToken;

/// `mutation removePolicyAssignments`. Takes policies from targets.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/remove_policy_assignments.graphql",
    normalization = "rust",
    response_type = "authing_types::CommonMessage",
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
    response_type = "authing_types::CommonMessage",
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
    response_type = "authing_types::CommonMessage",
    skip_serializing_none
)]
pub(crate) struct RemoveUserFromGroup;

/// `mutation revokeRole`. Takes roles from users, groups or departments.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/revoke_role.graphql",
    normalization = "rust",
    response_type = "authing_types::CommonMessage",
    variables_derives = "Default",
    skip_serializing_none
)]
pub(crate) struct RevokeRole;

/// `query searchUser`. Users in whose fields the query occurs.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/search_user.graphql",
    normalization = "rust",
    response_type = "authing_core::Page<authing_types::User>",
    variable_types(
        "_",
        "_",
        "_",
        "_",
        "authing_types::SearchUserDepartmentOpt",
        "authing_types::SearchUserGroupOpt",
        "authing_types::SearchUserRoleOpt"
    ),
    extern_enums("UserStatus"),
    skip_serializing_none
)]
pub(crate) struct SearchUser;

/// `query searchUserWithCustomData`. Users in whose fields the query occurs.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/search_user_with_custom_data.graphql",
    normalization = "rust",
    response_type = "authing_core::Page<authing_types::User>",
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
pub(crate) struct SearchUserWithCustomData;

/// `mutation sendEmail`. Sends an e-mail for a scene. One address gets at most one code a minute.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/send_email.graphql",
    normalization = "rust",
    response_type = "authing_types::CommonMessage",
    extern_enums("EmailScene"),
    skip_serializing_none
)]
pub(crate) struct SendEmail;

/// `mutation sendFirstLoginVerifyEmail`. Sends the e-mail that verifies a user's address at the first log-in.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/send_first_login_verify_email.graphql",
    normalization = "rust",
    response_type = "authing_types::CommonMessage",
    skip_serializing_none
)]
pub(crate) struct SendFirstLoginVerifyEmail;

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
    response_type = "authing_types::CommonMessage",
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
    extern_enums("UserStatus"),
    skip_serializing_none
)]
pub(crate) struct UserBatch;

/// `query userBatchWithCustomData`. Several users by id or by another identifier, at most 80. Unknown ones are left out.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/user_batch_with_custom_data.graphql",
    normalization = "rust",
    response_type = "authing_types::User",
    extern_enums("UDFDataType", "UserStatus"),
    skip_serializing_none
)]
pub(crate) struct UserBatchWithCustomData;

/// `query users`. The users of the user pool.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/users.graphql",
    normalization = "rust",
    response_type = "authing_core::Page<authing_types::User>",
    extern_enums("SortByEnum", "UserStatus"),
    variables_derives = "Default",
    skip_serializing_none
)]
pub(crate) struct Users;

/// `query usersWithCustomData`. The users of the user pool.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/users_with_custom_data.graphql",
    normalization = "rust",
    response_type = "authing_core::Page<authing_types::User>",
    extern_enums("SortByEnum", "UDFDataType", "UserStatus"),
    variables_derives = "Default",
    skip_serializing_none
)]
pub(crate) struct UsersWithCustomData;
