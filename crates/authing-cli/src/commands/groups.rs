//! `authing groups`.

use authing_management::{
    CreateGroup, GroupsApi, ListGroupUsers, ListGroups, ManagementClient, UpdateGroup,
};
use clap::{Args, Subcommand};
use serde_json::json;

use super::shared::{
    Members, Namespace, NoNamespace, RIGHT_COLUMNS, USER_COLUMNS, USERS, counted,
    nothing_to_change, user_id, user_ids,
};
use crate::{
    confirm::confirm,
    context::{Context, ListOptions},
    failure::Failure,
    output::{Column, column},
    shown::excerpt,
    texts::Thing,
};

const GROUPS: Thing = Thing { one: "group", many: "groups", chinese: "个分组" };

pub(super) const COLUMNS: &[Column] = &[
    column("code", "CODE", "编码"),
    column("name", "NAME", "名称"),
    column("description", "DESCRIPTION", "描述"),
    column("createdAt", "CREATED", "创建时间"),
];

const EXAMPLES: &str = "Examples:
  authing groups list
  authing groups create sales 'Sales people'
  authing groups members add sales email:alice@example.com username:bob
  authing groups members list sales --json";

/// Manages groups and who belongs to them
#[derive(Debug, Subcommand)]
#[command(after_help = EXAMPLES)]
pub(crate) enum Groups {
    /// Lists groups
    #[command(visible_alias = "ls")]
    List(List),
    /// Shows a group
    Get(One),
    /// Creates a group
    Create(Create),
    /// Changes a group: what is not named keeps its value
    Update(Update),
    /// Deletes groups. Their members stay users
    #[command(visible_alias = "rm")]
    Delete(Several),
    /// Manages the members of a group
    #[command(subcommand)]
    Members(Members<NoNamespace>),
    /// Shows the resources that a group may use
    Permissions(Permissions),
}

#[derive(Args, Debug)]
pub(crate) struct List {
    /// Only groups of this user
    #[arg(long, value_name = "USER")]
    user: Option<String>,
    #[command(flatten)]
    list: ListOptions,
}

#[derive(Args, Debug)]
pub(crate) struct One {
    /// The group's code
    #[arg(value_name = "CODE")]
    code: String,
}

#[derive(Args, Debug)]
pub(crate) struct Several {
    /// The groups' codes
    #[arg(value_name = "CODE", required = true)]
    codes: Vec<String>,
}

#[derive(Args, Debug)]
pub(crate) struct Create {
    /// The group's code
    #[arg(value_name = "CODE")]
    code: String,
    /// The group's name
    #[arg(value_name = "NAME")]
    name: String,
    /// What the group is for
    #[arg(long, value_name = "TEXT")]
    description: Option<String>,
}

#[derive(Args, Debug)]
pub(crate) struct Update {
    /// The group's code
    #[arg(value_name = "CODE")]
    code: String,
    /// Another name
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// Another description
    #[arg(long, value_name = "TEXT")]
    description: Option<String>,
    /// Another code
    #[arg(long, value_name = "CODE")]
    new_code: Option<String>,
}

#[derive(Args, Debug)]
pub(crate) struct Permissions {
    #[command(flatten)]
    one: One,
    #[command(flatten)]
    namespace: Namespace,
    #[command(flatten)]
    list: ListOptions,
}

impl Groups {
    pub(crate) async fn run(self, cx: &Context) -> Result<(), Failure> {
        let management = cx.management().await?;
        let groups = management.groups();
        match self {
            Self::List(List { user, list }) => {
                let mut request = ListGroups::new().limit(list.page_size());
                if let Some(user) = user {
                    request = request.user_id(user_id(management, &user).await?);
                }
                cx.list(groups.list(request), COLUMNS, &list).await
            }
            Self::Get(One { code }) => cx.show(&groups.get(code).await?),
            Self::Create(Create { code, name, description }) => {
                let shown = excerpt(&code, 100);
                confirm(cx, &text!("create the group {shown}", "创建分组 {shown}")).await?;
                let mut request = CreateGroup::new(code, name);
                if let Some(text) = description {
                    request = request.description(text);
                }
                cx.show(&groups.create(request).await?)
            }
            Self::Update(Update { code, name, description, new_code }) => {
                if name.is_none() && description.is_none() && new_code.is_none() {
                    return Err(nothing_to_change());
                }
                let shown = excerpt(&code, 100);
                confirm(cx, &text!("change the group {shown}", "更改分组 {shown}")).await?;
                let mut changes = UpdateGroup::new();
                if let Some(name) = name {
                    changes = changes.name(name);
                }
                if let Some(text) = description {
                    changes = changes.description(text);
                }
                if let Some(code) = new_code {
                    changes = changes.new_code(code);
                }
                cx.show(&groups.update(code, changes).await?)
            }
            Self::Delete(Several { codes }) => {
                let many = counted(&codes, GROUPS);
                confirm(cx, &text!("delete {many}", "删除 {many}")).await?;
                let done = |code: &str| text!("Deleted {code}.", "已删除 {code}。");
                cx.for_each(&codes, done, |code| async move {
                    Ok(management.groups().delete(code).await?)
                })
                .await
            }
            Self::Members(members) => run_members(cx, management, groups, members).await,
            Self::Permissions(Permissions { one, namespace, list }) => {
                let groups = match namespace.namespace {
                    Some(namespace) => groups.in_namespace(namespace),
                    None => groups,
                };
                let page = groups.list_authorized_resources(one.code, None).await?;
                cx.list_all(&page.list, RIGHT_COLUMNS, &list)
            }
        }
    }
}

async fn run_members(
    cx: &Context,
    management: &ManagementClient,
    groups: GroupsApi<'_>,
    members: Members<NoNamespace>,
) -> Result<(), Failure> {
    match members {
        Members::List { code, list, .. } => {
            let request = ListGroupUsers::new(code).limit(list.page_size());
            cx.list(groups.list_users(request), USER_COLUMNS, &list).await
        }
        Members::Add { code, users, .. } => {
            let (many, shown) = (counted(&users, USERS), excerpt(&code, 100));
            let what = text!("add {many} to the group {shown}", "将 {many}加入分组 {shown}");
            confirm(cx, &what).await?;
            let ids = user_ids(management, &users).await?;
            groups.add_users(&code, &ids).await?;
            let done = text!("Added {many} to {shown}.", "已将 {many}加入 {shown}。");
            cx.out.done(&done, || json!({ "code": code, "added": ids }))
        }
        Members::Remove { code, users, .. } => {
            let (many, shown) = (counted(&users, USERS), excerpt(&code, 100));
            let what = text!("take {many} out of the group {shown}", "将 {many}移出分组 {shown}");
            confirm(cx, &what).await?;
            let ids = user_ids(management, &users).await?;
            groups.remove_users(&code, &ids).await?;
            let done = text!("Took {many} out of {shown}.", "已将 {many}移出 {shown}。");
            cx.out.done(&done, || json!({ "code": code, "removed": ids }))
        }
    }
}
