//! `authing users`.

use authing_management::{
    CreateUser, FindUser, GetUser, ListUsers, ManagementClient, PageRequest, Patch, SearchUsers,
    Secret,
    mfa::MfaType,
    types::{
        CreateUserInput, CustomData, CustomValue, SearchUserDepartmentOpt, SearchUserGroupOpt,
        SearchUserRoleOpt, Selected, Timestamp, UpdateUserInput, UserKey,
    },
};
use clap::{Args, Subcommand, ValueEnum};
use serde_json::{Value, json};

use super::shared::{
    Namespace, Order, Pair, RIGHT_COLUMNS, USER_COLUMNS, USERS, counted, generate_password,
    no_user, nothing_to_change, pair, read_secret, switch, user_id,
};
use super::{users_export::Export, users_import::Import};
use crate::{
    confirm::confirm,
    context::{Context, ListOptions, to_value},
    failure::Failure,
    output::{Column, column},
    shown::excerpt,
};

const LIST_EXAMPLES: &str = "Examples:
  authing users list
  authing users list --search alice --in email,name
  authing users list --role admin --columns id,name,email
  # Everybody, a line of JSON each
  authing users list --json | jq -r .email";

const GET_EXAMPLES: &str = "Examples:
  authing users get 5f7a993eb9b49dcd5c021e40
  authing users get email:alice@example.com
  authing users get username:alice --json | jq .customData";

const FIND_EXAMPLES: &str = "Examples:
  authing users find --email alice@example.com
  # In a script: 0 if there is such a user, 4 if not
  authing users find --phone 13800138000 --json > user.json";

const CREATE_EXAMPLES: &str = "Examples:
  authing users create --username alice --email alice@example.com --generate-password
  authing users create --phone 13800138000 --set company=Acme --data level=3
  # The password from a file that nobody else reads
  authing users create --username alice --password-stdin --yes < password.txt";

const UPDATE_EXAMPLES: &str = "Examples:
  authing users update email:alice@example.com --name 'Alice Li' --set company=Acme
  authing users update 5f7a993eb9b49dcd5c021e40 --clear phone --clear nickname
  authing users update username:alice --generate-password";

const DELETE_EXAMPLES: &str = "Examples:
  authing users delete 5f7a993eb9b49dcd5c021e40
  authing users delete --yes email:alice@example.com username:bob";

const KICK_EXAMPLES: &str = "Examples:
  # Whatever sessions Alice has, in every application, end now
  authing users kick email:alice@example.com";

const DATA_EXAMPLES: &str = "Examples:
  authing users data get username:alice
  authing users data set username:alice level=3 vip=true team=support
  authing users data remove username:alice team";

/// Manages users: who they are, what they may do, and their logins
#[derive(Debug, Subcommand)]
pub(crate) enum Users {
    /// Lists users, or searches for them
    #[command(after_help = LIST_EXAMPLES, visible_alias = "ls")]
    List(List),
    /// Shows a user with their custom data
    #[command(after_help = GET_EXAMPLES)]
    Get(OneUser),
    /// Finds the one user who has this email, phone, username or external id
    #[command(after_help = FIND_EXAMPLES)]
    Find(Find),
    /// Creates a user
    #[command(after_help = CREATE_EXAMPLES)]
    Create(Create),
    /// Changes a user: what is not named keeps its value
    #[command(after_help = UPDATE_EXAMPLES)]
    Update(Update),
    /// Deletes users. There is no way back
    #[command(after_help = DELETE_EXAMPLES, visible_alias = "rm")]
    Delete(SeveralUsers),
    /// Blocks users: they can no longer log in
    Block(SeveralUsers),
    /// Lets blocked users log in again
    Unblock(SeveralUsers),
    /// Ends all sessions of users
    #[command(after_help = KICK_EXAMPLES)]
    Kick(SeveralUsers),
    /// Suspends users' accounts
    Suspend(SeveralUsers),
    /// Activates suspended accounts
    Activate(SeveralUsers),
    /// Marks users as having left the company
    Resign(SeveralUsers),
    /// Manages the roles of a user
    #[command(subcommand)]
    Roles(Roles),
    /// Manages the groups of a user
    #[command(subcommand)]
    Groups(Groups),
    /// Manages the custom data of a user
    #[command(subcommand, after_help = DATA_EXAMPLES)]
    Data(Data),
    /// Shows the policies that are attached to a user
    Policies(ListedUser),
    /// Shows the resources that a user may use
    Permissions(Permissions),
    /// Shows the departments of a user
    Departments(ListedUser),
    /// Shows the tenants of a user
    Tenants(ListedUser),
    /// Shows or resets the second factors of a user
    #[command(subcommand)]
    Mfa(Mfa),
    Import(Box<Import>),
    Export(Export),
}

