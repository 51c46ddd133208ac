//! For which tenant somebody is here.

use http::StatusCode;
use maud::html;

use crate::base::error::ApiError;
use crate::base::text::Text;
use crate::domain::context::Cx;
use crate::domain::tenants;
use crate::handler::Call;
use crate::idp::interactions::visit::{self, Outcome, Visit};
use crate::idp::sso::pages::{self, Page};

const CHOOSE: Text = Text::new("选择租户", "Choose a tenant");
const BELONG: Text = Text::new(
    "你属于多个租户，请选择要登录的租户。",
    "You belong to several tenants. Choose the one to log in for.",
);
const CANCEL: Text = Text::new("取消", "Cancel");

pub(super) fn show(cx: &mut Cx<'_>, call: &Call, visit: &Visit) -> Outcome {
    let who = visit.user()?;
    if tenants::open_to(cx, &who.user_id)?.len() < 2 {
        return Ok(visit::go_on(cx, call, visit, who)?);
    }
    respond(cx, visit, &who.user_id, None)
}

pub(super) fn take(cx: &mut Cx<'_>, call: &Call, visit: &Visit) -> Outcome {
    if call.form_field("action") == "cancel" {
        return visit::cancel(cx, visit);
    }
    let mut who = visit.user()?;
    match tenants::choose(cx, &who.user_id, call.form_field("tenant")) {
        Ok(id) => {
            who.how.tenant_id = Some(id);
            Ok(visit::go_on(cx, call, visit, who)?)
        }
        Err(error) => respond(cx, visit, &who.user_id, Some(&error)),
    }
}

fn respond(cx: &Cx<'_>, visit: &Visit, user_id: &str, error: Option<&ApiError>) -> Outcome {
    let lang = visit.lang;
    let problem = error.map(|error| pages::problem_of(error, lang));
    let content = html! {
        div.choices {
            @for tenant in tenants::open_to(cx, user_id)? {
                button name="tenant" value=(tenant.id) { (tenant.name) }
            }
        }
        div.buttons { button name="action" value="cancel" { (CANCEL.get(lang)) } }
    };
    let body = html! {
        p { (BELONG.get(lang)) }
        (pages::form(&visit.csrf, problem.as_ref(), &content))
    };
    let status = if problem.is_some() { StatusCode::BAD_REQUEST } else { StatusCode::OK };
    let page = Page { title: CHOOSE, app: Some(&cx.app()?.name), lang, again: Some("") };
    Ok(page.respond(status, &body))
}
