//! By which names the emulator may be addressed.
//!
//! A page of another origin can point a name of its own at the loopback address (DNS rebinding) and
//! would then be same-origin with the emulator, whose control routes tell every secret. Such a request
//! still says in `Host` which name the browser was sent to.

use std::net::IpAddr;

use http::header::{self, HeaderValue};
use http::request;
use http::uri::Authority;

/// As much of a refused name as the response repeats.
const SHOWN: usize = 100;

/// The names that are served: those of the machine itself, and those that were allowed.
pub(crate) struct AllowedHosts(Vec<String>);

show_fields!(AllowedHosts {});

impl AllowedHosts {
    /// A port counts for nothing: a refusal shows the name with it, and people copy that.
    pub(crate) fn new(names: &[String]) -> Self {
        let bare = |name: &String| match name.parse::<Authority>() {
            Ok(authority) => normal(authority.host()),
            Err(_) => normal(name),
        };
        Self(names.iter().map(bare).collect())
    }

    /// The name of a request that is for somebody else. A request that names no host was not made
    /// by a browser.
    pub(crate) fn foreign(&self, head: &request::Parts) -> Option<String> {
        let in_target = head.uri.authority().map(Authority::as_str);
        let in_headers = head.headers.get_all(header::HOST).iter().map(HeaderValue::to_str);
        let named = in_target.map(Ok).into_iter().chain(in_headers);
        named.into_iter().find_map(|host| match host {
            Ok(host) if self.allow(host) => None,
            Ok(host) => Some(host.chars().take(SHOWN).collect()),
            Err(_) => Some("a name that is not ASCII".to_owned()),
        })
    }

    /// An address cannot be rebound: only names are looked up.
    fn allow(&self, host: &str) -> bool {
        let Ok(authority) = host.parse::<Authority>() else { return false };
        let name = normal(authority.host());
        let address = name.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
        address.unwrap_or(&name).parse::<IpAddr>().is_ok()
            || name == "localhost"
            || name.ends_with(".localhost")
            || self.0.contains(&name)
    }
}

/// Names are compared in lower case and without the final dot of a full name.
fn normal(name: &str) -> String {
    name.strip_suffix('.').unwrap_or(name).to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allow(host: &str) -> bool {
        AllowedHosts::new(&["Authing.".to_owned(), "mine.example:3000".to_owned()]).allow(host)
    }

    #[test]
    fn addresses_and_names_of_the_machine_are_served() {
        for host in ["127.0.0.1:3000", "192.168.1.5", "[::1]:80", "localhost:1", "LOCALHOST."] {
            assert!(allow(host), "{host}");
        }
        assert!(allow("app.localhost") && allow("authing:3000") && allow("AUTHING"));
        assert!(allow("mine.example") && allow("mine.example:4000"));
    }

    #[test]
    fn other_names_are_not() {
        for host in ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "", "a b"]
        {
            assert!(!allow(host), "{host}");
        }
        assert!(!allow("notlocalhost") && !allow("authing.example"));
    }
}
