//! `docs/coverage.md`: which capability of the official SDKs is which call here.
//!
//! `docs/coverage.tsv` claims; this proves what it can. The operation must be a constant in the
//! crate's source, so the endpoint in the table is the one the code uses; the Rust path becomes a
//! documentation link in `tests/src/coverage.rs`, which does not build if the path does not exist;
//! and the call must be made by a wire test.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

use crate::codegen::Outcome;

const CLAIMS: &str = "docs/coverage.tsv";
const TABLE: &str = "docs/coverage.md";
const LINKS: &str = "tests/src/coverage.rs";

/// The crates that make calls.
const CLIENTS: [&str; 4] =
    ["authing-core", "authing-management", "authing-authentication", "authing-protocols"];

/// One line of the claims.
struct Claim<'a> {
    group: &'a str,
    capability: &'a str,
    rust_path: &'a str,
    operation: &'a str,
}

/// Writes the table and the links.
///
/// # Errors
///
/// What is claimed without proof.
pub fn write(root: &Path) -> Result<Outcome, String> {
    let mut written = Vec::new();
    for (path, text) in generate(root)? {
        if fs::read_to_string(root.join(path)).ok().as_deref() != Some(&text) {
            fs::write(root.join(path), text).map_err(|error| format!("{path}: {error}"))?;
            written.push(path.to_owned());
        }
    }
    Ok(if written.is_empty() { Outcome::UpToDate } else { Outcome::Written(written) })
}

/// Compares the table and the links with what would be written.
///
/// # Errors
///
/// What is claimed without proof.
pub fn check(root: &Path) -> Result<Outcome, String> {
    let differs = |(path, text): &(&str, String)| {
        fs::read_to_string(root.join(path)).ok().as_ref() != Some(text)
    };
    let stale: Vec<_> = generate(root)?
        .iter()
        .filter(|file| differs(file))
        .map(|(path, _)| (*path).to_owned())
        .collect();
    Ok(if stale.is_empty() { Outcome::UpToDate } else { Outcome::Stale(stale) })
}

fn generate(root: &Path) -> Result<Vec<(&'static str, String)>, String> {
    let text =
        fs::read_to_string(root.join(CLAIMS)).map_err(|error| format!("{CLAIMS}: {error}"))?;
    let claims = claims(&text)?;
    let operations = operations(root).map_err(|error| format!("reading the sources: {error}"))?;
    let tests = tests(root).map_err(|error| format!("reading the tests: {error}"))?;
    let mut problems = Vec::new();
    let mut table = String::from(HEAD);
    let mut links = String::from(LINKS_HEAD);
    let mut group = "";
    for claim in &claims {
        if claim.group != group {
            group = claim.group;
            let count = claims.iter().filter(|claim| claim.group == group).count();
            table.push_str(&format!(
                "\n## `{group}` ({count})\n\n| capability | Rust | operation or endpoint | wire test |\n|---|---|---|---|\n"
            ));
        }
        let path = claim.rust_path;
        let method = path.rsplit("::").next().unwrap_or(path);
        let endpoint = match claim.operation {
            "local" => "no request".to_owned(),
            operation => match operations.get(operation) {
                Some(endpoint) => endpoint.clone(),
                None => {
                    problems.push(format!("{path}: no operation is named `{operation}`"));
                    continue;
                }
            },
        };
        let crate_name = path.split("::").next().unwrap_or_default().replace('_', "-");
        // `client.users().list(…)`: areas share the names of their methods.
        let call = match claim.operation.split_once('.') {
            Some((area, _)) if path.contains("authing_management") => {
                format!(".{area}().{method}(")
            }
            _ => format!(".{method}("),
        };
        let test =
            tests.iter().find(|(file, text)| file.contains(&crate_name) && text.contains(&call));
        let Some((test, _)) = test else {
            problems.push(format!("{path}: no test of {crate_name} calls `{call}`"));
            continue;
        };
        let short = path.split("::").skip(1).collect::<Vec<_>>().join("::");
        table.push_str(&format!(
            "| {} | `{short}` | {endpoint} | [{}](../{test}) |\n",
            claim.capability,
            test.rsplit('/').next().unwrap_or(test),
        ));
        links.push_str(&format!("//! - [`{path}`]\n"));
    }
    if problems.is_empty() {
        Ok(vec![(TABLE, table), (LINKS, links)])
    } else {
        Err(problems.join("\n"))
    }
}

const HEAD: &str = "\
# Coverage

Generated from `docs/coverage.tsv` by `cargo xtask coverage`; do not edit. A line stands here only if the Rust path exists,
the operation is one the crate sends, and a test of the wire makes the call.
";

const LINKS_HEAD: &str = "\
//! Generated from `docs/coverage.tsv` by `cargo xtask coverage`; do not edit.
//!
//! Every path that `docs/coverage.md` names, as a link: the documentation does not build if one
//! does not exist.
//!
";

fn claims(text: &str) -> Result<Vec<Claim<'_>>, String> {
    let lines = text.lines().enumerate().skip(1).filter(|(_, line)| !line.is_empty());
    lines
        .map(|(number, line)| match line.split('\t').collect::<Vec<_>>().as_slice() {
            [group, capability, rust_path, operation] => {
                Ok(Claim { group, capability, rust_path, operation })
            }
            _ => Err(format!("{CLAIMS}:{}: not four columns", number + 1)),
        })
        .collect()
}

/// The operation constants of the client crates: name to endpoint.
fn operations(root: &Path) -> io::Result<BTreeMap<String, String>> {
    let mut found = BTreeMap::new();
    for crate_name in CLIENTS {
        for file in files(&root.join("crates").join(crate_name).join("src"))? {
            let text = fs::read_to_string(&file)?;
            for part in text.split("Operation::").skip(1) {
                let Some((constructor, rest)) = part.split_once('(') else { continue };
                let mut strings = rest.split('"').skip(1).step_by(2);
                let Some(name) = strings.next() else { continue };
                let endpoint = match constructor {
                    "graphql" => "GraphQL".to_owned(),
                    "get" | "post" | "put" | "patch" | "delete" => {
                        let path = strings.next().unwrap_or_default();
                        format!("`{} {path}`", constructor.to_uppercase())
                    }
                    _ => continue,
                };
                found.insert(name.to_owned(), endpoint);
            }
        }
    }
    Ok(found)
}

/// The tests of the crates: path from the root, and text without the white space between calls.
fn tests(root: &Path) -> io::Result<Vec<(String, String)>> {
    let mut found = Vec::new();
    for crate_name in CLIENTS {
        for file in files(&root.join("crates").join(crate_name).join("tests"))? {
            let text = fs::read_to_string(&file)?;
            let path = file.strip_prefix(root).unwrap_or(&file).to_string_lossy().into_owned();
            found.push((path, text.split_whitespace().collect()));
        }
    }
    Ok(found)
}

fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut entries: Vec<_> = fs::read_dir(folder)?.collect::<Result<_, _>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    Ok(found)
}
