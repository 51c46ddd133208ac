//! Making a user pool.

use authing_core::{Call, Operation};
use authing_types::UserPool;

use super::UserPoolsApi;
use crate::{
    arguments::collect,
    generated::operations::{self, create_userpool},
};

const CREATE: Operation = Operation::graphql("user_pools.create").management();

impl UserPoolsApi<'_> {
    /// Makes a user pool; returns it with the secrets of its administrator.
    ///
    /// ```no_run
    /// use authing_management::user_pools::CreateUserPool;
    ///
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let request = CreateUserPool::new("Shop", "shop").description("Everybody who buys");
    /// let pool = management.user_pools().create(request).await?;
    /// println!("{}", pool.id);
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `createUserpool`. Not idempotent: after the first call the domain is taken.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for a blank name or domain;
    /// [`is_already_exists`](crate::Error::is_already_exists) when another pool has the domain.
    pub fn create(&self, request: CreateUserPool) -> Call<UserPool> {
        let call = self
            .client
            .call(CREATE)
            .required("name", &request.name)
            .required("domain", &request.domain);
        let variables = create_userpool::Variables {
            name: request.name,
            domain: request.domain,
            description: request.description,
            logo: request.logo,
            userpool_types: request.types,
        };
        call.graphql::<operations::CreateUserpool>(variables).map(|data| data.create_userpool)
    }
}

/// The pool that [`UserPoolsApi::create`] makes.
#[derive(Clone)]
pub struct CreateUserPool {
    name: String,
    domain: String,
    description: Option<String>,
    logo: Option<String>,
    types: Option<Vec<String>>,
}

authing_types::redacted_debug!(CreateUserPool { domain, types });

impl CreateUserPool {
    /// A pool of this name at this domain.
    pub fn new(name: impl Into<String>, domain: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            domain: domain.into(),
            description: None,
            logo: None,
            types: None,
        }
    }

    /// What it is for.
    #[must_use]
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.description = Some(description.into());
        self
    }

    /// The address of its logo.
    #[must_use]
    pub fn logo(mut self, logo: impl Into<String>) -> Self {
        self.logo = Some(logo.into());
        self
    }

    /// The codes of the kinds of application it is for, as
    /// [`list_types`](UserPoolsApi::list_types) has them.
    #[must_use]
    pub fn types(mut self, codes: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.types = Some(collect(codes));
        self
    }
}
