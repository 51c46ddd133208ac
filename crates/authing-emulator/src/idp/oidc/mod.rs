//! The endpoints of an OpenID Connect and OAuth 2.0 provider.
//!
//! Both families run through the same code; [`Protocol`](crate::state::oidc::Protocol) says which one is meant. Applications
//! share the emulator's origin, so they share the discovery document and the key set too.

mod authorize;
mod client;
mod client_credentials;
mod discovery;
mod error;
mod introspection;
mod issue;
mod login;
mod logout;
mod params;
mod request;
mod respond;
mod revocation;
mod token;
mod user_token;
mod userinfo;
mod validate;

use crate::handler::{Access, Route, Source, get, post, routes};
use crate::state::oidc::Protocol::{OAuth, Oidc};

pub(crate) use self::authorize::{deny_authorization, grant_authorization, refuse_authorization};

const ANYBODY: Access = Access::Anonymous;

pub(crate) const ROUTES: &[Route] = &routes(
    Source::Documented("StandardProtocol, OpenID Connect"),
    [
        get("/oidc/.well-known/openid-configuration", ANYBODY, discovery::metadata)
            .source(Source::Standard("OpenID Connect Discovery 1.0")),
        get("/oidc/.well-known/jwks.json", ANYBODY, discovery::jwks),
        get("/oidc/auth", ANYBODY, |cx, call| authorize::authorize(cx, call, Oidc)),
        post("/oidc/token", ANYBODY, |cx, call| token::token(cx, call, Oidc)),
        get("/oidc/me", ANYBODY, |cx, call| userinfo::userinfo(cx, call, Oidc))
            .source(Source::Seen("the methods and places of a token that are accepted")),
        post("/oidc/me", ANYBODY, |cx, call| userinfo::userinfo(cx, call, Oidc))
            .source(Source::Seen("the methods and places of a token that are accepted")),
        post("/oidc/token/introspection", ANYBODY, |cx, call| {
            introspection::introspect(cx, call, Oidc)
        }),
        post("/oidc/token/revocation", ANYBODY, |cx, call| revocation::revoke(cx, call, Oidc)),
        get("/oidc/session/end", ANYBODY, logout::end_session),
        get("/api/v2/oidc/validate_token", ANYBODY, validate::validate_token),
        post("/api/v3/signin", ANYBODY, login::login).source(Source::Client("JavaScript SDK")),
    ],
);

pub(crate) const OAUTH_ROUTES: &[Route] = &routes(
    Source::Documented("StandardProtocol, OAuth 2.0"),
    [
        get("/oauth/auth", ANYBODY, |cx, call| authorize::authorize(cx, call, OAuth)),
        post("/oauth/token", ANYBODY, |cx, call| token::token(cx, call, OAuth)),
        get("/oauth/me", ANYBODY, |cx, call| userinfo::userinfo(cx, call, OAuth)),
        post("/oauth/me", ANYBODY, |cx, call| userinfo::userinfo(cx, call, OAuth)),
        get("/oauth/user/userinfo", ANYBODY, |cx, call| userinfo::userinfo(cx, call, OAuth)),
        post("/oauth/token/introspection", ANYBODY, |cx, call| {
            introspection::introspect(cx, call, OAuth)
        }),
        post("/oauth/token/revocation", ANYBODY, |cx, call| revocation::revoke(cx, call, OAuth)),
    ],
);
