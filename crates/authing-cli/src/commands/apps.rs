//! `authing apps`.

use authing_management::{
    ApplicationsApi,
    applications::{
        AccessTargets, Application, CreateApplication, ListAccessPolicies, ListApplications,
        UpdateApplication,
    },
};
use clap::{Args, Subcommand};
use serde_json::Value;

use super::shared::{counted, nothing_to_change, target};
use crate::{
    confirm::confirm,
    context::{Context, ListOptions, to_value},
    failure::Failure,
    output::{Column, column},
    shown::excerpt,
    texts::Thing,
};

const APPS: Thing = Thing { one: "application", many: "applications", chinese: "个应用" };

const COLUMNS: &[Column] = &[
    column("id", "ID", "ID"),
    column("name", "NAME", "名称"),
    column("identifier", "IDENTIFIER", "标识符"),
    column("protocol", "PROTOCOL", "协议"),
    column("createdAt", "CREATED", "创建时间"),
];

const EXAMPLES: &str = "Examples:
  authing apps list
  authing apps get 5f7a993eb9b49dcd5c021e40
  # The secret, and nothing else
  authing apps get 5f7a993eb9b49dcd5c021e40 --show-secret --json | jq -r .secret
  authing apps create Shop --identifier shop --redirect-uri https://shop.example.com/callback";

/// Manages applications: what users log in to
#[derive(Debug, Subcommand)]
#[command(after_help = EXAMPLES)]
pub(crate) enum Apps {
    /// Lists applications
    #[command(visible_alias = "ls")]
    List(List),
    /// Shows an application
    Get(Get),
    /// Creates an application
    Create(Create),
    /// Changes an application: what is not named keeps its value
    Update(Update),
    /// Deletes applications: nobody can log in to them any more
    #[command(visible_alias = "rm")]
    Delete(Several),
    /// Manages who may use an application
    #[command(subcommand)]
    Access(Access),
}

#[derive(Args, Debug)]
pub(crate) struct List {
    #[command(flatten)]
    list: ListOptions,
}

#[derive(Args, Debug)]
pub(crate) struct Get {
    /// The application's id
    #[arg(value_name = "APP")]
    app: String,
    #[command(flatten)]
    secret: ShowSecret,
}

#[derive(Args, Debug)]
struct ShowSecret {
    /// Shows the application's secret, too
    #[arg(long)]
    show_secret: bool,
}

#[derive(Args, Debug)]
pub(crate) struct Several {
    /// The applications' ids
    #[arg(value_name = "APP", required = true)]
    apps: Vec<String>,
}

#[derive(Args, Debug)]
pub(crate) struct Create {
    /// The application's name
    #[arg(value_name = "NAME")]
    name: String,
    /// Its part of its host: shop becomes shop.authing.cn
    #[arg(long, value_name = "NAME")]
    identifier: String,
    /// Where users come back to after they logged in
    #[arg(long = "redirect-uri", value_name = "URL", required = true)]
    redirect_uris: Vec<String>,
    /// The address of a picture
    #[arg(long, value_name = "URL")]
    logo: Option<String>,
    #[command(flatten)]
    secret: ShowSecret,
}

#[derive(Args, Debug)]
pub(crate) struct Update {
    /// The application's id
    #[arg(value_name = "APP")]
    app: String,
    /// Another name
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// Another description
    #[arg(long, value_name = "TEXT", conflicts_with = "clear_description")]
    description: Option<String>,
    /// Clears the description
    #[arg(long)]
    clear_description: bool,
    /// Where users come back to after they logged in: these take the place of all others
    #[arg(long = "redirect-uri", value_name = "URL")]
    redirect_uris: Vec<String>,
    /// Where users come back to after they logged out: these take the place of all others
    #[arg(long = "logout-redirect-uri", value_name = "URL")]
    logout_redirect_uris: Vec<String>,
    /// The address of a picture
    #[arg(long, value_name = "URL")]
    logo: Option<String>,
    /// Whether nobody can register: true or false
    #[arg(long, value_name = "BOOL")]
    register_disabled: Option<bool>,
    /// Whether only users whose email is verified may log in: true or false
    #[arg(long, value_name = "BOOL")]
    login_require_email_verified: Option<bool>,
}

