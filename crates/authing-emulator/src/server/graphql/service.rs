//! Validates and executes requests.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use async_graphql::parser::types::{ExecutableDocument, OperationDefinition, Selection};
use async_graphql::{Pos, Request, ServerError};
use serde_json::{Map, Value as Json, json};

use crate::domain::context::RequestInfo;
use crate::engine::Engine;
use crate::server::graphql::coercion;
use crate::server::graphql::execution::{Execution, Work};
use crate::server::graphql::registry::Registry;
use crate::server::graphql::request::{GraphQlRequest, find_operation};
use crate::server::graphql::schema::{Schema, SchemaError};
use crate::server::tables::FIELDS;

pub(crate) const GRAPHQL_PATH: &str = "/graphql/v2";

/// How the validator's texts about values begin.
const INVALID_VALUE: &str = "Invalid value for argument";

/// How they begin about a field that the schema does not have.
const UNKNOWN_FIELD: &str = "Unknown field";

/// The schema and the functions that resolve its fields.
pub(crate) struct GraphQl {
    schema: Schema,
    registry: Registry,
}

/// The response: its JSON, and whether the request could be executed at all.
pub(crate) struct GraphQlResponse {
    pub(crate) body: Vec<u8>,
    pub(crate) executed: bool,
}

/// Each schema that was asked for, by what it lacks. Reading one takes as long as dozens of requests,
/// and a process that starts many emulators asks for the same one.
static LOADED: LazyLock<Mutex<HashMap<Vec<String>, Arc<GraphQl>>>> = LazyLock::new(Mutex::default);

impl GraphQl {
    /// The schema without what `lacks` names, read once a process.
    pub(crate) fn shared<'a>(
        lacks: impl IntoIterator<Item = &'a str>,
    ) -> Result<Arc<Self>, SchemaError> {
        let lacks: Vec<String> = lacks.into_iter().map(str::to_owned).collect();
        // Whoever comes meanwhile waits for it instead of reading it once more.
        let mut loaded = LOADED.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = loaded.get(&lacks) {
            return Ok(Arc::clone(known));
        }
        let graphql = Arc::new(Self::load(lacks.iter().map(String::as_str))?);
        loaded.insert(lacks, Arc::clone(&graphql));
        Ok(graphql)
    }

    fn load<'a>(lacks: impl IntoIterator<Item = &'a str>) -> Result<Self, SchemaError> {
        Ok(Self { schema: Schema::load(lacks)?, registry: Registry::new(FIELDS) })
    }

    /// Validates and executes one request.
    pub(crate) fn serve(
        &self,
        engine: &Engine,
        info: &RequestInfo,
        request: GraphQlRequest,
    ) -> GraphQlResponse {
        let document = match request.document {
            Ok(document) => document,
            Err(refused) => return refusal(&[refused.error], refused.code),
        };
        let mut validation = Request::new("");
        if let Some(name) = &request.operation_name {
            validation = validation.operation_name(name);
        }
        let variables = Json::Object(request.variables.clone());
        validation = validation.variables(async_graphql::Variables::from_json(variables));
        validation.set_parsed_query(ExecutableDocument::clone(&document));
        let problems =
            without_arguments_of_unknown_fields(self.schema.validate(validation), &document);
        let name = request.operation_name.as_deref();
        let operation = find_operation(&document, name);
        let variables = operation
            .map(|operation| coercion::variables(&self.schema, operation, &request.variables));
        // Of a document that is valid by itself, a server looks at the variables next, and in words
        // of its own.
        let about_values = |problem: &ServerError| problem.message.starts_with(INVALID_VALUE);
        if let Some(Err(reason)) = &variables
            && problems.iter().all(about_values)
        {
            return refusal(&[ServerError::new(reason.as_str(), None)], "BAD_USER_INPUT");
        }
        match (operation, variables) {
            (Some(operation), Some(Ok(variables))) if problems.is_empty() => {
                self.execute(engine, info, &document, operation, variables)
            }
            (None, _) if problems.is_empty() => {
                let problem = ServerError::new("The request holds no operation to execute.", None);
                refusal(&[problem], "GRAPHQL_VALIDATION_FAILED")
            }
            _ => refusal(&problems, "GRAPHQL_VALIDATION_FAILED"),
        }
    }

    fn execute(
        &self,
        engine: &Engine,
        info: &RequestInfo,
        document: &ExecutableDocument,
        operation: &OperationDefinition,
        variables: Map<String, Json>,
    ) -> GraphQlResponse {
        let (mut body, errors) = engine.with(info, |cx| {
            let mut execution = Execution {
                schema: &self.schema,
                registry: &self.registry,
                document,
                variables,
                cx,
                errors: Vec::new(),
                work: Work::ALL,
                out: b"{\"data\":".to_vec(),
                counted: 0,
            };
            execution.run(operation);
            (execution.out, execution.errors)
        });
        if let Some(first) = errors.first() {
            let code = first.pointer("/message/code").and_then(Json::as_i64);
            info.note(|noted| noted.code = code);
        }
        if !errors.is_empty() {
            body.extend_from_slice(b",\"errors\":");
            body.extend_from_slice(Json::Array(errors).to_string().as_bytes());
        }
        body.push(b'}');
        GraphQlResponse { body, executed: true }
    }
}

