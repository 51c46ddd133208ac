//! Permission namespaces: roles, policies, resources and rights of one are apart from another's.

use authing_core::{Call, Operation, PagedCall, RestRequest, client::CallBuilder};
use authing_types::{Page, lenient};
use serde::{Deserialize, Serialize};

use super::{AclApi, CreateNamespace, ListNamespaces, UpdateNamespace};
use crate::arguments::idempotent_unless_renamed;

const LIST: Operation =
    Operation::get("acl.list_namespaces", "/api/v2/resource-namespace/{user_pool_id}")
        .management()
        .idempotent();
const CREATE: Operation =
    Operation::post("acl.create_namespace", "/api/v2/resource-namespace/{user_pool_id}")
        .management();
const UPDATE: Operation =
    Operation::put("acl.update_namespace", "/api/v2/resource-namespace/{user_pool_id}/{id}")
        .management()
        .idempotent();
const UPDATE_BY_CODE: Operation = Operation::put(
    "acl.update_namespace_by_code",
    "/api/v2/resource-namespace/{user_pool_id}/code/{code}",
)
.management();
const DELETE: Operation =
    Operation::delete("acl.delete_namespace", "/api/v2/resource-namespace/{user_pool_id}/{id}")
        .management();
const DELETE_BY_CODE: Operation = Operation::delete(
    "acl.delete_namespace_by_code",
    "/api/v2/resource-namespace/{user_pool_id}/code/{code}",
)
.management();

impl AclApi<'_> {
    /// Lists the permission namespaces of the pool: the default one, one for each application,
    /// and those that were made.
    ///
    /// ```no_run
    /// use authing_management::{ManagementClient, acl::ListNamespaces};
    /// use futures_util::TryStreamExt;
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let mut namespaces = management.acl().list_namespaces(ListNamespaces::new()).items();
    /// while let Some(namespace) = namespaces.try_next().await? {
    ///     println!("{}: {}", namespace.id, namespace.code);
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// `GET /api/v2/resource-namespace/{user_pool_id}`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for page or limit 0; else those of every call.
    pub fn list_namespaces(&self, request: ListNamespaces) -> PagedCall<Namespace> {
        let user_pool_id = self.client.user_pool_id().to_owned();
        self.client.api().pages(request.page, move |api, page, limit| {
            api.call(LIST)
                .rest(|request| {
                    let request = request.path("user_pool_id", &user_pool_id);
                    request.query("page", page).query("limit", limit)
                })
                .map(NamespacesPage::into)
        })
    }

    /// Makes a namespace. Applications have one of their own from the start, whose code is the
    /// application's id.
    ///
    /// ```no_run
    /// use authing_management::{ManagementClient, acl::CreateNamespace};
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let shop = CreateNamespace::new("shop", "Shop").description("What the shop sells");
    /// let namespace = management.acl().create_namespace(shop).await?;
    /// println!("{}", namespace.id);
    /// # Ok(()) }
    /// ```
    ///
    /// `POST /api/v2/resource-namespace/{user_pool_id}`. Not idempotent: the second time the code is
    /// taken.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty code or name; an error of the
    /// server's when the code is taken.
    pub fn create_namespace(&self, namespace: CreateNamespace) -> Call<Namespace> {
        let call = namespace.check(self.call(CREATE));
        call.rest(|request| {
            request.path("user_pool_id", self.client.user_pool_id()).json(&namespace)
        })
    }

    /// Changes a namespace, found by its id or its code. What is not named stays.
    ///
    /// ```no_run
    /// use authing_management::{ManagementClient, acl::UpdateNamespace};
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let acl = management.acl();
    /// acl.update_namespace(48070, UpdateNamespace::new().code("store")).await?;
    /// acl.update_namespace("store", UpdateNamespace::new().name("Store")).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `PUT /api/v2/resource-namespace/{user_pool_id}/{id}` or `…/code/{code}`. Idempotent,
    /// unless a namespace found by its code gets a new one: it is not found by the old one again.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for no change, or an empty code or name; code
    /// 3005 when there is no such namespace.
    pub fn update_namespace(
        &self,
        namespace: impl Into<NamespaceKey>,
        changes: UpdateNamespace,
    ) -> Call<Namespace> {
        let namespace = namespace.into();
        let by_code = idempotent_unless_renamed(UPDATE_BY_CODE, changes.new_code());
        let call = namespace.check(self.call(namespace.operation(UPDATE, by_code)));
        changes.check(call).rest(|request| self.path_to(&namespace, request).json(&changes))
    }

    /// Deletes a namespace, found by its id or its code, with all roles, policies, resources and
    /// rights in it.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// management.acl().delete_namespace("shop").await?;
    /// management.acl().delete_namespace(48070).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `DELETE /api/v2/resource-namespace/{user_pool_id}/{id}` or `…/code/{code}`. Not
    /// idempotent: the second time there is no such namespace.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty code; code 3003 when there is no
    /// such namespace.
    pub fn delete_namespace(&self, namespace: impl Into<NamespaceKey>) -> Call<()> {
        let namespace = namespace.into();
        let call = self.call(namespace.operation(DELETE, DELETE_BY_CODE));
        namespace.check(call).command(|request| self.path_to(&namespace, request))
    }

    fn path_to(&self, namespace: &NamespaceKey, request: RestRequest) -> RestRequest {
        let request = request.path("user_pool_id", self.client.user_pool_id());
        match namespace {
            NamespaceKey::Id(id) => request.path("id", id.to_string()),
            NamespaceKey::Code(code) => request.path("code", code),
        }
    }
}

