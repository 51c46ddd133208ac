//! An operation's selections with their fragments inlined and their duplicates merged.

use std::collections::BTreeSet;

use apollo_compiler::{
    Node,
    ast::{Argument, DirectiveList},
    executable::{Field, Selection, SelectionSet},
};

use super::{
    rules,
    source::{ASKED, OperationSource, Sources},
};

/// One selected field.
pub(super) struct Selected {
    pub(super) field: Node<Field>,
    /// The option of a request that asks for the field (`with_custom_data`); `None` if the field
    /// is always asked for.
    pub(super) asked: Option<String>,
    /// What is always asked for stands before what is asked for by an option.
    pub(super) children: Vec<Selected>,
}

impl Selected {
    pub(super) fn name(&self) -> &str {
        &self.field.name
    }

    pub(super) fn arguments(&self) -> &[Node<Argument>] {
        &self.field.arguments
    }

    /// The name of the type of one value.
    pub(super) fn graphql(&self) -> &str {
        self.field.definition.ty.inner_named_type()
    }

    /// The children that are asked for whenever this field is.
    pub(super) fn plain_children(&self) -> impl Iterator<Item = &Self> {
        self.children.iter().filter(|child| child.asked.is_none())
    }

    /// Whether everything selected, at any depth, is part of the shared models.
    pub(super) fn is_shared(&self) -> bool {
        self.children.iter().all(|child| {
            Sources::is_model_field(&child.field.definition)
                && (child.children.is_empty() || child.is_shared())
        })
    }

    /// Whether some field below this one is asked for by an option.
    pub(super) fn has_options(&self) -> bool {
        self.children.iter().any(|child| child.asked.is_some() || child.has_options())
    }
}

/// What the operation selects.
///
/// # Errors
///
/// For what graphql_client or the shared models cannot express: aliases, directives other than
/// `@asked`, fragments on another type.
pub(super) fn of(source: &OperationSource) -> Result<Vec<Selected>, String> {
    let operation = source.operation()?;
    let mut selected = Vec::new();
    inline(source, &operation.selection_set, None, &mut selected)?;
    if selected.len() != 1 || selected.iter().any(|root| root.asked.is_some()) {
        return Err(format!("{}: expected one root field", source.place(operation)));
    }
    sort(source, &mut selected)?;
    Ok(selected)
}

/// `asked` is the option that asks for the whole set.
fn inline(
    source: &OperationSource,
    set: &SelectionSet,
    asked: Option<&str>,
    into: &mut Vec<Selected>,
) -> Result<(), String> {
    for selection in &set.selections {
        match selection {
            Selection::Field(field) => {
                let asked = option(source, &field.directives)?.or(asked);
                if field.alias.is_some() {
                    return Err(format!("{}: aliases are not supported", source.place(field)));
                }
                let known = into.iter().position(|other| other.field.name == field.name);
                let entry = match known.and_then(|index| into.get_mut(index)) {
                    Some(entry) => entry,
                    None => {
                        let asked = asked.map(str::to_owned);
                        into.push(Selected { field: field.clone(), asked, children: Vec::new() });
                        let Some(entry) = into.last_mut() else { continue };
                        entry
                    }
                };
                let below = match (entry.asked.as_deref(), asked) {
                    (None, asked) => asked,
                    (Some(first), Some(second)) if first == second => None,
                    (Some(_), _) => {
                        return Err(format!(
                            "{}: `{}` is asked for in two ways; the plainer one comes first",
                            source.place(field),
                            field.name
                        ));
                    }
                };
                // A field that has just been added is asked for with its children.
                let below = if known.is_none() { None } else { below };
                let below = below.map(str::to_owned);
                inline(source, &field.selection_set, below.as_deref(), &mut entry.children)?;
            }
            Selection::FragmentSpread(spread) => {
                let asked = option(source, &spread.directives)?.or(asked);
                let Some(fragment) = spread.fragment_def(&source.document) else {
                    let name = &spread.fragment_name;
                    return Err(format!("{}: no fragment `{name}`", source.place(spread)));
                };
                inline(source, &fragment.selection_set, asked, into)?;
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

/// The option that a directive `@asked(by: "…")` names.
fn option<'a>(
    source: &OperationSource,
    directives: &'a DirectiveList,
) -> Result<Option<&'a str>, String> {
    match directives.0.as_slice() {
        [] => Ok(None),
        [directive] if directive.name == ASKED => {
            let by = directive.specified_argument_by_name("by").and_then(|by| by.as_str());
            by.map(Some).ok_or_else(|| format!("{}: `@{ASKED}` needs `by`", source.path))
        }
        _ => Err(format!("{}: directives other than `@{ASKED}` are not supported", source.path)),
    }
}

/// Puts what is always asked for first, so that the text without the rest is a part of the whole.
fn sort(source: &OperationSource, set: &mut [Selected]) -> Result<(), String> {
    set.sort_by_key(|selected| selected.asked.is_some());
    for selected in set {
        if !selected.children.is_empty() && selected.plain_children().next().is_none() {
            let place = source.place(&selected.field);
            return Err(format!("{place}: nothing is left without what options ask for"));
        }
        sort(source, &mut selected.children)?;
    }
    Ok(())
}

/// The fields of shared models that some operation does not ask for, by type and name.
///
/// # Errors
///
/// Those of [`of`].
pub(super) fn optional_fields(sources: &Sources) -> Result<BTreeSet<(String, String)>, String> {
    let mut optional = BTreeSet::new();
    for operation in &sources.operations {
        let selected = of(operation)?;
        let mut pending: Vec<&Selected> = selected.iter().collect();
        while let Some(selected) = pending.pop() {
            pending.extend(&selected.children);
            let graphql = selected.graphql();
            let Some(object) = sources.schema.get_object(graphql) else { continue };
            if rules::is_page(graphql) || !selected.is_shared() {
                continue;
            }
            let asked = |field: &str| selected.plain_children().any(|child| child.name() == field);
            let fields = object.fields.values().filter(|field| Sources::is_model_field(field));
            // What is never null the model requires, and so every operation does.
            let missing = fields.filter(|field| !field.ty.is_non_null() && !asked(&field.name));
            optional.extend(missing.map(|field| (graphql.to_owned(), field.name.to_string())));
        }
    }
    Ok(optional)
}
