//! What an application may do as a client of OpenID Connect and OAuth 2.0.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::base::clock::Timestamp;

/// How an application signs its user tokens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "UPPERCASE")]
#[non_exhaustive]
pub enum TokenAlgorithm {
    /// HMAC with the application secret: what a new application uses.
    #[default]
    Hs256,
    /// RSA with the application's own key, published at `/oidc/.well-known/jwks.json`.
    Rs256,
}

/// How tokens may be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum GrantType {
    /// A code from the authorization endpoint.
    AuthorizationCode,
    /// Tokens straight from the authorization endpoint.
    Implicit,
    /// A refresh token.
    RefreshToken,
    /// The key and secret of a [`ProgrammaticAccount`].
    ClientCredentials,
    /// The user's name and password.
    Password,
    /// Authing's own: a user token is exchanged.
    #[serde(rename = "http://authing.cn/oidc/grant_type/authing_token")]
    AuthingToken,
}

/// What the authorization endpoint may return.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[non_exhaustive]
pub enum ResponseType {
    /// Nothing but the fact that the user agreed.
    #[serde(rename = "none")]
    None,
    /// A code.
    #[serde(rename = "code")]
    Code,
    /// An access token; of OAuth 2.0 and OpenID Connect.
    #[serde(rename = "token")]
    Token,
    /// An id token.
    #[serde(rename = "id_token")]
    IdToken,
    /// Both tokens.
    #[serde(rename = "id_token token")]
    IdTokenToken,
    /// A code and an access token.
    #[serde(rename = "code token")]
    CodeToken,
    /// A code and an id token.
    #[serde(rename = "code id_token")]
    CodeIdToken,
    /// A code and both tokens.
    #[serde(rename = "code id_token token")]
    CodeIdTokenToken,
}

impl ResponseType {
    pub(crate) const ALL: [Self; 8] = [
        Self::None,
        Self::Code,
        Self::Token,
        Self::IdToken,
        Self::IdTokenToken,
        Self::CodeToken,
        Self::CodeIdToken,
        Self::CodeIdTokenToken,
    ];

    /// Reads the parameter: words in any order.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let mut words: Vec<&str> = text.split(' ').collect();
        words.sort_unstable();
        Self::ALL.into_iter().find(|known| {
            let mut own: Vec<&str> = known.as_str().split(' ').collect();
            own.sort_unstable();
            own == words
        })
    }

    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Code => "code",
            Self::Token => "token",
            Self::IdToken => "id_token",
            Self::IdTokenToken => "id_token token",
            Self::CodeToken => "code token",
            Self::CodeIdToken => "code id_token",
            Self::CodeIdTokenToken => "code id_token token",
        }
    }

    pub(crate) fn has_code(self) -> bool {
        self.has("code")
    }

    pub(crate) fn has_token(self) -> bool {
        self.has("token")
    }

    pub(crate) fn has_id_token(self) -> bool {
        self.has("id_token")
    }

    fn has(self, word: &str) -> bool {
        self.as_str().split(' ').any(|own| own == word)
    }
}

/// How a client proves who it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ClientAuthMethod {
    /// Id and secret in the form.
    ClientSecretPost,
    /// Id and secret in the `Authorization` header.
    ClientSecretBasic,
    /// The id alone: a public client, which must use PKCE.
    None,
}

impl ClientAuthMethod {
    pub(crate) const ALL: [Self; 3] = [Self::ClientSecretPost, Self::ClientSecretBasic, Self::None];
}

/// A programmatic access account: an access key and its secret, for machines.
///
/// Its rights are those of the policies assigned to it as target `AK_SK` in the namespace that
/// bears the application's id. `Debug` shows no secret.
///
/// ```
/// use authing_emulator::ProgrammaticAccount;
/// use std::time::Duration;
///
/// let account = ProgrammaticAccount::new("60e3f5a6c3d5f4a7b1c2d3e4", "a-secret")
///     .token_lifetime(Duration::from_secs(60));
/// ```
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ProgrammaticAccount {
    pub(crate) id: String,
    pub(crate) secret: String,
    #[serde(default = "ten_minutes")]
    pub(crate) token_lifetime: i64,
    #[serde(default = "yes")]
    pub(crate) enabled: bool,
    #[serde(default)]
    pub(crate) remarks: Option<String>,
    /// As the application's, if that was never said.
    #[serde(default)]
    #[cfg_attr(test, schemars(skip))]
    pub(crate) created_at: Option<Timestamp>,
    #[serde(default)]
    #[cfg_attr(test, schemars(skip))]
    pub(crate) updated_at: Option<Timestamp>,
}

fn ten_minutes() -> i64 {
    600
}

fn yes() -> bool {
    true
}

impl ProgrammaticAccount {
    /// An account that is enabled and whose tokens live ten minutes.
    #[must_use]
    pub fn new(id: impl Into<String>, secret: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            secret: secret.into(),
            token_lifetime: ten_minutes(),
            enabled: true,
            remarks: None,
            created_at: None,
            updated_at: None,
        }
    }

    /// How long its tokens live; whole seconds.
    #[must_use]
    pub fn token_lifetime(mut self, lifetime: Duration) -> Self {
        self.token_lifetime = seconds(lifetime);
        self
    }

    /// Whether it may get tokens.
    #[must_use]
    pub fn enabled(mut self, enabled: bool) -> Self {
        self.enabled = enabled;
        self
    }
}

show_fields!(ProgrammaticAccount { id, token_lifetime, enabled });

pub(super) fn seconds(lifetime: Duration) -> i64 {
    i64::try_from(lifetime.as_secs()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_a_response_type_come_in_any_order() {
        assert_eq!(ResponseType::parse("token id_token"), Some(ResponseType::IdTokenToken));
        assert_eq!(
            ResponseType::parse("token code id_token"),
            Some(ResponseType::CodeIdTokenToken)
        );
        assert_eq!(ResponseType::parse("code code"), None);
        assert_eq!(ResponseType::parse("device"), None);
    }

    #[test]
    fn an_account_shows_no_secret() {
        let text = format!("{:?}", ProgrammaticAccount::new("id", "hidden"));
        assert!(!text.contains("hidden"), "{text}");
    }
}
