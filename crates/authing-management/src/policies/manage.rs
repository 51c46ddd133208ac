//! Creating, changing and deleting policies.

use authing_core::{Call, Error, Operation};
use authing_types::{Policy, Statement};

use super::PoliciesApi;
use crate::{
    arguments::{collect, idempotent_unless_renamed},
    generated::operations::{self, create_policy, delete_policies, delete_policy, update_policy},
};

const CREATE: Operation = Operation::graphql("policies.create").management();
const UPDATE: Operation = Operation::graphql("policies.update").management();
const DELETE: Operation = Operation::graphql("policies.delete").management();
const DELETE_MANY: Operation = Operation::graphql("policies.delete_many").management();

impl PoliciesApi<'_> {
    /// Creates a policy in the namespace.
    ///
    /// ```no_run
    /// use authing_management::{CreatePolicy, ManagementClient};
    /// use authing_management::types::{Resource, Statement};
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let statements = [
    ///     Statement::allow(Resource::all_of("books")?, ["books:read"]),
    ///     Statement::deny(Resource::item("books", "draft")?, ["books:*"]),
    /// ];
    /// let request = CreatePolicy::new("readers", statements).description("who reads");
    /// let policy = management.policies().create(request).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `createPolicy`. Not idempotent: the second time the code is taken.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for a blank code, or a statement
    /// about nothing; an error of the server's when the code is taken or there is no such
    /// namespace.
    pub fn create(&self, request: CreatePolicy) -> Call<Policy> {
        let call =
            self.call(CREATE).required("code", &request.code).check(check(&request.statements));
        let variables = create_policy::Variables {
            namespace: self.namespace.clone(),
            code: request.code,
            description: request.description,
            statements: request.statements.into_iter().map(Into::into).collect(),
        };
        call.graphql::<operations::CreatePolicy>(variables).map(|data| data.create_policy)
    }

    /// Changes a policy of the namespace. What is not set stays as it is; statements are replaced
    /// all together. Built-in policies cannot be changed.
    ///
    /// ```no_run
    /// use authing_management::{ManagementClient, UpdatePolicy, types::Statement};
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let changes = UpdatePolicy::new().statements([Statement::allow("books:*", ["books:*"])]);
    /// let policy = management.policies().update("readers", changes).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `updatePolicy`. Idempotent unless it changes the code.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for a blank code, or a statement
    /// about nothing; an error of the server's when there is no such policy, it is built in, or the
    /// new code is taken.
    pub fn update(&self, code: impl Into<String>, changes: UpdatePolicy) -> Call<Policy> {
        let code = code.into();
        let new_code = changes.new_code.as_deref();
        let call = self
            .call(idempotent_unless_renamed(UPDATE, new_code))
            .required("code", &code)
            .required_if_given("new_code", new_code)
            .check(check(changes.statements.as_deref().unwrap_or_default()));
        let statements = changes.statements;
        let variables = update_policy::Variables {
            namespace: self.namespace.clone(),
            code,
            description: changes.description,
            statements: statements.map(|list| list.into_iter().map(Into::into).collect()),
            new_code: changes.new_code,
        };
        call.graphql::<operations::UpdatePolicy>(variables).map(|data| data.update_policy)
    }

    /// Deletes a policy of the namespace with its assignments.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// management.policies().delete("readers").await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `deletePolicy`. Not idempotent: the second time there is no such policy.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for a blank code; an error of
    /// the server's when there is no such policy or it is built in.
    pub fn delete(&self, code: impl Into<String>) -> Call<()> {
        let code = code.into();
        let call = self.call(DELETE).required("code", &code);
        let variables = delete_policy::Variables { code, namespace: self.namespace.clone() };
        call.graphql::<operations::DeletePolicy>(variables)
            .map(|data| data.delete_policy)
            .confirmed()
    }

    /// Deletes several policies of the namespace with their assignments.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// management.policies().delete_many(["readers", "writers"]).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `deletePolicies`. Not idempotent: the second time there are no such policies.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for no code or a blank one; an error of the
    /// server's when one of the policies does not exist or is built in.
    pub fn delete_many(&self, codes: impl IntoIterator<Item = impl Into<String>>) -> Call<()> {
        let code_list = collect(codes);
        let call = self.call(DELETE_MANY).required_all("codes", &code_list);
        let variables = delete_policies::Variables { code_list, namespace: self.namespace.clone() };
        call.graphql::<operations::DeletePolicies>(variables)
            .map(|data| data.delete_policies)
            .confirmed()
    }
}

/// What [`PoliciesApi::create`] creates.
#[derive(Clone)]
pub struct CreatePolicy {
    code: String,
    statements: Vec<Statement>,
    description: Option<String>,
}

authing_types::redacted_debug!(CreatePolicy { code });

impl CreatePolicy {
    /// A policy of this code, which no other policy of its namespace has, with these statements.
    pub fn new(code: impl Into<String>, statements: impl IntoIterator<Item = Statement>) -> Self {
        Self { code: code.into(), statements: statements.into_iter().collect(), description: None }
    }

    /// What the policy is for.
    #[must_use]
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.description = Some(description.into());
        self
    }
}

/// What [`PoliciesApi::update`] changes.
#[derive(Clone, Default)]
pub struct UpdatePolicy {
    statements: Option<Vec<Statement>>,
    description: Option<String>,
    new_code: Option<String>,
}

authing_types::redacted_debug!(UpdatePolicy { new_code });

impl UpdatePolicy {
    /// Nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The statements instead of those it has.
    #[must_use]
    pub fn statements(mut self, statements: impl IntoIterator<Item = Statement>) -> Self {
        self.statements = Some(statements.into_iter().collect());
        self
    }

    /// What the policy is for.
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

/// A statement must name a resource, and no action may be empty.
fn check(statements: &[Statement]) -> Result<(), Error> {
    let about_nothing = |statement: &Statement| {
        statement.resource().as_str().trim().is_empty()
            || statement.actions().iter().any(|action| action.as_str().trim().is_empty())
    };
    match statements.iter().position(about_nothing) {
        Some(index) => {
            let problem = format!("names no resource or an empty action at index {index}");
            Err(Error::input("statements", problem))
        }
        None => Ok(()),
    }
}
