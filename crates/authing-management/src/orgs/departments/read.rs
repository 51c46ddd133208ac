//! Departments and members from files.

use std::{
    collections::HashMap,
    error::Error as StdError,
    sync::{Mutex, PoisonError},
};

use authing_core::{Error, ErrorKind};
use bytes::Bytes;
use futures_core::Stream;
use futures_util::{StreamExt, pin_mut};
use serde_json::{Map, Value};

use super::{
    model::{
        Department, DepartmentKey, Departments, Member, Members, ROOT, Row, SEPARATORS, normal_path,
    },
    problems::{FileRefused, Problems, shown},
};
use crate::{
    UserIdField,
    bulk::{Fields, Format, Reading, plain, reading_setters, records, trim, usual},
    orgs::bulk::column,
};

type Names = &'static [(&'static str, &'static [&'static str])];

/// What the columns of departments are called, besides the names of the fields.
const DEPARTMENT_NAMES: Names = &[
    (
        "code",
        &[
            "部门id",
            "部门编号",
            "部门编码",
            "部门代码",
            "department id",
            "department code",
            "dept id",
        ],
    ),
    (
        "parentCode",
        &[
            "父部门id",
            "父部门编号",
            "父部门编码",
            "上级部门id",
            "上级部门编号",
            "上级部门编码",
            "parent department id",
            "parent department code",
            "parent id",
            "parent code",
        ],
    ),
    ("path", &["部门路径", "部门全路径", "部门全称", "department path"]),
    ("name", &["部门名称", "部门名", "部门", "名称", "department name", "department"]),
    ("order", &["排序", "次序", "顺序", "sort order"]),
    ("description", &["描述", "部门描述", "说明", "备注"]),
];

/// With paths a column of departments holds them.
const PATH_NAMES: Names = &[(
    "path",
    &[
        "部门",
        "所属部门",
        "部门名称",
        "department",
        "部门路径",
        "部门全路径",
        "部门全称",
        "department path",
    ],
)];

/// What the column of a person's departments is called.
const MEMBER_NAMES: Names = &[(
    "departments",
    &[
        "部门",
        "所属部门",
        "部门id",
        "部门路径",
        "部门编号",
        "部门编码",
        "所在部门",
        "department",
        "department id",
        "department ids",
        "department path",
    ],
)];

/// What the columns of a file hold, and what it calls them.
struct Columns<F> {
    field: F,
    called: Mutex<HashMap<&'static str, String>>,
}

impl<F: Fn(&str) -> Option<&'static str>> Columns<F> {
    fn new(field: F) -> Self {
        Self { field, called: Mutex::default() }
    }

    /// Notes what the columns hold. Refuses two for the same, and unknown ones if `all` are to be known.
    fn note(&self, names: &[String], all: &[&str]) -> Result<(), Error> {
        let mut called = self.called.lock().unwrap_or_else(PoisonError::into_inner);
        for (place, name) in names.iter().enumerate() {
            let Some(field) = (self.field)(name) else {
                if all.is_empty() {
                    continue;
                }
                let problem = format!(
                    "column {} ({}) is none of departments; known are {}; `without_column` passes over it",
                    place + 1,
                    shown(name),
                    all.join(", ")
                );
                return Err(Error::new(ErrorKind::Input, problem));
            };
            if let Some(before) = called.insert(field, name.clone()) {
                let problem = format!(
                    "the columns {} and {} hold the same, `{field}`: leave one of them out by `without_column`",
                    shown(&before),
                    shown(name)
                );
                return Err(Error::new(ErrorKind::Input, problem));
            }
        }
        Ok(())
    }

    fn has(&self, field: &str) -> bool {
        self.called.lock().unwrap_or_else(PoisonError::into_inner).contains_key(field)
    }

    /// What the file calls a field.
    fn called(&self, field: &str) -> String {
        let called = self.called.lock().unwrap_or_else(PoisonError::into_inner);
        called.get(field).cloned().unwrap_or_else(|| field.to_owned())
    }

    /// The fields of a row by what they hold; a whole number may stand for a text, as ids do in JSON.
    fn fields(
        &self,
        row: Map<String, Value>,
    ) -> Result<Map<String, Value>, (String, &'static str)> {
        let mut fields = Map::new();
        for (name, value) in row {
            let Some(field) = (self.field)(&name) else {
                if !value.is_null() {
                    fields.insert(name, value);
                }
                continue;
            };
            let value = match value {
                Value::Number(number) if field != "order" => Value::String(number.to_string()),
                value => value,
            };
            if fields.insert(field.to_owned(), value).is_some() {
                return Err((name, "stands twice"));
            }
        }
        Ok(fields)
    }
}

