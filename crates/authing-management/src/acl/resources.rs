//! Resources: what rights are given on, with the actions there are.

use authing_core::{Call, Error, Operation, PagedCall, client::CallBuilder};
use serde_json::json;

use super::{AclApi, CreateResource, ListResources, ResourceDefinition, UpdateResource};
use crate::arguments::not_empty;

const LIST: Operation =
    Operation::get("acl.list_resources", "/api/v2/resources").management().idempotent();
const GET_BY_ID: Operation =
    Operation::get("acl.get_resource_by_id", "/api/v2/resources/detail").management().idempotent();
const GET: Operation =
    Operation::get("acl.get_resource", "/api/v2/resources/detail").management().idempotent();
const CREATE: Operation = Operation::post("acl.create_resource", "/api/v2/resources").management();
const CREATE_MANY: Operation =
    Operation::post("acl.create_resource_many", "/api/v2/resources/bulk").management();
const UPDATE: Operation =
    Operation::post("acl.update_resource", "/api/v2/resources/{code}").management().idempotent();
const DELETE: Operation =
    Operation::delete("acl.delete_resource", "/api/v2/resources/{code}").management();

impl AclApi<'_> {
    /// Lists the resources.
    ///
    /// ```no_run
    /// use authing_management::{ManagementClient, acl::ListResources, types::ResourceType};
    /// use futures_util::TryStreamExt;
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// // The namespace of an application has the application's id as its code.
    /// let acl = management.acl().in_namespace("5f7a993eb9b49dcd5c021e40");
    /// let apis = ListResources::new().resource_type(ResourceType::Api).limit(50);
    /// let mut resources = acl.list_resources(apis).items();
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
        self.pages(LIST, request.page, move |call, namespace, page, limit| {
            request.check(call).rest(|rest| {
                rest.query_opt("namespace", namespace)
                    .query_opt("type", request.resource_type.as_ref())
                    .query("page", page)
                    .query("limit", limit)
            })
        })
    }

    /// Gets a resource of any namespace by its id.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let resource = management.acl().get_resource_by_id("60b9d7a3c7c4c5e1a2f3b4c5").await?;
    /// println!("{:?}: {}", resource.namespace, resource.code);
    /// # Ok(()) }
    /// ```
    ///
    /// `GET /api/v2/resources/detail`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`is_not_found`](crate::Error::is_not_found) when there is no such resource;
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty id.
    pub fn get_resource_by_id(&self, id: impl Into<String>) -> Call<ResourceDefinition> {
        self.resource_by_id(id.into()).or_not_found("resource")
    }

    /// As [`get_resource_by_id`](Self::get_resource_by_id); `None` when there is no such resource.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let resource = management.acl().get_resource_by_id_opt("60b9d7a3c7c4c5e1a2f3b4c5").await?;
    /// println!("{}", resource.is_some());
    /// # Ok(()) }
    /// ```
    ///
    /// `GET /api/v2/resources/detail`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty id; else those of every call.
    pub fn get_resource_by_id_opt(
        &self,
        id: impl Into<String>,
    ) -> Call<Option<ResourceDefinition>> {
        self.resource_by_id(id.into())
    }

    /// Gets a resource by its code.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let books = management.acl().in_namespace("shop").get_resource("books").await?;
    /// println!("{:?}", books.description);
    /// # Ok(()) }
    /// ```
    ///
    /// `GET /api/v2/resources/detail`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`is_not_found`](crate::Error::is_not_found) when there is no such resource;
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty code or namespace.
    pub fn get_resource(&self, code: impl Into<String>) -> Call<ResourceDefinition> {
        self.resource_by_code(code.into()).or_not_found("resource")
    }

    /// As [`get_resource`](Self::get_resource); `None` when there is no such resource.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// if let Some(books) = management.acl().get_resource_opt("books").await? {
    ///     println!("{:?}", books.description);
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// `GET /api/v2/resources/detail`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty code; else those of every call.
    pub fn get_resource_opt(&self, code: impl Into<String>) -> Call<Option<ResourceDefinition>> {
        self.resource_by_code(code.into())
    }

    /// Makes a resource: what rights can be given on, and the actions there are.
    ///
    /// ```no_run
    /// use authing_management::{ManagementClient, acl::CreateResource, types::ResourceType};
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let books = CreateResource::new("books", ResourceType::Data)
    ///     .action("read", "Read books")
    ///     .action("edit", "Change books");
    /// let books = management.acl().create_resource(books).await?;
    /// assert_eq!(books.actions[0].name, "books:read");
    /// # Ok(()) }
    /// ```
    ///
    /// `POST /api/v2/resources`. Not idempotent: the second time the code is taken.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty namespace or code, an action
    /// without a name, or a type the server does not have; an error of the server's when the code
    /// is taken or there is no such namespace.
    pub fn create_resource(&self, resource: CreateResource) -> Call<ResourceDefinition> {
        resource
            .check(self.call(CREATE))
            .rest(|request| request.json(&self.with_namespace(&resource)))
    }

    /// Makes several resources.
    ///
    /// ```no_run
    /// use authing_management::{ManagementClient, acl::CreateResource, types::ResourceType};
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let menus = ["orders", "customers"]
    ///     .map(|code| CreateResource::new(code, ResourceType::Menu));
    /// management.acl().create_resource_many(menus).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `POST /api/v2/resources/bulk`. Not idempotent: the second time the codes are taken.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for no resource, or one that
    /// [`create_resource`](Self::create_resource) refuses; an error of the server's when it does
    /// not make them. The server does not tell which it made by then, if any:
    /// [`list_resources`](Self::list_resources) does.
    pub fn create_resource_many(
        &self,
        resources: impl IntoIterator<Item = CreateResource>,
    ) -> Call<()> {
        let resources: Vec<CreateResource> = resources.into_iter().collect();
        let bulk: Vec<_> = resources.iter().map(|resource| self.with_namespace(resource)).collect();
        check_all(&resources, self.call(CREATE_MANY))
            .command(|request| request.json(&json!({ "bulk": bulk })))
    }

    /// Changes a resource, found by its code. What is not named stays.
    ///
    /// ```no_run
    /// use authing_management::{ManagementClient, acl::{ResourceAction, UpdateResource}};
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let changes = UpdateResource::new()
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
    pub fn update_resource(
        &self,
        code: impl Into<String>,
        changes: UpdateResource,
    ) -> Call<ResourceDefinition> {
        let code = code.into();
        let call = self.about_resource(UPDATE, &code).check(not_an_endpoint(&code));
        changes
            .check(call)
            .rest(|request| request.path("code", &code).json(&self.with_namespace(&changes)))
    }

    /// Deletes a resource.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// management.acl().delete_resource("books").await?;
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
    pub fn delete_resource(&self, code: impl Into<String>) -> Call<()> {
        let code = code.into();
        self.about_resource(DELETE, &code)
            .command(|request| request.path("code", &code).query("namespace", self.namespace()))
    }

    fn resource_by_id(&self, id: String) -> Call<Option<ResourceDefinition>> {
        let call = self.call(GET_BY_ID).required("id", &id);
        call.rest(|request| request.query("id", &id))
    }

    fn resource_by_code(&self, code: String) -> Call<Option<ResourceDefinition>> {
        self.about_resource(GET, &code)
            .rest(|request| request.query("namespace", self.namespace()).query("code", &code))
    }

    /// Begins a call about the resource of this code in the namespace.
    fn about_resource(&self, operation: Operation, code: &str) -> CallBuilder<'_> {
        self.call(operation).required("code", code)
    }
}

/// In this place of the path `bulk` is another endpoint.
fn not_an_endpoint(code: &str) -> Result<(), Error> {
    if code == "bulk" {
        return Err(Error::input("code", "is `bulk`, which is another endpoint of the server"));
    }
    Ok(())
}

fn check_all<'a>(resources: &[CreateResource], call: CallBuilder<'a>) -> CallBuilder<'a> {
    let call = call.check(not_empty("resources", resources));
    resources.iter().fold(call, |call, resource| resource.check(call))
}
