//! Pieces that several pages have.

use maud::{Markup, html};
use serde_json::Value as Json;

use crate::base::clock::Timestamp;
use crate::base::text::Text;
use crate::console::visit::Visit;

const COPY: Text = Text::new("复制", "Copy");
const COPIED: Text = Text::new("已复制", "Copied");
const SHOW: Text = Text::new("显示", "Show");
const PAGING: Text = Text::new("翻页", "Pages of the list");
const PAGE: Text = Text::new("页码", "Page");
const IN_ALL: Text = Text::new("共计", "total");
const BEFORE: Text = Text::new("上一页", "Previous");
const AFTER: Text = Text::new("下一页", "Next");

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

/// A moment by the emulator's clock: in UTC, and where scripts run in the visitor's own time.
pub(super) fn moment(at: Timestamp) -> Markup {
    moment_of(&at.to_rest())
}

/// The same of a date as responses have it.
pub(super) fn moment_of(date: &str) -> Markup {
    let text = short(date);
    html! { time datetime=(date) title={ (text) " UTC" } data-local { (text) } }
}

/// A moment as text, in UTC, to the second.
pub(super) fn moment_text(at: Timestamp) -> String {
    short(&at.to_rest())
}

fn short(date: &str) -> String {
    date.split_once('.').map_or(date, |(seconds, _)| seconds).replace('T', " ")
}

/// Names and values, such as headers.
pub(super) fn pairs(visit: &Visit<'_>, title: Text, pairs: &[(String, String)]) -> Markup {
    html! {
        h3 { (visit.say(title)) }
        dl.pairs {
            @for (name, value) in pairs {
                dt { (name) }
                dd { code { (value) } }
            }
        }
    }
}

/// A word of a shell.
pub(super) fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// JSON as people read it.
pub(super) fn pretty(json: &Json) -> String {
    serde_json::to_string_pretty(json).unwrap_or_default()
}

/// An input with its label.
pub(super) fn input(
    visit: &Visit<'_>,
    name: &str,
    label: Text,
    kind: &str,
    present: &str,
) -> Markup {
    // A password that was refused is typed again.
    let value = if kind == "password" { "" } else { visit.kept(name, present) };
    html! {
        div.field {
            label for=(name) { (visit.say(label)) }
            input id=(name) name=(name) type=(kind) value=(value) autocomplete="off" autocapitalize="none"
                spellcheck="false";
        }
    }
}

/// Whether a box is ticked: as it was sent, else as it is. Nothing is sent of one that is not ticked, so a
/// hidden field beside it says that its form was sent.
pub(super) fn is_ticked(visit: &Visit<'_>, name: &str, value: &str, present: bool) -> bool {
    let was_sent = visit.form.iter().any(|(own, value)| own == ASKED && value == name);
    if was_sent { visit.fields(name).any(|sent| sent == value) } else { present }
}

/// What says that the form of a box was sent.
pub(super) fn asked(name: &str) -> Markup {
    html! { input type="hidden" name=(ASKED) value=(name); }
}

const ASKED: &str = "asked";

/// A box to tick.
pub(super) fn tick(visit: &Visit<'_>, name: &str, label: Text, present: bool) -> Markup {
    let ticked = is_ticked(visit, name, "true", present);
    html! {
        div.field.tick {
            (asked(name))
            label { input type="checkbox" name=(name) value="true" checked[ticked]; (visit.say(label)) }
        }
    }
}

/// Boxes of one field, each with its value, its text and whether it is ticked.
pub(super) fn ticks(
    visit: &Visit<'_>,
    name: &str,
    label: Text,
    options: impl Iterator<Item = (String, String, bool)>,
) -> Markup {
    html! {
        fieldset.field {
            legend { (visit.say(label)) }
            (asked(name))
            @for (value, text, present) in options {
                @let ticked = is_ticked(visit, name, &value, present);
                label.plain { input type="checkbox" name=(name) value=(value) checked[ticked]; (text) }
                " "
            }
        }
    }
}

