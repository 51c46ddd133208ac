//! Writing text into HTML and XML.

/// Makes a text safe inside HTML and XML, in content and in quoted attributes.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}

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
        assert_eq!(escape("<a b=\"c\" d='e'>&"), "&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp;");
        assert_eq!(content("</cas:user>&\u{0}\u{b}\u{ffff}a"), "&lt;/cas:user&gt;&amp;a");
    }
}
