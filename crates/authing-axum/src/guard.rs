//! The guard, in an axum service.

use std::ops::Deref;

use authing_protocols::jose::Verifier;
use axum::extract::OriginalUri;

/// Builds a [`Guard`].
pub type GuardBuilder = authing_web::GuardBuilder<Guard>;

/// Lets in requests with a valid token. It makes the layers for routes: all that
/// [`authing_web::Guard`] does, and it knows the address of a page inside `Router::nest`.
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
///     .login_page("/login")
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
pub struct Guard(authing_web::Guard);

impl Guard {
    /// A guard with the defaults: access tokens of users, in `Authorization: Bearer` only.
    ///
    /// `OidcClient::verifier` returns the verifier of a service where users log in.
    pub fn new(verifier: Verifier) -> Self {
        authing_web::Guard::new(verifier).into()
    }

    /// Begins a guard with other settings.
    pub fn builder(verifier: Verifier) -> GuardBuilder {
        authing_web::Guard::builder(verifier).makes()
    }

    /// Begins a guard for one application, that accepts what Authing hands out to its users by default:
    /// see [`authing_web::Guard::for_app`].
    ///
    /// ```no_run
    /// use authing_axum::Guard;
    ///
    /// # fn example() -> Result<(), authing_protocols::Error> {
    /// let guard =
    ///     Guard::for_app("APP_ID", "https://my-app.authing.cn").secret("APP_SECRET").build()?;
    /// # let _ = guard; Ok(()) }
    /// ```
    pub fn for_app(app_id: impl Into<String>, app_host: impl Into<String>) -> GuardBuilder {
        authing_web::Guard::for_app(app_id, app_host).makes()
    }
}

impl From<authing_web::Guard> for Guard {
    fn from(guard: authing_web::Guard) -> Self {
        Self(guard.original_uri(|parts| {
            parts.extensions.get::<OriginalUri>().map(|OriginalUri(uri)| uri)
        }))
    }
}

impl Deref for Guard {
    type Target = authing_web::Guard;

    fn deref(&self) -> &authing_web::Guard {
        &self.0
    }
}
