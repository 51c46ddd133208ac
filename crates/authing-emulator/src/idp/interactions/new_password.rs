//! A password in place of one that somebody else has set, or that is too old.

use http::StatusCode;
use maud::html;

use crate::base::error::ApiError;
use crate::base::text::Text;
use crate::domain::context::Cx;
use crate::domain::login::{self, LoginOptions, Opening};
use crate::domain::passwords::{self, GivenPassword};
use crate::handler::{Call, Response};
use crate::idp::interactions::login::refuse;
use crate::idp::interactions::reset::NEW_PASSWORD;
use crate::idp::interactions::visit::{self, Outcome, Stop, Visit};
use crate::idp::sso::pages::{self, Field, Page};
use crate::state::sso::{HalfWay, Missing};

const CHANGE: Text = Text::new("设置新密码", "Set a new password");
const OLD_PASSWORD: Text = Text::new("当前密码", "Present password");
const FIRST: Text = Text::new(
    "首次登录，请设置新密码。",
    "You log in for the first time. Set a password of your own.",
);
const TOO_OLD: Text =
    Text::new("密码已过期，请设置新密码。", "Your password is too old. Set another one.");
const SAVE: Text = Text::new("保存并登录", "Save and log in");

pub(super) fn show(cx: &mut Cx<'_>, _: &Call, visit: &Visit) -> Outcome {
    let user = half_way(cx, visit)?;
    respond(cx, visit, &user, None)
}

pub(super) fn take(cx: &mut Cx<'_>, call: &Call, visit: &Visit) -> Outcome {
    if call.form_field("action") == "cancel" {
        return visit::cancel(cx, visit);
    }
    let user = half_way(cx, visit)?;
    let new = GivenPassword::Clear(call.form_field("password"));
    let id = &user.user_id;
    let done = if user.missing == Missing::FreshPassword {
        let old = GivenPassword::Clear(call.form_field("old_password"));
        passwords::change(cx, id, Some(old), new)
    } else {
        passwords::reset_first(cx, id, new)
    };
    if let Err(error) = done {
        return respond(cx, visit, &user, Some(&error));
    }
    let options = LoginOptions { opening: Opening::Protocol, ..LoginOptions::default() };
    let outcome = login::finish(cx, id, options).map(|()| id.clone());
    visit::proceed(cx, call, visit, outcome, user.how).or_else(|error| refuse(cx, visit, &error))
}

fn half_way(cx: &Cx<'_>, visit: &Visit) -> Result<HalfWay, Stop> {
    let user = visit.half_way(cx)?;
    match user.missing {
        Missing::FirstPassword | Missing::FreshPassword => Ok(user),
        Missing::SecondFactor { .. } => Err(Stop::instead(Response::redirect("factor"))),
    }
}

fn respond(cx: &Cx<'_>, visit: &Visit, user: &HalfWay, error: Option<&ApiError>) -> Outcome {
    let lang = visit.lang;
    let problem = error.map(|error| pages::problem_of(error, lang));
    let problem = problem.as_ref();
    let reason = if user.missing == Missing::FreshPassword { TOO_OLD } else { FIRST };
    let advice = passwords::advice(&cx.pool()?.settings.password_strength);
    let asks_old = user.missing == Missing::FreshPassword;
    let new = Field::password("password", NEW_PASSWORD, "new-password").hint(advice);
    let content = html! {
        @if asks_old {
            (Field::password("old_password", OLD_PASSWORD, "current-password").first().show(problem, lang))
        }
        (if asks_old { new } else { new.first() }.show(problem, lang))
        (pages::buttons("save", SAVE, lang))
    };
    let body = html! {
        p { (reason.get(lang)) }
        (pages::form(&visit.csrf, problem, &content))
    };
    let status = if problem.is_some() { StatusCode::BAD_REQUEST } else { StatusCode::OK };
    let page = Page { title: CHANGE, app: Some(&cx.app()?.name), lang, again: Some("") };
    Ok(page.respond(status, &body))
}
