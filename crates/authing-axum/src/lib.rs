//! Guards the routes of an [axum] service with Authing: whoever gets through has a token that was
//! verified, and a permission where one is asked for.
//!
//! - [`Guard`] is made once, from a `Verifier` of `authing-protocols`. It makes layers:
//!   [`require_login`](Guard::require_login), [`optional_login`](Guard::optional_login) and, with
//!   something that knows [`Permissions`], [`require_permission`](PermissionGuard::require_permission).
//! - [`CurrentUser`] and [`Verified`] are extractors: the user, and all that the token says.
//! - [`Refusal`] is what a visitor who may not pass is answered with.
//!
//! # What is accepted
//!
//! A token is accepted from the header `Authorization: Bearer`, and from a cookie or a query
//! parameter only when the guard is given their names. Its signature, issuer, audience and times are
//! verified, and that it is of a kind that the guard accepts: access tokens of users unless
//! [`accept`](GuardBuilder::accept) says otherwise.
//!
//! A browser sends a cookie whoever made it send the request. With a token from a cookie, requests
//! that change something, and WebSockets, are refused when another site's page made them
//! ([`trusted_origin`](GuardBuilder::trusted_origin) says who else may). Give the cookie
//! `HttpOnly; Secure; SameSite=Lax` all the same, and change nothing by `GET`.
//!
//! # Layers
//!
//! Put a CORS layer outside of the guard: a preflight request carries no token. A layer that logs
//! addresses logs tokens in query parameters.
//!
//! # Features
//!
//! - `management`: `authing-management`'s client knows permissions.
//! - `rustls` (default), `rustls-no-provider`, `native-tls`: how connections are encrypted.
#![cfg_attr(docsrs, feature(doc_cfg))]

mod builder;
mod cross_site;
mod extract;
mod guard;
mod layer;
#[cfg(feature = "management")]
mod management;
mod page;
mod permissions;
mod refusal;
mod token;
mod verified;

pub use authing_protocols::BoxFuture;
pub use builder::GuardBuilder;
pub use guard::Guard;
pub use layer::{GuardLayer, Guarded};
pub use permissions::{
    Permission, PermissionGuard, PermissionTo, Permissions, PermissionsFn, Unavailable,
    permissions_fn,
};
pub use refusal::{Reason, Refusal};
pub use token::TokenSource;
pub use verified::{Accept, Claims, CurrentUser, Verified};

#[cfg(all(doctest, feature = "management"))]
#[doc = include_str!("../README.md")]
struct Readme;
