//! The guard.

use std::{fmt, sync::Arc};

use authing_protocols::{Error, jose::Verifier};
use http::{Uri, request::Parts};

use crate::{
    cross_site,
    error::AuthError,
    settings::Settings,
    token,
    verified::{TokenSource, Verified, verify},
};

/// Lets in requests with a valid token. It makes the layers for routes.
///
/// A clone is cheap and shares the verifier with its keys: make one guard for the life of the
/// process.
///
/// ```no_run
/// use authing_protocols::jose::Verifier;
/// use authing_web::{Accept, Guard};
///
/// # fn example() -> Result<(), authing_protocols::Error> {
/// let verifier =
///     Verifier::builder("APP_ID", "https://my-app.authing.cn").secret("APP_SECRET").build()?;
///
/// // An API: access tokens in `Authorization: Bearer`.
/// let api = Guard::new(verifier.clone());
/// // The pages of the application itself: its users' own tokens, in a cookie.
/// let pages = Guard::builder(verifier)
///     .accept([Accept::IdToken])
///     .cookie("session")
///     .login_page("/login")
///     .return_parameter("return_to")
///     .build()?;
///
/// // Around any tower service.
/// let (api, pages) = (api.require_login(), pages.require_login());
/// # let _ = (api, pages); Ok(()) }
/// ```
#[derive(Clone)]
pub struct Guard {
    verifier: Verifier,
    settings: Arc<Settings>,
}

impl Guard {
    /// A guard with the defaults: access tokens of users, in `Authorization: Bearer` only.
    ///
    /// `OidcClient::verifier` returns the verifier of a service where users log in.
    pub fn new(verifier: Verifier) -> Self {
        Self::with(verifier, Settings::default())
    }

    pub(crate) fn with(verifier: Verifier, settings: Settings) -> Self {
        Self { verifier, settings: Arc::new(settings) }
    }

    /// How the address of a request is found where a router has changed it since, as nested routers do.
    /// For crates that bring a framework of their own; the address is what a login page is told to
    /// return to. Default: the address as it is.
    #[must_use]
    pub fn original_uri(mut self, find: for<'a> fn(&'a Parts) -> Option<&'a Uri>) -> Self {
        Arc::make_mut(&mut self.settings).original_uri = find;
        self
    }

    pub(crate) fn settings(&self) -> &Arc<Settings> {
        &self.settings
    }

    /// Who sends a request; `None` if it carries no token, or only an invalid one in a cookie where
    /// a login is optional.
    pub(crate) async fn identify(
        &self,
        parts: &Parts,
        is_optional: bool,
    ) -> Result<Option<Verified>, AuthError> {
        let Some((token, source)) = token::find(&self.settings, &parts.headers, &parts.uri)? else {
            return Ok(None);
        };
        if source == TokenSource::Cookie {
            cross_site::refuse(parts, &self.settings.trusted_origins)?;
        }
        match verify(&self.verifier, &self.settings.accepted, token.expose()).await {
            Ok(claims) => Ok(Some(Verified::new(claims, token, source))),
            Err(Error::Token(_)) if is_optional && source == TokenSource::Cookie => Ok(None),
            Err(Error::Token(error)) => Err(AuthError::InvalidToken(error)),
            Err(error) => Err(AuthError::KeysUnavailable(error)),
        }
    }
}

impl fmt::Debug for Guard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Guard")
            .field("verifier", &self.verifier)
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}
