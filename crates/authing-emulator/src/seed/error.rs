//! Why a seed cannot be used.

use std::fmt;

use crate::base::error::ApiError;
use crate::base::nearest::{hint, shown};
use crate::base::text::Lang;
use crate::seed::place::{At, Path};

/// A seed cannot be used. The text says where, what was found, what is expected and what to do.
///
/// ```
/// use authing_emulator::Seed;
///
/// let error = Seed::parse("userPools:\n  - nmae: Bookshop\n").unwrap_err();
/// assert_eq!(error.line(), Some(2));
/// assert_eq!(
///     error.to_string(),
///     "line 2, column 5: userPools[0].nmae: there is no such field; did you mean `name`?"
/// );
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct SeedError {
    pub(super) file: Option<String>,
    pub(super) place: Option<(u64, u64)>,
    pub(super) field: String,
    pub(super) problem: String,
}

show_fields!(SeedError { file, place, field, problem });

impl SeedError {
    /// The line, counted from 1, if it is about a place in the text.
    #[must_use]
    pub fn line(&self) -> Option<u64> {
        self.place.map(|(line, _)| line)
    }

    /// The column, counted from 1 in letters, if it is about a place in the text.
    #[must_use]
    pub fn column(&self) -> Option<u64> {
        self.place.map(|(_, column)| column)
    }

    /// The field, such as `userPools[0].users[2].email`; empty if it is about the whole.
    #[must_use]
    pub fn field(&self) -> &str {
        &self.field
    }
}

impl fmt::Display for SeedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(file) = &self.file {
            write!(f, "{file}: ")?;
        }
        if let Some((line, column)) = self.place {
            write!(f, "line {line}, column {column}: ")?;
        }
        if !self.field.is_empty() {
            write!(f, "{}: ", self.field)?;
        }
        f.write_str(&self.problem)
    }
}

impl std::error::Error for SeedError {}

/// What a rule refuses in a seed that could be read.
pub(super) struct Refusal {
    pub(super) path: Path,
    pub(super) problem: String,
}

pub(super) type Outcome<T> = Result<T, Refusal>;

impl At<'_> {
    pub(super) fn refusal(&self, problem: impl Into<String>) -> Refusal {
        Refusal { path: self.path(), problem: problem.into() }
    }

    pub(super) fn refuse<T>(&self, problem: impl Into<String>) -> Outcome<T> {
        Err(self.refusal(problem))
    }

    /// The refusal of a rule that holds for requests too, in its own words.
    pub(super) fn of_rule(&self, error: &ApiError) -> Refusal {
        let (message, code) = (error.message(Lang::English), error.code);
        self.refusal(format!("{message} (code {code})"))
    }

    /// There is nobody and nothing of this name.
    pub(super) fn unknown<'n, T>(
        &self,
        what: &str,
        name: &str,
        known: impl IntoIterator<Item = &'n str>,
    ) -> Outcome<T> {
        let known: Vec<&str> = known.into_iter().collect();
        let hint = hint(name, &known);
        self.refuse(format!("there is no {what} {} in this user pool{hint}", shown(name)))
    }
}
