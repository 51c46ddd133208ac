//! Providers of the enterprise.

use authing_core::{Call, Error, ErrorKind, Operation, random};
use serde::de::IgnoredAny;
use serde_json::json;
use url::Url;

use super::{
    config::{ApplicationConfig, EnterpriseProtocol, ProviderConfig},
    pending::{ConnectionKind, PendingConnection},
};
use crate::client::AuthenticationClient;

const PUBLIC_CONFIG: Operation =
    Operation::get("enterprise.public_config", "/api/v2/applications/{appId}/public-config")
        .idempotent();
// Each call makes another interaction.
const START_INTERACTION: Operation =
    Operation::post("enterprise.start_interaction", "/api/v2/connections/oidc/start-interaction");

impl AuthenticationClient {
    /// Login at a provider of the enterprise.
    pub fn enterprise(&self) -> UserEnterpriseApi<'_> {
        UserEnterpriseApi { client: self }
    }
}

/// Login at a provider of the enterprise: [`AuthenticationClient::enterprise`].
#[derive(Clone, Copy, Debug)]
pub struct UserEnterpriseApi<'a> {
    client: &'a AuthenticationClient,
}

impl<'a> UserEnterpriseApi<'a> {
    /// Gets what anybody may know about the application: among it, the providers it offers.
    ///
    /// ```no_run
    /// # async fn example(client: authing_authentication::AuthenticationClient) -> Result<(), authing_authentication::Error> {
    /// let config = client.enterprise().public_config().await?;
    /// for provider in config.identity_providers.unwrap_or_default() {
    ///     println!("{} speaks {}", provider.identifier, provider.protocol);
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// `GET /api/v2/applications/{appId}/public-config`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`is_not_found`](Error::is_not_found) when there is no such application.
    pub fn public_config(&self) -> Call<ApplicationConfig> {
        let call = self.client.api().call(PUBLIC_CONFIG);
        call.rest(|request| request.path("appId", self.client.app_id()))
    }

    /// Begins a login at a provider, by its protocol and identifier:
    /// [`start`](AuthorizeEnterprise::start) it.
    ///
    /// ```no_run
    /// use authing_authentication::{AuthenticationClient, Error, connections::EnterpriseProtocol};
    ///
    /// # async fn example(client: AuthenticationClient) -> Result<(), Error> {
    /// let begin = client.enterprise().authorize(EnterpriseProtocol::Oidc, "our-oidc");
    /// let (url, pending) = begin.start().await?;
    /// println!("go to {url}, and keep {} characters", pending.to_secret()?.expose().len());
    /// # Ok(()) }
    /// ```
    pub fn authorize(
        &self,
        protocol: EnterpriseProtocol,
        identifier: impl Into<String>,
    ) -> AuthorizeEnterprise<'a> {
        AuthorizeEnterprise {
            client: self.client,
            protocol,
            identifier: identifier.into(),
            referer: None,
        }
    }
}

/// A login at a provider of the enterprise that is about to begin.
#[derive(Clone)]
#[must_use = "nothing happens until it is started"]
pub struct AuthorizeEnterprise<'a> {
    client: &'a AuthenticationClient,
    protocol: EnterpriseProtocol,
    identifier: String,
    referer: Option<String>,
}

authing_types::redacted_debug!(AuthorizeEnterprise<'_> { protocol, identifier });

impl AuthorizeEnterprise<'_> {
    /// The page that the visitor comes from. Default: the application's host.
    pub fn referer(mut self, referer: impl Into<String>) -> Self {
        self.referer = Some(referer.into());
        self
    }

    /// The address to send the visitor to, and what to keep until the outcome comes.
    ///
    /// ```no_run
    /// use authing_authentication::{AuthenticationClient, Error, connections::EnterpriseProtocol};
    ///
    /// # async fn example(client: AuthenticationClient) -> Result<(), Error> {
    /// let begin = client.enterprise().authorize(EnterpriseProtocol::Saml, "our-saml");
    /// let (url, pending) = begin.referer("https://me.example.com/login").start().await?;
    /// # let _ = (url, pending); Ok(()) }
    /// ```
    ///
    /// `GET /api/v2/applications/{appId}/public-config`, and for OpenID Connect
    /// `POST /api/v2/connections/oidc/start-interaction`. Not idempotent: each call makes another
    /// interaction.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`] when the application offers no such provider, or for an empty
    /// identifier; [`ErrorKind::Decode`] when what is known of the provider makes no address; those
    /// of the calls.
    pub async fn start(self) -> Result<(Url, PendingConnection), Error> {
        let api = self.client.api();
        let application: ApplicationConfig = api
            .call(PUBLIC_CONFIG)
            .required("identifier", &self.identifier)
            .rest(|request| request.path("appId", self.client.app_id()))
            .await?;
        let providers = application.identity_providers.unwrap_or_default();
        let provider = providers.into_iter().find(|provider| {
            provider.protocol == self.protocol && provider.identifier == self.identifier
        });
        let config = provider
            .ok_or_else(|| Error::input("identifier", "names no provider of the application"))?
            .config;
        let now = api.pipeline().clock().now();
        let app_id = self.client.app_id();
        let pending = PendingConnection::begin(ConnectionKind::Enterprise, app_id, now)?;
        if self.protocol == EnterpriseProtocol::Oidc {
            let user_pool_id = application.user_pool_id;
            let user_pool_id = user_pool_id.as_deref().or(self.client.user_pool_id());
            let body = json!({
                "state": pending.state().expose(),
                "protocol": self.protocol,
                "userPoolId": user_pool_id,
                "appId": app_id,
                "referer": self.referer.as_deref().unwrap_or(self.client.app_host()),
                // Authing spells it so.
                "connection": { "providerIentifier": self.identifier },
            });
            let call = api.call(START_INTERACTION).rest(|request| request.json(&body));
            let _: IgnoredAny = call.await?;
        }
        Ok((address(&self.protocol, &config, &pending)?, pending))
    }
}

/// Where the visitor goes.
fn address(
    protocol: &EnterpriseProtocol,
    config: &ProviderConfig,
    pending: &PendingConnection,
) -> Result<Url, Error> {
    let unusable =
        || Error::new(ErrorKind::Decode, "what is known of the provider makes no address");
    let address = |text: &Option<String>| {
        let url = text.as_deref().and_then(|text| Url::parse(text).ok());
        // Nothing that a browser would run instead of opening it.
        url.filter(|url| matches!(url.scheme(), "https" | "http")).ok_or_else(unusable)
    };
    match protocol {
        EnterpriseProtocol::Oidc => {
            let mut url = address(&config.authorization_endpoint)?;
            let nonce = random::text(32)?;
            let mut query = url.query_pairs_mut();
            query.append_pair("state", pending.state().expose());
            for (name, value) in [
                ("client_id", &config.client_id),
                ("redirect_uri", &config.redirect_uri),
                ("scope", &config.scopes),
                ("response_type", &config.response_type),
            ] {
                query.append_pair(name, value.as_deref().ok_or_else(unusable)?);
            }
            query.append_pair("nonce", &nonce);
            drop(query);
            Ok(url)
        }
        EnterpriseProtocol::Saml => address(&config.saml_request),
        EnterpriseProtocol::Cas => address(&config.cas_connection_login_url),
        EnterpriseProtocol::OAuth => address(&config.auth_url),
        EnterpriseProtocol::AzureAd => address(&config.authorization_url),
        _ => Err(Error::input("protocol", "is one that this version cannot begin")),
    }
}
