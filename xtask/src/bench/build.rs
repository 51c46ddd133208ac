//! What a program on each client crate costs to build, and how large it is, beside one on reqwest.
//!
//! Each is built from nothing, in a folder of its own that is removed afterwards, with Cargo's own
//! profiles: as it is with somebody who depends on the crate.

use std::{
    collections::BTreeSet,
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use serde_json::Value;
use toml::Table as Toml;

use super::{
    programs::{cargo_program, print, say, shown, target},
    table::Table,
};

/// Tells processor time and memory of a process and those that it started.
const TIME: &str = "/usr/bin/time";

/// A small program.
struct Program {
    name: &'static str,
    /// Its file in `crates/authing-bench/programs`.
    file: &'static str,
    /// The crates of this workspace that it uses, and their features.
    ours: &'static [(&'static str, &'static [&'static str])],
    /// Other crates, and their features.
    others: &'static [(&'static str, &'static [&'static str])],
    /// Whether it is built for release as well, for its size.
    is_released: bool,
}

const TOKIO: (&str, &[&str]) = ("tokio", &["macros", "rt-multi-thread"]);

const FLOOR: Program = Program {
    name: "reqwest + tokio + serde",
    file: "floor.rs",
    ours: &[],
    others: &[("reqwest", &["json"]), ("serde", &["derive"]), TOKIO],
    is_released: true,
};

const PROGRAMS: [Program; 4] = [
    Program {
        name: "authing-management",
        file: "management.rs",
        ours: &[("authing-management", &[])],
        others: &[("futures-util", &[]), TOKIO],
        is_released: true,
    },
    Program {
        name: "authing-authentication",
        file: "authentication.rs",
        ours: &[("authing-authentication", &[])],
        others: &[TOKIO],
        is_released: false,
    },
    Program {
        name: "authing-protocols",
        file: "protocols.rs",
        ours: &[("authing-protocols", &[])],
        others: &[TOKIO],
        is_released: false,
    },
    Program {
        name: "authing-protocols, all",
        file: "protocols.rs",
        ours: &[("authing-protocols", &["oidc", "saml", "cas", "socks"])],
        others: &[TOKIO],
        is_released: false,
    },
];

/// The first command of the README.
const FIRST: &str = "cargo run --example quickstart";

/// Builds and prints.
pub(super) fn run(root: &Path, names: &[&str]) -> Result<String, String> {
    if !Path::new(TIME).exists() {
        return Err(format!("{TIME} is not there; on Debian the package `time` has it\n"));
    }
    let wanted = |name: &str| names.is_empty() || names.iter().any(|part| name.contains(part));
    let work = Work { root, folder: target(root)?.join("bench-build") };
    let first = work.program(&FLOOR)?;
    let mut measured = vec![(FLOOR.name, first)];
    for program in PROGRAMS.iter().filter(|program| wanted(program.name)) {
        measured.push((program.name, work.program(program)?));
    }
    if wanted(FIRST) {
        measured.push((FIRST, work.first_command()?));
    }
    let again = work.program(&Program { is_released: false, ..FLOOR })?;
    measured.push(("reqwest + tokio + serde, again", again));
    let _ = fs::remove_dir_all(&work.folder);
    print(&format!(
        "Debug builds from nothing. CPU-s: processor seconds of Cargo and all that it starts. ratio: to the mean \
         of\nthe first row and the last, which are the same program: how far they are apart is noise. peak: the \
         largest\nprocess. size: the program built for release, stripped. Less is better.\n\n{}",
        table(&measured)
    ));
    Ok(String::new())
}

fn table(measured: &[(&str, Built)]) -> Table {
    let mut table =
        Table::new(1, &["program", "CPU-s", "ratio", "peak MB", "crates", "size MiB", "ratio"]);
    let floor = |value: fn(&Built) -> f64| match measured {
        [(_, first), .., (_, last)] => (value(first) + value(last)) / 2.0,
        _ => f64::NAN,
    };
    let cpu = floor(|built| built.cost.cpu_seconds);
    let floor_size = measured.first().and_then(|(_, first)| first.size);
    for (name, built) in measured {
        let size = built.size.map(|size| size as f64 / 1024.0 / 1024.0);
        let of_floor = built.size.zip(floor_size).map(|(size, floor)| size as f64 / floor as f64);
        let or_none =
            |number: Option<f64>| number.map_or_else(|| "-".to_owned(), |n| format!("{n:.2}"));
        table.row([
            (*name).to_owned(),
            format!("{:.1}", built.cost.cpu_seconds),
            format!("{:.2}", built.cost.cpu_seconds / cpu),
            format!("{:.0}", built.cost.peak_bytes as f64 / 1e6),
            built.crates.to_string(),
            or_none(size),
            or_none(of_floor),
        ]);
    }
    table
}

