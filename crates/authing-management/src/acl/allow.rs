//! One permission: giving it, and asking whether somebody has it.

use authing_core::{Call, Error, Operation, RestRequest};
use authing_types::{Action, CommonMessage, Resource};
use serde::{Deserialize, Serialize};

use super::Acl;
use crate::{
    arguments::{collect, none_empty, not_empty, not_empty_if_given},
    generated::operations::{self, allow, is_action_allowed, is_action_denied},
};

const ALLOW: Operation = Operation::graphql("acl.allow").management().idempotent();
const IS_ALLOWED: Operation = Operation::graphql("acl.is_allowed").management().idempotent();
const IS_DENIED: Operation = Operation::graphql("acl.is_denied").management().idempotent();
const IS_ALLOWED_IN_TENANT: Operation =
    Operation::post("acl.is_allowed_in_tenant", "/api/v2/acl/is-allowed").management().idempotent();

impl Acl<'_> {
    /// Allows users or roles an action on a resource of a namespace; `None` names the default one.
    ///
    /// ```no_run
    /// use authing_management::{Grantees, ManagementClient};
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let bob = Grantees::user("5f7ddfe62ba819802422362e");
    /// management.acl().allow(bob, "books:1", "books:read", None).await?;
    /// let staff = Grantees::roles(["editor", "author"]);
    /// management.acl().allow(staff, "books:*", "books:edit", Some("shop")).await?;
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
        namespace: Option<&str>,
    ) -> Call<CommonMessage> {
        let (resource, action) = (resource.into(), action.into());
        let checked = grantees.check().and_then(|()| check(&resource, &action, namespace));
        let mut variables = allow::Variables {
            resource: resource.into(),
            action: action.into(),
            user_id: None,
            user_ids: None,
            role_code: None,
            role_codes: None,
            namespace: namespace.map(str::to_owned),
        };
        match grantees {
            Grantees::User(id) => variables.user_id = Some(id),
            Grantees::Users(ids) => variables.user_ids = Some(ids),
            Grantees::Role(code) => variables.role_code = Some(code),
            Grantees::Roles(codes) => variables.role_codes = Some(codes),
        }
        self.client
            .api()
            .graphql::<operations::Allow>(ALLOW, variables)
            .map(|data| data.allow)
            .check(checked)
    }

    /// Whether a user may perform an action on a resource of a namespace, by whatever way: directly,
    /// by roles, groups, departments or policies. `None` names the default namespace.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let acl = management.acl();
    /// let user_id = "5f7ddfe62ba819802422362e";
    /// if acl.is_allowed(user_id, "books:1", "books:read", None).await? {
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
    /// call. An error is no permission: let nobody in.
    pub fn is_allowed(
        &self,
        user_id: impl Into<String>,
        resource: impl Into<Resource>,
        action: impl Into<Action>,
        namespace: Option<&str>,
    ) -> Call<bool> {
        let (user_id, resource, action) = (user_id.into(), resource.into(), action.into());
        let checked =
            not_empty("user_id", &user_id).and_then(|()| check(&resource, &action, namespace));
        let variables = is_action_allowed::Variables {
            resource: resource.into(),
            action: action.into(),
            user_id,
            namespace: namespace.map(str::to_owned),
        };
        self.client
            .api()
            .graphql::<operations::IsActionAllowed>(IS_ALLOWED, variables)
            .map(|data| data.is_action_allowed)
            .check(checked)
    }

    /// Whether an action on a resource of a namespace is refused to a user. It is no opposite of
    /// [`is_allowed`](Self::is_allowed): what nobody has spoken of is neither. To decide whether
    /// to let somebody in, ask that one.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let user_id = "5f7ddfe62ba819802422362e";
    /// if management.acl().is_denied(user_id, "books:1", "books:read", None).await? {
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
        namespace: Option<&str>,
    ) -> Call<bool> {
        let (user_id, resource, action) = (user_id.into(), resource.into(), action.into());
        let checked =
            not_empty("user_id", &user_id).and_then(|()| check(&resource, &action, namespace));
        let variables = is_action_denied::Variables {
            resource: resource.into(),
            action: action.into(),
            user_id,
            namespace: namespace.map(str::to_owned),
        };
        self.client
            .api()
            .graphql::<operations::IsActionDenied>(IS_DENIED, variables)
            .map(|data| data.is_action_denied)
            .check(checked)
    }

    /// As [`is_allowed`](Self::is_allowed), for a user in a tenant of a pool that has tenants.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let (user_id, tenant_id) = ("5f7ddfe62ba819802422362e", "6139c4d24e78a4d706b7545b");
    /// let acl = management.acl();
    /// let allowed =
    ///     acl.is_allowed_in_tenant(tenant_id, user_id, "books:1", "books:read", None).await?;
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
        tenant_id: &str,
        user_id: &str,
        resource: impl Into<Resource>,
        action: impl Into<Action>,
        namespace: Option<&str>,
    ) -> Call<bool> {
        #[derive(Serialize)]
        #[serde(rename_all = "camelCase")]
        struct Body<'a> {
            #[serde(skip_serializing_if = "Option::is_none")]
            namespace: Option<&'a str>,
            user_id: &'a str,
            resource: &'a Resource,
            action: &'a Action,
            tenant_id: &'a str,
        }
        #[derive(Deserialize)]
        struct Answer {
            allowed: bool,
        }
        let (resource, action) = (resource.into(), action.into());
        let checked = not_empty("tenant_id", tenant_id)
            .and_then(|()| not_empty("user_id", user_id))
            .and_then(|()| check(&resource, &action, namespace));
        let body = Body { namespace, user_id, resource: &resource, action: &action, tenant_id };
        let request = RestRequest::new(IS_ALLOWED_IN_TENANT).json(&body).check(checked);
        self.client.api().rest::<Answer>(request).map(|answer| answer.allowed)
    }
}

/// Whom [`Acl::allow`] allows something: users or roles, never both.
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
    pub fn user(id: impl Into<String>) -> Self {
        Self::User(id.into())
    }

    /// Several users, by id.
    pub fn users(ids: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self::Users(collect(ids))
    }

    /// One role of the namespace, by code.
    pub fn role(code: impl Into<String>) -> Self {
        Self::Role(code.into())
    }

    /// Several roles of the namespace, by code.
    pub fn roles(codes: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self::Roles(collect(codes))
    }

    fn check(&self) -> Result<(), Error> {
        match self {
            Self::User(id) => not_empty("user_id", id),
            Self::Users(ids) => none_empty("user_ids", ids),
            Self::Role(code) => not_empty("role_code", code),
            Self::Roles(codes) => none_empty("role_codes", codes),
        }
    }
}

fn check(resource: &Resource, action: &Action, namespace: Option<&str>) -> Result<(), Error> {
    not_empty("resource", resource.as_str())?;
    not_empty("action", action.as_str())?;
    not_empty_if_given("namespace", namespace)
}
