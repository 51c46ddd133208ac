//! What cannot be carried over.

use std::{collections::BTreeMap, fmt};

/// Why something of a user stays behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum LossKind {
    /// A field that Authing has no place for.
    Field,
    /// A value that is not what its field holds elsewhere, such as an object where a text is expected.
    Value,
    /// A password whose hash nobody here knows how to check.
    PasswordAlgorithm,
    /// A password that the import leaves behind; its owner sets a new one, or it is checked at the first login.
    Password,
    /// A hash that is longer than the encryption of passwords has room for.
    PasswordTooLong,
    /// A second factor of a kind that cannot be carried over.
    Factor,
    /// An identity at a provider that no connection of the pool was named for.
    Identity,
    /// Custom data for which the pool has no field, or one of another type.
    CustomField,
    /// A role of the source.
    Role,
    /// A group of the source.
    Group,
}

impl LossKind {
    /// A word for it, as it stands in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Field => "field",
            Self::Value => "value",
            Self::PasswordAlgorithm => "password algorithm",
            Self::Password => "password",
            Self::PasswordTooLong => "password too long",
            Self::Factor => "factor",
            Self::Identity => "identity",
            Self::CustomField => "custom field",
            Self::Role => "role",
            Self::Group => "group",
        }
    }
}

/// One thing that cannot be carried over. It names fields, algorithms and providers, and nothing of a user. `Debug` shows
/// why, `Display` also what.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub struct Loss {
    /// Why.
    pub kind: LossKind,
    /// What: the name of the field, algorithm, factor, provider, role or group.
    pub name: String,
}

authing_types::redacted_debug!(Loss { kind });

impl Loss {
    pub(crate) fn new(kind: LossKind, name: impl AsRef<str>) -> Self {
        Self { kind, name: cut(name.as_ref()) }
    }
}

impl fmt::Display for Loss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} `{}`", self.kind.as_str(), self.name)
    }
}

/// So many different losses are told apart; further ones count for their kind alone.
const NAMES: usize = 1_000;

/// What cannot be carried over of all users, counted. `Display` has a line for each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Losses {
    counts: BTreeMap<Loss, u64>,
}

impl Losses {
    pub(crate) fn add(&mut self, loss: &Loss) {
        let has_room = self.counts.len() < NAMES || self.counts.contains_key(loss);
        let counted = if has_room { loss.clone() } else { Loss::new(loss.kind, "…") };
        *self.counts.entry(counted).or_default() += 1;
    }

    /// Each kind of loss and how many users have it, by kind and name.
    pub fn iter(&self) -> impl Iterator<Item = (&Loss, u64)> {
        self.counts.iter().map(|(loss, count)| (loss, *count))
    }

    /// How many losses of this kind there are.
    pub fn count(&self, kind: LossKind) -> u64 {
        self.iter().filter(|(loss, _)| loss.kind == kind).map(|(_, count)| count).sum()
    }

    /// Whether nothing stays behind.
    pub fn is_empty(&self) -> bool {
        self.counts.is_empty()
    }
}

impl fmt::Display for Losses {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, (loss, count)) in self.iter().enumerate() {
            let between = if index == 0 { "" } else { "\n" };
            write!(f, "{between}{count} × {loss}")?;
        }
        Ok(())
    }
}

/// A name from a file, cut and escaped, as reports show it.
pub(crate) fn cut(name: &str) -> String {
    const LONGEST: usize = 60;
    let mut letters = name.chars();
    let begin: String = letters.by_ref().take(LONGEST).flat_map(char::escape_debug).collect();
    if letters.next().is_some() { begin + "…" } else { begin }
}
