//! What tokens say: before anybody has checked it, and verified.

mod raw;
mod verified;

pub(super) use raw::{Decisive, RawClaims};
pub(super) use verified::required;
pub use verified::{AccessTokenClaims, IdTokenClaims, LogoutTokenClaims, UserTokenClaims};
