//! What can be set on a [`Verifier`].

use std::time::Duration;

use authing_core::{client::ClientConfig, client_config_setters};
use authing_types::Secret;

use super::{Algorithm, DecryptionKey, PublicKey, Verifier, verifier::VerifierConfig};
use crate::{
    Error,
    oauth2::client::{api_client, client_config},
    oidc::metadata::Provider,
};

/// Builds a [`Verifier`].
#[must_use = "a builder does nothing until it builds"]
pub struct VerifierBuilder {
    config: VerifierConfig,
    issuer: Option<String>,
    discovery: bool,
    client: ClientConfig,
}

client_config_setters!(VerifierBuilder, client);

impl Verifier {
    /// A verifier for an application: its id, and its host `https://{identifier}.authing.cn`.
    pub fn builder(app_id: impl Into<String>, app_host: impl Into<String>) -> VerifierBuilder {
        VerifierBuilder::new(app_id.into(), app_host.into())
    }
}

impl VerifierBuilder {
    fn new(app_id: String, app_host: String) -> Self {
        Self {
            config: VerifierConfig::new(app_id),
            issuer: None,
            discovery: false,
            client: client_config(app_host),
        }
    }

    /// The application's secret, with which Authing signs id_tokens unless the application is set
    /// to RS256.
    pub fn secret(mut self, secret: impl Into<Secret>) -> Self {
        self.config.secret = Some(secret.into());
        self
    }

    /// The issuer, exactly as tokens have it. Default: `{app host}/oidc`.
    pub fn issuer(mut self, issuer: impl Into<String>) -> Self {
        self.issuer = Some(issuer.into());
        self
    }

    /// Whether the place of the keys is taken from the discovery document, instead of Authing's own
    /// path `/oidc/.well-known/jwks.json`. Default: no.
    pub fn discovery(mut self, discovery: bool) -> Self {
        self.discovery = discovery;
        self
    }

    /// Public keys to check with instead of the provider's; no network is used then.
    pub fn pinned_keys(mut self, keys: impl IntoIterator<Item = PublicKey>) -> Self {
        self.config.pinned_keys = Some(keys.into_iter().collect());
        self
    }

    /// How id_tokens, user tokens and logout tokens are signed, as the application's settings say.
    /// Default: HS256 when a secret is set, else RS256.
    pub fn id_token_algorithms(mut self, algorithms: impl IntoIterator<Item = Algorithm>) -> Self {
        self.config.id_token_algorithms = Some(algorithms.into_iter().collect());
        self
    }

    /// How access tokens are signed. Default: RS256.
    pub fn access_token_algorithms(
        mut self,
        algorithms: impl IntoIterator<Item = Algorithm>,
    ) -> Self {
        self.config.access_token_algorithms = algorithms.into_iter().collect();
        self
    }

    /// The audience that access tokens must name, whoever they are about: those of programmatic
    /// accounts as well. Default: the application's id; a programmatic account's token, which has
    /// the account itself as its audience, then passes by its `azp`.
    pub fn audience(mut self, audience: impl Into<String>) -> Self {
        self.config.audience = Some(audience.into());
        self
    }

    /// How far clocks may differ, 5 minutes at most. Default: 10 s.
    pub fn leeway(mut self, leeway: Duration) -> Self {
        self.config.leeway = leeway;
        self
    }

    /// The private key for encrypted id_tokens. Plain id_tokens are refused then: anybody who wants
    /// to slip one past the encryption would send it plain.
    pub fn decryption_key(mut self, key: DecryptionKey) -> Self {
        self.config.decryption_key = Some(key);
        self
    }

    /// Whether user tokens in the old form pass, which name neither issuer nor audience: only the
    /// signature by the application's secret (HS256), and the application's id in `data`, say whose
    /// they are. Default: no.
    pub fn legacy_user_tokens(mut self, accept: bool) -> Self {
        self.config.legacy_user_tokens = accept;
        self
    }

    /// Whether tokens that are bound to a key (`cnf`: by DPoP, mutual TLS or another way) pass. Such
    /// a token is not a bearer token: whoever presents it must prove that they hold the key, and this
    /// crate does not check that proof. Say `true` only where you check it yourself, for every
    /// request, with the key that [`cnf`](super::AccessTokenClaims::cnf) names (RFC 9449 section
    /// 7.1, RFC 8705 section 3). Default: no.
    pub fn key_bound_tokens(mut self, accept: bool) -> Self {
        self.config.key_bound_tokens = accept;
        self
    }

    /// Makes the verifier. No network is touched.
    ///
    /// # Errors
    ///
    /// [`Error::Call`] of the kind `Config`, naming the option that is missing or cannot be used.
    pub fn build(self) -> Result<Verifier, Error> {
        let api = api_client(&self.config.app_id, &self.client)?;
        let provider = Provider::new(api, self.issuer, self.discovery)?;
        Verifier::new(self.config, provider)
    }
}

authing_types::redacted_debug!(VerifierBuilder { config, discovery });
