// @generated from schema/ by `cargo xtask codegen`. Do not edit.

pub(crate) mod enums;
pub(crate) mod inputs;
pub(crate) mod models;

crate::assert_unchanged!("schema/schema.graphql", 0xefb77dde8ada8ead);
