//! The endpoints of a SAML 2.0 identity provider, one for every application.
//!
//! Sources: Authing's `/api/v2/saml-idp/{appId}`; SAML Core, Bindings, Profiles and Metadata
//! (OASIS, 2005).

mod keys;
mod metadata;
mod request;
mod response;
mod sign_in;
mod signature;
mod xml;

use crate::context::{Access, Cx};
use crate::error::ApiResult;
use crate::failures;
use crate::rest::{Route, get, post};

pub(crate) use self::sign_in::{refuse, send_assertion};

const ANYBODY: Access = Access::Anonymous;

pub(crate) const ROUTES: &[Route] = &[
    get("/api/v2/saml-idp/{appId}", ANYBODY, sign_in::redirect_binding),
    post("/api/v2/saml-idp/{appId}", ANYBODY, sign_in::post_binding),
    get("/api/v2/saml-idp/{appId}/init", ANYBODY, sign_in::begin_here),
    get("/api/v2/saml-idp/{appId}/metadata", ANYBODY, metadata::metadata),
    get("/api/v2/saml-idp/{appId}/metadata-preview", ANYBODY, metadata::preview),
    get("/api/v2/saml-idp/{appId}/cert", ANYBODY, metadata::certificate),
    get("/api/v2/saml-idp/{appId}/cert/fingerprint", ANYBODY, metadata::fingerprint),
];

const SAML: &str = "urn:oasis:names:tc:SAML:2.0:assertion";
const SAMLP: &str = "urn:oasis:names:tc:SAML:2.0:protocol";
const DS: &str = "http://www.w3.org/2000/09/xmldsig#";
const HTTP_POST: &str = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST";
const HTTP_REDIRECT: &str = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect";
const UNSPECIFIED: &str = "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified";

/// Makes the application of the path the one of the request.
fn enter(cx: &mut Cx<'_>, app_id: &str) -> ApiResult<()> {
    cx.enter_app(app_id).map_err(|_| failures::SAML_APP_NOT_FOUND.into())
}

/// Where the application's sign-in is.
fn sso_url(cx: &Cx<'_>) -> ApiResult<String> {
    Ok(format!("{}/api/v2/saml-idp/{}", cx.engine.base_url, cx.app()?.id))
}

/// What the application's identity provider is called: the address of its metadata.
fn entity_id(cx: &Cx<'_>) -> ApiResult<String> {
    Ok(format!("{}/metadata", sso_url(cx)?))
}
