//! Each client crate with the oldest core and types that it allows.
//!
//! `tests/compat/` holds those as they were packed. They are renewed only when a lower bound is
//! raised; so a client that comes to need something newer fails here until its bound says so.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use toml::{Table, Value};

use super::workspace::{Workspace, cargo, read, run};

/// What the clients stand on.
const BELOW: [&str; 2] = ["authing-types", "authing-core"];

const CLIENTS: [&str; 3] = ["authing-management", "authing-authentication", "authing-protocols"];

/// Where the packed copies are kept.
const PACKED: &str = "tests/compat";

/// Builds and tests the clients, as they would be published, with the packed copies.
pub(super) fn check(root: &Path) -> Result<String, String> {
    let workspace = Workspace::load(root)?;
    let manifest = manifest(root)?;
    let work = workspace.target.join("compat");
    if work.exists() {
        fs::remove_dir_all(&work).map_err(|error| error.to_string())?;
    }
    fs::create_dir_all(&work).map_err(|error| error.to_string())?;

    let mut patches = Table::new();
    for name in BELOW {
        let file = root.join(PACKED).join(packed_name(name, &lower_bound(&manifest, name)?));
        if !file.exists() {
            return Err(format!(
                "{} is missing: `cargo xtask compat --pack` writes it when the lower bound of {name} \
                 is raised to its present version",
                file.display()
            ));
        }
        let folder = unpack(&file, &work)?;
        patches.insert(name.to_owned(), path_to(&folder));
    }
    // Cargo packs a client beside what it depends on, until that is published.
    package(&workspace, &[&BELOW[..], &CLIENTS[..]].concat())?;
    let mut members = Vec::new();
    for name in CLIENTS {
        let file = packaged(&workspace, name, version(&workspace, name)?);
        let folder = unpack(&file, &work)?;
        add_test_support(root, &manifest, name, &folder)?;
        members.push(Value::String(folder.display().to_string()));
    }
    fs::write(work.join("Cargo.toml"), workspace_manifest(&manifest, members, patches).to_string())
        .and_then(|()| fs::copy(root.join("Cargo.lock"), work.join("Cargo.lock")))
        .map_err(|error| error.to_string())?;

    // Most of what they depend on is compiled already.
    let mut command = cargo(&work);
    command.env("CARGO_TARGET_DIR", &workspace.target);
    command.args(["test", "--quiet", "--lib", "--tests"]);
    for name in CLIENTS {
        command.args(["--package", name]);
    }
    run(command)?;
    Ok("the clients work with the core and types that their lower bounds name\n".to_owned())
}

/// Writes the packed copies that the lower bounds name.
///
/// A copy is what a version was, so one that is there stays unless `force` says otherwise, which is
/// right only before that version is published.
pub(super) fn pack(root: &Path, force: bool) -> Result<String, String> {
    let workspace = Workspace::load(root)?;
    let manifest = manifest(root)?;
    let folder = root.join(PACKED);
    let mut report = String::new();
    let mut written = Vec::new();
    for name in BELOW {
        let (bound, version) = (lower_bound(&manifest, name)?, version(&workspace, name)?);
        let file = folder.join(packed_name(name, &bound));
        if file.exists() && !force {
            report.push_str(&format!("{} is there; --force replaces it\n", file.display()));
        } else if bound != version {
            return Err(format!(
                "the lower bound of {name} is {bound}, its version {version}: only the present \
                 version can be packed"
            ));
        } else {
            written.push((name, version, file));
        }
    }
    package(&workspace, &written.iter().map(|(name, ..)| *name).collect::<Vec<_>>())?;
    fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
    for (name, version, file) in written {
        remove_others(&folder, name)?;
        fs::copy(packaged(&workspace, name, version), &file).map_err(|error| error.to_string())?;
        report.push_str(&format!("wrote {}\n", file.display()));
    }
    Ok(report)
}

fn manifest(root: &Path) -> Result<Table, String> {
    read(&root.join("Cargo.toml"))?.parse().map_err(|error| format!("Cargo.toml: {error}"))
}

