//! The endpoints of a CAS server, one for every application (CAS protocol 3.0.3).

mod login;
mod logout;
mod params;
mod session;
mod validate;
mod validation_response;

use crate::handler::{Access, Route, Source, get, routes};

pub(crate) use self::login::{send_back, send_ticket};

const ANYBODY: Access = Access::Anonymous;

pub(crate) const ROUTES: &[Route] = &routes(
    Source::Documented("CAS as an identity provider"),
    [
        get("/cas-idp/{appId}", ANYBODY, login::login)
            .source(Source::Client("JavaScript SDK, Python SDK")),
        get("/cas-idp/{appId}/login", ANYBODY, login::login),
        get("/cas-idp/{appId}/validate", ANYBODY, validate::validate),
        get("/cas-idp/{appId}/serviceValidate", ANYBODY, validate::service_validate),
        get("/cas-idp/{appId}/logout", ANYBODY, logout::logout),
        get("/cas-idp/logout", ANYBODY, logout::older_logout)
            .source(Source::Client("JavaScript SDK, Python SDK")),
        get("/cas/session", ANYBODY, session::session),
    ],
);
