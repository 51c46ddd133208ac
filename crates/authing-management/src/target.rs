//! Who permissions and policies are given to.

use authing_core::{Error, arguments};
use authing_types::PolicyAssignmentTargetType;
use serde::Serialize;

use crate::arguments::collect;

/// Who a permission or a policy is given to: one of them.
///
/// ```
/// use authing_management::{Target, types::PolicyAssignmentTargetType};
///
/// let target = Target::role("editor");
/// assert_eq!(target.target_type(), &PolicyAssignmentTargetType::Role);
/// assert_eq!(target.identifier(), "editor");
/// ```
#[derive(Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Target {
    target_type: PolicyAssignmentTargetType,
    target_identifier: String,
}

authing_types::redacted_debug!(Target { target_type, target_identifier });

/// Who permissions or policies are given to: several of one type.
#[derive(Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Targets {
    target_type: PolicyAssignmentTargetType,
    target_identifiers: Vec<String>,
}

authing_types::redacted_debug!(Targets { target_type, target_identifiers });

impl Target {
    /// A user, by id.
    pub fn user(id: impl Into<String>) -> Self {
        Self::new(PolicyAssignmentTargetType::User, id)
    }

    /// A role, by code.
    pub fn role(code: impl Into<String>) -> Self {
        Self::new(PolicyAssignmentTargetType::Role, code)
    }

    /// A group, by code.
    pub fn group(code: impl Into<String>) -> Self {
        Self::new(PolicyAssignmentTargetType::Group, code)
    }

    /// A department, by the id of its node: it and, unless said otherwise, all below it.
    pub fn department(node_id: impl Into<String>) -> Self {
        Self::new(PolicyAssignmentTargetType::Org, node_id)
    }

    /// A programmatic access account, by id, which is its access key.
    pub fn programmatic_account(id: impl Into<String>) -> Self {
        Self::new(PolicyAssignmentTargetType::AkSk, id)
    }

    /// A target of a type that is known at run time only.
    pub fn new(target_type: PolicyAssignmentTargetType, identifier: impl Into<String>) -> Self {
        Self { target_type, target_identifier: identifier.into() }
    }

    /// The type.
    pub fn target_type(&self) -> &PolicyAssignmentTargetType {
        &self.target_type
    }

    /// The id or code.
    pub fn identifier(&self) -> &str {
        &self.target_identifier
    }

    pub(crate) fn into_parts(self) -> (PolicyAssignmentTargetType, String) {
        (self.target_type, self.target_identifier)
    }

    /// Refuses a target that is blank or of an unknown type, under the caller's name for it.
    pub(crate) fn check_as(&self, argument: &str) -> Result<(), Error> {
        check_type_as(argument, &self.target_type)?;
        arguments::required(argument, &self.target_identifier)
    }
}

impl Targets {
    /// Users, by id.
    pub fn users(ids: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self::new(PolicyAssignmentTargetType::User, ids)
    }

    /// Roles, by code.
    pub fn roles(codes: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self::new(PolicyAssignmentTargetType::Role, codes)
    }

    /// Groups, by code.
    pub fn groups(codes: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self::new(PolicyAssignmentTargetType::Group, codes)
    }

    /// Departments, by the ids of their nodes.
    pub fn departments(node_ids: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self::new(PolicyAssignmentTargetType::Org, node_ids)
    }

    /// Programmatic access accounts, by id.
    pub fn programmatic_accounts(ids: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self::new(PolicyAssignmentTargetType::AkSk, ids)
    }

    /// Targets of a type that is known at run time only.
    pub fn new(
        target_type: PolicyAssignmentTargetType,
        identifiers: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        Self { target_type, target_identifiers: collect(identifiers) }
    }

    /// The type they are all of.
    pub fn target_type(&self) -> &PolicyAssignmentTargetType {
        &self.target_type
    }

    /// The ids or codes.
    pub fn identifiers(&self) -> &[String] {
        &self.target_identifiers
    }

    pub(crate) fn into_parts(self) -> (PolicyAssignmentTargetType, Vec<String>) {
        (self.target_type, self.target_identifiers)
    }

    /// Refuses targets that are none, blank or of an unknown type, under the caller's name for
    /// them.
    pub(crate) fn check_as(&self, argument: &str) -> Result<(), Error> {
        check_type_as(argument, &self.target_type)?;
        arguments::required_all(argument, &self.target_identifiers)
    }
}

impl From<Target> for Targets {
    fn from(target: Target) -> Self {
        Self { target_type: target.target_type, target_identifiers: vec![target.target_identifier] }
    }
}

/// A word that came from elsewhere may not be one that the server has.
pub(crate) fn check_type(target_type: &PolicyAssignmentTargetType) -> Result<(), Error> {
    check_type_as("target_type", target_type)
}

fn check_type_as(argument: &str, target_type: &PolicyAssignmentTargetType) -> Result<(), Error> {
    match target_type {
        PolicyAssignmentTargetType::Unknown(_) => {
            Err(Error::input(argument, "is none of USER, ROLE, GROUP, ORG and AK_SK"))
        }
        _ => Ok(()),
    }
}
