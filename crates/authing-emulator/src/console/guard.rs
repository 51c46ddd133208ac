//! Who may look at the console, and who may change something by it.
//!
//! A page of another origin may lead here by a link. It may not read, frame or load anything of the console
//! and may send it no form: whoever controls the console has every secret in it. `Host` was looked at before.

use http::header::{self, HeaderName};
use http::uri::Authority;
use http::{Method, Uri, request};

use crate::base::text::Text;

const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
const FETCH_MODE: HeaderName = HeaderName::from_static("sec-fetch-mode");

pub(super) const FOREIGN: Text = Text::new(
    "该请求来自其他网站的页面，控制台不予处理。请直接打开控制台的地址。",
    "This request comes from a page of another site, and the console takes none of those. Open the console's \
     own address.",
);

/// Whether the request comes from the console itself or from whoever typed its address.
pub(super) fn is_own(head: &request::Parts) -> bool {
    let is_read = matches!(head.method, Method::GET | Method::HEAD);
    let site = head.headers.get(FETCH_SITE).map(|value| value.as_bytes());
    let navigates = head.headers.get(FETCH_MODE).is_some_and(|mode| mode.as_bytes() == b"navigate");
    let by_fetch = match site {
        // No browser, or one from before 2023, which says where a form comes from by `Origin`.
        None => true,
        Some(b"same-origin" | b"none") => true,
        // A link on another page leads here; nothing but the address bar has what it leads to.
        Some(_) => is_read && navigates,
    };
    by_fetch
        && head
            .headers
            .get_all(header::ORIGIN)
            .iter()
            .all(|origin| origin.to_str().is_ok_and(|origin| is_origin_of(head, origin)))
}

/// Whether an origin is the address that the request was sent to. A proxy in front may speak TLS.
fn is_origin_of(head: &request::Parts, origin: &str) -> bool {
    let Ok(origin) = origin.parse::<Uri>() else { return false };
    let named = head.headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let own = head.uri.authority().map(Authority::as_str).or(named);
    matches!(origin.scheme_str(), Some("http" | "https"))
        && origin.authority().is_some_and(|authority| {
            own.is_some_and(|own| authority.as_str().eq_ignore_ascii_case(own))
        })
}

#[cfg(test)]
mod tests {
    use http::Request;

    fn is_own(method: &str, headers: &[(&str, &str)]) -> bool {
        let mut request = Request::builder().method(method).uri("/_console/users");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        super::is_own(&request.body(()).unwrap().into_parts().0)
    }

    const HOST: (&str, &str) = ("host", "localhost:3000");

    #[test]
    fn the_console_and_programs_may_do_everything() {
        let own = ("origin", "http://localhost:3000");
        assert!(is_own("POST", &[HOST, own, ("sec-fetch-site", "same-origin")]));
        assert!(is_own("POST", &[HOST, own]));
        assert!(is_own("POST", &[HOST]));
        assert!(is_own("GET", &[HOST, ("sec-fetch-site", "none")]));
    }

    #[test]
    fn pages_of_others_may_lead_here_and_no_more() {
        for site in ["cross-site", "same-site"] {
            let site = ("sec-fetch-site", site);
            assert!(is_own("GET", &[HOST, site, ("sec-fetch-mode", "navigate")]));
            assert!(!is_own("GET", &[HOST, site, ("sec-fetch-mode", "no-cors")]));
            assert!(!is_own("POST", &[HOST, site, ("sec-fetch-mode", "navigate")]));
        }
        let others = ["http://localhost:3001", "http://evil.example", "null", "", "file://"];
        for origin in others {
            assert!(!is_own("POST", &[HOST, ("origin", origin)]), "{origin}");
            assert!(!is_own("GET", &[HOST, ("origin", origin)]), "{origin}");
        }
        assert!(!is_own("POST", &[("origin", "http://localhost:3000")]));
    }
}
