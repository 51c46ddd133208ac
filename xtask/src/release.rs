//! What a release needs, and what keeps the workspace ready for one.

mod changelog;
mod check;
mod compat;
mod licences;
mod minimal;
mod spdx;
mod unused;
mod workspace;

use std::path::Path;

use workspace::Workspace;

/// The lines of `cargo xtask` about these tasks.
pub const USAGE: &str = "\
  manifests        licences, unused dependencies, form of the changelogs
  minimal-versions build with the lowest versions that the manifests allow
         --resolve only choose the versions
  compat           build and test each client with the packed core that its lower bound names
         --pack    write the packed copies that the lower bounds name
         --force   also in place of packed copies of the same version
  release-check    what a release must pass besides `ci`
";

/// The published crates, each after those that it depends on.
pub const PUBLISHED: [&str; 7] = [
    "authing-types",
    "authing-core",
    "authing-management",
    "authing-authentication",
    "authing-protocols",
    "authing-axum",
    "authing-emulator",
];

/// Runs one of these tasks, and returns what it has to say; `None` if there is no such task.
pub fn run(root: &Path, arguments: &[&str]) -> Option<Result<String, String>> {
    Some(match arguments {
        ["manifests"] => manifests(root),
        ["minimal-versions"] => minimal::check(root),
        ["minimal-versions", "--resolve"] => minimal::resolve(root),
        ["compat"] => compat::check(root),
        ["compat", "--pack"] => compat::pack(root, false),
        ["compat", "--pack", "--force"] => compat::pack(root, true),
        ["release-check"] => check::run(root),
        _ => return None,
    })
}

/// Everything about manifests and the files beside them that needs no compiler.
fn manifests(root: &Path) -> Result<String, String> {
    let workspace = Workspace::load(root)?;
    let mut problems = licences::check(&workspace)?;
    problems.extend(unused::check(&workspace)?);
    problems.extend(changelog::check(&workspace));
    if problems.is_empty() {
        return Ok("the manifests are in order\n".to_owned());
    }
    Err(problems.join("\n"))
}
