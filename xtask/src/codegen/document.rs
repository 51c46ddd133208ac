//! The text of an operation as it travels: self-contained and without idle white space.

use std::fmt::Write;

use apollo_compiler::executable::Operation;

use super::selection::Selected;

pub(super) fn text(operation: &Operation, selected: &[Selected]) -> String {
    let mut text = operation.operation_type.name().to_owned();
    if let Some(name) = &operation.name {
        let _ = write!(text, " {name}");
    }
    let variables: Vec<String> = operation
        .variables
        .iter()
        .map(|variable| {
            let default = variable.default_value.as_ref();
            let default = default
                .map_or_else(String::new, |value| format!("={}", value.serialize().no_indent()));
            format!("${}:{}{default}", variable.name, variable.ty)
        })
        .collect();
    if !variables.is_empty() {
        let _ = write!(text, "({})", variables.join(","));
    }
    write_set(&mut text, selected);
    text
}

fn write_set(text: &mut String, selected: &[Selected]) {
    if selected.is_empty() {
        return;
    }
    text.push('{');
    for (index, child) in selected.iter().enumerate() {
        // A closing brace already ends a name.
        if index > 0 && !text.ends_with('}') && !text.ends_with(')') {
            text.push(' ');
        }
        text.push_str(child.name());
        let arguments: Vec<String> = child
            .arguments()
            .iter()
            .map(|argument| format!("{}:{}", argument.name, argument.value.serialize().no_indent()))
            .collect();
        if !arguments.is_empty() {
            let _ = write!(text, "({})", arguments.join(","));
        }
        write_set(text, &child.children);
    }
    text.push('}');
}

#[cfg(test)]
mod tests {
    use apollo_compiler::{ExecutableDocument, Schema, validation::Valid};

    use super::*;
    use crate::codegen::{selection, source::OperationSource};

    fn schema() -> Valid<Schema> {
        let text = "
            type Query { users(page: Int, order: Order): [User!]! }
            enum Order { UP DOWN }
            type User { id: String! name: String boss: User }
        ";
        Schema::parse_and_validate(text, "schema.graphql").unwrap()
    }

    fn source(text: &str) -> OperationSource {
        let document = ExecutableDocument::parse_and_validate(&schema(), text, "users.graphql");
        OperationSource {
            path: "users.graphql".to_owned(),
            client: "management".to_owned(),
            name: "users".to_owned(),
            document: document.unwrap(),
        }
    }

    fn compact(document: &str) -> Result<String, String> {
        let source = source(document);
        Ok(text(source.operation()?, &selection::of(&source)?))
    }

    #[test]
    fn fragments_are_inlined_and_duplicates_merged() {
        let document = compact(
            "query users($page: Int = 1) {
                users(page: $page, order: UP) { ...Names id boss { id } ...Boss }
            }
            fragment Names on User { name }
            fragment Boss on User { id boss { ...Names id } }",
        );
        assert_eq!(
            document.as_deref(),
            Ok("query users($page:Int=1){users(page:$page,order:UP){name id boss{id name}}}")
        );
    }

    #[test]
    fn the_text_means_what_was_written() {
        let document = compact("query users { users { boss { name } id } }").unwrap();
        let again = source(&document);
        assert_eq!(text(again.operation().unwrap(), &selection::of(&again).unwrap()), document);
    }

    #[test]
    fn what_the_derive_cannot_express_is_refused() {
        for document in [
            "query users { everyone: users { id } }",
            "query users { users { id @include(if: true) } }",
            "query users { users { ... on User { id } } }",
            "query users { users { id } __typename }",
        ] {
            assert!(compact(document).is_err(), "{document}");
        }
    }
}
