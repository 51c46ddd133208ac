//! The second factor: giving it, and binding one that is demanded and missing.

use http::StatusCode;
use maud::{Markup, html};

use crate::base::error::{ApiError, ApiResult};
use crate::base::failures;
use crate::base::text::{Lang, Text};
use crate::domain::context::Cx;
use crate::domain::login::{self, Opening};
use crate::domain::mfa::{self, Owner};
use crate::domain::{picture, sso};
use crate::handler::Call;
use crate::idp::interactions::codes::{self, Address};
use crate::idp::interactions::login::{
    CODE, SEND_CODE, address_field, other_ways, refuse, sent_note,
};
use crate::idp::interactions::visit::{self, Outcome, Stop, Visit};
use crate::idp::sso::pages::{self, Field, Page, Problem};
use crate::state::authentication::AuthMethod;
use crate::state::codes::Channel;
use crate::state::mfa::{AuthenticatorSource, SecondFactor};
use crate::state::sso::HalfWay;
use crate::state::users::Totp;

const TITLE: Text = Text::new("二次验证", "Second factor");
const WAYS: Text = Text::new("验证方式", "Ways to confirm");
const VERIFY: Text = Text::new("验证", "Confirm");
const BIND: Text = Text::new("绑定并登录", "Bind and log in");
const BY_TOTP: Text = Text::new("身份验证器", "Authenticator");
const BY_SMS: Text = Text::new("短信验证码", "SMS code");
const BY_EMAIL: Text = Text::new("邮箱验证码", "Email code");
const BY_RECOVERY_CODE: Text = Text::new("恢复代码", "Recovery code");
const TOTP: Text =
    Text::new("身份验证器显示的 6 位数字", "The 6 digits that your authenticator shows");
const RECOVERY_CODE: Text = Text::new("恢复代码", "Recovery code");
const LOST: Text =
    Text::new("无法使用身份验证器？使用恢复代码", "Authenticator lost? Use your recovery code");
const FOUND: Text = Text::new("返回其他验证方式", "Back to the other ways");
const SCAN: Text = Text::new(
    "此应用要求二次验证。请用身份验证器扫描二维码，或手动输入密钥。",
    "This application requires a second factor. Scan the code with your authenticator, or type in the key.",
);
const PICTURE: Text = Text::new("身份验证器密钥的二维码", "QR code of the authenticator's key");
const KEY: Text = Text::new("密钥", "Key");
const KEEP: Text = Text::new(
    "请妥善保存恢复代码，丢失身份验证器时可用它登录一次",
    "Keep this recovery code: it logs you in once without the authenticator",
);
const WILL_SEND: Text = Text::new("验证码将发送至", "A code will be sent to");
const BIND_ADDRESS: Text = Text::new(
    "此应用要求二次验证，请先绑定。",
    "This application requires a second factor. Bind one first.",
);
const NONE: Text = Text::new(
    "此页面无法完成该应用要求的验证方式。",
    "The factors that this application requires cannot be given on this page.",
);

/// How a second factor is given on this page. There is no way to show a face here.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Totp,
    RecoveryCode,
    Code(Channel),
}

impl Way {
    fn word(self) -> &'static str {
        match self {
            Self::Totp => "totp",
            Self::RecoveryCode => "recovery",
            Self::Code(Channel::Sms) => "sms",
            Self::Code(Channel::Email) => "email",
        }
    }

    fn label(self) -> Text {
        match self {
            Self::Totp => BY_TOTP,
            Self::RecoveryCode => BY_RECOVERY_CODE,
            Self::Code(Channel::Sms) => BY_SMS,
            Self::Code(Channel::Email) => BY_EMAIL,
        }
    }

    fn method(self) -> AuthMethod {
        match self {
            Self::Totp | Self::RecoveryCode => AuthMethod::OneTimePassword,
            Self::Code(channel) => codes::method(channel),
        }
    }
}

