//! SM2 public-key encryption (GM/T 0003.4), in the form Authing's servers read.

use ::sm2::{
    PublicKey,
    pke::{EncryptingKey, Mode},
};
use getrandom::SysRng;

use authing_types::Secret;

use crate::error::{Error, ErrorKind};

/// Says to the server which cipher a password is under.
pub(crate) const MARK: &str = "sm2:";

pub(crate) struct Sm2Key(EncryptingKey);

impl Sm2Key {
    /// Reads the uncompressed point in hexadecimal.
    pub(crate) fn from_hex(hex: &str) -> Option<Self> {
        let point = PublicKey::from_sec1_bytes(&decode_hex(hex.trim())?).ok()?;
        Some(Self(EncryptingKey::new_with_mode(point, Mode::C1C3C2)))
    }

    pub(crate) fn encrypt(&self, password: &Secret) -> Result<Secret, Error> {
        let failed = || Error::new(ErrorKind::Encryption, "the password could not be encrypted");
        let encrypted =
            self.0.encrypt(&mut SysRng, password.expose().as_bytes()).map_err(|_| failed())?;
        // C1 goes without the mark of an uncompressed point.
        let encrypted = encrypted.strip_prefix(&[4]).ok_or_else(failed)?;
        let mut text = String::with_capacity(MARK.len() + 2 * encrypted.len());
        text.push_str(MARK);
        for byte in encrypted {
            for nibble in [byte >> 4, byte & 15] {
                text.push(char::from_digit(nibble.into(), 16).unwrap_or_default());
            }
        }
        Ok(Secret::new(text))
    }
}

fn decode_hex(hex: &str) -> Option<Vec<u8>> {
    let digits: Vec<u8> =
        hex.chars().map(|digit| Some(digit.to_digit(16)? as u8)).collect::<Option<_>>()?;
    if !digits.len().is_multiple_of(2) {
        return None;
    }
    Some(
        digits
            .chunks_exact(2)
            .map(|pair| pair.iter().fold(0, |byte, digit| byte << 4 | digit))
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use ::sm2::{SecretKey, elliptic_curve::sec1::ToSec1Point as _, pke::DecryptingKey};

    use super::*;

    #[test]
    fn the_server_reads_what_was_encrypted() {
        let secret = SecretKey::from_slice(&[7; 32]).unwrap();
        let point = secret.public_key().to_sec1_point(false);
        let hex: String = point.as_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
        let sent = Sm2Key::from_hex(&hex).unwrap().encrypt(&"pässw0rd".into()).unwrap();
        let hex = sent.expose().strip_prefix("sm2:").unwrap();
        assert_eq!(hex.len(), 2 * (64 + 32 + "pässw0rd".len()), "C1 C3 C2, no leading 04");
        let mut bytes = vec![4];
        bytes.extend(decode_hex(hex).unwrap());
        let key = DecryptingKey::new_with_mode(secret.to_nonzero_scalar(), Mode::C1C3C2);
        assert_eq!(key.decrypt(&bytes).unwrap(), "pässw0rd".as_bytes());
    }

    #[test]
    fn what_is_no_point_is_refused() {
        for hex in ["", "04", "zz", &"04".repeat(65)] {
            assert!(Sm2Key::from_hex(hex).is_none(), "{hex}");
        }
    }
}
