//! The fields of `Query` and `Mutation`, and which operations ask for them.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use super::source::{OperationSource, Sources};

/// The root fields that each operation asks for. The key is the operation's name; operations of
/// one name in several crates ask for the same fields.
///
/// # Errors
///
/// The diagnostics of an invalid schema or operation.
pub fn called_by_operations(root: &Path) -> Result<BTreeMap<String, Vec<String>>, String> {
    let sources = Sources::load(root)?;
    sources
        .operations
        .iter()
        .map(|operation| Ok((operation.name.clone(), fields(operation)?)))
        .collect()
}

/// The root fields of the schema that no operation of any crate asks for, as `Query.users`.
///
/// # Errors
///
/// The diagnostics of an invalid schema or operation.
pub fn without_operation(root: &Path) -> Result<Vec<String>, String> {
    let sources = Sources::load(root)?;
    let mut called = BTreeSet::new();
    for operation in &sources.operations {
        called.extend(fields(operation)?);
    }
    let roots = sources.roots();
    let all = roots.iter().flat_map(|ty| ty.fields.keys().map(|field| (&ty.name, field)));
    let missing = all.filter(|(_, field)| !called.contains(field.as_str()));
    Ok(missing.map(|(ty, field)| format!("{ty}.{field}")).collect())
}

fn fields(source: &OperationSource) -> Result<Vec<String>, String> {
    let operation = source.operation()?;
    let fields = operation.root_fields(&source.document);
    Ok(fields.map(|field| field.name.to_string()).collect())
}
