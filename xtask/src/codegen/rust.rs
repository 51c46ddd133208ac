//! How GraphQL names, types and descriptions read in Rust.

use apollo_compiler::{
    Node,
    ast::Type,
    schema::{ExtendedType, FieldDefinition, InputValueDefinition},
};
use heck::{ToLowerCamelCase, ToUpperCamelCase};

use super::{rules, source::Sources};

/// One field of a model or an input, ready to be written.
pub(super) struct Field {
    pub(super) wire: String,
    /// The Rust name, without `r#`.
    pub(super) name: String,
    pub(super) doc: String,
    /// The type of one value: no `Option`, no `Vec`.
    pub(super) leaf: String,
    pub(super) kind: Kind,
    pub(super) list: bool,
    pub(super) nullable: bool,
    pub(super) boxed: bool,
    /// Some operation that returns the model does not ask for the field.
    pub(super) optional: bool,
}

/// What a leaf is, as far as generated code treats it differently.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    /// `bool`, `i64`, `f64` and enums: taken by value.
    Plain,
    Secret,
    Timestamp,
    /// Any JSON.
    Json,
    /// A model or an input.
    Object,
}

impl Field {
    pub(super) fn of_model(
        sources: &Sources,
        parent: &str,
        field: &FieldDefinition,
    ) -> Result<Self, String> {
        let mut result = Self::new(sources, parent, &field.name, &field.ty, &field.description)?;
        result.boxed = !result.list && contains(sources, field.ty.inner_named_type(), parent);
        result.optional = sources.is_optional(parent, &field.name);
        Ok(result)
    }

    pub(super) fn of_input(
        sources: &Sources,
        parent: &str,
        field: &InputValueDefinition,
    ) -> Result<Self, String> {
        Self::new(sources, parent, &field.name, &field.ty, &field.description)
    }

    fn new(
        sources: &Sources,
        parent: &str,
        name: &str,
        ty: &Type,
        description: &Option<Node<str>>,
    ) -> Result<Self, String> {
        if ty.item_type().is_list() {
            return Err(format!("{parent}.{name}: a list of lists is not supported"));
        }
        let (leaf, kind) = leaf(sources, parent, name, ty.inner_named_type())?;
        Ok(Self {
            wire: name.to_owned(),
            name: rules::field_name(name),
            doc: description_of(&format!("{parent}.{name}"), description)?,
            leaf,
            kind,
            list: ty.is_list(),
            nullable: !ty.is_non_null(),
            boxed: false,
            optional: false,
        })
    }

    /// The name as an identifier.
    pub(super) fn ident(&self) -> String {
        ident(&self.name)
    }

    /// The type of a model's field. Null elements of a list are dropped while reading.
    pub(super) fn model_type(&self) -> String {
        let value = self.value_type();
        match (self.optional, self.nullable) {
            (true, _) => format!("Selected<{value}>"),
            (false, true) => format!("Option<{value}>"),
            (false, false) => value,
        }
    }

    /// The value of a model's field in a model that was just made; `None` if one must be given.
    pub(super) fn model_default(&self) -> Option<&'static str> {
        match (self.optional, self.nullable) {
            (true, _) => Some("Selected::NotSelected"),
            (false, true) => Some("None"),
            (false, false) => None,
        }
    }

    /// The type of the value when there is one.
    pub(super) fn value_type(&self) -> String {
        match (self.list, self.boxed) {
            (true, _) => format!("Vec<{}>", self.leaf),
            (false, true) => format!("Box<{}>", self.leaf),
            (false, false) => self.leaf.clone(),
        }
    }

    /// A parameter that takes the value, and the expression that turns it into the field's type.
    pub(super) fn parameter(&self) -> (String, String) {
        let name = self.ident();
        match (self.list, self.kind) {
            (true, Kind::Text | Kind::Secret | Kind::Timestamp) => (
                format!("{name}: impl IntoIterator<Item = impl Into<{}>>", self.leaf),
                format!("{name}.into_iter().map(Into::into).collect()"),
            ),
            (true, Kind::Plain | Kind::Json | Kind::Object) => (
                format!("{name}: impl IntoIterator<Item = {}>", self.leaf),
                format!("{name}.into_iter().collect()"),
            ),
            (false, Kind::Text | Kind::Secret | Kind::Timestamp) => {
                (format!("{name}: impl Into<{}>", self.leaf), format!("{name}.into()"))
            }
            (false, Kind::Plain | Kind::Json | Kind::Object) => {
                (format!("{name}: {}", self.leaf), name)
            }
        }
    }

    /// `rename = "…"` where the container's `rename_all` would produce another name.
    pub(super) fn rename(&self) -> Option<String> {
        rename(&self.name, &self.wire)
    }

    /// `name: value` of a struct expression, in the short form where there is one.
    pub(super) fn initializer(&self, value: &str) -> String {
        let name = self.ident();
        if name == value { format!("{name},\n") } else { format!("{name}: {value},\n") }
    }
}

