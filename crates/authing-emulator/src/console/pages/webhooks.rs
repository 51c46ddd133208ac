//! Webhooks, and what they were sent.

use http::Method;
use maud::{Markup, html};
use serde_json::json;

use crate::base::text::Text;
use crate::console::page::{Action, Group, Next, Page, Place, Sheet, Shown, Stop};
use crate::console::parts::{self, Window};
use crate::console::visit::Visit;
use crate::control;
use crate::engine::deliveries::{SentWebhook, WebhookState};
use crate::state::user_pool::UserPool;

const HOOKS: Text = Text::new("Webhook", "Webhooks");
const NO_HOOKS: Text = Text::new("还没有 Webhook。", "There are no webhooks yet.");
const URL: Text = Text::new("地址", "URL");
const NAME: Text = Text::new("名称", "Name");
const SECRET: Text = Text::new("密钥", "Secret");
const FORMAT: Text = Text::new("内容类型", "Content type");
const EVENTS: Text =
    Text::new("事件，每行一个；留空为全部", "Events, one a line; all if there is none");
const ALL_EVENTS: Text = Text::new("全部事件", "All events");
const ADD: Text = Text::new("添加 Webhook", "Add a webhook");
const REMOVE: Text = Text::new("移除", "Remove");
const DELIVERIES: Text = Text::new("投递记录", "Deliveries");
const NONE: Text = Text::new(
    "还没有投递。用户注册、登录等事件会即时发往 Webhook。",
    "Nothing was delivered yet. Registrations, logins and the like are sent at once.",
);
const EVENT: Text = Text::new("事件", "Event");
const STATE: Text = Text::new("状态", "State");
const TOOK: Text = Text::new("耗时", "Took");
const WHEN: Text = Text::new("时间", "When");
const CLEAR: Text = Text::new("清空记录", "Empty the list");
const WAITING: Text = Text::new("等待中", "Waiting");
const SENDING: Text = Text::new("发送中", "Sending");
const FAILED: Text = Text::new("失败", "Failed");
const URL_NEEDED: Text = Text::new("请填写地址。", "Give a URL.");

pub(in crate::console) const PAGE: Page = Page {
    path: "/_console/webhooks",
    title: Text::new("Webhook", "Webhooks"),
    place: Place::In(Group::Happenings),
    show,
    actions: &[
        Action {
            name: "add",
            run: add,
            done: Text::new("Webhook 已添加。", "The webhook is there."),
        },
        Action {
            name: "remove",
            run: remove,
            done: Text::new("Webhook 已移除。", "The webhook is gone."),
        },
        Action {
            name: "clear", run: clear, done: Text::new("记录已清空。", "The list is empty.")
        },
    ],
};

fn show(visit: &Visit<'_>) -> Shown {
    let window = Window::of(visit);
    let pool_id = visit.pool_id.as_deref().unwrap_or_default();
    let (deliveries, total) =
        visit.engine.deliveries.newest(pool_id, window.skipped(), window.rows);
    let hooks = visit.with(|cx| Ok(hooks(visit, cx.pool()?)))?;
    let content = html! {
        section.sheet id="deliveries" data-live="webhooks" {
            h2 { (visit.say(DELIVERIES)) }
            @if deliveries.is_empty() {
                (parts::empty(visit, NONE))
            } @else {
                table.stack.dense {
                    thead { tr {
                        @for title in [EVENT, URL, STATE, TOOK, WHEN] { th scope="col" { (visit.say(title)) } }
                    } }
                    tbody { @for delivery in &deliveries { (row(visit, delivery)) } }
                }
                (window.links(visit, total))
                (parts::button(visit, "clear", CLEAR, "", "", &[]))
            }
        }
        (hooks)
    };
    Ok(Sheet::new(content))
}

