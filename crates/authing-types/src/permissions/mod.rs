//! Permissions as values: resources, actions, and the statements of policies.

mod action;
mod resource;
mod statement;

use std::fmt;

use authing_core::Error;

pub use action::Action;
pub use resource::{Arn, Resource, ResourceScope};
pub use statement::{Condition, Statement};

/// A part of a resource or an action that would make it stand for more, or for something else,
/// than it says. Where an [`Error`] is expected, `?` turns it into one of the kind
/// [`Input`](authing_core::ErrorKind::Input).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidPermission {
    argument: &'static str,
    problem: &'static str,
}

impl InvalidPermission {
    /// The part that is wrong: `kind`, `id` or `verb`.
    pub fn argument(&self) -> &'static str {
        self.argument
    }
}

/// Does not quote the value, which may come from outside.
impl fmt::Display for InvalidPermission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` {}", self.argument, self.problem)
    }
}

impl std::error::Error for InvalidPermission {}

impl From<InvalidPermission> for Error {
    fn from(invalid: InvalidPermission) -> Self {
        Self::input(invalid.argument, invalid.problem)
    }
}

/// Checks the kind a resource or an action begins with.
fn check_kind(kind: &str) -> Result<(), InvalidPermission> {
    check("kind", kind)?;
    if kind.contains(':') {
        let problem = "holds a colon, which ends the kind";
        return Err(InvalidPermission { argument: "kind", problem });
    }
    Ok(())
}

/// Checks a part that must stand for one thing.
fn check(argument: &'static str, part: &str) -> Result<(), InvalidPermission> {
    let problem = if part.trim().is_empty() {
        "is empty"
    } else if part.contains('*') {
        "holds `*`, which stands for everything of its kind: say that with `all_of`"
    } else {
        return Ok(());
    };
    Err(InvalidPermission { argument, problem })
}
