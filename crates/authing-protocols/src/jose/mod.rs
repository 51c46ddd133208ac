//! Signed and encrypted tokens: verification that accepts nothing but what the application's
//! provider has issued for it.
//!
//! A [`Verifier`] verifies id_tokens, access tokens, user tokens and logout tokens. Signatures and
//! ciphers are aws-lc-rs's; around them stand the rules of RFC 8725 (best current practices for
//! JSON Web Tokens): the algorithm comes from configuration, keys come from the provider, every
//! kind of token is told from every other, and what could be read in two ways is refused.

mod algorithm;
mod builder;
mod checks;
mod claims;
mod decryption_key;
mod error;
mod header;
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
pub use error::{TokenError, TokenKind, TokenPart};
pub use key::PublicKey;
pub use verifier::Verifier;
pub(crate) use verifier::VerifierConfig;
