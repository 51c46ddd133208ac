//! The keys clients encrypt passwords with.

use std::sync::{Arc, LazyLock, OnceLock};

use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der, PublicKeyX509Der};
use aws_lc_rs::rsa::{KeySize, Pkcs1PrivateDecryptingKey, PrivateDecryptingKey};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

use self::sm2_key::Sm2Key;

/// The prefix of a password encrypted with SM2.
pub(crate) const SM2_PREFIX: &str = "sm2:";

/// A key could not be made or read.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("the key material could not be made or read")]
pub(crate) struct KeyError;

/// The RSA keys of emulators that a program starts for itself: everybody knows them. Making one takes
/// longer than most tests.
const DEVELOPMENT_PASSWORDS: &[u8] = include_bytes!("development/passwords.der");
const DEVELOPMENT_TOKENS: &[u8] = include_bytes!("development/tokens.der");

/// The scalar of their SM2 key.
const DEVELOPMENT_SM2: [u8; 32] = *b"authing-emulator development SM2";

/// Read once a process.
static DEVELOPMENT: LazyLock<Arc<KeyPairs>> =
    LazyLock::new(|| Arc::new(KeyPairs { fixed: true, ..KeyPairs::default() }));

/// The key with which the first application of such an emulator signs, as Base64 PKCS#8.
pub(crate) fn development_token_key() -> String {
    STANDARD.encode(DEVELOPMENT_TOKENS)
}

/// The key pairs for passwords in transit: RSA for every SDK, SM2 for those that ask for it.
///
/// New ones are made, and fixed ones read, when they are first needed: making an RSA key is most of
/// the work of starting an emulator, and many tests never send a password.
#[derive(Default)]
pub(crate) struct PasswordKeys(Arc<KeyPairs>);

#[derive(Default)]
struct KeyPairs {
    /// Whether these are the development keys instead of new ones.
    fixed: bool,
    rsa: OnceLock<Option<RsaPair>>,
    sm2: OnceLock<Option<Sm2Pair>>,
}

impl PasswordKeys {
    /// The fixed keys, which everybody knows.
    pub(crate) fn development() -> Self {
        Self(Arc::clone(&DEVELOPMENT))
    }

    pub(crate) fn load(stored: StoredPasswordKeys) -> Result<Self, KeyError> {
        let StoredPasswordKeys { rsa, sm2 } = stored;
        Ok(Self(Arc::new(KeyPairs {
            fixed: false,
            rsa: OnceLock::from(Some(RsaPair::load(rsa)?)),
            sm2: OnceLock::from(Some(Sm2Pair::load(sm2)?)),
        })))
    }

    /// The keys with this RSA key, PEM of PKCS#8, and this SM2 key, Base64 of its scalar, or a new one.
    pub(crate) fn from_pem(rsa: &str, sm2: Option<&str>) -> Result<Self, KeyError> {
        let rsa = RsaPair::load(rsa_of_pem(rsa)?)?;
        let sm2 = match sm2 {
            Some(sm2) => OnceLock::from(Some(Sm2Pair::load(sm2.to_owned())?)),
            None => OnceLock::new(),
        };
        Ok(Self(Arc::new(KeyPairs { fixed: false, rsa: OnceLock::from(Some(rsa)), sm2 })))
    }

    /// What [`from_pem`](Self::from_pem) takes.
    #[cfg(feature = "seed")]
    pub(crate) fn to_pem(&self) -> Option<(String, String)> {
        let StoredPasswordKeys { rsa, sm2 } = self.stored()?;
        Some((pem_of_base64("PRIVATE KEY", &rsa)?, sm2))
    }

    pub(crate) fn stored(&self) -> Option<StoredPasswordKeys> {
        let (rsa, sm2) = (self.0.rsa()?.stored.clone(), self.0.sm2()?.stored.clone());
        Some(StoredPasswordKeys { rsa, sm2 })
    }

    /// The RSA public key, PEM of a SubjectPublicKeyInfo.
    pub(crate) fn rsa_public_pem(&self) -> &str {
        self.0.rsa().map(|pair| pair.public_pem.as_str()).unwrap_or_default()
    }

