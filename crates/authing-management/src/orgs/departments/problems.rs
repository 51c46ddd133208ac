//! What is wrong with a file, row by row.

use std::fmt;

use authing_core::Error;

/// So many problems of a file are kept; the others are counted.
const KEPT: usize = 100;

/// One thing that is wrong with a file.
#[derive(Clone, PartialEq, Eq)]
pub struct FileProblem {
    row: Option<u64>,
    column: Option<String>,
    message: String,
}

authing_types::redacted_debug!(FileProblem { row, column });

impl FileProblem {
    pub(super) fn new(row: Option<u64>, column: Option<&str>, message: impl Into<String>) -> Self {
        Self { row, column: column.map(str::to_owned), message: message.into() }
    }

    /// The row, counted from 1; the names of the columns do not count. `None` for what concerns the whole file.
    pub fn row(&self) -> Option<u64> {
        self.row
    }

    /// The column, as the file calls it.
    pub fn column(&self) -> Option<&str> {
        self.column.as_deref()
    }

    /// What is wrong, and what to do.
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl fmt::Display for FileProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.row, &self.column) {
            (Some(row), Some(column)) => write!(f, "row {row}, column `{column}`: ")?,
            (Some(row), None) => write!(f, "row {row}: ")?,
            (None, Some(column)) => write!(f, "column `{column}`: ")?,
            (None, None) => {}
        }
        f.write_str(&self.message)
    }
}

/// A file that contradicts itself or cannot be read. Nothing was sent. `Display` tells the first problem and how
/// many there are; [`problems`](Self::problems) has the first hundred.
#[derive(Clone)]
pub struct FileRefused {
    problems: Vec<FileProblem>,
    count: u64,
    cause: Option<Error>,
}

authing_types::redacted_debug!(FileRefused { problems, count, cause });

impl FileRefused {
    /// What is wrong, in the order of the file: the first hundred.
    pub fn problems(&self) -> &[FileProblem] {
        &self.problems
    }

    /// How many problems there are.
    pub fn count(&self) -> u64 {
        self.count
    }
}

impl fmt::Display for FileRefused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.problems.first() {
            Some(first) => write!(f, "the file is refused: {first}")?,
            None => f.write_str("the file is refused")?,
        }
        match self.count {
            0 | 1 => Ok(()),
            2 => f.write_str(" (and one more problem)"),
            many => write!(f, " (and {} more problems)", many - 1),
        }
    }
}

impl std::error::Error for FileRefused {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(self.cause.as_ref()?)
    }
}

/// A file that cannot be read at all.
impl From<Error> for FileRefused {
    fn from(error: Error) -> Self {
        let problem = FileProblem::new(None, None, error.message());
        Self { problems: vec![problem], count: 1, cause: Some(error) }
    }
}

/// Problems as they are found.
#[derive(Default)]
pub(super) struct Problems {
    found: Vec<FileProblem>,
    count: u64,
}

impl Problems {
    pub(super) fn add(
        &mut self,
        row: Option<u64>,
        column: Option<&str>,
        message: impl Into<String>,
    ) {
        self.count += 1;
        self.found.push(FileProblem::new(row, column, message));
        if self.found.len() > 2 * KEPT {
            self.shorten();
        }
    }

    /// They are found check by check, and told in the order of the file.
    fn shorten(&mut self) {
        self.found.sort_by_key(FileProblem::row);
        self.found.truncate(KEPT);
    }

    pub(super) fn refuse(mut self) -> Result<(), FileRefused> {
        if self.count == 0 {
            return Ok(());
        }
        self.shorten();
        Err(FileRefused { problems: self.found, count: self.count, cause: None })
    }
}

/// A text from a file, cut and escaped, as a message shows it.
pub(super) fn shown(text: &str) -> String {
    const LONGEST: usize = 60;
    let mut letters = text.chars();
    let begin: String = letters.by_ref().take(LONGEST).flat_map(char::escape_debug).collect();
    match letters.next() {
        None => format!("`{begin}`"),
        Some(_) => format!("`{begin}…`"),
    }
}
