//! What can be connected.

use authing_core::{Call, Operation};
use authing_types::SocialConnection;

use super::SocialConnectionsApi;
use crate::generated::{
    documents,
    operations::{self, social_connection, social_connections},
};

const LIST: Operation =
    Operation::graphql("social_connections.list_providers").management().idempotent();
const GET: Operation =
    Operation::graphql("social_connections.get_provider").management().idempotent();

impl SocialConnectionsApi<'_> {
    /// Lists the social identity providers that Authing knows, with the settings each needs.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// for provider in management.social_connections().list_providers().await? {
    ///     println!("{} ({})", provider.name, provider.provider);
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `socialConnections`. Idempotent.
    ///
    /// # Errors
    ///
    /// Those of every call.
    pub fn list_providers(&self) -> Call<Vec<SocialConnection>> {
        self.client
            .call(LIST)
            .asking(&documents::SOCIAL_CONNECTIONS, &self.asked)
            .graphql::<operations::SocialConnections>(social_connections::Variables)
            .map(|data| data.social_connections)
    }

    /// Gets a social identity provider by its code, such as `github`.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let github = management.social_connections().get_provider("github").await?;
    /// for setting in github.fields.unwrap_or_default() {
    ///     println!("{:?}", setting.key);
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `socialConnection`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`is_not_found`](crate::Error::is_not_found) when Authing does not know the provider;
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty code.
    pub fn get_provider(&self, provider: impl Into<String>) -> Call<SocialConnection> {
        self.get_provider_opt(provider).or_not_found("provider")
    }

    /// As [`get_provider`](Self::get_provider); `None` when Authing does not know the provider.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let github = management.social_connections().get_provider_opt("github").await?;
    /// println!("{}", github.is_some());
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `socialConnection`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty code; else those of every call.
    pub fn get_provider_opt(&self, provider: impl Into<String>) -> Call<Option<SocialConnection>> {
        let provider = provider.into();
        self.client
            .call(GET)
            .required("provider", &provider)
            .asking(&documents::SOCIAL_CONNECTION, &self.asked)
            .graphql::<operations::SocialConnection>(social_connection::Variables { provider })
            .map(|data| data.social_connection)
    }
}
