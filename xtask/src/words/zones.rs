//! Which part of a file is prose, and which is code.

/// The kinds of files that are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Rust,
    Markdown,
    Graphql,
    Toml,
}

impl Kind {
    pub(super) fn of(path: &str) -> Option<Self> {
        match path.rsplit('.').next()? {
            "rs" => Some(Self::Rust),
            "md" => Some(Self::Markdown),
            "graphql" => Some(Self::Graphql),
            "toml" => Some(Self::Toml),
            _ => None,
        }
    }
}

/// What a stream consists of, and where a word of the table is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Zone {
    Prose,
    Code,
    /// The file's path.
    Path,
}

/// The text of one zone of a file, with the line of each byte.
#[derive(Debug)]
pub(super) struct Stream {
    pub(super) zone: Zone,
    pub(super) text: String,
    lines: Vec<usize>,
}

impl Stream {
    fn new(zone: Zone) -> Self {
        Self { zone, text: String::new(), lines: Vec::new() }
    }

    fn push(&mut self, c: char, line: usize) {
        self.text.push(c);
        self.lines.resize(self.text.len(), line);
    }

    /// A single space, whatever white space there is.
    fn space(&mut self, line: usize) {
        if !self.text.ends_with([' ', '\n']) {
            self.push(' ', line);
        }
    }

    /// What comes next is another sentence.
    fn end(&mut self, line: usize) {
        if !self.text.ends_with('\n') {
            self.push('\n', line);
        }
    }

    /// The line of a position.
    pub(super) fn line(&self, position: usize) -> usize {
        self.lines.get(position).copied().unwrap_or(1)
    }
}

/// Takes a file apart.
pub(super) fn streams(path: &str, kind: Kind, text: &str) -> Vec<Stream> {
    let mut reader =
        Reader { prose: Stream::new(Zone::Prose), code: Stream::new(Zone::Code), line: 1 };
    match kind {
        Kind::Rust => reader.source(text, &RUST),
        Kind::Graphql => reader.source(text, &GRAPHQL),
        Kind::Toml => reader.source(text, &TOML),
        Kind::Markdown => reader.markdown(text),
    }
    let mut name = Stream::new(Zone::Path);
    path.chars().for_each(|c| name.push(c, 1));
    vec![reader.prose, reader.code, name]
}

/// What begins a comment or a string in a language.
struct Language {
    comment: &'static str,
    block_comment: Option<(&'static str, &'static str)>,
    long_string: Option<&'static str>,
    has_raw_strings: bool,
}

const RUST: Language = Language {
    comment: "//",
    block_comment: Some(("/*", "*/")),
    long_string: None,
    has_raw_strings: true,
};

const GRAPHQL: Language = Language {
    comment: "#",
    block_comment: None,
    long_string: Some("\"\"\""),
    has_raw_strings: false,
};

const TOML: Language = Language {
    comment: "#",
    block_comment: None,
    long_string: Some("\"\"\""),
    has_raw_strings: false,
};

struct Reader {
    prose: Stream,
    code: Stream,
    line: usize,
}

