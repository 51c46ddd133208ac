//! `authing roles`.

use authing_management::{
    CreateRole, ListRoleUsers, ListRoles, ManagementClient, PageRequest, RolesApi, UpdateRole,
};
use clap::{Args, Subcommand};
use serde_json::json;

use super::shared::{
    Members, Namespace, Order, RIGHT_COLUMNS, USER_COLUMNS, USERS, counted, nothing_to_change,
    user_ids,
};
use crate::{
    confirm::confirm,
    context::{Context, ListOptions},
    failure::Failure,
    output::{Column, column},
    shown::excerpt,
    texts::Thing,
};

const ROLES: Thing = Thing { one: "role", many: "roles", chinese: "个角色" };

pub(super) const COLUMNS: &[Column] = &[
    column("code", "CODE", "编码"),
    column("description", "DESCRIPTION", "描述"),
    column("namespace", "NAMESPACE", "权限空间"),
    column("createdAt", "CREATED", "创建时间"),
];

const EXAMPLES: &str = "Examples:
  authing roles list
  authing roles create editor --description 'May edit books'
  authing roles members add editor email:alice@example.com
  authing roles policies add editor books-rw
  authing roles permissions editor";

/// Manages roles, who has them and what they allow
#[derive(Debug, Subcommand)]
#[command(after_help = EXAMPLES)]
pub(crate) enum Roles {
    /// Lists roles
    #[command(visible_alias = "ls")]
    List(List),
    /// Shows a role
    Get(One),
    /// Creates a role
    Create(Create),
    /// Changes a role: what is not named keeps its value
    Update(Update),
    /// Deletes roles
    #[command(visible_alias = "rm")]
    Delete(Several),
    /// Manages who has a role
    #[command(subcommand)]
    Members(Members<Namespace>),
    /// Manages the policies of a role
    #[command(subcommand)]
    Policies(Policies),
    /// Shows the resources that a role allows
    Permissions(Permissions),
}

#[derive(Args, Debug)]
pub(crate) struct List {
    /// The order
    #[arg(long, value_name = "ORDER", value_enum)]
    sort: Option<Order>,
    #[command(flatten)]
    namespace: Namespace,
    #[command(flatten)]
    list: ListOptions,
}

#[derive(Args, Debug)]
pub(crate) struct One {
    /// The role's code
    #[arg(value_name = "CODE")]
    code: String,
    #[command(flatten)]
    namespace: Namespace,
}

#[derive(Args, Debug)]
pub(crate) struct Several {
    /// The roles' codes
    #[arg(value_name = "CODE", required = true)]
    codes: Vec<String>,
    #[command(flatten)]
    namespace: Namespace,
}

#[derive(Args, Debug)]
pub(crate) struct Create {
    /// The role's code
    #[arg(value_name = "CODE")]
    code: String,
    /// What the role is for
    #[arg(long, value_name = "TEXT")]
    description: Option<String>,
    /// The code of the role above it
    #[arg(long, value_name = "CODE")]
    parent: Option<String>,
    #[command(flatten)]
    namespace: Namespace,
}

#[derive(Args, Debug)]
pub(crate) struct Update {
    /// The role's code
    #[arg(value_name = "CODE")]
    code: String,
    /// Another description
    #[arg(long, value_name = "TEXT")]
    description: Option<String>,
    /// Another code
    #[arg(long, value_name = "CODE")]
    new_code: Option<String>,
    #[command(flatten)]
    namespace: Namespace,
}

/// Manages the policies of a role
#[derive(Debug, Subcommand)]
pub(crate) enum Policies {
    /// Lists the policies of a role
    List {
        #[command(flatten)]
        one: One,
        #[command(flatten)]
        list: ListOptions,
    },
    /// Attaches policies to a role
    Add(RolePolicies),
    /// Detaches policies from a role
    Remove(RolePolicies),
}

#[derive(Args, Debug)]
pub(crate) struct RolePolicies {
    /// The role's code
    #[arg(value_name = "ROLE")]
    code: String,
    /// The policies' codes
    #[arg(value_name = "POLICY", required = true)]
    policies: Vec<String>,
    #[command(flatten)]
    namespace: Namespace,
}

#[derive(Args, Debug)]
pub(crate) struct Permissions {
    #[command(flatten)]
    one: One,
    #[command(flatten)]
    list: ListOptions,
}

fn roles(management: &ManagementClient, namespace: Namespace) -> RolesApi<'_> {
    match namespace.namespace {
        Some(namespace) => management.roles().in_namespace(namespace),
        None => management.roles(),
    }
}

