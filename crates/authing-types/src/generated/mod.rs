// @generated from schema/ by `cargo xtask codegen`. Do not edit.

pub(crate) mod enums;
pub(crate) mod inputs;
pub(crate) mod models;

crate::assert_unchanged!("schema/schema.graphql", 0x26718b58c95e88d3);
