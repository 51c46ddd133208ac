//! The page that stands in for a phone: it scans a QR code and decides about it.
//!
//! Whoever is logged in to the browser that opens it is the user of the phone; others log in first, at the
//! pages that everybody logs in at.

use aws_lc_rs::constant_time;
use http::StatusCode;
use maud::html;

use crate::base::error::{ApiError, ApiResult};
use crate::base::text::{Lang, Text};
use crate::domain::context::{Caller, Cx};
use crate::domain::qr_codes;
use crate::domain::sso::NewInteraction;
use crate::handler::{Access, Call, Reply, Response, Route, Source, get, post, routes};
use crate::idp::sso::{self, LoginStart, cookies, pages};
use crate::state::sso::Resume;

const TITLE: Text = Text::new("确认登录", "Confirm the login");
const AS: Text = Text::new("当前用户：", "You are");
const ASKS: Text = Text::new(
    "有设备正在请求登录此应用。仅在是你本人操作时确认。",
    "Another device asks to be logged in to this application. Confirm only if that is yours.",
);
const CONFIRM: Text = Text::new("确认登录", "Confirm");
const REFUSE: Text = Text::new("取消", "Cancel");
const CONFIRMED: Text =
    Text::new("已确认，可以回到另一台设备。", "Confirmed. You can go back to the other device.");
const CANCELLED: Text = Text::new("已取消。", "Cancelled.");

pub(crate) const ROUTES: &[Route] = &routes(
    Source::Chosen("a page that plays the phone"),
    [
        get("/login/qrcode/{random}", Access::Anonymous, show),
        post("/login/qrcode/{random}", Access::Anonymous, decide),
    ],
);

/// Sends the browser to the page.
pub(crate) fn open(random: &str) -> Response {
    Response::redirect(&format!("/login/qrcode/{random}"))
}

/// The response to somebody who did not want to log in on the phone.
pub(crate) fn put_away(lang: Lang) -> Response {
    pages::note(TITLE, CANCELLED, lang)
}

/// Who opens the page scans the code.
fn show(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    let lang = pages::lang(cx, call);
    let response = match scan(cx, call, lang) {
        Ok(response) => response,
        Err(error) => refused(&error, lang),
    };
    Ok(pages::keep_lang(response, call).into())
}

fn scan(cx: &mut Cx<'_>, call: &Call, lang: Lang) -> ApiResult<Response> {
    let random = call.param("random");
    qr_codes::enter_app(cx, random)?;
    let (Some(who), Some(cookie)) = (sso::current(cx, call), cookies::session(cx, call)) else {
        return log_in(cx, call, random);
    };
    let csrf = cookies::csrf_token(cookie);
    act_as(cx, &who.user_id)?;
    qr_codes::scan(cx, random)?;
    let content = html! {
        p { (AS.get(lang)) " " b { (cx.user(&who.user_id)?.display_name()) } }
        p { (ASKS.get(lang)) }
        (pages::form(&csrf, None, &html! {
            div.buttons {
                button.main name="action" value="confirm" { (CONFIRM.get(lang)) }
                button name="action" value="cancel" { (REFUSE.get(lang)) }
            }
        }))
    };
    let page = pages::Page { title: TITLE, app: Some(&cx.app()?.name), lang, again: Some("") };
    Ok(page.respond(StatusCode::OK, &content))
}

fn log_in(cx: &mut Cx<'_>, call: &Call, random: &str) -> ApiResult<Response> {
    let resume = Resume::Phone(random.to_owned());
    let new =
        NewInteraction { authenticated: None, needs_consent: false, login_hint: None, resume };
    Ok(match sso::begin(cx, call, new)? {
        LoginStart::Page(response) => response,
        // Nobody is logged in, so that there is a page.
        LoginStart::Ready(_) => open(random),
        LoginStart::Refused(error) => pages::refused(&error, pages::lang(cx, call)),
    })
}

fn decide(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    let lang = pages::lang(cx, call);
    let response = match carry_out(cx, call) {
        Ok(Some(text)) => pages::note(TITLE, text, lang),
        Ok(None) => pages::error(StatusCode::FORBIDDEN, pages::FOREIGN_FORM, lang),
        Err(error) => refused(&error, lang),
    };
    Ok(response.into())
}

/// What the page says then; nothing if the form is not one of its own.
fn carry_out(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Option<Text>> {
    let random = call.param("random");
    qr_codes::enter_app(cx, random)?;
    let (who, cookie) = (sso::current(cx, call), cookies::session(cx, call));
    let (Some(who), Some(cookie)) = (who, cookie) else { return Ok(None) };
    let (sent, own) = (call.form_field("csrf_token"), cookies::csrf_token(cookie));
    if constant_time::verify_slices_are_equal(sent.as_bytes(), own.as_bytes()).is_err() {
        return Ok(None);
    }
    act_as(cx, &who.user_id)?;
    if call.form_field("action") == "confirm" {
        qr_codes::confirm(cx, random)?;
        return Ok(Some(CONFIRMED));
    }
    qr_codes::cancel(cx, random)?;
    Ok(Some(CANCELLED))
}

/// Acts as the app on the phone does with its user's token.
fn act_as(cx: &mut Cx<'_>, user_id: &str) -> ApiResult<()> {
    cx.caller = Caller::User { id: user_id.to_owned(), app_id: cx.app()?.id.clone() };
    Ok(())
}

fn refused(error: &ApiError, lang: Lang) -> Response {
    pages::error_text(StatusCode::BAD_REQUEST, error.message(lang), lang)
}
