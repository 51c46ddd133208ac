//! The rules that the public API keeps. `xtask/api.toml` says where they do not hold, and why.

use std::{collections::BTreeMap, fs, path::Path};

use heck::ToUpperCamelCase as _;
use regex::Regex;
use serde::Deserialize;

use super::signature::Line;

const TABLE: &str = "xtask/api.toml";

/// The rules, as the table and the reports call them.
const RULES: [&str; 11] = [
    "get-or-error",
    "many",
    "exists",
    "switch",
    "handle-name",
    "no-common-message",
    "no-str-parameter",
    "no-option-of-option",
    "no-trailing-option",
    "one-name",
    "foreign-type",
];

/// Types that every crate may have one of.
const OF_EVERY_CRATE: [&str; 2] = ["Error", "Result"];

/// What parameters are called that are read where they are, and not kept: these may be lent.
const TEXTS: [&str; 9] =
    ["body", "der", "document", "header", "json", "pem", "query", "text", "xml"];

/// How the table is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    /// Paths of other crates, by the crate that may show them; `all` is for each.
    foreign: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    except: Vec<Exception>,
}

/// Where a rule does not hold.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Exception {
    rule: String,
    /// A regular expression for the whole of what is reported: `authing_core::A::f(name)`.
    at: String,
    why: String,
}

/// What contradicts a rule.
struct Breach {
    rule: &'static str,
    /// Which item, and which of its parameters.
    at: String,
    place: String,
    what: String,
}

/// Applies the rules to the snapshots.
///
/// # Errors
///
/// What contradicts them, or a table that does not say what it should.
pub fn check(root: &Path) -> Result<String, String> {
    let table = fs::read_to_string(root.join(TABLE)).map_err(|e| format!("{TABLE}: {e}\n"))?;
    let table: Table = toml::from_str(&table).map_err(|e| format!("{TABLE}: {e}\n"))?;
    let mut breaches = Vec::new();
    let mut types: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    let mut items = 0;
    for path in super::files(root)? {
        let text = fs::read_to_string(root.join(&path)).map_err(|e| format!("{path}: {e}\n"))?;
        let name = path.rsplit('/').next().unwrap_or_default().trim_end_matches(".txt");
        let allowed = ["all", name].into_iter().filter_map(|name| table.foreign.get(name));
        let allowed: Vec<&str> = allowed.flatten().map(String::as_str).collect();
        let crate_name = name.replace('-', "_");
        for (index, text) in text.lines().enumerate() {
            let line = Line::read(text);
            if line.path.is_empty() && !line.is_impl {
                continue;
            }
            items += 1;
            let full = line.path.replacen("crate", &crate_name, 1);
            let at = if line.is_impl {
                text.replace("crate::", &format!("{crate_name}::"))
            } else {
                full.clone()
            };
            let place = format!("{path}:{}", index + 1);
            for (rule, parameter, what) in of_line(text, &line, &allowed) {
                let at = match parameter {
                    Some(parameter) => format!("{at}({parameter})"),
                    None => at.clone(),
                };
                breaches.push(Breach { rule, at, place: place.clone(), what });
            }
            let is_type = matches!(line.keyword, "struct" | "enum" | "trait" | "type" | "union");
            if is_type && !line.is_associated() && !OF_EVERY_CRATE.contains(&line.name()) {
                types.entry(line.name().to_owned()).or_default().push((full, place));
            }
        }
    }
    for (name, places) in types.into_iter().filter(|(_, places)| places.len() > 1) {
        let paths: Vec<_> = places.iter().map(|(path, _)| path.as_str()).collect();
        let what = format!("{} types are called {name}: {}", paths.len(), paths.join(", "));
        let place = places.last().map(|(_, place)| place.clone()).unwrap_or_default();
        breaches.push(Breach { rule: "one-name", at: name, place, what });
    }
    judge(&table, breaches, items)
}

/// Leaves out what is excepted, and reports the rest.
fn judge(table: &Table, breaches: Vec<Breach>, items: usize) -> Result<String, String> {
    let mut exceptions = Vec::new();
    for exception in &table.except {
        let Exception { rule, at, why } = exception;
        if !RULES.contains(&rule.as_str()) {
            return Err(format!("{TABLE}: there is no rule `{rule}`\n"));
        }
        if why.trim().is_empty() {
            return Err(format!("{TABLE}: `{at}`: an exception says why\n"));
        }
        let regex = Regex::new(&format!("^(?:{at})$")).map_err(|e| format!("{TABLE}: {e}\n"))?;
        exceptions.push((exception, regex, false));
    }
    let mut text = String::new();
    let mut count = 0;
    for Breach { rule, at, place, what } in breaches {
        let mut is_excepted = false;
        for (exception, regex, is_used) in &mut exceptions {
            if exception.rule == rule && regex.is_match(&at) {
                (*is_used, is_excepted) = (true, true);
            }
        }
        if !is_excepted {
            count += 1;
            text.push_str(&format!("{place}: {rule}: {at}: {what}\n"));
        }
    }
    for (exception, _, is_used) in exceptions {
        if !is_used {
            count += 1;
            let Exception { rule, at, .. } = exception;
            text.push_str(&format!("{TABLE}: {rule}: nothing needs the exception for `{at}`\n"));
        }
    }
    if count == 0 {
        return Ok(format!("{items} public items keep the rules\n"));
    }
    Err(format!("{text}\n{count} breaches of the rules; an exception says why in {TABLE}\n"))
}

