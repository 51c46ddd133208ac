// @generated from schema/ by `cargo xtask codegen`. Do not edit.

//! What graphql_client makes of each operation: `operations::users::Variables` is what it
//! takes, `operations::users::ResponseData` what it returns, `operations::users::QUERY` its
//! text.

use authing_types::{EmailScene, UdfTargetType};

/// `mutation bindEmail`. Adds a first email address to the current user.
pub(crate) struct BindEmail;

pub(crate) mod bind_email {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "bindEmail";
    pub const QUERY: &str = include_str!("documents/bind_email.graphql");
    use super::*;
    use serde::{Deserialize, Serialize};
    #[allow(dead_code)]
    type Boolean = bool;
    #[allow(dead_code)]
    type Float = f64;
    #[allow(dead_code)]
    type Int = i64;
    #[allow(dead_code)]
    type ID = String;
    #[derive(Serialize)]
    #[serde(crate = "serde")]
    pub struct Variables {
        pub email: String,
        #[serde(rename = "emailCode")]
        pub email_code: String,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub bind_email : BindEmailBindEmail = "bindEmail" } }
    pub type BindEmailBindEmail = authing_types::User;
}
impl graphql_client::GraphQLQuery for BindEmail {
    type Variables = bind_email::Variables;
    type ResponseData = bind_email::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: bind_email::QUERY,
            operation_name: bind_email::OPERATION_NAME,
        }
    }
}

/// `mutation bindPhone`. Adds a first phone number to the current user.
pub(crate) struct BindPhone;

pub(crate) mod bind_phone {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "bindPhone";
    pub const QUERY: &str = include_str!("documents/bind_phone.graphql");
    use super::*;
    use serde::{Deserialize, Serialize};
    #[allow(dead_code)]
    type Boolean = bool;
    #[allow(dead_code)]
    type Float = f64;
    #[allow(dead_code)]
    type Int = i64;
    #[allow(dead_code)]
    type ID = String;
    #[derive(Serialize)]
    #[serde(crate = "serde")]
    pub struct Variables {
        pub phone: String,
        #[serde(rename = "phoneCode")]
        pub phone_code: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "phoneCountryCode")]
        pub phone_country_code: Option<String>,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub bind_phone : BindPhoneBindPhone = "bindPhone" } }
    pub type BindPhoneBindPhone = authing_types::User;
}
impl graphql_client::GraphQLQuery for BindPhone {
    type Variables = bind_phone::Variables;
    type ResponseData = bind_phone::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: bind_phone::QUERY,
            operation_name: bind_phone::OPERATION_NAME,
        }
    }
}

/// `query checkLoginStatus`. Whether a user token is still valid.
pub(crate) struct CheckLoginStatus;

pub(crate) mod check_login_status {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "checkLoginStatus";
    pub const QUERY: &str = include_str!("documents/check_login_status.graphql");
    use super::*;
    use serde::{Deserialize, Serialize};
    #[allow(dead_code)]
    type Boolean = bool;
    #[allow(dead_code)]
    type Float = f64;
    #[allow(dead_code)]
    type Int = i64;
    #[allow(dead_code)]
    type ID = String;
    #[derive(Serialize, Default)]
    #[serde(crate = "serde")]
    pub struct Variables {
        #[serde(skip_serializing_if = "Option::is_none")]
        pub token: Option<String>,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub check_login_status : Option < CheckLoginStatusCheckLoginStatus > = "checkLoginStatus" } }
    pub type CheckLoginStatusCheckLoginStatus = authing_types::TokenStatus;
}
impl graphql_client::GraphQLQuery for CheckLoginStatus {
    type Variables = check_login_status::Variables;
    type ResponseData = check_login_status::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: check_login_status::QUERY,
            operation_name: check_login_status::OPERATION_NAME,
        }
    }
}

/// `query checkPassword`. Whether the password is the current user's.
pub(crate) struct CheckPassword;

pub(crate) mod check_password {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "checkPassword";
    pub const QUERY: &str = include_str!("documents/check_password.graphql");
    use super::*;
    use serde::{Deserialize, Serialize};
    #[allow(dead_code)]
    type Boolean = bool;
    #[allow(dead_code)]
    type Float = f64;
    #[allow(dead_code)]
    type Int = i64;
    #[allow(dead_code)]
    type ID = String;
    #[derive(Serialize)]
    #[serde(crate = "serde")]
    pub struct Variables {
        pub password: String,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub check_password : Option < CheckPasswordCheckPassword > = "checkPassword" } }
    pub type CheckPasswordCheckPassword = authing_types::CheckPasswordResult;
}
impl graphql_client::GraphQLQuery for CheckPassword {
    type Variables = check_password::Variables;
    type ResponseData = check_password::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: check_password::QUERY,
            operation_name: check_password::OPERATION_NAME,
        }
    }
}

/// `query checkPasswordStrength`. Whether a password meets the user pool's rules. The password travels unencrypted.
pub(crate) struct CheckPasswordStrength;

