//! What the server says about a token.

use std::time::{Duration, SystemTime};

use serde::Deserialize;
use serde_json::{Map, Value};

use super::tolerant::{confirmation, identifier, one_or_many, seconds, text, words};
use crate::{confirmation, error::Error, text::shown};

/// What kind of token a server should look for first. A wrong one only costs it time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TokenHint {
    /// `access_token`.
    AccessToken,
    /// `refresh_token`.
    RefreshToken,
}

impl TokenHint {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::AccessToken => "access_token",
            Self::RefreshToken => "refresh_token",
        }
    }
}

/// What the server says about a token (RFC 7662 section 2.2). Of a token that is expired, revoked,
/// unknown or an id_token it says `active: false` and nothing else.
///
/// A token that is active may still not be meant for you: look at `client_id`, `aud` and `scope`.
#[derive(Clone, Deserialize)]
#[non_exhaustive]
pub struct Introspection {
    /// Whether the token is valid now. All other fields mean nothing when it is not.
    pub active: bool,
    /// The user's id; none for a token of a program.
    #[serde(default, deserialize_with = "identifier")]
    pub sub: Option<String>,
    /// The application that the token was issued to.
    #[serde(default, deserialize_with = "identifier")]
    pub client_id: Option<String>,
    /// A name for the user.
    #[serde(default, deserialize_with = "text")]
    pub username: Option<String>,
    /// How the token is used: `Bearer`.
    #[serde(default)]
    pub token_type: Option<String>,
    /// What the token allows.
    #[serde(default, deserialize_with = "words")]
    pub scope: Option<Vec<String>>,
    /// The audience.
    #[serde(default, deserialize_with = "one_or_many")]
    pub aud: Vec<String>,
    /// The issuer.
    #[serde(default, deserialize_with = "identifier")]
    pub iss: Option<String>,
    /// The token's own id.
    #[serde(default, deserialize_with = "text")]
    pub jti: Option<String>,
    /// When it ends, in seconds since 1970.
    #[serde(default, deserialize_with = "seconds")]
    pub exp: Option<u64>,
    /// When it was issued, in seconds since 1970.
    #[serde(default, deserialize_with = "seconds")]
    pub iat: Option<u64>,
    /// When it starts to be valid, in seconds since 1970.
    #[serde(default, deserialize_with = "seconds")]
    pub nbf: Option<u64>,
    /// The key that the token is bound to (RFC 7800 section 3.1): only where `key_bound_tokens` are
    /// accepted.
    #[serde(default, deserialize_with = "confirmation")]
    pub cnf: Option<Map<String, Value>>,
    /// What else the server said.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl Introspection {
    /// Whether the token allows this. Never for a token that is not active.
    pub fn has_scope(&self, scope: &str) -> bool {
        self.active && self.scope.iter().flatten().any(|granted| granted == scope)
    }

    /// A token that anybody may present: not bound to a key, or somebody else checks the proof.
    pub(crate) fn for_any_bearer(self, key_bound_tokens: bool) -> Result<Self, Error> {
        if !self.active || key_bound_tokens {
            return Ok(self);
        }
        if let Some(cnf) = &self.cnf {
            return Err(Error::KeyBound { by: confirmation::methods(cnf) });
        }
        // RFC 9449 section 6.2: the type says so as well.
        match &self.token_type {
            Some(name) if ["dpop", "pop"].iter().any(|bound| name.eq_ignore_ascii_case(bound)) => {
                Err(Error::KeyBound { by: vec![shown(name, 32)] })
            }
            _ => Ok(self),
        }
    }

    /// When the token ends.
    pub fn expires_at(&self) -> Option<SystemTime> {
        SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(self.exp?))
    }
}

// Shows ids, and nothing about the user.
authing_types::redacted_debug!(Introspection { active, sub, client_id, scope, exp });
