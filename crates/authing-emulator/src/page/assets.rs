//! The files that pages load. They are part of the program, and nothing is loaded from elsewhere.

use http::{Method, StatusCode, request};

use crate::handler::Response;

const PREFIX: &str = "/_assets/";

const CSS: &str = "text/css; charset=utf-8";
const JAVASCRIPT: &str = "text/javascript; charset=utf-8";

/// Name, content type, content.
const FILES: &[(&str, &str, &str)] = &[
    ("base.css", CSS, include_str!("../../assets/base.css")),
    ("signin.css", CSS, include_str!("../../assets/signin.css")),
    ("signin.js", JAVASCRIPT, include_str!("../../assets/signin.js")),
    ("icon.svg", "image/svg+xml", include_str!("../../assets/icon.svg")),
    #[cfg(feature = "console")]
    ("console.css", CSS, include_str!("../../assets/console.css")),
    #[cfg(feature = "console")]
    ("console.js", JAVASCRIPT, include_str!("../../assets/console.js")),
];

/// The response to a request for such a file; `None` if it is for something else.
pub(crate) fn serve(head: &request::Parts) -> Option<Response> {
    let name = head.uri.path().strip_prefix(PREFIX)?;
    if !matches!(head.method, Method::GET | Method::HEAD) {
        return Some(Response::empty(StatusCode::METHOD_NOT_ALLOWED));
    }
    let file = FILES.iter().find(|(own, _, _)| *own == name);
    Some(match file {
        Some((_, content_type, content)) => Response::asset(content, content_type),
        None => Response::empty(StatusCode::NOT_FOUND),
    })
}
