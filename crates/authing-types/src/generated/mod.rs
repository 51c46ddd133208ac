// @generated from schema/ by `cargo xtask codegen`. Do not edit.

pub(crate) mod enums;
pub(crate) mod inputs;
pub(crate) mod models;

crate::assert_unchanged!("schema/schema.graphql", 0x808c9cb85c06277b);
