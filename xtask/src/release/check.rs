//! What a release must pass besides `ci`: what takes long, or needs more than the toolchain.

use std::{
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use super::{
    compat, manifests, minimal,
    workspace::{PUBLISHED, Workspace, cargo, run as run_command},
};

enum Outcome {
    Passed,
    Failed(String),
    Skipped(String),
}

type Step = (&'static str, fn(&Workspace) -> Outcome);

const STEPS: [Step; 8] = [
    ("manifests are in order", |workspace| outcome(manifests::check(&workspace.root))),
    ("cargo-deny: licences, bans, sources, advisories", deny),
    ("the snapshot of the public API", public_api),
    ("semver against the last release", semver),
    ("packages in the order of crates, dry", publish),
    ("lowest versions of dependencies", |workspace| outcome(minimal::check(&workspace.root))),
    ("clients with the packed core", |workspace| outcome(compat::check(&workspace.root))),
    ("the minimum Rust version", msrv),
];

/// Runs every step, and says at the end what passed, failed and was skipped.
pub(super) fn run(root: &Path) -> Result<String, String> {
    let workspace = Workspace::load(root)?;
    let mut summary = String::from("\n== release-check\n");
    let (mut failed, mut skipped) = (0, 0);
    for (name, step) in STEPS {
        say(&format!("\n== {name}"));
        let start = Instant::now();
        let verdict = step(&workspace);
        let time = Duration::as_secs_f64(&start.elapsed());
        let line = match verdict {
            Outcome::Passed => format!("{time:>6.1} s  passed   {name}"),
            Outcome::Failed(problem) => {
                failed += 1;
                say(&problem);
                format!("{time:>6.1} s  FAILED   {name}")
            }
            Outcome::Skipped(reason) => {
                skipped += 1;
                say(&format!("SKIPPED: {reason}"));
                format!("{time:>6.1} s  SKIPPED  {name}: {reason}")
            }
        };
        summary.push_str(&line);
        summary.push('\n');
    }
    let passed = STEPS.len() - failed - skipped;
    summary.push_str(&format!("{passed} passed, {failed} failed, {skipped} skipped\n"));
    if failed == 0 { Ok(summary) } else { Err(summary) }
}

fn deny(workspace: &Workspace) -> Outcome {
    if !has_subcommand(workspace, "deny") {
        return Outcome::Skipped(
            "cargo-deny is not installed: `cargo install --locked cargo-deny`".to_owned(),
        );
    }
    let checked = |what: &[&str]| {
        let mut command = cargo(&workspace.root);
        command.arg("deny").args(["--all-features", "check"]).args(what);
        run_command(command)
    };
    if let Err(problem) = checked(&["bans", "licenses", "sources"]) {
        return Outcome::Failed(problem);
    }
    // The database comes from elsewhere: fetching it is one thing, what it says another.
    let mut fetch = cargo(&workspace.root);
    fetch.args(["deny", "fetch", "db"]);
    if let Err(problem) = run_command(fetch) {
        return Outcome::Skipped(format!(
            "licences, bans and sources passed, but the advisories could not be fetched: {problem}"
        ));
    }
    outcome(checked(&["advisories"]))
}

fn public_api(workspace: &Workspace) -> Outcome {
    let program = std::env::current_exe().unwrap_or_else(|_| "xtask".into());
    let mut command = Command::new(program);
    command.current_dir(&workspace.root).args(["api", "--check"]);
    outcome(run_command(command))
}

fn semver(workspace: &Workspace) -> Outcome {
    let released: Vec<_> = PUBLISHED
        .iter()
        .filter_map(|name| Some((*name, last_tag(&workspace.root, name)?)))
        .collect();
    if released.is_empty() {
        return Outcome::Skipped(
            "no crate has been released: there is no tag like authing-core-v0.1.0".to_owned(),
        );
    }
    if !has_subcommand(workspace, "semver-checks") {
        return Outcome::Skipped(
            "cargo-semver-checks is not installed: `cargo install --locked cargo-semver-checks`"
                .to_owned(),
        );
    }
    for (name, tag) in released {
        let mut command = cargo(&workspace.root);
        command.args(["semver-checks", "--package", name, "--baseline-rev", &tag]);
        if let Err(problem) = run_command(command) {
            return Outcome::Failed(problem);
        }
    }
    Outcome::Passed
}

fn last_tag(root: &Path, name: &str) -> Option<String> {
    let mut command = Command::new("git");
    let pattern = format!("{name}-v*");
    command.current_dir(root).args(["tag", "--sort=-version:refname", "--list", &pattern]);
    let tags = String::from_utf8(command.output().ok()?.stdout).ok()?;
    tags.lines().next().map(str::to_owned)
}

/// Cargo packs the crates in the order of their dependencies, and builds each from the packages of
/// the others.
fn publish(workspace: &Workspace) -> Outcome {
    let mut command = cargo(&workspace.root);
    command.args(["publish", "--dry-run", "--quiet"]);
    for name in PUBLISHED {
        command.args(["--package", name]);
    }
    outcome(run_command(command))
}

fn msrv(workspace: &Workspace) -> Outcome {
    let Some(version) = workspace.rust_version() else {
        return Outcome::Failed("the crates have no rust-version".to_owned());
    };
    let toolchain = format!("+{version}");
    let probe = Command::new("cargo")
        .args([&toolchain, "--version"])
        // Found out, not installed: what a machine has is its owner's business.
        .env("RUSTUP_AUTO_INSTALL", "0")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    if !probe.is_ok_and(|status| status.success()) {
        return Outcome::Skipped(format!(
            "the toolchain {version} is not installed: `rustup toolchain install {version}`"
        ));
    }
    let mut command = Command::new("cargo");
    command
        .current_dir(&workspace.root)
        .env_remove("RUSTUP_TOOLCHAIN")
        .env_remove("CARGO")
        .env("CARGO_TARGET_DIR", workspace.target.join("msrv"))
        .args([&toolchain, "check", "--quiet", "--all-features"]);
    for name in PUBLISHED {
        command.args(["--package", name]);
    }
    outcome(run_command(command))
}

fn has_subcommand(workspace: &Workspace, name: &str) -> bool {
    let mut command = cargo(&workspace.root);
    command.args([name, "--version"]).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

fn outcome<T>(result: Result<T, String>) -> Outcome {
    match result {
        Ok(_) => Outcome::Passed,
        Err(problem) => Outcome::Failed(problem),
    }
}

fn say(text: &str) {
    use std::io::Write as _;
    // A closed pipe is not a reason to fail.
    let _ = writeln!(std::io::stdout(), "{text}");
}
