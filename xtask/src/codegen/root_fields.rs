//! The fields of `Query` and `Mutation`, and which operations ask for them.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use heck::ToUpperCamelCase;

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

/// The root fields of the schema that no method of any crate asks for, as `Query.users`: those of
/// operations that no code uses count for nothing.
///
/// # Errors
///
/// The diagnostics of an invalid schema or operation, or an input/output failure.
pub fn without_operation(root: &Path) -> Result<Vec<String>, String> {
    let sources = Sources::load(root)?;
    let mut called = BTreeSet::new();
    for operation in &sources.operations {
        let code = root.join("crates").join(format!("authing-{}", operation.client)).join("src");
        if mentions(&code, &operation.name.to_upper_camel_case())? {
            called.extend(fields(operation)?);
        }
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

/// Whether a hand-written file below a folder names an operation's stub: `operations::Groups>`,
/// `operations::Groups, _>`, or `Groups(groups)` where two operations differ only in custom data.
fn mentions(folder: &Path, stub: &str) -> Result<bool, String> {
    let failed = |error| format!("{}: {error}", folder.display());
    for entry in fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        let found = if path.is_dir() {
            !path.ends_with("generated") && mentions(&path, stub)?
        } else {
            let text = fs::read_to_string(&path).map_err(failed)?;
            ["operations::{}>", "operations::{},", " {}("]
                .iter()
                .any(|form| text.contains(&form.replace("{}", stub)))
        };
        if found {
            return Ok(true);
        }
    }
    Ok(false)
}
