//! Fuzzing: builds `fuzz/` as libFuzzer on the stable toolchain, and runs its targets.
//!
//! What `cargo fuzz` does, without what needs a nightly: the instrumentation for coverage is a pass of
//! LLVM that the stable compiler has. No sanitizer is built in; our crates forbid `unsafe`, and what
//! is looked for are panics, wrong readings and cost.

use std::{
    env, fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

/// What is passed to the compiler. `trace-pc` calls a function at each branch, which counts them;
/// libFuzzer has one too, and the linker is told to take ours.
const FLAGS: [&str; 9] = [
    "--cfg",
    "libfuzzer",
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
    "-Cllvm-args=-sanitizer-coverage-trace-pc",
    "-Clink-arg=-Wl,-z,muldefs",
];

/// The longest input: longer ones cost time and show nothing that is not seen in this one.
const LONGEST: &str = "-max_len=16384";

/// What to run.
#[derive(Clone, Debug)]
pub struct Options {
    /// The targets; none means all.
    pub targets: Vec<String>,
    /// How long each runs.
    pub time: Duration,
    /// How often each runs, however long that takes; 0 means until its time is over.
    pub runs: u64,
    /// What the mutations follow from; none means that each run has other ones.
    pub seed: Option<u32>,
    /// Whether to replace the corpus by the fewest inputs that reach as much, those that were found
    /// since among them.
    pub merge: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            targets: Vec::new(),
            time: Duration::from_secs(60),
            runs: 0,
            seed: None,
            merge: false,
        }
    }
}

/// Builds and runs the targets, one after the other.
///
/// # Errors
///
/// What could not be built, or the findings, each with the command that shows it again.
pub fn run(root: &Path, options: &Options) -> Result<String, String> {
    let known = names(&root.join("fuzz/corpus"))?;
    let targets = match options.targets.as_slice() {
        [] => known.clone(),
        some => some.to_vec(),
    };
    if let Some(unknown) = targets.iter().find(|target| !known.contains(target)) {
        return Err(format!("no target {unknown}; there are {}\n", known.join(", ")));
    }
    let folder = target_folder(root).join("fuzz");
    let program = build(root, &folder)?;
    let mut findings = String::new();
    for target in &targets {
        let run = Run { root, folder: &folder, program: &program, target };
        if options.merge {
            say(&run.merge()?);
            continue;
        }
        match run.fuzz(options)? {
            Ok(line) => say(&line),
            Err(finding) => {
                say(&finding);
                findings.push_str(&finding);
            }
        }
    }
    if findings.is_empty() { Ok(String::new()) } else { Err(format!("\n{findings}")) }
}

/// One target.
struct Run<'a> {
    root: &'a Path,
    folder: &'a Path,
    program: &'a Path,
    target: &'a str,
}

