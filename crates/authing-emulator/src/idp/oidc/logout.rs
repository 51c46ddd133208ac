//! The end-session endpoint (OpenID Connect RP-Initiated Logout 1.0).

use http::StatusCode;

use crate::base::error::ApiResult;
use crate::base::{form, jwt};
use crate::domain::context::Cx;
use crate::domain::signing;
use crate::handler::{Call, Reply, Response};
use crate::idp::oidc::error::{OAuthError, OAuthResult};
use crate::idp::oidc::params::Params;
use crate::idp::sso::{self, pages, redirect};
use crate::state::applications::Application;

/// Ends the browser's session, and redirects if the client may ask for that. A hint of another
/// user ends nothing.
pub(super) fn end_session(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    let lang = pages::lang(cx, call);
    let (location, subject) = match read(cx, &Params::of_query(call)) {
        Ok(read) => read,
        Err(error) => {
            let text = format!("{}: {}", error.code, error.description);
            return Ok(pages::error_text(StatusCode::BAD_REQUEST, &text, lang).into());
        }
    };
    let response = match location {
        Some(location) => Response::redirect(&location),
        None => pages::logged_out(lang),
    };
    Ok(sso::forget_sessions(cx, call, subject.as_deref(), response).into())
}

/// Where to go, and the user whose session it is.
fn read(cx: &Cx<'_>, params: &Params<'_>) -> OAuthResult<(Option<String>, Option<String>)> {
    params.require_single()?;
    let hint = match params.get("id_token_hint") {
        None => None,
        Some(hint) => Some(open_hint(cx, hint).ok_or_else(|| {
            OAuthError::invalid_request("id_token_hint is not an id token of this server")
        })?),
    };
    let app = match (&hint, params.get("client_id")) {
        (Some((app, _)), None) => Some(*app),
        (Some((app, _)), Some(id)) if app.id == id => Some(*app),
        (Some(_), Some(_)) => {
            return Err(OAuthError::invalid_request("client_id and id_token_hint differ"));
        }
        (None, Some(id)) => cx.state.pool_of_app(id).and_then(|pool| pool.app(id)),
        (None, None) => None,
    };
    let subject = hint.map(|(_, subject)| subject);
    let Some(uri) = params.get("post_logout_redirect_uri") else {
        return Ok((None, subject));
    };
    let app = app.ok_or_else(|| OAuthError::missing("id_token_hint"))?;
    if !redirect::is_allowed(&app.protocols.logout_redirect_uris, uri) {
        return Err(OAuthError::invalid_request(
            "post_logout_redirect_uri is not one of those registered for the application",
        ));
    }
    let state = params.get("state").map(|state| ("state", state.to_owned()));
    let query = form::encode(state.as_slice());
    Ok((Some(redirect::with_query(uri, &query)), subject))
}

/// The application and user of an id token, which may have expired.
fn open_hint<'a>(cx: &'a Cx<'_>, hint: &str) -> Option<(&'a Application, String)> {
    let unchecked = jwt::unchecked_claims(hint)?;
    let app_id = unchecked.pointer("/aud")?.as_str()?;
    let app = cx.state.pool_of_app(app_id)?.app(app_id)?;
    let claims = signing::open_for_app(hint, app)?;
    let subject = claims.pointer("/sub")?.as_str()?.to_owned();
    Some((app, subject))
}
