//! `authing tenants`.

use authing_management::{
    ManagementClient,
    tenants::{CreateTenant, ListTenantMembers, ListTenants, UpdateTenant},
};
use clap::{Args, Subcommand};
use serde_json::json;

use super::shared::{USERS, counted, nothing_to_change, user_id, user_ids};
use crate::{
    confirm::confirm,
    context::{Context, ListOptions},
    failure::Failure,
    output::{Column, column},
    shown::excerpt,
    texts::Thing,
};

const TENANTS: Thing = Thing { one: "tenant", many: "tenants", chinese: "个租户" };

const COLUMNS: &[Column] = &[
    column("id", "ID", "ID"),
    column("name", "NAME", "名称"),
    column("description", "DESCRIPTION", "描述"),
    column("createdAt", "CREATED", "创建时间"),
];

const MEMBER_COLUMNS: &[Column] = &[
    column("user.id", "ID", "ID"),
    column("user.username", "USERNAME", "用户名"),
    column("user.name", "NAME", "姓名"),
    column("user.email", "EMAIL", "邮箱"),
    column("user.phone", "PHONE", "手机号"),
];

const EXAMPLES: &str = "Examples:
  authing tenants list
  authing tenants create Acme --app 5f7a993eb9b49dcd5c021e40
  authing tenants members add 60f7a1b2c3d4e5f6a7b8c9d0 email:alice@example.com";

/// Manages tenants and their members
#[derive(Debug, Subcommand)]
#[command(after_help = EXAMPLES)]
pub(crate) enum Tenants {
    /// Lists tenants
    #[command(visible_alias = "ls")]
    List(List),
    /// Shows a tenant
    Get(One),
    /// Creates a tenant
    Create(Create),
    /// Changes a tenant: what is not named keeps its value
    Update(Update),
    /// Deletes tenants
    #[command(visible_alias = "rm")]
    Delete(Several),
    /// Manages the members of a tenant
    #[command(subcommand)]
    Members(Members),
}

#[derive(Args, Debug)]
pub(crate) struct List {
    #[command(flatten)]
    list: ListOptions,
}

#[derive(Args, Debug)]
pub(crate) struct One {
    /// The tenant's id
    #[arg(value_name = "TENANT")]
    tenant: String,
}

#[derive(Args, Debug)]
pub(crate) struct Several {
    /// The tenants' ids
    #[arg(value_name = "TENANT", required = true)]
    tenants: Vec<String>,
}

#[derive(Args, Debug)]
pub(crate) struct Create {
    /// The tenant's name
    #[arg(value_name = "NAME")]
    name: String,
    /// An application that its members use
    #[arg(long = "app", value_name = "APP", required = true)]
    apps: Vec<String>,
    /// What it is
    #[arg(long, value_name = "TEXT")]
    description: Option<String>,
    /// The address of a picture
    #[arg(long, value_name = "URL")]
    logo: Option<String>,
}

#[derive(Args, Debug)]
pub(crate) struct Update {
    #[command(flatten)]
    one: One,
    /// Another name
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// The applications that its members use: these take the place of all others
    #[arg(long = "app", value_name = "APP")]
    apps: Vec<String>,
    /// Another description
    #[arg(long, value_name = "TEXT")]
    description: Option<String>,
    /// The address of a picture
    #[arg(long, value_name = "URL")]
    logo: Option<String>,
}

/// Manages the members of a tenant
#[derive(Debug, Subcommand)]
pub(crate) enum Members {
    /// Lists the members of a tenant
    #[command(visible_alias = "ls")]
    List {
        #[command(flatten)]
        one: One,
        #[command(flatten)]
        list: ListOptions,
    },
    /// Adds members
    Add(TenantUsers),
    /// Removes members
    Remove(TenantUsers),
}

#[derive(Args, Debug)]
pub(crate) struct TenantUsers {
    #[command(flatten)]
    one: One,
    /// The users' ids, or email:…, phone:…, username:…, external-id:…
    #[arg(value_name = "USER", required = true)]
    users: Vec<String>,
}

