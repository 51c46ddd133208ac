//! Things as cells of a table and as lines of a sheet.

use authing_types::Timestamp;
use serde_json::Value;

use crate::{shown::one_line, texts::pick};

/// A column of a list: the field by its path, as JSON has it, and its title.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Column {
    path: &'static str,
    english: &'static str,
    chinese: &'static str,
}

/// A column, its title in both languages.
pub(crate) const fn column(
    path: &'static str,
    english: &'static str,
    chinese: &'static str,
) -> Column {
    Column { path, english, chinese }
}

/// Which fields a list shows.
#[derive(Clone, Debug)]
pub(crate) struct Layout {
    paths: Vec<String>,
    titles: Vec<String>,
}

impl Layout {
    /// The usual columns, or those that were asked for by path (`id,customData.level`).
    pub(crate) fn new(usual: &[Column], asked: &[String]) -> Self {
        if asked.is_empty() {
            return Self {
                paths: usual.iter().map(|column| column.path.to_owned()).collect(),
                titles: usual
                    .iter()
                    .map(|column| pick(column.english, column.chinese).to_owned())
                    .collect(),
            };
        }
        Self {
            paths: asked.to_vec(),
            titles: asked.iter().map(|path| one_line(path).into()).collect(),
        }
    }

    pub(crate) fn titles(&self) -> Vec<String> {
        self.titles.clone()
    }

    pub(crate) fn row(&self, record: &Value) -> Vec<String> {
        self.paths.iter().map(|path| at(record, path).map_or_else(none, cell)).collect()
    }
}

/// What stands where there is nothing, so that columns can be counted.
fn none() -> String {
    "-".to_owned()
}

fn at<'v>(record: &'v Value, path: &str) -> Option<&'v Value> {
    // A name may have dots in it.
    if let Some(value) = record.get(path) {
        return Some(value);
    }
    path.split('.').try_fold(record, |value, name| match value {
        Value::Array(list) => list.get(name.parse::<usize>().ok()?),
        value => value.get(name),
    })
}

/// A value as a cell: on one line, times in one form.
fn cell(value: &Value) -> String {
    match value {
        Value::Null => none(),
        Value::String(text) if text.is_empty() => none(),
        Value::String(text) => time(text).unwrap_or_else(|| one_line(text).into_owned()),
        Value::Bool(_) | Value::Number(_) => value.to_string(),
        Value::Array(list) if list.is_empty() => none(),
        Value::Array(list) if list.iter().all(|value| !value.is_object() && !value.is_array()) => {
            list.iter().map(cell).collect::<Vec<_>>().join(", ")
        }
        Value::Array(_) | Value::Object(_) => one_line(&value.to_string()).into_owned(),
    }
}

/// `2026-11-29 23:37:13Z` for a point in time, in whatever form the server writes it.
fn time(text: &str) -> Option<String> {
    let is_like_one = text.len() >= 19
        && text.as_bytes().get(10).is_some_and(|byte| b"T ".contains(byte))
        && text.as_bytes().get(4) == Some(&b'-');
    if !is_like_one {
        return None;
    }
    let time = Timestamp::from(Timestamp::from_text(text).to_system_time()?);
    let (day, time) = time.as_str().split_once('T')?;
    // Nobody reads fractions.
    let time = time.split(['.', 'Z']).next()?;
    Some(format!("{day} {time}Z"))
}

/// What people look for first.
const FIRST: [&str; 8] =
    ["id", "code", "username", "name", "identifier", "email", "phone", "description"];

/// The fields of a thing that say anything, with the names that `--set` and `--columns` know them by: who or what it
/// is comes first, and what is inside of something else has a path (`oidcConfig.grant_types`).
pub(crate) fn flat(record: &Value) -> Vec<(String, String)> {
    let mut said = Vec::new();
    add("", record, DEEPEST, &mut said);
    let place = |name: &str| FIRST.iter().position(|first| *first == name).unwrap_or(FIRST.len());
    said.sort_by_key(|(name, _)| place(name));
    said
}

/// Deeper than this, JSON is shown.
const DEEPEST: usize = 3;

fn add(path: &str, value: &Value, depth: usize, said: &mut Vec<(String, String)>) {
    let below = |name: &str| match path {
        "" => one_line(name).into_owned(),
        path => format!("{path}.{}", one_line(name)),
    };
    match value {
        Value::Null => (),
        Value::String(text) if text.is_empty() => (),
        Value::Object(fields) if depth > 0 => {
            for (name, value) in fields {
                add(&below(name), value, depth - 1, said);
            }
        }
        Value::Array(list) if depth > 0 && list.iter().any(Value::is_object) => {
            for (index, value) in list.iter().enumerate() {
                add(&below(&index.to_string()), value, depth, said);
            }
        }
        Value::Array(list) if list.is_empty() => (),
        value => said.push((path.to_owned(), cell(value))),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_field_is_found_by_its_path() {
        let user = json!({ "id": "1", "customData": { "level": 3, "a.b": "c" }, "roles": [{ "code": "x" }] });
        for (path, shown) in [
            ("id", "1"),
            ("customData.level", "3"),
            ("roles.0.code", "x"),
            ("roles.1.code", "-"),
            ("nobody", "-"),
        ] {
            assert_eq!(Layout::new(&[], &[path.to_owned()]).row(&user), [shown], "{path}");
        }
    }

    #[test]
    fn times_are_shown_in_one_form_and_what_only_looks_like_one_as_it_is() {
        for (sent, shown) in [
            ("2021-09-24T07:29:51.123Z", "2021-09-24 07:29:51Z"),
            ("2020-10-07T23:33:58+08:00", "2020-10-07 15:33:58Z"),
            ("2021-99-24T07:29:51.123Z", "2021-99-24T07:29:51.123Z"),
            ("张伟", "张伟"),
        ] {
            assert_eq!(cell(&json!(sent)), shown);
        }
    }

    #[test]
    fn what_says_nothing_is_left_out_of_a_sheet() {
        let user = json!({ "id": "1", "name": null, "roles": [], "photo": "", "blocked": false });
        assert_eq!(flat(&user), [("id".into(), "1".into()), ("blocked".into(), "false".into())]);
    }

    #[test]
    fn what_is_inside_of_something_has_the_path_that_columns_know() {
        let app =
            json!({ "name": "Shop", "config": { "grants": ["a", "b"], "keys": [{ "kid": "1" }] } });
        let said = flat(&app);
        for (path, value) in &said {
            assert_eq!(Layout::new(&[], std::slice::from_ref(path)).row(&app), [value.as_str()]);
        }
        let paths: Vec<_> = said.iter().map(|(path, _)| path.as_str()).collect();
        assert_eq!(paths, ["name", "config.grants", "config.keys.0.kid"]);
    }
}
