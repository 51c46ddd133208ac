//! What the pages of logins share: texts, the document around them, and the parts of forms.

mod form;
mod language;
mod leave;

use http::StatusCode;
use maud::{Markup, html};

use crate::base::error::ApiError;
use crate::base::text::{Lang, Text};
use crate::handler::Response;
use crate::page::{Document, Theme};

pub(crate) use self::form::{Field, Problem, buttons, form, hidden, open_form, problem_of};
pub(crate) use self::language::{keep_lang, lang};
pub(crate) use self::leave::{auto_submit, post_message};

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
pub(crate) const NOT_OFFERED: Text = Text::new(
    "此应用未开启该方式，请返回并选择其他方式。",
    "This application does not offer that. Go back and choose another way.",
);

const ERROR: Text = Text::new("无法继续", "This cannot go on");
const LOGGED_OUT: Text = Text::new("已退出登录", "You are logged out");
const LANGUAGE: Text = Text::new("语言", "Language");

/// A page: what stands above and below its content.
pub(crate) struct Page<'a> {
    pub(crate) title: Text,
    /// The name of the application that it is about.
    pub(crate) app: Option<&'a str>,
    pub(crate) lang: Lang,
    /// The query of the same page, without the language; `None` where it cannot be opened again.
    pub(crate) again: Option<&'a str>,
}

impl Page<'_> {
    /// The response with the whole page.
    pub(crate) fn respond(&self, status: StatusCode, content: &Markup) -> Response {
        self.respond_with(status, content, &[])
    }

    /// The same with modules of JavaScript.
    pub(crate) fn respond_with(
        &self,
        status: StatusCode,
        content: &Markup,
        scripts: &[&str],
    ) -> Response {
        let (lang, title) = (self.lang, self.title.get(self.lang));
        let body = html! {
            main.signin {
                @if let Some(app) = self.app { p.app { (app) } }
                h1 { (title) }
                (content)
            }
            footer.signin {
                @if let Some(query) = self.again { (languages(lang, query)) }
                span { "authing-emulator" }
            }
        };
        let theme = Theme::System;
        let document = Document { lang, theme, title, styles: &["signin.css"], scripts };
        Response::page(status, document.around(&body))
    }
}

/// Links to the page in the other language.
fn languages(lang: Lang, query: &str) -> Markup {
    let start = if query.is_empty() { String::new() } else { format!("{query}&") };
    html! {
        nav aria-label=(LANGUAGE.get(lang)) {
            @for (own, tag, name) in [(Lang::Chinese, "zh-CN", "中文"), (Lang::English, "en", "English")] {
                @if own == lang {
                    span lang=(tag) aria-current="true" { (name) }
                } @else {
                    a href={ "?" (start) "lang=" (tag) } lang=(tag) hreflang=(tag) { (name) }
                }
            }
        }
    }
}

pub(crate) fn error(status: StatusCode, text: Text, lang: Lang) -> Response {
    error_text(status, text.get(lang), lang)
}

/// An error page whose text names something of the request.
pub(crate) fn error_text(status: StatusCode, text: &str, lang: Lang) -> Response {
    let page = Page { title: ERROR, app: None, lang, again: None };
    page.respond(status, &html! { p.note.bad role="alert" { (text) } })
}

/// The page for a user who may not log in to the application.
pub(crate) fn refused(error: &ApiError, lang: Lang) -> Response {
    error_text(StatusCode::FORBIDDEN, error.message(lang), lang)
}

pub(crate) fn logged_out(lang: Lang) -> Response {
    note(LOGGED_OUT, LOGGED_OUT, lang)
}

/// A page that only says something.
pub(crate) fn note(title: Text, text: Text, lang: Lang) -> Response {
    let page = Page { title, app: None, lang, again: None };
    page.respond(StatusCode::OK, &html! { p.note role="status" { (text.get(lang)) } })
}
