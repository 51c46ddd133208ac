//! `docs/coverage.md`: which capability of the official SDKs is which call here.
//!
//! `docs/capabilities.tsv` lists what there is to do and `docs/coverage.tsv` claims; this proves
//! what it can. Every capability must be claimed, or be declared as not built with a reason. The
//! operation must be a constant in the crate's source, so the endpoint in the table is the one the
//! code uses; the Rust path becomes a documentation link in `tests/src/coverage.rs`, which does not
//! build if the path does not exist; the call must be made by a test of the wire, which has the name
//! of its area; and the emulator must handle what that test says is sent.

mod claims;
mod sources;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use self::{
    claims::{CAPABILITIES, CLAIMS, CallText, Capability, Claim, NotBuilt, Sends},
    sources::{Emulator, Endpoint, TestFile},
};
use crate::codegen::{self, Outcome};

const TABLE: &str = "docs/coverage.md";
const LINKS: &str = "tests/src/coverage.rs";

/// Groups of what the server offers and no official SDK does begin so.
const BEYOND: &str = "beyond.";

/// Writes the table and the links.
///
/// # Errors
///
/// What is claimed without proof.
pub fn write(root: &Path) -> Result<Outcome, String> {
    let mut written = Vec::new();
    for (path, text) in generate(root)? {
        if fs::read_to_string(root.join(path)).ok().as_deref() != Some(&text) {
            fs::write(root.join(path), text).map_err(|error| format!("{path}: {error}"))?;
            written.push(path.to_owned());
        }
    }
    Ok(if written.is_empty() { Outcome::UpToDate } else { Outcome::Written(written) })
}

/// Compares the table and the links with what would be written.
///
/// # Errors
///
/// What is claimed without proof.
pub fn check(root: &Path) -> Result<Outcome, String> {
    let differs = |(path, text): &(&str, String)| {
        fs::read_to_string(root.join(path)).ok().as_ref() != Some(text)
    };
    let stale: Vec<_> = generate(root)?
        .iter()
        .filter(|file| differs(file))
        .map(|(path, _)| (*path).to_owned())
        .collect();
    Ok(if stale.is_empty() { Outcome::UpToDate } else { Outcome::Stale(stale) })
}

fn generate(root: &Path) -> Result<Vec<(&'static str, String)>, String> {
    let read = |path| fs::read_to_string(root.join(path)).map_err(|e| format!("{path}: {e}"));
    let (capabilities, text) = (read(CAPABILITIES)?, read(CLAIMS)?);
    let capabilities = claims::capabilities(&capabilities)?;
    let (claims, not_built) = claims::claims(&text)?;
    let proofs = Proofs::read(root)?;

    let mut problems = contradictions(&claims, &not_built, &capabilities);
    for (group, capability) in missing(&capabilities, &claims, &not_built) {
        problems.push(format!("{group} {capability}: neither claimed nor not built"));
    }
    let mut rows: Vec<(&str, Vec<String>)> = Vec::new();
    let mut links = String::from(LINKS_HEAD);
    for claim in &claims {
        match proofs.row(claim) {
            Ok(row) => match rows.iter_mut().find(|(group, _)| *group == claim.group) {
                Some((_, rows)) => rows.push(row),
                None => rows.push((claim.group, vec![row])),
            },
            Err(problem) => problems.push(problem),
        }
        links.push_str(&format!("//! - [`{}`]\n", claim.rust_path));
    }
    if !problems.is_empty() {
        return Err(problems.join("\n"));
    }
    Ok(vec![(TABLE, table(&rows, &not_built)), (LINKS, links)])
}

