// @generated from schema/ by `cargo xtask codegen`. Do not edit.

//! Responses that hold only a part of a model, because the operation selects nothing else.

use serde::Deserialize;

/// The part of `Node` that `getNodeRoles` selects.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct GetNodeRolesNodeById {
    pub(crate) roles: Option<authing_types::Page<authing_types::Role>>,
}

/// The part of `Node` that `getNodeRolesByCode` selects.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct GetNodeRolesByCodeNodeByCode {
    pub(crate) roles: Option<authing_types::Page<authing_types::Role>>,
}

/// The part of `User` that `getUserDepartments` selects.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct GetUserDepartmentsUser {
    pub(crate) departments: Option<authing_types::Page<authing_types::UserDepartment>>,
}

/// The part of `User` that `getUserGroups` selects.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct GetUserGroupsUser {
    pub(crate) groups: Option<authing_types::Page<authing_types::Group>>,
}

/// The part of `User` that `getUserRoles` selects.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct GetUserRolesUser {
    pub(crate) roles: Option<authing_types::Page<authing_types::Role>>,
}

/// The part of `Group` that `groupWithUsers` selects.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct GroupWithUsersGroup {
    pub(crate) users: authing_types::Page<authing_types::User>,
}

/// The part of `Group` that `listGroupAuthorizedResources` selects.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ListGroupAuthorizedResourcesGroup {
    pub(crate) authorized_resources: Option<authing_types::Page<authing_types::AuthorizedResource>>,
}

/// The part of `Node` that `listNodeByCodeAuthorizedResources` selects.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ListNodeByCodeAuthorizedResourcesNodeByCode {
    pub(crate) authorized_resources: Option<authing_types::Page<authing_types::AuthorizedResource>>,
}

/// The part of `Node` that `listNodeByIdAuthorizedResources` selects.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ListNodeByIdAuthorizedResourcesNodeById {
    pub(crate) authorized_resources: Option<authing_types::Page<authing_types::AuthorizedResource>>,
}

/// The part of `Role` that `listRoleAuthorizedResources` selects.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ListRoleAuthorizedResourcesRole {
    pub(crate) authorized_resources: Option<authing_types::Page<authing_types::AuthorizedResource>>,
}

/// The part of `User` that `listUserAuthorizedResources` selects.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ListUserAuthorizedResourcesUser {
    pub(crate) authorized_resources: Option<authing_types::Page<authing_types::AuthorizedResource>>,
}

/// The part of `Node` that `nodeByCodeWithMembers` selects.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct NodeByCodeWithMembersNodeByCode {
    pub(crate) users: authing_types::Page<authing_types::User>,
}

/// The part of `Node` that `nodeByIdWithMembers` selects.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct NodeByIdWithMembersNodeById {
    pub(crate) users: authing_types::Page<authing_types::User>,
}

/// The part of `Role` that `roleWithUsers` selects.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RoleWithUsersRole {
    pub(crate) users: authing_types::Page<authing_types::User>,
}
