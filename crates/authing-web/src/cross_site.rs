//! Whether another site's page made a browser send a request (cross-site request forgery).

use http::{HeaderMap, Method, Uri, header, request::Parts};
use url::Url;

use crate::error::AuthError;

/// Rejects requests of another site's page that change something or open a WebSocket.
///
/// Browsers say in `Sec-Fetch-Site` where the request comes from; older ones, and all of them over
/// plain HTTP, name the page's origin in `Origin`. No page can leave out both, so a request without
/// them is not a browser's.
pub(crate) fn refuse(parts: &Parts, trusted: &[String]) -> Result<(), AuthError> {
    if is_harmless(parts) {
        return Ok(());
    }
    let origin = text(&parts.headers, header::ORIGIN.as_str());
    if origin.is_some_and(|origin| trusted.iter().any(|one| one == origin)) {
        return Ok(());
    }
    let allowed = match (text(&parts.headers, "sec-fetch-site"), origin) {
        (Some(site), _) => matches!(site, "same-origin" | "none"),
        (None, Some(origin)) => is_own(origin, &parts.headers, &parts.uri),
        (None, None) => {
            // A header that is present but not text comes from no browser.
            !parts.headers.contains_key("sec-fetch-site")
                && !parts.headers.contains_key(header::ORIGIN)
        }
    };
    if allowed { Ok(()) } else { Err(AuthError::CrossSite) }
}

/// Methods that change nothing (RFC 9110 section 9.2.1), unless they open a WebSocket, which any
/// page may do.
fn is_harmless(parts: &Parts) -> bool {
    let upgrade = text(&parts.headers, header::UPGRADE.as_str());
    let websocket = upgrade.is_some_and(|to| to.to_ascii_lowercase().contains("websocket"));
    matches!(parts.method, Method::GET | Method::HEAD | Method::OPTIONS) && !websocket
}

/// Whether an origin is the host that the request was sent to.
fn is_own(origin: &str, headers: &HeaderMap, uri: &Uri) -> bool {
    let host = text(headers, header::HOST.as_str());
    let Some(host) = host.or_else(|| uri.authority().map(|authority| authority.as_str())) else {
        return false;
    };
    // Behind a proxy the scheme is not known; that of the origin has the port that may be left out.
    let Ok(origin) = Url::parse(origin) else { return false };
    let Ok(own) = Url::parse(&format!("{}://{host}", origin.scheme())) else { return false };
    origin.host().is_some()
        && (origin.host(), origin.port_or_known_default())
            == (own.host(), own.port_or_known_default())
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}
