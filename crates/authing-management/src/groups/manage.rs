//! Creating, changing and deleting groups.

use authing_core::{Call, Operation, client::CallBuilder};
use authing_types::Group;

use super::GroupsApi;
use crate::{
    arguments::{collect, idempotent_unless_renamed},
    generated::operations::{self, create_group, delete_groups, update_group},
};

const CREATE: Operation = Operation::graphql("groups.create").management();
const UPDATE: Operation = Operation::graphql("groups.update").management();
const DELETE: Operation = Operation::graphql("groups.delete").management();
const DELETE_MANY: Operation = Operation::graphql("groups.delete_many").management();

impl GroupsApi<'_> {
    /// Creates a group.
    ///
    /// ```no_run
    /// use authing_management::{CreateGroup, ManagementClient};
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let request = CreateGroup::new("engineers", "Engineers").description("who builds");
    /// let group = management.groups().create(request).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `createGroup`. Not idempotent: the second time the code is taken.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for a blank code or name; an error of the
    /// server's when the code is taken.
    pub fn create(&self, request: CreateGroup) -> Call<Group> {
        let call =
            self.call(CREATE).required("code", &request.code).required("name", &request.name);
        let variables = create_group::Variables {
            code: request.code,
            name: request.name,
            description: request.description,
        };
        call.graphql::<operations::CreateGroup>(variables).map(|data| data.create_group)
    }

    /// Changes a group. What is not set stays as it is.
    ///
    /// ```no_run
    /// use authing_management::{ManagementClient, UpdateGroup};
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let changes = UpdateGroup::new().name("Builders").new_code("builders");
    /// let group = management.groups().update("engineers", changes).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `updateGroup`. Idempotent unless it changes the code.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for a blank code or name; an error of the
    /// server's when there is no such group or the new code is taken.
    pub fn update(&self, code: impl Into<String>, changes: UpdateGroup) -> Call<Group> {
        let code = code.into();
        let new_code = changes.new_code.as_deref();
        let call = self
            .call(idempotent_unless_renamed(UPDATE, new_code))
            .required("code", &code)
            .required_if_given("new_code", new_code)
            .required_if_given("name", changes.name.as_deref());
        let variables = update_group::Variables {
            code,
            name: changes.name,
            description: changes.description,
            new_code: changes.new_code,
        };
        call.graphql::<operations::UpdateGroup>(variables).map(|data| data.update_group)
    }

    /// Deletes a group. Its users stay.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// management.groups().delete("engineers").await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `deleteGroups`. Not idempotent: the second time there is no such group.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for a blank code; an error of the server's
    /// when there is no such group.
    pub fn delete(&self, code: impl Into<String>) -> Call<()> {
        let code = code.into();
        delete(self.call(DELETE).required("code", &code), vec![code])
    }

    /// Deletes several groups. Their users stay.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// management.groups().delete_many(["engineers", "builders"]).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `deleteGroups`. Not idempotent: the second time there are no such groups.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for no code or a blank one; an error of the
    /// server's when one of the groups does not exist.
    pub fn delete_many(&self, codes: impl IntoIterator<Item = impl Into<String>>) -> Call<()> {
        let codes = collect(codes);
        delete(self.call(DELETE_MANY).required_all("codes", &codes), codes)
    }
}

fn delete(call: CallBuilder<'_>, code_list: Vec<String>) -> Call<()> {
    call.graphql::<operations::DeleteGroups>(delete_groups::Variables { code_list })
        .map(|data| data.delete_groups)
        .confirmed()
}

/// What [`GroupsApi::create`] creates.
#[derive(Clone)]
pub struct CreateGroup {
    code: String,
    name: String,
    description: Option<String>,
}

authing_types::redacted_debug!(CreateGroup { code });

impl CreateGroup {
    /// A group of this code, which no other group of the pool has, and this name.
    pub fn new(code: impl Into<String>, name: impl Into<String>) -> Self {
        Self { code: code.into(), name: name.into(), description: None }
    }

    /// What the group is for.
    #[must_use]
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.description = Some(description.into());
        self
    }
}

/// What [`GroupsApi::update`] changes.
#[derive(Clone, Default)]
pub struct UpdateGroup {
    name: Option<String>,
    description: Option<String>,
    new_code: Option<String>,
}

authing_types::redacted_debug!(UpdateGroup { new_code });

impl UpdateGroup {
    /// Nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Another name.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// What the group is for.
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