    /// The SM2 public point, hexadecimal with its leading `04`. Empty without the feature `sm2`.
    pub(crate) fn sm2_public_hex(&self) -> &str {
        self.0.sm2().map(|pair| pair.key.public_hex()).unwrap_or_default()
    }

    /// Opens an encrypted password; `None` if it was not encrypted with one of these keys.
    pub(crate) fn decrypt(&self, encrypted: &str) -> Option<String> {
        let plain = match encrypted.strip_prefix(SM2_PREFIX) {
            Some(hexadecimal) => self.0.known_sm2()?.key.decrypt(hexadecimal)?,
            None => self.0.known_rsa()?.decrypt(encrypted)?,
        };
        Some(String::from_utf8(plain).unwrap_or_else(|error| decode_cesu8(error.as_bytes())))
    }
}

/// There are no keys only if the system gives no random numbers; then nothing can be decrypted, which
/// every login says.
impl KeyPairs {
    fn rsa(&self) -> Option<&RsaPair> {
        let make =
            || if self.fixed { Ok(STANDARD.encode(DEVELOPMENT_PASSWORDS)) } else { generate_rsa() };
        self.rsa.get_or_init(|| RsaPair::load(make().ok()?).ok()).as_ref()
    }

    fn sm2(&self) -> Option<&Sm2Pair> {
        let make = || {
            // A random 32-byte number is a valid scalar with overwhelming probability.
            let mut scalar = DEVELOPMENT_SM2;
            if !self.fixed {
                aws_lc_rs::rand::fill(&mut scalar).map_err(|_| KeyError)?;
            }
            Sm2Pair::load(STANDARD.encode(scalar))
        };
        self.sm2.get_or_init(|| make().ok()).as_ref()
    }

    /// With keys that nobody has asked for, nobody has encrypted anything; fixed ones are known.
    fn known_rsa(&self) -> Option<&RsaPair> {
        if self.fixed { self.rsa() } else { self.rsa.get()?.as_ref() }
    }

    fn known_sm2(&self) -> Option<&Sm2Pair> {
        if self.fixed { self.sm2() } else { self.sm2.get()?.as_ref() }
    }
}

struct RsaPair {
    private: Pkcs1PrivateDecryptingKey,
    size: usize,
    public_pem: String,
    stored: String,
}

struct Sm2Pair {
    key: Sm2Key,
    stored: String,
}

/// The private keys as a snapshot keeps them.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct StoredPasswordKeys {
    /// Base64 PKCS#8.
    rsa: String,
    /// Base64 scalar.
    sm2: String,
}

impl RsaPair {
    fn load(stored: String) -> Result<Self, KeyError> {
        let pkcs8 = STANDARD.decode(&stored).map_err(|_| KeyError)?;
        let private = PrivateDecryptingKey::from_pkcs8(&pkcs8).map_err(|_| KeyError)?;
        let public: PublicKeyX509Der<'_> = private.public_key().as_der().map_err(|_| KeyError)?;
        let public_pem = pem("PUBLIC KEY", public.as_ref());
        let size = private.key_size_bytes();
        let private = Pkcs1PrivateDecryptingKey::new(private).map_err(|_| KeyError)?;
        Ok(Self { private, size, public_pem, stored })
    }

    fn decrypt(&self, encrypted: &str) -> Option<Vec<u8>> {
        let cipher = STANDARD.decode(encrypted).ok()?;
        // The JavaScript SDK drops leading zero bytes of the cipher text.
        let padding = self.size.checked_sub(cipher.len())?;
        let mut padded = vec![0_u8; padding];
        padded.extend_from_slice(&cipher);
        let mut plain = vec![0_u8; self.size];
        Some(self.private.decrypt(&padded, &mut plain).ok()?.to_vec())
    }
}

impl Sm2Pair {
    fn load(stored: String) -> Result<Self, KeyError> {
        let scalar = STANDARD.decode(&stored).map_err(|_| KeyError)?;
        Ok(Self { key: Sm2Key::new(&scalar)?, stored })
    }
}

