//! The clients' `generated/`: documents, what graphql_client makes of them, and carrier types; and
//! in `tests/shape` the derive of each document.

use std::{collections::BTreeSet, fmt::Write};

use apollo_compiler::{
    ast::{Type, VariableDefinition},
    executable::Operation,
    schema::ExtendedType,
};
use heck::{ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};

use super::{
    document,
    graphql_client::{Expander, Options},
    output::Output,
    rules,
    rust::{derive_imports, doc, ident, list_reader, rename},
    selection::{self, Selected},
    shape::FOLDER as SHAPE,
    source::{FRAGMENTS, OperationSource, SCHEMA, Sources},
    stamp,
};

pub(super) fn generate(sources: &Sources, output: &mut Output) -> Result<(), String> {
    let expander = Expander::new(sources)?;
    let mut problems = Vec::new();
    for client in rules::CLIENTS {
        if let Err(problem) = Client::new(sources, &expander, client).generate(output) {
            problems.push(problem);
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(problems.join("\n")) }
}

/// The generated part of one client crate.
struct Client<'a> {
    sources: &'a Sources,
    expander: &'a Expander,
    operations: Vec<&'a OperationSource>,
    name: &'a str,
    folder: String,
    /// Enums that the generated code expects to find in scope, by wire name.
    enum_imports: BTreeSet<String>,
    /// Whether generated code expects to find the scalar `Object` in scope.
    object_import: bool,
    expanded: String,
    derives: String,
    carriers: String,
    documents: String,
}

impl<'a> Client<'a> {
    fn new(sources: &'a Sources, expander: &'a Expander, client: &'a str) -> Self {
        let mut operations: Vec<_> =
            sources.operations.iter().filter(|operation| operation.client == client).collect();
        operations.sort_by_key(|operation| &operation.name);
        Self {
            sources,
            expander,
            operations,
            name: client,
            folder: format!("crates/authing-{client}/src/generated"),
            enum_imports: BTreeSet::new(),
            object_import: false,
            expanded: String::new(),
            derives: String::new(),
            carriers: String::new(),
            documents: String::new(),
        }
    }

    fn generate(mut self, output: &mut Output) -> Result<(), String> {
        let mut problems = Vec::new();
        for source in self.operations.clone() {
            match self.operation(source) {
                Ok(document) => {
                    output.add(&format!("{}/{}", self.folder, file(source)), document);
                }
                Err(problem) => problems.push(problem),
            }
        }
        if !problems.is_empty() {
            return Err(problems.join("\n"));
        }

        let mut paths = vec![SCHEMA, FRAGMENTS];
        paths.extend(self.operations.iter().map(|operation| operation.path.as_str()));
        let stamps = stamp::lines(self.sources, &paths);
        let mut modules = String::from("pub(crate) mod operations;\n");
        if !self.carriers.is_empty() {
            modules.insert_str(0, "pub(crate) mod carriers;\n");
            let body = format!(
                "//! Responses that hold only a part of a model, because the operation selects nothing else.\n\
                 \n\
                 use serde::Deserialize;\n\n{}",
                self.carriers
            );
            output.rust(&format!("{}/carriers.rs", self.folder), &body);
        }
        if !self.documents.is_empty() {
            modules.insert_str(0, "pub(crate) mod documents;\n");
            let body = format!(
                "//! Operations with fields that are only asked for by an option of the request.\n\
                 \n\
                 use authing_core::client::{{Document, Part}};\n\n{}",
                self.documents
            );
            output.rust(&format!("{}/documents.rs", self.folder), &body);
        }
        let allow = "#![allow(\n    dead_code,\n    unreachable_pub,\n    unused_imports,\n    \
                     reason = \"graphql_client writes the same around every operation, and an \
                     operation may precede the call that uses it\"\n)]\n\n";
        output.rust(&format!("{}/mod.rs", self.folder), &format!("{allow}{modules}\n{stamps}"));

        let mut imports = derive_imports(self.enum_imports.iter().map(String::as_str));
        if self.object_import {
            imports.push_str("use serde_json::Value as Object;\n");
        }
        let body = format!(
            "//! What graphql_client makes of each operation: `operations::users::Variables` is what it\n\
             //! takes, `operations::users::ResponseData` what it returns, `operations::users::QUERY` its\n\
             //! text.\n\
             \n{imports}\n{}",
            self.expanded
        );
        output.rust(&format!("{}/operations.rs", self.folder), &body);
        let body = format!(
            "//! Each operation of `authing-{}` derived once more: the build fails where a document does\n\
             //! not fit the schema.\n\
             \n{imports}use graphql_client::GraphQLQuery;\n\n{}",
            self.name, self.derives
        );
        output.rust(&format!("{SHAPE}/{}.rs", self.name), &body);
        Ok(())
    }

