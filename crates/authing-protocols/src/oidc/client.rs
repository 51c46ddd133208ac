//! The client, and what it can be set to.

use std::{sync::Arc, time::Duration};

use authing_core::{
    Error as CallError, ErrorKind, Operation, client::ClientConfig, client_config_setters,
};
use url::Url;

use super::metadata::{Provider, ProviderMetadata};
use crate::{
    error::Error,
    jose::{Algorithm, DecryptionKey, PublicKey, Verifier, VerifierConfig},
    oauth2::{
        client::{api_client, client_config},
        endpoint::{Core, Endpoint},
        options::{FlowOptions, flow_option_setters},
    },
};

/// A relying party of one application: redirects users to Authing for login, and verifies who
/// logged in.
///
/// Cheap to clone; clones share connections, metadata and keys. Keep one for the life of the
/// process.
///
/// ```no_run
/// use authing_protocols::{oauth2::{Authorization, Callback}, oidc::OidcClient};
///
/// # async fn example(query: &str) -> Result<(), authing_protocols::Error> {
/// let oidc = OidcClient::builder("APP_ID", "https://my-app.authing.cn")
///     .secret("APP_SECRET")
///     .redirect_uri("https://me/callback")
///     .build()?;
/// // Redirect the visitor to `url`, keep `pending` in the session.
/// let Authorization { url, pending, .. } =
///     oidc.authorize().scope("openid profile offline_access").start().await?;
/// // When the visitor comes back:
/// let login = oidc.finish(&Callback::from_query(query)?, pending).await?;
/// println!("hello {}", login.claims.sub);
/// # let _ = url; Ok(()) }
/// ```
#[derive(Clone)]
pub struct OidcClient {
    pub(super) core: Arc<Core>,
    pub(super) verifier: Verifier,
    provider: Provider,
}

/// Builds an [`OidcClient`].
#[must_use = "a builder does nothing until it builds"]
pub struct OidcClientBuilder {
    flow: FlowOptions,
    verification: VerifierConfig,
    discovery: bool,
    config: ClientConfig,
}

client_config_setters!(OidcClientBuilder, config);
flow_option_setters!(OidcClientBuilder);

impl OidcClientBuilder {
    /// The issuer, exactly as tokens have it. Default: `{app host}/oidc`.
    pub fn issuer(mut self, issuer: impl Into<String>) -> Self {
        self.flow.issuer = Some(issuer.into());
        self
    }

    /// Whether the endpoints are taken from the discovery document, instead of Authing's own paths.
    /// Default: no, which saves a request and works with Authing.
    pub fn discovery(mut self, discovery: bool) -> Self {
        self.discovery = discovery;
        self
    }

    /// How id_tokens are signed, as the application's settings say. Default: HS256 when a secret is
    /// set, else RS256.
    pub fn id_token_algorithms(mut self, algorithms: impl IntoIterator<Item = Algorithm>) -> Self {
        self.verification.id_token_algorithms = Some(algorithms.into_iter().collect());
        self
    }

    /// How access tokens are signed that [`verifier`](OidcClient::verifier) verifies. Default:
    /// RS256.
    pub fn access_token_algorithms(
        mut self,
        algorithms: impl IntoIterator<Item = Algorithm>,
    ) -> Self {
        self.verification.access_token_algorithms = algorithms.into_iter().collect();
        self
    }

    /// The audience of access tokens that [`verifier`](OidcClient::verifier) verifies: of every one,
    /// as [`VerifierBuilder::audience`](crate::jose::VerifierBuilder::audience) says. Default: the
    /// application's id.
    pub fn audience(mut self, audience: impl Into<String>) -> Self {
        self.verification.audience = Some(audience.into());
        self
    }

    /// How far clocks may differ, 5 minutes at most. Default: 10 s.
    pub fn leeway(mut self, leeway: Duration) -> Self {
        self.verification.leeway = leeway;
        self
    }

    /// The private key for encrypted id_tokens. Plain id_tokens are refused then.
    pub fn decryption_key(mut self, key: DecryptionKey) -> Self {
        self.verification.decryption_key = Some(key);
        self
    }

    /// Public keys to check tokens with instead of the provider's.
    pub fn pinned_keys(mut self, keys: impl IntoIterator<Item = PublicKey>) -> Self {
        self.verification.pinned_keys = Some(keys.into_iter().collect());
        self
    }

