//! JSON: members and entries are doubled, removed, exchanged and replaced by what readers stumble
//! over.

use std::ops::Range;

use super::{LibFuzzer, mutate, random::Random};

pub(crate) fn json(
    data: &mut [u8],
    size: usize,
    most: usize,
    seed: u32,
    other: LibFuzzer,
) -> usize {
    mutate(data, size, most, seed, other, altered)
}

const VALUES: [&str; 28] = [
    "null",
    "true",
    "false",
    "0",
    "-1",
    "1e400",
    "-0.0",
    "1.5",
    "9007199254740993",
    "9223372036854775807",
    "-9223372036854775808",
    "18446744073709551615",
    "253402300800",
    "\"\"",
    "\"0\"",
    "\"\\ud83d\"",
    "\"\\u0000\"",
    "\"\\r\\n\\u202e\"",
    "\"true\"",
    "\"9223372036854775807\"",
    "\"2021-01-02T03:04:05.678Z\"",
    "\"+262143-01-01T00:00:00Z\"",
    "\"é文😀\"",
    "[]",
    "{}",
    "[[[[[[[[]]]]]]]]",
    "[null]",
    "{\"\":{}}",
];

#[derive(Default)]
struct Places {
    /// Values of any kind.
    values: Vec<Range<usize>>,
    /// Name, colon and value.
    members: Vec<Range<usize>>,
    /// Names, with their quotes.
    names: Vec<Range<usize>>,
}

fn altered(input: &[u8], random: &mut Random) -> Option<Vec<u8>> {
    let mut places = Places::default();
    // A line of its own is a document of its own, and so are several in one input.
    let mut at = 0;
    while at < input.len() {
        let end = places.value(input, at, 0);
        at = end.max(at + 1);
    }
    let part = |range: &Range<usize>| input[range.clone()].to_vec();
    let joined = |parts: &[&[u8]]| parts.concat();
    let value = random.pick(&places.values)?.clone();
    let (at, new) = match random.below(9) {
        0 | 1 => (value, random.pick(&VALUES)?.as_bytes().to_vec()),
        2 => (value, part(random.pick(&places.values)?)),
        3 => {
            let wrapped = match random.below(3) {
                0 => joined(&[b"[", &part(&value), b"]"]),
                1 => joined(&[b"{\"a\":", &part(&value), b"}"]),
                _ => joined(&[b"\"", &part(&value), b"\""]),
            };
            (value, wrapped)
        }
        4 => {
            let member = random.pick(&places.members)?.clone();
            let other = part(random.pick(&places.members)?);
            (member.end..member.end, joined(&[b",", &other]))
        }
        5 => {
            let member = random.pick(&places.members)?.clone();
            (member, part(random.pick(&places.members)?))
        }
        6 => (random.pick(&places.names)?.clone(), part(random.pick(&places.names)?)),
        7 => {
            let list = if random.chance(2) { &places.members } else { &places.values };
            let one = random.pick(list)?.clone();
            let times = 1 << (1 + random.below(8));
            (one.end..one.end, joined(&[b",", &part(&one)]).repeat(times))
        }
        _ => {
            let depth = 1 << random.below(9);
            let (open, close) = if random.chance(2) { ("[", "]") } else { ("{\"a\":", "}") };
            let inner = part(&value);
            (
                value,
                joined(&[open.repeat(depth).as_bytes(), &inner, close.repeat(depth).as_bytes()]),
            )
        }
    };
    Some(joined(&[input.get(..at.start)?, &new, input.get(at.end..)?]))
}

impl Places {
    /// Notes the value that begins here; returns where it ends.
    fn value(&mut self, input: &[u8], at: usize, depth: usize) -> usize {
        let begin = white(input, at);
        let end = match input.get(begin) {
            Some(b'"') => string(input, begin),
            Some(b'{' | b'[') if depth < 64 => self.container(input, begin, depth),
            Some(b',' | b':' | b'}' | b']') | None => return begin,
            Some(_) => word(input, begin),
        };
        if end > begin {
            self.values.push(begin..end);
        }
        end
    }

    fn container(&mut self, input: &[u8], begin: usize, depth: usize) -> usize {
        let is_object = input.get(begin) == Some(&b'{');
        let mut at = begin + 1;
        loop {
            at = white(input, at);
            match input.get(at) {
                None => return input.len(),
                Some(b'}' | b']') => return at + 1,
                Some(b',' | b':') => at += 1,
                Some(b'"') if is_object => {
                    let name = at..string(input, at);
                    let colon = white(input, name.end);
                    if input.get(colon) == Some(&b':') {
                        let end = self.value(input, colon + 1, depth + 1);
                        self.members.push(name.start..end);
                        self.names.push(name);
                        at = end;
                    } else {
                        at = name.end.max(at + 1);
                    }
                }
                Some(_) => at = self.value(input, at, depth + 1).max(at + 1),
            }
        }
    }
}

fn white(input: &[u8], at: usize) -> usize {
    let rest = input.get(at..).unwrap_or_default();
    at + rest.iter().take_while(|byte| byte.is_ascii_whitespace()).count()
}

fn word(input: &[u8], at: usize) -> usize {
    let rest = input.get(at..).unwrap_or_default();
    let is_part = |byte: &&u8| !byte.is_ascii_whitespace() && !b",:{}[]\"".contains(byte);
    at + rest.iter().take_while(is_part).count().max(1)
}

fn string(input: &[u8], at: usize) -> usize {
    let mut next = at + 1;
    while let Some(byte) = input.get(next) {
        match byte {
            b'"' => return next + 1,
            b'\\' => next += 2,
            _ => next += 1,
        }
    }
    input.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mutation_keeps_the_form_of_most_documents() {
        let document = br#"{"a": [1, "b\"", {"c": null}], "d": {"e": true}}"#;
        let mut well_formed = 0;
        for seed in 0..1000 {
            let altered = altered(document, &mut Random::new(seed)).unwrap();
            well_formed +=
                usize::from(serde_json::from_slice::<serde::de::IgnoredAny>(&altered).is_ok());
        }
        assert!(well_formed > 500, "{well_formed}");
    }
}
