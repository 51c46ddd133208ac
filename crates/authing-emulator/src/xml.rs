//! Writing text into XML.

use crate::sso::pages::escape;

/// A text without what no XML document may hold, even escaped (XML 1.0 section 2.2).
pub(crate) fn content(text: &str) -> String {
    let is_xml = |letter: &char| match letter {
        '\t' | '\n' => true,
        '\u{fffe}' | '\u{ffff}' => false,
        letter => !letter.is_control(),
    };
    escape(&text.chars().filter(is_xml).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_is_markup_or_breaks_the_document() {
        assert_eq!(content("</cas:user>&\u{0}\u{b}\u{ffff}a"), "&lt;/cas:user&gt;&amp;a");
    }
}
