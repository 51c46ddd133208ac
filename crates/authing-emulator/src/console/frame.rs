//! What is around every page: menu, switches, what was just done.

use maud::{Markup, PreEscaped, html};

use crate::base::text::{Lang, Text};
use crate::console::page::{Group, Page, Place};
use crate::console::table::PAGES;
use crate::console::visit::Visit;
use crate::page::{Document, Theme};

const SKIP: Text = Text::new("跳到内容", "Skip to the content");
const MENU: Text = Text::new("菜单", "Menu");
const PAGES_OF: Text = Text::new("控制台页面", "Pages of the console");
const POOL: Text = Text::new("用户池", "User pool");
const OTHER_LANG: Text = Text::new("English", "中文");
const TO_DARK: Text = Text::new("深色", "Dark");
const TO_LIGHT: Text = Text::new("浅色", "Light");
const TO_SYSTEM: Text = Text::new("跟随系统", "Like the system");
const COLOURS: Text = Text::new("颜色", "Colours");
const SHOW: Text = Text::new("查看", "Show");
const LOST: Text = Text::new(
    "与模拟器的连接已中断，页面内容可能不是最新的。恢复后会自动刷新。",
    "There is no connection to the emulator, so this may be out of date. It is brought up to date by itself.",
);
const LOCAL: Text = Text::new(
    "本机开发服务器，数据不会离开本机。",
    "A server for development. Nothing leaves this machine.",
);

/// What a page says above its content.
pub(super) enum Notice<'a> {
    None,
    Done(&'a str),
    Refused(&'a str),
}

/// The whole document of a page.
pub(super) fn page(
    visit: &Visit<'_>,
    page: &Page,
    notice: &Notice<'_>,
    heading: &str,
    content: &Markup,
) -> String {
    let current = match page.place {
        Place::In(_) => page.path,
        Place::Under(path) => path,
    };
    around(visit, current, notice, heading, content)
}

/// The document of what is not in the table: one that is not there.
pub(super) fn around(
    visit: &Visit<'_>,
    current: &str,
    notice: &Notice<'_>,
    heading: &str,
    content: &Markup,
) -> String {
    let title = format!("{heading} · authing-emulator");
    let document = Document {
        lang: visit.lang,
        theme: visit.theme,
        title: &title,
        styles: &["console.css"],
        scripts: &["console.js"],
    };
    document.around(&html! {
        a.skip href="#main" { (visit.say(SKIP)) }
        header.top {
            button.menu-button type="button" popovertarget="menu" { "☰ " (visit.say(MENU)) }
            a.brand href="/" {
                img src="/_assets/icon.svg" alt="" width="22" height="22";
                span { "authing-emulator" }
            }
            (switches(visit))
        }
        div.columns {
            nav id="menu" popover aria-label=(visit.say(PAGES_OF)) { (menu(visit, current)) }
            main id="main" tabindex="-1" {
                h1 { (heading) }
                div id="notice" aria-live="polite" {
                    @match notice {
                        Notice::None => {},
                        Notice::Done(text) => p.note.good role="status" { (text) },
                        Notice::Refused(text) => p.note.bad role="alert" { (text) },
                    }
                }
                p id="lost" class="note warn" aria-live="polite" hidden { (visit.say(LOST)) }
                (content)
            }
        }
        footer {
            "authing-emulator " (env!("CARGO_PKG_VERSION")) " · " (visit.say(LOCAL))
        }
    })
}

fn menu(visit: &Visit<'_>, current: &str) -> Markup {
    html! {
        @for group in Group::ALL {
            @let entries: Vec<&Page> =
                PAGES.iter().copied().filter(|page| page.place == Place::In(group)).collect();
            @if !entries.is_empty() {
                p.group { (visit.say(group.title())) }
                ul {
                    @for page in entries {
                        li {
                            a href=(page.path) aria-current=[(page.path == current).then_some("page")] {
                                (visit.say(page.title))
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Language, colours and the pool that is looked at, as forms that need no script.
fn switches(visit: &Visit<'_>) -> Markup {
    let back = visit.address();
    let (other, tag) = match visit.lang {
        Lang::Chinese => ("en", "en"),
        Lang::English => ("zh", "zh-CN"),
    };
    let pools: Vec<(String, String)> = {
        let state = visit.engine.lock();
        state.pools.iter().map(|pool| (pool.id.clone(), pool.name.clone())).collect()
    };
    html! {
        form.switches method="post" action="/_console/preferences" {
            input type="hidden" name="back" value=(back);
            @if pools.len() > 1 {
                label.unseen for="pool" { (visit.say(POOL)) }
                select id="pool" name="pool" data-submit {
                    @for (id, name) in &pools {
                        option value=(id) selected[visit.pool_id.as_deref() == Some(id)] { (name) }
                    }
                }
                button.small type="submit" data-replaced { (visit.say(SHOW)) }
            }
        }
        form.switches method="post" action="/_console/preferences" {
            input type="hidden" name="back" value=(back);
            fieldset.segments {
                legend.unseen { (visit.say(COLOURS)) }
                @for (theme, sign, text) in [
                    (Theme::Light, "☀", TO_LIGHT), (Theme::System, "◐", TO_SYSTEM), (Theme::Dark, "☾", TO_DARK),
                ] {
                    button name="theme" value=(theme.name()) title=(visit.say(text))
                        aria-label=(visit.say(text)) aria-pressed=(theme == visit.theme) {
                        span aria-hidden="true" { (sign) (PreEscaped("&#xFE0E;")) }
                    }
                }
            }
            button name="lang" value=(other) lang=(tag) { (visit.say(OTHER_LANG)) }
        }
    }
}
