// @generated from schema/ by `cargo xtask codegen`. Do not edit.

//! What graphql_client makes of each operation: `operations::users::Variables` is what it
//! takes, `operations::users::ResponseData` what it returns, `operations::users::QUERY` its
//! text.

use authing_types::{
    EmailScene, EmailTemplateType, PolicyAssignmentTargetType, ResourceType, SortBy as SortByEnum,
    UdfDataType, UdfTargetType, WhitelistType,
};
use serde_json::Value as Object;

/// `query accessToken`. A management token for the user pool's secret.
pub(crate) struct AccessToken;

pub(crate) mod access_token {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "accessToken";
    pub const QUERY: &str = include_str!("documents/access_token.graphql");
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
        #[serde(rename = "userPoolId")]
        pub user_pool_id: String,
        pub secret: String,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub access_token : AccessTokenAccessToken = "accessToken" } }
    pub type AccessTokenAccessToken = authing_types::AccessToken;
}
impl graphql_client::GraphQLQuery for AccessToken {
    type Variables = access_token::Variables;
    type ResponseData = access_token::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: access_token::QUERY,
            operation_name: access_token::OPERATION_NAME,
        }
    }
}

/// `mutation addMember`. Adds users to a node.
pub(crate) struct AddMember;

pub(crate) mod add_member {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "addMember";
    pub const QUERY: &str = include_str!("documents/add_member.graphql");
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
        #[serde(rename = "nodeId")]
        pub node_id: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "orgId")]
        pub org_id: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "nodeCode")]
        pub node_code: Option<String>,
        #[serde(rename = "userIds")]
        pub user_ids: Vec<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "isLeader")]
        pub is_leader: Option<Boolean>,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub add_member : AddMemberAddMember = "addMember" } }
    pub type AddMemberAddMember = authing_types::Node;
}
impl graphql_client::GraphQLQuery for AddMember {
    type Variables = add_member::Variables;
    type ResponseData = add_member::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: add_member::QUERY,
            operation_name: add_member::OPERATION_NAME,
        }
    }
}

/// `mutation addNode`. Adds a node and returns the whole organisation.
pub(crate) struct AddNode;

pub(crate) mod add_node {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "addNode";
    pub const QUERY: &str = include_str!("documents/add_node.graphql");
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
        #[serde(rename = "orgId")]
        pub org_id: String,
        #[serde(rename = "parentNodeId")]
        pub parent_node_id: String,
        pub name: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "nameI18n")]
        pub name_i18n: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub description: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "descriptionI18n")]
        pub description_i18n: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub order: Option<Int>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub code: Option<String>,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub add_node : AddNodeAddNode = "addNode" } }
    pub type AddNodeAddNode = authing_types::Org;
}
impl graphql_client::GraphQLQuery for AddNode {
    type Variables = add_node::Variables;
    type ResponseData = add_node::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: add_node::QUERY,
            operation_name: add_node::OPERATION_NAME,
        }
    }
}

/// `mutation addNodeV2`. Adds a node and returns the node.
pub(crate) struct AddNodeV2;

pub(crate) mod add_node_v2 {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "addNodeV2";
    pub const QUERY: &str = include_str!("documents/add_node_v2.graphql");
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
        #[serde(rename = "orgId")]
        pub org_id: String,
        #[serde(rename = "parentNodeId")]
        pub parent_node_id: String,
        pub name: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "nameI18n")]
        pub name_i18n: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub description: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "descriptionI18n")]
        pub description_i18n: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub order: Option<Int>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub code: Option<String>,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub add_node_v2 : AddNodeV2AddNodeV2 = "addNodeV2" } }
    pub type AddNodeV2AddNodeV2 = authing_types::Node;
}
impl graphql_client::GraphQLQuery for AddNodeV2 {
    type Variables = add_node_v2::Variables;
    type ResponseData = add_node_v2::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: add_node_v2::QUERY,
            operation_name: add_node_v2::OPERATION_NAME,
        }
    }
}

/// `mutation addPolicyAssignments`. Assigns policies to targets.
pub(crate) struct AddPolicyAssignments;

pub(crate) mod add_policy_assignments {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "addPolicyAssignments";
    pub const QUERY: &str = include_str!("documents/add_policy_assignments.graphql");
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
        pub policies: Vec<String>,
        #[serde(rename = "targetType")]
        pub target_type: PolicyAssignmentTargetType,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "targetIdentifiers")]
        pub target_identifiers: Option<Vec<String>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "inheritByChildren")]
        pub inherit_by_children: Option<Boolean>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub namespace: Option<String>,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub add_policy_assignments : AddPolicyAssignmentsAddPolicyAssignments = "addPolicyAssignments" } }
    pub type AddPolicyAssignmentsAddPolicyAssignments = authing_types::wire::Confirmation;
}
impl graphql_client::GraphQLQuery for AddPolicyAssignments {
    type Variables = add_policy_assignments::Variables;
    type ResponseData = add_policy_assignments::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: add_policy_assignments::QUERY,
            operation_name: add_policy_assignments::OPERATION_NAME,
        }
    }
}

/// `mutation addUserToGroup`. Adds users to a group.
pub(crate) struct AddUserToGroup;

pub(crate) mod add_user_to_group {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "addUserToGroup";
    pub const QUERY: &str = include_str!("documents/add_user_to_group.graphql");
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
        #[serde(rename = "userIds")]
        pub user_ids: Vec<String>,
        pub code: String,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub add_user_to_group : AddUserToGroupAddUserToGroup = "addUserToGroup" } }
    pub type AddUserToGroupAddUserToGroup = authing_types::wire::Confirmation;
}
impl graphql_client::GraphQLQuery for AddUserToGroup {
    type Variables = add_user_to_group::Variables;
    type ResponseData = add_user_to_group::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: add_user_to_group::QUERY,
            operation_name: add_user_to_group::OPERATION_NAME,
        }
    }
}

/// `mutation addWhitelist`. Adds identifiers to a registration whitelist.
pub(crate) struct AddWhitelist;

pub(crate) mod add_whitelist {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "addWhitelist";
    pub const QUERY: &str = include_str!("documents/add_whitelist.graphql");
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
        #[serde(rename = "type")]
        pub type_: WhitelistType,
        pub list: Vec<String>,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub add_whitelist : Vec < Option < AddWhitelistAddWhitelist > > = "addWhitelist" } }
    pub type AddWhitelistAddWhitelist = authing_types::WhiteList;
}
impl graphql_client::GraphQLQuery for AddWhitelist {
    type Variables = add_whitelist::Variables;
    type ResponseData = add_whitelist::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: add_whitelist::QUERY,
            operation_name: add_whitelist::OPERATION_NAME,
        }
    }
}

/// `mutation allow`. Gives users or roles an action on a resource.
pub(crate) struct Allow;

pub(crate) mod allow {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "allow";
    pub const QUERY: &str = include_str!("documents/allow.graphql");
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
        pub resource: String,
        pub action: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "userId")]
        pub user_id: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "userIds")]
        pub user_ids: Option<Vec<String>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "roleCode")]
        pub role_code: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "roleCodes")]
        pub role_codes: Option<Vec<String>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub namespace: Option<String>,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub allow : AllowAllow = "allow" } }
    pub type AllowAllow = authing_types::wire::Confirmation;
}
impl graphql_client::GraphQLQuery for Allow {
    type Variables = allow::Variables;
    type ResponseData = allow::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: allow::QUERY,
            operation_name: allow::OPERATION_NAME,
        }
    }
}

/// `query archivedUsers`. The archived users of the user pool.
pub(crate) struct ArchivedUsers;

pub(crate) mod archived_users {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "archivedUsers";
    pub const QUERY: &str = include_str!("documents/archived_users.graphql");
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
        pub page: Option<Int>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub limit: Option<Int>,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub archived_users : ArchivedUsersArchivedUsers = "archivedUsers" } }
    pub type ArchivedUsersArchivedUsers = authing_types::Page<authing_types::User>;
}
impl graphql_client::GraphQLQuery for ArchivedUsers {
    type Variables = archived_users::Variables;
    type ResponseData = archived_users::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: archived_users::QUERY,
            operation_name: archived_users::OPERATION_NAME,
        }
    }
}

/// `mutation assignRole`. Gives roles to users, groups or departments.
pub(crate) struct AssignRole;

pub(crate) mod assign_role {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "assignRole";
    pub const QUERY: &str = include_str!("documents/assign_role.graphql");
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
        pub namespace: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "roleCode")]
        pub role_code: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "roleCodes")]
        pub role_codes: Option<Vec<Option<String>>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "userIds")]
        pub user_ids: Option<Vec<String>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "groupCodes")]
        pub group_codes: Option<Vec<String>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "nodeCodes")]
        pub node_codes: Option<Vec<String>>,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub assign_role : Option < AssignRoleAssignRole > = "assignRole" } }
    pub type AssignRoleAssignRole = authing_types::wire::Confirmation;
}
impl graphql_client::GraphQLQuery for AssignRole {
    type Variables = assign_role::Variables;
    type ResponseData = assign_role::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: assign_role::QUERY,
            operation_name: assign_role::OPERATION_NAME,
        }
    }
}

/// `mutation authorizeResource`. Gives several targets rights on a resource.
pub(crate) struct AuthorizeResource;

pub(crate) mod authorize_resource {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "authorizeResource";
    pub const QUERY: &str = include_str!("documents/authorize_resource.graphql");
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
    pub type AuthorizeResourceOpt = authing_types::AuthorizeResourceOpt;
    #[derive(Serialize, Default)]
    #[serde(crate = "serde")]
    pub struct Variables {
        #[serde(skip_serializing_if = "Option::is_none")]
        pub namespace: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub resource: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "resourceType")]
        pub resource_type: Option<ResourceType>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub opts: Option<Vec<Option<AuthorizeResourceOpt>>>,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub authorize_resource : AuthorizeResourceAuthorizeResource = "authorizeResource" } }
    pub type AuthorizeResourceAuthorizeResource = authing_types::wire::Confirmation;
}
impl graphql_client::GraphQLQuery for AuthorizeResource {
    type Variables = authorize_resource::Variables;
    type ResponseData = authorize_resource::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: authorize_resource::QUERY,
            operation_name: authorize_resource::OPERATION_NAME,
        }
    }
}

/// `query authorizedResources`. The resources someone may use, including those from roles, groups and departments.
pub(crate) struct AuthorizedResources;

pub(crate) mod authorized_resources {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "authorizedResources";
    pub const QUERY: &str = include_str!("documents/authorized_resources.graphql");
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
        #[serde(rename = "targetType")]
        pub target_type: Option<PolicyAssignmentTargetType>,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "targetIdentifier")]
        pub target_identifier: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub namespace: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "resourceType")]
        pub resource_type: Option<String>,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub authorized_resources : Option < AuthorizedResourcesAuthorizedResources > = "authorizedResources" } }
    pub type AuthorizedResourcesAuthorizedResources =
        authing_types::Page<authing_types::AuthorizedResource>;
}
impl graphql_client::GraphQLQuery for AuthorizedResources {
    type Variables = authorized_resources::Variables;
    type ResponseData = authorized_resources::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: authorized_resources::QUERY,
            operation_name: authorized_resources::OPERATION_NAME,
        }
    }
}

/// `query authorizedTargets`. Who holds rights on a resource.
pub(crate) struct AuthorizedTargets;

