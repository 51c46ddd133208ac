//! What a server says about a failure, fit for an error.

use std::borrow::Cow;

use serde_json::Value;
use url::form_urlencoded;

/// Longest message kept, in characters.
const MESSAGE_LIMIT: usize = 500;

/// What stands in place of what is taken out.
const MASK: &str = "[redacted]";

/// How much of a server's text is looked through, in bytes.
const LONGEST: usize = 8 << 10;

/// From this length on, in bytes, a value is looked for within words, and in either case.
const LONG: usize = 8;

/// From this length on, letters and digits in one piece are a token. Ids have 24.
const TOKEN: usize = 25;

/// From this length on, digits in one piece are a number of somebody's.
const DIGITS: usize = 7;

/// The text without what a request carried, which the values are, and without what looks private,
/// whoever it came from: an email address, a number of somebody's, a token. On one line, and cut.
/// `None` for a long text of which next to nothing is left.
pub(crate) fn hide(text: &str, told: impl FnOnce() -> Vec<String>) -> Option<String> {
    let end = (0..=LONGEST.min(text.len())).rev().find(|at| text.is_char_boundary(*at))?;
    let is_cut = end < text.len();
    let mut values = told();
    // Servers take off what surrounds a value before they say it again.
    let surrounds = |letter: char| letter.is_whitespace() || letter.is_control() || letter == '"';
    let bare: Vec<_> =
        values.iter().map(|value| value.trim_matches(surrounds).to_owned()).collect();
    values.extend(bare);
    values.retain(|value| is_worth_hiding(value));
    // A long value may hold a short one.
    values.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
    values.dedup();
    let mut text = Cow::Borrowed(text.get(..end)?);
    for value in &values {
        for form in forms(value) {
            if let Some(hidden) = without(&text, &form) {
                text = Cow::Owned(hidden);
            }
            if let Some(hidden) = without_begin(&text, &form) {
                text = Cow::Owned(hidden);
            }
        }
    }
    let mut shown = without_private(&text);
    if is_cut {
        // A value that the cut went through is no longer found.
        let longest = values.first().map_or(0, |value| value.chars().count());
        let end = shown.char_indices().rev().nth(longest).map(|(end, _)| end)?;
        shown.truncate(end);
    }
    Some(shorten(shown))
}

/// The text, cut.
fn shorten(message: String) -> String {
    match message.char_indices().nth(MESSAGE_LIMIT) {
        None => message,
        Some((end, _)) => format!("{}…", &message[..end]),
    }
}

/// One or two letters of a language with an alphabet are in every text; a name in Chinese has two.
fn is_worth_hiding(value: &str) -> bool {
    let letters = value.chars().count();
    letters > 2 || letters == 2 && !value.is_ascii()
}

/// The ways in which a text may write a value.
fn forms(value: &str) -> Vec<String> {
    let mut forms = vec![value.to_owned()];
    let quoted = |text: &str| {
        let quoted = Value::from(text).to_string();
        quoted.get(1..quoted.len() - 1).map(str::to_owned).unwrap_or_default()
    };
    // A body that is quoted has its texts quoted twice.
    let once = quoted(value);
    forms.push(quoted(&once));
    forms.push(once);
    forms.push(form_urlencoded::byte_serialize(value.as_bytes()).collect());
    forms.dedup();
    forms
}

/// The text without the value; `None` if it is not in there.
fn without(text: &str, value: &str) -> Option<String> {
    let (haystack, needle) = match value.len() < LONG {
        true => (Cow::Borrowed(text), Cow::Borrowed(value)),
        // ASCII only: the places stay the same.
        false => (text.to_ascii_lowercase().into(), value.to_ascii_lowercase().into()),
    };
    let mut hidden = String::new();
    let mut from = 0;
    for (at, found) in haystack.match_indices(&*needle) {
        let end = at + found.len();
        let (Some(before), Some(after)) = (text.get(..at), text.get(end..)) else { continue };
        let is_in_a_word = before.ends_with(is_of_a_word) || after.starts_with(is_of_a_word);
        if at < from || value.len() < LONG && is_in_a_word {
            continue;
        }
        hidden.push_str(text.get(from..at)?);
        hidden.push_str(MASK);
        from = end;
    }
    hidden.push_str(text.get(from..)?);
    (from > 0).then_some(hidden)
}

/// The text without the begin of a value whose rest the server has cut off: it ends the text, or an
/// ellipsis follows. `None` if there is none.
fn without_begin(text: &str, value: &str) -> Option<String> {
    let mut ends = value.char_indices().map(|(at, letter)| at + letter.len_utf8());
    let begin = value.get(..ends.find(|end| *end >= LONG)?)?;
    if !text.contains(begin) {
        return None;
    }
    let mut hidden = String::new();
    let mut rest = text;
    while let Some((before, found)) = rest.find(begin).map(|at| rest.split_at(at)) {
        let same = found.chars().zip(value.chars()).take_while(|(one, other)| one == other);
        let (shown, after) = found.split_at(same.map(|(letter, _)| letter.len_utf8()).sum());
        let is_cut = after.is_empty() || after.starts_with("...") || after.starts_with('…');
        hidden.push_str(before);
        hidden.push_str(if is_cut { MASK } else { shown });
        rest = after;
    }
    hidden.push_str(rest);
    (hidden != text).then_some(hidden)
}

