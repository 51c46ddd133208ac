//! Logging in: with a password, a code, or a phone that scans.

use http::StatusCode;
use maud::{Markup, html};

use serde_json::json;

use crate::base::error::{ApiError, ApiResult};
use crate::base::failures;
use crate::base::text::{Lang, Text};
use crate::domain::connections::{self, Provider};
use crate::domain::context::Cx;
use crate::domain::login::{self, LoginOptions, Opening};
use crate::domain::qr_codes::{self, Seen};
use crate::domain::sso;
use crate::handler::{Call, Response};
use crate::idp::interactions::codes::{self, Address};
use crate::idp::interactions::visit::{self, Outcome, Stop, Visit};
use crate::idp::sso::pages::{self, Field, Page, Problem};
use crate::state::applications::LoginMethod;
use crate::state::authentication::{AuthMethod, Authentication};
use crate::state::codes::Channel;
use crate::state::qr_codes::Scene;

const LOG_IN: Text = Text::new("登录", "Log in");
const WAYS: Text = Text::new("登录方式", "Ways to log in");
const ACCOUNT: Text = Text::new("用户名、邮箱或手机号", "Username, email or phone");
const PASSWORD: Text = Text::new("密码", "Password");
const CAPTCHA: Text = Text::new("图中的字符", "Characters in the picture");
const CAPTCHA_PICTURE: Text = Text::new("验证码图片", "Picture of the characters");
pub(super) const PHONE: Text = Text::new("手机号", "Phone number");
pub(super) const EMAIL: Text = Text::new("邮箱", "Email address");
pub(super) const CODE: Text = Text::new("验证码", "Verification code");
pub(super) const SEND_CODE: Text = Text::new("发送验证码", "Send a code");
pub(super) const SEND_AGAIN: Text = Text::new("重新发送", "Send another code");
pub(super) const SENT_TO: Text = Text::new("验证码已发送至", "A code was sent to");
pub(super) const OTHER_ADDRESS: Text = Text::new("更换号码或邮箱", "Use another number or address");
const BY_PASSWORD: Text = Text::new("密码登录", "Password");
const BY_PHONE: Text = Text::new("短信验证码", "SMS code");
const BY_EMAIL: Text = Text::new("邮箱验证码", "Email code");
const BY_QR_CODE: Text = Text::new("扫码登录", "QR code");
const REGISTER: Text = Text::new("注册新账号", "Create an account");
const FORGOTTEN: Text = Text::new("忘记密码？", "Forgot your password?");
const OR_WITH: Text = Text::new("或使用以下身份源登录", "Or log in with");
const WAS_RESET: Text = Text::new(
    "密码已重置，请使用新密码登录。",
    "Your password was reset. Log in with the new one.",
);
const SCAN: Text = Text::new(
    "请使用手机扫描二维码，并在手机上确认登录。",
    "Scan the code with your phone, and confirm there.",
);
const SCANNED: Text =
    Text::new("已扫码，请在手机上确认登录。", "Scanned. Now confirm on the phone.");
const PICTURE: Text = Text::new("登录二维码", "QR code to log in with");
const CONFIRMED: Text = Text::new("我已在手机上确认", "I have confirmed");
const PLAY_PHONE: Text =
    Text::new("打开模拟手机的页面", "Open the page that stands in for the phone");

/// The word of a method in addresses.
fn word(method: LoginMethod) -> &'static str {
    match method {
        LoginMethod::Password => "password",
        LoginMethod::PhoneCode => "phone-code",
        LoginMethod::EmailCode => "email-code",
        LoginMethod::QrCode => "qrcode",
    }
}

/// The method that the request is about, which must be one that the application offers: the first one if
/// it names none.
fn method(cx: &Cx<'_>, call: &Call) -> Result<Option<LoginMethod>, Stop> {
    let offered = cx.app()?.login_page.login_methods();
    let named = call.query("by").or(Some(call.form_field("by"))).filter(|name| !name.is_empty());
    let Some(named) = named else { return Ok(offered.first().copied()) };
    let found = offered.iter().copied().find(|method| word(*method) == named);
    found.map(Some).ok_or(Stop::Page(StatusCode::FORBIDDEN, pages::NOT_OFFERED))
}

