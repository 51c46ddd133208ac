//! Logging out (section 2.3).

use http::StatusCode;

use crate::base::error::ApiResult;
use crate::base::text::Text;
use crate::domain::context::Cx;
use crate::handler::{Call, Reply, Response};
use crate::idp::cas::login::{NO_APP, REPEATED};
use crate::idp::cas::params::{self, Repeated};
use crate::idp::sso::{self, pages, redirect};
use crate::state::applications::Application;

const FOREIGN: Text = Text::new(
    "目标地址不是应用已登记的登出回调地址",
    "The address to go to is not one of the registered logout redirect URIs.",
);

/// Logs out, and goes where the application may send browsers.
pub(super) fn logout(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    if cx.enter_app(call.param("appId")).is_err() {
        let lang = pages::lang(cx, call);
        return Ok(pages::error(StatusCode::BAD_REQUEST, NO_APP, lang).into());
    }
    let own = cx.app()?.id.clone();
    end(cx, call, |app| app.id == own)
}

/// The form without an application: goes where any application may send browsers.
pub(super) fn older_logout(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    end(cx, call, |_| true)
}

fn end(cx: &mut Cx<'_>, call: &Call, is_asking: impl Fn(&Application) -> bool) -> ApiResult<Reply> {
    let lang = pages::lang(cx, call);
    let refuse = |text| Ok(pages::error(StatusCode::BAD_REQUEST, text, lang).into());
    let target = match target(call) {
        Ok(target) => target,
        Err(Repeated) => return refuse(REPEATED),
    };
    let response = match target {
        None => pages::logged_out(lang),
        Some(uri) => {
            let mut apps = cx.state.pools.iter().flat_map(|pool| &pool.apps);
            let allows = |app: &Application| {
                is_asking(app) && redirect::is_allowed(&app.protocols.logout_redirect_uris, uri)
            };
            if !apps.any(allows) {
                return refuse(FOREIGN);
            }
            Response::redirect(uri)
        }
    };
    Ok(sso::forget_sessions(cx, call, None, response).into())
}

/// Where to go: `service` of CAS 3.0, or else `url` of CAS 2.0.
fn target(call: &Call) -> Result<Option<&str>, Repeated> {
    let (service, url) = (params::get(call, "service")?, params::get(call, "url")?);
    Ok(service.or(url))
}
