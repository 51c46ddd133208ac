//! What a response sets for a session.

use std::fmt;

use http::{HeaderName, HeaderValue, header};

use super::{memory::MemoryRevocations, store::SessionGroup};

/// The cookies that a response sets: put them among its headers when it is finished. Those of a session
/// that was ended meanwhile are left out, so that they do not undo the logout.
///
/// `Debug` shows how many there are.
///
/// ```
/// use authing_web::session::SessionCookies;
/// use http::Response;
///
/// fn welcome(cookies: SessionCookies) -> Response<String> {
///     let mut response = Response::new("welcome".to_owned());
///     response.headers_mut().extend(cookies);
///     response
/// }
/// # let _ = welcome;
/// ```
#[derive(Clone, Default)]
#[must_use = "cookies reach the browser with a response only"]
pub struct SessionCookies {
    lines: Vec<HeaderValue>,
    /// Which session they keep alive, and the list in which it is when it was ended here.
    alive: Option<(MemoryRevocations, SessionGroup)>,
}

impl SessionCookies {
    /// Cookies that are to be set in any case.
    pub(super) fn new(lines: Vec<HeaderValue>) -> Self {
        Self { lines, alive: None }
    }

    /// Cookies of a session, for as long as it is not in the list.
    pub(super) fn unless_ended(
        lines: Vec<HeaderValue>,
        here: &MemoryRevocations,
        session: SessionGroup,
    ) -> Self {
        Self { lines, alive: Some((here.clone(), session)) }
    }

    /// What is to be set now.
    pub(crate) fn lines(&self) -> &[HeaderValue] {
        match &self.alive {
            Some((here, session)) if !self.lines.is_empty() && here.has_ended(session) => &[],
            _ => &self.lines,
        }
    }
}

/// Each as `Set-Cookie`.
impl IntoIterator for SessionCookies {
    type Item = (HeaderName, HeaderValue);
    type IntoIter = std::iter::Map<std::vec::IntoIter<HeaderValue>, fn(HeaderValue) -> Self::Item>;

    fn into_iter(self) -> Self::IntoIter {
        let lines = self.lines().to_vec();
        lines.into_iter().map(|cookie| (header::SET_COOKIE, cookie))
    }
}

impl fmt::Debug for SessionCookies {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("SessionCookies").field(&self.lines.len()).finish()
    }
}
