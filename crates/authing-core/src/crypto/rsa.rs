//! RSAES-PKCS1-v1_5, as Authing's servers decrypt it.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use rsa::{
    Pkcs1v15Encrypt, RsaPublicKey, pkcs1::DecodeRsaPublicKey as _, pkcs8::DecodePublicKey as _,
    rand_core::OsRng, traits::PublicKeyParts as _,
};

use authing_types::Secret;

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

pub(crate) struct RsaKey(RsaPublicKey);

/// Why a text is not an RSA public key. `Display` stands behind the name of an option.
#[derive(Debug, thiserror::Error)]
pub(crate) enum RsaKeyError {
    #[error(transparent)]
    Pem(#[from] PemError),
    #[error("is not an RSA public key")]
    NotRsa(#[source] rsa::pkcs8::spki::Error),
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
        RsaPublicKey::from_public_key_der(block.der())
            .or_else(|error| RsaPublicKey::from_pkcs1_der(block.der()).map_err(|_| error))
            .map(Self)
            .map_err(RsaKeyError::NotRsa)
    }

    pub(crate) fn encrypt(&self, argument: &str, password: &Secret) -> Result<Secret, Error> {
        let password = password.expose().as_bytes();
        let limit = self.0.size().saturating_sub(PADDING);
        if password.len() > limit {
            return Err(Error::input(
                argument,
                format_args!(
                    "is {} bytes long, but this server's key encrypts {limit} at most",
                    password.len()
                ),
            ));
        }
        let encrypted = self.0.encrypt(&mut OsRng, Pkcs1v15Encrypt, password).map_err(|cause| {
            Error::new(ErrorKind::Encryption, "the password could not be encrypted")
                .with_source(cause)
        })?;
        Ok(Secret::new(STANDARD.encode(encrypted)))
    }
}

#[cfg(test)]
mod tests {
    use rsa::{RsaPrivateKey, pkcs1::EncodeRsaPublicKey as _, pkcs8::EncodePublicKey as _};

    use super::*;

    #[test]
    fn the_server_reads_what_was_encrypted() {
        // One of them ends within a byte.
        for bits in [512, 515, 1024] {
            let private = RsaPrivateKey::new(&mut OsRng, bits).unwrap();
            let public = private.to_public_key();
            let key = RsaKey::from_pem(&public.to_public_key_pem(Default::default()).unwrap());
            let key = key.unwrap();
            let pkcs1 = RsaKey::from_pem(&public.to_pkcs1_pem(Default::default()).unwrap());
            assert_eq!(pkcs1.unwrap().0, key.0, "the two forms are one key");
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
            assert_eq!(key.0, RsaKey::public_cloud().unwrap().0, "{text}");
        }
    }

    #[test]
    fn the_cases_of_the_field_are_one_key() {
        let key = |text: &str| RsaKey::from_pem(text).unwrap().0;
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
