//! The resources of permission namespaces, whose codes are the kinds that rights name.

use serde::Deserialize;
use serde_json::{Value as Json, json};

use crate::base::error::ApiResult;
use crate::base::happening::Event;
use crate::base::{failures, random};
use crate::domain::acl;
use crate::domain::context::Cx;
use crate::state::acl::{ResourceAction, ResourceDefinition, ResourceType};
use crate::state::user_pool::UserPool;

/// What describes a new resource.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct NewResource {
    /// A new one if none is given.
    #[serde(skip)]
    pub(crate) id: Option<String>,
    pub(crate) code: String,
    #[serde(rename = "type")]
    pub(crate) kind: ResourceType,
    pub(crate) namespace: Option<String>,
    pub(crate) actions: Option<Vec<ResourceAction>>,
    pub(crate) description: Option<String>,
    pub(crate) api_identifier: Option<String>,
}

/// Adds all of these or none.
pub(crate) fn add(cx: &mut Cx<'_>, new: Vec<NewResource>) -> ApiResult<()> {
    let mut made: Vec<ResourceDefinition> = Vec::new();
    for new in new {
        let namespace = acl::namespace(new.namespace.as_deref()).to_owned();
        acl::require_namespace(cx, &namespace)?;
        acl::require_code(&new.code)?;
        let same =
            |known: &ResourceDefinition| known.namespace == namespace && known.code == new.code;
        if made.iter().any(same) || cx.pool()?.resources.iter().any(same) {
            return Err(failures::RESOURCE_EXISTS.into());
        }
        made.push(ResourceDefinition {
            id: new.id.unwrap_or_else(random::object_id),
            actions: full_actions(&new.code, new.actions.unwrap_or_default())?,
            namespace,
            code: new.code,
            resource_type: new.kind,
            description: new.description,
            api_identifier: new.api_identifier,
            created_at: cx.now,
            updated_at: cx.now,
        });
    }
    for resource in made {
        cx.happened(
            Event::ResourceCreated,
            |pool| json!({ "resource": view(pool, &resource), "namespace": resource.namespace }),
        );
        cx.pool_mut()?.resources.push(resource);
    }
    Ok(())
}

/// How a resource looks in responses.
pub(crate) fn view(pool: &UserPool, resource: &ResourceDefinition) -> Json {
    let namespace = pool.namespaces.iter().find(|known| known.code == resource.namespace);
    json!({
        "id": resource.id,
        "createdAt": resource.created_at.to_rest(),
        "updatedAt": resource.updated_at.to_rest(),
        "userPoolId": pool.id,
        "code": resource.code,
        "actions": resource.actions,
        "type": resource.resource_type,
        "description": resource.description,
        "namespaceId": namespace.map(|namespace| namespace.id),
        "apiIdentifier": resource.api_identifier,
        "namespace": resource.namespace,
    })
}

/// Actions with the code of their resource before a bare name.
pub(crate) fn full_actions(
    code: &str,
    actions: Vec<ResourceAction>,
) -> ApiResult<Vec<ResourceAction>> {
    let full = |action: ResourceAction| {
        acl::require_code(&action.name)?;
        let name = match action.name.contains(':') {
            true => action.name,
            false => format!("{code}:{}", action.name),
        };
        Ok(ResourceAction { name, ..action })
    };
    actions.into_iter().map(full).collect()
}
