//! Groups of users.

use std::collections::HashSet;

use serde::Deserialize;
use serde_json::{Value as Json, json};

use crate::api::graphql::common::{DELETED, DONE, Paging, SortBy, common};
use crate::base::error::ApiResult;
use crate::base::failures;
use crate::base::happening::Event;
use crate::domain::acl::grants::{self, insert_all, remove_all};
use crate::domain::acl::rights::Rights;
use crate::domain::context::Cx;
use crate::domain::views::{self, Dates};
use crate::domain::{groups, happenings};
use crate::handler::{
    Access, Args, FieldHandler, Source, UserList, fields, mutation, nested, nested_users, query,
};
use crate::state::acl::TargetType;
use crate::state::groups::Group;
use crate::state::user_pool::UserPool;
use crate::state::users::User;

pub(crate) const FIELDS: &[FieldHandler] = &fields(
    Source::Client("JavaScript SDK, Python SDK"),
    [
        query("group", Access::Management, group)
            .source(Source::Seen("null for one that was deleted")),
        query("groups", Access::Management, groups),
        mutation("createGroup", Access::Management, create_group),
        mutation("updateGroup", Access::Management, update_group),
        mutation("deleteGroups", Access::Management, delete_groups)
            .source(Source::Seen("an unknown one is an error")),
        mutation("addUserToGroup", Access::Management, add_user_to_group)
            .source(Source::Seen("an unknown user is an error")),
        mutation("removeUserFromGroup", Access::Management, remove_user_from_group),
        nested_users("Group", "users", users_of_group),
        nested("Group", "authorizedResources", resources_of_group),
    ],
);

fn group(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    #[derive(Deserialize)]
    struct Input {
        code: String,
    }
    let input: Input = args.read()?;
    let found = cx.pool()?.groups.iter().find(|group| group.code == input.code);
    Ok(found.map_or(Json::Null, |group| views::group(group, Dates::GraphQl)))
}

fn groups(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Input {
        user_id: Option<String>,
        #[serde(flatten)]
        paging: Paging,
        sort_by: Option<SortBy>,
    }
    let input: Input = args.read()?;
    let has_user =
        |group: &&Group| input.user_id.as_ref().is_none_or(|id| group.users.contains(id));
    let mut found: Vec<&Group> = cx.pool()?.groups.iter().filter(has_user).collect();
    let order = input.sort_by.unwrap_or_default();
    order.sort(&mut found, |group| group.created_at, |group| group.updated_at);
    Ok(input.paging.cut(&found, |group| views::group(group, Dates::GraphQl)))
}

fn create_group(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    #[derive(Deserialize)]
    struct Input {
        code: String,
        name: String,
        description: Option<String>,
    }
    let input: Input = args.read()?;
    let made = groups::create(cx, input.code, input.name, input.description)?;
    Ok(views::group(made, Dates::GraphQl))
}

fn update_group(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Input {
        code: String,
        name: Option<String>,
        description: Option<String>,
        new_code: Option<String>,
    }
    let input: Input = args.read()?;
    let now = cx.now;
    let updates = json!({
        "name": input.name, "description": input.description, "code": input.new_code,
    });
    let pool = cx.pool_mut()?;
    let new_code = input.new_code.filter(|code| *code != input.code);
    if let Some(code) = &new_code
        && pool.groups.iter().any(|group| group.code == *code)
    {
        return Err(failures::GROUP_EXISTS.into());
    }
    let group = find_mut(pool, &input.code)?;
    if let Some(name) = input.name {
        group.name = name;
    }
    if let Some(description) = input.description {
        group.description = Some(description);
    }
    group.updated_at = now;
    if let Some(code) = &new_code {
        group.code.clone_from(code);
    }
    let (out, told) = (views::group(group, Dates::GraphQl), views::group(group, Dates::Rest));
    if let Some(code) = &new_code {
        for role in &mut pool.roles {
            replace(&mut role.groups, &input.code, code);
        }
        grants::rename(pool, TargetType::Group, None, &input.code, code);
    }
    cx.happened(Event::GroupUpdated, |_| json!({ "group": told, "updates": updates }));
    Ok(out)
}

