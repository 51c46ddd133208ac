//! Sending an authorization response to the client (OAuth 2.0 Multiple Response Types, Form Post
//! Response Mode, RFC 9207).

use crate::base::form;
use crate::base::text::Lang;
use crate::domain::context::Cx;
use crate::handler::Response;
use crate::idp::oidc::error::OAuthError;
use crate::idp::sso::{pages, redirect};
use crate::state::oidc::{AuthorizationRequest, Protocol, ResponseMode};

/// Where a response goes.
pub(super) struct ResponseTarget<'a> {
    pub(super) protocol: Protocol,
    pub(super) redirect_uri: &'a str,
    pub(super) mode: ResponseMode,
    pub(super) state: Option<&'a str>,
    /// That of the page, where the response travels by one.
    pub(super) lang: Lang,
}

impl<'a> ResponseTarget<'a> {
    pub(super) fn of(request: &'a AuthorizationRequest, lang: Lang) -> Self {
        Self {
            protocol: request.protocol,
            redirect_uri: &request.redirect_uri,
            mode: request.response_mode,
            state: request.state.as_deref(),
            lang,
        }
    }
}

/// Sends parameters, with `state` and the issuer added.
pub(super) fn send(
    cx: &Cx<'_>,
    target: &ResponseTarget<'_>,
    mut params: Vec<(&'static str, String)>,
) -> Response {
    if let Some(state) = target.state {
        params.push(("state", state.to_owned()));
    }
    params.push(("iss", target.protocol.issuer(&cx.env.base_url)));
    let uri = target.redirect_uri;
    match target.mode {
        ResponseMode::Query => {
            Response::redirect(&redirect::with_query(uri, &form::encode(&params)))
        }
        ResponseMode::Fragment => Response::redirect(&format!("{uri}#{}", form::encode(&params))),
        ResponseMode::FormPost => pages::auto_submit(uri, &params, target.lang),
    }
}

pub(super) fn send_error(cx: &Cx<'_>, target: &ResponseTarget<'_>, error: OAuthError) -> Response {
    let params = vec![("error", error.code.to_owned()), ("error_description", error.description)];
    send(cx, target, params)
}
