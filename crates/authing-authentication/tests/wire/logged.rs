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

/// Does the work in a process of its own and has `look` read what it logged there. `test` is the
/// full name of the test that asks, as the test runner shows it.
pub(crate) fn logged(test: &str, work: impl Future<Output = ()>, look: impl FnOnce(&str)) {
    if env::var_os(ALONE).is_none() {
        let mut alone = Command::new(env::current_exe().unwrap());
        let output = alone.args([test, "--exact"]).env(ALONE, "1").output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout);
        // The runner passes when no test has the name.
        assert!(output.status.success() && said.contains(" 1 passed"), "alone: {said}");
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
