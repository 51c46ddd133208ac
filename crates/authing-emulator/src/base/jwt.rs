//! Signing and checking tokens.

use aws_lc_rs::digest;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde_json::Value as Json;

use crate::base::keys::{KeyError, hex};

/// Signs claims with HMAC.
pub(crate) fn sign_hs256(claims: &Json, secret: &str) -> Result<String, KeyError> {
    jsonwebtoken::encode(
        &Header::new(Algorithm::HS256),
        claims,
        &EncodingKey::from_secret(secret.as_bytes()),
    )
    .map_err(|_| KeyError)
}

/// Opens an HMAC token. Time is not looked at: the caller compares `exp` with its own clock.
pub(crate) fn open_hs256(token: &str, secret: &str) -> Option<Json> {
    let key = DecodingKey::from_secret(secret.as_bytes());
    jsonwebtoken::decode(token, &key, &signature_only(Algorithm::HS256)).ok().map(|t| t.claims)
}

/// The claims of a token nobody has checked yet, to find whose key to check it with.
pub(crate) fn unchecked_claims(token: &str) -> Option<Json> {
    jsonwebtoken::dangerous::insecure_decode(token).ok().map(|t| t.claims)
}

/// The header of such a token.
pub(crate) fn unchecked_header(token: &str) -> Option<Json> {
    serde_json::to_value(jsonwebtoken::decode_header(token).ok()?).ok()
}

/// Stands for a token wherever the token itself should not be kept.
pub(crate) fn fingerprint(token: &str) -> String {
    hex(digest::digest(&digest::SHA256, token.as_bytes()).as_ref())
}

/// Checks the signature and nothing else: times and audience are the caller's business.
pub(crate) fn signature_only(algorithm: Algorithm) -> Validation {
    let mut validation = Validation::new(algorithm);
    validation.validate_exp = false;
    validation.validate_aud = false;
    validation.required_spec_claims.clear();
    validation
}
