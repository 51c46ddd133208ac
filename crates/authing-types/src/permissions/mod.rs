//! Permissions as values: resources, actions, and the statements of policies.

mod action;
mod resource;
mod statement;

use crate::InvalidArgument;

pub use action::Action;
pub use resource::{Arn, Resource, ResourceScope};
pub use statement::{Condition, Statement};

/// Checks the kind a resource or an action begins with.
fn check_kind(kind: &str) -> Result<(), InvalidArgument> {
    check("kind", kind)?;
    if kind.contains(':') {
        let problem = "contains a colon, which ends the kind";
        return Err(InvalidArgument::new("kind", problem));
    }
    Ok(())
}

/// Checks a part that must stand for one thing.
fn check(argument: &'static str, part: &str) -> Result<(), InvalidArgument> {
    let problem = if part.trim().is_empty() {
        "is empty"
    } else if part.contains('*') {
        "contains `*`, which means everything of its kind: use `all_of` for that"
    } else {
        return Ok(());
    };
    Err(InvalidArgument::new(argument, problem))
}