/// The ways that are open: what is bound comes first.
fn ways(cx: &Cx<'_>, user_id: &str) -> ApiResult<Vec<Way>> {
    let user = cx.user(user_id)?;
    let has_totp = mfa::has_totp(user);
    let mut ways: Vec<(bool, Way)> = Vec::new();
    for factor in mfa::offered(cx, user_id)? {
        match factor {
            SecondFactor::Totp => ways.push((has_totp, Way::Totp)),
            SecondFactor::Sms => ways.push((user.phone.is_some(), Way::Code(Channel::Sms))),
            SecondFactor::Email => ways.push((user.email.is_some(), Way::Code(Channel::Email))),
            SecondFactor::Face => {}
        }
    }
    ways.sort_by_key(|(bound, _)| !bound);
    let mut ways: Vec<Way> = ways.into_iter().map(|(_, way)| way).collect();
    if has_totp && ways.contains(&Way::Totp) {
        ways.push(Way::RecoveryCode);
    }
    Ok(ways)
}

fn way(call: &Call, ways: &[Way]) -> Result<Option<Way>, Stop> {
    let named = call.query("by").unwrap_or_else(|| call.form_field("by"));
    if named.is_empty() {
        return Ok(ways.first().copied());
    }
    let found = ways.iter().copied().find(|way| way.word() == named);
    found.map(Some).ok_or(Stop::Page(StatusCode::FORBIDDEN, pages::NOT_OFFERED))
}

pub(super) fn show(cx: &mut Cx<'_>, call: &Call, visit: &Visit) -> Outcome {
    let user = visit.half_way(cx)?;
    visit::enter_challenge(cx, &user)?;
    let ways = ways(cx, &user.user_id)?;
    let way = way(call, &ways)?;
    respond(cx, visit, &user, &ways, &Form { way, ..Form::default() })
}

pub(super) fn take(cx: &mut Cx<'_>, call: &Call, visit: &Visit) -> Outcome {
    if call.form_field("action") == "cancel" {
        return visit::cancel(cx, visit);
    }
    let user = visit.half_way(cx)?;
    visit::enter_challenge(cx, &user)?;
    let ways = ways(cx, &user.user_id)?;
    let Some(way) = way(call, &ways)? else {
        return respond(cx, visit, &user, &ways, &Form::default());
    };
    let mut form = Form { way: Some(way), ..Form::default() };
    let address = match way {
        Way::Code(channel) => Some(address(cx, call, &user, channel)?),
        Way::Totp | Way::RecoveryCode => None,
    };
    let problem = match (&address, call.form_field("action")) {
        (Some(address), "send") => {
            let sent = send(cx, &user, address);
            form.sent = sent.as_ref().err().is_none_or(codes::was_sent);
            sent.err()
        }
        _ => match verify(cx, call, &user, way, address.as_ref()) {
            Ok(()) => return complete(cx, call, visit, user, way),
            Err(error) if error.is(failures::LOGIN_INVALID) => {
                // The challenge is over: too many were wrong.
                sso::set_half_way(cx, &visit.interaction.uid, None)?;
                return refuse(cx, visit, &error);
            }
            Err(error) => {
                form.sent = address.is_some();
                Some(error)
            }
        },
    };
    form.account = address.map(|address| address.text).unwrap_or_default();
    form.problem = problem.map(|error| pages::problem_of(&error, visit.lang));
    respond(cx, visit, &user, &ways, &form)
}

/// Where a code goes: to what the user has, else to what is to be bound.
fn address(cx: &Cx<'_>, call: &Call, user: &HalfWay, channel: Channel) -> ApiResult<Address> {
    let own = own_address(cx, &user.user_id, channel)?;
    let typed = call.form_field("account");
    Ok(Address::new(channel, own.as_deref().unwrap_or(typed)))
}

fn own_address(cx: &Cx<'_>, user_id: &str, channel: Channel) -> ApiResult<Option<String>> {
    let user = cx.user(user_id)?;
    Ok(match channel {
        Channel::Sms => user.phone.clone(),
        Channel::Email => user.email.clone(),
    })
}