pub(crate) mod check_password_strength {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "checkPasswordStrength";
    pub const QUERY: &str = include_str!("documents/check_password_strength.graphql");
    use super::*;
    use serde::{Deserialize, Serialize};
    #[allow(dead_code)]
    type Boolean = bool;
    #[allow(dead_code)]
    type Float = f64;
    #[allow(dead_code)]
    type Int = i64;
    #[allow(dead_code)]
    type ID = String;
    #[derive(Serialize)]
    #[serde(crate = "serde")]
    pub struct Variables {
        pub password: String,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub check_password_strength : CheckPasswordStrengthCheckPasswordStrength = "checkPasswordStrength" } }
    pub type CheckPasswordStrengthCheckPasswordStrength =
        authing_types::CheckPasswordStrengthResult;
}
impl graphql_client::GraphQLQuery for CheckPasswordStrength {
    type Variables = check_password_strength::Variables;
    type ResponseData = check_password_strength::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: check_password_strength::QUERY,
            operation_name: check_password_strength::OPERATION_NAME,
        }
    }
}

/// `query getUserDepartments`. A user by id. Without an id, the owner of the user token.
pub(crate) struct GetUserDepartments;

pub(crate) mod get_user_departments {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "getUserDepartments";
    pub const QUERY: &str = include_str!("documents/get_user_departments.graphql");
    use super::*;
    use serde::{Deserialize, Serialize};
    #[allow(dead_code)]
    type Boolean = bool;
    #[allow(dead_code)]
    type Float = f64;
    #[allow(dead_code)]
    type Int = i64;
    #[allow(dead_code)]
    type ID = String;
    #[derive(Serialize)]
    #[serde(crate = "serde")]
    pub struct Variables {
        pub id: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "orgId")]
        pub org_id: Option<String>,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub user : Option < GetUserDepartmentsUser > = "user" } }
    pub type GetUserDepartmentsUser = crate::generated::carriers::GetUserDepartmentsUser;
}
impl graphql_client::GraphQLQuery for GetUserDepartments {
    type Variables = get_user_departments::Variables;
    type ResponseData = get_user_departments::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: get_user_departments::QUERY,
            operation_name: get_user_departments::OPERATION_NAME,
        }
    }
}

/// `query getUserRoles`. A user by id. Without an id, the owner of the user token.
pub(crate) struct GetUserRoles;

pub(crate) mod get_user_roles {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "getUserRoles";
    pub const QUERY: &str = include_str!("documents/get_user_roles.graphql");
    use super::*;
    use serde::{Deserialize, Serialize};
    #[allow(dead_code)]
    type Boolean = bool;
    #[allow(dead_code)]
    type Float = f64;
    #[allow(dead_code)]
    type Int = i64;
    #[allow(dead_code)]
    type ID = String;
    #[derive(Serialize)]
    #[serde(crate = "serde")]
    pub struct Variables {
        pub id: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub namespace: Option<String>,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub user : Option < GetUserRolesUser > = "user" } }
    pub type GetUserRolesUser = crate::generated::carriers::GetUserRolesUser;
}
impl graphql_client::GraphQLQuery for GetUserRoles {
    type Variables = get_user_roles::Variables;
    type ResponseData = get_user_roles::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: get_user_roles::QUERY,
            operation_name: get_user_roles::OPERATION_NAME,
        }
    }
}

/// `query isUserExists`. Whether a user with one of these identifiers exists.
pub(crate) struct IsUserExists;

pub(crate) mod is_user_exists {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "isUserExists";
    pub const QUERY: &str = include_str!("documents/is_user_exists.graphql");
    use super::*;
    use serde::{Deserialize, Serialize};
    #[allow(dead_code)]
    type Boolean = bool;
    #[allow(dead_code)]
    type Float = f64;
    #[allow(dead_code)]
    type Int = i64;
    #[allow(dead_code)]
    type ID = String;
    #[derive(Serialize, Default)]
    #[serde(crate = "serde")]
    pub struct Variables {
        #[serde(skip_serializing_if = "Option::is_none")]
        pub email: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub phone: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub username: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "externalId")]
        pub external_id: Option<String>,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub is_user_exists : Option < Boolean > = "isUserExists" } }
}
impl graphql_client::GraphQLQuery for IsUserExists {
    type Variables = is_user_exists::Variables;
    type ResponseData = is_user_exists::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: is_user_exists::QUERY,
            operation_name: is_user_exists::OPERATION_NAME,
        }
    }
}

/// `query listUserAuthorizedResources`. A user by id. Without an id, the owner of the user token.
pub(crate) struct ListUserAuthorizedResources;

pub(crate) mod list_user_authorized_resources {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "listUserAuthorizedResources";
    pub const QUERY: &str = include_str!("documents/list_user_authorized_resources.graphql");
    use super::*;
    use serde::{Deserialize, Serialize};
    #[allow(dead_code)]
    type Boolean = bool;
    #[allow(dead_code)]
    type Float = f64;
    #[allow(dead_code)]
    type Int = i64;
    #[allow(dead_code)]
    type ID = String;
    #[derive(Serialize)]
    #[serde(crate = "serde")]
    pub struct Variables {
        pub id: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub namespace: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "resourceType")]
        pub resource_type: Option<String>,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub user : Option < ListUserAuthorizedResourcesUser > = "user" } }
    pub type ListUserAuthorizedResourcesUser =
        crate::generated::carriers::ListUserAuthorizedResourcesUser;
}
impl graphql_client::GraphQLQuery for ListUserAuthorizedResources {
    type Variables = list_user_authorized_resources::Variables;
    type ResponseData = list_user_authorized_resources::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: list_user_authorized_resources::QUERY,
            operation_name: list_user_authorized_resources::OPERATION_NAME,
        }
    }
}

/// `mutation loginByEmail`. Login by email address and password.
pub(crate) struct LoginByEmail;

