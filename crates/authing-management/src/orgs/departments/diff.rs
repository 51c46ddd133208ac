//! What a file and the server have in common, and what not.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    fmt,
};

use authing_core::{Error, client::Asked};
use authing_types::User;

use super::{
    current::{Current, People, There, key_of},
    model::{Department, DepartmentKey, Departments, Members, ROOT},
    plan::{
        ChangedField, DepartmentRef, PlannedChange, PlannedDepartment, PlannedMembers, PlannedMove,
        PlannedUser, SyncConflict, SyncPlan, UnknownUser,
    },
    problems::{FileRefused, Problems, shown},
};
use crate::{
    GetUsers, ManagementClient,
    bulk::{MatchKey, Names},
    orgs::{
        OrgsApi,
        bulk::{column, match_key},
    },
    users::{MAX_BATCH, bulk::look_up},
};

/// How [`OrgsApi::plan_sync`] compares: how the organisation is to be.
pub struct SyncOrg {
    departments: Departments,
    members: Option<Members>,
    prune: bool,
}

authing_types::redacted_debug!(SyncOrg { departments, members, prune });

impl SyncOrg {
    /// These are the departments; who is in them stays as it is.
    pub fn new(departments: Departments) -> Self {
        Self { departments, members: None, prune: false }
    }

    /// These are their members.
    #[must_use]
    pub fn members(mut self, members: Members) -> Self {
        self.members = Some(members);
        self
    }

    /// Removes departments that are not among these, and takes members out that these say nothing of. Without it
    /// they are listed in the plan and stay.
    #[must_use]
    pub fn prune(mut self) -> Self {
        self.prune = true;
        self
    }
}

/// Why there is no plan. Nothing was changed.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum PlanError {
    /// The file contradicts itself or the organisation.
    Refused(FileRefused),
    /// A call failed, or what is there cannot be compared.
    Call(Error),
}

impl fmt::Display for PlanError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(refused) => refused.fmt(f),
            Self::Call(_) => f.write_str("the organisation could not be compared"),
        }
    }
}

impl std::error::Error for PlanError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Refused(refused) => refused.source(),
            Self::Call(error) => Some(error),
        }
    }
}

impl From<FileRefused> for PlanError {
    fn from(refused: FileRefused) -> Self {
        Self::Refused(refused)
    }
}

impl From<Error> for PlanError {
    fn from(error: Error) -> Self {
        Self::Call(error)
    }
}

impl OrgsApi<'_> {
    /// Compares an organisation with how it is to be, and says what is missing for that. Nothing is changed.
    ///
    /// See [the module](crate::orgs::departments) for an example, the rules and the cost.
    ///
    /// ```no_run
    /// use authing_management::{
    ///     ManagementClient,
    ///     orgs::departments::{Department, DepartmentKey, Departments, SyncOrg},
    /// };
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), Box<dyn std::error::Error>> {
    /// let list = [Department::at_path("研发/后端"), Department::at_path("销售")];
    /// let wanted = SyncOrg::new(Departments::new(DepartmentKey::Path, list)?).prune();
    /// let plan = management.orgs().plan_sync("61de98be49267601119fb83a", wanted).await?;
    /// std::fs::write("plan.json", serde_json::to_vec_pretty(&plan)?)?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `org`; with members also `nodeByIdWithMembers` and `userBatch`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`PlanError::Refused`] for members of departments that are not in the file, and for an id that no department
    /// has; [`PlanError::Call`] when a call fails or what is there could not be read whole.
    pub async fn plan_sync(
        &self,
        org_id: impl Into<String>,
        wanted: SyncOrg,
    ) -> Result<SyncPlan, PlanError> {
        let SyncOrg { departments, members, prune } = wanted;
        let members = members.map(|members| resolve(&departments, members)).transpose()?;
        let current = Current::get(self.client, org_id.into(), departments.key()).await?;
        let mut plan = compare(&departments, &current, prune)?;
        if let Some(members) = members {
            let people = People::get(self.client, &current, members.user_key).await?;
            let found = Found::of(self.client, &members, &people, &mut plan).await?;
            compare_members(&departments, &current, &members, &people, &found, prune, &mut plan);
        }
        Ok(plan)
    }
}

