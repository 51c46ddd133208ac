//! Texts that anybody can have written, fit for an error or a log.

use std::borrow::Cow;
#[cfg(feature = "saml")]
use std::fmt;

use authing_core::{Error, ErrorKind};

/// The text on one line: without control characters, cut at a limit.
pub(crate) fn printable(text: &str, limit: usize) -> String {
    text.chars().filter(|letter| !letter.is_control()).take(limit).collect()
}

/// The words of a scope, with spaces between them and nothing else (RFC 6749 section 3.3). What holds
/// other white space is one word, which a server that reads it so may have granted to anybody.
#[cfg(feature = "oauth2")]
pub(crate) fn scope_words(scope: &str) -> impl Iterator<Item = &str> {
    scope.split(' ').filter(|word| !word.is_empty())
}

/// The text as a message shows it beside what was expected: on one line, everything that would not
/// be seen or would end the quotation escaped, and cut at a limit. An address is shown without a
/// username and password, and its query without what looks like a credential.
pub(crate) fn shown(text: &str, limit: usize) -> String {
    let text = &*without_credentials(text);
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

fn without_credentials(text: &str) -> Cow<'_, str> {
    let Some((scheme, rest)) = text.split_once("://") else { return text.into() };
    let (place, query) = rest.find(['?', '#']).map_or((rest, ""), |at| rest.split_at(at));
    let (authority, path) = place.find('/').map_or((place, ""), |at| place.split_at(at));
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    if host.len() == authority.len() && query.is_empty() {
        return text.into();
    }
    let query = Error::from_server(ErrorKind::Input, query, &[]);
    format!("{scheme}://{host}{path}{}", query.message()).into()
}

/// What [`shown`] makes of it, in backquotes.
#[cfg(any(feature = "saml", feature = "cas"))]
pub(crate) fn quoted(text: &str, limit: usize) -> String {
    format!("`{}`", shown(text, limit))
}

/// Texts in a row, with this word before the last one: `` `a`, `b` or `c` ``. The number is
/// bounded.
#[cfg(feature = "saml")]
pub(crate) fn row(f: &mut fmt::Formatter<'_>, texts: &[String], word: &str) -> fmt::Result {
    const MANY: usize = 10;
    let left_out = texts.len().saturating_sub(MANY);
    for (position, text) in texts.iter().take(MANY).enumerate() {
        match position {
            0 => {}
            _ if position + 1 == texts.len() => write!(f, " {word} ")?,
            _ => f.write_str(", ")?,
        }
        f.write_str(&quoted(text, 200))?;
    }
    if left_out > 0 { write!(f, " and {left_out} more") } else { Ok(()) }
}

#[cfg(test)]
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

    #[test]
    fn an_address_is_shown_without_the_credentials_in_it() {
        for (text, expected) in [
            ("https://u:canary@op/oidc?page=1#top", "https://op/oidc?page=1#top"),
            ("https://op/a@b?x=1", "https://op/a@b?x=1"),
            ("https://op/?t=a1-b2-c3-d4-e5-f6-g7-h8-i9", "https://op/?t=[redacted]"),
            ("u:b@example.com", "u:b@example.com"),
        ] {
            assert_eq!(shown(text, 200), expected);
        }
    }

    #[cfg(any(feature = "saml", feature = "cas"))]
    #[test]
    fn what_is_quoted_stays_on_its_line_and_in_its_quotes() {
        assert_eq!(quoted("a b's \"ü\"", 20), "`a b's \"ü\"`");
        assert_eq!(quoted("a`b\nc\u{202e}\u{0}", 20), "`a\\u{60}b\\nc\\u{202e}\\0`");
        assert_eq!(quoted(&"x".repeat(30), 20), format!("`{}…`", "x".repeat(20)));
        assert_eq!(quoted("", 20), "``");
    }
}
