//! The guard.

use std::sync::Arc;

use authing_protocols::{Error, jose::Verifier};
use http::request::Parts;

use crate::{
    GuardBuilder, GuardLayer, PermissionGuard, Permissions, Reason, TokenSource, Verified,
    builder::Settings, cross_site, layer::Need, token, verified::verify,
};

/// Lets in who has a good token. It makes the layers for routes.
///
/// A clone is cheap and shares the verifier with its keys: make one guard for the life of the
/// process.
///
/// ```no_run
/// use authing_axum::{Accept, CurrentUser, Guard};
/// use authing_protocols::jose::Verifier;
/// use axum::{Router, routing::get};
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
///     .sign_in_page("/login")
///     .return_parameter("return_to")
///     .build()?;
///
/// async fn me(user: CurrentUser) -> String {
///     user.id().to_owned()
/// }
/// let router: Router = Router::new()
///     .route("/api/me", get(me).layer(api.require_login()))
///     .route("/me", get(me).layer(pages.require_login()));
/// # let _ = router; Ok(()) }
/// ```
#[derive(Clone, Debug)]
pub struct Guard {
    verifier: Verifier,
    settings: Arc<Settings>,
}

impl Guard {
    /// A guard with the defaults: access tokens of users, in `Authorization: Bearer` only.
    ///
    /// `OidcClient::verifier` has the verifier of a service that signs people in.
    pub fn new(verifier: Verifier) -> Self {
        Self::with(verifier, Settings::default())
    }

    /// Begins a guard with other settings.
    pub fn builder(verifier: Verifier) -> GuardBuilder {
        GuardBuilder::new(verifier)
    }

    pub(crate) fn with(verifier: Verifier, settings: Settings) -> Self {
        Self { verifier, settings: Arc::new(settings) }
    }

    /// A layer that lets in who has a good token, a user or, where those are accepted, a program.
    ///
    /// Everybody else is answered 401 or sent to the sign-in page; 503 while the provider's keys
    /// cannot be had. The official Express middleware of the same purpose accepts any token that can
    /// be decoded.
    pub fn require_login(&self) -> GuardLayer {
        GuardLayer::new(self.clone(), Need::Login)
    }

    /// A layer that lets everybody in, and finds out who they are: for pages that look different to
    /// those who are signed in.
    ///
    /// A cookie with an expired or otherwise bad token counts as none, since no visitor sends it by
    /// intention. A bad token that a program sends is refused with 401.
    pub fn optional_login(&self) -> GuardLayer {
        GuardLayer::new(self.clone(), Need::Nothing)
    }

    /// A guard that also asks for permissions: whatever knows them, such as
    /// `authing-management`'s client (feature `management`) or
    /// [`permissions_fn`](crate::permissions_fn).
    pub fn permissions(&self, permissions: impl Permissions + 'static) -> PermissionGuard {
        PermissionGuard::new(self.clone(), Arc::new(permissions))
    }

    pub(crate) fn settings(&self) -> &Arc<Settings> {
        &self.settings
    }

    /// Who sends a request; `None` if it does not say so.
    pub(crate) async fn identify(
        &self,
        parts: &Parts,
        need: &Need,
    ) -> Result<Option<Verified>, Reason> {
        let Some((token, source)) = token::find(&self.settings, &parts.headers, &parts.uri)? else {
            return Ok(None);
        };
        if source == TokenSource::Cookie {
            cross_site::refuse(parts, &self.settings.trusted_origins)?;
        }
        match verify(&self.verifier, &self.settings.accepted, token.expose()).await {
            Ok(claims) => Ok(Some(Verified::new(claims, token, source))),
            Err(Error::Token(error)) => match (need, source) {
                (Need::Nothing, TokenSource::Cookie) => Ok(None),
                _ => Err(Reason::InvalidToken(error)),
            },
            Err(error) => Err(Reason::KeysUnavailable(error)),
        }
    }
}
