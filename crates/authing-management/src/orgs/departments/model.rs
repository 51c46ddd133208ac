//! How an organisation is to be, or is.

use std::collections::{BTreeMap, HashMap, HashSet};

use authing_core::{Error, ErrorKind};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::problems::{FileRefused, Problems, shown};
use crate::{
    UserIdField,
    bulk::{ColumnNames, Format, write_header, write_row},
    orgs::bulk::column,
};

/// The organisation itself, where a department is named.
pub(super) const ROOT: &str = "/";

/// The most levels below the organisation.
const MAX_LEVELS: usize = 100;

/// The most departments that are compared.
pub(super) const MAX_DEPARTMENTS: usize = 100_000;

/// By what a department of a file and a department of the server are the same. A program declares it; nothing is
/// guessed from names that are alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum DepartmentKey {
    /// Its code, which no other of the organisation has. A department without a code is called by its id, as
    /// [`export_nodes`](crate::OrgsApi::export_nodes) does.
    Code,
    /// Its id on this server. Such a file changes departments that are there; it makes none, since a new one has
    /// no id before it is made.
    Id,
    /// The names from the organisation down to it, such as `研发/后端`. Another name is another department.
    Path,
}

impl DepartmentKey {
    /// The column that holds it: `code`, `id` or `path`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::Id => "id",
            Self::Path => "path",
        }
    }

    pub(super) fn parent_column(self) -> &'static str {
        match self {
            Self::Code => "parentCode",
            Self::Id => "parentId",
            Self::Path => "path",
        }
    }
}

/// A department as a file has it.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Department {
    /// Its code, id or path: see [`DepartmentKey`].
    pub key: String,
    /// The key of the one above; `None` right below the organisation. With paths it follows from the key.
    pub parent: Option<String>,
    /// Its name. With paths it follows from the key.
    pub name: String,
    /// Its code, where that is not the key. `None` says nothing of it.
    pub code: Option<String>,
    /// What it is for. `None` says nothing of it.
    pub description: Option<String>,
    /// Position among its siblings. `None` says nothing of it.
    pub order: Option<i64>,
    /// The name in other languages. `None` says nothing of it.
    pub name_i18n: Option<String>,
    /// The description in other languages. `None` says nothing of it.
    pub description_i18n: Option<String>,
}

authing_types::redacted_debug!(Department { order });

impl Department {
    /// A department right below the organisation. The other fields are public.
    pub fn new(key: impl Into<String>, name: impl Into<String>) -> Self {
        Self {
            key: key.into(),
            parent: None,
            name: name.into(),
            code: None,
            description: None,
            order: None,
            name_i18n: None,
            description_i18n: None,
        }
    }

    /// A department by its path, such as `研发/后端`, from which its name and place follow.
    pub fn at_path(path: impl Into<String>) -> Self {
        Self::new(path, String::new())
    }
}

/// The departments of an organisation, each once, in a tree without a cycle.
#[derive(Clone, PartialEq, Eq)]
pub struct Departments {
    key: DepartmentKey,
    /// Parents before their children.
    list: Vec<Department>,
    places: HashMap<String, usize>,
}

authing_types::redacted_debug!(Departments { key });

/// A department and the row that it stands in.
pub(super) struct Row {
    pub(super) row: u64,
    pub(super) department: Department,
}

impl Departments {
    /// Puts departments in their places.
    ///
    /// # Errors
    ///
    /// [`FileRefused`] for a key that stands twice, a parent that is not among them, and a cycle. Rows are counted
    /// from 1.
    pub fn new(
        key: DepartmentKey,
        departments: impl IntoIterator<Item = Department>,
    ) -> Result<Self, FileRefused> {
        let rows =
            departments.into_iter().zip(1..).map(|(department, row)| Row { row, department });
        let names = |field: &'static str| field.to_owned();
        Self::from_rows(key, rows.collect(), Problems::default(), names)
    }

