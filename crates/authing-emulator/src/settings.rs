//! What a test may set about an application as a client of the sign-in protocols, and the
//! second factors that it demands.

mod saml;

use std::fmt;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::clock::Timestamp;
use crate::model::application::{Application, TokenAlgorithm};
use crate::model::mfa::MfaFactor;

pub use self::saml::SamlSettings;

/// How tokens may be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
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

/// What the authorization endpoint may answer with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
    pub(crate) created_at: Option<Timestamp>,
    #[serde(default)]
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

impl fmt::Debug for ProgrammaticAccount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ProgrammaticAccount")
            .field("id", &self.id)
            .field("token_lifetime", &self.token_lifetime)
            .field("enabled", &self.enabled)
            .finish_non_exhaustive()
    }
}

/// Changes to an application's settings. What is not set stays as it is; a new application has
/// the defaults of Authing's console.
///
/// As long as no redirect URI is registered, every `http` or `https` URI of the loopback host
/// (`localhost`, `127.0.0.1`, `[::1]`, any port and path) is accepted, so that a web application
/// under development needs no set-up. Once one is registered, only exact matches are. The same
/// holds for logout redirect URIs.
///
/// ```
/// use authing_emulator::{ApplicationSettings, ClientAuthMethod, Emulator};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let settings = ApplicationSettings::new()
///     .redirect_uris(["http://localhost:3000/callback"])
///     .token_auth_method(ClientAuthMethod::ClientSecretBasic);
/// let emulator = Emulator::builder().application_settings(settings).start().await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[must_use]
pub struct ApplicationSettings {
    redirect_uris: Option<Vec<String>>,
    logout_redirect_uris: Option<Vec<String>>,
    grant_types: Option<Vec<GrantType>>,
    response_types: Option<Vec<ResponseType>>,
    token_endpoint_auth_method: Option<ClientAuthMethod>,
    introspection_endpoint_auth_method: Option<ClientAuthMethod>,
    revocation_endpoint_auth_method: Option<ClientAuthMethod>,
    id_token_algorithm: Option<TokenAlgorithm>,
    access_token_algorithm: Option<TokenAlgorithm>,
    authorization_code_seconds: Option<i64>,
    access_token_seconds: Option<i64>,
    id_token_seconds: Option<i64>,
    refresh_token_seconds: Option<i64>,
    oauth_provider_enabled: Option<bool>,
    programmatic_accounts: Option<Vec<ProgrammaticAccount>>,
    sub_accounts: Option<Vec<String>>,
    mfa_factors: Option<Vec<MfaFactor>>,
    saml: Option<SamlSettings>,
}

impl ApplicationSettings {
    /// No changes.
    pub fn new() -> Self {
        Self::default()
    }

    /// Where authorization responses may go.
    pub fn redirect_uris<I: IntoIterator<Item: Into<String>>>(mut self, uris: I) -> Self {
        self.redirect_uris = Some(uris.into_iter().map(Into::into).collect());
        self
    }

    /// Where `/oidc/session/end` may send the browser.
    pub fn logout_redirect_uris<I: IntoIterator<Item: Into<String>>>(mut self, uris: I) -> Self {
        self.logout_redirect_uris = Some(uris.into_iter().map(Into::into).collect());
        self
    }

    /// The grants allowed, for OpenID Connect and OAuth 2.0; by default authorization code,
    /// password and refresh token.
    pub fn grants(mut self, grants: impl IntoIterator<Item = GrantType>) -> Self {
        self.grant_types = Some(grants.into_iter().collect());
        self
    }

    /// The response types allowed; by default `code`. Those with `token` or `id_token` need
    /// [`GrantType::Implicit`] too.
    pub fn response_types(mut self, types: impl IntoIterator<Item = ResponseType>) -> Self {
        self.response_types = Some(types.into_iter().collect());
        self
    }

    /// How the client authenticates at the token endpoint.
    pub fn token_auth_method(mut self, method: ClientAuthMethod) -> Self {
        self.token_endpoint_auth_method = Some(method);
        self
    }

    /// How the client authenticates at the introspection endpoint.
    pub fn introspection_auth_method(mut self, method: ClientAuthMethod) -> Self {
        self.introspection_endpoint_auth_method = Some(method);
        self
    }