/// What contradicts the rules in one line: rule, parameter, and what it is.
fn of_line<'a>(
    text: &str,
    line: &Line<'a>,
    allowed: &[&str],
) -> Vec<(&'static str, Option<&'a str>, String)> {
    let mut found = Vec::new();
    if text.contains("CommonMessage") {
        found.push(("no-common-message", None, "only says that it worked: `Call<()>`".to_owned()));
    }
    if text.contains("Option<Option<") {
        found.push(("no-option-of-option", None, "give the three cases names".to_owned()));
    }
    let parameters = line.parameters();
    for (name, of_type) in &parameters {
        if is_str(of_type) && !TEXTS.contains(name) {
            let what = format!("`{of_type}`: take `impl Into<String>`, or `impl Into<Secret>`");
            found.push(("no-str-parameter", Some(*name), what));
        }
    }
    if let Some((name, of_type)) = parameters.last()
        && parameters.len() > 1
        && is_optional_text(of_type)
    {
        let what = format!("`{of_type}`: make a scope a handle, and an option part of a request");
        found.push(("no-trailing-option", Some(*name), what));
    }
    found.extend(of_call(line).map(|(rule, what)| (rule, None, what)));
    for path in foreign_paths(text) {
        let is_allowed = allowed.iter().any(|allowed| {
            path.strip_prefix(allowed).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
        });
        if !is_allowed {
            let what = format!("shows {path}, which is not on the list of {TABLE}");
            found.push(("foreign-type", None, what));
        }
    }
    found
}

/// What contradicts the rules about the names of calls and of the handles that have them.
fn of_call(line: &Line<'_>) -> Option<(&'static str, String)> {
    let (name, returns) = (line.name(), line.returns());
    let is_client = line.path.rsplit("::").nth(1).is_some_and(|name| name.ends_with("Client"));
    let is_accessor = is_client && line.parameters().is_empty();
    if is_accessor && returns.starts_with("crate::") && returns.ends_with("<'_>") {
        let handle = returns.trim_end_matches("<'_>").rsplit("::").next().unwrap_or_default();
        // A program may use both clients: the end user's handles say whose they are.
        let of_user = line.path.contains("::AuthenticationClient::");
        let whose = if of_user { "User" } else { "" };
        let expected = format!("{whose}{}Api", name.to_upper_camel_case());
        let what = format!("the handle is {handle} and not {expected}");
        return (handle != expected).then_some(("handle-name", what));
    }
    if !returns.starts_with("authing_core::Call<") {
        return None;
    }
    let is_get = name == "get" || (name.starts_with("get_") && !name.ends_with("_opt"));
    if is_get && returns.contains("::Call<Option<") {
        let what = "return the thing or an error; `get_opt` and `find` return an option";
        return Some(("get-or-error", what.to_owned()));
    }
    if name.starts_with("batch_") || name.ends_with("_batch") {
        return Some(("many", "call it `…_many`".to_owned()));
    }
    if name.contains("_exist") {
        return Some(("exists", "call it `exists`".to_owned()));
    }
    let is_switch =
        |(name, of_type): &(&str, &str)| *of_type == "bool" && name.ends_with("enabled");
    if line.parameters().iter().any(is_switch) {
        return Some(("switch", "make it two calls, `enable…` and `disable…`".to_owned()));
    }
    None
}

/// Whether a type is a borrowed text, or texts.
fn is_str(of_type: &str) -> bool {
    let mut words = of_type.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == '\''));
    // A function that is given texts is called by us; a constant is written in the code.
    !of_type.contains("Fn") && !of_type.contains("'static") && words.any(|word| word == "str")
}

fn is_optional_text(of_type: &str) -> bool {
    (of_type.starts_with("Option<&") && of_type.ends_with("str>"))
        || of_type == "Option<String>"
        || of_type.starts_with("Option<impl Into<String>")
        || of_type.starts_with("impl Into<Option<String>")
}

/// The paths that begin with the name of another crate.
fn foreign_paths(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let is_part = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
    let mut rest = text;
    while let Some(start) = rest.find(is_part) {
        let path = rest.get(start..).unwrap_or_default();
        let end = path.find(|c| !is_part(c)).unwrap_or(path.len());
        let (path, after) = path.split_at(end);
        let path = path.trim_end_matches(':');
        let first = path.split("::").next().unwrap_or_default();
        let is_ours = matches!(first, "crate" | "core" | "alloc" | "std" | "" | "Self")
            || first.starts_with("authing_")
            || first.starts_with(char::is_uppercase);
        if path.contains("::") && !is_ours && !found.contains(&path) {
            found.push(path);
        }
        rest = after;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_known_however_they_are_lent() {
        for of_type in ["&str", "&'a str", "Option<&str>", "&[&str]", "impl AsRef<str>"] {
            assert!(is_str(of_type), "{of_type}");
        }
        for of_type in
            ["String", "&'static str", "impl Into<String>", "impl Fn(&str) -> bool", "&a::A"]
        {
            assert!(!is_str(of_type), "{of_type}");
        }
    }

    #[test]
    fn paths_of_other_crates_are_found() {
        let text = "pub fn crate::f(a: http::header::HeaderMap<u8>, b: <Self as core::X>::Y, \
                    c: Result<authing_core::E, url::Url>)";
        assert_eq!(foreign_paths(text), ["http::header::HeaderMap", "url::Url"]);
    }
}
