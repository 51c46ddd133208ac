//! Guards the routes of an [actix-web](actix_web) service with Authing: every request that gets through
//! has a verified token, and a permission where one is required.
//!
//! - [`Guard`] is made once, for an application ([`Guard::for_app`]) or from a `Verifier` of
//!   `authing-protocols`. It makes middleware: [`require`](Guard::require),
//!   [`require_login`](Guard::require_login), [`optional_login`](Guard::optional_login) and, with
//!   [`Permissions`], [`require_permission`](PermissionGuard::require_permission).
//! - [`CurrentUser`], [`Verified`] and [`AuthContext`] are extractors: the user, everything the token says,
//!   and whether there is one.
//! - [`session_routes`] are the routes of browsers' sessions, and [`Session`] extracts one.
//! - [`Rejection`] is the response to a request that may not pass.
//! - [`HandlerError`] is what a handler fails with: errors of the SDK turn into it by `?`.
//! - [`Webhook`] is an extractor of what Authing tells by itself.
//!
//! What is accepted, what a route can require and what the responses are is the same for every
//! framework and told by [`authing_web`], of which this crate hands on all that is needed. What is
//! actix-web's own is here: middleware, extractors, responses.
//!
//! # Features
//!
//! - `management`: `authing-management`'s client checks permissions and roles.
//! - `authentication`: `authing-authentication`'s client asks the server about tokens.
//! - `events`: cached permissions follow Authing's events.
//! - `saml`, `cas`: sessions that begin with a login by SAML or CAS.
//! - `rustls` (default), `rustls-no-provider`, `native-tls`: how connections are encrypted.
//! - `socks`: proxies that speak SOCKS.
#![cfg_attr(docsrs, feature(doc_cfg))]

mod body;
mod convert;
mod extract;
mod guard;
mod handler_error;
mod layer;
mod parts;
mod rejection;
mod session;
mod webhook;

pub use authing_web::{
    Accept, AnyLogin, AuthError, BoxFuture, CachedPermissions, Claims, ConfirmOnline, HasRole,
    HasScope, InOrg, InTenant, Permission, PermissionTo, Permissions, PermissionsFn, Problem,
    ProblemKind, RecentLogin, Requirement, Sessions, StepUp, StepUpCause, TokenSource,
    TwoFactorLogin, Unavailable, UserLogin, language, permissions_fn,
};
pub use extract::{AuthContext, CurrentUser, Verified};
pub use guard::{Guard, GuardBuilder, PermissionGuard};
pub use handler_error::HandlerError;
pub use layer::{GuardLayer, Guarded};
pub use parts::{RequestParts, append_headers, http_response};
pub use rejection::Rejection;
pub use session::{Session, SessionRoutes, session_routes};
pub use webhook::{Webhook, WebhookRejection, webhook_route};

#[cfg(all(doctest, feature = "management"))]
#[doc = include_str!("../README.md")]
struct Readme;
