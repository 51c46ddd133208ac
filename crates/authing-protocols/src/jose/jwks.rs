//! A set of public keys (RFC 7517 section 5), and which of them a token is checked with.

use authing_types::lenient;
use serde::Deserialize;
use serde_json::Value;

use super::{
    Algorithm, PublicKey,
    error::{TokenError, printable_kid},
    jwk,
};

/// An application has one key, two while they change.
const MOST_KEYS: usize = 64;

/// A key of 8192 bits takes 1.5 kB.
const LONGEST_SET: usize = 256 << 10;

/// Keys that tokens are checked with.
pub(crate) struct KeySet {
    keys: Vec<PublicKey>,
    /// Key ids that several keys have.
    ambiguous: Vec<String>,
    /// Whether a key without an id fits a token that names one.
    pinned: bool,
}

#[derive(Deserialize)]
struct Document {
    keys: Vec<Value>,
}

impl KeySet {
    /// Reads the provider's response. Keys that are not for verifying signatures, or not of a kind
    /// that is supported, are left out.
    pub(crate) fn parse(body: &[u8]) -> Result<Self, &'static str> {
        if body.len() > LONGEST_SET {
            return Err("is larger than a key set may be");
        }
        let document: Document =
            lenient::json::from_slice(body).map_err(|_| "is not a JSON Web Key Set")?;
        if document.keys.len() > MOST_KEYS {
            return Err("holds more keys than a key set may");
        }
        let keys = document.keys.into_iter().filter_map(|value| jwk::read_value(value).ok());
        Ok(Self::new(keys.collect(), false))
    }

    /// Keys that the caller gave.
    pub(super) fn pinned(keys: Vec<PublicKey>) -> Self {
        Self::new(keys, true)
    }

    fn new(mut keys: Vec<PublicKey>, pinned: bool) -> Self {
        let count = |kid: &str| keys.iter().filter(|key| key.kid() == Some(kid)).count();
        let ids = keys.iter().filter_map(PublicKey::kid);
        let ambiguous: Vec<String> = ids.filter(|kid| count(kid) > 1).map(str::to_owned).collect();
        keys.retain(|key| !key.kid().is_some_and(|kid| ambiguous.iter().any(|two| two == kid)));
        Self { keys, ambiguous, pinned }
    }

    /// The one key for a token with this header.
    pub(super) fn find(
        &self,
        algorithm: Algorithm,
        kid: Option<&str>,
    ) -> Result<&PublicKey, TokenError> {
        // Without a key id, the keys that share one could be meant as well.
        if self.ambiguous.iter().any(|two| kid.is_none_or(|kid| two == kid)) {
            return Err(TokenError::AmbiguousKey { kid: printable_kid(kid) });
        }
        if kid.is_none() {
            return only(self.fitting(algorithm), kid);
        }
        match self.keys.iter().find(|key| key.kid() == kid) {
            Some(key) if key.fits(algorithm) => Ok(key),
            None if self.pinned => {
                only(self.fitting(algorithm).filter(|key| key.kid().is_none()), kid)
            }
            _ => Err(TokenError::UnknownKey { kid: printable_kid(kid) }),
        }
    }

    fn fitting(&self, algorithm: Algorithm) -> impl Iterator<Item = &PublicKey> {
        self.keys.iter().filter(move |key| key.fits(algorithm))
    }
}

fn only<'k>(
    mut keys: impl Iterator<Item = &'k PublicKey>,
    kid: Option<&str>,
) -> Result<&'k PublicKey, TokenError> {
    let key = keys.next().ok_or_else(|| TokenError::UnknownKey { kid: printable_kid(kid) })?;
    if keys.next().is_some() {
        return Err(TokenError::AmbiguousKey { kid: printable_kid(kid) });
    }
    Ok(key)
}

authing_types::redacted_debug!(KeySet { pinned });
