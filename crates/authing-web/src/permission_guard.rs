//! The guard that also asks for permissions.

use std::{fmt, sync::Arc};

use crate::{
    guard::Guard,
    layer::GuardLayer,
    permission::{Permission, Permissions},
    rejection::Rejection,
    requirement::Requirement,
    verified::Verified,
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
        self.require(permission)
    }

    /// A layer that lets in who meets a requirement, as [`Guard::require`] does; what the token does not
    /// tell is asked for.
    pub fn require(&self, requirement: impl Into<Requirement>) -> GuardLayer {
        let source = Some(Arc::clone(&self.permissions));
        GuardLayer::new(self.guard.clone(), false, source).and(requirement)
    }

    /// Checks what is required of who is logged in, for handlers that learn from the request what they
    /// require, as [`Guard::check`] does; what the token does not tell is asked for. Idempotent.
    ///
    /// # Errors
    ///
    /// The response to return: 403 where something is missing, 401 where another login helps, 503 if it
    /// cannot be found out, 500 for a permission without resource or action.
    pub async fn check(
        &self,
        who: &impl AsRef<Verified>,
        requirement: impl Into<Requirement>,
    ) -> Result<(), Rejection> {
        let source = Some(&*self.permissions);
        self.guard.check_with(source, who.as_ref(), requirement.into()).await
    }
}

impl fmt::Debug for PermissionGuard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PermissionGuard").field("guard", &self.guard).finish_non_exhaustive()
    }
}