#[cfg(feature = "sm2")]
mod sm2_key {
    use sm2::SecretKey;
    use sm2::elliptic_curve::sec1::ToSec1Point as _;
    use sm2::pke::{DecryptingKey, Mode};

    use super::{KeyError, hex, unhex};

    pub(super) struct Sm2Key {
        private: DecryptingKey,
        public_hex: String,
    }

    impl Sm2Key {
        pub(super) fn new(scalar: &[u8]) -> Result<Self, KeyError> {
            let secret = SecretKey::from_slice(scalar).map_err(|_| KeyError)?;
            let public_hex = hex(secret.public_key().to_sec1_point(false).as_bytes());
            let private = DecryptingKey::new_with_mode(secret.to_nonzero_scalar(), Mode::C1C3C2);
            Ok(Self { private, public_hex })
        }

        pub(super) fn public_hex(&self) -> &str {
            &self.public_hex
        }

        pub(super) fn decrypt(&self, hexadecimal: &str) -> Option<Vec<u8>> {
            let mut cipher = vec![4_u8];
            cipher.extend(unhex(hexadecimal)?);
            // The point (65 bytes) and the digest (32 bytes) come before the message.
            if cipher.len() < 98 {
                return None;
            }
            self.private.decrypt(&cipher).ok()
        }
    }
}

/// Without the feature, a key is kept for those that have it, and never used.
#[cfg(not(feature = "sm2"))]
mod sm2_key {
    use super::KeyError;

    pub(super) struct Sm2Key;

    impl Sm2Key {
        pub(super) fn new(scalar: &[u8]) -> Result<Self, KeyError> {
            if scalar.len() == 32 { Ok(Self) } else { Err(KeyError) }
        }

        pub(super) fn public_hex(&self) -> &str {
            ""
        }

        pub(super) fn decrypt(&self, _hexadecimal: &str) -> Option<Vec<u8>> {
            None
        }
    }
}

/// An RSA key of 2048 bits or more as Base64 PKCS#8, from its PEM.
pub(crate) fn rsa_of_pem(text: &str) -> Result<String, KeyError> {
    let key = der_of_pem("PRIVATE KEY", text)?;
    let pkcs8 = STANDARD.decode(&key).map_err(|_| KeyError)?;
    let private = PrivateDecryptingKey::from_pkcs8(&pkcs8).map_err(|_| KeyError)?;
    if private.key_size_bytes() < 256 { Err(KeyError) } else { Ok(key) }
}

/// What is between the lines of a PEM with this label, as Base64 on one line.
pub(crate) fn der_of_pem(label: &str, text: &str) -> Result<String, KeyError> {
    let (first, last) = (format!("-----BEGIN {label}-----"), format!("-----END {label}-----"));
    let body = text.trim().strip_prefix(&first).and_then(|rest| rest.strip_suffix(&last));
    let body: String = body.ok_or(KeyError)?.split_whitespace().collect();
    STANDARD.decode(&body).map_err(|_| KeyError)?;
    if body.is_empty() { Err(KeyError) } else { Ok(body) }
}

/// The PEM of what is kept as Base64.
#[cfg(feature = "seed")]
pub(crate) fn pem_of_base64(label: &str, text: &str) -> Option<String> {
    Some(pem(label, &STANDARD.decode(text).ok()?))
}

/// The private numbers of an RSA key in PKCS#8 (RFC 5208, RFC 8017 appendix A.1.2): d, p, q, dp,
/// dq, qi. The crypto library hands out no parts of keys.
pub(crate) fn rsa_private_numbers(pkcs8: &[u8]) -> Option<[&[u8]; 6]> {
    let (info, _) = der(pkcs8, 0x30)?;
    let (_version, info) = der(info, 0x02)?;
    let (_algorithm, info) = der(info, 0x30)?;
    let (key, _) = der(info, 0x04)?;
    let (mut numbers, _) = der(key, 0x30)?;
    let mut next = || {
        let (number, rest) = der(numbers, 0x02)?;
        numbers = rest;
        // A zero in front says that the number is not negative.
        Some(number.strip_prefix(&[0]).unwrap_or(number))
    };
    let [_version, _n, _e] = [next()?, next()?, next()?];
    Some([next()?, next()?, next()?, next()?, next()?, next()?])
}

