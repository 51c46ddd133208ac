//! The console: pages for people who look at what the emulator holds and does.
//!
//! A page is a file in `pages`: its path, its texts, a function that shows it, and its actions, with a line
//! in `table`. It reads and changes state under the same lock and by the same rules as every handler.

mod frame;
mod guard;
mod page;
mod pages;
mod parts;
mod preferences;
mod rules;
mod serve;
pub(crate) mod stream;
mod table;
mod visit;

pub(crate) use self::serve::{is_console, refuse, serve};