/// Capabilities nobody speaks of.
fn missing<'a>(
    capabilities: &[Capability<'a>],
    claims: &[Claim<'_>],
    not_built: &[NotBuilt<'_>],
) -> Vec<Capability<'a>> {
    let claimed = claims.iter().map(|claim| (claim.group, claim.capability));
    let excused = not_built.iter().map(|line| (line.group, line.capability));
    let spoken_of: BTreeSet<Capability<'_>> = claimed.chain(excused).collect();
    capabilities.iter().filter(|one| !spoken_of.contains(*one)).copied().collect()
}

/// What is both built and not, claimed twice in the same words, or not built and unheard of.
fn contradictions(
    claims: &[Claim<'_>],
    not_built: &[NotBuilt<'_>],
    capabilities: &[Capability<'_>],
) -> Vec<String> {
    let mut problems = Vec::new();
    let mut seen = BTreeSet::new();
    for claim in claims {
        let Claim { group, capability, rust_path, .. } = *claim;
        if !seen.insert((group, capability, rust_path)) {
            problems.push(format!("{group} {capability}: claimed twice by {rust_path}"));
        }
    }
    for NotBuilt { group, capability, .. } in not_built {
        if claims.iter().any(|c| (c.group, c.capability) == (*group, *capability)) {
            problems.push(format!("{group} {capability}: both claimed and not built"));
        }
        if !capabilities.contains(&(*group, *capability)) {
            problems.push(format!("{group} {capability}: not built, and not in {CAPABILITIES}"));
        }
    }
    problems
}

/// What claims are held against.
struct Proofs {
    operations: BTreeMap<String, Endpoint>,
    wire_tests: Vec<TestFile>,
    flow_tests: Vec<TestFile>,
    emulator: Emulator,
    root_fields: BTreeMap<String, Vec<String>>,
}

impl Proofs {
    fn read(root: &Path) -> Result<Self, String> {
        let tests = |error| format!("reading the tests: {error}");
        let sources = |error| format!("reading the sources: {error}");
        Ok(Self {
            operations: sources::operations(root).map_err(sources)?,
            wire_tests: sources::wire_tests(root).map_err(tests)?,
            flow_tests: sources::flow_tests(root).map_err(tests)?,
            emulator: Emulator::read(root).map_err(sources)?,
            root_fields: codegen::called_by_operations(root)?,
        })
    }

    /// The row of a claim, or what is not proven.
    fn row(&self, claim: &Claim<'_>) -> Result<String, String> {
        let (path, call) = (claim.rust_path, claim.call());
        let crate_name = claim.crate_name();
        let of_crate = |test: &&TestFile| {
            test.path.contains(&crate_name)
                && !test.is_elsewhere(&claim.short_path())
                && claim.area().is_none_or(|area| test.is_of(area))
        };
        let wire: Vec<_> = self.wire_tests.iter().filter(of_crate).collect();
        let endpoint = match claim.sends {
            Sends::Nothing | Sends::Anything => None,
            Sends::Operation(name) => match self.operations.get(name) {
                None => return Err(format!("{path}: no operation is named `{name}`")),
                endpoint => endpoint,
            },
        };
        let assertion = match endpoint {
            Some(Endpoint::Graphql) => ".is_graphql",
            _ => ".is_rest",
        };
        // The test that says what is sent, rather than one that makes the call for another reason.
        let asserted =
            wire.iter().filter_map(|test| Some((test, test.assertion(&call, assertion)?)));
        let asserted = asserted.min_by_key(|(_, (distance, _))| *distance);
        let function = claim.function_call();
        let making = || wire.iter().find(|test| test.makes(&call) || test.makes(&function));
        let Some(test) = asserted.map(|(test, _)| test).or_else(making) else {
            return Err(format!("{path}: no test of {crate_name} calls `{call}`"));
        };
        let (endpoint, emulator) = match endpoint {
            None if matches!(claim.sends, Sends::Anything) => ("any".to_owned(), NONE.to_owned()),
            None => ("no request".to_owned(), NONE.to_owned()),
            Some(Endpoint::Graphql) => {
                let document = asserted.and_then(|(test, (_, argument))| test.document(argument));
                let fields = document.and_then(|name| self.root_fields.get(name));
                let Some(fields) = fields else {
                    return Err(format!("{path}: no test of {crate_name} asserts its document"));
                };
                self.fields(fields)
            }
            Some(Endpoint::Rest { verb, path }) => {
                let file = self.emulator.route(verb, path);
                (format!("`{verb} {path}`"), file.map_or(REFUSED.to_owned(), link))
            }
        };
        if emulator == REFUSED && !claim.group.starts_with(BEYOND) {
            return Err(format!("{path}: the emulator does not handle {endpoint}"));
        }
        let mut tests = link(&test.path);
        if let Some(flow) = self.flow_test(claim, &call) {
            tests.push_str(&format!(", {}", link(&flow.path)));
        }
        let (capability, short) = (claim.capability, claim.short_path());
        Ok(format!("| {capability} | `{short}` | {endpoint} | {emulator} | {tests} |\n"))
    }

    /// Root fields, and the emulator's handlers for them.
    fn fields(&self, fields: &[String]) -> (String, String) {
        let names: Vec<_> = fields.iter().map(|field| format!("`{field}`")).collect();
        let files: Option<BTreeSet<_>> = fields.iter().map(|f| self.emulator.field(f)).collect();
        let links = files.map(|files| files.into_iter().map(link).collect::<Vec<_>>().join(", "));
        (format!("GraphQL {}", names.join(", ")), links.unwrap_or_else(|| REFUSED.to_owned()))
    }

    /// A test against the emulator that makes the call: one of the area, perhaps through a variable
    /// that holds the area or a scope of it, or else any.
    fn flow_test(&self, claim: &Claim<'_>, call: &CallText) -> Option<&TestFile> {
        let makes = |test: &&TestFile| test.makes(call);
        let of_area = claim.area().and_then(|area| {
            let own = || self.flow_tests.iter().filter(|test| test.is_of(area));
            own().find(makes).or_else(|| own().find(|test| test.calls(call)))
        });
        of_area.or_else(|| self.flow_tests.iter().find(makes))
    }
}

/// The cell of what there is not.
const NONE: &str = "–";

/// The cell of what the emulator refuses by name.
const REFUSED: &str = "refused (501)";

/// A link to a file, seen from `docs/`.
fn link(path: impl AsRef<str>) -> String {
    let path = path.as_ref();
    let name = path.rsplit('/').next().unwrap_or(path);
    let folder = path.rsplit('/').nth(1).unwrap_or_default();
    // Every folder has one of these.
    let name = if name == "mod.rs" { format!("{folder}/{name}") } else { name.to_owned() };
    format!("[{name}](../{path})")
}

fn table(groups: &[(&str, Vec<String>)], not_built: &[NotBuilt<'_>]) -> String {
    let mut table = String::from(HEAD);
    for (group, rows) in groups {
        table.push_str(&format!("\n## `{group}` ({})\n\n", rows.len()));
        if group.starts_with(BEYOND) {
            table.push_str("No official SDK exposes this.\n\n");
        }
        table.push_str(
            "| capability | Rust | operation or endpoint | emulator | tests |\n\
             |---|---|---|---|---|\n",
        );
        table.extend(rows.iter().map(String::as_str));
    }
    table.push_str(&format!("\n## Not built ({})\n\n", not_built.len()));
    table.push_str("| group | capability | why |\n|---|---|---|\n");
    for NotBuilt { group, capability, reason } in not_built {
        table.push_str(&format!("| `{group}` | {capability} | {reason} |\n"));
    }
    table
}

const HEAD: &str = "\
# Coverage

Generated from `docs/capabilities.tsv`, what the official SDKs can do, and `docs/coverage.tsv`, what does it here, by
`cargo xtask coverage`; do not edit. A line stands here only if the Rust path exists, the operation is one the crate sends,
and a test of the wire makes the call. The emulator's file is the one whose table holds the route or root field; the tests
are the one of the wire and one against the emulator.
";

const LINKS_HEAD: &str = "\
//! Generated from `docs/coverage.tsv` by `cargo xtask coverage`; do not edit.
//!
//! Every path that `docs/coverage.md` names, as a link: the documentation does not build if one
//! does not exist.
//!
";

#[cfg(test)]
mod tests {
    use super::*;

    const CAPABILITIES: &str = "group\tcapability\na\tone\na\ttwo\nb\tthree\n";

    #[test]
    fn what_nobody_speaks_of_is_missing() {
        let claims_text = "-\na\tone\tx::Y::one\ty.one\nb\tthree\tnot built\tbrowser only\n";
        let capabilities = claims::capabilities(CAPABILITIES).unwrap();
        let (claims, not_built) = claims::claims(claims_text).unwrap();
        assert_eq!(missing(&capabilities, &claims, &not_built), [("a", "two")]);
        assert!(contradictions(&claims, &not_built, &capabilities).is_empty());
    }

    #[test]
    fn a_capability_is_built_or_not_and_not_built_twice() {
        let claims_text = "-\na\tone\tx::Y::one\ty.one\na\tone\tx::Y::one\ty.one\n\
                           a\tone\tnot built\twhy\na\tfour\tnot built\twhy\n";
        let capabilities = claims::capabilities(CAPABILITIES).unwrap();
        let (claims, not_built) = claims::claims(claims_text).unwrap();
        let problems = contradictions(&claims, &not_built, &capabilities);
        assert_eq!(problems.len(), 3, "{problems:?}");
    }
}
