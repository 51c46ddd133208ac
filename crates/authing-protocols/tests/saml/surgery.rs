//! Cuts documents apart and puts them together wrongly.

use std::ops::Range;

/// Where the first element of this local name begins and ends.
pub(crate) fn find(xml: &str, local: &str) -> Option<Range<usize>> {
    let mut from = 0;
    while let Some(offset) = xml[from..].find('<') {
        let start = from + offset;
        let name: String =
            xml[start + 1..].chars().take_while(|c| !" />\n\t".contains(*c)).collect();
        if name.rsplit(':').next() == Some(local) && !name.starts_with('/') {
            return end_of(xml, start, &name).map(|end| start..end);
        }
        from = start + 1;
    }
    None
}

fn end_of(xml: &str, start: usize, name: &str) -> Option<usize> {
    let (mut depth, mut at) = (0, start);
    loop {
        let tag = at + xml[at..].find('<')?;
        let end = tag + xml[tag..].find('>')? + 1;
        let (text, rest) = (&xml[tag..end], &xml[tag + 1..]);
        let is_ours = |rest: &str| {
            rest.strip_prefix(name).is_some_and(|after| after.starts_with([' ', '/', '>', '\n']))
        };
        if is_ours(rest) && !text.ends_with("/>") {
            depth += 1;
        } else if rest.strip_prefix('/').is_some_and(is_ours) {
            depth -= 1;
        }
        if depth == 0 && (is_ours(rest) || rest.starts_with('/')) {
            return Some(end);
        }
        at = end;
    }
}

/// The text of the first element of this name.
pub(crate) fn cut<'a>(xml: &'a str, local: &str) -> &'a str {
    &xml[find(xml, local).unwrap_or_else(|| panic!("no {local}"))]
}

/// Without the first element of this name.
pub(crate) fn without(xml: &str, local: &str) -> String {
    match find(xml, local) {
        Some(range) => format!("{}{}", &xml[..range.start], &xml[range.end..]),
        None => xml.to_owned(),
    }
}

/// With `new` in place of the first element of this name.
pub(crate) fn replace(xml: &str, local: &str, new: &str) -> String {
    let range = find(xml, local).unwrap_or_else(|| panic!("no {local}"));
    format!("{}{new}{}", &xml[..range.start], &xml[range.end..])
}

/// With `new` as the first child of an element that is the whole of `xml`.
pub(crate) fn prepend(xml: &str, new: &str) -> String {
    let start = xml.find("?>").map_or(0, |end| end + 2);
    let inside = start + xml[start..].find('>').unwrap() + 1;
    format!("{}{new}{}", &xml[..inside], &xml[inside..])
}

/// With `new` as the last child of an element that is the whole of `xml`.
pub(crate) fn append(xml: &str, new: &str) -> String {
    let inside = xml.rfind("</").unwrap();
    format!("{}{new}{}", &xml[..inside], &xml[inside..])
}

/// The value of the first attribute of this name.
pub(crate) fn attribute<'a>(xml: &'a str, name: &str) -> &'a str {
    let start = xml.find(&format!(" {name}=\"")).unwrap() + name.len() + 3;
    &xml[start..start + xml[start..].find('"').unwrap()]
}

#[test]
fn an_element_is_found_with_everything_in_it() {
    let xml = "<r><n:a x='1'><n:a/><b/></n:a><n:ab>t</n:ab></r>";
    assert_eq!(cut(xml, "ab"), "<n:ab>t</n:ab>");
    assert_eq!(cut(xml, "b"), "<b/>");
    assert_eq!(without(xml, "ab"), "<r><n:a x='1'><n:a/><b/></n:a></r>");
    assert_eq!(append("<a>1</a>", "2"), "<a>12</a>");
    assert_eq!(prepend("<a>1</a>", "2"), "<a>21</a>");
}