pub(crate) mod authorized_targets {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "authorizedTargets";
    pub const QUERY: &str = include_str!("documents/authorized_targets.graphql");
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
    pub type AuthorizedTargetsActionsInput = authing_types::AuthorizedTargetsActionsInput;
    #[derive(Serialize)]
    #[serde(crate = "serde")]
    pub struct Variables {
        pub namespace: String,
        #[serde(rename = "resourceType")]
        pub resource_type: ResourceType,
        pub resource: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "targetType")]
        pub target_type: Option<PolicyAssignmentTargetType>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub actions: Option<AuthorizedTargetsActionsInput>,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub authorized_targets : Option < AuthorizedTargetsAuthorizedTargets > = "authorizedTargets" } }
    pub type AuthorizedTargetsAuthorizedTargets =
        authing_types::Page<authing_types::ResourcePermissionAssignment>;
}
impl graphql_client::GraphQLQuery for AuthorizedTargets {
    type Variables = authorized_targets::Variables;
    type ResponseData = authorized_targets::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: authorized_targets::QUERY,
            operation_name: authorized_targets::OPERATION_NAME,
        }
    }
}

/// `query authorizedTargetsCode`. Who holds rights on a resource, by codes. Only the Go SDK calls it; not confirmed on a server.
pub(crate) struct AuthorizedTargetsCode;

pub(crate) mod authorized_targets_code {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "authorizedTargetsCode";
    pub const QUERY: &str = include_str!("documents/authorized_targets_code.graphql");
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
    pub type AuthorizedTargetsActionsInput = authing_types::AuthorizedTargetsActionsInput;
    #[derive(Serialize)]
    #[serde(crate = "serde")]
    pub struct Variables {
        pub namespace: String,
        #[serde(rename = "resourceType")]
        pub resource_type: ResourceType,
        pub resource: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "targetType")]
        pub target_type: Option<PolicyAssignmentTargetType>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub actions: Option<AuthorizedTargetsActionsInput>,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub authorized_targets_code : Option < AuthorizedTargetsCodeAuthorizedTargetsCode > = "authorizedTargetsCode" } }
    pub type AuthorizedTargetsCodeAuthorizedTargetsCode =
        authing_types::Page<authing_types::ResourcePermissionAssignment>;
}
impl graphql_client::GraphQLQuery for AuthorizedTargetsCode {
    type Variables = authorized_targets_code::Variables;
    type ResponseData = authorized_targets_code::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: authorized_targets_code::QUERY,
            operation_name: authorized_targets_code::OPERATION_NAME,
        }
    }
}

/// `mutation changeMfa`. Enables or disables a user's second factor, or renews its secret.
pub(crate) struct ChangeMfa;

pub(crate) mod change_mfa {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "changeMfa";
    pub const QUERY: &str = include_str!("documents/change_mfa.graphql");
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
        pub enable: Option<Boolean>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub id: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "userId")]
        pub user_id: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "userPoolId")]
        pub user_pool_id: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub refresh: Option<Boolean>,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub change_mfa : Option < ChangeMfaChangeMfa > = "changeMfa" } }
    pub type ChangeMfaChangeMfa = authing_types::Mfa;
}
impl graphql_client::GraphQLQuery for ChangeMfa {
    type Variables = change_mfa::Variables;
    type ResponseData = change_mfa::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: change_mfa::QUERY,
            operation_name: change_mfa::OPERATION_NAME,
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

/// `query childrenNodes`. The nodes directly below a node.
pub(crate) struct ChildrenNodes;

pub(crate) mod children_nodes {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "childrenNodes";
    pub const QUERY: &str = include_str!("documents/children_nodes.graphql");
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
        #[serde(rename = "nodeId")]
        pub node_id: String,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub children_nodes : Vec < ChildrenNodesChildrenNodes > = "childrenNodes" } }
    pub type ChildrenNodesChildrenNodes = authing_types::Node;
}
impl graphql_client::GraphQLQuery for ChildrenNodes {
    type Variables = children_nodes::Variables;
    type ResponseData = children_nodes::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: children_nodes::QUERY,
            operation_name: children_nodes::OPERATION_NAME,
        }
    }
}

/// `mutation configEmailTemplate`. Changes an email template.
pub(crate) struct ConfigEmailTemplate;

pub(crate) mod config_email_template {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "configEmailTemplate";
    pub const QUERY: &str = include_str!("documents/config_email_template.graphql");
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
    pub type ConfigEmailTemplateInput = authing_types::ConfigEmailTemplateInput;
    #[derive(Serialize)]
    #[serde(crate = "serde")]
    pub struct Variables {
        pub input: ConfigEmailTemplateInput,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub config_email_template : ConfigEmailTemplateConfigEmailTemplate = "configEmailTemplate" } }
    pub type ConfigEmailTemplateConfigEmailTemplate = authing_types::EmailTemplate;
}
impl graphql_client::GraphQLQuery for ConfigEmailTemplate {
    type Variables = config_email_template::Variables;
    type ResponseData = config_email_template::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: config_email_template::QUERY,
            operation_name: config_email_template::OPERATION_NAME,
        }
    }
}

/// `mutation createFunction`. Creates a pipeline function.
pub(crate) struct CreateFunction;

pub(crate) mod create_function {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "createFunction";
    pub const QUERY: &str = include_str!("documents/create_function.graphql");
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
    pub type CreateFunctionInput = authing_types::CreateFunctionInput;
    #[derive(Serialize)]
    #[serde(crate = "serde")]
    pub struct Variables {
        pub input: CreateFunctionInput,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub create_function : Option < CreateFunctionCreateFunction > = "createFunction" } }
    pub type CreateFunctionCreateFunction = authing_types::Function;
}
impl graphql_client::GraphQLQuery for CreateFunction {
    type Variables = create_function::Variables;
    type ResponseData = create_function::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: create_function::QUERY,
            operation_name: create_function::OPERATION_NAME,
        }
    }
}

/// `mutation createGroup`. Creates a group.
pub(crate) struct CreateGroup;

pub(crate) mod create_group {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "createGroup";
    pub const QUERY: &str = include_str!("documents/create_group.graphql");
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
        pub code: String,
        pub name: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub description: Option<String>,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub create_group : CreateGroupCreateGroup = "createGroup" } }
    pub type CreateGroupCreateGroup = authing_types::Group;
}
impl graphql_client::GraphQLQuery for CreateGroup {
    type Variables = create_group::Variables;
    type ResponseData = create_group::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: create_group::QUERY,
            operation_name: create_group::OPERATION_NAME,
        }
    }
}

/// `mutation createOrg`. Creates an organisation with its root node.
pub(crate) struct CreateOrg;

pub(crate) mod create_org {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "createOrg";
    pub const QUERY: &str = include_str!("documents/create_org.graphql");
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
        pub name: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub code: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub description: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "tenantId")]
        pub tenant_id: Option<String>,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub create_org : CreateOrgCreateOrg = "createOrg" } }
    pub type CreateOrgCreateOrg = authing_types::Org;
}
impl graphql_client::GraphQLQuery for CreateOrg {
    type Variables = create_org::Variables;
    type ResponseData = create_org::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: create_org::QUERY,
            operation_name: create_org::OPERATION_NAME,
        }
    }
}

/// `mutation createPolicy`. Creates a policy.
pub(crate) struct CreatePolicy;

pub(crate) mod create_policy {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "createPolicy";
    pub const QUERY: &str = include_str!("documents/create_policy.graphql");
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
    type Object = super::Object;
    #[derive(Serialize)]
    #[serde(crate = "serde")]
    pub struct PolicyStatementConditionInput {
        pub param: String,
        pub operator: String,
        pub value: Object,
    }
    pub type PolicyStatementInput = authing_types::PolicyStatementInput;
    #[derive(Serialize)]
    #[serde(crate = "serde")]
    pub struct Variables {
        #[serde(skip_serializing_if = "Option::is_none")]
        pub namespace: Option<String>,
        pub code: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub description: Option<String>,
        pub statements: Vec<PolicyStatementInput>,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub create_policy : CreatePolicyCreatePolicy = "createPolicy" } }
    pub type CreatePolicyCreatePolicy = authing_types::Policy;
}
impl graphql_client::GraphQLQuery for CreatePolicy {
    type Variables = create_policy::Variables;
    type ResponseData = create_policy::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: create_policy::QUERY,
            operation_name: create_policy::OPERATION_NAME,
        }
    }
}

/// `mutation createRole`. Creates a role.
pub(crate) struct CreateRole;

pub(crate) mod create_role {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "createRole";
    pub const QUERY: &str = include_str!("documents/create_role.graphql");
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
        pub namespace: Option<String>,
        pub code: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub description: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub parent: Option<String>,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub create_role : CreateRoleCreateRole = "createRole" } }
    pub type CreateRoleCreateRole = authing_types::Role;
}
impl graphql_client::GraphQLQuery for CreateRole {
    type Variables = create_role::Variables;
    type ResponseData = create_role::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: create_role::QUERY,
            operation_name: create_role::OPERATION_NAME,
        }
    }
}

/// `mutation createSocialConnectionInstance`. Connects a social identity provider.
pub(crate) struct CreateSocialConnectionInstance;

pub(crate) mod create_social_connection_instance {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "createSocialConnectionInstance";
    pub const QUERY: &str = include_str!("documents/create_social_connection_instance.graphql");
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
    pub struct CreateSocialConnectionInstanceFieldInput {
        pub key: String,
        pub value: String,
    }
    pub type CreateSocialConnectionInstanceInput =
        authing_types::CreateSocialConnectionInstanceInput;
    #[derive(Serialize)]
    #[serde(crate = "serde")]
    pub struct Variables {
        pub input: CreateSocialConnectionInstanceInput,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub create_social_connection_instance : CreateSocialConnectionInstanceCreateSocialConnectionInstance = "createSocialConnectionInstance" } }
    pub type CreateSocialConnectionInstanceCreateSocialConnectionInstance =
        authing_types::SocialConnectionInstance;
}
impl graphql_client::GraphQLQuery for CreateSocialConnectionInstance {
    type Variables = create_social_connection_instance::Variables;
    type ResponseData = create_social_connection_instance::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: create_social_connection_instance::QUERY,
            operation_name: create_social_connection_instance::OPERATION_NAME,
        }
    }
}

/// `mutation createUser`. Creates a user.
pub(crate) struct CreateUser;

pub(crate) mod create_user {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "createUser";
    pub const QUERY: &str = include_str!("documents/create_user.graphql");
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
    pub type CreateUserIdentityInput = authing_types::CreateUserIdentityInput;
    pub type CreateUserInput = authing_types::CreateUserInput;
    #[derive(Serialize)]
    #[serde(crate = "serde")]
    pub struct Variables {
        #[serde(rename = "userInfo")]
        pub user_info: CreateUserInput,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "keepPassword")]
        pub keep_password: Option<Boolean>,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "resetPasswordOnFirstLogin")]
        pub reset_password_on_first_login: Option<Boolean>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub params: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub identity: Option<CreateUserIdentityInput>,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub create_user : CreateUserCreateUser = "createUser" } }
    pub type CreateUserCreateUser = authing_types::User;
}
impl graphql_client::GraphQLQuery for CreateUser {
    type Variables = create_user::Variables;
    type ResponseData = create_user::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: create_user::QUERY,
            operation_name: create_user::OPERATION_NAME,
        }
    }
}

/// `mutation createUserpool`. Creates a user pool.
pub(crate) struct CreateUserpool;

pub(crate) mod create_userpool {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "createUserpool";
    pub const QUERY: &str = include_str!("documents/create_userpool.graphql");
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
        pub name: String,
        pub domain: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub description: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub logo: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "userpoolTypes")]
        pub userpool_types: Option<Vec<String>>,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub create_userpool : CreateUserpoolCreateUserpool = "createUserpool" } }
    pub type CreateUserpoolCreateUserpool = authing_types::UserPool;
}
impl graphql_client::GraphQLQuery for CreateUserpool {
    type Variables = create_userpool::Variables;
    type ResponseData = create_userpool::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: create_userpool::QUERY,
            operation_name: create_userpool::OPERATION_NAME,
        }
    }
}

/// `mutation deleteFunction`. Deletes a pipeline function.
pub(crate) struct DeleteFunction;

