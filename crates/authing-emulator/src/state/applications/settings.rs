//! What a test may set about an application as a client of the login protocols, and the
//! second factors that it demands.

use std::time::Duration;

use serde::{Deserialize, Serialize};

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
#[derive(Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[must_use]
pub struct ApplicationSettings {
    /// Where authorization responses may go; every address of this machine if it is left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    redirect_uris: Option<Vec<String>>,
    /// Where a logout may send the browser.
    #[serde(skip_serializing_if = "Option::is_none")]
    logout_redirect_uris: Option<Vec<String>>,
    /// The grants allowed.
    #[serde(skip_serializing_if = "Option::is_none")]
    grant_types: Option<Vec<GrantType>>,
    /// The response types allowed.
    #[serde(skip_serializing_if = "Option::is_none")]
    response_types: Option<Vec<ResponseType>>,
    /// How the client authenticates at the token endpoint.
    #[serde(skip_serializing_if = "Option::is_none")]
    token_endpoint_auth_method: Option<ClientAuthMethod>,
    /// How the client authenticates at the introspection endpoint.
    #[serde(skip_serializing_if = "Option::is_none")]
    introspection_endpoint_auth_method: Option<ClientAuthMethod>,
    /// How the client authenticates at the revocation endpoint.
    #[serde(skip_serializing_if = "Option::is_none")]
    revocation_endpoint_auth_method: Option<ClientAuthMethod>,
    /// How id tokens, and the user tokens of direct logins, are signed.
    #[serde(skip_serializing_if = "Option::is_none")]
    id_token_algorithm: Option<TokenAlgorithm>,
    /// How access tokens are signed.
    #[serde(skip_serializing_if = "Option::is_none")]
    access_token_algorithm: Option<TokenAlgorithm>,
    /// How long a code may be redeemed.
    #[serde(skip_serializing_if = "Option::is_none")]
    authorization_code_seconds: Option<i64>,
    /// How long access tokens live.
    #[serde(skip_serializing_if = "Option::is_none")]
    access_token_seconds: Option<i64>,
    /// How long id tokens, and the user tokens of direct logins, live.
    #[serde(skip_serializing_if = "Option::is_none")]
    id_token_seconds: Option<i64>,
    /// How long refresh tokens live.
    #[serde(skip_serializing_if = "Option::is_none")]
    refresh_token_seconds: Option<i64>,
    /// Whether the endpoints under `/oauth/` serve the application.
    #[serde(skip_serializing_if = "Option::is_none")]
    oauth_provider_enabled: Option<bool>,
    /// The programmatic access accounts.
    #[serde(skip_serializing_if = "Option::is_none")]
    programmatic_accounts: Option<Vec<ProgrammaticAccount>>,
    /// The usernames of those who may log in as sub-accounts.
    #[serde(skip_serializing_if = "Option::is_none")]
    sub_accounts: Option<Vec<String>>,
    /// The second factors of which everybody must give one at every login.
    #[serde(skip_serializing_if = "Option::is_none")]
    mfa_factors: Option<Vec<SecondFactor>>,
    /// How people may log in at the pages.
    #[serde(skip_serializing_if = "Option::is_none")]
    login_methods: Option<Vec<LoginMethod>>,
    /// How people may register at the pages.
    #[serde(skip_serializing_if = "Option::is_none")]
    register_methods: Option<Vec<RegisterMethod>>,
    /// How the application responds to SAML requests.
    #[serde(skip_serializing_if = "Option::is_none")]
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

