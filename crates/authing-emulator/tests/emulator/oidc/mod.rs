//! The OpenID Connect and OAuth 2.0 endpoints.

mod authorize;
pub(crate) mod browser;
mod client_auth;
mod code;
mod credentials;
mod discovery;
mod front_channel;
mod introspection;
mod login;
mod logout;
mod machines;
mod oauth;
mod password;
pub(crate) mod provider;
mod settings;
mod state;
mod userinfo;