#[derive(Args, Debug)]
pub(crate) struct List {
    /// Only users in whose fields this text is
    #[arg(long, short = 's', value_name = "TEXT")]
    search: Option<String>,

    /// The fields that --search looks into: username,email,name
    #[arg(long = "in", value_name = "FIELDS", value_delimiter = ',', requires = "search")]
    fields: Vec<String>,

    /// Only users who have this role
    #[arg(long, value_name = "CODE")]
    role: Vec<String>,

    /// Only users of this group
    #[arg(long, value_name = "CODE")]
    group: Vec<String>,

    /// Only users of this department and those below it
    #[arg(long, value_name = "ID")]
    department: Vec<String>,

    /// Only users whose accounts are archived
    #[arg(long, conflicts_with_all = ["search", "role", "group", "department", "sort"])]
    archived: bool,

    /// The order; a search has its own
    #[arg(long, value_name = "ORDER", value_enum, conflicts_with_all = ["search", "role", "group", "department"])]
    sort: Option<Order>,

    /// Shows custom data, too
    #[arg(long)]
    data: bool,

    #[command(flatten)]
    list: ListOptions,
}

impl List {
    fn is_search(&self) -> bool {
        self.search.is_some()
            || !(self.role.is_empty() && self.group.is_empty() && self.department.is_empty())
    }
}

#[derive(Args, Debug)]
pub(crate) struct OneUser {
    /// The user's id, or email:…, phone:…, username:…, external-id:…
    #[arg(value_name = "USER")]
    user: String,
}

#[derive(Args, Debug)]
pub(crate) struct ListedUser {
    #[command(flatten)]
    user: OneUser,
    #[command(flatten)]
    list: ListOptions,
}

#[derive(Args, Debug)]
pub(crate) struct SeveralUsers {
    /// The users' ids, or email:…, phone:…, username:…, external-id:…
    #[arg(value_name = "USER", required = true)]
    users: Vec<String>,
}

#[derive(Args, Debug)]
pub(crate) struct Find {
    #[command(flatten)]
    key: FindKey,
}

#[derive(Args, Debug)]
#[group(required = true, multiple = false)]
struct FindKey {
    /// The user's email
    #[arg(long, value_name = "EMAIL")]
    email: Option<String>,
    /// The user's phone number, as the user pool has it
    #[arg(long, value_name = "PHONE")]
    phone: Option<String>,
    /// The username
    #[arg(long, value_name = "NAME")]
    username: Option<String>,
    /// The id that the user has in another system
    #[arg(long, value_name = "ID")]
    external_id: Option<String>,
    /// The id that the user has with an identity provider
    #[arg(long, value_name = "PROVIDER:ID")]
    identity: Option<String>,
}

/// The fields that are set most often.
#[derive(Args, Debug)]
struct Usual {
    /// The username
    #[arg(long, value_name = "NAME")]
    username: Option<String>,
    /// The email
    #[arg(long, value_name = "EMAIL")]
    email: Option<String>,
    /// The phone number
    #[arg(long, value_name = "PHONE")]
    phone: Option<String>,
    /// The full name
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// The nickname
    #[arg(long, value_name = "NAME")]
    nickname: Option<String>,
    /// The id in another system
    #[arg(long, value_name = "ID")]
    external_id: Option<String>,
    /// Sets any other field by the name that --json shows: company=Acme
    #[arg(long, value_name = "FIELD=VALUE", value_parser = pair)]
    set: Vec<Pair>,
    #[command(flatten)]
    password: Password,
}

impl Usual {
    /// What is to be set, by field.
    fn pairs(&self) -> Vec<(&str, &str)> {
        let usual = [
            ("username", &self.username),
            ("email", &self.email),
            ("phone", &self.phone),
            ("name", &self.name),
            ("nickname", &self.nickname),
            ("externalId", &self.external_id),
        ];
        let usual = usual.into_iter().filter_map(|(name, value)| Some((name, value.as_deref()?)));
        usual.chain(self.set.iter().map(|pair| (&*pair.key, &*pair.value))).collect()
    }
}