pub(crate) mod login_by_email {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "loginByEmail";
    pub const QUERY: &str = include_str!("documents/login_by_email.graphql");
    use super::*;
    use serde::{Deserialize, Serialize};
    #[allow(dead_code)]
    type Boolean = bool;
    #[allow(dead_code)]
    type Float = f64;
    #[allow(dead_code)]
    type Int = i64;
    #[allow(dead_code)]
    type ID = String;
    pub type LoginByEmailInput = authing_types::LoginByEmailInput;
    #[derive(Serialize)]
    #[serde(crate = "serde")]
    pub struct Variables {
        pub input: LoginByEmailInput,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub login_by_email : Option < LoginByEmailLoginByEmail > = "loginByEmail" } }
    pub type LoginByEmailLoginByEmail = authing_types::User;
}
impl graphql_client::GraphQLQuery for LoginByEmail {
    type Variables = login_by_email::Variables;
    type ResponseData = login_by_email::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: login_by_email::QUERY,
            operation_name: login_by_email::OPERATION_NAME,
        }
    }
}

/// `mutation loginByPhoneCode`. Login by phone number and one-time code; an unknown number gets an account.
pub(crate) struct LoginByPhoneCode;

pub(crate) mod login_by_phone_code {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "loginByPhoneCode";
    pub const QUERY: &str = include_str!("documents/login_by_phone_code.graphql");
    use super::*;
    use serde::{Deserialize, Serialize};
    #[allow(dead_code)]
    type Boolean = bool;
    #[allow(dead_code)]
    type Float = f64;
    #[allow(dead_code)]
    type Int = i64;
    #[allow(dead_code)]
    type ID = String;
    pub type LoginByPhoneCodeInput = authing_types::LoginByPhoneCodeInput;
    #[derive(Serialize)]
    #[serde(crate = "serde")]
    pub struct Variables {
        pub input: LoginByPhoneCodeInput,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub login_by_phone_code : Option < LoginByPhoneCodeLoginByPhoneCode > = "loginByPhoneCode" } }
    pub type LoginByPhoneCodeLoginByPhoneCode = authing_types::User;
}
impl graphql_client::GraphQLQuery for LoginByPhoneCode {
    type Variables = login_by_phone_code::Variables;
    type ResponseData = login_by_phone_code::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: login_by_phone_code::QUERY,
            operation_name: login_by_phone_code::OPERATION_NAME,
        }
    }
}

/// `mutation loginByPhonePassword`. Login by phone number and password.
pub(crate) struct LoginByPhonePassword;

pub(crate) mod login_by_phone_password {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "loginByPhonePassword";
    pub const QUERY: &str = include_str!("documents/login_by_phone_password.graphql");
    use super::*;
    use serde::{Deserialize, Serialize};
    #[allow(dead_code)]
    type Boolean = bool;
    #[allow(dead_code)]
    type Float = f64;
    #[allow(dead_code)]
    type Int = i64;
    #[allow(dead_code)]
    type ID = String;
    pub type LoginByPhonePasswordInput = authing_types::LoginByPhonePasswordInput;
    #[derive(Serialize)]
    #[serde(crate = "serde")]
    pub struct Variables {
        pub input: LoginByPhonePasswordInput,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub login_by_phone_password : Option < LoginByPhonePasswordLoginByPhonePassword > = "loginByPhonePassword" } }
    pub type LoginByPhonePasswordLoginByPhonePassword = authing_types::User;
}
impl graphql_client::GraphQLQuery for LoginByPhonePassword {
    type Variables = login_by_phone_password::Variables;
    type ResponseData = login_by_phone_password::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: login_by_phone_password::QUERY,
            operation_name: login_by_phone_password::OPERATION_NAME,
        }
    }
}

/// `mutation loginBySubAccount`. Login by a sub-account.
pub(crate) struct LoginBySubAccount;

pub(crate) mod login_by_sub_account {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "loginBySubAccount";
    pub const QUERY: &str = include_str!("documents/login_by_sub_account.graphql");
    use super::*;
    use serde::{Deserialize, Serialize};
    #[allow(dead_code)]
    type Boolean = bool;
    #[allow(dead_code)]
    type Float = f64;
    #[allow(dead_code)]
    type Int = i64;
    #[allow(dead_code)]
    type ID = String;
    #[derive(Serialize)]
    #[serde(crate = "serde")]
    pub struct Variables {
        pub account: String,
        pub password: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "captchaCode")]
        pub captcha_code: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "clientIp")]
        pub client_ip: Option<String>,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub login_by_sub_account : LoginBySubAccountLoginBySubAccount = "loginBySubAccount" } }
    pub type LoginBySubAccountLoginBySubAccount = authing_types::User;
}
impl graphql_client::GraphQLQuery for LoginBySubAccount {
    type Variables = login_by_sub_account::Variables;
    type ResponseData = login_by_sub_account::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: login_by_sub_account::QUERY,
            operation_name: login_by_sub_account::OPERATION_NAME,
        }
    }
}

/// `mutation loginByUsername`. Login by username and password.
pub(crate) struct LoginByUsername;