    /// Writes the code of one operation and returns its document.
    fn operation(&mut self, source: &OperationSource) -> Result<String, String> {
        let operation = source.operation()?;
        let selected = selection::of(source)?;
        let Some(root) = selected.first() else {
            return Err(format!("{}: selects nothing", source.path));
        };
        let name = source.name.to_upper_camel_case();
        let response = self.response(source, root, &name)?;
        let used = self.used_types(operation, &selected);
        let options = Options {
            response_type: (!root.children.is_empty()).then_some(response),
            variable_types: self.variable_types(&operation.variables),
            extern_enums: used.enums.into_iter().collect(),
            variables_default: operation
                .variables
                .iter()
                .all(|variable| !variable.ty.is_non_null()),
        };
        self.enum_imports.extend(used.imports);
        self.object_import |= used.object;

        let text = document::text(operation, &selected);
        let expanded = self
            .expander
            .expand(&name, &text, &file(source), &options)
            .map_err(|problem| format!("{}: {problem}", source.path))?;
        let description = root.field.definition.description.as_deref().unwrap_or_default();
        let title = format!("`{} {}`. ", operation.operation_type, source.name);
        let first = description.split("\n\n").next().unwrap_or_default();
        let _ = writeln!(
            self.expanded,
            "{}pub(crate) struct {name};\n\n{expanded}\n",
            doc(format!("{title}{first}").trim_end())
        );
        let document = format!("../../{}/{}", self.folder, file(source));
        self.derives.push_str(&options.derive(&name, &document));
        if root.has_options() {
            let name = source.name.to_shouty_snake_case();
            let parts = document::parts(operation, &selected);
            let _ = writeln!(
                self.documents,
                "/// `{}`, with what is asked for by options.\n\
                 pub(crate) const {name}: Document = Document::new(&[\n{parts}]);\n",
                source.name
            );
        }
        Ok(text)
    }

    /// The Rust type of one value of a selected field: a shared model where the operation selects
    /// what the model requires, else a carrier made for this selection.
    fn response(
        &mut self,
        source: &OperationSource,
        selected: &Selected,
        path: &str,
    ) -> Result<String, String> {
        let graphql = selected.field.definition.ty.inner_named_type().as_str();
        if selected.children.is_empty() {
            return Ok(scalar(graphql).to_owned());
        }
        let path = format!("{path}{}", selected.name().to_upper_camel_case());
        if rules::is_page(graphql) {
            let list = selected.children.iter().find(|child| child.name() == "list");
            let Some(list) = list else {
                let place = source.place(&selected.field);
                return Err(format!("{place}: a page is read for its `list`, which is missing"));
            };
            return Ok(format!("authing_types::Page<{}>", self.response(source, list, &path)?));
        }
        if selected.is_shared() {
            self.require(source, selected)?;
            return Ok(format!("authing_types::{}", rules::model_path(graphql)));
        }

        let mut fields = String::new();
        for child in &selected.children {
            if child.asked.is_some() {
                let place = source.place(&child.field);
                return Err(format!(
                    "{place}: only a whole model can hold what an option asks for"
                ));
            }
            let inner = self.response(source, child, &path)?;
            let ty = &child.field.definition.ty;
            let name = rules::field_name(child.name());
            let mut serde: Vec<String> = rename(&name, child.name()).into_iter().collect();
            if ty.is_list() {
                serde.push(list_reader("authing_types", !ty.is_non_null()));
            }
            if !serde.is_empty() {
                let _ = writeln!(fields, "#[serde({})]", serde.join(", "));
            }
            let _ = writeln!(fields, "pub(crate) {}: {},", ident(&name), wrap(ty, &inner));
        }
        let _ = writeln!(
            self.carriers,
            "/// The part of `{graphql}` that `{}` selects.\n\
             #[derive(Deserialize)]\n#[serde(rename_all = \"camelCase\")]\n\
             pub(crate) struct {path} {{\n{fields}}}\n",
            source.name
        );
        Ok(format!("crate::generated::carriers::{path}"))
    }

