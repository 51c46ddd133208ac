//! The people of a tenant.

use authing_core::{Call, Error, Operation, PagedCall, client::CallBuilder};
use authing_types::{Page, User, lenient};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{ListTenantMembers, Tenant, TenantsApi};
use crate::arguments::collect;

const LIST_MEMBERS: Operation =
    Operation::get("tenants.list_members", "/api/v2/tenant/{tenant_id}/users")
        .management()
        .idempotent();
const ADD_MEMBERS: Operation =
    Operation::post("tenants.add_members", "/api/v2/tenant/{tenant_id}/user")
        .management()
        .idempotent();
const REMOVE_MEMBER: Operation =
    Operation::delete("tenants.remove_member", "/api/v2/tenant/{tenant_id}/user").management();
const ENABLE_MEMBER: Operation =
    Operation::put("tenants.enable_member", "/api/v2/tenant/{tenant_id}/{user_id}")
        .management()
        .idempotent();
const DISABLE_MEMBER: Operation =
    Operation::put("tenants.disable_member", "/api/v2/tenant/{tenant_id}/{user_id}")
        .management()
        .idempotent();
const SET_ADMINS: Operation =
    Operation::put("tenants.set_admins", "/api/v2/tenant/{tenant_id}/admin")
        .management()
        .idempotent();
const DELETE_ADMIN: Operation =
    Operation::delete("tenants.delete_admin", "/api/v2/tenant/{tenant_id}/admin/{user_id}")
        .management();

