//! Departments and their members kept like a file: compared, shown, and only then changed.
//!
//! [`import_nodes`](crate::OrgsApi::import_nodes) adds the rows of a file. A sync compares: what it reads is how
//! the organisation is to be, and a [`SyncPlan`] says what is missing for that: which departments are new, stand
//! elsewhere, have another name or are left over, and who joins and leaves which of them. The plan is data, which
//! can be shown, kept as JSON and carried out later. Nothing is changed before
//! [`apply_sync`](crate::OrgsApi::apply_sync).
//!
//! ```no_run
//! use authing_management::{
//!     ManagementClient, UserIdField,
//!     bulk::{Format, blocks},
//!     orgs::departments::{ApplySync, DepartmentKey, ReadDepartments, ReadMembers, SyncOrg},
//! };
//!
//! # async fn example(management: ManagementClient) -> Result<(), Box<dyn std::error::Error>> {
//! let file = std::fs::File::open("部门.csv")?;
//! let departments = ReadDepartments::new(Format::Csv, DepartmentKey::Code).root("1");
//! let departments = departments.read(blocks(file)).await?;
//! let file = std::fs::File::open("员工.csv")?;
//! let members = ReadMembers::new(Format::Csv, UserIdField::ExternalId, DepartmentKey::Code).root("1");
//! let members = members.read(blocks(file)).await?;
//!
//! let wanted = SyncOrg::new(departments).members(members);
//! let plan = management.orgs().plan_sync("61de98be49267601119fb83a", wanted).await?;
//! println!("{} new, {} moved, {} renamed", plan.created.len(), plan.moved.len(), plan.renamed.len());
//! println!("{} would be removed", plan.kept_departments.len());
//! let report = management.orgs().apply_sync(&plan, ApplySync::new()).await?;
//! println!("{} steps done, {} refused", report.done, report.refused.len());
//! # Ok(()) }
//! ```
//!
//! # What a sync does, and what it does not
//!
//! - A department of the file and one of the server are the same by the [`DepartmentKey`] that the program
//!   declares. With a code or an id, one with another name is renamed and one below another is moved; a path is
//!   name and place at once, so that with it another name is another department.
//! - Who is in the file is in the departments that the file says, and in no others of the organisation. Who is
//!   not in it stays where they are.
//! - Departments that the file does not have, and members that it says nothing of, are removed with
//!   [`SyncOrg::prune`] alone. Without it they are listed.
//! - The root, which is the organisation itself, is neither renamed nor removed; so is who is its member by the
//!   same rules as elsewhere.
//! - A file that contradicts itself is refused whole, with row and column, before anything is sent: a cycle, a
//!   parent that is nowhere, a key that stands twice, one department with two names.
//! - The server has no call that changes the position of a department among its siblings, or its names in other
//!   languages, once it is there: such differences are listed in [`SyncPlan::not_carried`].
//!
//! # Going on after an interruption
//!
//! Plan again. A plan says what is missing, whoever has done the rest, so that a second run does what the first
//! one did not come to. A plan that was kept and is applied late is checked step by step against what is there
//! now; a step that no longer fits is reported and left out.
//!
//! # Cost
//!
//! A plan takes a request for the organisation, which comes whole; with members, a request for each 200 members of
//! each department, at least one for each; and one for each 80 users of the file who are in no department yet. To
//! apply it takes one for the organisation, one for each department that is new, moved, renamed or changed, one for
//! each 80 users who join or leave a department, and three for each that is removed.

mod apply;
mod current;
mod diff;
mod model;
mod plan;
mod problems;
mod read;

pub use apply::{ApplySync, RefusedStep, SyncFailed, SyncReport};
pub use diff::{PlanError, SyncOrg};
pub use model::{Department, DepartmentKey, Departments, Member, Members};
pub use plan::{
    ChangedField, DepartmentRef, PlannedChange, PlannedDepartment, PlannedMembers, PlannedMove,
    PlannedUser, SyncConflict, SyncPlan, UnknownUser,
};
pub use problems::{FileProblem, FileRefused};
pub use read::{ReadDepartments, ReadMembers};
