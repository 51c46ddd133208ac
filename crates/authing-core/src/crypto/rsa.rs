//! RSAES-PKCS1-v1_5, as Authing's servers decrypt it: encryption with public keys, and no more.
//!
//! The key of the public cloud has 1024 bits, which aws-lc refuses.

use authing_types::Secret;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use zeroize::Zeroizing;

use super::modular::Modulus;
use crate::{
    error::{Error, ErrorKind},
    pem::{self, PemError},
};

/// The key of Authing's public cloud. 1024 bits are all the server offers.
const PUBLIC_CLOUD: &str = "-----BEGIN PUBLIC KEY-----
MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQC4xKeUgQ+Aoz7TLfAfs9+paePb
5KIofVthEopwrXFkp8OCeocaTHt9ICjTT2QeJh6cZaDaArfZ873GPUn00eOIZ7Ae
+TiA2BKHbCvloW3w5Lnqm70iSsUi5Fmu9/2+68GZRH9L7Mlh8cFksCicW2Y2W2uM
GKl64GDcIq3au+aqJQIDAQAB
-----END PUBLIC KEY-----
";

/// What PKCS#1 v1.5 padding takes at least (RFC 8017 section 7.2.1).
const PADDING: usize = 11;

/// Keys of fewer bits protect nothing, and more make a call slow.
const BITS: std::ops::RangeInclusive<usize> = 512..=8192;

/// `rsaEncryption`, 1.2.840.113549.1.1.1 (RFC 8017 appendix A.1), with its tag and length.
const RSA_ENCRYPTION: &[u8] = b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01";
const NULL: &[u8] = b"\x05\x00";

const INTEGER: u8 = 0x02;
const BIT_STRING: u8 = 0x03;
const SEQUENCE: u8 = 0x30;

#[cfg_attr(test, derive(Debug, PartialEq))]
pub(crate) struct RsaKey {
    modulus: Modulus,
    exponent: u64,
}

/// Why a text is not an RSA public key. `Display` stands behind the name of an option.
#[derive(Debug, thiserror::Error)]
pub(crate) enum RsaKeyError {
    #[error(transparent)]
    Pem(#[from] PemError),
    #[error("is not an RSA public key")]
    NotRsa,
    #[error("is an RSA public key of {0} bits, where 512 to 8192 are expected")]
    Length(usize),
}

impl RsaKey {
    pub(crate) fn public_cloud() -> Result<Self, Error> {
        Self::from_pem(PUBLIC_CLOUD).map_err(|cause| {
            Error::new(ErrorKind::Encryption, "the built-in key cannot be read").with_source(cause)
        })
    }

    /// Reads `PUBLIC KEY` (what Authing hands out) and `RSA PUBLIC KEY`, in every form that
    /// [`pem`](crate::pem) reads.
    pub(crate) fn from_pem(text: &str) -> Result<Self, RsaKeyError> {
        let block = pem::block(text, &["PUBLIC KEY", "RSA PUBLIC KEY"])?;
        let numbers = subject_public_key(block.der()).or_else(|| rsa_public_key(block.der()));
        let (modulus, exponent) = numbers.ok_or(RsaKeyError::NotRsa)?;
        // Checked before anything is computed with it.
        let bits =
            8 * modulus.len() - modulus.first().map_or(0, |byte| byte.leading_zeros() as usize);
        if !BITS.contains(&bits) {
            return Err(RsaKeyError::Length(bits));
        }
        let modulus = Modulus::new(modulus).ok_or(RsaKeyError::NotRsa)?;
        let exponent = match exponent {
            [.., last] if exponent.len() <= 8 && last % 2 == 1 && *exponent != [1] => {
                exponent.iter().fold(0, |number, byte| number << 8 | u64::from(*byte))
            }
            _ => return Err(RsaKeyError::NotRsa),
        };
        Ok(Self { modulus, exponent })
    }

    pub(crate) fn encrypt(&self, argument: &str, password: &Secret) -> Result<Secret, Error> {
        let password = password.expose().as_bytes();
        let limit = self.modulus.size().saturating_sub(PADDING);
        if password.len() > limit {
            return Err(Error::input(
                argument,
                format_args!(
                    "is {} bytes long, but this server's key encrypts {limit} at most",
                    password.len()
                ),
            ));
        }
        let padded = self.pad(password)?;
        Ok(Secret::new(STANDARD.encode(self.modulus.power(&padded, self.exponent))))
    }

