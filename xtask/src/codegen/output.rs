//! Generated files: formatting, writing, comparing.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::Write,
    path::Path,
    process::{Command, Stdio},
};

const HEADER: &str = "// @generated from schema/ by `cargo xtask codegen`. Do not edit.\n\n";

/// What a run did, or would have done.
#[derive(Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Every generated file already says what the schema says.
    UpToDate,
    /// These files were written or removed, as paths from the workspace's root.
    Written(Vec<String>),
    /// These files differ; nothing was written.
    Stale(Vec<String>),
}

/// The files a run produces, by path from the workspace's root.
#[derive(Default)]
pub(super) struct Output {
    files: BTreeMap<String, String>,
    folders: BTreeSet<String>,
}

impl Output {
    /// Adds a Rust file.
    pub(super) fn rust(&mut self, path: &str, body: &str) {
        self.add(path, format!("{HEADER}{body}"));
    }

    /// Adds a file of any kind. Its folder belongs to the generator: whatever else lies there is
    /// removed.
    pub(super) fn add(&mut self, path: &str, text: String) {
        if let Some((folder, _)) = path.rsplit_once('/') {
            self.folders.insert(folder.to_owned());
        }
        self.files.insert(path.to_owned(), text);
    }

    /// # Errors
    ///
    /// When a file cannot be read, formatted or written.
    pub(super) fn write(mut self, root: &Path) -> Result<Outcome, String> {
        self.format(root)?;
        let stale = self.stale(root)?;
        for path in &stale {
            let file = root.join(path);
            let done = match self.files.get(path) {
                Some(text) => create(&file, text),
                None => fs::remove_file(&file),
            };
            done.map_err(|e| format!("{path}: {e}"))?;
        }
        Ok(if stale.is_empty() { Outcome::UpToDate } else { Outcome::Written(stale) })
    }

    /// # Errors
    ///
    /// When a file cannot be read or formatted.
    pub(super) fn check(mut self, root: &Path) -> Result<Outcome, String> {
        self.format(root)?;
        let stale = self.stale(root)?;
        Ok(if stale.is_empty() { Outcome::UpToDate } else { Outcome::Stale(stale) })
    }

    fn stale(&self, root: &Path) -> Result<Vec<String>, String> {
        let differs = |(path, text): &(&String, &String)| {
            fs::read(root.join(path)).ok().is_none_or(|found| found != text.as_bytes())
        };
        let mut stale: Vec<String> =
            self.files.iter().filter(differs).map(|(path, _)| path.clone()).collect();
        for folder in &self.folders {
            let Ok(entries) = fs::read_dir(root.join(folder)) else { continue };
            for entry in entries {
                let entry = entry.map_err(|e| format!("{folder}: {e}"))?;
                let path = format!("{folder}/{}", entry.file_name().to_string_lossy());
                if entry.path().is_file() && !self.files.contains_key(&path) {
                    stale.push(path);
                }
            }
        }
        Ok(stale)
    }

    fn format(&mut self, root: &Path) -> Result<(), String> {
        for (path, text) in &mut self.files {
            if path.ends_with(".rs") {
                *text = rustfmt(root, text).map_err(|e| format!("{path}: rustfmt: {e}"))?;
            }
        }
        Ok(())
    }
}

fn create(file: &Path, text: &str) -> std::io::Result<()> {
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(file, text)
}

/// Formats by the workspace's own configuration.
fn rustfmt(root: &Path, text: &str) -> Result<String, String> {
    let mut child = Command::new("rustfmt")
        .args(["--edition", "2024", "--emit", "stdout", "--config-path"])
        .arg(root)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|e| e.to_string())?;
    let input = text.as_bytes().to_vec();
    let writer = child.stdin.take().map(|mut stdin| {
        std::thread::spawn(move || {
            // A failure to write shows as a parse failure of the truncated text.
            let _ = stdin.write_all(&input);
        })
    });
    let output = child.wait_with_output().map_err(|e| e.to_string())?;
    if let Some(writer) = writer {
        let _ = writer.join();
    }
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    String::from_utf8(output.stdout).map_err(|e| e.to_string())
}