/// The version in the root manifest's requirement, which is a caret one: its lower bound.
fn lower_bound(manifest: &Table, name: &str) -> Result<String, String> {
    let wanted = manifest.get("workspace").and_then(|workspace| workspace.get("dependencies"));
    let wanted = wanted.and_then(|wanted| wanted.get(name)?.get("version")?.as_str());
    let wanted = wanted.ok_or_else(|| format!("Cargo.toml: no version of {name} is required"))?;
    let is_caret = wanted.starts_with(|first: char| first.is_ascii_digit());
    if is_caret { Ok(wanted.to_owned()) } else { Err(format!("{name}: `{wanted}` is not a caret")) }
}

fn version<'w>(workspace: &'w Workspace, name: &str) -> Result<&'w str, String> {
    let package = workspace.published().find(|package| package.name() == name);
    package.map(|package| package.version()).ok_or_else(|| format!("there is no crate {name}"))
}

fn packed_name(name: &str, version: &str) -> String {
    format!("{name}-{version}.crate")
}

/// Older copies name a bound that nobody has any more.
fn remove_others(folder: &Path, name: &str) -> Result<(), String> {
    for path in fs::read_dir(folder).map_err(|error| error.to_string())?.flatten() {
        if path.file_name().to_string_lossy().starts_with(&format!("{name}-")) {
            fs::remove_file(path.path()).map_err(|error| error.to_string())?;
        }
    }
    Ok(())
}

fn package(workspace: &Workspace, names: &[&str]) -> Result<(), String> {
    if names.is_empty() {
        return Ok(());
    }
    let mut command = cargo(&workspace.root);
    command.args(["package", "--quiet", "--no-verify", "--allow-dirty"]);
    for name in names {
        command.args(["--package", name]);
    }
    run(command)
}

fn packaged(workspace: &Workspace, name: &str, version: &str) -> PathBuf {
    workspace.target.join("package").join(packed_name(name, version))
}

fn unpack(file: &Path, folder: &Path) -> Result<PathBuf, String> {
    let mut command = Command::new("tar");
    // As new files: a package's own dates are all the same old one, by which Cargo would take what it
    // built of another package for up to date.
    command.arg("-xzmf").arg(file).arg("-C").arg(folder);
    run(command)?;
    Ok(folder.join(file.file_stem().unwrap_or_default()))
}

/// Gives a client back what its tests need of the unpublished crates, which no package names.
///
/// Those depend on none of the published ones, so they may come from the workspace as it is.
fn add_test_support(
    root: &Path,
    manifest: &Table,
    name: &str,
    folder: &Path,
) -> Result<(), String> {
    let shared = manifest.get("workspace").and_then(|workspace| workspace.get("dependencies"));
    let path_alone = |dependency: &str| {
        let wanted = shared?.get(dependency)?;
        wanted.get("version").is_none().then(|| wanted.get("path")?.as_str())?
    };
    let own = root.join("crates").join(name).join("Cargo.toml");
    let own: Table = read(&own)?.parse().map_err(|error| format!("{name}: {error}"))?;
    let own = own.get("dev-dependencies").and_then(|list| list.as_table());
    let file = folder.join("Cargo.toml");
    let mut packed: Table = read(&file)?.parse().map_err(|error| format!("{name}: {error}"))?;
    let list = packed.entry("dev-dependencies").or_insert_with(|| Table::new().into());
    let list = list.as_table_mut().ok_or_else(|| format!("{name}: no table of dependencies"))?;
    for dependency in own.into_iter().flat_map(Table::keys) {
        if let Some(path) = path_alone(dependency) {
            list.insert(dependency.clone(), path_to(&root.join(path)));
        }
    }
    fs::write(&file, packed.to_string()).map_err(|error| format!("{}: {error}", file.display()))
}

/// A workspace of the unpacked clients, compiled as this one is.
fn workspace_manifest(manifest: &Table, members: Vec<Value>, patches: Table) -> Table {
    let mut workspace = Table::new();
    workspace.insert("resolver".to_owned(), "3".into());
    workspace.insert("members".to_owned(), members.into());
    let mut patch = Table::new();
    patch.insert("crates-io".to_owned(), patches.into());
    let mut own = Table::new();
    own.insert("workspace".to_owned(), workspace.into());
    own.insert("patch".to_owned(), patch.into());
    if let Some(profile) = manifest.get("profile") {
        own.insert("profile".to_owned(), profile.clone());
    }
    own
}

fn path_to(folder: &Path) -> Value {
    let mut table = Table::new();
    table.insert("path".to_owned(), folder.display().to_string().into());
    table.into()
}
