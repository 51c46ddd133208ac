//! A login as a user, without their password and second factor: a token, and the browser's session.

use maud::html;

use crate::base::text::Text;
use crate::console::page::{Action, Next, Page, Place, Sheet, Shown, Stop};
use crate::console::parts;
use crate::console::visit::Visit;
use crate::domain::login::{self, Opening};
use crate::domain::sso;
use crate::idp::sso::cookies;
use crate::state::authentication::Authentication;
use crate::state::sso::AuthenticatedUser;

const APP: Text = Text::new("应用", "Application");
const LOG_IN: Text = Text::new("登录", "Log in");
const TOKEN: Text = Text::new("用户 Token", "User token");
const SESSION: Text = Text::new(
    "本浏览器已建立登录会话：下次应用跳转到登录页时将直接以此用户登录，无需密码。",
    "This browser has a session now: when an application sends it to the login page next, it is logged in as \
     this user without a password.",
);
const USE_IT: Text =
    Text::new("将它放在 Authorization: Bearer 之后。", "Send it after Authorization: Bearer.");
const NOT_FOUND: Text = Text::new("没有这个应用。", "There is no such application.");

pub(in crate::console) const PAGE: Page = Page {
    path: "/_console/users/{id}/login",
    title: Text::new("以此用户登录", "Log in as this user"),
    place: Place::Under("/_console/users"),
    show,
    actions: &[Action { name: "login", run, done: SESSION }],
};

fn show(visit: &Visit<'_>) -> Shown {
    let found = visit.with(|cx| {
        let pool = cx.pool()?;
        let Some(user) = pool.user(visit.param("id")) else { return Ok(None) };
        let apps = pool.apps.iter().map(|app| (app.id.as_str(), app.name.as_str()));
        let content = html! {
            form.sheet.narrow method="post" {
                p { a href={ "/_console/users/" (user.id) } { (user.display_name()) } }
                (parts::choice(visit, "app", APP, apps, ""))
                (parts::submit(visit, "login", LOG_IN))
            }
        };
        Ok(Some(Sheet::new(content)))
    })?;
    found.ok_or(Stop::NotFound)
}

fn run(visit: &Visit<'_>) -> Result<Next, Stop> {
    let id = visit.param("id");
    let app_id = visit.field("app");
    let made = visit.with(|cx| {
        let Some(app) = cx.pool()?.app(app_id) else { return Ok(None) };
        let app_name = app.name.clone();
        let name = cx.user(id)?.display_name().to_owned();
        cx.enter_app(app_id)?;
        login::complete(cx, id, Opening::UserToken)?;
        let how = Authentication::default();
        let who = AuthenticatedUser { user_id: id.to_owned(), auth_time: cx.now, how };
        let session = sso::open_session(cx, &who)?;
        let token = cx.user(id)?.token.clone().unwrap_or_default();
        Ok(Some((app_name, name, session, token, cx.pool()?.id.clone())))
    })?;
    let (app, name, session, token, pool_id) = made.ok_or(Stop::Wrong(NOT_FOUND))?;
    let content = html! {
        section.sheet {
            p.note.good role="status" { (visit.say(SESSION)) }
            dl.facts {
                dt { (visit.say(APP)) } dd { (app) }
                dt { (visit.say(TOKEN)) } dd { (parts::secret(visit, visit.say(TOKEN), &token)) }
            }
            p.soft { (visit.say(USE_IT)) }
            p { a.button href={ "/_console/users/" (id) } { (name) } }
        }
    };
    let set_session = move |response| cookies::set_session(response, &pool_id, &session);
    Ok(Next::ShowWith(Sheet::new(content), Box::new(set_session)))
}