fn known(names: Names, name: &str) -> Option<&'static str> {
    let plain = plain(name);
    let of = |(field, others): &(&'static str, &[&str])| {
        (field.eq_ignore_ascii_case(&plain) || others.contains(&plain.as_str())).then_some(*field)
    };
    names.iter().find_map(of)
}

/// How a file of departments is read.
///
/// Its columns are those that [`Departments::to_file`] writes. With codes these are `code`, `name` and
/// `parentCode`, which is left out right below the organisation; in place of the parent there may be a `path`. With
/// ids they are `id`, `name` and `parentId`, with paths `path` alone. `description`, `order`, `nameI18n` and
/// `descriptionI18n` are optional. What directories call these is known too: 部门名称, 部门ID, 父部门ID, 排序,
/// 部门路径. A column that is not known is refused, unless `without_column` passes over it.
///
/// At most 100,000 departments are read; they are kept in memory.
pub struct ReadDepartments {
    reading: Reading,
    key: DepartmentKey,
    root: Option<String>,
    separator: char,
}

authing_types::redacted_debug!(ReadDepartments { reading, key, separator });

impl ReadDepartments {
    /// A file of this format, whose departments are known by this.
    pub fn new(format: Format, key: DepartmentKey) -> Self {
        Self { reading: Reading::new(format), key, root: None, separator: '/' }
    }

    reading_setters!(reading);

    /// What the file calls the organisation itself: the key of its row, such as `1` in WeCom, or the first name of
    /// all paths. That row makes no department.
    #[must_use]
    pub fn root(mut self, key: impl Into<String>) -> Self {
        self.root = Some(key.into());
        self
    }

    /// What stands between the names of a path. Default: `/`.
    #[must_use]
    pub fn separator(mut self, separator: char) -> Self {
        self.separator = separator;
        self
    }

