//! Where each protocol goes on after the sign-in pages.

use http::StatusCode;

use crate::cas;
use crate::context::Cx;
use crate::error::{ApiError, ApiResult};
use crate::model::sso::{Resume, SignedIn};
use crate::rest::Answer;
use crate::sso::pages;
use crate::{oidc, saml};

/// The user is signed in and has agreed.
pub(super) fn go_on(cx: &mut Cx<'_>, resume: &Resume, who: &SignedIn) -> ApiResult<Answer> {
    match resume {
        Resume::Authorization(request) => oidc::grant_authorization(cx, request, who),
        Resume::Cas(request) => cas::send_ticket(cx, request, who),
        Resume::Saml(request) => saml::send_assertion(cx, request, who),
    }
}

/// The user has turned back.
pub(super) fn cancel(cx: &mut Cx<'_>, resume: &Resume) -> ApiResult<Answer> {
    Ok(match resume {
        Resume::Authorization(request) => oidc::deny_authorization(cx, request),
        Resume::Cas(request) => cas::send_back(request),
        Resume::Saml(request) => saml::refuse(cx, request)?,
    })
}

/// The user is signed in and has no business with the application.
pub(super) fn refuse(cx: &Cx<'_>, resume: &Resume, error: &ApiError) -> Answer {
    match resume {
        Resume::Authorization(request) => oidc::refuse_authorization(cx, request, error),
        Resume::Cas(_) | Resume::Saml(_) => {
            let lang = cx.request.lang;
            pages::error_text(StatusCode::FORBIDDEN, error.message(lang), lang)
        }
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
