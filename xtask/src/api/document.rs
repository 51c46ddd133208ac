//! rustdoc's JSON of the published crates.

use std::{
    env, io,
    path::{Path, PathBuf},
    process::{Command, ExitCode},
};

use serde::Deserialize;

/// Set where this program stands in for rustdoc.
const AS_RUSTDOC: &str = "XTASK_AS_RUSTDOC";

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
    target_directory: PathBuf,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    /// Empty where a package must not be published.
    publish: Option<Vec<String>>,
    targets: Vec<Target>,
}

#[derive(Deserialize)]
struct Target {
    kind: Vec<String>,
    name: String,
}

/// Documents the workspace, or some crates of it, and says where the JSON of each published library
/// is.
///
/// The features and dependencies are those of the HTML documentation, so nothing but rustdoc itself
/// runs where that has been built. The JSON is unstable: its format belongs to a compiler, and
/// rustdoc must be told to write it. Only rustdoc is told, by having this program in its place,
/// since the build scripts of many dependencies would run again in a changed environment.
///
/// # Errors
///
/// Cargo fails.
pub(super) fn crates(root: &Path, only: &[&str]) -> Result<Vec<(String, PathBuf)>, String> {
    let output = cargo(root)
        .args(["metadata", "--no-deps", "--format-version", "1"])
        .output()
        .map_err(|e| format!("cargo: {e}\n"))?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    let metadata: Metadata =
        serde_json::from_slice(&output.stdout).map_err(|e| format!("cargo metadata: {e}\n"))?;

    let this = env::current_exe().map_err(|e| format!("{e}\n"))?;
    let selection: Vec<&str> = match only {
        [] => vec!["--workspace"],
        names => names.iter().flat_map(|name| ["--package", *name]).collect(),
    };
    let status = cargo(root)
        .args(["doc", "--no-deps", "--all-features", "--quiet"])
        .args(selection)
        .env("RUSTDOC", this)
        .env("RUSTDOCFLAGS", "-Z unstable-options --output-format json --cap-lints allow")
        .env(AS_RUSTDOC, env::var_os("RUSTDOC").unwrap_or_else(|| "rustdoc".into()))
        .status()
        .map_err(|e| format!("cargo: {e}\n"))?;
    if !status.success() {
        return Err(format!("cargo doc: failed ({status})\n"));
    }

    let mut found = Vec::new();
    let is_wanted = |package: &Package| {
        package.publish.is_none() && (only.is_empty() || only.contains(&package.name.as_str()))
    };
    for package in metadata.packages.into_iter().filter(is_wanted) {
        let library = package.targets.iter().find(|t| t.kind.iter().any(|kind| kind == "lib"));
        if let Some(library) = library {
            let json = format!("{}.json", library.name.replace('-', "_"));
            found.push((package.name, metadata.target_directory.join("doc").join(json)));
        }
    }
    found.sort();
    Ok(found)
}

fn cargo(root: &Path) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root);
    command
}

/// Runs rustdoc in place of this program, if Cargo is to take this for it.
#[must_use]
pub fn as_rustdoc() -> Option<ExitCode> {
    let rustdoc = env::var_os(AS_RUSTDOC)?;
    let run = || -> io::Result<u8> {
        let status = Command::new(rustdoc)
            .args(env::args_os().skip(1))
            .env("RUSTC_BOOTSTRAP", "1")
            .env_remove(AS_RUSTDOC)
            .status()?;
        Ok(status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(1))
    };
    Some(run().map_or(ExitCode::FAILURE, ExitCode::from))
}
