//! Applications themselves.

use authing_core::{Call, Error, Operation, PageRequest, PagedCall};
use serde_json::json;

use super::{Application, ApplicationType, ApplicationsApi, CreateApplication, UpdateApplication};

const LIST: Operation =
    Operation::get("applications.list", "/api/v2/applications").management().idempotent();
const GET: Operation =
    Operation::get("applications.get", "/api/v2/applications/{app_id}").management().idempotent();
const CREATE: Operation =
    Operation::post("applications.create", "/api/v2/applications").management();
const UPDATE: Operation = Operation::post("applications.update", "/api/v2/applications/{app_id}")
    .management()
    .idempotent();
const DELETE: Operation =
    Operation::delete("applications.delete", "/api/v2/applications/{app_id}").management();
const REFRESH_SECRET: Operation =
    Operation::patch("applications.refresh_secret", "/api/v2/application/{app_id}/refresh-secret")
        .management();
const CHANGE_TYPE: Operation =
    Operation::post("applications.change_type", "/api/v2/applications/{app_id}")
        .management()
        .idempotent();

impl ApplicationsApi<'_> {
    /// Lists the applications of the pool.
    ///
    /// ```no_run
    /// use authing_management::{ManagementClient, applications::ListApplications};
    /// use futures_util::TryStreamExt;
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let mut all = management.applications().list(ListApplications::new().limit(50)).items();
    /// while let Some(application) = all.try_next().await? {
    ///     println!("{} {:?}", application.id, application.name);
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// `GET /api/v2/applications`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for page or limit 0; else those of every call.
    pub fn list(&self, request: ListApplications) -> PagedCall<Application> {
        self.client.api().pages(request.page, |api, page, limit| {
            api.call(LIST).rest(|request| request.query("page", page).query("limit", limit))
        })
    }

    /// Gets an application, with its secret and its keys.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let application = management.applications().get("600a8f4e37708b363024a3ca").await?;
    /// if let Some(secret) = &application.secret {
    ///     println!("a secret of {} characters", secret.expose().len());
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// `GET /api/v2/applications/{app_id}`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty id;
    /// [`ErrorCode::APPLICATION_NOT_FOUND`](crate::ErrorCode::APPLICATION_NOT_FOUND).
    pub fn get(&self, app_id: impl Into<String>) -> Call<Application> {
        let app_id = app_id.into();
        let call = self.client.call(GET).required("app_id", &app_id);
        call.rest(|request| request.path("app_id", &app_id))
    }

    /// Creates an application. The response has its id, secret and keys.
    ///
    /// ```no_run
    /// use authing_management::{ManagementClient, applications::CreateApplication};
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let request = CreateApplication::new("Shop", "acme-shop", ["https://acme.com/callback"]);
    /// let shop = management.applications().create(request).await?;
    /// println!("{}", shop.id);
    /// # Ok(()) }
    /// ```
    ///
    /// `POST /api/v2/applications`. Not idempotent: the second time the identifier is taken.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty name, identifier or address;
    /// [`ErrorCode::DOMAIN_TAKEN`](crate::ErrorCode::DOMAIN_TAKEN) when the identifier is taken.
    pub fn create(&self, request: CreateApplication) -> Call<Application> {
        request.check(self.client.call(CREATE)).rest(|rest| rest.json(&request))
    }

    /// Changes an application. The response may leave out its secret.
    ///
    /// ```no_run
    /// use authing_management::{ManagementClient, applications::UpdateApplication};
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let changes = UpdateApplication::new()
    ///     .name("Acme Shop")
    ///     .redirect_uris(["https://acme.com/callback", "https://acme.de/callback"]);
    /// management.applications().update("600a8f4e37708b363024a3ca", changes).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `POST /api/v2/applications/{app_id}`, by which [`change_type`](Self::change_type) and
    /// [`update_default_access_policy`](Self::update_default_access_policy) go too. The official
    /// SDKs send nothing but those two; the members sent here are named as in the responses.
    /// Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty id, changes that change nothing,
    /// or an empty name or address;
    /// [`ErrorCode::APPLICATION_NOT_FOUND`](crate::ErrorCode::APPLICATION_NOT_FOUND).
    pub fn update(
        &self,
        app_id: impl Into<String>,
        changes: UpdateApplication,
    ) -> Call<Application> {
        let app_id = app_id.into();
        changes
            .check(self.client.call(UPDATE).required("app_id", &app_id))
            .rest(|request| request.path("app_id", &app_id).json(&changes))
    }

    /// Deletes an application with its roles, policies, resources, rights and agreements. Tokens
    /// it has issued are no longer accepted.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// management.applications().delete("600a8f4e37708b363024a3ca").await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `DELETE /api/v2/applications/{app_id}`. Not idempotent: the second time there is no such
    /// application.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty id;
    /// [`ErrorCode::APPLICATION_NOT_FOUND`](crate::ErrorCode::APPLICATION_NOT_FOUND).
    pub fn delete(&self, app_id: impl Into<String>) -> Call<()> {
        let app_id = app_id.into();
        let call = self.client.call(DELETE).required("app_id", &app_id);
        call.command(|request| request.path("app_id", &app_id))
    }

    /// Gives an application a new secret. The old one is no longer accepted, nor are the tokens it
    /// signed. The response may leave the secret out: [`get`](Self::get) has it.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let applications = management.applications();
    /// applications.refresh_secret("600a8f4e37708b363024a3ca").await?;
    /// let secret = applications.get("600a8f4e37708b363024a3ca").await?.secret;
    /// # drop(secret);
    /// # Ok(()) }
    /// ```
    ///
    /// `PATCH /api/v2/application/{app_id}/refresh-secret`. Not idempotent: each call makes
    /// another secret.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty id;
    /// [`ErrorCode::APPLICATION_NOT_FOUND`](crate::ErrorCode::APPLICATION_NOT_FOUND).
    pub fn refresh_secret(&self, app_id: impl Into<String>) -> Call<Application> {
        let app_id = app_id.into();
        let call = self.client.call(REFRESH_SECRET).required("app_id", &app_id);
        call.rest(|request| request.path("app_id", &app_id))
    }

    /// Sets who an application is for: people of its tenants, people of none, or both.
    ///
    /// ```no_run
    /// use authing_management::{ManagementClient, applications::ApplicationType};
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let id = "600a8f4e37708b363024a3ca";
    /// management.applications().change_type(id, ApplicationType::Tenant).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `POST /api/v2/applications/{app_id}`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty id or a type that the server
    /// does not have;
    /// [`ErrorCode::APPLICATION_NOT_FOUND`](crate::ErrorCode::APPLICATION_NOT_FOUND).
    pub fn change_type(
        &self,
        app_id: impl Into<String>,
        app_type: ApplicationType,
    ) -> Call<Application> {
        let app_id = app_id.into();
        self.client
            .call(CHANGE_TYPE)
            .required("app_id", &app_id)
            .check(known(&app_type))
            .rest(|request| request.path("app_id", &app_id).json(&json!({ "appType": app_type })))
    }
}

/// Which applications [`ApplicationsApi::list`] lists.
#[derive(Clone, Default)]
pub struct ListApplications {
    page: PageRequest,
}

authing_types::redacted_debug!(ListApplications { page });

impl ListApplications {
    /// The first ten.
    pub fn new() -> Self {
        Self::default()
    }

    page_setters!();
}

fn known(app_type: &ApplicationType) -> Result<(), Error> {
    match app_type {
        ApplicationType::Unknown(_) => {
            Err(Error::input("app_type", "is none of INDIVIDUAL, Tenant and BOTH"))
        }
        _ => Ok(()),
    }
}
