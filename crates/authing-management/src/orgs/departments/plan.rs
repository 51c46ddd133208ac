//! What a sync would do, as data.

use serde::{Deserialize, Serialize};

use super::model::DepartmentKey;
use crate::users::MAX_BATCH;

/// How many users join or leave a department with one request.
pub(super) const BATCH: usize = MAX_BATCH;

/// A department in a plan.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct DepartmentRef {
    /// Its id on the server; `None` for one that is to be made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Its key; `/` for the organisation itself.
    pub key: String,
    /// The names from the organisation down to it, separated by `/`: for people.
    pub path: String,
}

/// A department that is to be made.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PlannedDepartment {
    /// Which one.
    pub department: DepartmentRef,
    /// What it is to be below.
    pub parent: DepartmentRef,
    /// Its name.
    pub name: String,
    /// Its code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// What it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Position among its siblings.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<i64>,
    /// The name in other languages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name_i18n: Option<String>,
    /// The description in other languages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description_i18n: Option<String>,
}

/// A department that is to stand elsewhere, with all below it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PlannedMove {
    /// Which one.
    pub department: DepartmentRef,
    /// What it stands below.
    pub from: DepartmentRef,
    /// What it is to stand below.
    pub to: DepartmentRef,
}

/// What a field of a department is, and is to be.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PlannedChange {
    /// Which one.
    pub department: DepartmentRef,
    /// Which field.
    pub field: ChangedField,
    /// What it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// What it is to be.
    pub to: String,
}

/// A field of a department.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum ChangedField {
    /// The name.
    Name,
    /// The code.
    Code,
    /// The description.
    Description,
    /// The position among the siblings.
    Order,
    /// The name in other languages.
    NameI18n,
    /// The description in other languages.
    DescriptionI18n,
}

impl ChangedField {
    /// Its name on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Code => "code",
            Self::Description => "description",
            Self::Order => "order",
            Self::NameI18n => "nameI18n",
            Self::DescriptionI18n => "descriptionI18n",
        }
    }
}

/// A user in a plan.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PlannedUser {
    /// The id on the server.
    pub id: String,
    /// What the user is found by.
    pub key: String,
}

/// Who joins a department, or leaves it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PlannedMembers {
    /// Which one.
    pub department: DepartmentRef,
    /// Who.
    pub users: Vec<PlannedUser>,
}

/// Somebody in the file who is not in the user pool.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UnknownUser {
    /// The row of the file.
    pub row: u64,
    /// What they were looked for by.
    pub key: String,
}

/// A row of the file that was left out, since it could mean several things.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SyncConflict {
    /// The row of the file.
    pub row: u64,
    /// Why.
    pub problem: String,
}

/// What is to be done so that an organisation is as a file has it: see [the module](super::departments).
///
/// It can be kept as JSON, and holds names, and the keys of users. `Debug` shows how much there is of each kind.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SyncPlan {
    /// The organisation.
    pub org_id: String,
    /// By what departments are known.
    pub department_key: DepartmentKey,
    /// Departments to make, parents before their children.
    pub created: Vec<PlannedDepartment>,
    /// Departments to move, in this order.
    pub moved: Vec<PlannedMove>,
    /// Departments to give another name.
    pub renamed: Vec<PlannedChange>,
    /// Departments to give another code or description.
    pub changed: Vec<PlannedChange>,
    /// Departments to remove, those below before those above. Empty without
    /// [`prune`](super::SyncOrg::prune).
    pub removed: Vec<DepartmentRef>,
    /// Who joins which department.
    pub members_in: Vec<PlannedMembers>,
    /// Who leaves which department.
    pub members_out: Vec<PlannedMembers>,
    /// Departments that are as the file has them.
    pub unchanged_departments: u64,
    /// Memberships that are as the file has them.
    pub unchanged_memberships: u64,
    /// Departments that the file does not have, and that [`prune`](super::SyncOrg::prune) would remove.
    pub kept_departments: Vec<DepartmentRef>,
    /// Members that the file says nothing of, and that [`prune`](super::SyncOrg::prune) would take out.
    pub kept_members: Vec<PlannedMembers>,
    /// Members who have no such key as the file has, so that it can say nothing of them. They stay.
    pub members_without_key: u64,
    /// Who is in the file and not in the user pool.
    pub unknown_users: Vec<UnknownUser>,
    /// Rows that were left out.
    pub conflicts: Vec<SyncConflict>,
    /// Differences that the server has no call to mend.
    pub not_carried: Vec<PlannedChange>,
}

impl SyncPlan {
    /// Whether there is nothing to do.
    pub fn is_empty(&self) -> bool {
        self.steps() == 0
    }

    /// How many steps it takes; who joins or leaves one department is a step for each 80.
    pub fn steps(&self) -> u64 {
        let members = self.members_in.iter().chain(&self.members_out);
        let members: usize = members.map(|one| one.users.len().div_ceil(BATCH)).sum();
        let departments = self.created.len()
            + self.moved.len()
            + self.renamed.len()
            + self.changed.len()
            + self.removed.len();
        (departments + members) as u64
    }
}

impl std::fmt::Debug for SyncPlan {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let users = |list: &[PlannedMembers]| list.iter().map(|one| one.users.len()).sum::<usize>();
        f.debug_struct("SyncPlan")
            .field("org_id", &self.org_id)
            .field("department_key", &self.department_key)
            .field("created", &self.created.len())
            .field("moved", &self.moved.len())
            .field("renamed", &self.renamed.len())
            .field("changed", &self.changed.len())
            .field("removed", &self.removed.len())
            .field("members_in", &users(&self.members_in))
            .field("members_out", &users(&self.members_out))
            .field("unchanged_departments", &self.unchanged_departments)
            .field("unchanged_memberships", &self.unchanged_memberships)
            .field("kept_departments", &self.kept_departments.len())
            .field("kept_members", &users(&self.kept_members))
            .field("unknown_users", &self.unknown_users.len())
            .field("conflicts", &self.conflicts.len())
            .finish_non_exhaustive()
    }
}

authing_types::redacted_debug! {
    DepartmentRef { id }
    PlannedDepartment { department, parent, order }
    PlannedMove { department, from, to }
    PlannedChange { department, field }
    PlannedUser { id }
    PlannedMembers { department, users }
    UnknownUser { row }
    SyncConflict { row }
}
