//! Where each protocol goes on after the pages. A further protocol adds a variant to [`Resume`] and
//! its arms here.

use crate::base::error::{ApiError, ApiResult};
use crate::domain::context::Cx;
use crate::handler::Response;
use crate::idp::sso::pages;
use crate::idp::{cas, oidc, saml};
use crate::state::sso::{AuthenticatedUser, Resume};

/// The user has logged in and agreed.
pub(super) fn go_on(
    cx: &mut Cx<'_>,
    resume: &Resume,
    who: &AuthenticatedUser,
) -> ApiResult<Response> {
    match resume {
        Resume::Authorization(request) => oidc::grant_authorization(cx, request, who),
        Resume::Cas(request) => cas::send_ticket(cx, request, who),
        Resume::Saml(request) => saml::send_assertion(cx, request, who),
    }
}

/// The user has turned back.
pub(super) fn cancel(cx: &mut Cx<'_>, resume: &Resume) -> ApiResult<Response> {
    Ok(match resume {
        Resume::Authorization(request) => oidc::deny_authorization(cx, request),
        Resume::Cas(request) => cas::send_back(request),
        Resume::Saml(request) => saml::refuse(cx, request)?,
    })
}

/// The user has logged in and may not use the application.
pub(super) fn refuse(cx: &Cx<'_>, resume: &Resume, error: &ApiError) -> Response {
    match resume {
        Resume::Authorization(request) => oidc::refuse_authorization(cx, request, error),
        Resume::Cas(_) | Resume::Saml(_) => pages::refused(cx, error),
    }
}

/// What the consent page lists.
pub(super) fn scope(resume: &Resume) -> &str {
    match resume {
        Resume::Authorization(request) => &request.scope,
        // These ask for no consent.
        Resume::Cas(_) | Resume::Saml(_) => "",
    }
}