pub(super) fn show(cx: &mut Cx<'_>, call: &Call, visit: &Visit) -> Outcome {
    visit.require_stranger(cx)?;
    let method = method(cx, call)?;
    let account = visit.interaction.login_hint.clone().unwrap_or_default();
    let note = call.query("reset").map(|_| WAS_RESET);
    let form = Form { account: &account, note, ..Form::default() };
    respond(cx, visit, method, StatusCode::OK, &form)
}

pub(super) fn take(cx: &mut Cx<'_>, call: &Call, visit: &Visit) -> Outcome {
    if call.form_field("action") == "cancel" {
        return visit::cancel(cx, visit);
    }
    visit.require_stranger(cx)?;
    match method(cx, call)? {
        Some(LoginMethod::Password) => by_password(cx, call, visit),
        Some(method @ LoginMethod::PhoneCode) => by_code(cx, call, visit, method, Channel::Sms),
        Some(method @ LoginMethod::EmailCode) => by_code(cx, call, visit, method, Channel::Email),
        Some(LoginMethod::QrCode) => by_qr_code(cx, call, visit),
        None => Err(Stop::Page(StatusCode::FORBIDDEN, pages::NOT_OFFERED)),
    }
}

fn by_password(cx: &mut Cx<'_>, call: &Call, visit: &Visit) -> Outcome {
    let (account, password) = (call.form_field("account").trim(), call.form_field("password"));
    let captcha = Some(call.form_field("captcha").trim()).filter(|text| !text.is_empty());
    let found = if account.is_empty() || password.is_empty() {
        Err(failures::BAD_REQUEST.into())
    } else {
        login::login_by_any_identifier(cx, account, password, captcha)
    };
    let how = Authentication::by(AuthMethod::Password);
    visit::proceed(cx, call, visit, found, how).or_else(|error| {
        let mut problem = pages::problem_of(&error, visit.lang);
        // The only code of this form is that of the picture.
        let of_picture = problem.field == "code";
        if of_picture {
            problem.field = "captcha";
        }
        let captcha = of_picture || error.is(failures::CAPTCHA_NEEDED) || captcha.is_some();
        let form = Form { account, captcha, problem: Some(problem), ..Form::default() };
        respond(cx, visit, Some(LoginMethod::Password), StatusCode::BAD_REQUEST, &form)
    })
}

fn by_code(
    cx: &mut Cx<'_>,
    call: &Call,
    visit: &Visit,
    method: LoginMethod,
    channel: Channel,
) -> Outcome {
    let address = Address::new(channel, call.form_field("account"));
    let mut form = Form { account: &address.text, ..Form::default() };
    if call.form_field("action") == "send" {
        let outcome = codes::send(cx, &address, "LOGIN_VERIFY_CODE");
        form.sent = outcome.as_ref().err().is_none_or(codes::was_sent);
        form.problem = outcome.err().map(|error| pages::problem_of(&error, visit.lang));
        let status = form.status();
        return respond(cx, visit, Some(method), status, &form);
    }
    let options = LoginOptions { opening: Opening::Protocol, ..LoginOptions::default() };
    let code = codes::typed(call, "code");
    let outcome = login::login_by_code(cx, address.account(), &code, options);
    visit::proceed(cx, call, visit, outcome, codes::how(channel)).or_else(|error| {
        let problem = pages::problem_of(&error, visit.lang);
        let form = Form { sent: true, problem: Some(problem), ..form };
        respond(cx, visit, Some(method), StatusCode::BAD_REQUEST, &form)
    })
}

/// What has become of the code that the page shows, for its script.
pub(super) fn qr_code(cx: &mut Cx<'_>, _: &Call, visit: &Visit) -> Outcome {
    let random = visit.interaction.qr_code.as_deref().unwrap_or_default();
    let status = qr_codes::status(cx, random)?;
    let text = SCANNED.get(visit.lang);
    Ok(Response::json(StatusCode::OK, &json!({ "status": status["status"], "text": text }))
        .no_store())
}

