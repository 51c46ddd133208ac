//! What an application asks for.

use http::StatusCode;
use maud::html;

use crate::base::text::Text;
use crate::domain::context::Cx;
use crate::domain::sso::{self, Step};
use crate::handler::{Call, Response};
use crate::idp::interactions::visit::{self, Outcome, Stop, Visit};
use crate::idp::resume;
use crate::idp::sso::pages::{self, Page};
use crate::state::sso::AuthenticatedUser;

const CONSENT: Text = Text::new("授权", "Allow access");
const ALLOW: Text = Text::new("同意", "Allow");
const WANTS: Text = Text::new("申请以下权限：", "asks for:");
const AS: Text = Text::new("当前用户：", "You are");

pub(super) fn show(cx: &mut Cx<'_>, _: &Call, visit: &Visit) -> Outcome {
    let who = user(cx, visit)?;
    let lang = visit.lang;
    let user = cx.user(&who.user_id)?;
    let app = &cx.app()?.name;
    let scope = resume::scope(&visit.interaction.resume);
    let body = html! {
        p { (AS.get(lang)) " " b { (user.display_name()) } }
        p { b { (app) } " " (WANTS.get(lang)) }
        ul { @for word in scope.split(' ') { li { (word) } } }
        (pages::form(&visit.csrf, None, &pages::buttons("allow", ALLOW, lang)))
    };
    let page = Page { title: CONSENT, app: Some(app), lang, again: Some("") };
    Ok(page.respond(StatusCode::OK, &body))
}

pub(super) fn take(cx: &mut Cx<'_>, call: &Call, visit: &Visit) -> Outcome {
    let who = user(cx, visit)?;
    let may_act = cx.pool()?.user(&who.user_id).is_some_and(|user| user.may_log_in(cx.now));
    if may_act && call.form_field("action") == "allow" {
        Ok(visit::leave(cx, visit, &who)?)
    } else {
        visit::cancel(cx, visit)
    }
}

/// Who has logged in and has nothing else to do before.
fn user(cx: &Cx<'_>, visit: &Visit) -> Result<AuthenticatedUser, Stop> {
    let mut who = visit.user()?;
    let instead = |page: &str| Err(Stop::instead(Response::redirect(page)));
    match sso::next_step(cx, &mut who, true, visit.lang)? {
        Step::Tenant => instead("tenant"),
        Step::Agreements => instead("agreements"),
        Step::Consent | Step::Done => Ok(who),
    }
}