/// The members with their departments by the key of the departments. Refuses those that are nowhere.
fn resolve(departments: &Departments, mut members: Members) -> Result<Members, FileRefused> {
    let mut by_path = HashMap::<String, Vec<&str>>::new();
    let is_path =
        members.department_key == DepartmentKey::Path && departments.key() != DepartmentKey::Path;
    if is_path {
        for department in departments.iter() {
            let path = departments.path(&department.key).unwrap_or_default();
            by_path.entry(path).or_default().push(&department.key);
        }
    }
    let mut problems = Problems::default();
    if !is_path && members.department_key != departments.key() {
        let problem = format!(
            "members name departments by `{}`, and the departments are known by `{}`",
            members.department_key.as_str(),
            departments.key().as_str()
        );
        problems.add(None, None, problem);
        problems.refuse()?;
        return Ok(members);
    }
    for (member, row) in members.list.iter_mut().zip(&members.rows) {
        let mut refuse = |problem| problems.add(Some(*row), Some(&members.column), problem);
        for key in member.departments.iter_mut().filter(|key| *key != ROOT) {
            if !is_path {
                if departments.get(key).is_none() {
                    refuse(format!("{} is not a department of the file", shown(key)));
                }
                continue;
            }
            match by_path.get(key).map(Vec::as_slice) {
                Some([one]) => *key = (*one).to_owned(),
                Some(_) => refuse(format!("{} is the path of several departments", shown(key))),
                None => refuse(format!("{} is the path of no department of the file", shown(key))),
            }
        }
    }
    problems.refuse()?;
    Ok(members)
}

fn there_ref(current: &Current, there: &There) -> DepartmentRef {
    DepartmentRef {
        id: Some(there.node.id.clone()),
        key: there.key.clone(),
        path: current.path(there),
    }
}

fn root_ref(current: &Current) -> DepartmentRef {
    DepartmentRef { id: Some(current.root_id.clone()), key: ROOT.to_owned(), path: String::new() }
}

/// A department of the file, which may be there.
fn wanted_ref(departments: &Departments, current: &Current, key: Option<&str>) -> DepartmentRef {
    let Some(key) = key.filter(|key| *key != ROOT) else { return root_ref(current) };
    DepartmentRef {
        id: current.by_key(key).map(|there| there.node.id.clone()),
        key: key.to_owned(),
        path: departments.path(key).unwrap_or_default(),
    }
}

fn compare(
    departments: &Departments,
    current: &Current,
    prune: bool,
) -> Result<SyncPlan, FileRefused> {
    let mut plan = SyncPlan {
        org_id: current.org_id.clone(),
        department_key: departments.key(),
        created: Vec::new(),
        moved: Vec::new(),
        renamed: Vec::new(),
        changed: Vec::new(),
        removed: Vec::new(),
        members_in: Vec::new(),
        members_out: Vec::new(),
        unchanged_departments: 0,
        unchanged_memberships: 0,
        kept_departments: Vec::new(),
        kept_members: Vec::new(),
        members_without_key: 0,
        unknown_users: Vec::new(),
        conflicts: Vec::new(),
        not_carried: Vec::new(),
    };
    let mut problems = Problems::default();
    let mut codes = HashMap::new();
    for department in departments.iter() {
        let parent = wanted_ref(departments, current, department.parent.as_deref());
        let reference = wanted_ref(departments, current, Some(&department.key));
        if let Some(code) = &department.code
            && let Some(before) = codes.insert(code, &department.key)
        {
            let (one, other) = (shown(before), shown(&department.key));
            problems.add(
                None,
                Some("code"),
                format!("{one} and {other} have the same code, {}", shown(code)),
            );
        }
        match current.by_key(&department.key) {
            None if departments.key() == DepartmentKey::Id => {
                let key = shown(&department.key);
                problems.add(
                    None,
                    Some("id"),
                    format!("the organisation has no department with the id {key}"),
                );
            }
            None => plan.created.push(PlannedDepartment {
                department: reference,
                parent,
                name: department.name.clone(),
                code: match departments.key() {
                    DepartmentKey::Code => Some(department.key.clone()),
                    _ => department.code.clone(),
                },
                description: department.description.clone(),
                order: department.order,
                name_i18n: department.name_i18n.clone(),
                description_i18n: department.description_i18n.clone(),
            }),
            Some(there) => compare_one(department, there, current, (reference, parent), &mut plan),
        }
    }
    problems.refuse()?;
    let left: Vec<_> =
        current.list.iter().filter(|there| departments.get(&there.key).is_none()).collect();
    let left = left.into_iter().rev().map(|there| there_ref(current, there)).collect();
    match prune {
        true => plan.removed = left,
        false => plan.kept_departments = left,
    }
    Ok(plan)
}

