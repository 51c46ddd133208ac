//! The administrator's client checks permissions.

use authing_management::{ErrorCode, ManagementClient};
use authing_protocols::BoxFuture;

use crate::{
    permission::{Permission, Permissions, Unavailable},
    verified::CurrentUser,
};

/// Asks Authing with each request, by `acl().is_allowed(..)`: permissions count whether they are
/// assigned directly or by roles, groups, departments and policies. A user who was deleted has
/// none.
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
