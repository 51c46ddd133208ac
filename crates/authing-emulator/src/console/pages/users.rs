//! All users of the pool, searched and paged on the server.

use maud::{Markup, html};

use crate::base::text::Text;
use crate::console::page::{Group, Page, Place, Sheet, Shown};
use crate::console::parts::{self, Window};
use crate::console::visit::Visit;
use crate::state::user_pool::UserPool;
use crate::state::users::{User, UserStatus};

const SEARCH: Text = Text::new("搜索", "Search");
const BY: Text = Text::new(
    "ID、用户名、邮箱、手机号、昵称、姓名或公司",
    "Id, username, email, phone, nickname, name or company",
);
const NEW: Text = Text::new("新建用户", "New user");
const NAME: Text = Text::new("用户", "User");
const USERNAME: Text = Text::new("用户名", "Username");
const EMAIL: Text = Text::new("邮箱", "Email");
const PHONE: Text = Text::new("手机号", "Phone");
const STATUS: Text = Text::new("状态", "Status");
const LAST_LOGIN: Text = Text::new("上次登录", "Last login");
const NONE: Text = Text::new("没有匹配的用户。", "No user matches.");
const NOBODY: Text = Text::new(
    "还没有用户。新建一个，或通过 SDK 注册。",
    "There are no users yet. Make one here, or register one by an SDK.",
);
const ACTIVE: Text = Text::new("正常", "Active");
const BLOCKED: Text = Text::new("已封禁", "Blocked");
const SUSPENDED: Text = Text::new("已停用", "Suspended");
const RESIGNED: Text = Text::new("已离职", "Resigned");
const ARCHIVED: Text = Text::new("已归档", "Archived");

/// A longer text finds nobody.
const SEARCHED_LETTERS: usize = 200;

pub(in crate::console) const PAGE: Page = Page {
    path: "/_console/users",
    title: Text::new("用户", "Users"),
    place: Place::In(Group::People),
    show,
    actions: &[],
};

fn show(visit: &Visit<'_>) -> Shown {
    let query = visit.query("q").unwrap_or_default();
    let window = Window::of(visit);
    let (rows, total) = visit.with(|cx| {
        let pool = cx.pool()?;
        let (found, total) = find(pool, query, &window);
        Ok((found.into_iter().map(|user| row(visit, user)).collect::<Vec<_>>(), total))
    })?;
    let content = html! {
        div.bar {
            form.search role="search" method="get" action=(PAGE.path) {
                label.unseen for="q" { (visit.say(BY)) }
                input id="q" name="q" type="search" value=(query) placeholder=(visit.say(BY)) maxlength="200";
                button { (visit.say(SEARCH)) }
            }
            a.button.main href="/_console/users/new" { (visit.say(NEW)) }
        }
        section.sheet id="users" data-live="state" {
            @if rows.is_empty() {
                (parts::empty(visit, if query.is_empty() { NOBODY } else { NONE }))
            } @else {
                table.stack {
                    thead { tr {
                        @for title in [NAME, USERNAME, EMAIL, PHONE, STATUS, LAST_LOGIN] {
                            th scope="col" { (visit.say(title)) }
                        }
                    } }
                    tbody { @for row in rows { (row) } }
                }
            }
            (window.links(visit, total))
        }
    };
    Ok(Sheet::new(content))
}

/// A page of whoever has the text, newest first, and how many there are. Only these accounts are looked at.
fn find<'a>(pool: &'a UserPool, query: &str, window: &Window) -> (Vec<&'a User>, usize) {
    if query.is_empty() {
        let users = pool.users.by_creation().rev().filter(|user| user.is_present());
        let page = users.skip(window.skipped()).take(window.rows).collect();
        return (page, pool.users.count_present());
    }
    if query.chars().count() > SEARCHED_LETTERS {
        return (Vec::new(), 0);
    }
    let text = query.to_lowercase();
    let Some(found) = pool.users.search(&text) else { return (Vec::new(), 0) };
    let found: Vec<&User> = found.rev().collect();
    let page = found.iter().copied().skip(window.skipped()).take(window.rows).collect();
    (page, found.len())
}

fn row(visit: &Visit<'_>, user: &User) -> Markup {
    let cell = |title: Text, class: &str, text: Option<&str>| {
        html! { td class=(class) data-title=(visit.say(title)) { (text.unwrap_or("—")) } }
    };
    html! {
        tr {
            th scope="row" { a href={ "/_console/users/" (user.id) } { (user.display_name()) } }
            (cell(USERNAME, "middling", user.username.as_deref()))
            (cell(EMAIL, "wide", user.email.as_deref()))
            (cell(PHONE, "middling", user.phone.as_deref()))
            td data-title=(visit.say(STATUS)) { (status(visit, user)) }
            td data-title=(visit.say(LAST_LOGIN)) {
                @match user.last_login { Some(at) => (parts::moment(at)), None => "—" }
            }
        }
    }
}

/// Whether somebody may log in, in a word.
pub(in crate::console) fn status(visit: &Visit<'_>, user: &User) -> Markup {
    let (class, text) = match user.status {
        _ if user.blocked => ("bad", BLOCKED),
        UserStatus::Activated => ("good", ACTIVE),
        UserStatus::Suspended => ("warn", SUSPENDED),
        UserStatus::Resigned => ("warn", RESIGNED),
        UserStatus::Archived => ("warn", ARCHIVED),
    };
    parts::badge(class, visit.say(text))
}
