//! Which type of a model reads which type on the wire.

use authing_types::{Secret, Selected, Timestamp};
use serde_json::Value;

/// A model's type that reads what the schema promises as `Wire`.
#[diagnostic::on_unimplemented(
    message = "a model's field of type `{Self}` does not read the schema's `{Wire}`",
    note = "the models are older than the schema: run cargo xtask codegen"
)]
pub(crate) trait Reads<Wire> {}

/// Compiles if the model's field reads the schema's.
pub(crate) fn reads<Wire, Model: Reads<Wire>>(_wire: Wire, _model: Model) {}

impl Reads<String> for String {}
impl Reads<String> for Secret {}
impl Reads<String> for Timestamp {}
impl Reads<bool> for bool {}
impl Reads<i64> for i64 {}
impl Reads<f64> for f64 {}
impl Reads<Value> for Value {}
impl<Wire, Model: Reads<Wire>> Reads<Option<Wire>> for Option<Model> {}
impl<Wire, Model: Reads<Wire>> Reads<Option<Wire>> for Selected<Model> {}
impl<Wire, Model: Reads<Wire>> Reads<Vec<Wire>> for Vec<Model> {}
impl<Wire, Model: Reads<Wire>> Reads<Wire> for Box<Model> {}

/// A list whose elements the schema allows to be null. The models drop those while reading.
pub(crate) trait NullableElements {
    type WithoutNulls;

    fn without_nulls(self) -> Self::WithoutNulls;
}

impl<T> NullableElements for Vec<Option<T>> {
    type WithoutNulls = Vec<T>;

    fn without_nulls(self) -> Vec<T> {
        self.into_iter().flatten().collect()
    }
}

impl<T> NullableElements for Option<Vec<Option<T>>> {
    type WithoutNulls = Option<Vec<T>>;

    fn without_nulls(self) -> Option<Vec<T>> {
        self.map(NullableElements::without_nulls)
    }
}
