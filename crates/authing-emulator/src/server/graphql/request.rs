//! Reading a request.

use std::collections::HashMap;

use async_graphql::ServerError;
use async_graphql::parser::types::{
    DocumentOperations, ExecutableDocument, Field, OperationDefinition, Selection, SelectionSet,
};
use async_graphql_value::Value;
use serde::Deserialize;
use serde_json::{Map, Value as Json};

/// A request body, read as far as it can be.
pub(crate) struct GraphQlRequest {
    pub(crate) variables: Map<String, Json>,
    pub(crate) root_fields: Vec<String>,
    /// For each variable, the argument of a root field it is passed to.
    pub(crate) argument_of: HashMap<String, String>,
    pub(super) operation_name: Option<String>,
    pub(super) document: Result<ExecutableDocument, ServerError>,
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
        let mut root = RootFields::default();
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
