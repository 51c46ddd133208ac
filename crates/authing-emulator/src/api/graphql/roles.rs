//! Roles, each inside a permission namespace.

use std::collections::HashSet;

use serde::Deserialize;
use serde_json::{Value as Json, json};

use crate::api::graphql::common::{DELETED, DONE, Paging, SortBy, common, some};
use crate::api::graphql::groups::{target_resources, user_page};
use crate::base::error::ApiResult;
use crate::base::failures;
use crate::base::happening::Event;
use crate::base::limits::{PAIRS, TooMuch};
use crate::domain::acl::grants::{self, insert_all, remove_all};
use crate::domain::acl::{self};
use crate::domain::context::Cx;
use crate::domain::custom_data;
use crate::domain::roles::{self, NewRole, find, find_mut};
use crate::domain::views::{self, Dates};
use crate::handler::{
    Access, Args, FieldHandler, Source, UserList, fields, mutation, nested, nested_users, query,
};
use crate::state::acl::TargetType;
use crate::state::custom_data::FieldTarget;
use crate::state::roles::Role;

pub(crate) const FIELDS: &[FieldHandler] = &fields(
    Source::Client("JavaScript SDK, Python SDK"),
    [
        query("role", Access::Management, role)
            .source(Source::Seen("null for one that was deleted")),
        query("roles", Access::Management, roles),
        mutation("createRole", Access::Management, create_role),
        mutation("updateRole", Access::Management, update_role),
        mutation("deleteRole", Access::Management, delete_role),
        mutation("deleteRoles", Access::Management, delete_roles),
        mutation("assignRole", Access::Management, assign_role),
        mutation("revokeRole", Access::Management, revoke_role),
        nested_users("Role", "users", users_of_role),
        nested("Role", "parent", parent_of_role),
        nested("Role", "authorizedResources", resources_of_role),
    ],
);

#[derive(Deserialize)]
struct Code {
    code: String,
    namespace: Option<String>,
}

impl Code {
    fn namespace(&self) -> &str {
        acl::namespace(self.namespace.as_deref())
    }
}

fn role(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    let input: Code = args.read()?;
    let pool = cx.pool()?;
    let found = find(pool, input.namespace(), &input.code);
    Ok(found.map_or(Json::Null, |role| views::role(pool, role, Dates::GraphQl)))
}

fn roles(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    #[derive(Deserialize)]
    struct Input {
        namespace: Option<String>,
        #[serde(flatten)]
        paging: Paging,
        #[serde(rename = "sortBy")]
        sort_by: Option<SortBy>,
    }
    let input: Input = args.read()?;
    let namespace = acl::namespace(input.namespace.as_deref());
    let pool = cx.pool()?;
    let mut found: Vec<&Role> =
        pool.roles.iter().filter(|role| role.namespace == namespace).collect();
    let order = input.sort_by.unwrap_or_default();
    order.sort(&mut found, |role| role.created_at, |role| role.updated_at);
    Ok(input.paging.cut(&found, |role| views::role(pool, role, Dates::GraphQl)))
}

fn create_role(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    #[derive(Deserialize)]
    struct Input {
        #[serde(flatten)]
        code: Code,
        description: Option<String>,
        parent: Option<String>,
    }
    let input: Input = args.read()?;
    let namespace = input.code.namespace().to_owned();
    let new = NewRole {
        id: None,
        namespace: namespace.clone(),
        code: input.code.code,
        description: input.description,
        parent: input.parent,
    };
    let code = roles::create(cx, new)?.code.clone();
    let pool = cx.pool()?;
    let made = find(pool, &namespace, &code);
    Ok(made.map_or(Json::Null, |role| views::role(pool, role, Dates::GraphQl)))
}

fn update_role(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Input {
        #[serde(flatten)]
        code: Code,
        description: Option<String>,
        new_code: Option<String>,
    }
    let input: Input = args.read()?;
    let updates = json!({ "description": input.description, "code": input.new_code });
    let namespace = input.code.namespace().to_owned();
    let old = input.code.code.clone();
    let new_code = input.new_code.filter(|code| *code != old);
    let now = cx.now;
    let pool = cx.pool_mut()?;
    if new_code.as_deref().is_some_and(|code| find(pool, &namespace, code).is_some()) {
        return Err(failures::ROLE_EXISTS.into());
    }
    let role = find_mut(pool, &namespace, &old)?;
    if let Some(description) = input.description {
        role.description = Some(description);
    }
    if let Some(code) = &new_code {
        role.code.clone_from(code);
    }
    role.updated_at = now;
    if let Some(code) = &new_code {
        grants::rename(pool, TargetType::Role, Some(&namespace), &old, code);
        for role in pool.roles.iter_mut().filter(|role| role.namespace == namespace) {
            if role.parent.as_ref() == Some(&old) {
                role.parent = Some(code.clone());
            }
        }
    }
    let code = new_code.as_deref().unwrap_or(&old);
    cx.happened(Event::RoleUpdated, |pool| {
        let role = find(pool, &namespace, code);
        let role = role.map(|role| views::role(pool, role, Dates::Rest));
        json!({ "role": role, "updates": updates })
    });
    let pool = cx.pool()?;
    let role = find(pool, &namespace, code).ok_or(failures::ROLE_NOT_FOUND)?;
    Ok(views::role(pool, role, Dates::GraphQl))
}

fn delete_role(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    let input: Code = args.read()?;
    delete(cx, input.namespace(), std::slice::from_ref(&input.code))
}

