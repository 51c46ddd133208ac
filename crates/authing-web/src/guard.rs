//! The guard.

use std::{fmt, sync::Arc};

use authing_protocols::{
    Error, Secret,
    jose::{TokenError, Verifier},
};
use http::{Uri, request::Parts};

use crate::{
    check::Check,
    cross_site,
    error::AuthError,
    permission::Permissions,
    rejection::Rejection,
    reply::Reply,
    requirement::Requirement,
    settings::Settings,
    token,
    verified::{Accept, Claims, TokenSource, Verified, verify},
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

    /// Checks what is required of a user or program that is logged in, for handlers that learn from the
    /// request what they require. Idempotent.
    ///
    /// ```
    /// use authing_web::{AuthContext, Guard, Rejection, HasRole};
    /// use http::{Request, Response};
    ///
    /// async fn close<B>(guard: &Guard, request: Request<B>) -> Result<(), Rejection> {
    ///     let user = AuthContext::of(request.extensions())?.user()?;
    ///     let shop = request.uri().path().trim_start_matches('/');
    ///     guard.check(&user, HasRole::new("manager").in_namespace(shop)).await
    /// }
    /// # let _ = close::<()>;
    /// ```
    ///
    /// # Errors
    ///
    /// The response to return: 403 where something is missing, 401 where another login helps, 503 if it
    /// cannot be found out, 500 where nobody can be asked.
    pub async fn check(
        &self,
        who: &impl AsRef<Verified>,
        requirement: impl Into<Requirement>,
    ) -> Result<(), Rejection> {
        self.check_with(None, who.as_ref(), requirement.into()).await
    }

    pub(crate) async fn check_with(
        &self,
        source: Option<&dyn Permissions>,
        verified: &Verified,
        requirement: Requirement,
    ) -> Result<(), Rejection> {
        let checked = self.meets(source, verified, &requirement).await;
        checked.map_err(|error| Rejection::new(error, &self.settings, verified.reply()))
    }

    /// Whether who sent a request meets a requirement.
    pub(crate) async fn meets(
        &self,
        source: Option<&dyn Permissions>,
        verified: &Verified,
        requirement: &Requirement,
    ) -> Result<(), AuthError> {
        let check = Check {
            verified,
            source,
            roles_from_token: self.settings.roles_from_token,
            now: self.verifier.clock().now(),
        };
        check.meets(&requirement.0).await
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
        reply: &Reply,
    ) -> Result<Option<Verified>, AuthError> {
        let Some((token, source)) = token::find(&self.settings, &parts.headers, &parts.uri)? else {
            return self.identify_by_session(parts, reply).await;
        };
        if source == TokenSource::Cookie {
            cross_site::refuse(parts, &self.settings.trusted_origins)?;
        }
        match verify(&self.verifier, &self.settings.accepted, token.expose()).await {
            Ok(claims) => Ok(Some(Verified::new(claims, token, source, reply.clone()))),
            Err(Error::Token(error)) => match self.confirm(error, &token).await {
                Ok(claims) => Ok(Some(Verified::new(claims, token, source, reply.clone()))),
                Err(error) if error.status().is_server_error() => Err(error),
                Err(_) if is_optional && source == TokenSource::Cookie => Ok(None),
                Err(error) => Err(error),
            },
            Err(error) => Err(AuthError::KeysUnavailable(error)),
        }
    }

    /// Whose session a request carries; `None` if none, or one that is over.
    async fn identify_by_session(
        &self,
        parts: &Parts,
        reply: &Reply,
    ) -> Result<Option<Verified>, AuthError> {
        let Some(sessions) = &self.settings.sessions else { return Ok(None) };
        if !sessions.has_cookie(&parts.headers) {
            return Ok(None);
        }
        cross_site::refuse(parts, &self.settings.trusted_origins)?;
        let found = sessions.of_request(&parts.headers).await?;
        Ok(found.map(|found| Verified::of_session(found, reply.clone())))
    }

    /// What a token says that is signed with a secret which is not here, if the server confirms it.
    async fn confirm(&self, error: TokenError, token: &Secret) -> Result<Claims, AuthError> {
        let Settings { online, accepted, .. } = &*self.settings;
        let is_login = accepted.contains(&Accept::UserToken) || accepted.contains(&Accept::IdToken);
        let (Some(online), true) = (online, is_login) else {
            return Err(AuthError::InvalidToken(error));
        };
        if !matches!(error, TokenError::SecretNeeded { .. }) {
            return Err(AuthError::InvalidToken(error));
        }
        // What is another application's or expired is refused without a request.
        let claims = self.verifier.read_unverified_user_token(token.expose());
        let claims = claims.map_err(AuthError::InvalidToken)?;
        match online.is_confirmed(token).await {
            Ok(true) => Ok(Claims::User(claims)),
            Ok(false) => Err(AuthError::NotConfirmed),
            Err(error) => Err(AuthError::ConfirmationUnavailable(error)),
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
