//! Which proxy a request goes through, and whether it can.
//!
//! The HTTP stack passes over what it cannot use, or fails with the first request. Here that is an
//! error when a client is built, by the name of the option or variable that has to be changed.

use std::fmt;

use http::Uri;
use hyper_util::client::proxy::matcher::Matcher;
use url::Url;

use crate::{
    config::Proxy,
    error::Error,
    options::{self, is_this_machine, printable},
};

const SOCKS: [&str; 4] = ["socks4", "socks4a", "socks5", "socks5h"];

/// Any address to ask a matcher about.
const ANYWHERE: &str = "http://example.com/";

/// What is to be done for requests to this host. A proxy that code names is for every host: `NO_PROXY`
/// is about those of the environment. And those are not for this machine, as in Go: another one
/// could not reach what listens here.
pub(super) fn chosen(proxy: &Proxy, host: &Url) -> Proxy {
    match proxy {
        Proxy::Environment if is_this_machine(host) => Proxy::None,
        proxy => proxy.clone(),
    }
}

/// The proxies of one client.
pub(crate) struct Proxies {
    matcher: Matcher,
    /// What names the proxy for `http` and for `https` addresses.
    named_by: [Option<&'static str>; 2],
}

impl Proxies {
    /// What the configuration or the environment says, which must do for requests to this host.
    pub(crate) fn new(
        proxy: &Proxy,
        host: &Url,
        variable: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, Error> {
        match chosen(proxy, host) {
            Proxy::None => Ok(Self { matcher: Matcher::builder().build(), named_by: [None; 2] }),
            Proxy::Address(address) => {
                let address = options::text("proxy", &address)?;
                usable(&address).map_err(|problem| Error::config("proxy", problem))?;
                let matcher = Matcher::builder().all(address).build();
                Ok(Self { matcher, named_by: [Some("proxy"); 2] })
            }
            Proxy::Environment => Self::of_environment(host, variable),
        }
    }

    /// The variables are looked up as the HTTP stack does it, and curl.
    fn of_environment(
        host: &Url,
        variable: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, Error> {
        let matcher = Matcher::from_system();
        // In CGI `HTTP_PROXY` is a header of whoever sent the request: nothing is read.
        if variable("REQUEST_METHOD").is_some() {
            return Ok(Self { matcher, named_by: [None; 2] });
        }
        let first_set = |names: [&'static str; 2]| {
            let (name, value) = names.into_iter().find_map(|name| Some((name, variable(name)?)))?;
            Some((name, value)).filter(|(_, value)| !value.trim().is_empty())
        };
        let all = || first_set(["ALL_PROXY", "all_proxy"]);
        let http = first_set(["HTTP_PROXY", "http_proxy"]).or_else(all);
        let https = first_set(["HTTPS_PROXY", "https_proxy"]).or_else(all);
        let of_host = if host.scheme() == "http" { &http } else { &https };
        if let Some((name, value)) = of_host {
            let exceptions = first_set(["NO_PROXY", "no_proxy"]).map(|(_, value)| value);
            let is_used = match exceptions {
                Some(exceptions) => {
                    let probe = Matcher::builder().all(ANYWHERE).no(exceptions).build();
                    intercepts(&probe, host.as_str())
                }
                None => true,
            };
            if is_used {
                usable(value).map_err(|problem| {
                    Error::config(name, format_args!("in the environment {problem}"))
                })?;
            }
        }
        let name = |proxy: Option<(&'static str, String)>| proxy.map(|(name, _)| name);
        Ok(Self { matcher, named_by: [name(http), name(https)] })
    }

    /// The proxy of requests to this address.
    pub(crate) fn of(&self, address: &Url) -> Option<Via> {
        let proxy = self.matcher.intercept(&address.as_str().parse().ok()?)?;
        let [http, https] = self.named_by;
        let named_by = if address.scheme() == "http" { http } else { https };
        Some(Via {
            #[cfg(feature = "events")]
            authorization: proxy.basic_auth().cloned(),
            address: proxy.uri().clone(),
            named_by,
        })
    }
}

/// A proxy on the way to an address. `Display` tells it in an error, without username and password.
pub(crate) struct Via {
    /// Without username and password.
    pub(crate) address: Uri,
    /// What it knows the client by.
    #[cfg(feature = "events")]
    pub(crate) authorization: Option<http::HeaderValue>,
    /// The option or variable that names it.
    pub(crate) named_by: Option<&'static str>,
}

impl fmt::Display for Via {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let proxy = self.address.authority().map_or("", http::uri::Authority::as_str);
        match self.named_by {
            Some("proxy") => write!(f, "the proxy `{proxy}`, which the option `proxy` names"),
            Some(variable) => write!(f, "the proxy `{proxy}`, which `{variable}` names"),
            None => write!(f, "the proxy `{proxy}` of the system's settings"),
        }
    }
}

fn intercepts(matcher: &Matcher, address: &str) -> bool {
    address.parse().is_ok_and(|address| matcher.intercept(&address).is_some())
}

/// Whether a proxy with this address can be spoken to. The error stands behind the name of an option,
/// and shows the scheme at most: the rest may hold a password.
fn usable(address: &str) -> Result<(), String> {
    let scheme = address.split_once("://").map_or("http", |(scheme, _)| scheme);
    let wrong = "is not a proxy address: give it as `http://proxy.example.com:8080`";
    if address.starts_with(['"', '\'']) {
        return Err("begins with a quotation mark: give it without".into());
    }
    match scheme {
        "http" => {}
        "https"
            if cfg!(any(
                feature = "rustls",
                feature = "rustls-no-provider",
                feature = "native-tls"
            )) => {}
        "https" => {
            return Err(
                "names a proxy with `https`, but no TLS is compiled in: enable the feature \
                        `rustls` or `native-tls`"
                    .into(),
            );
        }
        socks if SOCKS.contains(&socks) => {
            if cfg!(not(feature = "socks")) {
                return Err(format!(
                    "names a proxy with `{socks}`, which needs the feature `socks`: enable it, name \
                     a proxy with `http`, or go without by `no_proxy()` or `NO_PROXY`"
                ));
            }
        }
        other if other.contains(['@', '.', ':', '/']) => return Err(wrong.into()),
        other => {
            return Err(format!(
                "names a proxy with `{}`, which is not a scheme of a proxy: `http`, `https`, `socks5` \
                 and `socks5h` are",
                printable(other)
            ));
        }
    }
    if intercepts(&Matcher::builder().all(address).build(), ANYWHERE) {
        Ok(())
    } else {
        Err(wrong.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(host: &str, variables: &[(&str, &str)]) -> Result<Proxies, Error> {
        Proxies::new(&Proxy::Environment, &Url::parse(host).unwrap(), |wanted| {
            let found = variables.iter().find(|(name, _)| *name == wanted);
            found.map(|(_, value)| (*value).to_owned())
        })
    }

    const HOST: &str = "https://core.example.com";

    #[test]
    fn what_cannot_be_a_proxy_is_refused_by_its_variable_without_being_shown() {
        for (name, value, problem) in [
            ("ALL_PROXY", "ftp://user:canary@p:1", "names a proxy with `ftp`"),
            // As some desktops set it.
            ("all_proxy", "socks://p:1080/", "names a proxy with `socks`"),
            ("HTTPS_PROXY", "http//canary", "is not a proxy address"),
            ("https_proxy", "http://", "is not a proxy address"),
            ("HTTPS_PROXY", "http://canary host", "is not a proxy address"),
            ("HTTPS_PROXY", "\"http://canary\"", "begins with a quotation mark"),
        ] {
            let error = of(HOST, &[(name, value)]).map(|_| ()).unwrap_err();
            let start = format!("option `{name}` in the environment {problem}");
            assert!(error.to_string().starts_with(&start), "{value}: {error}");
            assert!(!format!("{error:?}{}", error.report()).contains("canary"), "{error:?}");
        }
    }

    #[test]
    fn what_is_not_used_for_the_host_is_not_looked_at() {
        for variables in [
            &[("HTTPS_PROXY", "http://p:1"), ("ALL_PROXY", "ftp://p:1")][..],
            &[("HTTP_PROXY", "ftp://p:1")],
            &[("ALL_PROXY", "ftp://p:1"), ("NO_PROXY", "example.com")],
            &[("ALL_PROXY", "ftp://p:1"), ("no_proxy", "*")],
            &[("ALL_PROXY", "ftp://p:1"), ("REQUEST_METHOD", "GET")],
            &[("HTTPS_PROXY", " ")],
            &[],
        ] {
            assert!(of(HOST, variables).is_ok(), "{variables:?}");
        }
        let elsewhere = [("ALL_PROXY", "ftp://p:1"), ("NO_PROXY", "other.com")];
        assert!(of(HOST, &elsewhere).is_err());
        for here in
            ["http://localhost:3000", "http://127.0.0.9", "http://[::1]", "https://a.localhost"]
        {
            assert!(of(here, &[("ALL_PROXY", "ftp://p:1")]).is_ok(), "{here}");
        }
        assert!(of("http://10.0.0.1", &[("HTTP_PROXY", "ftp://p:1")]).is_err());
    }

    #[test]
    fn an_option_is_read_like_a_variable() {
        let host = Url::parse(HOST).unwrap();
        let read = |address: &str| Proxies::new(&Proxy::Address(address.into()), &host, |_| None);
        let named = read(" http://user:canary@proxy.example.com:8080\n").unwrap();
        assert_eq!(
            named.of(&host).unwrap().to_string(),
            "the proxy `proxy.example.com:8080`, which the option `proxy` names"
        );
        assert!(read("proxy.example.com:8080").is_ok());
        let error = read("ftp://user:canary@p").map(|_| ()).unwrap_err();
        assert!(
            error.to_string().starts_with("option `proxy` names a proxy with `ftp`"),
            "{error}"
        );
        let none = Proxies::new(&Proxy::None, &host, |_| Some("http://p:1".into())).unwrap();
        assert!(none.of(&host).is_none());
    }

    #[test]
    fn a_proxy_that_speaks_socks_needs_the_feature() {
        for scheme in SOCKS {
            let built =
                of(HOST, &[("ALL_PROXY", &format!("{scheme}://user:canary@127.0.0.1:1080"))]);
            if cfg!(feature = "socks") {
                assert!(built.is_ok(), "{scheme}");
            } else {
                let error = built.map(|_| ()).unwrap_err().to_string();
                assert!(error.starts_with("option `ALL_PROXY` in the environment "), "{error}");
                assert!(error.contains(&format!("`{scheme}`, which needs the feature `socks`")));
                assert!(!error.contains("canary"), "{error}");
            }
        }
    }
}
