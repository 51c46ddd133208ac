//! One request: what came, what was sent, and how to send it again.

use maud::{Markup, html};
use serde_json::Value as Json;

use crate::base::form;
use crate::base::text::Text;
use crate::console::page::{Page, Place, Sheet, Shown, Stop};
use crate::console::pages::requests;
use crate::console::parts;
use crate::console::visit::Visit;
use crate::engine::journal::{Entry, PLAIN_PASSWORD, Sent};
use crate::engine::masking::Masker;

const REQUEST: Text = Text::new("请求", "Request");
const RESPONSE: Text = Text::new("响应", "Response");
const PATH: Text = Text::new("地址", "Path");
const WHO: Text = Text::new("调用者", "Who");
const STATUS: Text = Text::new("状态", "Status");
const TOOK: Text = Text::new("耗时", "Took");
const WHEN: Text = Text::new("时间", "When");
const QUERY: Text = Text::new("查询参数", "Query");
const HEADERS: Text = Text::new("请求头", "Headers");
const DOCUMENT: Text = Text::new("GraphQL 文档", "GraphQL document");
const VARIABLES: Text = Text::new("变量", "Variables");
const BODY: Text = Text::new("请求体", "Body");
const TYPE: Text = Text::new("类型", "Type");
const LOCATION: Text = Text::new("跳转到", "Leads to");
const BYTES: Text = Text::new("字节", "bytes");
const NOT_KEPT: Text = Text::new(
    "内容未保留：只保留最近 256 个请求中 16 KiB 以内的内容。",
    "The content is not kept: it is for the latest 256 requests, up to 16 KiB each.",
);
const CHOSEN: Text = Text::new("自行约定", "Chosen");
const CHOSEN_HINT: Text = Text::new(
    "真实服务器如何处理它并无文档，这个响应是模拟器自行约定的，请勿据此下结论。",
    "Nothing is written of what the server does with it: this response is the emulator's own choice.",
);
const PLAIN: Text = Text::new(
    "请求中的密码未用模拟器的公钥加密，因此被拒绝（2016）。可改用概览中的公钥加密，或在用户池设置中接受明文密码。",
    "A password in it is not encrypted with the emulator's key, which is refused (2016). The overview has the key; \
     the pool settings can let plain passwords be taken.",
);
const SETTINGS: Text = Text::new("用户池设置", "Pool settings");
const NO_JSON: Text =
    Text::new("内容不是 JSON，不在此显示。", "The content is not JSON, and is not shown here.");
const REPLAY: Text = Text::new("用 curl 重放", "Send it again by curl");
const REPLAY_SECRETS: Text = Text::new(
    "下面的命令包含请求中的真实密钥与 Token。",
    "The command has the secrets and the token of the request as they came.",
);
const SHOW: Text = Text::new("显示命令", "Show the command");

pub(in crate::console) const PAGE: Page = Page {
    path: "/_console/requests/{number}",
    title: Text::new("请求", "Request"),
    place: Place::Under("/_console/requests"),
    show,
    actions: &[],
};

fn show(visit: &Visit<'_>) -> Shown {
    let number = visit.param("number").parse().map_err(|_| Stop::NotFound)?;
    let entry = visit.engine.journal.get(number).ok_or(Stop::NotFound)?;
    let masker = Masker::for_path(&visit.engine.env.keys, &entry.request.path);
    let content = html! {
        section.sheet id="outcome" data-live="requests" {
            dl.facts {
                dt { (visit.say(PATH)) }
                dd { code { (entry.request.method) " " (entry.request.path) } }
                dt { (visit.say(STATUS)) }
                dd { (requests::status(visit, entry.outcome.as_ref())) }
                @if let Some(outcome) = &entry.outcome {
                    dt { (visit.say(TOOK)) }
                    dd { (requests::took(outcome)) }
                }
                dt { (visit.say(WHEN)) }
                dd { (parts::moment(entry.arrival.at)) }
                @if let Some(who) = requests::who(visit, &entry) {
                    dt { (visit.say(WHO)) }
                    dd { (who) }
                }
                @if entry.request.chosen {
                    dt { (parts::badge("warn", visit.say(CHOSEN))) }
                    dd { (visit.say(CHOSEN_HINT)) }
                }
            }
            @if entry.request.hint == Some(PLAIN_PASSWORD) {
                p.note.warn {
                    (visit.say(PLAIN)) " " a href="/_console/settings" { (visit.say(SETTINGS)) }
                }
            }
        }
        div.halves {
            section.sheet {
                h2 { (visit.say(REQUEST)) }
                (request(visit, &entry, &masker))
            }
            section.sheet id="response" data-live="requests" {
                h2 { (visit.say(RESPONSE)) }
                @if let Some(sent) = entry.outcome.as_ref().and_then(|outcome| outcome.sent.as_ref()) {
                    (response(visit, sent, &masker))
                } @else {
                    p.soft { (visit.say(NOT_KEPT)) }
                }
            }
        }
        @if let Some(command) = curl(visit, &entry) {
            section.sheet {
                h2 { (visit.say(REPLAY)) }
                p.soft { (visit.say(REPLAY_SECRETS)) }
                details.fold id="curl" {
                    summary { (visit.say(SHOW)) }
                    (parts::snippet(visit, "curl", &command))
                }
            }
        }
    };
    Ok(Sheet::titled(requests::name(&entry), content))
}

