//! `tests/shape`: proof at compile time that documents and models fit the schema.
//!
//! `operations` writes the derive of each document. graphql_client checks which fields an operation selects, but not the type given as
//! `response_type`. So each model is derived a second time, without `response_type`, straight from
//! the schema, and the two are compared field by field.

use std::{
    collections::{BTreeMap, VecDeque},
    fmt::Write,
};

use apollo_compiler::{
    ExecutableDocument, Node,
    ast::Type,
    schema::{FieldDefinition, ObjectType},
};
use heck::{ToSnakeCase, ToUpperCamelCase};

use super::{
    output::Output,
    rules, rust,
    source::{SCHEMA, Sources},
};

pub(super) const FOLDER: &str = "tests/shape/src/generated";

pub(super) fn generate(sources: &Sources, output: &mut Output) -> Result<(), String> {
    let enums = sources.enums();
    let imports = rust::derive_imports(enums.iter().map(|enumeration| enumeration.name.as_str()));
    let modules: String = rules::CLIENTS.iter().map(|client| format!("mod {client};\n")).collect();
    let mut body = format!(
        "//! Each model beside the type that graphql_client derives from the schema.\n\
         \n\
         {imports}use graphql_client::GraphQLQuery;\n\
         use serde_json::Value as Object;\n\
         \n\
         use crate::reads::{{NullableElements, Reads, reads}};\n\n{modules}\n\
         // Makes Cargo rebuild this crate when the schema changes.\n\
         const _: &[u8] =\n    include_bytes!(concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/../../{SCHEMA}\"));\n\n"
    );
    for enumeration in enums {
        let derived = enumeration.name.to_upper_camel_case();
        let _ = writeln!(body, "impl Reads<{derived}> for {derived} {{}}");
    }
    body.push('\n');

    let paths = paths(sources);
    for object in sources.objects() {
        if rules::is_page(&object.name) {
            continue;
        }
        match paths.get(object.name.as_str()) {
            Some(path) => {
                let check = Check { sources, object, path };
                let document = check.document();
                let file = format!("{}.graphql", check.operation().to_snake_case());
                ExecutableDocument::parse_and_validate(&sources.schema, &document, &file)
                    .map_err(|errors| errors.to_string())?;
                output.add(&format!("{FOLDER}/documents/{file}"), document);
                body.push_str(&check.code()?);
            }
            None => {
                let _ = writeln!(body, "// No operation returns a `{}`.\n", object.name);
            }
        }
    }
    output.rust(&format!("{FOLDER}/mod.rs"), &body);
    Ok(())
}

/// A field on the way from the root to a model.
type Path<'a> = Vec<&'a FieldDefinition>;

/// The shortest way from a root field to each object type; the first step's kind is `query` where
/// both roots lead there.
fn paths(sources: &Sources) -> BTreeMap<&str, (bool, Path<'_>)> {
    let mut found: BTreeMap<&str, (bool, Path<'_>)> = BTreeMap::new();
    let mut pending: VecDeque<(bool, &ObjectType, Path<'_>)> =
        sources.roots().into_iter().map(|root| (root.name == "Query", &**root, vec![])).collect();
    while let Some((query, object, path)) = pending.pop_front() {
        for field in object.fields.values() {
            let name = field.ty.inner_named_type().as_str();
            if let Some(next) = sources.schema.get_object(name)
                && !found.contains_key(name)
            {
                let mut path = path.clone();
                path.push(&**field);
                found.insert(name, (query, path.clone()));
                pending.push_back((query, next, path));
            }
        }
    }
    found
}

struct Check<'a> {
    sources: &'a Sources,
    object: &'a Node<ObjectType>,
    path: &'a (bool, Path<'a>),
}

