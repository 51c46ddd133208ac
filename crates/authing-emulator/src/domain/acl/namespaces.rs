//! Permission namespaces: what roles, policies, resources and rights are apart by.

use serde_json::{Value as Json, json};

use crate::base::error::ApiResult;
use crate::base::failures;
use crate::base::happening::Event;
use crate::domain::context::Cx;
use crate::domain::{acl, custom_data};
use crate::state::acl::{DEFAULT_NAMESPACE, Namespace, SYSTEM_NAMESPACE};
use crate::state::custom_data::FieldTarget;
use crate::state::user_pool::UserPool;

/// Makes a namespace; the result is its id.
pub(crate) fn create(
    cx: &mut Cx<'_>,
    code: &str,
    name: &str,
    description: Option<&str>,
) -> ApiResult<i64> {
    acl::require_code(code)?;
    acl::require_code(name)?;
    require_free(cx.pool()?, code)?;
    let id = cx.pool_mut()?.add_namespace(code, name, description, None);
    cx.happened(
        Event::NamespaceCreated,
        |pool| json!({ "namespace": pool.namespaces.last().map(|made| view(pool, made)) }),
    );
    Ok(id)
}

/// How a namespace looks in responses.
pub(crate) fn view(pool: &UserPool, namespace: &Namespace) -> Json {
    let app = namespace.app_id.as_deref().and_then(|id| pool.app(id));
    json!({
        "id": namespace.id,
        "appId": namespace.app_id,
        "appName": app.map(|app| &app.name),
        "name": namespace.name,
        "code": namespace.code,
        "description": namespace.description,
        "status": 1,
    })
}

/// Fails for a code that a namespace has.
pub(crate) fn require_free(pool: &UserPool, code: &str) -> ApiResult<()> {
    if pool.namespaces.iter().any(|namespace| namespace.code == code) {
        return Err(failures::NAMESPACE_EXISTS.into());
    }
    Ok(())
}

/// Whether a namespace came with the pool or with an application, so that it stays as it is.
pub(crate) fn is_built_in(namespace: &Namespace) -> bool {
    namespace.app_id.is_some() || [DEFAULT_NAMESPACE, SYSTEM_NAMESPACE].contains(&&*namespace.code)
}

/// Removes a namespace with its roles, policies and resources, and all that was given in it.
/// For an application that is deleted, the code is the application's id.
pub(crate) fn remove(pool: &mut UserPool, code: &str) {
    pool.namespaces.retain(|namespace| namespace.code != code);
    let (gone, kept): (Vec<_>, _) =
        std::mem::take(&mut pool.roles).into_iter().partition(|role| role.namespace == code);
    pool.roles = kept;
    let ids: Vec<String> = gone.into_iter().map(|role| role.id).collect();
    custom_data::forget(pool, FieldTarget::Role, &ids);
    pool.policies.retain(|policy| policy.namespace != code);
    pool.resources.retain(|resource| resource.namespace != code);
    pool.assignments.retain(|a| a.namespace != code && a.target_namespace.as_deref() != Some(code));
    pool.grants.retain(|grant| grant.namespace != code);
}

/// Carries all that is in a namespace over to its new code.
pub(crate) fn rename(pool: &mut UserPool, old: &str, new: &str) {
    let named = pool.namespaces.iter_mut().map(|namespace| &mut namespace.code);
    let roles = pool.roles.iter_mut().map(|role| &mut role.namespace);
    let policies = pool.policies.iter_mut().map(|policy| &mut policy.namespace);
    let resources = pool.resources.iter_mut().map(|resource| &mut resource.namespace);
    let assignments = pool
        .assignments
        .iter_mut()
        .flat_map(|a| std::iter::once(&mut a.namespace).chain(a.target_namespace.as_mut()));
    let grants = pool.grants.iter_mut().map(|grant| &mut grant.namespace);
    let defined = named.chain(roles).chain(policies).chain(resources);
    for code in defined.chain(assignments).chain(grants) {
        if code == old {
            new.clone_into(code);
        }
    }
}