/// Manages who may use an application
#[derive(Debug, Subcommand)]
pub(crate) enum Access {
    /// Lists who may use an application, and who may not
    List {
        /// The application's id
        #[arg(value_name = "APP")]
        app: String,
        #[command(flatten)]
        list: ListOptions,
    },
    /// Allows users, roles, groups or departments to use an application
    Allow(AppTargets),
    /// Denies users, roles, groups or departments the use of an application
    Deny(AppTargets),
    /// Removes what was allowed or denied
    Remove(AppTargets),
}

#[derive(Args, Debug)]
pub(crate) struct AppTargets {
    /// The application's id
    #[arg(value_name = "APP")]
    app: String,
    /// Who it is for: user:ID, user:email:…, role:CODE, group:CODE, department:ID
    #[arg(value_name = "TARGET", required = true)]
    targets: Vec<String>,
}

impl Apps {
    pub(crate) async fn run(self, cx: &Context) -> Result<(), Failure> {
        let management = cx.management().await?;
        let apps = management.applications();
        match self {
            Self::List(List { list }) => {
                let request = ListApplications::new().limit(list.page_size());
                cx.list(apps.list(request), COLUMNS, &list).await
            }
            Self::Get(Get { app, secret }) => show(cx, &apps.get(app).await?, &secret),
            Self::Create(Create { name, identifier, redirect_uris, logo, secret }) => {
                let shown = excerpt(&name, 100);
                confirm(cx, &text!("create the application {shown}", "创建应用 {shown}")).await?;
                let mut request = CreateApplication::new(name, identifier, redirect_uris);
                if let Some(logo) = logo {
                    request = request.logo(logo);
                }
                show(cx, &apps.create(request).await?, &secret)
            }
            Self::Update(update) => {
                let (app, changes) = update.read()?;
                let shown = excerpt(&app, 100);
                confirm(cx, &text!("change the application {shown}", "更改应用 {shown}")).await?;
                show(cx, &apps.update(app, changes).await?, &ShowSecret { show_secret: false })
            }
            Self::Delete(Several { apps: ids }) => {
                let many = counted(&ids, APPS);
                confirm(cx, &text!("delete {many}", "删除 {many}")).await?;
                let done = |id: &str| text!("Deleted {id}.", "已删除 {id}。");
                cx.for_each(&ids, done, |id| async move {
                    Ok(management.applications().delete(id).await?)
                })
                .await
            }
            Self::Access(command) => command.run(cx, apps).await,
        }
    }
}

impl Update {
    fn read(self) -> Result<(String, UpdateApplication), Failure> {
        let mut changes = UpdateApplication::new();
        let mut is_empty = true;
        let mut change = |change: &mut dyn FnMut(UpdateApplication) -> UpdateApplication| {
            changes = change(std::mem::take(&mut changes));
            is_empty = false;
        };
        if let Some(name) = self.name {
            change(&mut |changes| changes.name(&*name));
        }
        if let Some(text) = self.description {
            change(&mut |changes| changes.description(&*text));
        }
        if self.clear_description {
            change(&mut |changes| changes.description(None));
        }
        if !self.redirect_uris.is_empty() {
            change(&mut |changes| changes.redirect_uris(&self.redirect_uris));
        }
        if !self.logout_redirect_uris.is_empty() {
            change(&mut |changes| changes.logout_redirect_uris(&self.logout_redirect_uris));
        }
        if let Some(logo) = self.logo {
            change(&mut |changes| changes.logo(&*logo));
        }
        if let Some(disabled) = self.register_disabled {
            change(&mut |changes| changes.register_disabled(disabled));
        }
        if let Some(required) = self.login_require_email_verified {
            change(&mut |changes| changes.login_require_email_verified(required));
        }
        match is_empty {
            true => Err(nothing_to_change()),
            false => Ok((self.app, changes)),
        }
    }
}

