//! Reading a request.

use std::collections::HashMap;
use std::sync::Arc;

use async_graphql_parser::types::{
    DocumentOperations, ExecutableDocument, Field, OperationDefinition, Selection, SelectionSet,
};
use async_graphql_value::Value;
use serde::Deserialize;
use serde_json::{Map, Value as Json};

use crate::base::limits::{JSON_VALUES, TooMuch, cut, json_values};
use crate::server::graphql::problem::Problem;
use crate::server::graphql::{parsed, weight};

/// A request body, read as far as it can be.
pub(crate) struct GraphQlRequest {
    pub(crate) variables: Map<String, Json>,
    pub(crate) root_fields: Vec<String>,
    /// For each variable, the argument of a root field it is passed to.
    pub(crate) argument_of: HashMap<String, String>,
    pub(super) operation_name: Option<String>,
    pub(super) document: Result<Arc<ExecutableDocument>, Box<Refusal>>,
}

/// Why a document is not looked at any further, with the code that servers give for that.
pub(super) struct Refusal {
    pub(super) problem: Problem,
    pub(super) code: &'static str,
}

impl Refusal {
    fn unparsed(problem: Problem) -> Box<Self> {
        Box::new(Self { problem, code: "GRAPHQL_PARSE_FAILED" })
    }

    fn invalid(problem: Problem) -> Box<Self> {
        Box::new(Self { problem, code: "GRAPHQL_VALIDATION_FAILED" })
    }
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
        let body: Body = serde_json::from_slice(body).map_err(|error| {
            format!("The body is not a GraphQL request: {}", cut(error.to_string()))
        })?;
        let variables = body.variables.unwrap_or_default();
        let values = variables.values().map(json_values).sum();
        TooMuch::check("values in its variables", values, JSON_VALUES)
            .map_err(|error| error.to_string())?;
        let document = parse(&body.query, &variables);
        let mut root = RootFields::default();
        if let Ok(document) = &document
            && let Some(operation) = find_operation(document, body.operation_name.as_deref())
        {
            root.collect(document, &operation.selection_set.node);
        }
        Ok(Self {
            variables,
            root_fields: root.fields,
            argument_of: root.argument_of,
            operation_name: body.operation_name,
            document,
        })
    }
}

fn parse(
    query: &str,
    variables: &Map<String, Json>,
) -> Result<Arc<ExecutableDocument>, Box<Refusal>> {
    let document = parsed::get(query, parse_text)?;
    weight::check(&document, variables).map_err(Refusal::invalid)?;
    Ok(document)
}

fn parse_text(query: &str) -> Result<ExecutableDocument, Box<Refusal>> {
    weight::check_text(query).map_err(|error| Refusal::unparsed(error.into()))?;
    async_graphql_parser::parse_query(query).map_err(|error| {
        let places = error.positions().collect();
        Refusal::unparsed(Problem { message: without_document(&error.to_string()), places })
    })
}

/// The parser repeats the line that it does not understand, which may be the whole document. What it
/// expected stands at the end.
fn without_document(message: &str) -> String {
    let lines = message.lines().map(|line| cut(line.to_owned()));
    lines.collect::<Vec<_>>().join("\n")
}

pub(super) fn find_operation<'a>(
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
struct RootFields {
    fields: Vec<String>,
    argument_of: HashMap<String, String>,
}

impl RootFields {
    /// Fragments form no circle: that was looked at already.
    fn collect(&mut self, document: &ExecutableDocument, selection: &SelectionSet) {
        for item in &selection.items {
            match &item.node {
                Selection::Field(field) => self.add(&field.node),
                Selection::FragmentSpread(spread) => {
                    let fragment = document.fragments.get(&spread.node.fragment_name.node);
                    if let Some(fragment) = fragment {
                        self.collect(document, &fragment.node.selection_set.node);
                    }
                }
                Selection::InlineFragment(inline) => {
                    self.collect(document, &inline.node.selection_set.node);
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
