//! The licences of what the published crates bring, by the list in `deny.toml`.
//!
//! cargo-deny reads the same list, but takes minutes to build: `release-check` runs it.

use toml::Table;

use super::{
    spdx,
    workspace::{Workspace, read},
};

/// What is wrong, a line each.
pub(super) fn check(workspace: &Workspace) -> Result<Vec<String>, String> {
    let allowed = allowed(workspace)?;
    let mut problems = Vec::new();
    let mut expressions = Vec::new();
    for package in workspace.shipped() {
        match spdx::is_satisfied(package.license(), &|one| allowed.iter().any(|own| own == one)) {
            Ok(true) => expressions.push(package.license()),
            Ok(false) => problems.push(format!(
                "{} {} comes under {}, which deny.toml does not allow",
                package.name(),
                package.version(),
                package.license()
            )),
            Err(problem) => problems.push(format!("{}: {problem}", package.name())),
        }
    }
    expressions.sort_unstable();
    expressions.dedup();
    for licence in &allowed {
        let without = |one: &str| one != licence && allowed.iter().any(|own| own == one);
        let is_spare = expressions.iter().all(|all| spdx::is_satisfied(all, &without) == Ok(true));
        if is_spare {
            problems.push(format!("deny.toml allows {licence}, which nothing needs"));
        }
    }
    Ok(problems)
}

fn allowed(workspace: &Workspace) -> Result<Vec<String>, String> {
    let text = read(&workspace.root.join("deny.toml"))?;
    let table: Table = text.parse().map_err(|error| format!("deny.toml: {error}"))?;
    let list = table.get("licenses").and_then(|licenses| licenses.get("allow"));
    let list = list.and_then(|list| list.as_array()).ok_or("deny.toml: no licenses.allow")?;
    Ok(list.iter().filter_map(|one| one.as_str()).map(str::to_owned).collect())
}