pub(crate) mod login_by_username {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "loginByUsername";
    pub const QUERY: &str = include_str!("documents/login_by_username.graphql");
    use super::*;
    use serde::{Deserialize, Serialize};
    #[allow(dead_code)]
    type Boolean = bool;
    #[allow(dead_code)]
    type Float = f64;
    #[allow(dead_code)]
    type Int = i64;
    #[allow(dead_code)]
    type ID = String;
    pub type LoginByUsernameInput = authing_types::LoginByUsernameInput;
    #[derive(Serialize)]
    #[serde(crate = "serde")]
    pub struct Variables {
        pub input: LoginByUsernameInput,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub login_by_username : Option < LoginByUsernameLoginByUsername > = "loginByUsername" } }
    pub type LoginByUsernameLoginByUsername = authing_types::User;
}
impl graphql_client::GraphQLQuery for LoginByUsername {
    type Variables = login_by_username::Variables;
    type ResponseData = login_by_username::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: login_by_username::QUERY,
            operation_name: login_by_username::OPERATION_NAME,
        }
    }
}

/// `mutation refreshToken`. A new token for the current user, or for the user with this id.
pub(crate) struct RefreshToken;

pub(crate) mod refresh_token {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "refreshToken";
    pub const QUERY: &str = include_str!("documents/refresh_token.graphql");
    use super::*;
    use serde::{Deserialize, Serialize};
    #[allow(dead_code)]
    type Boolean = bool;
    #[allow(dead_code)]
    type Float = f64;
    #[allow(dead_code)]
    type Int = i64;
    #[allow(dead_code)]
    type ID = String;
    #[derive(Serialize, Default)]
    #[serde(crate = "serde")]
    pub struct Variables {
        #[serde(skip_serializing_if = "Option::is_none")]
        pub id: Option<String>,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub refresh_token : Option < RefreshTokenRefreshToken > = "refreshToken" } }
    pub type RefreshTokenRefreshToken = authing_types::RefreshToken;
}
impl graphql_client::GraphQLQuery for RefreshToken {
    type Variables = refresh_token::Variables;
    type ResponseData = refresh_token::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: refresh_token::QUERY,
            operation_name: refresh_token::OPERATION_NAME,
        }
    }
}

/// `mutation registerByEmail`. Registration by email address and password.
pub(crate) struct RegisterByEmail;

pub(crate) mod register_by_email {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "registerByEmail";
    pub const QUERY: &str = include_str!("documents/register_by_email.graphql");
    use super::*;
    use serde::{Deserialize, Serialize};
    #[allow(dead_code)]
    type Boolean = bool;
    #[allow(dead_code)]
    type Float = f64;
    #[allow(dead_code)]
    type Int = i64;
    #[allow(dead_code)]
    type ID = String;
    pub type RegisterByEmailInput = authing_types::RegisterByEmailInput;
    #[derive(Serialize)]
    #[serde(crate = "serde")]
    pub struct RegisterProfile {
        #[serde(skip_serializing_if = "Option::is_none")]
        pub ip: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub phone: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub email: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub oauth: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub username: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub nickname: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub company: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub photo: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub device: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub browser: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub name: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "givenName")]
        pub given_name: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "familyName")]
        pub family_name: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "middleName")]
        pub middle_name: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub profile: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "preferredUsername")]
        pub preferred_username: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub website: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub gender: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub birthdate: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub zoneinfo: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub locale: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub address: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub formatted: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "streetAddress")]
        pub street_address: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub locality: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub region: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "postalCode")]
        pub postal_code: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub country: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub udf: Option<Vec<UserDdfInput>>,
    }
    #[derive(Serialize)]
    #[serde(crate = "serde")]
    pub struct UserDdfInput {
        pub key: String,
        pub value: String,
    }
    #[derive(Serialize)]
    #[serde(crate = "serde")]
    pub struct Variables {
        pub input: RegisterByEmailInput,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub register_by_email : Option < RegisterByEmailRegisterByEmail > = "registerByEmail" } }
    pub type RegisterByEmailRegisterByEmail = authing_types::User;
}
impl graphql_client::GraphQLQuery for RegisterByEmail {
    type Variables = register_by_email::Variables;
    type ResponseData = register_by_email::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: register_by_email::QUERY,
            operation_name: register_by_email::OPERATION_NAME,
        }
    }
}

/// `mutation registerByPhoneCode`. Registration by phone number and one-time code.
pub(crate) struct RegisterByPhoneCode;

pub(crate) mod register_by_phone_code {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "registerByPhoneCode";
    pub const QUERY: &str = include_str!("documents/register_by_phone_code.graphql");
    use super::*;
    use serde::{Deserialize, Serialize};
    #[allow(dead_code)]
    type Boolean = bool;
    #[allow(dead_code)]
    type Float = f64;
    #[allow(dead_code)]
    type Int = i64;
    #[allow(dead_code)]
    type ID = String;
    pub type RegisterByPhoneCodeInput = authing_types::RegisterByPhoneCodeInput;
    #[derive(Serialize)]
    #[serde(crate = "serde")]
    pub struct RegisterProfile {
        #[serde(skip_serializing_if = "Option::is_none")]
        pub ip: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub phone: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub email: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub oauth: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub username: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub nickname: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub company: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub photo: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub device: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub browser: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub name: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "givenName")]
        pub given_name: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "familyName")]
        pub family_name: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "middleName")]
        pub middle_name: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub profile: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "preferredUsername")]
        pub preferred_username: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub website: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub gender: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub birthdate: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub zoneinfo: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub locale: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub address: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub formatted: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "streetAddress")]
        pub street_address: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub locality: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub region: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "postalCode")]
        pub postal_code: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub country: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub udf: Option<Vec<UserDdfInput>>,
    }
    #[derive(Serialize)]
    #[serde(crate = "serde")]
    pub struct UserDdfInput {
        pub key: String,
        pub value: String,
    }
    #[derive(Serialize)]
    #[serde(crate = "serde")]
    pub struct Variables {
        pub input: RegisterByPhoneCodeInput,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub register_by_phone_code : Option < RegisterByPhoneCodeRegisterByPhoneCode > = "registerByPhoneCode" } }
    pub type RegisterByPhoneCodeRegisterByPhoneCode = authing_types::User;
}
impl graphql_client::GraphQLQuery for RegisterByPhoneCode {
    type Variables = register_by_phone_code::Variables;
    type ResponseData = register_by_phone_code::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: register_by_phone_code::QUERY,
            operation_name: register_by_phone_code::OPERATION_NAME,
        }
    }
}

