//! What is connected.

use authing_core::{Call, Error, Operation};
use authing_types::Secret;
use authing_types::{
    CreateSocialConnectionInstanceFieldInput, CreateSocialConnectionInstanceInput,
    SocialConnectionInstance,
};

use super::SocialConnections;
use crate::{
    arguments::not_empty,
    generated::operations::{
        self, create_social_connection_instance, disable_social_connection_instance,
        enable_social_connection_instance, social_connection_instance, social_connection_instances,
    },
};

const LIST: Operation = Operation::graphql("social_connections.list").management().idempotent();
const GET: Operation = Operation::graphql("social_connections.get").management().idempotent();
const CREATE: Operation = Operation::graphql("social_connections.create").management();
const ENABLE: Operation = Operation::graphql("social_connections.enable").management().idempotent();
const DISABLE: Operation =
    Operation::graphql("social_connections.disable").management().idempotent();

impl SocialConnections<'_> {
    /// Lists the providers that the pool is connected with. The values of their settings may be
    /// credentials, so `Debug` shows the keys only.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// for connected in management.social_connections().list().await? {
    ///     println!("{}: {}", connected.provider, connected.enabled);
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `socialConnectionInstances`. Idempotent.
    ///
    /// # Errors
    ///
    /// Those of every call.
    pub fn list(&self) -> Call<Vec<SocialConnectionInstance>> {
        self.client
            .api()
            .graphql::<operations::SocialConnectionInstances>(
                LIST,
                social_connection_instances::Variables,
            )
            .map(|data| data.social_connection_instances)
    }

    /// Gets the pool's connection with a provider.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// println!("{}", management.social_connections().get("github").await?.enabled);
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `socialConnectionInstance`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty code; an error of the server's
    /// when the pool is not connected with the provider.
    pub fn get(&self, provider: impl Into<String>) -> Call<SocialConnectionInstance> {
        let provider = provider.into();
        let checked = not_empty("provider", &provider);
        self.client
            .api()
            .graphql::<operations::SocialConnectionInstance>(
                GET,
                social_connection_instance::Variables { provider },
            )
            .map(|data| data.social_connection_instance)
            .check(checked)
    }

    /// Connects the pool with a provider: keys and values of the settings that
    /// [`get_provider`](Self::get_provider) names.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let settings = [("clientId", "id"), ("clientSecret", "secret")];
    /// management.social_connections().create("github", settings).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `createSocialConnectionInstance`. Not idempotent: Authing has not written down
    /// what a second connection with the same provider does.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty code or key; an error of the
    /// server's when it does not know the provider.
    pub fn create<K, V>(
        &self,
        provider: impl Into<String>,
        settings: impl IntoIterator<Item = (K, V)>,
    ) -> Call<SocialConnectionInstance>
    where
        K: Into<String>,
        V: Into<Secret>,
    {
        let provider = provider.into();
        let settings: Vec<(String, Secret)> =
            settings.into_iter().map(|(key, value)| (key.into(), value.into())).collect();
        let checked = check(&provider, &settings);
        let fields = settings
            .into_iter()
            .map(|(key, value)| CreateSocialConnectionInstanceFieldInput::new(key, value.expose()));
        let input = CreateSocialConnectionInstanceInput::new(provider).fields(fields);
        self.client
            .api()
            .graphql::<operations::CreateSocialConnectionInstance>(
                CREATE,
                create_social_connection_instance::Variables { input },
            )
            .map(|data| data.create_social_connection_instance)
            .check(checked)
    }

    /// Switches the pool's connection with a provider on; answers it.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// management.social_connections().enable("github").await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `enableSocialConnectionInstance`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty code; an error of the server's
    /// when the pool is not connected with the provider.
    pub fn enable(&self, provider: impl Into<String>) -> Call<SocialConnectionInstance> {
        let provider = provider.into();
        let checked = not_empty("provider", &provider);
        self.client
            .api()
            .graphql::<operations::EnableSocialConnectionInstance>(
                ENABLE,
                enable_social_connection_instance::Variables { provider },
            )
            .map(|data| data.enable_social_connection_instance)
            .check(checked)
    }

    /// Switches the pool's connection with a provider off; answers it. Its settings are kept.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// management.social_connections().disable("github").await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `disableSocialConnectionInstance`. Idempotent.
    ///
    /// # Errors
    ///
    /// As [`enable`](Self::enable).
    pub fn disable(&self, provider: impl Into<String>) -> Call<SocialConnectionInstance> {
        let provider = provider.into();
        let checked = not_empty("provider", &provider);
        self.client
            .api()
            .graphql::<operations::DisableSocialConnectionInstance>(
                DISABLE,
                disable_social_connection_instance::Variables { provider },
            )
            .map(|data| data.disable_social_connection_instance)
            .check(checked)
    }
}

fn check(provider: &str, settings: &[(String, Secret)]) -> Result<(), Error> {
    not_empty("provider", provider)?;
    settings.iter().try_for_each(|(key, _)| not_empty("settings", key))
}