impl TenantsApi<'_> {
    /// Lists the members of a tenant.
    ///
    /// ```no_run
    /// use authing_management::{ManagementClient, tenants::ListTenantMembers};
    /// use futures_util::TryStreamExt;
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let of_acme = ListTenantMembers::new("619b07312d6b99e1af7d8e4e").limit(50);
    /// let members: Vec<_> =
    ///     management.tenants().list_members(of_acme).items().try_collect().await?;
    /// println!("{} members", members.len());
    /// # Ok(()) }
    /// ```
    ///
    /// `GET /api/v2/tenant/{tenant_id}/users`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for page or limit 0; an error of the server's
    /// when there is no such tenant.
    pub fn list_members(&self, request: ListTenantMembers) -> PagedCall<TenantMember> {
        let tenant_id = request.tenant_id;
        self.client.api().pages(request.page, move |api, page, limit| {
            api.call(LIST_MEMBERS)
                .required("tenant_id", &tenant_id)
                .rest(|request| {
                    request.path("tenant_id", &tenant_id).query("page", page).query("limit", limit)
                })
                .map(MembersPage::into)
        })
    }

    /// Makes users of the pool members of a tenant; the response holds them. Who is one already
    /// stays one.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let users = ["619b07ab229e3bfa98e94ee2", "619b07826feaa09f07b598de"];
    /// management.tenants().add_members("619b07312d6b99e1af7d8e4e", users).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `POST /api/v2/tenant/{tenant_id}/user`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for no user or an empty id; an error of the
    /// server's when tenant or user does not exist.
    pub fn add_members(
        &self,
        tenant_id: impl Into<String>,
        user_ids: impl IntoIterator<Item = impl Into<String>>,
    ) -> Call<Tenant> {
        let (tenant_id, user_ids) = (tenant_id.into(), collect(user_ids));
        self.client
            .call(ADD_MEMBERS)
            .required("tenant_id", &tenant_id)
            .required_all("user_ids", &user_ids)
            .rest(|request| {
                request.path("tenant_id", &tenant_id).json(&json!({ "userIds": user_ids }))
            })
    }

    /// Takes a user out of a tenant. The account stays.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let tenants = management.tenants();
    /// tenants.remove_member("619b07312d6b99e1af7d8e4e", "619b07ab229e3bfa98e94ee2").await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `DELETE /api/v2/tenant/{tenant_id}/user`. Not idempotent: the second time the user is
    /// not a member.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty id; an error of the server's when
    /// there is no such tenant or member.
    pub fn remove_member(
        &self,
        tenant_id: impl Into<String>,
        user_id: impl Into<String>,
    ) -> Call<()> {
        let (tenant_id, user_id) = (tenant_id.into(), user_id.into());
        self.about_member(REMOVE_MEMBER, &tenant_id, &user_id)
            .command(|request| request.path("tenant_id", &tenant_id).query("userId", &user_id))
    }

    /// Lets a member log in to the tenant again.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let (tenant, user) = ("619b07312d6b99e1af7d8e4e", "619b07ab229e3bfa98e94ee2");
    /// management.tenants().enable_member(tenant, user).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `PUT /api/v2/tenant/{tenant_id}/{user_id}`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty id; an error of the server's when
    /// there is no such tenant or member.
    pub fn enable_member(
        &self,
        tenant_id: impl Into<String>,
        user_id: impl Into<String>,
    ) -> Call<()> {
        self.switch_member(ENABLE_MEMBER, &tenant_id.into(), &user_id.into(), true)
    }

    /// Stops a member from logging in to the tenant.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let (tenant, user) = ("619b07312d6b99e1af7d8e4e", "619b07ab229e3bfa98e94ee2");
    /// management.tenants().disable_member(tenant, user).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `PUT /api/v2/tenant/{tenant_id}/{user_id}`. Idempotent.
    ///
    /// # Errors
    ///
    /// As for [`enable_member`](Self::enable_member).
    pub fn disable_member(
        &self,
        tenant_id: impl Into<String>,
        user_id: impl Into<String>,
    ) -> Call<()> {
        self.switch_member(DISABLE_MEMBER, &tenant_id.into(), &user_id.into(), false)
    }

    /// Makes members administrators of a tenant.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let tenants = management.tenants();
    /// tenants.set_admins("619b07312d6b99e1af7d8e4e", ["619b07ab229e3bfa98e94ee2"]).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `PUT /api/v2/tenant/{tenant_id}/admin`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for no user or an empty id; an error of the
    /// server's when there is no such tenant or member.
    pub fn set_admins(
        &self,
        tenant_id: impl Into<String>,
        user_ids: impl IntoIterator<Item = impl Into<String>>,
    ) -> Call<()> {
        let (tenant_id, user_ids) = (tenant_id.into(), collect(user_ids));
        self.client
            .call(SET_ADMINS)
            .required("tenant_id", &tenant_id)
            .required_all("user_ids", &user_ids)
            .command(|request| {
                request.path("tenant_id", &tenant_id).json(&json!({ "userIds": user_ids }))
            })
    }

    /// Makes an administrator of a tenant a plain member again.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let tenants = management.tenants();
    /// tenants.delete_admin("619b07312d6b99e1af7d8e4e", "619b07ab229e3bfa98e94ee2").await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `DELETE /api/v2/tenant/{tenant_id}/admin/{user_id}`. Not idempotent: the second time
    /// the user is not an administrator.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty id; an error of the server's when
    /// there is no such tenant or administrator.
    pub fn delete_admin(
        &self,
        tenant_id: impl Into<String>,
        user_id: impl Into<String>,
    ) -> Call<()> {
        let (tenant_id, user_id) = (tenant_id.into(), user_id.into());
        self.about_member(DELETE_ADMIN, &tenant_id, &user_id)
            .command(|request| request.path("tenant_id", &tenant_id).path("user_id", &user_id))
    }

    fn switch_member(
        &self,
        operation: Operation,
        tenant_id: &str,
        user_id: &str,
        enabled: bool,
    ) -> Call<()> {
        self.about_member(operation, tenant_id, user_id).check(not_an_endpoint(user_id)).command(
            |request| {
                request
                    .path("tenant_id", tenant_id)
                    .path("user_id", user_id)
                    .json(&json!({ "isEnabled": enabled }))
            },
        )
    }

    /// Begins a call about one member of a tenant.
    fn about_member(
        &self,
        operation: Operation,
        tenant_id: &str,
        user_id: &str,
    ) -> CallBuilder<'_> {
        self.client.call(operation).required("tenant_id", tenant_id).required("user_id", user_id)
    }
}

/// A member of a tenant. The server does not document how it would tell here who is switched off
/// or an administrator.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct TenantMember {
    /// The membership's id, which is not the user's.
    pub id: String,
    /// The tenant's id.
    #[serde(default)]
    pub tenant_id: Option<String>,
    /// Who it is.
    #[serde(default)]
    pub user: Option<User>,
}

authing_types::redacted_debug!(TenantMember { id, tenant_id, user });

/// The server counts members as `listTotal` where other lists say `totalCount`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct MembersPage {
    #[serde(default)]
    list_total: Option<i64>,
    #[serde(default)]
    total_count: Option<i64>,
    #[serde(deserialize_with = "lenient::list")]
    list: Vec<TenantMember>,
}

impl From<MembersPage> for Page<TenantMember> {
    fn from(page: MembersPage) -> Self {
        let total = page.list_total.or(page.total_count).unwrap_or_default();
        Self::new(total, page.list)
    }
}

/// In this place of the path `admin` is another endpoint.
fn not_an_endpoint(user_id: &str) -> Result<(), Error> {
    if user_id == "admin" {
        return Err(Error::input("user_id", "is `admin`, which is another endpoint of the server"));
    }
    Ok(())
}
