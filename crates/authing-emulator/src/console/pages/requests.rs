//! The requests that came, newest first, as they come.

use http::StatusCode;
use maud::{Markup, html};

use crate::base::text::Text;
use crate::console::page::{Action, Group, Next, Page, Place, Sheet, Shown, Stop};
use crate::console::parts::{self, Window};
use crate::console::visit::Visit;
use crate::domain::tokens;
use crate::engine::journal::{Entry, Outcome};

const FILTER: Text = Text::new("路径或操作包含", "Path or operation contains");
const SHOW: Text = Text::new("筛选", "Filter");
const ONLY_FAILED: Text = Text::new("仅看失败", "Failures only");
const CLEAR: Text = Text::new("清空记录", "Empty the log");
const METHOD: Text = Text::new("方法", "Method");
const OPERATION: Text = Text::new("操作", "Operation");
const WHO: Text = Text::new("调用者", "Who");
const STATUS: Text = Text::new("状态", "Status");
const TOOK: Text = Text::new("耗时", "Took");
const WHEN: Text = Text::new("时间", "When");
const ADMINISTRATOR: Text = Text::new("管理员", "Administrator");
const RUNNING: Text = Text::new("处理中", "Running");
const DROPPED: Text = Text::new("连接被关闭", "Closed");
const FAULT: Text = Text::new("故障注入", "Fault");
const NONE: Text = Text::new(
    "还没有请求。将 SDK 指向本服务后，请求会即时出现在这里。",
    "No requests yet. Point an SDK here, and they appear at once.",
);

pub(in crate::console) const PAGE: Page = Page {
    path: "/_console/requests",
    title: Text::new("请求", "Requests"),
    place: Place::In(Group::Happenings),
    show,
    actions: &[Action {
        name: "clear",
        run: clear,
        done: Text::new("记录已清空。", "The log is empty."),
    }],
};

fn show(visit: &Visit<'_>) -> Shown {
    let text = visit.query("q").unwrap_or_default().to_lowercase();
    let only_failed = visit.query("failed").is_some();
    let window = Window::of(visit);
    let is_meant = |entry: &Entry| {
        (text.is_empty()
            || name(entry).to_lowercase().contains(&text)
            || entry.request.path.to_lowercase().contains(&text))
            && (!only_failed || entry.outcome.as_ref().is_some_and(has_failed))
    };
    // One more than a page shows whether there are more.
    let mut entries = visit.engine.journal.newest(is_meant, window.skipped(), window.rows + 1);
    let has_more = entries.len() > window.rows;
    entries.truncate(window.rows);
    let who: Vec<Option<String>> = entries.iter().map(|entry| who(visit, entry)).collect();
    let content = html! {
        div.bar {
            form.search role="search" method="get" {
                label.unseen for="q" { (visit.say(FILTER)) }
                input id="q" name="q" type="search" value=(text) placeholder=(visit.say(FILTER));
                label.plain { input type="checkbox" name="failed" value="1" checked[only_failed]; (visit.say(ONLY_FAILED)) }
                button { (visit.say(SHOW)) }
            }
            (parts::button(visit, "clear", CLEAR, "", "", &[]))
        }
        section.sheet id="requests" data-live="requests" {
            @if entries.is_empty() {
                (parts::empty(visit, NONE))
            } @else {
                table.stack.dense {
                    thead { tr {
                        @for title in [OPERATION, METHOD, WHO, STATUS, TOOK, WHEN] {
                            th scope="col" { (visit.say(title)) }
                        }
                    } }
                    tbody { @for (entry, who) in entries.iter().zip(&who) { (row(visit, entry, who.as_deref())) } }
                }
            }
            (window.neighbours(visit, has_more))
        }
    };
    Ok(Sheet::new(content))
}

fn row(visit: &Visit<'_>, entry: &Entry, who: Option<&str>) -> Markup {
    html! {
        tr {
            th scope="row" { a href={ "/_console/requests/" (entry.number) } { (name(entry)) } }
            td data-title=(visit.say(METHOD)) { code { (entry.request.method) } }
            td data-title=(visit.say(WHO)) { (who.unwrap_or("—")) }
            td data-title=(visit.say(STATUS)) { (status(visit, entry.outcome.as_ref())) }
            td.number data-title=(visit.say(TOOK)) {
                @match &entry.outcome { Some(outcome) => (took(outcome)), None => "…" }
            }
            td data-title=(visit.say(WHEN)) { (parts::moment(entry.arrival.at)) }
        }
    }
}

/// What a request asks for: the root fields of GraphQL, else the path.
pub(in crate::console) fn name(entry: &Entry) -> String {
    match entry.request.root_fields.as_slice() {
        [] => entry.request.path.clone(),
        fields => fields.join(", "),
    }
}

pub(in crate::console) fn took(outcome: &Outcome) -> String {
    format!("{:.1} ms", outcome.took.as_secs_f64() * 1000.0)
}

/// The status, and the code in the body where HTTP says nothing of a failure.
pub(in crate::console) fn status(visit: &Visit<'_>, outcome: Option<&Outcome>) -> Markup {
    let Some(outcome) = outcome else { return parts::badge("", visit.say(RUNNING)) };
    let class = if has_failed(outcome) { "bad" } else { "good" };
    let text = match (outcome.status, code(outcome)) {
        (None, _) => visit.say(DROPPED).to_owned(),
        (Some(status), Some(code)) if !is_success(code) => format!("{} · {code}", status.as_u16()),
        (Some(status), _) => status.as_u16().to_string(),
    };
    html! {
        (parts::badge(class, &text))
        @if outcome.by_fault { " " (parts::badge("warn", visit.say(FAULT))) }
    }
}

fn has_failed(outcome: &Outcome) -> bool {
    let by_status = outcome.status.is_none_or(|status| {
        status.is_client_error()
            || status.is_server_error()
            || status == StatusCode::NO_CONTENT && outcome.by_fault
    });
    by_status || code(outcome).is_some_and(|code| !is_success(code))
}

fn is_success(code: i64) -> bool {
    (200..300).contains(&code)
}

/// The business code of a response, in either envelope or GraphQL's.
pub(in crate::console) fn code(outcome: &Outcome) -> Option<i64> {
    let body: serde_json::Value = serde_json::from_slice(&outcome.sent.as_ref()?.body).ok()?;
    let places = ["/errors/0/message/code", "/apiCode", "/code", "/statusCode"];
    places.into_iter().find_map(|place| body.pointer(place)?.as_i64())
}

/// Who sent a request, as far as its token is one of ours.
pub(in crate::console) fn who(visit: &Visit<'_>, entry: &Entry) -> Option<String> {
    let header = entry.arrival.authorization.as_ref()?.to_str().ok()?;
    let token = header.split_once(' ').map_or(header, |(_, token)| token).trim();
    let claimed = tokens::claimed(token)?;
    let tokens::Claimed::User(id) = claimed else {
        return Some(visit.say(ADMINISTRATOR).to_owned());
    };
    let name = visit.with(|cx| Ok(cx.pool()?.user(&id).map(|user| user.display_name().to_owned())));
    Some(name.ok().flatten().unwrap_or(id))
}

fn clear(visit: &Visit<'_>) -> Result<Next, Stop> {
    visit.engine.journal.clear();
    Ok(Next::Back)
}
