//! Models, inputs and enums of Authing's GraphQL schema.
#![cfg_attr(docsrs, feature(doc_cfg))]

mod custom_data;
mod generated;
mod macros;
#[doc(hidden)]
pub mod stamp;
mod user_key;
#[doc(hidden)]
pub mod words;

pub use custom_data::{CustomData, CustomField, CustomValue};
pub use generated::{enums::*, inputs::*, models::*};
pub use user_key::UserKey;