#[derive(Args, Debug)]
#[group(multiple = false)]
struct Password {
    /// Reads the password from standard input; on a terminal it is asked for and not shown
    #[arg(long)]
    password_stdin: bool,
    /// Makes up a password and shows it once
    #[arg(long)]
    generate_password: bool,
}

impl Password {
    /// The password, and whether it has to be shown.
    async fn get(&self, cx: &Context) -> Result<Option<(Secret, bool)>, Failure> {
        if self.generate_password {
            return Ok(Some((generate_password()?, true)));
        }
        if self.password_stdin {
            let question = text!("The new password: ", "新密码:");
            return Ok(Some((read_secret(cx, &question).await?, false)));
        }
        Ok(None)
    }
}

#[derive(Args, Debug)]
pub(crate) struct Create {
    #[command(flatten)]
    usual: Usual,

    /// Sets custom data: level=3
    #[arg(long, value_name = "KEY=VALUE", value_parser = pair)]
    data: Vec<Pair>,

    /// The user has to choose another password at the first login
    #[arg(long)]
    reset_password: bool,
}

#[derive(Args, Debug)]
pub(crate) struct Update {
    #[command(flatten)]
    user: OneUser,

    #[command(flatten)]
    usual: Usual,

    /// Clears a field by the name that --json shows
    #[arg(long, value_name = "FIELD")]
    clear: Vec<String>,
}

/// Manages the roles of a user
#[derive(Debug, Subcommand)]
pub(crate) enum Roles {
    /// Lists the roles of a user
    List(NamespacedUser),
    /// Gives roles to a user
    Add(UserCodes),
    /// Takes roles from a user
    Remove(UserCodes),
}

/// Manages the groups of a user
#[derive(Debug, Subcommand)]
pub(crate) enum Groups {
    /// Lists the groups of a user
    List(ListedUser),
    /// Adds a user to groups
    Add(UserCodes),
    /// Takes a user out of groups
    Remove(UserCodes),
}

#[derive(Args, Debug)]
pub(crate) struct NamespacedUser {
    #[command(flatten)]
    user: OneUser,
    #[command(flatten)]
    namespace: Namespace,
    #[command(flatten)]
    list: ListOptions,
}

#[derive(Args, Debug)]
pub(crate) struct UserCodes {
    #[command(flatten)]
    user: OneUser,
    /// The codes
    #[arg(value_name = "CODE", required = true)]
    codes: Vec<String>,
    #[command(flatten)]
    namespace: Namespace,
}

/// Manages the custom data of a user
#[derive(Debug, Subcommand)]
pub(crate) enum Data {
    /// Shows the custom data of a user
    Get(OneUser),
    /// Sets values. What looks like a number, true, false or JSON is stored as such
    Set {
        #[command(flatten)]
        user: OneUser,
        /// What to set: level=3
        #[arg(value_name = "KEY=VALUE", required = true, value_parser = pair)]
        values: Vec<Pair>,
    },
    /// Removes values
    Remove {
        #[command(flatten)]
        user: OneUser,
        /// The keys
        #[arg(value_name = "KEY", required = true)]
        keys: Vec<String>,
    },
}

#[derive(Args, Debug)]
pub(crate) struct Permissions {
    #[command(flatten)]
    user: OneUser,
    #[command(flatten)]
    namespace: Namespace,
    #[command(flatten)]
    list: ListOptions,
}

/// Shows or resets the second factors of a user
#[derive(Debug, Subcommand)]
pub(crate) enum Mfa {
    /// Shows which second factors a user has
    Show(OneUser),
    /// Removes a second factor, for somebody who has lost it
    Reset {
        #[command(flatten)]
        user: OneUser,
        /// Which one
        #[arg(long, value_enum, default_value_t = Factor::Otp)]
        factor: Factor,
    },
}

/// A second factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Factor {
    Otp,
    Face,
}