impl Run<'_> {
    fn kept(&self) -> PathBuf {
        self.root.join("fuzz/corpus").join(self.target)
    }

    /// Where inputs go that reach something new. It is there for the next run.
    fn found(&self) -> PathBuf {
        self.folder.join("found").join(self.target)
    }

    fn findings(&self) -> PathBuf {
        self.folder.join("findings").join(self.target)
    }

    fn command(&self) -> Command {
        let mut command = Command::new(self.program);
        command.env("FUZZ_TARGET", self.target).env("RUST_BACKTRACE", "1").current_dir(self.root);
        command
    }

    /// Looks for findings. The outer error is one of this program.
    fn fuzz(&self, options: &Options) -> Result<Result<String, String>, String> {
        for folder in [self.found(), self.findings()] {
            fs::create_dir_all(&folder).map_err(|e| format!("{}: {e}\n", folder.display()))?;
        }
        let mut command = self.command();
        command
            .arg(match options.runs {
                0 => format!("-max_total_time={}", options.time.as_secs()),
                runs => format!("-runs={runs}"),
            })
            // 0 is libFuzzer's word for any.
            .arg(format!("-seed={}", options.seed.unwrap_or(0)))
            .args([LONGEST, "-timeout=60", "-report_slow_units=60", "-rss_limit_mb=3000"])
            .arg("-print_final_stats=1")
            .arg(format!("-artifact_prefix={}/", self.findings().display()));
        if let Some(dictionary) = self.dictionary() {
            command.arg(format!("-dict={}", dictionary.display()));
        }
        command.args([self.found(), self.kept()]);
        let output = command.output().map_err(|e| format!("{}: {e}\n", self.program.display()))?;
        let log = String::from_utf8_lossy(&output.stderr).into_owned();
        let path = self.folder.join(format!("{}.log", self.target));
        fs::write(&path, &log).map_err(|e| format!("{}: {e}\n", path.display()))?;
        Ok(if output.status.success() { Ok(self.summary(&log)) } else { Err(self.finding(&log)) })
    }

    /// The dictionary of its family: `saml` of `saml_response`.
    fn dictionary(&self) -> Option<PathBuf> {
        let family = self.target.split('_').next()?;
        let path = self.root.join(format!("fuzz/dictionaries/{family}.dict"));
        path.exists().then_some(path)
    }

    fn summary(&self, log: &str) -> String {
        let number = |name: &str| {
            let line = log.lines().find(|line| line.starts_with(name));
            line.and_then(|line| line.rsplit(' ').next()).unwrap_or("?")
        };
        format!(
            "{:<20} {:>9} executions, {:>5} a second, {:>4} MB at most\n",
            self.target,
            number("stat::number_of_executed_units"),
            number("stat::average_exec_per_sec"),
            number("stat::peak_rss_mb"),
        )
    }

    fn finding(&self, log: &str) -> String {
        let what = log
            .lines()
            .skip_while(|line| !line.contains("panicked at") && !line.contains("ERROR: libFuzzer"))
            .take(3)
            .collect::<Vec<_>>()
            .join("\n  ");
        let file = log.lines().find_map(|line| line.split("Test unit written to ").nth(1));
        let file = file.unwrap_or("the file that the log names");
        format!(
            "{}: a finding\n  {what}\n  again: cargo run -p authing-fuzz -- {} {file}\n  \
             cost:  FUZZ_TARGET={} FUZZ_COST=1 {} {file}\n",
            self.target,
            self.target,
            self.target,
            self.program.display(),
        )
    }

    fn merge(&self) -> Result<String, String> {
        let problem = |path: &Path, error| format!("{}: {error}\n", path.display());
        let (kept, found) = (self.kept(), self.found());
        let merged = self.folder.join("merged").join(self.target);
        let _ = fs::remove_dir_all(&merged);
        for folder in [&merged, &found] {
            fs::create_dir_all(folder).map_err(|e| problem(folder, e))?;
        }
        let mut command = self.command();
        command.args(["-merge=1", LONGEST]).args([&merged, &kept, &found]);
        let output = command.output().map_err(|e| problem(self.program, e))?;
        if !output.status.success() {
            return Err(format!(
                "{}: cannot be merged\n{}",
                self.target,
                String::from_utf8_lossy(&output.stderr)
            ));
        }
        for name in names(&kept)?.iter().filter(|name| is_hash(name)) {
            let path = kept.join(name);
            fs::remove_file(&path).map_err(|e| problem(&path, e))?;
        }
        let chosen = names(&merged)?;
        for name in &chosen {
            let path = kept.join(name);
            fs::copy(merged.join(name), &path).map_err(|e| problem(&path, e))?;
        }
        Ok(format!("{:<20} {:>5} inputs\n", self.target, chosen.len()))
    }
}

fn build(root: &Path, folder: &Path) -> Result<PathBuf, String> {
    let host = host()?;
    let cargo = env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    // With a target named, build scripts and macros are built without the flags.
    let status = Command::new(cargo)
        .args(["build", "--quiet", "--package", "authing-fuzz", "--bin", "authing-fuzz"])
        .args(["--profile", "fuzz", "--target", &host])
        .env("CARGO_TARGET_DIR", folder)
        .env("CARGO_ENCODED_RUSTFLAGS", FLAGS.join("\x1f"))
        .current_dir(root)
        .status()
        .map_err(|error| format!("cargo: {error}\n"))?;
    if !status.success() {
        return Err("the targets could not be built\n".to_owned());
    }
    Ok(folder.join(host).join("fuzz/authing-fuzz"))
}

fn host() -> Result<String, String> {
    let rustc = env::var("RUSTC").unwrap_or_else(|_| "rustc".to_owned());
    let output = Command::new(rustc).arg("-vV").output().map_err(|e| format!("rustc: {e}\n"))?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let host = text.lines().find_map(|line| line.strip_prefix("host: "));
    let host = host.ok_or("rustc does not say what it runs on\n")?;
    if !host.ends_with("-linux-gnu") {
        return Err(format!("fuzzing is set up for Linux with glibc, and this is {host}\n"));
    }
    Ok(host.to_owned())
}

fn target_folder(root: &Path) -> PathBuf {
    root.join(env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into()))
}

/// Whether libFuzzer named the input. What people have named stays, such as what was a finding once.
fn is_hash(name: &str) -> bool {
    name.len() == 40 && name.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn names(folder: &Path) -> Result<Vec<String>, String> {
    let entries = fs::read_dir(folder).map_err(|e| format!("{}: {e}\n", folder.display()))?;
    let name = |entry: fs::DirEntry| entry.file_name().into_string().ok();
    let mut names: Vec<_> = entries.filter_map(|entry| name(entry.ok()?)).collect();
    names.sort();
    Ok(names)
}

fn say(text: &str) {
    // A closed pipe is not a reason to fail.
    let _ = std::io::stdout().write_all(text.as_bytes());
}
