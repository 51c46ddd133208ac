//! What an application tells of itself as an identity provider.

use crate::base::error::ApiResult;
use crate::base::markup::content;
use crate::domain::context::Cx;
use crate::domain::signing::internal;
use crate::handler::{Call, Reply, Response};
use crate::idp::saml::keys;
use crate::idp::saml::names::{DS, HTTP_POST, HTTP_REDIRECT, SAMLP, enter, entity_id, sso_url};

const MD: &str = "urn:oasis:names:tc:SAML:2.0:metadata";

pub(super) fn metadata(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    Ok(Response::text(document(cx, call)?, "application/samlmetadata+xml").into())
}

/// The same, for a browser to show.
pub(super) fn preview(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    Ok(Response::text(document(cx, call)?, "application/xml; charset=utf-8").into())
}

pub(super) fn certificate(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    enter(cx, call.param("appId"))?;
    let pem = keys::of_app(cx)?.certificate_pem().map_err(internal)?;
    Ok(Response::text(pem, "application/x-pem-file").into())
}

pub(super) fn fingerprint(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    enter(cx, call.param("appId"))?;
    let fingerprint = keys::of_app(cx)?.fingerprint().map_err(internal)?;
    Ok(Response::text(fingerprint, "text/plain; charset=utf-8").into())
}

fn document(cx: &mut Cx<'_>, call: &Call) -> ApiResult<String> {
    enter(cx, call.param("appId"))?;
    let key = keys::of_app(cx)?;
    let settings = &cx.app()?.protocols.saml;
    let sso = content(&sso_url(cx)?);
    Ok(format!(
        "<md:EntityDescriptor xmlns:md=\"{MD}\" entityID=\"{entity}\">\
         <md:IDPSSODescriptor protocolSupportEnumeration=\"{SAMLP}\" \
         WantAuthnRequestsSigned=\"{signed}\">\
         <md:KeyDescriptor use=\"signing\"><ds:KeyInfo xmlns:ds=\"{DS}\"><ds:X509Data>\
         <ds:X509Certificate>{certificate}</ds:X509Certificate></ds:X509Data></ds:KeyInfo>\
         </md:KeyDescriptor><md:NameIDFormat>{format}</md:NameIDFormat>\
         <md:SingleSignOnService Binding=\"{HTTP_REDIRECT}\" Location=\"{sso}\"/>\
         <md:SingleSignOnService Binding=\"{HTTP_POST}\" Location=\"{sso}\"/>\
         </md:IDPSSODescriptor></md:EntityDescriptor>",
        entity = content(&entity_id(cx)?),
        signed = settings.saml_request_signing_cert.is_some(),
        certificate = key.certificate,
        format = content(&settings.name_identifier_format),
    ))
}
