//! What a piece of work logs, down to the finest level.
//!
//! `tracing` decides once whether a span is of interest to anybody. As long as the process has one
//! subscriber, it asks the thread that comes to the span first; in a binary of many tests that is
//! often a test without a subscriber, and then the span is recorded for nobody. So a test that
//! looks at a log starts its own binary once more and runs there alone.

use std::{
    env, io,
    process::Command,
    sync::{Arc, Mutex},
};

use tracing_subscriber::{filter::LevelFilter, fmt::format::FmtSpan};

const ALONE: &str = "TEST_RUNS_ALONE";

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Starts the binary once more for this test alone, with these variables in its environment, and
/// waits for it. `true` in the process that was started. `test` is the full name of the test that
/// asks, as the test runner shows it.
pub fn is_alone(test: &str, variables: &[(&str, &str)]) -> bool {
    if env::var_os(ALONE).is_some() {
        return true;
    }
    let mut alone = Command::new(env::current_exe().unwrap());
    alone.args([test, "--exact"]).env(ALONE, "1").envs(variables.iter().copied());
    let output = alone.output().unwrap();
    let printed = String::from_utf8_lossy(&output.stdout);
    // A name that no test has is not a failure for the runner.
    assert!(output.status.success() && printed.contains(" 1 passed"), "alone: {printed}");
    false
}

/// Does the work in a process of its own and has `look` read what it logged there. `test` is the
/// full name of the test that asks, as the test runner shows it.
pub fn logged(test: &str, work: impl Future<Output = ()>, look: impl FnOnce(&str)) {
    if !is_alone(test, &[]) {
        return;
    }
    let log = Log::default();
    let writer = log.clone();
    tracing_subscriber::fmt()
        .with_max_level(LevelFilter::TRACE)
        .with_span_events(FmtSpan::FULL)
        .with_writer(move || writer.clone())
        .init();
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(work);
    look(&String::from_utf8(log.0.lock().unwrap().clone()).unwrap());
}