    /// `00 02`, random bytes without a zero, `00`, and the message.
    fn pad(&self, message: &[u8]) -> Result<Zeroizing<Vec<u8>>, Error> {
        let size = self.modulus.size();
        // Written once: growing would leave a copy of the message behind.
        let mut padded = Zeroizing::new(Vec::with_capacity(size));
        padded.extend_from_slice(&[0, 2]);
        let mut random = Zeroizing::new([0; 32]);
        let end = size.saturating_sub(message.len() + 1);
        while padded.len() < end {
            getrandom::fill(&mut *random).map_err(|cause| {
                Error::new(ErrorKind::Encryption, "the operating system provides no randomness")
                    .with_source(cause)
            })?;
            let missing = end - padded.len();
            padded.extend(random.iter().filter(|byte| **byte != 0).take(missing));
        }
        padded.push(0);
        padded.extend_from_slice(message);
        Ok(padded)
    }
}

/// `SubjectPublicKeyInfo` (RFC 5280 section 4.1) of an RSA key: modulus and exponent.
fn subject_public_key(der: &[u8]) -> Option<(&[u8], &[u8])> {
    let mut content = whole(der, SEQUENCE)?;
    let algorithm = element(&mut content, SEQUENCE)?;
    if !matches!(algorithm.strip_prefix(RSA_ENCRYPTION)?, b"" | NULL) {
        return None;
    }
    // The first byte of a bit string counts the bits that its last byte does not use.
    rsa_public_key(whole(content, BIT_STRING)?.strip_prefix(&[0])?)
}

/// `RSAPublicKey` (RFC 8017 appendix A.1.1): modulus and exponent.
fn rsa_public_key(der: &[u8]) -> Option<(&[u8], &[u8])> {
    let mut content = whole(der, SEQUENCE)?;
    let modulus = element(&mut content, INTEGER)?;
    let exponent = whole(content, INTEGER)?;
    Some((positive(modulus)?, positive(exponent)?))
}

/// The bytes of a number without the zero that tells it from a negative one.
fn positive(number: &[u8]) -> Option<&[u8]> {
    match *number {
        [0, 0x80..=0xff, ..] => number.get(1..),
        [1..=0x7f, ..] => Some(number),
        _ => None,
    }
}

/// What an element holds that is followed by nothing.
fn whole(mut der: &[u8], tag: u8) -> Option<&[u8]> {
    let content = element(&mut der, tag)?;
    der.is_empty().then_some(content)
}

/// Takes an element of DER (X.690) off the bytes, and returns what it holds.
fn element<'d>(der: &mut &'d [u8], tag: u8) -> Option<&'d [u8]> {
    let rest = der.strip_prefix(&[tag])?;
    let (length, rest) = match *rest {
        [length @ 0..=0x7f, ref rest @ ..] => (usize::from(length), rest),
        [0x81, length @ 0x80..=0xff, ref rest @ ..] => (usize::from(length), rest),
        [0x82, high @ 1..=0xff, low, ref rest @ ..] => {
            (usize::from(high) << 8 | usize::from(low), rest)
        }
        _ => return None,
    };
    let (content, rest) = rest.split_at_checked(length)?;
    *der = rest;
    Some(content)
}

#[cfg(test)]
mod tests {
    use rsa::{
        Pkcs1v15Encrypt, RsaPrivateKey, pkcs1::EncodeRsaPublicKey as _,
        pkcs8::EncodePublicKey as _, rand_core::OsRng,
    };

    use super::*;

    #[test]
    fn the_server_reads_what_was_encrypted() {
        // One of them ends within a byte, one within a limb.
        for bits in [512, 515, 1000, 1024] {
            let private = RsaPrivateKey::new(&mut OsRng, bits).unwrap();
            let public = private.to_public_key();
            let pem = public.to_public_key_pem(Default::default()).unwrap();
            let key = RsaKey::from_pem(&pem).unwrap();
            let pkcs1 = RsaKey::from_pem(&public.to_pkcs1_pem(Default::default()).unwrap());
            assert_eq!(pkcs1.unwrap(), key, "the two forms are one key");
            let longest = "x".repeat(bits.div_ceil(8) - PADDING);
            for password in ["pässw0rd", "x", &longest] {
                let sent = key.encrypt("password", &password.into()).unwrap();
                let bytes = STANDARD.decode(sent.expose()).unwrap();
                assert_eq!(bytes.len(), bits.div_ceil(8), "padded to the length of the key");
                let read = private.decrypt(Pkcs1v15Encrypt, &bytes).unwrap();
                assert_eq!(read, password.as_bytes(), "{bits} bits");
            }
        }
    }

    #[test]
    fn padding_is_random_without_a_zero() {
        let key = RsaKey::public_cloud().unwrap();
        for message in ["", "x", "passw0rd"] {
            for _ in 0..64 {
                let padded = key.pad(message.as_bytes()).unwrap();
                let end = 128 - message.len() - 1;
                assert_eq!((padded.len(), &padded[..2], padded[end]), (128, &[0, 2][..], 0));
                assert!(!padded[2..end].contains(&0));
                assert_eq!(&padded[end + 1..], message.as_bytes());
            }
        }
    }

    #[test]
    fn der_that_is_changed_or_cut_is_no_key_or_another_one() {
        let block = pem::block(PUBLIC_CLOUD, &["PUBLIC KEY"]).unwrap();
        let key = RsaKey::public_cloud().unwrap();
        let read = |der: &[u8]| RsaKey::from_pem(&STANDARD.encode(der)).ok();
        for at in 0..block.der().len() {
            assert_eq!(read(&block.der()[..at]), None, "cut at {at}");
            for bit in 0..8 {
                let mut changed = block.der().to_vec();
                changed[at] ^= 1 << bit;
                assert_ne!(read(&changed).as_ref(), Some(&key), "bit {bit} of byte {at}");
            }
        }
        assert_eq!(read(&[block.der(), &[0]].concat()), None, "followed by something");
    }

