//! What is connected.

use authing_core::{Call, Operation, client::CallBuilder};
use authing_types::{
    CreateSocialConnectionInstanceFieldInput, CreateSocialConnectionInstanceInput, Secret,
    SocialConnectionInstance,
};

use super::SocialConnectionsApi;
use crate::generated::operations::{
    self, create_social_connection_instance, disable_social_connection_instance,
    enable_social_connection_instance, social_connection_instance, social_connection_instances,
};

const LIST: Operation = Operation::graphql("social_connections.list").management().idempotent();
const GET: Operation = Operation::graphql("social_connections.get").management().idempotent();
const CREATE: Operation = Operation::graphql("social_connections.create").management();
const ENABLE: Operation = Operation::graphql("social_connections.enable").management().idempotent();
const DISABLE: Operation =
    Operation::graphql("social_connections.disable").management().idempotent();

impl SocialConnectionsApi<'_> {
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
        self.client
            .call(GET)
            .required("provider", &provider)
            .graphql::<operations::SocialConnectionInstance>(
                social_connection_instance::Variables { provider },
            )
            .map(|data| data.social_connection_instance)
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
    /// GraphQL `createSocialConnectionInstance`. Not idempotent: it is not documented what
    /// a second connection with the same provider does.
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
        let call = check(&settings, self.client.call(CREATE).required("provider", &provider));
        let fields = settings
            .into_iter()
            .map(|(key, value)| CreateSocialConnectionInstanceFieldInput::new(key, value.expose()));
        let input = CreateSocialConnectionInstanceInput::new(provider).fields(fields);
        call.graphql::<operations::CreateSocialConnectionInstance>(
            create_social_connection_instance::Variables { input },
        )
        .map(|data| data.create_social_connection_instance)
    }

    /// Switches the pool's connection with a provider on; returns it.
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
        self.client
            .call(ENABLE)
            .required("provider", &provider)
            .graphql::<operations::EnableSocialConnectionInstance>(
                enable_social_connection_instance::Variables { provider },
            )
            .map(|data| data.enable_social_connection_instance)
    }

    /// Switches the pool's connection with a provider off; returns it. Its settings are kept.
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
        self.client
            .call(DISABLE)
            .required("provider", &provider)
            .graphql::<operations::DisableSocialConnectionInstance>(
                disable_social_connection_instance::Variables { provider },
            )
            .map(|data| data.disable_social_connection_instance)
    }
}

fn check<'a>(settings: &[(String, Secret)], call: CallBuilder<'a>) -> CallBuilder<'a> {
    settings.iter().fold(call, |call, (key, _)| call.required("settings", key))
}
