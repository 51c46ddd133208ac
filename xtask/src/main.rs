//! `cargo xtask TASK`: the chores of this workspace.

use std::{
    env, fs,
    io::{self, Write},
    path::{Path, PathBuf},
    process::ExitCode,
    time::Duration,
};

use xtask::{
    api, bench, ci,
    codegen::{self, Outcome},
    coverage, fuzz, layers, release, words,
};

const USAGE: &str = "\
usage: cargo xtask TASK

  codegen          validate schema/ and write the code that follows from it
  codegen --check  change nothing; fail and name the files that differ
  coverage         prove the claims of docs/coverage.tsv and write the table
  coverage --check change nothing; fail and name the files that differ
  layers [CRATE…]  fail where files are a circle or an arrow points upward
         --all     show every way round each circle
         --arrows  show which file needs which, and on which lines
         --heights show how high each file stands
  words [PATH…]    fail where a word is spelled otherwise than xtask/words.toml says
  api [CRATE…]     write docs/api, the public API of each crate, and apply its rules
  api --check      change nothing; fail and show what differs
  api --rules      apply the rules to docs/api as it is
  fuzz [TARGET…]   run the fuzz targets, 60 seconds each
         --seconds N
         --runs N  so many executions instead, however long they take
         --seed N  the same mutations as another run with this number
         --merge   replace the corpus by the fewest inputs that reach as much
  ci               everything a change must pass
";

/// What stands below the tasks.
const ABOUT: &str = "\nA task is about the workspace that the current directory is in.\n";

fn main() -> ExitCode {
    if let Some(code) = api::as_rustdoc() {
        return code;
    }
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let root = root();
    let (text, code) = match arguments.as_slice() {
        ["codegen"] => report("codegen", codegen::write(&root)),
        ["codegen", "--check"] => report("codegen", codegen::check(&root)),
        ["coverage"] => report("coverage", coverage::write(&root)),
        ["coverage", "--check"] => report("coverage", coverage::check(&root)),
        ["layers", rest @ ..] => match layer_options(rest) {
            Some(options) => checked(layers::check(&root, &options)),
            None => (USAGE.to_owned(), ExitCode::from(2)),
        },
        ["words", paths @ ..] => checked(words::check(&root, paths)),
        ["api", "--check"] => checked(api::check(&root)),
        ["api", "--rules"] => checked(api::rules(&root)),
        ["api", crates @ ..] => checked(api::write(&root, crates)),
        ["fuzz", rest @ ..] => match fuzz_options(rest) {
            Some(options) => checked(fuzz::run(&root, &options)),
            None => (USAGE.to_owned(), ExitCode::from(2)),
        },
        ["bench", rest @ ..] => match bench::run(&root, rest) {
            Some(result) => checked(result),
            None => (bench::USAGE.to_owned(), ExitCode::from(2)),
        },
        ["ci"] => match ci::run(&root) {
            Ok(()) => (String::new(), ExitCode::SUCCESS),
            Err(problem) => (format!("\n{problem}\n"), ExitCode::FAILURE),
        },
        other => match release::run(&root, other) {
            Some(Ok(text)) => (text, ExitCode::SUCCESS),
            Some(Err(problem)) => (format!("{problem}\n"), ExitCode::FAILURE),
            None => {
                (format!("{USAGE}{}{}{ABOUT}", bench::USAGE, release::USAGE), ExitCode::from(2))
            }
        },
    };
    // A closed pipe is not a reason to fail.
    let _ = if code == ExitCode::SUCCESS {
        io::stdout().write_all(text.as_bytes())
    } else {
        io::stderr().write_all(text.as_bytes())
    };
    code
}

/// The root of the workspace that the current directory is in, or that this was built from.
fn root() -> PathBuf {
    let is_root = |folder: &&Path| {
        let manifest = fs::read_to_string(folder.join("Cargo.toml"));
        manifest.is_ok_and(|text| text.lines().any(|line| line == "[workspace]"))
    };
    let current = env::current_dir().unwrap_or_default();
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    let built_from = manifest.parent().unwrap_or(manifest);
    current.ancestors().find(is_root).unwrap_or(built_from).to_owned()
}

fn layer_options(arguments: &[&str]) -> Option<layers::Options> {
    let mut options = layers::Options::default();
    for argument in arguments {
        match *argument {
            "--all" => options.all = true,
            "--arrows" => options.arrows = true,
            "--heights" => options.heights = true,
            name if !name.starts_with('-') => options.crates.push(name.to_owned()),
            _ => return None,
        }
    }
    Some(options)
}

fn fuzz_options(arguments: &[&str]) -> Option<fuzz::Options> {
    let mut options = fuzz::Options::default();
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        match *argument {
            "--seconds" => options.time = Duration::from_secs(rest.next()?.parse().ok()?),
            "--runs" => options.runs = rest.next()?.parse().ok()?,
            "--seed" => options.seed = Some(rest.next()?.parse().ok()?),
            "--merge" => options.merge = true,
            name if !name.starts_with('-') => options.targets.push(name.to_owned()),
            _ => return None,
        }
    }
    Some(options)
}

fn checked(result: Result<String, String>) -> (String, ExitCode) {
    match result {
        Ok(text) => (text, ExitCode::SUCCESS),
        Err(problems) => (problems, ExitCode::FAILURE),
    }
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
