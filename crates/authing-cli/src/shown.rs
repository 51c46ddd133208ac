//! Text from outside, made fit for a terminal.

use std::{borrow::Cow, path::Path};

use unicode_width::UnicodeWidthChar as _;

/// A text on one line, and short; what a terminal would obey or not show is escaped.
pub(crate) fn excerpt(text: &str, limit: usize) -> String {
    let mut excerpt: String = one_line(text).chars().take(limit).collect();
    if text.chars().nth(limit).is_some() {
        excerpt.push('…');
    }
    excerpt
}

/// A path on one line, and short.
pub(crate) fn path(path: &Path) -> String {
    excerpt(&path.display().to_string(), 300)
}

/// The text with all escaped that could move the cursor, change colours or the direction of what is around it.
pub(crate) fn one_line(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_unfit) {
        return Cow::Borrowed(text);
    }
    let mut line = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            _ if is_unfit(letter) => line.extend(letter.escape_default()),
            _ => line.push(letter),
        }
    }
    Cow::Owned(line)
}

fn is_unfit(letter: char) -> bool {
    letter.is_control()
        || matches!(letter,
            '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// The columns of a terminal that a text takes: two for a Chinese character.
pub(crate) fn width(text: &str) -> usize {
    text.chars().map(letter_width).sum()
}

fn letter_width(letter: char) -> usize {
    letter.width().unwrap_or(0)
}

/// The text, cut so that it takes no more than these columns.
pub(crate) fn cut(text: &str, columns: usize) -> Cow<'_, str> {
    if width(text) <= columns {
        return Cow::Borrowed(text);
    }
    let mut left = columns.saturating_sub(1);
    let kept = text.chars().take_while(|letter| {
        let wide = letter_width(*letter);
        let fits = wide <= left;
        left = left.saturating_sub(wide);
        fits
    });
    let mut cut: String = kept.collect();
    if columns > 0 {
        cut.push('…');
    }
    Cow::Owned(cut)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_would_obey_is_escaped() {
        assert_eq!(one_line("张伟 <a@b.cn>"), "张伟 <a@b.cn>");
        assert_eq!(one_line("a\u{1b}[31mb\r\nc"), "a\\u{1b}[31mb\\r\\nc");
        assert_eq!(one_line("user\u{202e}nimda"), "user\\u{202e}nimda");
        assert_eq!(excerpt("abcdef", 3), "abc…");
    }

    #[test]
    fn a_chinese_character_takes_two_columns_and_is_never_cut_in_half() {
        assert_eq!(width("张伟a"), 5);
        assert_eq!(cut("张伟", 4), "张伟");
        assert_eq!(cut("张伟明", 4), "张…");
        assert_eq!(cut("张伟明", 5), "张伟…");
        assert_eq!(cut("abc", 0), "");
    }
}
