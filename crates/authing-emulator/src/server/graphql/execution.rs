//! Executes a validated operation.
//!
//! The response keeps to the specification's rules for null: an error in a nullable field makes
//! that field null, an error in a non-null field makes its nearest nullable ancestor null.
//!
//! Values are written to the response as they are found. What a selection asks of a type is worked out
//! once, however many objects of the type there are.

use std::cell::OnceCell;
use std::rc::Rc;

use async_graphql_parser::types::{
    BaseType, Directive, ExecutableDocument, Field, FieldDefinition, OperationDefinition,
    OperationType, Selection, SelectionSet, Type,
};
use async_graphql_parser::{Pos, Positioned};
use indexmap::IndexMap;
use serde::Serialize;
use serde_json::{Map, Value as Json, json};

use crate::base::error::ApiError;
use crate::base::limits::{
    GRAPHQL_NESTED_FIELD, GRAPHQL_ROOT_FIELD, GRAPHQL_TEXT, GRAPHQL_WORK, TooMuch,
};
use crate::domain::context::Cx;
use crate::domain::logs::audit;
use crate::domain::views::{self, Dates, Plain, UserField};
use crate::handler::{Args, FieldHandler, Run, UserList};
use crate::server::graphql::coercion::{self, Variables};
use crate::server::graphql::introspection;
use crate::server::graphql::registry::Registry;
use crate::server::graphql::schema::{Schema, innermost};
use crate::server::graphql::weight::copied;
use crate::state::users::User;

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
    /// The response so far: JSON.
    pub(super) out: Vec<u8>,
    /// How much of it was counted as work.
    pub(super) counted: usize,
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

/// What a selection asks of an object.
struct Plan<'doc> {
    entries: Vec<Entry<'doc>>,
    /// How many parts of the selection were looked at to find that out.
    looked_at: usize,
}

/// One member of a response.
struct Entry<'doc> {
    key: &'doc str,
    /// The key as it stands in the response, with the colon after it.
    written_key: Vec<u8>,
    fields: Vec<&'doc Positioned<Field>>,
    /// The field in the schema; none for those that every type has.
    definition: Option<&'doc FieldDefinition>,
    /// Whether there are no objects in it.
    is_leaf: bool,
    handler: Option<FieldHandler>,
    /// What a user has stored under this name.
    user_field: Option<UserField>,
    /// What is asked of the objects that it holds.
    plan: OnceCell<Rc<Plan<'doc>>>,
}

/// What a field holds.
#[derive(Clone, Copy)]
enum Value<'v> {
    Json(&'v Json),
    /// A page of users, and how many there are in all.
    Page(usize, &'v [usize]),
    Users(&'v [usize]),
    /// A user by the place in the request's pool.
    User(usize),
}

/// What a field resolves to.
enum Resolved<'v> {
    Given(Value<'v>),
    Json(Json),
    Users(UserList),
}

impl Resolved<'_> {
    fn value(&self) -> Value<'_> {
        match self {
            Self::Given(value) => *value,
            Self::Json(value) => Value::Json(value),
            Self::Users(UserList { places, total: Some(total) }) => Value::Page(*total, places),
            Self::Users(UserList { places, total: None }) => Value::Users(places),
        }
    }
}

/// Where in the response a value is: a member or an index, as errors name it.
#[derive(Clone, Copy, Serialize)]
#[serde(untagged)]
pub(super) enum Step<'doc> {
    Member(&'doc str),
    Index(usize),
}

