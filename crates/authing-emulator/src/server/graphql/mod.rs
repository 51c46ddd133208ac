//! `POST /graphql/v2`.

mod coercion;
mod execution;
mod introspection;
mod merging;
mod parsed;
mod problem;
mod registry;
mod request;
mod schema;
mod sdl;
mod service;
mod validation;
mod values;
mod weight;

pub(crate) use self::request::GraphQlRequest;
pub(crate) use self::schema::SchemaError;
pub(crate) use self::service::{GRAPHQL_PATH, GraphQl};
