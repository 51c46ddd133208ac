//! The identity providers that are played: social ones, directories, WeChat.

use http::Method;
use maud::{Markup, html};
use serde_json::{Value as Json, json};

use crate::api::graphql;
use crate::base::text::Text;
use crate::console::page::{Action, Group, Next, Page, Place, Sheet, Shown, Stop};
use crate::console::visit::Visit;
use crate::console::{parts, rules};
use crate::control;
use crate::state::external_identities::DirectoryKind;
use crate::state::user_pool::UserPool;

const SOCIAL: Text = Text::new("社会化登录", "Social providers");
const SOCIAL_HINT: Text = Text::new(
    "模拟器代替这些身份源显示登录页，不会访问外部网络。",
    "The emulator shows a login page in their place. Nothing is asked of the real ones.",
);
const NO_SOCIAL: Text =
    Text::new("还没有连接任何社会化身份源。", "No social provider is connected yet.");
const PROVIDER: Text = Text::new("身份源", "Provider");
const CONNECT: Text = Text::new("连接", "Connect");
const ENABLE: Text = Text::new("启用", "Enable");
const DISABLE: Text = Text::new("停用", "Disable");
const ON: Text = Text::new("已启用", "On");
const OFF: Text = Text::new("已停用", "Off");
const DIRECTORIES: Text = Text::new("目录账号", "Accounts of directories");
const NO_ACCOUNTS: Text = Text::new("目录中还没有账号。", "No directory has accounts yet.");
const DIRECTORY: Text = Text::new("目录", "Directory");
const USERNAME: Text = Text::new("用户名", "Username");
const PASSWORD: Text = Text::new("密码", "Password");
const NAME: Text = Text::new("姓名", "Name");
const EMAIL: Text = Text::new("邮箱", "Email");
const ADD: Text = Text::new("添加", "Add");
const NEEDED: Text = Text::new("请填写用户名和密码。", "Give a username and a password.");
const WECHAT: Text = Text::new("微信登录码", "A code of WeChat");
const WECHAT_HINT: Text = Text::new(
    "与微信发给 App 的一次性登录码相同，有效期五分钟。",
    "As WeChat gives it to an app on a phone: single-use, and valid for five minutes.",
);
const OPENID: Text = Text::new("OpenID", "OpenID");
const NICKNAME: Text = Text::new("昵称", "Nickname");
const ISSUE: Text = Text::new("生成", "Make one");
const CODE: Text = Text::new("登录码", "Code");
const OPENID_NEEDED: Text = Text::new("请填写 OpenID。", "Give an OpenID.");

pub(in crate::console) const PAGE: Page = Page {
    path: "/_console/providers",
    title: Text::new("身份源", "Identity providers"),
    place: Place::In(Group::Applications),
    show,
    actions: &[
        Action {
            name: "connect",
            run: connect,
            done: Text::new("身份源已连接。", "The provider is connected."),
        },
        Action {
            name: "enable",
            run: enable,
            done: Text::new("身份源已启用。", "The provider is on."),
        },
        Action {
            name: "disable",
            run: disable,
            done: Text::new("身份源已停用。", "The provider is off."),
        },
        Action {
            name: "account",
            run: add_account,
            done: Text::new("账号已添加。", "The account is there."),
        },
        Action { name: "wechat", run: wechat, done: CODE },
    ],
};

fn show(visit: &Visit<'_>) -> Shown {
    sheet(visit, None)
}

fn sheet(visit: &Visit<'_>, code: Option<&str>) -> Shown {
    let content = visit.with(|cx| {
        let known = rules::query(cx, graphql::social_connections::FIELDS, "socialConnections")?;
        let pool = cx.pool()?;
        Ok(html! {
            (social(visit, pool, &known))
            div.halves {
                (directories(visit, pool))
                (wechat_code(visit, code))
            }
        })
    })?;
    Ok(Sheet::new(content))
}

fn social(visit: &Visit<'_>, pool: &UserPool, known: &Json) -> Markup {
    let text = |entry: &Json, key: &str| {
        entry.get(key).and_then(Json::as_str).unwrap_or_default().to_owned()
    };
    let known: Vec<(String, String)> = known
        .as_array()
        .map(|list| {
            list.iter().map(|entry| (text(entry, "provider"), text(entry, "name"))).collect()
        })
        .unwrap_or_default();
    let options = known.iter().map(|(code, name)| (code.as_str(), name.as_str()));
    html! {
        section.sheet {
            h2 { (visit.say(SOCIAL)) }
            p.soft { (visit.say(SOCIAL_HINT)) }
            @if pool.social_connections.is_empty() { (parts::empty(visit, NO_SOCIAL)) }
            ul.tags {
                @for connection in &pool.social_connections {
                    @let own: &[(&str, &str)] = &[("provider", &connection.provider)];
                    li {
                        (connection.provider) " "
                        @if connection.enabled {
                            (parts::badge("good", visit.say(ON)))
                            (parts::button(visit, "disable", DISABLE, &connection.provider, "small", own))
                        } @else {
                            (parts::badge("warn", visit.say(OFF)))
                            (parts::button(visit, "enable", ENABLE, &connection.provider, "small", own))
                        }
                    }
                }
            }
            form.line method="post" {
                (parts::choice(visit, "provider", PROVIDER, options, "github"))
                button name="action" value="connect" { (visit.say(CONNECT)) }
            }
        }
    }
}