    /// Makes the client. No network is touched.
    ///
    /// # Errors
    ///
    /// [`Error::Call`] of the kind `Config`, naming the option that is missing or cannot be used.
    pub fn build(self) -> Result<OidcClient, Error> {
        let api = api_client(&self.flow.client_id, &self.config)?;
        let provider = Provider::new(api.clone(), self.flow.issuer.clone(), self.discovery)?;
        let settings = self.flow.settings(provider.issuer().to_owned(), api.pipeline())?;
        let verification = VerifierConfig {
            secret: settings.secret.clone(),
            key_bound_tokens: settings.key_bound_tokens,
            ..self.verification
        };
        let verifier = Verifier::new(verification, provider.clone())?;
        Ok(OidcClient { core: Arc::new(Core { api, settings }), verifier, provider })
    }
}

impl OidcClient {
    /// Begins a client for the application with this id, at its own host as the console shows it.
    pub fn builder(app_id: impl Into<String>, app_host: impl Into<String>) -> OidcClientBuilder {
        let app_id = app_id.into();
        OidcClientBuilder {
            verification: VerifierConfig::new(app_id.clone()),
            flow: FlowOptions::new(app_id),
            discovery: false,
            config: client_config(app_host),
        }
    }

    /// Verifies tokens of this application that come by other ways, such as the access tokens that
    /// your API gets. It shares this client's keys.
    pub fn verifier(&self) -> &Verifier {
        &self.verifier
    }

    /// The application's id.
    pub fn app_id(&self) -> &str {
        &self.core.settings.client_id
    }

    /// Where visitors come back to, if the client was given it.
    pub fn redirect_uri(&self) -> Option<&str> {
        self.core.settings.redirect_uri.as_deref()
    }

    /// How long a login may take from its start to its callback.
    pub fn pending_lifetime(&self) -> Duration {
        self.core.settings.pending_lifetime
    }

    /// What the provider says about itself; without `discovery`, what Authing documents about every
    /// application's host. Idempotent.
    ///
    /// # Errors
    ///
    /// [`Error::Call`] when the document could not be fetched or cannot be used.
    pub async fn metadata(&self) -> Result<Arc<ProviderMetadata>, Error> {
        self.provider.metadata().await
    }

    pub(super) async fn endpoints(&self) -> Result<Endpoints, Error> {
        self.provider.metadata().await.map(Endpoints)
    }
}

/// The provider's endpoints; one that it does not have is an error that says so.
pub(super) struct Endpoints(Arc<ProviderMetadata>);

impl Endpoints {
    pub(super) fn authorization(&self) -> Url {
        self.0.authorization_endpoint.clone()
    }

    pub(super) fn token(&self, operation: Operation) -> Endpoint {
        Endpoint::at(operation, self.0.token_endpoint.clone())
    }

    pub(super) fn user_info(&self, operation: Operation) -> Result<Endpoint, Error> {
        self.offered("userinfo_endpoint", operation, &self.0.userinfo_endpoint)
    }

    pub(super) fn introspection(&self, operation: Operation) -> Result<Endpoint, Error> {
        self.offered("introspection_endpoint", operation, &self.0.introspection_endpoint)
    }

    pub(super) fn revocation(&self, operation: Operation) -> Result<Endpoint, Error> {
        self.offered("revocation_endpoint", operation, &self.0.revocation_endpoint)
    }

    pub(super) fn device_authorization(&self, operation: Operation) -> Result<Endpoint, Error> {
        let endpoint = &self.0.device_authorization_endpoint;
        self.offered("device_authorization_endpoint", operation, endpoint)
    }

    pub(super) fn pushed(&self, operation: Operation) -> Result<Endpoint, Error> {
        let endpoint = &self.0.pushed_authorization_request_endpoint;
        self.offered("pushed_authorization_request_endpoint", operation, endpoint)
    }

    pub(super) fn end_session(&self) -> Result<Url, Error> {
        self.0.end_session_endpoint.clone().ok_or_else(|| self.missing("end_session_endpoint"))
    }

    /// RFC 9126 section 5.
    pub(super) fn requires_pushed(&self) -> bool {
        self.0.require_pushed_authorization_requests
    }

    /// RFC 9207 section 3.
    pub(super) fn sends_issuer(&self) -> bool {
        self.0.authorization_response_iss_parameter_supported
    }

    fn offered(
        &self,
        name: &str,
        operation: Operation,
        address: &Option<Url>,
    ) -> Result<Endpoint, Error> {
        match address {
            Some(address) => Ok(Endpoint::at(operation, address.clone())),
            None => Err(self.missing(name)),
        }
    }

    fn missing(&self, name: &str) -> Error {
        let problem = match self.0.set_aside.iter().find(|one| one.path == name) {
            Some(one) => format!(
                "the provider's `{name}` cannot be used: in its discovery document it {}",
                one.problem
            ),
            None => format!("the provider has no `{name}`, or `discovery(true)` is not set"),
        };
        CallError::new(ErrorKind::Config, problem).into()
    }
}

authing_types::redacted_debug!(OidcClient { core, verifier });
authing_types::redacted_debug!(OidcClientBuilder { flow, discovery });
