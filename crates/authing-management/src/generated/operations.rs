// @generated from schema/ by `cargo xtask codegen`. Do not edit.

//! One stub per operation: `operations::users::Variables` is what it takes,
//! `operations::users::ResponseData` what it answers, `operations::users::QUERY` its text.

use authing_types::EmailScene;
use authing_types::PolicyAssignmentTargetType;
use authing_types::SortBy as SortByEnum;
use authing_types::UdfDataType;
use authing_types::UdfTargetType;
use graphql_client::GraphQLQuery;

/// `query accessToken`.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/access_token.graphql",
    normalization = "rust",
    response_type = "authing_types::AccessToken",
    skip_serializing_none
)]
pub(crate) struct AccessToken;

/// `mutation addPolicyAssignments`.
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

/// `mutation addUserToGroup`.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/add_user_to_group.graphql",
    normalization = "rust",
    response_type = "authing_types::CommonMessage",
    skip_serializing_none
)]
pub(crate) struct AddUserToGroup;

/// `query archivedUsers`.
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

/// `mutation assignRole`.
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

/// `mutation createUser`.
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

/// `mutation createUserWithCustomData`.
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

/// `mutation deleteUser`.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/delete_user.graphql",
    normalization = "rust",
    response_type = "authing_types::CommonMessage",
    skip_serializing_none
)]
pub(crate) struct DeleteUser;

/// `mutation deleteUsers`.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/delete_users.graphql",
    normalization = "rust",
    response_type = "authing_types::CommonMessage",
    skip_serializing_none
)]
pub(crate) struct DeleteUsers;

/// `query findUser`.
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

/// `query findUserWithCustomData`.
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

/// `query getUserDepartments`.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/get_user_departments.graphql",
    normalization = "rust",
    response_type = "crate::generated::carriers::GetUserDepartmentsUser",
    skip_serializing_none
)]
pub(crate) struct GetUserDepartments;

/// `query getUserGroups`.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/get_user_groups.graphql",
    normalization = "rust",
    response_type = "crate::generated::carriers::GetUserGroupsUser",
    skip_serializing_none
)]
pub(crate) struct GetUserGroups;

/// `query getUserRoles`.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/get_user_roles.graphql",
    normalization = "rust",
    response_type = "crate::generated::carriers::GetUserRolesUser",
    skip_serializing_none
)]
pub(crate) struct GetUserRoles;

/// `query isUserExists`.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/is_user_exists.graphql",
    normalization = "rust",
    variables_derives = "Default",
    skip_serializing_none
)]
pub(crate) struct IsUserExists;

/// `query listUserAuthorizedResources`.
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

/// `query policyAssignments`.
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

/// `mutation refreshAccessToken`.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/refresh_access_token.graphql",
    normalization = "rust",
    response_type = "authing_types::RefreshedAccessToken",
    skip_serializing_none
)]
pub(crate) struct RefreshAccessToken;

/// `mutation refreshToken`.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/refresh_token.graphql",
    normalization = "rust",
    response_type = "authing_types::RefreshToken",
    skip_serializing_none
)]
pub(crate) struct RefreshToken;

/// `mutation removePolicyAssignments`.
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

/// `mutation removeUdf`.
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

/// `mutation removeUdv`.
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

/// `mutation removeUserFromGroup`.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/remove_user_from_group.graphql",
    normalization = "rust",
    response_type = "authing_types::CommonMessage",
    skip_serializing_none
)]
pub(crate) struct RemoveUserFromGroup;

/// `mutation revokeRole`.
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

/// `query searchUser`.
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

/// `query searchUserWithCustomData`.
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

/// `mutation sendEmail`.
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

/// `mutation sendFirstLoginVerifyEmail`.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/send_first_login_verify_email.graphql",
    normalization = "rust",
    response_type = "authing_types::CommonMessage",
    skip_serializing_none
)]
pub(crate) struct SendFirstLoginVerifyEmail;

/// `mutation setUdf`.
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

/// `mutation setUdfValueBatch`.
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

/// `mutation setUdv`.
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

/// `mutation setUdvBatch`.
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

/// `query udf`.
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

/// `query udfValueBatch`.
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

/// `query udv`.
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

/// `mutation updateUser`.
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

/// `query user`.
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

/// `query userBatch`.
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

/// `query userBatchWithCustomData`.
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

/// `query users`.
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

/// `query usersWithCustomData`.
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
