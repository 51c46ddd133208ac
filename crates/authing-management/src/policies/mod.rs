//! The policies of a pool: named lists of statements that grant or refuse, and who they are
//! assigned to. A policy belongs to a permission namespace, `default` unless
//! [`in_namespace`](PoliciesApi::in_namespace) names another.
//!
//! ```no_run
//! use authing_management::{AssignPolicies, CreatePolicy, ManagementClient, Targets};
//! use authing_management::types::Statement;
//!
//! # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
//! let policies = management.policies();
//! let statements = [
//!     Statement::allow("books:*", ["books:read"]),
//!     Statement::deny("books:draft", ["books:*"]),
//! ];
//! policies.create(CreatePolicy::new("readers", statements)).await?;
//! let to_editors = AssignPolicies::new(["readers"], Targets::roles(["editor"]));
//! policies.add_assignments(to_editors).await?;
//! # Ok(()) }
//! ```

mod assignments;
mod manage;
mod query;

pub use assignments::AssignPolicies;
pub use manage::{CreatePolicy, UpdatePolicy};
pub use query::{ListPolicies, ListPolicyAssignments};

area! {
    /// The policies of a permission namespace of the pool.
    PoliciesApi, policies, in_namespace
}
