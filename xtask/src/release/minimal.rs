//! The lowest versions of dependencies that the manifests allow.
//!
//! Cargo chooses them by an unstable flag, so it is told to be a nightly. They live in a lock file
//! and a target directory of their own: the workspace's stay as they are.

use std::{fs, path::Path, process::Command};

use super::workspace::{PUBLISHED, Workspace, cargo, run};

/// Chooses the lowest versions, which fails where a bound is below what another crate needs.
pub(super) fn resolve(root: &Path) -> Result<String, String> {
    let workspace = Workspace::load(root)?;
    choose(&workspace)?;
    Ok("the lower bounds of dependencies agree\n".to_owned())
}

/// Compiles the published crates with them, which fails where the code needs more than a bound says.
pub(super) fn check(root: &Path) -> Result<String, String> {
    let workspace = Workspace::load(root)?;
    choose(&workspace)?;
    let mut command = unstable(&workspace);
    command.args(["check", "--quiet", "--all-features"]);
    for name in PUBLISHED {
        command.args(["--package", name]);
    }
    run(command)?;
    Ok("the published crates build with the lowest versions of their dependencies\n".to_owned())
}

fn choose(workspace: &Workspace) -> Result<(), String> {
    let folder = workspace.target.join("minimal-versions");
    fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
    // Versions that were chosen before would be kept.
    let lock = folder.join("Cargo.lock");
    if lock.exists() {
        fs::remove_file(&lock).map_err(|error| error.to_string())?;
    }
    let mut command = unstable(workspace);
    command.args(["-Z", "direct-minimal-versions", "generate-lockfile", "--quiet"]);
    run(command)
}

fn unstable(workspace: &Workspace) -> Command {
    let folder = workspace.target.join("minimal-versions");
    let mut command = cargo(&workspace.root);
    command
        .args(["-Z", "lockfile-path"])
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CARGO_RESOLVER_LOCKFILE_PATH", folder.join("Cargo.lock"))
        .env("CARGO_TARGET_DIR", folder);
    command
}
