//! Texts that anybody can have written, fit for an error or a log.

/// The text on one line: without control characters, cut at a limit.
pub(crate) fn printable(text: &str, limit: usize) -> String {
    text.chars().filter(|letter| !letter.is_control()).take(limit).collect()
}

/// The text as a message shows it beside what was expected: on one line, everything that would not
/// be seen or would end the quotation escaped, and cut at a limit.
#[cfg(feature = "oauth2")]
pub(crate) fn shown(text: &str, limit: usize) -> String {
    let mut shown = String::new();
    for (number, letter) in text.chars().enumerate() {
        if number == limit {
            shown.push('…');
            break;
        }
        match letter {
            '\'' | '"' => shown.push(letter),
            '`' => shown.extend(letter.escape_unicode()),
            _ => shown.extend(letter.escape_debug()),
        }
    }
    shown
}

#[cfg(all(test, feature = "oauth2"))]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_is_one_line_and_cut() {
        assert_eq!(shown("https://op/oidc", 200), "https://op/oidc");
        assert_eq!(shown("用户 \"x\"", 200), "用户 \"x\"");
        assert_eq!(shown("a\r\nb\u{202e}`\\", 200), r"a\r\nb\u{202e}\u{60}\\");
        assert_eq!(shown("abc", 2), "ab…");
        assert_eq!(shown("ab", 2), "ab");
    }
}
