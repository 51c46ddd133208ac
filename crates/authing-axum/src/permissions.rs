//! Whether a user may do something.

use std::{error::Error as StdError, fmt, sync::Arc, time::Duration};

use authing_protocols::BoxFuture;

use crate::{CurrentUser, Guard, GuardLayer, Reason, Refusal, layer::Need};

/// An action on a resource, in a namespace of the user pool.
///
/// Each part is named where it is given, so that none can be taken for another.
///
/// ```
/// use authing_axum::Permission;
///
/// let read = Permission::to("books:read").on("books:1");
/// let sell = Permission::to("books:sell").on("books:*").in_namespace("shop");
/// assert_eq!((read.action(), read.resource()), ("books:read", "books:1"));
/// assert_eq!(sell.namespace(), Some("shop"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Permission {
    resource: String,
    action: String,
    namespace: Option<String>,
}

/// An action that lacks its resource: see [`Permission::to`].
#[derive(Clone, Debug)]
#[must_use = "say on what"]
pub struct PermissionTo(String);

impl Permission {
    /// Begins with the action, such as `books:read`.
    #[allow(clippy::new_ret_no_self, reason = "the rest of the sentence makes it")]
    pub fn to(action: impl Into<String>) -> PermissionTo {
        PermissionTo(action.into())
    }

    /// In this namespace instead of the default one.
    #[must_use]
    pub fn in_namespace(mut self, code: impl Into<String>) -> Self {
        self.namespace = Some(code.into());
        self
    }

    /// What is acted on.
    pub fn resource(&self) -> &str {
        &self.resource
    }

    /// What is done to it.
    pub fn action(&self) -> &str {
        &self.action
    }

    /// The namespace; `None` for the default one.
    pub fn namespace(&self) -> Option<&str> {
        self.namespace.as_deref()
    }
}

impl PermissionTo {
    /// What is acted on, such as `books:1`.
    pub fn on(self, resource: impl Into<String>) -> Permission {
        Permission { resource: resource.into(), action: self.0, namespace: None }
    }
}

/// Knows which user may do what.
///
/// `authing-management`'s client does (feature `management`), [`permissions_fn`] makes one of a
/// closure, and your own type may be one, for instance to remember answers.
pub trait Permissions: Send + Sync {
    /// Whether the user has the permission. No answer is no permission.
    fn is_allowed<'a>(
        &'a self,
        user: &'a CurrentUser,
        permission: &'a Permission,
    ) -> BoxFuture<'a, Result<bool, Unavailable>>;
}

impl<P: Permissions + ?Sized> Permissions for Arc<P> {
    fn is_allowed<'a>(
        &'a self,
        user: &'a CurrentUser,
        permission: &'a Permission,
    ) -> BoxFuture<'a, Result<bool, Unavailable>> {
        (**self).is_allowed(user, permission)
    }
}

/// What cannot say whether a user may do something: the visitor is answered 503.
#[derive(Clone, Debug, thiserror::Error)]
#[error("no answer to whether the user has the permission")]
pub struct Unavailable {
    #[source]
    cause: Arc<dyn StdError + Send + Sync>,
    retry_after: Option<Duration>,
}

impl Unavailable {
    /// Because of this, which is written to the log.
    pub fn new(cause: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self { cause: cause.into().into(), retry_after: None }
    }

    /// When to try again. Default: in 10 s.
    #[must_use]
    pub fn retry_after(mut self, wait: impl Into<Option<Duration>>) -> Self {
        self.retry_after = wait.into();
        self
    }

    pub(crate) fn asked_retry_after(&self) -> Option<Duration> {
        self.retry_after
    }
}

/// [`Permissions`] made of a closure: see [`permissions_fn`].
#[derive(Clone)]
pub struct PermissionsFn<F>(F);

/// Makes [`Permissions`] of an async closure.
///
/// ```
/// use authing_axum::{CurrentUser, Guard, Permission, permissions_fn};
///
/// # fn example(guard: Guard) {
/// // Everybody may act on what bears their id.
/// let own = guard.permissions(permissions_fn(|user: CurrentUser, permission: Permission| async move {
///     Ok(permission.resource() == format!("user:{}", user.id()))
/// }));
/// # let _ = own; }
/// ```
pub fn permissions_fn<F, R>(ask: F) -> PermissionsFn<F>
where
    F: Fn(CurrentUser, Permission) -> R + Send + Sync,
    R: Future<Output = Result<bool, Unavailable>> + Send + 'static,
{
    PermissionsFn(ask)
}