    /// `column` says what the file calls a field.
    pub(super) fn from_rows(
        key: DepartmentKey,
        mut rows: Vec<Row>,
        mut problems: Problems,
        column: impl Fn(&'static str) -> String,
    ) -> Result<Self, FileRefused> {
        if key == DepartmentKey::Path {
            place_by_path(&mut rows, &mut problems, &column("path"));
        }
        if rows.len() > MAX_DEPARTMENTS {
            let problem = format!("has more than {MAX_DEPARTMENTS} departments");
            return Err(Error::new(ErrorKind::Input, format!("the file {problem}")).into());
        }
        let (of_key, of_parent) = (column(key.as_str()), column(key.parent_column()));
        let mut first = HashMap::<String, usize>::new();
        for (index, Row { row, department }) in rows.iter().enumerate() {
            if department.key.trim().is_empty() || department.key == ROOT {
                problems.add(Some(*row), Some(&of_key), "is empty");
                continue;
            }
            if department.name.trim().is_empty() {
                problems.add(Some(*row), Some(&column("name")), "is empty");
            }
            let Some(before) = first.get(&department.key).and_then(|index| rows.get(*index)) else {
                first.insert(department.key.clone(), index);
                continue;
            };
            let (code, at) = (shown(&department.key), before.row);
            let problem = match before.department.name == department.name {
                true => format!("{code} is in row {at} already"),
                false => format!(
                    "{code} has two names: row {at} says {}, this row says {}",
                    shown(&before.department.name),
                    shown(&department.name)
                ),
            };
            problems.add(Some(*row), Some(&of_key), problem);
        }
        let mut children = HashMap::<Option<&str>, Vec<usize>>::new();
        for (index, Row { row, department }) in rows.iter().enumerate() {
            let parent = department.parent.as_deref();
            match parent {
                Some(parent) if !first.contains_key(parent) => problems.add(
                    Some(*row),
                    Some(&of_parent),
                    format!(
                        "names no department of the file: {}; if that is the organisation itself, say so by `root`",
                        shown(parent)
                    ),
                ),
                _ => children.entry(parent).or_default().push(index),
            }
        }
        let mut order = Vec::with_capacity(rows.len());
        let top = children.remove(&None).unwrap_or_default();
        let mut next: Vec<_> = top.into_iter().rev().map(|index| (index, 1)).collect();
        let mut reached = HashSet::new();
        while let Some((index, level)) = next.pop() {
            let Some(Row { row, department }) = rows.get(index) else { continue };
            order.push(index);
            reached.insert(index);
            let below = children.remove(&Some(department.key.as_str())).unwrap_or_default();
            if level == MAX_LEVELS && !below.is_empty() {
                let problem = format!("has departments below it at more than {MAX_LEVELS} levels");
                problems.add(Some(*row), Some(&of_key), problem);
            }
            next.extend(below.into_iter().rev().map(|index| (index, level + 1)));
        }
        tell_cycles(&rows, &first, &reached, &of_parent, &mut problems);
        problems.refuse()?;
        let mut all: Vec<_> = rows.into_iter().map(|row| Some(row.department)).collect();
        let list: Vec<_> = order.iter().filter_map(|index| all.get_mut(*index)?.take()).collect();
        let places = list.iter().enumerate().map(|(place, one)| (one.key.clone(), place)).collect();
        Ok(Self { key, list, places })
    }

    /// By what they are known.
    pub fn key(&self) -> DepartmentKey {
        self.key
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Each of them, parents before their children.
    pub fn iter(&self) -> impl Iterator<Item = &Department> {
        self.list.iter()
    }

    /// The one with this key.
    pub(super) fn get(&self, key: &str) -> Option<&Department> {
        self.list.get(*self.places.get(key)?)
    }

    /// The names from the organisation down to a department, separated by `/`.
    pub(super) fn path(&self, key: &str) -> Option<String> {
        let mut names = Vec::new();
        let mut next = Some(self.get(key)?);
        while let Some(department) = next {
            names.push(department.name.as_str());
            next = department.parent.as_deref().and_then(|parent| self.get(parent));
        }
        names.reverse();
        Some(names.join("/"))
    }

    /// The file form of them, which [`ReadDepartments`](super::ReadDepartments) reads: with codes that of
    /// [`export_nodes`](crate::OrgsApi::export_nodes). Parents stand before their children, siblings in the order
    /// of their keys, so that equal departments make equal files.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Decode`] if a text cannot be written as JSON, which does not happen.
    pub fn to_file(&self, format: Format) -> Result<Vec<u8>, Error> {
        let columns: &[&str] = match self.key {
            DepartmentKey::Code => &[
                "code",
                "parentCode",
                "name",
                "nameI18n",
                "description",
                "descriptionI18n",
                "order",
            ],
            DepartmentKey::Id => &[
                "id",
                "parentId",
                "code",
                "name",
                "nameI18n",
                "description",
                "descriptionI18n",
                "order",
            ],
            DepartmentKey::Path => {
                &["path", "code", "nameI18n", "description", "descriptionI18n", "order"]
            }
        };
        let names = ColumnNames::default();
        let mut text = write_header(format, columns, &names);
        let mut below = BTreeMap::<Option<&str>, Vec<&Department>>::new();
        for department in &self.list {
            below.entry(department.parent.as_deref()).or_default().push(department);
        }
        let sorted = |mut list: Vec<_>| {
            list.sort_by(|one: &&Department, other| other.key.cmp(&one.key));
            list
        };
        let mut next = sorted(below.remove(&None).unwrap_or_default());
        while let Some(department) = next.pop() {
            let mut row = json!({
                "name": department.name,
                "nameI18n": department.name_i18n,
                "description": department.description,
                "descriptionI18n": department.description_i18n,
                "order": department.order,
                "code": department.code,
            });
            if let Value::Object(row) = &mut row {
                if self.key != DepartmentKey::Path {
                    row.insert(self.key.parent_column().to_owned(), json!(department.parent));
                }
                row.insert(self.key.as_str().to_owned(), json!(department.key));
            }
            write_row(&mut text, format, columns, &names, row)?;
            next.extend(sorted(below.remove(&Some(&*department.key)).unwrap_or_default()));
        }
        Ok(text)
    }
}

/// Gives each row the name and parent that its path says, and a row of its own to what stands above it and has none.
fn place_by_path(rows: &mut Vec<Row>, problems: &mut Problems, column: &str) {
    let mut seen: HashSet<String> = HashSet::new();
    let mut implied = Vec::<Row>::new();
    for Row { row, department } in rows.iter_mut() {
        match normal_path(&department.key, '/') {
            Some(segments) if (1..=MAX_LEVELS).contains(&segments.len()) => {
                department.name = segments.last().cloned().unwrap_or_default();
                department.key = segments.join("/");
                department.parent = parent_path(&department.key);
                seen.insert(department.key.clone());
            }
            _ => problems.add(
                Some(*row),
                Some(column),
                format!(
                    "{} is not a path of 1 to {MAX_LEVELS} names, such as `研发/后端`",
                    shown(&department.key)
                ),
            ),
        }
    }
    for Row { row, department } in rows.iter() {
        let mut next = department.parent.clone();
        while let Some(path) = next {
            next = parent_path(&path);
            if seen.insert(path.clone()) {
                let name = path.rsplit('/').next().unwrap_or_default().to_owned();
                let mut above = Department::new(path, name);
                above.parent = next.clone();
                implied.push(Row { row: *row, department: above });
            }
        }
    }
    rows.extend(implied);
}

fn parent_path(path: &str) -> Option<String> {
    path.rsplit_once('/').map(|(above, _)| above.to_owned())
}

/// The names of a path; `None` if one of them is empty. A separator at its beginning or end says nothing.
pub(super) fn normal_path(path: &str, separator: char) -> Option<Vec<String>> {
    let is_between = |letter: char| letter == separator || (separator == '/' && letter == '／');
    let path = path.trim().trim_matches(is_between);
    if path.is_empty() {
        return Some(Vec::new());
    }
    let names = path.split(is_between).map(|name| name.trim().to_owned());
    names.map(|name| (!name.is_empty()).then_some(name)).collect()
}

/// Tells each cycle once, at its first row.
fn tell_cycles(
    rows: &[Row],
    first: &HashMap<String, usize>,
    reached: &HashSet<usize>,
    column: &str,
    problems: &mut Problems,
) {
    let parent = |index: usize| {
        let parent = rows.get(index)?.department.parent.as_ref()?;
        first.get(parent).copied()
    };
    let mut told = HashSet::new();
    for start in 0..rows.len() {
        let mut path = Vec::new();
        let mut on_path = HashMap::new();
        let mut next = Some(start);
        while let Some(index) = next {
            if reached.contains(&index) || told.contains(&index) {
                break;
            }
            if let Some(begin) = on_path.get(&index).copied() {
                let cycle: Vec<usize> = path.get(begin..).unwrap_or_default().to_vec();
                let names = cycle.iter().chain([&index]).take(6);
                let names = names.filter_map(|index| rows.get(*index));
                let names: Vec<_> = names.map(|row| shown(&row.department.key)).collect();
                let more = if cycle.len() > 5 { " …" } else { "" };
                let at = cycle.iter().filter_map(|index| rows.get(*index)).map(|row| row.row).min();
                let problem = format!("stands below itself: {}{more}", names.join(" → "));
                problems.add(at, Some(column), problem);
                break;
            }
            on_path.insert(index, path.len());
            path.push(index);
            next = parent(index);
        }
        told.extend(path);
    }
}

/// A user and the departments that they are in.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Member {
    /// Who it is, by the declared [`UserIdField`].
    pub user: String,
    /// The keys of the departments; `/` is the organisation itself.
    pub departments: Vec<String>,
}

authing_types::redacted_debug!(Member {});

impl Member {
    /// A user in these departments and in no others.
    pub fn new(
        user: impl Into<String>,
        departments: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        let departments = departments.into_iter().map(Into::into).collect();
        Self { user: user.into(), departments }
    }
}

/// Who is in which department.
#[derive(Clone, PartialEq, Eq)]
pub struct Members {
    pub(super) user_key: UserIdField,
    pub(super) department_key: DepartmentKey,
    pub(super) list: Vec<Member>,
    /// The row in which each stands first.
    pub(super) rows: Vec<u64>,
    /// What the file calls the column of departments.
    pub(super) column: String,
    /// Members who have no such key, and so stand in no file.
    pub(super) without_key: u64,
}

authing_types::redacted_debug!(Members { user_key, department_key, without_key });

impl Members {
    /// These members, who are found by `user_key`; their departments are named by `department_key`. Who stands
    /// there several times is in the departments of all their rows.
    pub fn new(
        user_key: UserIdField,
        department_key: DepartmentKey,
        members: impl IntoIterator<Item = Member>,
    ) -> Self {
        let mut all = Self::none(user_key, department_key);
        let mut places = HashMap::new();
        for (member, row) in members.into_iter().zip(1..) {
            all.add(&mut places, row, member);
        }
        all
    }

