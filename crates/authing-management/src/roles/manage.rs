//! Creating, changing and deleting roles.

use authing_core::{Call, Operation};
use authing_types::Role;

use super::RolesApi;
use crate::{
    arguments::{collect, idempotent_unless_renamed},
    generated::{
        documents,
        operations::{self, create_role, delete_role, delete_roles, update_role},
    },
};

const CREATE: Operation = Operation::graphql("roles.create").management();
const UPDATE: Operation = Operation::graphql("roles.update").management();
const DELETE: Operation = Operation::graphql("roles.delete").management();
const DELETE_MANY: Operation = Operation::graphql("roles.delete_many").management();

impl RolesApi<'_> {
    /// Creates a role in the namespace. A code is enough.
    ///
    /// ```no_run
    /// use authing_management::{CreateRole, ManagementClient};
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let request = CreateRole::new("editor").description("may write");
    /// let role = management.roles().in_namespace("shop").create(request).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `createRole`. Not idempotent: the second time the code is taken.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for a blank code or parent; an error of
    /// the server's when the code is taken, or namespace or parent do not exist.
    pub fn create(&self, request: impl Into<CreateRole>) -> Call<Role> {
        let request = request.into();
        let call = self
            .call(CREATE)
            .required("code", &request.code)
            .required_if_given("parent", request.parent.as_deref());
        let variables = create_role::Variables {
            namespace: self.namespace.clone(),
            code: request.code,
            description: request.description,
            parent: request.parent,
        };
        call.asking(&documents::CREATE_ROLE, &self.asked)
            .graphql::<operations::CreateRole>(variables)
            .map(|data| data.create_role)
    }

    /// Changes a role of the namespace. What is not set stays as it is.
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
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for a blank code; an error of
    /// the server's when there is no such role or the new code is taken.
    pub fn update(&self, code: impl Into<String>, changes: UpdateRole) -> Call<Role> {
        let code = code.into();
        let new_code = changes.new_code.as_deref();
        let call = self
            .call(idempotent_unless_renamed(UPDATE, new_code))
            .required("code", &code)
            .required_if_given("new_code", new_code);
        let variables = update_role::Variables {
            code,
            description: changes.description,
            new_code: changes.new_code,
            namespace: self.namespace.clone(),
        };
        call.asking(&documents::UPDATE_ROLE, &self.asked)
            .graphql::<operations::UpdateRole>(variables)
            .map(|data| data.update_role)
    }

    /// Deletes a role of the namespace.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// management.roles().in_namespace("shop").delete("editor").await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `deleteRole`. Not idempotent: the second time there is no such role.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for a blank code; an error of
    /// the server's when there is no such role, or it is built in.
    pub fn delete(&self, code: impl Into<String>) -> Call<()> {
        let code = code.into();
        let call = self.call(DELETE).required("code", &code);
        let variables = delete_role::Variables { code, namespace: self.namespace.clone() };
        call.graphql::<operations::DeleteRole>(variables).map(|data| data.delete_role).confirmed()
    }

    /// Deletes several roles of the namespace.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// management.roles().delete_many(["editor", "author"]).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `deleteRoles`. Not idempotent: the second time there are no such roles.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for no code or a blank one; an error of the
    /// server's when one of the roles does not exist or is built in.
    pub fn delete_many(&self, codes: impl IntoIterator<Item = impl Into<String>>) -> Call<()> {
        let code_list = collect(codes);
        let call = self.call(DELETE_MANY).required_all("codes", &code_list);
        let variables = delete_roles::Variables { code_list, namespace: self.namespace.clone() };
        call.graphql::<operations::DeleteRoles>(variables).map(|data| data.delete_roles).confirmed()
    }
}

/// What [`RolesApi::create`] creates.
#[derive(Clone)]
pub struct CreateRole {
    code: String,
    description: Option<String>,
    parent: Option<String>,
}

authing_types::redacted_debug!(CreateRole { code, parent });

impl CreateRole {
    /// A role of this code, which no other role of its namespace has.
    pub fn new(code: impl Into<String>) -> Self {
        Self { code: code.into(), description: None, parent: None }
    }

    /// What the role is for.
    #[must_use]
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.description = Some(description.into());
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

/// What [`RolesApi::update`] changes.
#[derive(Clone, Default)]
pub struct UpdateRole {
    description: Option<String>,
    new_code: Option<String>,
}

authing_types::redacted_debug!(UpdateRole { new_code });

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
}
