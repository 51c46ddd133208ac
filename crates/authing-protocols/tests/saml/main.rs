//! The SAML service provider, with documents that pysaml2 and samlp signed
//! (`tests/interop/saml/`), and with hostile ones that are made of them.
#![cfg(test)]
#![cfg(feature = "saml")]

mod accepted;
mod algorithms;
mod checks;
mod common;
mod config;
mod encryption;
mod limits;
mod logout;
mod markup;
mod messages;
mod metadata;
mod mutations;
mod pending;
mod providers;
mod requests;
mod surgery;
mod wrapping;
