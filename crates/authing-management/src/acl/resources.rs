//! Resources: what rights are given on, with the actions there are.

use authing_core::{Call, Error, Operation, PagedCall, RestRequest};
use authing_types::{CommonMessage, ResourceType};
use authing_types::{Timestamp, nulls};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{Acl, CreateResource, ListResources, UpdateResource};
use crate::{arguments::not_empty, command::command};

const LIST: Operation =
    Operation::get("acl.list_resources", "/api/v2/resources").management().idempotent();
const GET_BY_ID: Operation =
    Operation::get("acl.get_resource_by_id", "/api/v2/resources/detail").management().idempotent();
const GET_BY_CODE: Operation =
    Operation::get("acl.get_resource_by_code", "/api/v2/resources/detail")
        .management()
        .idempotent();
const CREATE: Operation = Operation::post("acl.create_resource", "/api/v2/resources").management();
const CREATE_BATCH: Operation =
    Operation::post("acl.create_resources_batch", "/api/v2/resources/bulk")
        .management()
        .whole_envelope();
const UPDATE: Operation =
    Operation::post("acl.update_resource", "/api/v2/resources/{code}").management().idempotent();
const DELETE: Operation = Operation::delete("acl.delete_resource", "/api/v2/resources/{code}")
    .management()
    .whole_envelope();

impl Acl<'_> {
    /// Lists the resources of a namespace.
    ///
    /// ```no_run
    /// use authing_management::{ManagementClient, acl::ListResources, types::ResourceType};
    /// use futures_util::TryStreamExt;
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// // The namespace of an application has the application's id as its code.
    /// let of_app = ListResources::new().namespace("5f7a993eb9b49dcd5c021e40").limit(50);
    /// let of_app = of_app.resource_type(ResourceType::Api);
    /// let mut resources = management.acl().list_resources(of_app).items();
    /// while let Some(resource) = resources.try_next().await? {
    ///     println!("{}: {} actions", resource.code, resource.actions.len());
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// `GET /api/v2/resources`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for page or limit 0, an empty namespace or a
    /// type the server does not have; an error of the server's when there is no such namespace.
    pub fn list_resources(&self, request: ListResources) -> PagedCall<ResourceDefinition> {
        self.client.api().pages(request.page, move |api, page, limit| {
            let rest = RestRequest::new(LIST)
                .query_opt("namespace", request.namespace.as_ref())
                .query_opt("type", request.resource_type.as_ref())
                .query("page", page)
                .query("limit", limit)
                .check(request.check());
            api.rest(rest)
        })
    }

    /// Gets a resource by its id; `None` when there is none.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let resource = management.acl().get_resource_by_id("60b9d7a3c7c4c5e1a2f3b4c5").await?;
    /// println!("{}", resource.is_some());
    /// # Ok(()) }
    /// ```
    ///
    /// `GET /api/v2/resources/detail`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty id; else those of every call.
    pub fn get_resource_by_id(&self, id: &str) -> Call<Option<ResourceDefinition>> {
        let request = RestRequest::new(GET_BY_ID).query("id", id).check(not_empty("id", id));
        self.client.api().rest(request)
    }

    /// Gets a resource of a namespace by its code; `None` when there is none.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// if let Some(books) = management.acl().get_resource_by_code("default", "books").await? {
    ///     println!("{:?}", books.description);
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// `GET /api/v2/resources/detail`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty namespace or code; else those of
    /// every call.
    pub fn get_resource_by_code(
        &self,
        namespace: &str,
        code: &str,
    ) -> Call<Option<ResourceDefinition>> {
        let request = RestRequest::new(GET_BY_CODE)
            .query("namespace", namespace)
            .query("code", code)
            .check(named(namespace, code));
        self.client.api().rest(request)
    }

    /// Makes a resource: what rights can be given on, and the actions there are.
    ///
    /// ```no_run
    /// use authing_management::{ManagementClient, acl::CreateResource, types::ResourceType};
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let books = CreateResource::new("default", "books", ResourceType::Data)
    ///     .action("read", "Read books")
    ///     .action("edit", "Change books");
    /// let books = management.acl().create_resource(books).await?;
    /// assert_eq!(books.actions[0].name, "books:read");
    /// # Ok(()) }
    /// ```
    ///
    /// `POST /api/v2/resources`. Not idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty namespace or code, an action
    /// without a name, or a type the server does not have; an error of the server's when the code
    /// is taken or there is no such namespace.
    pub fn create_resource(&self, resource: CreateResource) -> Call<ResourceDefinition> {
        let request = RestRequest::new(CREATE).json(&resource).check(resource.check());
        self.client.api().rest(request)
    }

    /// Makes several resources.
    ///
    /// ```no_run
    /// use authing_management::{ManagementClient, acl::CreateResource, types::ResourceType};
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let menus = ["orders", "customers"]
    ///     .map(|code| CreateResource::new("default", code, ResourceType::Menu));
    /// management.acl().create_resources_batch(menus).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `POST /api/v2/resources/bulk`. Not idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for no resource, or one that
    /// [`create_resource`](Self::create_resource) refuses; an error of the server's when it does
    /// not make them. The server does not tell which it made by then, if any:
    /// [`list_resources`](Self::list_resources) does.
    pub fn create_resources_batch(
        &self,
        resources: impl IntoIterator<Item = CreateResource>,
    ) -> Call<CommonMessage> {
        let resources: Vec<CreateResource> = resources.into_iter().collect();
        let checked = if resources.is_empty() {
            Err(Error::input("resources", "is empty"))
        } else {
            resources.iter().try_for_each(CreateResource::check)
        };
        let body = json!({ "bulk": resources });
        let request = RestRequest::new(CREATE_BATCH).json(&body).check(checked);
        command(self.client.api(), request)
    }

    /// Changes a resource, found by its code. What is not named stays.
    ///
    /// ```no_run
    /// use authing_management::{ManagementClient, acl::{ResourceAction, UpdateResource}};
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let changes = UpdateResource::new("default")
    ///     .actions([ResourceAction::new("books:read", "Read books")]);
    /// management.acl().update_resource("books", changes).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `POST /api/v2/resources/{code}`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for no change, an empty code or namespace, an
    /// action without a name, or a type the server does not have; an error of the server's when
    /// there is no such resource.
    pub fn update_resource(&self, code: &str, changes: UpdateResource) -> Call<ResourceDefinition> {
        let request = RestRequest::new(UPDATE)
            .path("code", code)
            .json(&changes)
            .check(not_empty("code", code))
            .check(no_endpoint(code))
            .check(changes.check());
        self.client.api().rest(request)
    }

    /// Deletes a resource of a namespace.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// management.acl().delete_resource("default", "books").await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `DELETE /api/v2/resources/{code}`. Not idempotent: the second time there is no such
    /// resource.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty namespace or code; an error of
    /// the server's when there is no such resource.
    pub fn delete_resource(&self, namespace: &str, code: &str) -> Call<CommonMessage> {
        let request = RestRequest::new(DELETE)
            .path("code", code)
            .query("namespace", namespace)
            .check(named(namespace, code));
        command(self.client.api(), request)
    }
}

