// @generated from schema/ by `cargo xtask codegen`. Do not edit.

//! Responses that hold only a part of a model, because the operation selects nothing else.

use serde::Deserialize;

/// The part of `User` that `getUserDepartments` selects.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct GetUserDepartmentsUser {
    pub(crate) departments: Option<authing_types::Page<authing_types::UserDepartment>>,
}

/// The part of `User` that `getUserRoles` selects.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct GetUserRolesUser {
    pub(crate) roles: Option<authing_types::Page<authing_types::Role>>,
}

/// The part of `User` that `listUserAuthorizedResources` selects.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ListUserAuthorizedResourcesUser {
    pub(crate) authorized_resources: Option<authing_types::Page<authing_types::AuthorizedResource>>,
}
