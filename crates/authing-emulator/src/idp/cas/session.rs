//! The probe for a session, which Authing has beside the protocol.

use serde_json::json;

use crate::base::error::ApiResult;
use crate::domain::context::Cx;
use crate::handler::{Call, Envelope, Reply};
use crate::idp::sso;

/// Only the response to a browser without a session is known.
pub(super) fn session(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    if sso::is_logged_in(cx, call) {
        let what = "GET /cas/session of a browser that has a session";
        return Ok(Envelope::V2.not_emulated(what, cx.request).into());
    }
    Ok(Reply::Bare(json!({ "session": null })))
}
