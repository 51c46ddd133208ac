//! The guard that also asks for permissions.

use std::{fmt, sync::Arc};

use crate::{
    guard::Guard,
    layer::{GuardLayer, Requirement, check_permission},
    permission::{Permission, Permissions},
    rejection::Rejection,
    verified::CurrentUser,
};

/// A [`Guard`] that also checks permissions: [`Guard::permissions`] makes it. A clone is cheap.
///
/// ```
/// use authing_web::{CurrentUser, Guard, Permission, PermissionGuard, Permissions, Rejection};
///
/// // The resource is part of the request: the handler checks.
/// async fn show(may: &PermissionGuard, user: &CurrentUser, id: &str) -> Result<String, Rejection> {
///     may.check(user, &Permission::to("books:read").on(format!("books:{id}"))).await?;
///     Ok(format!("book {id}"))
/// }
///
/// # fn example(guard: Guard, permissions: impl Permissions + 'static) {
/// let may = guard.permissions(permissions);
/// // The same for every request: a layer.
/// let layer = may.require_permission(Permission::to("books:read").on("books:*"));
/// # let _ = (layer, show); }
/// ```
#[derive(Clone)]
pub struct PermissionGuard {
    guard: Guard,
    permissions: Arc<dyn Permissions>,
}

impl Guard {
    /// A guard that also checks permissions, with any implementation of [`Permissions`]:
    /// `authing-management`'s client (feature `management`), or
    /// [`permissions_fn`](crate::permissions_fn).
    pub fn permissions(&self, permissions: impl Permissions + 'static) -> PermissionGuard {
        PermissionGuard { guard: self.clone(), permissions: Arc::new(permissions) }
    }
}

impl PermissionGuard {
    /// A layer that lets in users who have a permission.
    ///
    /// It does all that [`Guard::require_login`] does, and needs no such layer beside it. Users
    /// without the permission, and programs, get 403; 503 if the permission cannot be checked. The
    /// official Express middleware of the same purpose sends action and resource in each other's
    /// place.
    pub fn require_permission(&self, permission: Permission) -> GuardLayer {
        let requirement = Requirement::Permission(Arc::clone(&self.permissions), permission);
        GuardLayer::new(self.guard.clone(), requirement)
    }

    /// Checks that a user has a permission, for handlers that learn the resource from the request.
    /// Idempotent.
    ///
    /// # Errors
    ///
    /// The response to return: 403 where the user lacks the permission, 503 if it cannot be
    /// checked, 500 for a permission without resource or action.
    pub async fn check(
        &self,
        user: &CurrentUser,
        permission: &Permission,
    ) -> Result<(), Rejection> {
        check_permission(&*self.permissions, user, permission)
            .await
            .map_err(|error| Rejection::logged_in(error, self.guard.settings()))
    }
}

impl fmt::Debug for PermissionGuard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PermissionGuard").field("guard", &self.guard).finish_non_exhaustive()
    }
}
