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
    text.push('\n');
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
