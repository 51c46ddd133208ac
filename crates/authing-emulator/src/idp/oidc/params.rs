//! The parameters of a request.

use std::collections::HashSet;
use std::hash::Hash;

use http::header::HeaderName;

use crate::handler::{Call, RequestBody};
use crate::idp::oidc::error::{OAuthError, OAuthResult};

/// Names and values. One without a value counts as absent (RFC 6749 section 3.1).
pub(super) struct Params<'a>(&'a [(String, String)]);

impl<'a> Params<'a> {
    pub(super) fn of_query(call: &'a Call) -> Self {
        Self(call.query_pairs())
    }

    /// Those of a form. Parameters in the query are none, and each may come once.
    pub(super) fn of_form(call: &'a Call) -> OAuthResult<Self> {
        if call.header(HeaderName::from_static("dpop")).is_some() {
            return Err(OAuthError::not_emulated("DPoP"));
        }
        let params = match call.body() {
            RequestBody::Form(pairs) => Self(pairs),
            RequestBody::None => Self(&[]),
            RequestBody::Json(_) | RequestBody::Multipart(_) | RequestBody::Other => {
                return Err(OAuthError::invalid_request(
                    "send the parameters as application/x-www-form-urlencoded",
                ));
            }
        };
        params.require_single()?;
        Ok(params)
    }

    pub(super) fn get(&self, name: &str) -> Option<&'a str> {
        let found = self.0.iter().find(|(own, value)| own == name && !value.is_empty());
        found.map(|(_, value)| value.as_str())
    }

    pub(super) fn required(&self, name: &str) -> OAuthResult<&'a str> {
        self.get(name).ok_or_else(|| OAuthError::missing(name))
    }

    pub(super) fn is_repeated(&self, name: &str) -> bool {
        self.0.iter().filter(|(own, _)| own == name).count() > 1
    }

    /// No parameter may come twice (RFC 6749 section 3.1).
    pub(super) fn require_single(&self) -> OAuthResult<()> {
        if has_repeats(self.0.iter().map(|(name, _)| name)) {
            return Err(OAuthError::invalid_request("a parameter came more than once"));
        }
        Ok(())
    }
}

/// Whether something comes twice, with one look at each.
fn has_repeats<T: Eq + Hash>(mut all: impl Iterator<Item = T>) -> bool {
    let mut seen = HashSet::new();
    all.any(|one| !seen.insert(one))
}
