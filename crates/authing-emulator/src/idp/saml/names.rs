//! The names of the protocol, and those of an application's identity provider.

use crate::base::error::ApiResult;
use crate::base::failures;
use crate::domain::context::Cx;

pub(super) const SAML: &str = "urn:oasis:names:tc:SAML:2.0:assertion";
pub(super) const SAMLP: &str = "urn:oasis:names:tc:SAML:2.0:protocol";
pub(super) const DS: &str = "http://www.w3.org/2000/09/xmldsig#";
pub(super) const HTTP_POST: &str = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST";
pub(super) const HTTP_REDIRECT: &str = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect";
pub(super) const UNSPECIFIED: &str = "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified";

/// Makes the application of the path the one of the request.
pub(super) fn enter(cx: &mut Cx<'_>, app_id: &str) -> ApiResult<()> {
    cx.enter_app(app_id).map_err(|_| failures::SAML_APP_NOT_FOUND.into())
}

/// The address of the application's login endpoint.
pub(super) fn sso_url(cx: &Cx<'_>) -> ApiResult<String> {
    Ok(format!("{}/api/v2/saml-idp/{}", cx.env.base_url, cx.app()?.id))
}

/// What the application's identity provider is called: the address of its metadata.
pub(super) fn entity_id(cx: &Cx<'_>) -> ApiResult<String> {
    Ok(format!("{}/metadata", sso_url(cx)?))
}
