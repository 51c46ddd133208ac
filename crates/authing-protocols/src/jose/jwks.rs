//! A set of public keys (RFC 7517 section 5), and which of them a token is checked with.

use std::collections::HashSet;

use authing_types::lenient;
use serde::Deserialize;

use super::{
    Algorithm, PublicKey,
    error::{TokenError, printable_kid},
    jwk::{self, Fault, PassedOver},
    jws::Jws,
    key::KeyKind,
};
use crate::{members::Members, text::shown};

/// An application has one key, two while they change.
const MOST_KEYS: usize = 64;

/// A key of 8192 bits takes 1.5 kB.
const LONGEST_SET: usize = 256 << 10;

/// How many keys a token may be meant for. While a provider changes keys there are two, and a token
/// that names none can be checked with both: either is the provider's, so that a signature that one
/// of them verifies is the provider's too. More would only make forged tokens expensive.
const MOST_TRIED: usize = 4;

/// How many reasons a message gives.
const MOST_REASONS: usize = 4;

/// Keys that tokens are checked with.
pub(crate) struct KeySet {
    keys: Vec<PublicKey>,
    /// Keys that verify nothing, and why.
    passed_over: Vec<PassedOver>,
    /// Whether a key without an id fits a token that names one.
    pinned: bool,
}

#[derive(Deserialize)]
struct Document {
    keys: Vec<Members>,
}

impl KeySet {
    /// Reads the provider's response. Keys that are not for verifying signatures, or not of a kind
    /// that is supported, or broken, are passed over; a token that asks for one is told why.
    pub(crate) fn parse(body: &[u8]) -> Result<Self, String> {
        if body.len() > LONGEST_SET {
            return Err("is larger than a key set may be".to_owned());
        }
        let document: Document = lenient::json::from_slice(body).map_err(|_| {
            let doubled = lenient::json::from_slice::<Members>(body);
            match doubled.is_ok_and(|set| set.doubled.iter().any(|name| name == "keys")) {
                true => "holds `keys` twice".to_owned(),
                false => "is not a JSON Web Key Set".to_owned(),
            }
        })?;
        if document.keys.len() > MOST_KEYS {
            return Err("holds more keys than a key set may".to_owned());
        }
        let (mut keys, mut passed_over) = (Vec::new(), Vec::new());
        for members in document.keys {
            match jwk::read(members) {
                Ok(key) => keys.push(key),
                Err(key) => passed_over.push(key),
            }
        }
        let set = Self { keys: distinct(keys), passed_over, pinned: false };
        set.report();
        Ok(set)
    }

    /// Keys that the caller gave.
    pub(super) fn pinned(keys: Vec<PublicKey>) -> Self {
        Self { keys: distinct(keys), passed_over: Vec::new(), pinned: true }
    }

    /// Says in the call's span which keys are broken. Those for something else are as they should
    /// be.
    fn report(&self) {
        for key in &self.passed_over {
            let kid = key.kid.as_deref().map(|kid| shown(kid, 64));
            let reason = key.fault.text();
            match key.fault {
                Fault::Broken(_) => tracing::warn!(kid, reason, "a key of the set is passed over"),
                Fault::Foreign(_) => tracing::debug!(kid, reason, "a key of the set is not used"),
            }
        }
    }

    /// Checks a token's signature with the key that its header means.
    pub(super) fn check(&self, algorithm: Algorithm, jws: &Jws<'_>) -> Result<(), TokenError> {
        let kid = jws.header.kid.as_deref();
        let signed = jws.signed.as_bytes();
        match self.fitting(algorithm, kid).take(MOST_TRIED + 1).count() {
            0 => Err(self.no_key(algorithm, kid)),
            1..=MOST_TRIED => jws.check_signature(|signature| {
                let mut fitting = self.fitting(algorithm, kid);
                fitting.any(|key| key.verify(algorithm, signed, signature))
            }),
            _ => Err(TokenError::AmbiguousKey { kid: printable_kid(kid) }),
        }
    }

    /// The keys for a token with this header: what they are made for tells apart those that share
    /// an id (RFC 7517 section 4.5).
    fn fitting(&self, algorithm: Algorithm, kid: Option<&str>) -> impl Iterator<Item = &PublicKey> {
        // A pinned key without a name goes by any, unless another has it.
        let nameless = self.pinned && !self.keys.iter().any(|key| key.kid() == kid);
        self.keys.iter().filter(move |key| {
            let named = kid.is_none() || key.kid() == kid || (nameless && key.kid().is_none());
            named && key.fits(algorithm)
        })
    }

    /// Why there is no key for a token with this header: those that it could mean, and what is
    /// wrong with each.
    fn no_key(&self, algorithm: Algorithm, kid: Option<&str>) -> TokenError {
        let kind = KeyKind::of(algorithm);
        // A token that names no key means those of its algorithm's kind.
        let meant = |its_kid: Option<&str>, its_kind| match kid {
            Some(_) => its_kid == kid,
            None => kind.is_some() && its_kind == kind,
        };
        let usable = self.keys.iter().filter(|key| meant(key.kid(), Some(key.kind())));
        let usable = usable.map(|key| {
            let is_for = match key.only() {
                Some(only) => format!("is for {only}"),
                None => format!("is a key of the kind {}", key.kind().name()),
            };
            format!("{is_for}, and the token is signed by {algorithm}")
        });
        let broken = self.passed_over.iter().filter(|key| meant(key.kid.as_deref(), key.kind));
        let broken = broken.map(|key| key.fault.text().to_owned());
        let reasons: Vec<String> = broken.chain(usable).take(MOST_REASONS).collect();
        let kid = printable_kid(kid);
        match reasons.is_empty() {
            true => TokenError::UnknownKey { kid },
            false => TokenError::UnusableKey { kid, reasons },
        }
    }
}

/// Each key once.
fn distinct(mut keys: Vec<PublicKey>) -> Vec<PublicKey> {
    let mut known = HashSet::new();
    keys.retain(|key| key.identity().is_none_or(|identity| known.insert(identity)));
    keys
}

authing_types::redacted_debug!(KeySet { pinned });