impl Users {
    pub(crate) async fn run(self, cx: &Context) -> Result<(), Failure> {
        let command = match self {
            // What is wrong with a file is told before the server is needed.
            Self::Import(import) => return import.run(cx).await,
            Self::Export(export) => return export.run(cx).await,
            command => command,
        };
        let management = cx.management().await?;
        let users = management.users();
        match command {
            Self::Import(_) | Self::Export(_) => Ok(()),
            Self::List(list) => run_list(cx, management, list).await,
            Self::Get(OneUser { user }) => {
                let id = user_id(management, &user).await?;
                show(cx, &users.get(GetUser::new(id).with_custom_data()).await?, None)
            }
            Self::Find(Find { key }) => {
                let (request, named) = key.request()?;
                match users.find(request.with_custom_data()).await? {
                    Some(user) => show(cx, &user, None),
                    None => Err(no_user(&named)),
                }
            }
            Self::Create(create) => run_create(cx, management, create).await,
            Self::Update(update) => run_update(cx, management, update).await,
            Self::Delete(SeveralUsers { users: named }) => {
                let many = counted(&named, USERS);
                confirm(cx, &text!("delete {many}", "删除 {many}")).await?;
                let done = |user: &str| text!("Deleted {user}.", "已删除 {user}。");
                cx.for_each(&named, done, |user| async move {
                    let id = user_id(management, &user).await?;
                    Ok(management.users().delete(id).await?)
                })
                .await
            }
            Self::Block(several) => set_blocked(cx, management, several, true).await,
            Self::Unblock(several) => set_blocked(cx, management, several, false).await,
            Self::Kick(SeveralUsers { users: named }) => {
                let many = counted(&named, USERS);
                confirm(cx, &text!("end all sessions of {many}", "强制 {many}下线")).await?;
                let done = |user: &str| text!("Ended the sessions of {user}.", "{user} 已下线。");
                cx.for_each(&named, done, |user| async move {
                    let id = user_id(management, &user).await?;
                    Ok(management.users().kick(id).await?)
                })
                .await
            }
            Self::Suspend(SeveralUsers { users: named }) => {
                let many = counted(&named, USERS);
                confirm(cx, &text!("suspend {many}", "停用 {many}")).await?;
                let done = |user: &str| text!("Suspended {user}.", "已停用 {user}。");
                cx.for_each(&named, done, |user| async move {
                    let id = user_id(management, &user).await?;
                    Ok(management.users().suspend(id).await?)
                })
                .await
            }
            Self::Activate(SeveralUsers { users: named }) => {
                let many = counted(&named, USERS);
                confirm(cx, &text!("activate {many}", "启用 {many}")).await?;
                let done = |user: &str| text!("Activated {user}.", "已启用 {user}。");
                cx.for_each(&named, done, |user| async move {
                    let id = user_id(management, &user).await?;
                    Ok(management.users().activate(id).await?)
                })
                .await
            }
            Self::Resign(SeveralUsers { users: named }) => {
                let many = counted(&named, USERS);
                confirm(cx, &text!("mark {many} as having left", "将 {many}标记为离职")).await?;
                let done = |user: &str| text!("{user} has left.", "{user} 已离职。");
                cx.for_each(&named, done, |user| async move {
                    let id = user_id(management, &user).await?;
                    Ok(management.users().resign(id).await?)
                })
                .await
            }
            Self::Roles(command) => command.run(cx, management).await,
            Self::Groups(command) => command.run(cx, management).await,
            Self::Data(command) => command.run(cx, management).await,
            Self::Policies(ListedUser { user, list }) => {
                const COLUMNS: &[Column] = &[column("code", "POLICY", "策略")];
                let id = user_id(management, &user.user).await?;
                let page = PageRequest { page: 1, limit: list.page_size() };
                cx.list(users.list_policies(id, page), COLUMNS, &list).await
            }
            Self::Permissions(Permissions { user, namespace, list }) => {
                let id = user_id(management, &user.user).await?;
                let users = match namespace.namespace {
                    Some(namespace) => users.in_namespace(namespace),
                    None => users,
                };
                let page = users.list_authorized_resources(id, None).await?;
                cx.list_all(&page.list, RIGHT_COLUMNS, &list)
            }
            Self::Departments(ListedUser { user, list }) => {
                const COLUMNS: &[Column] = &[
                    column("department.id", "ID", "ID"),
                    column("department.name", "DEPARTMENT", "部门"),
                    column("department.orgId", "ORGANISATION", "组织机构"),
                    column("isMainDepartment", "MAIN", "主部门"),
                ];
                let id = user_id(management, &user.user).await?;
                let page = users.list_departments(id).await?;
                cx.list_all(&page.list, COLUMNS, &list)
            }
            Self::Tenants(ListedUser { user, list }) => {
                const COLUMNS: &[Column] =
                    &[column("id", "ID", "ID"), column("name", "TENANT", "租户")];
                let id = user_id(management, &user.user).await?;
                cx.list_all(&users.list_tenants(id).await?, COLUMNS, &list)
            }
            Self::Mfa(Mfa::Show(OneUser { user })) => {
                let id = user_id(management, &user).await?;
                cx.show(&management.mfa().get_status(id).await?)
            }
            Self::Mfa(Mfa::Reset { user: OneUser { user }, factor }) => {
                let (factor, name) = match factor {
                    Factor::Otp => (MfaType::Otp, text!("one-time passwords", "动态口令")),
                    Factor::Face => (MfaType::Face, text!("face recognition", "人脸识别")),
                };
                let shown = excerpt(&user, 100);
                confirm(cx, &text!("remove {name} of {shown}", "移除 {shown} 的{name}")).await?;
                let id = user_id(management, &user).await?;
                management.mfa().disassociate(&id, factor).await?;
                let done = text!("Removed {name} of {shown}.", "已移除 {shown} 的{name}。");
                cx.out.done(&done, || json!({ "id": id, "ok": true }))
            }
        }
    }
}