/// A resource of a namespace. (A [`types::Resource`](crate::types::Resource) is what a permission
/// is about: this resource, `books`, or one thing of it, `books:1`.)
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ResourceDefinition {
    /// The code, the kind that permissions name.
    pub code: String,
    /// The id.
    #[serde(default)]
    pub id: Option<String>,
    /// What kind of thing it is.
    #[serde(default)]
    pub r#type: Option<ResourceType>,
    /// What it is.
    #[serde(default)]
    pub description: Option<String>,
    /// What can be done with it.
    #[serde(default, deserialize_with = "nulls::list")]
    pub actions: Vec<ResourceAction>,
    /// The address of the API that it stands for.
    #[serde(default)]
    pub api_identifier: Option<String>,
    /// The namespace's code.
    #[serde(default)]
    pub namespace: Option<String>,
    /// The namespace's id.
    #[serde(default)]
    pub namespace_id: Option<i64>,
    /// The user pool's id.
    #[serde(default)]
    pub user_pool_id: Option<String>,
    /// When it was made.
    #[serde(default)]
    pub created_at: Option<Timestamp>,
    /// When it was last changed.
    #[serde(default)]
    pub updated_at: Option<Timestamp>,
}

/// Something that can be done with a resource.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ResourceAction {
    /// The name: `books:read`, or `read` in what is sent.
    pub name: String,
    /// What it is.
    #[serde(default)]
    pub description: Option<String>,
}

impl ResourceAction {
    /// An action of this name, and what it is.
    pub fn new(name: impl Into<String>, description: impl Into<String>) -> Self {
        Self { name: name.into(), description: Some(description.into()) }
    }
}

fn named(namespace: &str, code: &str) -> Result<(), Error> {
    not_empty("namespace", namespace)?;
    not_empty("code", code)
}

/// In this place of the path `bulk` is another endpoint.
fn no_endpoint(code: &str) -> Result<(), Error> {
    if code == "bulk" {
        return Err(Error::input("code", "is `bulk`, which is another endpoint of the server"));
    }
    Ok(())
}
