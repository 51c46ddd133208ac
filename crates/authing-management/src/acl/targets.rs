//! Who may use a resource.

use authing_core::{Call, Error, Operation};
use authing_types::Page;
use authing_types::{
    Action, AuthorizedTargetsActionsInput, Operator, PolicyAssignmentTargetType, Resource,
    ResourcePermissionAssignment, ResourceType,
};

use super::Acl;
use crate::{
    arguments::not_empty,
    generated::operations::{self, authorized_targets, authorized_targets_code},
    target,
};

const LIST: Operation = Operation::graphql("acl.list_authorized_targets").management().idempotent();
const LIST_BY_CODE: Operation =
    Operation::graphql("acl.list_authorized_targets_by_code").management().idempotent();

impl Acl<'_> {
    /// Lists who has rights on a resource, and which.
    ///
    /// ```no_run
    /// use authing_management::{ListAuthorizedTargets, ManagementClient};
    /// use authing_management::types::{PolicyAssignmentTargetType, ResourceType};
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let request = ListAuthorizedTargets::new("default", ResourceType::Data, "books:1")
    ///     .target_type(PolicyAssignmentTargetType::User)
    ///     .with_all_actions(["books:read", "books:edit"]);
    /// for target in management.acl().list_authorized_targets(request).await?.list {
    ///     println!("{:?}: {:?}", target.target_identifier, target.actions);
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `authorizedTargets`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty namespace or resource, or a type
    /// the server does not have; else those of every call.
    pub fn list_authorized_targets(
        &self,
        request: ListAuthorizedTargets,
    ) -> Call<Page<ResourcePermissionAssignment>> {
        let checked = request.check();
        let variables = authorized_targets::Variables {
            namespace: request.namespace,
            resource_type: request.resource_type,
            resource: request.resource.into(),
            target_type: request.target_type,
            actions: request.actions,
        };
        self.client
            .api()
            .graphql::<operations::AuthorizedTargets>(LIST, variables)
            .map(|data| data.authorized_targets)
            .required()
            .check(checked)
    }

    /// As [`list_authorized_targets`](Self::list_authorized_targets), with groups named by their
    /// codes. Only the official Go SDK knows this call; older servers may not.
    ///
    /// ```no_run
    /// use authing_management::{ListAuthorizedTargets, ManagementClient, types::ResourceType};
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let request = ListAuthorizedTargets::new("default", ResourceType::Api, "orders");
    /// let targets = management.acl().list_authorized_targets_by_code(request).await?;
    /// println!("{}", targets.total_count);
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `authorizedTargetsCode`. Idempotent.
    ///
    /// # Errors
    ///
    /// As for [`list_authorized_targets`](Self::list_authorized_targets).
    pub fn list_authorized_targets_by_code(
        &self,
        request: ListAuthorizedTargets,
    ) -> Call<Page<ResourcePermissionAssignment>> {
        let checked = request.check();
        let variables = authorized_targets_code::Variables {
            namespace: request.namespace,
            resource_type: request.resource_type,
            resource: request.resource.into(),
            target_type: request.target_type,
            actions: request.actions,
        };
        self.client
            .api()
            .graphql::<operations::AuthorizedTargetsCode>(LIST_BY_CODE, variables)
            .map(|data| data.authorized_targets_code)
            .required()
            .check(checked)
    }
}

/// Whom [`Acl::list_authorized_targets`] lists.
#[derive(Clone, Debug)]
pub struct ListAuthorizedTargets {
    namespace: String,
    resource_type: ResourceType,
    resource: Resource,
    target_type: Option<PolicyAssignmentTargetType>,
    actions: Option<AuthorizedTargetsActionsInput>,
}

impl ListAuthorizedTargets {
    /// Everybody with a right on this resource of a namespace.
    pub fn new(
        namespace: impl Into<String>,
        resource_type: ResourceType,
        resource: impl Into<Resource>,
    ) -> Self {
        Self {
            namespace: namespace.into(),
            resource_type,
            resource: resource.into(),
            target_type: None,
            actions: None,
        }
    }

    /// Only targets of this type.
    #[must_use]
    pub fn target_type(mut self, target_type: PolicyAssignmentTargetType) -> Self {
        self.target_type = Some(target_type);
        self
    }

    /// Only who may perform every one of these actions.
    #[must_use]
    pub fn with_all_actions(self, actions: impl IntoIterator<Item = impl Into<Action>>) -> Self {
        self.with_actions(Operator::And, actions)
    }

    /// Only who may perform one of these actions at least.
    #[must_use]
    pub fn with_any_action(self, actions: impl IntoIterator<Item = impl Into<Action>>) -> Self {
        self.with_actions(Operator::Or, actions)
    }

    fn with_actions(
        mut self,
        operator: Operator,
        actions: impl IntoIterator<Item = impl Into<Action>>,
    ) -> Self {
        let actions: Vec<Action> = actions.into_iter().map(Into::into).collect();
        self.actions = Some(AuthorizedTargetsActionsInput::new(operator, actions));
        self
    }

    fn check(&self) -> Result<(), Error> {
        not_empty("namespace", &self.namespace)?;
        not_empty("resource", self.resource.as_str())?;
        if matches!(self.resource_type, ResourceType::Unknown(_)) {
            return Err(Error::input("resource_type", "is none of DATA, API, MENU, UI and BUTTON"));
        }
        self.target_type.as_ref().map_or(Ok(()), target::check_type)
    }
}
