//! The interface: GraphQL and REST, one file an area.

pub(crate) mod graphql;
pub(crate) mod rest;
