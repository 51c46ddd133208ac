//! The one form of the changelogs.

use super::workspace::{Workspace, read};

/// What is wrong, a line each.
pub(super) fn check(workspace: &Workspace) -> Vec<String> {
    let mut problems = Vec::new();
    for package in workspace.published() {
        let verdict = read(&package.folder().join("CHANGELOG.md")).and_then(|text| form(&text));
        problems.extend(
            verdict.err().map(|problem| format!("{}: its changelog: {problem}", package.name())),
        );
    }
    problems
}

/// `# Changelog`, below it `## Unreleased` and `## 0.1.0 (2026-01-31)`, in each the four groups.
fn form(text: &str) -> Result<(), String> {
    let mut headings = text.lines().filter(|line| line.starts_with('#'));
    if headings.next() != Some("# Changelog") {
        return Err("it does not begin with `# Changelog`".to_owned());
    }
    let mut groups: Vec<&str> = Vec::new();
    let mut releases = 0;
    for heading in headings {
        if let Some(release) = heading.strip_prefix("## ") {
            let is_first = releases == 0;
            if release == "Unreleased" && !is_first {
                return Err("`## Unreleased` is not the first".to_owned());
            }
            if release != "Unreleased" && !is_release(release) {
                return Err(format!("`{heading}` is not `## VERSION (YYYY-MM-DD)`"));
            }
            releases += 1;
            groups.clear();
        } else if let Some(group) = heading.strip_prefix("### ") {
            if !["Breaking", "Added", "Changed", "Fixed"].contains(&group) {
                return Err(format!("`{heading}` is not Breaking, Added, Changed or Fixed"));
            }
            if groups.contains(&group) {
                return Err(format!("`{heading}` is there twice"));
            }
            groups.push(group);
        } else {
            return Err(format!("`{heading}` has another level"));
        }
    }
    if releases == 0 { Err("it has no `## Unreleased`".to_owned()) } else { Ok(()) }
}

fn is_release(text: &str) -> bool {
    let Some((version, date)) = text.strip_suffix(')').and_then(|text| text.split_once(" ("))
    else {
        return false;
    };
    let numbers = |text: &str, separator: char, widths: &[usize]| {
        let parts: Vec<_> = text.split(separator).collect();
        parts.len() == widths.len()
            && parts.iter().zip(widths).all(|(part, width)| {
                let is_number = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
                is_number && (*width == 0 || part.len() == *width)
            })
    };
    numbers(version, '.', &[0, 0, 0]) && numbers(date, '-', &[4, 2, 2])
}

#[cfg(test)]
mod tests {
    use super::form;

    #[test]
    fn releases_and_groups_have_one_form() {
        let good = "# Changelog\n\n## Unreleased\n\n### Fixed\n\n- a\n\n\
                    ## 0.1.0 (2026-01-31)\n\n### Added\n\n- b\n\n### Fixed\n";
        assert_eq!(form(good), Ok(()));
        for bad in [
            "# Changelog of core\n\n## Unreleased\n",
            "# Changelog\n",
            "# Changelog\n\n## 0.1.0 (unreleased)\n",
            "# Changelog\n\n## 0.1.0 (2026-01-31)\n\n## Unreleased\n",
            "# Changelog\n\n## Unreleased\n\n### Removed\n",
            "# Changelog\n\n## Unreleased\n\n### Added\n\n### Added\n",
        ] {
            assert!(form(bad).is_err(), "{bad}");
        }
    }
}
