//! Finding policies and what they are assigned to.

use authing_core::{Call, Operation, PageRequest, PagedCall};
use authing_types::{Policy, PolicyAssignment};

use super::PoliciesApi;
use crate::{
    assignments::AssignmentFilter,
    generated::operations::{self, policies, policy},
};

const LIST: Operation = Operation::graphql("policies.list").management().idempotent().strict();
const GET: Operation = Operation::graphql("policies.get").management().idempotent().strict();
const GET_OPT: Operation =
    Operation::graphql("policies.get_opt").management().idempotent().strict();
const LIST_ASSIGNMENTS: Operation =
    Operation::graphql("policies.list_assignments").management().idempotent().strict();

impl PoliciesApi<'_> {
    /// Lists the policies of the namespace.
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
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for page or limit 0; otherwise those of every
    /// call.
    pub fn list(&self, request: ListPolicies) -> PagedCall<Policy> {
        self.pages(LIST, request.page, move |call, namespace, page, limit| {
            let variables = policies::Variables {
                namespace,
                exclude_default: request.exclude_default,
                page: Some(page),
                limit: Some(limit),
            };
            call.graphql::<operations::Policies>(variables).map(|data| data.policies)
        })
    }

    /// Gets a policy of the namespace by its code.
    ///
    /// ```no_run
    /// use authing_management::types::Statement;
    ///
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let policy = management.policies().in_namespace("shop").get("readers").await?;
    /// for statement in policy.statements.into_iter().map(Statement::from) {
    ///     println!("{} {}", statement.effect(), statement.resource());
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `policy`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`is_not_found`](crate::Error::is_not_found) when there is no such policy;
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for a blank code.
    pub fn get(&self, code: impl Into<String>) -> Call<Policy> {
        self.lookup(GET, code.into()).or_not_found("policy")
    }

    /// Gets a policy of the namespace by its code; `None` when there is no such policy.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// if let Some(policy) = management.policies().get_opt("readers").await? {
    ///     println!("{} statements", policy.statements.len());
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `policy`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for a blank code; otherwise those of every
    /// call.
    pub fn get_opt(&self, code: impl Into<String>) -> Call<Option<Policy>> {
        self.lookup(GET_OPT, code.into())
    }

    fn lookup(&self, operation: Operation, code: String) -> Call<Option<Policy>> {
        let call = self.call(operation).required("code", &code);
        let variables = policy::Variables { code, namespace: self.namespace.clone() };
        call.graphql::<operations::Policy>(variables).map(|data| data.policy)
    }

    /// Lists who a policy of the namespace is assigned to.
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
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for page or limit 0 or a blank code; otherwise
    /// those of every call.
    pub fn list_assignments(
        &self,
        request: impl Into<ListPolicyAssignments>,
    ) -> PagedCall<PolicyAssignment> {
        let ListPolicyAssignments { code, page } = request.into();
        self.pages(LIST_ASSIGNMENTS, page, move |call, namespace, page, limit| {
            let filter = AssignmentFilter { policy: Some(code.clone()), target: None, namespace };
            filter.fetch(call.required("code", &code), page, limit)
        })
    }
}

/// Which policies [`PoliciesApi::list`] lists.
#[derive(Clone, Default)]
pub struct ListPolicies {
    page: PageRequest,
    exclude_default: Option<bool>,
}

authing_types::redacted_debug!(ListPolicies { page, exclude_default });

impl ListPolicies {
    /// The first ten.
    pub fn new() -> Self {
        Self::default()
    }

    page_setters!();

    /// Leaves out the policies that are built in.
    #[must_use]
    pub fn exclude_default(mut self) -> Self {
        self.exclude_default = Some(true);
        self
    }
}

/// Which assignments [`PoliciesApi::list_assignments`] lists; a policy's code is enough.
#[derive(Clone)]
pub struct ListPolicyAssignments {
    code: String,
    page: PageRequest,
}

authing_types::redacted_debug!(ListPolicyAssignments { code, page });

impl ListPolicyAssignments {
    /// The first ten of the policy of this code.
    pub fn new(code: impl Into<String>) -> Self {
        Self { code: code.into(), page: PageRequest::default() }
    }

    page_setters!();
}

impl<T: Into<String>> From<T> for ListPolicyAssignments {
    fn from(code: T) -> Self {
        Self::new(code)
    }
}
