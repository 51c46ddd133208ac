//! Thousands of random changes: none panics, none signs anybody else in.

use authing_protocols::saml::SamlLogin;

use crate::{
    common::{ENCRYPTED, PLAIN, is_harmless, outcome},
    surgery::find,
};

/// A generator that gives the same numbers each time, so that a failure can be repeated.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        // xorshift64*: Vigna, "An experimental exploration of Marsaglia's xorshift generators".
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % limit
    }
}

/// How often: `AUTHING_MUTATIONS=100` makes a hundred times as many, for a long run.
fn times(usual: usize) -> usize {
    let factor = std::env::var("AUTHING_MUTATIONS").ok().and_then(|text| text.parse().ok());
    usual * factor.unwrap_or(1)
}

fn documents() -> impl Iterator<Item = (&'static str, &'static str, SamlLogin)> {
    PLAIN.iter().chain(&ENCRYPTED).map(|f| (f.name, f.xml, outcome(f.xml).unwrap()))
}

#[test]
fn no_change_of_a_byte_signs_anybody_else_in() {
    let mut random = Random(1);
    for (name, xml, signed) in documents() {
        for _ in 0..times(700) {
            let mut bytes = xml.as_bytes().to_vec();
            let at = random.below(bytes.len());
            bytes[at] = match random.below(3) {
                0 => random.below(256) as u8,
                1 => bytes[at] ^ (1 << random.below(8)),
                _ => b"<>&\"'/=:;!?#-[]x "[random.below(17)],
            };
            assert!(is_harmless(&bytes, &signed), "{name} at {at}: {}", bytes[at]);
        }
    }
}

#[test]
fn no_change_of_an_identity_is_accepted() {
    for (name, xml, signed) in documents() {
        for (at, _) in xml.match_indices("alice") {
            for byte in *b"bA \xc3<" {
                let mut bytes = xml.as_bytes().to_vec();
                bytes[at] = byte;
                assert!(outcome(&bytes).is_err(), "{name} at {at}");
                assert!(is_harmless(&bytes, &signed));
            }
        }
    }
}

#[test]
fn no_change_of_structure_signs_anybody_else_in() {
    const NAMES: [&str; 14] = [
        "Assertion",
        "EncryptedAssertion",
        "Signature",
        "SignedInfo",
        "Reference",
        "KeyInfo",
        "Subject",
        "NameID",
        "Conditions",
        "AuthnStatement",
        "Status",
        "Issuer",
        "Transforms",
        "SubjectConfirmation",
    ];
    let mut random = Random(2);
    for (name, original, signed) in documents() {
        for round in 0..times(300) {
            let mut xml = original.to_owned();
            for _ in 0..=random.below(3) {
                let element = NAMES[random.below(NAMES.len())];
                let Some(range) = find(&xml, element) else { continue };
                let text = xml[range.clone()].to_owned();
                let spots: Vec<usize> = xml.match_indices('<').map(|(at, _)| at).collect();
                let spot = spots[random.below(spots.len())];
                match random.below(4) {
                    0 => xml.replace_range(range, ""),
                    1 => xml.insert_str(spot, &text),
                    2 => xml.insert_str(spot, &text.replace("alice", "mallory")),
                    _ => {
                        xml.replace_range(range, &text.replace("alice", "mallory"));
                        let spot = spot.min(xml.len());
                        if xml.is_char_boundary(spot) {
                            xml.insert_str(spot, &text);
                        }
                    }
                }
            }
            assert!(is_harmless(&xml, &signed), "{name}, round {round}");
        }
    }
}

#[test]
fn noise_is_refused() {
    let mut random = Random(3);
    for _ in 0..times(2000) {
        let length = random.below(200);
        let bytes: Vec<u8> = (0..length).map(|_| random.below(256) as u8).collect();
        assert!(outcome(&bytes).is_err());
        let text: String = (0..length)
            .map(|_| char::from(b"<>&\"'/=:;!?#-[] xmlnsID"[random.below(23)]))
            .collect();
        assert!(outcome(&text).is_err());
    }
}
