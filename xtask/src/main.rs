//! `cargo xtask codegen [--check]`: generates the code that follows from `schema/`.

use std::{
    io::{self, Write},
    path::Path,
    process::ExitCode,
};

use xtask::codegen::{self, Outcome};

const USAGE: &str = "\
usage: cargo xtask codegen [--check]

  codegen          validate schema/ and write the code that follows from it
  codegen --check  change nothing; fail and name the files that differ
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let (text, code) = match arguments.as_slice() {
        ["codegen"] => report(codegen::write(root())),
        ["codegen", "--check"] => report(codegen::check(root())),
        _ => (USAGE.to_owned(), ExitCode::from(2)),
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

fn report(result: Result<Outcome, String>) -> (String, ExitCode) {
    match result {
        Err(problem) => (format!("{problem}\n"), ExitCode::FAILURE),
        Ok(Outcome::UpToDate) => ("generated code is up to date\n".to_owned(), ExitCode::SUCCESS),
        Ok(Outcome::Written(paths)) => (list("updated", &paths), ExitCode::SUCCESS),
        Ok(Outcome::Stale(paths)) => {
            let text =
                list("differs", &paths) + "run `cargo xtask codegen` and commit the result\n";
            (text, ExitCode::FAILURE)
        }
    }
}

fn list(verb: &str, paths: &[String]) -> String {
    paths.iter().map(|path| format!("{verb} {path}\n")).collect()
}
