//! `authing-types/src/generated/enums.rs`: closed lists of words that the server may extend.

use std::fmt::Write;

use apollo_compiler::schema::EnumType;

use super::{
    output::Output,
    rules,
    rust::{description_of, doc, type_doc},
    source::Sources,
};

const PATH: &str = "crates/authing-types/src/generated/enums.rs";

pub(super) fn generate(sources: &Sources, output: &mut Output) -> Result<(), String> {
    let mut body = String::from(
        "//! Lists of words: one enum per enum of the schema.\n\nuse crate::wire_enum;\n\n",
    );
    for enumeration in sources.enums() {
        body.push_str(&item(enumeration)?);
    }
    output.rust(PATH, &body);
    Ok(())
}

fn item(enumeration: &EnumType) -> Result<String, String> {
    // rustfmt leaves the inside of a macro call alone, so the layout is made here.
    let mut item = String::from("wire_enum! {\n");
    let name = rules::type_name(&enumeration.name);
    item.push_str(&indent(&type_doc(&enumeration.name, &enumeration.description)?));
    let _ = writeln!(item, "    pub enum {name} {{");
    for value in enumeration.values.values() {
        let wire = &value.value;
        let description =
            description_of(&format!("{}.{wire}", enumeration.name), &value.description)?;
        item.push_str(&indent(&indent(&doc(&description))));
        let _ = writeln!(item, "        {} = \"{wire}\",", rules::variant_name(wire));
    }
    item.push_str("    }\n}\n\n");
    Ok(item)
}

fn indent(text: &str) -> String {
    text.lines().map(|line| format!("    {line}\n")).collect()
}
