//! Environment variables of the pool.

use authing_core::{Call, Operation, RestRequest, Secret};
use serde::{Deserialize, Serialize};

use super::UserPoolArea;

const LIST_ENV: Operation =
    Operation::get("user_pool.list_env", "/api/v2/env").management().repeatable();

impl UserPoolArea<'_> {
    /// Lists the environment variables of the pool.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// for variable in management.user_pool().list_env().await? {
    ///     println!("{}", variable.key);
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// `GET /api/v2/env`. Safe to repeat.
    ///
    /// # Errors
    ///
    /// Those of every call.
    pub fn list_env(&self) -> Call<Vec<EnvVariable>> {
        self.client.caller().rest(RestRequest::new(LIST_ENV))
    }
}

/// An environment variable of the pool. A value may be a credential, so `Debug` and JSON mask
/// it: take it out with [`Secret::expose`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct EnvVariable {
    /// The name.
    pub key: String,
    /// The value, as the text that was set.
    #[serde(default)]
    pub value: Option<Secret>,
}