/// `rename = "…"` where camel case of the Rust name is not the wire name.
pub(super) fn rename(name: &str, wire: &str) -> Option<String> {
    (name.to_lower_camel_case() != wire).then(|| format!("rename = \"{wire}\""))
}

/// How a list is read: nullable or not, its null elements are dropped.
/// `types` is the path of the crate of the readers.
pub(super) fn list_reader(types: &str, nullable: bool) -> String {
    if nullable {
        format!("default, deserialize_with = \"{types}::lenient::optional_list\"")
    } else {
        format!("deserialize_with = \"{types}::lenient::list\"")
    }
}

/// `use authing_types::{…};`, each type under the name that graphql_client's derive gives it.
pub(super) fn derive_imports<'a>(enums: impl IntoIterator<Item = &'a str>) -> String {
    let names: Vec<String> = enums
        .into_iter()
        .map(|wire| {
            let (name, derived) = (rules::type_name(wire), wire.to_upper_camel_case());
            if name == derived { derived } else { format!("{name} as {derived}") }
        })
        .collect();
    if names.is_empty() {
        String::new()
    } else {
        format!("use authing_types::{{{}}};\n", names.join(", "))
    }
}

/// The Rust type of a GraphQL type's single values.
fn leaf(
    sources: &Sources,
    parent: &str,
    field: &str,
    graphql: &str,
) -> Result<(String, Kind), String> {
    let (leaf, kind) = match graphql {
        "String" if rules::is_secret(parent, field) => ("Secret", Kind::Secret),
        "String" if rules::is_timestamp(field) => ("Timestamp", Kind::Timestamp),
        "String" | "ID" => ("String", Kind::Text),
        "Int" => ("i64", Kind::Plain),
        "Float" => ("f64", Kind::Plain),
        "Boolean" => ("bool", Kind::Plain),
        "Object" => ("serde_json::Value", Kind::Json),
        _ => match sources.schema.types.get(graphql) {
            Some(ExtendedType::Enum(_)) => (rules::type_name(graphql), Kind::Plain),
            Some(ExtendedType::Object(_) | ExtendedType::InputObject(_)) => {
                (rules::type_name(graphql), Kind::Object)
            }
            _ => return Err(format!("{parent}.{field}: no Rust type for `{graphql}`")),
        },
    };
    Ok((leaf.to_owned(), kind))
}

/// Whether a value of `outer` holds a value of `wanted` without a list in between.
fn contains(sources: &Sources, outer: &str, wanted: &str) -> bool {
    let mut seen = vec![];
    let mut pending = vec![outer];
    while let Some(name) = pending.pop() {
        if name == wanted {
            return true;
        }
        if seen.contains(&name) {
            continue;
        }
        seen.push(name);
        if let Some(object) = sources.schema.get_object(name) {
            pending.extend(
                object
                    .fields
                    .values()
                    .filter(|field| Sources::is_model_field(field) && !field.ty.is_list())
                    .map(|field| field.ty.inner_named_type().as_str()),
            );
        }
    }
    false
}

/// An identifier, raw where the word is a keyword that a schema may use as a name.
pub(super) fn ident(name: &str) -> String {
    const KEYWORDS: [&str; 8] = ["enum", "fn", "for", "in", "match", "move", "type", "use"];
    if KEYWORDS.contains(&name) { format!("r#{name}") } else { name.to_owned() }
}

/// A description from the schema as it will stand in rustdoc.
///
/// # Errors
///
/// When there is none: everything public is documented.
pub(super) fn description_of(
    what: &str,
    description: &Option<Node<str>>,
) -> Result<String, String> {
    let text = description.as_deref().map(str::trim).unwrap_or_default();
    if text.is_empty() {
        return Err(format!("{what}: needs a description, which becomes its documentation"));
    }
    Ok(text.to_owned())
}

/// A type's description as a doc comment, which names the type in the schema where the Rust name
/// is another.
///
/// # Errors
///
/// When there is no description.
pub(super) fn type_doc(graphql: &str, description: &Option<Node<str>>) -> Result<String, String> {
    let mut text = description_of(graphql, description)?;
    if rules::type_name(graphql) != graphql {
        text.push_str(&format!("\n\n`{graphql}` in Authing's schema."));
    }
    Ok(doc(&text))
}

/// Text as a doc comment.
pub(super) fn doc(text: &str) -> String {
    text.lines()
        .map(|line| if line.is_empty() { "///\n".to_owned() } else { format!("/// {line}\n") })
        .collect()
}
