//! Texts that anybody can have written, fit for an error or a log.

/// The text on one line: without control characters, cut at a limit.
pub(crate) fn printable(text: &str, limit: usize) -> String {
    text.chars().filter(|letter| !letter.is_control()).take(limit).collect()
}