/// What was measured of one program.
#[derive(Clone, Copy, Debug)]
struct Built {
    cost: Cost,
    crates: usize,
    /// Of the stripped release, in bytes.
    size: Option<u64>,
}

/// What `time` tells.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Cost {
    cpu_seconds: f64,
    peak_bytes: u64,
}

struct Work<'a> {
    root: &'a Path,
    folder: PathBuf,
}

impl Work<'_> {
    fn program(&self, program: &Program) -> Result<Built, String> {
        say(&format!("building {} …", program.name));
        let folder = self.folder.join("program");
        let _ = fs::remove_dir_all(&self.folder);
        let problem = |error| format!("{}: {error}\n", folder.display());
        fs::create_dir_all(folder.join("src")).map_err(problem)?;
        let source = self.root.join("crates/authing-bench/programs").join(program.file);
        let manifest = read(&self.root.join("Cargo.toml"))?;
        fs::write(folder.join("Cargo.toml"), program.manifest(self.root, &manifest)?)
            .and_then(|()| fs::copy(self.root.join("Cargo.lock"), folder.join("Cargo.lock")))
            .and_then(|_| fs::copy(source, folder.join("src/main.rs")))
            .map_err(problem)?;
        let mut built = self.build(&folder, &["build"])?;
        if program.is_released {
            let _ = fs::remove_dir_all(self.target());
            let mut release = self.cargo(&folder, cargo_program());
            release.args(["build", "--quiet", "--release"]);
            release.env("CARGO_PROFILE_RELEASE_STRIP", "symbols");
            super::programs::run(release)?;
            let file = self.target().join("release/program");
            let size = fs::metadata(&file).map_err(|e| format!("{}: {e}\n", file.display()))?.len();
            built.size = Some(size);
        }
        let _ = fs::remove_dir_all(&self.folder);
        Ok(built)
    }

    /// The first command of the README, but for running what it built.
    fn first_command(&self) -> Result<Built, String> {
        say(&format!("building for `{FIRST}` …"));
        let _ = fs::remove_dir_all(&self.folder);
        self.build(self.root, &["build", "--example", "quickstart"])
    }

    fn target(&self) -> PathBuf {
        self.folder.join("target")
    }

    fn build(&self, folder: &Path, arguments: &[&str]) -> Result<Built, String> {
        fs::create_dir_all(&self.folder)
            .map_err(|e| format!("{}: {e}\n", self.folder.display()))?;
        // What is to be downloaded does not count.
        let mut fetch = self.cargo(folder, cargo_program());
        fetch.args(["fetch", "--quiet"]);
        super::programs::run(fetch)?;
        let told = self.folder.join("time");
        let mut command = self.cargo(folder, TIME.to_owned());
        command.args(["-f", "%U %S %M", "-o"]).arg(&told).arg(cargo_program()).args(arguments);
        command.args(["--quiet", "--message-format", "json"]);
        let output = command.stderr(Stdio::inherit()).output();
        let output = output.map_err(|error| format!("{}: {error}\n", shown(&command)))?;
        if !output.status.success() {
            return Err(format!("{}: {}\n", shown(&command), output.status));
        }
        let text = read(&told)?;
        let cost = cost(&text).ok_or_else(|| format!("{TIME} says: {text}\n"))?;
        let crates = compiled(&String::from_utf8_lossy(&output.stdout));
        Ok(Built { cost, crates, size: None })
    }

    /// Cargo, or what starts it, with nothing in its environment of how this workspace is built.
    fn cargo(&self, folder: &Path, program: String) -> Command {
        let mut command = Command::new(program);
        for (name, _) in env::vars_os() {
            if shapes_builds(&name.to_string_lossy()) {
                command.env_remove(name);
            }
        }
        command.current_dir(folder).env("CARGO_TARGET_DIR", self.target());
        if folder != self.root {
            // Crates of a registry are never compiled incrementally; here ours stand for such.
            command.env("CARGO_INCREMENTAL", "0");
        }
        command
    }
}

impl Program {
    fn manifest(&self, root: &Path, workspace: &str) -> Result<String, String> {
        let workspace: Toml = workspace.parse().map_err(|e| format!("Cargo.toml: {e}\n"))?;
        let mut text = "[package]\nname = \"program\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
                        [workspace]\n\n[dependencies]\n"
            .to_owned();
        for (name, features) in self.ours {
            let path = root.join("crates").join(name);
            text += &format!(
                "{name} = {{ path = {:?}, features = {features:?} }}\n",
                path.display().to_string()
            );
        }
        for (name, features) in self.others {
            let version = required(&workspace, name)
                .ok_or_else(|| format!("Cargo.toml: no version of {name} is required\n"))?;
            text += &format!("{name} = {{ version = {version:?}, features = {features:?} }}\n");
        }
        Ok(text)
    }
}