    /// A shared model can be read only if the operation selects all it requires.
    fn require(&self, source: &OperationSource, selected: &Selected) -> Result<(), String> {
        let graphql = selected.field.definition.ty.inner_named_type();
        let Some(object) = self.sources.schema.get_object(graphql) else {
            return Ok(());
        };
        let missing: Vec<String> = object
            .fields
            .values()
            .filter(|field| Sources::is_model_field(field) && field.ty.is_non_null())
            .filter(|field| !selected.children.iter().any(|child| field.name == child.name()))
            .map(|field| format!("`{}`", field.name))
            .collect();
        if !missing.is_empty() {
            return Err(format!(
                "{}: the selection of `{graphql}` lacks {}, which the model requires",
                source.place(&selected.field),
                missing.join(", ")
            ));
        }
        selected
            .children
            .iter()
            .filter(|child| !child.children.is_empty())
            .try_for_each(|child| self.require(source, child))
    }

    /// The types of the variables by position, as graphql_client wants them: `_` is its own.
    fn variable_types(
        &self,
        variables: &[apollo_compiler::Node<VariableDefinition>],
    ) -> Vec<String> {
        let mut types: Vec<String> = variables
            .iter()
            .map(|variable| {
                let graphql = variable.ty.inner_named_type().as_str();
                match self.sources.schema.get_input_object(graphql) {
                    Some(_) => format!("authing_types::{}", rules::type_name(graphql)),
                    None => "_".to_owned(),
                }
            })
            .collect();
        while types.last().is_some_and(|last| last == "_") {
            types.pop();
        }
        types
    }

    fn used_types(&self, operation: &Operation, selected: &[Selected]) -> UsedTypes {
        let mut used = UsedTypes::default();
        let mut pending: Vec<&Selected> = selected.iter().collect();
        while let Some(selected) = pending.pop() {
            pending.extend(&selected.children);
            let name = selected.field.definition.ty.inner_named_type().as_str();
            match self.sources.schema.types.get(name) {
                Some(ExtendedType::Enum(_)) => {
                    used.enums.insert(name.to_owned());
                }
                Some(ExtendedType::Scalar(_)) if name == "Object" => {
                    used.object = true;
                }
                _ => {}
            }
        }
        let variables: Vec<&str> =
            operation.variables.iter().map(|v| v.ty.inner_named_type().as_str()).collect();
        let mut pending = variables.clone();
        let mut seen = BTreeSet::new();
        while let Some(name) = pending.pop() {
            if !seen.insert(name) {
                continue;
            }
            match self.sources.schema.types.get(name) {
                Some(ExtendedType::Enum(_)) => {
                    used.enums.insert(name.to_owned());
                    // Inside of an input the shared type has it.
                    if variables.contains(&name) {
                        used.imports.insert(name.to_owned());
                    }
                }
                Some(ExtendedType::Scalar(_)) if name == "Object" => {
                    used.object = true;
                }
                Some(ExtendedType::InputObject(input)) => {
                    pending.extend(input.fields.values().map(|f| f.ty.inner_named_type().as_str()));
                }
                _ => {}
            }
        }
        used
    }
}

#[derive(Default)]
struct UsedTypes {
    /// Enums that graphql_client must not define itself.
    enums: BTreeSet<String>,
    /// Enums the generated code refers to.
    imports: BTreeSet<String>,
    object: bool,
}

/// Where an operation's document lies, below the client's `generated/`.
fn file(source: &OperationSource) -> String {
    format!("documents/{}.graphql", source.name.to_snake_case())
}

fn scalar(graphql: &str) -> &str {
    match graphql {
        "String" | "ID" => "String",
        "Int" => "i64",
        "Float" => "f64",
        "Boolean" => "bool",
        "Object" => "serde_json::Value",
        _ => rules::type_name(graphql),
    }
}

fn wrap(ty: &Type, inner: &str) -> String {
    let value = if ty.is_list() { format!("Vec<{inner}>") } else { inner.to_owned() };
    if ty.is_non_null() { value } else { format!("Option<{value}>") }
}
