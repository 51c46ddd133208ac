//! Whether a user may do something.

use std::{error::Error as StdError, fmt, sync::Arc, time::Duration};

use authing_protocols::BoxFuture;

use crate::{role::HasRole, verified::CurrentUser};

/// An action on a resource, in a namespace of the user pool.
///
/// Each part is named where it is given, so that none can be mistaken for another.
///
/// ```
/// use authing_web::Permission;
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
#[must_use = "name the resource with `on`"]
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

/// Knows what users may do, and what they belong to: what a [`Requirement`](crate::Requirement) is
/// about and the token does not tell.
///
/// `authing-management`'s client implements it (feature `management`), and [`permissions_fn`] makes
/// an implementation of a closure; [`CachedPermissions`](crate::CachedPermissions) around another one
/// spares most requests. What an implementation does not know is an error of the service where a route
/// requires it: 500.
pub trait Permissions: Send + Sync {
    /// Whether the user has the permission. An error is never a permission.
    fn is_allowed<'a>(
        &'a self,
        user: &'a CurrentUser,
        permission: &'a Permission,
    ) -> BoxFuture<'a, Result<bool, Unavailable>>;

    /// Whether the user has the role. An error is never a role.
    fn has_role<'a>(
        &'a self,
        user: &'a CurrentUser,
        role: &'a HasRole,
    ) -> BoxFuture<'a, Result<bool, Unavailable>> {
        let _ = (user, role);
        unsupported("roles")
    }

    /// Whether the user is a member of the tenant with this id.
    fn is_in_tenant<'a>(
        &'a self,
        user: &'a CurrentUser,
        id: &'a str,
    ) -> BoxFuture<'a, Result<bool, Unavailable>> {
        let _ = (user, id);
        unsupported("tenants")
    }

    /// Whether the user is in the organisation with this id, or whose root node has it.
    fn is_in_org<'a>(
        &'a self,
        user: &'a CurrentUser,
        id: &'a str,
    ) -> BoxFuture<'a, Result<bool, Unavailable>> {
        let _ = (user, id);
        unsupported("organisations")
    }
}

fn unsupported<'a>(what: &'static str) -> BoxFuture<'a, Result<bool, Unavailable>> {
    let mut error = Unavailable::new(format!("this source knows no {what}"));
    error.unsupported = Some(what);
    Box::pin(std::future::ready(Err(error)))
}

impl<P: Permissions + ?Sized> Permissions for Arc<P> {
    fn is_allowed<'a>(
        &'a self,
        user: &'a CurrentUser,
        permission: &'a Permission,
    ) -> BoxFuture<'a, Result<bool, Unavailable>> {
        (**self).is_allowed(user, permission)
    }

    fn has_role<'a>(
        &'a self,
        user: &'a CurrentUser,
        role: &'a HasRole,
    ) -> BoxFuture<'a, Result<bool, Unavailable>> {
        (**self).has_role(user, role)
    }

    fn is_in_tenant<'a>(
        &'a self,
        user: &'a CurrentUser,
        id: &'a str,
    ) -> BoxFuture<'a, Result<bool, Unavailable>> {
        (**self).is_in_tenant(user, id)
    }

    fn is_in_org<'a>(
        &'a self,
        user: &'a CurrentUser,
        id: &'a str,
    ) -> BoxFuture<'a, Result<bool, Unavailable>> {
        (**self).is_in_org(user, id)
    }
}

/// It cannot be found out whether something holds of a user: the response is 503.
#[derive(Clone, Debug, thiserror::Error)]
#[error("it cannot be found out")]
pub struct Unavailable {
    #[source]
    cause: Arc<dyn StdError + Send + Sync>,
    retry_after: Option<Duration>,
    /// What the source never knows.
    pub(crate) unsupported: Option<&'static str>,
}

impl Unavailable {
    /// With this cause, which is written to the log.
    pub fn new(cause: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self { cause: cause.into().into(), retry_after: None, unsupported: None }
    }

    /// When to try again. Default: in 10 s.
    #[must_use]
    pub fn retry_after(mut self, wait: impl Into<Option<Duration>>) -> Self {
        self.retry_after = wait.into();
        self
    }

    pub(crate) fn wait(&self) -> Option<Duration> {
        self.retry_after
    }
}

/// [`Permissions`] made of a closure: see [`permissions_fn`].
#[derive(Clone)]
pub struct PermissionsFn<F>(F);

/// Makes [`Permissions`] of an async closure.
///
/// ```
/// use authing_web::{Guard, Permission, permissions_fn};
///
/// # fn example(guard: Guard) {
/// // All users may act on what bears their id.
/// let own = guard.permissions(permissions_fn(|user, permission: Permission| async move {
///     Ok(permission.resource() == format!("user:{}", user.id()))
/// }));
/// # let _ = own; }
/// ```
pub fn permissions_fn<F, R>(check: F) -> PermissionsFn<F>
where
    F: Fn(CurrentUser, Permission) -> R + Send + Sync,
    R: Future<Output = Result<bool, Unavailable>> + Send + 'static,
{
    PermissionsFn(check)
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
