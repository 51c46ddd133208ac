//! Assigning policies, and switching assignments on and off.

use authing_core::{Call, Operation, client::CallBuilder};

use super::PoliciesApi;
use crate::{
    arguments::collect,
    assignments::AssignedPolicies,
    generated::operations::{self, disbale_policy_assignment, enable_policy_assignment},
    target::{Target, Targets},
};

const ADD: Operation = Operation::graphql("policies.add_assignments").management().idempotent();
const REMOVE: Operation =
    Operation::graphql("policies.remove_assignments").management().idempotent();
const ENABLE: Operation =
    Operation::graphql("policies.enable_assignment").management().idempotent();
const DISABLE: Operation =
    Operation::graphql("policies.disable_assignment").management().idempotent();

impl PoliciesApi<'_> {
    /// Assigns policies of the namespace to users, roles, groups, departments or programmatic
    /// accounts.
    ///
    /// ```no_run
    /// use authing_management::{AssignPolicies, ManagementClient, Target, Targets};
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let to_roles = AssignPolicies::new(["readers"], Targets::roles(["editor", "author"]));
    /// management.policies().add_assignments(to_roles).await?;
    /// let department = Target::department("613ad7081436dc0f42d8ee65");
    /// let to_all_below = AssignPolicies::new(["readers"], department).inherit_by_children(true);
    /// management.policies().add_assignments(to_all_below).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `addPolicyAssignments`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for no policy, no target, a blank one, or a
    /// type of target the server does not have; an error of the server's when one of the policies
    /// or targets does not exist.
    pub fn add_assignments(&self, request: AssignPolicies) -> Call<()> {
        let AssignPolicies { policies, targets, inherit_by_children } = request;
        let call = self.call_about_assignments(ADD, &policies, &targets);
        let namespace = self.namespace.clone();
        AssignedPolicies { policies, targets, inherit_by_children, namespace }.add(call)
    }

    /// Takes policies of the namespace from targets.
    ///
    /// ```no_run
    /// use authing_management::{ManagementClient, Targets};
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let editors = Targets::roles(["editor"]);
    /// management.policies().remove_assignments(["readers"], editors).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `removePolicyAssignments`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) as for
    /// [`add_assignments`](Self::add_assignments); otherwise those of every call.
    pub fn remove_assignments(
        &self,
        policies: impl IntoIterator<Item = impl Into<String>>,
        targets: impl Into<Targets>,
    ) -> Call<()> {
        let (policies, targets) = (collect(policies), targets.into());
        let call = self.call_about_assignments(REMOVE, &policies, &targets);
        let namespace = self.namespace.clone();
        AssignedPolicies { policies, targets, inherit_by_children: None, namespace }.remove(call)
    }

    fn call_about_assignments(
        &self,
        operation: Operation,
        policies: &[String],
        targets: &Targets,
    ) -> CallBuilder<'_> {
        let call = self.call(operation).required_all("policies", policies);
        call.check(targets.check_as("targets"))
    }

    /// Switches an assignment of a policy of the namespace on again.
    ///
    /// ```no_run
    /// use authing_management::{ManagementClient, Target};
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// management.policies().enable_assignment("readers", Target::role("editor")).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `enablePolicyAssignment`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for a blank policy or target, or a type of
    /// target the server does not have; an error of the server's when there is no such
    /// assignment.
    pub fn enable_assignment(&self, policy: impl Into<String>, target: Target) -> Call<()> {
        let policy = policy.into();
        let call = self.call_about_assignment(ENABLE, &policy, &target);
        let (target_type, target_identifier) = target.into_parts();
        let variables = enable_policy_assignment::Variables {
            policy,
            target_type,
            target_identifier,
            namespace: self.namespace.clone(),
        };
        call.graphql::<operations::EnablePolicyAssignment>(variables)
            .map(|data| data.enable_policy_assignment)
            .confirmed()
    }

    /// Switches an assignment of a policy of the namespace off: it stays listed, and neither grants
    /// nor refuses.
    ///
    /// ```no_run
    /// use authing_management::{ManagementClient, Target};
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// management.policies().disable_assignment("readers", Target::role("editor")).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `disbalePolicyAssignment`, as the server spells it. Idempotent.
    ///
    /// # Errors
    ///
    /// As for [`enable_assignment`](Self::enable_assignment).
    pub fn disable_assignment(&self, policy: impl Into<String>, target: Target) -> Call<()> {
        let policy = policy.into();
        let call = self.call_about_assignment(DISABLE, &policy, &target);
        let (target_type, target_identifier) = target.into_parts();
        let variables = disbale_policy_assignment::Variables {
            policy,
            target_type,
            target_identifier,
            namespace: self.namespace.clone(),
        };
        call.graphql::<operations::DisbalePolicyAssignment>(variables)
            .map(|data| data.disbale_policy_assignment)
            .confirmed()
    }

    fn call_about_assignment(
        &self,
        operation: Operation,
        policy: &str,
        target: &Target,
    ) -> CallBuilder<'_> {
        self.call(operation).required("policy", policy).check(target.check_as("target"))
    }
}

/// What [`PoliciesApi::add_assignments`] assigns, and to which targets.
#[derive(Clone)]
pub struct AssignPolicies {
    policies: Vec<String>,
    targets: Targets,
    inherit_by_children: Option<bool>,
}

authing_types::redacted_debug!(AssignPolicies { policies, targets, inherit_by_children });

impl AssignPolicies {
    /// These policies to this target, or to several of one type.
    pub fn new(
        policies: impl IntoIterator<Item = impl Into<String>>,
        targets: impl Into<Targets>,
    ) -> Self {
        let (policies, targets) = (collect(policies), targets.into());
        Self { policies, targets, inherit_by_children: None }
    }

    /// Whether departments below those assigned to have the policies too.
    #[must_use]
    pub fn inherit_by_children(mut self, inherit: bool) -> Self {
        self.inherit_by_children = Some(inherit);
        self
    }
}
