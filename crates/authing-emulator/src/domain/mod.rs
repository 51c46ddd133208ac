//! The rules of the server, apart from the form requests come in.
//!
//! GraphQL fields and REST routes are thin: they read their input and call these functions.

pub(crate) mod abuse;
pub(crate) mod access;
pub(crate) mod accounts;
pub(crate) mod actions;
pub(crate) mod applications;
pub(crate) mod audit;
pub(crate) mod authorization;
pub(crate) mod cas;
pub(crate) mod claims;
pub(crate) mod codes;
pub(crate) mod custom_data;
pub(crate) mod directories;
pub(crate) mod email_templates;
pub(crate) mod grants;
pub(crate) mod login;
pub(crate) mod mfa;
pub(crate) mod namespaces;
pub(crate) mod org_views;
pub(crate) mod organisations;
pub(crate) mod outsiders;
pub(crate) mod passwords;
pub(crate) mod picture;
pub(crate) mod principals;
pub(crate) mod protocol_grants;
pub(crate) mod qrcodes;
pub(crate) mod rights;
pub(crate) mod social;
pub(crate) mod sso;
pub(crate) mod tenants;
pub(crate) mod tokens;
pub(crate) mod totp;
pub(crate) mod views;
