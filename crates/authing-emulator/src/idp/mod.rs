//! The emulator as an identity provider: the login protocols, and the pages they share.

pub(crate) mod cas;
pub(crate) mod interactions;
pub(crate) mod oidc;
pub(crate) mod phone;
mod resume;
#[cfg(feature = "saml")]
pub(crate) mod saml;
#[cfg(not(feature = "saml"))]
#[path = "saml/absent.rs"]
pub(crate) mod saml;
pub(crate) mod social;
pub(crate) mod sso;
mod stand_in;
