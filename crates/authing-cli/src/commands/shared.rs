//! What several groups of commands understand alike.

use std::io::{self, IsTerminal as _, Read as _};

use authing_core::random;
use authing_management::{
    FindUser, ManagementClient, Secret, Target,
    types::{PolicyAssignmentTargetType, SortBy, UserKey},
};
use clap::{Args, Subcommand, ValueEnum};

use crate::{
    context::{Context, ListOptions},
    exit::Exit,
    failure::Failure,
    output::{Column, column},
    shown::excerpt,
    texts::{Thing, count},
};

pub(super) const USERS: Thing = Thing { one: "user", many: "users", chinese: "个用户" };

/// The columns of every list of users.
pub(super) const USER_COLUMNS: &[Column] = &[
    column("id", "ID", "ID"),
    column("username", "USERNAME", "用户名"),
    column("name", "NAME", "姓名"),
    column("email", "EMAIL", "邮箱"),
    column("phone", "PHONE", "手机号"),
    column("status", "STATUS", "状态"),
    column("lastLogin", "LAST LOGIN", "最近登录"),
];

/// The columns of every list of resources that somebody may use.
pub(super) const RIGHT_COLUMNS: &[Column] = &[
    column("code", "RESOURCE", "资源"),
    column("type", "TYPE", "类型"),
    column("actions", "ACTIONS", "操作"),
];

/// Permission namespaces: codes mean what they mean in one of them.
#[derive(Args, Clone, Debug)]
pub(crate) struct Namespace {
    /// The permission namespace in which codes are looked up; without it, the default one
    #[arg(long, value_name = "CODE")]
    pub(super) namespace: Option<String>,
}

/// How many there are, and which: `2 users (alice, bob)`.
pub(super) fn counted(names: &[String], thing: Thing) -> String {
    const SHOWN: usize = 5;
    let mut shown: Vec<_> = names.iter().take(SHOWN).map(|name| excerpt(name, 60)).collect();
    if names.len() > SHOWN {
        shown.push("…".to_owned());
    }
    let (count, shown) = (count(names.len(), thing), shown.join(", "));
    text!("{count} ({shown})", "{count}({shown})")
}

/// For codes that need none.
#[derive(Args, Clone, Debug)]
pub(crate) struct NoNamespace {}

/// Finds the id of a user who is named by id, or as email:…, phone:…, username:… or external-id:….
pub(super) async fn user_id(management: &ManagementClient, named: &str) -> Result<String, Failure> {
    let Some(key) = user_key(named) else {
        return Ok(named.strip_prefix("id:").unwrap_or(named).to_owned());
    };
    match management.users().find(FindUser::by(key)).await? {
        Some(user) => Ok(user.id),
        None => Err(no_user(named)),
    }
}

/// The same for several.
pub(super) async fn user_ids(
    management: &ManagementClient,
    named: &[String],
) -> Result<Vec<String>, Failure> {
    let mut ids = Vec::with_capacity(named.len());
    for name in named {
        ids.push(user_id(management, name).await?);
    }
    Ok(ids)
}

/// How a user is named who is not named by id.
pub(super) fn user_key(named: &str) -> Option<UserKey> {
    let (kind, value) = named.split_once(':')?;
    match kind {
        "email" => Some(UserKey::email(value)),
        "phone" => Some(UserKey::phone(value)),
        "username" => Some(UserKey::username(value)),
        "external-id" => Some(UserKey::external_id(value)),
        _ => None,
    }
}

pub(super) fn no_user(named: &str) -> Failure {
    let named = excerpt(named, 100);
    Failure::new(Exit::NotFound, text!("There is no user {named}.", "用户 {named} 不存在。"))
}

/// Reads `user:ID`, `role:CODE`, `group:CODE` or `department:ID`.
pub(super) async fn target(management: &ManagementClient, named: &str) -> Result<Target, Failure> {
    let (kind, identifier) = named.split_once(':').unwrap_or_default();
    let kind = match kind {
        "user" => {
            let id = user_id(management, identifier).await?;
            return Ok(Target::user(id));
        }
        "role" => PolicyAssignmentTargetType::Role,
        "group" => PolicyAssignmentTargetType::Group,
        "department" => PolicyAssignmentTargetType::Org,
        _ => {
            let named = excerpt(named, 100);
            return Err(Failure::usage(text!(
                "`{named}` does not say what it is: write user:ID, role:CODE, group:CODE or department:ID.",
                "`{named}` 的类型不明确:请写成 user:ID、role:编码、group:编码 或 department:ID。"
            )));
        }
    };
    Ok(Target::new(kind, identifier))
}

/// `key=value` as it was typed.
#[derive(Clone, Debug)]
pub(crate) struct Pair {
    pub(super) key: String,
    pub(super) value: String,
}

