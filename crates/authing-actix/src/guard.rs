//! The guard, in an actix-web service.

use std::ops::Deref;

use authing_protocols::jose::Verifier;
use authing_web::{Permission, Permissions, Requirement};

use crate::layer::GuardLayer;

/// Builds a [`Guard`].
pub type GuardBuilder = authing_web::GuardBuilder<Guard>;

/// Lets in requests with a valid token. It makes the layers for routes, and does all else that
/// [`authing_web::Guard`] does.
///
/// A clone is cheap and shares the verifier with its keys: make one guard for the life of the
/// process, and not in the function that makes the `App` of each worker.
///
/// ```no_run
/// use actix_web::{App, HttpServer, web};
/// use authing_actix::{Accept, CurrentUser, Guard};
/// use authing_protocols::jose::Verifier;
///
/// async fn me(user: CurrentUser) -> String {
///     user.id().to_owned()
/// }
///
/// # fn example() -> Result<(), Box<dyn std::error::Error>> {
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
/// let server = HttpServer::new(move || {
///     App::new()
///         .service(web::scope("/api").wrap(api.require_login()).route("/me", web::get().to(me)))
///         .service(web::resource("/me").wrap(pages.require_login()).to(me))
/// })
/// .bind("127.0.0.1:8080")?;
/// # let _ = server; Ok(()) }
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
    /// use authing_actix::Guard;
    ///
    /// # fn example() -> Result<(), authing_protocols::Error> {
    /// let guard =
    ///     Guard::for_app("APP_ID", "https://my-app.authing.cn").secret("APP_SECRET").build()?;
    /// # let _ = guard; Ok(()) }
    /// ```
    pub fn for_app(app_id: impl Into<String>, app_host: impl Into<String>) -> GuardBuilder {
        authing_web::Guard::for_app(app_id, app_host).makes()
    }

    /// A layer that lets in requests with a valid token: see [`authing_web::Guard::require_login`].
    pub fn require_login(&self) -> GuardLayer {
        self.0.require_login().into()
    }

    /// A layer that lets in who meets a requirement: see [`authing_web::Guard::require`].
    ///
    /// ```no_run
    /// # use authing_actix::Guard;
    /// use authing_actix::{HasRole, TwoFactorLogin};
    ///
    /// # fn example(guard: Guard) {
    /// let layer = guard.require(HasRole::new("admin").and(TwoFactorLogin::new()));
    /// # let _ = layer; }
    /// ```
    pub fn require(&self, requirement: impl Into<Requirement>) -> GuardLayer {
        self.0.require(requirement).into()
    }

    /// A layer that lets all requests in, and finds out who sent them: see
    /// [`authing_web::Guard::optional_login`].
    pub fn optional_login(&self) -> GuardLayer {
        self.0.optional_login().into()
    }

    /// A guard that also checks permissions: see [`authing_web::Guard::permissions`].
    pub fn permissions(&self, permissions: impl Permissions + 'static) -> PermissionGuard {
        PermissionGuard(self.0.permissions(permissions))
    }
}

/// A [`Guard`] that also checks permissions: [`Guard::permissions`] makes it. It does all that
/// [`authing_web::PermissionGuard`] does. A clone is cheap.
///
/// ```
/// use actix_web::{App, web};
/// use authing_actix::{CurrentUser, Guard, Permission, PermissionGuard, Permissions, Rejection};
///
/// // The resource is part of the request: the handler checks.
/// async fn show(
///     may: web::Data<PermissionGuard>,
///     user: CurrentUser,
///     id: web::Path<String>,
/// ) -> Result<String, Rejection> {
///     may.check(&user, &Permission::to("books:read").on(format!("books:{id}"))).await?;
///     Ok(format!("book {id}"))
/// }
///
/// # fn example(guard: Guard, permissions: impl Permissions + 'static) {
/// let may = guard.permissions(permissions);
/// // The same for every request: a layer.
/// let list = may.require_permission(Permission::to("books:list").on("books:*"));
/// let app = App::new()
///     .app_data(web::Data::new(may.clone()))
///     .service(web::resource("/books").wrap(list).to(async || "all books"))
///     .service(web::resource("/books/{id}").wrap(guard.require_login()).to(show));
/// # let _ = app; }
/// ```
#[derive(Clone, Debug)]
pub struct PermissionGuard(authing_web::PermissionGuard);

impl PermissionGuard {
    /// A layer that lets in users who have a permission: see
    /// [`authing_web::PermissionGuard::require_permission`].
    pub fn require_permission(&self, permission: Permission) -> GuardLayer {
        self.0.require_permission(permission).into()
    }

    /// A layer that lets in who meets a requirement: see [`authing_web::PermissionGuard::require`].
    pub fn require(&self, requirement: impl Into<Requirement>) -> GuardLayer {
        self.0.require(requirement).into()
    }
}

impl From<authing_web::Guard> for Guard {
    fn from(guard: authing_web::Guard) -> Self {
        Self(guard)
    }
}

impl Deref for Guard {
    type Target = authing_web::Guard;

    fn deref(&self) -> &authing_web::Guard {
        &self.0
    }
}

impl Deref for PermissionGuard {
    type Target = authing_web::PermissionGuard;

    fn deref(&self) -> &authing_web::PermissionGuard {
        &self.0
    }
}