fn compare_one(
    department: &Department,
    there: &There,
    current: &Current,
    (reference, parent): (DepartmentRef, DepartmentRef),
    plan: &mut SyncPlan,
) {
    let node = &there.node;
    let change = |field, from: Option<&String>, to: &str| PlannedChange {
        department: DepartmentRef { path: current.path(there), ..reference.clone() },
        field,
        from: from.filter(|text| !text.is_empty()).cloned(),
        to: to.to_owned(),
    };
    let mut is_same = true;
    if parent.id.as_ref() != Some(&there.parent) {
        is_same = false;
        let from = match current.by_id(&there.parent) {
            Some(above) => there_ref(current, above),
            None => root_ref(current),
        };
        plan.moved.push(PlannedMove {
            department: DepartmentRef { path: current.path(there), ..reference.clone() },
            from,
            to: parent,
        });
    }
    if department.name.trim() != node.name.trim() {
        is_same = false;
        plan.renamed.push(change(ChangedField::Name, Some(&node.name), &department.name));
    }
    for (field, said, has) in [
        (ChangedField::Code, &department.code, &node.code),
        (ChangedField::Description, &department.description, &node.description),
    ] {
        if let Some(said) = said.as_ref().filter(|said| has.as_ref() != Some(said)) {
            is_same = false;
            plan.changed.push(change(field, has.as_ref(), said));
        }
    }
    let order = department.order.map(|order| order.to_string());
    for (field, said, has) in [
        (ChangedField::Order, &order, &node.order.map(|order| order.to_string())),
        (ChangedField::NameI18n, &department.name_i18n, &node.name_i18n),
        (ChangedField::DescriptionI18n, &department.description_i18n, &node.description_i18n),
    ] {
        if let Some(said) = said.as_ref().filter(|said| has.as_ref() != Some(said)) {
            plan.not_carried.push(change(field, has.as_ref(), said));
        }
    }
    plan.unchanged_departments += u64::from(is_same);
}

/// Which users the members of a file are.
struct Found {
    /// The id for each, in the order of the file; `None` for those who are left out.
    ids: Vec<Option<String>>,
}

impl Found {
    async fn of(
        client: &ManagementClient,
        members: &Members,
        people: &People,
        plan: &mut SyncPlan,
    ) -> Result<Self, Error> {
        let mut ids = match match_key(members.user_key) {
            None => by_id(client, members, people).await?,
            Some(key) => by_name(client, key, members, people).await?,
        };
        let what = column(members.user_key);
        let mut result = Vec::with_capacity(ids.len());
        for ((found, member), row) in ids.drain(..).zip(&members.list).zip(&members.rows) {
            let problem = match <[String; 1]>::try_from(found) {
                // Two rows may write one name in two ways: then they are about the same user.
                Ok([id]) => {
                    result.push(Some(id));
                    continue;
                }
                Err(none) if none.is_empty() => {
                    plan.unknown_users.push(UnknownUser { row: *row, key: member.user.clone() });
                    result.push(None);
                    continue;
                }
                // A phone number with and without its country code.
                Err(_) => format!("there are several users with this `{what}`"),
            };
            plan.conflicts.push(SyncConflict { row: *row, problem });
            result.push(None);
        }
        Ok(Self { ids: result })
    }
}

async fn by_id(
    client: &ManagementClient,
    members: &Members,
    people: &People,
) -> Result<Vec<Vec<String>>, Error> {
    let asked = members.list.iter().map(|member| &member.user);
    let asked: Vec<_> = asked.filter(|id| !people.users.contains_key(*id)).collect();
    let mut there = HashSet::new();
    for some in asked.chunks(MAX_BATCH) {
        let request = GetUsers::new(some.iter().map(|id| (*id).clone()));
        there.extend(client.users().get_many(request).await?.into_iter().map(|user| user.id));
    }
    let is_there = |id: &String| people.users.contains_key(id) || there.contains(id);
    let found = members.list.iter().map(|member| &member.user);
    Ok(found.map(|id| Some(id.clone()).filter(is_there).into_iter().collect()).collect())
}

fn names_of(user: &User) -> Names {
    Names::from_fields(|name| match name {
        "username" => user.username.as_deref(),
        "email" => user.email.as_deref(),
        "phone" => user.phone.as_deref(),
        "phoneCountryCode" => user.phone_country_code.as_deref(),
        "externalId" => user.external_id.as_deref(),
        _ => None,
    })
}

