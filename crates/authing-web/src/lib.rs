//! Guards web services with Authing, whatever they are built with: every request that gets through
//! has a verified token, and a permission where one is required.
//!
//! This crate knows `http` and tower, and no framework. `authing-axum` and `authing-actix` put extractors
//! on top of it; with anything else that speaks tower (hyper, tonic, poem, salvo) use it as it is, and
//! without tower ask [`GuardLayer::authorize`].
//!
//! - [`Guard`] is made once, for an application ([`Guard::for_app`]) or from a `Verifier` of
//!   `authing-protocols`. It makes layers: [`require`](Guard::require),
//!   [`require_login`](Guard::require_login), [`optional_login`](Guard::optional_login) and, with
//!   [`Permissions`], [`require_permission`](PermissionGuard::require_permission).
//! - [`AuthContext`] is in the extensions of every request that gets through: who sent it, as
//!   [`CurrentUser`] or [`Verified`].
//! - [`Requirement`] is what a route requires beyond a login.
//! - [`CachedPermissions`] spares most of the requests to Authing that requirements cost, for a price.
//! - [`Rejection`] is the response to a request that may not pass, and [`Problem`] what any failure is
//!   over HTTP.
//! - [`session`] has the sessions of browsers: login, callback, logout, renewal.
//! - [`webhook`] receives what Authing tells by itself.
//!
//! # What is accepted
//!
//! A token is accepted from the header `Authorization: Bearer`, and from a cookie or a query
//! parameter only when the guard is given their names. Its signature, issuer, audience and times
//! are verified, and that it is of a kind that the guard accepts: access tokens of users unless
//! [`accept`](GuardBuilder::accept) says otherwise. A token of any kind that is bound to a key
//! (`cnf`) is rejected: it is not a bearer token. A service that checks the proof of the key itself says
//! so when it builds the verifier (`key_bound_tokens`).
//!
//! A browser sends a cookie with every request, whichever page made it. With a token from a cookie,
//! requests that change something, and WebSockets, are rejected when another site's page made them
//! ([`trusted_origin`](GuardBuilder::trusted_origin) allows more origins). Give the cookie
//! `HttpOnly; Secure; SameSite=Lax` all the same, and change nothing by `GET`.
//!
//! # Layers
//!
//! Put a CORS layer outside of the guard: a preflight request carries no token. A layer that logs
//! URLs logs tokens in query parameters.
//!
//! # Features
//!
//! - `management`: `authing-management`'s client checks permissions and roles.
//! - `authentication`: `authing-authentication`'s client asks the server about tokens.
//! - `saml`, `cas`: sessions that begin with a login by SAML or CAS.
//! - `events`: [`CachedPermissions`] follows Authing's events.
//! - `test-util`: deliveries of webhooks, and what must hold of every store, for tests.
//! - `rustls` (default), `rustls-no-provider`, `native-tls`: how connections are encrypted.
//! - `socks`: proxies that speak SOCKS.
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(feature = "authentication")]
mod authentication;
mod builder;
mod check;
mod context;
mod cookie;
mod cross_site;
mod error;
mod guard;
mod layer;
#[cfg(feature = "management")]
mod management;
mod online;
mod page;
mod permission;
mod permission_cache;
mod permission_guard;
mod problem;
mod rejection;
mod reply;
mod requirement;
mod role;
pub mod session;
mod settings;
#[cfg(feature = "test-util")]
pub mod store_laws;
mod token;
mod verified;
pub mod webhook;

pub use authing_protocols::BoxFuture;
pub use builder::GuardBuilder;
pub use context::AuthContext;
pub use error::{AuthError, StepUp, StepUpCause};
pub use guard::Guard;
pub use layer::{GuardLayer, Guarded};
pub use online::ConfirmOnline;
pub use permission::{
    Permission, PermissionTo, Permissions, PermissionsFn, Unavailable, permissions_fn,
};
pub use permission_cache::CachedPermissions;
pub use permission_guard::PermissionGuard;
pub use problem::{Problem, ProblemKind, language};
pub use rejection::Rejection;
pub use requirement::{
    AnyLogin, HasScope, InOrg, InTenant, RecentLogin, Requirement, TwoFactorLogin, UserLogin,
};
pub use role::HasRole;
pub use session::{Session, SessionClaims, Sessions};
pub use verified::{Accept, Claims, CurrentUser, TokenSource, Verified};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
