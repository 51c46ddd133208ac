//! What a token endpoint grants.

use std::{
    fmt,
    time::{Duration, SystemTime},
};

use authing_core::{Error as CallError, ErrorKind};
use authing_types::Secret;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::tolerant::{seconds, words};
use crate::error::Error;

/// Tokens, as a token endpoint or a callback brought them (RFC 6749 section 5.1).
///
/// `Debug` shows no token and none of `extra`.
#[derive(Clone)]
#[non_exhaustive]
pub struct Tokens {
    /// Gives access to the provider's and your own resources in the user's name.
    pub access_token: Secret,
    /// How the access token is used.
    pub token_type: TokenType,
    /// How long the access token is valid, from when it was received.
    pub expires_in: Option<Duration>,
    /// When the access token expires, by this machine's clock.
    pub expires_at: Option<SystemTime>,
    /// Obtains new tokens later. Authing gives one for the scope `offline_access`.
    pub refresh_token: Option<Secret>,
    /// The id_token as it came. Its verified content is beside the tokens, as `claims`.
    pub id_token: Option<Secret>,
    /// What the access token allows. Always present after a login: a server that does not say so
    /// has granted what was requested.
    pub scope: Option<Vec<String>>,
    /// What was requested and not granted: Authing's response to `client_credentials` says this
    /// instead of refusing.
    pub rejected_scope: Option<Vec<String>>,
    /// What else the server sent. It may hold secrets.
    pub extra: Map<String, Value>,
}

/// How an access token is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TokenType {
    /// As it is: every holder may use it (RFC 6750).
    Bearer,
}

impl Tokens {
    /// Whether this scope was granted, as far as the server said.
    pub fn has_scope(&self, scope: &str) -> bool {
        self.scope.iter().flatten().any(|granted| granted == scope)
    }

    /// Reads what came, at this time.
    pub(crate) fn new(response: TokenBody, now: SystemTime) -> Result<Self, Error> {
        let token_type = TokenType::read(response.token_type.as_deref())?;
        if response.access_token.is_empty() {
            return Err(unusable("holds an empty access token"));
        }
        let expires_in = response.expires_in.map(Duration::from_secs);
        let not_empty = |token: Option<Secret>| token.filter(|token| !token.is_empty());
        Ok(Self {
            access_token: response.access_token,
            token_type,
            expires_in,
            expires_at: expires_in.and_then(|life| now.checked_add(life)),
            refresh_token: not_empty(response.refresh_token),
            id_token: not_empty(response.id_token),
            scope: response.scope,
            rejected_scope: response.rejected_scope,
            extra: response.extra,
        })
    }
}

impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tokens")
            .field("token_type", &self.token_type)
            .field("expires_at", &self.expires_at)
            .field("has_refresh_token", &self.refresh_token.is_some())
            .field("has_id_token", &self.id_token.is_some())
            .field("scope", &self.scope)
            .field("rejected_scope", &self.rejected_scope)
            .finish_non_exhaustive()
    }
}

impl TokenType {
    /// RFC 6749 section 7.1: a token of a type that the client does not know must not be used.
    fn read(text: Option<&str>) -> Result<Self, Error> {
        match text {
            Some(text) if text.eq_ignore_ascii_case("bearer") => Ok(Self::Bearer),
            Some(_) => Err(unusable("holds a token that is not Bearer, which cannot be used here")),
            None => Err(unusable("does not say what type its token is of")),
        }
    }
}

/// The response of a token endpoint.
#[derive(Deserialize)]
pub(crate) struct TokenBody {
    pub(crate) access_token: Secret,
    #[serde(default)]
    pub(crate) token_type: Option<String>,
    #[serde(default, deserialize_with = "seconds")]
    pub(crate) expires_in: Option<u64>,
    #[serde(default)]
    pub(crate) refresh_token: Option<Secret>,
    #[serde(default)]
    pub(crate) id_token: Option<Secret>,
    #[serde(default, deserialize_with = "words")]
    pub(crate) scope: Option<Vec<String>>,
    #[serde(default, deserialize_with = "words")]
    pub(crate) rejected_scope: Option<Vec<String>>,
    #[serde(flatten)]
    pub(crate) extra: Map<String, Value>,
}

/// A response that parses and that no client may use.
pub(crate) fn unusable(problem: &str) -> Error {
    Error::Call(CallError::new(ErrorKind::Decode, format!("the response {problem}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Result<Tokens, Error> {
        Tokens::new(serde_json::from_str(json).unwrap(), SystemTime::UNIX_EPOCH)
    }

    #[test]
    fn the_type_is_read_whatever_its_case_and_no_other_type_is_accepted() {
        for (json, token_type) in [
            (r#"{"access_token": "a", "token_type": "bearer"}"#, TokenType::Bearer),
            (r#"{"access_token": "a", "token_type": "BEARER"}"#, TokenType::Bearer),
        ] {
            assert_eq!(read(json).unwrap().token_type, token_type);
        }
        for json in [
            r#"{"access_token": "a", "token_type": "mac"}"#,
            r#"{"access_token": "a", "token_type": "DPoP"}"#,
            r#"{"access_token": "a"}"#,
            r#"{"access_token": "", "token_type": "Bearer"}"#,
        ] {
            assert!(read(json).is_err(), "{json}");
        }
    }

    #[test]
    fn lives_scopes_and_unknown_members_are_kept() {
        let tokens = read(
            r#"{"access_token": "a", "token_type": "Bearer", "expires_in": "60", "scope": "book:read",
                "rejected_scope": "", "refresh_token": "", "id_token": null, "new": {"x": 1}}"#,
        )
        .unwrap();
        assert_eq!(tokens.expires_at, Some(SystemTime::UNIX_EPOCH + Duration::from_secs(60)));
        assert!(tokens.has_scope("book:read") && !tokens.has_scope("book"));
        assert_eq!(tokens.rejected_scope, Some(vec![]));
        assert!(tokens.refresh_token.is_none() && tokens.id_token.is_none());
        assert_eq!(tokens.extra.len(), 1);
    }

    #[test]
    fn a_life_beyond_the_end_of_time_is_no_panic() {
        let json = format!(
            r#"{{"access_token": "a", "token_type": "Bearer", "expires_in": {}}}"#,
            u64::MAX
        );
        assert_eq!(read(&json).unwrap().expires_at, None);
    }
}
