//! The rules of roles: each has a code of its own in a permission namespace.

use serde_json::json;

use crate::base::error::ApiResult;
use crate::base::happening::Event;
use crate::base::{failures, random};
use crate::domain::acl;
use crate::domain::context::Cx;
use crate::domain::views::{self, Dates};
use crate::state::acl::DEFAULT_NAMESPACE;
use crate::state::roles::Role;
use crate::state::user_pool::UserPool;

/// What describes a new role.
#[derive(Default)]
pub(crate) struct NewRole {
    /// A new one if none is given.
    pub(crate) id: Option<String>,
    pub(crate) namespace: String,
    pub(crate) code: String,
    pub(crate) description: Option<String>,
    /// The code of the role that it inherits from.
    pub(crate) parent: Option<String>,
}

/// Makes a role that nobody holds.
pub(crate) fn create<'a>(cx: &'a mut Cx<'_>, new: NewRole) -> ApiResult<&'a mut Role> {
    acl::require_code(&new.code)?;
    acl::require_namespace(cx, &new.namespace)?;
    let pool = cx.pool()?;
    if find(pool, &new.namespace, &new.code).is_some() {
        return Err(failures::ROLE_EXISTS.into());
    }
    if new.parent.as_deref().is_some_and(|code| find(pool, &new.namespace, code).is_none()) {
        return Err(failures::ROLE_NOT_FOUND.into());
    }
    let role = Role {
        id: new.id.unwrap_or_else(random::object_id),
        namespace: new.namespace,
        code: new.code,
        description: new.description,
        is_system: false,
        parent: new.parent,
        users: Vec::new(),
        groups: Vec::new(),
        nodes: Vec::new(),
        created_at: cx.now,
        updated_at: cx.now,
    };
    cx.happened(Event::RoleAdded, |pool| {
        json!({ "role": views::role(pool, &role, Dates::Rest), "namespace": role.namespace })
    });
    let roles = &mut cx.pool_mut()?.roles;
    roles.push(role);
    roles.last_mut().ok_or_else(|| failures::ROLE_NOT_FOUND.into())
}

/// A role as people name it: `code` of the default namespace, or `namespace:code`.
pub(crate) fn named<'a>(pool: &'a UserPool, name: &str) -> Option<&'a Role> {
    let qualified = || {
        let (namespace, code) = name.split_once(':')?;
        find(pool, namespace, code)
    };
    find(pool, DEFAULT_NAMESPACE, name).or_else(qualified)
}

pub(crate) fn find<'a>(pool: &'a UserPool, namespace: &str, code: &str) -> Option<&'a Role> {
    pool.roles.iter().find(|role| role.namespace == namespace && role.code == code)
}

pub(crate) fn find_mut<'a>(
    pool: &'a mut UserPool,
    namespace: &str,
    code: &str,
) -> ApiResult<&'a mut Role> {
    pool.roles
        .iter_mut()
        .find(|role| role.namespace == namespace && role.code == code)
        .ok_or_else(|| failures::ROLE_NOT_FOUND.into())
}
