//! What all pages of the emulator share: the document around one, and the files that it loads.

pub(crate) mod assets;
mod document;
mod theme;

pub(crate) use self::document::Document;
pub(crate) use self::theme::Theme;