    pub(super) fn none(user_key: UserIdField, department_key: DepartmentKey) -> Self {
        let column = "departments".to_owned();
        Self {
            user_key,
            department_key,
            list: Vec::new(),
            rows: Vec::new(),
            column,
            without_key: 0,
        }
    }

    pub(super) fn add(&mut self, places: &mut HashMap<String, usize>, row: u64, member: Member) {
        match places.get(&member.user).and_then(|place| self.list.get_mut(*place)) {
            Some(before) => {
                for department in member.departments {
                    if !before.departments.contains(&department) {
                        before.departments.push(department);
                    }
                }
            }
            None => {
                places.insert(member.user.clone(), self.list.len());
                self.rows.push(row);
                self.list.push(member);
            }
        }
    }

    /// How many users there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Each of them.
    pub fn iter(&self) -> impl Iterator<Item = &Member> {
        self.list.iter()
    }

    /// How many members of the organisation have no such key, and so are not here.
    pub fn without_key(&self) -> u64 {
        self.without_key
    }

    /// The file form of them, which [`ReadMembers`](super::ReadMembers) reads: a row for each user, in the order of
    /// their keys, with the departments in one cell, separated by `;`.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`] for a department whose key holds a `;` or a comma.
    pub fn to_file(&self, format: Format) -> Result<Vec<u8>, Error> {
        let columns = [column(self.user_key), "departments"];
        let names = ColumnNames::default();
        let mut text = write_header(format, &columns, &names);
        let mut sorted: Vec<_> = self.list.iter().collect();
        sorted.sort_by(|one, other| one.user.cmp(&other.user));
        for member in sorted {
            let mut departments = member.departments.clone();
            departments.sort();
            let separates = |key: &&String| format == Format::Csv && key.contains(SEPARATORS);
            if let Some(key) = departments.iter().find(separates) {
                let problem = format!(
                    "the department {} has a separator in its key, which a cell with several departments cannot \
                     have: use codes, or JSON Lines",
                    shown(key)
                );
                return Err(Error::new(ErrorKind::Input, problem));
            }
            let row = json!({ column(self.user_key): member.user, "departments": departments });
            write_row(&mut text, format, &columns, &names, row)?;
        }
        Ok(text)
    }
}

/// What stands between several departments of a cell.
pub(super) const SEPARATORS: [char; 4] = [';', '；', ',', '，'];
