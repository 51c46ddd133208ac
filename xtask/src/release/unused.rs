//! Dependencies that no source names.
//!
//! This reads text and knows nothing of macros: a crate that is there for its features, or is only
//! named by what a macro writes, is listed as `package.metadata.cargo-machete.ignored`, which
//! cargo-machete reads too.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use super::workspace::{Dependency, Package, Workspace, read};

/// What is wrong, a line each.
pub(super) fn check(workspace: &Workspace) -> Result<Vec<String>, String> {
    let mut problems = Vec::new();
    let folders: Vec<_> = workspace.members().map(|package| package.folder()).collect();
    for package in workspace.members() {
        let sources = Sources::read(&package.folder(), &folders)?;
        let ignored = ignored(package);
        for dependency in package.dependencies() {
            let Dependency { name, is_dev_only, .. } = dependency;
            // A package that depends on itself turns on features of its own for its tests.
            let is_own = name == package.name().replace('-', "_");
            if is_own || ignored.contains(&name.replace('_', "-")) {
                continue;
            }
            if is_dev_only && !sources.all().any(|text| names(text, name)) {
                problems
                    .push(format!("{}: nothing uses the dev-dependency {name}", package.name()));
            }
            if !is_dev_only && !sources.code.iter().any(|text| names(text, name)) {
                problems.push(format!("{}: no code uses the dependency {name}", package.name()));
            }
        }
    }
    Ok(problems)
}

fn ignored(package: Package<'_>) -> BTreeSet<String> {
    let list = package.metadata()["cargo-machete"]["ignored"].as_array();
    let names = list.into_iter().flatten().filter_map(|name| name.as_str());
    names.map(|name| name.replace('_', "-")).collect()
}

/// The texts of one package.
struct Sources {
    code: Vec<String>,
    /// Tests, and the README, whose examples are tests.
    tests: Vec<String>,
}

impl Sources {
    fn read(folder: &Path, packages: &[PathBuf]) -> Result<Self, String> {
        let mut own = Self { code: Vec::new(), tests: Vec::new() };
        let mut open = vec![folder.to_owned()];
        while let Some(next) = open.pop() {
            let entries = fs::read_dir(&next).map_err(|error| error.to_string())?;
            for path in entries.filter_map(|entry| Some(entry.ok()?.path())) {
                if path.is_symlink() || packages.contains(&path) {
                    continue;
                }
                if path.is_dir() {
                    open.push(path);
                } else if path.extension().is_some_and(|extension| extension == "rs") {
                    let is_test = ["tests", "benches"]
                        .iter()
                        .any(|tests| path.starts_with(folder.join(tests)));
                    let list = if is_test { &mut own.tests } else { &mut own.code };
                    let text = read(&path)?;
                    for shared in shared_modules(&text) {
                        list.push(read(&next.join(shared))?);
                    }
                    list.push(text);
                } else if path.ends_with("README.md") {
                    own.tests.push(read(&path)?);
                }
            }
        }
        Ok(own)
    }

    fn all(&self) -> impl Iterator<Item = &String> {
        self.code.iter().chain(&self.tests)
    }
}

/// The modules that a file shares with another package, by `#[path = "../…"]`.
fn shared_modules(text: &str) -> impl Iterator<Item = &str> {
    let paths = text.lines().filter_map(|line| line.trim().strip_prefix("#[path = \""));
    let paths = paths.filter_map(|rest| rest.strip_suffix("\"]"));
    paths.filter(|path| path.starts_with("../"))
}

/// Whether a text names a crate: `name::…`, `use name;`, `use name as …`.
fn names(text: &str, name: &str) -> bool {
    text.match_indices(name).any(|(start, _)| {
        let before = text.get(..start).unwrap_or_default();
        let after = text.get(start + name.len()..).unwrap_or_default();
        let is_inside = |end: Option<char>| end.is_some_and(|c| c.is_alphanumeric() || c == '_');
        if is_inside(before.chars().next_back()) || is_inside(after.chars().next()) {
            return false;
        }
        // `crate::http::Method` is another module's; `::http::Method` is the crate's for sure.
        let is_part_of_a_path = before
            .strip_suffix("::")
            .is_some_and(|path| is_inside(path.chars().next_back()) || path.ends_with(['>', '}']));
        let is_imported = before.ends_with("use ");
        after.starts_with("::") && !is_part_of_a_path
            || is_imported && (after.starts_with(';') || after.starts_with(" as "))
    })
}

#[cfg(test)]
mod tests {
    use super::{names, shared_modules};

    #[test]
    fn a_module_of_another_package_is_read_where_it_is_used() {
        let text =
            "#[path = \"../../b/tests/table.rs\"]\nmod table;\n#[path = \"own.rs\"]\nmod own;";
        assert_eq!(shared_modules(text).collect::<Vec<_>>(), ["../../b/tests/table.rs"]);
    }

    #[test]
    fn a_crate_is_named_by_a_path_that_begins_with_it() {
        assert!(names("use http::Method;", "http"));
        assert!(names("fn f() -> http::Method {", "http"));
        assert!(names("use ::sm2::SecretKey;", "sm2"));
        assert!(names("#[tokio::main]", "tokio"));
        assert!(names("use bytes as b;", "bytes"));
        assert!(names("pub use url;", "url"));
        assert!(names("use ::sm2::SecretKey;", "sm2"));
    }

    #[test]
    fn words_and_modules_of_the_same_name_do_not_count() {
        assert!(!names("// http is a protocol", "http"));
        assert!(!names("use crate::http::Method;", "http"));
        assert!(!names("use tokio_rustls::client;", "rustls"));
        assert!(!names("let url = 1;", "url"));
    }
}
