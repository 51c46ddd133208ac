//! Whether a browser has a session at Authing.

use std::fmt;

use authing_core::{Operation, RestRequest};
use http::{HeaderValue, header};
use serde::Deserialize;
use serde_json::Value;

use crate::{CallError, Error, Secret};

use super::{client::CasClient, endpoint::Server};

const TRACK_SESSION: Operation =
    Operation::get("cas.track_session", "/cas/session").raw().idempotent();

/// A browser's session at Authing. `Debug` hides whose it is.
#[derive(Clone, Deserialize)]
#[non_exhaustive]
pub struct TrackedSession {
    /// The session, in whatever form the server has it.
    pub session: Value,
    /// Whose session it is, if the server says so.
    #[serde(default, rename = "userInfo")]
    pub user_info: Option<Value>,
}

#[derive(Deserialize)]
struct Body {
    #[serde(default)]
    session: Option<Value>,
    #[serde(default, rename = "userInfo")]
    user_info: Option<Value>,
}

impl CasClient {
    /// Looks whether a browser has a session at Authing, by the cookies that it sends to Authing's
    /// host: of use only to a service that gets them, under the same domain. `None` when it has
    /// none. All others send the browser with [`LoginMode::Gateway`](super::LoginMode::Gateway).
    ///
    /// It proves nothing about a user: only a ticket does. Idempotent.
    ///
    /// Source: `GET {host}/cas/session`.
    ///
    /// # Errors
    ///
    /// `Error::Call` when there is no readable response, when `cookies` cannot stand in a header,
    /// or when the server is not Authing.
    pub async fn track_session(
        &self,
        cookies: impl Into<Secret>,
    ) -> Result<Option<TrackedSession>, Error> {
        if matches!(self.server(), Server::Other) {
            let problem = "is of another server: only Authing has `/cas/session`";
            return Err(CallError::config("server_url", problem).into());
        }
        let mut cookies = HeaderValue::from_str(cookies.into().expose()).map_err(|cause| {
            CallError::input("cookies", "hold characters that a header cannot").with_source(cause)
        })?;
        cookies.set_sensitive(true);
        let response: Body = self
            .api()
            .rest(RestRequest::new(TRACK_SESSION))
            .header(header::COOKIE, cookies)
            .await?;
        Ok(response
            .session
            .map(|session| TrackedSession { session, user_info: response.user_info }))
    }
}

impl fmt::Debug for TrackedSession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TrackedSession")
            .field("has_user_info", &self.user_info.is_some())
            .finish_non_exhaustive()
    }
}
