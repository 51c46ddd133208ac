//! Runs a local Authing server until it is interrupted.

mod arguments;
mod health;
mod log;

use std::error::Error;
use std::io::{self, IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use authing_emulator::{CustomDatabase, Emulator, EmulatorBuilder, PipelineFunction};

use crate::arguments::{Command, Options};
use crate::log::Log;

/// How long requests under way may take once the program is told to stop.
const STOP_TIME: Duration = Duration::from_secs(5);

fn main() -> ExitCode {
    match arguments::parse(std::env::args_os()) {
        Ok(Command::Help) => print(arguments::HELP),
        Ok(Command::Version) => print(&format!("authing-emulator {}\n", env!("CARGO_PKG_VERSION"))),
        Ok(Command::CheckHealth(url)) => match health::check(&url) {
            Ok(()) => ExitCode::SUCCESS,
            Err(reason) => fail(&reason, 1),
        },
        Ok(Command::SeedSchema) => seed_schema(),
        Ok(Command::Run(options)) => match run(*options) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => fail(&chain(error.as_ref()), 1),
        },
        Err(error) => fail(&format!("{error}\nTry --help."), 2),
    }
}

fn run(options: Options) -> Result<(), Box<dyn Error>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let mut builder = Emulator::builder()
        .own_keys()
        .host(options.host)
        .port(options.port)
        .token_algorithm(options.algorithm)
        .schema(options.schema);
    for (directory, user) in options.directory_users {
        builder = builder.directory_user(directory, user);
    }
    for name in options.allowed_hosts {
        builder = builder.allow_host(name);
    }
    let leaves = !options.webhooks.is_empty()
        || !options.pipeline.is_empty()
        || options.custom_database.is_some();
    for webhook in options.webhooks {
        builder = builder.webhook(webhook);
    }
    for (stage, url) in options.pipeline {
        builder = builder.pipeline(PipelineFunction::at(stage, url));
    }
    if let Some(url) = options.custom_database {
        builder = builder.custom_database(CustomDatabase::at(url));
    }
    let log = match Log::start(options.log, io::stderr().is_terminal())? {
        Some((log, lines)) => {
            builder = builder.on_request(move |request| lines.tell(request));
            Some(log)
        }
        None => None,
    };
    // Whoever has a process of its own waits for a slow request rather than cut it off.
    builder = builder.stop_timeout(STOP_TIME);
    if let Some(path) = &options.data {
        let name = path.display().to_string();
        builder = builder.data_file(path).on_save(move |outcome| report_save(&name, outcome));
    }
    for (set, value) in [
        (EmulatorBuilder::user_pool_id as fn(_, String) -> _, options.pool_id),
        (EmulatorBuilder::user_pool_secret, options.pool_secret),
        (EmulatorBuilder::app_id, options.app_id),
        (EmulatorBuilder::app_secret, options.app_secret),
    ] {
        if let Some(value) = value {
            builder = set(builder, value);
        }
    }
    if let Some(path) = &options.signing_key {
        builder = builder.signing_key(read_key(path)?);
    }
    if let Some(path) = &options.password_key {
        builder = builder.password_key(read_key(path)?);
    }
    if options.accept_plain_passwords {
        builder = builder.accept_plain_passwords();
    }
    if let Some(path) = &options.seed {
        builder = with_seed(builder, path)?;
    }
    if let Some(path) = &options.export_seed {
        return export_seed(builder, path, options.data.as_deref());
    }
    let outcome = runtime.block_on(async {
        let mut interrupts = Interrupts::listen()?;
        let emulator = builder.start().await?;
        if let Some(notice) = emulator.data_file_notice() {
            // There is nowhere to report that standard error is closed.
            let _ = writeln!(io::stderr().lock(), "authing-emulator: {notice}");
        }
        if let Some(path) = &options.env_file {
            write_env_file(path, &emulator)?;
        }
        let line = format!("{}\n", emulator.to_json());
        let ready = match &options.ready_file {
            Some(path) => Some(ReadyFile::write(path, &line)?),
            None => None,
        };
        let text = if options.json { line } else { banner(&emulator, leaves) };
        let mut out = io::stdout().lock();
        out.write_all(text.as_bytes())?;
        out.flush()?;
        drop(out);
        interrupts.next().await?;
        // Nobody is to come any more.
        drop(ready);
        // Who asks twice does not want to wait.
        let stopping = tokio::task::spawn_blocking(move || {
            let report = emulator.stop_with_report();
            drop(log);
            report
        });
        let report = tokio::select! {
            report = stopping => report?,
            again = interrupts.next() => {
                again?;
                return Err("it was told twice to stop, and did not wait for what was under way".into());
            }
        };
        // What is not saved is lost with the process. Who reads only the last line must see which file.
        if report.unsent_deliveries > 0 {
            // There is nowhere to report that standard error is closed.
            let _ = writeln!(
                io::stderr().lock(),
                "authing-emulator: {} deliveries to webhooks were not sent",
                report.unsent_deliveries
            );
        }
        report.saved.map_err(|error| match &options.data {
            Some(path) => {
                format!("the data file {} lacks the last changes: {error}", path.display())
            }
            None => error.to_string(),
        })?;
        Ok(())
    });
    // Of what is still under way nobody waits for the end.
    runtime.shutdown_background();
    outcome
}

