//! Executes a validated operation.
//!
//! The response keeps to the specification's rules for null: an error in a nullable field makes
//! that field null, an error in a non-null field makes its nearest nullable ancestor null.

use std::borrow::Cow;

use async_graphql::Pos;
use async_graphql::Positioned;
use async_graphql::parser::types::{
    BaseType, Directive, ExecutableDocument, Field, OperationDefinition, OperationType, Selection,
    SelectionSet, Type, TypeKind,
};
use indexmap::IndexMap;
use serde_json::{Map, Value as Json, json};

use crate::base::error::ApiError;
use crate::base::limits::{
    GRAPHQL_NESTED_FIELD, GRAPHQL_ROOT_FIELD, GRAPHQL_WORK, TooMuch, json_values,
};
use crate::domain::context::Cx;
use crate::domain::logs::audit;
use crate::handler::Args;
use crate::server::graphql::coercion::{self, Variables};
use crate::server::graphql::introspection;
use crate::server::graphql::registry::Registry;
use crate::server::graphql::schema::Schema;

/// A null that its parent must take over, because the type allows none.
struct NullParent;

pub(super) struct Execution<'run, 'cx> {
    pub(super) schema: &'run Schema,
    pub(super) registry: &'run Registry,
    pub(super) document: &'run ExecutableDocument,
    pub(super) variables: Variables,
    pub(super) cx: &'run mut Cx<'cx>,
    pub(super) errors: Vec<Json>,
    pub(super) work: Work,
}

/// What the request may still take.
pub(super) struct Work(Option<usize>);

impl Work {
    pub(super) const ALL: Self = Self(Some(GRAPHQL_WORK));

    fn is_over(&self) -> bool {
        self.0.is_none()
    }

    /// Takes some; an error the first time that there is not enough left.
    fn take(&mut self, amount: usize) -> Result<(), TooMuch> {
        let Some(left) = self.0 else { return Ok(()) };
        self.0 = left.checked_sub(amount);
        match self.0 {
            Some(_) => Ok(()),
            None => Err(TooMuch::beyond("fields and values in its response", GRAPHQL_WORK)),
        }
    }
}

/// Each response key with every field node that asks for it.
type Collected<'doc> = IndexMap<&'doc str, Vec<&'doc Positioned<Field>>>;

/// One of them.
struct Entry<'doc> {
    key: &'doc str,
    fields: Vec<&'doc Positioned<Field>>,
}