/// The content of the DER value at the start, which has this tag, and what follows it.
fn der(input: &[u8], tag: u8) -> Option<(&[u8], &[u8])> {
    let (&found, rest) = input.split_first()?;
    let (&first, rest) = rest.split_first()?;
    let (length, rest) = match first {
        0..=0x7f => (usize::from(first), rest),
        _ => {
            let (bytes, rest) = rest.split_at_checked(usize::from(first & 0x7f))?;
            let length = bytes.iter().try_fold(0_usize, |length, byte| {
                Some(length.checked_mul(256)? + usize::from(*byte))
            })?;
            (length, rest)
        }
    };
    if found == tag { rest.split_at_checked(length) } else { None }
}

/// A new 2048-bit RSA key as Base64 PKCS#8.
pub(crate) fn generate_rsa() -> Result<String, KeyError> {
    let key = PrivateDecryptingKey::generate(KeySize::Rsa2048).map_err(|_| KeyError)?;
    let der: Pkcs8V1Der<'_> = key.as_der().map_err(|_| KeyError)?;
    Ok(STANDARD.encode(der.as_ref()))
}

/// PEM with 64-column lines.
pub(crate) fn pem(label: &str, der: &[u8]) -> String {
    let body = STANDARD.encode(der);
    let mut out = format!("-----BEGIN {label}-----\n");
    for (position, letter) in body.chars().enumerate() {
        if position > 0 && position.is_multiple_of(64) {
            out.push('\n');
        }
        out.push(letter);
    }
    out.push_str(&format!("\n-----END {label}-----\n"));
    out
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(feature = "sm2")]
fn unhex(text: &str) -> Option<Vec<u8>> {
    if !text.is_ascii() || !text.len().is_multiple_of(2) {
        return None;
    }
    (0..text.len())
        .step_by(2)
        .map(|start| u8::from_str_radix(text.get(start..start + 2)?, 16).ok())
        .collect()
}

/// Reads CESU-8: the JavaScript SDK encodes each surrogate of a non-BMP character by itself.
fn decode_cesu8(bytes: &[u8]) -> String {
    let mut units = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    loop {
        let (unit, used) = match rest {
            [] => break,
            [a @ 0..=0x7f, ..] => (u16::from(*a), 1),
            [a @ 0xc0..=0xdf, b, ..] => ((u16::from(a & 0x1f) << 6) | u16::from(b & 0x3f), 2),
            [a @ 0xe0..=0xef, b, c, ..] => {
                ((u16::from(a & 0x0f) << 12) | (u16::from(b & 0x3f) << 6) | u16::from(c & 0x3f), 3)
            }
            _ => (0xfffd, 1),
        };
        units.push(unit);
        rest = rest.get(used..).unwrap_or_default();
    }
    String::from_utf16_lossy(&units)
}

#[cfg(test)]
pub(crate) mod tests {
    use aws_lc_rs::rsa::{Pkcs1PublicEncryptingKey, PublicEncryptingKey};

    use super::*;

    /// What a client sends for a password, before Base64.
    pub(crate) fn encrypt(keys: &PasswordKeys, password: &[u8]) -> Vec<u8> {
        let body: String =
            keys.rsa_public_pem().lines().filter(|line| !line.starts_with('-')).collect();
        let der = STANDARD.decode(body).unwrap();
        let key =
            Pkcs1PublicEncryptingKey::new(PublicEncryptingKey::from_der(&der).unwrap()).unwrap();
        let mut out = vec![0; key.ciphertext_size()];
        key.encrypt(password, &mut out).unwrap().to_vec()
    }

    #[test]
    fn a_password_encrypted_with_the_published_key_is_opened() {
        let keys = PasswordKeys::default();
        let cipher = STANDARD.encode(encrypt(&keys, "päss".as_bytes()));
        assert_eq!(keys.decrypt(&cipher).as_deref(), Some("päss"));
        let again = PasswordKeys::load(keys.stored().unwrap()).unwrap();
        assert_eq!(again.decrypt(&cipher).as_deref(), Some("päss"));
    }

