//! Users: lists, lookups and changes.

use std::collections::HashSet;

use serde::Deserialize;
use serde_json::{Map, Value as Json, json};

use crate::api::graphql::common::{DELETED, Paging, SortBy, common};
use crate::base::error::ApiResult;
use crate::base::failures;
use crate::base::listed;
use crate::domain::acl::rights::Rights;
use crate::domain::context::Cx;
use crate::domain::logs::actions::{self, Operation};
use crate::domain::orgs::trees::Trees;
use crate::domain::users::{self, NewUser};
use crate::domain::views::{self, Dates};
use crate::domain::{acl, custom_data, orgs, tokens};
use crate::handler::{
    Access, Args, FieldHandler, Source, UserList, fields, mutation, nested, query, query_users,
};
use crate::state::acl::TargetType;
use crate::state::custom_data::FieldTarget;
use crate::state::user_pool::UserPool;
use crate::state::users::{Identifier, Identity, SEARCHED, User, contains};

pub(crate) const FIELDS: &[FieldHandler] = &fields(
    Source::Documented("UsersManagementClient, list of error codes"),
    [
        query_users("users", Access::Management, users),
        query_users("archivedUsers", Access::Management, archived_users),
        query_users("searchUser", Access::Management, search_user),
        query("user", Access::UserOrManagement, user)
            .source(Source::Documented("AuthenticationClient")),
        query_users("userBatch", Access::Management, user_batch),
        query("findUser", Access::Management, find_user),
        query("isUserExists", Access::Public, is_user_exists),
        mutation("createUser", Access::Management, create_user)
            .source(Source::Seen("refusals of a taken account and of none")),
        mutation("updateUser", Access::UserOrManagement, update_user),
        mutation("deleteUser", Access::Management, delete_user),
        mutation("deleteUsers", Access::Management, delete_users),
        mutation("refreshToken", Access::UserOrManagement, refresh_token),
        nested("User", "roles", roles_of_user),
        nested("User", "groups", groups_of_user),
        nested("User", "departments", departments_of_user),
        nested("User", "authorizedResources", resources_of_user),
        nested("User", "customData", custom_data_of_user),
    ],
);

fn users(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<UserList> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Input {
        #[serde(flatten)]
        paging: Paging,
        sort_by: Option<SortBy>,
        exclude_users_in_org: Option<bool>,
    }
    let input: Input = args.read()?;
    let pool = cx.pool()?;
    let order = input.sort_by.unwrap_or_default();
    if !input.exclude_users_in_org.unwrap_or(false) {
        let total = pool.users.count_present();
        match order {
            SortBy::CreatedDescending => {
                let users = pool.users.by_creation().rev().filter(|user| user.is_present());
                return Ok(input.paging.users(pool, total, users));
            }
            SortBy::CreatedAscending => {
                let users = pool.users.by_creation().filter(|user| user.is_present());
                return Ok(input.paging.users(pool, total, users));
            }
            SortBy::UpdatedAscending | SortBy::UpdatedDescending => {}
        }
    }
    let inside: HashSet<&str> = if input.exclude_users_in_org.unwrap_or(false) {
        let members = pool.nodes.iter().flat_map(|node| &node.members);
        members.map(|member| member.user_id.as_str()).collect()
    } else {
        HashSet::new()
    };
    let mut found: Vec<&User> =
        pool.present_users().filter(|user| !inside.contains(user.id.as_str())).collect();
    order.sort_users(&mut found);
    Ok(input.paging.users(pool, found.len(), found.iter().copied()))
}