impl<'run> Execution<'run, '_> {
    /// Runs the operation; the result is the `data` of the response.
    pub(super) fn run(&mut self, operation: &'run OperationDefinition) -> Json {
        let root = match operation.ty {
            OperationType::Mutation => "Mutation",
            OperationType::Query | OperationType::Subscription => "Query",
        };
        let mut path = Vec::new();
        let selections = [&operation.selection_set.node];
        let pos = operation.selection_set.pos;
        self.object(root, &Json::Null, &selections, pos, &mut path).unwrap_or(Json::Null)
    }

    fn object(
        &mut self,
        type_name: &str,
        parent: &Json,
        selections: &[&'run SelectionSet],
        pos: Pos,
        path: &mut Vec<Json>,
    ) -> Result<Json, NullParent> {
        let mut collected = Collected::new();
        let mut looked_at = 0;
        for selection in selections {
            looked_at += self.collect(type_name, selection, &mut collected);
        }
        self.charge(looked_at, pos, path)?;
        let mut out = Map::with_capacity(collected.len());
        for (key, fields) in collected {
            let entry = Entry { key, fields };
            path.push(Json::from(entry.key));
            let value = self.field(type_name, parent, &entry, path);
            path.pop();
            out.insert(entry.key.to_owned(), value?);
        }
        Ok(Json::Object(out))
    }

    fn field(
        &mut self,
        type_name: &str,
        parent: &Json,
        entry: &Entry<'run>,
        path: &mut Vec<Json>,
    ) -> Result<Json, NullParent> {
        let Some(first) = entry.fields.first() else { return Ok(Json::Null) };
        let name = first.node.name.node.as_str();
        if name == "__typename" {
            return Ok(Json::from(type_name));
        }
        if type_name == "Query" && (name == "__schema" || name == "__type") {
            return self.introspect(parent, entry, first, path);
        }
        let schema = self.schema;
        let Some(definition) = schema.field(type_name, name) else { return Ok(Json::Null) };
        let ty = &definition.ty.node;
        let arguments =
            coercion::arguments(schema, definition, &first.node.arguments, &self.variables);
        let arguments = match arguments {
            Ok(arguments) => arguments,
            Err(reason) => {
                self.errors.push(standard_error(&reason, first.pos, path));
                return null_of(ty);
            }
        };
        match self.resolve(type_name, name, parent, arguments) {
            Ok(value) => self.complete(ty, &value, entry, first.pos, path),
            Err(error) => {
                let lang = self.cx.request.lang;
                self.errors.push(business_error(&error, error.message(lang), first.pos, path));
                if self.work.is_over() { Err(NullParent) } else { null_of(ty) }
            }
        }
    }

    fn introspect(
        &mut self,
        parent: &Json,
        entry: &Entry<'run>,
        field: &Positioned<Field>,
        path: &mut Vec<Json>,
    ) -> Result<Json, NullParent> {
        let asked = field
            .node
            .get_argument("name")
            .and_then(|value| coercion::literal(&value.node, &self.variables));
        let (name, ty) = if field.node.name.node == "__schema" {
            ("__schema", "__Schema")
        } else {
            ("__type", "__Type")
        };
        let asked = asked.as_ref().and_then(Json::as_str);
        let value = introspection::resolve(self.schema, "Query", name, parent, asked);
        let Some(ty) = Type::new(ty) else { return Ok(Json::Null) };
        self.complete(&ty, &value.unwrap_or_default(), entry, field.pos, path)
    }

    fn resolve<'value>(
        &mut self,
        type_name: &str,
        name: &str,
        parent: &'value Json,
        arguments: Map<String, Json>,
    ) -> Result<Cow<'value, Json>, ApiError> {
        if let Some(handler) = self.registry.get(type_name, name) {
            let is_root = type_name == "Query" || type_name == "Mutation";
            self.work.take(if is_root { GRAPHQL_ROOT_FIELD } else { GRAPHQL_NESTED_FIELD })?;
            handler.access.admit(self.cx)?;
            let value = (handler.run)(self.cx, Args::new(parent, arguments))?;
            // A mutation is done by now.
            if type_name != "Mutation" {
                self.work.take(json_values(&value))?;
            }
            if type_name == "Mutation" && self.cx.is_administrator() {
                audit::record(self.cx, name)?;
            }
            return Ok(Cow::Owned(value));
        }
        if type_name == "Query" || type_name == "Mutation" {
            return Err(ApiError::not_emulated(&format!("{type_name}.{name}")));
        }
        if let Some(value) = introspection::resolve(self.schema, type_name, name, parent, None) {
            return Ok(Cow::Owned(value));
        }
        match parent.get(name) {
            Some(value) => Ok(Cow::Borrowed(value)),
            None => Err(ApiError::not_emulated(&format!("{type_name}.{name}"))),
        }
    }

    fn complete(
        &mut self,
        ty: &Type,
        value: &Json,
        entry: &Entry<'run>,
        pos: Pos,
        path: &mut Vec<Json>,
    ) -> Result<Json, NullParent> {
        if value.is_null() {
            if !ty.nullable {
                let field = path.iter().rev().find_map(Json::as_str).unwrap_or_default();
                let reason = format!("Cannot return null for non-nullable field {field}.");
                self.errors.push(standard_error(&reason, pos, path));
            }
            return null_of(ty);
        }
        let completed = match (&ty.base, value) {
            (BaseType::List(of), Json::Array(items)) => self.list(of, items, entry, pos, path),
            (BaseType::List(_), _) => {
                self.errors.push(standard_error("Expected a list.", pos, path));
                Err(NullParent)
            }
            (BaseType::Named(name), value) => self.named(name, value, entry, pos, path),
        };
        match completed {
            // What is beyond the limits is left out of a response.
            Err(NullParent) if ty.nullable && !self.work.is_over() => Ok(Json::Null),
            other => other,
        }
    }

    fn list(
        &mut self,
        of: &Type,
        items: &[Json],
        entry: &Entry<'run>,
        pos: Pos,
        path: &mut Vec<Json>,
    ) -> Result<Json, NullParent> {
        let mut out = Vec::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            path.push(Json::from(index));
            let value = match self.charge(1, pos, path) {
                Ok(()) => self.complete(of, item, entry, pos, path),
                Err(over) => Err(over),
            };
            path.pop();
            out.push(value?);
        }
        Ok(Json::Array(out))
    }

    fn named(
        &mut self,
        name: &str,
        value: &Json,
        entry: &Entry<'run>,
        pos: Pos,
        path: &mut Vec<Json>,
    ) -> Result<Json, NullParent> {
        match self.schema.get(name).map(|definition| &definition.kind) {
            Some(TypeKind::Object(_)) => {
                let selections: Vec<&SelectionSet> =
                    entry.fields.iter().map(|field| &field.node.selection_set.node).collect();
                self.object(name, value, &selections, pos, path)
            }
            _ => Ok(value.clone()),
        }
    }

    /// Takes what is left of the request's work; beyond the limit there is nothing left to return.
    fn charge(&mut self, amount: usize, pos: Pos, path: &[Json]) -> Result<(), NullParent> {
        if let Err(error) = self.work.take(amount) {
            self.errors.push(standard_error(&error.to_string(), pos, path));
        }
        if self.work.is_over() { Err(NullParent) } else { Ok(()) }
    }

    /// Gathers the fields that a selection asks of a type; the result is how many of its parts were
    /// looked at.
    fn collect(
        &self,
        type_name: &str,
        selection: &'run SelectionSet,
        out: &mut Collected<'run>,
    ) -> usize {
        let mut looked_at = selection.items.len();
        for item in &selection.items {
            if !self.included(item.node.directives()) {
                continue;
            }
            match &item.node {
                Selection::Field(field) => {
                    let key = field.node.response_key().node.as_str();
                    out.entry(key).or_default().push(field);
                }
                Selection::FragmentSpread(spread) => {
                    let fragment = self.document.fragments.get(&spread.node.fragment_name.node);
                    if let Some(fragment) = fragment
                        && fragment.node.type_condition.node.on.node == type_name
                    {
                        let inner = &fragment.node.selection_set.node;
                        looked_at += self.collect(type_name, inner, out);
                    }
                }
                Selection::InlineFragment(fragment) => {
                    let condition = fragment.node.type_condition.as_ref();
                    if condition.is_none_or(|on| on.node.on.node == type_name) {
                        let inner = &fragment.node.selection_set.node;
                        looked_at += self.collect(type_name, inner, out);
                    }
                }
            }
        }
        looked_at
    }

    /// Whether `@skip` and `@include` leave a selection in.
    fn included(&self, directives: &[Positioned<Directive>]) -> bool {
        directives.iter().all(|directive| {
            let condition = directive
                .node
                .get_argument("if")
                .and_then(|value| coercion::literal(&value.node, &self.variables));
            let condition = condition.as_ref().and_then(Json::as_bool);
            match directive.node.name.node.as_str() {
                "skip" => condition != Some(true),
                "include" => condition != Some(false),
                _ => true,
            }
        })
    }
}

fn null_of(ty: &Type) -> Result<Json, NullParent> {
    if ty.nullable { Ok(Json::Null) } else { Err(NullParent) }
}

/// An error in Authing's shape: `message` is an object.
fn business_error(error: &ApiError, message: &str, pos: Pos, path: &[Json]) -> Json {
    let mut body = json!({ "code": error.code, "message": message });
    if let (Some(data), Some(body)) = (&error.data, body.as_object_mut()) {
        body.insert("data".to_owned(), data.clone());
    }
    json!({
        "message": body,
        "locations": [{ "line": pos.line, "column": pos.column }],
        "path": path,
        "extensions": { "code": "INTERNAL_SERVER_ERROR" },
    })
}

/// An error of GraphQL itself: `message` is a string.
fn standard_error(reason: &str, pos: Pos, path: &[Json]) -> Json {
    json!({
        "message": reason,
        "locations": [{ "line": pos.line, "column": pos.column }],
        "path": path,
        "extensions": { "code": "INTERNAL_SERVER_ERROR" },
    })
}
