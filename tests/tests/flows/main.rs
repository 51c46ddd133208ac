//! Both clients against the emulator, an area a file. One binary, so that they are linked once.
#![cfg(test)]

mod abuse;
mod acl;
mod acl_accounts;
mod acl_resources;
mod administrator;
mod applications;
mod bad_servers;
mod bulk;
mod cas;
mod connections;
mod custom_fields;
mod devices;
mod email_templates;
mod end_user;
mod events;
mod functions;
mod groups;
mod logs;
mod mfa;
mod oidc;
mod orgs;
mod policies;
mod principal;
mod qr_codes;
mod roles;
mod saml;
mod second_factors;
mod social_connections;
mod tenants;
mod user_pool;
mod user_pools;
mod users;
mod visitor;
mod whitelist;
