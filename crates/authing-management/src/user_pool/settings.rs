//! The settings of the pool.

use authing_core::{Call, Operation};
use authing_types::{UpdateUserpoolInput, UserPool};

use super::UserPoolApi;
use crate::generated::{
    documents,
    operations::{self, update_userpool},
};

const GET: Operation =
    Operation::get("user_pool.get", "/api/v2/userpools/detail").management().idempotent();
const UPDATE: Operation = Operation::graphql("user_pool.update").management().idempotent();

impl UserPoolApi<'_> {
    /// Gets the pool with its settings and its secrets, which neither `Debug` nor JSON shows.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let pool = management.user_pool().get().await?;
    /// println!("{} at {}", pool.name, pool.domain);
    /// # Ok(()) }
    /// ```
    ///
    /// `GET /api/v2/userpools/detail`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`is_not_found`](crate::Error::is_not_found) when there is no such pool.
    pub fn get(&self) -> Call<UserPool> {
        self.client.call(GET).rest::<Option<UserPool>>(|request| request).or_not_found("user pool")
    }

    /// Changes the pool; returns it. What is not set stays as it is; [`Patch::Null`] clears one.
    ///
    /// ```no_run
    /// use authing_management::{ManagementClient, types::UpdateUserpoolInput};
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let changes = UpdateUserpoolInput::new().name("Shop").verify_code_length(6);
    /// let pool = management.user_pool().update(changes).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `updateUserpool`. Idempotent.
    ///
    /// [`Patch::Null`]: crate::Patch::Null
    ///
    /// # Errors
    ///
    /// [`is_already_exists`](crate::Error::is_already_exists) when another pool has the domain.
    pub fn update(&self, changes: UpdateUserpoolInput) -> Call<UserPool> {
        let variables = update_userpool::Variables { input: changes };
        self.client
            .call(UPDATE)
            .asking(&documents::UPDATE_USERPOOL, &self.asked)
            .graphql::<operations::UpdateUserpool>(variables)
            .map(|data| data.update_userpool)
    }
}