/// What could not be bound in the end gets no code.
fn send(cx: &mut Cx<'_>, user: &HalfWay, address: &Address) -> ApiResult<()> {
    mfa::require_own(cx, &user.user_id, address.channel, &address.text.to_lowercase())?;
    codes::send(cx, address, "MFA_VERIFY_CODE")
}

fn verify(
    cx: &mut Cx<'_>,
    call: &Call,
    user: &HalfWay,
    way: Way,
    address: Option<&Address>,
) -> ApiResult<()> {
    let code = codes::typed(call, "code");
    let required = |missing: failures::Failure| -> ApiResult<()> {
        if code.is_empty() { Err(missing.into()) } else { Ok(()) }
    };
    match (way, address) {
        (Way::Totp, _) => {
            required(failures::TOTP_MISSING)?;
            if !mfa::has_totp(cx.user(&user.user_id)?) {
                mfa::confirm_totp(cx, &owner(user), SOURCE, &code)?;
            }
            mfa::verify_totp(cx, &code)?;
        }
        (Way::RecoveryCode, _) => {
            required(failures::RECOVERY_CODE_MISSING)?;
            mfa::verify_recovery_code(cx, &code)?;
        }
        (Way::Code(Channel::Sms), Some(address)) => {
            mfa::verify_sms(cx, &address.text, &code)?;
        }
        (Way::Code(Channel::Email), Some(address)) => {
            mfa::verify_email(cx, &address.text, &code)?;
        }
        (Way::Code(_), None) => return Err(failures::BAD_REQUEST.into()),
    }
    Ok(())
}

fn complete(cx: &mut Cx<'_>, call: &Call, visit: &Visit, user: HalfWay, way: Way) -> Outcome {
    let outcome = login::complete(cx, &user.user_id, Opening::Protocol).map(|()| user.user_id);
    let how = user.how.and(way.method());
    visit::proceed(cx, call, visit, outcome, how).or_else(|error| refuse(cx, visit, &error))
}

/// What is bound here, an application has demanded.
const SOURCE: AuthenticatorSource = AuthenticatorSource::Application;

fn owner(user: &HalfWay) -> Owner {
    Owner { id: user.user_id.clone(), challenged: true }
}

#[derive(Default)]
struct Form {
    way: Option<Way>,
    account: String,
    sent: bool,
    problem: Option<Problem>,
}

fn respond(cx: &mut Cx<'_>, visit: &Visit, user: &HalfWay, ways: &[Way], form: &Form) -> Outcome {
    let lang = visit.lang;
    let content = match form.way {
        None => html! { p { (NONE.get(lang)) } (pages::buttons("", VERIFY, lang)) },
        Some(way) => {
            let fields = match way {
                Way::Totp => totp_fields(cx, user, form, lang),
                Way::RecoveryCode => Ok(html! {
                    (Field::new("code", RECOVERY_CODE, "off").first().show(form.problem.as_ref(), lang))
                    (pages::buttons("verify", VERIFY, lang))
                }),
                Way::Code(channel) => code_fields(cx, user, channel, form, lang),
            };
            html! { (pages::hidden("by", way.word())) (fields?) }
        }
    };
    let tabs: Vec<Way> = ways.iter().copied().filter(|way| *way != Way::RecoveryCode).collect();
    let by = form.way.map(Way::word).unwrap_or_default();
    let body = html! {
        @if tabs.len() > 1 {
            nav.tabs aria-label=(WAYS.get(lang)) {
                @for one in &tabs {
                    a href={ "factor?by=" (one.word()) } aria-current=[(Some(*one) == form.way).then_some("page")] {
                        (one.label().get(lang))
                    }
                }
            }
        }
        (pages::form(&visit.csrf, form.problem.as_ref(), &content))
        @if form.way == Some(Way::Totp) && ways.contains(&Way::RecoveryCode) {
            p.more { a href="factor?by=recovery" { (LOST.get(lang)) } }
        } @else if form.way == Some(Way::RecoveryCode) {
            p.more { a href="factor" { (FOUND.get(lang)) } }
        }
    };
    let status = if form.problem.is_some() { StatusCode::BAD_REQUEST } else { StatusCode::OK };
    let query = if by.is_empty() { String::new() } else { format!("by={by}") };
    let page = Page { title: TITLE, app: Some(&cx.app()?.name), lang, again: Some(&query) };
    Ok(page.respond(status, &body))
}

