//! Imports a file of users with a progress bar, and keeps the rejected rows in a file.
//!
//! ```sh
//! # 2000 made-up users, an embedded server
//! cargo run --example import-users --features bulk
//! cargo run --example import-users --features bulk -- --users 100000
//! # your own file, CSV or JSON Lines
//! cargo run --example import-users --features bulk -- people.csv
//! ```
//!
//! With `AUTHING_USERPOOL_ID` and `AUTHING_USERPOOL_SECRET` set, and for a private deployment
//! `AUTHING_HOST`, the users go there.

#![allow(clippy::print_stdout, reason = "an example tells what it does")]

use std::{
    env,
    error::Error,
    fs::{self, File},
    io::{self, BufRead, BufReader, BufWriter, Read, Write},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Instant,
};

use authing_emulator::Emulator;
use authing_management::{
    ManagementClient,
    bulk::{Existing, Format, ImportUsers, RejectedRow, blocks},
};
use indicatif::{ProgressBar, ProgressStyle};

type Failure = Box<dyn Error + Send + Sync>;

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let arguments: Vec<_> = env::args().skip(1).collect();
    let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
    let folder = tempfile::tempdir()?;
    let file = match arguments[..] {
        ["--serve"] => return serve().await,
        [] => made_up(folder.path(), 2_000)?,
        ["--users", count] => made_up(folder.path(), count.parse()?)?,
        [file] => PathBuf::from(file),
        _ => return Err("usage: import-users [--users NUMBER | FILE]".into()),
    };
    let (management, _server) = match ManagementClient::from_env() {
        Ok(management) => (management, None),
        Err(_) => {
            let (management, server) = embedded()?;
            (management, Some(server))
        }
    };
    import(&management, &file).await?;
    if file.starts_with(folder.path()) {
        println!("The made-up file and its rejected rows are deleted now.");
    }
    Ok(())
}

async fn import(management: &ManagementClient, file: &Path) -> Result<(), Failure> {
    let format = match file.extension().and_then(|extension| extension.to_str()) {
        Some("csv") => Format::Csv,
        _ => Format::JsonLines,
    };
    println!("Importing {}", file.display());
    let bar = ProgressBar::new(fs::metadata(file)?.len());
    bar.set_style(ProgressStyle::with_template("[{bar:40}] {percent:>3} %, {msg}, {eta} left")?);
    let (shown, begun) = (bar.clone(), Instant::now());
    let rejected = file.with_extension(format!("rejected.{}", extension(format)));
    let mut keep = Keep { path: rejected.clone(), file: None };
    let request = ImportUsers::new(format)
        // So that the same command can be given again after a failure.
        .existing(Existing::Skip)
        .on_progress(move |done| {
            shown.set_position(done.bytes);
            shown.set_message(format!("{} rows, {} rejected", done.rows, done.rejected));
        })
        .on_rejected(move |row| {
            if let Err(error) = keep.keep(row) {
                println!("row {} could not be kept: {error}", row.row());
            }
        });
    let result = management.users().import(request, blocks(File::open(file)?)).await;
    bar.finish();
    let (report, failed) = match &result {
        Ok(report) => (report, None),
        Err(failed) => (failed.report(), Some(failed.error())),
    };
    let seconds = begun.elapsed().as_secs_f64();
    println!(
        "{} rows in {seconds:.1} s, {:.0} a second: {} created, {} there already, {} rejected",
        report.rows,
        report.rows as f64 / seconds,
        report.created,
        report.skipped,
        report.rejected,
    );
    if report.rejected > 0 {
        println!("The rejected rows, to be mended and imported, are in {}", rejected.display());
        println!("The first of them:");
        for line in BufReader::new(File::open(&rejected)?).lines().take(3) {
            println!("    {}", line?);
        }
    }
    if let Some(memory) = peak_memory() {
        println!("Peak memory of this process: {memory}");
    }
    match failed {
        None => Ok(()),
        Some(error) => Err(format!("ended at row {}: {}", report.next_row, error.report()).into()),
    }
}

fn extension(format: Format) -> &'static str {
    if format == Format::Csv { "csv" } else { "jsonl" }
}

/// The file of rejected rows, made with the first of them.
struct Keep {
    path: PathBuf,
    file: Option<BufWriter<File>>,
}

impl Keep {
    fn keep(&mut self, row: &RejectedRow) -> io::Result<()> {
        println!("row {}: {}", row.row(), row.error());
        let file = match &mut self.file {
            Some(file) => file,
            file => {
                let mut new = BufWriter::new(File::create(&self.path)?);
                new.write_all(row.header().unwrap_or_default())?;
                file.insert(new)
            }
        };
        file.write_all(row.text())?;
        file.flush()
    }
}

/// A CSV file of made-up users. In each thousand, one row has an email address that is taken, so it
/// is skipped, and one has a malformed address, so it is rejected.
fn made_up(folder: &Path, users: u32) -> io::Result<PathBuf> {
    let path = folder.join("people.csv");
    let mut file = BufWriter::new(File::create(&path)?);
    writeln!(file, "username,email,nickname,company")?;
    for number in 1..=users {
        let email = match number % 1_000 {
            0 => format!("{}@example.com", number - 1),
            500 => "unknown".to_owned(),
            _ => format!("{number}@example.com"),
        };
        writeln!(file, "user-{number},{email},\"用户 {number}\",\"Example, Inc.\"")?;
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