    /// How the client authenticates at the revocation endpoint.
    pub fn revocation_auth_method(mut self, method: ClientAuthMethod) -> Self {
        self.revocation_endpoint_auth_method = Some(method);
        self
    }

    /// How id tokens, and the user tokens of direct logins, are signed.
    pub fn id_token_algorithm(mut self, algorithm: TokenAlgorithm) -> Self {
        self.id_token_algorithm = Some(algorithm);
        self
    }

    /// How access tokens are signed; [`TokenAlgorithm::Rs256`] by default.
    pub fn access_token_algorithm(mut self, algorithm: TokenAlgorithm) -> Self {
        self.access_token_algorithm = Some(algorithm);
        self
    }

    /// How long a code may be redeemed; ten minutes by default.
    pub fn authorization_code_lifetime(mut self, lifetime: Duration) -> Self {
        self.authorization_code_seconds = Some(seconds(lifetime));
        self
    }

    /// How long access tokens live; fourteen days by default.
    pub fn access_token_lifetime(mut self, lifetime: Duration) -> Self {
        self.access_token_seconds = Some(seconds(lifetime));
        self
    }

    /// How long id tokens, and the user tokens of direct logins, live; fourteen days by default.
    pub fn id_token_lifetime(mut self, lifetime: Duration) -> Self {
        self.id_token_seconds = Some(seconds(lifetime));
        self
    }

    /// How long refresh tokens live; thirty days by default.
    pub fn refresh_token_lifetime(mut self, lifetime: Duration) -> Self {
        self.refresh_token_seconds = Some(seconds(lifetime));
        self
    }

    /// Whether the endpoints under `/oauth/` serve the application; they do not by default.
    pub fn oauth_provider_enabled(mut self, enabled: bool) -> Self {
        self.oauth_provider_enabled = Some(enabled);
        self
    }

    /// The programmatic access accounts, in place of those there are.
    pub fn programmatic_accounts(
        mut self,
        accounts: impl IntoIterator<Item = ProgrammaticAccount>,
    ) -> Self {
        self.programmatic_accounts = Some(accounts.into_iter().collect());
        self
    }

    /// The user names of those who may log in as sub-accounts of the application, in place of
    /// those there are; none by default.
    pub fn sub_accounts<I: IntoIterator<Item: Into<String>>>(mut self, usernames: I) -> Self {
        self.sub_accounts = Some(usernames.into_iter().map(Into::into).collect());
        self
    }

    /// The second factors of which everybody must give one at every log-in; none by default.
    pub fn mfa_factors(mut self, factors: impl IntoIterator<Item = MfaFactor>) -> Self {
        self.mfa_factors = Some(factors.into_iter().collect());
        self
    }

    /// How the application answers SAML requests, in place of what there is.
    pub fn saml(mut self, settings: SamlSettings) -> Self {
        self.saml = Some(settings);
        self
    }

    pub(crate) fn apply(self, app: &mut Application) {
        fn set<T>(field: &mut T, value: Option<T>) {
            if let Some(value) = value {
                *field = value;
            }
        }
        set(&mut app.algorithm, self.id_token_algorithm);
        set(&mut app.token_seconds, self.id_token_seconds);
        set(&mut app.sub_accounts, self.sub_accounts);
        set(&mut app.mfa_factors, self.mfa_factors);
        let own = &mut app.protocols;
        set(&mut own.redirect_uris, self.redirect_uris);
        set(&mut own.logout_redirect_uris, self.logout_redirect_uris);
        set(&mut own.grants, self.grant_types);
        set(&mut own.response_types, self.response_types);
        set(&mut own.token_auth, self.token_endpoint_auth_method);
        set(&mut own.introspection_auth, self.introspection_endpoint_auth_method);
        set(&mut own.revocation_auth, self.revocation_endpoint_auth_method);
        set(&mut own.access_token_algorithm, self.access_token_algorithm);
        set(&mut own.code_seconds, self.authorization_code_seconds);
        set(&mut own.access_token_seconds, self.access_token_seconds);
        set(&mut own.refresh_token_seconds, self.refresh_token_seconds);
        set(&mut own.oauth_enabled, self.oauth_provider_enabled);
        set(&mut own.accounts, self.programmatic_accounts);
        set(&mut own.saml, self.saml);
    }
}

fn seconds(lifetime: Duration) -> i64 {
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
