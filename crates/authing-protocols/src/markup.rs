//! What an XML text is made of, counted before a parser sees it.
//!
//! Parsers compare each attribute of an element with all others, look a prefix up in all namespaces
//! that are in scope, or copy these for each element; a tree takes many times the memory of its text.
//! Within these limits all of that is in proportion to the text.

use memchr::{memchr, memchr3, memmem};

/// What a document may be made of: each limit with its name for an error.
pub(crate) struct Limits {
    pub(crate) elements: (usize, &'static str),
    /// Of all elements, namespaces among them.
    pub(crate) all_attributes: (usize, &'static str),
    /// Of one element.
    pub(crate) attributes: (usize, &'static str),
    pub(crate) depth: (usize, &'static str),
    /// Declared by an element and those around it.
    pub(crate) namespaces: (usize, &'static str),
    /// Bytes of a namespace's name, as written.
    pub(crate) namespace: (usize, &'static str),
}

/// Why a document is not parsed.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Excess {
    DocumentType,
    /// What it has more of, and how much of it there may be.
    Over(&'static str),
}

/// Holds a text against the limits, in one pass. What is not well-formed is left to the parser.
pub(crate) fn survey(text: &str, limits: &Limits) -> Result<(), Excess> {
    let (mut elements, mut attributes, mut in_scope, mut rest) = (0, 0, 0, text.as_bytes());
    // How many namespaces each open element declares.
    let mut open: Vec<usize> = Vec::new();
    while let Some((_, markup)) = split_once(rest, memchr(b'<', rest)) {
        let behind =
            |end: &[u8]| memmem::find(markup, end).map_or(markup.len(), |at| at + end.len());
        let length = if markup.starts_with(b"!--") {
            behind(b"-->")
        } else if markup.starts_with(b"![CDATA[") {
            behind(b"]]>")
        } else if markup.starts_with(b"!") {
            return Err(Excess::DocumentType);
        } else if markup.starts_with(b"?") {
            behind(b"?>")
        } else if markup.starts_with(b"/") {
            in_scope -= open.pop().unwrap_or_default();
            memchr(b'>', markup).map_or(markup.len(), |at| at + 1)
        } else {
            let tag = StartTag::read(markup);
            elements += 1;
            attributes += tag.attributes;
            in_scope += tag.namespaces;
            open.push(tag.namespaces);
            for (found, (limit, name)) in [
                (elements, limits.elements),
                (attributes, limits.all_attributes),
                (tag.attributes, limits.attributes),
                (open.len(), limits.depth),
                (in_scope, limits.namespaces),
                (tag.longest_namespace, limits.namespace),
            ] {
                if found > limit {
                    return Err(Excess::Over(name));
                }
            }
            if tag.is_empty {
                in_scope -= open.pop().unwrap_or_default();
            }
            tag.length
        };
        rest = markup.get(length..).unwrap_or_default();
    }
    Ok(())
}

/// What a start tag is made of.
#[derive(Default)]
struct StartTag {
    length: usize,
    attributes: usize,
    namespaces: usize,
    longest_namespace: usize,
    /// Whether it is its element's end too.
    is_empty: bool,
}

impl StartTag {
    fn read(text: &[u8]) -> Self {
        let mut tag = Self { length: text.len(), ..Self::default() };
        let mut rest = text;
        // From quote to quote: what stands between two of them is not looked at.
        while let Some(at) = memchr3(b'"', b'\'', b'>', rest)
            && let Some((before, [mark, behind @ ..])) = rest.split_at_checked(at)
        {
            if *mark == b'>' {
                tag.length = text.len() - behind.len();
                tag.is_empty = before.ends_with(b"/");
                break;
            }
            tag.attributes += 1;
            let Some((value, after)) = split_once(behind, memchr(*mark, behind)) else { break };
            let name = name_before(before);
            if name == b"xmlns" || name.starts_with(b"xmlns:") {
                tag.namespaces += 1;
                tag.longest_namespace = tag.longest_namespace.max(value.len());
            }
            rest = after;
        }
        tag
    }
}

/// What stands before and after the byte at this place.
fn split_once(text: &[u8], at: Option<usize>) -> Option<(&[u8], &[u8])> {
    let (before, [_, after @ ..]) = text.split_at_checked(at?)? else { return None };
    Some((before, after))
}

/// The name of the attribute whose value follows. White space is XML's, which is of ASCII.
fn name_before(text: &[u8]) -> &[u8] {
    let text = text.trim_ascii_end();
    let name = text.strip_suffix(b"=").unwrap_or(text).trim_ascii_end();
    let ends = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'"' | b'\'' | b'<');
    name.rsplit(ends).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A survey that saw less than the parser would let a document through that it must not.
    #[test]
    fn the_survey_counts_what_the_parser_sees() {
        for (text, counts) in [
            ("<a/>", [1, 0, 0, 1, 0, 0]),
            ("<a><b/><b/></a>", [3, 0, 0, 2, 0, 0]),
            ("<a><b x='1' y=\"2\"></b></a>", [2, 2, 2, 2, 0, 0]),
            ("<a x='<'/>", [1, 1, 1, 1, 0, 0]),
            ("<a x='/>'><b/></a>", [2, 1, 1, 2, 0, 0]),
            ("<a><!-- <b x='--><c/></a>", [2, 0, 0, 2, 0, 0]),
            ("<a><![CDATA[ <b> ' ]]><c/></a>", [2, 0, 0, 2, 0, 0]),
            ("<?x <b> ?><a/>", [1, 0, 0, 1, 0, 0]),
            ("<a>'<b>'<c/></b></a>", [3, 0, 0, 3, 0, 0]),
            ("<a xmlns='12'/>", [1, 1, 1, 1, 1, 2]),
            ("<a xmlns:x='12' xmlns:y=\"123\"/>", [1, 2, 2, 1, 2, 3]),
            ("<a\n\txmlns:x\n=\n'1'\n/>", [1, 1, 1, 1, 1, 1]),
            ("<a x='xmlns='/>", [1, 1, 1, 1, 0, 0]),
            ("<a x=' xmlns:y' z='12'/>", [1, 2, 2, 1, 0, 0]),
            ("<a xmlnsx='1' x:xmlns='1'/>", [1, 2, 2, 1, 0, 0]),
            ("<a xmlns:x='\"' xmlns:y=''/>", [1, 2, 2, 1, 2, 1]),
            // Of elements beside one another the namespaces do not add up, of nested ones they do.
            ("<a><b xmlns='1'/><b xmlns='1'></b><b xmlns='1'/></a>", [4, 3, 1, 2, 1, 1]),
            (
                "<a xmlns='1'><b xmlns:x='1'/><b xmlns:x='1'><c xmlns='1'/></b></a>",
                [4, 4, 1, 3, 3, 1],
            ),
        ] {
            let names = ["elements", "all", "attributes", "depth", "namespaces", "namespace"];
            let with = |counts: [usize; 6]| Limits {
                elements: (counts[0], names[0]),
                all_attributes: (counts[1], names[1]),
                attributes: (counts[2], names[2]),
                depth: (counts[3], names[3]),
                namespaces: (counts[4], names[4]),
                namespace: (counts[5], names[5]),
            };
            assert_eq!(survey(text, &with(counts)), Ok(()), "{text}");
            for (place, name) in names.into_iter().enumerate() {
                let mut less = [9; 6];
                let Some(limit) = counts[place].checked_sub(1) else { continue };
                less[place] = limit;
                assert_eq!(survey(text, &with(less)), Err(Excess::Over(name)), "{text}");
            }
        }
        let limits = Limits {
            elements: (9, ""),
            all_attributes: (9, ""),
            attributes: (9, ""),
            depth: (9, ""),
            namespaces: (9, ""),
            namespace: (9, ""),
        };
        assert_eq!(survey("<a/><!DOCTYPE a>", &limits), Err(Excess::DocumentType));
        // What is not XML is the parser's to refuse.
        for text in ["", "<", "</a></a>", "<a", "<a x='", "<!--", "<a =''''/>", "<a xmlns", "a>'\""]
        {
            assert_eq!(survey(text, &limits), Ok(()), "{text}");
        }
    }
}
