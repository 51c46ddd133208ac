//! What may be done with a resource.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{check, check_kind};
use crate::InvalidArgument;

/// What may be done with a resource: `books:edit` is one action on books, `books:*` all of them,
/// `*` every action there is. Any text can be one, also a bare verb such as `edit`.
///
/// ```
/// use authing_types::Action;
///
/// let edit = Action::new("books", "edit")?;
/// assert_eq!(edit.as_str(), "books:edit");
/// assert!(Action::all_of("books")?.covers(&edit));
/// assert!(!Action::from("books:read").covers(&edit));
/// # Ok::<(), authing_types::InvalidArgument>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Action(String);

impl Action {
    /// Every action: `*`.
    pub fn every() -> Self {
        Self("*".to_owned())
    }

    /// Every action on a kind of resource: `books:*`.
    ///
    /// # Errors
    ///
    /// When the kind is empty, a wildcard, or contains a colon.
    pub fn all_of(kind: impl Into<String>) -> Result<Self, InvalidArgument> {
        let kind = kind.into();
        check_kind(&kind)?;
        Ok(Self(format!("{kind}:*")))
    }

    /// One action on a kind of resource: `books:edit`.
    ///
    /// # Errors
    ///
    /// When the kind is empty, a wildcard, or contains a colon, or the verb is empty or a wildcard.
    pub fn new(kind: impl Into<String>, verb: impl Into<String>) -> Result<Self, InvalidArgument> {
        let (kind, verb) = (kind.into(), verb.into());
        check_kind(&kind)?;
        check("verb", &verb)?;
        Ok(Self(format!("{kind}:{verb}")))
    }

    /// The text, as it goes over the wire.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The kind of resource it is for; `*` and a bare verb have none.
    pub fn kind(&self) -> Option<&str> {
        self.0.split_once(':').map(|(kind, _)| kind)
    }

    /// What is done, the part after the kind; `*` for everything.
    pub fn verb(&self) -> &str {
        self.0.split_once(':').map_or(&self.0, |(_, verb)| verb)
    }

    /// Whether a permission for this action includes `wanted`.
    pub fn covers(&self, wanted: &Self) -> bool {
        match (self.kind(), self.verb()) {
            (None | Some("*"), "*") => true,
            (Some(kind), "*") => wanted.kind() == Some(kind),
            _ => self == wanted,
        }
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<&str> for Action {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl From<String> for Action {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<&Action> for Action {
    fn from(action: &Action) -> Self {
        action.clone()
    }
}

impl From<Action> for String {
    fn from(action: Action) -> Self {
        action.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wildcards_cover_the_actions_of_their_kind() {
        let covers = |own: &str, wanted: &str| Action::from(own).covers(&wanted.into());
        for (own, wanted) in [
            ("*", "books:edit"),
            ("*", "edit"),
            ("*:*", "books:edit"),
            ("books:*", "books:edit"),
            ("books:*", "books:*"),
            ("edit", "edit"),
        ] {
            assert!(covers(own, wanted), "{own} should cover {wanted}");
        }
        for (own, wanted) in [
            ("books:*", "bookshops:edit"),
            ("books:*", "*"),
            ("books:edit", "books:*"),
            ("books:edit", "books:editor"),
        ] {
            assert!(!covers(own, wanted), "{own} should not cover {wanted}");
        }
    }

    #[test]
    fn a_part_from_outside_cannot_widen_an_action() {
        for (kind, verb) in [("books", "*"), ("*", "edit"), ("books", " "), ("books:*", "edit")] {
            assert!(Action::new(kind, verb).is_err(), "{kind} {verb}");
        }
        assert_eq!((Action::from("edit").kind(), Action::from("edit").verb()), (None, "edit"));
    }
}
