//! Finding policies and what they are assigned to.

use authing_core::{Call, Operation, PageRequest, PagedCall};
use authing_types::{Policy, PolicyAssignment};

use super::Policies;
use crate::{
    arguments::{code_in_namespace, not_empty_if_given},
    assignments::AssignmentFilter,
    generated::operations::{self, policies, policy},
};

const LIST: Operation = Operation::graphql("policies.list").management().idempotent();
const GET: Operation = Operation::graphql("policies.get").management().idempotent();
const LIST_ASSIGNMENTS: Operation =
    Operation::graphql("policies.list_assignments").management().idempotent();

impl Policies<'_> {
    /// Lists the policies of a namespace.
    ///
    /// ```no_run
    /// use authing_management::{ListPolicies, ManagementClient};
    /// use futures_util::TryStreamExt;
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let request = ListPolicies::new().exclude_default().limit(100);
    /// let mut policies = management.policies().list(request).items();
    /// while let Some(policy) = policies.try_next().await? {
    ///     println!("{}: {} statements", policy.code, policy.statements.len());
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `policies`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for page or limit 0 or an empty namespace;
    /// else those of every call.
    pub fn list(&self, request: ListPolicies) -> PagedCall<Policy> {
        self.client.api().pages(request.page, move |api, page, limit| {
            let variables = policies::Variables {
                namespace: request.namespace.clone(),
                exclude_default: request.exclude_default,
                page: Some(page),
                limit: Some(limit),
            };
            api.graphql::<operations::Policies>(LIST, variables)
                .map(|data| data.policies)
                .check(not_empty_if_given("namespace", request.namespace.as_deref()))
        })
    }

    /// Gets a policy of a namespace by its code; `None` names the default namespace. Answers
    /// `None` when there is no such policy.
    ///
    /// ```no_run
    /// use authing_management::types::Statement;
    ///
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// if let Some(policy) = management.policies().get("readers", None).await? {
    ///     for statement in policy.statements.into_iter().map(Statement::from) {
    ///         println!("{} {}", statement.effect(), statement.resource());
    ///     }
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `policy`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty code or namespace; else those of
    /// every call.
    pub fn get(&self, code: impl Into<String>, namespace: Option<&str>) -> Call<Option<Policy>> {
        let code = code.into();
        let checked = code_in_namespace(&code, namespace);
        let variables = policy::Variables { code, namespace: namespace.map(str::to_owned) };
        self.client
            .api()
            .graphql::<operations::Policy>(GET, variables)
            .map(|data| data.policy)
            .check(checked)
    }

    /// Lists whom a policy is assigned to.
    ///
    /// ```no_run
    /// use authing_management::ManagementClient;
    /// use futures_util::TryStreamExt;
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let mut assignments = management.policies().list_assignments("readers").items();
    /// while let Some(assignment) = assignments.try_next().await? {
    ///     println!("{} {}", assignment.target_type, assignment.target_identifier);
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `policyAssignments`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for page or limit 0 or an empty code or
    /// namespace; else those of every call.
    pub fn list_assignments(
        &self,
        request: impl Into<ListPolicyAssignments>,
    ) -> PagedCall<PolicyAssignment> {
        let ListPolicyAssignments { code, namespace, page } = request.into();
        let filter = AssignmentFilter {
            policy: Some(code.clone()),
            target: None,
            namespace: namespace.clone(),
        };
        let check = move || code_in_namespace(&code, namespace.as_deref());
        filter.list(self.client.api(), LIST_ASSIGNMENTS, page, check)
    }
}

/// Which policies [`Policies::list`] lists.
#[derive(Clone, Debug, Default)]
pub struct ListPolicies {
    page: PageRequest,
    namespace: Option<String>,
    exclude_default: Option<bool>,
}

impl ListPolicies {
    /// The first ten of the default namespace.
    pub fn new() -> Self {
        Self::default()
    }

    page_setters!();

    /// The permission namespace, by code. Default: `default`.
    #[must_use]
    pub fn namespace(mut self, namespace: impl Into<String>) -> Self {
        self.namespace = Some(namespace.into());
        self
    }

    /// Leaves out the policies that are built in.
    #[must_use]
    pub fn exclude_default(mut self) -> Self {
        self.exclude_default = Some(true);
        self
    }
}

/// Which assignments [`Policies::list_assignments`] lists; a policy's code is enough.
#[derive(Clone, Debug)]
pub struct ListPolicyAssignments {
    code: String,
    namespace: Option<String>,
    page: PageRequest,
}

impl ListPolicyAssignments {
    /// The first ten of the policy of this code.
    pub fn new(code: impl Into<String>) -> Self {
        Self { code: code.into(), namespace: None, page: PageRequest::default() }
    }

    page_setters!();

    /// The namespace the policy is in, by code. Default: `default`.
    #[must_use]
    pub fn namespace(mut self, namespace: impl Into<String>) -> Self {
        self.namespace = Some(namespace.into());
        self
    }
}

impl<T: Into<String>> From<T> for ListPolicyAssignments {
    fn from(code: T) -> Self {
        Self::new(code)
    }
}
