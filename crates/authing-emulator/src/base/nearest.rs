//! The name that somebody may have meant.

use crate::base::limits::cut;

/// As many names are told if none is near.
const FEW: usize = 12;

/// A longer name is not typed.
const LETTERS: usize = 64;

/// A text from outside, cut and escaped.
pub(crate) fn shown(text: &str) -> String {
    format!("`{}`", cut(text.escape_debug().to_string()))
}

/// The nearest name, or all there are if they are few.
pub(crate) fn hint(name: &str, known: &[&str]) -> String {
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
