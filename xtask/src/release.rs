//! What a release needs, and what keeps the workspace ready for one.

mod changelog;
mod check;
mod compat;
mod licences;
mod manifests;
mod minimal;
mod spdx;
mod unused;
mod workspace;

use std::path::Path;

pub use workspace::PUBLISHED;

/// The lines of `cargo xtask` about these tasks.
pub const USAGE: &str = "  manifests        licences, unused dependencies, form of the changelogs
  minimal-versions build with the lowest versions that the manifests allow
         --resolve only choose the versions
  compat           build and test each client with the packed core that its lower bound names
         --pack    write the packed copies that the lower bounds name
         --force   also in place of packed copies of the same version
  release-check    what a release must pass besides `ci`
";

/// Runs one of these tasks, and returns what it has to say; `None` if there is no such task.
pub fn run(root: &Path, arguments: &[&str]) -> Option<Result<String, String>> {
    Some(match arguments {
        ["manifests"] => manifests::check(root),
        ["minimal-versions"] => minimal::check(root),
        ["minimal-versions", "--resolve"] => minimal::resolve(root),
        ["compat"] => compat::check(root),
        ["compat", "--pack"] => compat::pack(root, false),
        ["compat", "--pack", "--force"] => compat::pack(root, true),
        ["release-check"] => check::run(root),
        _ => return None,
    })
}
