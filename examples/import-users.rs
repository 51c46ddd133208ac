//! Imports a file of users with a progress bar, and keeps the rejected rows in a file.
//!
//! ```sh
//! # your own file, CSV or JSON Lines, into the server that the environment names
//! cargo run --example import-users --features bulk -- people.csv
//! cargo run --example import-users --features bulk -- --update --match email people.csv
//! cargo run --example import-users --features bulk -- --dry-run people.csv
//! # the same file, or 2000 made-up users, into an embedded server that ends with the program
//! cargo run --example import-users --features bulk -- --emulator people.csv
//! cargo run --example import-users --features bulk -- --emulator --users 2000
//! ```
//!
//! The environment names a server with `AUTHING_USERPOOL_ID` and `AUTHING_USERPOOL_SECRET`, and for a
//! private deployment `AUTHING_HOST` and `AUTHING_PUBLIC_KEY`. Without them nothing is imported
//! anywhere: the embedded server is used only when it is asked for.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "an example tells what it does")]

use std::{
    env,
    error::Error,
    fs::{self, File},
    io::{self, BufRead, BufReader, BufWriter, Read, Write},
    path::{Path, PathBuf},
    process::{Child, Command, ExitCode, Stdio},
    time::Instant,
};

use authing_emulator::Emulator;
use authing_management::{
    ManagementClient,
    bulk::{Existing, Format, ImportUsers, MatchKey, RejectedRow, blocks},
};
use indicatif::{ProgressBar, ProgressStyle};

type Failure = Box<dyn Error + Send + Sync>;

const USAGE: &str = "usage: import-users [OPTIONS] FILE
  --match KEY     username (default), email, phone or externalId: who a row is about
  --update        change users who are there; otherwise they are left as they are
  --dry-run       say what would happen, and change nothing
  --emulator      into an embedded server that ends with this program
  --users NUMBER  made-up users in place of a file";

/// What the command line asks for.
struct Options {
    key: MatchKey,
    existing: Existing,
    dry_run: bool,
    emulator: bool,
    people: People,
}

enum People {
    File(PathBuf),
    MadeUp(u32),
}

#[tokio::main]
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("import-users: {failure}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<(), Failure> {
    let arguments: Vec<_> = env::args().skip(1).collect();
    if arguments == ["--serve"] {
        return serve().await;
    }
    let options = Options::read(arguments)?;
    // The server that is named, or none: users are not to land somewhere else unnoticed.
    let (management, _server) = if options.emulator {
        let (management, server) = embedded()?;
        (management, Some(server))
    } else {
        let management = ManagementClient::from_env().map_err(|error| {
            format!("{error}: name the server in the environment, or give --emulator to try this")
        })?;
        (management, None)
    };
    let folder = tempfile::tempdir()?;
    match &options.people {
        People::File(file) => import(&management, &options, file).await,
        People::MadeUp(users) => {
            let file = made_up(folder.path(), *users)?;
            import(&management, &options, &file).await?;
            println!("The made-up file and its rejected rows are deleted now.");
            Ok(())
        }
    }
}

impl Options {
    fn read(arguments: Vec<String>) -> Result<Self, Failure> {
        let (mut key, mut existing) = (MatchKey::Username, Existing::Skip);
        let (mut dry_run, mut emulator, mut people) = (false, false, None);
        let mut arguments = arguments.into_iter();
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--match" => {
                    key = match arguments.next().as_deref() {
                        Some("username") => MatchKey::Username,
                        Some("email") => MatchKey::Email,
                        Some("phone") => MatchKey::Phone,
                        Some("externalId") => MatchKey::ExternalId,
                        _ => return Err(USAGE.into()),
                    };
                }
                "--update" => existing = Existing::Update,
                "--dry-run" => dry_run = true,
                "--emulator" => emulator = true,
                "--users" if people.is_none() => {
                    let users = arguments.next().and_then(|users| users.parse().ok());
                    people = Some(People::MadeUp(users.ok_or(USAGE)?));
                }
                file if people.is_none() && !file.starts_with("--") => {
                    people = Some(People::File(PathBuf::from(file)));
                }
                _ => return Err(USAGE.into()),
            }
        }
        let people = people.ok_or(USAGE)?;
        Ok(Self { key, existing, dry_run, emulator, people })
    }
}

