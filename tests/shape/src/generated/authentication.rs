// @generated from schema/ by `cargo xtask codegen`. Do not edit.

//! Each operation of `authing-authentication` derived once more: the build fails where a document does
//! not fit the schema.

use authing_types::{EmailScene, UdfTargetType};
use graphql_client::GraphQLQuery;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-authentication/src/generated/documents/bind_email.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    extern_enums("UserStatus"),
    skip_serializing_none
)]
pub(crate) struct BindEmail;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-authentication/src/generated/documents/bind_phone.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    extern_enums("UserStatus"),
    skip_serializing_none
)]
pub(crate) struct BindPhone;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-authentication/src/generated/documents/check_login_status.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    variables_derives = "Default",
    skip_serializing_none
)]
pub(crate) struct CheckLoginStatus;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-authentication/src/generated/documents/check_password.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    skip_serializing_none
)]
pub(crate) struct CheckPassword;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-authentication/src/generated/documents/check_password_strength.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    skip_serializing_none
)]
pub(crate) struct CheckPasswordStrength;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-authentication/src/generated/documents/get_user_departments.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    skip_serializing_none
)]
pub(crate) struct GetUserDepartments;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-authentication/src/generated/documents/get_user_roles.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    skip_serializing_none
)]
pub(crate) struct GetUserRoles;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-authentication/src/generated/documents/is_user_exists.graphql",
    normalization = "rust",
    variables_derives = "Default",
    skip_serializing_none
)]
pub(crate) struct IsUserExists;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-authentication/src/generated/documents/list_user_authorized_resources.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    extern_enums("ResourceType"),
    skip_serializing_none
)]
pub(crate) struct ListUserAuthorizedResources;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-authentication/src/generated/documents/login_by_email.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    variable_types("authing_types::LoginByEmailInput"),
    extern_enums("UDFDataType", "UserStatus"),
    skip_serializing_none
)]
pub(crate) struct LoginByEmail;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-authentication/src/generated/documents/login_by_phone_code.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    variable_types("authing_types::LoginByPhoneCodeInput"),
    extern_enums("UDFDataType", "UserStatus"),
    skip_serializing_none
)]
pub(crate) struct LoginByPhoneCode;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-authentication/src/generated/documents/login_by_phone_password.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    variable_types("authing_types::LoginByPhonePasswordInput"),
    extern_enums("UDFDataType", "UserStatus"),
    skip_serializing_none
)]
pub(crate) struct LoginByPhonePassword;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-authentication/src/generated/documents/login_by_sub_account.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    extern_enums("UDFDataType", "UserStatus"),
    skip_serializing_none
)]
pub(crate) struct LoginBySubAccount;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-authentication/src/generated/documents/login_by_username.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    variable_types("authing_types::LoginByUsernameInput"),
    extern_enums("UDFDataType", "UserStatus"),
    skip_serializing_none
)]
pub(crate) struct LoginByUsername;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-authentication/src/generated/documents/refresh_token.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    variables_derives = "Default",
    skip_serializing_none
)]
pub(crate) struct RefreshToken;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-authentication/src/generated/documents/register_by_email.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    variable_types("authing_types::RegisterByEmailInput"),
    extern_enums("UserStatus"),
    skip_serializing_none
)]
pub(crate) struct RegisterByEmail;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-authentication/src/generated/documents/register_by_phone_code.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    variable_types("authing_types::RegisterByPhoneCodeInput"),
    extern_enums("UserStatus"),
    skip_serializing_none
)]
pub(crate) struct RegisterByPhoneCode;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-authentication/src/generated/documents/register_by_username.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    variable_types("authing_types::RegisterByUsernameInput"),
    extern_enums("UserStatus"),
    skip_serializing_none
)]
pub(crate) struct RegisterByUsername;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-authentication/src/generated/documents/remove_udv.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    extern_enums("UDFDataType", "UDFTargetType"),
    skip_serializing_none
)]
pub(crate) struct RemoveUdv;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-authentication/src/generated/documents/reset_password.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    skip_serializing_none
)]
pub(crate) struct ResetPassword;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-authentication/src/generated/documents/reset_password_by_first_login_token.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    skip_serializing_none
)]
pub(crate) struct ResetPasswordByFirstLoginToken;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-authentication/src/generated/documents/reset_password_by_force_reset_token.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    skip_serializing_none
)]
pub(crate) struct ResetPasswordByForceResetToken;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-authentication/src/generated/documents/send_email.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    extern_enums("EmailScene"),
    skip_serializing_none
)]
pub(crate) struct SendEmail;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-authentication/src/generated/documents/set_udv.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    extern_enums("UDFDataType", "UDFTargetType"),
    skip_serializing_none
)]
pub(crate) struct SetUdv;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-authentication/src/generated/documents/set_udv_batch.graphql",
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
    query_path = "../../crates/authing-authentication/src/generated/documents/udv.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    extern_enums("UDFDataType", "UDFTargetType"),
    skip_serializing_none
)]
pub(crate) struct Udv;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-authentication/src/generated/documents/unbind_email.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    extern_enums("UserStatus"),
    variables_derives = "Default",
    skip_serializing_none
)]
pub(crate) struct UnbindEmail;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-authentication/src/generated/documents/unbind_phone.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    extern_enums("UserStatus"),
    variables_derives = "Default",
    skip_serializing_none
)]
pub(crate) struct UnbindPhone;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-authentication/src/generated/documents/update_email.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    extern_enums("UserStatus"),
    skip_serializing_none
)]
pub(crate) struct UpdateEmail;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-authentication/src/generated/documents/update_password.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    extern_enums("UserStatus"),
    skip_serializing_none
)]
pub(crate) struct UpdatePassword;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-authentication/src/generated/documents/update_phone.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    extern_enums("UserStatus"),
    skip_serializing_none
)]
pub(crate) struct UpdatePhone;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema/schema.graphql",
    query_path = "../../crates/authing-authentication/src/generated/documents/update_user.graphql",
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
    query_path = "../../crates/authing-authentication/src/generated/documents/user.graphql",
    normalization = "rust",
    response_type = "serde_json::Value",
    extern_enums("UDFDataType", "UserStatus"),
    variables_derives = "Default",
    skip_serializing_none
)]
pub(crate) struct User;
