//! The rules of the server, apart from the form requests come in.
//!
//! GraphQL fields and REST routes are thin: they read their input and call these functions.

pub(crate) mod abuse;
pub(crate) mod acl;
pub(crate) mod agreements;
pub(crate) mod applications;
pub(crate) mod calls;
pub(crate) mod cas;
pub(crate) mod claims;
pub(crate) mod codes;
pub(crate) mod connections;
pub(crate) mod context;
pub(crate) mod custom_data;
pub(crate) mod custom_database;
pub(crate) mod email_templates;
pub(crate) mod environment;
pub(crate) mod external_identities;
pub(crate) mod functions;
pub(crate) mod groups;
pub(crate) mod happenings;
pub(crate) mod identity_sources;
pub(crate) mod login;
pub(crate) mod logs;
pub(crate) mod mfa;
pub(crate) mod minting;
pub(crate) mod oidc;
pub(crate) mod orgs;
pub(crate) mod passwords;
pub(crate) mod picture;
pub(crate) mod pipeline;
pub(crate) mod policies;
pub(crate) mod principal;
pub(crate) mod qr_codes;
pub(crate) mod roles;
pub(crate) mod signing;
pub(crate) mod social_connections;
pub(crate) mod sso;
pub(crate) mod tenants;
pub(crate) mod tokens;
pub(crate) mod user_pools;
pub(crate) mod users;
pub(crate) mod views;
pub(crate) mod whitelist;
