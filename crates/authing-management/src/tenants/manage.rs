//! Tenants themselves.

use authing_core::{Call, Operation, PagedCall};
use authing_types::{Secret, Timestamp, User};
use serde::{Deserialize, Serialize};

use super::{ConfigureTenant, CreateTenant, ListTenants, TenantsApi, UpdateTenant};
use crate::lenient;

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
        self.client.call(CREATE).check(request.check()).rest(|rest| rest.json(&request))
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
        self.client
            .call(UPDATE)
            .required("tenant_id", &tenant_id)
            .check(changes.check())
            .command(|request| request.path("tenant_id", &tenant_id).json(&changes))
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
        self.client
            .call(CONFIGURE)
            .required("tenant_id", &tenant_id)
            .check(settings.check())
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

/// A tenant of the pool.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Tenant {
    /// The tenant's id.
    pub id: String,
    /// The user pool's id.
    #[serde(default)]
    pub user_pool_id: Option<String>,
    /// The tenant's name.
    #[serde(default)]
    pub name: Option<String>,
    /// The address of its logo.
    #[serde(default)]
    pub logo: Option<String>,
    /// What the tenant is.
    #[serde(default)]
    pub description: Option<String>,
    /// The style sheet of its login page.
    #[serde(default)]
    pub css: Option<String>,
    /// What its login page shows.
    #[serde(default)]
    pub sso_page_customization_settings: Option<SsoPageSettings>,
    /// The way to log in that its page shows first.
    #[serde(default)]
    pub default_login_tab: Option<String>,
    /// The way to register that its page shows first.
    #[serde(default)]
    pub default_register_tab: Option<String>,
    /// What people may log in with beside a password.
    #[serde(default)]
    pub password_tab_config: Option<PasswordTabSettings>,
    /// The ways to log in.
    #[serde(default, deserialize_with = "lenient::tabs")]
    pub login_tabs: Option<Vec<String>>,
    /// The ways to register.
    #[serde(default, deserialize_with = "lenient::tabs")]
    pub register_tabs: Option<Vec<String>>,
    /// Its applications, where they are asked for.
    #[serde(default)]
    pub apps: Option<Vec<TenantApplication>>,
    /// The users just added, in the response of [`TenantsApi::add_members`].
    #[serde(default)]
    pub users: Option<Vec<User>>,
    /// When it was made.
    #[serde(default)]
    pub created_at: Option<Timestamp>,
    /// When it was last changed.
    #[serde(default)]
    pub updated_at: Option<Timestamp>,
}

debug_shows!(Tenant {
    id,
    user_pool_id,
    sso_page_customization_settings,
    default_login_tab,
    default_register_tab,
    password_tab_config,
    login_tabs,
    register_tabs,
    apps,
    created_at,
    updated_at
});

/// What the login page of a tenant or an application shows. A setting that is `None` is left as it is.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SsoPageSettings {
    /// One form to register and log in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub auto_register_then_login: Option<bool>,
    /// No link for people who have forgotten their password.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hide_forget_password: Option<bool>,
    /// No login by enterprise identity sources.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hide_idp: Option<bool>,
    /// No login by social identity sources.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hide_social_login: Option<bool>,
}

debug_shows!(SsoPageSettings {
    auto_register_then_login,
    hide_forget_password,
    hide_idp,
    hide_social_login
});

/// What goes with a password.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PasswordTabSettings {
    /// Such as `username-password`, `email-password`, `phone-password`.
    #[serde(default)]
    pub enabled_login_methods: Option<Vec<String>>,
}

debug_shows!(PasswordTabSettings { enabled_login_methods });

/// An application of a tenant: what names it, and its secret, which `Debug` and JSON mask. The
/// applications area tells the rest.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct TenantApplication {
    /// The application's id.
    pub id: String,
    /// Its name.
    #[serde(default)]
    pub name: Option<String>,
    /// Its sub-domain.
    #[serde(default)]
    pub identifier: Option<String>,
    /// The address of its logo.
    #[serde(default)]
    pub logo: Option<String>,
    /// What it is for.
    #[serde(default)]
    pub description: Option<String>,
    /// The protocol it logs people in by, such as `oidc`.
    #[serde(default)]
    pub protocol: Option<String>,
    /// Its secret.
    #[serde(default)]
    pub secret: Option<Secret>,
    /// When it was made.
    #[serde(default)]
    pub created_at: Option<Timestamp>,
    /// When it was last changed.
    #[serde(default)]
    pub updated_at: Option<Timestamp>,
}

debug_shows!(TenantApplication { id, identifier, protocol, created_at, updated_at });
