//! The relying party's side of the protocols that Authing speaks: OpenID Connect, OAuth 2.0,
//! SAML 2.0 and CAS.
//!
//! # Features
//!
//! - `oidc` (default): login with verified tokens, and everything of `oauth2`.
//! - `oauth2`: Authing's `/oauth/*` endpoints, whose tokens are opaque.
//! - `saml`: a SAML 2.0 service provider.
//! - `cas`: a CAS client.
//! - `rustls` (default), `rustls-no-provider`, `native-tls`: how connections are encrypted.
//! - `socks`: proxies that speak SOCKS.
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(feature = "oidc")]
mod cache;
#[cfg(feature = "oauth2")]
mod confirmation;
mod error;
#[cfg(feature = "oauth2")]
mod json;
#[cfg(any(feature = "saml", feature = "cas"))]
mod markup;
#[cfg(feature = "oidc")]
mod members;
#[cfg(feature = "saml")]
mod offload;
#[cfg(any(feature = "oidc", feature = "saml"))]
mod private_key;
#[cfg(feature = "oauth2")]
mod profile;
#[cfg(any(feature = "oidc", feature = "saml", feature = "cas"))]
mod set_aside;
pub mod store;
#[cfg(any(feature = "oauth2", feature = "saml", feature = "cas"))]
mod text;

#[cfg(feature = "cas")]
pub mod cas;
#[cfg(feature = "oidc")]
pub mod jose;
#[cfg(feature = "oauth2")]
pub mod oauth2;
#[cfg(feature = "oidc")]
pub mod oidc;
#[cfg(feature = "saml")]
pub mod saml;

pub use authing_core::{BoxFuture, Clock, Lang, RetryPolicy, SystemClock, pem};
pub use authing_types::{Secret, SetAside, Timestamp};
pub use error::Error;
#[cfg(feature = "oauth2")]
pub use error::{CallbackError, OAuthError, OAuthErrorCode};

/// The errors of a call itself: what could not be sent, came back broken, or did not come.
pub use authing_core::Error as CallError;

#[cfg(all(doctest, feature = "oidc"))]
#[doc = include_str!("../README.md")]
struct Readme;
