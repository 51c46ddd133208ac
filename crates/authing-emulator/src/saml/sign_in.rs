//! From a request to its answer (SAML Profiles section 4.1).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::context::Cx;
use crate::error::ApiResult;
use crate::model::saml::AuthnRequest;
use crate::model::sso::{Resume, SignedIn};
use crate::rest::{Answer, Call, Reply, RequestBody};
use crate::saml::request::{Message, Wish, acs, decode, inflate, refused};
use crate::saml::response::{self, Outcome, Status};
use crate::saml::signature::RequestKey;
use crate::saml::{UNSPECIFIED, enter};
use crate::sso::{self, Visit, pages};

/// `GET` with `SAMLRequest` in the query.
pub(super) fn redirect_binding(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    enter(cx, call.param("appId"))?;
    let (message, relay_state) = parameters(call.query_pairs())?;
    let xml = inflate(message)?;
    let message = Message::parse(&xml)?;
    if let Some(certificate) = &cx.app()?.protocols.saml.saml_request_signing_cert {
        RequestKey::new(certificate)?.check_query(call.raw_query())?;
    }
    let wish = message.read(cx, relay_state)?;
    begin(cx, call, wish)
}

/// `POST` with `SAMLRequest` in a form.
pub(super) fn post_binding(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    enter(cx, call.param("appId"))?;
    let RequestBody::Form(pairs) = call.body() else {
        return Err(refused("the body is not a form"));
    };
    let (message, relay_state) = parameters(pairs)?;
    let xml = decode(message)?;
    let message = Message::parse(&xml)?;
    if let Some(certificate) = &cx.app()?.protocols.saml.saml_request_signing_cert {
        RequestKey::new(certificate)?.check_enveloped(&message)?;
    }
    let wish = message.read(cx, relay_state)?;
    begin(cx, call, wish)
}

/// A sign-in that begins here: its answer answers no request.
pub(super) fn begin_here(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    enter(cx, call.param("appId"))?;
    let request = AuthnRequest {
        id: None,
        acs_url: acs(cx, None)?,
        relay_state: call.query("RelayState").map(str::to_owned),
        name_id_format: None,
        contexts: Vec::new(),
    };
    begin(cx, call, Wish { request, force_authn: false, passive: false })
}

/// The message and the relay state, each at most once.
fn parameters(pairs: &[(String, String)]) -> ApiResult<(&str, Option<&str>)> {
    let one = |name: &str| {
        let mut values = pairs.iter().filter(|(own, _)| own == name);
        let value = values.next().map(|(_, value)| value.as_str());
        match values.next() {
            None => Ok(value.filter(|value| !value.is_empty())),
            Some(_) => Err(refused("a parameter came more than once")),
        }
    };
    let message = one("SAMLRequest")?.ok_or_else(|| refused("SAMLRequest is missing"))?;
    Ok((message, one("RelayState")?))
}

fn begin(cx: &mut Cx<'_>, call: &Call, wish: Wish) -> ApiResult<Reply> {
    let Wish { request, force_authn, passive } = wish;
    if let Some(status) = unable(cx, &request)? {
        return Ok(send(cx, &request, Outcome::Failed(status))?.into());
    }
    let signed_in = sso::current(cx, call).filter(|_| !force_authn);
    if passive && signed_in.is_none() {
        return Ok(send(cx, &request, Outcome::Failed(Status::NO_PASSIVE))?.into());
    }
    let resume = Resume::Saml(request);
    let visit = Visit { signed_in, needs_consent: false, login_hint: None, resume };
    Ok(sso::begin(cx, visit)?.into())
}

/// What of the request the application's settings cannot give.
fn unable(cx: &Cx<'_>, request: &AuthnRequest) -> ApiResult<Option<Status>> {
    let settings = &cx.app()?.protocols.saml;
    let formats = [UNSPECIFIED, settings.name_identifier_format.as_str()];
    if request.name_id_format.as_ref().is_some_and(|format| !formats.contains(&format.as_str())) {
        return Ok(Some(Status::INVALID_NAME_ID_POLICY));
    }
    let contexts = &request.contexts;
    if !contexts.is_empty() && !contexts.contains(&settings.authn_context_class_ref) {
        return Ok(Some(Status::NO_AUTHN_CONTEXT));
    }
    Ok(None)
}

/// Sends the browser to the service provider with an assertion about the user.
pub(crate) fn send_assertion(
    cx: &mut Cx<'_>,
    request: &AuthnRequest,
    who: &SignedIn,
) -> ApiResult<Answer> {
    send(cx, request, Outcome::SignedIn(who))
}

/// Sends the browser back without one: the user has turned back.
pub(crate) fn refuse(cx: &mut Cx<'_>, request: &AuthnRequest) -> ApiResult<Answer> {
    send(cx, request, Outcome::Failed(Status::AUTHN_FAILED))
}

fn send(cx: &mut Cx<'_>, request: &AuthnRequest, outcome: Outcome<'_>) -> ApiResult<Answer> {
    let xml = response::write(cx, request, outcome)?;
    let mut fields = vec![("SAMLResponse", STANDARD.encode(xml))];
    fields.extend(request.relay_state.clone().map(|state| ("RelayState", state)));
    Ok(pages::auto_submit(&request.acs_url, &fields, cx.request.lang))
}