fn archived_users(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<UserList> {
    let paging: Paging = args.read()?;
    let pool = cx.pool()?;
    let newest_first = pool.users.by_creation().rev();
    let found: Vec<&User> =
        newest_first.filter(|user| !user.deleted && user.is_archived()).collect();
    Ok(paging.users(pool, found.len(), found.iter().copied()))
}

fn search_user(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<UserList> {
    let input: Search = args.read()?;
    let pool = cx.pool()?;
    let mut found: Vec<&User> = input.find_text(pool);
    if input.is_about_memberships() {
        let mut members = Vec::new();
        for user in found {
            if input.matches_memberships(cx, user)? {
                members.push(user);
            }
        }
        found = members;
    }
    Ok(input.paging.users(pool, found.len(), found.iter().copied()))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Search {
    query: String,
    fields: Option<Vec<Option<String>>>,
    #[serde(flatten)]
    paging: Paging,
    department_opts: Option<Vec<Option<DepartmentOption>>>,
    group_opts: Option<Vec<Option<CodeOption>>>,
    role_opts: Option<Vec<Option<CodeOption>>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct DepartmentOption {
    department_id: Option<String>,
    include_children_departments: Option<bool>,
}

#[derive(Deserialize)]
struct CodeOption {
    code: Option<String>,
    namespace: Option<String>,
}

impl Search {
    /// Whoever has the text in one of the fields, newest first.
    fn find_text<'a>(&self, pool: &'a UserPool) -> Vec<&'a User> {
        let text = self.query.to_lowercase();
        let named: Vec<&str> = self.fields.iter().flatten().flatten().map(String::as_str).collect();
        let by_name = self.fields.as_ref().is_some_and(|fields| !fields.is_empty());
        let fields = if by_name { named.as_slice() } else { SEARCHED };
        let has_it = |user: &&User| contains(user, fields.iter().copied(), &text);
        if fields.iter().all(|field| SEARCHED.contains(field))
            && let Some(found) = pool.users.search(&text)
        {
            let newest_first = found.rev();
            return if by_name {
                newest_first.filter(has_it).collect()
            } else {
                newest_first.collect()
            };
        }
        let newest_first = pool.users.by_creation().rev();
        newest_first.filter(|user| user.is_present()).filter(has_it).collect()
    }

    fn is_about_memberships(&self) -> bool {
        self.department_opts.is_some() || self.group_opts.is_some() || self.role_opts.is_some()
    }

    fn matches_memberships(&self, cx: &Cx<'_>, user: &User) -> ApiResult<bool> {
        let pool = cx.pool()?;
        let departments = self.department_opts.iter().flatten().flatten();
        let groups = self.group_opts.iter().flatten().flatten();
        let roles = self.role_opts.iter().flatten().flatten();
        let in_department = |option: &DepartmentOption| {
            let Some(id) = option.department_id.as_deref() else { return true };
            let below = option.include_children_departments.unwrap_or(false);
            Trees::of(pool)
                .subtree(id)
                .into_iter()
                .take(if below { usize::MAX } else { 1 })
                .any(|node| node.members.iter().any(|member| member.user_id == user.id))
        };
        let in_group = |option: &CodeOption| {
            option.code.as_deref().is_none_or(|code| acl::groups_of(pool, &user.id).contains(&code))
        };
        let in_role = |option: &CodeOption| {
            pool.roles.iter().any(|role| {
                option.code.as_deref().is_none_or(|code| role.code == code)
                    && option.namespace.as_deref().is_none_or(|name| role.namespace == name)
                    && role.users.contains(&user.id)
            })
        };
        Ok(any_or_none(departments, in_department)
            && any_or_none(groups, in_group)
            && any_or_none(roles, in_role))
    }
}

/// Whether one of the options holds, or there are none.
fn any_or_none<'a, T: 'a>(
    options: impl Iterator<Item = &'a T>,
    holds: impl Fn(&T) -> bool,
) -> bool {
    let mut options = options.peekable();
    options.peek().is_none() || options.any(holds)
}

fn user(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    #[derive(Deserialize)]
    struct Input {
        id: Option<String>,
    }
    let id = match args.read::<Input>()?.id {
        Some(id) => id,
        None => cx.own_id()?,
    };
    cx.may_touch(&id)?;
    let pool = cx.pool()?;
    Ok(pool.user(&id).map_or(Json::Null, |user| views::user(pool, user, Dates::GraphQl)))
}

fn user_batch(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<UserList> {
    #[derive(Deserialize)]
    struct Input {
        ids: Vec<String>,
        #[serde(rename = "type")]
        kind: Option<String>,
    }
    let input: Input = args.read()?;
    let users = users::batch(cx, &input.ids, input.kind.as_deref())?;
    Ok(UserList::new(cx.pool()?, users.into_iter()))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Find {
    email: Option<String>,
    phone: Option<String>,
    username: Option<String>,
    external_id: Option<String>,
    identity: Option<FindIdentity>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct FindIdentity {
    identifier: Option<String>,
    user_id_in_idp: Option<String>,
    is_social: Option<bool>,
    provider: Option<String>,
}

impl Find {
    /// The user every given identifier belongs to.
    fn run<'a>(&self, cx: &'a Cx<'_>) -> ApiResult<Option<&'a User>> {
        let pool = cx.pool()?;
        let asked = [
            (Identifier::Email, self.email.as_deref()),
            (Identifier::Phone, self.phone.as_deref()),
            (Identifier::Username, self.username.as_deref()),
            (Identifier::ExternalId, self.external_id.as_deref()),
        ];
        let mut asked = asked.into_iter().filter_map(|(by, value)| value.map(|value| (by, value)));
        if let Some(identity) = &self.identity {
            let found = pool
                .present_users()
                .find(|user| user.identities.iter().any(|known| identity.is(known)));
            return Ok(found);
        }
        let Some((by, value)) = asked.next() else { return Err(failures::BAD_REQUEST.into()) };
        let found = pool.users.find(by, value);
        let same = |(by, value)| {
            found.map(|user| &user.id) == pool.users.find(by, value).map(|user| &user.id)
        };
        Ok(if asked.all(same) { found } else { None })
    }
}

impl FindIdentity {
    fn is(&self, known: &Identity) -> bool {
        let same = |wanted: &Option<String>, value: Option<&str>| {
            wanted.as_deref().is_none_or(|wanted| Some(wanted) == value)
        };
        same(&self.user_id_in_idp, Some(&known.user_id_in_idp))
            && same(&self.provider, Some(&known.provider))
            && same(&self.identifier, Some(&known.provider))
            && self.is_social.is_none_or(|wanted| wanted == known.is_social)
    }
}

fn find_user(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    let found = args.read::<Find>()?;
    let found = found.run(cx)?;
    let pool = cx.pool()?;
    Ok(found.map_or(Json::Null, |user| views::user(pool, user, Dates::GraphQl)))
}

fn is_user_exists(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    let found = args.read::<Find>()?;
    Ok(json!(found.run(cx)?.is_some()))
}

fn create_user(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Input {
        user_info: Map<String, Json>,
        keep_password: Option<bool>,
        reset_password_on_first_login: Option<bool>,
        params: Option<String>,
        identity: Option<NewIdentity>,
    }
    let input: Input = args.read()?;
    let new = NewUser {
        info: input.user_info,
        plain_password: false,
        keep_password: input.keep_password.unwrap_or(false),
        reset_password_on_first_login: input.reset_password_on_first_login.unwrap_or(false),
        custom_data: custom_data::read_params(input.params.as_deref())?,
        identity: input.identity.map(Into::into),
    };
    let id = users::create_as_administrator(cx, new)?;
    views::user_of(cx, &id, Dates::GraphQl)
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct NewIdentity {
    provider: String,
    user_id_in_idp: String,
    openid: Option<String>,
    is_social: Option<bool>,
    connection_id: Option<String>,
    access_token: Option<String>,
    refresh_token: Option<String>,
}

impl From<NewIdentity> for Identity {
    fn from(new: NewIdentity) -> Self {
        Self {
            provider: new.provider,
            user_id_in_idp: new.user_id_in_idp,
            openid: new.openid,
            connection_id: new.connection_id,
            is_social: new.is_social.unwrap_or(true),
            access_token: new.access_token,
            refresh_token: new.refresh_token,
            kind: None,
            ext_idp_id: None,
        }
    }
}

fn update_user(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    #[derive(Deserialize)]
    struct Input {
        id: Option<String>,
        input: Map<String, Json>,
    }
    let input: Input = args.read()?;
    let id = match input.id {
        Some(id) => id,
        None => cx.own_id()?,
    };
    cx.may_touch(&id)?;
    if cx.is_administrator() {
        users::update_as_administrator(cx, &id, &input.input)?;
    } else {
        users::update_as_user(cx, &id, &input.input)?;
        actions::record(cx, Operation::UpdateUserInfo, &id)?;
    }
    views::user_of(cx, &id, Dates::GraphQl)
}

fn delete_user(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    #[derive(Deserialize)]
    struct Input {
        id: String,
    }
    let input: Input = args.read()?;
    users::delete(cx, &[input.id])?;
    Ok(common(cx, DELETED))
}

fn delete_users(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    #[derive(Deserialize)]
    struct Input {
        ids: Vec<String>,
    }
    let input: Input = args.read()?;
    users::delete(cx, &input.ids)?;
    Ok(common(cx, DELETED))
}

fn refresh_token(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    #[derive(Deserialize)]
    struct Input {
        id: Option<String>,
    }
    let id = match args.read::<Input>()?.id {
        Some(id) => id,
        None => cx.own_id()?,
    };
    cx.may_touch(&id)?;
    cx.user(&id)?;
    // An administrator's refresh lives as long as the pool says, a user's as the application does.
    let own = !cx.is_administrator();
    let life = if own { None } else { Some(cx.pool()?.settings.token_expires_after) };
    let issued = tokens::issue_user(cx, &id, life, own)?;
    actions::record(cx, Operation::RefreshToken, &id)?;
    Ok(json!({ "token": issued.token, "iat": issued.iat, "exp": issued.exp }))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ResourceFilter {
    namespace: Option<String>,
    resource_type: Option<String>,
}

fn roles_of_user(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    let id = args.parent("id").to_owned();
    let filter: ResourceFilter = args.read()?;
    let namespace = acl::namespace(filter.namespace.as_deref());
    let pool = cx.pool()?;
    let list: Vec<Json> = pool
        .roles
        .iter()
        .filter(|role| role.namespace == namespace && role.users.contains(&id))
        .map(|role| views::role(pool, role, Dates::GraphQl))
        .collect();
    Ok(listed::whole(list))
}

fn groups_of_user(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    let id = args.parent("id");
    let list: Vec<Json> = cx
        .pool()?
        .groups
        .iter()
        .filter(|group| group.users.iter().any(|user| user == id))
        .map(|group| views::group(group, Dates::GraphQl))
        .collect();
    Ok(listed::whole(list))
}

fn departments_of_user(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Input {
        org_id: Option<String>,
    }
    let id = args.parent("id").to_owned();
    let input: Input = args.read()?;
    let pool = cx.pool()?;
    let trees = Trees::of(pool);
    let main = pool.user(&id).and_then(|user| user.attribute("mainDepartmentId"));
    let list: Vec<Json> = orgs::nodes_of_user(pool, &id)
        .filter(|(node, _)| input.org_id.as_ref().is_none_or(|org| *org == node.org_id))
        .map(|(node, member)| {
            json!({
                "department": trees.view(node, None, Dates::GraphQl),
                "isMainDepartment": main == Some(node.id.as_str()),
                "joinedAt": member.joined_at.to_graphql(),
            })
        })
        .collect();
    Ok(listed::whole(list))
}

fn resources_of_user(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    let id = args.parent("id").to_owned();
    let filter: ResourceFilter = args.read()?;
    let namespace = acl::namespace(filter.namespace.as_deref());
    let rights = Rights::of(cx.pool()?, namespace, TargetType::User, &id);
    Ok(rights.page(filter.resource_type.as_deref()))
}

fn custom_data_of_user(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    let list = custom_data::list(cx.pool()?, FieldTarget::User, args.parent("id"));
    Ok(Json::Array(list))
}