    #[test]
    fn the_development_keys_are_the_same_for_everybody_and_no_others_are() {
        let cipher = STANDARD.encode(encrypt(&PasswordKeys::development(), b"secret"));
        assert_eq!(PasswordKeys::development().decrypt(&cipher).as_deref(), Some("secret"));
        let development = PasswordKeys::development();
        let (one, other) = (PasswordKeys::default(), PasswordKeys::default());
        let publics = [&development, &one, &other].map(PasswordKeys::rsa_public_pem);
        assert!(publics[0] != publics[1] && publics[1] != publics[2], "{publics:?}");
        if cfg!(feature = "sm2") {
            let points = [&development, &one, &other].map(PasswordKeys::sm2_public_hex);
            assert!(points[0] != points[1] && points[1] != points[2], "{points:?}");
        }
        let signing = STANDARD.decode(development_token_key()).unwrap();
        assert_eq!(rsa_private_numbers(&signing).map(|numbers| numbers.len()), Some(6));
    }

    #[test]
    fn a_cipher_text_without_its_leading_zeros_is_opened() {
        let keys = PasswordKeys::default();
        let short = (0..20_000)
            .map(|_| encrypt(&keys, b"secret"))
            .find(|cipher| cipher.first() == Some(&0))
            .unwrap();
        assert_eq!(keys.decrypt(&STANDARD.encode(&short[1..])).as_deref(), Some("secret"));
    }

    #[test]
    fn plain_text_and_foreign_keys_are_not_opened() {
        let keys = PasswordKeys::default();
        let other = PasswordKeys::default();
        assert_eq!(keys.decrypt("passw0rd"), None);
        assert_eq!(keys.decrypt("sm2:00ff"), None);
        let foreign = STANDARD.encode(encrypt(&other, b"secret"));
        assert_ne!(keys.decrypt(&foreign).as_deref(), Some("secret"));
    }

    /// The key and the cipher text come from npm sm-crypto, mode C1C3C2.
    #[cfg(feature = "sm2")]
    #[test]
    fn an_sm2_password_made_elsewhere_is_opened() {
        let stored = StoredPasswordKeys {
            rsa: generate_rsa().unwrap(),
            sm2: "OUUgj3shRLE/NuOKxtOflYiTk2koYLUaQvuB7033xbg=".to_owned(),
        };
        let keys = PasswordKeys::load(stored).unwrap();
        assert_eq!(
            keys.sm2_public_hex(),
            "0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020\
             ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13"
        );
        let cipher = "sm2:ea3fd0a4f641cedaa7bc12caf3ee42337379e0529accb274fb85f2584637a3da\
            74d23d0357a3db4a955649b1693eaf9271742cf572bdef5ef601f28b88b7d6be\
            462bd25804cd082b31d646ea3ff3894d967540e2429e6fdcd74775081ece0066\
            efe60b4483ff0f788363";
        assert_eq!(keys.decrypt(cipher).as_deref(), Some("pässwörd"));
        let damaged = cipher.replace("363", "364");
        assert_eq!(keys.decrypt(&damaged), None);
    }

    #[test]
    fn the_private_numbers_of_a_key_belong_together() {
        let key = STANDARD.decode(generate_rsa().unwrap()).unwrap();
        let [d, p, q, dp, dq, qi] = rsa_private_numbers(&key).unwrap();
        assert!(d.len() > 250 && d.len() <= 256, "{}", d.len());
        for number in [p, q, dp, dq, qi] {
            assert!(number.len() > 120 && number.len() <= 128, "{}", number.len());
        }
        // The last digit of d is that of dp modulo p - 1 only for the right d and dp: both are odd.
        assert!(p.last().unwrap() % 2 == 1 && q.last().unwrap() % 2 == 1);
        assert_eq!(rsa_private_numbers(&key[..key.len() - 1]), None, "a key that is cut off");
    }

    #[test]
    fn a_password_in_surrogate_pairs_is_read() {
        let smile = [0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80];
        assert_eq!(decode_cesu8(&smile), "😀");
    }
}
