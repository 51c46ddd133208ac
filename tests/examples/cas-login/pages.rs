//! The pages. A real application would use a template engine, which escapes for it.

use std::fmt;

use authing_protocols::cas::CasLogin;

/// Why a visitor cannot go on.
#[derive(Debug)]
pub(crate) struct Failure(String);

impl Failure {
    pub(crate) fn new(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl<E: std::error::Error> From<E> for Failure {
    fn from(error: E) -> Self {
        Self(error.to_string())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

pub(crate) fn welcome() -> String {
    page("<h1>Hello, stranger</h1><p><a href=\"/login\">Sign in with Authing</a></p>")
}

pub(crate) fn profile(user: &CasLogin) -> String {
    let name = user.attributes.get("nickname").unwrap_or(&user.user);
    let row = |name: &str, value: &str| format!("<tr><th>{name}<td>{}", escape(value));
    page(&format!(
        "<h1>Hello, {}</h1><table>{}{}</table>\
         <form method=\"post\" action=\"/logout\"><button>Sign out</button></form>",
        escape(name),
        row("user name", &user.user),
        row("user", user.attributes.get("sub").unwrap_or("unknown")),
    ))
}

pub(crate) fn failure(failure: &Failure) -> String {
    page(&format!(
        "<h1>That did not work</h1><p role=\"alert\">{}</p><p><a href=\"/\">Back</a></p>",
        escape(&failure.to_string())
    ))
}

fn page(body: &str) -> String {
    format!(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>cas-login</title>\
         <style>body{{font:16px/1.5 system-ui,sans-serif;max-width:40rem;margin:10vh auto}}\
         th{{text-align:left;padding-right:2rem}}form{{display:inline}}</style></head>\
         <body>{body}</body></html>"
    )
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
