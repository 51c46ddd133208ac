//! Manifests, and the files beside them.

use std::path::Path;

use super::{changelog, licences, unused, workspace::Workspace};

/// Everything about manifests and the files beside them that needs no compiler.
pub(super) fn check(root: &Path) -> Result<String, String> {
    let workspace = Workspace::load(root)?;
    let mut problems = licences::check(&workspace)?;
    problems.extend(unused::check(&workspace)?);
    problems.extend(changelog::check(&workspace));
    if problems.is_empty() {
        return Ok("the manifests are in order\n".to_owned());
    }
    Err(problems.join("\n"))
}