pub(crate) mod delete_function {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "deleteFunction";
    pub const QUERY: &str = include_str!("documents/delete_function.graphql");
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
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub delete_function : DeleteFunctionDeleteFunction = "deleteFunction" } }
    pub type DeleteFunctionDeleteFunction = authing_types::wire::Confirmation;
}
impl graphql_client::GraphQLQuery for DeleteFunction {
    type Variables = delete_function::Variables;
    type ResponseData = delete_function::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: delete_function::QUERY,
            operation_name: delete_function::OPERATION_NAME,
        }
    }
}

/// `mutation deleteGroups`. Deletes groups.
pub(crate) struct DeleteGroups;

pub(crate) mod delete_groups {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "deleteGroups";
    pub const QUERY: &str = include_str!("documents/delete_groups.graphql");
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
        #[serde(rename = "codeList")]
        pub code_list: Vec<String>,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub delete_groups : DeleteGroupsDeleteGroups = "deleteGroups" } }
    pub type DeleteGroupsDeleteGroups = authing_types::wire::Confirmation;
}
impl graphql_client::GraphQLQuery for DeleteGroups {
    type Variables = delete_groups::Variables;
    type ResponseData = delete_groups::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: delete_groups::QUERY,
            operation_name: delete_groups::OPERATION_NAME,
        }
    }
}

/// `mutation deleteNode`. Deletes a node and everything below it.
pub(crate) struct DeleteNode;

pub(crate) mod delete_node {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "deleteNode";
    pub const QUERY: &str = include_str!("documents/delete_node.graphql");
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
        #[serde(rename = "orgId")]
        pub org_id: String,
        #[serde(rename = "nodeId")]
        pub node_id: String,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub delete_node : DeleteNodeDeleteNode = "deleteNode" } }
    pub type DeleteNodeDeleteNode = authing_types::wire::Confirmation;
}
impl graphql_client::GraphQLQuery for DeleteNode {
    type Variables = delete_node::Variables;
    type ResponseData = delete_node::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: delete_node::QUERY,
            operation_name: delete_node::OPERATION_NAME,
        }
    }
}

/// `mutation deleteOrg`. Deletes an organisation.
pub(crate) struct DeleteOrg;

pub(crate) mod delete_org {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "deleteOrg";
    pub const QUERY: &str = include_str!("documents/delete_org.graphql");
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
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub delete_org : DeleteOrgDeleteOrg = "deleteOrg" } }
    pub type DeleteOrgDeleteOrg = authing_types::wire::Confirmation;
}
impl graphql_client::GraphQLQuery for DeleteOrg {
    type Variables = delete_org::Variables;
    type ResponseData = delete_org::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: delete_org::QUERY,
            operation_name: delete_org::OPERATION_NAME,
        }
    }
}

/// `mutation deletePolicies`. Deletes policies.
pub(crate) struct DeletePolicies;

pub(crate) mod delete_policies {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "deletePolicies";
    pub const QUERY: &str = include_str!("documents/delete_policies.graphql");
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
        #[serde(rename = "codeList")]
        pub code_list: Vec<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub namespace: Option<String>,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub delete_policies : DeletePoliciesDeletePolicies = "deletePolicies" } }
    pub type DeletePoliciesDeletePolicies = authing_types::wire::Confirmation;
}
impl graphql_client::GraphQLQuery for DeletePolicies {
    type Variables = delete_policies::Variables;
    type ResponseData = delete_policies::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: delete_policies::QUERY,
            operation_name: delete_policies::OPERATION_NAME,
        }
    }
}

/// `mutation deletePolicy`. Deletes a policy. Built-in ones cannot be deleted.
pub(crate) struct DeletePolicy;

pub(crate) mod delete_policy {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "deletePolicy";
    pub const QUERY: &str = include_str!("documents/delete_policy.graphql");
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
        pub code: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub namespace: Option<String>,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub delete_policy : DeletePolicyDeletePolicy = "deletePolicy" } }
    pub type DeletePolicyDeletePolicy = authing_types::wire::Confirmation;
}
impl graphql_client::GraphQLQuery for DeletePolicy {
    type Variables = delete_policy::Variables;
    type ResponseData = delete_policy::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: delete_policy::QUERY,
            operation_name: delete_policy::OPERATION_NAME,
        }
    }
}

/// `mutation deleteRole`. Deletes a role.
pub(crate) struct DeleteRole;

pub(crate) mod delete_role {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "deleteRole";
    pub const QUERY: &str = include_str!("documents/delete_role.graphql");
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
        pub code: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub namespace: Option<String>,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub delete_role : DeleteRoleDeleteRole = "deleteRole" } }
    pub type DeleteRoleDeleteRole = authing_types::wire::Confirmation;
}
impl graphql_client::GraphQLQuery for DeleteRole {
    type Variables = delete_role::Variables;
    type ResponseData = delete_role::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: delete_role::QUERY,
            operation_name: delete_role::OPERATION_NAME,
        }
    }
}

/// `mutation deleteRoles`. Deletes roles.
pub(crate) struct DeleteRoles;

pub(crate) mod delete_roles {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "deleteRoles";
    pub const QUERY: &str = include_str!("documents/delete_roles.graphql");
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
        #[serde(rename = "codeList")]
        pub code_list: Vec<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub namespace: Option<String>,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub delete_roles : DeleteRolesDeleteRoles = "deleteRoles" } }
    pub type DeleteRolesDeleteRoles = authing_types::wire::Confirmation;
}
impl graphql_client::GraphQLQuery for DeleteRoles {
    type Variables = delete_roles::Variables;
    type ResponseData = delete_roles::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: delete_roles::QUERY,
            operation_name: delete_roles::OPERATION_NAME,
        }
    }
}

/// `mutation deleteUser`. Deletes a user.
pub(crate) struct DeleteUser;

pub(crate) mod delete_user {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "deleteUser";
    pub const QUERY: &str = include_str!("documents/delete_user.graphql");
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
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub delete_user : Option < DeleteUserDeleteUser > = "deleteUser" } }
    pub type DeleteUserDeleteUser = authing_types::wire::Confirmation;
}
impl graphql_client::GraphQLQuery for DeleteUser {
    type Variables = delete_user::Variables;
    type ResponseData = delete_user::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: delete_user::QUERY,
            operation_name: delete_user::OPERATION_NAME,
        }
    }
}

/// `mutation deleteUserpool`. Deletes the user pool.
pub(crate) struct DeleteUserpool;

pub(crate) mod delete_userpool {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "deleteUserpool";
    pub const QUERY: &str = include_str!("documents/delete_userpool.graphql");
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
    authing_types::single_member! { pub struct ResponseData { pub delete_userpool : DeleteUserpoolDeleteUserpool = "deleteUserpool" } }
    pub type DeleteUserpoolDeleteUserpool = authing_types::wire::Confirmation;
}
impl graphql_client::GraphQLQuery for DeleteUserpool {
    type Variables = delete_userpool::Variables;
    type ResponseData = delete_userpool::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: delete_userpool::QUERY,
            operation_name: delete_userpool::OPERATION_NAME,
        }
    }
}

/// `mutation deleteUsers`. Deletes users.
pub(crate) struct DeleteUsers;

pub(crate) mod delete_users {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "deleteUsers";
    pub const QUERY: &str = include_str!("documents/delete_users.graphql");
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
        pub ids: Vec<String>,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub delete_users : Option < DeleteUsersDeleteUsers > = "deleteUsers" } }
    pub type DeleteUsersDeleteUsers = authing_types::wire::Confirmation;
}
impl graphql_client::GraphQLQuery for DeleteUsers {
    type Variables = delete_users::Variables;
    type ResponseData = delete_users::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: delete_users::QUERY,
            operation_name: delete_users::OPERATION_NAME,
        }
    }
}

/// `mutation disableEmailTemplate`. Goes back to the built-in version of a template.
pub(crate) struct DisableEmailTemplate;

pub(crate) mod disable_email_template {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "disableEmailTemplate";
    pub const QUERY: &str = include_str!("documents/disable_email_template.graphql");
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
        #[serde(rename = "type")]
        pub type_: EmailTemplateType,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub disable_email_template : DisableEmailTemplateDisableEmailTemplate = "disableEmailTemplate" } }
    pub type DisableEmailTemplateDisableEmailTemplate = authing_types::EmailTemplate;
}
impl graphql_client::GraphQLQuery for DisableEmailTemplate {
    type Variables = disable_email_template::Variables;
    type ResponseData = disable_email_template::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: disable_email_template::QUERY,
            operation_name: disable_email_template::OPERATION_NAME,
        }
    }
}

/// `mutation disableSocialConnectionInstance`. Disables a connected social identity provider.
pub(crate) struct DisableSocialConnectionInstance;

pub(crate) mod disable_social_connection_instance {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "disableSocialConnectionInstance";
    pub const QUERY: &str = include_str!("documents/disable_social_connection_instance.graphql");
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
        pub provider: String,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub disable_social_connection_instance : DisableSocialConnectionInstanceDisableSocialConnectionInstance = "disableSocialConnectionInstance" } }
    pub type DisableSocialConnectionInstanceDisableSocialConnectionInstance =
        authing_types::SocialConnectionInstance;
}
impl graphql_client::GraphQLQuery for DisableSocialConnectionInstance {
    type Variables = disable_social_connection_instance::Variables;
    type ResponseData = disable_social_connection_instance::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: disable_social_connection_instance::QUERY,
            operation_name: disable_social_connection_instance::OPERATION_NAME,
        }
    }
}

/// `mutation disbalePolicyAssignment`. Disables an assignment. The name is misspelt on the wire.
pub(crate) struct DisbalePolicyAssignment;

pub(crate) mod disbale_policy_assignment {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "disbalePolicyAssignment";
    pub const QUERY: &str = include_str!("documents/disbale_policy_assignment.graphql");
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
        pub policy: String,
        #[serde(rename = "targetType")]
        pub target_type: PolicyAssignmentTargetType,
        #[serde(rename = "targetIdentifier")]
        pub target_identifier: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub namespace: Option<String>,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub disbale_policy_assignment : DisbalePolicyAssignmentDisbalePolicyAssignment = "disbalePolicyAssignment" } }
    pub type DisbalePolicyAssignmentDisbalePolicyAssignment = authing_types::wire::Confirmation;
}
impl graphql_client::GraphQLQuery for DisbalePolicyAssignment {
    type Variables = disbale_policy_assignment::Variables;
    type ResponseData = disbale_policy_assignment::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: disbale_policy_assignment::QUERY,
            operation_name: disbale_policy_assignment::OPERATION_NAME,
        }
    }
}

/// `query emailTemplates`. The user pool's email templates.
pub(crate) struct EmailTemplates;

pub(crate) mod email_templates {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "emailTemplates";
    pub const QUERY: &str = include_str!("documents/email_templates.graphql");
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
    authing_types::single_member! { pub struct ResponseData { pub email_templates : Vec < EmailTemplatesEmailTemplates > = "emailTemplates" } }
    pub type EmailTemplatesEmailTemplates = authing_types::EmailTemplate;
}
impl graphql_client::GraphQLQuery for EmailTemplates {
    type Variables = email_templates::Variables;
    type ResponseData = email_templates::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: email_templates::QUERY,
            operation_name: email_templates::OPERATION_NAME,
        }
    }
}

/// `mutation enableEmailTemplate`. Enables the user pool's own version of a template.
pub(crate) struct EnableEmailTemplate;

pub(crate) mod enable_email_template {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "enableEmailTemplate";
    pub const QUERY: &str = include_str!("documents/enable_email_template.graphql");
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
        #[serde(rename = "type")]
        pub type_: EmailTemplateType,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub enable_email_template : EnableEmailTemplateEnableEmailTemplate = "enableEmailTemplate" } }
    pub type EnableEmailTemplateEnableEmailTemplate = authing_types::EmailTemplate;
}
impl graphql_client::GraphQLQuery for EnableEmailTemplate {
    type Variables = enable_email_template::Variables;
    type ResponseData = enable_email_template::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: enable_email_template::QUERY,
            operation_name: enable_email_template::OPERATION_NAME,
        }
    }
}

