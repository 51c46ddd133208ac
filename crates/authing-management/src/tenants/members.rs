//! The people of a tenant.

use authing_core::{Call, Error, Operation, PagedCall, RestRequest};
use authing_types::{CommonMessage, User};
use authing_types::{Page, nulls};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{ListTenantMembers, Tenant, Tenants};
use crate::command::{check_all_given, check_given, command};

const LIST_MEMBERS: Operation =
    Operation::get("tenants.list_members", "/api/v2/tenant/{tenantId}/users")
        .management()
        .idempotent();
const ADD_MEMBERS: Operation =
    Operation::post("tenants.add_members", "/api/v2/tenant/{tenantId}/user")
        .management()
        .idempotent();
const REMOVE_MEMBER: Operation =
    Operation::delete("tenants.remove_member", "/api/v2/tenant/{tenantId}/user")
        .management()
        .whole_envelope();
const UPDATE_MEMBER: Operation =
    Operation::put("tenants.update_member", "/api/v2/tenant/{tenantId}/{userId}")
        .management()
        .idempotent()
        .whole_envelope();
const SET_ADMINS: Operation =
    Operation::put("tenants.set_admins", "/api/v2/tenant/{tenantId}/admin")
        .management()
        .idempotent()
        .whole_envelope();
const DELETE_ADMIN: Operation =
    Operation::delete("tenants.delete_admin", "/api/v2/tenant/{tenantId}/admin/{userId}")
        .management()
        .whole_envelope();

impl Tenants<'_> {
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
    /// `GET /api/v2/tenant/{tenantId}/users`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for page or limit 0; an error of the server's
    /// when there is no such tenant.
    pub fn list_members(&self, request: ListTenantMembers) -> PagedCall<TenantMember> {
        let tenant_id = request.tenant_id;
        self.client.api().pages(request.page, move |api, page, limit| {
            let rest = RestRequest::new(LIST_MEMBERS)
                .path("tenantId", &tenant_id)
                .query("page", page)
                .query("limit", limit);
            api.rest::<MembersPage>(rest).map(MembersPage::into)
        })
    }

    /// Makes users of the pool members of a tenant; the answer holds them. Who is one already
    /// stays one.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let users = ["619b07ab229e3bfa98e94ee2", "619b07826feaa09f07b598de"];
    /// management.tenants().add_members("619b07312d6b99e1af7d8e4e", users).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `POST /api/v2/tenant/{tenantId}/user`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for no user or an empty id; an error of the
    /// server's when tenant or user does not exist.
    pub fn add_members(
        &self,
        tenant_id: &str,
        user_ids: impl IntoIterator<Item = impl Into<String>>,
    ) -> Call<Tenant> {
        let user_ids = collect(user_ids);
        let request = RestRequest::new(ADD_MEMBERS)
            .path("tenantId", tenant_id)
            .json(&json!({ "userIds": user_ids }))
            .check(check_all_given("user_ids", &user_ids));
        self.client.api().rest(request)
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
    /// `DELETE /api/v2/tenant/{tenantId}/user`. Not idempotent: the second time the user is no
    /// member.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty id; an error of the server's when
    /// there is no such tenant or member.
    pub fn remove_member(&self, tenant_id: &str, user_id: &str) -> Call<CommonMessage> {
        let request = RestRequest::new(REMOVE_MEMBER)
            .path("tenantId", tenant_id)
            .query("userId", user_id)
            .check(check_given("user_id", user_id));
        command(self.client.api(), request)
    }

    /// Lets a member log in to the tenant, or stops it.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let (tenant, user) = ("619b07312d6b99e1af7d8e4e", "619b07ab229e3bfa98e94ee2");
    /// management.tenants().update_member(tenant, user, false).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `PUT /api/v2/tenant/{tenantId}/{userId}`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty id; an error of the server's when
    /// there is no such tenant or member.
    pub fn update_member(
        &self,
        tenant_id: &str,
        user_id: &str,
        is_enabled: bool,
    ) -> Call<CommonMessage> {
        let request = RestRequest::new(UPDATE_MEMBER)
            .path("tenantId", tenant_id)
            .path("userId", user_id)
            .json(&json!({ "isEnabled": is_enabled }))
            .check(check_no_endpoint(user_id));
        command(self.client.api(), request)
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
    /// `PUT /api/v2/tenant/{tenantId}/admin`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for no user or an empty id; an error of the
    /// server's when there is no such tenant or member.
    pub fn set_admins(
        &self,
        tenant_id: &str,
        user_ids: impl IntoIterator<Item = impl Into<String>>,
    ) -> Call<CommonMessage> {
        let user_ids = collect(user_ids);
        let request = RestRequest::new(SET_ADMINS)
            .path("tenantId", tenant_id)
            .json(&json!({ "userIds": user_ids }))
            .check(check_all_given("user_ids", &user_ids));
        command(self.client.api(), request)
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
    /// `DELETE /api/v2/tenant/{tenantId}/admin/{userId}`. Not idempotent: the second time the
    /// user is no administrator.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty id; an error of the server's when
    /// there is no such tenant or administrator.
    pub fn delete_admin(&self, tenant_id: &str, user_id: &str) -> Call<CommonMessage> {
        let request =
            RestRequest::new(DELETE_ADMIN).path("tenantId", tenant_id).path("userId", user_id);
        command(self.client.api(), request)
    }
}

/// A member of a tenant. The server does not document how it would tell here who is switched off
/// or an administrator.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
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

/// The server counts members as `listTotal` where other lists say `totalCount`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct MembersPage {
    #[serde(default)]
    list_total: Option<i64>,
    #[serde(default)]
    total_count: Option<i64>,
    #[serde(default, deserialize_with = "nulls::optional_list")]
    list: Option<Vec<TenantMember>>,
}

impl From<MembersPage> for Page<TenantMember> {
    fn from(page: MembersPage) -> Self {
        let total = page.list_total.or(page.total_count).unwrap_or_default();
        Self::new(total, page.list.unwrap_or_default())
    }
}

/// In this place of the path `admin` is another endpoint.
fn check_no_endpoint(user_id: &str) -> Result<(), Error> {
    if user_id == "admin" { Err(Error::input("user_id", "is no user's id")) } else { Ok(()) }
}

fn collect(ids: impl IntoIterator<Item = impl Into<String>>) -> Vec<String> {
    ids.into_iter().map(Into::into).collect()
}
