//! Both clients against the emulator, an area a file. One binary, so that they are linked once.
#![cfg(test)]

mod acl;
mod acl_accounts;
mod acl_resources;
mod administrator;
mod applications;
mod bad_servers;
mod cas;
mod custom_fields;
mod devices;
mod end_user;
mod events;
mod groups;
mod logs;
mod mfa;
mod oidc;
mod policies;
mod principal;
mod roles;
mod saml;
mod tenants;
mod user_pool;
mod users;
mod visitor;
mod whitelist;