async fn import(
    management: &ManagementClient,
    options: &Options,
    file: &Path,
) -> Result<(), Failure> {
    let format = format_of(file)?;
    let name = file.display();
    let open = || File::open(file).map_err(|error| format!("{name}: {error}"));
    let length = open()?.metadata()?.len();
    // Where it goes is said before anything is sent.
    let doing = if options.dry_run { "Looking at" } else { "Importing" };
    println!("{doing} {name} with {management}");
    let bar = ProgressBar::new(length);
    bar.set_style(ProgressStyle::with_template("[{bar:40}] {percent:>3} %, {msg}, {eta} left")?);
    let (shown, begun) = (bar.clone(), Instant::now());
    let dry_run = options.dry_run;
    let (mut keep, rejected) = Keep::beside(file, format);
    // Whoever is there is left alone or changed, so that the same command can be given again.
    let mut request = ImportUsers::new(format, options.key)
        .existing(options.existing)
        .on_progress(move |done| {
            shown.set_position(done.bytes);
            shown.set_message(format!("{} rows, {} rejected", done.rows, done.rejected));
        })
        .on_rejected(move |row| {
            println!("row {}: {}", row.row(), row.error());
            // A dry run leaves no file behind.
            if let Err(error) = if dry_run { Ok(()) } else { keep.keep(row) } {
                println!("row {} could not be kept: {error}", row.row());
            }
        });
    if dry_run {
        request = request.dry_run();
    }
    let result = management.users().import(request, blocks(open()?)).await;
    bar.finish();
    let (report, failed) = match &result {
        Ok(report) => (report, None),
        Err(failed) => (failed.report(), Some(failed.error())),
    };
    let seconds = begun.elapsed().as_secs_f64();
    println!(
        "{} rows in {seconds:.1} s, {:.0} a second: {} created, {} changed, {} left alone, \
         {} rejected, of which {} have a name of another user",
        report.rows,
        report.rows as f64 / seconds,
        report.created,
        report.updated,
        report.skipped,
        report.rejected,
        report.conflicts,
    );
    if report.rejected > 0 && !dry_run {
        // As they stand in the file: they may hold passwords, so that none is shown here.
        println!("The rejected rows, to be mended and imported, are in {}", rejected.display());
    }
    if let Some(memory) = peak_memory() {
        println!("Peak memory of this process: {memory}");
    }
    match failed {
        None => Ok(()),
        Some(error) => Err(format!(
            "ended at row {}: {}; what is there is not imported twice, so give the same command again",
            report.next_row,
            error.report()
        )
        .into()),
    }
}

/// The format that the name of a file says.
fn format_of(file: &Path) -> Result<Format, String> {
    let extension = file.extension().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    match &*extension {
        "csv" => Ok(Format::Csv),
        "jsonl" | "ndjson" | "json" => Ok(Format::JsonLines),
        _ => Err(format!("{}: a file of users ends with .csv or .jsonl", file.display())),
    }
}

/// The file of rejected rows, made with the first of them.
struct Keep {
    path: PathBuf,
    file: Option<BufWriter<File>>,
}

impl Keep {
    /// `people.rejected.csv` for `people.csv`; with a number where there is one, which somebody may be
    /// mending.
    fn beside(file: &Path, format: Format) -> (Self, PathBuf) {
        let extension = if format == Format::Csv { "csv" } else { "jsonl" };
        let numbers =
            std::iter::once(String::new()).chain((2..).map(|number| format!("-{number}")));
        let mut paths =
            numbers.map(|number| file.with_extension(format!("rejected{number}.{extension}")));
        let path = paths.find(|path| !path.exists()).unwrap_or_default();
        (Self { path: path.clone(), file: None }, path)
    }

    fn keep(&mut self, row: &RejectedRow) -> io::Result<()> {
        let file = match &mut self.file {
            Some(file) => file,
            file => {
                let mut new = BufWriter::new(File::create_new(&self.path)?);
                new.write_all(row.header().unwrap_or_default())?;
                file.insert(new)
            }
        };
        file.write_all(row.text())?;
        file.flush()
    }
}

/// A CSV file of made-up users. In each thousand, one row has the email address of another and one
/// has no username, so that both are rejected.
fn made_up(folder: &Path, users: u32) -> io::Result<PathBuf> {
    let path = folder.join("people.csv");
    let mut file = BufWriter::new(File::create(&path)?);
    writeln!(file, "username,email,nickname,company")?;
    for number in 1..=users {
        let owner = if number % 1_000 == 0 { number - 1 } else { number };
        let username = match number % 1_000 {
            500 => String::new(),
            _ => format!("user-{number}"),
        };
        writeln!(file, "{username},{owner}@example.com,\"用户 {number}\",\"Example, Inc.\"")?;
    }
    file.flush()?;
    Ok(path)
}

/// A server in a process of its own, so that the memory measured is the import's.
fn embedded() -> Result<(ManagementClient, Server), Failure> {
    let mut child = Command::new(env::current_exe()?)
        .arg("--serve")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let mut line = String::new();
    BufReader::new(child.stdout.take().ok_or("no output")?).read_line(&mut line)?;
    let server: serde_json::Value = serde_json::from_str(&line)?;
    let told = |name: &str| server[name].as_str().unwrap_or_default().to_owned();
    let management = ManagementClient::builder(told("userPoolId"), told("userPoolSecret"))
        .host(told("url"))
        .public_key(told("publicKey"))
        .build()?;
    Ok((management, Server(child)))
}

struct Server(Child);

/// The server ends with its input.
impl Drop for Server {
    fn drop(&mut self) {
        drop(self.0.stdin.take());
        let _ = self.0.wait();
    }
}

async fn serve() -> Result<(), Failure> {
    let emulator = Emulator::start().await?;
    println!("{}", emulator.to_json().replace('\n', " "));
    io::stdin().read_to_end(&mut Vec::new())?;
    Ok(())
}

/// On Linux, the most memory this process has had.
fn peak_memory() -> Option<String> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().to_owned())
}
