//! Authing's own logout.

use authing_core::Error as CallError;
use url::Url;

use super::{endpoint::Core, options::check_redirect_uri};
use crate::error::Error;

impl Core {
    /// `{host}{path}`, for a host with or without a path of its own.
    pub(crate) fn on_host(&self, path: &str) -> Result<Url, CallError> {
        let host = self.api.pipeline().host();
        Url::parse(&format!("{host}{path}"))
            .map_err(|_| CallError::config("app_host", "is not an address"))
    }

    pub(crate) fn easy_logout_url(&self) -> Result<Url, Error> {
        Ok(self.on_host("/login/profile/logout")?)
    }

    pub(crate) fn easy_logout_url_to(&self, redirect_uri: &str) -> Result<Url, Error> {
        check_redirect_uri(redirect_uri)
            .map_err(|problem| CallError::input("redirect_uri", problem))?;
        let mut url = self.easy_logout_url()?;
        url.query_pairs_mut().append_pair("redirect_uri", redirect_uri);
        Ok(url)
    }
}