fn request(visit: &Visit<'_>, entry: &Entry, masker: &Masker<'_>) -> Markup {
    let request = &entry.request;
    let document = body_json(entry).and_then(|body| masker.document(body.get("query")?.as_str()?));
    let document = document.filter(|_| !request.root_fields.is_empty());
    html! {
        @if !request.query.is_empty() { (parts::pairs(visit, QUERY, &request.query)) }
        @if let Some(document) = document { (block(visit, DOCUMENT, &document)) }
        @if let Some(variables) = &request.variables { (block(visit, VARIABLES, &parts::pretty(variables))) }
        @if let Some(body) = &request.body { (block(visit, BODY, &parts::pretty(body))) }
        (parts::pairs(visit, HEADERS, &request.headers))
    }
}

fn response(visit: &Visit<'_>, sent: &Sent, masker: &Masker<'_>) -> Markup {
    let kind = sent.content_type.as_deref().unwrap_or("—");
    html! {
        p { (visit.say(TYPE)) " " code { (kind) } " · " (sent.bytes) " " (visit.say(BYTES)) }
        @if let Some(location) = &sent.location {
            p { (visit.say(LOCATION)) " " code { (masked_address(location, masker)) } }
        }
        @if let Ok(body) = serde_json::from_slice::<Json>(&sent.body) {
            (block(visit, RESPONSE, &parts::pretty(&masker.json(&body))))
        } @else if sent.bytes > sent.body.len() {
            p.soft { (visit.say(NOT_KEPT)) }
        } @else if sent.bytes > 0 {
            p.soft { (visit.say(NO_JSON)) }
        }
    }
}

/// An address without the secrets of its query and fragment.
fn masked_address(address: &str, masker: &Masker<'_>) -> String {
    let Some(start) = address.find(['?', '#']) else { return address.to_owned() };
    let (base, rest) = address.split_at(start);
    let masked = |part: &str| {
        let pairs = masker.query(form::parse(part));
        pairs.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&")
    };
    let (query, fragment) = rest.split_once('#').unwrap_or((rest, ""));
    let query = query.strip_prefix('?').map(|query| format!("?{}", masked(query)));
    let fragment = (!fragment.is_empty()).then(|| format!("#{}", masked(fragment)));
    format!("{base}{}{}", query.unwrap_or_default(), fragment.unwrap_or_default())
}

fn block(visit: &Visit<'_>, title: Text, text: &str) -> Markup {
    html! {
        h3 { (visit.say(title)) }
        (parts::snippet(visit, visit.say(title), text))
    }
}

fn body_json(entry: &Entry) -> Option<Json> {
    serde_json::from_slice(entry.arrival.body.as_ref()?).ok()
}

/// A command that sends the request once more, as long as its body is kept.
fn curl(visit: &Visit<'_>, entry: &Entry) -> Option<String> {
    let body = entry.arrival.body.as_ref()?;
    let body = std::str::from_utf8(body).ok()?;
    let target = entry.arrival.target.path_and_query().map_or("/", |target| target.as_str());
    let mut command =
        vec![format!("curl {}", parts::quoted(&format!("{}{target}", visit.engine.env.base_url)))];
    if !(entry.request.method == "GET" || (entry.request.method == "POST" && !body.is_empty())) {
        command.push(format!("-X {}", entry.request.method));
    }
    if let Some(authorization) =
        entry.arrival.authorization.as_ref().and_then(|value| value.to_str().ok())
    {
        command.push(format!("-H {}", parts::quoted(&format!("authorization: {authorization}"))));
    }
    // What curl sets itself, and what the log has masked, is left out.
    let own = ["host", "content-length", "accept", "accept-encoding", "connection", "user-agent"];
    for (name, value) in &entry.request.headers {
        if !own.contains(&name.as_str()) && !value.contains("***") {
            command.push(format!("-H {}", parts::quoted(&format!("{name}: {value}"))));
        }
    }
    if !body.is_empty() {
        command.push(format!("--data-raw {}", parts::quoted(body)));
    }
    Some(command.join(" \\\n  "))
}
