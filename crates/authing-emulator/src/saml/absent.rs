//! An emulator that was built without the feature `saml`: what is asked of its identity provider is
//! refused by name.

use crate::context::Cx;
use crate::error::{ApiError, ApiResult};
use crate::model::saml::AuthnRequest;
use crate::model::sso::SignedIn;
use crate::rest::{Answer, Route};

pub(crate) const ROUTES: &[Route] = &[];

/// A snapshot of another emulator may hold a login that was begun there.
pub(crate) fn send_assertion(
    _cx: &mut Cx<'_>,
    _request: &AuthnRequest,
    _who: &SignedIn,
) -> ApiResult<Answer> {
    Err(absent())
}

pub(crate) fn refuse(_cx: &mut Cx<'_>, _request: &AuthnRequest) -> ApiResult<Answer> {
    Err(absent())
}

fn absent() -> ApiError {
    ApiError::not_emulated("SAML without its feature `saml`")
}
