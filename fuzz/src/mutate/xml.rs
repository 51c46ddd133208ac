//! XML: elements, attributes and texts are moved, doubled, removed and exchanged. That is how
//! signatures are wrapped.

use std::ops::Range;

use super::{LibFuzzer, mutate, random::Random};

pub(crate) fn xml(data: &mut [u8], size: usize, most: usize, seed: u32, other: LibFuzzer) -> usize {
    mutate(data, size, most, seed, other, altered)
}

/// Where things stand in a text. What is not well-formed is found as far as it goes.
#[derive(Default)]
struct Places {
    /// From `<` of the start to `>` of the end.
    elements: Vec<Range<usize>>,
    /// Start tags alone.
    starts: Vec<Range<usize>>,
    /// With the white space before them.
    attributes: Vec<Range<usize>>,
    /// Between the quotes.
    values: Vec<Range<usize>>,
    texts: Vec<Range<usize>>,
}

/// What may stand between two tags.
const INSERTED: [&str; 14] = [
    "<!---->",
    "<!-- x -->",
    "<?x y?>",
    "<![CDATA[x]]>",
    "<![CDATA[]]>",
    "&amp;",
    "&#65;",
    "&#x41;",
    "&#0;",
    "&lt;a/&gt;",
    " ",
    "\r\n",
    "\u{feff}",
    "<a xmlns=\"\"/>",
];

const ATTRIBUTES: [&str; 9] = [
    " ID=\"_a\"",
    " ID=\"_r\"",
    " Id=\"_a\"",
    " xml:id=\"_a\"",
    " xmlns=\"urn:oasis:names:tc:SAML:2.0:assertion\"",
    " xmlns:saml=\"urn:x\"",
    " xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"",
    " xmlns:x=\"urn:x\"",
    " xsi:type=\"xs:string\"",
];

fn altered(input: &[u8], random: &mut Random) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(input).ok()?;
    let places = Places::of(text);
    let part = |range: &Range<usize>| text[range.clone()].to_owned();
    let element = random.pick(&places.elements)?.clone();
    let another = random.pick(&places.elements)?.clone();
    let (at, new) = match random.below(13) {
        // An element before, after or around another, or in its place.
        0 => (element.start..element.start, part(&another)),
        1 => (element.end..element.end, part(&another)),
        2 => (element, part(&another)),
        3 => {
            let start = random.pick(&places.starts)?.clone();
            let tag = part(&start);
            let name: &str = tag[1..].split([' ', '>', '/', '\n', '\t']).next()?;
            (element.clone(), format!("{}{}</{name}>", tag.trim_end_matches("/>"), part(&element)))
        }
        // At the begin of what it holds.
        4 => {
            let start = random.pick(&places.starts)?.end;
            (start..start, part(&element))
        }
        5 => (element, String::new()),
        6 => {
            let times = 1 << (1 + random.below(7));
            let copies = part(&element).repeat(times);
            (element.end..element.end, copies)
        }
        7 => (random.pick(&places.attributes)?.clone(), String::new()),
        8 => {
            let start = random.pick(&places.starts)?.clone();
            let end = start.end - if part(&start).ends_with("/>") { 2 } else { 1 };
            let new = match random.pick(&places.attributes) {
                Some(attribute) if random.chance(2) => part(attribute),
                _ => (*random.pick(&ATTRIBUTES)?).to_owned(),
            };
            (end..end, new)
        }
        9 => (random.pick(&places.values)?.clone(), part(random.pick(&places.values)?)),
        10 => (random.pick(&places.texts)?.clone(), part(random.pick(&places.texts)?)),
        11 => {
            let text = random.pick(&places.texts)?.clone();
            let mut at = text.start + random.below(text.len() + 1);
            while !places.is_boundary(input, at) {
                at -= 1;
            }
            (at..at, (*random.pick(&INSERTED)?).to_owned())
        }
        _ => {
            let tag = random.pick(&places.starts)?.end;
            (tag..tag, (*random.pick(&INSERTED)?).to_owned())
        }
    };
    let mut out = Vec::with_capacity(input.len() + new.len());
    out.extend_from_slice(input.get(..at.start)?);
    out.extend_from_slice(new.as_bytes());
    out.extend_from_slice(input.get(at.end..)?);
    Some(out)
}

impl Places {
    fn of(text: &str) -> Self {
        let mut places = Self::default();
        let mut open: Vec<usize> = Vec::new();
        let mut at = 0;
        while let Some(begin) = text[at..].find('<').map(|found| at + found) {
            if begin > at {
                places.texts.push(at..begin);
            }
            let Some(end) = text[begin..].find('>').map(|found| begin + found + 1) else { break };
            let tag = &text[begin..end];
            if tag.starts_with("</") {
                if let Some(start) = open.pop() {
                    places.elements.push(start..end);
                }
            } else if !tag.starts_with("<!") && !tag.starts_with("<?") {
                places.starts.push(begin..end);
                places.read_attributes(tag, begin);
                if tag.ends_with("/>") {
                    places.elements.push(begin..end);
                } else {
                    open.push(begin);
                }
            }
            at = end;
        }
        places
    }

    fn read_attributes(&mut self, tag: &str, offset: usize) {
        let mut at = 0;
        while let Some(equals) = tag[at..].find('=').map(|found| at + found) {
            let before = &tag[..equals];
            let start = before.rfind(char::is_whitespace);
            let quote = tag[equals + 1..].chars().next();
            let (Some(start), Some(quote @ ('"' | '\''))) = (start, quote) else { return };
            let value = equals + 2;
            let Some(length) = tag[value..].find(quote) else { return };
            self.values.push(offset + value..offset + value + length);
            self.attributes.push(offset + start..offset + value + length + 1);
            at = value + length + 1;
        }
    }

    fn is_boundary(&self, input: &[u8], at: usize) -> bool {
        input.get(at).is_none_or(|byte| byte & 0xc0 != 0x80)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mutation_keeps_the_form_of_most_documents() {
        let document = "<a x=\"1\"><b>text</b><c y='é'/><b>other é</b></a>";
        let mut well_formed = 0;
        for seed in 0..1000 {
            let altered = altered(document.as_bytes(), &mut Random::new(seed)).unwrap();
            let text = String::from_utf8(altered).unwrap();
            well_formed += usize::from(roxmltree::Document::parse(&text).is_ok());
        }
        assert!(well_formed > 500, "{well_formed}");
    }
}