fn delete_roles(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Input {
        code_list: Vec<String>,
        namespace: Option<String>,
    }
    let input: Input = args.read()?;
    delete(cx, acl::namespace(input.namespace.as_deref()), &input.code_list)
}

fn delete(cx: &mut Cx<'_>, namespace: &str, codes: &[String]) -> ApiResult<Json> {
    let pool = cx.pool_mut()?;
    for code in codes {
        if find_mut(pool, namespace, code)?.is_system {
            return Err(failures::SYSTEM_ROLE.into());
        }
    }
    let gone = |role: &Role| role.namespace == namespace && codes.contains(&role.code);
    let ids: Vec<String> =
        pool.roles.iter().filter(|role| gone(role)).map(|role| role.id.clone()).collect();
    pool.roles.retain(|role| !gone(role));
    for role in pool.roles.iter_mut().filter(|role| role.namespace == namespace) {
        role.parent.take_if(|parent| codes.contains(parent));
    }
    custom_data::forget(pool, FieldTarget::Role, &ids);
    grants::forget(pool, TargetType::Role, codes, Some(namespace));
    // Each is told of alone.
    for id in ids {
        cx.happened(Event::RoleDeleted, |_| json!({ "id": id }));
    }
    Ok(common(cx, DELETED))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Holders {
    namespace: Option<String>,
    role_code: Option<String>,
    role_codes: Option<Vec<Option<String>>>,
    user_ids: Option<Vec<String>>,
    group_codes: Option<Vec<String>>,
    node_codes: Option<Vec<String>>,
}

/// Roles and who is to hold them, checked.
struct Assignment {
    namespace: String,
    codes: HashSet<String>,
    users: Vec<String>,
    groups: Vec<String>,
    nodes: Vec<String>,
}

impl Holders {
    fn check(self, cx: &Cx<'_>) -> ApiResult<Assignment> {
        let namespace = acl::namespace(self.namespace.as_deref()).to_owned();
        let codes: HashSet<String> =
            some(self.role_codes).into_iter().chain(self.role_code).collect();
        if codes.is_empty() {
            return Err(failures::BAD_REQUEST.into());
        }
        let pool = cx.pool()?;
        if codes.iter().any(|code| find(pool, &namespace, code).is_none()) {
            return Err(failures::ROLE_NOT_FOUND.into());
        }
        let holders = [&self.user_ids, &self.group_codes, &self.node_codes];
        let holders: usize = holders.into_iter().flatten().map(Vec::len).sum();
        TooMuch::check(
            "pairs of a role and who holds it",
            codes.len().saturating_mul(holders),
            PAIRS,
        )?;
        let users = self.user_ids.unwrap_or_default();
        for id in &users {
            cx.user(id)?;
        }
        let groups = self.group_codes.unwrap_or_default();
        for code in &groups {
            acl::require_target(cx, &namespace, TargetType::Group, code)?;
        }
        // The server calls them codes and the SDKs send ids; both find the node.
        let node_id = |name: &String| {
            let found =
                pool.nodes.iter().find(|node| node.id == *name || node.code.as_ref() == Some(name));
            found.map(|node| node.id.clone()).ok_or(failures::NODE_NOT_FOUND)
        };
        let nodes = self.node_codes.unwrap_or_default();
        let nodes = nodes.iter().map(node_id).collect::<Result<Vec<_>, _>>()?;
        Ok(Assignment { namespace, codes, users, groups, nodes })
    }
}

fn assign_role(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    change_holders(cx, args, insert_all, Event::RoleAssigned)
}

fn revoke_role(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    change_holders(cx, args, remove_all, Event::RoleUnassigned)
}

fn change_holders(
    cx: &mut Cx<'_>,
    args: Args<'_>,
    change: fn(&mut Vec<String>, &[String]),
    event: Event,
) -> ApiResult<Json> {
    let wanted = args.read::<Holders>()?.check(cx)?;
    let pool = cx.pool_mut()?;
    for role in &mut pool.roles {
        if role.namespace == wanted.namespace && wanted.codes.contains(&role.code) {
            change(&mut role.users, &wanted.users);
            change(&mut role.groups, &wanted.groups);
            change(&mut role.nodes, &wanted.nodes);
        }
    }
    // Which role it is, the server does not tell.
    cx.happened(event, |_| {
        json!({
            "userIds": wanted.users, "groupIds": wanted.groups, "nodeIds": wanted.nodes,
        })
    });
    Ok(common(cx, DONE))
}

fn users_of_role(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<UserList> {
    let (namespace, code) = (args.parent("namespace").to_owned(), args.parent("code").to_owned());
    let paging: Paging = args.read()?;
    let pool = cx.pool()?;
    let holders = find(pool, &namespace, &code).map(|role| role.users.as_slice());
    Ok(user_page(pool, holders.unwrap_or_default(), paging))
}

fn parent_of_role(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    let (namespace, code) = (args.parent("namespace"), args.parent("code"));
    let pool = cx.pool()?;
    let parent = find(pool, namespace, code).and_then(|role| role.parent.as_deref());
    let parent = parent.and_then(|code| find(pool, namespace, code));
    Ok(parent.map_or(Json::Null, |role| views::role(pool, role, Dates::GraphQl)))
}

fn resources_of_role(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    let code = args.parent("code").to_owned();
    target_resources(cx, args, TargetType::Role, &code)
}
