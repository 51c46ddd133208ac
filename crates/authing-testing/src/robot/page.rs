//! Where a walk ended.

use std::fmt;

use http::{HeaderMap, StatusCode};
use url::Url;

use super::form::{self, Form};

/// Where the robot has come to.
///
/// `Debug` shows the status and the address without its query.
#[derive(Clone)]
pub struct WebPage {
    url: Url,
    status: StatusCode,
    headers: HeaderMap,
    text: String,
    has_left: bool,
}

impl WebPage {
    pub(super) fn new(
        url: Url,
        status: StatusCode,
        headers: HeaderMap,
        text: String,
        has_left: bool,
    ) -> Self {
        Self { url, status, headers, text, has_left }
    }

    /// The address: of the page, or where the robot was sent and does not visit.
    #[must_use]
    pub fn url(&self) -> &Url {
        &self.url
    }

    /// The query of the address, which is what a callback reads.
    #[must_use]
    pub fn query(&self) -> &str {
        self.url.query().unwrap_or_default()
    }

    /// Whether the address is of a site that the robot does not visit, so that nothing was asked there.
    #[must_use]
    pub fn has_left(&self) -> bool {
        self.has_left
    }

    /// The status: of the page, or of the redirect away.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers: of the page, or of the redirect away.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The body; empty where nothing was asked.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The first form of the page.
    #[must_use]
    pub fn form(&self) -> Option<Form> {
        self.forms().into_iter().next()
    }

    /// The form of the page that is sent to this path, such as `/logout`.
    #[must_use]
    pub fn form_to(&self, path: &str) -> Option<Form> {
        self.forms().into_iter().find(|form| form.action().path() == path)
    }

    /// The forms of the page, in their order.
    #[must_use]
    pub fn forms(&self) -> Vec<Form> {
        form::read(&self.text, &self.url)
    }

    /// Where the first link leads that starts like this, such as `otpauth:`.
    pub(super) fn link(&self, start: &str) -> Option<String> {
        form::link(&self.text, start)
    }

    /// What the page tells as an alert (`role="alert"`), without markup.
    #[must_use]
    pub fn alert(&self) -> Option<String> {
        form::alert(&self.text)
    }
}

impl fmt::Debug for WebPage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = self.url.clone();
        shown.set_query(None);
        shown.set_fragment(None);
        f.debug_struct("WebPage")
            .field("status", &self.status.as_u16())
            .field("url", &shown.as_str())
            .finish_non_exhaustive()
    }
}
