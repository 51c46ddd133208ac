//! Programmatic access accounts: keys by which machines get access tokens.

use authing_core::{Call, Operation, PagedCall, RestRequest};
use authing_types::CommonMessage;
use authing_types::{Secret, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{Acl, CreateProgrammaticAccessAccount, ListProgrammaticAccessAccounts};
use crate::{arguments::not_empty, command::command};

/// Characters of a secret: as many as those the server makes.
const SECRET_LENGTH: usize = 32;

const LIST: Operation = Operation::get(
    "acl.list_programmatic_access_accounts",
    "/api/v2/applications/{appId}/programmatic-access-accounts",
)
.management()
.idempotent();
const CREATE: Operation = Operation::post(
    "acl.create_programmatic_access_account",
    "/api/v2/applications/{appId}/programmatic-access-accounts",
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
.management()
.whole_envelope();

impl Acl<'_> {
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
    /// `GET /api/v2/applications/{appId}/programmatic-access-accounts`. Idempotent.
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
            let rest = RestRequest::new(LIST)
                .check(not_empty("app_id", &app_id))
                .path("appId", &app_id)
                .query("page", page)
                .query("limit", limit);
            api.rest(rest)
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
    /// `POST /api/v2/applications/{appId}/programmatic-access-accounts`. Not idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty id or a life that is no whole
    /// number of seconds; an error of the server's when there is no such application.
    pub fn create_programmatic_access_account(
        &self,
        account: CreateProgrammaticAccessAccount,
    ) -> Call<ProgrammaticAccessAccount> {
        let request = RestRequest::new(CREATE)
            .check(account.check())
            .path("appId", &account.app_id)
            .json(&account);
        self.client.api().rest(request)
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
    pub fn enable_programmatic_access_account(&self, id: &str) -> Call<ProgrammaticAccessAccount> {
        self.switch(ENABLE, id, true)
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
    pub fn disable_programmatic_access_account(&self, id: &str) -> Call<ProgrammaticAccessAccount> {
        self.switch(DISABLE, id, false)
    }

    /// Gives an account a new secret and answers the account with it. It is made here, from the
    /// system's randomness, as the server does not make one. The old one is worth nothing at once.
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
        id: &str,
    ) -> Call<ProgrammaticAccessAccount> {
        let made = self.generate_random_secret(SECRET_LENGTH);
        let checked = not_empty("id", id).and(made.as_ref().map(|_| ()).map_err(Clone::clone));
        let secret = made.unwrap_or_default();
        let body = json!({ "id": id, "secret": secret.expose() });
        let request = RestRequest::new(REFRESH).json(&body).check(checked);
        self.client.api().rest::<ProgrammaticAccessAccount>(request).map(move |mut account| {
            account.secret.get_or_insert_with(|| secret.clone());
            account
        })
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
    pub fn delete_programmatic_access_account(&self, id: &str) -> Call<CommonMessage> {
        let request = RestRequest::new(DELETE).query("id", id).check(not_empty("id", id));
        command(self.client.api(), request)
    }

    fn switch(
        &self,
        operation: Operation,
        id: &str,
        enabled: bool,
    ) -> Call<ProgrammaticAccessAccount> {
        let body = json!({ "id": id, "enabled": enabled });
        let request = RestRequest::new(operation).json(&body).check(not_empty("id", id));
        self.client.api().rest(request)
    }
}

/// A programmatic access account. `Debug` and JSON mask the secret: take it out with
/// [`Secret::expose`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
    /// The user it belongs to; none in all answers known.
    #[serde(default)]
    pub user_id: Option<String>,
    /// When it was made.
    #[serde(default)]
    pub created_at: Option<Timestamp>,
    /// When it was last changed.
    #[serde(default)]
    pub updated_at: Option<Timestamp>,
}
