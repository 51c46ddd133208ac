//! Finds secrets in a text, whatever form they are in.
//!
//! Knows nothing of the code under test: it is given what must not be seen, writes that down in
//! every form that logs, `Debug` and encodings give it, and looks for each.

use std::{
    collections::{BTreeSet, HashMap},
    fmt::Write as _,
};

/// From this length on, in bytes, each half of a secret is looked for: a text that was cut shows
/// one of them.
const LONG: usize = 20;

/// What is shorter turns up by chance.
const SHORTEST: usize = 6;

/// A form that a secret can have.
type Form = (&'static str, fn(&[u8]) -> Vec<String>);

/// The forms.
pub(crate) const FORMS: [Form; 29] = [
    ("plain", |it| vec![text(it).to_owned()]),
    ("lower case", |it| vec![text(it).to_lowercase()]),
    ("upper case", |it| vec![text(it).to_uppercase()]),
    ("hex", |it| vec![each(it, |byte| format!("{byte:02x}"))]),
    ("upper hex", |it| vec![each(it, |byte| format!("{byte:02X}"))]),
    ("hex with colons", |it| vec![list(it, ":", |byte| format!("{byte:02x}"))]),
    ("upper hex with colons", |it| vec![list(it, ":", |byte| format!("{byte:02X}"))]),
    ("base64", |it| base64(it, b"+/")),
    ("base64 for URLs", |it| base64(it, b"-_")),
    ("percent", |it| vec![percent(it, is_unreserved, "%20", true)]),
    ("lower percent", |it| vec![percent(it, is_unreserved, "%20", false)]),
    ("percent throughout", |it| vec![percent(it, |_| false, "%20", true)]),
    ("lower percent throughout", |it| vec![percent(it, |_| false, "%20", false)]),
    ("form", |it| vec![percent(it, is_unreserved, "+", true)]),
    ("lower form", |it| vec![percent(it, is_unreserved, "+", false)]),
    ("JSON", |it| vec![json(text(it), false)]),
    ("JSON in ASCII", |it| vec![json(text(it), true)]),
    ("JSON in ASCII, upper", |it| {
        vec![json(text(it), true).replace("\\u", "\n").to_uppercase().replace('\n', "\\u")]
    }),
    ("JSON in JSON", |it| vec![json(&json(text(it), false), false)]),
    ("Debug", |it| vec![text(it).escape_debug().to_string()]),
    ("Debug in ASCII", |it| vec![text(it).escape_default().to_string()]),
    ("Debug in Debug", |it| vec![text(it).escape_debug().to_string().escape_debug().to_string()]),
    ("Debug of bytes", |it| vec![it.escape_ascii().to_string()]),
    ("Debug of a header", |it| vec![each(it, header)]),
    ("every byte escaped", |it| vec![each(it, |byte| format!("\\x{byte:02x}"))]),
    ("list of bytes", |it| vec![list(it, ",", |byte| byte.to_string())]),
    ("list of hex bytes", |it| vec![list(it, ",", |byte| format!("0x{byte:02x}"))]),
    ("list of upper hex bytes", |it| vec![list(it, ",", |byte| format!("0x{byte:02X}"))]),
    ("XML", |it| vec![xml(text(it), "&#34;", "&#39;"), xml(text(it), "&quot;", "&apos;")]),
];

/// Nothing for bytes that are not text: forms of texts have none.
fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap_or_default()
}

fn each(bytes: &[u8], write: impl Fn(u8) -> String) -> String {
    bytes.iter().map(|byte| write(*byte)).collect()
}

fn list(bytes: &[u8], between: &str, write: impl Fn(u8) -> String) -> String {
    bytes.iter().map(|byte| write(*byte)).collect::<Vec<_>>().join(between)
}

/// At each of the three places that a secret can stand at in what is encoded, without the letters
/// that its neighbours have a part in.
fn base64(bytes: &[u8], last: &[u8; 2]) -> Vec<String> {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    let letter = |bits: u32| match bits as usize {
        at @ 0..62 => char::from(LETTERS[at]),
        at => char::from(last[at - 62]),
    };
    let at = |before: usize| {
        let bits = |index: usize| {
            let byte = |index: usize| match index.checked_sub(before) {
                Some(index) => bytes.get(index).copied().unwrap_or_default(),
                None => 0,
            };
            (0..6).fold(0, |value, bit| {
                let place = index * 6 + bit;
                value << 1 | u32::from(byte(place / 8) >> (7 - place % 8) & 1)
            })
        };
        let first = (before * 8).div_ceil(6);
        let end = (before + bytes.len()) * 8 / 6;
        (first..end).map(|index| letter(bits(index))).collect()
    };
    vec![at(0), at(1), at(2)]
}

fn header(byte: u8) -> String {
    match byte {
        b'"' => "\\\"".to_owned(),
        b' '..=b'~' => char::from(byte).to_string(),
        byte => format!("\\x{byte:x}"),
    }
}

fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~".contains(&byte)
}

fn percent(bytes: &[u8], keeps: impl Fn(u8) -> bool, space: &str, upper: bool) -> String {
    each(bytes, |byte| match byte {
        b' ' => space.to_owned(),
        byte if keeps(byte) => char::from(byte).to_string(),
        byte if upper => format!("%{byte:02X}"),
        byte => format!("%{byte:02x}"),
    })
}

fn json(text: &str, ascii: bool) -> String {
    let mut out = String::new();
    for letter in text.chars() {
        match letter {
            '"' | '\\' => out.extend(['\\', letter]),
            '\n' => out.push_str("\\n"),
            letter if letter < ' ' || ascii && !letter.is_ascii() => {
                for unit in letter.encode_utf16(&mut [0; 2]) {
                    write!(out, "\\u{unit:04x}").unwrap();
                }
            }
            letter => out.push(letter),
        }
    }
    out
}

fn xml(text: &str, quote: &str, apostrophe: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    text.replace('"', quote).replace('\'', apostrophe)
}

/// What is looked for.
pub(crate) struct Needles {
    needles: Vec<Needle>,
    /// The needles by their first four bytes.
    starts: HashMap<[u8; 4], Vec<usize>>,
    /// Whether a needle begins with these two bytes: most of a text is passed over by this alone.
    begins: Vec<bool>,
}

struct Needle {
    secret: String,
    form: &'static str,
    bytes: Vec<u8>,
}

/// A secret that was seen.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Seen {
    pub(crate) secret: String,
    pub(crate) form: &'static str,
}

impl Needles {
    /// Each secret has a name, by which it is reported.
    pub(crate) fn new<'a, S: AsRef<[u8]> + ?Sized + 'a>(
        secrets: impl IntoIterator<Item = (&'a str, &'a S)>,
    ) -> Self {
        let mut found =
            Self { needles: Vec::new(), starts: HashMap::new(), begins: vec![false; 1 << 16] };
        for (name, secret) in secrets {
            let secret = secret.as_ref();
            assert!(secret.len() >= SHORTEST, "{name} is too short to be told from chance");
            for piece in pieces(secret) {
                let mut known = BTreeSet::new();
                for (form, write) in FORMS {
                    for mut written in write(piece) {
                        // As texts are.
                        written.retain(|letter| !letter.is_whitespace());
                        if written.len() >= SHORTEST && known.insert(written.clone()) {
                            found.add(name, form, written.into_bytes());
                        }
                    }
                }
            }
        }
        found
    }

    fn add(&mut self, secret: &str, form: &'static str, bytes: Vec<u8>) {
        let start: [u8; 4] = bytes[..4].try_into().unwrap();
        self.begins[begin(&start)] = true;
        self.starts.entry(start).or_default().push(self.needles.len());
        self.needles.push(Needle { secret: secret.to_owned(), form, bytes });
    }

    /// Every secret that the text shows. White space counts as nothing: lists and long encodings
    /// are broken into lines.
    pub(crate) fn find(&self, text: &str) -> BTreeSet<Seen> {
        let text: Vec<u8> = text.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
        let mut seen = BTreeSet::new();
        for (at, start) in text.windows(4).enumerate() {
            if !self.begins[begin(start)] {
                continue;
            }
            for index in self.starts.get(start).into_iter().flatten() {
                let needle = &self.needles[*index];
                if text[at..].starts_with(&needle.bytes) {
                    seen.insert(Seen { secret: needle.secret.clone(), form: needle.form });
                }
            }
        }
        seen
    }
}

fn begin(start: &[u8]) -> usize {
    usize::from(start[0]) << 8 | usize::from(start[1])
}

