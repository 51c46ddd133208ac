//! What the emulator remembers, one module an area.
//!
//! Plain data with the invariants that belong to it: everything here is written to and read from
//! a snapshot as it is.

pub(crate) mod abuse;
pub(crate) mod acl;
pub(crate) mod applications;
pub(crate) mod authentication;
#[cfg(test)]
mod canary;
pub(crate) mod cas;
pub(crate) mod codes;
pub(crate) mod custom_data;
pub(crate) mod devices;
pub(crate) mod email_templates;
mod emulator_state;
pub(crate) mod external_identities;
pub(crate) mod functions;
pub(crate) mod groups;
pub(crate) mod logs;
pub(crate) mod mfa;
pub(crate) mod oidc;
pub(crate) mod orgs;
pub(crate) mod parts;
pub(crate) mod pipeline;
pub(crate) mod policies;
pub(crate) mod principal;
pub(crate) mod qr_codes;
pub(crate) mod roles;
pub(crate) mod saml;
pub(crate) mod social_connections;
pub(crate) mod sso;
pub(crate) mod tenants;
pub(crate) mod tokens;
mod tracked;
pub(crate) mod uploads;
pub(crate) mod user_pool;
pub(crate) mod users;
pub(crate) mod webhooks;
pub(crate) mod whitelist;

pub(crate) use self::emulator_state::{EmulatorState, SNAPSHOT_VERSION};
pub(crate) use self::tracked::Tracked;
