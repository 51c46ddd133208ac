//! Where an application may send browsers, whatever the protocol calls it.

use url::{Host, Url};

/// Whether a URI may be redirected to.
///
/// Only one that equals a registered one, letter by letter. A client that has registered none
/// is one under development: it may name any `http` or `https` URI of the loopback host.
pub(crate) fn is_allowed(registered: &[String], uri: &str) -> bool {
    let Ok(parsed) = Url::parse(uri) else {
        return false;
    };
    // A fragment would swallow the response (RFC 6749 section 3.1.2); what is not ASCII is
    // neither a URI nor a header value.
    if parsed.fragment().is_some() || !uri.bytes().all(|byte| byte.is_ascii_graphic()) {
        return false;
    }
    if registered.is_empty() {
        matches!(parsed.scheme(), "http" | "https") && is_loopback(&parsed)
    } else {
        registered.iter().any(|known| known == uri)
    }
}

/// Whether tokens may be sent to the URI itself: over TLS, or without leaving this machine.
pub(crate) fn is_protected(uri: &str) -> bool {
    Url::parse(uri).is_ok_and(|uri| uri.scheme() != "http" || is_loopback(&uri))
}

/// The URI with parameters added to its query, whose own are kept.
pub(crate) fn with_query(uri: &str, query: &str) -> String {
    match (query, uri.contains('?')) {
        ("", _) => uri.to_owned(),
        (query, true) => format!("{uri}&{query}"),
        (query, false) => format!("{uri}?{query}"),
    }
}

fn is_loopback(uri: &Url) -> bool {
    match uri.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_registration_only_the_loopback_host_is_allowed() {
        for good in ["http://localhost:3000/cb", "http://127.0.0.1/cb?a=1", "https://[::1]:8/"] {
            assert!(is_allowed(&[], good), "{good}");
        }
        for bad in [
            "http://localhost.example.com/cb",
            "http://localhost@example.com/cb",
            "https://example.com/cb",
            "http://localhost/cb#part",
            "javascript:alert(1)",
            "/cb",
            "http://localhost/ü",
        ] {
            assert!(!is_allowed(&[], bad), "{bad}");
        }
    }

    #[test]
    fn a_registered_uri_is_matched_letter_by_letter() {
        let registered =
            ["https://app.example.com/cb".to_owned(), "com.example.app:/cb".to_owned()];
        assert!(is_allowed(&registered, "https://app.example.com/cb"));
        assert!(is_allowed(&registered, "com.example.app:/cb"));
        for bad in
            ["https://app.example.com/cb/", "https://APP.example.com/cb", "http://localhost/cb"]
        {
            assert!(!is_allowed(&registered, bad), "{bad}");
        }
    }
}
