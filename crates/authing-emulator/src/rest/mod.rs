//! The REST routes.
//!
//! An area is one file: handlers, and a table that names their method, path and credential. A
//! path that stands in no table is refused by name.

mod access_control;
mod agreements;
mod analysis;
mod application_access;
mod applications;
mod authentication;
mod authorization;
mod call;
mod captcha;
mod connections;
mod devices;
mod events;
mod identity_sources;
mod messages;
mod mfa;
mod multipart;
mod namespaces;
mod organisations;
mod principals;
mod programmatic_accounts;
mod qrcodes;
mod reply;
mod resources;
mod second_factors;
mod sessions;
mod social;
mod system;
mod tenants;
mod uploads;
mod user_pool;
mod users;

use http::{Method, StatusCode};

use crate::context::{Access, Cx, RequestInfo};
use crate::engine::Engine;
use crate::error::{ApiResult, Text};
use crate::{cas, oidc, saml, sso};

pub(crate) use self::call::{Call, Paging, RequestBody, malformed, parse_query};
pub(crate) use self::reply::{Answer, Envelope, Reply};

const AREAS: &[&[Route]] = &[
    access_control::ROUTES,
    agreements::ROUTES,
    analysis::ROUTES,
    application_access::ROUTES,
    applications::ROUTES,
    authentication::ROUTES,
    authorization::ROUTES,
    captcha::ROUTES,
    connections::ROUTES,
    devices::ROUTES,
    events::ROUTES,
    identity_sources::ROUTES,
    messages::ROUTES,
    mfa::ROUTES,
    namespaces::ROUTES,
    organisations::ROUTES,
    principals::ROUTES,
    programmatic_accounts::ROUTES,
    qrcodes::ROUTES,
    resources::ROUTES,
    second_factors::ROUTES,
    sessions::ROUTES,
    social::ROUTES,
    system::ROUTES,
    tenants::ROUTES,
    uploads::ROUTES,
    user_pool::ROUTES,
    users::ROUTES,
    oidc::ROUTES,
    oidc::OAUTH_ROUTES,
    cas::ROUTES,
    saml::ROUTES,
    sso::ROUTES,
];

const DONE: Text = Text::new("操作成功", "Done.");

/// One line of an area's table.
pub(crate) struct Route {
    method: Method,
    pub(crate) path: &'static str,
    access: Access,
    run: fn(&mut Cx<'_>, &Call) -> ApiResult<Reply>,
}

pub(crate) const fn get(
    path: &'static str,
    access: Access,
    run: fn(&mut Cx<'_>, &Call) -> ApiResult<Reply>,
) -> Route {
    Route { method: Method::GET, path, access, run }
}

pub(crate) const fn post(
    path: &'static str,
    access: Access,
    run: fn(&mut Cx<'_>, &Call) -> ApiResult<Reply>,
) -> Route {
    Route { method: Method::POST, path, access, run }
}

const fn put(
    path: &'static str,
    access: Access,
    run: fn(&mut Cx<'_>, &Call) -> ApiResult<Reply>,
) -> Route {
    Route { method: Method::PUT, path, access, run }
}

const fn patch(
    path: &'static str,
    access: Access,
    run: fn(&mut Cx<'_>, &Call) -> ApiResult<Reply>,
) -> Route {
    Route { method: Method::PATCH, path, access, run }
}

const fn delete(
    path: &'static str,
    access: Access,
    run: fn(&mut Cx<'_>, &Call) -> ApiResult<Reply>,
) -> Route {
    Route { method: Method::DELETE, path, access, run }
}

/// Every path of the tables, once.
pub(crate) fn paths() -> Vec<&'static str> {
    let mut paths: Vec<&str> = AREAS.iter().copied().flatten().map(|route| route.path).collect();
    paths.sort_unstable();
    paths.dedup();
    paths
}

/// Whether the tables have this method for this path.
pub(crate) fn has_route(method: &Method, path: &str) -> bool {
    find(method, path).is_some()
}

/// Runs a route and puts its answer into the envelope the path calls for.
pub(crate) fn answer(
    engine: &Engine,
    info: &RequestInfo,
    method: &Method,
    path: &str,
    call: &Call,
) -> Answer {
    let envelope = Envelope::of(path);
    let Some(route) = find(method, path) else {
        return envelope.not_emulated(&format!("{method} {path}"), info);
    };
    let reply = engine.with(info, |cx| {
        cx.admit(route.access)?;
        (route.run)(cx, call)
    });
    match reply {
        Ok(reply) => envelope.wrap(reply, info),
        Err(error) => Answer::json(StatusCode::OK, &envelope.failure(&error, info)),
    }
}

fn find(method: &Method, path: &str) -> Option<&'static Route> {
    AREAS.iter().copied().flatten().find(|route| route.path == path && route.method == *method)
}
