//! The clock, and faults: responses that go wrong on purpose.

use http::Method;
use maud::{Markup, html};
use serde_json::{Map, Value as Json, json};

use crate::base::clock::Timestamp;
use crate::base::text::Text;
use crate::console::page::{Action, Group, Next, Page, Place, Sheet, Shown, Stop};
use crate::console::parts;
use crate::console::visit::Visit;
use crate::control;
use crate::engine::fault::FaultKind;

const CLOCK: Text = Text::new("时钟", "Clock");
const NOW: Text = Text::new("模拟器时间（UTC）", "The emulator's time (UTC)");
const AHEAD: Text = Text::new("比系统时间快", "Ahead of the system by");
const BEHIND: Text = Text::new("比系统时间慢", "Behind the system by");
const UNIT: Text = Text::new("时间单位", "Unit of time");
const DAYS: Text = Text::new("天", "d");
const HOURS: Text = Text::new("小时", "h");
const MINUTES: Text = Text::new("分", "min");
const SHORT_SECONDS: Text = Text::new("秒", "s");
const FORWARD: Text = Text::new("前进", "Move forward by");
const MOVE: Text = Text::new("前进", "Move");
const SET: Text =
    Text::new("设为（UTC，如 2030-01-31 12:00:00）", "Set to (UTC, such as 2030-01-31 12:00:00)");
const SET_IT: Text = Text::new("设定", "Set");
const BACK_TO_SYSTEM: Text = Text::new("恢复系统时间", "Back to the system's time");
const EXPIRE: Text = Text::new("使所有 Token 失效", "Make all tokens worthless");
const EXPIRE_HINT: Text = Text::new(
    "此前发出的所有用户 Token 与管理 Token 立即失效，用于测试重新登录。",
    "Every token handed out so far, users' and administrators', is refused from now on.",
);
const FAULTS: Text = Text::new("故障注入", "Faults");
const PENDING: Text = Text::new("待发生", "Still to happen");
const NO_FAULTS: Text = Text::new("没有待发生的故障。", "No faults are pending.");
const KIND: Text = Text::new("故障类型", "What goes wrong");
const TIMES: Text = Text::new("次数", "How often");
const PATH: Text = Text::new("仅限路径", "Only on this path");
const OPERATION: Text = Text::new("仅限 GraphQL 操作", "Only for this GraphQL operation");
const EVENT: Text = Text::new(
    "改为仅限 Webhook 投递的事件（如 user:created，* 为任意）",
    "Instead, deliveries to webhooks of this event (such as user:created; * is any)",
);
const DELIVERY: Text = Text::new("Webhook 投递", "deliveries of");
const STATUS: Text = Text::new("状态码", "Status");
const DELAY: Text = Text::new("延迟（毫秒）", "Delay (ms)");
const RETRY_AFTER: Text = Text::new("Retry-After（秒）", "Retry-After (s)");
const CODE: Text = Text::new("业务错误码", "Error code");
const MESSAGE: Text = Text::new("错误信息", "Error message");
const MORE: Text = Text::new("更多参数", "Details");
const INJECT: Text = Text::new("注入", "Inject");
const CLEAR: Text = Text::new("全部取消", "Take all back");
const FACES: Text = Text::new("人脸照片", "Photos of faces");
const SAME: Text = Text::new("视为同一人", "Show the same person");
const DIFFERENT: Text = Text::new("视为不同的人", "Show different people");
const BAD_TIME: Text = Text::new(
    "时间格式应如 2030-01-31 12:00:00，且在 1970 至 9999 年之间。",
    "A time is written like 2030-01-31 12:00:00 and lies between 1970 and 9999.",
);
const BAD_NUMBER: Text = Text::new("请填写非负整数。", "Numbers are whole and not negative.");

pub(in crate::console) const PAGE: Page = Page {
    path: "/_console/switches",
    title: Text::new("时钟与故障", "Clock and faults"),
    place: Place::In(Group::Tools),
    show,
    actions: &[
        Action {
            name: "advance",
            run: advance,
            done: Text::new("时钟已前进。", "The clock has moved."),
        },
        Action {
            name: "set", run: set, done: Text::new("时钟已设定。", "The clock is set.")
        },
        Action {
            name: "system",
            run: to_system,
            done: Text::new("已恢复系统时间。", "The clock shows the system's time."),
        },
        Action {
            name: "expire",
            run: expire,
            done: Text::new("所有 Token 已失效。", "No token is accepted any more."),
        },
        Action {
            name: "inject",
            run: inject,
            done: Text::new("故障已注入。", "The fault will happen."),
        },
        Action {
            name: "clear",
            run: clear,
            done: Text::new("故障已全部取消。", "No fault will happen."),
        },
        Action { name: "faces", run: faces, done: Text::new("已切换。", "Switched.") },
    ],
};