    /// Reads the departments and puts them in their places. Nothing is sent.
    ///
    /// # Errors
    ///
    /// [`FileRefused`] for a file that cannot be read or contradicts itself: see [`Departments::new`].
    pub async fn read<B, E>(
        self,
        source: impl Stream<Item = Result<B, E>> + Send,
    ) -> Result<Departments, FileRefused>
    where
        B: Into<Bytes>,
        E: Into<Box<dyn StdError + Send + Sync>>,
    {
        let Self { reading, key, root, separator } = self;
        reading.check()?;
        let format = reading.format;
        let columns = Columns::new(|name: &str| match (plain(name).as_str(), key) {
            ("namei18n", _) => Some("nameI18n"),
            ("descriptioni18n", _) => Some("descriptionI18n"),
            ("id", DepartmentKey::Id) => Some("id"),
            ("parentid", DepartmentKey::Id) => Some("parentId"),
            (_, DepartmentKey::Path) => {
                known(PATH_NAMES, name).or_else(|| known(DEPARTMENT_NAMES, name))
            }
            _ => known(DEPARTMENT_NAMES, name),
        });
        let all: Vec<_> = [key.as_str(), key.parent_column()]
            .into_iter()
            .chain(["name", "path", "code", "order", "description", "nameI18n", "descriptionI18n"])
            .collect();
        let check = |names: &[String]| {
            columns.note(names, &all)?;
            match columns.has(key.as_str()) {
                true => Ok(()),
                false => Err(Error::new(
                    ErrorKind::Input,
                    format!(
                        "the file has no column `{0}`, by which departments are known here",
                        key.as_str()
                    ),
                )),
            }
        };
        let mut problems = Problems::default();
        let (mut rows, mut paths) = (Vec::new(), Vec::new());
        let records = records(reading, source, check);
        pin_mut!(records);
        while let Some(record) = records.next().await {
            let record = record?;
            let row = record.row;
            let fields = match record.fields {
                Ok(fields) => fields,
                Err(error) => {
                    problems.add(Some(row), None, error.message());
                    continue;
                }
            };
            let fields = match columns.fields(fields) {
                Ok(fields) => fields,
                Err((name, problem)) => {
                    problems.add(Some(row), Some(&name), problem);
                    continue;
                }
            };
            if rows.len() > super::model::MAX_DEPARTMENTS {
                continue;
            }
            match read_department(key, format, fields) {
                Ok((department, path))
                    if is_root(&department, path.as_deref(), key, root.as_deref(), separator) => {}
                Ok((mut department, path)) => {
                    if key == DepartmentKey::Path {
                        if let Some(path) = path_of(&department.key, root.as_deref(), separator) {
                            department.key = path.join("/");
                        }
                    } else {
                        department.parent =
                            department.parent.filter(|parent| Some(parent) != root.as_ref());
                    }
                    paths.push(path);
                    rows.push(Row { row, department });
                }
                Err((field, problem)) => {
                    problems.add(Some(row), Some(&columns.called(field)), problem);
                }
            }
        }
        if key != DepartmentKey::Path && columns.has("path") && !columns.has(key.parent_column()) {
            let column = columns.called("path");
            parents_by_path(&mut rows, &paths, root.as_deref(), separator, &column, &mut problems);
        }
        Departments::from_rows(key, rows, problems, |field| columns.called(field))
    }
}

type ReadRow = (Department, Option<String>);

fn read_department(
    key: DepartmentKey,
    format: Format,
    fields: Map<String, Value>,
) -> Result<ReadRow, (&'static str, String)> {
    let mut fields = Fields::new(format, fields);
    let mut text = |field: &'static str, is_name: bool| {
        let text = if is_name { fields.name(field) } else { fields.text(field) };
        text.map_err(|error| (field, problem_of(field, &error)))
    };
    let path = text("path", false)?;
    let key_text = match key {
        DepartmentKey::Path => path.clone(),
        _ => text(key.as_str(), true)?,
    };
    let Some(key_text) = key_text else {
        return Err((key.as_str(), "is empty".to_owned()));
    };
    let name = text("name", false)?;
    let mut department = Department::new(key_text, name.unwrap_or_default());
    if key != DepartmentKey::Path {
        department.parent = text(key.parent_column(), true)?;
        if department.name.is_empty()
            && let Some(path) = &path
        {
            let last = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
            department.name = trim(last).to_owned();
        }
    }
    if key != DepartmentKey::Code {
        department.code = text("code", true)?;
    }
    department.description = text("description", false)?;
    department.name_i18n = text("nameI18n", false)?;
    department.description_i18n = text("descriptionI18n", false)?;
    let order = fields.number("order");
    department.order = order.map_err(|error| ("order", problem_of("order", &error)))?;
    if key == DepartmentKey::Path {
        // A path says both.
        fields.text("parentCode").ok();
    }
    fields.end().map_err(|error| (key.as_str(), error.message().to_owned()))?;
    Ok((department, path))
}

/// What an error says of an argument, without its name.
fn problem_of(field: &str, error: &Error) -> String {
    let message = error.message();
    let named = format!("argument `{field}` ");
    message.strip_prefix(&named).unwrap_or(message).to_owned()
}

fn is_root(
    department: &Department,
    path: Option<&str>,
    key: DepartmentKey,
    root: Option<&str>,
    separator: char,
) -> bool {
    let is_its_path = |path: &str| {
        root.is_some() && path_of(path, root, separator).is_some_and(|names| names.is_empty())
    };
    match key {
        DepartmentKey::Path => is_its_path(&department.key),
        _ => root == Some(department.key.as_str()) || path.is_some_and(is_its_path),
    }
}

