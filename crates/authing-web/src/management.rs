//! The administrator's client checks permissions.

use authing_management::{Error, ErrorCode, ManagementClient};
use authing_protocols::BoxFuture;

use crate::{
    permission::{Permission, Permissions, Unavailable},
    role::HasRole,
    verified::CurrentUser,
};

/// Asks Authing with each request, by `acl().is_allowed(..)`: permissions count whether they are
/// assigned directly or by roles, groups, departments and policies. A user who was deleted has
/// none. Roles, tenants and organisations are asked for by `users().has_role(..)`, `list_tenants(..)`
/// and `list_orgs(..)`.
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
            told(acl.is_allowed(user.id(), resource, action).await)
        })
    }

    fn has_role<'a>(
        &'a self,
        user: &'a CurrentUser,
        role: &'a HasRole,
    ) -> BoxFuture<'a, Result<bool, Unavailable>> {
        Box::pin(async move {
            let users = match role.namespace() {
                Some(namespace) => self.users().in_namespace(namespace),
                None => self.users(),
            };
            told(users.has_role(user.id(), role.code()).await)
        })
    }

    fn is_in_tenant<'a>(
        &'a self,
        user: &'a CurrentUser,
        id: &'a str,
    ) -> BoxFuture<'a, Result<bool, Unavailable>> {
        Box::pin(async move {
            let tenants = self.users().list_tenants(user.id()).await;
            told(tenants.map(|tenants| tenants.iter().any(|tenant| tenant.id == id)))
        })
    }

    fn is_in_org<'a>(
        &'a self,
        user: &'a CurrentUser,
        id: &'a str,
    ) -> BoxFuture<'a, Result<bool, Unavailable>> {
        Box::pin(async move {
            let orgs = self.users().list_orgs(user.id()).await;
            told(orgs.map(|paths| {
                paths
                    .iter()
                    .filter_map(|path| path.org.as_ref())
                    .any(|org| org.id == id || org.root_node_id.as_deref() == Some(id))
            }))
        })
    }
}

/// A user who was deleted is nobody.
fn told(response: Result<bool, Error>) -> Result<bool, Unavailable> {
    match response {
        Err(error) if error.code() == Some(ErrorCode::USER_NOT_FOUND) => Ok(false),
        other => other.map_err(|error| {
            let wait = error.retry_after();
            Unavailable::new(error).retry_after(wait)
        }),
    }
}
