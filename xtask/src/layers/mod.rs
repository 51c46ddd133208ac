//! The layers: which file of a crate may need which, and which crate may use which.
//!
//! A file is a module, with the modules that stand inside it. One file needs another where it names
//! what that defines: in a path, in an import of its own, in the body of a macro. Re-exports need
//! nothing, and lead to where a thing is defined. Two rules follow: no file needs itself in the end
//! (no circle), and, for a crate whose floors `xtask/layers.toml` lists, arrows point down or stay on
//! their floor. What is named is found without the compiler, so a method that a type has from
//! another file is not seen where it is called, and what tests alone see is left out.

mod floors;
mod graph;
mod names;
mod source;
mod tokens;

use std::{
    fs,
    path::{Path, PathBuf},
};

use self::{
    graph::{Circle, Graph},
    source::Source,
};

/// How many ways round a circle are shown, unless all are asked for.
const SHOWN: usize = 8;

/// What to look at, and what to show.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The crates; none means all.
    pub crates: Vec<String>,
    /// Show every way round a circle.
    pub all: bool,
    /// Show every arrow instead of checking.
    pub arrows: bool,
    /// Show on which floor each file would be, counted from the bottom, instead of checking.
    pub heights: bool,
}

/// Checks the layers of the workspace.
///
/// # Errors
///
/// What contradicts them, or what cannot be read.
pub fn check(root: &Path, options: &Options) -> Result<String, String> {
    let table = floors::table(root)?;
    let mut report = String::new();
    let mut problems = String::new();
    let mut files = 0;
    let mut names = Vec::new();
    for folder in crates(root)? {
        let (name, dependencies) = floors::manifest(&folder)?;
        if !options.crates.is_empty() && !options.crates.contains(&name) {
            names.push(name);
            continue;
        }
        let rules = table.get(&name);
        let mut found = floors::crate_problems(&name, rules, &dependencies);
        for root in roots(&folder)? {
            let source = Source::read(&root)?;
            let graph = Graph::new(&source);
            files += source.files.len();
            if options.arrows {
                report.push_str(&arrows(&name, &source, &graph));
                continue;
            }
            if options.heights {
                report.push_str(&heights(&name, &source, &graph));
                continue;
            }
            for circle in graph.circles(if options.all { usize::MAX } else { SHOWN }) {
                found.push(describe(&source, &graph, &circle));
            }
            let is_library = root.ends_with("lib.rs");
            if let Some(rules) = rules.filter(|_| is_library) {
                found.extend(floors::problems(rules, &source, &graph));
            }
        }
        for problem in found {
            problems.push_str(&format!("{name}: {problem}\n"));
        }
        names.push(name);
    }
    let unknown = |name: &&String| !names.contains(*name);
    if let Some(name) = table.keys().chain(&options.crates).find(unknown) {
        return Err(format!("there is no crate {name}\n"));
    }
    if options.arrows || options.heights {
        return Ok(report);
    }
    if problems.is_empty() {
        return Ok(format!("{files} files: no circle, and every arrow points down\n"));
    }
    Err(format!("{problems}\n{HINT}"))
}

const HINT: &str = "\
To turn an arrow around, move what both files need to a file below them, or give the lower one a
value, a function or a trait instead of the upper one's type.
`cargo xtask layers CRATE --all` shows every way round, `--arrows` every arrow.
";

fn describe(source: &Source, graph: &Graph, circle: &Circle) -> String {
    let names: Vec<_> = circle.files.iter().map(|file| source.path(*file)).collect();
    let mut text = format!(
        "{} of {} files are one circle: {}\n",
        names.len(),
        source.files.len(),
        names.join(" ")
    );
    for round in &circle.rounds {
        let files: Vec<_> =
            round.files.iter().chain(round.files.first()).map(|f| source.path(*f)).collect();
        text.push_str(&format!("  {}\n", files.join(" → ")));
        for arrow in round.arrows() {
            let hint = if arrow == round.to_turn { "  ← turn this one around" } else { "" };
            text.push_str(&format!("    {}{hint}\n", graph.because(source, arrow)));
        }
    }
    if !circle.is_complete {
        text.push_str("  and more ways round\n");
    }
    text.pop();
    text
}

fn arrows(name: &str, source: &Source, graph: &Graph) -> String {
    let mut text = String::new();
    for (arrow, reasons) in &graph.arrows {
        let (from, to) = (source.path(arrow.0), source.path(arrow.1));
        let reasons: Vec<_> = reasons.iter().map(|(line, path)| format!("{line} {path}")).collect();
        text.push_str(&format!("{name}: {from} → {to}: {}\n", reasons.join(", ")));
    }
    text
}

/// How many arrows lead down from each file at most. Files of one circle have the same height.
fn heights(name: &str, source: &Source, graph: &Graph) -> String {
    let circles = graph::components(&graph.arrows);
    let mut heights = vec![0_usize; source.files.len()];
    // Each pass lifts what needs something as high as itself; a way without circles ends.
    for _ in 0..source.files.len() {
        let before = heights.clone();
        for (from, to) in graph.arrows.keys() {
            let circle = circles.iter().find(|circle| circle.contains(from));
            if circle.is_some_and(|circle| circle.contains(to)) {
                continue;
            }
            let above = before.get(*to).copied().unwrap_or_default() + 1;
            let together = circle.map(|circle| circle.iter().copied().collect());
            for file in together.unwrap_or_else(|| vec![*from]) {
                if let Some(height) = heights.get_mut(file) {
                    *height = above.max(*height);
                }
            }
        }
        if heights == before {
            break;
        }
    }
    let mut text = String::new();
    let top = heights.iter().copied().max().unwrap_or_default();
    for height in (0..=top).rev() {
        let files: Vec<_> = source
            .files
            .iter()
            .zip(&heights)
            .filter(|(_, own)| **own == height)
            .map(|(file, _)| file.path.as_str())
            .collect();
        text.push_str(&format!("{name}: {height}: {}\n", files.join(" ")));
    }
    text
}

/// The folders of the crates, in the order of their names.
fn crates(root: &Path) -> Result<Vec<PathBuf>, String> {
    let entries = fs::read_dir(root.join("crates")).map_err(|e| format!("crates: {e}"))?;
    let mut folders: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    folders.push(root.join("xtask"));
    folders.retain(|folder| folder.join("Cargo.toml").is_file());
    folders.sort();
    Ok(folders)
}

/// The roots of a crate's library and binaries.
fn roots(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let src = folder.join("src");
    let mut roots = vec![src.join("lib.rs"), src.join("main.rs")];
    if let Ok(entries) = fs::read_dir(src.join("bin")) {
        for entry in entries {
            let path = entry.map_err(|e| format!("{}: {e}", src.display()))?.path();
            roots.push(if path.is_dir() { path.join("main.rs") } else { path });
        }
    }
    roots.retain(|root| root.is_file());
    Ok(roots)
}