/// The user, with custom data as the values that they are, and with a password that was made up.
fn show(
    cx: &Context,
    user: &authing_management::types::User,
    password: Option<&Secret>,
) -> Result<(), Failure> {
    let mut value = to_value(user)?;
    if let Value::Object(fields) = &mut value {
        if matches!(user.custom_data, Selected::Value(_)) {
            let data = user.typed_custom_data();
            let data = data.iter().map(|(key, value)| (key.to_owned(), value.to_json()));
            fields.insert("customData".to_owned(), Value::Object(data.collect()));
        }
        if let Some(password) = password {
            fields.insert("generatedPassword".to_owned(), password.expose().into());
        }
    }
    cx.show(&value)
}

async fn run_list(cx: &Context, management: &ManagementClient, list: List) -> Result<(), Failure> {
    let users = management.users();
    let size = list.list.page_size();
    if list.archived {
        let page = PageRequest { page: 1, limit: size };
        return cx.list(users.list_archived(page), USER_COLUMNS, &list.list).await;
    }
    if list.is_search() {
        let mut request = SearchUsers::new(list.search.unwrap_or_default()).limit(size);
        if !list.fields.is_empty() {
            request = request.fields(list.fields);
        }
        for code in list.role {
            request = request.role(SearchUserRoleOpt::new(code));
        }
        for code in list.group {
            request = request.group(SearchUserGroupOpt::new().code(code));
        }
        for id in list.department {
            let department = SearchUserDepartmentOpt::new().department_id(id);
            request = request.department(department.include_children_departments(true));
        }
        if list.data {
            request = request.with_custom_data();
        }
        return cx.list(users.search(request), USER_COLUMNS, &list.list).await;
    }
    let mut request = ListUsers::new().limit(size);
    if let Some(order) = list.sort {
        request = request.sort_by(order.into());
    }
    if list.data {
        request = request.with_custom_data();
    }
    cx.list(users.list(request), USER_COLUMNS, &list.list).await
}

impl FindKey {
    /// The request, and what was looked for.
    fn request(self) -> Result<(FindUser, String), Failure> {
        let of = |key: UserKey, named: &str| (FindUser::by(key), named.to_owned());
        Ok(match self {
            Self { email: Some(email), .. } => of(UserKey::email(&*email), &email),
            Self { phone: Some(phone), .. } => of(UserKey::phone(&*phone), &phone),
            Self { username: Some(name), .. } => of(UserKey::username(&*name), &name),
            Self { external_id: Some(id), .. } => of(UserKey::external_id(&*id), &id),
            Self { identity, .. } => {
                let identity = identity.unwrap_or_default();
                let Some((provider, id)) = identity.split_once(':') else {
                    return Err(Failure::usage(text!(
                        "--identity has to be PROVIDER:ID.",
                        "--identity 的格式应为 身份源:ID。"
                    )));
                };
                (FindUser::by_identity(provider, id), identity.clone())
            }
        })
    }
}

