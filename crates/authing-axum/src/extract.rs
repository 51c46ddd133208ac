//! What handlers are given.

use std::sync::Arc;

use axum::extract::{FromRequestParts, OptionalFromRequestParts};
use http::request::Parts;

use crate::{
    error::AuthError,
    rejection::Rejection,
    settings::Settings,
    verified::{CurrentUser, Verified},
};

/// What a layer has found out, for the extractors. It replaces what an outer layer found.
#[derive(Clone)]
pub(crate) struct AuthContext {
    pub(crate) verified: Option<Verified>,
    pub(crate) settings: Arc<Settings>,
}

impl AuthContext {
    fn of(parts: &Parts) -> Result<&Self, Rejection> {
        parts.extensions.get().ok_or_else(|| Rejection::bare(AuthError::NoLayer))
    }
}

impl<S: Sync> FromRequestParts<S> for Verified {
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Rejection> {
        let context = AuthContext::of(parts)?;
        let nobody = || Rejection::of(AuthError::NoToken, &context.settings, parts);
        context.verified.clone().ok_or_else(nobody)
    }
}

impl<S: Sync> OptionalFromRequestParts<S> for Verified {
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Option<Self>, Rejection> {
        Ok(AuthContext::of(parts)?.verified.clone())
    }
}

impl<S: Sync> FromRequestParts<S> for CurrentUser {
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Rejection> {
        match <Self as OptionalFromRequestParts<S>>::from_request_parts(parts, state).await? {
            Some(user) => Ok(user),
            None => {
                let settings = &AuthContext::of(parts)?.settings;
                Err(Rejection::of(AuthError::NoToken, settings, parts))
            }
        }
    }
}

impl<S: Sync> OptionalFromRequestParts<S> for CurrentUser {
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Option<Self>, Rejection> {
        let context = AuthContext::of(parts)?;
        let Some(verified) = &context.verified else { return Ok(None) };
        let program = || Rejection::of(AuthError::NoUser, &context.settings, parts);
        Self::of(verified).ok_or_else(program).map(Some)
    }
}