/// The version of a crate that the workspace requires.
fn required<'t>(workspace: &'t Toml, name: &str) -> Option<&'t str> {
    let wanted = workspace.get("workspace")?.get("dependencies")?.get(name)?;
    wanted.as_str().or_else(|| wanted.get("version")?.as_str())
}

/// Whether a variable changes what Cargo builds, or how.
fn shapes_builds(name: &str) -> bool {
    ["CARGO_PROFILE_", "CARGO_BUILD_", "CARGO_TARGET_", "CARGO_ENCODED_"]
        .iter()
        .any(|prefix| name.starts_with(prefix))
        || ["CARGO_INCREMENTAL", "RUSTFLAGS", "RUSTC_WRAPPER", "RUSTC_WORKSPACE_WRAPPER"]
            .contains(&name)
}

/// The line that `time` was asked for: seconds of the user, of the system, KiB. Others may precede it.
fn cost(text: &str) -> Option<Cost> {
    let mut numbers = text.lines().last()?.split_whitespace();
    let seconds: [f64; 2] = [numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?];
    let peak: u64 = numbers.next()?.parse().ok()?;
    Some(Cost { cpu_seconds: seconds[0] + seconds[1], peak_bytes: peak * 1024 })
}

/// How many packages Cargo says that it has compiled.
fn compiled(messages: &str) -> usize {
    let messages = messages.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let compiled = messages.filter(|message| message["reason"] == "compiler-artifact");
    let packages = compiled.filter_map(|message| Some(message["package_id"].as_str()?.to_owned()));
    packages.collect::<BTreeSet<_>>().len()
}

fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}\n", path.display()))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{Built, Cost, FLOOR, PROGRAMS, compiled, cost, shapes_builds, table};

    #[test]
    fn cost_is_the_last_line_that_time_wrote() {
        let expected = Cost { cpu_seconds: 82.5, peak_bytes: 1_048_576 };
        assert_eq!(cost("70.25 12.25 1024\n"), Some(expected));
        let failed = "Command exited with non-zero status 101\n70.25 12.25 1024\n";
        assert_eq!(cost(failed), Some(expected));
        assert_eq!(cost("time: cannot run cargo\n"), None);
        assert_eq!(cost(""), None);
    }

    #[test]
    fn a_package_counts_once_however_much_is_compiled_of_it() {
        let messages = r#"{"reason":"compiler-artifact","package_id":"serde 1","target":{"name":"build-script-build"}}
{"reason":"build-script-executed","package_id":"ring 1"}
{"reason":"compiler-artifact","package_id":"serde 1","target":{"name":"serde"}}
{"reason":"compiler-artifact","package_id":"tokio 1","target":{"name":"tokio"}}
not JSON
{"reason":"build-finished","success":true}"#;
        assert_eq!(compiled(messages), 2);
    }

    #[test]
    fn ratios_are_to_the_mean_of_the_first_and_the_last() {
        let built = |cpu_seconds, size| Built {
            cost: Cost { cpu_seconds, peak_bytes: 412_000_000 },
            crates: 130,
            size,
        };
        let mib = 1024 * 1024;
        let table = table(&[
            ("floor", built(90.0, Some(4 * mib))),
            ("ours", built(125.0, Some(5 * mib))),
            ("floor, again", built(110.0, None)),
        ]);
        assert_eq!(
            table.to_string(),
            "program       CPU-s  ratio  peak MB  crates  size MiB  ratio\n\
             floor          90.0   0.90      412     130      4.00   1.00\n\
             ours          125.0   1.25      412     130      5.00   1.25\n\
             floor, again  110.0   1.10      412     130         -      -\n"
        );
    }

    #[test]
    fn a_program_depends_on_what_it_names_at_the_versions_of_the_workspace() {
        let workspace = "[workspace.dependencies]\ntokio = { version = \"1.49.0\" }\nserde = \"1.0.228\"\nreqwest = \"0.13\"\n";
        let floor = FLOOR.manifest(Path::new("/sdk"), workspace).unwrap();
        assert!(
            floor.contains("reqwest = { version = \"0.13\", features = [\"json\"] }\n"),
            "{floor}"
        );
        assert!(
            floor.contains("tokio = { version = \"1.49.0\", features = [\"macros\", "),
            "{floor}"
        );
        let problem = PROGRAMS[0].manifest(Path::new("/sdk"), workspace).unwrap_err();
        assert_eq!(problem, "Cargo.toml: no version of futures-util is required\n");
    }

    #[test]
    fn how_this_workspace_is_built_is_not_how_theirs_is() {
        assert!(shapes_builds("CARGO_PROFILE_DEV_DEBUG"));
        assert!(shapes_builds("CARGO_INCREMENTAL"));
        assert!(!shapes_builds("CARGO_HOME"));
        assert!(!shapes_builds("PATH"));
    }
}
