//! `authing profile`.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::{files, shared::read_secret};
use crate::{
    confirm::{ask, is_asked},
    context::{Context, ListOptions},
    exit::Exit,
    failure::Failure,
    output::{Column, column},
    profiles::{self, Choice, ProfileFile, check_name},
    shown::{excerpt, path as shown_path},
};

const COLUMNS: &[Column] = &[
    column("name", "NAME", "名称"),
    column("default", "DEFAULT", "默认"),
    column("host", "HOST", "服务器"),
    column("userPoolId", "USER POOL", "用户池"),
    column("secret", "SECRET", "密钥"),
];

const EXAMPLES: &str = "Examples:
  # Asks for what is missing, and shows no secret
  authing profile add prod --user-pool-id 5f7a993eb9b49dcd5c021e40
  # The secret stays where it is kept: a password manager, a vault, a keychain
  authing profile add prod --user-pool-id 5f7a… --secret-command 'pass show authing/prod'
  authing profile use prod
  authing --profile staging users list";

/// Keeps which user pools there are, and which one is used
#[derive(Debug, Subcommand)]
#[command(after_help = EXAMPLES)]
pub(crate) enum Profile {
    /// Adds a profile, or replaces one, and asks the server whether it works
    #[command(after_help = EXAMPLES)]
    Add(Add),
    /// Lists the profiles
    #[command(visible_alias = "ls")]
    List(List),
    /// Shows which settings are used, and where they come from. No secret is shown
    Show(Show),
    /// Makes a profile the one that is used when none is named
    Use(Named),
    /// Removes profiles from the file
    #[command(visible_alias = "rm")]
    Remove(Several),
}

#[derive(Args, Debug)]
pub(crate) struct Add {
    /// What the profile is to be called
    #[arg(value_name = "NAME")]
    name: String,
    /// The server, for a private deployment
    #[arg(long, value_name = "URL")]
    host: Option<String>,
    /// The user pool's id, as the console shows it
    #[arg(long, value_name = "ID")]
    user_pool_id: Option<String>,
    /// A command that prints the user pool's secret; it is run each time
    #[arg(long, value_name = "COMMAND")]
    secret_command: Option<String>,
    /// Reads the user pool's secret from standard input, and keeps it in the file
    #[arg(long, conflicts_with = "secret_command")]
    secret_stdin: bool,
    /// The id of an application, for logins and tokens
    #[arg(long, value_name = "ID")]
    app_id: Option<String>,
    /// The application's host
    #[arg(long, value_name = "URL")]
    app_host: Option<String>,
    /// A command that prints the application's secret
    #[arg(long, value_name = "COMMAND")]
    app_secret_command: Option<String>,
    /// The server's key for passwords as PEM, for a private deployment
    #[arg(long, value_name = "FILE")]
    public_key: Option<PathBuf>,
    /// Makes it the default, too
    #[arg(long)]
    default: bool,
    /// Allows a server without TLS that is not on this machine
    #[arg(long)]
    danger_allow_http: bool,
    /// Does not ask the server whether it works
    #[arg(long)]
    no_check: bool,
    /// Replaces a profile of this name
    #[arg(long)]
    replace: bool,
}

#[derive(Args, Debug)]
pub(crate) struct List {
    #[command(flatten)]
    list: ListOptions,
}

#[derive(Args, Debug)]
pub(crate) struct Show {
    /// The profile; without it, the one that is used
    #[arg(value_name = "NAME")]
    name: Option<String>,
}

#[derive(Args, Debug)]
pub(crate) struct Named {
    /// The profile
    #[arg(value_name = "NAME")]
    name: String,
}

#[derive(Args, Debug)]
pub(crate) struct Several {
    /// The profiles
    #[arg(value_name = "NAME", required = true)]
    names: Vec<String>,
}

impl Profile {
    pub(crate) async fn run(self, cx: &Context) -> Result<(), Failure> {
        match self {
            Self::Add(add) => add.run(cx).await,
            Self::List(List { list }) => {
                let profiles = ProfileFile::locate(&cx.choice)?.read()?;
                let default = profiles.default_name();
                let rows: Vec<_> = profiles
                    .iter()
                    .map(|(name, profile)| {
                        json!({
                            "name": name,
                            "default": default == Some(name),
                            "host": profile.host(),
                            "userPoolId": profile.user_pool_id,
                            "secret": profile.kept(),
                        })
                    })
                    .collect();
                cx.list_all(&rows, COLUMNS, &list)
            }
            Self::Show(Show { name }) => show(cx, name),
            Self::Use(Named { name }) => {
                let file = ProfileFile::locate(&cx.choice)?;
                file.read()?.get(&name)?;
                file.set_default(&name)?;
                let shown = excerpt(&name, 60);
                let done = text!("{shown} is the default now.", "{shown} 已设为默认配置。");
                cx.out.done(&done, || json!({ "default": name }))
            }
            Self::Remove(Several { names }) => {
                let file = &ProfileFile::locate(&cx.choice)?;
                let done = |name: &str| text!("Removed {name}.", "已移除 {name}。");
                cx.for_each(&names, done, |name| async move {
                    file.read()?.get(&name)?;
                    file.remove(&name)
                })
                .await
            }
        }
    }
}