impl<F, R> Permissions for PermissionsFn<F>
where
    F: Fn(CurrentUser, Permission) -> R + Send + Sync,
    R: Future<Output = Result<bool, Unavailable>> + Send + 'static,
{
    fn is_allowed<'a>(
        &'a self,
        user: &'a CurrentUser,
        permission: &'a Permission,
    ) -> BoxFuture<'a, Result<bool, Unavailable>> {
        Box::pin((self.0)(user.clone(), permission.clone()))
    }
}

impl<F> fmt::Debug for PermissionsFn<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PermissionsFn").finish_non_exhaustive()
    }
}

/// A [`Guard`] that asks for permissions: [`Guard::permissions`] makes it. A clone is cheap.
///
/// ```
/// use authing_axum::{CurrentUser, Guard, Permission, PermissionGuard, Permissions, Refusal};
/// use axum::{Extension, Router, extract::Path, routing::get};
///
/// // The same for everybody who comes: a layer.
/// async fn list() -> &'static str {
///     "all books"
/// }
///
/// // The resource stands in the request: the handler asks.
/// async fn show(
///     Extension(may): Extension<PermissionGuard>,
///     user: CurrentUser,
///     Path(id): Path<String>,
/// ) -> Result<String, Refusal> {
///     may.check(&user, &Permission::to("books:read").on(format!("books:{id}"))).await?;
///     Ok(format!("book {id}"))
/// }
///
/// # fn example(guard: Guard, permissions: impl Permissions + 'static) {
/// let may = guard.permissions(permissions);
/// let all = Permission::to("books:read").on("books:*");
/// let router: Router = Router::new()
///     .route("/books", get(list).layer(may.require_permission(all)))
///     .route("/books/{id}", get(show).layer(guard.require_login()))
///     .layer(Extension(may));
/// # let _ = router; }
/// ```
#[derive(Clone)]
pub struct PermissionGuard {
    guard: Guard,
    permissions: Arc<dyn Permissions>,
}

impl PermissionGuard {
    pub(crate) fn new(guard: Guard, permissions: Arc<dyn Permissions>) -> Self {
        Self { guard, permissions }
    }

    /// A layer that lets in users who have a permission.
    ///
    /// It does all that [`Guard::require_login`] does, and needs no layer of that beside it. Who
    /// lacks the permission, or is a program, is answered 403; 503 if nobody knows. The official
    /// Express middleware of the same purpose asks with action and resource in each other's place.
    pub fn require_permission(&self, permission: Permission) -> GuardLayer {
        let need = Need::Permission(Arc::clone(&self.permissions), permission);
        GuardLayer::new(self.guard.clone(), need)
    }

    /// Whether a user has a permission, for handlers that know only from the request what is acted
    /// on. Idempotent.
    ///
    /// # Errors
    ///
    /// The answer to give: 403 where the user lacks the permission, 503 if nobody knows, 500 for a
    /// permission without resource or action.
    pub async fn check(&self, user: &CurrentUser, permission: &Permission) -> Result<(), Refusal> {
        let answer = ask(&*self.permissions, user, permission).await;
        answer.map_err(|reason| Refusal::signed_in(reason, self.guard.settings()))
    }
}

pub(crate) async fn ask(
    permissions: &dyn Permissions,
    user: &CurrentUser,
    permission: &Permission,
) -> Result<(), Reason> {
    if permission.resource.is_empty() || permission.action.is_empty() {
        return Err(Reason::EmptyPermission);
    }
    match permissions.is_allowed(user, permission).await {
        Ok(true) => Ok(()),
        Ok(false) => Err(Reason::Denied),
        Err(error) => Err(Reason::PermissionsUnavailable(error)),
    }
}

impl fmt::Debug for PermissionGuard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PermissionGuard").field("guard", &self.guard).finish_non_exhaustive()
    }
}