/// `mutation registerByUsername`. Registration by username and password.
pub(crate) struct RegisterByUsername;

pub(crate) mod register_by_username {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "registerByUsername";
    pub const QUERY: &str = include_str!("documents/register_by_username.graphql");
    use super::*;
    use serde::{Deserialize, Serialize};
    #[allow(dead_code)]
    type Boolean = bool;
    #[allow(dead_code)]
    type Float = f64;
    #[allow(dead_code)]
    type Int = i64;
    #[allow(dead_code)]
    type ID = String;
    pub type RegisterByUsernameInput = authing_types::RegisterByUsernameInput;
    #[derive(Serialize)]
    #[serde(crate = "serde")]
    pub struct RegisterProfile {
        #[serde(skip_serializing_if = "Option::is_none")]
        pub ip: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub phone: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub email: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub oauth: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub username: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub nickname: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub company: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub photo: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub device: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub browser: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub name: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "givenName")]
        pub given_name: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "familyName")]
        pub family_name: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "middleName")]
        pub middle_name: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub profile: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "preferredUsername")]
        pub preferred_username: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub website: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub gender: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub birthdate: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub zoneinfo: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub locale: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub address: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub formatted: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "streetAddress")]
        pub street_address: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub locality: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub region: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "postalCode")]
        pub postal_code: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub country: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub udf: Option<Vec<UserDdfInput>>,
    }
    #[derive(Serialize)]
    #[serde(crate = "serde")]
    pub struct UserDdfInput {
        pub key: String,
        pub value: String,
    }
    #[derive(Serialize)]
    #[serde(crate = "serde")]
    pub struct Variables {
        pub input: RegisterByUsernameInput,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub register_by_username : Option < RegisterByUsernameRegisterByUsername > = "registerByUsername" } }
    pub type RegisterByUsernameRegisterByUsername = authing_types::User;
}
impl graphql_client::GraphQLQuery for RegisterByUsername {
    type Variables = register_by_username::Variables;
    type ResponseData = register_by_username::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: register_by_username::QUERY,
            operation_name: register_by_username::OPERATION_NAME,
        }
    }
}

/// `mutation removeUdv`. Removes the value of one custom field.
pub(crate) struct RemoveUdv;

pub(crate) mod remove_udv {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "removeUdv";
    pub const QUERY: &str = include_str!("documents/remove_udv.graphql");
    use super::*;
    use serde::{Deserialize, Serialize};
    #[allow(dead_code)]
    type Boolean = bool;
    #[allow(dead_code)]
    type Float = f64;
    #[allow(dead_code)]
    type Int = i64;
    #[allow(dead_code)]
    type ID = String;
    #[derive(Serialize)]
    #[serde(crate = "serde")]
    pub struct Variables {
        #[serde(rename = "targetType")]
        pub target_type: UdfTargetType,
        #[serde(rename = "targetId")]
        pub target_id: String,
        pub key: String,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub remove_udv : Option < Vec < RemoveUdvRemoveUdv > > = "removeUdv" } }
    pub type RemoveUdvRemoveUdv = authing_types::UserDefinedData;
}
impl graphql_client::GraphQLQuery for RemoveUdv {
    type Variables = remove_udv::Variables;
    type ResponseData = remove_udv::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: remove_udv::QUERY,
            operation_name: remove_udv::OPERATION_NAME,
        }
    }
}

/// `mutation resetPassword`. Sets a forgotten password with a one-time code sent by SMS or email.
pub(crate) struct ResetPassword;

pub(crate) mod reset_password {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "resetPassword";
    pub const QUERY: &str = include_str!("documents/reset_password.graphql");
    use super::*;
    use serde::{Deserialize, Serialize};
    #[allow(dead_code)]
    type Boolean = bool;
    #[allow(dead_code)]
    type Float = f64;
    #[allow(dead_code)]
    type Int = i64;
    #[allow(dead_code)]
    type ID = String;
    #[derive(Serialize)]
    #[serde(crate = "serde")]
    pub struct Variables {
        #[serde(skip_serializing_if = "Option::is_none")]
        pub phone: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub email: Option<String>,
        pub code: String,
        #[serde(rename = "newPassword")]
        pub new_password: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "phoneCountryCode")]
        pub phone_country_code: Option<String>,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub reset_password : Option < ResetPasswordResetPassword > = "resetPassword" } }
    pub type ResetPasswordResetPassword = authing_types::wire::Confirmation;
}
impl graphql_client::GraphQLQuery for ResetPassword {
    type Variables = reset_password::Variables;
    type ResponseData = reset_password::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: reset_password::QUERY,
            operation_name: reset_password::OPERATION_NAME,
        }
    }
}