/// The names of a path, without that of the organisation itself.
fn path_of(path: &str, root: Option<&str>, separator: char) -> Option<Vec<String>> {
    let mut names = normal_path(path, separator)?;
    if root.is_some() && names.first().map(String::as_str) == root {
        names.remove(0);
    }
    Some(names)
}

/// Finds the department above each by the paths of all.
fn parents_by_path(
    rows: &mut [Row],
    paths: &[Option<String>],
    root: Option<&str>,
    separator: char,
    column: &str,
    problems: &mut Problems,
) {
    let paths: Vec<_> = paths
        .iter()
        .map(|path| path.as_deref().and_then(|path| path_of(path, root, separator)))
        .collect();
    let mut keys = HashMap::new();
    for (Row { row, department }, path) in rows.iter().zip(&paths) {
        let Some(path) = path.as_ref().filter(|path| !path.is_empty()) else {
            problems.add(Some(*row), Some(column), "is not a path of names, such as `研发/后端`");
            continue;
        };
        if keys.insert(path.clone(), department.key.clone()).is_some() {
            problems.add(Some(*row), Some(column), "is the path of another row too");
        }
    }
    for (Row { row, department }, path) in rows.iter_mut().zip(&paths) {
        let Some((name, above)) = path.as_ref().and_then(|path| path.split_last()) else {
            continue;
        };
        if department.name.is_empty() || department.name.contains('/') {
            department.name.clone_from(name);
        }
        if above.is_empty() {
            continue;
        }
        match keys.get(above) {
            Some(parent) => department.parent = Some(parent.clone()),
            None => {
                let problem =
                    format!("has no row above it: {} is missing", shown(&above.join("/")));
                problems.add(Some(*row), Some(column), problem);
            }
        }
    }
}

/// How a file of members is read: a sheet of people, or what [`Members::to_file`] and
/// [`export_members`](crate::OrgsApi::export_members) write.
///
/// A row has the column that says who it is, by its own or a usual name (`externalId`, 工号), and `departments` (部门),
/// with several departments separated by `;`, `；` or `,`; a user may stand in several rows. `/` is the organisation
/// itself. `nodeCode` names one department, and the organisation where it is empty. All other columns are passed over:
/// a sheet of people has many.
///
/// The members are kept in memory, about 200 bytes each.
pub struct ReadMembers {
    reading: Reading,
    user_key: UserIdField,
    key: DepartmentKey,
    root: Option<String>,
    separator: char,
}

authing_types::redacted_debug!(ReadMembers { reading, user_key, key, separator });

impl ReadMembers {
    /// A file of this format, whose rows say by `user_key` who a member is, and name departments by `department_key`,
    /// which need not be that of the file of departments: people's sheets often have paths.
    pub fn new(format: Format, user_key: UserIdField, department_key: DepartmentKey) -> Self {
        Self {
            reading: Reading::new(format),
            user_key,
            key: department_key,
            root: None,
            separator: '/',
        }
    }

    reading_setters!(reading);

    /// What the file calls the organisation itself: as for [`ReadDepartments::root`].
    #[must_use]
    pub fn root(mut self, key: impl Into<String>) -> Self {
        self.root = Some(key.into());
        self
    }

    /// What stands between the names of a path. Default: `/`.
    #[must_use]
    pub fn separator(mut self, separator: char) -> Self {
        self.separator = separator;
        self
    }

