//! Environment variables of the pool.

use authing_core::{Call, Operation};
use authing_types::Secret;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::UserPoolApi;

const LIST_ENV: Operation =
    Operation::get("user_pool.list_env", "/api/v2/env").management().idempotent();
const ADD_ENV: Operation = Operation::post("user_pool.add_env", "/api/v2/env").management();
const REMOVE_ENV: Operation =
    Operation::delete("user_pool.remove_env", "/api/v2/env/{key}").management();

impl UserPoolApi<'_> {
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
    /// `GET /api/v2/env`. Idempotent.
    ///
    /// # Errors
    ///
    /// Those of every call.
    pub fn list_env(&self) -> Call<Vec<EnvVariable>> {
        self.client.call(LIST_ENV).rest(|request| request)
    }

    /// Adds an environment variable. The server does not return the value.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// management.user_pool().add_env("SMS_KEY", "s3cret").await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `POST /api/v2/env`. Not idempotent: the second time there may be two.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for a blank key; otherwise those of every
    /// call.
    pub fn add_env(&self, key: impl Into<String>, value: impl Into<Secret>) -> Call<()> {
        let key = key.into();
        let body = json!({ "key": key, "value": value.into().expose() });
        self.client.call(ADD_ENV).required("key", &key).command(|request| request.json(&body))
    }

    /// Removes an environment variable.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// management.user_pool().remove_env("SMS_KEY").await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `DELETE /api/v2/env/{key}`. Not idempotent: the second time there is no such variable.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for a blank key; an error of the server's
    /// when there is no such variable.
    pub fn remove_env(&self, key: impl Into<String>) -> Call<()> {
        let key = key.into();
        self.client
            .call(REMOVE_ENV)
            .required("key", &key)
            .command(|request| request.path("key", &key))
    }
}

/// An environment variable of the pool. A value may be a credential, so `Debug` hides and
/// JSON masks it: take it out with [`Secret::expose`].
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct EnvVariable {
    /// The name.
    pub key: String,
    /// The value, as the text that was set.
    #[serde(default)]
    pub value: Option<Secret>,
}

authing_types::redacted_debug!(EnvVariable { key });
