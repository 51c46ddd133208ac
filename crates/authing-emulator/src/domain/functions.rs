//! Functions that callers give the emulator to call: pipeline functions and the scripts of a custom
//! database. What is written in JavaScript for the server's cloud is kept and never run.

use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, OnceLock};
use std::thread;
use std::time::Duration;

use serde_json::Value as Json;

use crate::domain::calls::{DatabaseCall, Failed, PipelineCall};
use crate::state::pipeline::{InvalidFunction, Patience, PipelineStage, check, three};

/// A pipeline function of a caller's own.
pub(crate) type Closure = Arc<dyn Fn(&mut PipelineCall) -> Result<(), String> + Send + Sync>;

/// What carries the scripts out.
pub(crate) type Scripts = Arc<dyn Fn(&DatabaseCall) -> Result<Option<Json>, String> + Send + Sync>;

/// Sends JSON to an address within a time, and returns the JSON that came back.
pub(crate) type Remote = Arc<dyn Fn(&str, &Json, Duration) -> Result<Json, Failed> + Send + Sync>;

/// A pipeline function: code of the caller's own, or an HTTP address that carries it out.
///
/// As on the server it gets 3 seconds, and the flow goes on without it if they are over.
///
/// ```
/// use authing_emulator::{Emulator, PipelineFunction, PipelineStage};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let only_staff = PipelineFunction::new(PipelineStage::PreRegister, |call| {
///     let email = call.context()["request"]["body"]["email"].as_str().unwrap_or_default();
///     match email.ends_with("@example.com") {
///         true => Ok(()),
///         false => Err("register with your address at example.com".to_owned()),
///     }
/// });
/// let tell = PipelineFunction::at(PipelineStage::PostRegister, "http://localhost:3000/registered");
/// let emulator = Emulator::builder().pipeline(only_staff).pipeline(tell.asynchronous()).start().await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct PipelineFunction {
    pub(crate) stage: PipelineStage,
    pub(crate) patience: Patience,
    pub(crate) work: Work,
}

show_fields!(PipelineFunction { stage, patience });

/// Who carries a function out.
#[derive(Clone)]
pub(crate) enum Work {
    Closure(Closure),
    Address(String),
}

show_variants!(Work { Closure, Address });

impl PipelineFunction {
    /// Code that is called at a stage. An error ends the flow, and its text goes to the end user.
    pub fn new(
        stage: PipelineStage,
        work: impl Fn(&mut PipelineCall) -> Result<(), String> + Send + Sync + 'static,
    ) -> Self {
        Self { stage, patience: Patience::default(), work: Work::Closure(Arc::new(work)) }
    }

    /// An HTTP address that is called at a stage; the README says what it gets and returns.
    pub fn at(stage: PipelineStage, url: impl Into<String>) -> Self {
        Self { stage, patience: Patience::default(), work: Work::Address(url.into()) }
    }

    /// How many seconds it gets, from 1 to 60, of real time; 3 by default.
    #[must_use]
    pub fn timeout_seconds(mut self, seconds: u64) -> Self {
        self.patience.timeout = seconds;
        self
    }

    /// Ends the flow with an error when it did not return in time. By default the flow goes on without it.
    #[must_use]
    pub fn terminate_on_timeout(mut self) -> Self {
        self.patience.terminate_on_timeout = true;
        self
    }

    /// Nobody waits for it, and it can neither end the flow nor change anything.
    #[must_use]
    pub fn asynchronous(mut self) -> Self {
        self.patience.is_asynchronous = true;
        self
    }

    /// Whether it can work.
    ///
    /// # Errors
    ///
    /// When the address is none, or is not `http`; when the time is not from 1 to 60 seconds.
    pub fn check(&self) -> Result<(), InvalidFunction> {
        let address = match &self.work {
            Work::Closure(_) => "http://localhost/",
            Work::Address(url) => url,
        };
        check(address, self.patience.timeout)
    }
}

/// A database of one's own, from which users are taken over when they log in for the first time: the
/// server's mode LAZY_MIGRATION. Its scripts are code of the caller's own, or an HTTP address.
///
/// A profile has an `id`, which the user gets as `externalId`, and may have `username`, `email`, `phone`,
/// `emailVerified`, `phoneVerified` and the fields of a profile such as `nickname`.
///
/// ```
/// use authing_emulator::{CustomDatabase, DatabaseScript, Emulator};
/// use serde_json::json;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let old = CustomDatabase::new(|call| {
///     let known = call.query()["username"] == "ann";
///     let ann = json!({ "id": "7", "username": "ann", "nickname": "Ann" });
///     match call.script() {
///         DatabaseScript::Login if known && call.password() == Some("passw0rd") => Ok(Some(ann)),
///         DatabaseScript::Login => Err("wrong name or password".to_owned()),
///         _ => Ok(known.then_some(ann)),
///     }
/// });
/// let emulator = Emulator::builder().custom_database(old).start().await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct CustomDatabase {
    pub(crate) timeout: u64,
    pub(crate) work: DatabaseWork,
}