/// `mutation enablePolicyAssignment`. Enables an assignment.
pub(crate) struct EnablePolicyAssignment;

pub(crate) mod enable_policy_assignment {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "enablePolicyAssignment";
    pub const QUERY: &str = include_str!("documents/enable_policy_assignment.graphql");
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
        pub policy: String,
        #[serde(rename = "targetType")]
        pub target_type: PolicyAssignmentTargetType,
        #[serde(rename = "targetIdentifier")]
        pub target_identifier: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub namespace: Option<String>,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub enable_policy_assignment : EnablePolicyAssignmentEnablePolicyAssignment = "enablePolicyAssignment" } }
    pub type EnablePolicyAssignmentEnablePolicyAssignment = authing_types::wire::Confirmation;
}
impl graphql_client::GraphQLQuery for EnablePolicyAssignment {
    type Variables = enable_policy_assignment::Variables;
    type ResponseData = enable_policy_assignment::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: enable_policy_assignment::QUERY,
            operation_name: enable_policy_assignment::OPERATION_NAME,
        }
    }
}

/// `mutation enableSocialConnectionInstance`. Enables a connected social identity provider.
pub(crate) struct EnableSocialConnectionInstance;

pub(crate) mod enable_social_connection_instance {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "enableSocialConnectionInstance";
    pub const QUERY: &str = include_str!("documents/enable_social_connection_instance.graphql");
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
        pub provider: String,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub enable_social_connection_instance : EnableSocialConnectionInstanceEnableSocialConnectionInstance = "enableSocialConnectionInstance" } }
    pub type EnableSocialConnectionInstanceEnableSocialConnectionInstance =
        authing_types::SocialConnectionInstance;
}
impl graphql_client::GraphQLQuery for EnableSocialConnectionInstance {
    type Variables = enable_social_connection_instance::Variables;
    type ResponseData = enable_social_connection_instance::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: enable_social_connection_instance::QUERY,
            operation_name: enable_social_connection_instance::OPERATION_NAME,
        }
    }
}

/// `query findUser`. The user with one of these identifiers; null when there is none.
pub(crate) struct FindUser;

pub(crate) mod find_user {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "findUser";
    pub const QUERY: &str = include_str!("documents/find_user.graphql");
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
    pub type FindUserByIdentityInput = authing_types::FindUserByIdentityInput;
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
        #[serde(skip_serializing_if = "Option::is_none")]
        pub identity: Option<FindUserByIdentityInput>,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub find_user : Option < FindUserFindUser > = "findUser" } }
    pub type FindUserFindUser = authing_types::User;
}
impl graphql_client::GraphQLQuery for FindUser {
    type Variables = find_user::Variables;
    type ResponseData = find_user::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: find_user::QUERY,
            operation_name: find_user::OPERATION_NAME,
        }
    }
}

/// `query function`. A pipeline function.
pub(crate) struct Function;

pub(crate) mod function {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "function";
    pub const QUERY: &str = include_str!("documents/function.graphql");
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
    authing_types::single_member! { pub struct ResponseData { pub function : Option < FunctionFunction > = "function" } }
    pub type FunctionFunction = authing_types::Function;
}
impl graphql_client::GraphQLQuery for Function {
    type Variables = function::Variables;
    type ResponseData = function::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: function::QUERY,
            operation_name: function::OPERATION_NAME,
        }
    }
}

/// `query functions`. The user pool's pipeline functions.
pub(crate) struct Functions;

pub(crate) mod functions {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "functions";
    pub const QUERY: &str = include_str!("documents/functions.graphql");
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
        pub page: Option<Int>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub limit: Option<Int>,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "sortBy")]
        pub sort_by: Option<SortByEnum>,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub functions : FunctionsFunctions = "functions" } }
    pub type FunctionsFunctions = authing_types::Page<authing_types::Function>;
}
impl graphql_client::GraphQLQuery for Functions {
    type Variables = functions::Variables;
    type ResponseData = functions::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: functions::QUERY,
            operation_name: functions::OPERATION_NAME,
        }
    }
}

/// `query getNodeRoles`. A node of an organisation by its id.
pub(crate) struct GetNodeRoles;

pub(crate) mod get_node_roles {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "getNodeRoles";
    pub const QUERY: &str = include_str!("documents/get_node_roles.graphql");
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
    authing_types::single_member! { pub struct ResponseData { pub node_by_id : Option < GetNodeRolesNodeById > = "nodeById" } }
    pub type GetNodeRolesNodeById = crate::generated::carriers::GetNodeRolesNodeById;
}
impl graphql_client::GraphQLQuery for GetNodeRoles {
    type Variables = get_node_roles::Variables;
    type ResponseData = get_node_roles::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: get_node_roles::QUERY,
            operation_name: get_node_roles::OPERATION_NAME,
        }
    }
}

/// `query getNodeRolesByCode`. A node of an organisation by its code.
pub(crate) struct GetNodeRolesByCode;

pub(crate) mod get_node_roles_by_code {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "getNodeRolesByCode";
    pub const QUERY: &str = include_str!("documents/get_node_roles_by_code.graphql");
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
        #[serde(rename = "orgId")]
        pub org_id: String,
        pub code: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub namespace: Option<String>,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub node_by_code : Option < GetNodeRolesByCodeNodeByCode > = "nodeByCode" } }
    pub type GetNodeRolesByCodeNodeByCode =
        crate::generated::carriers::GetNodeRolesByCodeNodeByCode;
}
impl graphql_client::GraphQLQuery for GetNodeRolesByCode {
    type Variables = get_node_roles_by_code::Variables;
    type ResponseData = get_node_roles_by_code::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: get_node_roles_by_code::QUERY,
            operation_name: get_node_roles_by_code::OPERATION_NAME,
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

/// `query getUserGroups`. A user by id. Without an id, the owner of the user token.
pub(crate) struct GetUserGroups;

pub(crate) mod get_user_groups {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "getUserGroups";
    pub const QUERY: &str = include_str!("documents/get_user_groups.graphql");
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
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub user : Option < GetUserGroupsUser > = "user" } }
    pub type GetUserGroupsUser = crate::generated::carriers::GetUserGroupsUser;
}
impl graphql_client::GraphQLQuery for GetUserGroups {
    type Variables = get_user_groups::Variables;
    type ResponseData = get_user_groups::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: get_user_groups::QUERY,
            operation_name: get_user_groups::OPERATION_NAME,
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

/// `query group`. A group by its code; null when there is none.
pub(crate) struct Group;

pub(crate) mod group {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "group";
    pub const QUERY: &str = include_str!("documents/group.graphql");
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
        pub code: String,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub group : Option < GroupGroup > = "group" } }
    pub type GroupGroup = authing_types::Group;
}
impl graphql_client::GraphQLQuery for Group {
    type Variables = group::Variables;
    type ResponseData = group::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: group::QUERY,
            operation_name: group::OPERATION_NAME,
        }
    }
}

/// `query groupWithUsers`. A group by its code; null when there is none.
pub(crate) struct GroupWithUsers;

pub(crate) mod group_with_users {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "groupWithUsers";
    pub const QUERY: &str = include_str!("documents/group_with_users.graphql");
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
        pub code: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub page: Option<Int>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub limit: Option<Int>,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub group : Option < GroupWithUsersGroup > = "group" } }
    pub type GroupWithUsersGroup = crate::generated::carriers::GroupWithUsersGroup;
}
impl graphql_client::GraphQLQuery for GroupWithUsers {
    type Variables = group_with_users::Variables;
    type ResponseData = group_with_users::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: group_with_users::QUERY,
            operation_name: group_with_users::OPERATION_NAME,
        }
    }
}

/// `query groups`. The groups of the user pool, or of one user.
pub(crate) struct Groups;

pub(crate) mod groups {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "groups";
    pub const QUERY: &str = include_str!("documents/groups.graphql");
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
        #[serde(rename = "userId")]
        pub user_id: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub page: Option<Int>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub limit: Option<Int>,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "sortBy")]
        pub sort_by: Option<SortByEnum>,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub groups : GroupsGroups = "groups" } }
    pub type GroupsGroups = authing_types::Page<authing_types::Group>;
}
impl graphql_client::GraphQLQuery for Groups {
    type Variables = groups::Variables;
    type ResponseData = groups::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: groups::QUERY,
            operation_name: groups::OPERATION_NAME,
        }
    }
}

/// `query isActionAllowed`. Whether the user may perform the action on the resource.
pub(crate) struct IsActionAllowed;

pub(crate) mod is_action_allowed {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "isActionAllowed";
    pub const QUERY: &str = include_str!("documents/is_action_allowed.graphql");
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
        pub resource: String,
        pub action: String,
        #[serde(rename = "userId")]
        pub user_id: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub namespace: Option<String>,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub is_action_allowed : Boolean = "isActionAllowed" } }
}
impl graphql_client::GraphQLQuery for IsActionAllowed {
    type Variables = is_action_allowed::Variables;
    type ResponseData = is_action_allowed::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: is_action_allowed::QUERY,
            operation_name: is_action_allowed::OPERATION_NAME,
        }
    }
}

/// `query isActionDenied`. Whether the user is denied the action on the resource.
pub(crate) struct IsActionDenied;

pub(crate) mod is_action_denied {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "isActionDenied";
    pub const QUERY: &str = include_str!("documents/is_action_denied.graphql");
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
        pub resource: String,
        pub action: String,
        #[serde(rename = "userId")]
        pub user_id: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub namespace: Option<String>,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub is_action_denied : Boolean = "isActionDenied" } }
}
impl graphql_client::GraphQLQuery for IsActionDenied {
    type Variables = is_action_denied::Variables;
    type ResponseData = is_action_denied::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: is_action_denied::QUERY,
            operation_name: is_action_denied::OPERATION_NAME,
        }
    }
}

/// `query isDomainAvaliable`. Whether a user pool may use this domain. The name is misspelt on the wire.
pub(crate) struct IsDomainAvaliable;

pub(crate) mod is_domain_avaliable {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "isDomainAvaliable";
    pub const QUERY: &str = include_str!("documents/is_domain_avaliable.graphql");
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
        pub domain: String,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub is_domain_avaliable : Option < Boolean > = "isDomainAvaliable" } }
}
impl graphql_client::GraphQLQuery for IsDomainAvaliable {
    type Variables = is_domain_avaliable::Variables;
    type ResponseData = is_domain_avaliable::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: is_domain_avaliable::QUERY,
            operation_name: is_domain_avaliable::OPERATION_NAME,
        }
    }
}

/// `query isRootNode`. Whether a node is its organisation's root.
pub(crate) struct IsRootNode;

pub(crate) mod is_root_node {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "isRootNode";
    pub const QUERY: &str = include_str!("documents/is_root_node.graphql");
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
        #[serde(rename = "nodeId")]
        pub node_id: String,
        #[serde(rename = "orgId")]
        pub org_id: String,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub is_root_node : Option < Boolean > = "isRootNode" } }
}
impl graphql_client::GraphQLQuery for IsRootNode {
    type Variables = is_root_node::Variables;
    type ResponseData = is_root_node::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: is_root_node::QUERY,
            operation_name: is_root_node::OPERATION_NAME,
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

/// `query listGroupAuthorizedResources`. A group by its code; null when there is none.
pub(crate) struct ListGroupAuthorizedResources;

pub(crate) mod list_group_authorized_resources {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "listGroupAuthorizedResources";
    pub const QUERY: &str = include_str!("documents/list_group_authorized_resources.graphql");
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
        pub code: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub namespace: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "resourceType")]
        pub resource_type: Option<String>,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub group : Option < ListGroupAuthorizedResourcesGroup > = "group" } }
    pub type ListGroupAuthorizedResourcesGroup =
        crate::generated::carriers::ListGroupAuthorizedResourcesGroup;
}
impl graphql_client::GraphQLQuery for ListGroupAuthorizedResources {
    type Variables = list_group_authorized_resources::Variables;
    type ResponseData = list_group_authorized_resources::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: list_group_authorized_resources::QUERY,
            operation_name: list_group_authorized_resources::OPERATION_NAME,
        }
    }
}

