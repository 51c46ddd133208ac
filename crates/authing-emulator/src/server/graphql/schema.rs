//! The schema: read from the SDL once, used to validate and to execute.

use std::collections::BTreeMap;
use std::sync::Arc;

use async_graphql::dynamic::{self, FieldFuture, FieldValue, TypeRef};
use async_graphql::extensions::{Extension, ExtensionContext, ExtensionFactory, NextExecute};
use async_graphql::parser::types::{
    BaseType, FieldDefinition, InputValueDefinition, Type, TypeDefinition, TypeKind,
};
use async_graphql::{Request, Response, ServerError, Value};
use futures_util::FutureExt as _;

use crate::server::graphql::sdl;

/// The SDL every Authing document is written against.
pub(super) const SDL: &str = include_str!("../../../schema/schema.graphql");

/// The types of introspection, from section 4 of the GraphQL specification.
pub(super) const INTROSPECTION_SDL: &str = "
type __Schema {
  description: String
  types: [__Type!]!
  queryType: __Type!
  mutationType: __Type
  subscriptionType: __Type
  directives: [__Directive!]!
}
type __Type {
  kind: __TypeKind!
  name: String
  description: String
  fields(includeDeprecated: Boolean = false): [__Field!]
  interfaces: [__Type!]
  possibleTypes: [__Type!]
  enumValues(includeDeprecated: Boolean = false): [__EnumValue!]
  inputFields(includeDeprecated: Boolean = false): [__InputValue!]
  ofType: __Type
  specifiedByURL: String
  isOneOf: Boolean
}
enum __TypeKind { SCALAR OBJECT INTERFACE UNION ENUM INPUT_OBJECT LIST NON_NULL }
type __Field {
  name: String!
  description: String
  args(includeDeprecated: Boolean = false): [__InputValue!]!
  type: __Type!
  isDeprecated: Boolean!
  deprecationReason: String
}
type __InputValue {
  name: String!
  description: String
  type: __Type!
  defaultValue: String
  isDeprecated: Boolean!
  deprecationReason: String
}
type __EnumValue {
  name: String!
  description: String
  isDeprecated: Boolean!
  deprecationReason: String
}
type __Directive {
  name: String!
  description: String
  isRepeatable: Boolean!
  locations: [String!]!
  args(includeDeprecated: Boolean = false): [__InputValue!]!
}
";

const BUILT_IN_SCALARS: &[&str] = &["Int", "Float", "String", "Boolean", "ID"];

/// The SDL could not be turned into a schema.
#[derive(Debug, thiserror::Error)]
#[error("the GraphQL schema is not usable: {0}")]
pub(crate) struct SchemaError(String);

/// Every type by name, and a validator built from the same definitions.
pub(crate) struct Schema {
    types: BTreeMap<String, TypeDefinition>,
    validator: dynamic::Schema,
}

impl Schema {
    /// The schema without what `lacks` names, each as `Type`, `Type.field` or `Type.field(argument)`.
    pub(crate) fn load<'a>(lacks: impl IntoIterator<Item = &'a str>) -> Result<Self, SchemaError> {
        let mut own = parse(SDL)?;
        for name in lacks {
            remove(&mut own, name)
                .ok_or_else(|| SchemaError(format!("there is no `{name}` to leave out")))?;
        }
        let validator = validator(&own)?;
        let mut types = own;
        types.extend(parse(INTROSPECTION_SDL)?);
        for scalar in BUILT_IN_SCALARS {
            types.extend(parse(&format!("scalar {scalar}"))?);
        }
        Ok(Self { types, validator })
    }

    pub(super) fn types(&self) -> impl Iterator<Item = &TypeDefinition> {
        self.types.values()
    }

    pub(super) fn get(&self, name: &str) -> Option<&TypeDefinition> {
        self.types.get(name)
    }

    pub(super) fn field(&self, type_name: &str, field: &str) -> Option<&FieldDefinition> {
        match &self.types.get(type_name)?.kind {
            TypeKind::Object(object) => {
                object.fields.iter().map(|f| &f.node).find(|f| f.name.node == field)
            }
            _ => None,
        }
    }

    /// Applies the specification's validation rules to a parsed request.
    pub(super) fn validate(&self, request: Request) -> Vec<ServerError> {
        // It waits for nothing: execution stops before any field.
        match self.validator.execute(request).now_or_never() {
            Some(response) => response.errors,
            None => vec![ServerError::new("The validator did not come to an end.", None)],
        }
    }
}

