//! Validates and executes requests.

use async_graphql::parser::types::{ExecutableDocument, OperationDefinition};
use async_graphql::{Request, ServerError};
use serde_json::{Map, Value as Json, json};

use crate::domain::context::RequestInfo;
use crate::engine::Engine;
use crate::server::graphql::coercion;
use crate::server::graphql::execution::Execution;
use crate::server::graphql::registry::Registry;
use crate::server::graphql::request::{GraphQlRequest, find_operation};
use crate::server::graphql::schema::{Schema, SchemaError};
use crate::server::tables::FIELDS;

pub(crate) const GRAPHQL_PATH: &str = "/graphql/v2";

/// The schema and the functions that resolve its fields.
pub(crate) struct GraphQl {
    schema: Schema,
    registry: Registry,
}

/// The response: its JSON, and whether the request could be executed at all.
pub(crate) struct GraphQlResponse {
    pub(crate) body: Json,
    pub(crate) executed: bool,
}

impl GraphQl {
    pub(crate) fn load() -> Result<Self, SchemaError> {
        Ok(Self { schema: Schema::load()?, registry: Registry::new(FIELDS) })
    }

    /// Validates and executes one request.
    pub(crate) async fn serve(
        &self,
        engine: &Engine,
        info: &RequestInfo,
        request: GraphQlRequest,
    ) -> GraphQlResponse {
        let document = match request.document {
            Ok(document) => document,
            Err(error) => return refusal(&[error], "GRAPHQL_PARSE_FAILED"),
        };
        let mut validation = Request::new("");
        if let Some(name) = &request.operation_name {
            validation = validation.operation_name(name);
        }
        let variables = Json::Object(request.variables.clone());
        validation = validation.variables(async_graphql::Variables::from_json(variables));
        validation.set_parsed_query(document.clone());
        let problems = self.schema.validate(validation).await;
        if !problems.is_empty() {
            return refusal(&problems, "GRAPHQL_VALIDATION_FAILED");
        }
        let name = request.operation_name.as_deref();
        let Some(operation) = find_operation(&document, name) else {
            let problem = ServerError::new("The request holds no operation to execute.", None);
            return refusal(&[problem], "GRAPHQL_VALIDATION_FAILED");
        };
        match coercion::variables(&self.schema, operation, &request.variables) {
            Ok(variables) => self.execute(engine, info, &document, operation, variables),
            Err(reason) => refusal(&[ServerError::new(reason, None)], "BAD_USER_INPUT"),
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
        let (data, errors) = engine.with(info, |cx| {
            let mut execution = Execution {
                schema: &self.schema,
                registry: &self.registry,
                document,
                variables,
                cx,
                errors: Vec::new(),
            };
            let data = execution.run(operation);
            (data, execution.errors)
        });
        let body = if errors.is_empty() {
            json!({ "data": data })
        } else {
            json!({ "errors": errors, "data": data })
        };
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
                "message": problem.message,
                "locations": locations,
                "extensions": { "code": code },
            })
        })
        .collect();
    GraphQlResponse { body: json!({ "errors": errors }), executed: false }
}

#[cfg(test)]
mod tests {
    use super::GraphQl;

    #[test]
    fn every_handler_resolves_a_field_of_the_schema() {
        let graphql = GraphQl::load().unwrap();
        for (parent, field) in graphql.registry.fields() {
            assert!(graphql.schema.field(parent, field).is_some(), "{parent}.{field}");
        }
    }

    #[test]
    fn the_readme_lists_every_operation_that_is_served() {
        let graphql = GraphQl::load().unwrap();
        let readme = include_str!("../../../README.md");
        for (parent, field) in graphql.registry.fields() {
            let root = parent == "Query" || parent == "Mutation";
            assert!(!root || readme.contains(&format!("`{field}`")), "{field} is not listed");
        }
    }
}
