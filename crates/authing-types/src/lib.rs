//! Models, inputs and enums of Authing's GraphQL schema.
#![cfg_attr(docsrs, feature(doc_cfg))]

mod generated;
mod macros;
#[doc(hidden)]
pub mod stamp;
#[doc(hidden)]
pub mod words;

pub use authing_core::{Page, Patch, Secret, Timestamp};
pub use generated::{enums::*, inputs::*, models::*};
