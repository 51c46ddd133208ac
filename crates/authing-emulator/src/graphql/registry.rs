//! Which function answers which field.
//!
//! An area of the schema is one file under `fields/`: handlers, and a table that names them. A
//! root field that stands in no table is refused by name.

use std::collections::HashMap;

use serde::de::DeserializeOwned;
use serde_json::{Map, Value as Json};

use crate::context::{Access, Cx};
use crate::error::{ApiError, ApiResult};
use crate::failures::BAD_REQUEST;

/// A function that answers a field.
pub(super) type Run = fn(&mut Cx<'_>, Args<'_>) -> ApiResult<Json>;

/// One line of an area's table.
#[derive(Clone, Copy)]
pub(super) struct Handler {
    pub(super) parent: &'static str,
    pub(super) field: &'static str,
    pub(super) access: Access,
    pub(super) run: Run,
}

pub(super) const fn query(field: &'static str, access: Access, run: Run) -> Handler {
    Handler { parent: "Query", field, access, run }
}

pub(super) const fn mutation(field: &'static str, access: Access, run: Run) -> Handler {
    Handler { parent: "Mutation", field, access, run }
}

/// A field of an object whose value is worked out when it is asked for.
pub(super) const fn nested(parent: &'static str, field: &'static str, run: Run) -> Handler {
    Handler { parent, field, access: Access::Parent, run }
}

pub(crate) struct Registry(HashMap<(&'static str, &'static str), Handler>);

impl Registry {
    pub(super) fn new(areas: &[&'static [Handler]]) -> Self {
        let handlers = areas.iter().copied().flatten();
        Self(handlers.map(|handler| ((handler.parent, handler.field), *handler)).collect())
    }

    #[cfg(test)]
    pub(super) fn fields(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        self.0.keys().copied()
    }

    pub(super) fn get(&self, parent: &str, field: &str) -> Option<Handler> {
        self.0.get(&(parent, field)).copied()
    }
}

impl std::fmt::Debug for Registry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

/// The parent object and the coerced arguments of a field.
pub(super) struct Args<'a> {
    parent: &'a Json,
    values: Map<String, Json>,
}

impl<'a> Args<'a> {
    pub(super) fn new(parent: &'a Json, values: Map<String, Json>) -> Self {
        Self { parent, values }
    }

    /// The arguments as a type of the handler's own.
    pub(super) fn read<T: DeserializeOwned>(self) -> ApiResult<T> {
        serde_json::from_value(Json::Object(self.values))
            .map_err(|error| ApiError::own(BAD_REQUEST.code, error.to_string()))
    }

    /// A text member of the parent object, such as its id.
    pub(super) fn parent(&self, key: &str) -> &'a str {
        self.parent.get(key).and_then(Json::as_str).unwrap_or_default()
    }
}
