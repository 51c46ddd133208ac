//! `POST /graphql/v2`.

mod coercion;
mod execution;
mod introspection;
mod parsed;
mod registry;
mod request;
mod schema;
mod sdl;
mod service;
mod weight;

pub(crate) use self::request::GraphQlRequest;
pub(crate) use self::schema::SchemaError;
pub(crate) use self::service::{GRAPHQL_PATH, GraphQl};