/// The response to a request that GraphQL itself refuses: messages are strings.
fn refusal(problems: &[ServerError], code: &str) -> GraphQlResponse {
    let errors: Vec<Json> = problems
        .iter()
        .map(|problem| {
            let locations: Vec<Json> = problem
                .locations
                .iter()
                .map(|at| json!({ "line": at.line, "column": at.column }))
                .collect();
            json!({
                "message": in_server_words(&problem.message),
                "locations": locations,
                "extensions": { "code": code },
            })
        })
        .collect();
    let body = json!({ "errors": errors }).to_string().into_bytes();
    GraphQlResponse { body, executed: false }
}

/// The validator blames the arguments of a field that it does not know on the field before. A server
/// says nothing about them.
fn without_arguments_of_unknown_fields(
    mut problems: Vec<ServerError>,
    document: &ExecutableDocument,
) -> Vec<ServerError> {
    let unknown: HashSet<Pos> = problems
        .iter()
        .filter(|problem| problem.message.starts_with(UNKNOWN_FIELD))
        .flat_map(|problem| problem.locations.iter().copied())
        .collect();
    let mut arguments = HashSet::new();
    let operations = document.operations.iter().map(|(_, operation)| &operation.node.selection_set);
    let fragments = document.fragments.values().map(|fragment| &fragment.node.selection_set);
    let mut pending: Vec<_> = operations.chain(fragments).collect();
    while let Some(set) = pending.pop() {
        for selection in &set.node.items {
            match &selection.node {
                Selection::Field(field) => {
                    if unknown.contains(&field.pos) {
                        arguments.extend(field.node.arguments.iter().map(|(name, _)| name.pos));
                    }
                    pending.push(&field.node.selection_set);
                }
                Selection::InlineFragment(inline) => pending.push(&inline.node.selection_set),
                Selection::FragmentSpread(_) => {}
            }
        }
    }
    problems.retain(|problem| {
        !problem.message.starts_with("Unknown argument")
            || !problem.locations.iter().any(|at| arguments.contains(at))
    });
    problems
}

/// The validator's text as the servers' implementation has it.
fn in_server_words(message: &str) -> String {
    match message.strip_prefix(UNKNOWN_FIELD) {
        Some(rest) => format!("Cannot query field{rest}"),
        None => message.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::GraphQl;

    #[test]
    fn every_handler_resolves_a_field_of_the_schema() {
        let graphql = GraphQl::load([]).unwrap();
        for (parent, field) in graphql.registry.fields() {
            assert!(graphql.schema.field(parent, field).is_some(), "{parent}.{field}");
        }
    }

    #[test]
    fn the_readme_lists_every_operation_that_is_served() {
        let graphql = GraphQl::load([]).unwrap();
        let readme = include_str!("../../../README.md");
        for (parent, field) in graphql.registry.fields() {
            let root = parent == "Query" || parent == "Mutation";
            assert!(!root || readme.contains(&format!("`{field}`")), "{field} is not listed");
        }
    }
}
