//! Tenants themselves.

use authing_core::{Call, Operation, PagedCall};

use super::{ConfigureTenant, CreateTenant, ListTenants, Tenant, TenantsApi, UpdateTenant};

const LIST: Operation = Operation::get("tenants.list", "/api/v2/tenants").management().idempotent();
const GET: Operation =
    Operation::get("tenants.get", "/api/v2/tenant/{tenant_id}").management().idempotent();
const CREATE: Operation = Operation::post("tenants.create", "/api/v2/tenant").management();
const UPDATE: Operation =
    Operation::post("tenants.update", "/api/v2/tenant/{tenant_id}").management().idempotent();
const CONFIGURE: Operation =
    Operation::post("tenants.configure", "/api/v2/tenant/{tenant_id}").management().idempotent();
const DELETE: Operation =
    Operation::delete("tenants.delete", "/api/v2/tenant/{tenant_id}").management();

impl TenantsApi<'_> {
    /// Lists the tenants of the pool.
    ///
    /// ```no_run
    /// use authing_management::{ManagementClient, tenants::ListTenants};
    /// use futures_util::TryStreamExt;
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let mut tenants = management.tenants().list(ListTenants::new().limit(50)).items();
    /// while let Some(tenant) = tenants.try_next().await? {
    ///     println!("{} {:?}", tenant.id, tenant.name);
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// `GET /api/v2/tenants`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for page or limit 0; else those of every call.
    pub fn list(&self, request: ListTenants) -> PagedCall<Tenant> {
        self.client.api().pages(request.page, |api, page, limit| {
            api.call(LIST).rest(|request| request.query("page", page).query("limit", limit))
        })
    }

    /// Gets a tenant, with its applications.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let tenant = management.tenants().get("619b07312d6b99e1af7d8e4e").await?;
    /// for app in tenant.apps.unwrap_or_default() {
    ///     println!("{} {:?}", app.id, app.name);
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// `GET /api/v2/tenant/{tenant_id}`. Idempotent.
    ///
    /// # Errors
    ///
    /// An error of the server's when there is no such tenant.
    pub fn get(&self, tenant_id: impl Into<String>) -> Call<Tenant> {
        let tenant_id = tenant_id.into();
        let call = self.client.call(GET).required("tenant_id", &tenant_id);
        call.rest(|request| request.path("tenant_id", &tenant_id))
    }

    /// Creates a tenant for some of the pool's applications.
    ///
    /// ```no_run
    /// use authing_management::{ManagementClient, tenants::CreateTenant};
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let request = CreateTenant::new("Acme", ["APP_ID"]).description("our first customer");
    /// let acme = management.tenants().create(request).await?;
    /// println!("{}", acme.id);
    /// # Ok(()) }
    /// ```
    ///
    /// `POST /api/v2/tenant`. Not idempotent: each call makes another tenant.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty name, no application, or an
    /// application id with a comma; an error of the server's when an application does not exist.
    pub fn create(&self, request: CreateTenant) -> Call<Tenant> {
        request.check(self.client.call(CREATE)).rest(|rest| rest.json(&request))
    }

    /// Changes a tenant's name, applications, logo or description; the name is sent every time.
    ///
    /// ```no_run
    /// use authing_management::{ManagementClient, tenants::UpdateTenant};
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let changes = UpdateTenant::new("Acme Ltd").app_ids(["APP_ID", "OTHER_APP_ID"]);
    /// management.tenants().update("619b07312d6b99e1af7d8e4e", changes).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `POST /api/v2/tenant/{tenant_id}`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty name or an application id with a
    /// comma; an error of the server's when tenant or application does not exist.
    pub fn update(&self, tenant_id: impl Into<String>, changes: UpdateTenant) -> Call<()> {
        let tenant_id = tenant_id.into();
        let call = self.client.call(UPDATE).required("tenant_id", &tenant_id);
        changes.check(call).command(|request| request.path("tenant_id", &tenant_id).json(&changes))
    }

    /// Changes how a tenant's login page looks.
    ///
    /// ```no_run
    /// use authing_management::{ManagementClient, tenants::{ConfigureTenant, SsoPageSettings}};
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let mut page = SsoPageSettings::default();
    /// page.hide_social_login = Some(true);
    /// let settings = ConfigureTenant::new().css(".btn { color: #ff00ee }").sso_page(page);
    /// management.tenants().configure("619b07312d6b99e1af7d8e4e", settings).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `POST /api/v2/tenant/{tenant_id}`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for settings that change nothing; an error of
    /// the server's when there is no such tenant.
    pub fn configure(&self, tenant_id: impl Into<String>, settings: ConfigureTenant) -> Call<()> {
        let tenant_id = tenant_id.into();
        let call = self.client.call(CONFIGURE).required("tenant_id", &tenant_id);
        settings
            .check(call)
            .command(|request| request.path("tenant_id", &tenant_id).json(&settings))
    }

    /// Deletes a tenant. Its members stay users of the pool.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// management.tenants().delete("619b07312d6b99e1af7d8e4e").await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `DELETE /api/v2/tenant/{tenant_id}`. Not idempotent: the second time there is no such
    /// tenant.
    ///
    /// # Errors
    ///
    /// An error of the server's when there is no such tenant.
    pub fn delete(&self, tenant_id: impl Into<String>) -> Call<()> {
        let tenant_id = tenant_id.into();
        let call = self.client.call(DELETE).required("tenant_id", &tenant_id);
        call.command(|request| request.path("tenant_id", &tenant_id))
    }
}