fn row(visit: &Visit<'_>, delivery: &SentWebhook) -> Markup {
    html! {
        tr {
            th scope="row" { a href={ "/_console/webhooks/" (delivery.id) } { (delivery.event_name) } }
            td data-title=(visit.say(URL)) { (delivery.url) }
            td data-title=(visit.say(STATE)) { (state(visit, delivery)) }
            td.number data-title=(visit.say(TOOK)) {
                @match delivery.duration_ms { Some(took) => { (took) " ms" }, None => "—" }
            }
            td data-title=(visit.say(WHEN)) { (parts::moment_of(&delivery.timestamp)) }
        }
    }
}

/// How far a delivery is, in a word.
pub(in crate::console) fn state(visit: &Visit<'_>, delivery: &SentWebhook) -> Markup {
    let status = delivery.response_status_code.map(|status| status.to_string());
    match delivery.state {
        WebhookState::Waiting => parts::badge("", visit.say(WAITING)),
        WebhookState::Sending => parts::badge("", visit.say(SENDING)),
        WebhookState::Delivered => parts::badge("good", status.as_deref().unwrap_or("200")),
        WebhookState::Failed => parts::badge("bad", status.as_deref().unwrap_or(visit.say(FAILED))),
    }
}

fn hooks(visit: &Visit<'_>, pool: &UserPool) -> Markup {
    html! {
        section.sheet {
            h2 { (visit.say(HOOKS)) }
            @if pool.webhooks.is_empty() { (parts::empty(visit, NO_HOOKS)) }
            ul.plain-list {
                @for webhook in &pool.webhooks {
                    li {
                        strong { (webhook.settings.name) } " " code { (webhook.settings.url) } " "
                        span.soft.small {
                            @if webhook.settings.events.is_empty() {
                                (visit.say(ALL_EVENTS))
                            } @else {
                                (webhook.settings.events.join(", "))
                            }
                        }
                        " "
                        (parts::button(
                            visit, "remove", REMOVE, &webhook.settings.url, "small danger", &[("id", &webhook.id)],
                        ))
                    }
                }
            }
            details.fold {
                summary { (visit.say(ADD)) }
                form method="post" {
                    div.fields {
                        (parts::input(visit, "url", URL, "text", ""))
                        (parts::input(visit, "name", NAME, "text", ""))
                        (parts::input(visit, "secret", SECRET, "text", ""))
                        (parts::choice(visit, "contentType", FORMAT, FORMATS, "application/json"))
                    }
                    div.field {
                        label for="events" { (visit.say(EVENTS)) }
                        textarea.mono id="events" name="events" rows="3" spellcheck="false"
                            placeholder="user:created" { (visit.field("events")) }
                    }
                    (parts::submit(visit, "add", ADD))
                }
            }
        }
    }
}

const FORMATS: [(&str, &str); 2] = [
    ("application/json", "application/json"),
    ("application/x-www-form-urlencoded", "application/x-www-form-urlencoded"),
];

fn add(visit: &Visit<'_>) -> Result<Next, Stop> {
    let url = visit.filled("url").ok_or(Stop::Wrong(URL_NEEDED))?;
    let events = visit.field("events").lines().map(str::trim).filter(|event| !event.is_empty());
    let body = json!({
        "userPoolId": visit.pool_id,
        "url": url,
        "name": visit.field("name").trim(),
        "secret": visit.filled("secret"),
        "contentType": visit.field("contentType"),
        "events": events.collect::<Vec<_>>(),
    });
    control::call(visit.engine, &Method::POST, "/webhooks", &body).map_err(Stop::WrongText)?;
    Ok(Next::Back)
}

fn remove(visit: &Visit<'_>) -> Result<Next, Stop> {
    let is_own = visit
        .with(|cx| Ok(cx.pool()?.webhooks.iter().any(|webhook| webhook.id == visit.field("id"))))?;
    if !is_own {
        return Err(Stop::NotFound);
    }
    let path = format!("/webhooks/{}", visit.field("id"));
    control::call(visit.engine, &Method::DELETE, &path, &json!({})).map_err(Stop::WrongText)?;
    Ok(Next::Back)
}

fn clear(visit: &Visit<'_>) -> Result<Next, Stop> {
    visit.engine.deliveries.clear();
    Ok(Next::Back)
}