fn read_key(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path)
        .map_err(|error| format!("the key {} cannot be read: {error}", path.display()))
}

#[cfg(feature = "seed")]
fn with_seed(builder: EmulatorBuilder, path: &Path) -> Result<EmulatorBuilder, Box<dyn Error>> {
    Ok(builder.seed(authing_emulator::Seed::open(path)?))
}

#[cfg(feature = "seed")]
fn seed_schema() -> ExitCode {
    print(authing_emulator::Seed::SCHEMA)
}

/// Writes a file that only its owner can read, since secrets are in it.
#[cfg(feature = "seed")]
fn export_seed(
    builder: EmulatorBuilder,
    path: &Path,
    data: Option<&Path>,
) -> Result<(), Box<dyn Error>> {
    if let Some(data) = data.filter(|data| !data.exists()) {
        return Err(format!("there is no data file {} to make a seed of", data.display()).into());
    }
    let text = builder.export_seed()?;
    if path == Path::new("-") {
        io::stdout().lock().write_all(text.as_bytes())?;
        return Ok(());
    }
    let mut options = std::fs::File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options.open(path).and_then(|mut file| file.write_all(text.as_bytes()));
    written.map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => {
            format!("{} is there already: name another file, or remove it", path.display())
        }
        _ => format!("{} cannot be written: {error}", path.display()),
    })?;
    Ok(())
}

#[cfg(not(feature = "seed"))]
const NO_SEEDS: &str = "this authing-emulator was built without its feature `seed`";

#[cfg(not(feature = "seed"))]
fn with_seed(_: EmulatorBuilder, _: &Path) -> Result<EmulatorBuilder, Box<dyn Error>> {
    Err(NO_SEEDS.into())
}

#[cfg(not(feature = "seed"))]
fn seed_schema() -> ExitCode {
    fail(NO_SEEDS, 2)
}

#[cfg(not(feature = "seed"))]
fn export_seed(_: EmulatorBuilder, _: &Path, _: Option<&Path>) -> Result<(), Box<dyn Error>> {
    Err(NO_SEEDS.into())
}

/// Listens for ctrl-c and, where there is one, for a terminate signal, from the moment it is made: a
/// signal that comes right after the line that says the server is ready ends it well, too.
struct Interrupts {
    #[cfg(unix)]
    interrupt: tokio::signal::unix::Signal,
    #[cfg(unix)]
    terminate: tokio::signal::unix::Signal,
}

