//! The parts of an input.

use std::cell::RefCell;

use tokio::runtime::{Builder, Runtime};

/// Between two parts.
pub(crate) const SEPARATOR: &[u8] = b"\n---\n";

/// An input that consists of several parts; those that are missing are empty.
pub(crate) fn parts<const N: usize>(input: &[u8]) -> [&[u8]; N] {
    let mut parts = [&[][..]; N];
    let mut rest = input;
    for (index, part) in parts.iter_mut().enumerate() {
        let end = if index + 1 < N { find(rest) } else { None };
        *part = &rest[..end.unwrap_or(rest.len())];
        rest = end.map_or(&[], |end| &rest[end + SEPARATOR.len()..]);
    }
    parts
}

fn find(bytes: &[u8]) -> Option<usize> {
    bytes.windows(SEPARATOR.len()).position(|window| window == SEPARATOR)
}

/// A text, if it is one.
pub(crate) fn text(bytes: &[u8]) -> Option<&str> {
    std::str::from_utf8(bytes).ok()
}

thread_local! {
    static RUNTIME: RefCell<Runtime> =
        RefCell::new(Builder::new_current_thread().enable_all().build().unwrap());
}

/// Runs a future to its end.
pub(crate) fn run<T>(future: impl Future<Output = T>) -> T {
    RUNTIME.with_borrow(|runtime| runtime.block_on(future))
}

/// What is shown of an error is short, and on one line: what came from outside is cut and escaped.
pub(crate) fn check_text(shown: &str) {
    const LONGEST: usize = 10_000;
    assert!(shown.len() <= LONGEST, "an error of {} bytes: {shown}", shown.len());
    assert!(!shown.contains(char::is_control), "an error with control characters: {shown:?}");
}

/// The same of an error and of all its causes.
pub(crate) fn check_error(error: &dyn std::error::Error) {
    let mut next = Some(error);
    while let Some(error) = next {
        check_text(&error.to_string());
        next = error.source();
    }
}
