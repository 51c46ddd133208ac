//! Assigning policies, and switching assignments on and off.

use authing_core::{Call, Error, Operation};
use authing_types::CommonMessage;

use super::Policies;
use crate::{
    arguments::{collect, not_empty, not_empty_if_given},
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

impl Policies<'_> {
    /// Assigns policies to users, roles, groups, departments or programmatic accounts.
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
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for no policy, no target, an empty one, or a
    /// type of target the server does not have; an error of the server's when one of the policies
    /// or targets does not exist.
    pub fn add_assignments(&self, request: AssignPolicies) -> Call<CommonMessage> {
        request.0.add(self.client.api(), ADD)
    }

    /// Takes policies of a namespace, `None` for the default one, from targets.
    ///
    /// ```no_run
    /// use authing_management::{ManagementClient, Targets};
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let editors = Targets::roles(["editor"]);
    /// management.policies().remove_assignments(["readers"], editors, None).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `removePolicyAssignments`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) as for
    /// [`add_assignments`](Self::add_assignments); else those of every call.
    pub fn remove_assignments(
        &self,
        policies: impl IntoIterator<Item = impl Into<String>>,
        targets: impl Into<Targets>,
        namespace: Option<&str>,
    ) -> Call<CommonMessage> {
        let assigned = AssignedPolicies {
            policies: collect(policies),
            targets: targets.into(),
            inherit_by_children: None,
            namespace: namespace.map(str::to_owned),
        };
        assigned.remove(self.client.api(), REMOVE)
    }

    /// Switches an assignment on again.
    ///
    /// ```no_run
    /// use authing_management::{ManagementClient, Target};
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// management.policies().enable_assignment("readers", Target::role("editor"), None).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `enablePolicyAssignment`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty policy, target or namespace, or a
    /// type of target the server does not have; an error of the server's when there is no such
    /// assignment.
    pub fn enable_assignment(
        &self,
        policy: impl Into<String>,
        target: Target,
        namespace: Option<&str>,
    ) -> Call<CommonMessage> {
        let policy = policy.into();
        let checked = check(&policy, &target, namespace);
        let (target_type, target_identifier) = target.into_parts();
        let variables = enable_policy_assignment::Variables {
            policy,
            target_type,
            target_identifier,
            namespace: namespace.map(str::to_owned),
        };
        self.client
            .api()
            .graphql::<operations::EnablePolicyAssignment>(ENABLE, variables)
            .map(|data| data.enable_policy_assignment)
            .check(checked)
    }

    /// Switches an assignment off: it stays listed and grants and refuses nothing.
    ///
    /// ```no_run
    /// use authing_management::{ManagementClient, Target};
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// management.policies().disable_assignment("readers", Target::role("editor"), None).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `disbalePolicyAssignment`, as it is spelt there. Idempotent.
    ///
    /// # Errors
    ///
    /// As for [`enable_assignment`](Self::enable_assignment).
    pub fn disable_assignment(
        &self,
        policy: impl Into<String>,
        target: Target,
        namespace: Option<&str>,
    ) -> Call<CommonMessage> {
        let policy = policy.into();
        let checked = check(&policy, &target, namespace);
        let (target_type, target_identifier) = target.into_parts();
        let variables = disbale_policy_assignment::Variables {
            policy,
            target_type,
            target_identifier,
            namespace: namespace.map(str::to_owned),
        };
        self.client
            .api()
            .graphql::<operations::DisbalePolicyAssignment>(DISABLE, variables)
            .map(|data| data.disbale_policy_assignment)
            .check(checked)
    }
}

/// What [`Policies::add_assignments`] assigns to whom.
#[derive(Clone, Debug)]
pub struct AssignPolicies(AssignedPolicies);

impl AssignPolicies {
    /// These policies to this target, or to several of one type.
    pub fn new(
        policies: impl IntoIterator<Item = impl Into<String>>,
        targets: impl Into<Targets>,
    ) -> Self {
        Self(AssignedPolicies {
            policies: collect(policies),
            targets: targets.into(),
            inherit_by_children: None,
            namespace: None,
        })
    }

    /// The namespace the policies are in, by code. Default: `default`.
    #[must_use]
    pub fn namespace(mut self, namespace: impl Into<String>) -> Self {
        self.0.namespace = Some(namespace.into());
        self
    }

    /// Whether departments below those assigned to have the policies too.
    #[must_use]
    pub fn inherit_by_children(mut self, inherit: bool) -> Self {
        self.0.inherit_by_children = Some(inherit);
        self
    }
}

fn check(policy: &str, target: &Target, namespace: Option<&str>) -> Result<(), Error> {
    not_empty("policy", policy)?;
    target.check()?;
    not_empty_if_given("namespace", namespace)
}
