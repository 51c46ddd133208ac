//! The logout that belongs to no protocol.

use http::StatusCode;
use url::Url;

use crate::base::error::ApiResult;
use crate::domain::context::Cx;
use crate::handler::{Call, Reply, Response};
use crate::idp::sso::{cookies, pages};

/// Ends the browser's session and sends it wherever the request says: as documented, any URI is
/// accepted. Those a browser would run instead of opening are not.
pub(super) fn easy_logout(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    let lang = pages::lang(cx, call);
    let response = match call.query("redirect_uri") {
        None => pages::logged_out(lang),
        Some(uri) => match Url::parse(uri) {
            Ok(uri) if !matches!(uri.scheme(), "javascript" | "data" | "vbscript" | "blob") => {
                Response::redirect(uri.as_str())
            }
            _ => pages::error(StatusCode::BAD_REQUEST, pages::BAD_LOGOUT_URI, lang),
        },
    };
    Ok(cookies::forget_sessions(cx, call, None, response).into())
}
