//! All pages, in the order of the menu: a new one is a file in `pages` and a line here.

use crate::console::page::Page;
use crate::console::pages::overview;

pub(super) const PAGES: &[&Page] = &[&overview::PAGE];
