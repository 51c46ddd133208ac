//! Guards the routes of an [axum] service with Authing: every request that gets through has a
//! verified token, and a permission where one is required.
//!
//! - [`Guard`] is made once, from a `Verifier` of `authing-protocols`. It makes layers:
//!   [`require_login`](authing_web::Guard::require_login),
//!   [`optional_login`](authing_web::Guard::optional_login) and, with [`Permissions`],
//!   [`require_permission`](PermissionGuard::require_permission).
//! - [`CurrentUser`] and [`Verified`] are extractors: the user, and everything the token says.
//! - [`session_routes`] are the routes of browsers' sessions, and [`Session`] extracts one.
//! - [`Rejection`] is the response to a request that may not pass.
//! - [`HandlerError`] is what a handler fails with: errors of the SDK turn into it by `?`.
//! - [`Webhook`] is an extractor of what Authing tells by itself.
//!
//! What is accepted, what a route can require and what the responses are is the same for every
//! framework and told by [`authing_web`], of which this crate hands on all that is needed. What is
//! axum's own is here: extractors, responses, and the address of a page inside `Router::nest`.
//!
//! # Features
//!
//! - `management`: `authing-management`'s client checks permissions and roles.
//! - `authentication`: `authing-authentication`'s client asks the server about tokens.
//! - `saml`, `cas`: sessions that begin with a login by SAML or CAS.
//! - `rustls` (default), `rustls-no-provider`, `native-tls`: how connections are encrypted.
//! - `socks`: proxies that speak SOCKS.
#![cfg_attr(docsrs, feature(doc_cfg))]

mod extract;
mod guard;
mod handler_error;
mod rejection;
mod session;
mod webhook;

pub use authing_web::{
    Accept, AnyLogin, AuthContext, AuthError, BoxFuture, CachedPermissions, Claims, ConfirmOnline,
    GuardLayer, Guarded, HasRole, HasScope, InOrg, InTenant, Permission, PermissionGuard,
    PermissionTo, Permissions, PermissionsFn, Problem, ProblemKind, RecentLogin, Requirement,
    Sessions, StepUp, StepUpCause, TokenSource, TwoFactorLogin, Unavailable, UserLogin, language,
    permissions_fn,
};
pub use extract::{CurrentUser, Verified};
pub use guard::{Guard, GuardBuilder};
pub use handler_error::HandlerError;
pub use rejection::Rejection;
#[cfg(feature = "saml")]
#[cfg_attr(docsrs, doc(cfg(feature = "saml")))]
pub use session::saml_routes;
pub use session::{Session, session_routes};
pub use webhook::{Webhook, WebhookRejection};

#[cfg(all(doctest, feature = "management"))]
#[doc = include_str!("../README.md")]
struct Readme;