/// The application; its secret is masked unless it was asked for.
fn show(cx: &Context, app: &Application, secret: &ShowSecret) -> Result<(), Failure> {
    let mut value = to_value(app)?;
    if let (true, Some(secret), Value::Object(fields)) =
        (secret.show_secret, &app.secret, &mut value)
    {
        fields.insert("secret".to_owned(), secret.expose().into());
    }
    cx.show(&value)
}

impl Access {
    async fn run(self, cx: &Context, apps: ApplicationsApi<'_>) -> Result<(), Failure> {
        match self {
            Self::List { app, list } => {
                const COLUMNS: &[Column] = &[
                    column("targetType", "TYPE", "类型"),
                    column("targetIdentifier", "TARGET", "主体"),
                    column("policy.statements.0.effect", "EFFECT", "结果"),
                    column("enabled", "ENABLED", "启用"),
                ];
                let request = ListAccessPolicies::new(app).limit(list.page_size());
                cx.list(apps.list_access_policies(request), COLUMNS, &list).await
            }
            Self::Allow(AppTargets { app, targets }) => {
                let (shown, listed) = (excerpt(&app, 100), excerpt(&targets.join(", "), 200));
                let what = text!(
                    "allow {listed} to use the application {shown}",
                    "允许 {listed} 访问应用 {shown}"
                );
                confirm(cx, &what).await?;
                let app = &*app;
                let done = |target: &str| text!("Allowed {target}.", "已允许 {target}。");
                cx.for_each(&targets, done, |named| async move {
                    let targets = access_targets(cx, &named).await?;
                    let apps = cx.management().await?.applications();
                    Ok(apps.allow_access(app, targets).await?)
                })
                .await
            }
            Self::Deny(AppTargets { app, targets }) => {
                let (shown, listed) = (excerpt(&app, 100), excerpt(&targets.join(", "), 200));
                let what = text!(
                    "deny {listed} the use of the application {shown}",
                    "禁止 {listed} 访问应用 {shown}"
                );
                confirm(cx, &what).await?;
                let app = &*app;
                let done = |target: &str| text!("Denied {target}.", "已禁止 {target}。");
                cx.for_each(&targets, done, |named| async move {
                    let targets = access_targets(cx, &named).await?;
                    let apps = cx.management().await?.applications();
                    Ok(apps.deny_access(app, targets).await?)
                })
                .await
            }
            Self::Remove(AppTargets { app, targets }) => {
                let (shown, listed) = (excerpt(&app, 100), excerpt(&targets.join(", "), 200));
                let what = text!(
                    "remove what {listed} may on the application {shown}",
                    "移除 {listed} 对应用 {shown} 的访问授权"
                );
                confirm(cx, &what).await?;
                let app = &*app;
                let done = |target: &str| text!("Removed {target}.", "已移除 {target}。");
                cx.for_each(&targets, done, |named| async move {
                    let targets = access_targets(cx, &named).await?;
                    let apps = cx.management().await?.applications();
                    Ok(apps.delete_access_policy(app, targets).await?)
                })
                .await
            }
        }
    }
}

async fn access_targets(cx: &Context, named: &str) -> Result<AccessTargets, Failure> {
    use authing_management::types::PolicyAssignmentTargetType as Kind;

    let target = target(cx.management().await?, named).await?;
    let ids = [target.identifier()];
    Ok(match target.target_type() {
        Kind::Role => AccessTargets::roles(ids),
        Kind::Group => AccessTargets::groups(ids),
        Kind::Org => AccessTargets::departments(ids),
        _ => AccessTargets::users(ids),
    })
}
