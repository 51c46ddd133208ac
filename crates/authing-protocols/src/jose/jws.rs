//! A signed token in its compact form (RFC 7515 section 7.1), taken apart.

use base64_simd::URL_SAFE_NO_PAD;
use memchr::memchr_iter;

use super::{
    error::{TokenError, TokenPart},
    header::Header,
};

/// Authing's tokens have one or two kilobytes; claims of one's own make them longer.
pub(super) const LONGEST_TOKEN: usize = 64 << 10;

/// The signature of the longest RSA key that is accepted, 8192 bits.
const LONGEST_SIGNATURE: usize = 1024;

/// A signed token whose signature has not been checked yet.
pub(super) struct Jws<'t> {
    pub(super) header: Header,
    payload: &'t str,
    /// What is signed: header and payload as they came.
    pub(super) signed: &'t str,
    signature: &'t str,
}

impl<'t> Jws<'t> {
    /// Takes a token apart and reads its header. Nothing but the header's form is checked.
    pub(super) fn split(token: &'t str) -> Result<Self, TokenError> {
        check_length(token)?;
        if token.get(..7).is_some_and(|begin| begin.eq_ignore_ascii_case("bearer ")) {
            let problem =
                "begins with `Bearer`, which is not part of it: give what comes behind it";
            return Err(TokenError::Malformed { part: TokenPart::Header, problem });
        }
        // Two dots, and no more.
        let mut dots = memchr_iter(b'.', token.as_bytes());
        let (Some(first), Some(second), None) = (dots.next(), dots.next(), dots.next()) else {
            return Err(TokenError::NotAToken);
        };
        let part = |range| token.get(range).unwrap_or_default();
        let header = part(0..first);
        let (payload, signed) = (part(first + 1..second), part(0..second));
        let signature = part(second + 1..token.len());
        let header = Header::read(&decode(header, TokenPart::Header)?)?;
        Ok(Self { header, payload, signed, signature })
    }

    /// Hands the decoded signature to `check`.
    pub(super) fn check_signature(
        &self,
        check: impl FnOnce(&[u8]) -> bool,
    ) -> Result<(), TokenError> {
        let signature = decode(self.signature, TokenPart::Signature)?;
        if signature.len() > LONGEST_SIGNATURE {
            return Err(not_base64(TokenPart::Signature));
        }
        if check(&signature) { Ok(()) } else { Err(TokenError::Signature) }
    }

    /// The payload, to be read only once the signature is known to be right.
    pub(super) fn payload(&self) -> Result<Vec<u8>, TokenError> {
        decode(self.payload, TokenPart::Payload)
    }
}

pub(super) fn check_length(token: &str) -> Result<(), TokenError> {
    if token.len() > LONGEST_TOKEN {
        return Err(TokenError::TooLong { bytes: token.len(), limit: LONGEST_TOKEN });
    }
    Ok(())
}

/// Base64url without padding; bits left over at the end must be zero, so that one content has one
/// text.
pub(super) fn decode(text: &str, part: TokenPart) -> Result<Vec<u8>, TokenError> {
    URL_SAFE_NO_PAD.decode_to_vec(text).map_err(|_| not_base64(part))
}

fn not_base64(part: TokenPart) -> TokenError {
    TokenError::Malformed { part, problem: "is not base64url: was the token cut or pasted badly?" }
}
