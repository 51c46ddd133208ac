//! The relying party's flows over a scripted server: what is sent, byte by byte, and what is
//! refused.
#![cfg(test)]
#![cfg(feature = "oidc")]

mod authentication;
mod authorize;
mod builder;
mod common;
mod device;
mod documents;
mod doubled;
mod field;
mod finish;
mod forged;
mod grants;
mod halves;
mod hybrid;
mod inspect;
mod leaks;
mod logout;
mod oauth2;
mod stores;