impl<'run> Execution<'run, '_> {
    /// Runs the operation and writes the `data` of the response.
    pub(super) fn run(&mut self, operation: &'run OperationDefinition) {
        let root = match operation.ty {
            OperationType::Mutation => "Mutation",
            OperationType::Query | OperationType::Subscription => "Query",
        };
        let mut path = Vec::new();
        let begin = self.out.len();
        let plan = self.plan(root, [&operation.selection_set.node]);
        let pos = operation.selection_set.pos;
        if let Err(NullParent) = self.object(root, Value::Json(&Json::Null), &plan, pos, &mut path)
        {
            self.out.truncate(begin);
            self.write(&Json::Null);
        }
    }

    fn plan(
        &self,
        type_name: &str,
        selections: impl IntoIterator<Item = &'run SelectionSet>,
    ) -> Plan<'run> {
        let mut collected = Collected::new();
        let mut looked_at = 0;
        for selection in selections {
            looked_at += self.collect(type_name, selection, &mut collected);
        }
        let entry = |(key, fields): (&'run str, Vec<&'run Positioned<Field>>)| {
            let name = fields.first().map_or("", |field| field.node.name.node.as_str());
            let definition = self.schema.field(type_name, name);
            let handler = self.registry.get(type_name, name);
            let user_field = if type_name == "User" { UserField::named(name) } else { None };
            let is_leaf =
                definition.is_some_and(|field| !self.schema.is_object(innermost(&field.ty.node)));
            let mut written_key = Json::from(key).to_string().into_bytes();
            written_key.push(b':');
            let plan = OnceCell::new();
            Entry { key, written_key, fields, definition, is_leaf, handler, user_field, plan }
        };
        Plan { entries: collected.into_iter().map(entry).collect(), looked_at }
    }

    fn object(
        &mut self,
        type_name: &str,
        parent: Value<'_>,
        plan: &Plan<'run>,
        pos: Pos,
        path: &mut Vec<Step<'run>>,
    ) -> Result<(), NullParent> {
        self.charge(plan.looked_at, pos, path)?;
        self.out.push(b'{');
        for (index, entry) in plan.entries.iter().enumerate() {
            if index > 0 {
                self.out.push(b',');
            }
            // A name or a text may be long, and there may be many of them.
            self.charge(0, pos, path)?;
            self.out.extend_from_slice(&entry.written_key);
            path.push(Step::Member(entry.key));
            let outcome = self.field(type_name, parent, entry, path);
            path.pop();
            outcome?;
        }
        self.out.push(b'}');
        Ok(())
    }

    fn field(
        &mut self,
        type_name: &str,
        parent: Value<'_>,
        entry: &Entry<'run>,
        path: &mut Vec<Step<'run>>,
    ) -> Result<(), NullParent> {
        let Some(first) = entry.fields.first() else { return self.null() };
        let name = first.node.name.node.as_str();
        if name == "__typename" {
            self.write(type_name);
            return Ok(());
        }
        if type_name == "Query" && (name == "__schema" || name == "__type") {
            return self.introspect(entry, first, path);
        }
        let Some(definition) = entry.definition else { return self.null() };
        let ty = &definition.ty.node;
        if let (Value::User(place), Some(field)) = (parent, entry.user_field) {
            return self.stored(place, field, ty, entry, first.pos, path);
        }
        let arguments =
            coercion::arguments(self.schema, definition, &first.node.arguments, &self.variables);
        let arguments = match arguments {
            Ok(arguments) => arguments,
            Err(reason) => {
                self.tell(standard_error(&reason, first.pos, path), first.pos, path);
                return self.null_of(ty);
            }
        };
        // They are copied for each object that has the field.
        self.charge(arguments.values().map(copied).sum(), first.pos, path)?;
        match self.resolve(type_name, name, entry.handler, parent, arguments) {
            Ok(resolved) => self.complete(ty, resolved.value(), entry, first.pos, path),
            Err(error) => {
                let message = error.message(self.cx.request.lang);
                self.tell(business_error(&error, message, first.pos, path), first.pos, path);
                if self.work.is_over() { Err(NullParent) } else { self.null_of(ty) }
            }
        }
    }

    /// Writes what a user has stored.
    fn stored(
        &mut self,
        place: usize,
        field: UserField,
        ty: &Type,
        entry: &Entry<'run>,
        pos: Pos,
        path: &mut Vec<Step<'run>>,
    ) -> Result<(), NullParent> {
        let found = self.cx.pool().ok().and_then(|pool| Some((pool, pool.users.get(place)?)));
        let Some((pool, user)) = found else { return self.null_of(ty) };
        match field.get(pool, user, Dates::GraphQl) {
            value @ (Plain::Bool(_) | Plain::Number(_) | Plain::Text(_)) if entry.is_leaf => {
                let _ = serde_json::to_writer(&mut self.out, &value);
                Ok(())
            }
            value => self.complete(ty, Value::Json(&value.into()), entry, pos, path),
        }
    }

    fn introspect(
        &mut self,
        entry: &Entry<'run>,
        field: &Positioned<Field>,
        path: &mut Vec<Step<'run>>,
    ) -> Result<(), NullParent> {
        let asked = field
            .node
            .get_argument("name")
            .and_then(|value| coercion::literal(&value.node, &self.variables));
        self.charge(asked.as_ref().map_or(0, copied), field.pos, path)?;
        let (name, ty) = if field.node.name.node == "__schema" {
            ("__schema", "__Schema")
        } else {
            ("__type", "__Type")
        };
        let asked = asked.as_ref().and_then(Json::as_str);
        let value = introspection::resolve(self.schema, "Query", name, &Json::Null, asked);
        let Some(ty) = Type::new(ty) else { return self.null() };
        self.complete(&ty, Value::Json(&value.unwrap_or_default()), entry, field.pos, path)
    }

    fn resolve<'value>(
        &mut self,
        type_name: &str,
        name: &str,
        handler: Option<FieldHandler>,
        parent: Value<'value>,
        arguments: Map<String, Json>,
    ) -> Result<Resolved<'value>, ApiError> {
        if let Some(handler) = handler {
            let is_root = type_name == "Query" || type_name == "Mutation";
            self.work.take(if is_root { GRAPHQL_ROOT_FIELD } else { GRAPHQL_NESTED_FIELD })?;
            handler.access.admit(self.cx)?;
            let parent = match parent {
                Value::Json(parent) => parent,
                Value::User(place) => &json!({ "id": self.user(place).map(|user| &user.id) }),
                Value::Page(..) | Value::Users(_) => &Json::Null,
            };
            let args = Args::new(parent, arguments);
            let resolved = match handler.run {
                Run::Json(run) => Resolved::Json(run(self.cx, args)?),
                Run::Users(run) => Resolved::Users(run(self.cx, args)?),
            };
            // A mutation is done by now.
            if type_name != "Mutation" {
                self.work.take(self.values(&resolved))?;
            }
            if type_name == "Mutation" && self.cx.is_administrator() {
                audit::record(self.cx, name)?;
            }
            return Ok(resolved);
        }
        if type_name == "Query" || type_name == "Mutation" {
            return Err(ApiError::not_emulated(&format!("{type_name}.{name}")));
        }
        let given = match (parent, name) {
            (Value::Json(parent), _) => {
                let value = introspection::resolve(self.schema, type_name, name, parent, None);
                if let Some(value) = value {
                    return Ok(Resolved::Json(value));
                }
                parent.get(name).map(Value::Json)
            }
            (Value::Page(total, _), "totalCount") => return Ok(Resolved::Json(total.into())),
            (Value::Page(_, users), "list") => Some(Value::Users(users)),
            (Value::Page(..) | Value::Users(_) | Value::User(_), _) => None,
        };
        given
            .map(Resolved::Given)
            .ok_or_else(|| ApiError::not_emulated(&format!("{type_name}.{name}")))
    }

    /// What there is in what a handler found, asked for or not. Texts of users are not copied.
    fn values(&self, resolved: &Resolved<'_>) -> usize {
        let of_users = |places: &[usize]| -> usize {
            let users = places.iter().filter_map(|place| self.user(*place));
            users.map(views::values_of_user).sum()
        };
        match resolved.value() {
            Value::Json(value) => copied(value),
            // The page, its total and its list.
            Value::Page(_, users) => 3 + of_users(users),
            Value::Users(users) => 1 + of_users(users),
            Value::User(_) => 1,
        }
    }

    fn user(&self, place: usize) -> Option<&User> {
        self.cx.pool().ok()?.users.get(place)
    }

    fn complete(
        &mut self,
        ty: &Type,
        value: Value<'_>,
        entry: &Entry<'run>,
        pos: Pos,
        path: &mut Vec<Step<'run>>,
    ) -> Result<(), NullParent> {
        if matches!(value, Value::Json(Json::Null)) {
            if !ty.nullable {
                let member = |step: &Step<'run>| match step {
                    Step::Member(name) => Some(*name),
                    Step::Index(_) => None,
                };
                let field = path.iter().rev().find_map(member).unwrap_or_default();
                let reason = format!("Cannot return null for non-nullable field {field}.");
                self.tell(standard_error(&reason, pos, path), pos, path);
            }
            return self.null_of(ty);
        }
        let begin = self.out.len();
        let completed = match (&ty.base, value) {
            (BaseType::List(of), Value::Json(Json::Array(items))) => {
                self.list(of, items.iter().map(Value::Json), entry, pos, path)
            }
            (BaseType::List(of), Value::Users(users)) => {
                self.list(of, users.iter().copied().map(Value::User), entry, pos, path)
            }
            (BaseType::List(_), _) => {
                self.tell(standard_error("Expected a list.", pos, path), pos, path);
                Err(NullParent)
            }
            (BaseType::Named(name), value) => self.named(name, value, entry, pos, path),
        };
        match completed {
            // What is beyond the limits is left out of a response.
            Err(NullParent) if ty.nullable && !self.work.is_over() => {
                self.out.truncate(begin);
                self.null()
            }
            other => other,
        }
    }

    fn list<'v>(
        &mut self,
        of: &Type,
        items: impl Iterator<Item = Value<'v>>,
        entry: &Entry<'run>,
        pos: Pos,
        path: &mut Vec<Step<'run>>,
    ) -> Result<(), NullParent> {
        self.out.push(b'[');
        for (index, item) in items.enumerate() {
            if index > 0 {
                self.out.push(b',');
            }
            path.push(Step::Index(index));
            let outcome = match self.charge(1, pos, path) {
                Ok(()) => self.complete(of, item, entry, pos, path),
                Err(over) => Err(over),
            };
            path.pop();
            outcome?;
        }
        self.out.push(b']');
        Ok(())
    }

    fn named(
        &mut self,
        name: &str,
        value: Value<'_>,
        entry: &Entry<'run>,
        pos: Pos,
        path: &mut Vec<Step<'run>>,
    ) -> Result<(), NullParent> {
        if let Value::Json(value) = value
            && (entry.is_leaf || !self.schema.is_object(name))
        {
            self.write(value);
            return Ok(());
        }
        // A field holds objects of one type: there are no interfaces and no unions.
        let plan = Rc::clone(entry.plan.get_or_init(|| {
            let selections = entry.fields.iter().map(|field| &field.node.selection_set.node);
            Rc::new(self.plan(name, selections))
        }));
        self.object(name, value, &plan, pos, path)
    }

    /// Writes a value as it is.
    fn write<T: Serialize + ?Sized>(&mut self, value: &T) {
        // Neither JSON nor text fails to be written to memory.
        let _ = serde_json::to_writer(&mut self.out, value);
    }

    fn null(&mut self) -> Result<(), NullParent> {
        self.out.extend_from_slice(b"null");
        Ok(())
    }

    fn null_of(&mut self, ty: &Type) -> Result<(), NullParent> {
        if ty.nullable { self.null() } else { Err(NullParent) }
    }

    /// Takes what is left of the request's work, for so much and for what was written since the last
    /// time; beyond the limit there is nothing left to return.
    fn charge(&mut self, amount: usize, pos: Pos, path: &[Step<'run>]) -> Result<(), NullParent> {
        let amount = amount + self.out.len().saturating_sub(self.counted) / GRAPHQL_TEXT;
        self.counted = self.out.len();
        if let Err(error) = self.work.take(amount) {
            self.errors.push(standard_error(&error.to_string(), pos, path));
        }
        if self.work.is_over() { Err(NullParent) } else { Ok(()) }
    }

    /// Adds an error to the response. It repeats the whole place, so that counts as written, too.
    fn tell(&mut self, error: Json, pos: Pos, path: &[Step<'run>]) {
        let length = |step: &Step<'run>| match step {
            Step::Member(name) => name.len(),
            Step::Index(_) => 0,
        };
        let bytes: usize = path.iter().map(length).sum();
        self.errors.push(error);
        if let Err(over) = self.work.take(path.len() + bytes / GRAPHQL_TEXT) {
            self.errors.push(standard_error(&over.to_string(), pos, path));
        }
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

/// An error in Authing's shape: `message` is an object.
fn business_error(error: &ApiError, message: &str, pos: Pos, path: &[Step<'_>]) -> Json {
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
fn standard_error(reason: &str, pos: Pos, path: &[Step<'_>]) -> Json {
    json!({
        "message": reason,
        "locations": [{ "line": pos.line, "column": pos.column }],
        "path": path,
        "extensions": { "code": "INTERNAL_SERVER_ERROR" },
    })
}
