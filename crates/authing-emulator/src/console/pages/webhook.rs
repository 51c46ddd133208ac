//! One delivery: what was sent, what came back, and sending it again.

use http::Method;
use maud::html;
use serde_json::{Value as Json, json};

use crate::base::text::Text;
use crate::console::page::{Action, Next, Page, Place, Sheet, Shown, Stop};
use crate::console::pages::webhooks;
use crate::console::parts;
use crate::console::visit::Visit;
use crate::control;

const URL: Text = Text::new("地址", "URL");
const STATE: Text = Text::new("状态", "State");
const WHEN: Text = Text::new("时间", "When");
const REPEATS: Text = Text::new("重发自", "Repeats");
const REASON: Text = Text::new("失败原因", "Why it failed");
const SENT: Text = Text::new("发送内容", "What was sent");
const RETURNED: Text = Text::new("返回内容", "What came back");
const HEADERS: Text = Text::new("请求头", "Headers");
const BODY: Text = Text::new("正文", "Body");
const NOTHING: Text = Text::new("没有返回内容。", "Nothing came back.");
const AGAIN: Text = Text::new("重新发送", "Send it again");

pub(in crate::console) const PAGE: Page = Page {
    path: "/_console/webhooks/{id}",
    title: Text::new("投递", "Delivery"),
    place: Place::Under("/_console/webhooks"),
    show,
    actions: &[Action {
        name: "again",
        run: again,
        done: Text::new(
            "已重新发送，这是新的投递。",
            "It is sent again: this is the new delivery.",
        ),
    }],
};

fn show(visit: &Visit<'_>) -> Shown {
    let delivery = visit.engine.deliveries.get(visit.param("id")).ok_or(Stop::NotFound)?;
    let content = html! {
        section.sheet id="delivery" data-live="webhooks" {
            dl.facts {
                dt { (visit.say(URL)) } dd { code { (delivery.url) } }
                dt { (visit.say(STATE)) } dd { (webhooks::state(visit, &delivery)) }
                dt { (visit.say(WHEN)) } dd { (parts::moment_of(&delivery.timestamp)) }
                @if let Some(first) = &delivery.repeats {
                    dt { (visit.say(REPEATS)) }
                    dd { a href={ "/_console/webhooks/" (first) } { (first) } }
                }
                @if let Some(reason) = &delivery.error_message {
                    dt { (visit.say(REASON)) } dd { (reason) }
                }
            }
            (parts::button(visit, "again", AGAIN, "", "main", &[]))
        }
        div.halves {
            section.sheet {
                h2 { (visit.say(SENT)) }
                (parts::pairs(visit, HEADERS, &delivery.request_headers))
                h3 { (visit.say(BODY)) }
                (parts::snippet(visit, visit.say(BODY), &parts::pretty(&delivery.request_body)))
            }
            section.sheet id="returned" data-live="webhooks" {
                h2 { (visit.say(RETURNED)) }
                @if delivery.response_headers.is_empty() && delivery.response_body.is_empty() {
                    (parts::empty(visit, NOTHING))
                } @else {
                    (parts::pairs(visit, HEADERS, &delivery.response_headers))
                    h3 { (visit.say(BODY)) }
                    (parts::snippet(visit, visit.say(RETURNED), &delivery.response_body))
                }
            }
        }
    };
    Ok(Sheet::titled(&delivery.event_name, content))
}

fn again(visit: &Visit<'_>) -> Result<Next, Stop> {
    let path = format!("/webhooks/deliveries/{}/redeliver", visit.param("id"));
    let made = control::call(visit.engine, &Method::POST, &path, &json!({}))
        .map_err(|_| Stop::NotFound)?;
    let id = made.get("id").and_then(Json::as_str).unwrap_or_default();
    Ok(Next::To(format!("/_console/webhooks/{id}")))
}