/// `query listNodeByCodeAuthorizedResources`. A node of an organisation by its code.
pub(crate) struct ListNodeByCodeAuthorizedResources;

pub(crate) mod list_node_by_code_authorized_resources {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "listNodeByCodeAuthorizedResources";
    pub const QUERY: &str =
        include_str!("documents/list_node_by_code_authorized_resources.graphql");
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
        #[serde(rename = "orgId")]
        pub org_id: String,
        pub code: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub namespace: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "resourceType")]
        pub resource_type: Option<String>,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub node_by_code : Option < ListNodeByCodeAuthorizedResourcesNodeByCode > = "nodeByCode" } }
    pub type ListNodeByCodeAuthorizedResourcesNodeByCode =
        crate::generated::carriers::ListNodeByCodeAuthorizedResourcesNodeByCode;
}
impl graphql_client::GraphQLQuery for ListNodeByCodeAuthorizedResources {
    type Variables = list_node_by_code_authorized_resources::Variables;
    type ResponseData = list_node_by_code_authorized_resources::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: list_node_by_code_authorized_resources::QUERY,
            operation_name: list_node_by_code_authorized_resources::OPERATION_NAME,
        }
    }
}

/// `query listNodeByIdAuthorizedResources`. A node of an organisation by its id.
pub(crate) struct ListNodeByIdAuthorizedResources;

pub(crate) mod list_node_by_id_authorized_resources {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "listNodeByIdAuthorizedResources";
    pub const QUERY: &str = include_str!("documents/list_node_by_id_authorized_resources.graphql");
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
    authing_types::single_member! { pub struct ResponseData { pub node_by_id : Option < ListNodeByIdAuthorizedResourcesNodeById > = "nodeById" } }
    pub type ListNodeByIdAuthorizedResourcesNodeById =
        crate::generated::carriers::ListNodeByIdAuthorizedResourcesNodeById;
}
impl graphql_client::GraphQLQuery for ListNodeByIdAuthorizedResources {
    type Variables = list_node_by_id_authorized_resources::Variables;
    type ResponseData = list_node_by_id_authorized_resources::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: list_node_by_id_authorized_resources::QUERY,
            operation_name: list_node_by_id_authorized_resources::OPERATION_NAME,
        }
    }
}

/// `query listRoleAuthorizedResources`. A role by its code; null when there is none.
pub(crate) struct ListRoleAuthorizedResources;

pub(crate) mod list_role_authorized_resources {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "listRoleAuthorizedResources";
    pub const QUERY: &str = include_str!("documents/list_role_authorized_resources.graphql");
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
        pub code: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub namespace: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "resourceType")]
        pub resource_type: Option<String>,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub role : Option < ListRoleAuthorizedResourcesRole > = "role" } }
    pub type ListRoleAuthorizedResourcesRole =
        crate::generated::carriers::ListRoleAuthorizedResourcesRole;
}
impl graphql_client::GraphQLQuery for ListRoleAuthorizedResources {
    type Variables = list_role_authorized_resources::Variables;
    type ResponseData = list_role_authorized_resources::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: list_role_authorized_resources::QUERY,
            operation_name: list_role_authorized_resources::OPERATION_NAME,
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

/// `mutation moveMembers`. Moves users from one node to another.
pub(crate) struct MoveMembers;

pub(crate) mod move_members {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "moveMembers";
    pub const QUERY: &str = include_str!("documents/move_members.graphql");
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
        #[serde(rename = "userIds")]
        pub user_ids: Vec<String>,
        #[serde(rename = "sourceNodeId")]
        pub source_node_id: String,
        #[serde(rename = "targetNodeId")]
        pub target_node_id: String,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub move_members : Option < MoveMembersMoveMembers > = "moveMembers" } }
    pub type MoveMembersMoveMembers = authing_types::wire::Confirmation;
}
impl graphql_client::GraphQLQuery for MoveMembers {
    type Variables = move_members::Variables;
    type ResponseData = move_members::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: move_members::QUERY,
            operation_name: move_members::OPERATION_NAME,
        }
    }
}

/// `mutation moveNode`. Moves a node below another; a node cannot move below itself.
pub(crate) struct MoveNode;

pub(crate) mod move_node {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "moveNode";
    pub const QUERY: &str = include_str!("documents/move_node.graphql");
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
        #[serde(rename = "orgId")]
        pub org_id: String,
        #[serde(rename = "nodeId")]
        pub node_id: String,
        #[serde(rename = "targetParentId")]
        pub target_parent_id: String,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub move_node : MoveNodeMoveNode = "moveNode" } }
    pub type MoveNodeMoveNode = authing_types::Org;
}
impl graphql_client::GraphQLQuery for MoveNode {
    type Variables = move_node::Variables;
    type ResponseData = move_node::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: move_node::QUERY,
            operation_name: move_node::OPERATION_NAME,
        }
    }
}

/// `query nodeByCode`. A node of an organisation by its code.
pub(crate) struct NodeByCode;

pub(crate) mod node_by_code {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "nodeByCode";
    pub const QUERY: &str = include_str!("documents/node_by_code.graphql");
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
        #[serde(rename = "orgId")]
        pub org_id: String,
        pub code: String,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub node_by_code : Option < NodeByCodeNodeByCode > = "nodeByCode" } }
    pub type NodeByCodeNodeByCode = authing_types::Node;
}
impl graphql_client::GraphQLQuery for NodeByCode {
    type Variables = node_by_code::Variables;
    type ResponseData = node_by_code::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: node_by_code::QUERY,
            operation_name: node_by_code::OPERATION_NAME,
        }
    }
}

/// `query nodeByCodeWithMembers`. A node of an organisation by its code.
pub(crate) struct NodeByCodeWithMembers;

pub(crate) mod node_by_code_with_members {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "nodeByCodeWithMembers";
    pub const QUERY: &str = include_str!("documents/node_by_code_with_members.graphql");
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
        #[serde(rename = "orgId")]
        pub org_id: String,
        pub code: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub page: Option<Int>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub limit: Option<Int>,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "sortBy")]
        pub sort_by: Option<SortByEnum>,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "includeChildrenNodes")]
        pub include_children_nodes: Option<Boolean>,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub node_by_code : Option < NodeByCodeWithMembersNodeByCode > = "nodeByCode" } }
    pub type NodeByCodeWithMembersNodeByCode =
        crate::generated::carriers::NodeByCodeWithMembersNodeByCode;
}
impl graphql_client::GraphQLQuery for NodeByCodeWithMembers {
    type Variables = node_by_code_with_members::Variables;
    type ResponseData = node_by_code_with_members::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: node_by_code_with_members::QUERY,
            operation_name: node_by_code_with_members::OPERATION_NAME,
        }
    }
}

/// `query nodeById`. A node of an organisation by its id.
pub(crate) struct NodeById;

pub(crate) mod node_by_id {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "nodeById";
    pub const QUERY: &str = include_str!("documents/node_by_id.graphql");
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
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub node_by_id : Option < NodeByIdNodeById > = "nodeById" } }
    pub type NodeByIdNodeById = authing_types::Node;
}
impl graphql_client::GraphQLQuery for NodeById {
    type Variables = node_by_id::Variables;
    type ResponseData = node_by_id::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: node_by_id::QUERY,
            operation_name: node_by_id::OPERATION_NAME,
        }
    }
}

/// `query nodeByIdWithMembers`. A node of an organisation by its id.
pub(crate) struct NodeByIdWithMembers;

pub(crate) mod node_by_id_with_members {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "nodeByIdWithMembers";
    pub const QUERY: &str = include_str!("documents/node_by_id_with_members.graphql");
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
        pub page: Option<Int>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub limit: Option<Int>,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "sortBy")]
        pub sort_by: Option<SortByEnum>,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "includeChildrenNodes")]
        pub include_children_nodes: Option<Boolean>,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub node_by_id : Option < NodeByIdWithMembersNodeById > = "nodeById" } }
    pub type NodeByIdWithMembersNodeById = crate::generated::carriers::NodeByIdWithMembersNodeById;
}
impl graphql_client::GraphQLQuery for NodeByIdWithMembers {
    type Variables = node_by_id_with_members::Variables;
    type ResponseData = node_by_id_with_members::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: node_by_id_with_members::QUERY,
            operation_name: node_by_id_with_members::OPERATION_NAME,
        }
    }
}

/// `query org`. An organisation.
pub(crate) struct Org;

pub(crate) mod org {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "org";
    pub const QUERY: &str = include_str!("documents/org.graphql");
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
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub org : OrgOrg = "org" } }
    pub type OrgOrg = authing_types::Org;
}
impl graphql_client::GraphQLQuery for Org {
    type Variables = org::Variables;
    type ResponseData = org::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: org::QUERY,
            operation_name: org::OPERATION_NAME,
        }
    }
}

/// `query orgs`. The user pool's organisations.
pub(crate) struct Orgs;

pub(crate) mod orgs {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "orgs";
    pub const QUERY: &str = include_str!("documents/orgs.graphql");
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
        pub page: Option<Int>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub limit: Option<Int>,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "sortBy")]
        pub sort_by: Option<SortByEnum>,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub orgs : OrgsOrgs = "orgs" } }
    pub type OrgsOrgs = authing_types::Page<authing_types::Org>;
}
impl graphql_client::GraphQLQuery for Orgs {
    type Variables = orgs::Variables;
    type ResponseData = orgs::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: orgs::QUERY,
            operation_name: orgs::OPERATION_NAME,
        }
    }
}

/// `query policies`. The policies of a namespace.
pub(crate) struct Policies;

pub(crate) mod policies {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "policies";
    pub const QUERY: &str = include_str!("documents/policies.graphql");
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
    type Object = super::Object;
    #[derive(Serialize, Default)]
    #[serde(crate = "serde")]
    pub struct Variables {
        #[serde(skip_serializing_if = "Option::is_none")]
        pub namespace: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "excludeDefault")]
        pub exclude_default: Option<Boolean>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub page: Option<Int>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub limit: Option<Int>,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub policies : PoliciesPolicies = "policies" } }
    pub type PoliciesPolicies = authing_types::Page<authing_types::Policy>;
}
impl graphql_client::GraphQLQuery for Policies {
    type Variables = policies::Variables;
    type ResponseData = policies::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: policies::QUERY,
            operation_name: policies::OPERATION_NAME,
        }
    }
}

/// `query policy`. A policy by its code; null when there is none.
pub(crate) struct Policy;

pub(crate) mod policy {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "policy";
    pub const QUERY: &str = include_str!("documents/policy.graphql");
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
    type Object = super::Object;
    #[derive(Serialize)]
    #[serde(crate = "serde")]
    pub struct Variables {
        pub code: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub namespace: Option<String>,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub policy : Option < PolicyPolicy > = "policy" } }
    pub type PolicyPolicy = authing_types::Policy;
}
impl graphql_client::GraphQLQuery for Policy {
    type Variables = policy::Variables;
    type ResponseData = policy::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: policy::QUERY,
            operation_name: policy::OPERATION_NAME,
        }
    }
}

/// `query policyAssignments`. What a policy is assigned to, or which policies someone has.
pub(crate) struct PolicyAssignments;

