//! What a request says about the response that it wants.

use std::fmt;

use authing_core::Lang;
use http::{HeaderMap, HeaderValue, header};

use crate::problem::language;

/// What a request says about the response that it wants. It goes along with who sent the request, so that
/// a handler's rejection is the same as a layer's.
#[derive(Clone)]
pub(crate) struct Reply {
    /// As it was sent: read only when it is needed.
    accept_language: Option<HeaderValue>,
    /// Where to redirect a visitor who must log in; `None` where a program is told instead.
    pub(crate) login_page: Option<HeaderValue>,
}

impl Reply {
    pub(crate) fn new(headers: &HeaderMap, login_page: Option<HeaderValue>) -> Self {
        Self { accept_language: headers.get(header::ACCEPT_LANGUAGE).cloned(), login_page }
    }

    pub(crate) fn language(&self) -> Lang {
        let Some(accepted) = &self.accept_language else { return Lang::EnUs };
        language(&HeaderMap::from_iter([(header::ACCEPT_LANGUAGE, accepted.clone())]))
    }
}

impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reply").finish_non_exhaustive()
    }
}
