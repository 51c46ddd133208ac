//! The areas of REST.
//!
//! A handler is a function and a line in its area's table; a new area is a file, a line below and
//! one in `server/tables.rs`. A path that stands in no table is refused by name.

pub(crate) mod abuse;
pub(crate) mod acl;
pub(crate) mod acl_accounts;
pub(crate) mod acl_namespaces;
pub(crate) mod acl_resources;
pub(crate) mod applications;
pub(crate) mod applications_access;
pub(crate) mod applications_agreements;
pub(crate) mod codes;
pub(crate) mod connections;
pub(crate) mod devices;
pub(crate) mod email_code;
pub(crate) mod events;
pub(crate) mod external_identities;
pub(crate) mod logs;
pub(crate) mod mfa;
pub(crate) mod mfa_management;
pub(crate) mod orgs;
pub(crate) mod policies;
pub(crate) mod principal;
pub(crate) mod qr_codes;
pub(crate) mod roles;
pub(crate) mod sessions;
pub(crate) mod system;
pub(crate) mod tenants;
pub(crate) mod tenants_identity_sources;
pub(crate) mod uploads;
pub(crate) mod user_pool;
pub(crate) mod users;
pub(crate) mod users_activity;
