//! What a test may set about an application as a client of the login protocols, and the
//! second factors that it demands.

use std::time::Duration;

use serde::Deserialize;

use crate::state::applications::protocols::seconds;
use crate::state::applications::{
    Application, ClientAuthMethod, GrantType, LoginMethod, ProgrammaticAccount, RegisterMethod,
    ResponseType, SamlSettings, TokenAlgorithm,
};
use crate::state::mfa::SecondFactor;

/// Changes to an application's settings. What is not set stays as it is; a new application has
/// the defaults of Authing's console.
///
/// As long as no redirect URI is registered, every `http` or `https` URI of the loopback host
/// (`localhost`, `127.0.0.1`, `[::1]`, any port and path) is accepted, so that a web application
/// under development needs no setup. Once one is registered, only exact matches are. The same
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
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
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
    mfa_factors: Option<Vec<SecondFactor>>,
    login_methods: Option<Vec<LoginMethod>>,
    register_methods: Option<Vec<RegisterMethod>>,
    saml: Option<SamlSettings>,
}

show_fields!(ApplicationSettings {
    token_endpoint_auth_method,
    introspection_endpoint_auth_method,
    revocation_endpoint_auth_method,
    id_token_algorithm,
    access_token_algorithm,
    authorization_code_seconds,
    access_token_seconds,
    id_token_seconds,
    refresh_token_seconds,
    oauth_provider_enabled
});

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

    /// The usernames of those who may log in as sub-accounts of the application, in place of
    /// those there are; none by default.
    pub fn sub_accounts<I: IntoIterator<Item: Into<String>>>(mut self, usernames: I) -> Self {
        self.sub_accounts = Some(usernames.into_iter().map(Into::into).collect());
        self
    }

    /// The second factors of which everybody must give one at every login; none by default.
    pub fn mfa_factors(mut self, factors: impl IntoIterator<Item = SecondFactor>) -> Self {
        self.mfa_factors = Some(factors.into_iter().collect());
        self
    }

    /// What the login page offers, in the order of its tabs; the first one is open. By default
    /// everything, the password first.
    pub fn login_methods(mut self, methods: impl IntoIterator<Item = LoginMethod>) -> Self {
        self.login_methods = Some(methods.into_iter().collect());
        self
    }

    /// What the page for registration offers, in the order of its tabs; by default email address and
    /// phone number. Without any there is no such page.
    pub fn register_methods(mut self, methods: impl IntoIterator<Item = RegisterMethod>) -> Self {
        self.register_methods = Some(methods.into_iter().collect());
        self
    }

    /// How the application responds to SAML requests, in place of the present settings.
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
        if let Some(methods) = self.login_methods {
            app.login_page.set_login_methods(methods);
        }
        if let Some(methods) = self.register_methods {
            app.login_page.set_register_methods(methods);
        }
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
