//! `POST /graphql/v2`.

mod coercion;
mod execution;
mod fields;
mod introspection;
mod registry;
mod schema;

use std::collections::HashMap;

use async_graphql::parser::types::{
    DocumentOperations, ExecutableDocument, Field, OperationDefinition, Selection, SelectionSet,
};
use async_graphql::{Request, ServerError};
use async_graphql_value::Value;
use serde::Deserialize;
use serde_json::{Map, Value as Json, json};

use crate::context::RequestInfo;
use crate::engine::Engine;
use crate::graphql::execution::Execution;
use crate::graphql::registry::Registry;
use crate::graphql::schema::Schema;

pub(crate) use crate::graphql::schema::SchemaError;

/// The schema and the functions that answer its fields.
#[derive(Debug)]
pub(crate) struct GraphQl {
    schema: Schema,
    registry: Registry,
}

/// A request body, read as far as it can be.
pub(crate) struct GraphQlRequest {
    pub(crate) variables: Map<String, Json>,
    pub(crate) root_fields: Vec<String>,
    /// For each variable, the argument of a root field it is passed to.
    pub(crate) argument_of: HashMap<String, String>,
    operation_name: Option<String>,
    document: Result<ExecutableDocument, ServerError>,
}

/// The answer: its JSON, and whether the request could be executed at all.
pub(crate) struct GraphQlAnswer {
    pub(crate) body: Json,
    pub(crate) executed: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Body {
    query: String,
    #[serde(default)]
    variables: Option<Map<String, Json>>,
    #[serde(default)]
    operation_name: Option<String>,
}

impl GraphQlRequest {
    /// Reads the body; the error says what is wrong with it.
    pub(crate) fn read(body: &[u8]) -> Result<Self, String> {
        let body: Body = serde_json::from_slice(body)
            .map_err(|error| format!("The body is not a GraphQL request: {error}"))?;
        let document = async_graphql::parser::parse_query(&body.query).map_err(ServerError::from);
        let mut root = Root::default();
        if let Ok(document) = &document
            && let Some(operation) = find_operation(document, body.operation_name.as_deref())
        {
            root.collect(document, &operation.selection_set.node, 0);
        }
        Ok(Self {
            variables: body.variables.unwrap_or_default(),
            root_fields: root.fields,
            argument_of: root.argument_of,
            operation_name: body.operation_name,
            document,
        })
    }
}

impl GraphQl {
    pub(crate) fn load() -> Result<Self, SchemaError> {
        Ok(Self { schema: Schema::load()?, registry: Registry::new(fields::AREAS) })
    }

    /// Validates and executes one request.
    pub(crate) async fn answer(
        &self,
        engine: &Engine,
        info: &RequestInfo,
        request: GraphQlRequest,
    ) -> GraphQlAnswer {
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
    ) -> GraphQlAnswer {
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
        GraphQlAnswer { body, executed: true }
    }
}

/// The answer to a request that GraphQL itself refuses: messages are strings.
fn refusal(problems: &[ServerError], code: &str) -> GraphQlAnswer {
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
    GraphQlAnswer { body: json!({ "errors": errors }), executed: false }
}

fn find_operation<'a>(
    document: &'a ExecutableDocument,
    name: Option<&str>,
) -> Option<&'a OperationDefinition> {
    match (&document.operations, name) {
        (DocumentOperations::Single(operation), _) => Some(&operation.node),
        (DocumentOperations::Multiple(operations), Some(name)) => {
            operations.get(name).map(|operation| &operation.node)
        }
        (DocumentOperations::Multiple(operations), None) if operations.len() == 1 => {
            operations.values().next().map(|operation| &operation.node)
        }
        (DocumentOperations::Multiple(_), None) => None,
    }
}

/// What is asked of the root, introspection left out.
#[derive(Default)]
struct Root {
    fields: Vec<String>,
    argument_of: HashMap<String, String>,
}

impl Root {
    fn collect(&mut self, document: &ExecutableDocument, selection: &SelectionSet, depth: usize) {
        // This runs before validation: fragments may still form a circle.
        if depth > 8 {
            return;
        }
        for item in &selection.items {
            match &item.node {
                Selection::Field(field) => self.add(&field.node),
                Selection::FragmentSpread(spread) => {
                    let fragment = document.fragments.get(&spread.node.fragment_name.node);
                    if let Some(fragment) = fragment {
                        self.collect(document, &fragment.node.selection_set.node, depth + 1);
                    }
                }
                Selection::InlineFragment(inline) => {
                    self.collect(document, &inline.node.selection_set.node, depth + 1);
                }
            }
        }
    }

    fn add(&mut self, field: &Field) {
        let name = field.name.node.as_str();
        if name.starts_with("__") {
            return;
        }
        self.fields.push(name.to_owned());
        for (argument, value) in &field.arguments {
            if let Value::Variable(variable) = &value.node {
                self.argument_of.insert(variable.to_string(), argument.node.to_string());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::GraphQl;

    #[test]
    fn every_handler_answers_a_field_of_the_schema() {
        let graphql = GraphQl::load().unwrap();
        for (parent, field) in graphql.registry.fields() {
            assert!(graphql.schema.field(parent, field).is_some(), "{parent}.{field}");
        }
    }

    #[test]
    fn the_readme_lists_every_operation_that_is_answered() {
        let graphql = GraphQl::load().unwrap();
        let readme = include_str!("../../README.md");
        for (parent, field) in graphql.registry.fields() {
            let root = parent == "Query" || parent == "Mutation";
            assert!(!root || readme.contains(&format!("`{field}`")), "{field} is not listed");
        }
    }
}
