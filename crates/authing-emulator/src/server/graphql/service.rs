//! Validates and executes requests.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use async_graphql_parser::types::{ExecutableDocument, OperationDefinition};
use serde_json::{Map, Value as Json, json};

use crate::base::limits::cut;
use crate::domain::context::RequestInfo;
use crate::engine::Engine;
use crate::server::graphql::coercion;
use crate::server::graphql::execution::{Execution, Work};
use crate::server::graphql::problem::Problem;
use crate::server::graphql::registry::Registry;
use crate::server::graphql::request::{GraphQlRequest, find_operation};
use crate::server::graphql::schema::{Schema, SchemaError};
use crate::server::graphql::validation;
use crate::server::tables::FIELDS;

pub(crate) const GRAPHQL_PATH: &str = "/graphql/v2";

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
            Err(refused) => return refusal(&[refused.problem], refused.code),
        };
        let problems = validation::validate(&self.schema, &document);
        if !problems.is_empty() {
            return refusal(&problems, "GRAPHQL_VALIDATION_FAILED");
        }
        let name = request.operation_name.as_deref();
        let Some(operation) = find_operation(&document, name) else {
            let reason = match name {
                Some(name) => format!("Unknown operation named \"{}\".", cut(name.to_owned())),
                None => "Must provide operation name if query contains multiple operations.".into(),
            };
            return refusal(&[Problem::nowhere(reason)], "GRAPHQL_VALIDATION_FAILED");
        };
        match coercion::variables(&self.schema, operation, &request.variables) {
            Ok(variables) => self.execute(engine, info, &document, operation, variables),
            Err(reason) => refusal(&[Problem::nowhere(reason)], "BAD_USER_INPUT"),
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
fn refusal(problems: &[Problem], code: &str) -> GraphQlResponse {
    let errors: Vec<Json> = problems
        .iter()
        .map(|problem| {
            let locations: Vec<Json> = problem
                .places
                .iter()
                .map(|at| json!({ "line": at.line, "column": at.column }))
                .collect();
            json!({
                "message": problem.message,
                "locations": locations,
                "extensions": { "code": code },
            })
        })
        .collect();
    let body = json!({ "errors": errors }).to_string().into_bytes();
    GraphQlResponse { body, executed: false }
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
