//! `cargo xtask TASK`: the chores of this workspace.

use std::{
    io::{self, Write},
    path::Path,
    process::ExitCode,
};

use xtask::{
    ci,
    codegen::{self, Outcome},
    coverage, release,
};

const USAGE: &str = "\
usage: cargo xtask TASK

  codegen          validate schema/ and write the code that follows from it
  codegen --check  change nothing; fail and name the files that differ
  coverage         prove the claims of docs/coverage.tsv and write the table
  coverage --check change nothing; fail and name the files that differ
  ci               everything a change must pass
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let (text, code) = match arguments.as_slice() {
        ["codegen"] => report("codegen", codegen::write(root())),
        ["codegen", "--check"] => report("codegen", codegen::check(root())),
        ["coverage"] => report("coverage", coverage::write(root())),
        ["coverage", "--check"] => report("coverage", coverage::check(root())),
        ["ci"] => match ci::run(root()) {
            Ok(()) => (String::new(), ExitCode::SUCCESS),
            Err(problem) => (format!("\n{problem}\n"), ExitCode::FAILURE),
        },
        other => match release::run(root(), other) {
            Some(Ok(text)) => (text, ExitCode::SUCCESS),
            Some(Err(problem)) => (format!("{problem}\n"), ExitCode::FAILURE),
            None => (format!("{USAGE}{}", release::USAGE), ExitCode::from(2)),
        },
    };
    // A closed pipe is no reason to fail.
    let _ = io::stderr().write_all(text.as_bytes());
    code
}

/// The root of the workspace this binary was built from.
fn root() -> &'static Path {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    manifest.parent().unwrap_or(manifest)
}

fn report(task: &str, result: Result<Outcome, String>) -> (String, ExitCode) {
    match result {
        Err(problem) => (format!("{problem}\n"), ExitCode::FAILURE),
        Ok(Outcome::UpToDate) => (format!("{task} is up to date\n"), ExitCode::SUCCESS),
        Ok(Outcome::Written(paths)) => (list("updated", &paths), ExitCode::SUCCESS),
        Ok(Outcome::Stale(paths)) => {
            let text = format!(
                "{}run `cargo xtask {task}` and commit the result\n",
                list("differs", &paths)
            );
            (text, ExitCode::FAILURE)
        }
    }
}

fn list(verb: &str, paths: &[String]) -> String {
    paths.iter().map(|path| format!("{verb} {path}\n")).collect()
}
