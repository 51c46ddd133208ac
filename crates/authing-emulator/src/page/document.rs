//! The document around a page.

use maud::{DOCTYPE, Markup, html};

use crate::base::text::Lang;
use crate::page::theme::Theme;

/// What a document says about itself. Its first style sheet is the one that all pages share.
#[derive(Clone, Copy)]
pub(crate) struct Document<'a> {
    pub(crate) lang: Lang,
    pub(crate) theme: Theme,
    pub(crate) title: &'a str,
    /// More style sheets, by the names of [`assets`](super::assets).
    pub(crate) styles: &'a [&'a str],
    /// Modules of JavaScript, by the same names.
    pub(crate) scripts: &'a [&'a str],
}

impl Document<'_> {
    /// The whole document around what its body holds.
    pub(crate) fn around(&self, body: &Markup) -> String {
        let document = html! {
            (DOCTYPE)
            html lang=(self.lang.tag()) data-theme=(self.theme.name()) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    title { (self.title) }
                    link rel="icon" href="/_assets/icon.svg" type="image/svg+xml";
                    link rel="stylesheet" href="/_assets/base.css";
                    @for name in self.styles {
                        link rel="stylesheet" href={ "/_assets/" (name) };
                    }
                    @for name in self.scripts {
                        script type="module" src={ "/_assets/" (name) } {}
                    }
                }
                body { (body) }
            }
        };
        document.into_string()
    }
}