fn by_qr_code(cx: &mut Cx<'_>, call: &Call, visit: &Visit) -> Outcome {
    let Some(random) = visit.interaction.qr_code.clone() else {
        return Ok(Response::redirect("login?by=qrcode"));
    };
    let how = Authentication::by(AuthMethod::SeveralChannels);
    let show = |cx: &mut Cx<'_>, error: ApiError| {
        // This code is of no use any more: the page shows another.
        sso::set_qr_code(cx, &visit.interaction.uid, None)?;
        let problem = Some(pages::problem_of(&error, visit.lang));
        let form = Form { new_code: true, problem, ..Form::default() };
        respond(cx, visit, Some(LoginMethod::QrCode), StatusCode::BAD_REQUEST, &form)
    };
    match qr_codes::collect(cx, &random) {
        Ok(Seen::Waiting) => {
            let form = Form { note: Some(SCAN), ..Form::default() };
            respond(cx, visit, Some(LoginMethod::QrCode), StatusCode::OK, &form)
        }
        Ok(Seen::Scanned) => {
            let form = Form { note: Some(SCANNED), ..Form::default() };
            respond(cx, visit, Some(LoginMethod::QrCode), StatusCode::OK, &form)
        }
        Ok(Seen::Authorised { user_id }) => {
            visit::proceed(cx, call, visit, Ok(user_id), how).or_else(|error| show(cx, error))
        }
        Ok(Seen::Refused(error)) => {
            visit::proceed(cx, call, visit, Err(error), how).or_else(|error| show(cx, error))
        }
        Ok(Seen::Over(error)) | Err(error) => show(cx, error),
    }
}

/// Whether there is a page to make an account at.
pub(super) fn offers_registration(cx: &Cx<'_>) -> ApiResult<bool> {
    Ok(login::may_register(cx)? && !cx.app()?.login_page.register_methods().is_empty())
}

/// What the page is filled with.
#[derive(Default)]
struct Form<'a> {
    account: &'a str,
    /// A code is on its way to the account.
    sent: bool,
    captcha: bool,
    /// Make another QR code, whatever there is.
    new_code: bool,
    note: Option<Text>,
    problem: Option<Problem>,
}

impl Form<'_> {
    fn status(&self) -> StatusCode {
        if self.problem.is_some() { StatusCode::BAD_REQUEST } else { StatusCode::OK }
    }
}

/// The page with an error that another page leads to.
pub(super) fn refuse(cx: &mut Cx<'_>, visit: &Visit, error: &ApiError) -> Outcome {
    let method = cx.app()?.login_page.login_methods().first().copied();
    let problem = Some(Problem { field: "", ..pages::problem_of(error, visit.lang) });
    let form = Form { problem, ..Form::default() };
    respond(cx, visit, method, StatusCode::BAD_REQUEST, &form)
}

fn respond(
    cx: &mut Cx<'_>,
    visit: &Visit,
    method: Option<LoginMethod>,
    status: StatusCode,
    form: &Form<'_>,
) -> Outcome {
    let lang = visit.lang;
    let qr_code = match method {
        Some(LoginMethod::QrCode) => Some(shown_code(cx, visit, form)?),
        _ => None,
    };
    let (pool, app) = (cx.pool()?, cx.app()?);
    let methods = app.login_page.login_methods();
    let providers = connections::providers(pool, &app.id);
    let can_register = offers_registration(cx)?;
    let by = method.map(word).unwrap_or_default();
    let problem = form.problem.as_ref();
    let field = |field: Field<'_>| field.show(problem, lang);
    let content = match method {
        Some(LoginMethod::Password) => html! {
            (pages::hidden("by", by))
            (field(Field::new("account", ACCOUNT, "username").value(form.account).first()))
            (field(Field::password("password", PASSWORD, "current-password")))
            @if form.captcha { (captcha(problem, lang)) }
            (pages::buttons("login", LOG_IN, lang))
            p.small { a href="reset" { (FORGOTTEN.get(lang)) } }
        },
        Some(LoginMethod::PhoneCode | LoginMethod::EmailCode) => html! {
            (pages::hidden("by", by))
            (code_fields(form, method == Some(LoginMethod::PhoneCode), by, lang))
        },
        Some(LoginMethod::QrCode) => qr_code.unwrap_or_default(),
        None => pages::buttons("", LOG_IN, lang),
    };
    let body = html! {
        @if let Some(note) = form.note { p.note role="status" id="status" { (note.get(lang)) } }
        @if methods.len() > 1 {
            nav.tabs aria-label=(WAYS.get(lang)) {
                @for one in methods {
                    a href={ "login?by=" (word(*one)) } aria-current=[(Some(*one) == method).then_some("page")] {
                        (label(*one).get(lang))
                    }
                }
            }
        }
        (pages::form(&visit.csrf, problem, &content))
        @if !providers.is_empty() { (provider_links(&providers, lang)) }
        @if can_register { p.more { a href="register" { (REGISTER.get(lang)) } } }
    };
    let query = if by.is_empty() { String::new() } else { format!("by={by}") };
    let page = Page { title: LOG_IN, app: Some(&app.name), lang, again: Some(&query) };
    let scripts: &[&str] = if by == "qrcode" { &["signin.js"] } else { &[] };
    Ok(page.respond_with(status, &body, scripts))
}

