//! The pages. A real application would use a template engine, which escapes for it.

use std::{fmt, time::UNIX_EPOCH};

use authing_protocols::oidc::OidcLogin;

/// Why a visitor cannot go on.
#[derive(Debug)]
pub(crate) struct Failure(String);

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

pub(crate) fn profile(signed_in: &OidcLogin) -> String {
    let claims = &signed_in.claims;
    let profile = &claims.profile;
    let name = profile.nickname.as_deref().or(profile.name.as_deref()).unwrap_or(&claims.sub);
    let issued = claims.iat.duration_since(UNIX_EPOCH).unwrap_or_default();
    let row = |name: &str, value: &str| format!("<tr><th>{name}<td>{}", escape(value));
    page(&format!(
        "<h1>Hello, {}</h1><table>{}{}{}</table>\
         <form method=\"post\" action=\"/refresh\"><button>Refresh</button></form>\
         <form method=\"post\" action=\"/logout\"><button>Sign out</button></form>",
        escape(name),
        row("user", &claims.sub),
        row("issuer", &claims.iss),
        row("token issued at", &format!("{} s after 1970", issued.as_secs())),
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
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>web-login</title>\
         <style>body{{font:16px/1.5 system-ui,sans-serif;max-width:40rem;margin:10vh auto}}\
         th{{text-align:left;padding-right:2rem}}form{{display:inline}}</style></head>\
         <body>{body}</body></html>"
    )
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