impl Reader {
    fn source(&mut self, text: &str, language: &Language) {
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            let before = text.len() - rest.len();
            let is_empty = text.get(..before).is_some_and(|before| before.ends_with('\n'));
            if rest.starts_with(language.comment) {
                let (comment, after) = split_line(rest);
                let marks = ['/', '!', '#'];
                self.prose_line(comment.trim_start_matches(marks));
                rest = after;
            } else if let Some((open, close)) =
                language.block_comment.filter(|(open, _)| rest.starts_with(open))
            {
                rest = self.until(rest, open, close);
            } else if let Some(quotes) = language.long_string.filter(|q| rest.starts_with(q)) {
                rest = self.until(rest, quotes, quotes);
            } else if language.has_raw_strings
                && let Some(open) = raw_string(rest)
                && !self.code.text.ends_with(|c: char| c.is_alphanumeric() || c == '_')
            {
                let hashes = open.chars().filter(|c| *c == '#').count();
                let close = format!("\"{}", "#".repeat(hashes));
                rest = self.until(rest, open, &close);
            } else if c == '"' {
                rest = self.string(rest);
            } else if c == '\'' && language.has_raw_strings {
                // A character, or a lifetime.
                let end = match rest.get(1..) {
                    Some(after) if after.starts_with('\\') => {
                        after.get(2..).and_then(|after| after.find('\'')).map(|at| at + 4)
                    }
                    Some(after) => after
                        .chars()
                        .next()
                        .filter(|c| after.get(c.len_utf8()..).is_some_and(|a| a.starts_with('\'')))
                        .map(|c| c.len_utf8() + 2),
                    None => None,
                };
                self.code.space(self.line);
                rest = rest.get(end.unwrap_or(1)..).unwrap_or_default();
            } else {
                self.code_char(c);
                // Prose that code or an empty line stands between is not one sentence.
                if !c.is_whitespace() || (c == '\n' && is_empty) {
                    self.prose.end(self.line);
                }
                rest = rest.get(c.len_utf8()..).unwrap_or_default();
            }
        }
    }

    /// Reads prose between two marks.
    fn until<'a>(&mut self, text: &'a str, open: &str, close: &str) -> &'a str {
        let inner = text.get(open.len()..).unwrap_or_default();
        let (inner, rest) = inner.split_once(close).unwrap_or((inner, ""));
        for line in inner.split_inclusive('\n') {
            self.prose_line(line);
        }
        self.prose.end(self.line);
        rest
    }

    /// Reads a string with escapes.
    fn string<'a>(&mut self, text: &'a str) -> &'a str {
        let mut is_escaped = false;
        let mut skips_space = false;
        let mut characters = text.char_indices().skip(1);
        let end = characters.find_map(|(position, c)| {
            match c {
                '"' if !is_escaped => return Some(position + 1),
                '\\' if !is_escaped => {
                    is_escaped = true;
                    return None;
                }
                '\n' => {
                    self.line += 1;
                    skips_space = is_escaped;
                    if !is_escaped {
                        self.prose.space(self.line);
                    }
                }
                c if c.is_whitespace() && skips_space => {}
                'n' | 't' | 'r' if is_escaped => self.prose.space(self.line),
                c => {
                    skips_space = false;
                    self.prose.push(c, self.line);
                }
            }
            is_escaped = false;
            None
        });
        self.prose.end(self.line);
        self.code.space(self.line);
        text.get(end.unwrap_or(text.len())..).unwrap_or_default()
    }

    fn markdown(&mut self, text: &str) {
        let mut is_code = false;
        for line in text.split_inclusive('\n') {
            if line.trim_start().starts_with("```") {
                is_code = !is_code;
                self.prose.end(self.line);
                self.code.end(self.line);
                self.line += 1;
            } else if is_code {
                line.chars().for_each(|c| self.code_char(c));
            } else {
                self.prose_line(line);
            }
        }
    }

    /// Reads one line of prose; what is between backticks is code.
    fn prose_line(&mut self, line: &str) {
        if line.trim().is_empty() {
            self.prose.end(self.line);
        } else {
            self.prose.space(self.line);
        }
        let mut is_code = false;
        for c in line.chars() {
            match c {
                '`' => {
                    is_code = !is_code;
                    // A word of code is a word in the sentence.
                    self.prose.push('`', self.line);
                    self.code.space(self.line);
                }
                '\n' => {
                    self.prose.space(self.line);
                    self.code.space(self.line);
                    self.line += 1;
                }
                c if is_code => self.code.push(c, self.line),
                c if c.is_whitespace() => self.prose.space(self.line),
                c => self.prose.push(c, self.line),
            }
        }
    }

    fn code_char(&mut self, c: char) {
        if c.is_whitespace() {
            self.code.space(self.line);
        } else {
            self.code.push(c, self.line);
        }
        if c == '\n' {
            self.line += 1;
        }
    }
}

/// A line with its end, and the rest.
fn split_line(text: &str) -> (&str, &str) {
    let end = text.find('\n').map_or(text.len(), |end| end + 1);
    text.split_at(end)
}

/// The opening of a raw string: `r#"`.
fn raw_string(text: &str) -> Option<&str> {
    let after = text.strip_prefix('r').or_else(|| text.strip_prefix("br"))?;
    let hashes = after.len() - after.trim_start_matches('#').len();
    let quote = text.len() - after.len() + hashes;
    text.get(..quote + 1).filter(|opening| opening.ends_with('"'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zones(path: &str, text: &str) -> (String, String) {
        let mut streams = streams(path, Kind::of(path).unwrap(), text).into_iter();
        let prose = streams.next().unwrap().text;
        (prose, streams.next().unwrap().text)
    }

    #[test]
    fn prose_is_comments_and_strings_over_their_lines() {
        let (prose, code) =
            zones("a.rs", "/// One\n/// two `Three`.\nfn f() { g(\"four \\\n   five\") }");
        assert_eq!(prose, " One two ``. \nfour five\n");
        assert_eq!(code, " Three fn f() { g( ) }");
    }

    #[test]
    fn characters_lifetimes_and_raw_strings_are_told_apart() {
        let (prose, code) =
            zones("a.rs", "f::<'a>('\"', '\\'', r#\"x \"y\" z\"#, r\"w\", b, var\"\")");
        assert!(prose.contains("x \"y\" z\n"), "{prose}");
        assert!(prose.contains("w\n"), "{prose}");
        assert!(code.contains("b, var"), "{code}");
    }

    #[test]
    fn lines_are_counted() {
        let text = "// a\n\"b\n c\"\n/* d\n e */ f // g\n";
        let streams = streams("a.rs", Kind::Rust, text);
        let line = |zone: usize, word: &str| {
            let stream: &Stream = &streams[zone];
            stream.line(stream.text.find(word).unwrap())
        };
        let lines: Vec<_> = ["a", "b", "c", "d", "e", "g"].map(|word| line(0, word)).into();
        assert_eq!(lines, [1, 2, 3, 4, 5, 5]);
        assert_eq!(line(1, "f"), 5);
    }

    #[test]
    fn markdown_is_prose_but_for_its_code() {
        let (prose, code) = zones("a.md", "One `two`\nthree\n\n```rust\nlet four;\n```\nfive\n");
        assert_eq!(prose, " One `` three \nfive ");
        assert!(code.contains("two") && code.contains("let four;"), "{code}");
    }

    #[test]
    fn descriptions_are_prose() {
        let (prose, code) = zones("a.graphql", "\"\"\"One\ntwo\"\"\"\ntype T { # three\n a: B }");
        assert!(prose.contains("One two\n") && prose.contains("three"), "{prose}");
        assert!(code.contains("type T {"), "{code}");
    }
}
