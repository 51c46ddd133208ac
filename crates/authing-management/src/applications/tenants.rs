//! The tenants an application is for.

use authing_core::{Call, Operation};
use authing_types::{Timestamp, lenient};
use serde::{Deserialize, Serialize};

use super::ApplicationsApi;
use crate::tenants::Tenant;

const LIST: Operation =
    Operation::get("applications.list_tenants", "/api/v2/application/{app_id}/tenants")
        .management()
        .idempotent();

impl ApplicationsApi<'_> {
    /// Lists the tenants of an application, with the application itself.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let application = management.applications().list_tenants("600a8f4e37708b363024a3ca").await?;
    /// for tenant in application.tenants {
    ///     println!("{} {:?}", tenant.id, tenant.name);
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// `GET /api/v2/application/{app_id}/tenants`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty id;
    /// [`ErrorCode::APPLICATION_NOT_FOUND`](crate::ErrorCode::APPLICATION_NOT_FOUND).
    pub fn list_tenants(&self, app_id: impl Into<String>) -> Call<ApplicationTenants> {
        let app_id = app_id.into();
        let call = self.client.call(LIST).required("app_id", &app_id);
        call.rest(|request| request.path("app_id", &app_id))
    }
}

/// An application with its tenants.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ApplicationTenants {
    /// The application's id.
    pub id: String,
    /// Its name.
    pub name: Option<String>,
    /// The address of its logo.
    pub logo: Option<String>,
    /// The address it is at.
    pub domain: Option<String>,
    /// What it is for.
    pub description: Option<String>,
    /// The protocol its login page speaks, such as `oidc`.
    pub protocol: Option<String>,
    /// Whether it is one of those Authing has ready-made settings for.
    pub is_integrate: Option<bool>,
    /// Its tenants.
    #[serde(default, deserialize_with = "lenient::list")]
    pub tenants: Vec<Tenant>,
    /// When it was made.
    pub created_at: Option<Timestamp>,
    /// When it was last changed.
    pub updated_at: Option<Timestamp>,
}

authing_types::redacted_debug!(ApplicationTenants {
    id,
    protocol,
    is_integrate,
    tenants,
    created_at,
    updated_at
});