async fn run_create(
    cx: &Context,
    management: &ManagementClient,
    create: Create,
) -> Result<(), Failure> {
    let mut input = CreateUserInput::new();
    let pairs = create.usual.pairs();
    if pairs.is_empty() {
        return Err(Failure::usage(text!(
            "Nothing is known about the user: give a username, an email or a phone number.",
            "缺少用户信息:请至少提供用户名、邮箱或手机号。"
        )));
    }
    for (field, value) in &pairs {
        input = set_new(input, field, value)?;
    }
    let named = pairs.first().map(|(_, value)| excerpt(value, 100)).unwrap_or_default();
    confirm(cx, &text!("create the user {named}", "创建用户 {named}")).await?;
    let password = create.usual.password.get(cx).await?;
    if let Some((password, _)) = &password {
        input = input.password(password.clone());
    }
    let mut request = CreateUser::new(input);
    if create.reset_password {
        request = request.reset_password_on_first_login();
    }
    if !create.data.is_empty() {
        request = request.custom_data(custom_data(&create.data));
    }
    let user = management.users().create(request).await?;
    show(cx, &user, password.as_ref().filter(|(_, shown)| *shown).map(|(password, _)| password))
}

async fn run_update(
    cx: &Context,
    management: &ManagementClient,
    update: Update,
) -> Result<(), Failure> {
    let mut input = UpdateUserInput::new();
    let pairs = update.usual.pairs();
    for (field, value) in &pairs {
        input = set(input, field, Some(value))?;
    }
    for field in &update.clear {
        if pairs.iter().any(|(set, _)| set == field) {
            let field = excerpt(field, 100);
            return Err(Failure::usage(text!(
                "`{field}` cannot be set and cleared at once.",
                "`{field}` 不能同时设置和清除。"
            )));
        }
        input = set(input, field, None)?;
    }
    let asks_for_password =
        update.usual.password.password_stdin || update.usual.password.generate_password;
    if pairs.is_empty() && update.clear.is_empty() && !asks_for_password {
        return Err(nothing_to_change());
    }
    let mut changed: Vec<String> = pairs.iter().map(|(field, _)| excerpt(field, 60)).collect();
    changed.extend(update.clear.iter().map(|field| excerpt(field, 60)));
    changed.extend(asks_for_password.then(|| "password".to_owned()));
    let (shown, changed) = (excerpt(&update.user.user, 100), changed.join(", "));
    confirm(cx, &text!("change {changed} of the user {shown}", "更改用户 {shown} 的 {changed}"))
        .await?;
    let password = update.usual.password.get(cx).await?;
    if let Some((password, _)) = &password {
        input = input.password(password.clone());
    }
    let id = user_id(management, &update.user.user).await?;
    let user = management.users().update(id, input).await?;
    show(cx, &user, password.as_ref().filter(|(_, shown)| *shown).map(|(password, _)| password))
}

async fn set_blocked(
    cx: &Context,
    management: &ManagementClient,
    SeveralUsers { users: named }: SeveralUsers,
    blocked: bool,
) -> Result<(), Failure> {
    let many = counted(&named, USERS);
    let what = match blocked {
        true => text!("block {many}", "锁定 {many}"),
        false => text!("unblock {many}", "解锁 {many}"),
    };
    confirm(cx, &what).await?;
    let done = |user: &str| match blocked {
        true => text!("Blocked {user}.", "已锁定 {user}。"),
        false => text!("Unblocked {user}.", "已解锁 {user}。"),
    };
    cx.for_each(&named, done, |user| async move {
        let id = user_id(management, &user).await?;
        management.users().update(id, UpdateUserInput::new().blocked(blocked)).await?;
        Ok(())
    })
    .await
}