show_fields!(CustomDatabase { timeout });

/// Who carries the scripts out.
#[derive(Clone)]
pub(crate) enum DatabaseWork {
    Closure(Scripts),
    Address(String),
}

show_variants!(DatabaseWork { Closure, Address });

impl CustomDatabase {
    /// Scripts as code. The text of an error goes to the end user.
    pub fn new(
        scripts: impl Fn(&DatabaseCall) -> Result<Option<Json>, String> + Send + Sync + 'static,
    ) -> Self {
        Self { timeout: three(), work: DatabaseWork::Closure(Arc::new(scripts)) }
    }

    /// Scripts at an HTTP address; the README says what it gets and returns. It is given passwords in clear.
    pub fn at(url: impl Into<String>) -> Self {
        Self { timeout: three(), work: DatabaseWork::Address(url.into()) }
    }

    /// How many seconds a script gets, from 1 to 60, of real time; 3 by default.
    #[must_use]
    pub fn timeout_seconds(mut self, seconds: u64) -> Self {
        self.timeout = seconds;
        self
    }

    /// Whether it can work.
    ///
    /// # Errors
    ///
    /// When the address is none, or is not `http`; when the time is not from 1 to 60 seconds.
    pub fn check(&self) -> Result<(), InvalidFunction> {
        match &self.work {
            DatabaseWork::Closure(_) => check("http://localhost/", self.timeout),
            DatabaseWork::Address(url) => check(url, self.timeout),
        }
    }
}

/// What callers gave the emulator to call, besides addresses, which are part of the state.
#[derive(Default)]
pub(crate) struct Functions {
    pipeline: OnceLock<Vec<(PipelineStage, Patience, Closure)>>,
    database: OnceLock<(u64, Scripts)>,
    remote: OnceLock<Remote>,
}

show_fields!(Functions {});

impl Functions {
    /// The closures, once and for all.
    pub(crate) fn set(
        &self,
        pipeline: Vec<(PipelineStage, Patience, Closure)>,
        database: Option<(u64, Scripts)>,
    ) {
        // There is one builder, which calls this once.
        let _ = self.pipeline.set(pipeline);
        if let Some(database) = database {
            let _ = self.database.set(database);
        }
    }

    /// How addresses are called, once there is a runtime.
    pub(crate) fn set_remote(&self, remote: Remote) {
        let _ = self.remote.set(remote);
    }

    pub(crate) fn at(
        &self,
        stage: PipelineStage,
    ) -> impl Iterator<Item = (Patience, Closure)> + '_ {
        let all = self.pipeline.get().map(Vec::as_slice).unwrap_or_default();
        let of_stage = all.iter().filter(move |(own, ..)| *own == stage);
        of_stage.map(|(_, patience, closure)| (*patience, Arc::clone(closure)))
    }

    pub(crate) fn scripts(&self) -> Option<(u64, Scripts)> {
        self.database.get().map(|(seconds, scripts)| (*seconds, Arc::clone(scripts)))
    }

    /// Calls an address.
    pub(crate) fn call(&self, url: &str, body: &Json, limit: Duration) -> Result<Json, Failed> {
        match self.remote.get() {
            Some(remote) => remote(url, body, limit),
            None => Err(Failed::Broken("the emulator does not serve yet".to_owned())),
        }
    }
}

/// Runs code of the caller's own, which may take as long as it likes or panic, within a time.
pub(crate) fn within<R: Send + 'static>(
    limit: Duration,
    work: impl FnOnce() -> R + Send + 'static,
) -> Result<R, Failed> {
    let (send, receive) = mpsc::channel();
    let thread = thread::Builder::new().name("authing-emulator-function".to_owned());
    thread
        .spawn(move || {
            // Nobody waits any more once the time is over.
            let _ = send.send(work());
        })
        .map_err(|error| Failed::Broken(error.to_string()))?;
    receive.recv_timeout(limit).map_err(|error| match error {
        RecvTimeoutError::Timeout => Failed::TimedOut,
        RecvTimeoutError::Disconnected => Failed::Broken("it panicked".to_owned()),
    })
}

/// Calls a closure of scripts within a time.
pub(crate) fn run_scripts(
    scripts: Scripts,
    call: DatabaseCall,
    limit: Duration,
) -> Result<Result<Option<Json>, String>, Failed> {
    within(limit, move || scripts(&call))
}
