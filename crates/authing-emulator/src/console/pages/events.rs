//! What users did, and events: who listens, and publishing one.

use http::Method;
use maud::{Markup, html};
use serde_json::json;

use crate::base::text::Text;
use crate::console::page::{Action, Group, Next, Page, Place, Sheet, Shown, Stop};
use crate::console::parts;
use crate::console::visit::Visit;
use crate::control;
use crate::state::logs::UserAction;

const DID: Text = Text::new("用户行为", "What users did");
const NOTHING: Text = Text::new(
    "还没有用户行为。登录、注册等操作会出现在这里。",
    "Nothing yet. Logins, registrations and the like appear here.",
);
const USER: Text = Text::new("用户", "User");
const OPERATION: Text = Text::new("行为", "What");
const FROM: Text = Text::new("IP", "From");
const WHEN: Text = Text::new("时间", "When");
const SUBSCRIBED: Text = Text::new("订阅", "Subscriptions");
const NOBODY: Text = Text::new("没有人订阅事件。", "Nobody listens to events.");
const PUBLISH: Text = Text::new("发布事件", "Publish an event");
const TYPE: Text = Text::new("事件类型", "Type of event");
const DATA: Text = Text::new("数据", "Data");
const SEND: Text = Text::new("发布", "Publish");
const TYPE_NEEDED: Text = Text::new("请填写事件类型。", "Give a type.");

/// As many of the latest actions are shown.
const SHOWN: usize = 100;

pub(in crate::console) const PAGE: Page = Page {
    path: "/_console/events",
    title: Text::new("事件", "Events"),
    place: Place::In(Group::Happenings),
    show,
    actions: &[Action {
        name: "publish",
        run: publish,
        done: Text::new("事件已发布。", "The event is published."),
    }],
};

fn show(visit: &Visit<'_>) -> Shown {
    let actions = visit.with(|cx| {
        let actions = &cx.pool()?.actions;
        let newest = actions.iter().rev().take(SHOWN);
        Ok(newest.map(|action| row(visit, action)).collect::<Vec<_>>())
    })?;
    let pool_id = visit.pool_id.as_deref().unwrap_or_default();
    let subscribed = visit.engine.env.events.types(pool_id);
    let content = html! {
        div.two {
            section.sheet id="actions" data-live="state" {
                h2 { (visit.say(DID)) }
                @if actions.is_empty() {
                    (parts::empty(visit, NOTHING))
                } @else {
                    table.stack.dense {
                        thead { tr {
                            @for title in [USER, OPERATION, FROM, WHEN] { th scope="col" { (visit.say(title)) } }
                        } }
                        tbody { @for action in &actions { (action) } }
                    }
                }
            }
            div {
                section.sheet id="subscribed" data-live="state requests" {
                    h2 { (visit.say(SUBSCRIBED)) }
                    @if subscribed.is_empty() { (parts::empty(visit, NOBODY)) }
                    ul.plain-list {
                        @for (event_type, count) in &subscribed { li { code { (event_type) } " × " (count) } }
                    }
                }
                section.sheet {
                    h2 { (visit.say(PUBLISH)) }
                    form method="post" {
                        (parts::input(visit, "type", TYPE, "text", ""))
                        div.field {
                            label for="data" { (visit.say(DATA)) }
                            textarea.mono id="data" name="data" rows="4" spellcheck="false" {
                                (visit.kept("data", "{}"))
                            }
                        }
                        (parts::submit(visit, "publish", SEND))
                    }
                }
            }
        }
    };
    Ok(Sheet::new(content))
}

fn row(visit: &Visit<'_>, action: &UserAction) -> Markup {
    html! {
        tr {
            th scope="row" { a href={ "/_console/users/" (action.user_id) } { (action.user_name) } }
            td data-title=(visit.say(OPERATION)) { (action.operation) }
            td data-title=(visit.say(FROM)) { (action.client_ip) }
            td data-title=(visit.say(WHEN)) { (parts::moment(action.at)) }
        }
    }
}

fn publish(visit: &Visit<'_>) -> Result<Next, Stop> {
    let event_type = visit.filled("type").ok_or(Stop::Wrong(TYPE_NEEDED))?;
    let body = json!({ "eventType": event_type, "data": visit.field("data") });
    control::call(visit.engine, &Method::POST, "/events", &body).map_err(Stop::WrongText)?;
    Ok(Next::Back)
}