const UNITS: [(&str, Text); 4] = [
    ("1", Text::new("秒", "seconds")),
    ("60", Text::new("分钟", "minutes")),
    ("3600", Text::new("小时", "hours")),
    ("86400", Text::new("天", "days")),
];

/// The names that control routes take.
const KINDS: [(&str, Text); 8] = [
    ("status", Text::new("HTTP 状态码", "An HTTP status")),
    ("too_many_requests", Text::new("429 请求过多", "429 Too Many Requests")),
    ("business_error", Text::new("业务错误", "A business error")),
    ("delay", Text::new("延迟响应", "A late response")),
    ("drop_connection", Text::new("断开连接", "A closed connection")),
    ("truncate_body", Text::new("响应被截断", "A body that breaks off")),
    ("html", Text::new("返回 HTML 页面", "An HTML page of a proxy")),
    ("expire_token", Text::new("Token 视为过期", "An expired token")),
];

fn show(visit: &Visit<'_>) -> Shown {
    let content = html! {
        div.halves {
            (clock(visit))
            (faults(visit))
        }
    };
    Ok(Sheet::new(content))
}

/// Seconds as people read them: days, hours, minutes and seconds, without those that are zero.
fn duration(visit: &Visit<'_>, seconds: u64) -> String {
    let mut left = seconds;
    let mut pieces = Vec::new();
    for (length, text) in [(86_400, DAYS), (3600, HOURS), (60, MINUTES), (1, SHORT_SECONDS)] {
        if left >= length {
            pieces.push(format!("{} {}", left / length, visit.say(text)));
            left %= length;
        }
    }
    pieces.join(" ")
}

fn clock(visit: &Visit<'_>) -> Markup {
    let offset = visit.engine.env.clock.offset() / 1000;
    let units = UNITS.iter().map(|(value, text)| (*value, visit.say(*text)));
    html! {
        section.sheet {
            h2 { (visit.say(CLOCK)) }
            div id="clock" data-live="clock" {
                p { (visit.say(NOW)) " " strong { (parts::moment_text(visit.engine.now())) } }
                @if offset != 0 {
                    p.soft {
                        (visit.say(if offset > 0 { AHEAD } else { BEHIND })) " "
                        (duration(visit, offset.unsigned_abs()))
                    }
                }
            }
            form.line method="post" {
                (parts::input(visit, "amount", FORWARD, "number", "1"))
                div.field {
                    label.unseen for="unit" { (visit.say(UNIT)) }
                    select id="unit" name="unit" {
                        @for (value, text) in units { option value=(value) selected[value == "3600"] { (text) } }
                    }
                }
                button name="action" value="advance" { (visit.say(MOVE)) }
            }
            form.line method="post" {
                (parts::input(visit, "time", SET, "text", &parts::moment_text(visit.engine.now())))
                button name="action" value="set" { (visit.say(SET_IT)) }
            }
            div.buttons { (parts::button(visit, "system", BACK_TO_SYSTEM, "", "", &[])) }
            hr;
            p.soft { (visit.say(EXPIRE_HINT)) }
            div.buttons { (parts::button(visit, "expire", EXPIRE, "", "danger", &[])) }
            hr;
            h2 { (visit.say(FACES)) }
            @let matching = visit.engine.env.faces_match();
            p { (visit.say(if matching { SAME } else { DIFFERENT })) }
            @let (other, value) = if matching { (DIFFERENT, "false") } else { (SAME, "true") };
            div.buttons { (parts::button(visit, "faces", other, "", "", &[("match", value)])) }
        }
    }
}