/// `mutation resetPasswordByFirstLoginToken`. Sets the password that the first login asks for.
pub(crate) struct ResetPasswordByFirstLoginToken;

pub(crate) mod reset_password_by_first_login_token {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "resetPasswordByFirstLoginToken";
    pub const QUERY: &str = include_str!("documents/reset_password_by_first_login_token.graphql");
    use super::*;
    use serde::{Deserialize, Serialize};
    #[allow(dead_code)]
    type Boolean = bool;
    #[allow(dead_code)]
    type Float = f64;
    #[allow(dead_code)]
    type Int = i64;
    #[allow(dead_code)]
    type ID = String;
    #[derive(Serialize)]
    #[serde(crate = "serde")]
    pub struct Variables {
        pub token: String,
        pub password: String,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub reset_password_by_first_login_token : Option < ResetPasswordByFirstLoginTokenResetPasswordByFirstLoginToken > = "resetPasswordByFirstLoginToken" } }
    pub type ResetPasswordByFirstLoginTokenResetPasswordByFirstLoginToken =
        authing_types::wire::Confirmation;
}
impl graphql_client::GraphQLQuery for ResetPasswordByFirstLoginToken {
    type Variables = reset_password_by_first_login_token::Variables;
    type ResponseData = reset_password_by_first_login_token::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: reset_password_by_first_login_token::QUERY,
            operation_name: reset_password_by_first_login_token::OPERATION_NAME,
        }
    }
}

/// `mutation resetPasswordByForceResetToken`. Sets the password that an enforced change asks for.
pub(crate) struct ResetPasswordByForceResetToken;

pub(crate) mod reset_password_by_force_reset_token {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "resetPasswordByForceResetToken";
    pub const QUERY: &str = include_str!("documents/reset_password_by_force_reset_token.graphql");
    use super::*;
    use serde::{Deserialize, Serialize};
    #[allow(dead_code)]
    type Boolean = bool;
    #[allow(dead_code)]
    type Float = f64;
    #[allow(dead_code)]
    type Int = i64;
    #[allow(dead_code)]
    type ID = String;
    #[derive(Serialize)]
    #[serde(crate = "serde")]
    pub struct Variables {
        pub token: String,
        #[serde(rename = "oldPassword")]
        pub old_password: String,
        #[serde(rename = "newPassword")]
        pub new_password: String,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub reset_password_by_force_reset_token : Option < ResetPasswordByForceResetTokenResetPasswordByForceResetToken > = "resetPasswordByForceResetToken" } }
    pub type ResetPasswordByForceResetTokenResetPasswordByForceResetToken =
        authing_types::wire::Confirmation;
}
impl graphql_client::GraphQLQuery for ResetPasswordByForceResetToken {
    type Variables = reset_password_by_force_reset_token::Variables;
    type ResponseData = reset_password_by_force_reset_token::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: reset_password_by_force_reset_token::QUERY,
            operation_name: reset_password_by_force_reset_token::OPERATION_NAME,
        }
    }
}

/// `mutation sendEmail`. Sends an email for a scene. One address gets at most one code a minute.
pub(crate) struct SendEmail;

pub(crate) mod send_email {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "sendEmail";
    pub const QUERY: &str = include_str!("documents/send_email.graphql");
    use super::*;
    use serde::{Deserialize, Serialize};
    #[allow(dead_code)]
    type Boolean = bool;
    #[allow(dead_code)]
    type Float = f64;
    #[allow(dead_code)]
    type Int = i64;
    #[allow(dead_code)]
    type ID = String;
    #[derive(Serialize)]
    #[serde(crate = "serde")]
    pub struct Variables {
        pub email: String,
        pub scene: EmailScene,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub send_email : SendEmailSendEmail = "sendEmail" } }
    pub type SendEmailSendEmail = authing_types::wire::Confirmation;
}
impl graphql_client::GraphQLQuery for SendEmail {
    type Variables = send_email::Variables;
    type ResponseData = send_email::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: send_email::QUERY,
            operation_name: send_email::OPERATION_NAME,
        }
    }
}

/// `mutation setUdv`. Sets the value of one custom field. The value is JSON text.
pub(crate) struct SetUdv;

pub(crate) mod set_udv {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "setUdv";
    pub const QUERY: &str = include_str!("documents/set_udv.graphql");
    use super::*;
    use serde::{Deserialize, Serialize};
    #[allow(dead_code)]
    type Boolean = bool;
    #[allow(dead_code)]
    type Float = f64;
    #[allow(dead_code)]
    type Int = i64;
    #[allow(dead_code)]
    type ID = String;
    #[derive(Serialize)]
    #[serde(crate = "serde")]
    pub struct Variables {
        #[serde(rename = "targetType")]
        pub target_type: UdfTargetType,
        #[serde(rename = "targetId")]
        pub target_id: String,
        pub key: String,
        pub value: String,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub set_udv : Option < Vec < SetUdvSetUdv > > = "setUdv" } }
    pub type SetUdvSetUdv = authing_types::UserDefinedData;
}
impl graphql_client::GraphQLQuery for SetUdv {
    type Variables = set_udv::Variables;
    type ResponseData = set_udv::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: set_udv::QUERY,
            operation_name: set_udv::OPERATION_NAME,
        }
    }
}

