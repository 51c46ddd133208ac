//! Introspection, from the same definitions as everything else.
//!
//! A type is carried between resolvers as the text of its reference (`[User!]!`), so that
//! `ofType` chains of any depth need no tree to be built in advance.

use async_graphql_parser::Positioned;
use async_graphql_parser::types::{
    BaseType, EnumValueDefinition, FieldDefinition, InputValueDefinition, Type, TypeKind,
};
use serde_json::{Value as Json, json};

use crate::server::graphql::schema::Schema;

/// The member under which a type reference travels.
const REFERENCE: &str = "reference";

/// Resolves a field that belongs to introspection; `None` if it does not.
pub(super) fn resolve(
    schema: &Schema,
    parent_type: &str,
    field: &str,
    parent: &Json,
    argument_name: Option<&str>,
) -> Option<Json> {
    match (parent_type, field) {
        ("Query", "__schema") => Some(schema_value(schema)),
        ("Query", "__type") => {
            let known = argument_name.filter(|name| schema.get(name).is_some());
            Some(known.map_or(Json::Null, reference))
        }
        ("__Type", field) => {
            let text = parent.get(REFERENCE)?.as_str()?;
            Some(type_field(schema, &Type::new(text)?, field))
        }
        _ => None,
    }
}

fn reference(text: impl Into<String>) -> Json {
    json!({ REFERENCE: text.into() })
}

fn schema_value(schema: &Schema) -> Json {
    let types: Vec<Json> = schema.types().map(|ty| reference(ty.name.node.as_str())).collect();
    json!({
        "description": null,
        "types": types,
        "queryType": reference("Query"),
        "mutationType": reference("Mutation"),
        "subscriptionType": null,
        "directives": [
            directive("include", "if", "Boolean!", &["FIELD", "FRAGMENT_SPREAD", "INLINE_FRAGMENT"]),
            directive("skip", "if", "Boolean!", &["FIELD", "FRAGMENT_SPREAD", "INLINE_FRAGMENT"]),
        ],
    })
}

fn directive(name: &str, argument: &str, ty: &str, locations: &[&str]) -> Json {
    json!({
        "name": name,
        "description": null,
        "isRepeatable": false,
        "locations": locations,
        "args": [described(argument, None, json!({ "type": reference(ty), "defaultValue": null }))],
    })
}

fn type_field(schema: &Schema, ty: &Type, field: &str) -> Json {
    if !ty.nullable {
        let inner = Type { base: ty.base.clone(), nullable: true };
        return wrapper("NON_NULL", &inner, field);
    }
    let name = match &ty.base {
        BaseType::List(of) => return wrapper("LIST", of, field),
        BaseType::Named(name) => name,
    };
    let Some(definition) = schema.get(name) else { return Json::Null };
    match (field, &definition.kind) {
        ("kind", TypeKind::Scalar) => json!("SCALAR"),
        ("kind", TypeKind::Object(_)) => json!("OBJECT"),
        ("kind", TypeKind::Interface(_)) => json!("INTERFACE"),
        ("kind", TypeKind::Union(_)) => json!("UNION"),
        ("kind", TypeKind::Enum(_)) => json!("ENUM"),
        ("kind", TypeKind::InputObject(_)) => json!("INPUT_OBJECT"),
        ("name", _) => json!(name.as_str()),
        ("description", _) => json!(definition.description.as_ref().map(|text| &text.node)),
        ("fields", TypeKind::Object(object)) => list(&object.fields, field_value),
        ("interfaces", TypeKind::Object(_)) => json!([]),
        ("enumValues", TypeKind::Enum(values)) => list(&values.values, enum_value),
        ("inputFields", TypeKind::InputObject(input)) => list(&input.fields, input_value),
        ("isOneOf", TypeKind::InputObject(_)) => json!(false),
        _ => Json::Null,
    }
}

fn wrapper(kind: &str, inner: &Type, field: &str) -> Json {
    match field {
        "kind" => json!(kind),
        "ofType" => reference(inner.to_string()),
        _ => Json::Null,
    }
}

fn list<T>(items: &[Positioned<T>], to_json: fn(&T) -> Json) -> Json {
    items.iter().map(|item| to_json(&item.node)).collect()
}

fn field_value(field: &FieldDefinition) -> Json {
    let own = json!({
        "args": list(&field.arguments, input_value),
        "type": reference(field.ty.node.to_string()),
    });
    described(&field.name.node, field.description.as_ref().map(|d| d.node.as_str()), own)
}

fn input_value(input: &InputValueDefinition) -> Json {
    let own = json!({
        "type": reference(input.ty.node.to_string()),
        "defaultValue": input.default_value.as_ref().map(|value| value.node.to_string()),
    });
    described(&input.name.node, input.description.as_ref().map(|d| d.node.as_str()), own)
}

fn enum_value(value: &EnumValueDefinition) -> Json {
    described(&value.value.node, value.description.as_ref().map(|d| d.node.as_str()), json!({}))
}

fn described(name: &str, description: Option<&str>, mut own: Json) -> Json {
    if let Some(object) = own.as_object_mut() {
        object.insert("name".to_owned(), json!(name));
        object.insert("description".to_owned(), json!(description));
        object.insert("isDeprecated".to_owned(), json!(false));
        object.insert("deprecationReason".to_owned(), Json::Null);
    }
    own
}
