//! The pages people see: plain HTML that needs no script and no style sheet.

use http::{StatusCode, header};

use crate::base::error::{ApiError, ApiResult};
use crate::base::markup::escape;
use crate::base::text::{Lang, Text};
use crate::base::{failures, random};
use crate::domain::context::Cx;
use crate::handler::{Call, Response};
use crate::state::sso::AuthenticatedUser;

pub(crate) const EXPIRED: Text = Text::new(
    "此登录请求不存在或已过期，请回到应用重新登录。",
    "This login does not exist or has expired. Go back to the application and start again.",
);
pub(crate) const NO_COOKIE: Text = Text::new(
    "此登录请求不是在本浏览器中发起的，或浏览器未接受 Cookie。",
    "This login was not started in this browser, or the browser accepts no cookies.",
);
pub(crate) const FOREIGN_FORM: Text = Text::new(
    "表单不是由本页面提交的，请回到应用重新登录。",
    "The form was not sent by this page. Go back to the application and start again.",
);
pub(crate) const BAD_LOGOUT_URI: Text = Text::new(
    "redirect_uri 不是合法的绝对地址。",
    "redirect_uri is not an absolute URI a browser can open.",
);

const LOG_IN: Text = Text::new("登录", "Log in");
const ACCOUNT: Text = Text::new("用户名、邮箱或手机号", "Username, email or phone");
const PASSWORD: Text = Text::new("密码", "Password");
const CANCEL: Text = Text::new("取消", "Cancel");
const CONSENT: Text = Text::new("授权", "Allow access");
const ALLOW: Text = Text::new("同意", "Allow");
const WANTS: Text = Text::new("申请以下权限：", "asks for:");
const AS: Text = Text::new("当前用户：", "You are");
const ERROR: Text = Text::new("无法继续", "This cannot go on");
const LOGGED_OUT: Text = Text::new("已退出登录", "You are logged out");
const PROVIDER: Text = Text::new("社交账号登录", "Log in at the provider");
const STAND_IN: Text = Text::new("这里代替身份源：", "This stands in for the provider");
const ID_THERE: Text = Text::new("在该身份源的用户 ID", "Your user id there");
const NICKNAME: Text = Text::new("昵称", "Nickname");
const CONTINUE: Text = Text::new("继续", "Continue");

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;margin:0;background:#f4f5f7;\
    color:#1d2129}main{max-width:22rem;margin:10vh auto;padding:2rem;background:#fff;\
    border-radius:8px}label{display:block;margin-top:1rem}input{width:100%;font:inherit;\
    padding:.5rem;border:1px solid #767c88;border-radius:4px;box-sizing:border-box}\
    button{font:inherit;padding:.5rem 1.2rem;margin:1.2rem .5rem 0 0;border-radius:4px;\
    border:1px solid #215ae5;background:#fff;color:#215ae5}button.main{background:#215ae5;\
    color:#fff}[role=alert]{color:#b3261e}small{color:#5a606b}";

/// What the login form is filled with.
pub(crate) struct LoginForm<'a> {
    pub(crate) csrf: &'a str,
    pub(crate) account: &'a str,
    pub(crate) error: Option<&'a str>,
}

pub(crate) fn login(
    cx: &Cx<'_>,
    call: &Call,
    status: StatusCode,
    form: &LoginForm<'_>,
) -> ApiResult<Response> {
    let lang = lang(cx, call);
    let alert =
        form.error.map(|text| format!("<p role=\"alert\" id=\"error\">{}</p>", escape(text)));
    // Screen readers read the error with the fields it is about.
    let described = if alert.is_some() { " aria-describedby=\"error\"" } else { "" };
    let body = format!(
        "<h1>{title}</h1><p>{app}</p>{alert}<form method=\"post\">\
         <input type=\"hidden\" name=\"csrf_token\" value=\"{csrf}\">\
         <label for=\"account\">{account_label}</label>\
         <input id=\"account\" name=\"account\" value=\"{account}\" autocomplete=\"username\" \
         autocapitalize=\"none\" required autofocus{described}>\
         <label for=\"password\">{password_label}</label>\
         <input id=\"password\" name=\"password\" type=\"password\" \
         autocomplete=\"current-password\" required{described}>\
         <button class=\"main\" name=\"action\" value=\"login\">{title}</button>\
         <button name=\"action\" value=\"cancel\" formnovalidate>{cancel}</button></form>",
        title = LOG_IN.get(lang),
        app = escape(&cx.app()?.name),
        alert = alert.unwrap_or_default(),
        csrf = escape(form.csrf),
        account_label = ACCOUNT.get(lang),
        account = escape(form.account),
        password_label = PASSWORD.get(lang),
        cancel = CANCEL.get(lang),
    );
    Ok(page(status, LOG_IN, &body, lang))
}

pub(crate) fn consent(
    cx: &Cx<'_>,
    call: &Call,
    csrf: &str,
    who: &AuthenticatedUser,
    scope: &str,
) -> ApiResult<Response> {
    let lang = lang(cx, call);
    let user = cx.pool()?.user(&who.user_id).ok_or(failures::USER_NOT_FOUND)?;
    let items: String = scope.split(' ').map(|word| format!("<li>{}</li>", escape(word))).collect();
    let body = format!(
        "<h1>{title}</h1><p>{you} {user}</p><p><b>{app}</b> {wants}</p><ul>{items}</ul>\
         <form method=\"post\"><input type=\"hidden\" name=\"csrf_token\" value=\"{csrf}\">\
         <button class=\"main\" name=\"action\" value=\"allow\">{allow}</button>\
         <button name=\"action\" value=\"cancel\">{cancel}</button></form>",
        title = CONSENT.get(lang),
        you = AS.get(lang),
        user = escape(user.display_name()),
        app = escape(&cx.app()?.name),
        wants = WANTS.get(lang),
        csrf = escape(csrf),
        allow = ALLOW.get(lang),
        cancel = CANCEL.get(lang),
    );
    Ok(page(StatusCode::OK, CONSENT, &body, lang))
}

pub(crate) fn error(status: StatusCode, text: Text, lang: Lang) -> Response {
    error_text(status, text.get(lang), lang)
}

/// An error page whose text names something of the request.
pub(crate) fn error_text(status: StatusCode, text: &str, lang: Lang) -> Response {
    let body = format!("<h1>{}</h1><p role=\"alert\">{}</p>", ERROR.get(lang), escape(text));
    page(status, ERROR, &body, lang)
}

/// The page for a user who may not log in to the application.
pub(crate) fn refused(cx: &Cx<'_>, error: &ApiError) -> Response {
    let lang = cx.request.lang;
    error_text(StatusCode::FORBIDDEN, error.message(lang), lang)
}

pub(crate) fn logged_out(lang: Lang) -> Response {
    page(StatusCode::OK, LOGGED_OUT, &format!("<h1>{}</h1>", LOGGED_OUT.get(lang)), lang)
}

/// A form that sends itself; without scripts the user presses its button.
pub(crate) fn auto_submit(action: &str, fields: &[(&str, String)], lang: Lang) -> Response {
    let fields: String = fields
        .iter()
        .map(|(name, value)| {
            format!("<input type=\"hidden\" name=\"{}\" value=\"{}\">", escape(name), escape(value))
        })
        .collect();
    let nonce = random::url_safe();
    let body = format!(
        "<form method=\"post\" action=\"{action}\">{fields}\
         <button class=\"main\">{label}</button></form>\
         <script nonce=\"{nonce}\">document.forms[0].submit()</script>",
        action = escape(action),
        label = CONTINUE.get(lang),
    );
    let html = document(CONTINUE, &body, lang);
    Response::page(StatusCode::OK, html, &format!("'nonce-{nonce}'"))
}

/// The page of a provider that is not there: it asks who one is.
pub(crate) fn provider(cx: &Cx<'_>, name: &str, lang: Lang) -> ApiResult<Response> {
    let body = format!(
        "<h1>{title}</h1><p>{app}</p><p>{stand_in} <b>{name}</b></p><form method=\"post\">\
         <label for=\"user_id\">{id_label}</label>\
         <input id=\"user_id\" name=\"user_id\" autocapitalize=\"none\" required autofocus>\
         <label for=\"nickname\">{nickname_label}</label>\
         <input id=\"nickname\" name=\"nickname\">\
         <button class=\"main\" name=\"action\" value=\"login\">{log_in}</button>\
         <button name=\"action\" value=\"cancel\" formnovalidate>{cancel}</button></form>",
        title = PROVIDER.get(lang),
        app = escape(&cx.app()?.name),
        stand_in = STAND_IN.get(lang),
        name = escape(name),
        id_label = ID_THERE.get(lang),
        nickname_label = NICKNAME.get(lang),
        log_in = LOG_IN.get(lang),
        cancel = CANCEL.get(lang),
    );
    Ok(page(StatusCode::OK, PROVIDER, &body, lang))
}

/// A page that hands a message to the page which opened its window, and closes. The real server
/// tells it to whoever listens; so does this one.
pub(crate) fn post_message(message: &serde_json::Value, lang: Lang) -> Response {
    let nonce = random::url_safe();
    // Inside of a script only `<` could end it.
    let message = message.to_string().replace('<', "\\u003c");
    let body = format!(
        "<h1>{done}</h1><script nonce=\"{nonce}\">\
         if(window.opener){{window.opener.postMessage({message},'*');window.close()}}</script>",
        done = CONTINUE.get(lang),
    );
    let html = document(CONTINUE, &body, lang);
    Response::page(StatusCode::OK, html, &format!("'nonce-{nonce}'"))
}

/// The language of pages: that of the API if the request names one, else the browser's.
pub(crate) fn lang(cx: &Cx<'_>, call: &Call) -> Lang {
    match cx.request.lang {
        Lang::English => Lang::English,
        Lang::Chinese => {
            let wanted = call.header(header::ACCEPT_LANGUAGE).unwrap_or_default();
            Lang::from_header(wanted.trim())
        }
    }
}

fn page(status: StatusCode, title: Text, body: &str, lang: Lang) -> Response {
    Response::page(status, document(title, body, lang), "'none'")
}

fn document(title: Text, body: &str, lang: Lang) -> String {
    format!(
        "<!DOCTYPE html><html lang=\"{tag}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>{title}</title>\
         <style>{STYLE}</style></head><body><main>{body}<p><small>authing-emulator</small></p>\
         </main></body></html>",
        tag = lang.tag(),
        title = title.get(lang),
    )
}
