//! Who may use a resource.

use authing_core::{Call, Error, Operation, client::CallBuilder};
use authing_types::{
    Action, AuthorizedTargetsActionsInput, Operator, Page, PolicyAssignmentTargetType, Resource,
    ResourcePermissionAssignment, ResourceType,
};

use super::AclApi;
use crate::{
    generated::operations::{self, authorized_targets, authorized_targets_code},
    target,
};

const LIST: Operation =
    Operation::graphql("acl.list_authorized_targets").management().idempotent().strict();
const LIST_BY_CODE: Operation =
    Operation::graphql("acl.list_authorized_targets_by_code").management().idempotent().strict();

impl AclApi<'_> {
    /// Lists who has rights on a resource, and which.
    ///
    /// ```no_run
    /// use authing_management::{ListAuthorizedTargets, ManagementClient};
    /// use authing_management::types::{PolicyAssignmentTargetType, ResourceType};
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let request = ListAuthorizedTargets::new(ResourceType::Data, "books:1")
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
        let call = self.about_targets(LIST, &request);
        call.graphql::<operations::AuthorizedTargets>(authorized_targets::Variables {
            namespace: self.namespace().to_owned(),
            resource_type: request.resource_type,
            resource: request.resource.into(),
            target_type: request.target_type,
            actions: request.actions,
        })
        .map(|data| data.authorized_targets)
        .required_at("data.authorizedTargets")
    }

    /// As [`list_authorized_targets`](Self::list_authorized_targets), with groups named by their
    /// codes. Only the official Go SDK knows this call; older servers may not.
    ///
    /// ```no_run
    /// use authing_management::{ListAuthorizedTargets, ManagementClient, types::ResourceType};
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let request = ListAuthorizedTargets::new(ResourceType::Api, "orders");
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
        let call = self.about_targets(LIST_BY_CODE, &request);
        call.graphql::<operations::AuthorizedTargetsCode>(authorized_targets_code::Variables {
            namespace: self.namespace().to_owned(),
            resource_type: request.resource_type,
            resource: request.resource.into(),
            target_type: request.target_type,
            actions: request.actions,
        })
        .map(|data| data.authorized_targets_code)
        .required_at("data.authorizedTargetsCode")
    }

    fn about_targets(
        &self,
        operation: Operation,
        request: &ListAuthorizedTargets,
    ) -> CallBuilder<'_> {
        request.check(self.call(operation))
    }
}

/// Which targets [`AclApi::list_authorized_targets`] lists.
#[derive(Clone)]
pub struct ListAuthorizedTargets {
    resource_type: ResourceType,
    resource: Resource,
    target_type: Option<PolicyAssignmentTargetType>,
    actions: Option<AuthorizedTargetsActionsInput>,
}

authing_types::redacted_debug!(ListAuthorizedTargets {
    resource_type,
    resource,
    target_type,
    actions
});

impl ListAuthorizedTargets {
    /// Every target with a right on this resource.
    pub fn new(resource_type: ResourceType, resource: impl Into<Resource>) -> Self {
        Self { resource_type, resource: resource.into(), target_type: None, actions: None }
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

    fn check<'a>(&self, call: CallBuilder<'a>) -> CallBuilder<'a> {
        let resource_type = match self.resource_type {
            ResourceType::Unknown(_) => {
                Err(Error::input("resource_type", "is none of DATA, API, MENU, UI and BUTTON"))
            }
            _ => Ok(()),
        };
        call.required("resource", self.resource.as_str())
            .check(resource_type)
            .check(self.target_type.as_ref().map_or(Ok(()), target::check_type))
    }
}
