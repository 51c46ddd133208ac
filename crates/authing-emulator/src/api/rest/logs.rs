//! The logs of what users and administrators did.

use crate::base::clock::Timestamp;
use crate::base::error::ApiResult;
use crate::domain::context::Cx;
use crate::domain::logs::{actions, audit};
use crate::handler::{Access, Call, Reply, Route, Source, get, routes};
use crate::state::logs::{AuditEntry, UserAction};

pub(crate) const ROUTES: &[Route] = &routes(
    Source::Client("JavaScript SDK"),
    [
        get("/api/v2/analysis/user-action", Access::Management, user_actions),
        get("/api/v2/analysis/audit", Access::Management, audit_log)
            .source(Source::Documented("StatisticsManagementClient")),
    ],
);

/// What the logs are searched for. The two generations of SDKs name it differently.
struct Search<'a> {
    events: Vec<&'a str>,
    users: Vec<&'a str>,
    apps: Vec<&'a str>,
    client_ip: Option<&'a str>,
    in_apps_only: bool,
    start: Option<Timestamp>,
    end: Option<Timestamp>,
}

impl<'a> Search<'a> {
    fn read(call: &'a Call) -> Self {
        let moment = |name: &str| call.query(name).and_then(|ms| ms.parse().ok()).map(Timestamp);
        let arns = call.query_all("operator_arn").filter_map(|arn| arn.rsplit(':').next());
        Self {
            events: call.query_all("operation_name").chain(call.query_all("eventType")).collect(),
            users: call.query_all("userId").chain(arns).collect(),
            apps: call.query_all("app_id").collect(),
            client_ip: call.query("clientip"),
            in_apps_only: call.flag("exclude_non_app_records"),
            start: moment("start"),
            end: moment("end"),
        }
    }

    fn finds(
        &self,
        at: Timestamp,
        event: &str,
        user: Option<&str>,
        app: Option<&str>,
        ip: &str,
    ) -> bool {
        let among = |wanted: &[&str], value: Option<&str>| {
            wanted.is_empty() || value.is_some_and(|value| wanted.contains(&value))
        };
        among(&self.events, Some(event))
            && among(&self.users, user)
            && among(&self.apps, app)
            && (!self.in_apps_only || app.is_some())
            && self.client_ip.is_none_or(|wanted| wanted == ip)
            && self.start.is_none_or(|start| at >= start)
            && self.end.is_none_or(|end| at <= end)
    }
}

/// What users did, the latest first.
fn user_actions(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    let pool = cx.pool()?;
    let search = Search::read(call);
    let matches = |a: &&UserAction| {
        search.finds(a.at, &a.operation, Some(&a.user_id), a.app_id.as_deref(), &a.client_ip)
    };
    let found: Vec<&UserAction> = pool.actions.iter().rev().filter(matches).collect();
    Ok(Reply::data(call.paging().cut(&found, |action| actions::row(pool, action))))
}

/// What administrators did, the latest first.
fn audit_log(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    let pool = cx.pool()?;
    let search = Search::read(call);
    let matches = |e: &&AuditEntry| {
        search.finds(e.at, &e.event, e.operator_id.as_deref(), e.app_id.as_deref(), &e.client_ip)
    };
    let found: Vec<&AuditEntry> = pool.audit.iter().rev().filter(matches).collect();
    Ok(Reply::data(call.paging().cut(&found, |entry| audit::row(pool, entry))))
}
