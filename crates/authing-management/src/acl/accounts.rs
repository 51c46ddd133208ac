//! Programmatic access accounts: keys by which machines get access tokens.

use authing_core::{Call, Operation, PagedCall};
use authing_types::{Secret, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{AclApi, CreateProgrammaticAccessAccount, ListProgrammaticAccessAccounts};

/// Characters of a secret: as many as those the server makes.
const SECRET_LENGTH: usize = 32;

const LIST: Operation = Operation::get(
    "acl.list_programmatic_access_accounts",
    "/api/v2/applications/{app_id}/programmatic-access-accounts",
)
.management()
.idempotent();
const CREATE: Operation = Operation::post(
    "acl.create_programmatic_access_account",
    "/api/v2/applications/{app_id}/programmatic-access-accounts",
)
.management();
const ENABLE: Operation = Operation::patch(
    "acl.enable_programmatic_access_account",
    "/api/v2/applications/programmatic-access-accounts",
)
.management()
.idempotent();
const DISABLE: Operation = Operation::patch(
    "acl.disable_programmatic_access_account",
    "/api/v2/applications/programmatic-access-accounts",
)
.management()
.idempotent();
const REFRESH: Operation = Operation::patch(
    "acl.refresh_programmatic_access_account_secret",
    "/api/v2/applications/programmatic-access-accounts",
)
.management()
.idempotent();
const DELETE: Operation = Operation::delete(
    "acl.delete_programmatic_access_account",
    "/api/v2/applications/programmatic-access-accounts",
)
.management();

impl AclApi<'_> {
    /// Lists the programmatic access accounts of an application, with their secrets.
    ///
    /// ```no_run
    /// use authing_management::{ManagementClient, acl::ListProgrammaticAccessAccounts};
    /// use futures_util::TryStreamExt;
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let of_app = ListProgrammaticAccessAccounts::new("5f7a993eb9b49dcd5c021e40");
    /// let accounts: Vec<_> =
    ///     management.acl().list_programmatic_access_accounts(of_app).items().try_collect().await?;
    /// println!("{} accounts", accounts.len());
    /// # Ok(()) }
    /// ```
    ///
    /// `GET /api/v2/applications/{app_id}/programmatic-access-accounts`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for page or limit 0 or an empty id; an error
    /// of the server's when there is no such application.
    pub fn list_programmatic_access_accounts(
        &self,
        request: ListProgrammaticAccessAccounts,
    ) -> PagedCall<ProgrammaticAccessAccount> {
        let app_id = request.app_id;
        self.client.api().pages(request.page, move |api, page, limit| {
            api.call(LIST).required("app_id", &app_id).rest(|request| {
                request.path("app_id", &app_id).query("page", page).query("limit", limit)
            })
        })
    }

    /// Makes a programmatic access account of an application. Its id is the access key and its
    /// secret the secret key of the grant `client_credentials`, which the application must allow.
    /// What it may do is what [`Target::programmatic_account`](crate::Target::programmatic_account)
    /// is given in the namespace of the application.
    ///
    /// ```no_run
    /// use authing_management::{ManagementClient, acl::CreateProgrammaticAccessAccount};
    /// use std::time::Duration;
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let nightly = CreateProgrammaticAccessAccount::new("5f7a993eb9b49dcd5c021e40")
    ///     .token_lifetime(Duration::from_secs(3600))
    ///     .remarks("Nightly export");
    /// let account = management.acl().create_programmatic_access_account(nightly).await?;
    /// println!("{} {:?}", account.id, account.secret); // Secret([redacted]) until it is exposed
    /// # Ok(()) }
    /// ```
    ///
    /// `POST /api/v2/applications/{app_id}/programmatic-access-accounts`. Not idempotent: each call
    /// makes another account.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty id or a lifetime that is not a
    /// whole number of seconds; an error of the server's when there is no such application.
    pub fn create_programmatic_access_account(
        &self,
        account: CreateProgrammaticAccessAccount,
    ) -> Call<ProgrammaticAccessAccount> {
        account
            .check(self.call(CREATE))
            .rest(|request| request.path("app_id", &account.app_id).json(&account))
    }

    /// Lets an account get tokens again.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// management.acl().enable_programmatic_access_account("60e3f5a6c3d5f4a7b1c2d3e4").await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `PATCH /api/v2/applications/programmatic-access-accounts`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty id; an error of the server's
    /// when there is no such account.
    pub fn enable_programmatic_access_account(
        &self,
        id: impl Into<String>,
    ) -> Call<ProgrammaticAccessAccount> {
        self.switch(ENABLE, id.into(), true)
    }

    /// Stops an account from getting tokens. Those it has are still accepted until they expire,
    /// wherever they are checked without asking the server.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// management.acl().disable_programmatic_access_account("60e3f5a6c3d5f4a7b1c2d3e4").await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `PATCH /api/v2/applications/programmatic-access-accounts`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty id; an error of the server's
    /// when there is no such account.
    pub fn disable_programmatic_access_account(
        &self,
        id: impl Into<String>,
    ) -> Call<ProgrammaticAccessAccount> {
        self.switch(DISABLE, id.into(), false)
    }

    /// Gives an account a new secret and returns the account with it. It is made here, from the
    /// system's randomness, as the server does not make one. The old one stops working at once.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// # fn store(secret: &str) {}
    /// let acl = management.acl();
    /// let account =
    ///     acl.refresh_programmatic_access_account_secret("60e3f5a6c3d5f4a7b1c2d3e4").await?;
    /// if let Some(secret) = account.secret {
    ///     store(secret.expose());
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// `PATCH /api/v2/applications/programmatic-access-accounts`. Idempotent: every attempt of
    /// one call sends the same secret.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty id;
    /// [`ErrorKind::Config`](crate::ErrorKind::Config) when the system gives no randomness; an
    /// error of the server's when there is no such account.
    pub fn refresh_programmatic_access_account_secret(
        &self,
        id: impl Into<String>,
    ) -> Call<ProgrammaticAccessAccount> {
        let id = id.into();
        let made = self.generate_random_secret(SECRET_LENGTH);
        let call = self.call(REFRESH).required("id", &id);
        let call = call.check(made.as_ref().map(drop).map_err(Clone::clone));
        let secret = made.unwrap_or_default();
        call.rest(|request| request.json(&json!({ "id": id, "secret": secret.expose() }))).map(
            move |mut account: ProgrammaticAccessAccount| {
                account.secret.get_or_insert_with(|| secret.clone());
                account
            },
        )
    }

    /// Deletes an account and all it was given.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// management.acl().delete_programmatic_access_account("60e3f5a6c3d5f4a7b1c2d3e4").await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `DELETE /api/v2/applications/programmatic-access-accounts`. Not idempotent: the second
    /// time there is no such account.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty id; an error of the server's
    /// when there is no such account.
    pub fn delete_programmatic_access_account(&self, id: impl Into<String>) -> Call<()> {
        let id = id.into();
        let call = self.call(DELETE).required("id", &id);
        call.command(|request| request.query("id", &id))
    }

    fn switch(
        &self,
        operation: Operation,
        id: String,
        enabled: bool,
    ) -> Call<ProgrammaticAccessAccount> {
        let call = self.call(operation).required("id", &id);
        call.rest(|request| request.json(&json!({ "id": id, "enabled": enabled })))
    }
}

/// A programmatic access account. `Debug` and JSON mask the secret: take it out with
/// [`Secret::expose`].
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ProgrammaticAccessAccount {
    /// The id, which is the access key: the `client_id` of the grant `client_credentials`.
    pub id: String,
    /// The application's id.
    #[serde(default)]
    pub app_id: Option<String>,
    /// The secret key: the `client_secret`.
    #[serde(default)]
    pub secret: Option<Secret>,
    /// What it is for.
    #[serde(default)]
    pub remarks: Option<String>,
    /// How long its access tokens live, in seconds.
    #[serde(default)]
    pub token_lifetime: Option<i64>,
    /// Whether it may get tokens.
    #[serde(default)]
    pub enabled: Option<bool>,
    /// The user it belongs to; no known response names one.
    #[serde(default)]
    pub user_id: Option<String>,
    /// When it was made.
    #[serde(default)]
    pub created_at: Option<Timestamp>,
    /// When it was last changed.
    #[serde(default)]
    pub updated_at: Option<Timestamp>,
}

authing_types::redacted_debug!(ProgrammaticAccessAccount {
    id,
    app_id,
    token_lifetime,
    enabled,
    user_id,
    created_at,
    updated_at
});
