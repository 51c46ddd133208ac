//! Identity sources and their connections. They are kept and shown; nobody can log in by them.

use serde::Deserialize;
use serde_json::{Value as Json, json};

use crate::base::error::ApiResult;
use crate::base::failures;
use crate::domain::context::Cx;
use crate::domain::identity_sources::{
    self, ConnectionSettings, NewConnection, NewSource, require_free,
};
use crate::domain::tenants;
use crate::handler::{Access, Call, DONE, Reply, Route, Source, delete, get, post, put, routes};
use crate::state::tenants::{IdentityConnection, IdentitySource};

pub(crate) const ROUTES: &[Route] = &routes(
    Source::Documented("TenantManagementClient"),
    [
        get("/api/v2/extIdp", Access::Management, list),
        post("/api/v2/extIdp", Access::Management, create),
        get("/api/v2/extIdp/{id}", Access::Management, detail),
        put("/api/v2/extIdp/{id}", Access::Management, rename),
        delete("/api/v2/extIdp/{id}", Access::Management, remove),
        put("/api/v2/extIdp/{id}/connState", Access::Management, switch_all),
        post("/api/v2/extIdpConn", Access::Management, create_connection),
        put("/api/v2/extIdpConn/{id}", Access::Management, update_connection),
        delete("/api/v2/extIdpConn/{id}", Access::Management, remove_connection),
        put("/api/v2/extIdpConn/{id}/state", Access::Management, switch),
        post("/api/v2/check/extIdpConn/identifier", Access::Management, check_identifier),
    ],
);

/// The sources of one tenant, with the state of their connections there.
fn list(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    let tenant_id = call.required("tenantId")?;
    let pool = cx.pool()?;
    tenants::find(pool, tenant_id)?;
    let own = |source: &&IdentitySource| source.tenant_id.as_deref() == Some(tenant_id);
    let connection = |connection: &IdentityConnection| {
        json!({
            "id": connection.id,
            "type": connection.kind,
            "identifier": connection.identifier,
            "displayName": connection.display_name,
            "logo": connection.logo,
            "enabled": connection.enabled_for.iter().any(|scope| scope == tenant_id),
        })
    };
    let source = |source: &IdentitySource| {
        json!({
            "id": source.id,
            "name": source.name,
            "type": source.kind,
            "tenantId": source.tenant_id,
            "connections": source.connections.iter().map(connection).collect::<Json>(),
        })
    };
    Ok(Reply::data(pool.identity_sources.iter().filter(own).map(source).collect()))
}

fn detail(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    let pool = cx.pool()?;
    let found = pool.identity_sources.iter().find(|source| source.id == call.param("id"));
    Ok(Reply::data(view(found.ok_or(failures::IDENTITY_SOURCE_NOT_FOUND)?)))
}

fn view(source: &IdentitySource) -> Json {
    json!({
        "id": source.id,
        "name": source.name,
        "type": source.kind,
        "connections": source.connections.iter().map(connection_view).collect::<Json>(),
    })
}

fn connection_view(connection: &IdentityConnection) -> Json {
    json!({
        "id": connection.id,
        "type": connection.kind,
        "identifier": connection.identifier,
        "displayName": connection.display_name,
        "fields": connection.fields,
        "logo": connection.logo,
        "userMatchFields": connection.user_match_fields,
    })
}

fn create(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    let new: NewSource = call.read()?;
    Ok(Reply::Data(DONE, view(identity_sources::create(cx, new)?)))
}

fn source_mut<'a>(cx: &'a mut Cx<'_>, id: &str) -> ApiResult<&'a mut IdentitySource> {
    let found = cx.pool_mut()?.identity_sources.iter_mut().find(|source| source.id == id);
    found.ok_or_else(|| failures::IDENTITY_SOURCE_NOT_FOUND.into())
}

fn connection_mut<'a>(cx: &'a mut Cx<'_>, id: &str) -> ApiResult<&'a mut IdentityConnection> {
    let mut all =
        cx.pool_mut()?.identity_sources.iter_mut().flat_map(|source| &mut source.connections);
    let found = all.find(|connection| connection.id == id);
    found.ok_or_else(|| failures::IDENTITY_CONNECTION_NOT_FOUND.into())
}

fn rename(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    #[derive(Deserialize)]
    struct Input {
        name: String,
    }
    let input: Input = call.read()?;
    if input.name.is_empty() {
        return Err(failures::BAD_REQUEST.into());
    }
    source_mut(cx, call.param("id"))?.name = input.name;
    Ok(Reply::Message(DONE))
}

fn remove(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    let id = source_mut(cx, call.param("id"))?.id.clone();
    cx.pool_mut()?.identity_sources.retain(|source| source.id != id);
    Ok(Reply::Message(DONE))
}

fn create_connection(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Input {
        ext_idp_id: String,
        #[serde(flatten)]
        connection: NewConnection,
    }
    let input: Input = call.read()?;
    require_free(cx.pool()?, &input.connection.identifier)?;
    let source = source_mut(cx, &input.ext_idp_id)?;
    let connection = input.connection.make(source.tenant_id.as_deref());
    let response = connection_view(&connection);
    source.connections.push(connection);
    Ok(Reply::Data(DONE, response))
}

fn update_connection(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    let settings: ConnectionSettings = call.read()?;
    let connection = connection_mut(cx, call.param("id"))?;
    connection.display_name = settings.display_name;
    connection.fields = settings.fields;
    connection.user_match_fields =
        settings.user_match_fields.or(connection.user_match_fields.take());
    connection.logo = settings.logo.or(connection.logo.take());
    Ok(Reply::Message(DONE))
}

fn remove_connection(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    let id = connection_mut(cx, call.param("id"))?.id.clone();
    for source in &mut cx.pool_mut()?.identity_sources {
        source.connections.retain(|connection| connection.id != id);
    }
    Ok(Reply::Message(DONE))
}

fn check_identifier(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    #[derive(Deserialize)]
    struct Input {
        identifier: String,
    }
    let input: Input = call.read()?;
    require_free(cx.pool()?, &input.identifier)?;
    Ok(Reply::Message(DONE))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Switch {
    app_id: Option<String>,
    tenant_id: Option<String>,
    enabled: bool,
}

impl Switch {
    /// The ids of what is switched, which must exist. One SDK sends both.
    fn scopes(&self, cx: &Cx<'_>) -> ApiResult<Vec<String>> {
        let pool = cx.pool()?;
        if let Some(id) = &self.app_id {
            pool.app(id).ok_or(failures::APP_NOT_FOUND)?;
        }
        if let Some(id) = &self.tenant_id {
            tenants::find(pool, id)?;
        }
        let scopes: Vec<String> =
            [&self.app_id, &self.tenant_id].into_iter().flatten().cloned().collect();
        if scopes.is_empty() { Err(failures::BAD_REQUEST.into()) } else { Ok(scopes) }
    }

    fn apply(&self, scopes: &[String], connection: &mut IdentityConnection) {
        connection.enabled_for.retain(|scope| !scopes.contains(scope));
        if self.enabled {
            connection.enabled_for.extend_from_slice(scopes);
        }
    }
}

fn switch(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    let switch: Switch = call.read()?;
    let scopes = switch.scopes(cx)?;
    switch.apply(&scopes, connection_mut(cx, call.param("id"))?);
    Ok(Reply::Data(DONE, json!(true)))
}

fn switch_all(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    let switch: Switch = call.read()?;
    let scopes = switch.scopes(cx)?;
    for connection in &mut source_mut(cx, call.param("id"))?.connections {
        switch.apply(&scopes, connection);
    }
    Ok(Reply::Data(DONE, json!(true)))
}