/// Reads `key=value`.
pub(super) fn pair(text: &str) -> Result<Pair, String> {
    match text.split_once('=') {
        Some((key, value)) if !key.trim().is_empty() => {
            Ok(Pair { key: key.trim().to_owned(), value: value.to_owned() })
        }
        _ => Err(text!("it has to be FIELD=VALUE", "格式应为 字段=值")),
    }
}

/// `true` or `false`, as people write them.
pub(super) fn switch(field: &str, value: &str) -> Result<bool, Failure> {
    match value {
        "true" | "yes" | "1" => Ok(true),
        "false" | "no" | "0" => Ok(false),
        _ => Err(Failure::usage(text!(
            "`{field}` has to be true or false.",
            "`{field}` 只能是 true 或 false。"
        ))),
    }
}

/// A password that meets the usual rules: 23 characters with letters of both cases, digits and a sign.
pub(super) fn generate_password() -> Result<Secret, Failure> {
    loop {
        let text = random::text(40)?;
        let letters: Vec<char> =
            text.chars().filter(char::is_ascii_alphanumeric).take(20).collect();
        let has = |kind: fn(&char) -> bool| letters.iter().any(kind);
        if letters.len() == 20
            && has(char::is_ascii_uppercase)
            && has(char::is_ascii_lowercase)
            && has(char::is_ascii_digit)
        {
            let groups: Vec<String> =
                letters.chunks(5).map(|group| group.iter().collect()).collect();
            return Ok(groups.join("-").into());
        }
    }
}

/// Reads a secret: from standard input, or on a terminal by asking for it without showing it.
pub(super) async fn read_secret(cx: &Context, question: &str) -> Result<Secret, Failure> {
    if io::stdin().is_terminal() {
        return crate::confirm::ask_secret(cx, question).await;
    }
    let unreadable = |error: io::Error| {
        Failure::new(
            Exit::Failed,
            text!("Standard input cannot be read: {error}.", "无法读取标准输入:{error}。"),
        )
    };
    let read = tokio::task::spawn_blocking(|| {
        let mut text = String::new();
        io::stdin().take(64 * 1024).read_to_string(&mut text).map(|_| text)
    });
    let text = read.await.map_err(|_| Failure::interrupted())?.map_err(unreadable)?;
    let line = text.strip_suffix('\n').unwrap_or(&text);
    let line = line.strip_suffix('\r').unwrap_or(line);
    if line.is_empty() || line.contains('\n') {
        return Err(Failure::usage(text!(
            "Standard input has to hold the secret, on one line.",
            "标准输入应为一行,内容为密钥或密码。"
        )));
    }
    Ok(line.into())
}

/// Manages who belongs to it
#[derive(Debug, Subcommand)]
pub(crate) enum Members<N: Args> {
    /// Lists the members
    List {
        /// The code
        #[arg(value_name = "CODE")]
        code: String,
        #[command(flatten)]
        namespace: N,
        #[command(flatten)]
        list: ListOptions,
    },
    /// Adds members
    Add {
        /// The code
        #[arg(value_name = "CODE")]
        code: String,
        /// The users' ids, or email:…, phone:…, username:…, external-id:…
        #[arg(value_name = "USER", required = true)]
        users: Vec<String>,
        #[command(flatten)]
        namespace: N,
    },
    /// Removes members
    Remove {
        /// The code
        #[arg(value_name = "CODE")]
        code: String,
        /// The users' ids, or email:…, phone:…, username:…, external-id:…
        #[arg(value_name = "USER", required = true)]
        users: Vec<String>,
        #[command(flatten)]
        namespace: N,
    },
}

/// An update that names no field.
pub(super) fn nothing_to_change() -> Failure {
    Failure::usage(text!(
        "Nothing is to be changed: name a field.",
        "没有要更改的内容,请至少指定一个字段。"
    ))
}

/// Numbers with what they count, below each other. What there is none of says nothing, but for the first.
pub(super) fn counts(cx: &Context, counts: &[(&str, u64)]) -> Result<(), Failure> {
    for (index, (name, number)) in counts.iter().enumerate() {
        if index == 0 || *number > 0 {
            cx.out.line(&format!("{number:>9}  {name}"))?;
        }
    }
    Ok(())
}

/// The order of a list.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Order {
    CreatedAsc,
    CreatedDesc,
    UpdatedAsc,
    UpdatedDesc,
}

impl From<Order> for SortBy {
    fn from(order: Order) -> Self {
        match order {
            Order::CreatedAsc => Self::CreatedAtAsc,
            Order::CreatedDesc => Self::CreatedAtDesc,
            Order::UpdatedAsc => Self::UpdatedAtAsc,
            Order::UpdatedDesc => Self::UpdatedAtDesc,
        }
    }
}
