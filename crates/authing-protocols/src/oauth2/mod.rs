//! OAuth 2.0: the client for Authing's `/oauth/*` endpoints, and what OpenID Connect shares with
//! it.
//!
//! People are logged in with `oidc::OidcClient`. Come here for opaque tokens, and for the types of
//! callbacks, tokens and client authentication.

pub(crate) mod arguments;
#[cfg(feature = "oidc")]
mod assertion;
mod authentication;
pub(crate) mod authorize;
pub(crate) mod callback;
pub(crate) mod client;
pub(crate) mod endpoint;
pub(crate) mod flow;
pub(crate) mod form;
mod introspection;
mod logout;
pub(crate) mod options;
mod pending;
mod pkce;
pub(crate) mod tokens;
pub(crate) mod tolerant;
mod user_info;

pub use crate::profile::{Address, Profile};
#[cfg(feature = "oidc")]
pub use assertion::ClientKey;
pub use authentication::ClientAuthentication;
pub use authorize::Authorization;
pub use callback::Callback;
pub use client::{OAuth2Authorize, OAuth2Client, OAuth2ClientBuilder, OAuth2ResponseType};
pub use introspection::{Introspection, TokenHint};
pub use options::UserInfoMethod;
pub use pending::PendingLogin;
pub use tokens::{TokenType, Tokens};
pub use user_info::UserInfo;