impl Tenants {
    pub(crate) async fn run(self, cx: &Context) -> Result<(), Failure> {
        let management = cx.management().await?;
        let tenants = management.tenants();
        match self {
            Self::List(List { list }) => {
                let request = ListTenants::new().limit(list.page_size());
                cx.list(tenants.list(request), COLUMNS, &list).await
            }
            Self::Get(One { tenant }) => cx.show(&tenants.get(tenant).await?),
            Self::Create(Create { name, apps, description, logo }) => {
                let shown = excerpt(&name, 100);
                confirm(cx, &text!("create the tenant {shown}", "创建租户 {shown}")).await?;
                let mut request = CreateTenant::new(name, apps);
                if let Some(text) = description {
                    request = request.description(text);
                }
                if let Some(logo) = logo {
                    request = request.logo(logo);
                }
                cx.show(&tenants.create(request).await?)
            }
            Self::Update(Update { one: One { tenant }, name, apps, description, logo }) => {
                if name.is_none() && apps.is_empty() && description.is_none() && logo.is_none() {
                    return Err(nothing_to_change());
                }
                let shown = excerpt(&tenant, 100);
                confirm(cx, &text!("change the tenant {shown}", "更改租户 {shown}")).await?;
                // The server wants the name each time.
                let name = match name {
                    Some(name) => name,
                    None => tenants.get(&tenant).await?.name.unwrap_or_default(),
                };
                let mut changes = UpdateTenant::new(name);
                if !apps.is_empty() {
                    changes = changes.app_ids(apps);
                }
                if let Some(text) = description {
                    changes = changes.description(text);
                }
                if let Some(logo) = logo {
                    changes = changes.logo(logo);
                }
                tenants.update(&tenant, changes).await?;
                cx.show(&tenants.get(tenant).await?)
            }
            Self::Delete(Several { tenants: ids }) => {
                let many = counted(&ids, TENANTS);
                confirm(cx, &text!("delete {many}", "删除 {many}")).await?;
                let done = |id: &str| text!("Deleted {id}.", "已删除 {id}。");
                cx.for_each(
                    &ids,
                    done,
                    |id| async move { Ok(management.tenants().delete(id).await?) },
                )
                .await
            }
            Self::Members(command) => command.run(cx, management).await,
        }
    }
}

impl Members {
    async fn run(self, cx: &Context, management: &ManagementClient) -> Result<(), Failure> {
        let tenants = management.tenants();
        match self {
            Self::List { one, list } => {
                let request = ListTenantMembers::new(one.tenant).limit(list.page_size());
                cx.list(tenants.list_members(request), MEMBER_COLUMNS, &list).await
            }
            Self::Add(TenantUsers { one: One { tenant }, users }) => {
                let (many, shown) = (counted(&users, USERS), excerpt(&tenant, 100));
                let what = text!("add {many} to the tenant {shown}", "将 {many}加入租户 {shown}");
                confirm(cx, &what).await?;
                let ids = user_ids(management, &users).await?;
                tenants.add_members(&tenant, &ids).await?;
                let done = text!("Added {many} to {shown}.", "已将 {many}加入 {shown}。");
                cx.out.done(&done, || json!({ "id": tenant, "added": ids }))
            }
            Self::Remove(TenantUsers { one: One { tenant }, users }) => {
                let (many, shown) = (counted(&users, USERS), excerpt(&tenant, 100));
                let what =
                    text!("take {many} out of the tenant {shown}", "将 {many}移出租户 {shown}");
                confirm(cx, &what).await?;
                let tenant = &*tenant;
                let done = |user: &str| text!("Removed {user}.", "已移除 {user}。");
                cx.for_each(&users, done, |user| async move {
                    let id = user_id(management, &user).await?;
                    Ok(management.tenants().remove_member(tenant, id).await?)
                })
                .await
            }
        }
    }
}
