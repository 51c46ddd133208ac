//! How far long work has come, on a line of standard error that is written over.

use std::{
    io::{self, IsTerminal as _, Write as _},
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use crate::{output::Output, shown::cut};

/// So often is the line written at most.
const PAUSE: Duration = Duration::from_millis(100);

/// A line that says how far the work has come. People see it, on a terminal; nobody else does.
#[derive(Clone, Debug)]
pub(crate) struct Progress(Option<Arc<Mutex<Line>>>);

#[derive(Debug)]
struct Line {
    /// When it was written last.
    written: Option<Instant>,
}

impl Progress {
    /// Nothing is shown before there is something to say.
    pub(crate) fn of(out: &Output) -> Self {
        let is_shown = io::stderr().is_terminal() && !out.is_quiet() && !out.is_json();
        Self(is_shown.then(|| Arc::new(Mutex::new(Line { written: None }))))
    }

    /// Shows this in place of what was shown before, unless that was a moment ago.
    pub(crate) fn show(&self, text: impl FnOnce() -> String) {
        let Some(line) = &self.0 else { return };
        let mut line = line.lock().unwrap_or_else(PoisonError::into_inner);
        if line.written.is_some_and(|written| written.elapsed() < PAUSE) {
            return;
        }
        line.written = Some(Instant::now());
        let columns =
            terminal_size::terminal_size_of(io::stderr()).map_or(80, |(columns, _)| columns.0);
        let text = text();
        // There is nowhere to report that standard error is closed.
        let _ = write!(io::stderr(), "\r\u{1b}[K{}", cut(&text, usize::from(columns)));
        let _ = io::stderr().flush();
    }

    /// Takes the line away, so that something else can be told.
    pub(crate) fn clear(&self) {
        let Some(line) = &self.0 else { return };
        let mut line = line.lock().unwrap_or_else(PoisonError::into_inner);
        if line.written.take().is_some() {
            let _ = write!(io::stderr(), "\r\u{1b}[K");
            let _ = io::stderr().flush();
        }
    }
}

/// How much of a whole is done, in percent.
pub(crate) fn percent(done: u64, whole: u64) -> u64 {
    match whole {
        0 => 100,
        whole => (u128::from(done.min(whole)) * 100 / u128::from(whole)).try_into().unwrap_or(100),
    }
}