fn totp_fields(
    cx: &mut Cx<'_>,
    user: &HalfWay,
    form: &Form,
    lang: Lang,
) -> Result<Markup, ApiError> {
    let is_bound = mfa::has_totp(cx.user(&user.user_id)?);
    let key = if is_bound { None } else { Some(pending(cx, user)?) };
    let field = Field::code(TOTP).first().show(form.problem.as_ref(), lang);
    let Some(key) = key else {
        return Ok(html! { (field) (pages::buttons("verify", VERIFY, lang)) });
    };
    let uri = mfa::totp_uri(cx, &owner(user), &key)?;
    let picture = if cfg!(feature = "qr-codes") { Some(picture::data_url(&uri)?) } else { None };
    Ok(html! {
        p { (SCAN.get(lang)) }
        @if let Some(picture) = picture {
            img.qr src=(picture) width="200" height="200" alt=(PICTURE.get(lang));
        }
        dl {
            dt { (KEY.get(lang)) }
            dd.mono { a href=(uri) { (key.secret) } }
            dt { (KEEP.get(lang)) }
            dd.mono { (key.recovery_code) }
        }
        (field)
        (pages::buttons("verify", BIND, lang))
    })
}

/// The key that waits to be confirmed: the page may be loaded again after it was scanned.
fn pending(cx: &mut Cx<'_>, user: &HalfWay) -> ApiResult<Totp> {
    let owner = owner(user);
    let known = &cx.user(&user.user_id)?.pending_totps;
    if let Some(known) = known.iter().find(|totp| totp.source == SOURCE).cloned() {
        owner.require_may_bind(cx, SecondFactor::Totp)?;
        return Ok(known);
    }
    mfa::associate_totp(cx, &owner, SOURCE)
}

fn code_fields(
    cx: &Cx<'_>,
    user: &HalfWay,
    channel: Channel,
    form: &Form,
    lang: Lang,
) -> Result<Markup, ApiError> {
    let problem = form.problem.as_ref();
    let own = own_address(cx, &user.user_id, channel)?;
    let shown = own.as_deref().map_or_else(|| form.account.clone(), masked);
    if form.sent {
        let start = format!("factor?by={}", Way::Code(channel).word());
        return Ok(html! {
            (sent_note(&shown, lang))
            @if own.is_none() { (pages::hidden("account", &form.account)) }
            (Field::code(CODE).first().show(problem, lang))
            (pages::buttons("verify", VERIFY, lang))
            (other_ways(own.is_none().then_some(start.as_str()), lang))
        });
    }
    Ok(html! {
        @if own.is_some() {
            p { (WILL_SEND.get(lang)) " " b { (shown) } }
        } @else {
            p { (BIND_ADDRESS.get(lang)) }
            (address_field(channel == Channel::Sms, &form.account).first().show(problem, lang))
        }
        (pages::buttons("send", SEND_CODE, lang))
    })
}

/// A number or address as far as its owner knows it again. Who has given a password only is told no more.
fn masked(address: &str) -> String {
    let (name, rest) = match address.split_once('@') {
        Some((name, domain)) => (name, format!("@{domain}")),
        None => (address, String::new()),
    };
    let letters: Vec<char> = name.chars().collect();
    let kept = (letters.len() / 3).min(3);
    let start: String = letters.iter().take(kept).collect();
    let end: String = letters.iter().skip(letters.len().saturating_sub(kept)).collect();
    format!("{start}****{end}{rest}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_shown_as_far_as_its_owner_knows_it_again() {
        assert_eq!(masked("13800000000"), "138****000");
        assert_eq!(masked("alice@example.com"), "a****e@example.com");
        assert_eq!(masked("al@example.com"), "****@example.com");
        assert_eq!(masked("爱丽丝测试用@example.com"), "爱丽****试用@example.com");
    }
}
