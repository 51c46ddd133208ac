//! `authing-types/src/generated/models.rs`: what the server answers.

use std::fmt::Write;

use apollo_compiler::schema::ObjectType;

use super::{
    output::Output,
    rules,
    rust::{Field, Kind, doc, list_reader, type_doc},
    source::{SCHEMA, Sources},
    stamp,
};

const FOLDER: &str = "crates/authing-types/src/generated";

pub(super) fn generate(sources: &Sources, output: &mut Output) -> Result<(), String> {
    let mut body = String::from(
        "//! What the server answers: one type per object type of the schema.\n\
         \n\
         use std::fmt;\n\
         \n\
         use serde::{Deserialize, Serialize};\n\
         \n\
         use super::enums::*;\n\
         use crate::{Page, Secret, Timestamp};\n\n",
    );
    for object in sources.objects() {
        let item =
            if rules::is_page(&object.name) { page(object)? } else { model(sources, object)? };
        body.push_str(&item);
    }
    output.rust(&format!("{FOLDER}/models.rs"), &body);

    let stamp = stamp::lines(sources, &[SCHEMA]).replace("authing_types::", "crate::");
    output.rust(
        &format!("{FOLDER}/mod.rs"),
        &format!(
            "pub(crate) mod enums;\npub(crate) mod inputs;\npub(crate) mod models;\n\n{stamp}"
        ),
    );
    Ok(())
}

/// The fields of a type's model.
fn fields(sources: &Sources, object: &ObjectType) -> Result<Vec<Field>, String> {
    object
        .fields
        .values()
        .filter(|field| Sources::is_model_field(field))
        .map(|field| Field::of_model(sources, &object.name, field))
        .collect()
}

fn page(object: &ObjectType) -> Result<String, String> {
    let list = object.fields.get("list").map(|field| field.ty.inner_named_type());
    let list = list.ok_or_else(|| format!("{}: a page needs a field `list`", object.name))?;
    let doc = type_doc(&object.name, &object.description)?;
    Ok(format!("{doc}pub type {} = Page<{}>;\n\n", object.name, rules::type_name(list)))
}

fn model(sources: &Sources, object: &ObjectType) -> Result<String, String> {
    let fields = fields(sources, object)?;
    let required: Vec<&Field> = fields.iter().filter(|field| !field.nullable).collect();
    let private = rules::is_private(&object.name);
    let name = rules::type_name(&object.name);

    let mut derives = vec!["Clone", "PartialEq", "Serialize", "Deserialize"];
    if !private {
        derives.push("Debug");
    }
    if required.is_empty() {
        derives.push("Default");
    }
    let mut item = type_doc(&object.name, &object.description)?;
    let _ = writeln!(
        item,
        "#[derive({})]\n#[serde(rename_all = \"camelCase\")]\n#[non_exhaustive]\npub struct {name} {{",
        derives.join(", ")
    );
    for field in &fields {
        item.push_str(&doc(&field.doc));
        let mut serde: Vec<String> = field.rename().into_iter().collect();
        if field.list {
            serde.push(list_reader("crate", field.nullable));
        }
        if !serde.is_empty() {
            let _ = writeln!(item, "#[serde({})]", serde.join(", "));
        }
        let _ = writeln!(item, "pub {}: {},", field.ident(), field.model_type());
    }
    item.push_str("}\n\n");
    if !required.is_empty() {
        item.push_str(&constructor(name, &fields));
    }
    if private {
        item.push_str(&private_debug(name, &fields));
    }
    Ok(item)
}

/// `new` with what the schema requires; the struct is non-exhaustive, so that a test or a cache
/// outside the crate has no other way to build one.
fn constructor(name: &str, fields: &[Field]) -> String {
    let mut parameters = Vec::new();
    let mut values = String::new();
    for field in fields {
        if field.nullable {
            values.push_str(&field.initializer("None"));
        } else {
            let (parameter, value) = field.parameter();
            parameters.push(parameter);
            values.push_str(&field.initializer(&value));
        }
    }
    let allow = if parameters.len() > 7 {
        "#[allow(clippy::too_many_arguments, reason = \"the schema requires as many\")]\n"
    } else {
        ""
    };
    format!(
        "impl {name} {{\n\
         /// One with what the schema requires and nothing else, for tests and caches. The\n\
         /// other fields are public.\n\
         {allow}pub fn new({}) -> Self {{\nSelf {{\n{values}}}\n}}\n}}\n\n",
        parameters.join(", ")
    )
}

/// A `Debug` that tells which thing it is and nothing about the person.
pub(super) fn private_debug(name: &str, fields: &[Field]) -> String {
    let shown: String = fields
        .iter()
        .filter(|field| rules::is_id(&field.wire) && field.kind != Kind::Secret)
        .map(|field| format!(".field(\"{}\", &self.{})", field.name, field.ident()))
        .collect();
    format!(
        "impl fmt::Debug for {name} {{\n\
         fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {{\n\
         f.debug_struct(\"{name}\"){shown}.finish_non_exhaustive()\n}}\n}}\n\n"
    )
}
