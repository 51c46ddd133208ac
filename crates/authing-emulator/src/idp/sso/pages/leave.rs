//! Pages that lead away by themselves.

use http::StatusCode;
use maud::html;

use crate::base::text::{Lang, Text};
use crate::handler::Response;
use crate::idp::sso::pages::Page;

const CONTINUE: Text = Text::new("继续", "Continue");
const DONE: Text = Text::new("已完成，可以关闭本窗口", "Done: this window can be closed");

/// A form that sends itself; without scripts the user presses its button.
pub(crate) fn auto_submit(action: &str, fields: &[(&str, String)], lang: Lang) -> Response {
    let content = html! {
        form method="post" action=(action) data-submit {
            @for (name, value) in fields { input type="hidden" name=(name) value=(value); }
            button.main { (CONTINUE.get(lang)) }
        }
    };
    let page = Page { title: CONTINUE, app: None, lang, again: None };
    page.respond_with(StatusCode::OK, &content, &["signin.js"])
}

/// A page that hands a message to the page which opened its window, and closes. The real server
/// tells it to whoever listens; so does this one.
pub(crate) fn post_message(message: &serde_json::Value, lang: Lang) -> Response {
    let content = html! { p.note role="status" data-message=(message) { (DONE.get(lang)) } };
    let page = Page { title: CONTINUE, app: None, lang, again: None };
    page.respond_with(StatusCode::OK, &content, &["signin.js"])
}
