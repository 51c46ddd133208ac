//! Why a seed cannot be used.

use std::fmt;

use crate::base::error::ApiError;
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
    pub(super) fn refused(&self, error: &ApiError) -> Refusal {
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

/// A text from a seed, cut and escaped.
pub(super) fn shown(text: &str) -> String {
    format!("`{}`", crate::base::limits::cut(text.escape_debug().to_string()))
}

/// The nearest name, or all there are if they are few.
pub(super) fn hint(name: &str, known: &[&str]) -> String {
    const FEW: usize = 12;
    match nearest(name, known) {
        Some(near) => format!("; did you mean {}?", shown(near)),
        None if known.is_empty() => "; there is none at all".to_owned(),
        None if known.len() <= FEW => {
            let all: Vec<String> = known.iter().map(|name| shown(name)).collect();
            format!("; expected one of {}", all.join(", "))
        }
        None => String::new(),
    }
}

/// The one that differs in a few letters only.
fn nearest<'n>(name: &str, known: &[&'n str]) -> Option<&'n str> {
    /// A longer name is not typed.
    const LETTERS: usize = 64;
    let letters: Vec<char> = name.chars().take(LETTERS + 1).collect();
    if letters.len() > LETTERS {
        return None;
    }
    let most = (letters.len() / 3).clamp(1, 3);
    let near = known.iter().filter(|known| known.chars().count().abs_diff(letters.len()) <= most);
    let distances = near.map(|known| (distance(&letters, known), *known));
    let nearest = distances.min_by_key(|(distance, _)| *distance);
    nearest.filter(|(distance, _)| *distance <= most).map(|(_, known)| known)
}

/// How many letters must be typed otherwise, two that changed places counting as one; case counts
/// for nothing.
fn distance(letters: &[char], other: &str) -> usize {
    let same = |a: char, b: char| a.to_lowercase().eq(b.to_lowercase());
    let (mut before, mut row): (Vec<usize>, Vec<usize>) =
        (Vec::new(), (0..=letters.len()).collect());
    let mut former = None;
    for (place, letter) in other.chars().enumerate() {
        let mut next = vec![place + 1];
        for (column, own) in letters.iter().enumerate() {
            let at = |row: &[usize], column: usize| row.get(column).copied().unwrap_or(usize::MAX);
            let kept = at(&row, column) + usize::from(!same(*own, letter));
            let longer = at(&row, column + 1).saturating_add(1);
            let shorter = at(&next, column).saturating_add(1);
            let mut best = kept.min(longer).min(shorter);
            let crossed =
                column.checked_sub(1).and_then(|left| letters.get(left)).is_some_and(|left| {
                    same(*left, letter) && former.is_some_and(|former| same(former, *own))
                });
            if crossed {
                best = best.min(at(&before, column - 1).saturating_add(1));
            }
            next.push(best);
        }
        before = std::mem::replace(&mut row, next);
        former = Some(letter);
    }
    row.last().copied().unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_fingers_finds_what_was_meant() {
        let known = ["username", "email", "phone", "name"];
        for (typed, meant) in
            [("usrname", "username"), ("emial", "email"), ("Name", "name"), ("phonne", "phone")]
        {
            assert_eq!(nearest(typed, &known), Some(meant), "{typed}");
        }
        assert_eq!(nearest("colour", &known), None);
        assert_eq!(nearest(&"x".repeat(100), &known), None);
    }

    #[test]
    fn letters_that_changed_places_count_once() {
        let letters: Vec<char> = "emial".chars().collect();
        assert_eq!(distance(&letters, "email"), 1);
        assert_eq!(distance(&letters, "emails"), 2);
        assert_eq!(distance(&[], "abc"), 3);
    }
}
