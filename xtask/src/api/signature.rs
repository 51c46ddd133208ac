//! Reads the lines of a snapshot.

/// What stands before a keyword.
const MODIFIERS: [&str; 5] = ["async ", "unsafe ", "auto ", "const fn ", "extern \"C\" "];

const KEYWORDS: [&str; 12] = [
    "const",
    "enum",
    "fn",
    "macro",
    "mod",
    "proc macro",
    "static",
    "struct",
    "trait",
    "type",
    "union",
    "use",
];

/// One line of a snapshot.
#[derive(Debug)]
pub(super) struct Line<'a> {
    /// `fn`, `struct` …; nothing for a field or a variant.
    pub(super) keyword: &'a str,
    pub(super) is_impl: bool,
    /// The path, without type arguments.
    pub(super) path: String,
    /// What follows the path.
    pub(super) rest: &'a str,
}

impl<'a> Line<'a> {
    pub(super) fn read(line: &'a str) -> Self {
        let mut text = line;
        while let Some((_, rest)) = text.strip_prefix("#[").and_then(|text| text.split_once("] ")) {
            text = rest;
        }
        let is_impl = text.starts_with("impl") || text.starts_with("unsafe impl");
        let Some(mut text) = text.strip_prefix("pub ") else {
            return Self { keyword: "", is_impl, path: String::new(), rest: text };
        };
        while let Some(modifier) = MODIFIERS.iter().find(|modifier| text.starts_with(**modifier)) {
            // `const fn` is a function.
            let length = if *modifier == "const fn " { "const ".len() } else { modifier.len() };
            text = text.get(length..).unwrap_or_default();
        }
        let mut keyword = "";
        for word in KEYWORDS {
            if let Some(rest) = text.strip_prefix(word).and_then(|rest| rest.strip_prefix(' ')) {
                (keyword, text) = (word, rest);
                break;
            }
        }
        let (path, rest) = path(text);
        Self { keyword, is_impl: false, path, rest }
    }

    /// The name, without what it is in.
    pub(super) fn name(&self) -> &str {
        self.path.rsplit("::").next().unwrap_or_default()
    }

    /// Whether it belongs to a type or a trait.
    pub(super) fn is_associated(&self) -> bool {
        let parent = self.path.rsplit("::").nth(1).unwrap_or_default();
        parent.starts_with(char::is_uppercase)
    }

    pub(super) fn is_reexport(&self) -> bool {
        self.keyword == "use"
    }

    /// What stands between the brackets of a function, and what follows them.
    fn signature(&self) -> Option<(&'a str, &'a str)> {
        let rest = self.rest.trim_start();
        let rest = if rest.starts_with('<') { after_brackets(rest) } else { rest };
        let end =
            end_of_brackets(rest).filter(|_| self.keyword == "fn" && rest.starts_with('('))?;
        Some((rest.get(1..end - 1)?, rest.get(end..)?))
    }

    /// What a function returns.
    pub(super) fn returns(&self) -> &'a str {
        let after = self.signature().map(|(_, after)| after).unwrap_or_default();
        after.trim_start().strip_prefix("-> ").unwrap_or_default()
    }

    /// The parameters of a function, by name and type, but for `self`.
    pub(super) fn parameters(&self) -> Vec<(&'a str, &'a str)> {
        let parameters = split(self.signature().map(|(inner, _)| inner).unwrap_or_default());
        let parameters = parameters.into_iter();
        parameters
            .filter_map(|parameter| parameter.split_once(": "))
            .filter(|p| p.0 != "self")
            .collect()
    }
}

/// Splits at the commas that stand in no brackets.
fn split(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut start = 0;
    for (position, c, depth) in depths(text) {
        if c == ',' && depth == 0 {
            parts.push(text.get(start..position).unwrap_or_default().trim());
            start = position + 1;
        }
    }
    parts.push(text.get(start..).unwrap_or_default().trim());
    parts.retain(|part| !part.is_empty());
    parts
}

/// A path without type arguments, and what follows it.
fn path(text: &str) -> (String, &str) {
    let mut path = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let is_end_of_path = rest.starts_with(": ") || rest.ends_with(':') && rest.len() == 1;
        if c == '<' {
            let after = after_brackets(rest);
            if !after.starts_with("::") {
                break;
            }
            rest = after;
        } else if c.is_alphanumeric() || matches!(c, '_' | '!') || (c == ':' && !is_end_of_path) {
            path.push(c);
            rest = rest.get(c.len_utf8()..).unwrap_or_default();
        } else {
            break;
        }
    }
    (path, rest)
}

/// What follows the brackets that a text begins with.
fn after_brackets(text: &str) -> &str {
    end_of_brackets(text).and_then(|end| text.get(end..)).unwrap_or_default()
}

/// The position after the brackets that a text begins with.
fn end_of_brackets(text: &str) -> Option<usize> {
    let mut ends = depths(text).filter(|(_, c, depth)| *depth == 0 && matches!(c, '>' | ')' | ']'));
    ends.next().map(|(position, _, _)| position + 1)
}

/// Each character with the number of brackets around it; a bracket is not within itself.
fn depths(text: &str) -> impl Iterator<Item = (usize, char, usize)> {
    let mut depth = 0_usize;
    let mut before = ' ';
    text.char_indices().map(move |(position, c)| {
        let is_arrow = before == '-' && c == '>';
        before = c;
        match c {
            '(' | '<' | '[' => {
                depth += 1;
                (position, c, depth - 1)
            }
            ')' | '>' | ']' if !is_arrow => {
                depth = depth.saturating_sub(1);
                (position, c, depth)
            }
            // The `>` of an arrow ends nothing.
            '>' => (position, '-', depth),
            c => (position, c, depth),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_taken_apart() {
        let read = |text| {
            let line = Line::read(text);
            (line.keyword, line.path.clone(), line.is_associated())
        };
        let path = |path: &str| path.to_owned();
        assert_eq!(read("pub mod crate::acl"), ("mod", path("crate::acl"), false));
        assert_eq!(
            read("#[non_exhaustive] pub enum crate::A<'a>"),
            ("enum", path("crate::A"), false)
        );
        assert_eq!(read("pub crate::A::Variant(u8)"), ("", path("crate::A::Variant"), true));
        assert_eq!(read("pub crate::A::field: Option<u8>"), ("", path("crate::A::field"), true));
        assert_eq!(read("pub const fn crate::A<T>::f(self)"), ("fn", path("crate::A::f"), true));
        assert_eq!(read("pub const crate::N: u32"), ("const", path("crate::N"), false));
        assert_eq!(read("pub macro crate::m!"), ("macro", path("crate::m!"), false));
        assert!(Line::read("impl<T> Clone for crate::A<T>").is_impl);
    }

    #[test]
    fn parameters_are_found_between_brackets() {
        let line = "pub async fn crate::A<T>::f<F: Fn(u8) -> u8>(&self, a: &str, \
                    b: impl IntoIterator<Item = (u8, u8)>, mut_c: Option<&str>) -> Option<(u8, u8)>";
        assert_eq!(
            Line::read(line).parameters(),
            [("a", "&str"), ("b", "impl IntoIterator<Item = (u8, u8)>"), ("mut_c", "Option<&str>"),]
        );
        assert_eq!(Line::read(line).returns(), "Option<(u8, u8)>");
        assert!(Line::read("pub fn crate::f() -> u8").parameters().is_empty());
        assert_eq!(Line::read("pub fn crate::f() -> u8").returns(), "u8");
        assert_eq!(Line::read("pub fn crate::f()").returns(), "");
    }
}