impl Roles {
    async fn run(self, cx: &Context, management: &ManagementClient) -> Result<(), Failure> {
        let users = |namespace: Namespace| match namespace.namespace {
            Some(namespace) => management.users().in_namespace(namespace),
            None => management.users(),
        };
        match self {
            Self::List(NamespacedUser { user, namespace, list }) => {
                let id = user_id(management, &user.user).await?;
                let page = users(namespace).list_roles(id).await?;
                cx.list_all(&page.list, super::roles::COLUMNS, &list)
            }
            Self::Add(UserCodes { user: OneUser { user }, codes, namespace }) => {
                let (shown, listed) = (excerpt(&user, 100), excerpt(&codes.join(", "), 200));
                let what = text!(
                    "give the user {shown} the roles {listed}",
                    "为用户 {shown} 添加角色 {listed}"
                );
                confirm(cx, &what).await?;
                let id = user_id(management, &user).await?;
                users(namespace).add_roles(&id, &codes).await?;
                let done =
                    text!("{shown} has the roles {listed}.", "已为 {shown} 添加角色 {listed}。");
                cx.out.done(&done, || json!({ "id": id, "added": codes }))
            }
            Self::Remove(UserCodes { user: OneUser { user }, codes, namespace }) => {
                let (shown, listed) = (excerpt(&user, 100), excerpt(&codes.join(", "), 200));
                let what = text!(
                    "take the roles {listed} from the user {shown}",
                    "移除用户 {shown} 的角色 {listed}"
                );
                confirm(cx, &what).await?;
                let id = user_id(management, &user).await?;
                users(namespace).remove_roles(&id, &codes).await?;
                let done = text!(
                    "{shown} no longer has the roles {listed}.",
                    "已移除 {shown} 的角色 {listed}。"
                );
                cx.out.done(&done, || json!({ "id": id, "removed": codes }))
            }
        }
    }
}

impl Groups {
    async fn run(self, cx: &Context, management: &ManagementClient) -> Result<(), Failure> {
        match self {
            Self::List(ListedUser { user, list }) => {
                let id = user_id(management, &user.user).await?;
                let page = management.users().list_groups(id).await?;
                cx.list_all(&page.list, super::groups::COLUMNS, &list)
            }
            Self::Add(UserCodes { user: OneUser { user }, codes, .. }) => {
                let (shown, listed) = (excerpt(&user, 100), excerpt(&codes.join(", "), 200));
                let what = text!(
                    "add the user {shown} to the groups {listed}",
                    "将用户 {shown} 加入分组 {listed}"
                );
                confirm(cx, &what).await?;
                let id = &*user_id(management, &user).await?;
                let done = |code: &str| text!("Added to {code}.", "已加入 {code}。");
                cx.for_each(&codes, done, |code| async move {
                    Ok(management.users().add_group(id, code).await?)
                })
                .await
            }
            Self::Remove(UserCodes { user: OneUser { user }, codes, .. }) => {
                let (shown, listed) = (excerpt(&user, 100), excerpt(&codes.join(", "), 200));
                let what = text!(
                    "take the user {shown} out of the groups {listed}",
                    "将用户 {shown} 移出分组 {listed}"
                );
                confirm(cx, &what).await?;
                let id = &*user_id(management, &user).await?;
                let done = |code: &str| text!("Taken out of {code}.", "已移出 {code}。");
                cx.for_each(&codes, done, |code| async move {
                    Ok(management.users().remove_group(id, code).await?)
                })
                .await
            }
        }
    }
}

impl Data {
    async fn run(self, cx: &Context, management: &ManagementClient) -> Result<(), Failure> {
        let users = management.users();
        match self {
            Self::Get(OneUser { user }) => {
                let id = user_id(management, &user).await?;
                let data = users.get_custom_data(id).await?;
                let data = data.iter().map(|(key, value)| (key.to_owned(), value.to_json()));
                cx.show(&Value::Object(data.collect()))
            }
            Self::Set { user: OneUser { user }, values } => {
                let keys: Vec<_> = values.iter().map(|pair| excerpt(&pair.key, 60)).collect();
                let (shown, keys) = (excerpt(&user, 100), keys.join(", "));
                let what = text!(
                    "set {keys} in the custom data of {shown}",
                    "设置 {shown} 的自定义数据 {keys}"
                );
                confirm(cx, &what).await?;
                let id = user_id(management, &user).await?;
                users.set_custom_data(&id, &custom_data(&values)).await?;
                let done = text!("Set {keys} of {shown}.", "已设置 {shown} 的 {keys}。");
                cx.out.done(&done, || json!({ "id": id, "ok": true }))
            }
            Self::Remove { user: OneUser { user }, keys } => {
                let (shown, listed) = (excerpt(&user, 100), excerpt(&keys.join(", "), 200));
                let what = text!(
                    "remove {listed} from the custom data of {shown}",
                    "移除 {shown} 的自定义数据 {listed}"
                );
                confirm(cx, &what).await?;
                let id = &*user_id(management, &user).await?;
                let done = |key: &str| text!("Removed {key}.", "已移除 {key}。");
                cx.for_each(&keys, done, |key| async move {
                    management.users().remove_custom_value(id, key).await?;
                    Ok(())
                })
                .await
            }
        }
    }
}

