//! One permission: giving it, and asking whether somebody has it.

use authing_core::{Call, Operation, client::CallBuilder};
use authing_types::{Action, Resource};
use serde::{Deserialize, Serialize};

use super::AclApi;
use crate::{
    arguments::collect,
    generated::operations::{self, allow, is_action_allowed, is_action_denied},
};

const ALLOW: Operation = Operation::graphql("acl.allow").management().idempotent().strict();
const IS_ALLOWED: Operation =
    Operation::graphql("acl.is_allowed").management().idempotent().strict();
const IS_DENIED: Operation = Operation::graphql("acl.is_denied").management().idempotent().strict();
const IS_ALLOWED_IN_TENANT: Operation =
    Operation::post("acl.is_allowed_in_tenant", "/api/v2/acl/is-allowed")
        .management()
        .idempotent()
        .strict();

impl AclApi<'_> {
    /// Allows users or roles an action on a resource.
    ///
    /// ```no_run
    /// use authing_management::{Grantees, ManagementClient};
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let bob = Grantees::user("5f7ddfe62ba819802422362e");
    /// management.acl().allow(bob, "books:1", "books:read").await?;
    /// let staff = Grantees::roles(["editor", "author"]);
    /// management.acl().in_namespace("shop").allow(staff, "books:*", "books:edit").await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `allow`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for nobody, or an empty id, code, resource,
    /// action or namespace; an error of the server's when a user, role or the namespace does not
    /// exist.
    pub fn allow(
        &self,
        grantees: Grantees,
        resource: impl Into<Resource>,
        action: impl Into<Action>,
    ) -> Call<()> {
        let (resource, action) = (resource.into(), action.into());
        let call = grantees.check(self.about_permission(ALLOW, &resource, &action));
        let mut variables = allow::Variables {
            resource: resource.into(),
            action: action.into(),
            user_id: None,
            user_ids: None,
            role_code: None,
            role_codes: None,
            namespace: self.namespace.clone(),
        };
        match grantees {
            Grantees::User(id) => variables.user_id = Some(id),
            Grantees::Users(ids) => variables.user_ids = Some(ids),
            Grantees::Role(code) => variables.role_code = Some(code),
            Grantees::Roles(codes) => variables.role_codes = Some(codes),
        }
        call.graphql::<operations::Allow>(variables).map(|data| data.allow).confirmed()
    }

    /// Whether a user may perform an action on a resource, in whatever way: directly, by roles,
    /// groups, departments or policies.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let acl = management.acl();
    /// let user_id = "5f7ddfe62ba819802422362e";
    /// if acl.is_allowed(user_id, "books:1", "books:read").await? {
    ///     println!("the user may read it");
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `isActionAllowed`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty argument; else those of every
    /// call. An error is not a permission: let nobody in.
    pub fn is_allowed(
        &self,
        user_id: impl Into<String>,
        resource: impl Into<Resource>,
        action: impl Into<Action>,
    ) -> Call<bool> {
        let (user_id, resource, action) = (user_id.into(), resource.into(), action.into());
        let call =
            self.about_permission(IS_ALLOWED, &resource, &action).required("user_id", &user_id);
        call.graphql::<operations::IsActionAllowed>(is_action_allowed::Variables {
            resource: resource.into(),
            action: action.into(),
            user_id,
            namespace: self.namespace.clone(),
        })
        .map(|data| data.is_action_allowed)
    }

    /// Whether an action on a resource is denied to a user. It is not the opposite of
    /// [`is_allowed`](Self::is_allowed): what no policy speaks of is neither. To decide whether to
    /// let somebody in, ask that one.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let user_id = "5f7ddfe62ba819802422362e";
    /// if management.acl().is_denied(user_id, "books:1", "books:read").await? {
    ///     println!("a policy keeps the user from it");
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `isActionDenied`; no official SDK has a call for it. Idempotent.
    ///
    /// # Errors
    ///
    /// As [`is_allowed`](Self::is_allowed).
    pub fn is_denied(
        &self,
        user_id: impl Into<String>,
        resource: impl Into<Resource>,
        action: impl Into<Action>,
    ) -> Call<bool> {
        let (user_id, resource, action) = (user_id.into(), resource.into(), action.into());
        let call =
            self.about_permission(IS_DENIED, &resource, &action).required("user_id", &user_id);
        call.graphql::<operations::IsActionDenied>(is_action_denied::Variables {
            resource: resource.into(),
            action: action.into(),
            user_id,
            namespace: self.namespace.clone(),
        })
        .map(|data| data.is_action_denied)
    }

    /// As [`is_allowed`](Self::is_allowed), for a user in a tenant of a pool that has tenants.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let (user_id, tenant_id) = ("5f7ddfe62ba819802422362e", "6139c4d24e78a4d706b7545b");
    /// let acl = management.acl();
    /// let allowed =
    ///     acl.is_allowed_in_tenant(tenant_id, user_id, "books:1", "books:read").await?;
    /// # let _ = allowed; Ok(()) }
    /// ```
    ///
    /// `POST /api/v2/acl/is-allowed`. Idempotent.
    ///
    /// # Errors
    ///
    /// As for [`is_allowed`](Self::is_allowed).
    pub fn is_allowed_in_tenant(
        &self,
        tenant_id: impl Into<String>,
        user_id: impl Into<String>,
        resource: impl Into<Resource>,
        action: impl Into<Action>,
    ) -> Call<bool> {
        #[derive(Serialize)]
        #[serde(rename_all = "camelCase")]
        struct Body {
            #[serde(skip_serializing_if = "Option::is_none")]
            namespace: Option<String>,
            user_id: String,
            resource: Resource,
            action: Action,
            tenant_id: String,
        }
        #[derive(Deserialize)]
        struct Verdict {
            allowed: bool,
        }
        let body = Body {
            namespace: self.namespace.clone(),
            user_id: user_id.into(),
            resource: resource.into(),
            action: action.into(),
            tenant_id: tenant_id.into(),
        };
        self.about_permission(IS_ALLOWED_IN_TENANT, &body.resource, &body.action)
            .required("tenant_id", &body.tenant_id)
            .required("user_id", &body.user_id)
            .rest(|request| request.json(&body))
            .map(|verdict: Verdict| verdict.allowed)
    }

    /// Begins a call about one action on one resource of the namespace.
    fn about_permission(
        &self,
        operation: Operation,
        resource: &Resource,
        action: &Action,
    ) -> CallBuilder<'_> {
        self.call(operation)
            .required("resource", resource.as_str())
            .required("action", action.as_str())
    }
}

/// Who [`AclApi::allow`] allows something: users or roles, never both.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Grantees {
    /// One user, by id.
    User(String),
    /// Several users, by id.
    Users(Vec<String>),
    /// One role of the namespace, by code.
    Role(String),
    /// Several roles of the namespace, by code.
    Roles(Vec<String>),
}

impl Grantees {
    /// One user, by id.
    pub fn user(user_id: impl Into<String>) -> Self {
        Self::User(user_id.into())
    }

    /// Several users, by id.
    pub fn users(user_ids: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self::Users(collect(user_ids))
    }

    /// One role of the namespace, by code.
    pub fn role(role_code: impl Into<String>) -> Self {
        Self::Role(role_code.into())
    }

    /// Several roles of the namespace, by code.
    pub fn roles(role_codes: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self::Roles(collect(role_codes))
    }

    fn check<'a>(&self, call: CallBuilder<'a>) -> CallBuilder<'a> {
        match self {
            Self::User(id) => call.required("user_id", id),
            Self::Users(ids) => call.required_all("user_ids", ids),
            Self::Role(code) => call.required("role_code", code),
            Self::Roles(codes) => call.required_all("role_codes", codes),
        }
    }
}
