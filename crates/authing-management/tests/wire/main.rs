//! Every call: exactly what goes over the wire, and how the answer is read.
#![cfg(test)]

mod acl;
mod acl_accounts;
mod acl_namespaces;
mod acl_resources;
mod applications;
mod checks;
mod common;
mod custom_fields;
mod devices;
mod events;
mod groups;
mod logs;
mod mfa;
mod policies;
mod principal;
mod roles;
mod tenants;
mod user_pool;
mod users;
mod whitelist;
