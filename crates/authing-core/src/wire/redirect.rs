//! Responses that send the caller elsewhere (RFC 9110 section 15.4). None is followed: what was sent
//! may be a secret, and is for the server that the caller named.

use std::fmt;

use http::{HeaderMap, StatusCode, header::LOCATION};
use url::Url;

use crate::options::shown;

/// The longest target that a text shows, in characters.
const LONGEST_TARGET: usize = 200;

/// Where a response sends the caller. `Display` says what to do, and shows neither query nor fragment
/// of the target, which may repeat what was sent.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Redirect {
    /// To another server.
    Elsewhere { target: String, origin: String },
    /// To another place of the same server.
    Here { target: String },
    /// To something that is not on any server.
    Unusable { target: String },
    /// Nowhere.
    Nowhere,
}

impl Redirect {
    /// What a response to a request to this address says.
    pub(crate) fn of(status: StatusCode, headers: &HeaderMap, asked: &Url) -> Option<Self> {
        if !status.is_redirection() {
            return None;
        }
        let location = headers.get(LOCATION);
        // The others are not modified, and what nobody has assigned.
        let is_redirect = matches!(status.as_u16(), 300..=303 | 305 | 307 | 308);
        if !is_redirect && location.is_none() {
            return None;
        }
        let Some(location) = location else { return Some(Self::Nowhere) };
        let location = String::from_utf8_lossy(location.as_bytes());
        let location = location.trim();
        // `join` takes nothing for this very page.
        if location.is_empty() {
            return Some(Self::Nowhere);
        }
        let Some(mut url) = asked.join(location).ok().filter(Url::has_host) else {
            let bare = location.split(['?', '#']).next().unwrap_or_default();
            let bare = bare.rsplit_once('@').map_or(bare, |(_, host)| host);
            return Some(Self::Unusable { target: shown(bare, LONGEST_TARGET) });
        };
        url.set_query(None);
        url.set_fragment(None);
        // Cannot fail for an address with a host.
        let _ = url.set_username("");
        let _ = url.set_password(None);
        let target = shown(url.as_str(), LONGEST_TARGET);
        Some(if url.origin() == asked.origin() {
            Self::Here { target }
        } else {
            let origin = shown(&url.origin().ascii_serialization(), LONGEST_TARGET);
            Self::Elsewhere { target, origin }
        })
    }
}

impl Redirect {
    /// The same with each part of the target as `hide` leaves it: a path may repeat what was sent.
    pub(crate) fn hiding(self, hide: impl Fn(&str) -> Option<String>) -> Self {
        let hide = |text: String| hide(&text).unwrap_or_default();
        match self {
            Self::Elsewhere { target, origin } => {
                Self::Elsewhere { target: hide(target), origin: hide(origin) }
            }
            Self::Here { target } => Self::Here { target: hide(target) },
            Self::Unusable { target } => Self::Unusable { target: hide(target) },
            Self::Nowhere => Self::Nowhere,
        }
    }
}

impl fmt::Display for Redirect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Elsewhere { target, origin } => write!(
                f,
                "the server responds with a redirect to `{target}`, which is not followed: if that is \
                 the right server, set this host, `{origin}`"
            ),
            Self::Here { target } => write!(
                f,
                "the server responds with a redirect to `{target}`, which is not followed: check the \
                 path of the host, and whether a login page or a proxy stands in front of the server"
            ),
            Self::Unusable { target } => write!(
                f,
                "the server responds with a redirect to `{target}`, which is not the address of a server: \
                 check the host"
            ),
            Self::Nowhere => f.write_str(
                "the server responds with a redirect that names no target: check the host, and \
                 whether it begins with `https://`",
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn text(status: u16, location: Option<&[u8]>) -> Option<String> {
        let mut headers = HeaderMap::new();
        if let Some(location) = location {
            headers.insert(LOCATION, HeaderValue::from_bytes(location).unwrap());
        }
        let asked = Url::parse("http://core.example.com/graphql/v2").unwrap();
        let status = StatusCode::from_u16(status).unwrap();
        Redirect::of(status, &headers, &asked).map(|redirect| redirect.to_string())
    }

    #[test]
    fn the_target_is_named_without_what_may_repeat_a_secret() {
        for (location, named) in [
            ("https://core.example.com/graphql/v2", "`https://core.example.com/graphql/v2`"),
            (
                "https://u:canary@new.example.com/a?ticket=canary#canary",
                "`https://new.example.com/a`",
            ),
            ("//new.example.com/a", "`http://new.example.com/a`"),
            ("/login?return=canary", "`http://core.example.com/login`"),
            ("v3", "`http://core.example.com/graphql/v3`"),
            ("app:open?token=canary", "`app:open`"),
            ("https://u:canary@[/x", "`[/x`"),
        ] {
            for status in [300, 301, 302, 303, 307, 308] {
                let text = text(status, Some(location.as_bytes())).unwrap();
                assert!(text.contains(&format!("a redirect to {named}")), "{location}: {text}");
                assert!(!text.contains("canary"), "{text}");
            }
        }
    }

    #[test]
    fn another_server_is_what_the_host_should_be_set_to() {
        let text = |location: &str| text(301, Some(location.as_bytes())).unwrap();
        let elsewhere = text("https://core.example.com/graphql/v2");
        assert!(elsewhere.ends_with("set this host, `https://core.example.com`"), "{elsewhere}");
        let here = text("/login");
        assert!(here.contains("a login page or a proxy"), "{here}");
    }

    #[test]
    fn a_redirect_to_nowhere_is_one_all_the_same_and_other_statuses_are_none() {
        for location in [None, Some(&b""[..]), Some(b"  ")] {
            assert!(text(308, location).unwrap().contains("names no target"));
        }
        for status in [200, 304, 306, 400, 503] {
            assert_eq!(text(status, None), None, "{status}");
        }
        assert_eq!(text(201, Some(b"/users/1")), None);
    }

    #[test]
    fn what_comes_from_outside_is_short_and_on_one_line() {
        let long = format!("https://x.example.com/{}", "a".repeat(5000));
        assert!(text(302, Some(long.as_bytes())).unwrap().len() < 600);
        let odd = text(302, Some(b"https://x.example.com/\t\xff\xfe\"")).unwrap();
        assert!(odd.is_ascii() && !odd.contains('\t'), "{odd}");
    }
}
