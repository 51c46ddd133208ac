//! The tables of GraphQL fields.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value as Json};

use crate::base::error::{ApiError, ApiResult};
use crate::base::failures::BAD_REQUEST;
use crate::base::limits::cut;
use crate::domain::context::Cx;
use crate::handler::Access;

/// A function that resolves a field.
type Run = fn(&mut Cx<'_>, Args<'_>) -> ApiResult<Json>;

/// One line of an area's table.
#[derive(Clone, Copy)]
pub(crate) struct FieldHandler {
    pub(crate) parent: &'static str,
    pub(crate) field: &'static str,
    pub(crate) access: Access,
    pub(crate) run: Run,
}

pub(crate) const fn query(field: &'static str, access: Access, run: Run) -> FieldHandler {
    FieldHandler { parent: "Query", field, access, run }
}

pub(crate) const fn mutation(field: &'static str, access: Access, run: Run) -> FieldHandler {
    FieldHandler { parent: "Mutation", field, access, run }
}

/// A field of an object whose value is worked out when it is asked for.
pub(crate) const fn nested(parent: &'static str, field: &'static str, run: Run) -> FieldHandler {
    FieldHandler { parent, field, access: Access::Parent, run }
}

/// The parent object and the coerced arguments of a field.
pub(crate) struct Args<'a> {
    parent: &'a Json,
    values: Map<String, Json>,
}

impl<'a> Args<'a> {
    pub(crate) fn new(parent: &'a Json, values: Map<String, Json>) -> Self {
        Self { parent, values }
    }

    /// The arguments as a type of the handler's own.
    pub(crate) fn read<T: DeserializeOwned>(self) -> ApiResult<T> {
        serde_json::from_value(Json::Object(self.values))
            .map_err(|error| ApiError::own(BAD_REQUEST.code, cut(error.to_string())))
    }

    /// A text member of the parent object, such as its id.
    pub(crate) fn parent(&self, key: &str) -> &'a str {
        self.parent.get(key).and_then(Json::as_str).unwrap_or_default()
    }
}
