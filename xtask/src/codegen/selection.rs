//! An operation's selections with their fragments inlined and their duplicates merged.

use apollo_compiler::{
    Node,
    ast::Argument,
    executable::{Field, Selection, SelectionSet},
};

use super::source::OperationSource;

/// One selected field.
pub(super) struct Selected {
    pub(super) field: Node<Field>,
    pub(super) children: Vec<Selected>,
}

impl Selected {
    pub(super) fn name(&self) -> &str {
        &self.field.name
    }

    pub(super) fn arguments(&self) -> &[Node<Argument>] {
        &self.field.arguments
    }
}

/// What the operation selects.
///
/// # Errors
///
/// For what graphql_client or the shared models cannot express: aliases, directives, fragments on
/// another type.
pub(super) fn of(source: &OperationSource) -> Result<Vec<Selected>, String> {
    let operation = source.operation()?;
    let mut selected = Vec::new();
    inline(source, &operation.selection_set, &mut selected)?;
    if selected.len() != 1 {
        return Err(format!("{}: expected one root field", source.place(operation)));
    }
    Ok(selected)
}

fn inline(
    source: &OperationSource,
    set: &SelectionSet,
    into: &mut Vec<Selected>,
) -> Result<(), String> {
    for selection in &set.selections {
        if !selection.directives().is_empty() {
            return Err(format!("{}: directives are not supported", source.path));
        }
        match selection {
            Selection::Field(field) => {
                if field.alias.is_some() {
                    return Err(format!("{}: aliases are not supported", source.place(field)));
                }
                let known = into.iter().position(|other| other.field.name == field.name);
                let entry = match known.and_then(|index| into.get_mut(index)) {
                    Some(entry) => entry,
                    None => {
                        into.push(Selected { field: field.clone(), children: Vec::new() });
                        let Some(entry) = into.last_mut() else { continue };
                        entry
                    }
                };
                inline(source, &field.selection_set, &mut entry.children)?;
            }
            Selection::FragmentSpread(spread) => {
                let Some(fragment) = spread.fragment_def(&source.document) else {
                    let name = &spread.fragment_name;
                    return Err(format!("{}: no fragment `{name}`", source.place(spread)));
                };
                inline(source, &fragment.selection_set, into)?;
            }
            Selection::InlineFragment(fragment) => {
                return Err(format!(
                    "{}: inline fragments are not supported",
                    source.place(fragment)
                ));
            }
        }
    }
    Ok(())
}
