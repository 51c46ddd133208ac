//! The start of a login with a browser.

use crate::base::error::{ApiError, ApiResult};
use crate::domain::applications::access;
use crate::domain::context::Cx;
use crate::domain::sso::{self, NewInteraction, Step};
use crate::handler::{Call, Response};
use crate::idp::sso::{cookies, pages};
use crate::state::sso::AuthenticatedUser;

/// How a protocol goes on with its request.
pub(crate) enum LoginStart {
    /// The browser goes to a page first. Once it has been there, the protocol goes on where the
    /// interaction's `resume` says.
    Page(Response),
    /// Nothing is asked of the user.
    Ready(AuthenticatedUser),
    /// The user is known and may not log in to the application.
    Refused(ApiError),
}

/// Goes on at once if nothing is asked of the user, else sends the browser to the page that asks.
pub(crate) fn begin(
    cx: &mut Cx<'_>,
    call: &Call,
    mut new: NewInteraction,
) -> ApiResult<LoginStart> {
    let page = match &mut new.authenticated {
        None => "login",
        Some(who) => {
            if let Err(error) = access::require(cx, &who.user_id) {
                return Ok(LoginStart::Refused(error));
            }
            let lang = pages::lang(cx, call);
            match sso::next_step(cx, who, new.needs_consent, lang)? {
                Step::Done => return Ok(LoginStart::Ready(who.clone())),
                Step::Tenant => "tenant",
                Step::Agreements => "agreements",
                Step::Consent => "consent",
            }
        }
    };
    let protocol = new.resume.protocol();
    let (uid, cookie) = sso::open_interaction(cx, new)?;
    let path = format!("/interaction/{protocol}/{uid}");
    let response = Response::redirect(&format!("{path}/{page}"));
    Ok(LoginStart::Page(cookies::set_interaction(response, &path, &cookie)))
}
