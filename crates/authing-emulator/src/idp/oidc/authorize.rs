//! The authorization endpoint.

use http::StatusCode;

use crate::base::error::{ApiError, ApiResult};
use crate::base::text::Lang;
use crate::domain::context::Cx;
use crate::domain::oidc::{self as grants, Bindings};
use crate::domain::signing;
use crate::domain::sso::{self as domain, NewInteraction, Step};
use crate::handler::{Call, Reply, Response};
use crate::idp::oidc::client::require_protocol;
use crate::idp::oidc::error::{OAuthError, OAuthResult};
use crate::idp::oidc::params::Params;
use crate::idp::oidc::request::{self, LoginParams};
use crate::idp::oidc::respond::{self, ResponseTarget};
use crate::idp::sso::{self, LoginStart, pages, redirect};
use crate::state::oidc::{AuthorizationRequest, Protocol, Subject};
use crate::state::sso::{AuthenticatedUser, Resume};

/// Serves an authorization request.
///
/// As long as the client and its redirect URI are not known to be right, an error is a page:
/// redirecting would make the server a relay to anywhere (RFC 6749 section 4.1.2.1).
pub(super) fn authorize(cx: &mut Cx<'_>, call: &Call, protocol: Protocol) -> ApiResult<Reply> {
    let params = Params::of_query(call);
    let lang = pages::lang(cx, call);
    let redirect_uri = match client(cx, &params, protocol) {
        Ok(uri) => uri,
        Err(error) => {
            let text = format!("{}: {}", error.code, error.description);
            return Ok(pages::error_text(StatusCode::BAD_REQUEST, &text, lang).into());
        }
    };
    let (_, mode) = request::response_mode(&params);
    let target = ResponseTarget {
        protocol,
        redirect_uri,
        mode,
        state: params.get("state").filter(|_| !params.is_repeated("state")),
        lang,
    };
    let (new, request) = match read(cx, call, &params, protocol, redirect_uri) {
        Ok(read) => read,
        // What the emulator does not do is told loudly, not to the client's error handling.
        Err(error) if error.code == "not_implemented" => return Ok(error.response(cx).into()),
        Err(error) => return Ok(respond::send_error(cx, &target, error).into()),
    };
    Ok(match sso::begin(cx, call, new)? {
        LoginStart::Page(response) => response,
        LoginStart::Ready(who) => grant_authorization(cx, &request, &who, lang)?,
        LoginStart::Refused(error) => refuse_authorization(cx, &request, &error, lang),
    }
    .into())
}

/// Responds to a request whose user has logged in and agreed.
pub(crate) fn grant_authorization(
    cx: &mut Cx<'_>,
    request: &AuthorizationRequest,
    who: &AuthenticatedUser,
    lang: Lang,
) -> ApiResult<Response> {
    let kind = request.response_type;
    let AuthenticatedUser { user_id: id, auth_time, how } = who.clone();
    let subject = Subject::User { id, auth_time, how };
    let grant = grants::grant(request.protocol, &request.app_id, subject, &request.scope);
    let mut params = Vec::new();
    let code = match kind.has_code() {
        true => Some(grants::issue_code(cx, &grant, request)?),
        false => None,
    };
    let access = match kind.has_token() {
        true => Some(grants::issue_access(cx, &grant, None)?),
        false => None,
    };
    if kind.has_id_token() {
        let bindings = Bindings {
            nonce: request.nonce.as_deref(),
            access_token: access.as_ref().map(|access| access.token.as_str()),
            code: code.as_deref(),
        };
        params.push(("id_token", grants::issue_id_token(cx, &grant, &bindings)?));
    }
    if let Some(access) = access {
        params.push(("access_token", access.token));
        params.push(("token_type", "Bearer".to_owned()));
        params.push(("expires_in", access.seconds.to_string()));
        params.push(("scope", grant.scope));
    }
    if let Some(code) = code {
        params.push(("code", code));
    }
    Ok(respond::send(cx, &ResponseTarget::of(request, lang), params))
}