impl Interrupts {
    #[cfg(unix)]
    fn listen() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
        })
    }

    #[cfg(unix)]
    async fn next(&mut self) -> io::Result<()> {
        tokio::select! {
            _ = self.interrupt.recv() => Ok(()),
            _ = self.terminate.recv() => Ok(()),
        }
    }

    #[cfg(not(unix))]
    fn listen() -> io::Result<Self> {
        Ok(Self {})
    }

    #[cfg(not(unix))]
    async fn next(&mut self) -> io::Result<()> {
        tokio::signal::ctrl_c().await
    }
}

/// A file that is there as long as the emulator serves. It has the secrets in it: it is for its owner alone.
struct ReadyFile(PathBuf);

impl ReadyFile {
    /// Whoever finds it finds all of it.
    fn write(path: &Path, line: &str) -> Result<Self, String> {
        let failed = |error: io::Error| format!("{} cannot be written: {error}", path.display());
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let folder = folder.unwrap_or(Path::new("."));
        let mut file = tempfile::NamedTempFile::new_in(folder).map_err(failed)?;
        file.write_all(line.as_bytes()).map_err(failed)?;
        file.persist(path).map_err(|error| failed(error.error))?;
        Ok(Self(path.to_owned()))
    }
}

impl Drop for ReadyFile {
    fn drop(&mut self) {
        // It may be gone already, which is what is wanted.
        let _ = std::fs::remove_file(&self.0);
    }
}

/// Standard output is for the banner or the line of JSON.
fn write_env_file(path: &Path, emulator: &Emulator) -> Result<(), Box<dyn Error>> {
    let changes = emulator
        .write_env_file(path)
        .map_err(|error| format!("{} cannot be written: {error}", path.display()))?;
    // There is nowhere to report that standard error is closed.
    let _ = writeln!(io::stderr().lock(), "authing-emulator: {}: {changes}", path.display());
    Ok(())
}

fn banner(emulator: &Emulator, leaves: bool) -> String {
    let outside = match leaves {
        false => "Nothing leaves this machine.",
        true => "What happens is sent to the addresses that were given.",
    };
    format!(
        "authing-emulator {version}: a local Authing server. {outside}

  Console               {url}/
  Server and app host   {url}
  User pool id          {pool}
  User pool secret      {pool_secret}
  Application id        {app}
  Application secret    {app_secret}
  Password key          {url}/api/v2/.well-known

Point an SDK at it:

  export AUTHING_SERVER={url} AUTHING_HOST={url} AUTHING_APP_HOST={url}
  export AUTHING_USERPOOL_ID={pool} AUTHING_USERPOOL_SECRET={pool_secret}
  export AUTHING_APP_ID={app} AUTHING_APP_SECRET={app_secret}

Try it:

  curl {url}/graphql/v2 -H 'content-type: application/json' \\
    -d '{{\"query\":\"{{accessToken(userPoolId:\\\"{pool}\\\",secret:\\\"{pool_secret}\\\"){{accessToken exp}}}}\"}}'

Codes that were \"sent\":  {url}/_console/inbox
Stop with ctrl-c.
",
        version = env!("CARGO_PKG_VERSION"),
        url = emulator.url(),
        pool = emulator.user_pool_id(),
        pool_secret = emulator.user_pool_secret(),
        app = emulator.app_id(),
        app_secret = emulator.app_secret(),
    )
}

/// Says at once that the state is not kept any more, and that it is again.
fn report_save(file: &str, outcome: Result<(), &io::Error>) {
    let text = match outcome {
        Ok(()) => format!("the data file {file} is written again"),
        Err(error) => {
            format!("the data file {file} cannot be written, what changes now may be lost: {error}")
        }
    };
    // There is nowhere to report that standard error is closed.
    let _ = writeln!(io::stderr().lock(), "authing-emulator: {text}");
}

fn print(text: &str) -> ExitCode {
    match io::stdout().lock().write_all(text.as_bytes()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

fn fail(reason: &str, code: u8) -> ExitCode {
    // There is nowhere to report that standard error is closed.
    let _ = writeln!(io::stderr().lock(), "authing-emulator: {reason}");
    ExitCode::from(code)
}

/// The error with its causes on one line.
fn chain(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text.push_str(&format!(": {cause}"));
        source = cause.source();
    }
    text
}
