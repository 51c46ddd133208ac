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
use serde_json::{Map, Value as Json, json};

use crate::base::error::ApiError;
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
}

/// One response key with every field node that asks for it.
struct Collected<'doc> {
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
        self.object(root, &Json::Null, &selections, &mut path).unwrap_or(Json::Null)
    }

    fn object(
        &mut self,
        type_name: &str,
        parent: &Json,
        selections: &[&'run SelectionSet],
        path: &mut Vec<Json>,
    ) -> Result<Json, NullParent> {
        let mut collected = Vec::new();
        for selection in selections {
            self.collect(type_name, selection, &mut collected);
        }
        let mut out = Map::with_capacity(collected.len());
        for entry in collected {
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
        entry: &Collected<'run>,
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
                null_of(ty)
            }
        }
    }

    fn introspect(
        &mut self,
        parent: &Json,
        entry: &Collected<'run>,
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
            handler.access.admit(self.cx)?;
            let value = (handler.run)(self.cx, Args::new(parent, arguments))?;
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
        entry: &Collected<'run>,
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
            (BaseType::Named(name), value) => self.named(name, value, entry, path),
        };
        match completed {
            Err(NullParent) if ty.nullable => Ok(Json::Null),
            other => other,
        }
    }

    fn list(
        &mut self,
        of: &Type,
        items: &[Json],
        entry: &Collected<'run>,
        pos: Pos,
        path: &mut Vec<Json>,
    ) -> Result<Json, NullParent> {
        let mut out = Vec::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            path.push(Json::from(index));
            let value = self.complete(of, item, entry, pos, path);
            path.pop();
            out.push(value?);
        }
        Ok(Json::Array(out))
    }

    fn named(
        &mut self,
        name: &str,
        value: &Json,
        entry: &Collected<'run>,
        path: &mut Vec<Json>,
    ) -> Result<Json, NullParent> {
        match self.schema.get(name).map(|definition| &definition.kind) {
            Some(TypeKind::Object(_)) => {
                let selections: Vec<&SelectionSet> =
                    entry.fields.iter().map(|field| &field.node.selection_set.node).collect();
                self.object(name, value, &selections, path)
            }
            _ => Ok(value.clone()),
        }
    }

    fn collect(
        &self,
        type_name: &str,
        selection: &'run SelectionSet,
        out: &mut Vec<Collected<'run>>,
    ) {
        for item in &selection.items {
            if !self.included(item.node.directives()) {
                continue;
            }
            match &item.node {
                Selection::Field(field) => {
                    let key = field.node.response_key().node.as_str();
                    match out.iter_mut().find(|entry| entry.key == key) {
                        Some(entry) => entry.fields.push(field),
                        None => out.push(Collected { key, fields: vec![field] }),
                    }
                }
                Selection::FragmentSpread(spread) => {
                    let fragment = self.document.fragments.get(&spread.node.fragment_name.node);
                    if let Some(fragment) = fragment
                        && fragment.node.type_condition.node.on.node == type_name
                    {
                        self.collect(type_name, &fragment.node.selection_set.node, out);
                    }
                }
                Selection::InlineFragment(fragment) => {
                    let condition = fragment.node.type_condition.as_ref();
                    if condition.is_none_or(|on| on.node.on.node == type_name) {
                        self.collect(type_name, &fragment.node.selection_set.node, out);
                    }
                }
            }
        }
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
