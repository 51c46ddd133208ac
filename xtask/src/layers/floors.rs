//! `xtask/layers.toml`: the floors that the modules of a crate stand on, and what a crate may use.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use serde::Deserialize;

use super::{
    graph::{self, Graph},
    source::{FileId, Source},
};

/// The table's path from the workspace's root.
pub(super) const TABLE: &str = "xtask/layers.toml";

/// How the table calls the root of a crate.
const ROOT: &str = "crate";

/// How the table calls each module at the root of a crate that it does not list.
const OTHERS: &str = "*";

/// What the table says of each crate.
pub(super) type Table = BTreeMap<String, Rules>;

/// What the table says of a crate.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Rules {
    /// The crates of this workspace that it may depend on.
    pub(super) uses: Vec<String>,
    /// Those that it may depend on with a feature.
    #[serde(default)]
    pub(super) uses_by_feature: Vec<String>,
    /// The modules of each floor, from top to bottom.
    #[serde(default)]
    floors: Vec<Vec<String>>,
}

/// Reads the table.
///
/// # Errors
///
/// It is missing or has another form.
pub(super) fn table(root: &Path) -> Result<Table, String> {
    let text = fs::read_to_string(root.join(TABLE)).map_err(|e| format!("{TABLE}: {e}"))?;
    toml::from_str(&text).map_err(|e| format!("{TABLE}: {e}"))
}

/// What stands on floors in a crate that has some.
struct Floors<'a> {
    /// Module to floor, from the top.
    of: BTreeMap<&'a str, usize>,
}

impl<'a> Floors<'a> {
    fn new(floors: &'a [Vec<String>]) -> Self {
        let named = floors.iter().enumerate();
        let of = named.flat_map(|(floor, names)| names.iter().map(move |n| (n.as_str(), floor)));
        Self { of: of.collect() }
    }

    /// The listed module that a module is, or is part of, and its floor.
    fn listed<'b>(&self, module: &'b str) -> Option<(&'b str, usize)> {
        if module.is_empty() {
            return Some((ROOT, *self.of.get(ROOT)?));
        }
        let mut part = module;
        loop {
            if let Some(floor) = self.of.get(part) {
                return Some((part, *floor));
            }
            match part.rsplit_once("::") {
                Some((parent, _)) => part = parent,
                None => return Some((part, *self.of.get(OTHERS)?)),
            }
        }
    }
}

/// What contradicts the floors of a crate.
pub(super) fn problems(rules: &Rules, source: &Source, graph: &Graph) -> Vec<String> {
    if rules.floors.is_empty() {
        return Vec::new();
    }
    let floors = Floors::new(&rules.floors);
    let mut problems = Vec::new();
    let mut used = BTreeSet::from([ROOT, OTHERS]);
    for file in &source.files {
        match floors.listed(&file.module) {
            Some((name, _)) => {
                used.insert(name);
            }
            // The root is above all, unless the table says otherwise.
            None if file.module.is_empty() => {}
            None => problems.push(format!("{}: on no floor of {TABLE}", file.path)),
        }
    }
    for name in floors.of.keys().filter(|name| !used.contains(*name)) {
        problems.push(format!("{TABLE}: there is no module `{name}`"));
    }

    // Within one floor whole modules are compared, not files.
    let names: Vec<&str> = used.iter().copied().collect();
    let index = |name: &str| names.iter().position(|other| *other == name);
    let mut beside: BTreeMap<(usize, usize), Vec<(FileId, FileId)>> = BTreeMap::new();
    for (from, to) in graph.arrows.keys() {
        let of = |file: &FileId| {
            let module = &source.files.get(*file)?.module;
            floors.listed(module)
        };
        let upward = |from_name, to_name| {
            let because = graph.because(source, (*from, *to));
            format!("upward, from `{from_name}` to `{to_name}`: {because}")
        };
        let (from_name, from_floor) = of(from).unwrap_or((ROOT, 0));
        let Some((to_name, to_floor)) = of(to) else {
            if source.files.get(*to).is_some_and(|file| file.module.is_empty()) {
                problems.push(upward(from_name, ROOT));
            }
            continue;
        };
        if from_floor > to_floor {
            problems.push(upward(from_name, to_name));
        } else if from_floor == to_floor
            && from_name != to_name
            && let (Some(from_index), Some(to_index)) = (index(from_name), index(to_name))
        {
            beside.entry((from_index, to_index)).or_default().push((*from, *to));
        }
    }
    for circle in graph::components(&beside) {
        let circle_names: Vec<_> = circle.iter().filter_map(|i| names.get(*i)).copied().collect();
        let mut text = format!("one floor, and yet a circle: {}", circle_names.join(", "));
        let arrows = beside
            .iter()
            .filter(|((from, to), _)| circle.contains(from) && circle.contains(to))
            .flat_map(|(_, arrows)| arrows);
        for arrow in arrows {
            text.push_str(&format!("\n    {}", graph.because(source, *arrow)));
        }
        problems.push(text);
    }
    problems
}

/// What contradicts the arrows between crates.
pub(super) fn crate_problems(
    name: &str,
    rules: Option<&Rules>,
    dependencies: &[Dependency],
) -> Vec<String> {
    let Some(rules) = rules else {
        return vec![format!("{TABLE}: says nothing of {name}")];
    };
    let mut problems = Vec::new();
    for dependency in dependencies {
        let allowed = rules.uses.contains(&dependency.name)
            || (dependency.is_optional && rules.uses_by_feature.contains(&dependency.name));
        if !allowed {
            let how = if rules.uses_by_feature.contains(&dependency.name) {
                " except with a feature"
            } else {
                ""
            };
            problems.push(format!("Cargo.toml: may not use {}{how}", dependency.name));
        }
    }
    problems
}

/// A crate of this workspace that another depends on, tests aside.
#[derive(Debug)]
pub(super) struct Dependency {
    pub(super) name: String,
    pub(super) is_optional: bool,
}

/// What a crate is called, and which of the workspace's crates it depends on.
///
/// # Errors
///
/// The manifest is missing or has another form.
pub(super) fn manifest(folder: &Path) -> Result<(String, Vec<Dependency>), String> {
    #[derive(Deserialize)]
    struct Manifest {
        package: Package,
        #[serde(default)]
        dependencies: BTreeMap<String, toml::Value>,
    }
    #[derive(Deserialize)]
    struct Package {
        name: String,
    }
    let path = folder.join("Cargo.toml");
    let text = fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
    let manifest: Manifest =
        toml::from_str(&text).map_err(|e| format!("{}: {e}", path.display()))?;
    let ours = manifest.dependencies.iter().filter(|(name, _)| name.starts_with("authing-"));
    let dependencies = ours
        .map(|(name, value)| Dependency {
            name: name.clone(),
            is_optional: value.get("optional").and_then(toml::Value::as_bool).unwrap_or_default(),
        })
        .collect();
    Ok((manifest.package.name, dependencies))
}
