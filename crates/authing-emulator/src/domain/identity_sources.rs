//! The rules of identity sources: each connection has an identifier of its own.

use serde::Deserialize;
use serde_json::{Map, Value as Json};

use crate::base::error::ApiResult;
use crate::base::{failures, random};
use crate::domain::context::Cx;
use crate::domain::tenants;
use crate::state::tenants::{IdentityConnection, IdentitySource};
use crate::state::user_pool::UserPool;

/// What describes a new source.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct NewSource {
    /// A new one if none is given.
    #[serde(skip)]
    pub(crate) id: Option<String>,
    pub(crate) tenant_id: Option<String>,
    pub(crate) name: String,
    #[serde(rename = "type")]
    pub(crate) kind: String,
    #[serde(default)]
    pub(crate) connections: Vec<NewConnection>,
}

/// What describes a new connection.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct NewConnection {
    /// A new one if none is given.
    #[serde(skip)]
    pub(crate) id: Option<String>,
    #[serde(rename = "type")]
    pub(crate) kind: String,
    pub(crate) identifier: String,
    #[serde(flatten)]
    pub(crate) settings: ConnectionSettings,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ConnectionSettings {
    pub(crate) display_name: String,
    pub(crate) fields: Map<String, Json>,
    pub(crate) user_match_fields: Option<Vec<String>>,
    pub(crate) logo: Option<String>,
}

impl NewConnection {
    /// A connection of a tenant's source is on for that tenant from the start.
    pub(crate) fn make(self, tenant_id: Option<&str>) -> IdentityConnection {
        IdentityConnection {
            id: self.id.unwrap_or_else(random::object_id),
            kind: self.kind,
            identifier: self.identifier,
            display_name: self.settings.display_name,
            fields: self.settings.fields,
            user_match_fields: self.settings.user_match_fields,
            logo: self.settings.logo,
            enabled_for: tenant_id.map(str::to_owned).into_iter().collect(),
        }
    }
}

/// Makes a source with its connections, or nothing.
pub(crate) fn create<'a>(cx: &'a mut Cx<'_>, new: NewSource) -> ApiResult<&'a mut IdentitySource> {
    let NewSource { id, tenant_id, name, kind, connections } = new;
    let pool = cx.pool()?;
    if name.is_empty() || kind.is_empty() {
        return Err(failures::BAD_REQUEST.into());
    }
    if let Some(tenant_id) = &tenant_id {
        tenants::find(pool, tenant_id)?;
    }
    let mut identifiers: Vec<&str> = Vec::new();
    for connection in &connections {
        require_free(pool, &connection.identifier)?;
        if identifiers.contains(&connection.identifier.as_str()) {
            return Err(failures::CONNECTION_IDENTIFIER_TAKEN.into());
        }
        identifiers.push(&connection.identifier);
    }
    let connections = connections.into_iter().map(|new| new.make(tenant_id.as_deref())).collect();
    let id = id.unwrap_or_else(random::object_id);
    let sources = &mut cx.pool_mut()?.identity_sources;
    sources.push(IdentitySource { id, name, kind, tenant_id, connections });
    sources.last_mut().ok_or_else(|| failures::IDENTITY_SOURCE_NOT_FOUND.into())
}

/// Fails for an identifier that is empty or that a connection has.
pub(crate) fn require_free(pool: &UserPool, identifier: &str) -> ApiResult<()> {
    let mut connections = pool.identity_sources.iter().flat_map(|source| &source.connections);
    if identifier.is_empty() {
        return Err(failures::BAD_REQUEST.into());
    }
    if connections.any(|connection| connection.identifier == identifier) {
        return Err(failures::CONNECTION_IDENTIFIER_TAKEN.into());
    }
    Ok(())
}