pub(crate) mod policy_assignments {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "policyAssignments";
    pub const QUERY: &str = include_str!("documents/policy_assignments.graphql");
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
        pub namespace: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub code: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "targetType")]
        pub target_type: Option<PolicyAssignmentTargetType>,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "targetIdentifier")]
        pub target_identifier: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub page: Option<Int>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub limit: Option<Int>,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub policy_assignments : PolicyAssignmentsPolicyAssignments = "policyAssignments" } }
    pub type PolicyAssignmentsPolicyAssignments =
        authing_types::Page<authing_types::PolicyAssignment>;
}
impl graphql_client::GraphQLQuery for PolicyAssignments {
    type Variables = policy_assignments::Variables;
    type ResponseData = policy_assignments::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: policy_assignments::QUERY,
            operation_name: policy_assignments::OPERATION_NAME,
        }
    }
}

/// `query previewEmail`. The HTML of an email, rendered from its template.
pub(crate) struct PreviewEmail;

pub(crate) mod preview_email {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "previewEmail";
    pub const QUERY: &str = include_str!("documents/preview_email.graphql");
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
        #[serde(rename = "type")]
        pub type_: EmailTemplateType,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub preview_email : String = "previewEmail" } }
}
impl graphql_client::GraphQLQuery for PreviewEmail {
    type Variables = preview_email::Variables;
    type ResponseData = preview_email::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: preview_email::QUERY,
            operation_name: preview_email::OPERATION_NAME,
        }
    }
}

/// `query qiniuUptoken`. A token for uploading files to the object store.
pub(crate) struct QiniuUptoken;

pub(crate) mod qiniu_uptoken {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "qiniuUptoken";
    pub const QUERY: &str = include_str!("documents/qiniu_uptoken.graphql");
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
        #[serde(rename = "type")]
        pub type_: Option<String>,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub qiniu_uptoken : Option < String > = "qiniuUptoken" } }
}
impl graphql_client::GraphQLQuery for QiniuUptoken {
    type Variables = qiniu_uptoken::Variables;
    type ResponseData = qiniu_uptoken::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: qiniu_uptoken::QUERY,
            operation_name: qiniu_uptoken::OPERATION_NAME,
        }
    }
}

/// `query queryMfa`. A user's second factor.
pub(crate) struct QueryMfa;

pub(crate) mod query_mfa {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "queryMfa";
    pub const QUERY: &str = include_str!("documents/query_mfa.graphql");
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
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "userId")]
        pub user_id: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "userPoolId")]
        pub user_pool_id: Option<String>,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub query_mfa : Option < QueryMfaQueryMfa > = "queryMfa" } }
    pub type QueryMfaQueryMfa = authing_types::Mfa;
}
impl graphql_client::GraphQLQuery for QueryMfa {
    type Variables = query_mfa::Variables;
    type ResponseData = query_mfa::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: query_mfa::QUERY,
            operation_name: query_mfa::OPERATION_NAME,
        }
    }
}

/// `mutation refreshAccessToken`. A management token for an earlier one that is still valid.
pub(crate) struct RefreshAccessToken;

pub(crate) mod refresh_access_token {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "refreshAccessToken";
    pub const QUERY: &str = include_str!("documents/refresh_access_token.graphql");
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
        #[serde(rename = "accessToken")]
        pub access_token: String,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub refresh_access_token : RefreshAccessTokenRefreshAccessToken = "refreshAccessToken" } }
    pub type RefreshAccessTokenRefreshAccessToken = authing_types::RefreshedAccessToken;
}
impl graphql_client::GraphQLQuery for RefreshAccessToken {
    type Variables = refresh_access_token::Variables;
    type ResponseData = refresh_access_token::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: refresh_access_token::QUERY,
            operation_name: refresh_access_token::OPERATION_NAME,
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
    #[derive(Serialize)]
    #[serde(crate = "serde")]
    pub struct Variables {
        pub id: String,
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

/// `mutation refreshUserpoolSecret`. Replaces the user pool's secret and returns the new one.
pub(crate) struct RefreshUserpoolSecret;

pub(crate) mod refresh_userpool_secret {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "refreshUserpoolSecret";
    pub const QUERY: &str = include_str!("documents/refresh_userpool_secret.graphql");
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
    authing_types::single_member! { pub struct ResponseData { pub refresh_userpool_secret : String = "refreshUserpoolSecret" } }
}
impl graphql_client::GraphQLQuery for RefreshUserpoolSecret {
    type Variables = refresh_userpool_secret::Variables;
    type ResponseData = refresh_userpool_secret::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: refresh_userpool_secret::QUERY,
            operation_name: refresh_userpool_secret::OPERATION_NAME,
        }
    }
}

/// `mutation removeMember`. Removes users from a node.
pub(crate) struct RemoveMember;

pub(crate) mod remove_member {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "removeMember";
    pub const QUERY: &str = include_str!("documents/remove_member.graphql");
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
        #[serde(rename = "nodeId")]
        pub node_id: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "orgId")]
        pub org_id: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "nodeCode")]
        pub node_code: Option<String>,
        #[serde(rename = "userIds")]
        pub user_ids: Vec<String>,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub remove_member : RemoveMemberRemoveMember = "removeMember" } }
    pub type RemoveMemberRemoveMember = authing_types::Node;
}
impl graphql_client::GraphQLQuery for RemoveMember {
    type Variables = remove_member::Variables;
    type ResponseData = remove_member::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: remove_member::QUERY,
            operation_name: remove_member::OPERATION_NAME,
        }
    }
}

/// `mutation removePolicyAssignments`. Removes policies from targets.
pub(crate) struct RemovePolicyAssignments;

pub(crate) mod remove_policy_assignments {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "removePolicyAssignments";
    pub const QUERY: &str = include_str!("documents/remove_policy_assignments.graphql");
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
        pub policies: Vec<String>,
        #[serde(rename = "targetType")]
        pub target_type: PolicyAssignmentTargetType,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "targetIdentifiers")]
        pub target_identifiers: Option<Vec<String>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub namespace: Option<String>,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub remove_policy_assignments : RemovePolicyAssignmentsRemovePolicyAssignments = "removePolicyAssignments" } }
    pub type RemovePolicyAssignmentsRemovePolicyAssignments = authing_types::wire::Confirmation;
}
impl graphql_client::GraphQLQuery for RemovePolicyAssignments {
    type Variables = remove_policy_assignments::Variables;
    type ResponseData = remove_policy_assignments::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: remove_policy_assignments::QUERY,
            operation_name: remove_policy_assignments::OPERATION_NAME,
        }
    }
}

/// `mutation removeUdf`. Removes the definition of a custom field.
pub(crate) struct RemoveUdf;

pub(crate) mod remove_udf {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "removeUdf";
    pub const QUERY: &str = include_str!("documents/remove_udf.graphql");
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
        pub key: String,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub remove_udf : Option < RemoveUdfRemoveUdf > = "removeUdf" } }
    pub type RemoveUdfRemoveUdf = authing_types::wire::Confirmation;
}
impl graphql_client::GraphQLQuery for RemoveUdf {
    type Variables = remove_udf::Variables;
    type ResponseData = remove_udf::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: remove_udf::QUERY,
            operation_name: remove_udf::OPERATION_NAME,
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

/// `mutation removeUserFromGroup`. Removes users from a group.
pub(crate) struct RemoveUserFromGroup;

pub(crate) mod remove_user_from_group {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "removeUserFromGroup";
    pub const QUERY: &str = include_str!("documents/remove_user_from_group.graphql");
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
        #[serde(rename = "userIds")]
        pub user_ids: Vec<String>,
        pub code: String,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub remove_user_from_group : RemoveUserFromGroupRemoveUserFromGroup = "removeUserFromGroup" } }
    pub type RemoveUserFromGroupRemoveUserFromGroup = authing_types::wire::Confirmation;
}
impl graphql_client::GraphQLQuery for RemoveUserFromGroup {
    type Variables = remove_user_from_group::Variables;
    type ResponseData = remove_user_from_group::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: remove_user_from_group::QUERY,
            operation_name: remove_user_from_group::OPERATION_NAME,
        }
    }
}

/// `mutation removeWhitelist`. Removes identifiers from a registration whitelist.
pub(crate) struct RemoveWhitelist;

pub(crate) mod remove_whitelist {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "removeWhitelist";
    pub const QUERY: &str = include_str!("documents/remove_whitelist.graphql");
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
        #[serde(rename = "type")]
        pub type_: WhitelistType,
        pub list: Vec<String>,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub remove_whitelist : Vec < Option < RemoveWhitelistRemoveWhitelist > > = "removeWhitelist" } }
    pub type RemoveWhitelistRemoveWhitelist = authing_types::WhiteList;
}
impl graphql_client::GraphQLQuery for RemoveWhitelist {
    type Variables = remove_whitelist::Variables;
    type ResponseData = remove_whitelist::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: remove_whitelist::QUERY,
            operation_name: remove_whitelist::OPERATION_NAME,
        }
    }
}

/// `mutation revokeRole`. Removes roles from users, groups or departments.
pub(crate) struct RevokeRole;

pub(crate) mod revoke_role {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "revokeRole";
    pub const QUERY: &str = include_str!("documents/revoke_role.graphql");
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
        pub namespace: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "roleCode")]
        pub role_code: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "roleCodes")]
        pub role_codes: Option<Vec<Option<String>>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "userIds")]
        pub user_ids: Option<Vec<String>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "groupCodes")]
        pub group_codes: Option<Vec<String>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "nodeCodes")]
        pub node_codes: Option<Vec<String>>,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub revoke_role : Option < RevokeRoleRevokeRole > = "revokeRole" } }
    pub type RevokeRoleRevokeRole = authing_types::wire::Confirmation;
}
impl graphql_client::GraphQLQuery for RevokeRole {
    type Variables = revoke_role::Variables;
    type ResponseData = revoke_role::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: revoke_role::QUERY,
            operation_name: revoke_role::OPERATION_NAME,
        }
    }
}

/// `query role`. A role by its code; null when there is none.
pub(crate) struct Role;

pub(crate) mod role {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "role";
    pub const QUERY: &str = include_str!("documents/role.graphql");
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
        pub code: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub namespace: Option<String>,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub role : Option < RoleRole > = "role" } }
    pub type RoleRole = authing_types::Role;
}
impl graphql_client::GraphQLQuery for Role {
    type Variables = role::Variables;
    type ResponseData = role::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: role::QUERY,
            operation_name: role::OPERATION_NAME,
        }
    }
}

/// `query roleWithUsers`. A role by its code; null when there is none.
pub(crate) struct RoleWithUsers;

pub(crate) mod role_with_users {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "roleWithUsers";
    pub const QUERY: &str = include_str!("documents/role_with_users.graphql");
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
        pub code: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub namespace: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub page: Option<Int>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub limit: Option<Int>,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub role : Option < RoleWithUsersRole > = "role" } }
    pub type RoleWithUsersRole = crate::generated::carriers::RoleWithUsersRole;
}
impl graphql_client::GraphQLQuery for RoleWithUsers {
    type Variables = role_with_users::Variables;
    type ResponseData = role_with_users::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: role_with_users::QUERY,
            operation_name: role_with_users::OPERATION_NAME,
        }
    }
}

/// `query roles`. The roles of a namespace.
pub(crate) struct Roles;

pub(crate) mod roles {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "roles";
    pub const QUERY: &str = include_str!("documents/roles.graphql");
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
        pub namespace: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub page: Option<Int>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub limit: Option<Int>,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "sortBy")]
        pub sort_by: Option<SortByEnum>,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub roles : RolesRoles = "roles" } }
    pub type RolesRoles = authing_types::Page<authing_types::Role>;
}
impl graphql_client::GraphQLQuery for Roles {
    type Variables = roles::Variables;
    type ResponseData = roles::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: roles::QUERY,
            operation_name: roles::OPERATION_NAME,
        }
    }
}

/// `query rootNode`. The root of an organisation.
pub(crate) struct RootNode;

