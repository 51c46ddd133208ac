//! Variables and arguments, coerced to the types the schema declares.

use async_graphql_parser::Positioned;
use async_graphql_parser::types::{BaseType, FieldDefinition, OperationDefinition, Type, TypeKind};
use async_graphql_value::{Name, Value};
use serde_json::{Map, Value as Json};

use crate::base::limits::cut;
use crate::server::graphql::schema::Schema;

pub(super) type Variables = Map<String, Json>;

/// Checks the given variables against the operation's definitions and fills in defaults.
///
/// A variable that was not given and has no default stays absent, which is not the same as null.
pub(super) fn variables(
    schema: &Schema,
    operation: &OperationDefinition,
    given: &Map<String, Json>,
) -> Result<Variables, String> {
    let mut out = Variables::new();
    for definition in &operation.variable_definitions {
        let name = definition.node.name.node.as_str();
        let ty = &definition.node.var_type.node;
        match (given.get(name), &definition.node.default_value) {
            (Some(value), _) => {
                let value = coerce(schema, ty, value).map_err(|reason| {
                    let value = cut(value.to_string());
                    format!("Variable \"${name}\" got invalid value {value}; {reason}")
                })?;
                out.insert(name.to_owned(), value);
            }
            (None, Some(default)) => {
                let default = default.node.clone().into_json().unwrap_or_default();
                out.insert(name.to_owned(), default);
            }
            (None, None) if !ty.nullable => {
                return Err(format!(
                    "Variable \"${name}\" of required type \"{ty}\" was not provided."
                ));
            }
            (None, None) => {}
        }
    }
    Ok(out)
}

/// The arguments of one field: literals and variables together, defaults filled in.
pub(super) fn arguments(
    schema: &Schema,
    definition: &FieldDefinition,
    given: &[(Positioned<Name>, Positioned<Value>)],
    variables: &Variables,
) -> Result<Map<String, Json>, String> {
    let mut out = Map::new();
    for argument in &definition.arguments {
        let name = &argument.node.name.node;
        let ty = &argument.node.ty.node;
        let value = given
            .iter()
            .find(|(given_name, _)| given_name.node == *name)
            .and_then(|(_, value)| literal(&value.node, variables));
        match (value, &argument.node.default_value) {
            (Some(value), _) => {
                let value = coerce(schema, ty, &value)
                    .map_err(|reason| format!("Argument \"{name}\" is not valid; {reason}"))?;
                out.insert(name.to_string(), value);
            }
            (None, Some(default)) => {
                let default = default.node.clone().into_json().unwrap_or_default();
                out.insert(name.to_string(), default);
            }
            (None, None) if !ty.nullable => {
                return Err(format!(
                    "Argument \"{name}\" of required type \"{ty}\" was not provided."
                ));
            }
            (None, None) => {}
        }
    }
    Ok(out)
}

/// A literal with its variables put in; `None` where an absent variable makes it absent.
pub(super) fn literal(value: &Value, variables: &Variables) -> Option<Json> {
    Some(match value {
        Value::Variable(name) => return variables.get(name.as_str()).cloned(),
        Value::Null => Json::Null,
        Value::Number(number) => Json::Number(number.clone()),
        Value::String(text) => Json::String(text.clone()),
        Value::Boolean(value) => Json::Bool(*value),
        Value::Enum(name) => Json::String(name.to_string()),
        Value::Binary(_) => return None,
        Value::List(items) => {
            items.iter().map(|item| literal(item, variables).unwrap_or_default()).collect()
        }
        Value::Object(fields) => Json::Object(
            fields
                .iter()
                .filter_map(|(name, value)| Some((name.to_string(), literal(value, variables)?)))
                .collect(),
        ),
    })
}

fn coerce(schema: &Schema, ty: &Type, value: &Json) -> Result<Json, String> {
    if value.is_null() {
        return if ty.nullable {
            Ok(Json::Null)
        } else {
            Err(format!("Expected non-nullable type \"{ty}\" not to be null."))
        };
    }
    match (&ty.base, value) {
        (BaseType::List(of), Json::Array(items)) => {
            items.iter().map(|item| coerce(schema, of, item)).collect()
        }
        // A single value stands for a list of one.
        (BaseType::List(of), single) => Ok(Json::Array(vec![coerce(schema, of, single)?])),
        (BaseType::Named(name), value) => coerce_named(schema, name, value),
    }
}

fn coerce_named(schema: &Schema, name: &str, value: &Json) -> Result<Json, String> {
    let Some(definition) = schema.get(name) else {
        return Err(format!("Unknown type \"{name}\"."));
    };
    match &definition.kind {
        TypeKind::Scalar if scalar_accepts(name, value) => Ok(value.clone()),
        TypeKind::Scalar => Err(format!("{name} cannot represent the value given.")),
        TypeKind::Enum(values) => {
            let known = |text: &str| values.values.iter().any(|v| v.node.value.node == text);
            match value.as_str() {
                Some(text) if known(text) => Ok(value.clone()),
                _ => Err(format!("The value does not exist in \"{name}\" enum.")),
            }
        }
        TypeKind::InputObject(input) => {
            let Json::Object(given) = value else {
                return Err(format!("Expected type \"{name}\" to be an object."));
            };
            if let Some(unknown) =
                given.keys().find(|key| !input.fields.iter().any(|f| f.node.name.node == **key))
            {
                let unknown = cut(unknown.clone());
                return Err(format!("Field \"{unknown}\" is not defined by type \"{name}\"."));
            }
            let mut out = Map::new();
            for field in &input.fields {
                let key = field.node.name.node.as_str();
                let ty = &field.node.ty.node;
                match given.get(key) {
                    Some(value) => {
                        out.insert(key.to_owned(), coerce(schema, ty, value)?);
                    }
                    None if !ty.nullable && field.node.default_value.is_none() => {
                        return Err(format!(
                            "Field \"{key}\" of required type \"{ty}\" was not provided."
                        ));
                    }
                    None => {}
                }
            }
            Ok(Json::Object(out))
        }
        _ => Err(format!("\"{name}\" is not an input type.")),
    }
}

fn scalar_accepts(name: &str, value: &Json) -> bool {
    match name {
        "Int" => value.as_i64().is_some_and(|number| i32::try_from(number).is_ok()),
        "Float" => value.is_number(),
        "String" => value.is_string(),
        "Boolean" => value.is_boolean(),
        "ID" => value.is_string() || value.is_i64(),
        // A custom scalar takes anything.
        _ => true,
    }
}
