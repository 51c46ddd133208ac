//! The endpoints of a SAML 2.0 identity provider, one for every application.
//!
//! Sources: Authing's `/api/v2/saml-idp/{appId}`; SAML Core, Bindings, Profiles and Metadata
//! (OASIS, 2005).

mod keys;
mod login;
mod metadata;
mod names;
mod request;
mod response;
mod signature;
mod xml;

use crate::handler::{Access, Route, Source, get, post, routes};

pub(crate) use self::login::{refuse, send_assertion};

const ANYBODY: Access = Access::Anonymous;

pub(crate) const ROUTES: &[Route] = &routes(
    Source::Standard("SAML 2.0"),
    [
        get("/api/v2/saml-idp/{appId}", ANYBODY, login::redirect_binding),
        post("/api/v2/saml-idp/{appId}", ANYBODY, login::post_binding),
        get("/api/v2/saml-idp/{appId}/init", ANYBODY, login::begin_here),
        get("/api/v2/saml-idp/{appId}/metadata", ANYBODY, metadata::metadata),
        get("/api/v2/saml-idp/{appId}/metadata-preview", ANYBODY, metadata::preview),
        get("/api/v2/saml-idp/{appId}/cert", ANYBODY, metadata::certificate),
        get("/api/v2/saml-idp/{appId}/cert/fingerprint", ANYBODY, metadata::fingerprint),
    ],
);