/// A list of texts with their values to choose from.
pub(super) fn choice<'v>(
    visit: &Visit<'_>,
    name: &str,
    label: Text,
    options: impl IntoIterator<Item = (&'v str, &'v str)>,
    present: &str,
) -> Markup {
    let chosen = visit.kept(name, present);
    html! {
        div.field {
            label for=(name) { (visit.say(label)) }
            select id=(name) name=(name) {
                @for (value, text) in options {
                    option value=(value) selected[value == chosen] { (text) }
                }
            }
        }
    }
}

/// What a form does: its action, and the button that sends it.
pub(super) fn submit(visit: &Visit<'_>, action: &str, label: Text) -> Markup {
    html! { button.main name="action" value=(action) { (visit.say(label)) } }
}

/// A form that is only a button. `about` tells a screen reader which of several like it this is.
pub(super) fn button(
    visit: &Visit<'_>,
    action: &str,
    label: Text,
    about: &str,
    class: &str,
    fields: &[(&str, &str)],
) -> Markup {
    html! {
        form.inline method="post" action=(visit.address()) {
            @for (name, value) in fields {
                input type="hidden" name=(name) value=(value);
            }
            button class=(class) name="action" value=(action)
                aria-label=[(!about.is_empty()).then(|| format!("{} {about}", visit.say(label)))] {
                (visit.say(label))
            }
        }
    }
}

/// Something that cannot be taken back: it asks once more.
pub(super) fn careful(visit: &Visit<'_>, action: &str, label: Text, warning: Text) -> Markup {
    html! {
        details.careful {
            summary.button.danger { (visit.say(label)) }
            p { (visit.say(warning)) }
            (button(visit, action, label, "", "danger", &[]))
        }
    }
}

/// A page of a list on the console: how many rows it has and where it begins.
pub(super) struct Window {
    pub(super) page: usize,
    pub(super) rows: usize,
}

/// Rows of a page.
const ROWS: usize = 25;

impl Window {
    pub(super) fn of(visit: &Visit<'_>) -> Self {
        let page = visit.query("page").and_then(|page| page.parse().ok()).unwrap_or(1);
        Self { page: std::cmp::max(1, page), rows: ROWS }
    }

    pub(super) fn skipped(&self) -> usize {
        self.rows.saturating_mul(self.page - 1)
    }

    /// The same where nobody has counted the rows.
    pub(super) fn neighbours(&self, visit: &Visit<'_>, has_more: bool) -> Markup {
        html! {
            @if self.page > 1 || has_more {
                nav.pages aria-label=(visit.say(PAGING)) {
                    span.soft { (visit.say(PAGE)) " " (self.page) }
                    @if self.page > 1 { (link(visit, self.page - 1, BEFORE)) }
                    @if has_more { (link(visit, self.page + 1, AFTER)) }
                }
            }
        }
    }

    /// Links to the pages before and after, where there are `total` rows in all.
    pub(super) fn links(&self, visit: &Visit<'_>, total: usize) -> Markup {
        let last = total.div_ceil(self.rows).max(1);
        html! {
            nav.pages aria-label=(visit.say(PAGING)) {
                span.soft {
                    (visit.say(PAGE)) " " (self.page) " / " (last) " · " (visit.say(IN_ALL)) " " (total)
                }
                @if self.page > 1 { (link(visit, (self.page - 1).min(last), BEFORE)) }
                @if self.page < last { (link(visit, self.page + 1, AFTER)) }
            }
        }
    }
}

fn link(visit: &Visit<'_>, page: usize, text: Text) -> Markup {
    let address = visit.address_with(&[("page", &page.to_string())]);
    html! { a.button href=(address) { (visit.say(text)) } }
}

/// A short word on a ground of its own, such as a status.
pub(super) fn badge(class: &str, text: &str) -> Markup {
    html! { span class={ "badge " (class) } { (text) } }
}

/// What a list says that has nothing in it.
pub(super) fn empty(visit: &Visit<'_>, text: Text) -> Markup {
    html! { p.empty { (visit.say(text)) } }
}
