//! Pieces that several pages have.

use maud::{Markup, html};

use crate::base::clock::Timestamp;
use crate::base::text::Text;
use crate::console::visit::Visit;

const COPY: Text = Text::new("复制", "Copy");
const COPIED: Text = Text::new("已复制", "Copied");
const SHOW: Text = Text::new("显示", "Show");

/// A value with a button that copies it.
pub(super) fn copyable(visit: &Visit<'_>, what: &str, value: &str) -> Markup {
    html! {
        span.copyable {
            code { (value) }
            (copy(visit, what, value))
        }
    }
}

/// A secret, which is hidden until somebody shows it. It can be copied unseen.
pub(super) fn secret(visit: &Visit<'_>, what: &str, value: &str) -> Markup {
    html! {
        span.copyable {
            details.secret {
                summary aria-label={ (visit.say(SHOW)) " " (what) } { (visit.say(SHOW)) }
                code { (value) }
            }
            (copy(visit, what, value))
        }
    }
}

/// A text of several lines with a button that copies it.
pub(super) fn snippet(visit: &Visit<'_>, what: &str, text: &str) -> Markup {
    html! {
        div.snippet {
            pre tabindex="0" role="region" aria-label=(what) { code { (text) } }
            (copy(visit, what, text))
        }
    }
}

/// Without scripts there is nothing to press.
pub(super) fn copy(visit: &Visit<'_>, what: &str, value: &str) -> Markup {
    html! {
        button.copy type="button" hidden data-copy=(value) data-copied=(visit.say(COPIED))
            aria-label={ (visit.say(COPY)) " " (what) } { (visit.say(COPY)) }
    }
}

/// A moment, by the emulator's clock, in UTC.
pub(super) fn moment(at: Timestamp) -> Markup {
    html! { time datetime=(at.to_rest()) { (moment_text(at)) } }
}

/// The same as text, to the second.
pub(super) fn moment_text(at: Timestamp) -> String {
    let text = at.to_rest();
    text.split_once('.').map_or(text.as_str(), |(seconds, _)| seconds).replace('T', " ")
}