/// `mutation setUdvBatch`. Sets several custom fields of one target.
pub(crate) struct SetUdvBatch;

pub(crate) mod set_udv_batch {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "setUdvBatch";
    pub const QUERY: &str = include_str!("documents/set_udv_batch.graphql");
    use super::*;
    use serde::{Deserialize, Serialize};
    #[allow(dead_code)]
    type Boolean = bool;
    #[allow(dead_code)]
    type Float = f64;
    #[allow(dead_code)]
    type Int = i64;
    #[allow(dead_code)]
    type ID = String;
    pub type UserDefinedDataInput = authing_types::UserDefinedDataInput;
    #[derive(Serialize)]
    #[serde(crate = "serde")]
    pub struct Variables {
        #[serde(rename = "targetType")]
        pub target_type: UdfTargetType,
        #[serde(rename = "targetId")]
        pub target_id: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "udvList")]
        pub udv_list: Option<Vec<UserDefinedDataInput>>,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub set_udv_batch : Option < Vec < SetUdvBatchSetUdvBatch > > = "setUdvBatch" } }
    pub type SetUdvBatchSetUdvBatch = authing_types::UserDefinedData;
}
impl graphql_client::GraphQLQuery for SetUdvBatch {
    type Variables = set_udv_batch::Variables;
    type ResponseData = set_udv_batch::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: set_udv_batch::QUERY,
            operation_name: set_udv_batch::OPERATION_NAME,
        }
    }
}

/// `query udv`. The custom data of a target.
pub(crate) struct Udv;

pub(crate) mod udv {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "udv";
    pub const QUERY: &str = include_str!("documents/udv.graphql");
    use super::*;
    use serde::{Deserialize, Serialize};
    #[allow(dead_code)]
    type Boolean = bool;
    #[allow(dead_code)]
    type Float = f64;
    #[allow(dead_code)]
    type Int = i64;
    #[allow(dead_code)]
    type ID = String;
    #[derive(Serialize)]
    #[serde(crate = "serde")]
    pub struct Variables {
        #[serde(rename = "targetType")]
        pub target_type: UdfTargetType,
        #[serde(rename = "targetId")]
        pub target_id: String,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub udv : Vec < UdvUdv > = "udv" } }
    pub type UdvUdv = authing_types::UserDefinedData;
}
impl graphql_client::GraphQLQuery for Udv {
    type Variables = udv::Variables;
    type ResponseData = udv::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: udv::QUERY,
            operation_name: udv::OPERATION_NAME,
        }
    }
}

/// `mutation unbindEmail`. Removes the current user's email address, unless it is the last way to log in.
pub(crate) struct UnbindEmail;

pub(crate) mod unbind_email {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "unbindEmail";
    pub const QUERY: &str = include_str!("documents/unbind_email.graphql");
    use super::*;
    use serde::{Deserialize, Serialize};
    #[allow(dead_code)]
    type Boolean = bool;
    #[allow(dead_code)]
    type Float = f64;
    #[allow(dead_code)]
    type Int = i64;
    #[allow(dead_code)]
    type ID = String;
    #[derive(Serialize, Default)]
    #[serde(crate = "serde")]
    pub struct Variables;
    authing_types::single_member! { pub struct ResponseData { pub unbind_email : UnbindEmailUnbindEmail = "unbindEmail" } }
    pub type UnbindEmailUnbindEmail = authing_types::User;
}
impl graphql_client::GraphQLQuery for UnbindEmail {
    type Variables = unbind_email::Variables;
    type ResponseData = unbind_email::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: unbind_email::QUERY,
            operation_name: unbind_email::OPERATION_NAME,
        }
    }
}

/// `mutation unbindPhone`. Removes the current user's phone number, unless it is the last way to log in.
pub(crate) struct UnbindPhone;

pub(crate) mod unbind_phone {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "unbindPhone";
    pub const QUERY: &str = include_str!("documents/unbind_phone.graphql");
    use super::*;
    use serde::{Deserialize, Serialize};
    #[allow(dead_code)]
    type Boolean = bool;
    #[allow(dead_code)]
    type Float = f64;
    #[allow(dead_code)]
    type Int = i64;
    #[allow(dead_code)]
    type ID = String;
    #[derive(Serialize, Default)]
    #[serde(crate = "serde")]
    pub struct Variables;
    authing_types::single_member! { pub struct ResponseData { pub unbind_phone : UnbindPhoneUnbindPhone = "unbindPhone" } }
    pub type UnbindPhoneUnbindPhone = authing_types::User;
}
impl graphql_client::GraphQLQuery for UnbindPhone {
    type Variables = unbind_phone::Variables;
    type ResponseData = unbind_phone::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: unbind_phone::QUERY,
            operation_name: unbind_phone::OPERATION_NAME,
        }
    }
}

/// `mutation updateEmail`. Changes the current user's email address.
pub(crate) struct UpdateEmail;

