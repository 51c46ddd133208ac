//! What all layers of a guard share.

use std::{
    fmt,
    sync::{Arc, atomic::AtomicU32},
};

use bytes::Bytes;
use http::{Response, Uri, request::Parts};

use crate::{
    error::AuthError, online::ConfirmOnline, session::sessions::Sessions, verified::Accept,
};

/// Changes the response to a request that is rejected.
type MapRejection = dyn Fn(&AuthError, Response<Bytes>) -> Response<Bytes> + Send + Sync;

/// Finds the address that a request was sent to, where a router has changed it since.
pub(crate) type OriginalUri = for<'a> fn(&'a Parts) -> Option<&'a Uri>;

/// What a guard is set to.
#[derive(Clone)]
pub(crate) struct Settings {
    pub(crate) accepted: Vec<Accept>,
    pub(crate) cookie: Option<String>,
    pub(crate) query: Option<String>,
    pub(crate) realm: String,
    pub(crate) login_page: Option<LoginPage>,
    pub(crate) trusted_origins: Vec<String>,
    pub(crate) map_rejection: Option<Arc<MapRejection>>,
    pub(crate) original_uri: OriginalUri,
    pub(crate) roles_from_token: bool,
    pub(crate) development: bool,
    pub(crate) online: Option<Arc<dyn ConfirmOnline>>,
    pub(crate) sessions: Option<Sessions>,
    /// What was said once about how the guard is set up.
    pub(crate) told: Arc<AtomicU32>,
}

/// Where users log in.
#[derive(Clone)]
pub(crate) struct LoginPage {
    pub(crate) address: String,
    pub(crate) return_parameter: Option<String>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            // The one kind that is made for APIs.
            accepted: vec![Accept::AccessToken],
            cookie: None,
            query: None,
            // A challenge must have a parameter (RFC 6750 section 3).
            realm: "api".to_owned(),
            login_page: None,
            trusted_origins: Vec::new(),
            map_rejection: None,
            original_uri: |parts| Some(&parts.uri),
            roles_from_token: true,
            development: false,
            online: None,
            sessions: None,
            told: Arc::default(),
        }
    }
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let login_page = self.login_page.as_ref().map(|page| &page.address);
        f.debug_struct("Settings")
            .field("accepted", &self.accepted)
            .field("cookie", &self.cookie)
            .field("query", &self.query)
            .field("login_page", &login_page)
            .field("trusted_origins", &self.trusted_origins)
            .field("development", &self.development)
            .field("confirms_online", &self.online.is_some())
            .field("sessions", &self.sessions)
            .finish_non_exhaustive()
    }
}
