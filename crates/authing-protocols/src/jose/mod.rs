//! Signed and encrypted tokens: verification that accepts nothing but what the application's
//! provider has issued for it.
//!
//! A [`Verifier`] verifies id_tokens, access tokens, user tokens and logout tokens. Signatures and
//! ciphers are aws-lc-rs's; around them stand the rules of RFC 8725 (best current practices for
//! JSON Web Tokens): the algorithm comes from configuration, keys come from the provider, every
//! kind of token is told from every other, and what could be read in two ways is refused.
//!
//! # What must be in its own form
//!
//! One odd claim does not fail a login: a claim in another form than its own that nobody asked to
//! check is left among the further claims, `extra`, as it was sent. Those that decide about trust
//! must be in their own form, or the token is refused by the claim's name:
//!
//! - in every token: `iss`, `sub`, `aud`, `azp`, `exp`, `nbf`, `iat`;
//! - in an id_token: `nonce` where one was sent, `auth_time` where a `max_age` was, `at_hash` and
//!   `c_hash` where there is an access token or a code to compare with;
//! - in an access token: `scope`, and `cnf` where bound tokens are accepted;
//! - in a user token: `data`, Authing's block;
//! - in a logout token: `jti`, `sid`, `events`.
//!
//! `scope`, `events`, `cnf`, `nonce`, `at_hash` and `c_hash` also tell one kind of token from another.
//! For that it counts that they are there, in whatever form.
//!
//! # How much is read
//!
//! A token has at most 64 KiB ([`TokenError::TooLong`]), its JSON 16 levels; a key set at most 256 KiB
//! and 64 keys, of which at most four are tried for a token; a discovery document at most 256 KiB.
//! Compressed tokens (`zip`), keys made from passwords (`p2c`) and `crit` are refused. Within that the
//! work is in proportion to the size.

mod algorithm;
mod builder;
mod checks;
mod claims;
mod decryption_key;
mod ed25519;
mod error;
mod header;
mod inspect;
mod json;
mod jwe;
mod jwk;
pub(crate) mod jwks;
mod jws;
mod key;
mod user_info;
mod verifier;

pub use crate::profile::{Address, Profile};
pub use algorithm::Algorithm;
pub use builder::VerifierBuilder;
pub use checks::IdTokenChecks;
pub use claims::{AccessTokenClaims, IdTokenClaims, LogoutTokenClaims, UserTokenClaims};
pub use decryption_key::DecryptionKey;
pub(crate) use error::printable_audience;
pub use error::{TokenError, TokenKind, TokenPart};
pub use inspect::{UnverifiedToken, VerifiedToken};
pub use key::PublicKey;
pub use verifier::Verifier;
pub(crate) use verifier::VerifierConfig;
