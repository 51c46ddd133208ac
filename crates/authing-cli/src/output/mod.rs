//! What the program writes: results to standard output, all else to standard error.

mod records;
mod table;

use std::{
    io::{self, BufWriter, IsTerminal, Write},
    sync::{Mutex, MutexGuard, PoisonError},
};

use serde_json::Value;

use crate::{exit::Exit, failure::Failure, shown::one_line, texts::pick};

pub(crate) use records::{Column, Layout, column, flat};
pub(crate) use table::Table;

/// When to use colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Color {
    #[default]
    Auto,
    Always,
    Never,
}

/// How results are written.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Style {
    /// As JSON: one thing as a document, several as a line each.
    pub(crate) json: bool,
    /// Nothing is said but results and failures.
    pub(crate) quiet: bool,
    pub(crate) color: Color,
}

/// Standard output and standard error, or what a test has in their place.
pub(crate) struct Output {
    style: Style,
    out: Mutex<Sink>,
    err: Mutex<Box<dyn Write + Send>>,
    is_terminal: bool,
    colors: bool,
    err_colors: bool,
}

/// Where results go. Once nobody reads them any more (`| head`), they go nowhere: that fails nothing, and what is
/// being changed must not stop half-way because of it.
struct Sink {
    writer: Box<dyn Write + Send>,
    is_closed: bool,
}

const BOLD: &str = "\u{1b}[1m";
const RED: &str = "\u{1b}[1;31m";
const DIM: &str = "\u{1b}[2m";
const PLAIN: &str = "\u{1b}[0m";

impl Output {
    /// Those of the process.
    pub(crate) fn of_process(style: Style) -> Self {
        let is_terminal = io::stdout().is_terminal();
        Self {
            style,
            out: Mutex::new(Sink {
                writer: Box::new(BufWriter::new(io::stdout())),
                is_closed: false,
            }),
            err: Mutex::new(Box::new(io::stderr())),
            is_terminal,
            colors: uses_colors(style.color, is_terminal),
            err_colors: uses_colors(style.color, io::stderr().is_terminal()),
        }
    }

    /// Whether results are wanted as JSON.
    pub(crate) fn is_json(&self) -> bool {
        self.style.json
    }

    /// Whether nothing but results and failures is wanted.
    pub(crate) fn is_quiet(&self) -> bool {
        self.style.quiet
    }

    /// Whether a person sees the results as they come.
    pub(crate) fn is_terminal(&self) -> bool {
        self.is_terminal
    }

    /// Whether nobody reads the results any more: a list may end here, as if there were no more of it.
    pub(crate) fn is_closed(&self) -> bool {
        lock(&self.out).is_closed
    }

    /// The columns of the terminal, if results go to one.
    pub(crate) fn columns(&self) -> Option<usize> {
        if !self.is_terminal {
            return None;
        }
        terminal_size::terminal_size().map(|(columns, _)| usize::from(columns.0))
    }

    /// Writes a line of a result. Text from outside has to be fit for a terminal: see [`crate::shown`].
    pub(crate) fn line(&self, line: &str) -> Result<(), Failure> {
        self.write(&[line.as_bytes(), b"\n"].concat())
    }

    /// Writes a result as it is.
    pub(crate) fn write(&self, bytes: &[u8]) -> Result<(), Failure> {
        self.with(|writer| writer.write_all(bytes))
    }

    /// Hands on what was written so far, before something is waited for.
    pub(crate) fn flush(&self) -> Result<(), Failure> {
        self.with(|writer| writer.flush())
    }

    fn with(&self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Failure> {
        let mut sink = lock(&self.out);
        if sink.is_closed {
            return Ok(());
        }
        match write(&mut sink.writer) {
            Ok(()) => Ok(()),
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                sink.is_closed = true;
                Ok(())
            }
            Err(error) => {
                sink.is_closed = true;
                Err(Failure::new(Exit::Failed, unwritable(&error)))
            }
        }
    }

    /// Writes a value on a line of its own.
    pub(crate) fn json_line(&self, value: &Value) -> Result<(), Failure> {
        self.line(&value.to_string())
    }

    /// What was done: a sentence for people, the value for scripts.
    pub(crate) fn done(
        &self,
        sentence: &str,
        value: impl FnOnce() -> Value,
    ) -> Result<(), Failure> {
        match self.style.json {
            true => self.json_line(&value()),
            false => self.line(sentence),
        }
    }

    /// Tells people something beside the results, unless they want it quiet.
    pub(crate) fn note(&self, text: &str) {
        if !self.style.quiet {
            self.tell(text);
        }
    }

    /// Tells something beside the results that must not be missed.
    pub(crate) fn tell(&self, text: &str) {
        let mut err = lock(&self.err);
        // There is nowhere to report that standard error is closed.
        let _ = writeln!(err, "{text}");
    }

    /// Asks a question: no end of line, so that the response stands beside it.
    pub(crate) fn ask(&self, question: &str) {
        let mut err = lock(&self.err);
        let _ = write!(err, "{question}");
        let _ = err.flush();
    }

    /// Whether results may have colours.
    pub(crate) fn has_colors(&self) -> bool {
        self.colors
    }

    /// A title, where there are colours.
    pub(crate) fn bold(&self, text: &str) -> String {
        painted(self.colors, BOLD, text)
    }

    /// What matters less, where there are colours.
    pub(crate) fn dim(&self, text: &str) -> String {
        painted(self.colors, DIM, text)
    }

    /// Tells why a command failed.
    pub(crate) fn failure(&self, failure: &Failure) {
        if failure.is_silent {
            return;
        }
        if self.style.json {
            self.tell(&failure.to_json().to_string());
            return;
        }
        let mark = painted(self.err_colors, RED, pick("error:", "错误:"));
        let mut text = format!("{mark} {}", failure.sentence);
        let details: Vec<_> = failure
            .details
            .iter()
            .map(|(detail, value)| format!("{} {}", detail.title(), one_line(value)))
            .collect();
        if !details.is_empty() {
            text = format!("{text}\n  {}", painted(self.err_colors, DIM, &details.join(", ")));
        }
        if let Some(hint) = &failure.hint {
            text = format!("{text}\n  {hint}");
        }
        self.tell(&text);
    }
}

fn painted(colors: bool, color: &str, text: &str) -> String {
    match colors {
        true => format!("{color}{text}{PLAIN}"),
        false => text.to_owned(),
    }
}

fn unwritable(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::StorageFull => {
            text!("The output cannot be written: the disk is full.", "无法写入输出:磁盘已满。")
        }
        _ => text!("The output cannot be written: {error}.", "无法写入输出:{error}。"),
    }
}

fn uses_colors(color: Color, is_terminal: bool) -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => {
            let is_dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
            // An old console of Windows shows the codes instead of obeying them.
            let obeys = !cfg!(windows) || set("WT_SESSION") || set("TERM");
            is_terminal && obeys && !is_dumb && !set("NO_COLOR")
        }
    }
}

/// A thread that panicked while it wrote has left a line unfinished, and no worse.
fn lock<T: ?Sized>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