fn faults(visit: &Visit<'_>) -> Markup {
    let pending = visit.engine.faults.all();
    let kinds = KINDS.iter().map(|(value, text)| (*value, visit.say(*text)));
    html! {
        section.sheet {
            h2 { (visit.say(FAULTS)) }
            form method="post" {
                (parts::choice(visit, "kind", KIND, kinds, "status"))
                div.fields {
                    (parts::input(visit, "times", TIMES, "number", "1"))
                    (parts::input(visit, "status", STATUS, "number", ""))
                    (parts::input(visit, "operation", OPERATION, "text", ""))
                    (parts::input(visit, "path", PATH, "text", ""))
                }
                (parts::input(visit, "event", EVENT, "text", ""))
                details.fold {
                    summary { (visit.say(MORE)) }
                    div.fields {
                        (parts::input(visit, "delayMs", DELAY, "number", ""))
                        (parts::input(visit, "retryAfterSeconds", RETRY_AFTER, "number", ""))
                        (parts::input(visit, "code", CODE, "number", ""))
                        (parts::input(visit, "message", MESSAGE, "text", ""))
                    }
                }
                (parts::submit(visit, "inject", INJECT))
            }
            hr;
            div id="faults" data-live="faults" {
                h3 { (visit.say(PENDING)) }
                @if pending.is_empty() {
                    (parts::empty(visit, NO_FAULTS))
                } @else {
                    ul.plain-list {
                        @for fault in &pending {
                            li {
                                (visit.say(name(&fault.kind))) " × " (fault.times)
                                @if let Some(operation) = &fault.operation { " · " code { (operation) } }
                                @if let Some(path) = &fault.path { " · " code { (path) } }
                                @if let Some(event) = &fault.event {
                                    " · " (visit.say(DELIVERY)) " " code { (event) }
                                }
                            }
                        }
                    }
                    (parts::button(visit, "clear", CLEAR, "", "", &[]))
                }
            }
        }
    }
}

fn name(kind: &FaultKind) -> Text {
    let name = match kind {
        FaultKind::Status(_) => "status",
        FaultKind::Delay(_) => "delay",
        FaultKind::DropConnection => "drop_connection",
        FaultKind::TruncateBody => "truncate_body",
        FaultKind::Html(_) => "html",
        FaultKind::TooManyRequests(_) => "too_many_requests",
        FaultKind::ExpireToken => "expire_token",
        FaultKind::BusinessError { .. } => "business_error",
    };
    let found = KINDS.iter().find(|(own, _)| *own == name);
    found.map_or(FAULTS, |(_, text)| *text)
}

/// Does what a control route does.
fn call(visit: &Visit<'_>, method: &Method, path: &str, body: &Json) -> Result<Next, Stop> {
    control::call(visit.engine, method, path, body).map_err(Stop::WrongText)?;
    Ok(Next::Back)
}

fn number(visit: &Visit<'_>, name: &str) -> Result<Option<u64>, Stop> {
    let parsed = visit.filled(name).map(str::parse).transpose();
    parsed.map_err(|_| Stop::Wrong(BAD_NUMBER))
}

fn advance(visit: &Visit<'_>) -> Result<Next, Stop> {
    let (amount, unit) = (number(visit, "amount")?, number(visit, "unit")?);
    let seconds = amount.unwrap_or(0).saturating_mul(unit.unwrap_or(1));
    call(visit, &Method::POST, "/clock", &json!({ "advanceSeconds": seconds }))
}

fn set(visit: &Visit<'_>) -> Result<Next, Stop> {
    let text = visit.filled("time").map(|text| text.replacen(' ', "T", 1)).unwrap_or_default();
    let time = Timestamp::parse(&text).and_then(|at| u64::try_from(at.unix_seconds()).ok());
    let time = time.ok_or(Stop::Wrong(BAD_TIME))?;
    call(visit, &Method::POST, "/clock", &json!({ "setUnixSeconds": time }))
}

fn to_system(visit: &Visit<'_>) -> Result<Next, Stop> {
    visit.engine.env.clock.reset();
    Ok(Next::Back)
}

fn expire(visit: &Visit<'_>) -> Result<Next, Stop> {
    call(visit, &Method::POST, "/expire-tokens", &json!({}))
}

fn inject(visit: &Visit<'_>) -> Result<Next, Stop> {
    let mut fault = Map::new();
    for name in ["kind", "path", "operation", "event", "message"] {
        if let Some(value) = visit.filled(name) {
            fault.insert(name.to_owned(), value.into());
        }
    }
    for name in ["times", "status", "delayMs", "retryAfterSeconds", "code"] {
        if let Some(value) = number(visit, name)? {
            fault.insert(name.to_owned(), value.into());
        }
    }
    call(visit, &Method::POST, "/faults", &Json::Object(fault))
}

fn clear(visit: &Visit<'_>) -> Result<Next, Stop> {
    call(visit, &Method::DELETE, "/faults", &json!({}))
}

fn faces(visit: &Visit<'_>) -> Result<Next, Stop> {
    call(visit, &Method::POST, "/faces", &json!({ "match": visit.field("match") == "true" }))
}
