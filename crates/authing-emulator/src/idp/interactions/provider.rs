//! An identity provider that is not there: the page asks who one is at it.

use http::StatusCode;
use maud::html;

use crate::base::error::ApiError;
use crate::base::failures;
use crate::base::text::Text;
use crate::domain::connections::{self, Provider, SocialIdentity};
use crate::domain::context::Cx;
use crate::domain::login::Opening;
use crate::handler::Call;
use crate::idp::interactions::visit::{self, Outcome, Stop, Visit};
use crate::idp::sso::pages::{self, Page};
use crate::idp::stand_in;
use crate::state::authentication::Authentication;

const BACK: Text = Text::new("返回登录", "Back to the login");

pub(super) fn show(cx: &mut Cx<'_>, call: &Call, visit: &Visit) -> Outcome {
    visit.require_stranger(cx)?;
    let provider = provider(cx, call)?;
    respond(cx, visit, &provider, None)
}

pub(super) fn take(cx: &mut Cx<'_>, call: &Call, visit: &Visit) -> Outcome {
    visit.require_stranger(cx)?;
    if call.form_field("action") == "cancel" {
        return Ok(visit.to("login"));
    }
    let provider = provider(cx, call)?;
    let (id, nickname) = stand_in::read(call);
    if id.is_empty() {
        return respond(cx, visit, &provider, Some(&failures::BAD_REQUEST.into()));
    }
    let person = SocialIdentity { provider: &provider.identifier, id, nickname };
    let outcome = connections::log_in(cx, &person, Opening::Protocol);
    // How somebody has proved who they are there, nobody knows here.
    visit::proceed(cx, call, visit, outcome, Authentication::default())
        .or_else(|error| respond(cx, visit, &provider, Some(&error)))
}

/// The provider of the path, which must be one that the application offers.
fn provider(cx: &Cx<'_>, call: &Call) -> Result<Provider, Stop> {
    let all = connections::providers(cx.pool()?, &cx.app()?.id);
    let found = all.into_iter().find(|provider| provider.identifier == call.param("provider"));
    found.ok_or(Stop::Page(StatusCode::FORBIDDEN, pages::NOT_OFFERED))
}

fn respond(cx: &Cx<'_>, visit: &Visit, provider: &Provider, error: Option<&ApiError>) -> Outcome {
    let lang = visit.lang;
    let problem = error.map(|error| pages::problem_of(error, lang));
    let body = html! {
        (stand_in::content(cx, provider, Some(&visit.csrf), problem.as_ref(), lang)?)
        p.more { a href="../login" { (BACK.get(lang)) } }
    };
    let status = if problem.is_some() { StatusCode::BAD_REQUEST } else { StatusCode::OK };
    let page = Page { title: stand_in::TITLE, app: Some(&cx.app()?.name), lang, again: Some("") };
    Ok(page.respond(status, &body))
}