async fn by_name(
    client: &ManagementClient,
    key: MatchKey,
    members: &Members,
    people: &People,
) -> Result<Vec<Vec<String>>, Error> {
    let mut by_form = HashMap::<String, Vec<&String>>::new();
    for (id, user) in &people.users {
        for form in names_of(user).forms(key) {
            by_form.entry(form).or_default().push(id);
        }
    }
    let mut found = Vec::with_capacity(members.list.len());
    let mut absent = Vec::new();
    for (place, member) in members.list.iter().enumerate() {
        let names = Names::only(key, &member.user);
        let mut ids: Vec<String> = Vec::new();
        for id in names.forms(key).iter().filter_map(|form| by_form.get(form)).flatten() {
            let is_same =
                people.users.get(*id).is_some_and(|user| names.are_same(key, &names_of(user)));
            if is_same && !ids.contains(id) {
                ids.push((*id).clone());
            }
        }
        if ids.is_empty() {
            absent.push((place, names));
        }
        found.push(ids);
    }
    // A phone number is asked for in three spellings.
    for some in absent.chunks(MAX_BATCH / 3) {
        let names: Vec<_> = some.iter().map(|(_, names)| names).collect();
        let accounts = look_up(client, &names, &Asked::default()).await?;
        for ((place, names), accounts) in some.iter().zip(accounts) {
            let same = accounts.into_iter().filter(|account| names.are_same(key, &account.names));
            if let Some(found) = found.get_mut(*place) {
                found.extend(same.map(|account| account.id));
            }
        }
    }
    Ok(found)
}

fn compare_members(
    departments: &Departments,
    current: &Current,
    members: &Members,
    people: &People,
    found: &Found,
    prune: bool,
    plan: &mut SyncPlan,
) {
    let mut wanted = BTreeMap::<&str, HashMap<&str, &str>>::new();
    let mut listed = HashMap::new();
    for (member, id) in members.list.iter().zip(&found.ids) {
        let Some(id) = id else { continue };
        listed.insert(id.as_str(), member.user.as_str());
        for department in &member.departments {
            wanted.entry(department).or_default().insert(id, &member.user);
        }
    }
    let unclear: HashSet<&str> = unclear_users(members, people, found);
    let mut unnamed = HashSet::new();
    let planned = |users: Vec<(&str, &str)>| {
        let mut users: Vec<_> = users
            .into_iter()
            .map(|(id, key)| PlannedUser { id: id.to_owned(), key: key.to_owned() })
            .collect();
        users.sort_by(|one, other| (&one.key, &one.id).cmp(&(&other.key, &other.id)));
        users
    };
    let none = HashMap::new();
    for place in 0..=current.list.len() {
        let key = current.key_at(place);
        let there = place.checked_sub(1).and_then(|place| current.list.get(place));
        let reference = there.map_or_else(|| root_ref(current), |there| there_ref(current, there));
        let has = people.in_departments.get(place).map(Vec::as_slice).unwrap_or_default();
        let mut joining = wanted.remove(key).unwrap_or_else(|| none.clone());
        let (mut leaving, mut kept) = (Vec::new(), Vec::new());
        for id in has {
            if joining.remove(id.as_str()).is_some() {
                plan.unchanged_memberships += 1;
                continue;
            }
            let user = people.users.get(id);
            match listed.get(id.as_str()) {
                Some(name) => leaving.push((id.as_str(), *name)),
                None if unclear.contains(id.as_str()) => {}
                None => match user.and_then(|user| key_of(user, members.user_key)) {
                    Some(name) if prune => leaving.push((id, name)),
                    Some(name) => kept.push((id.as_str(), name)),
                    None => {
                        unnamed.insert(id);
                    }
                },
            }
        }
        let joining: Vec<_> = joining.into_iter().collect();
        for (list, users) in [
            (&mut plan.members_in, joining),
            (&mut plan.members_out, leaving),
            (&mut plan.kept_members, kept),
        ] {
            if !users.is_empty() {
                list.push(PlannedMembers { department: reference.clone(), users: planned(users) });
            }
        }
    }
    // Those that are to be made.
    for (key, users) in wanted {
        let department = wanted_ref(departments, current, Some(key));
        plan.members_in
            .push(PlannedMembers { department, users: planned(users.into_iter().collect()) });
    }
    plan.members_without_key = unnamed.len() as u64;
}

/// Members that a row may be about which was left out: nothing is done to them.
fn unclear_users<'a>(members: &Members, people: &'a People, found: &Found) -> HashSet<&'a str> {
    let Some(key) = match_key(members.user_key) else { return HashSet::new() };
    let left_out = members.list.iter().zip(&found.ids).filter(|(_, id)| id.is_none());
    let forms: HashSet<String> =
        left_out.flat_map(|(member, _)| Names::only(key, &member.user).forms(key)).collect();
    if forms.is_empty() {
        return HashSet::new();
    }
    let is_meant = |user: &&User| names_of(user).forms(key).iter().any(|form| forms.contains(form));
    people.users.values().filter(is_meant).map(|user| user.id.as_str()).collect()
}
