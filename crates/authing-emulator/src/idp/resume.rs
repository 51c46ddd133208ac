//! Where each protocol goes on after the pages. A further protocol adds a variant to [`Resume`] and
//! its arms here.

use crate::base::error::{ApiError, ApiResult};
use crate::base::text::Lang;
use crate::domain::context::Cx;
use crate::handler::Response;
use crate::idp::sso::pages;
use crate::idp::{cas, oidc, phone, saml};
use crate::state::sso::{AuthenticatedUser, Resume};

/// The user has logged in and agreed.
pub(super) fn go_on(
    cx: &mut Cx<'_>,
    resume: &Resume,
    who: &AuthenticatedUser,
    lang: Lang,
) -> ApiResult<Response> {
    match resume {
        Resume::Authorization(request) => oidc::grant_authorization(cx, request, who, lang),
        Resume::Cas(request) => cas::send_ticket(cx, request, who, lang),
        Resume::Saml(request) => saml::send_assertion(cx, request, who, lang),
        Resume::Phone(random) => Ok(phone::open(random)),
    }
}

/// The user has turned back.
pub(super) fn cancel(cx: &mut Cx<'_>, resume: &Resume, lang: Lang) -> ApiResult<Response> {
    Ok(match resume {
        Resume::Authorization(request) => oidc::deny_authorization(cx, request, lang),
        Resume::Cas(request) => cas::send_back(request),
        Resume::Saml(request) => saml::refuse(cx, request, lang)?,
        Resume::Phone(_) => phone::put_away(lang),
    })
}

/// The user has logged in and may not use the application.
pub(super) fn refuse(cx: &Cx<'_>, resume: &Resume, error: &ApiError, lang: Lang) -> Response {
    match resume {
        Resume::Authorization(request) => oidc::refuse_authorization(cx, request, error, lang),
        Resume::Cas(_) | Resume::Saml(_) | Resume::Phone(_) => pages::refused(error, lang),
    }
}

/// What the consent page lists.
pub(super) fn scope(resume: &Resume) -> &str {
    match resume {
        Resume::Authorization(request) => &request.scope,
        // These ask for no consent.
        Resume::Cas(_) | Resume::Saml(_) | Resume::Phone(_) => "",
    }
}
