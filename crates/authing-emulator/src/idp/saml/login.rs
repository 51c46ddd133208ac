//! From a request to its response (SAML Profiles section 4.1).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::base::error::ApiResult;
use crate::base::text::Lang;
use crate::domain::context::Cx;
use crate::domain::sso::NewInteraction;
use crate::handler::{Call, Reply, RequestBody, Response};
use crate::idp::saml::names::{UNSPECIFIED, enter};
use crate::idp::saml::request::{LoginParams, Message, acs, decode, inflate, refused};
use crate::idp::saml::response::{self, Outcome, Status};
use crate::idp::saml::signature::RequestKey;
use crate::idp::sso::{self, LoginStart, pages};
use crate::state::saml::AuthnRequest;
use crate::state::sso::{AuthenticatedUser, Resume};

/// `GET` with `SAMLRequest` in the query.
pub(super) fn redirect_binding(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    enter(cx, call.param("appId"))?;
    let (message, relay_state) = parameters(call.query_pairs())?;
    let xml = inflate(message)?;
    let message = Message::parse(&xml)?;
    if let Some(certificate) = &cx.app()?.protocols.saml.saml_request_signing_cert {
        RequestKey::new(certificate)?.check_query(call.raw_query())?;
    }
    let login = message.read(cx, relay_state)?;
    begin(cx, call, login)
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
    let login = message.read(cx, relay_state)?;
    begin(cx, call, login)
}

/// A login that begins here: its response belongs to no request.
pub(super) fn begin_here(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    enter(cx, call.param("appId"))?;
    let request = AuthnRequest {
        id: None,
        acs_url: acs(cx, None)?,
        relay_state: call.query("RelayState").map(str::to_owned),
        name_id_format: None,
        contexts: Vec::new(),
    };
    begin(cx, call, LoginParams { request, force_authn: false, passive: false })
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

fn begin(cx: &mut Cx<'_>, call: &Call, login: LoginParams) -> ApiResult<Reply> {
    let LoginParams { request, force_authn, passive } = login;
    let lang = pages::lang(cx, call);
    if let Some(status) = unable(cx, &request)? {
        return Ok(send(cx, &request, Outcome::Failed(status), lang)?.into());
    }
    let authenticated = sso::current(cx, call).filter(|_| !force_authn);
    if passive && authenticated.is_none() {
        return Ok(send(cx, &request, Outcome::Failed(Status::NO_PASSIVE), lang)?.into());
    }
    let resume = Resume::Saml(request.clone());
    let new = NewInteraction { authenticated, needs_consent: false, login_hint: None, resume };
    Ok(match sso::begin(cx, call, new)? {
        LoginStart::Page(response) => response,
        LoginStart::Ready(who) => send_assertion(cx, &request, &who, lang)?,
        LoginStart::Refused(error) => pages::refused(&error, lang),
    }
    .into())
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
    who: &AuthenticatedUser,
    lang: Lang,
) -> ApiResult<Response> {
    send(cx, request, Outcome::AuthenticatedUser(who), lang)
}

/// Sends the browser back without one: the user has turned back.
pub(crate) fn refuse(cx: &mut Cx<'_>, request: &AuthnRequest, lang: Lang) -> ApiResult<Response> {
    send(cx, request, Outcome::Failed(Status::AUTHN_FAILED), lang)
}

fn send(
    cx: &mut Cx<'_>,
    request: &AuthnRequest,
    outcome: Outcome<'_>,
    lang: Lang,
) -> ApiResult<Response> {
    let xml = response::write(cx, request, outcome)?;
    let mut fields = vec![("SAMLResponse", STANDARD.encode(xml))];
    fields.extend(request.relay_state.clone().map(|state| ("RelayState", state)));
    Ok(pages::auto_submit(&request.acs_url, &fields, lang))
}
