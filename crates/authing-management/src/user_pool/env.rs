//! Environment variables of the pool.

use authing_core::{Call, Operation, RestRequest};
use authing_types::CommonMessage;
use authing_types::Secret;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::UserPoolArea;
use crate::arguments::not_empty;

const LIST_ENV: Operation =
    Operation::get("user_pool.list_env", "/api/v2/env").management().idempotent();
const ADD_ENV: Operation =
    Operation::post("user_pool.add_env", "/api/v2/env").management().whole_envelope();
const REMOVE_ENV: Operation =
    Operation::delete("user_pool.remove_env", "/api/v2/env/{key}").management().whole_envelope();

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
    /// `GET /api/v2/env`. Idempotent.
    ///
    /// # Errors
    ///
    /// Those of every call.
    pub fn list_env(&self) -> Call<Vec<EnvVariable>> {
        self.client.api().rest(RestRequest::new(LIST_ENV))
    }

    /// Adds an environment variable. The server does not answer the value.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// management.user_pool().add_env("SMS_KEY", "s3cret").await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `POST /api/v2/env`. Not idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty key; else those of every call.
    pub fn add_env(&self, key: &str, value: impl Into<Secret>) -> Call<CommonMessage> {
        let body = json!({ "key": key, "value": value.into().expose() });
        let request = RestRequest::new(ADD_ENV).json(&body).check(not_empty("key", key));
        self.client.api().rest(request)
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
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty key; an error of the server's
    /// when there is no such variable.
    pub fn remove_env(&self, key: &str) -> Call<CommonMessage> {
        let request = RestRequest::new(REMOVE_ENV).path("key", key).check(not_empty("key", key));
        self.client.api().rest(request)
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
