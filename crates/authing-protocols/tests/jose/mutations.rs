//! Thousands of small changes to valid tokens.

use authing_protocols::jose::{IdTokenChecks, Verifier};

use crate::support::*;

/// A small generator, so that a failure can be reproduced (xorshift64*).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % limit
    }
}

const ALPHABET: &[u8] =
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ {}\"\0";

fn accepted(verifier: &Verifier, token: &[u8]) -> bool {
    let Ok(token) = std::str::from_utf8(token) else { return false };
    offline(verifier.verify_id_token(token, &IdTokenChecks::new())).is_ok()
}

fn verifier_with_all_keys() -> Verifier {
    use authing_protocols::jose::PublicKey;
    let jwks = KEYS.jwks();
    let keys = jwks["keys"].as_array().unwrap().iter();
    let keys = keys.map(|key| PublicKey::from_jwk(&key.to_string()).unwrap());
    builder(&key_server(&jwks)).pinned_keys(keys).build().unwrap()
}

#[test]
fn no_token_with_one_changed_character_is_accepted() {
    let verifier = verifier_with_all_keys();
    for algorithm in ALL {
        let token = sign(algorithm, &id_claims()).into_bytes();
        assert!(accepted(&verifier, &token));
        for at in 0..token.len() {
            // The last character of a part has spare bits: try all of them there.
            let all = token.get(at + 1).is_none_or(|next| *next == b'.');
            let step = if all { 1 } else { 23 };
            for other in ALPHABET.iter().skip(at % step).step_by(step) {
                let mut changed = token.clone();
                if changed[at] == *other {
                    continue;
                }
                changed[at] = *other;
                assert!(!accepted(&verifier, &changed), "{algorithm} {at} {other}");
            }
        }
    }
}

#[test]
fn no_token_cut_lengthened_or_shuffled_at_random_is_accepted() {
    let verifier = verifier_with_all_keys();
    let mut random = Random(0x5eed_0000_0000_0001);
    for algorithm in ALL {
        let token = sign(algorithm, &id_claims()).into_bytes();
        for round in 0..2000 {
            let mut changed = token.clone();
            let at = random.below(changed.len());
            match random.below(5) {
                0 => changed.truncate(at),
                1 => changed.insert(at, ALPHABET[random.below(ALPHABET.len())]),
                2 => {
                    changed.remove(at);
                }
                3 => {
                    let other = random.below(changed.len());
                    changed.swap(at, other);
                }
                _ => changed[at] ^= 1 << random.below(8),
            }
            let same = changed == token;
            assert_eq!(accepted(&verifier, &changed), same, "{algorithm} round {round}");
        }
    }
}

#[test]
fn no_mix_of_the_parts_of_two_tokens_is_accepted() {
    let verifier = verifier_with_all_keys();
    let mut tokens = Vec::new();
    for algorithm in ALL {
        tokens.push(sign(algorithm, &id_claims()));
        tokens.push(sign(algorithm, &with(id_claims(), "sub", "somebody else")));
    }
    let parts: Vec<Vec<&str>> = tokens.iter().map(|token| token.split('.').collect()).collect();
    for (header, payload, signature) in (0..1000).map(|n| (n / 100, n / 10 % 10, n % 10)) {
        let mixed =
            [parts[header][0], parts[payload][1], parts[signature][2]].join(".").into_bytes();
        let own = tokens.iter().any(|token| token.as_bytes() == mixed);
        assert_eq!(accepted(&verifier, &mixed), own, "{header} {payload} {signature}");
    }
}

#[test]
fn random_bytes_never_panic() {
    let verifier = verifier_with_all_keys();
    let mut random = Random(0x5eed_0000_0000_0002);
    for _ in 0..5000 {
        let length = random.below(200);
        let bytes: Vec<u8> = (0..length).map(|_| ALPHABET[random.below(ALPHABET.len())]).collect();
        assert!(!accepted(&verifier, &bytes));
        // The same as header and as payload of a token that is signed.
        let text = String::from_utf8(bytes).unwrap();
        let header = KEYS.sign_raw(ALL[0], &text, &id_claims().to_string());
        assert!(!accepted(&verifier, header.as_bytes()));
        let payload = KEYS.sign_raw(ALL[0], r#"{"alg":"HS256"}"#, &text);
        assert!(!accepted(&verifier, payload.as_bytes()));
    }
}
