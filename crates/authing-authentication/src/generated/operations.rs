// @generated from schema/ by `cargo xtask codegen`. Do not edit.

//! One stub per operation: `operations::users::Variables` is what it takes,
//! `operations::users::ResponseData` what it answers, `operations::users::QUERY` its text.

use authing_types::EmailScene;
use authing_types::UdfTargetType;
use graphql_client::GraphQLQuery;

/// `query checkLoginStatus`.
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

/// `query checkPasswordStrength`.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/check_password_strength.graphql",
    normalization = "rust",
    response_type = "authing_types::CheckPasswordStrengthResult",
    skip_serializing_none
)]
pub(crate) struct CheckPasswordStrength;

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

/// `mutation loginByEmail`.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/login_by_email.graphql",
    normalization = "rust",
    response_type = "authing_types::User",
    variable_types("authing_types::LoginByEmailInput"),
    extern_enums("UDFDataType", "UserStatus"),
    skip_serializing_none
)]
pub(crate) struct LoginByEmail;

/// `mutation loginByPhoneCode`.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/login_by_phone_code.graphql",
    normalization = "rust",
    response_type = "authing_types::User",
    variable_types("authing_types::LoginByPhoneCodeInput"),
    extern_enums("UDFDataType", "UserStatus"),
    skip_serializing_none
)]
pub(crate) struct LoginByPhoneCode;

/// `mutation loginByPhonePassword`.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/login_by_phone_password.graphql",
    normalization = "rust",
    response_type = "authing_types::User",
    variable_types("authing_types::LoginByPhonePasswordInput"),
    extern_enums("UDFDataType", "UserStatus"),
    skip_serializing_none
)]
pub(crate) struct LoginByPhonePassword;

/// `mutation loginByUsername`.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/login_by_username.graphql",
    normalization = "rust",
    response_type = "authing_types::User",
    variable_types("authing_types::LoginByUsernameInput"),
    extern_enums("UDFDataType", "UserStatus"),
    skip_serializing_none
)]
pub(crate) struct LoginByUsername;

/// `mutation refreshToken`.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/refresh_token.graphql",
    normalization = "rust",
    response_type = "authing_types::RefreshToken",
    variables_derives = "Default",
    skip_serializing_none
)]
pub(crate) struct RefreshToken;

/// `mutation registerByEmail`.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/register_by_email.graphql",
    normalization = "rust",
    response_type = "authing_types::User",
    variable_types("authing_types::RegisterByEmailInput"),
    extern_enums("UserStatus"),
    skip_serializing_none
)]
pub(crate) struct RegisterByEmail;

/// `mutation registerByPhoneCode`.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/register_by_phone_code.graphql",
    normalization = "rust",
    response_type = "authing_types::User",
    variable_types("authing_types::RegisterByPhoneCodeInput"),
    extern_enums("UserStatus"),
    skip_serializing_none
)]
pub(crate) struct RegisterByPhoneCode;

/// `mutation registerByUsername`.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/register_by_username.graphql",
    normalization = "rust",
    response_type = "authing_types::User",
    variable_types("authing_types::RegisterByUsernameInput"),
    extern_enums("UserStatus"),
    skip_serializing_none
)]
pub(crate) struct RegisterByUsername;

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

/// `mutation resetPassword`.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/reset_password.graphql",
    normalization = "rust",
    response_type = "authing_types::CommonMessage",
    skip_serializing_none
)]
pub(crate) struct ResetPassword;

/// `mutation resetPasswordByFirstLoginToken`.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/reset_password_by_first_login_token.graphql",
    normalization = "rust",
    response_type = "authing_types::CommonMessage",
    skip_serializing_none
)]
pub(crate) struct ResetPasswordByFirstLoginToken;

/// `mutation resetPasswordByForceResetToken`.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/reset_password_by_force_reset_token.graphql",
    normalization = "rust",
    response_type = "authing_types::CommonMessage",
    skip_serializing_none
)]
pub(crate) struct ResetPasswordByForceResetToken;

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

/// `mutation updatePassword`.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/update_password.graphql",
    normalization = "rust",
    response_type = "authing_types::User",
    extern_enums("UserStatus"),
    skip_serializing_none
)]
pub(crate) struct UpdatePassword;

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
    extern_enums("UDFDataType", "UserStatus"),
    variables_derives = "Default",
    skip_serializing_none
)]
pub(crate) struct User;
