//! Who may log in to an application.

use serde::Deserialize;
use serde_json::{Value as Json, json};

use crate::api::rest::policies::{policy_view, target};
use crate::base::error::ApiResult;
use crate::base::text::Text;
use crate::domain::applications::access::{self, Targets};
use crate::domain::applications::{self};
use crate::domain::context::Cx;
use crate::handler::{Access, Call, Reply, Route, Source, get, post, routes};
use crate::state::acl::TargetType;
use crate::state::applications::Application;
use crate::state::policies::{Assignment, Effect};
use crate::state::user_pool::UserPool;

const ALLOWED: Text =
    Text::new("允许主体访问应用的策略配置已生效", "They may log in to the application.");
const DENIED: Text =
    Text::new("拒绝主体访问应用的策略配置已生效", "They may not log in to the application.");
const ENABLED: Text = Text::new("启用应用访问控制策略成功", "The access policy was enabled.");
const DISABLED: Text = Text::new("停用应用访问控制策略成功", "The access policy was disabled.");
const REVOKED: Text = Text::new("删除应用访问控制策略成功", "The access policy was deleted.");

pub(crate) const ROUTES: &[Route] = &routes(
    Source::Documented("ApplicationManagementClient, access to applications"),
    [
        get("/api/v2/applications/{appId}/authorization/records", Access::Management, records),
        post("/api/v2/applications/{appId}/authorization/allow", Access::Management, allow),
        post("/api/v2/applications/{appId}/authorization/deny", Access::Management, deny),
        post("/api/v2/applications/{appId}/authorization/revoke", Access::Management, revoke),
        post(
            "/api/v2/applications/{appId}/authorization/enable-effect",
            Access::Management,
            enable,
        ),
        post(
            "/api/v2/applications/{appId}/authorization/disable-effect",
            Access::Management,
            disable,
        ),
    ],
);

fn records(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    let app = applications::find(cx, call.param("appId"))?;
    let pool = cx.pool()?;
    let found = access::records(pool, app);
    Ok(Reply::data(call.paging().cut(&found, |record| view(pool, app, record))))
}

fn allow(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    access::set(cx, call.param("appId"), Effect::Allow, &targets(call)?)?;
    Ok(Reply::Message(ALLOWED))
}

fn deny(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    access::set(cx, call.param("appId"), Effect::Deny, &targets(call)?)?;
    Ok(Reply::Message(DENIED))
}

fn enable(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    access::enable(cx, call.param("appId"), true, &targets(call)?)?;
    Ok(Reply::Message(ENABLED))
}

fn disable(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    access::enable(cx, call.param("appId"), false, &targets(call)?)?;
    Ok(Reply::Message(DISABLED))
}

fn revoke(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    access::revoke(cx, call.param("appId"), &targets(call)?)?;
    Ok(Reply::Message(REVOKED))
}

fn targets(call: &Call) -> ApiResult<Targets> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Input {
        target_type: TargetType,
        target_identifiers: Vec<String>,
        namespace: Option<String>,
        inherit_by_children: Option<bool>,
    }
    let input: Input = call.read()?;
    Ok(Targets {
        kind: input.target_type,
        ids: input.target_identifiers.into_iter().collect(),
        namespace: input.namespace,
        inherited: input.inherit_by_children.unwrap_or(false),
    })
}

fn view(pool: &UserPool, app: &Application, record: &Assignment) -> Json {
    let mut policies = pool.policies.iter();
    let policy = policies
        .find(|policy| policy.namespace == record.namespace && policy.code == record.policy);
    let role = record.target_type == TargetType::Role;
    let department = record.target_type == TargetType::Org;
    let mut view = json!({
        "assignedAt": record.assigned_at.map(|at| at.to_rest()),
        "inheritByChildren": department.then_some(record.inherited),
        "enabled": record.enabled,
        "policyId": policy.map(|policy| &policy.id),
        "code": record.policy,
        "policy": policy.map(|policy| policy_view(pool, policy)),
        "targetType": record.target_type,
        "targetIdentifier": record.target,
        "target": target(pool, record.role_namespace(), record.target_type, &record.target),
        "namespace": record.namespace,
        "namespaceName": app.name,
    });
    if role {
        view["targetNamespace"] = json!(record.role_namespace());
    }
    view
}
