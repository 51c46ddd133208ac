//! The pages, one a file.

pub(super) mod app;
pub(super) mod apps;
pub(super) mod data;
pub(super) mod events;
pub(super) mod inbox;
pub(super) mod org_node;
pub(super) mod orgs;
pub(super) mod overview;
pub(super) mod providers;
pub(super) mod request;
pub(super) mod requests;
pub(super) mod role;
pub(super) mod roles;
pub(super) mod switches;
pub(super) mod tokens;
pub(super) mod user;
pub(super) mod user_login;
pub(super) mod users;
pub(super) mod users_new;
pub(super) mod webhook;
pub(super) mod webhooks;
