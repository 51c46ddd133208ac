//! The areas of the schema.
//!
//! A handler is a function and a line in its area's table; a new area is a file, a line below and
//! one in `server/tables.rs`.

mod common;

pub(crate) mod acl;
pub(crate) mod codes;
pub(crate) mod contact;
pub(crate) mod custom_data;
pub(crate) mod email_templates;
pub(crate) mod functions;
pub(crate) mod groups;
pub(crate) mod login;
pub(crate) mod mfa;
pub(crate) mod orgs;
pub(crate) mod orgs_members;
pub(crate) mod password;
pub(crate) mod policies;
pub(crate) mod policies_assignments;
pub(crate) mod register;
pub(crate) mod roles;
pub(crate) mod sessions;
pub(crate) mod social_connections;
pub(crate) mod tokens;
pub(crate) mod user_pool;
pub(crate) mod user_pools;
pub(crate) mod users;
pub(crate) mod whitelist;