/// What a namespace is found by.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum NamespaceKey {
    /// Its id, a number.
    Id(i64),
    /// Its code.
    Code(String),
}

impl NamespaceKey {
    fn operation(&self, by_id: Operation, by_code: Operation) -> Operation {
        match self {
            Self::Id(_) => by_id,
            Self::Code(_) => by_code,
        }
    }

    fn check<'a>(&self, call: CallBuilder<'a>) -> CallBuilder<'a> {
        match self {
            Self::Id(_) => call,
            Self::Code(code) => call.required("namespace", code),
        }
    }
}

impl From<i64> for NamespaceKey {
    fn from(id: i64) -> Self {
        Self::Id(id)
    }
}

impl From<&str> for NamespaceKey {
    fn from(code: &str) -> Self {
        Self::Code(code.to_owned())
    }
}

impl From<String> for NamespaceKey {
    fn from(code: String) -> Self {
        Self::Code(code)
    }
}

impl From<&Namespace> for NamespaceKey {
    fn from(namespace: &Namespace) -> Self {
        Self::Id(namespace.id)
    }
}

/// A permission namespace.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Namespace {
    /// The id.
    pub id: i64,
    /// The code, by which calls name it.
    pub code: String,
    /// The name.
    #[serde(default)]
    pub name: Option<String>,
    /// What it is for.
    #[serde(default)]
    pub description: Option<String>,
    /// The server's state of it; 1 where nothing is wrong.
    #[serde(default)]
    pub status: Option<i64>,
    /// The application it belongs to.
    #[serde(default)]
    pub app_id: Option<String>,
    /// That application's name.
    #[serde(default)]
    pub app_name: Option<String>,
}

authing_types::redacted_debug!(Namespace { id, code, status, app_id });

/// The server counts namespaces as `total` where other lists say `totalCount`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct NamespacesPage {
    #[serde(default)]
    total: Option<i64>,
    #[serde(default)]
    total_count: Option<i64>,
    #[serde(deserialize_with = "lenient::list")]
    list: Vec<Namespace>,
}

impl From<NamespacesPage> for Page<Namespace> {
    fn from(page: NamespacesPage) -> Self {
        let total = page.total.or(page.total_count).unwrap_or_default();
        Self::new(total, page.list)
    }
}
