//! Where the functions of a user pool are that the emulator does not run itself: pipeline functions and
//! the scripts of a custom database.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};
use url::{Host, Url};

/// When a pipeline function runs, by the names of Authing's version 3.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum PipelineStage {
    /// Before an account is made.
    #[default]
    PreRegister,
    /// After an account was made.
    PostRegister,
    /// Before somebody's password, code or identity is looked at.
    PreAuthentication,
    /// After it was found to be right, before there is a session.
    PostAuthentication,
    /// Before an id token of OpenID Connect is signed.
    PreOidcIdTokenIssued,
    /// Before an access token of OpenID Connect is signed.
    PreOidcAccessTokenIssued,
}

impl PipelineStage {
    /// All of them, in the order in which they come.
    pub const ALL: [Self; 6] = [
        Self::PreRegister,
        Self::PostRegister,
        Self::PreAuthentication,
        Self::PostAuthentication,
        Self::PreOidcIdTokenIssued,
        Self::PreOidcAccessTokenIssued,
    ];

    /// The name, such as `PRE_REGISTER`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::PreRegister => "PRE_REGISTER",
            Self::PostRegister => "POST_REGISTER",
            Self::PreAuthentication => "PRE_AUTHENTICATION",
            Self::PostAuthentication => "POST_AUTHENTICATION",
            Self::PreOidcIdTokenIssued => "PRE_OIDC_ID_TOKEN_ISSUED",
            Self::PreOidcAccessTokenIssued => "PRE_OIDC_ACCESS_TOKEN_ISSUED",
        }
    }

    /// The stage of this name: in capitals, or as `pre-register`.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let name = name.replace('-', "_");
        Self::ALL.into_iter().find(|stage| stage.name().eq_ignore_ascii_case(&name))
    }
}

/// How a function is waited for. The names and defaults are those of Authing's version 3.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Patience {
    /// Seconds, from 1 to 60.
    #[serde(default = "three")]
    pub(crate) timeout: u64,
    /// Whether everything ends with an error when they are over, rather than going on without it.
    #[serde(default)]
    pub(crate) terminate_on_timeout: bool,
    /// Whether nobody waits for it, so that it cannot change anything.
    #[serde(default)]
    pub(crate) is_asynchronous: bool,
}

show_fields!(Patience { timeout, terminate_on_timeout, is_asynchronous });

pub(crate) fn three() -> u64 {
    3
}

impl Default for Patience {
    fn default() -> Self {
        Self { timeout: three(), terminate_on_timeout: false, is_asynchronous: false }
    }
}

/// A pipeline function that an HTTP address carries out.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct PipelineAddress {
    #[serde(default = "crate::base::random::object_id")]
    pub(crate) id: String,
    pub(crate) scene: PipelineStage,
    pub(crate) url: String,
    #[serde(default)]
    pub(crate) patience: Patience,
}

show_fields!(PipelineAddress { id, scene, patience });

/// The scripts of a custom database, carried out by an HTTP address.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct DatabaseAddress {
    pub(crate) url: String,
    /// Seconds, from 1 to 60.
    #[serde(default = "three")]
    pub(crate) timeout: u64,
}

show_fields!(DatabaseAddress { timeout });

/// A pipeline function or custom database cannot work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidFunction {
    /// The address is none that the emulator calls.
    #[error("the address of a function is not one that the emulator calls: {reason}")]
    Url {
        /// What is wrong with it. The address is not quoted: a password may be in it.
        reason: &'static str,
    },
    /// The time is not one that the server would take.
    #[error("a function gets a whole number of seconds from 1 to 60, and 3 unless it says so")]
    Timeout,
}

/// Whether a function can be called at this address, and be given so many seconds.
pub(crate) fn check(url: &str, timeout: u64) -> Result<(), InvalidFunction> {
    let wrong = |reason| Err(InvalidFunction::Url { reason });
    let Ok(parsed) = Url::parse(url) else {
        return wrong("it is not a URL such as http://localhost:3000/pipeline");
    };
    if parsed.scheme() != "http" {
        return wrong("it begins with http://, and a proxy that speaks TLS may stand in between");
    }
    if !parsed.username().is_empty() || parsed.password().is_some() {
        return wrong("it has a name or a password in it");
    }
    if !(1..=60).contains(&timeout) {
        return Err(InvalidFunction::Timeout);
    }
    Ok(())
}

/// Whether an address is of this machine.
///
/// Functions are given personal data, and scripts passwords. Whoever starts the emulator may send them
/// anywhere; whoever reaches its port may not.
pub(crate) fn require_loopback(url: &str) -> Result<(), InvalidFunction> {
    let is_loopback = Url::parse(url).is_ok_and(|url| match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => IpAddr::V4(address).is_loopback(),
        Some(Host::Ipv6(address)) => IpAddr::V6(address).is_loopback(),
        None => false,
    });
    match is_loopback {
        true => Ok(()),
        false => Err(InvalidFunction::Url {
            reason: "a control route takes addresses of this machine only, such as \
                     http://localhost:3000/pipeline; others are given by an option, the builder or a seed",
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_work_is_refused_with_what_to_do() {
        for (url, expected) in [
            ("nowhere", "is not a URL"),
            ("https://localhost/", "begins with http://"),
            ("ftp://localhost/", "begins with http://"),
            ("http://bob:pa55@localhost/", "a name or a password"),
        ] {
            let error = check(url, 3).unwrap_err().to_string();
            assert!(error.contains(expected) && !error.contains("pa55"), "{error}");
        }
        for timeout in [0, 61] {
            assert_eq!(check("http://a/", timeout), Err(InvalidFunction::Timeout));
        }
        check("http://app:3000/x?y=1", 60).unwrap();
    }

    #[test]
    fn an_address_of_this_machine_is_told_from_others() {
        for own in
            ["http://localhost:1/", "http://app.localhost/", "http://127.1.2.3/", "http://[::1]/"]
        {
            require_loopback(own).unwrap();
        }
        for other in
            ["http://example.com/", "http://10.0.0.1/", "http://localhost.evil/", "nowhere"]
        {
            require_loopback(other).unwrap_err();
        }
    }

    #[test]
    fn a_stage_is_found_by_either_form_of_its_name() {
        for stage in PipelineStage::ALL {
            assert_eq!(PipelineStage::named(stage.name()), Some(stage));
            let json = serde_json::to_value(stage).unwrap();
            assert_eq!(json, stage.name());
        }
        assert_eq!(PipelineStage::named("pre-register"), Some(PipelineStage::PreRegister));
        assert_eq!(PipelineStage::named("pre-logout"), None);
    }
}
