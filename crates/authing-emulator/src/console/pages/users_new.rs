//! A new user, with a password in clear if one is wanted.

use maud::html;
use serde_json::{Map, Value as Json, json};

use crate::api::graphql;
use crate::base::text::Text;
use crate::console::page::{Action, Next, Page, Place, Sheet, Shown, Stop};
use crate::console::visit::Visit;
use crate::console::{parts, rules};
use crate::domain::passwords;

const USERNAME: Text = Text::new("用户名", "Username");
const EMAIL: Text = Text::new("邮箱", "Email");
const PHONE: Text = Text::new("手机号", "Phone");
const PASSWORD: Text = Text::new("密码", "Password");
const NICKNAME: Text = Text::new("昵称", "Nickname");
const CREATE: Text = Text::new("新建", "Create");
const HINT: Text = Text::new(
    "用户名、邮箱和手机号至少填写一项。没有密码的用户只能用验证码或社会化账号登录。",
    "Give at least one of username, email and phone. Who has no password logs in by a code or at a provider.",
);

pub(in crate::console) const PAGE: Page = Page {
    path: "/_console/users/new",
    title: Text::new("新建用户", "New user"),
    place: Place::Under("/_console/users"),
    show,
    actions: &[Action {
        name: "create",
        run: create,
        done: Text::new("用户已创建。", "The user is created."),
    }],
};

fn show(visit: &Visit<'_>) -> Shown {
    let content = html! {
        form.sheet.narrow method="post" {
            p.soft { (visit.say(HINT)) }
            (parts::input(visit, "username", USERNAME, "text", ""))
            (parts::input(visit, "email", EMAIL, "email", ""))
            (parts::input(visit, "phone", PHONE, "tel", ""))
            (parts::input(visit, "nickname", NICKNAME, "text", ""))
            (parts::input(visit, "password", PASSWORD, "text", ""))
            (parts::submit(visit, "create", CREATE))
        }
    };
    Ok(Sheet::new(content))
}

fn create(visit: &Visit<'_>) -> Result<Next, Stop> {
    let mut info = Map::new();
    for name in ["username", "email", "phone", "nickname"] {
        if let Some(value) = visit.filled(name) {
            info.insert(name.to_owned(), value.into());
        }
    }
    let password = Some(visit.field("password")).filter(|password| !password.is_empty());
    let id = visit.with(|cx| {
        if let Some(password) = password {
            passwords::require_strength(cx, password)?;
        }
        let made =
            rules::mutate(cx, graphql::users::FIELDS, "createUser", json!({ "userInfo": info }))?;
        let id = made.get("id").and_then(Json::as_str).unwrap_or_default().to_owned();
        if let Some(password) = password {
            passwords::set(cx, &id, password)?;
        }
        Ok(id)
    })?;
    Ok(Next::To(format!("/_console/users/{id}")))
}
