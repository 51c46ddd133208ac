// @generated from schema/ by `cargo xtask codegen`. Do not edit.

//! One stub per operation: `operations::users::Variables` is what it takes,
//! `operations::users::ResponseData` what it returns, `operations::users::QUERY` its text.

use authing_types::{EmailScene, UdfTargetType};
use graphql_client::GraphQLQuery;

/// `mutation bindEmail`. Adds a first email address to the current user.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/bind_email.graphql",
    normalization = "rust",
    response_type = "authing_types::User",
    extern_enums("UserStatus"),
    skip_serializing_none
)]
pub(crate) struct BindEmail;

/// `mutation bindPhone`. Adds a first phone number to the current user.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/bind_phone.graphql",
    normalization = "rust",
    response_type = "authing_types::User",
    extern_enums("UserStatus"),
    skip_serializing_none
)]
pub(crate) struct BindPhone;

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

/// `query checkPassword`. Whether the password is the current user's.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/check_password.graphql",
    normalization = "rust",
    response_type = "authing_types::CheckPasswordResult",
    skip_serializing_none
)]
pub(crate) struct CheckPassword;

/// `query checkPasswordStrength`. Whether a password meets the user pool's rules. The password travels unencrypted.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/check_password_strength.graphql",
    normalization = "rust",
    response_type = "authing_types::CheckPasswordStrengthResult",
    skip_serializing_none
)]
pub(crate) struct CheckPasswordStrength;

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

/// `mutation loginByEmail`. Login by email address and password.
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

/// `mutation loginByPhoneCode`. Login by phone number and one-time code; an unknown number gets an account.
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

/// `mutation loginByPhonePassword`. Login by phone number and password.
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

/// `mutation loginBySubAccount`. Login by a sub-account.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/login_by_sub_account.graphql",
    normalization = "rust",
    response_type = "authing_types::User",
    extern_enums("UDFDataType", "UserStatus"),
    skip_serializing_none
)]
pub(crate) struct LoginBySubAccount;

/// `mutation loginByUsername`. Login by username and password.
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

/// `mutation refreshToken`. A new token for the current user, or for the user with this id.
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

/// `mutation registerByEmail`. Registration by email address and password.
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

/// `mutation registerByPhoneCode`. Registration by phone number and one-time code.
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

/// `mutation registerByUsername`. Registration by username and password.
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

/// `mutation resetPassword`. Sets a forgotten password with a one-time code sent by SMS or email.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/reset_password.graphql",
    normalization = "rust",
    response_type = "authing_types::wire::Confirmation",
    skip_serializing_none
)]
pub(crate) struct ResetPassword;

/// `mutation resetPasswordByFirstLoginToken`. Sets the password that the first login asks for.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/reset_password_by_first_login_token.graphql",
    normalization = "rust",
    response_type = "authing_types::wire::Confirmation",
    skip_serializing_none
)]
pub(crate) struct ResetPasswordByFirstLoginToken;

/// `mutation resetPasswordByForceResetToken`. Sets the password that an enforced change asks for.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/reset_password_by_force_reset_token.graphql",
    normalization = "rust",
    response_type = "authing_types::wire::Confirmation",
    skip_serializing_none
)]
pub(crate) struct ResetPasswordByForceResetToken;

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

/// `mutation unbindEmail`. Removes the current user's email address, unless it is the last way to log in.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/unbind_email.graphql",
    normalization = "rust",
    response_type = "authing_types::User",
    extern_enums("UserStatus"),
    variables_derives = "Default",
    skip_serializing_none
)]
pub(crate) struct UnbindEmail;

/// `mutation unbindPhone`. Removes the current user's phone number, unless it is the last way to log in.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/unbind_phone.graphql",
    normalization = "rust",
    response_type = "authing_types::User",
    extern_enums("UserStatus"),
    variables_derives = "Default",
    skip_serializing_none
)]
pub(crate) struct UnbindPhone;

/// `mutation updateEmail`. Changes the current user's email address.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/update_email.graphql",
    normalization = "rust",
    response_type = "authing_types::User",
    extern_enums("UserStatus"),
    skip_serializing_none
)]
pub(crate) struct UpdateEmail;

/// `mutation updatePassword`. Changes the current user's password.
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

/// `mutation updatePhone`. Changes the current user's phone number.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "schema/schema.graphql",
    query_path = "src/generated/documents/update_phone.graphql",
    normalization = "rust",
    response_type = "authing_types::User",
    extern_enums("UserStatus"),
    skip_serializing_none
)]
pub(crate) struct UpdatePhone;

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
    extern_enums("UDFDataType", "UserStatus"),
    variables_derives = "Default",
    skip_serializing_none
)]
pub(crate) struct User;