    /// What turns the settings of one application into those of another.
    #[cfg(feature = "seed")]
    pub(crate) fn changes(from: &Application, to: &Application) -> Self {
        fn changed<T: PartialEq + Clone>(from: &T, to: &T) -> Option<T> {
            (from != to).then(|| to.clone())
        }
        let (old, new) = (&from.protocols, &to.protocols);
        // When they were made is left out: nobody sets it.
        let accounts = |app: &Application| -> Vec<ProgrammaticAccount> {
            let own = app.protocols.accounts.iter().cloned();
            own.map(|own| ProgrammaticAccount { created_at: None, updated_at: None, ..own })
                .collect()
        };
        let offered = |app: &Application| {
            let page = &app.login_page;
            (page.login_methods().to_vec(), page.register_methods().to_vec())
        };
        Self {
            redirect_uris: changed(&old.redirect_uris, &new.redirect_uris),
            logout_redirect_uris: changed(&old.logout_redirect_uris, &new.logout_redirect_uris),
            grant_types: changed(&old.grants, &new.grants),
            response_types: changed(&old.response_types, &new.response_types),
            token_endpoint_auth_method: changed(&old.token_auth, &new.token_auth),
            introspection_endpoint_auth_method: changed(
                &old.introspection_auth,
                &new.introspection_auth,
            ),
            revocation_endpoint_auth_method: changed(&old.revocation_auth, &new.revocation_auth),
            id_token_algorithm: changed(&from.algorithm, &to.algorithm),
            access_token_algorithm: changed(
                &old.access_token_algorithm,
                &new.access_token_algorithm,
            ),
            authorization_code_seconds: changed(&old.code_seconds, &new.code_seconds),
            access_token_seconds: changed(&old.access_token_seconds, &new.access_token_seconds),
            id_token_seconds: changed(&from.token_seconds, &to.token_seconds),
            refresh_token_seconds: changed(&old.refresh_token_seconds, &new.refresh_token_seconds),
            oauth_provider_enabled: changed(&old.oauth_enabled, &new.oauth_enabled),
            programmatic_accounts: changed(&accounts(from), &accounts(to)),
            sub_accounts: changed(&from.sub_accounts, &to.sub_accounts),
            mfa_factors: changed(&from.mfa_factors, &to.mfa_factors),
            login_methods: changed(&offered(from).0, &offered(to).0),
            register_methods: changed(&offered(from).1, &offered(to).1),
            saml: changed(&old.saml, &new.saml),
        }
    }

    /// These settings, and the others where these say nothing.
    #[cfg(feature = "seed")]
    pub(crate) fn or(self, others: Self) -> Self {
        Self {
            redirect_uris: self.redirect_uris.or(others.redirect_uris),
            logout_redirect_uris: self.logout_redirect_uris.or(others.logout_redirect_uris),
            grant_types: self.grant_types.or(others.grant_types),
            response_types: self.response_types.or(others.response_types),
            token_endpoint_auth_method: self
                .token_endpoint_auth_method
                .or(others.token_endpoint_auth_method),
            introspection_endpoint_auth_method: self
                .introspection_endpoint_auth_method
                .or(others.introspection_endpoint_auth_method),
            revocation_endpoint_auth_method: self
                .revocation_endpoint_auth_method
                .or(others.revocation_endpoint_auth_method),
            id_token_algorithm: self.id_token_algorithm.or(others.id_token_algorithm),
            access_token_algorithm: self.access_token_algorithm.or(others.access_token_algorithm),
            authorization_code_seconds: self
                .authorization_code_seconds
                .or(others.authorization_code_seconds),
            access_token_seconds: self.access_token_seconds.or(others.access_token_seconds),
            id_token_seconds: self.id_token_seconds.or(others.id_token_seconds),
            refresh_token_seconds: self.refresh_token_seconds.or(others.refresh_token_seconds),
            oauth_provider_enabled: self.oauth_provider_enabled.or(others.oauth_provider_enabled),
            programmatic_accounts: self.programmatic_accounts.or(others.programmatic_accounts),
            sub_accounts: self.sub_accounts.or(others.sub_accounts),
            mfa_factors: self.mfa_factors.or(others.mfa_factors),
            login_methods: self.login_methods.or(others.login_methods),
            register_methods: self.register_methods.or(others.register_methods),
            saml: self.saml.or(others.saml),
        }
    }

    /// A lifetime that is none: the name of the setting and what was found.
    #[cfg(feature = "seed")]
    pub(crate) fn wrong_lifetime(&self) -> Option<(&'static str, i64)> {
        let lifetimes = [
            ("authorizationCodeSeconds", self.authorization_code_seconds),
            ("accessTokenSeconds", self.access_token_seconds),
            ("idTokenSeconds", self.id_token_seconds),
            ("refreshTokenSeconds", self.refresh_token_seconds),
            ("saml.lifetimeInSeconds", self.saml.as_ref().map(|saml| saml.lifetime_in_seconds)),
        ];
        lifetimes.into_iter().find_map(|(name, found)| Some((name, found.filter(|s| *s < 1)?)))
    }
}