    #[test]
    fn a_key_that_is_too_short_or_too_long_is_refused_with_its_length() {
        for (bytes, problem) in [
            (63, Some("is an RSA public key of 504 bits, where 512 to 8192 are expected")),
            (64, None),
            (1024, None),
            (1025, Some("is an RSA public key of 8200 bits, where 512 to 8192 are expected")),
        ] {
            let length = |length: usize| {
                let [.., high, low] = length.to_be_bytes();
                [0x82, high, low]
            };
            let mut numbers = vec![INTEGER];
            match bytes + 1 {
                short @ ..0x80 => numbers.push(short as u8),
                long => numbers.extend(length(long)),
            }
            numbers.push(0);
            numbers.extend(vec![0xff; bytes]);
            numbers.extend([INTEGER, 1, 3]);
            let mut der = vec![SEQUENCE];
            match numbers.len() {
                short @ ..0x80 => der.push(short as u8),
                long => der.extend(length(long)),
            }
            der.extend(numbers);
            let read = RsaKey::from_pem(&STANDARD.encode(&der));
            assert_eq!(read.err().map(|error| error.to_string()).as_deref(), problem, "{bytes}");
        }
    }

    #[test]
    fn a_key_is_read_as_it_stands_in_settings_of_one_line() {
        let bare: String = PUBLIC_CLOUD.lines().filter(|line| !line.starts_with('-')).collect();
        for text in [
            PUBLIC_CLOUD.replace('\n', "\\n"),
            format!("\"{}\"", PUBLIC_CLOUD.trim().replace('\n', "\\n")),
            PUBLIC_CLOUD.replace('\n', " "),
            PUBLIC_CLOUD.replace('\n', "\r\n"),
            format!("  {}", PUBLIC_CLOUD.replace('\n', "\n    ")),
            bare,
        ] {
            let key = RsaKey::from_pem(&text).unwrap();
            assert_eq!(key, RsaKey::public_cloud().unwrap(), "{text}");
        }
    }

    #[test]
    fn the_cases_of_the_field_are_one_key() {
        let key = |text: &str| RsaKey::from_pem(text).unwrap();
        let expected = key(include_str!("../../tests/cases/pem/public-key.pem"));
        let quoted = include_str!("../../tests/cases/pem/public-key-escaped-quoted.txt");
        for (case, text) in [
            ("pem-01", include_str!("../../tests/cases/pem/public-key-escaped.txt")),
            ("pem-02", quoted),
            ("pem-02, single quotes", &quoted.replace('"', "'")),
            ("pem-03", include_str!("../../tests/cases/pem/public-key-one-line.txt")),
            ("pem-04", include_str!("../../tests/cases/pem/public-key-bare-base64.txt")),
            ("pem-05", include_str!("../../tests/cases/pem/public-key-crlf.pem")),
        ] {
            assert_eq!(key(text), expected, "{case}");
        }
        // Base64 of something else than a key.
        let certificate = include_str!("../../tests/cases/pem/certificate-bare-base64.txt");
        let error = RsaKey::from_pem(certificate).err().unwrap().to_string();
        assert_eq!(error, "is not an RSA public key");
    }

    #[test]
    fn what_is_not_a_key_says_what_it_is() {
        let other = PUBLIC_CLOUD.replace("PUBLIC KEY", "CERTIFICATE");
        for (text, problem) in [
            ("", "is empty"),
            ("canary", "is neither PEM"),
            (other.as_str(), "holds `CERTIFICATE` where `PUBLIC KEY`"),
            (
                "-----BEGIN PUBLIC KEY-----\nMAA=\n-----END PUBLIC KEY-----",
                "is not an RSA public key",
            ),
        ] {
            let error = RsaKey::from_pem(text).err().unwrap().to_string();
            assert!(error.starts_with(problem), "{error}");
            assert!(!error.contains("canary"));
        }
    }

    #[test]
    fn the_same_password_never_looks_the_same() {
        let key = RsaKey::public_cloud().unwrap();
        let encrypt = || key.encrypt("password", &"passw0rd".into()).unwrap();
        assert_ne!(encrypt().expose(), encrypt().expose());
    }

    #[test]
    fn a_password_over_the_limit_of_the_key_is_refused_with_both_lengths() {
        let key = RsaKey::public_cloud().unwrap();
        assert!(key.encrypt("password", &"x".repeat(117).into()).is_ok());
        let error = key.encrypt("new_password", &"x".repeat(118).into()).unwrap_err();
        assert_eq!(
            error.to_string(),
            "argument `new_password` is 118 bytes long, but this server's key encrypts 117 at most"
        );
    }
}
