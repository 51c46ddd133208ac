//! Making an account of one's own.

use http::StatusCode;
use maud::{Markup, html};

use crate::base::error::ApiError;
use crate::base::text::{Lang, Text};
use crate::domain::agreements as rules;
use crate::domain::context::Cx;
use crate::domain::login::{self, Account, LoginOptions, Opening, Registration};
use crate::domain::passwords::{self, GivenPassword};
use crate::handler::Call;
use crate::idp::interactions::agreements::{boxes, ticked};
use crate::idp::interactions::codes::{self, Address};
use crate::idp::interactions::login::{
    CODE, EMAIL, SEND_CODE, address_field, offers_registration, other_ways, refuse, sent_note,
};
use crate::idp::interactions::visit::{self, Outcome, Stop, Visit};
use crate::idp::sso::pages::{self, Field, Page, Problem};
use crate::state::applications::{Agreement, RegisterMethod};
use crate::state::authentication::{AuthMethod, Authentication};
use crate::state::codes::Channel;

const REGISTER: Text = Text::new("注册", "Create an account");
const WAYS: Text = Text::new("注册方式", "Ways to register");
const USERNAME: Text = Text::new("用户名", "Username");
pub(super) const NEW_PASSWORD: Text = Text::new("设置密码", "Choose a password");
const PASSWORD_IF_WANTED: Text = Text::new("设置密码（选填）", "Choose a password (optional)");
const HAVE_ONE: Text = Text::new("已有账号？去登录", "You have an account? Log in");
const BY_EMAIL: Text = Text::new("邮箱", "Email");
const BY_PHONE: Text = Text::new("手机号", "Phone");
const BY_USERNAME: Text = Text::new("用户名", "Username");
const BY_EMAIL_CODE: Text = Text::new("邮箱验证码", "Email code");

fn word(method: RegisterMethod) -> &'static str {
    match method {
        RegisterMethod::Email => "email",
        RegisterMethod::Phone => "phone",
        RegisterMethod::Username => "username",
        RegisterMethod::EmailCode => "email-code",
    }
}

/// The channel by which a code comes, where one is needed.
fn channel(method: RegisterMethod) -> Option<Channel> {
    match method {
        RegisterMethod::Phone => Some(Channel::Sms),
        RegisterMethod::EmailCode => Some(Channel::Email),
        RegisterMethod::Email | RegisterMethod::Username => None,
    }
}

fn method(cx: &Cx<'_>, call: &Call) -> Result<RegisterMethod, Stop> {
    let not_offered = || Stop::Page(StatusCode::FORBIDDEN, pages::NOT_OFFERED);
    if !offers_registration(cx)? {
        return Err(not_offered());
    }
    let offered = cx.app()?.login_page.register_methods();
    let named = call.query("by").unwrap_or_else(|| call.form_field("by"));
    let found = match named {
        "" => offered.first().copied(),
        named => offered.iter().copied().find(|method| word(*method) == named),
    };
    found.ok_or_else(not_offered)
}

pub(super) fn show(cx: &mut Cx<'_>, call: &Call, visit: &Visit) -> Outcome {
    visit.require_stranger(cx)?;
    let form = Form { method: method(cx, call)?, ..Form::default() };
    respond(cx, visit, StatusCode::OK, &form)
}

pub(super) fn take(cx: &mut Cx<'_>, call: &Call, visit: &Visit) -> Outcome {
    if call.form_field("action") == "cancel" {
        return visit::cancel(cx, visit);
    }
    visit.require_stranger(cx)?;
    let method = method(cx, call)?;
    let account = call.form_field("account").trim();
    let mut form = Form { method, account, accepted: ticked(call), ..Form::default() };
    if let Some(channel) = channel(method)
        && call.form_field("action") == "send"
    {
        let outcome = codes::send(cx, &Address::new(channel, account), "REGISTER_VERIFY_CODE");
        form.sent = outcome.as_ref().err().is_none_or(codes::was_sent);
        form.problem = outcome.err().map(|error| pages::problem_of(&error, visit.lang));
        let status = if form.problem.is_some() { StatusCode::BAD_REQUEST } else { StatusCode::OK };
        return respond(cx, visit, status, &form);
    }
    form.sent = channel(method).is_some();
    let user_id = match make(cx, call, visit, &form) {
        Ok(user_id) => user_id,
        Err(error) => {
            form.problem = Some(pages::problem_of(&error, visit.lang));
            return respond(cx, visit, StatusCode::BAD_REQUEST, &form);
        }
    };
    let how = match channel(method) {
        Some(channel) => codes::how(channel),
        None => Authentication::by(AuthMethod::Password),
    };
    // A new account must pass what any login must.
    let options = LoginOptions { opening: Opening::Protocol, ..LoginOptions::default() };
    let outcome = login::finish(cx, &user_id, options).map(|()| user_id);
    visit::proceed(cx, call, visit, outcome, how).or_else(|error| refuse(cx, visit, &error))
}

