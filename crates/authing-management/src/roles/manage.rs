//! Creating, changing and deleting roles.

use authing_core::{Call, Operation};
use authing_types::{CommonMessage, Role};

use super::Roles;
use crate::{
    arguments::{code_in_namespace, collect, none_empty, not_empty_if_given},
    generated::operations::{self, create_role, delete_role, delete_roles, update_role},
};

const CREATE: Operation = Operation::graphql("roles.create").management();
const UPDATE: Operation = Operation::graphql("roles.update").management();
const DELETE: Operation = Operation::graphql("roles.delete").management();
const DELETE_MANY: Operation = Operation::graphql("roles.delete_many").management();

impl Roles<'_> {
    /// Creates a role. A code is enough.
    ///
    /// ```no_run
    /// use authing_management::{CreateRole, ManagementClient};
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let request = CreateRole::new("editor").description("may write").namespace("shop");
    /// let role = management.roles().create(request).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `createRole`. Not idempotent: the second time the code is taken.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty code, namespace or parent; an
    /// error of the server's when the code is taken, or namespace or parent do not exist.
    pub fn create(&self, request: impl Into<CreateRole>) -> Call<Role> {
        let request = request.into();
        let checked = code_in_namespace(&request.code, request.namespace.as_deref())
            .and_then(|()| not_empty_if_given("parent", request.parent.as_deref()));
        let variables = create_role::Variables {
            namespace: request.namespace,
            code: request.code,
            description: request.description,
            parent: request.parent,
        };
        self.client
            .api()
            .graphql::<operations::CreateRole>(CREATE, variables)
            .map(|data| data.create_role)
            .check(checked)
    }

    /// Changes a role. What is not set stays as it is.
    ///
    /// ```no_run
    /// use authing_management::{ManagementClient, UpdateRole};
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let changes = UpdateRole::new().description("may write and publish");
    /// let role = management.roles().update("editor", changes).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `updateRole`. Idempotent unless it changes the code.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty code or namespace; an error of
    /// the server's when there is no such role or the new code is taken.
    pub fn update(&self, code: impl Into<String>, changes: UpdateRole) -> Call<Role> {
        let code = code.into();
        let checked = code_in_namespace(&code, changes.namespace.as_deref())
            .and_then(|()| not_empty_if_given("new_code", changes.new_code.as_deref()));
        let operation = if changes.new_code.is_some() { UPDATE } else { UPDATE.idempotent() };
        let variables = update_role::Variables {
            code,
            description: changes.description,
            new_code: changes.new_code,
            namespace: changes.namespace,
        };
        self.client
            .api()
            .graphql::<operations::UpdateRole>(operation, variables)
            .map(|data| data.update_role)
            .check(checked)
    }

    /// Deletes a role of a namespace; `None` names the default one.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// management.roles().delete("editor", Some("shop")).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `deleteRole`. Not idempotent: the second time there is no such role.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty code or namespace; an error of
    /// the server's when there is no such role, or it is one of the system's.
    pub fn delete(&self, code: impl Into<String>, namespace: Option<&str>) -> Call<CommonMessage> {
        let code = code.into();
        let checked = code_in_namespace(&code, namespace);
        let variables = delete_role::Variables { code, namespace: namespace.map(str::to_owned) };
        self.client
            .api()
            .graphql::<operations::DeleteRole>(DELETE, variables)
            .map(|data| data.delete_role)
            .check(checked)
    }

    /// Deletes several roles of a namespace; `None` names the default one.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// management.roles().delete_many(["editor", "author"], None).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `deleteRoles`. Not idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for no code or an empty one; an error of the
    /// server's when one of the roles does not exist or is one of the system's.
    pub fn delete_many(
        &self,
        codes: impl IntoIterator<Item = impl Into<String>>,
        namespace: Option<&str>,
    ) -> Call<CommonMessage> {
        let code_list = collect(codes);
        let checked = none_empty("codes", &code_list)
            .and_then(|()| not_empty_if_given("namespace", namespace));
        let variables =
            delete_roles::Variables { code_list, namespace: namespace.map(str::to_owned) };
        self.client
            .api()
            .graphql::<operations::DeleteRoles>(DELETE_MANY, variables)
            .map(|data| data.delete_roles)
            .check(checked)
    }
}

/// What [`Roles::create`] creates.
#[derive(Clone, Debug)]
pub struct CreateRole {
    code: String,
    description: Option<String>,
    namespace: Option<String>,
    parent: Option<String>,
}

impl CreateRole {
    /// A role of this code, which no other role of its namespace has.
    pub fn new(code: impl Into<String>) -> Self {
        Self { code: code.into(), description: None, namespace: None, parent: None }
    }

    /// What the role is for.
    #[must_use]
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.description = Some(description.into());
        self
    }

    /// The permission namespace, by code. Default: `default`.
    #[must_use]
    pub fn namespace(mut self, namespace: impl Into<String>) -> Self {
        self.namespace = Some(namespace.into());
        self
    }

    /// The role of the same namespace that it inherits from, by code.
    #[must_use]
    pub fn parent(mut self, code: impl Into<String>) -> Self {
        self.parent = Some(code.into());
        self
    }
}

impl<T: Into<String>> From<T> for CreateRole {
    fn from(code: T) -> Self {
        Self::new(code)
    }
}

/// What [`Roles::update`] changes.
#[derive(Clone, Debug, Default)]
pub struct UpdateRole {
    description: Option<String>,
    new_code: Option<String>,
    namespace: Option<String>,
}

impl UpdateRole {
    /// Nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// What the role is for.
    #[must_use]
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.description = Some(description.into());
        self
    }

    /// Another code.
    #[must_use]
    pub fn new_code(mut self, code: impl Into<String>) -> Self {
        self.new_code = Some(code.into());
        self
    }

    /// The namespace the role is in, by code. Default: `default`.
    #[must_use]
    pub fn namespace(mut self, namespace: impl Into<String>) -> Self {
        self.namespace = Some(namespace.into());
        self
    }
}