pub(crate) mod root_node {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "rootNode";
    pub const QUERY: &str = include_str!("documents/root_node.graphql");
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
        #[serde(rename = "orgId")]
        pub org_id: String,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub root_node : RootNodeRootNode = "rootNode" } }
    pub type RootNodeRootNode = authing_types::Node;
}
impl graphql_client::GraphQLQuery for RootNode {
    type Variables = root_node::Variables;
    type ResponseData = root_node::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: root_node::QUERY,
            operation_name: root_node::OPERATION_NAME,
        }
    }
}

/// `query searchNodes`. Nodes whose name contains the keyword, in all organisations.
pub(crate) struct SearchNodes;

pub(crate) mod search_nodes {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "searchNodes";
    pub const QUERY: &str = include_str!("documents/search_nodes.graphql");
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
        pub keyword: String,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub search_nodes : Vec < SearchNodesSearchNodes > = "searchNodes" } }
    pub type SearchNodesSearchNodes = authing_types::Node;
}
impl graphql_client::GraphQLQuery for SearchNodes {
    type Variables = search_nodes::Variables;
    type ResponseData = search_nodes::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: search_nodes::QUERY,
            operation_name: search_nodes::OPERATION_NAME,
        }
    }
}

/// `query searchUser`. Users with the query in one of their fields.
pub(crate) struct SearchUser;

pub(crate) mod search_user {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "searchUser";
    pub const QUERY: &str = include_str!("documents/search_user.graphql");
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
    pub type SearchUserDepartmentOpt = authing_types::SearchUserDepartmentOpt;
    pub type SearchUserGroupOpt = authing_types::SearchUserGroupOpt;
    pub type SearchUserRoleOpt = authing_types::SearchUserRoleOpt;
    #[derive(Serialize)]
    #[serde(crate = "serde")]
    pub struct Variables {
        pub query: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub fields: Option<Vec<Option<String>>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub page: Option<Int>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub limit: Option<Int>,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "departmentOpts")]
        pub department_opts: Option<Vec<Option<SearchUserDepartmentOpt>>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "groupOpts")]
        pub group_opts: Option<Vec<Option<SearchUserGroupOpt>>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "roleOpts")]
        pub role_opts: Option<Vec<Option<SearchUserRoleOpt>>>,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub search_user : SearchUserSearchUser = "searchUser" } }
    pub type SearchUserSearchUser = authing_types::Page<authing_types::User>;
}
impl graphql_client::GraphQLQuery for SearchUser {
    type Variables = search_user::Variables;
    type ResponseData = search_user::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: search_user::QUERY,
            operation_name: search_user::OPERATION_NAME,
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

/// `mutation sendFirstLoginVerifyEmail`. Sends the email that verifies a user's address at the first login.
pub(crate) struct SendFirstLoginVerifyEmail;

pub(crate) mod send_first_login_verify_email {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "sendFirstLoginVerifyEmail";
    pub const QUERY: &str = include_str!("documents/send_first_login_verify_email.graphql");
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
        #[serde(rename = "userId")]
        pub user_id: String,
        #[serde(rename = "appId")]
        pub app_id: String,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub send_first_login_verify_email : SendFirstLoginVerifyEmailSendFirstLoginVerifyEmail = "sendFirstLoginVerifyEmail" } }
    pub type SendFirstLoginVerifyEmailSendFirstLoginVerifyEmail = authing_types::wire::Confirmation;
}
impl graphql_client::GraphQLQuery for SendFirstLoginVerifyEmail {
    type Variables = send_first_login_verify_email::Variables;
    type ResponseData = send_first_login_verify_email::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: send_first_login_verify_email::QUERY,
            operation_name: send_first_login_verify_email::OPERATION_NAME,
        }
    }
}

/// `mutation setMainDepartment`. Sets a user's main department.
pub(crate) struct SetMainDepartment;

pub(crate) mod set_main_department {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "setMainDepartment";
    pub const QUERY: &str = include_str!("documents/set_main_department.graphql");
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
        #[serde(rename = "userId")]
        pub user_id: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "departmentId")]
        pub department_id: Option<String>,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub set_main_department : SetMainDepartmentSetMainDepartment = "setMainDepartment" } }
    pub type SetMainDepartmentSetMainDepartment = authing_types::wire::Confirmation;
}
impl graphql_client::GraphQLQuery for SetMainDepartment {
    type Variables = set_main_department::Variables;
    type ResponseData = set_main_department::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: set_main_department::QUERY,
            operation_name: set_main_department::OPERATION_NAME,
        }
    }
}

/// `mutation setUdf`. Defines a custom field, or changes its definition.
pub(crate) struct SetUdf;

pub(crate) mod set_udf {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "setUdf";
    pub const QUERY: &str = include_str!("documents/set_udf.graphql");
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
        pub key: String,
        #[serde(rename = "dataType")]
        pub data_type: UdfDataType,
        pub label: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub options: Option<String>,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub set_udf : SetUdfSetUdf = "setUdf" } }
    pub type SetUdfSetUdf = authing_types::UserDefinedField;
}
impl graphql_client::GraphQLQuery for SetUdf {
    type Variables = set_udf::Variables;
    type ResponseData = set_udf::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: set_udf::QUERY,
            operation_name: set_udf::OPERATION_NAME,
        }
    }
}

/// `mutation setUdfValueBatch`. Sets custom data of several targets.
pub(crate) struct SetUdfValueBatch;

pub(crate) mod set_udf_value_batch {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "setUdfValueBatch";
    pub const QUERY: &str = include_str!("documents/set_udf_value_batch.graphql");
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
    pub type SetUdfValueBatchInput = authing_types::SetUdfValueBatchInput;
    #[derive(Serialize)]
    #[serde(crate = "serde")]
    pub struct Variables {
        #[serde(rename = "targetType")]
        pub target_type: UdfTargetType,
        pub input: Vec<SetUdfValueBatchInput>,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub set_udf_value_batch : Option < SetUdfValueBatchSetUdfValueBatch > = "setUdfValueBatch" } }
    pub type SetUdfValueBatchSetUdfValueBatch = authing_types::wire::Confirmation;
}
impl graphql_client::GraphQLQuery for SetUdfValueBatch {
    type Variables = set_udf_value_batch::Variables;
    type ResponseData = set_udf_value_batch::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: set_udf_value_batch::QUERY,
            operation_name: set_udf_value_batch::OPERATION_NAME,
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

/// `query socialConnection`. A social identity provider by its code.
pub(crate) struct SocialConnection;

pub(crate) mod social_connection {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "socialConnection";
    pub const QUERY: &str = include_str!("documents/social_connection.graphql");
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
        pub provider: String,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub social_connection : Option < SocialConnectionSocialConnection > = "socialConnection" } }
    pub type SocialConnectionSocialConnection = authing_types::SocialConnection;
}
impl graphql_client::GraphQLQuery for SocialConnection {
    type Variables = social_connection::Variables;
    type ResponseData = social_connection::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: social_connection::QUERY,
            operation_name: social_connection::OPERATION_NAME,
        }
    }
}

/// `query socialConnectionInstance`. A connected social identity provider by its code.
pub(crate) struct SocialConnectionInstance;

pub(crate) mod social_connection_instance {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "socialConnectionInstance";
    pub const QUERY: &str = include_str!("documents/social_connection_instance.graphql");
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
        pub provider: String,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub social_connection_instance : SocialConnectionInstanceSocialConnectionInstance = "socialConnectionInstance" } }
    pub type SocialConnectionInstanceSocialConnectionInstance =
        authing_types::SocialConnectionInstance;
}
impl graphql_client::GraphQLQuery for SocialConnectionInstance {
    type Variables = social_connection_instance::Variables;
    type ResponseData = social_connection_instance::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: social_connection_instance::QUERY,
            operation_name: social_connection_instance::OPERATION_NAME,
        }
    }
}

/// `query socialConnectionInstances`. The social identity providers connected in this user pool.
pub(crate) struct SocialConnectionInstances;

pub(crate) mod social_connection_instances {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "socialConnectionInstances";
    pub const QUERY: &str = include_str!("documents/social_connection_instances.graphql");
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
    authing_types::single_member! { pub struct ResponseData { pub social_connection_instances : Vec < SocialConnectionInstancesSocialConnectionInstances > = "socialConnectionInstances" } }
    pub type SocialConnectionInstancesSocialConnectionInstances =
        authing_types::SocialConnectionInstance;
}
impl graphql_client::GraphQLQuery for SocialConnectionInstances {
    type Variables = social_connection_instances::Variables;
    type ResponseData = social_connection_instances::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: social_connection_instances::QUERY,
            operation_name: social_connection_instances::OPERATION_NAME,
        }
    }
}

/// `query socialConnections`. Every social identity provider that can be connected.
pub(crate) struct SocialConnections;

pub(crate) mod social_connections {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "socialConnections";
    pub const QUERY: &str = include_str!("documents/social_connections.graphql");
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
    authing_types::single_member! { pub struct ResponseData { pub social_connections : Vec < SocialConnectionsSocialConnections > = "socialConnections" } }
    pub type SocialConnectionsSocialConnections = authing_types::SocialConnection;
}
impl graphql_client::GraphQLQuery for SocialConnections {
    type Variables = social_connections::Variables;
    type ResponseData = social_connections::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: social_connections::QUERY,
            operation_name: social_connections::OPERATION_NAME,
        }
    }
}

/// `query templateCode`. The code of the template.
pub(crate) struct TemplateCode;

pub(crate) mod template_code {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "templateCode";
    pub const QUERY: &str = include_str!("documents/template_code.graphql");
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
    authing_types::single_member! { pub struct ResponseData { pub template_code : String = "templateCode" } }
}
impl graphql_client::GraphQLQuery for TemplateCode {
    type Variables = template_code::Variables;
    type ResponseData = template_code::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: template_code::QUERY,
            operation_name: template_code::OPERATION_NAME,
        }
    }
}

/// `query udf`. The custom fields defined for a kind of target.
pub(crate) struct Udf;

pub(crate) mod udf {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "udf";
    pub const QUERY: &str = include_str!("documents/udf.graphql");
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
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub udf : Vec < UdfUdf > = "udf" } }
    pub type UdfUdf = authing_types::UserDefinedField;
}
impl graphql_client::GraphQLQuery for Udf {
    type Variables = udf::Variables;
    type ResponseData = udf::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: udf::QUERY,
            operation_name: udf::OPERATION_NAME,
        }
    }
}

/// `query udfValueBatch`. The custom data of several targets.
pub(crate) struct UdfValueBatch;

pub(crate) mod udf_value_batch {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "udfValueBatch";
    pub const QUERY: &str = include_str!("documents/udf_value_batch.graphql");
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
        #[serde(rename = "targetIds")]
        pub target_ids: Vec<Option<String>>,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub udf_value_batch : Vec < UdfValueBatchUdfValueBatch > = "udfValueBatch" } }
    pub type UdfValueBatchUdfValueBatch = authing_types::UserDefinedDataMap;
}
impl graphql_client::GraphQLQuery for UdfValueBatch {
    type Variables = udf_value_batch::Variables;
    type ResponseData = udf_value_batch::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: udf_value_batch::QUERY,
            operation_name: udf_value_batch::OPERATION_NAME,
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

/// `mutation updateFunction`. Changes a pipeline function.
pub(crate) struct UpdateFunction;

pub(crate) mod update_function {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "updateFunction";
    pub const QUERY: &str = include_str!("documents/update_function.graphql");
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
    pub type UpdateFunctionInput = authing_types::UpdateFunctionInput;
    #[derive(Serialize)]
    #[serde(crate = "serde")]
    pub struct Variables {
        pub input: UpdateFunctionInput,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub update_function : UpdateFunctionUpdateFunction = "updateFunction" } }
    pub type UpdateFunctionUpdateFunction = authing_types::Function;
}
impl graphql_client::GraphQLQuery for UpdateFunction {
    type Variables = update_function::Variables;
    type ResponseData = update_function::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: update_function::QUERY,
            operation_name: update_function::OPERATION_NAME,
        }
    }
}

