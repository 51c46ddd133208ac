//! The tables of GraphQL fields.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value as Json};

use crate::base::error::{ApiError, ApiResult};
use crate::base::failures::BAD_REQUEST;
use crate::base::limits::cut;
use crate::domain::context::Cx;
use crate::handler::{Access, Source};
use crate::state::user_pool::UserPool;
use crate::state::users::User;

/// A function that resolves a field to JSON.
type ToJson = fn(&mut Cx<'_>, Args<'_>) -> ApiResult<Json>;

/// A function that resolves a field to users.
type ToUsers = fn(&mut Cx<'_>, Args<'_>) -> ApiResult<UserList>;

/// A function that resolves a field.
#[derive(Clone, Copy)]
pub(crate) enum Run {
    Json(ToJson),
    Users(ToUsers),
}

/// Users of the request's pool, by their places in it. What is asked of them is written to the response
/// as it is stored.
pub(crate) struct UserList {
    pub(crate) places: Vec<usize>,
    /// How many there are in all, where these are a page of them.
    pub(crate) total: Option<usize>,
}

impl UserList {
    pub(crate) fn new<'a>(pool: &UserPool, users: impl Iterator<Item = &'a User>) -> Self {
        let places = users.filter_map(|user| pool.users.place(user)).collect();
        Self { places, total: None }
    }
}

/// One line of an area's table.
#[derive(Clone, Copy)]
pub(crate) struct FieldHandler {
    pub(crate) parent: &'static str,
    pub(crate) field: &'static str,
    pub(crate) access: Access,
    pub(crate) run: Run,
    /// That of its table, once it is in one.
    source: Option<Source>,
}

impl FieldHandler {
    const fn new(parent: &'static str, field: &'static str, access: Access, run: Run) -> Self {
        Self { parent, field, access, run, source: None }
    }

    /// Where it is known from what it does, if that is not the source of its table.
    pub(crate) const fn source(mut self, source: Source) -> Self {
        self.source = Some(source);
        self
    }

    pub(crate) fn known_from(&self) -> Option<Source> {
        self.source
    }
}

/// A table of an area: where it is known from what its fields do, and the fields.
pub(crate) const fn fields<const N: usize>(
    source: Source,
    mut rows: [FieldHandler; N],
) -> [FieldHandler; N] {
    let mut row = 0;
    while row < N {
        if rows[row].source.is_none() {
            rows[row].source = Some(source);
        }
        row += 1;
    }
    rows
}

pub(crate) const fn query(field: &'static str, access: Access, run: ToJson) -> FieldHandler {
    FieldHandler::new("Query", field, access, Run::Json(run))
}

/// A query for users.
pub(crate) const fn query_users(field: &'static str, access: Access, run: ToUsers) -> FieldHandler {
    FieldHandler::new("Query", field, access, Run::Users(run))
}

pub(crate) const fn mutation(field: &'static str, access: Access, run: ToJson) -> FieldHandler {
    FieldHandler::new("Mutation", field, access, Run::Json(run))
}

/// A field of an object whose value is worked out when it is asked for.
pub(crate) const fn nested(parent: &'static str, field: &'static str, run: ToJson) -> FieldHandler {
    FieldHandler::new(parent, field, Access::Parent, Run::Json(run))
}

/// A field of an object that holds users.
pub(crate) const fn nested_users(
    parent: &'static str,
    field: &'static str,
    run: ToUsers,
) -> FieldHandler {
    FieldHandler::new(parent, field, Access::Parent, Run::Users(run))
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

    /// A text member of the parent object, such as its id. A user has no other.
    pub(crate) fn parent(&self, key: &str) -> &'a str {
        self.parent.get(key).and_then(Json::as_str).unwrap_or_default()
    }
}