fn label(method: LoginMethod) -> Text {
    match method {
        LoginMethod::Password => BY_PASSWORD,
        LoginMethod::PhoneCode => BY_PHONE,
        LoginMethod::EmailCode => BY_EMAIL,
        LoginMethod::QrCode => BY_QR_CODE,
    }
}

/// First the address, then the code that was sent there: a form has one purpose at a time, which is what
/// the enter key does.
fn code_fields(form: &Form<'_>, by_phone: bool, by: &str, lang: Lang) -> Markup {
    let problem = form.problem.as_ref();
    if !form.sent {
        return html! {
            (address_field(by_phone, form.account).first().show(problem, lang))
            (pages::buttons("send", SEND_CODE, lang))
        };
    }
    html! {
        (sent_note(form.account, lang))
        (pages::hidden("account", form.account))
        (Field::code(CODE).first().show(problem, lang))
        (pages::buttons("login", LOG_IN, lang))
        (other_ways(Some(&format!("login?by={by}")), lang))
    }
}

pub(super) fn address_field(by_phone: bool, value: &str) -> Field<'_> {
    if by_phone {
        Field::new("account", PHONE, "tel").kind("tel").value(value)
    } else {
        Field::new("account", EMAIL, "email").kind("email").value(value)
    }
}

/// Says where the code is that the field below waits for.
pub(super) fn sent_note(address: &str, lang: Lang) -> Markup {
    html! { p.note role="status" { (SENT_TO.get(lang)) " " b { (address) } } }
}

/// What there is to do for somebody who got no code; `start` is where another address is typed in.
pub(super) fn other_ways(start: Option<&str>, lang: Lang) -> Markup {
    html! {
        div.others {
            button.link name="action" value="send" formnovalidate { (SEND_AGAIN.get(lang)) }
            @if let Some(start) = start { a href=(start) { (OTHER_ADDRESS.get(lang)) } }
        }
    }
}

fn captcha(problem: Option<&Problem>, lang: Lang) -> Markup {
    html! {
        img.captcha src="/api/v2/security/captcha" width="120" height="40" alt=(CAPTCHA_PICTURE.get(lang));
        (Field::new("captcha", CAPTCHA, "off").show(problem, lang))
    }
}

fn provider_links(providers: &[Provider], lang: Lang) -> Markup {
    html! {
        section.providers aria-label=(OR_WITH.get(lang)) {
            h2 { (OR_WITH.get(lang)) }
            @for provider in providers {
                a.button href={ "provider/" (encoded(&provider.identifier)) } { (provider.name) }
            }
        }
    }
}

/// An identifier as a segment of a path: some have a colon.
fn encoded(identifier: &str) -> String {
    use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
    utf8_percent_encode(identifier, NON_ALPHANUMERIC).to_string()
}

/// The code of the visit, as long as a phone can scan it; else another.
fn shown_code(cx: &mut Cx<'_>, visit: &Visit, form: &Form<'_>) -> Result<Markup, Stop> {
    let kept = visit.interaction.qr_code.as_deref().filter(|_| !form.new_code);
    let living = |random: &&str| qr_codes::is_alive(cx, random);
    let random = match kept.filter(living) {
        Some(random) => random.to_owned(),
        None => {
            let code = qr_codes::generate(cx, Scene::App, json!({}))?;
            sso::set_qr_code(cx, &visit.interaction.uid, Some(code.random.clone()))?;
            code.random
        }
    };
    let lang = visit.lang;
    let pool_id = &cx.pool()?.id;
    Ok(html! {
        (pages::hidden("by", word(LoginMethod::QrCode)))
        @if form.note.is_none() { p { (SCAN.get(lang)) } }
        @if cfg!(feature = "qr-codes") {
            img.qr src={ "/user-contents/qrcode/" (pool_id) "/" (random) ".png" }
                width="220" height="220" alt=(PICTURE.get(lang));
        }
        p.note role="status" data-poll="qrcode" {}
        (pages::buttons("check", CONFIRMED, lang))
        p.small { a href={ "/login/qrcode/" (random) } target="_blank" rel="noopener" { (PLAY_PHONE.get(lang)) } }
    })
}
