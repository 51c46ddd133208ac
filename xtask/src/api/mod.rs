//! The public API of each published crate, with every feature: `docs/api/<crate>.txt`, where a
//! change of it is seen in review, and the rules that it keeps.
//!
//! The snapshots are made from rustdoc's JSON. The rules read the snapshots, so that a test can
//! apply them without a compiler; `check` shows that the snapshots are those of the code.

mod document;
mod rules;
mod signature;
mod snapshot;

use std::{fs, path::Path};

pub use self::{document::as_rustdoc, rules::check as rules};

/// Where the snapshots are, from the workspace's root.
const FOLDER: &str = "docs/api";

/// Writes the snapshots, or those of some crates, and applies the rules to all.
///
/// # Errors
///
/// What contradicts the rules, or a crate that cannot be documented.
pub fn write(root: &Path, only: &[&str]) -> Result<String, String> {
    let mut report = String::new();
    let folder = root.join(FOLDER);
    fs::create_dir_all(&folder).map_err(|e| format!("{FOLDER}: {e}\n"))?;
    for (name, text) in snapshots(root, only)? {
        let path = format!("{FOLDER}/{name}");
        if fs::read_to_string(root.join(&path)).ok().as_ref() != Some(&text) {
            fs::write(root.join(&path), text).map_err(|e| format!("{path}: {e}\n"))?;
            report.push_str(&format!("updated {path}\n"));
        }
    }
    Ok(report + &rules(root)?)
}

/// Compares the snapshots with the code, and applies the rules to them.
///
/// # Errors
///
/// What differs or contradicts the rules, or a crate that cannot be documented.
pub fn check(root: &Path) -> Result<String, String> {
    let mut problems = String::new();
    let snapshots = snapshots(root, &[])?;
    for (name, text) in &snapshots {
        let path = format!("{FOLDER}/{name}");
        let old = fs::read_to_string(root.join(&path)).unwrap_or_default();
        problems.push_str(&snapshot::difference(&path, &old, text));
    }
    for path in files(root)? {
        if !snapshots.iter().any(|(name, _)| path.ends_with(&format!("/{name}"))) {
            problems.push_str(&format!("{path}: there is no such crate\n"));
        }
    }
    if !problems.is_empty() {
        let what_to_do = "run `cargo xtask api` and commit the result\n";
        return Err(format!("{problems}{what_to_do}"));
    }
    rules(root)
}

/// The snapshots of the published crates, by the names of their files.
fn snapshots(root: &Path, only: &[&str]) -> Result<Vec<(String, String)>, String> {
    let documented = document::crates(root, only)?;
    let snapshot = |(name, json): (String, _)| {
        let text = snapshot::of(&name, json).map_err(|e| format!("{name}: {e}\n"))?;
        Ok((format!("{name}.txt"), text))
    };
    documented.into_iter().map(snapshot).collect()
}

/// The files of the snapshots there are, from the workspace's root.
fn files(root: &Path) -> Result<Vec<String>, String> {
    let entries = fs::read_dir(root.join(FOLDER)).map_err(|e| format!("{FOLDER}: {e}\n"))?;
    let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let mut files: Vec<_> = names.map(|name| format!("{FOLDER}/{name}")).collect();
    files.sort();
    Ok(files)
}