fn is_of_a_word(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || letter == '_'
}

/// The text without words that look like an email address, a phone or identity number, or a token.
fn without_private(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.find(|letter: char| !is_of_an_address(letter)).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        if is_private(word) {
            shown.push_str(MASK);
        } else {
            shown.push_str(word);
        }
        let mut letters = after.chars();
        if let Some(letter) = letters.next() {
            // One line: what follows must not pass for a line of its own.
            shown.push(if letter.is_control() { ' ' } else { letter });
        }
        rest = letters.as_str();
    }
    shown
}

fn is_of_an_address(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || "@._-+%".contains(letter)
}

fn is_private(word: &str) -> bool {
    let is_address = word.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty() && host.contains(|c: char| c.is_ascii_alphanumeric())
    });
    let has_run = |least: usize, is_of: fn(char) -> bool| {
        word.split(|letter| !is_of(letter)).find(|run| run.len() >= least)
    };
    let is_token = |run: &str| {
        run.contains(|c: char| c.is_ascii_digit())
            && run.contains(|c: char| c.is_ascii_alphabetic())
    };
    is_address
        // The beginning of every JSON Web Token.
        || word.starts_with("eyJ") && word.len() >= TOKEN
        || has_run(DIGITS, |c| c.is_ascii_digit()).is_some_and(|_| !is_id(word))
        || has_run(TOKEN, |c| is_of_a_word(c) || c == '-').is_some_and(is_token)
}

/// An id of Authing's may have many digits in a row.
fn is_id(word: &str) -> bool {
    word.len() == 24 && word.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hidden(values: &[&str], text: &str) -> String {
        hide(text, || values.iter().map(|value| (*value).to_owned()).collect()).unwrap()
    }

    #[test]
    fn a_short_value_is_taken_out_as_a_word_only() {
        let values = ["bob", "a", "用户", "\tann\n"];
        assert_eq!(hidden(&values, "ann is new"), "[redacted] is new");
        assert_eq!(hidden(&values, "bobsled of bob and a b"), "bobsled of [redacted] and a b");
        assert_eq!(hidden(&values, "用户 bob"), "[redacted] [redacted]");
    }

    #[test]
    fn a_value_that_the_server_has_cut_is_taken_out_too() {
        let values = ["correct horse battery", "p\"ss w\"rd wörter", "short"];
        for (text, expected) in [
            ("got correct horse b", "got [redacted]"),
            ("got `correct horse...`", "got `[redacted]...`"),
            ("got correct ho…, and more", "got [redacted]…, and more"),
            (r#"got {"a": "p\"ss w\"rd wö..."#, r#"got {"a": "[redacted]..."#),
            ("got p\"ss w\"rd wö", "got [redacted]"),
            ("got correct hope", "got correct hope"),
            ("the correct horse is grey", "the correct horse is grey"),
            ("a shor...", "a shor..."),
            ("correct ho... correct horse b...", "[redacted]... [redacted]..."),
            ("correct hope, correct ho...", "correct hope, [redacted]..."),
        ] {
            assert_eq!(hidden(&values, text), expected, "{text}");
        }
    }

    #[test]
    fn what_looks_private_is_taken_out_though_it_was_not_sent() {
        for (text, expected) in [
            ("sent to ann@x.example.", "sent to [redacted]"),
            ("an eyJhbGciOiJI", "an eyJhbGciOiJI"),
            ("手机号13800138000已被绑定", "手机号[redacted]已被绑定"),
            ("token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc is bad", "token [redacted] is bad"),
            ("user 5f7a993eb9b49dcd5c021e40", "user 5f7a993eb9b49dcd5c021e40"),
            ("user 5f7a993eb9b49d0123456789", "user 5f7a993eb9b49d0123456789"),
            ("INFORMATION_COMPLETION_VERIFY_CODE", "INFORMATION_COMPLETION_VERIFY_CODE"),
            ("code 2004 at 12:30, @Nullable", "code 2004 at 12:30, @Nullable"),
            ("one\nWARN two\r\u{1b}[31m", "one WARN two  [31m"),
        ] {
            assert_eq!(hidden(&[], text), expected, "{text}");
        }
    }

    #[test]
    fn a_text_without_end_is_cut_and_no_value_is_cut_in_two() {
        let told = |value: &str| vec![value.to_owned()];
        assert_eq!(
            hide(&"a ".repeat(LONGEST), Vec::new).unwrap().chars().count(),
            MESSAGE_LIMIT + 1
        );
        let secret = "s e c r e t".repeat(100);
        assert_eq!(hide(&secret.repeat(100), || told(&secret)), None);
    }
}
