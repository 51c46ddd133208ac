//! All pages, in the order of the menu: a new one is a file in `pages` and a line here.

use crate::console::page::Page;
use crate::console::pages::{
    app, app_login, apps, data, events, fields, inbox, org_node, orgs, overview, policies, policy,
    providers, request, requests, role, roles, settings, switches, tenant, tenants, tokens, user,
    user_login, users, users_new, webhook, webhooks,
};

pub(super) const PAGES: &[&Page] = &[
    &overview::PAGE,
    &settings::PAGE,
    &users::PAGE,
    &users_new::PAGE,
    &user::PAGE,
    &user_login::PAGE,
    &orgs::PAGE,
    &org_node::PAGE,
    &roles::PAGE,
    &role::PAGE,
    &policies::PAGE,
    &policy::PAGE,
    &tenants::PAGE,
    &tenant::PAGE,
    &fields::PAGE,
    &apps::PAGE,
    &app::PAGE,
    &app_login::PAGE,
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
