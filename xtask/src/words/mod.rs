//! The words: what is spelled otherwise than `xtask/words.toml` says.
//!
//! Prose and code are looked at apart, so that a type may have a bad name that is a good word in a
//! sentence. Prose is comments, strings and Markdown, without line breaks and the marks of comments, so
//! that a phrase is found over two lines; code is the rest, and what stands between backticks.

mod table;
mod zones;

use std::{fs, path::Path, process::Command};

use self::{table::Table, zones::Kind};

/// Whatever is generated, or is a copy of what others wrote.
const LEFT_OUT: [&str; 6] = [
    "/docs/coverage.md",
    "/tests/src/coverage.rs",
    "/fixtures/",
    "/generated/",
    "/xtask/tests/words.rs",
    "/xtask/words.toml",
];

/// Checks the words of the workspace, or of the files and folders at some paths.
///
/// # Errors
///
/// The places that are spelled otherwise, or what cannot be read.
pub fn check(root: &Path, paths: &[&str]) -> Result<String, String> {
    let table = Table::read(root)?;
    let mut used = table.no_exceptions();
    let mut found = Vec::new();
    let mut files = 0;
    for path in tracked(root, paths)? {
        if LEFT_OUT.iter().any(|part| format!("/{path}").contains(part)) {
            continue;
        }
        let Some(kind) = Kind::of(&path) else { continue };
        // A file that was removed and is not committed yet has no text.
        let Ok(text) = fs::read_to_string(root.join(&path)) else { continue };
        files += 1;
        found.extend(table.search(&path, &zones::streams(&path, kind, &text), &mut used));
    }
    // What a part of the files does not need, others may.
    if paths.is_empty() {
        found.extend(table.unused(&used));
    }
    if found.is_empty() {
        return Ok(format!("{files} files: every word is spelled as xtask/words.toml says\n"));
    }
    let mut text: String = found.iter().map(|line| format!("{line}\n")).collect();
    text.push_str(&format!(
        "\n{} words; where one is right, except it with a reason\n",
        found.len()
    ));
    Err(text)
}

/// The files that are in the repository, or would be with the next commit.
fn tracked(root: &Path, paths: &[&str]) -> Result<Vec<String>, String> {
    let output = Command::new("git")
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--"])
        .args(paths)
        .current_dir(root)
        .output()
        .map_err(|e| format!("git: {e}\n"))?;
    if !output.status.success() {
        return Err(format!("git ls-files: {}", String::from_utf8_lossy(&output.stderr)));
    }
    let text = String::from_utf8_lossy(&output.stdout);
    let mut files: Vec<_> =
        text.split('\0').filter(|path| !path.is_empty()).map(str::to_owned).collect();
    files.sort();
    files.dedup();
    if files.is_empty() {
        return Err("there are no such files\n".to_owned());
    }
    Ok(files)
}
