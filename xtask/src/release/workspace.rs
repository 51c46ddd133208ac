//! What Cargo knows about the workspace.

use std::{
    collections::{BTreeSet, HashMap},
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::Value;

/// The published crates, each after those that it depends on.
pub const PUBLISHED: [&str; 12] = [
    "authing-types",
    "authing-core",
    "authing-management",
    "authing-authentication",
    "authing-protocols",
    "authing-web",
    "authing-axum",
    "authing-actix",
    "authing-emulator",
    "authing-cli",
    "authing-testing",
    // Its tests need the kit.
    "authing-redis",
];

/// The packages of the workspace and all that they depend on, with every feature.
pub(super) struct Workspace {
    pub(super) root: PathBuf,
    pub(super) target: PathBuf,
    members: BTreeSet<String>,
    packages: HashMap<String, Value>,
    nodes: HashMap<String, Value>,
}

/// A package of the workspace or one that it depends on.
#[derive(Clone, Copy)]
pub(super) struct Package<'w> {
    package: &'w Value,
    node: &'w Value,
}

/// An edge of the graph.
pub(super) struct Dependency<'w> {
    /// What the code calls the crate.
    pub(super) name: &'w str,
    pub(super) id: &'w str,
    pub(super) is_dev_only: bool,
}

impl Workspace {
    pub(super) fn load(root: &Path) -> Result<Self, String> {
        let output = cargo(root)
            .args(["metadata", "--format-version", "1", "--all-features", "--locked"])
            .output()
            .map_err(|error| format!("cargo metadata: {error}"))?;
        if !output.status.success() {
            return Err(String::from_utf8_lossy(&output.stderr).into_owned());
        }
        let metadata: Value =
            serde_json::from_slice(&output.stdout).map_err(|error| error.to_string())?;
        let by_id = |list: &Value| -> HashMap<String, Value> {
            let items = list.as_array().into_iter().flatten();
            items.map(|item| (text(item, "id").to_owned(), item.clone())).collect()
        };
        let members = metadata["workspace_members"].as_array().into_iter().flatten();
        Ok(Self {
            root: root.to_owned(),
            target: text(&metadata, "target_directory").into(),
            members: members.filter_map(Value::as_str).map(str::to_owned).collect(),
            packages: by_id(&metadata["packages"]),
            nodes: by_id(&metadata["resolve"]["nodes"]),
        })
    }

    pub(super) fn members(&self) -> impl Iterator<Item = Package<'_>> {
        self.members.iter().map(|id| self.package(id))
    }

    pub(super) fn published(&self) -> impl Iterator<Item = Package<'_>> {
        self.members().filter(|package| package.is_published())
    }

    /// The oldest compiler that the published crates promise to build with.
    pub(super) fn rust_version(&self) -> Option<&str> {
        self.published().find_map(|package| package.package["rust_version"].as_str())
    }

    pub(super) fn package(&self, id: &str) -> Package<'_> {
        const NONE: &Value = &Value::Null;
        Package {
            package: self.packages.get(id).unwrap_or(NONE),
            node: self.nodes.get(id).unwrap_or(NONE),
        }
    }

    /// What the published crates bring into somebody's build, themselves included.
    pub(super) fn shipped(&self) -> Vec<Package<'_>> {
        let mut seen = BTreeSet::new();
        let mut open: Vec<&str> = self.published().map(|package| package.id()).collect();
        while let Some(id) = open.pop() {
            if seen.insert(id) {
                let wanted = self.package(id).dependencies().filter(|edge| !edge.is_dev_only);
                open.extend(wanted.map(|edge| edge.id));
            }
        }
        seen.into_iter().map(|id| self.package(id)).collect()
    }
}

impl<'w> Package<'w> {
    fn id(&self) -> &'w str {
        text(self.package, "id")
    }

    pub(super) fn name(&self) -> &'w str {
        text(self.package, "name")
    }

    pub(super) fn version(&self) -> &'w str {
        text(self.package, "version")
    }

    /// An expression of SPDX; empty if the manifest has none.
    pub(super) fn license(&self) -> &'w str {
        text(self.package, "license")
    }

    pub(super) fn folder(&self) -> PathBuf {
        let manifest = Path::new(text(self.package, "manifest_path"));
        manifest.parent().unwrap_or(manifest).to_owned()
    }

    pub(super) fn is_published(&self) -> bool {
        self.package["publish"].is_null()
    }

    /// `package.metadata` of the manifest.
    pub(super) fn metadata(&self) -> &'w Value {
        &self.package["metadata"]
    }

    pub(super) fn dependencies(self) -> impl Iterator<Item = Dependency<'w>> {
        self.node["deps"].as_array().into_iter().flatten().map(|edge| {
            let mut kinds = edge["dep_kinds"].as_array().into_iter().flatten();
            Dependency {
                name: text(edge, "name"),
                id: text(edge, "pkg"),
                is_dev_only: kinds.all(|kind| kind["kind"] == "dev"),
            }
        })
    }
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or_default()
}

/// The Cargo that runs this, at the root of the workspace.
pub(super) fn cargo(root: &Path) -> Command {
    let mut command = Command::new(std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned()));
    command.current_dir(root);
    command
}

/// Runs a command whose output the reader sees.
pub(super) fn run(mut command: Command) -> Result<(), String> {
    let shown = command.get_args().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join(" ");
    let status = command.status().map_err(|error| format!("{shown}: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("{shown}: failed ({status})")) }
}

pub(super) fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}
