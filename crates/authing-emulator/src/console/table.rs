//! All pages, in the order of the menu: a new one is a file in `pages` and a line here.

use crate::console::page::Page;
use crate::console::pages::{
    app, apps, data, events, inbox, org_node, orgs, overview, providers, request, requests, role,
    roles, switches, tokens, user, user_login, users, users_new, webhook, webhooks,
};

pub(super) const PAGES: &[&Page] = &[
    &overview::PAGE,
    &users::PAGE,
    &users_new::PAGE,
    &user::PAGE,
    &user_login::PAGE,
    &orgs::PAGE,
    &org_node::PAGE,
    &roles::PAGE,
    &role::PAGE,
    &apps::PAGE,
    &app::PAGE,
    &providers::PAGE,
    &inbox::PAGE,
    &requests::PAGE,
    &request::PAGE,
    &events::PAGE,
    &webhooks::PAGE,
    &webhook::PAGE,
    &tokens::PAGE,
    &switches::PAGE,
    &data::PAGE,
];