/// The halves of a long secret, or all of a short one.
fn pieces(secret: &[u8]) -> Vec<&[u8]> {
    if secret.len() < LONG {
        return vec![secret];
    }
    // Not inside of a letter.
    let middle = (secret.len() / 2..).find(|at| secret[*at] & 0xc0 != 0x80).unwrap();
    let (first, second) = secret.split_at(middle);
    vec![first, second]
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const SHORT: &str = "q\"X&7\\é+/z";
    const LONG: &str = "k9%Lw\"2R'tU <v>é司\\x=8+Zm";

    fn needles() -> Needles {
        Needles::new([("short", SHORT), ("long", LONG)])
    }

    /// Whether both secrets are seen when `leak` shows them.
    #[track_caller]
    fn is_seen(leak: impl Fn(&str) -> String) {
        for (name, secret) in [("short", SHORT), ("long", LONG)] {
            let shown = leak(secret);
            let seen = needles().find(&shown);
            assert!(seen.iter().any(|seen| seen.secret == name), "{name} in {shown}");
        }
    }

    #[test]
    fn a_leak_is_seen_in_plain_and_in_either_case() {
        is_seen(|secret| format!("login of {secret} failed"));
        is_seen(str::to_uppercase);
        is_seen(str::to_lowercase);
    }

    #[test]
    fn a_leak_is_seen_in_hex() {
        let hex =
            |secret: &str| secret.bytes().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>();
        for between in ["", " ", ":", "\n"] {
            is_seen(|secret| hex(secret).join(between));
            is_seen(|secret| hex(secret).join(between).to_uppercase());
        }
    }

    #[test]
    fn a_leak_is_seen_in_base64_wherever_it_begins_and_whatever_stands_around_it() {
        use base64::{Engine as _, engine::general_purpose::*};
        for before in ["", "a", "ab", "abc", "Bearer "] {
            for after in ["", "y", ":yz"] {
                for engine in [&STANDARD, &STANDARD_NO_PAD, &URL_SAFE, &URL_SAFE_NO_PAD] {
                    is_seen(|secret| engine.encode(format!("{before}{secret}{after}")));
                }
            }
        }
        is_seen(|secret| {
            let encoded = STANDARD.encode(format!("-----{secret}-----"));
            encoded.as_bytes().chunks(5).map(|line| text(line).to_owned() + "\n").collect()
        });
    }

    #[test]
    fn a_leak_is_seen_in_an_address_and_in_a_form() {
        let encode = |secret: &str| {
            url::form_urlencoded::byte_serialize(secret.as_bytes()).collect::<String>()
        };
        is_seen(|secret| format!("https://example.com/?token={}", encode(secret)));
        is_seen(|secret| encode(secret).replace('+', "%20"));
        is_seen(|secret| {
            secret
                .bytes()
                .map(|byte| match byte {
                    byte if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
                    byte => format!("%{byte:02x}"),
                })
                .collect()
        });
        is_seen(|secret| {
            url::Url::parse_with_params("https://example.com", [("a", secret)]).unwrap().to_string()
        });
        is_seen(|secret| secret.bytes().map(|byte| format!("%{byte:02X}")).collect());
        is_seen(|secret| secret.bytes().map(|byte| format!("%{byte:02x}")).collect());
    }

    #[test]
    fn a_leak_is_seen_in_json_and_in_json_inside_of_it() {
        is_seen(|secret| json!({ "password": secret }).to_string());
        is_seen(|secret| json!({ "body": json!({ "password": secret }).to_string() }).to_string());
        is_seen(|secret| format!("{:?}", json!({ "password": secret }).to_string()));
        is_seen(|secret| json(secret, true));
        is_seen(|secret| json!(secret.as_bytes()).to_string());
    }

    #[test]
    fn a_leak_is_seen_in_debug_of_texts_and_of_bytes() {
        is_seen(|secret| format!("{secret:?}"));
        is_seen(|secret| format!("{:?}", format!("{secret:?}")));
        is_seen(|secret| format!("{:?}", secret.as_bytes()));
        is_seen(|secret| format!("{:#?}", secret.as_bytes()));
        is_seen(|secret| format!("{:02x?} {:#x?}", secret.as_bytes(), secret.as_bytes()));
        is_seen(|secret| format!("{:#X?}", secret.as_bytes()));
        is_seen(|secret| format!("{:?}", bytes::Bytes::copy_from_slice(secret.as_bytes())));
        is_seen(|secret| secret.escape_default().to_string());
        is_seen(|secret| secret.bytes().map(|byte| format!("\\x{byte:02x}")).collect());
        is_seen(|secret| {
            format!("{:?}", http::HeaderValue::from_bytes(secret.as_bytes()).unwrap())
        });
    }

    #[test]
    fn a_leak_is_seen_in_xml() {
        let xml =
            |secret: &str| secret.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        is_seen(|secret| xml(secret).replace('"', "&quot;").replace('\'', "&apos;"));
        is_seen(|secret| xml(secret).replace('"', "&#34;").replace('\'', "&#39;"));
    }

    #[test]
    fn a_secret_that_was_cut_in_half_is_seen() {
        let (middle, _) = LONG.char_indices().nth(15).unwrap();
        for half in [&LONG[..middle], &LONG[middle - 3..]] {
            assert!(!needles().find(half).is_empty(), "{half}");
        }
    }

    #[test]
    fn what_is_no_leak_is_not_seen() {
        for text in
            ["", "k9", "[redacted]", "q\"X&7", "a text without any of them", "[107, 57, 37]"]
        {
            assert_eq!(needles().find(text), BTreeSet::new(), "{text}");
        }
    }

    #[test]
    fn every_form_is_reported_by_its_name() {
        let needles = needles();
        for (form, write) in FORMS {
            for written in write(LONG.as_bytes()) {
                let seen = needles.find(&written);
                assert!(!seen.is_empty(), "{form}: {written}");
            }
        }
    }
}
