//! Sending an authorization response to the client (OAuth 2.0 Multiple Response Types, Form Post
//! Response Mode, RFC 9207).

use crate::context::Cx;
use crate::model::protocol::{AuthorizationRequest, Protocol, ResponseMode};
use crate::oidc::error::OAuthError;
use crate::rest::Answer;
use crate::sso::pages;
use crate::sso::redirect;

/// Where a response goes.
pub(super) struct Target<'a> {
    pub(super) protocol: Protocol,
    pub(super) redirect_uri: &'a str,
    pub(super) mode: ResponseMode,
    pub(super) state: Option<&'a str>,
}

impl<'a> From<&'a AuthorizationRequest> for Target<'a> {
    fn from(request: &'a AuthorizationRequest) -> Self {
        Self {
            protocol: request.protocol,
            redirect_uri: &request.redirect_uri,
            mode: request.response_mode,
            state: request.state.as_deref(),
        }
    }
}

/// Sends parameters, with `state` and the issuer added.
pub(super) fn send(
    cx: &Cx<'_>,
    target: &Target<'_>,
    mut params: Vec<(&'static str, String)>,
) -> Answer {
    if let Some(state) = target.state {
        params.push(("state", state.to_owned()));
    }
    params.push(("iss", target.protocol.issuer(&cx.engine.base_url)));
    let uri = target.redirect_uri;
    match target.mode {
        ResponseMode::Query => {
            Answer::redirect(&redirect::with_query(uri, &redirect::encode(&params)))
        }
        ResponseMode::Fragment => Answer::redirect(&format!("{uri}#{}", redirect::encode(&params))),
        ResponseMode::FormPost => pages::auto_submit(uri, &params, cx.request.lang),
    }
}

pub(super) fn send_error(cx: &Cx<'_>, target: &Target<'_>, error: OAuthError) -> Answer {
    let params = vec![("error", error.code.to_owned()), ("error_description", error.description)];
    send(cx, target, params)
}
