//! The programs that are measured: the SDK's, and the floor's, which is built apart.

use std::{
    env, fs,
    io::{BufRead as _, BufReader, Write as _},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use serde::Deserialize;
use serde_json::Value;

/// The package of the floor.
const FLOOR: &str = "crates/authing-bench/floor";

/// How they are compiled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Profile {
    Dev,
    Release,
}

/// One thing that there is to measure, as `authing-bench list` tells.
#[derive(Debug, Deserialize)]
pub(super) struct Scenario {
    pub(super) name: String,
    pub(super) group: Group,
    pub(super) calls: usize,
    pub(super) at: Vec<usize>,
    pub(super) beside: Vec<String>,
    pub(super) is_small: bool,
}

/// Which table it belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Group {
    Calls,
    Tokens,
    Saml,
    Routes,
    Clients,
}

/// Both programs.
#[derive(Debug)]
pub(super) struct Programs {
    pub(super) sdk: PathBuf,
    pub(super) floor: PathBuf,
}

impl Programs {
    pub(super) fn build(root: &Path, profile: Profile) -> Result<Self, String> {
        let target = target(root)?;
        let floor = root.join(FLOOR);
        // The same versions as the SDK's; Cargo leaves out what the floor has no use for.
        fs::copy(root.join("Cargo.lock"), floor.join("Cargo.lock"))
            .map_err(|error| format!("{}: {error}\n", floor.display()))?;
        let (option, name): (&[&str], _) = match profile {
            Profile::Dev => (&[], "debug"),
            Profile::Release => (&["--release"], "release"),
        };
        say(&format!("building the SDK's program and the floor's ({name}) …"));
        let mut ours = cargo(root);
        ours.args(["build", "--quiet", "--package", "authing-bench"]).args(option);
        run(ours)?;
        let apart = target.join("bench-floor");
        let mut theirs = cargo(&floor);
        theirs.args(["build", "--quiet", "--target-dir"]).arg(&apart).args(option);
        run(theirs)?;
        Ok(Self {
            sdk: target.join(name).join("authing-bench"),
            floor: apart.join(name).join("authing-bench-floor"),
        })
    }

    /// What there is to measure, of those whose name or group contains one of these; all if there are
    /// none.
    pub(super) fn scenarios(&self, names: &[&str]) -> Result<Vec<Scenario>, String> {
        let text = output(Command::new(&self.sdk).arg("list"))?;
        let mut all: Vec<Scenario> =
            serde_json::from_str(&text).map_err(|error| format!("the list: {error}\n"))?;
        let named = |name: &str| names.iter().any(|part| name.contains(part));
        all.retain(|one| names.is_empty() || named(&one.name) || named(one.group.name()));
        if all.is_empty() {
            return Err(format!("nothing to measure is called {}\n", names.join(" or ")));
        }
        Ok(all)
    }

    /// The command of one measurement.
    pub(super) fn measure(
        &self,
        side: &str,
        server: &Server,
        scenario: &str,
        at: usize,
        calls: usize,
    ) -> (PathBuf, Vec<String>) {
        let program = if side == "sdk" { &self.sdk } else { &self.floor };
        let numbers = [at.to_string(), calls.to_string()];
        let arguments = ["measure", scenario, side].map(str::to_owned);
        let url = [server.url.clone()];
        (program.clone(), arguments.into_iter().chain(numbers).chain(url).collect())
    }
}

impl Group {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Calls => "calls",
            Self::Tokens => "tokens",
            Self::Saml => "saml",
            Self::Routes => "routes",
            Self::Clients => "clients",
        }
    }
}

/// The server in a process of its own, which ends with this value.
#[derive(Debug)]
pub(super) struct Server {
    child: Child,
    pub(super) url: String,
}

impl Server {
    pub(super) fn start(programs: &Programs) -> Result<Self, String> {
        let problem = |error| format!("the server: {error}\n");
        let mut command = Command::new(&programs.floor);
        let mut child = command.arg("serve").stdout(Stdio::piped()).spawn().map_err(problem)?;
        let mut url = String::new();
        if let Some(output) = child.stdout.take() {
            BufReader::new(output).read_line(&mut url).map_err(problem)?;
        }
        Ok(Self { child, url: url.trim().to_owned() })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Where Cargo puts what it builds of this workspace.
pub(super) fn target(root: &Path) -> Result<PathBuf, String> {
    let mut command = cargo(root);
    let text = output(command.args(["metadata", "--no-deps", "--format-version", "1"]))?;
    let metadata: Value = serde_json::from_str(&text).map_err(|error| error.to_string())?;
    let folder = metadata["target_directory"].as_str();
    Ok(folder.ok_or("Cargo names no target directory\n")?.into())
}

pub(super) fn cargo(folder: &Path) -> Command {
    let mut command = Command::new(cargo_program());
    command.current_dir(folder);
    command
}

pub(super) fn cargo_program() -> String {
    env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned())
}

/// Runs a command whose output the reader sees.
pub(super) fn run(mut command: Command) -> Result<(), String> {
    let status = command.status().map_err(|error| format!("{}: {error}\n", shown(&command)))?;
    if status.success() { Ok(()) } else { Err(format!("{}: {status}\n", shown(&command))) }
}

/// What a command prints.
pub(super) fn output(command: &mut Command) -> Result<String, String> {
    let output = command
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| format!("{}: {error}\n", shown(command)))?;
    if !output.status.success() {
        return Err(format!("{}: {}\n", shown(command), output.status));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

pub(super) fn shown(command: &Command) -> String {
    let parts = [command.get_program()].into_iter().chain(command.get_args());
    parts.map(|part| part.to_string_lossy()).collect::<Vec<_>>().join(" ")
}

/// A part of the result.
pub(super) fn print(text: &str) {
    // A closed pipe is not a reason to fail.
    let _ = std::io::stdout().write_all(text.as_bytes());
}

/// What is being done, which is not a part of the result.
pub(super) fn say(text: &str) {
    let _ = writeln!(std::io::stderr(), "{text}");
}
