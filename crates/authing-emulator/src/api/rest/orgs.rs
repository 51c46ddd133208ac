//! Organisations over REST: lists, import and export, synchronisation.

use serde::Deserialize;
use serde_json::{Value as Json, json};

use crate::base::error::{ApiError, ApiResult};
use crate::base::failures;
use crate::base::text::Text;
use crate::domain::context::Cx;
use crate::domain::orgs::directories::{self, ImportedFile};
use crate::domain::orgs::trees::Trees;
use crate::domain::orgs::{self};
use crate::domain::tenants;
use crate::domain::views::Dates;
use crate::handler::{Access, Call, DONE, Paging, Reply, Route, Source, get, post, routes};
use crate::state::orgs::{DirectoryProvider, Org};

const IMPORTED: Text = Text::new("", "");
const EXPORTED: Text = Text::new("导出数据成功", "Exported.");

pub(crate) const ROUTES: &[Route] = &routes(
    Source::Client("JavaScript SDK"),
    [
        get("/api/v2/orgs", Access::Management, list),
        get("/api/v2/orgs/count", Access::Management, count),
        get("/api/v2/orgs/pagination", Access::Management, page)
            .source(Source::Client("Java SDK, Go SDK")),
        get("/api/v2/orgs/children", Access::Management, children).source(Source::Client("Go SDK")),
        get("/api/v2/orgs/by-tenant", Access::Management, by_tenant),
        get("/api/v2/orgs/export", Access::Management, export)
            .source(Source::Documented("OrgManagementClient")),
        post("/api/v2/orgs/import", Access::Management, import)
            .source(Source::Documented("OrgManagementClient")),
        post("/connections/enterprise/dingtalk/start-sync", Access::Management, sync_dingtalk),
        post("/connections/enterprise/wechatwork/start-sync", Access::Management, sync_wechat_work),
        post("/api/v2/ad/sync", Access::Management, sync_ad),
    ],
);

fn newest_first<'a>(cx: &'a Cx<'_>) -> ApiResult<Vec<&'a Org>> {
    Ok(cx.pool()?.orgs.iter().rev().collect())
}

/// A page without the length of the list, which another route tells.
fn list(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    let trees = Trees::of(cx.pool()?);
    let mut page = call.paging().cut(&newest_first(cx)?, |org| trees.record(org));
    Ok(Reply::data(page["list"].take()))
}

fn count(cx: &mut Cx<'_>, _call: &Call) -> ApiResult<Reply> {
    Ok(Reply::data(json!({ "count": cx.pool()?.orgs.len() })))
}

/// A page with all nodes; a limit of -1 means everything.
fn page(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    let everything = call.query("limit") == Some("-1");
    let paging = if everything { Paging { page: 1, limit: usize::MAX } } else { call.paging() };
    let trees = Trees::of(cx.pool()?);
    Ok(Reply::data(paging.cut(&newest_first(cx)?, |org| trees.org_view(org, Dates::Rest))))
}

/// The nodes below one, as many levels as `depth` says.
fn children(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    let pool = cx.pool()?;
    let top = orgs::find_node(pool, call.required("nodeId")?)?;
    let levels = match call.query("depth") {
        Some(text) => text.parse().map_err(|_| failures::BAD_REQUEST)?,
        None => 1,
    };
    let trees = Trees::of(pool);
    let above = trees.ancestry(top).len();
    let below = trees.subtree(&top.id).into_iter().skip(1);
    let nodes = below.filter_map(|node| {
        let depth = trees.ancestry(node).len().saturating_sub(above);
        (depth <= levels).then(|| trees.view(node, Some(depth), Dates::Rest))
    });
    Ok(Reply::data(nodes.collect()))
}

fn by_tenant(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    let pool = cx.pool()?;
    let tenant = tenants::find(pool, call.required("tenant_id")?)?;
    let of_tenant = pool.orgs.iter().filter(|org| org.tenant_id.as_ref() == Some(&tenant.id));
    let trees = Trees::of(pool);
    Ok(Reply::data(of_tenant.map(|org| trees.export(&org.root)).collect()))
}

/// One tree, or all of them in a list.
fn export(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    let pool = cx.pool()?;
    let trees = Trees::of(pool);
    let data = match call.query("org_id") {
        Some(id) => trees.export(&orgs::find_org(pool, id)?.root),
        None => pool.orgs.iter().map(|org| trees.export(&org.root)).collect(),
    };
    Ok(Reply::Data(EXPORTED, data))
}

fn import(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    #[derive(Deserialize)]
    struct Input {
        filetype: String,
        file: Json,
    }
    let input: Input = call.read()?;
    if input.filetype != "json" {
        let what = format!("a file of type `{}` for POST /api/v2/orgs/import", input.filetype);
        return Err(ApiError::not_emulated(&what));
    }
    let file: ImportedFile =
        serde_json::from_value(input.file).map_err(|_| failures::BAD_REQUEST)?;
    let id = directories::import(cx, &file.tree()?, "JSON")?;
    let pool = cx.pool()?;
    let record = Trees::of(pool).record(orgs::find_org(pool, &id)?);
    Ok(Reply::Data(IMPORTED, record))
}

fn sync_dingtalk(cx: &mut Cx<'_>, _call: &Call) -> ApiResult<Reply> {
    directories::synchronise(cx, DirectoryProvider::DingTalk, None)?;
    Ok(Reply::Message(DONE))
}

fn sync_wechat_work(cx: &mut Cx<'_>, _call: &Call) -> ApiResult<Reply> {
    directories::synchronise(cx, DirectoryProvider::WeChatWork, None)?;
    Ok(Reply::Message(DONE))
}

fn sync_ad(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Input {
        connection_id: Option<String>,
    }
    let input: Input = call.read()?;
    let id = input.connection_id.ok_or(failures::BAD_REQUEST)?;
    directories::synchronise(cx, DirectoryProvider::ActiveDirectory, Some(&id))?;
    Ok(Reply::Message(DONE))
}