    /// Reads the members. Nothing is sent.
    ///
    /// # Errors
    ///
    /// [`FileRefused`] for a file that cannot be read, and for a row without a user or a department.
    pub async fn read<B, E>(
        self,
        source: impl Stream<Item = Result<B, E>> + Send,
    ) -> Result<Members, FileRefused>
    where
        B: Into<Bytes>,
        E: Into<Box<dyn StdError + Send + Sync>>,
    {
        let Self { reading, user_key, key, root, separator } = self;
        reading.check()?;
        let format = reading.format;
        let user_column = column(user_key);
        let columns = Columns::new(|name: &str| match name {
            name if name.eq_ignore_ascii_case(user_column) => Some(user_column),
            "nodeCode" => Some("nodeCode"),
            "leader" => Some("leader"),
            // An exported row has all of these.
            "userId" | "externalId" | "username" | "email" | "phone" => None,
            name if usual(name) == Some(user_column) => Some(user_column),
            name => known(MEMBER_NAMES, name),
        });
        let missing = |what: &str, field: &str| {
            Error::new(ErrorKind::Input, format!("the file has no column `{field}`, {what}"))
        };
        let check = |names: &[String]| {
            columns.note(names, &[])?;
            if !columns.has(user_column) {
                return Err(missing("which says who a member is", user_column));
            }
            if !columns.has("departments") && !columns.has("nodeCode") {
                return Err(missing("which says where they belong", "departments"));
            }
            Ok(())
        };
        let mut problems = Problems::default();
        let mut members = Members::none(user_key, key);
        let mut places = HashMap::new();
        let records = records(reading, source, check);
        pin_mut!(records);
        while let Some(record) = records.next().await {
            let record = record?;
            let row = record.row;
            let fields = record.fields.map_err(|error| error.message().to_owned());
            let fields = fields.and_then(|fields| {
                columns
                    .fields(fields)
                    .map_err(|(name, problem)| format!("{} {problem}", shown(&name)))
            });
            let mut fields = match fields {
                Ok(fields) => fields,
                Err(problem) => {
                    problems.add(Some(row), None, problem);
                    continue;
                }
            };
            let mut add = |field, problem: String| {
                problems.add(Some(row), Some(&columns.called(field)), problem);
            };
            let departments = fields.remove("departments").unwrap_or_default();
            let mut fields = Fields::new(format, fields);
            let user = match fields.name(user_column) {
                Ok(Some(user)) => user,
                Ok(None) => {
                    add(user_column, "is empty".to_owned());
                    continue;
                }
                Err(error) => {
                    add(user_column, problem_of(user_column, &error));
                    continue;
                }
            };
            if fields.flag("leader").is_ok_and(|leader| leader == Some(true)) {
                add("leader", "says who leads, which the server does not tell, so that it cannot be compared: \
                               see `add_leaders`".to_owned());
                continue;
            }
            let node = fields.name("nodeCode");
            let is_cell =
                format == Format::Csv && !trim(departments.as_str().unwrap_or_default()).is_empty();
            let named = match (departments, node) {
                (_, Err(error)) => {
                    add("nodeCode", problem_of("nodeCode", &error));
                    continue;
                }
                (Value::String(cell), _) if is_cell => cell
                    .split(SEPARATORS)
                    .map(|one| trim(one).to_owned())
                    .filter(|one| !one.is_empty())
                    .collect(),
                (Value::String(text), _) if !trim(&text).is_empty() => vec![text],
                (Value::Array(list), _) => {
                    let texts = list.into_iter().map(|entry| match entry {
                        Value::String(text) => Some(text),
                        Value::Number(number) => Some(number.to_string()),
                        _ => None,
                    });
                    match texts.collect::<Option<Vec<_>>>() {
                        Some(texts) => texts,
                        None => {
                            add("departments", "is not a list of texts".to_owned());
                            continue;
                        }
                    }
                }
                (Value::Null | Value::String(_), Ok(node))
                    if columns.has("nodeCode") || node.is_some() =>
                {
                    vec![node.unwrap_or_else(|| ROOT.to_owned())]
                }
                (Value::Null | Value::String(_), _) => {
                    add("departments", "is empty: `/` is the organisation itself".to_owned());
                    continue;
                }
                _ => {
                    add("departments", "is not text".to_owned());
                    continue;
                }
            };
            let named = named.iter().map(|one| normal_key(one, key, root.as_deref(), separator));
            members.add(&mut places, row, Member::new(user, named));
        }
        members.column = columns.called("departments");
        problems.refuse()?;
        Ok(members)
    }
}