/// Values as they are meant: JSON where it is JSON, and text otherwise.
fn custom_data(pairs: &[Pair]) -> CustomData {
    pairs.iter().fold(CustomData::new(), |data, Pair { key, value }| {
        let value = match serde_json::from_str::<Value>(value) {
            Ok(Value::Bool(value)) => CustomValue::Boolean(value),
            Ok(Value::Number(value)) => CustomValue::Number(value),
            Ok(Value::String(value)) => CustomValue::String(value),
            Ok(value @ (Value::Array(_) | Value::Object(_))) => CustomValue::Object(value),
            Ok(Value::Null) | Err(_) => CustomValue::String(value.clone()),
        };
        data.with(key, value)
    })
}

/// Sets or clears fields by the names that JSON has: `fields!` makes both functions of one table.
macro_rules! fields {
    (
        both { $($name:literal => $method:ident,)* }
        update { $($later:literal => $update:ident,)* }
        switches { $($switch:literal => $switch_method:ident,)* }
        times { $($time:literal => $time_method:ident,)* }
    ) => {
        /// The fields that an update knows.
        const FIELDS: &[&str] = &[$($name,)* $($later,)* $($switch,)* $($time,)*];

        fn set(input: UpdateUserInput, field: &str, value: Option<&str>) -> Result<UpdateUserInput, Failure> {
            let text = || Patch::from(value.map(str::to_owned));
            Ok(match field {
                $($name => input.$method(text()),)*
                $($later => input.$update(text()),)*
                $($switch => input.$switch_method(match value {
                    Some(value) => Patch::Value(switch(field, value)?),
                    None => Patch::Null,
                }),)*
                $($time => input.$time_method(Patch::from(value.map(Timestamp::from_text))),)*
                _ => return Err(unknown_field(field, FIELDS)),
            })
        }

        fn set_new(input: CreateUserInput, field: &str, value: &str) -> Result<CreateUserInput, Failure> {
            const FIELDS: &[&str] = &[$($name,)* $($switch,)*];
            Ok(match field {
                $($name => input.$method(value),)*
                $($switch => input.$switch_method(switch(field, value)?),)*
                _ => return Err(unknown_field(field, FIELDS)),
            })
        }
    };
}

fields! {
    both {
        "username" => username,
        "email" => email,
        "phone" => phone,
        "phoneCountryCode" => phone_country_code,
        "name" => name,
        "nickname" => nickname,
        "externalId" => external_id,
        "photo" => photo,
        "company" => company,
        "givenName" => given_name,
        "familyName" => family_name,
        "middleName" => middle_name,
        "profile" => profile,
        "preferredUsername" => preferred_username,
        "website" => website,
        "gender" => gender,
        "birthdate" => birthdate,
        "zoneinfo" => zoneinfo,
        "locale" => locale,
        "address" => address,
        "formatted" => formatted,
        "streetAddress" => street_address,
        "locality" => locality,
        "region" => region,
        "postalCode" => postal_code,
        "country" => country,
        "unionid" => unionid,
        "openid" => openid,
    }
    update {
        "city" => city,
        "province" => province,
        "directManagement" => direct_management,
        "mainDepartmentId" => main_department_id,
        "mainDepartmentCode" => main_department_code,
    }
    switches {
        "emailVerified" => email_verified,
        "phoneVerified" => phone_verified,
        "blocked" => blocked,
    }
    times {
        "expiredAt" => expired_at,
    }
}

fn unknown_field(field: &str, known: &[&str]) -> Failure {
    if field == "password" {
        return Failure::usage(text!(
            "A password does not belong on a command line, where others can see it.",
            "不要把密码写在命令行中,其他人可能会看到。"
        ))
        .hint(text!(
            "Use --password-stdin or --generate-password.",
            "请使用 --password-stdin 或 --generate-password。"
        ));
    }
    let (field, known) = (excerpt(field, 100), known.join(", "));
    Failure::usage(text!("There is no field `{field}` to set.", "没有可设置的字段 `{field}`。"))
        .hint(text!("There are: {known}.", "可用字段:{known}。"))
}
