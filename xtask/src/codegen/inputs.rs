//! `authing-types/src/generated/inputs.rs`: what a caller sends.

use std::fmt::Write;

use apollo_compiler::schema::InputObjectType;

use super::{
    output::Output,
    redaction::Redaction,
    rules,
    rust::{Field, Kind, doc, type_doc},
    source::Sources,
};

const PATH: &str = "crates/authing-types/src/generated/inputs.rs";

pub(super) fn generate(sources: &Sources, output: &mut Output) -> Result<(), String> {
    let mut body = String::from(
        "//! What a caller sends: one type per input type of the schema.\n\
         \n\
         use serde::Serialize;\n\
         \n\
         use super::enums::*;\n\
         use crate::{Patch, Secret, Timestamp};\n\n",
    );
    let mut debug = Redaction::default();
    for object in sources.input_objects() {
        let input = Input::new(sources, object)?;
        body.push_str(&input.item());
        debug.add(&object.name, input.name, &input.fields);
    }
    body.push_str(&debug.code());
    output.rust(PATH, &body);
    Ok(())
}

struct Input<'a> {
    name: &'a str,
    doc: String,
    update: bool,
    fields: Vec<Field>,
}

impl<'a> Input<'a> {
    fn new(sources: &Sources, input: &'a InputObjectType) -> Result<Self, String> {
        let fields = input.fields.values();
        Ok(Self {
            name: rules::type_name(&input.name),
            doc: type_doc(&input.name, &input.description)?,
            update: rules::is_update(&input.name),
            fields: fields
                .map(|field| Field::of_input(sources, &input.name, field))
                .collect::<Result<_, _>>()?,
        })
    }

    fn item(&self) -> String {
        let Self { name, doc, .. } = self;
        let mut derives = vec!["Clone", "PartialEq", "Serialize"];
        if self.fields.iter().all(|field| field.nullable) {
            derives.push("Default");
        }
        let fields: String = self.fields.iter().map(|field| self.declaration(field)).collect();
        let derives = derives.join(", ");
        let mut item = format!(
            "{doc}#[derive({derives})]\n#[serde(rename_all = \"camelCase\")]\n\
             pub struct {name} {{\n{fields}}}\n\n"
        );
        let setters: String = self.fields.iter().map(|field| self.setter(field)).collect();
        let accessors: String = self
            .fields
            .iter()
            .filter(|field| rules::is_encrypted(&field.wire))
            .map(|field| self.accessor(field))
            .collect();
        let _ = writeln!(item, "impl {name} {{\n{}\n{setters}{accessors}}}\n", self.constructor());
        item
    }

    /// An optional field of an update is a patch: absent, null or a value.
    fn is_patch(&self, field: &Field) -> bool {
        self.update && field.nullable
    }

    fn declaration(&self, field: &Field) -> String {
        let mut serde: Vec<String> = field.rename().into_iter().collect();
        let value = field.value_type();
        let (ty, skip, expose) = match (field.nullable, self.update) {
            (false, _) => (value, None, "Secret::serialize_exposed"),
            (true, false) => (
                format!("Option<{value}>"),
                Some("Option::is_none"),
                "Secret::serialize_exposed_option",
            ),
            (true, true) => (
                format!("Patch<{value}>"),
                Some("Patch::is_absent"),
                "Secret::serialize_exposed_patch",
            ),
        };
        if let Some(skip) = skip {
            serde.push(format!("skip_serializing_if = \"{skip}\""));
        }
        if field.kind == Kind::Secret {
            serde.push(format!("serialize_with = \"{expose}\""));
        }
        let attribute = if serde.is_empty() {
            String::new()
        } else {
            format!("#[serde({})]\n", serde.join(", "))
        };
        format!("{attribute}{}: {ty},\n", field.ident())
    }

    fn constructor(&self) -> String {
        let mut parameters = Vec::new();
        let mut values = String::new();
        for field in &self.fields {
            if self.is_patch(field) {
                values.push_str(&field.initializer("Patch::Absent"));
            } else if field.nullable {
                values.push_str(&field.initializer("None"));
            } else {
                let (parameter, value) = field.parameter();
                parameters.push(parameter);
                values.push_str(&field.initializer(&value));
            }
        }
        if parameters.is_empty() {
            return "/// An input with nothing set.\n#[must_use]\npub fn new() -> Self {\nSelf::default()\n}\n"
                .to_owned();
        }
        format!(
            "/// An input with what the schema requires.\n#[must_use]\n\
             pub fn new({}) -> Self {{\nSelf {{\n{values}}}\n}}\n",
            parameters.join(", ")
        )
    }

    fn setter(&self, field: &Field) -> String {
        if !field.nullable {
            return String::new();
        }
        let name = field.ident();
        let (parameter, value) = if self.is_patch(field) {
            let parameter = format!("{name}: impl Into<Patch<{}>>", field.value_type());
            (parameter, format!("{name}.into()"))
        } else {
            let (parameter, value) = field.parameter();
            (parameter, format!("Some({value})"))
        };
        format!(
            "{}#[must_use]\npub fn {name}(mut self, {parameter}) -> Self {{\n\
             self.{name} = {value};\nself\n}}\n\n",
            doc(&field.doc)
        )
    }

    fn accessor(&self, field: &Field) -> String {
        let Field { name, .. } = field;
        let (ty, value) = if !field.nullable {
            ("&mut Secret", format!("&mut self.{name}"))
        } else if self.update {
            ("Option<&mut Secret>", format!("self.{name}.as_value_mut()"))
        } else {
            ("Option<&mut Secret>", format!("self.{name}.as_mut()"))
        };
        format!(
            "/// The {name} as it will be sent, to be replaced by its encrypted form.\n\
             pub fn {name}_mut(&mut self) -> {ty} {{\n{value}\n}}\n\n"
        )
    }
}
