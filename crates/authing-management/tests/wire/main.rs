//! Every call: exactly what goes over the wire, and how the response is read.
#![cfg(test)]

mod acl;
mod acl_accounts;
mod acl_namespaces;
mod acl_resources;
mod applications;
#[cfg(feature = "bulk")]
mod bulk;
mod checks;
mod client;
mod common;
mod custom_fields;
mod devices;
mod email_templates;
mod events;
mod functions;
mod groups;
mod logs;
mod mfa;
mod odd;
mod options;
mod orgs;
mod policies;
mod principal;
mod roles;
mod social_connections;
mod surroundings;
mod tenants;
mod tokens;
mod user_pool;
mod user_pools;
mod users;
mod whitelist;
