//! An emulator that was built without the feature `saml`: what is asked of its identity provider is
//! refused by name.

use crate::base::error::{ApiError, ApiResult};
use crate::base::text::Lang;
use crate::domain::context::Cx;
use crate::handler::{Response, Route};
use crate::state::saml::AuthnRequest;
use crate::state::sso::AuthenticatedUser;

pub(crate) const ROUTES: &[Route] = &[];

/// A snapshot of another emulator may hold a login that was begun there.
pub(crate) fn send_assertion(
    _cx: &mut Cx<'_>,
    _request: &AuthnRequest,
    _who: &AuthenticatedUser,
    _lang: Lang,
) -> ApiResult<Response> {
    Err(absent())
}

pub(crate) fn refuse(
    _cx: &mut Cx<'_>,
    _request: &AuthnRequest,
    _lang: Lang,
) -> ApiResult<Response> {
    Err(absent())
}

fn absent() -> ApiError {
    ApiError::not_emulated("SAML without its feature `saml`")
}