/// `mutation updateGroup`. Changes a group.
pub(crate) struct UpdateGroup;

pub(crate) mod update_group {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "updateGroup";
    pub const QUERY: &str = include_str!("documents/update_group.graphql");
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
        pub code: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub name: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub description: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "newCode")]
        pub new_code: Option<String>,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub update_group : UpdateGroupUpdateGroup = "updateGroup" } }
    pub type UpdateGroupUpdateGroup = authing_types::Group;
}
impl graphql_client::GraphQLQuery for UpdateGroup {
    type Variables = update_group::Variables;
    type ResponseData = update_group::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: update_group::QUERY,
            operation_name: update_group::OPERATION_NAME,
        }
    }
}

/// `mutation updateNode`. Changes a node.
pub(crate) struct UpdateNode;

pub(crate) mod update_node {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "updateNode";
    pub const QUERY: &str = include_str!("documents/update_node.graphql");
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
        pub name: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub code: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub description: Option<String>,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub update_node : UpdateNodeUpdateNode = "updateNode" } }
    pub type UpdateNodeUpdateNode = authing_types::Node;
}
impl graphql_client::GraphQLQuery for UpdateNode {
    type Variables = update_node::Variables;
    type ResponseData = update_node::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: update_node::QUERY,
            operation_name: update_node::OPERATION_NAME,
        }
    }
}

/// `mutation updatePolicy`. Changes a policy. Built-in ones cannot be changed.
pub(crate) struct UpdatePolicy;

pub(crate) mod update_policy {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "updatePolicy";
    pub const QUERY: &str = include_str!("documents/update_policy.graphql");
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
    type Object = super::Object;
    #[derive(Serialize)]
    #[serde(crate = "serde")]
    pub struct PolicyStatementConditionInput {
        pub param: String,
        pub operator: String,
        pub value: Object,
    }
    pub type PolicyStatementInput = authing_types::PolicyStatementInput;
    #[derive(Serialize)]
    #[serde(crate = "serde")]
    pub struct Variables {
        #[serde(skip_serializing_if = "Option::is_none")]
        pub namespace: Option<String>,
        pub code: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub description: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub statements: Option<Vec<PolicyStatementInput>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "newCode")]
        pub new_code: Option<String>,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub update_policy : UpdatePolicyUpdatePolicy = "updatePolicy" } }
    pub type UpdatePolicyUpdatePolicy = authing_types::Policy;
}
impl graphql_client::GraphQLQuery for UpdatePolicy {
    type Variables = update_policy::Variables;
    type ResponseData = update_policy::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: update_policy::QUERY,
            operation_name: update_policy::OPERATION_NAME,
        }
    }
}

/// `mutation updateRole`. Changes a role.
pub(crate) struct UpdateRole;

pub(crate) mod update_role {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "updateRole";
    pub const QUERY: &str = include_str!("documents/update_role.graphql");
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
        pub code: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub description: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "newCode")]
        pub new_code: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub namespace: Option<String>,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub update_role : UpdateRoleUpdateRole = "updateRole" } }
    pub type UpdateRoleUpdateRole = authing_types::Role;
}
impl graphql_client::GraphQLQuery for UpdateRole {
    type Variables = update_role::Variables;
    type ResponseData = update_role::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: update_role::QUERY,
            operation_name: update_role::OPERATION_NAME,
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
        pub id: String,
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

/// `mutation updateUserpool`. Changes the user pool's settings.
pub(crate) struct UpdateUserpool;

pub(crate) mod update_userpool {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "updateUserpool";
    pub const QUERY: &str = include_str!("documents/update_userpool.graphql");
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
    pub struct App2WxappLoginStrategyInput {
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "ticketExpriresAfter")]
        pub ticket_exprires_after: Option<Int>,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "ticketExchangeUserInfoNeedSecret")]
        pub ticket_exchange_user_info_need_secret: Option<Boolean>,
    }
    #[derive(Serialize)]
    #[serde(crate = "serde")]
    pub struct ChangeEmailStrategyInput {
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "verifyOldEmail")]
        pub verify_old_email: Option<Boolean>,
    }
    #[derive(Serialize)]
    #[serde(crate = "serde")]
    pub struct ChangePhoneStrategyInput {
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "verifyOldPhone")]
        pub verify_old_phone: Option<Boolean>,
    }
    #[derive(Serialize)]
    #[serde(crate = "serde")]
    pub struct CustomSmsProviderInput {
        #[serde(skip_serializing_if = "Option::is_none")]
        pub enabled: Option<Boolean>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub provider: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub config: Option<String>,
    }
    #[derive(Serialize)]
    #[serde(crate = "serde")]
    pub struct FrequentRegisterCheckConfigInput {
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "timeInterval")]
        pub time_interval: Option<Int>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub limit: Option<Int>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub enabled: Option<Boolean>,
    }
    #[derive(Serialize)]
    #[serde(crate = "serde")]
    pub struct LoginFailCheckConfigInput {
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "timeInterval")]
        pub time_interval: Option<Int>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub limit: Option<Int>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub enabled: Option<Boolean>,
    }
    #[derive(Serialize)]
    #[serde(crate = "serde")]
    pub struct LoginPasswordFailCheckConfigInput {
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "timeInterval")]
        pub time_interval: Option<Int>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub limit: Option<Int>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub enabled: Option<Boolean>,
    }
    #[derive(Serialize)]
    #[serde(crate = "serde")]
    pub struct PasswordUpdatePolicyInput {
        #[serde(skip_serializing_if = "Option::is_none")]
        pub enabled: Option<Boolean>,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "forcedCycle")]
        pub forced_cycle: Option<Int>,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "differenceCycle")]
        pub difference_cycle: Option<Int>,
    }
    #[derive(Serialize)]
    #[serde(crate = "serde")]
    pub struct QrcodeLoginStrategyInput {
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "qrcodeExpiresAfter")]
        pub qrcode_expires_after: Option<Int>,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "returnFullUserInfo")]
        pub return_full_user_info: Option<Boolean>,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "allowExchangeUserInfoFromBrowser")]
        pub allow_exchange_user_info_from_browser: Option<Boolean>,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "ticketExpiresAfter")]
        pub ticket_expires_after: Option<Int>,
    }
    #[derive(Serialize)]
    #[serde(crate = "serde")]
    pub struct RegisterWhiteListConfigInput {
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "phoneEnabled")]
        pub phone_enabled: Option<Boolean>,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "emailEnabled")]
        pub email_enabled: Option<Boolean>,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "usernameEnabled")]
        pub username_enabled: Option<Boolean>,
    }
    pub type UpdateUserpoolInput = authing_types::UpdateUserpoolInput;
    #[derive(Serialize)]
    #[serde(crate = "serde")]
    pub struct Variables {
        pub input: UpdateUserpoolInput,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub update_userpool : UpdateUserpoolUpdateUserpool = "updateUserpool" } }
    pub type UpdateUserpoolUpdateUserpool = authing_types::UserPool;
}
impl graphql_client::GraphQLQuery for UpdateUserpool {
    type Variables = update_userpool::Variables;
    type ResponseData = update_userpool::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: update_userpool::QUERY,
            operation_name: update_userpool::OPERATION_NAME,
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
    #[derive(Serialize)]
    #[serde(crate = "serde")]
    pub struct Variables {
        pub id: String,
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

/// `query userBatch`. Several users by id or by another identifier, at most 80. Unknown ones are left out.
pub(crate) struct UserBatch;

pub(crate) mod user_batch {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "userBatch";
    pub const QUERY: &str = include_str!("documents/user_batch.graphql");
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
        pub ids: Vec<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "type")]
        pub type_: Option<String>,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub user_batch : Vec < UserBatchUserBatch > = "userBatch" } }
    pub type UserBatchUserBatch = authing_types::User;
}
impl graphql_client::GraphQLQuery for UserBatch {
    type Variables = user_batch::Variables;
    type ResponseData = user_batch::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: user_batch::QUERY,
            operation_name: user_batch::OPERATION_NAME,
        }
    }
}

/// `query userpool`. The user pool the token belongs to.
pub(crate) struct Userpool;

pub(crate) mod userpool {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "userpool";
    pub const QUERY: &str = include_str!("documents/userpool.graphql");
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
    authing_types::single_member! { pub struct ResponseData { pub userpool : UserpoolUserpool = "userpool" } }
    pub type UserpoolUserpool = authing_types::UserPool;
}
impl graphql_client::GraphQLQuery for Userpool {
    type Variables = userpool::Variables;
    type ResponseData = userpool::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: userpool::QUERY,
            operation_name: userpool::OPERATION_NAME,
        }
    }
}

/// `query userpoolTypes`. The kinds of application a user pool may be meant for.
pub(crate) struct UserpoolTypes;

pub(crate) mod userpool_types {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "userpoolTypes";
    pub const QUERY: &str = include_str!("documents/userpool_types.graphql");
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
    authing_types::single_member! { pub struct ResponseData { pub userpool_types : Vec < UserpoolTypesUserpoolTypes > = "userpoolTypes" } }
    pub type UserpoolTypesUserpoolTypes = authing_types::UserPoolType;
}
impl graphql_client::GraphQLQuery for UserpoolTypes {
    type Variables = userpool_types::Variables;
    type ResponseData = userpool_types::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: userpool_types::QUERY,
            operation_name: userpool_types::OPERATION_NAME,
        }
    }
}

/// `query userpools`. The user pools of an account.
pub(crate) struct Userpools;

pub(crate) mod userpools {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "userpools";
    pub const QUERY: &str = include_str!("documents/userpools.graphql");
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
        pub page: Option<Int>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub limit: Option<Int>,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "sortBy")]
        pub sort_by: Option<SortByEnum>,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub userpools : UserpoolsUserpools = "userpools" } }
    pub type UserpoolsUserpools = authing_types::Page<authing_types::UserPool>;
}
impl graphql_client::GraphQLQuery for Userpools {
    type Variables = userpools::Variables;
    type ResponseData = userpools::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: userpools::QUERY,
            operation_name: userpools::OPERATION_NAME,
        }
    }
}

/// `query users`. The users of the user pool.
pub(crate) struct Users;

pub(crate) mod users {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "users";
    pub const QUERY: &str = include_str!("documents/users.graphql");
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
        pub page: Option<Int>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub limit: Option<Int>,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "sortBy")]
        pub sort_by: Option<SortByEnum>,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(rename = "excludeUsersInOrg")]
        pub exclude_users_in_org: Option<Boolean>,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub users : UsersUsers = "users" } }
    pub type UsersUsers = authing_types::Page<authing_types::User>;
}
impl graphql_client::GraphQLQuery for Users {
    type Variables = users::Variables;
    type ResponseData = users::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: users::QUERY,
            operation_name: users::OPERATION_NAME,
        }
    }
}

/// `query whitelist`. The registration whitelist of a kind.
pub(crate) struct Whitelist;

pub(crate) mod whitelist {
    #![allow(dead_code)]
    use std::result::Result;
    pub const OPERATION_NAME: &str = "whitelist";
    pub const QUERY: &str = include_str!("documents/whitelist.graphql");
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
        #[serde(rename = "type")]
        pub type_: WhitelistType,
    }
    impl Variables {}
    authing_types::single_member! { pub struct ResponseData { pub whitelist : Vec < WhitelistWhitelist > = "whitelist" } }
    pub type WhitelistWhitelist = authing_types::WhiteList;
}
impl graphql_client::GraphQLQuery for Whitelist {
    type Variables = whitelist::Variables;
    type ResponseData = whitelist::ResponseData;
    fn build_query(variables: Self::Variables) -> graphql_client::QueryBody<Self::Variables> {
        graphql_client::QueryBody {
            variables,
            query: whitelist::QUERY,
            operation_name: whitelist::OPERATION_NAME,
        }
    }
}