/// A department as the sync knows it.
fn normal_key(text: &str, key: DepartmentKey, root: Option<&str>, separator: char) -> String {
    let text = trim(text);
    match key {
        _ if text == ROOT || Some(text) == root => ROOT.to_owned(),
        DepartmentKey::Path => match path_of(text, root, separator) {
            Some(names) if names.is_empty() => ROOT.to_owned(),
            Some(names) => names.join("/"),
            None => text.to_owned(),
        },
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use futures_util::{FutureExt, stream};

    use super::*;

    fn department(key: &str, name: &str, parent: Option<&str>) -> Department {
        let mut department = Department::new(key, name);
        department.parent = parent.map(str::to_owned);
        department
    }

    fn blocks(file: Vec<u8>) -> impl Stream<Item = Result<Vec<u8>, Infallible>> + Send {
        stream::iter([Ok(file)])
    }

    #[test]
    fn what_is_written_of_departments_is_read_by_every_key() {
        let mut first = department("a", "A, \"a\"", None);
        first.order = Some(3);
        first.description = Some("all of it".to_owned());
        first.name_i18n = Some("{\"en\":\"A\"}".to_owned());
        let mut with_code = department("i2", "B", Some("i1"));
        with_code.code = Some("b".to_owned());
        let mut path = Department::at_path("研发/后端");
        path.description_i18n = Some("x".to_owned());
        for (key, list) in [
            (DepartmentKey::Code, vec![first, department("b", "B", Some("a"))]),
            (DepartmentKey::Id, vec![department("i1", "A", None), with_code]),
            (
                DepartmentKey::Path,
                vec![Department::at_path("研发"), path, Department::at_path("销售")],
            ),
        ] {
            let departments = Departments::new(key, list).unwrap();
            for format in [Format::Csv, Format::JsonLines] {
                let file = departments.to_file(format).unwrap();
                let read = ReadDepartments::new(format, key).read(blocks(file)).now_or_never();
                assert!(read.unwrap().unwrap() == departments, "{key:?} {format:?}");
            }
        }
    }

    #[test]
    fn what_is_written_of_members_is_read_again() {
        let members = [Member::new("li", ["/"]), Member::new("wang", ["a", "b"])];
        let members = Members::new(UserIdField::Email, DepartmentKey::Code, members);
        for format in [Format::Csv, Format::JsonLines] {
            let file = members.to_file(format).unwrap();
            let read = ReadMembers::new(format, UserIdField::Email, DepartmentKey::Code);
            let read = read.read(blocks(file)).now_or_never().unwrap().unwrap();
            assert!(read == members, "{format:?}");
        }
        let named =
            Members::new(UserIdField::Email, DepartmentKey::Path, [Member::new("li", ["a;b"])]);
        assert!(named.to_file(Format::Csv).is_err(), "the cell would say two departments");
        assert!(named.to_file(Format::JsonLines).is_ok());
    }

    #[test]
    fn codes_may_have_their_places_by_paths() {
        let file =
            "部门编号,部门路径\n1,某公司\n2,某公司/研发\n3,某公司/研发/后端\n".as_bytes().to_vec();
        let read = ReadDepartments::new(Format::Csv, DepartmentKey::Code).root("某公司");
        let read = read.read(blocks(file)).now_or_never().unwrap().unwrap();
        let places: Vec<_> = read.iter().map(|one| (&*one.key, one.parent.as_deref())).collect();
        assert_eq!(places, [("2", None), ("3", Some("2"))], "the first row is the organisation");
        let file = "部门编号,部门路径\n2,研发\n3,研发/后端\n4,销售/海外\n".as_bytes().to_vec();
        let read = ReadDepartments::new(Format::Csv, DepartmentKey::Code);
        let told = read.read(blocks(file)).now_or_never().unwrap().unwrap_err().to_string();
        assert_eq!(
            told,
            "the file is refused: row 3, column `部门路径`: has no row above it: `销售` is missing"
        );
        let file = "部门编号,部门路径\n2,研发\n3,研发/后端\n".as_bytes().to_vec();
        let read = ReadDepartments::new(Format::Csv, DepartmentKey::Code);
        let read = read.read(blocks(file)).now_or_never().unwrap().unwrap();
        let back = read.get("3").unwrap();
        assert_eq!((&*back.name, back.parent.as_deref()), ("后端", Some("2")));
    }
}
