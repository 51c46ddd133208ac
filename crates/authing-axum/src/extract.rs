//! What handlers are given.

use std::sync::Arc;

use axum::extract::{FromRequestParts, OptionalFromRequestParts};
use http::request::Parts;

use crate::{CurrentUser, Reason, Refusal, Verified, builder::Settings};

/// What a layer has found out, for the extractors. It replaces what an outer layer found.
#[derive(Clone)]
pub(crate) struct Visit {
    pub(crate) verified: Option<Verified>,
    pub(crate) settings: Arc<Settings>,
}

impl Visit {
    fn of(parts: &Parts) -> Result<&Self, Refusal> {
        parts.extensions.get().ok_or_else(|| Refusal::bare(Reason::NoLayer))
    }
}

impl<S: Sync> FromRequestParts<S> for Verified {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refusal> {
        let visit = Visit::of(parts)?;
        let nobody = || Refusal::of(Reason::NoToken, &visit.settings, parts);
        visit.verified.clone().ok_or_else(nobody)
    }
}

impl<S: Sync> OptionalFromRequestParts<S> for Verified {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Option<Self>, Refusal> {
        Ok(Visit::of(parts)?.verified.clone())
    }
}

impl<S: Sync> FromRequestParts<S> for CurrentUser {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        match <Self as OptionalFromRequestParts<S>>::from_request_parts(parts, state).await? {
            Some(user) => Ok(user),
            None => Err(Refusal::of(Reason::NoToken, &Visit::of(parts)?.settings, parts)),
        }
    }
}

impl<S: Sync> OptionalFromRequestParts<S> for CurrentUser {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Option<Self>, Refusal> {
        let visit = Visit::of(parts)?;
        let Some(verified) = &visit.verified else { return Ok(None) };
        let program = || Refusal::of(Reason::NoUser, &visit.settings, parts);
        Self::of(verified).ok_or_else(program).map(Some)
    }
}