impl Check<'_> {
    fn operation(&self) -> String {
        format!("{}Shape", rules::type_name(&self.object.name))
    }

    /// An operation that selects every field of the model.
    fn document(&self) -> String {
        let (query, path) = self.path;
        let mut variables = Vec::new();
        let mut opening = String::new();
        for (step, field) in path.iter().enumerate() {
            let required: Vec<_> = field.arguments.iter().filter(|a| a.is_required()).collect();
            let mut arguments = Vec::new();
            for argument in required {
                let name = format!("{}{step}", argument.name);
                arguments.push(format!("{}: ${name}", argument.name));
                variables.push(format!("${name}: {}", argument.ty));
            }
            let _ = write!(opening, "{} ", field.name);
            if !arguments.is_empty() {
                let _ = write!(opening, "({}) ", arguments.join(", "));
            }
            opening.push_str("{ ");
        }
        let variables = if variables.is_empty() {
            String::new()
        } else {
            format!("({})", variables.join(", "))
        };
        let fields: Vec<String> = self
            .object
            .fields
            .values()
            .filter(|field| Sources::is_model_field(field))
            .map(|field| {
                let leaf = self.leaf_of(field.ty.inner_named_type());
                format!("{}{leaf}", field.name)
            })
            .collect();
        let kind = if *query { "query" } else { "mutation" };
        let closing = "} ".repeat(path.len());
        let operation = self.operation();
        format!("{kind} {operation}{variables} {{ {opening}{} {closing}}}\n", fields.join(" "))
    }

    /// ` { id }`: the least that can be selected of an object, nothing for a leaf.
    fn leaf_of(&self, name: &str) -> String {
        let Some(object) = self.sources.schema.get_object(name) else {
            return String::new();
        };
        let is_leaf = |field: &&FieldDefinition| {
            let inner = self.sources.schema.get_object(field.ty.inner_named_type());
            Sources::is_model_field(field) && inner.is_none()
        };
        let leaf = object.fields.values().map(|field| &***field).find(is_leaf);
        leaf.map_or_else(String::new, |field| format!(" {{ {} }}", field.name))
    }

    fn code(&self) -> Result<String, String> {
        let operation = self.operation();
        let module = operation.to_snake_case();
        let steps: String =
            self.path.1.iter().map(|field| field.name.to_upper_camel_case()).collect();
        let derived = format!("{module}::{operation}{steps}");
        let model = rules::model_path(&self.object.name);

        let mut enums = Vec::new();
        let mut bindings = String::new();
        let mut checks = String::new();
        let mut nested = String::new();
        for field in self.object.fields.values().filter(|field| Sources::is_model_field(field)) {
            let generated = field.name.to_snake_case();
            let generated = if generated == "type" { "type_".to_owned() } else { generated };
            let own = rust::ident(&rules::field_name(&field.name));
            let _ = write!(bindings, "{generated}, ");
            let nullable_elements = field.ty.is_list() && !field.ty.item_type().is_non_null();
            let without_nulls = if nullable_elements { ".without_nulls()" } else { "" };
            let _ = writeln!(checks, "reads({generated}{without_nulls}, model.{own});");
            let inner = field.ty.inner_named_type();
            if self.sources.schema.get_enum(inner).is_some() {
                enums.push(format!("\"{inner}\""));
            }
            if self.sources.schema.get_object(inner).is_some() {
                let _ = writeln!(
                    nested,
                    "impl Reads<{derived}{}> for authing_types::{} {{}}",
                    field.name.to_upper_camel_case(),
                    rules::model_path(inner)
                );
            }
        }
        enums.extend(self.variable_enums());
        enums.sort();
        enums.dedup();
        let extern_enums = if enums.is_empty() {
            String::new()
        } else {
            format!("    extern_enums({}),\n", enums.join(", "))
        };
        Ok(format!(
            "#[derive(GraphQLQuery)]\n#[graphql(\n    schema_path = \"../../{SCHEMA}\",\n    \
             query_path = \"src/generated/documents/{module}.graphql\",\n    \
             normalization = \"rust\",\n{extern_enums})]\n\
             pub(crate) struct {operation};\n\n{nested}\
             const _: fn({derived}, authing_types::{model}) = |shape, model| {{\n\
             let {derived} {{ {bindings} }} = shape;\n{checks}}};\n\n"
        ))
    }

    /// The enums that the variables of the path need.
    fn variable_enums(&self) -> Vec<String> {
        let arguments = self.path.1.iter().flat_map(|field| &field.arguments);
        let mut pending: Vec<&Type> =
            arguments.filter(|argument| argument.is_required()).map(|a| &*a.ty).collect();
        let mut enums = Vec::new();
        let mut seen = Vec::new();
        while let Some(ty) = pending.pop() {
            let name = ty.inner_named_type();
            if seen.contains(&name) {
                continue;
            }
            seen.push(name);
            if self.sources.schema.get_enum(name).is_some() {
                enums.push(format!("\"{name}\""));
            }
            if let Some(input) = self.sources.schema.get_input_object(name) {
                pending.extend(input.fields.values().map(|field| &*field.ty));
            }
        }
        enums
    }
}
