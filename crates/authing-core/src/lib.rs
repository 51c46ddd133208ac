//! Transport, errors, tokens and password encryption shared by the Authing crates.
#![cfg_attr(docsrs, feature(doc_cfg))]

#[doc(hidden)]
pub mod nulls;
mod page;
mod patch;
mod secret;
mod timestamp;

pub use page::Page;
pub use patch::Patch;
pub use secret::Secret;
pub use timestamp::Timestamp;