fn parse(sdl: &str) -> Result<BTreeMap<String, TypeDefinition>, SchemaError> {
    let types = sdl::parse(sdl).map_err(SchemaError)?;
    Ok(types.into_iter().map(|ty| (ty.name.node.to_string(), ty)).collect())
}

/// Takes something out of the schema; `None` if it is not there.
fn remove(types: &mut BTreeMap<String, TypeDefinition>, name: &str) -> Option<()> {
    let Some((ty, member)) = name.split_once('.') else {
        return types.remove(name).map(|_| ());
    };
    let (member, argument) = match member.split_once('(') {
        Some((member, argument)) => (member, Some(argument.strip_suffix(')')?)),
        None => (member, None),
    };
    match (&mut types.get_mut(ty)?.kind, argument) {
        (TypeKind::Object(object), Some(argument)) => {
            let mut fields = object.fields.iter_mut();
            let field = fields.find(|field| field.node.name.node == member)?;
            take_out(&mut field.node.arguments, |one| one.node.name.node == argument)
        }
        (TypeKind::Object(object), None) => {
            take_out(&mut object.fields, |one| one.node.name.node == member)
        }
        (TypeKind::InputObject(input), None) => {
            take_out(&mut input.fields, |one| one.node.name.node == member)
        }
        (TypeKind::Enum(values), None) => {
            take_out(&mut values.values, |one| one.node.value.node == member)
        }
        _ => None,
    }
}

fn take_out<T>(list: &mut Vec<T>, is: impl Fn(&T) -> bool) -> Option<()> {
    let index = list.iter().position(is)?;
    list.remove(index);
    Some(())
}

/// The dynamic schema that validates. Its fields resolve to nothing: execution stops before.
fn validator(types: &BTreeMap<String, TypeDefinition>) -> Result<dynamic::Schema, SchemaError> {
    let mut builder = dynamic::Schema::build("Query", Some("Mutation"), None)
        .disable_suggestions()
        .extension(ValidateOnly);
    for definition in types.values() {
        let name = definition.name.node.to_string();
        builder = match &definition.kind {
            TypeKind::Scalar => builder.register(dynamic::Scalar::new(name)),
            TypeKind::Enum(values) => builder.register(
                values.values.iter().fold(dynamic::Enum::new(name), |item, value| {
                    item.item(value.node.value.node.as_str())
                }),
            ),
            TypeKind::InputObject(input) => builder.register(
                input
                    .fields
                    .iter()
                    .fold(dynamic::InputObject::new(name), |o, f| o.field(input_value(&f.node))),
            ),
            TypeKind::Object(object) => builder.register(
                object
                    .fields
                    .iter()
                    .fold(dynamic::Object::new(name), |o, f| o.field(output_field(&f.node))),
            ),
            TypeKind::Interface(_) | TypeKind::Union(_) => {
                return Err(SchemaError(format!("{name} is of a kind not supported")));
            }
        };
    }
    builder.finish().map_err(|error| SchemaError(error.to_string()))
}

fn output_field(definition: &FieldDefinition) -> dynamic::Field {
    let field =
        dynamic::Field::new(definition.name.node.as_str(), type_ref(&definition.ty.node), |_| {
            FieldFuture::new(async { Ok(None::<FieldValue<'_>>) })
        });
    definition
        .arguments
        .iter()
        .fold(field, |field, argument| field.argument(input_value(&argument.node)))
}

fn input_value(definition: &InputValueDefinition) -> dynamic::InputValue {
    let value =
        dynamic::InputValue::new(definition.name.node.as_str(), type_ref(&definition.ty.node));
    match &definition.default_value {
        Some(default) => value.default_value(default.node.clone()),
        None => value,
    }
}

fn type_ref(ty: &Type) -> TypeRef {
    let base = match &ty.base {
        BaseType::Named(name) => TypeRef::named(name.as_str()),
        BaseType::List(of) => TypeRef::List(Box::new(type_ref(of))),
    };
    if ty.nullable { base } else { TypeRef::NonNull(Box::new(base)) }
}

/// Returns nothing for every valid request.
struct ValidateOnly;

impl ExtensionFactory for ValidateOnly {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(Self)
    }
}

#[async_trait::async_trait]
impl Extension for ValidateOnly {
    async fn execute(
        &self,
        _context: &ExtensionContext<'_>,
        _operation: Option<&str>,
        _next: NextExecute<'_>,
    ) -> Response {
        Response::new(Value::Null)
    }
}
