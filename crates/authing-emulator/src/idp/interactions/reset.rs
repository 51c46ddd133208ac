//! A password that was forgotten: a code sent to the account's number or address sets another.

use http::StatusCode;
use maud::html;

use crate::base::failures;
use crate::base::text::Text;
use crate::domain::context::Cx;
use crate::domain::passwords::{self, GivenPassword};
use crate::handler::{Call, Response};
use crate::idp::interactions::codes::{self, Address};
use crate::idp::interactions::login::{CODE, SEND_CODE, other_ways, sent_note};
use crate::idp::interactions::visit::{self, Outcome, Visit};
use crate::idp::sso::pages::{self, Field, Page, Problem};

const RESET: Text = Text::new("重置密码", "Reset your password");
const ACCOUNT: Text =
    Text::new("账号绑定的邮箱或手机号", "Email address or phone number of your account");
pub(super) const NEW_PASSWORD: Text = Text::new("新密码", "New password");
const BACK: Text = Text::new("返回登录", "Back to the login");

/// The scene of the email with the code.
const SCENE: &str = "RESET_PASSWORD";

pub(super) fn show(cx: &mut Cx<'_>, _: &Call, visit: &Visit) -> Outcome {
    visit.require_stranger(cx)?;
    respond(cx, visit, StatusCode::OK, &Form::default())
}

pub(super) fn take(cx: &mut Cx<'_>, call: &Call, visit: &Visit) -> Outcome {
    if call.form_field("action") == "cancel" {
        return visit::cancel(cx, visit);
    }
    visit.require_stranger(cx)?;
    let address = Address::guess(call.form_field("account"));
    let mut form = Form { account: &address.text, ..Form::default() };
    let outcome = if call.form_field("action") == "send" {
        let sent = codes::send(cx, &address, SCENE);
        form.sent = sent.as_ref().err().is_none_or(codes::was_sent);
        sent
    } else {
        form.sent = true;
        let code = codes::typed(call, "code");
        let new = GivenPassword::Clear(call.form_field("password"));
        let done = passwords::reset_by_code(cx, address.channel, &address.text, &code, new);
        if done.is_ok() {
            return Ok(Response::redirect("login?reset=1"));
        }
        done
    };
    if let Err(error) = outcome {
        // Who is not known is told at the step that the number is typed in at.
        form.sent &= !error.is(failures::USER_NOT_FOUND);
        form.problem = Some(pages::problem_of(&error, visit.lang));
    }
    let status = if form.problem.is_some() { StatusCode::BAD_REQUEST } else { StatusCode::OK };
    respond(cx, visit, status, &form)
}

#[derive(Default)]
struct Form<'a> {
    account: &'a str,
    sent: bool,
    problem: Option<Problem>,
}

fn respond(cx: &Cx<'_>, visit: &Visit, status: StatusCode, form: &Form<'_>) -> Outcome {
    let lang = visit.lang;
    let problem = form.problem.as_ref();
    let advice = passwords::advice(&cx.pool()?.settings.password_strength);
    let content = html! {
        @if form.sent {
            (sent_note(form.account, lang))
            (pages::hidden("account", form.account))
            (Field::code(CODE).first().show(problem, lang))
            (Field::password("password", NEW_PASSWORD, "new-password").hint(advice).show(problem, lang))
            (pages::buttons("reset", RESET, lang))
            (other_ways(Some("reset"), lang))
        } @else {
            (Field::new("account", ACCOUNT, "username").value(form.account).first().show(problem, lang))
            (pages::buttons("send", SEND_CODE, lang))
        }
    };
    let body = html! {
        (pages::form(&visit.csrf, problem, &content))
        p.more { a href="login" { (BACK.get(lang)) } }
    };
    let page = Page { title: RESET, app: Some(&cx.app()?.name), lang, again: Some("") };
    Ok(page.respond(status, &body))
}
