//! `authing-types/src/generated/models.rs`: what the server returns.

use std::fmt::Write;

use apollo_compiler::schema::ObjectType;

use super::{
    output::Output,
    redaction::Redaction,
    rules,
    rust::{Field, doc, list_reader, type_doc},
    source::{SCHEMA, Sources},
    stamp,
};

const FOLDER: &str = "crates/authing-types/src/generated";

pub(super) fn generate(sources: &Sources, output: &mut Output) -> Result<(), String> {
    let mut body = String::from(
        "//! What the server returns: one type per object type of the schema.\n\
         \n\
         use serde::{Deserialize, Serialize};\n\
         \n\
         use super::enums::*;\n\
         use crate::{Page, Secret, Selected, Timestamp};\n\n",
    );
    let mut debug = Redaction::default();
    let mut wire = String::new();
    let mut wire_debug = Redaction::default();
    for object in sources.objects() {
        if rules::is_page(&object.name) {
            body.push_str(&page(object)?);
        } else if rules::is_wire(&object.name) {
            wire.push_str(&model(sources, object, &mut wire_debug)?);
        } else {
            body.push_str(&model(sources, object, &mut debug)?);
        }
    }
    body.push_str(&debug.code());
    let _ = write!(
        body,
        "\n/// Models that a client reads and does not hand on.\n\
         pub mod wire {{\nuse super::*;\n\n{wire}{}}}\n",
        wire_debug.code()
    );
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

fn model(sources: &Sources, object: &ObjectType, debug: &mut Redaction) -> Result<String, String> {
    let fields = fields(sources, object)?;
    let required: Vec<&Field> =
        fields.iter().filter(|field| field.model_default().is_none()).collect();
    let name = rules::type_name(&object.name);

    let mut derives = vec!["Clone", "PartialEq", "Serialize", "Deserialize"];
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
        if field.optional {
            let skip = "skip_serializing_if = \"Selected::is_not_selected\"";
            serde.extend(["default".to_owned(), skip.to_owned()]);
            if field.list {
                let read = "deserialize_with = \"crate::lenient::selected_list\"";
                serde.push(read.to_owned());
            }
        } else if field.list {
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
    debug.add(&object.name, name, &fields);
    Ok(item)
}

/// `new` with what the schema requires; the struct is non-exhaustive, so that a test or a cache
/// outside the crate has no other way to build one.
fn constructor(name: &str, fields: &[Field]) -> String {
    let mut parameters = Vec::new();
    let mut values = String::new();
    for field in fields {
        if let Some(value) = field.model_default() {
            values.push_str(&field.initializer(value));
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
         /// A value with what the schema requires, for tests and caches. The other fields are\n\
         /// public.\n\
         {allow}pub fn new({}) -> Self {{\nSelf {{\n{values}}}\n}}\n}}\n\n",
        parameters.join(", ")
    )
}