impl Roles {
    pub(crate) async fn run(self, cx: &Context) -> Result<(), Failure> {
        let management = cx.management().await?;
        match self {
            Self::List(List { sort, namespace, list }) => {
                let mut request = ListRoles::new().limit(list.page_size());
                if let Some(order) = sort {
                    request = request.sort_by(order.into());
                }
                cx.list(roles(management, namespace).list(request), COLUMNS, &list).await
            }
            Self::Get(One { code, namespace }) => {
                cx.show(&roles(management, namespace).get(code).await?)
            }
            Self::Create(Create { code, description, parent, namespace }) => {
                let shown = excerpt(&code, 100);
                confirm(cx, &text!("create the role {shown}", "创建角色 {shown}")).await?;
                let mut request = CreateRole::new(code);
                if let Some(text) = description {
                    request = request.description(text);
                }
                if let Some(parent) = parent {
                    request = request.parent(parent);
                }
                cx.show(&roles(management, namespace).create(request).await?)
            }
            Self::Update(Update { code, description, new_code, namespace }) => {
                if description.is_none() && new_code.is_none() {
                    return Err(nothing_to_change());
                }
                let shown = excerpt(&code, 100);
                confirm(cx, &text!("change the role {shown}", "更改角色 {shown}")).await?;
                let mut changes = UpdateRole::new();
                if let Some(text) = description {
                    changes = changes.description(text);
                }
                if let Some(code) = new_code {
                    changes = changes.new_code(code);
                }
                cx.show(&roles(management, namespace).update(code, changes).await?)
            }
            Self::Delete(Several { codes, namespace }) => {
                let many = counted(&codes, ROLES);
                confirm(cx, &text!("delete {many}", "删除 {many}")).await?;
                let done = |code: &str| text!("Deleted {code}.", "已删除 {code}。");
                let namespace = &namespace;
                cx.for_each(&codes, done, |code| async move {
                    Ok(roles(management, namespace.clone()).delete(code).await?)
                })
                .await
            }
            Self::Members(members) => run_members(cx, management, members).await,
            Self::Policies(policies) => policies.run(cx, management).await,
            Self::Permissions(Permissions { one, list }) => {
                let roles = roles(management, one.namespace);
                let page = roles.list_authorized_resources(one.code, None).await?;
                cx.list_all(&page.list, RIGHT_COLUMNS, &list)
            }
        }
    }
}

impl Policies {
    async fn run(self, cx: &Context, management: &ManagementClient) -> Result<(), Failure> {
        match self {
            Self::List { one, list } => {
                const COLUMNS: &[Column] = &[column("code", "POLICY", "策略")];
                let page = PageRequest { page: 1, limit: list.page_size() };
                let roles = roles(management, one.namespace);
                cx.list(roles.list_policies(one.code, page), COLUMNS, &list).await
            }
            Self::Add(RolePolicies { code, policies, namespace }) => {
                let (shown, listed) = (excerpt(&code, 100), excerpt(&policies.join(", "), 200));
                let what = text!(
                    "attach the policies {listed} to the role {shown}",
                    "为角色 {shown} 绑定策略 {listed}"
                );
                confirm(cx, &what).await?;
                roles(management, namespace).add_policies(&code, &policies).await?;
                let done = text!("Attached {listed} to {shown}.", "已为 {shown} 绑定 {listed}。");
                cx.out.done(&done, || json!({ "code": code, "added": policies }))
            }
            Self::Remove(RolePolicies { code, policies, namespace }) => {
                let (shown, listed) = (excerpt(&code, 100), excerpt(&policies.join(", "), 200));
                let what = text!(
                    "detach the policies {listed} from the role {shown}",
                    "解除角色 {shown} 的策略 {listed}"
                );
                confirm(cx, &what).await?;
                roles(management, namespace).remove_policies(&code, &policies).await?;
                let done = text!("Detached {listed} from {shown}.", "已解除 {shown} 的 {listed}。");
                cx.out.done(&done, || json!({ "code": code, "removed": policies }))
            }
        }
    }
}

async fn run_members(
    cx: &Context,
    management: &ManagementClient,
    members: Members<Namespace>,
) -> Result<(), Failure> {
    match members {
        Members::List { code, namespace, list } => {
            let request = ListRoleUsers::new(code).limit(list.page_size());
            cx.list(roles(management, namespace).list_users(request), USER_COLUMNS, &list).await
        }
        Members::Add { code, users, namespace } => {
            let (many, shown) = (counted(&users, USERS), excerpt(&code, 100));
            let what = text!("give {many} the role {shown}", "为 {many}添加角色 {shown}");
            confirm(cx, &what).await?;
            let ids = user_ids(management, &users).await?;
            roles(management, namespace).add_users(&code, &ids).await?;
            let done = text!("Gave {many} the role {shown}.", "已为 {many}添加角色 {shown}。");
            cx.out.done(&done, || json!({ "code": code, "added": ids }))
        }
        Members::Remove { code, users, namespace } => {
            let (many, shown) = (counted(&users, USERS), excerpt(&code, 100));
            let what = text!("take the role {shown} from {many}", "移除 {many}的角色 {shown}");
            confirm(cx, &what).await?;
            let ids = user_ids(management, &users).await?;
            roles(management, namespace).remove_users(&code, &ids).await?;
            let done = text!("Took the role {shown} from {many}.", "已移除 {many}的角色 {shown}。");
            cx.out.done(&done, || json!({ "code": code, "removed": ids }))
        }
    }
}