fn delete_groups(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Input {
        code_list: Vec<String>,
    }
    let codes = args.read::<Input>()?.code_list;
    let pool = cx.pool_mut()?;
    for code in &codes {
        find_mut(pool, code)?;
    }
    let gone: HashSet<&String> = codes.iter().collect();
    pool.groups.retain(|group| !gone.contains(&group.code));
    grants::forget(pool, TargetType::Group, &codes, None);
    for role in &mut pool.roles {
        remove_all(&mut role.groups, &codes);
    }
    // Each is told of alone. A group has no id here but its code.
    for code in &codes {
        cx.happened(Event::GroupDeleted, |_| json!({ "id": code }));
    }
    Ok(common(cx, DELETED))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Members {
    user_ids: Vec<String>,
    code: Option<String>,
}

fn add_user_to_group(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    let input: Members = args.read()?;
    for id in &input.user_ids {
        cx.user(id)?;
    }
    change_members(cx, &input, insert_all, Event::GroupMemberAdded)
}

fn remove_user_from_group(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    let input: Members = args.read()?;
    change_members(cx, &input, remove_all, Event::GroupMemberRemoved)
}

fn change_members(
    cx: &mut Cx<'_>,
    input: &Members,
    change: fn(&mut Vec<String>, &[String]),
    event: Event,
) -> ApiResult<Json> {
    let group = find_mut(cx.pool_mut()?, input.code.as_deref().unwrap_or_default())?;
    change(&mut group.users, &input.user_ids);
    let told = views::group(group, Dates::Rest);
    cx.happened(
        event,
        |pool| json!({ "group": told, "users": happenings::users(pool, &input.user_ids) }),
    );
    Ok(common(cx, DONE))
}

fn users_of_group(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<UserList> {
    let code = args.parent("code").to_owned();
    let paging: Paging = args.read()?;
    let pool = cx.pool()?;
    let members = pool.groups.iter().find(|g| g.code == code).map(|g| g.users.as_slice());
    Ok(user_page(pool, members.unwrap_or_default(), paging))
}

/// A page of the users with these ids, the newest first.
pub(super) fn user_page(pool: &UserPool, ids: &[String], paging: Paging) -> UserList {
    sorted_user_page(pool, ids, SortBy::default(), paging)
}

/// A page of the users with these ids, in an order.
pub(super) fn sorted_user_page(
    pool: &UserPool,
    ids: &[String],
    order: SortBy,
    paging: Paging,
) -> UserList {
    let ids: HashSet<&str> = ids.iter().map(String::as_str).collect();
    let mut users: Vec<&User> =
        pool.present_users().filter(|user| ids.contains(user.id.as_str())).collect();
    order.sort_users(&mut users);
    paging.users(pool, users.len(), users.iter().copied())
}

fn resources_of_group(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    let code = args.parent("code").to_owned();
    target_resources(cx, args, TargetType::Group, &code)
}

/// The authorized resources of a group, role or node: of the namespace that is named, else of the
/// one it is in, else of all.
pub(super) fn target_resources(
    cx: &Cx<'_>,
    args: Args<'_>,
    kind: TargetType,
    id: &str,
) -> ApiResult<Json> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Input {
        namespace: Option<String>,
        resource_type: Option<String>,
    }
    let own_namespace = args.parent("namespace").to_owned();
    let input: Input = args.read()?;
    let named = input.namespace.filter(|namespace| !namespace.is_empty());
    let namespace = named.or(Some(own_namespace).filter(|namespace| !namespace.is_empty()));
    let pool = cx.pool()?;
    let namespaces = match &namespace {
        Some(namespace) => vec![namespace.as_str()],
        None => pool.namespaces.iter().map(|namespace| namespace.code.as_str()).collect(),
    };
    let rights = namespaces.into_iter().map(|namespace| Rights::of(pool, namespace, kind, id));
    Ok(Rights::page_of_all(rights, input.resource_type.as_deref()))
}

fn find_mut<'a>(pool: &'a mut UserPool, code: &str) -> ApiResult<&'a mut Group> {
    let found = pool.groups.iter_mut().find(|group| group.code == code);
    found.ok_or_else(|| failures::GROUP_NOT_FOUND.into())
}

fn replace(list: &mut [String], old: &str, new: &str) {
    for entry in list.iter_mut().filter(|entry| *entry == old) {
        new.clone_into(entry);
    }
}