/// Responds to a request whose user has turned back.
pub(crate) fn deny_authorization(
    cx: &Cx<'_>,
    request: &AuthorizationRequest,
    lang: Lang,
) -> Response {
    let error = OAuthError::new("access_denied", "the user did not agree");
    respond::send_error(cx, &ResponseTarget::of(request, lang), error)
}

/// Responds to a request whose user may not log in to the application.
pub(crate) fn refuse_authorization(
    cx: &Cx<'_>,
    request: &AuthorizationRequest,
    reason: &ApiError,
    lang: Lang,
) -> Response {
    let text = format!("{} {}", reason.code, reason.message(Lang::English));
    let error = OAuthError::new("access_denied", text);
    respond::send_error(cx, &ResponseTarget::of(request, lang), error)
}

/// Makes the client's application that of the request. The result is the redirect URI.
fn client<'a>(cx: &mut Cx<'_>, params: &Params<'a>, protocol: Protocol) -> OAuthResult<&'a str> {
    for name in ["client_id", "redirect_uri"] {
        if params.is_repeated(name) {
            return Err(OAuthError::invalid_request(format!("{name} came more than once")));
        }
    }
    let client_id = params.required("client_id")?;
    cx.enter_app(client_id).map_err(|_| {
        OAuthError::new("invalid_client", "there is no application with this client_id")
    })?;
    let redirect_uri = params.required("redirect_uri")?;
    let settings = &cx.app()?.protocols;
    if !redirect::is_allowed(&settings.redirect_uris, redirect_uri) {
        return Err(OAuthError::new(
            "redirect_uri_mismatch",
            "redirect_uri is not one of those registered for the application",
        ));
    }
    require_protocol(protocol, settings.oauth_enabled)?;
    Ok(redirect_uri)
}

/// What the request asks of the user, and the request once it was found in order.
fn read(
    cx: &Cx<'_>,
    call: &Call,
    params: &Params<'_>,
    protocol: Protocol,
    redirect_uri: &str,
) -> OAuthResult<(NewInteraction, AuthorizationRequest)> {
    let login = LoginParams::read(params)?;
    let app = cx.app()?;
    let request = request::read(app, protocol, redirect_uri, params, &login.prompt)?;
    let hinted = match login.id_token_hint {
        None => None,
        Some(hint) => Some(hinted_user(cx, hint)?),
    };
    let authenticated = sso::current(cx, call).filter(|who| {
        let age = cx.now.unix_seconds().saturating_sub(who.auth_time.unix_seconds());
        !login.prompt.login
            // An age of zero asks for a fresh login, even within the same second.
            && login.max_age.is_none_or(|limit| age < limit)
            && hinted.as_ref().is_none_or(|id| *id == who.user_id)
    });
    if login.prompt.none && authenticated.is_none() {
        return Err(OAuthError::new("login_required", "the user is not logged in"));
    }
    if let Some(who) = authenticated.clone().as_mut().filter(|_| login.prompt.none)
        && domain::next_step(cx, who, false, pages::lang(cx, call))? != Step::Done
    {
        return Err(OAuthError::new(
            "interaction_required",
            "the user must choose a tenant or accept an agreement",
        ));
    }
    let new = NewInteraction {
        authenticated,
        needs_consent: login.prompt.consent,
        login_hint: login.login_hint.map(str::to_owned),
        resume: Resume::Authorization(request.clone()),
    };
    Ok((new, request))
}

/// The user of an id token, which may have expired.
fn hinted_user(cx: &Cx<'_>, hint: &str) -> OAuthResult<String> {
    let claims = signing::open_for_app(hint, cx.app()?);
    let subject = claims.as_ref().and_then(|claims| claims.pointer("/sub")?.as_str());
    subject.map(str::to_owned).ok_or_else(|| {
        OAuthError::invalid_request("id_token_hint is not an id token of this application")
    })
}