fn directories(visit: &Visit<'_>, pool: &UserPool) -> Markup {
    let kinds = [(DirectoryKind::Ldap, "LDAP"), (DirectoryKind::Ad, "Active Directory")];
    let accounts = |kind| pool.directory_accounts.users(kind);
    html! {
        section.sheet {
            h2 { (visit.say(DIRECTORIES)) }
            @if kinds.iter().all(|(kind, _)| accounts(*kind).is_empty()) { (parts::empty(visit, NO_ACCOUNTS)) }
            ul.plain-list {
                @for (kind, name) in kinds {
                    @for account in accounts(kind) {
                        li {
                            (parts::badge("", name)) " " strong { (account.username) }
                            @if let Some(name) = &account.name { " · " (name) }
                            @if let Some(email) = &account.email { " · " (email) }
                        }
                    }
                }
            }
            form method="post" {
                div.fields {
                    (parts::choice(visit, "directory", DIRECTORY, [("ldap", "LDAP"), ("ad", "Active Directory")], "ldap"))
                    (parts::input(visit, "username", USERNAME, "text", ""))
                    (parts::input(visit, "password", PASSWORD, "text", ""))
                    (parts::input(visit, "name", NAME, "text", ""))
                    (parts::input(visit, "email", EMAIL, "text", ""))
                }
                button name="action" value="account" { (visit.say(ADD)) }
            }
        }
    }
}

fn wechat_code(visit: &Visit<'_>, code: Option<&str>) -> Markup {
    html! {
        section.sheet {
            h2 { (visit.say(WECHAT)) }
            p.soft { (visit.say(WECHAT_HINT)) }
            @if let Some(code) = code {
                p.note.good role="status" {
                    (visit.say(CODE)) " " (parts::copyable(visit, visit.say(CODE), code))
                }
            }
            form method="post" {
                div.fields {
                    (parts::input(visit, "openid", OPENID, "text", ""))
                    (parts::input(visit, "nickname", NICKNAME, "text", ""))
                }
                button name="action" value="wechat" { (visit.say(ISSUE)) }
            }
        }
    }
}

fn change(visit: &Visit<'_>, mutation: &str, arguments: Json) -> Result<Next, Stop> {
    let fields = graphql::social_connections::FIELDS;
    visit.with(|cx| rules::mutate(cx, fields, mutation, arguments))?;
    Ok(Next::Back)
}

fn connect(visit: &Visit<'_>) -> Result<Next, Stop> {
    let input = json!({ "input": { "provider": visit.field("provider"), "fields": [] } });
    change(visit, "createSocialConnectionInstance", input)
}

fn enable(visit: &Visit<'_>) -> Result<Next, Stop> {
    change(visit, "enableSocialConnectionInstance", json!({ "provider": visit.field("provider") }))
}

fn disable(visit: &Visit<'_>) -> Result<Next, Stop> {
    change(visit, "disableSocialConnectionInstance", json!({ "provider": visit.field("provider") }))
}

fn add_account(visit: &Visit<'_>) -> Result<Next, Stop> {
    let (username, password) = (visit.filled("username"), visit.filled("password"));
    let (username, password) = username.zip(password).ok_or(Stop::Wrong(NEEDED))?;
    let body = json!({
        "directory": visit.field("directory"),
        "username": username,
        "password": password,
        "name": visit.filled("name"),
        "email": visit.filled("email"),
    });
    control::call(visit.engine, &Method::POST, "/directory-users", &body)
        .map_err(Stop::WrongText)?;
    Ok(Next::Back)
}

fn wechat(visit: &Visit<'_>) -> Result<Next, Stop> {
    let openid = visit.filled("openid").ok_or(Stop::Wrong(OPENID_NEEDED))?;
    let body = json!({ "openid": openid, "nickname": visit.filled("nickname") });
    let made = control::call(visit.engine, &Method::POST, "/wechat-codes", &body)
        .map_err(Stop::WrongText)?;
    let code = made.get("code").and_then(Json::as_str).unwrap_or_default();
    Ok(Next::Show(sheet(visit, Some(code))?))
}
