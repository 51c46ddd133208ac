//! What was "sent": codes and links, newest first.

use maud::{Markup, html};

use crate::base::clock::Timestamp;
use crate::base::outbox::{MessageKind, SentMessage};
use crate::base::text::Text;
use crate::console::page::{Action, Group, Next, Page, Place, Sheet, Shown, Stop};
use crate::console::parts::{self, Window};
use crate::console::visit::Visit;

const TO: Text = Text::new("收件人", "To");
const FILTER: Text = Text::new("按收件人筛选", "Only to");
const SHOW: Text = Text::new("筛选", "Filter");
const CODE: Text = Text::new("验证码", "Code");
const LINK: Text = Text::new("打开链接", "Open the link");
const SMS: Text = Text::new("短信", "Text message");
const EMAIL: Text = Text::new("邮件", "Email");
const CLEAR: Text = Text::new("清空收件箱", "Empty the inbox");
const NONE: Text = Text::new(
    "还没有发出任何短信或邮件。验证码和链接会即时出现在这里。",
    "Nothing was sent yet. Codes and links appear here at once.",
);

pub(in crate::console) const PAGE: Page = Page {
    path: "/_console/inbox",
    title: Text::new("收件箱", "Inbox"),
    place: Place::In(Group::Happenings),
    show,
    actions: &[Action {
        name: "clear",
        run: clear,
        done: Text::new("收件箱已清空。", "The inbox is empty."),
    }],
};

fn show(visit: &Visit<'_>) -> Shown {
    let to = visit.query("to").unwrap_or_default().to_lowercase();
    let window = Window::of(visit);
    let is_meant = |message: &SentMessage| message.to.to_lowercase().contains(&to);
    let (messages, total) = visit.engine.env.outbox.newest(is_meant, window.skipped(), window.rows);
    let content = html! {
        div.bar {
            form.search role="search" method="get" {
                label.unseen for="to" { (visit.say(FILTER)) }
                input id="to" name="to" type="search" value=(to) placeholder=(visit.say(FILTER));
                button { (visit.say(SHOW)) }
            }
            (parts::button(visit, "clear", CLEAR, "", "", &[]))
        }
        section id="inbox" data-live="inbox" aria-live="polite" {
            @if messages.is_empty() {
                div.sheet { (parts::empty(visit, NONE)) }
            }
            @for message in &messages { (entry(visit, message)) }
            @if total > window.rows { (window.links(visit, total)) }
        }
    };
    Ok(Sheet::new(content))
}

fn entry(visit: &Visit<'_>, message: &SentMessage) -> Markup {
    let kind = match message.kind {
        MessageKind::Sms => SMS,
        MessageKind::Email => EMAIL,
    };
    html! {
        article.sheet.message {
            div.head {
                (parts::badge("", visit.say(kind)))
                span { span.unseen { (visit.say(TO)) " " } strong { (message.to) } }
                @if let Some(scene) = &message.scene { span.soft.small { (scene) } }
                span.when { (parts::moment(Timestamp::from_system_time(message.sent_at))) }
            }
            @if let Some(code) = &message.code {
                p.code {
                    span.unseen { (visit.say(CODE)) " " }
                    code { (code) }
                    (parts::copy(visit, visit.say(CODE), code))
                }
            }
            @if let Some(link) = &message.link {
                p.link {
                    a.button.main href=(link) target="_blank" rel="noopener noreferrer" { (visit.say(LINK)) }
                    (parts::copy(visit, visit.say(LINK), link))
                    code.soft { (link) }
                }
            }
        }
    }
}

fn clear(visit: &Visit<'_>) -> Result<Next, Stop> {
    visit.engine.env.outbox.clear();
    Ok(Next::Back)
}
