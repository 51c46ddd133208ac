//! The log of what administrators did: their mutations, under the names that the server's
//! `SupportedAdminActionEnum` gives them.

use serde_json::{Value as Json, json};

use crate::base::error::ApiResult;
use crate::domain::context::Cx;
use crate::state::logs::AuditEntry;
use crate::state::user_pool::UserPool;

/// The oldest entries are dropped beyond this many.
const KEPT: usize = 10_000;

/// Writes down a mutation that an administrator has carried out.
pub(crate) fn record(cx: &mut Cx<'_>, root_field: &str) -> ApiResult<()> {
    let event = match root_field {
        "updateUserpool" => "userpool:UpdateConfig",
        other => other,
    };
    let entry = AuditEntry {
        id: crate::base::random::object_id(),
        at: cx.now,
        event: event.to_owned(),
        operator_id: cx.pool().ok().map(|pool| pool.owner_id.clone()),
        app_id: cx.request.app_id.clone(),
        client_ip: cx.request.client_ip.clone(),
        user_agent: cx.request.user_agent.clone(),
    };
    // A pool that was just deleted has no log any more.
    let Ok(pool) = cx.pool_mut() else { return Ok(()) };
    pool.audit.push_within(KEPT, entry);
    Ok(())
}

/// One row of `GET /api/v2/analysis/audit`. Who acts with the pool's secret acts for its owner. What is
/// not known, logs write as the text `null`.
pub(crate) fn row(pool: &UserPool, entry: &AuditEntry) -> Json {
    let app = entry.app_id.as_deref().and_then(|id| pool.app(id));
    json!({
        "logId": entry.id,
        "timestamp": entry.at.to_rest(),
        "@timestamp": entry.at.to_rest(),
        "eventType": entry.event,
        "eventDetails": "null",
        "eventResultCode": "success",
        "eventResultMsg": "null",
        "operationMode": "SDK",
        "operationParam": "null",
        "userPoolId": pool.id,
        "userPoolName": pool.name,
        "userId": entry.operator_id.as_deref().unwrap_or("null"),
        "userName": "null",
        "photoUrl": "null",
        "clientIp": entry.client_ip,
        "userAgent": entry.user_agent,
        "geoip": { "ip": entry.client_ip },
        "ua": { "name": "null", "os": "null", "device": "null" },
        "appId": entry.app_id,
        "appName": app.map(|app| app.name.as_str()),
        "appLogo": "null",
    })
}