pub(crate) mod update_email {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "updateEmail";
    pub const QUERY: &str = include_str!("documents/update_email.graphql");
    use super::*;
    use serde::{Deserialize, Serialize};
    #[allow(dead_code)]
    type Boolean = bool;
    #[allow(dead_code)]
    type Float = f64;
    #[allow(dead_code)]
    type Int = i64;
    #[allow(dead_code)]
    type ID = String;
    #[derive(Serialize)]
    #[serde(crate = "serde")]
    pub struct Variables {
        pub email: String,
        #[serde(rename = "emailCode")]
        pub email_code: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "oldEmail")]
        pub old_email: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "oldEmailCode")]
        pub old_email_code: Option<String>,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub update_email : UpdateEmailUpdateEmail = "updateEmail" } }
    pub type UpdateEmailUpdateEmail = authing_types::User;
}
impl graphql_client::GraphQLQuery for UpdateEmail {
    type Variables = update_email::Variables;
    type ResponseData = update_email::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: update_email::QUERY,
            operation_name: update_email::OPERATION_NAME,
        }
    }
}

/// `mutation updatePassword`. Changes the current user's password.
pub(crate) struct UpdatePassword;

pub(crate) mod update_password {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "updatePassword";
    pub const QUERY: &str = include_str!("documents/update_password.graphql");
    use super::*;
    use serde::{Deserialize, Serialize};
    #[allow(dead_code)]
    type Boolean = bool;
    #[allow(dead_code)]
    type Float = f64;
    #[allow(dead_code)]
    type Int = i64;
    #[allow(dead_code)]
    type ID = String;
    #[derive(Serialize)]
    #[serde(crate = "serde")]
    pub struct Variables {
        #[serde(rename = "newPassword")]
        pub new_password: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "oldPassword")]
        pub old_password: Option<String>,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub update_password : UpdatePasswordUpdatePassword = "updatePassword" } }
    pub type UpdatePasswordUpdatePassword = authing_types::User;
}
impl graphql_client::GraphQLQuery for UpdatePassword {
    type Variables = update_password::Variables;
    type ResponseData = update_password::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: update_password::QUERY,
            operation_name: update_password::OPERATION_NAME,
        }
    }
}

/// `mutation updatePhone`. Changes the current user's phone number.
pub(crate) struct UpdatePhone;

pub(crate) mod update_phone {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "updatePhone";
    pub const QUERY: &str = include_str!("documents/update_phone.graphql");
    use super::*;
    use serde::{Deserialize, Serialize};
    #[allow(dead_code)]
    type Boolean = bool;
    #[allow(dead_code)]
    type Float = f64;
    #[allow(dead_code)]
    type Int = i64;
    #[allow(dead_code)]
    type ID = String;
    #[derive(Serialize)]
    #[serde(crate = "serde")]
    pub struct Variables {
        pub phone: String,
        #[serde(rename = "phoneCode")]
        pub phone_code: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "oldPhone")]
        pub old_phone: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "oldPhoneCode")]
        pub old_phone_code: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "phoneCountryCode")]
        pub phone_country_code: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "oldPhoneCountryCode")]
        pub old_phone_country_code: Option<String>,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub update_phone : UpdatePhoneUpdatePhone = "updatePhone" } }
    pub type UpdatePhoneUpdatePhone = authing_types::User;
}
impl graphql_client::GraphQLQuery for UpdatePhone {
    type Variables = update_phone::Variables;
    type ResponseData = update_phone::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: update_phone::QUERY,
            operation_name: update_phone::OPERATION_NAME,
        }
    }
}

/// `mutation updateUser`. Changes a user. Without an id, the owner of the user token.
pub(crate) struct UpdateUser;

pub(crate) mod update_user {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "updateUser";
    pub const QUERY: &str = include_str!("documents/update_user.graphql");
    use super::*;
    use serde::{Deserialize, Serialize};
    #[allow(dead_code)]
    type Boolean = bool;
    #[allow(dead_code)]
    type Float = f64;
    #[allow(dead_code)]
    type Int = i64;
    #[allow(dead_code)]
    type ID = String;
    pub type UpdateUserInput = authing_types::UpdateUserInput;
    #[derive(Serialize)]
    #[serde(crate = "serde")]
    pub struct Variables {
        #[serde(skip_serializing_if = "Option::is_none")]
        pub id: Option<String>,
        pub input: UpdateUserInput,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "emailToken")]
        pub email_token: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "phoneToken")]
        pub phone_token: Option<String>,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub update_user : UpdateUserUpdateUser = "updateUser" } }
    pub type UpdateUserUpdateUser = authing_types::User;
}
impl graphql_client::GraphQLQuery for UpdateUser {
    type Variables = update_user::Variables;
    type ResponseData = update_user::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: update_user::QUERY,
            operation_name: update_user::OPERATION_NAME,
        }
    }
}

/// `query user`. A user by id. Without an id, the owner of the user token.
pub(crate) struct User;

pub(crate) mod user {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "user";
    pub const QUERY: &str = include_str!("documents/user.graphql");
    use super::*;
    use serde::{Deserialize, Serialize};
    #[allow(dead_code)]
    type Boolean = bool;
    #[allow(dead_code)]
    type Float = f64;
    #[allow(dead_code)]
    type Int = i64;
    #[allow(dead_code)]
    type ID = String;
    #[derive(Serialize, Default)]
    #[serde(crate = "serde")]
    pub struct Variables {
        #[serde(skip_serializing_if = "Option::is_none")]
        pub id: Option<String>,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub user : Option < UserUser > = "user" } }
    pub type UserUser = authing_types::User;
}
impl graphql_client::GraphQLQuery for User {
    type Variables = user::Variables;
    type ResponseData = user::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: user::QUERY,
            operation_name: user::OPERATION_NAME,
        }
    }
}
