//! The text of an operation as it travels: self-contained and without idle white space.

use std::fmt::Write;

use apollo_compiler::executable::Operation;

use super::selection::Selected;

/// The document without what only options ask for.
pub(super) fn text(operation: &Operation, selected: &[Selected]) -> String {
    pieces(operation, selected)
        .into_iter()
        .filter(|piece| piece.options.is_empty())
        .map(|piece| piece.text)
        .collect()
}

/// The document in parts, as entries of a list in Rust.
pub(super) fn parts(operation: &Operation, selected: &[Selected]) -> String {
    let mut code = String::new();
    for Piece { options, text } in pieces(operation, selected) {
        let _ = if options.is_empty() {
            writeln!(code, "Part::plain({text:?}),")
        } else {
            writeln!(code, "Part::asked(&{options:?}, {text:?}),")
        };
    }
    code
}

/// A part of a document.
#[derive(Debug, Default, PartialEq)]
struct Piece {
    /// The options without any of which the part is left out.
    options: Vec<String>,
    text: String,
}

fn pieces(operation: &Operation, selected: &[Selected]) -> Vec<Piece> {
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
    let mut pieces = vec![Piece { options: Vec::new(), text }];
    write_set(&mut pieces, selected, &[]);
    pieces
}

/// `options` ask for the set.
fn write_set(pieces: &mut Vec<Piece>, selected: &[Selected], options: &[String]) {
    if selected.is_empty() {
        return;
    }
    push(pieces, options, "{");
    for (index, child) in selected.iter().enumerate() {
        let mut asked_by = options.to_vec();
        asked_by.extend(child.asked.clone());
        // A closing brace already ends a name; but before a part that may be missing there may be
        // none.
        let ended = pieces.last().is_some_and(|piece| piece.text.ends_with(['}', ')']));
        if index > 0 && (child.asked.is_some() || !ended) {
            push(pieces, &asked_by, " ");
        }
        push(pieces, &asked_by, child.name());
        let arguments: Vec<String> = child
            .arguments()
            .iter()
            .map(|argument| format!("{}:{}", argument.name, argument.value.serialize().no_indent()))
            .collect();
        if !arguments.is_empty() {
            push(pieces, &asked_by, &format!("({})", arguments.join(",")));
        }
        write_set(pieces, &child.children, &asked_by);
    }
    push(pieces, options, "}");
}

/// Adds text to the last part, if the same options ask for it, or else as a new one.
fn push(pieces: &mut Vec<Piece>, options: &[String], text: &str) {
    match pieces.last_mut() {
        Some(last) if last.options == options => last.text.push_str(text),
        _ => pieces.push(Piece { options: options.to_vec(), text: text.to_owned() }),
    }
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
            directive @asked(by: String!) on FIELD | FRAGMENT_SPREAD
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
    fn what_options_ask_for_stands_apart() {
        let source = source(
            "query users {
                users { ...Name @asked(by: \"with_name\") boss @asked(by: \"with_boss\") {
                    name @asked(by: \"with_name\") id
                } id }
            }
            fragment Name on User { name }",
        );
        let selected = selection::of(&source).unwrap();
        let operation = source.operation().unwrap();
        assert_eq!(text(operation, &selected), "query users{users{id}}");
        assert_eq!(
            parts(operation, &selected),
            "Part::plain(\"query users{users{id\"),\n\
             Part::asked(&[\"with_name\"], \" name\"),\n\
             Part::asked(&[\"with_boss\"], \" boss{id\"),\n\
             Part::asked(&[\"with_boss\", \"with_name\"], \" name\"),\n\
             Part::asked(&[\"with_boss\"], \"}\"),\n\
             Part::plain(\"}}\"),\n"
        );
    }

    #[test]
    fn what_the_derive_cannot_express_is_refused() {
        for document in [
            "query users { everyone: users { id } }",
            "query users { users { id @include(if: true) } }",
            "query users { users { ... on User { id } } }",
            "query users { users { id } __typename }",
            "query users { users @asked(by: \"with_users\") { id } }",
            "query users { users { id boss { id @asked(by: \"with_id\") } } }",
            "query users { users { id @asked(by: \"a\") } users { id @asked(by: \"b\") } }",
        ] {
            assert!(compact(document).is_err(), "{document}");
        }
    }
}
