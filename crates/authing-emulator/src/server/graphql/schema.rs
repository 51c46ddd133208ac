//! The schema: read from the SDL once, used to validate and to execute.

use std::collections::BTreeMap;

use async_graphql_parser::Positioned;
use async_graphql_parser::types::{
    BaseType, FieldDefinition, InputValueDefinition, Type, TypeDefinition, TypeKind,
};
use async_graphql_value::Name;

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

/// The fields that no type of the schema lists (section 4.1 of the specification): `__typename` is one
/// of every object, the others of the root of queries.
const META_SDL: &str = "
type Meta {
  __typename: String!
  __schema: __Schema!
  __type(name: String!): __Type
}
";

/// What the arguments of the directives of documents are, which are the same.
const DIRECTIVE_SDL: &str = "
input Directive {
  if: Boolean!
}
";

const BUILT_IN_SCALARS: &[&str] = &["Int", "Float", "String", "Boolean", "ID"];

/// The SDL could not be turned into a schema.
#[derive(Debug, thiserror::Error)]
#[error("the GraphQL schema is not usable: {0}")]
pub(crate) struct SchemaError(String);

/// Every type by name.
pub(crate) struct Schema {
    types: BTreeMap<String, TypeDefinition>,
    meta: Vec<Positioned<FieldDefinition>>,
    directive_arguments: Vec<Positioned<InputValueDefinition>>,
}

impl Schema {
    /// The schema without what `lacks` names, each as `Type`, `Type.field` or `Type.field(argument)`.
    pub(crate) fn load<'a>(lacks: impl IntoIterator<Item = &'a str>) -> Result<Self, SchemaError> {
        let mut types = parse(SDL)?;
        for name in lacks {
            remove(&mut types, name)
                .ok_or_else(|| SchemaError(format!("there is no `{name}` to leave out")))?;
        }
        types.extend(parse(INTROSPECTION_SDL)?);
        for scalar in BUILT_IN_SCALARS {
            types.extend(parse(&format!("scalar {scalar}"))?);
        }
        check(&types)?;
        let mut meta = Vec::new();
        let mut directive_arguments = Vec::new();
        for definition in parse(META_SDL)?.into_values().chain(parse(DIRECTIVE_SDL)?.into_values())
        {
            match definition.kind {
                TypeKind::Object(object) => meta.extend(object.fields),
                TypeKind::InputObject(input) => directive_arguments.extend(input.fields),
                _ => {}
            }
        }
        Ok(Self { types, meta, directive_arguments })
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

    /// A field that documents may ask of a type, those of introspection among them.
    pub(super) fn field_or_meta(&self, type_name: &str, field: &str) -> Option<&FieldDefinition> {
        if !field.starts_with("__") {
            return self.field(type_name, field);
        }
        let is_of_type = field == "__typename" || type_name == "Query";
        let mut meta = self.meta.iter().map(|one| &one.node);
        meta.find(|one| is_of_type && one.name.node == field)
    }

    pub(super) fn input_field(
        &self,
        type_name: &str,
        field: &str,
    ) -> Option<&InputValueDefinition> {
        match &self.types.get(type_name)?.kind {
            TypeKind::InputObject(input) => {
                input.fields.iter().map(|f| &f.node).find(|f| f.name.node == field)
            }
            _ => None,
        }
    }

    pub(super) fn directive_arguments(&self) -> &[Positioned<InputValueDefinition>] {
        &self.directive_arguments
    }

    pub(super) fn is_object(&self, type_name: &str) -> bool {
        self.get(type_name).is_some_and(is_object)
    }

    pub(super) fn is_input(&self, type_name: &str) -> bool {
        self.get(type_name).is_some_and(is_input)
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

/// Fails for what would make no schema: a name without a type, a type without members.
fn check(types: &BTreeMap<String, TypeDefinition>) -> Result<(), SchemaError> {
    let found = |at: &str, ty: &Type, is: fn(&TypeDefinition) -> bool| {
        let name = innermost(ty);
        match types.get(name) {
            Some(definition) if is(definition) => Ok(()),
            Some(_) => Err(SchemaError(format!("`{at}` cannot be of the type `{name}`"))),
            None => Err(SchemaError(format!("the type `{name}` of `{at}` is not there"))),
        }
    };
    for root in ["Query", "Mutation"] {
        found(
            "schema",
            &Type { base: BaseType::Named(Name::new(root)), nullable: true },
            is_object,
        )?;
    }
    for (name, definition) in types {
        let members = match &definition.kind {
            TypeKind::Object(object) => {
                for field in &object.fields {
                    let at = format!("{name}.{}", field.node.name.node);
                    found(&at, &field.node.ty.node, |ty| {
                        !matches!(ty.kind, TypeKind::InputObject(_))
                    })?;
                    for argument in &field.node.arguments {
                        let at = format!("{at}({})", argument.node.name.node);
                        found(&at, &argument.node.ty.node, is_input)?;
                    }
                }
                object.fields.len()
            }
            TypeKind::InputObject(input) => {
                for field in &input.fields {
                    let at = format!("{name}.{}", field.node.name.node);
                    found(&at, &field.node.ty.node, is_input)?;
                }
                input.fields.len()
            }
            TypeKind::Enum(values) => values.values.len(),
            TypeKind::Scalar => continue,
            TypeKind::Interface(_) | TypeKind::Union(_) => {
                return Err(SchemaError(format!("{name} is of a kind not supported")));
            }
        };
        if members == 0 {
            return Err(SchemaError(format!("`{name}` has no members")));
        }
    }
    Ok(())
}

fn is_object(ty: &TypeDefinition) -> bool {
    matches!(ty.kind, TypeKind::Object(_))
}

fn is_input(ty: &TypeDefinition) -> bool {
    matches!(ty.kind, TypeKind::Scalar | TypeKind::Enum(_) | TypeKind::InputObject(_))
}

/// The type of what is in a list, however deep.
pub(super) fn innermost(ty: &Type) -> &str {
    match &ty.base {
        BaseType::Named(name) => name,
        BaseType::List(of) => innermost(of),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_out_must_not_be_needed() {
        let refused = |lacks: &[&str]| match Schema::load(lacks.iter().copied()) {
            Ok(_) => String::new(),
            Err(error) => error.to_string(),
        };
        assert!(refused(&["User"]).contains("the type `User` of "), "{}", refused(&["User"]));
        assert!(refused(&["Mutation"]).contains("the type `Mutation` of `schema`"));
        let scopes = ["EmailScene.RESET_PASSWORD"];
        assert_eq!(refused(&scopes), "");
        let types = parse("type Query { a: A } type Mutation { a: A } type A { }").unwrap();
        assert!(check(&types).unwrap_err().to_string().contains("`A` has no members"));
        let types = parse("type Query { a(b: Query): Query } type Mutation { a: Query }").unwrap();
        let error = check(&types).unwrap_err().to_string();
        assert!(error.contains("`Query.a(b)` cannot be of the type `Query`"), "{error}");
    }
}