fn show(cx: &Context, name: Option<String>) -> Result<(), Failure> {
    let choice =
        Choice { profile: name.or_else(|| cx.choice.profile.clone()), ..cx.choice.clone() };
    let settings = profiles::load(&choice)?;
    let mut shown = json!({
        "source": settings.source.long(),
        "host": settings.host(),
        "userPoolId": settings.user_pool_id,
        "secret": settings.kept(),
        "appId": settings.app_id,
        "appHost": settings.app_host,
        "appSecret": settings.app_kept(),
    });
    if let (true, Value::Object(fields)) = (settings.danger_allow_http, &mut shown) {
        fields.insert("dangerAllowHttp".to_owned(), true.into());
    }
    cx.show(&shown)
}

impl Add {
    async fn run(self, cx: &Context) -> Result<(), Failure> {
        check_name(&self.name)?;
        let file = ProfileFile::locate(&cx.choice)?.for_writing();
        let profiles = file.read()?;
        let shown = excerpt(&self.name, 60);
        if !self.replace && profiles.get(&self.name).is_ok() {
            return Err(Failure::new(
                Exit::AlreadyExists,
                text!("There is a profile {shown} already.", "配置 {shown} 已存在。"),
            )
            .hint(text!("--replace replaces it.", "可加上 --replace 覆盖它。")));
        }
        let user_pool_id = match &self.user_pool_id {
            Some(id) => id.clone(),
            None => self.asked_pool(cx).await?,
        };
        let mut fields = Vec::new();
        fields.extend(self.host.clone().map(|host| ("host", host)));
        fields.push(("user-pool-id", user_pool_id));
        match &self.secret_command {
            Some(command) => fields.push(("secret-command", command.clone())),
            None => {
                if !self.secret_stdin && !is_asked() {
                    return Err(Failure::usage(text!(
                        "The user pool's secret is missing.",
                        "缺少用户池密钥。"
                    ))
                    .hint(text!(
                        "Add --secret-command COMMAND, or --secret-stdin and the secret on standard input.",
                        "请加上 --secret-command 命令,或使用 --secret-stdin 从标准输入读取。"
                    )));
                }
                let question = text!("The user pool's secret (not shown): ", "用户池密钥(不回显):");
                let secret = read_secret(cx, &question).await?;
                fields.push(("secret", secret.expose().to_owned()));
            }
        }
        let others = [
            ("app-id", &self.app_id),
            ("app-host", &self.app_host),
            ("app-secret-command", &self.app_secret_command),
        ];
        fields.extend(others.into_iter().filter_map(|(key, text)| Some((key, text.clone()?))));
        if let Some(path) = &self.public_key {
            fields.push(("public-key", files::read(cx, path).await?));
        }
        if self.danger_allow_http {
            fields.push(("danger-allow-http", "true".to_owned()));
        }
        let pool = match self.no_check {
            true => None,
            false => Some(self.check(cx, &file, &fields).await?),
        };
        file.put(&self.name, &fields, self.default)?;
        let path = shown_path(file.path());
        let done = match &pool {
            Some(pool) => text!(
                "Added {shown}: user pool {pool}. It is kept in {path}, for you alone to read.",
                "已添加 {shown}:用户池 {pool}。保存在 {path},仅您本人可读。"
            ),
            None => text!(
                "Added {shown}. It is kept in {path}, for you alone to read.",
                "已添加 {shown}。保存在 {path},仅您本人可读。"
            ),
        };
        cx.out.done(&done, || json!({ "profile": self.name, "userPoolName": pool }))
    }

    async fn asked_pool(&self, cx: &Context) -> Result<String, Failure> {
        if !is_asked() {
            return Err(Failure::usage(text!("The user pool's id is missing.", "缺少用户池 ID。"))
                .hint(text!("Add --user-pool-id ID.", "请加上 --user-pool-id ID。")));
        }
        let question = text!("The user pool's id: ", "用户池 ID:");
        Ok(ask(cx, &question).await?.trim().to_owned())
    }

    /// Asks the server; returns the user pool's name.
    async fn check(
        &self,
        cx: &Context,
        file: &ProfileFile,
        fields: &[(&'static str, String)],
    ) -> Result<String, Failure> {
        let settings = file.preview(&self.name, fields)?;
        let management = cx.management_for(&settings).await?;
        let checked = async {
            management.bearer().await?;
            management.user_pool().get().await
        };
        match checked.await {
            Ok(pool) => Ok(excerpt(&pool.name, 100)),
            Err(error) => {
                let failure = Failure::from(error);
                let hint = text!(
                    "Nothing was kept. --no-check keeps it untried.",
                    "未保存任何内容。--no-check 可跳过检查直接保存。"
                );
                let hint = match failure.hint.clone() {
                    // A profile that is not kept cannot be shown.
                    Some(first) if !first.contains("profile show") => format!("{first} {hint}"),
                    _ => hint,
                };
                Err(failure.hint(hint))
            }
        }
    }
}