/// Makes the account, once what must be accepted is.
fn make(cx: &mut Cx<'_>, call: &Call, visit: &Visit, form: &Form<'_>) -> Result<String, ApiError> {
    let asked = rules::shown(cx.app()?, visit.lang);
    rules::require(&asked, &form.accepted)?;
    let asked: Vec<i64> = asked.iter().map(|agreement| agreement.id).collect();
    let registration = Registration { opening: Opening::Protocol, ..Registration::default() };
    let password = GivenPassword::Clear(call.form_field("password"));
    let wanted = !call.form_field("password").is_empty();
    let account = form.account.to_owned();
    let code = codes::typed(call, "code");
    let by_code = |cx: &mut Cx<'_>, account| {
        login::register_by_code(cx, account, &code, wanted.then_some(password), registration)
    };
    let user_id = match form.method {
        RegisterMethod::Phone => by_code(cx, Account::Phone(account))?,
        RegisterMethod::EmailCode => by_code(cx, Account::Email(account))?,
        RegisterMethod::Email => {
            let registration =
                Registration { opening: Opening::Protocol, ..Registration::default() };
            login::register_by_password(cx, Account::Email(account), password, registration)?
        }
        RegisterMethod::Username => {
            let registration =
                Registration { opening: Opening::Protocol, ..Registration::default() };
            login::register_by_password(cx, Account::Username(account), password, registration)?
        }
    };
    rules::accept(cx, &user_id, &asked, &form.accepted)?;
    Ok(user_id)
}

struct Form<'a> {
    method: RegisterMethod,
    account: &'a str,
    sent: bool,
    accepted: Vec<i64>,
    problem: Option<Problem>,
}

impl Default for Form<'_> {
    fn default() -> Self {
        let method = RegisterMethod::Email;
        Self { method, account: "", sent: false, accepted: Vec::new(), problem: None }
    }
}

fn respond(cx: &Cx<'_>, visit: &Visit, status: StatusCode, form: &Form<'_>) -> Outcome {
    let lang = visit.lang;
    let app = cx.app()?;
    let by = word(form.method);
    let agreements = rules::shown(app, lang);
    let advice = passwords::advice(&cx.pool()?.settings.password_strength);
    let content = html! {
        (pages::hidden("by", by))
        (fields(form, &agreements, advice, lang))
    };
    let methods = app.login_page.register_methods();
    let body = html! {
        @if methods.len() > 1 {
            nav.tabs aria-label=(WAYS.get(lang)) {
                @for one in methods {
                    a href={ "register?by=" (word(*one)) } aria-current=[(*one == form.method).then_some("page")] {
                        (label(*one).get(lang))
                    }
                }
            }
        }
        (pages::form(&visit.csrf, form.problem.as_ref(), &content))
        p.more { a href="login" { (HAVE_ONE.get(lang)) } }
    };
    let query = format!("by={by}");
    let page = Page { title: REGISTER, app: Some(&app.name), lang, again: Some(&query) };
    Ok(page.respond(status, &body))
}

fn label(method: RegisterMethod) -> Text {
    match method {
        RegisterMethod::Email => BY_EMAIL,
        RegisterMethod::Phone => BY_PHONE,
        RegisterMethod::Username => BY_USERNAME,
        RegisterMethod::EmailCode => BY_EMAIL_CODE,
    }
}

fn fields(form: &Form<'_>, agreements: &[&Agreement], advice: Option<Text>, lang: Lang) -> Markup {
    let problem = form.problem.as_ref();
    let by_phone = form.method == RegisterMethod::Phone;
    let by_code = channel(form.method).is_some();
    if by_code && !form.sent {
        return html! {
            (address_field(by_phone, form.account).first().show(problem, lang))
            (pages::buttons("send", SEND_CODE, lang))
        };
    }
    let password = if by_code {
        Field::password("password", PASSWORD_IF_WANTED, "new-password").optional()
    } else {
        Field::password("password", NEW_PASSWORD, "new-password")
    };
    html! {
        @if by_code {
            (sent_note(form.account, lang))
            (pages::hidden("account", form.account))
            (Field::code(CODE).first().show(problem, lang))
        } @else if form.method == RegisterMethod::Username {
            (Field::new("account", USERNAME, "username").value(form.account).first().show(problem, lang))
        } @else {
            (Field::new("account", EMAIL, "username").kind("email")
                .value(form.account).first().show(problem, lang))
        }
        (password.hint(advice).show(problem, lang))
        (boxes(agreements, &form.accepted, problem, lang))
        (pages::buttons("register", REGISTER, lang))
        @if by_code { (other_ways(Some(&format!("register?by={}", word(form.method))), lang)) }
    }
}
