//! The administrator's client as the one that knows permissions.

use authing_management::{ErrorCode, ManagementClient};
use authing_protocols::BoxFuture;

use crate::{CurrentUser, Permission, Permissions, Unavailable};

/// Asks Authing with each request, by `acl().is_allowed(..)`: directly given permissions and those
/// by roles, groups, departments and policies count. A user who was deleted has none.
#[cfg_attr(docsrs, doc(cfg(feature = "management")))]
impl Permissions for ManagementClient {
    fn is_allowed<'a>(
        &'a self,
        user: &'a CurrentUser,
        permission: &'a Permission,
    ) -> BoxFuture<'a, Result<bool, Unavailable>> {
        Box::pin(async move {
            let (resource, action) = (permission.resource(), permission.action());
            let acl = match permission.namespace() {
                Some(namespace) => self.acl().in_namespace(namespace),
                None => self.acl(),
            };
            match acl.is_allowed(user.id(), resource, action).await {
                Ok(allowed) => Ok(allowed),
                Err(error) if error.code() == Some(ErrorCode::USER_NOT_FOUND) => Ok(false),
                Err(error) => {
                    let wait = error.retry_after();
                    Err(Unavailable::new(error).retry_after(wait))
                }
            }
        })
    }
}
