//! Whether the values that are written in a document are of the type of their place.

use async_graphql_parser::types::{BaseType, InputObjectType, Type, TypeKind};
use async_graphql_value::{Name, Value};
use indexmap::IndexMap;

use crate::base::limits::cut;
use crate::server::graphql::schema::Schema;

/// Tells what about a value does not fit. Variables in it are not looked at.
pub(super) fn check(schema: &Schema, ty: &Type, value: &Value, tell: &mut dyn FnMut(String)) {
    match (&ty.base, value) {
        (_, Value::Variable(_)) => {}
        (_, Value::Null) if ty.nullable => {}
        (_, Value::Null) => tell(format!("Expected value of type \"{ty}\", found null.")),
        (BaseType::List(of), Value::List(items)) => {
            for item in items {
                check(schema, of, item, tell);
            }
        }
        // A single value stands for a list of one.
        (BaseType::List(of), single) => check(schema, of, single, tell),
        (BaseType::Named(name), value) => check_named(schema, ty, name, value, tell),
    }
}

fn check_named(
    schema: &Schema,
    ty: &Type,
    name: &str,
    value: &Value,
    tell: &mut dyn FnMut(String),
) {
    match (schema.get(name).map(|definition| &definition.kind), value) {
        (Some(TypeKind::Scalar), value) => {
            if let Some(reason) = unlike_scalar(name, value) {
                tell(format!("{reason}: {}", shown(value)));
            }
        }
        (Some(TypeKind::Enum(values)), Value::Enum(given)) => {
            let mut known = values.values.iter().map(|value| &value.node.value.node);
            if known.all(|known| known != given) {
                tell(format!("Value \"{given}\" does not exist in \"{name}\" enum."));
            }
        }
        (Some(TypeKind::Enum(_)), value) => {
            tell(format!("Enum \"{name}\" cannot represent non-enum value: {}.", shown(value)));
        }
        (Some(TypeKind::InputObject(input)), Value::Object(members)) => {
            check_members(schema, name, input, members, tell);
        }
        (Some(TypeKind::InputObject(_)), value) => {
            tell(format!("Expected value of type \"{ty}\", found {}.", shown(value)));
        }
        // Of a type that is none of an input something else is told.
        _ => {}
    }
}

fn check_members(
    schema: &Schema,
    name: &str,
    input: &InputObjectType,
    members: &IndexMap<Name, Value>,
    tell: &mut dyn FnMut(String),
) {
    for field in input.fields.iter().map(|field| &field.node) {
        let ty = &field.ty.node;
        let member = &field.name.node;
        if !ty.nullable && field.default_value.is_none() && !members.contains_key(member) {
            tell(format!("Field \"{name}.{member}\" of required type \"{ty}\" was not provided."));
        }
    }
    for (member, value) in members {
        match schema.input_field(name, member) {
            Some(field) => check(schema, &field.ty.node, value, tell),
            None => tell(format!("Field \"{member}\" is not defined by type \"{name}\".")),
        }
    }
}

/// Why a value is none of a scalar.
fn unlike_scalar(scalar: &str, value: &Value) -> Option<&'static str> {
    let whole = match value {
        Value::Number(number) if !number.is_f64() => Some(number.as_i64()),
        _ => None,
    };
    let (fits, reason) = match scalar {
        "Int" => match whole {
            None => (false, "Int cannot represent non-integer value"),
            Some(number) => (
                number.is_some_and(|number| i32::try_from(number).is_ok()),
                "Int cannot represent non 32-bit signed integer value",
            ),
        },
        "Float" => (matches!(value, Value::Number(_)), "Float cannot represent non numeric value"),
        "String" => {
            (matches!(value, Value::String(_)), "String cannot represent a non string value")
        }
        "Boolean" => {
            (matches!(value, Value::Boolean(_)), "Boolean cannot represent a non boolean value")
        }
        "ID" => (
            whole.is_some() || matches!(value, Value::String(_)),
            "ID cannot represent a non-string and non-integer value",
        ),
        // A custom scalar takes anything.
        _ => (true, ""),
    };
    (!fits).then_some(reason)
}

fn shown(value: &Value) -> String {
    cut(value.to_string())
}

/// A variable in a value: what its place takes, if that is known.
#[derive(Clone, Copy)]
pub(super) struct Usage<'a> {
    pub(super) name: &'a str,
    pub(super) ty: Option<&'a Type>,
    pub(super) has_default: bool,
}

impl<'a> Usage<'a> {
    /// Gathers the variables of a value whose place takes a type.
    pub(super) fn gather(
        schema: &'a Schema,
        ty: Option<&'a Type>,
        has_default: bool,
        value: &'a Value,
        out: &mut dyn FnMut(Self),
    ) {
        match value {
            Value::Variable(name) => out(Self { name, ty, has_default }),
            Value::List(items) => {
                let of = ty.and_then(|ty| match &ty.base {
                    BaseType::List(of) => Some(&**of),
                    BaseType::Named(_) => None,
                });
                for item in items {
                    Self::gather(schema, of, false, item, out);
                }
            }
            Value::Object(members) => {
                let input = ty.map(super::schema::innermost);
                for (member, value) in members {
                    let field = input.and_then(|input| schema.input_field(input, member));
                    let has_default = field.is_some_and(|field| field.default_value.is_some());
                    let ty = field.map(|field| &field.ty.node);
                    Self::gather(schema, ty, has_default, value, out);
                }
            }
            _ => {}
        }
    }
}
