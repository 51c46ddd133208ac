//! The specification's rules for documents (section 5), told in the words of graphql-js, which the
//! servers run. The schema has neither interfaces nor unions, so an object is of one type.
//!
//! The parser has refused already what it cannot read, names that two operations or fragments have,
//! and operations beside one without a name; what fragments add up to, and that they form no circle,
//! was looked at by `weight`.

use std::collections::{HashMap, HashSet};

use async_graphql_parser::types::{
    BaseType, Directive, ExecutableDocument, Field, FragmentDefinition, InputValueDefinition,
    OperationDefinition, OperationType, Selection, SelectionSet, Type, VariableDefinition,
};
use async_graphql_parser::{Pos, Positioned};
use async_graphql_value::{ConstValue, Name, Value};

use crate::server::graphql::merging::Merging;
use crate::server::graphql::problem::{Problem, Problems};
use crate::server::graphql::schema::{Schema, innermost};
use crate::server::graphql::values::{self, Usage};

/// The directives that documents may hold.
const DIRECTIVES: &[&str] = &["include", "skip"];

/// What is wrong with a document, in the order of its text; nothing if it is valid.
pub(super) fn validate(schema: &Schema, document: &ExecutableDocument) -> Vec<Problem> {
    let mut validator = Validator { schema, document, problems: Problems::default() };
    validator.document();
    validator.problems.in_order()
}

struct Validator<'a> {
    schema: &'a Schema,
    document: &'a ExecutableDocument,
    problems: Problems,
}

/// What one definition uses of what stands elsewhere.
#[derive(Default)]
struct Uses<'a> {
    variables: Vec<(Usage<'a>, Pos)>,
    fragments: Vec<&'a str>,
}

enum Definition<'a> {
    Operation(Option<&'a Name>, &'a OperationDefinition),
    Fragment(&'a Name, &'a FragmentDefinition),
}

impl<'a> Validator<'a> {
    fn document(&mut self) {
        let mut definitions: Vec<(Pos, Definition<'a>)> = Vec::new();
        for (name, operation) in self.document.operations.iter() {
            definitions.push((operation.pos, Definition::Operation(name, &operation.node)));
        }
        for (name, fragment) in &self.document.fragments {
            definitions.push((fragment.pos, Definition::Fragment(name, &fragment.node)));
        }
        definitions.sort_by_key(|(pos, _)| *pos);

        let mut fragments = HashMap::new();
        for (_, definition) in &definitions {
            if let Definition::Fragment(name, fragment) = definition {
                fragments.insert(name.as_str(), self.fragment(name, fragment));
            }
        }
        let mut merging = Merging::new(self.schema, self.document);
        let mut used = HashSet::new();
        for (pos, definition) in &definitions {
            if let Definition::Operation(name, operation) = definition {
                let uses = self.operation(*pos, operation);
                let uses = with_fragments(&uses, &fragments, &mut used);
                self.variables(*name, *pos, operation, &uses);
                if let Some(root) = root(operation.ty) {
                    merging.check(root, &operation.selection_set.node, &mut self.problems);
                }
            }
        }
        for (pos, definition) in &definitions {
            if let Definition::Fragment(name, _) = definition
                && !used.contains(name.as_str())
            {
                self.tell(*pos, format!("Fragment \"{name}\" is never used."));
            }
        }
    }

    fn tell(&mut self, place: Pos, message: String) {
        self.problems.tell(Problem::at(place, message));
    }

    fn operation(&mut self, pos: Pos, operation: &'a OperationDefinition) -> Uses<'a> {
        let mut uses = Uses::default();
        let root = root(operation.ty);
        if root.is_none() {
            self.tell(pos, "Schema is not configured for subscriptions.".to_owned());
        }
        let location = match operation.ty {
            OperationType::Query => "QUERY",
            OperationType::Mutation => "MUTATION",
            OperationType::Subscription => "SUBSCRIPTION",
        };
        self.directives(&operation.directives, location, &mut uses);
        let mut known = HashMap::new();
        for definition in &operation.variable_definitions {
            let name = &definition.node.name;
            if let Some(first) = known.insert(name.node.as_str(), name.pos) {
                let reason = format!("There can be only one variable named \"${}\".", name.node);
                self.problems.tell(Problem::between(first, name.pos, reason));
            }
            self.variable(&definition.node, &mut uses);
        }
        self.selections(root, &operation.selection_set.node, &mut uses);
        uses
    }

    fn variable(&mut self, definition: &'a VariableDefinition, uses: &mut Uses<'a>) {
        let (name, ty) = (&definition.name.node, &definition.var_type);
        let type_name = innermost(&ty.node);
        if self.schema.get(type_name).is_none() {
            self.tell(ty.pos, format!("Unknown type \"{type_name}\"."));
        } else if !self.schema.is_input(type_name) {
            let reason = format!("Variable \"${name}\" cannot be non-input type \"{}\".", ty.node);
            self.tell(ty.pos, reason);
        }
        if let Some(default) = &definition.default_value {
            self.value(&ty.node, &default.node.clone().into_value(), default.pos);
        }
        self.directives(&definition.directives, "VARIABLE_DEFINITION", uses);
    }

    /// What is told of the variables of an operation, once it is known which are used.
    fn variables(
        &mut self,
        name: Option<&Name>,
        pos: Pos,
        operation: &'a OperationDefinition,
        uses: &Uses<'a>,
    ) {
        let defined: HashMap<&str, &Positioned<VariableDefinition>> = operation
            .variable_definitions
            .iter()
            .map(|definition| (definition.node.name.node.as_str(), definition))
            .collect();
        let mut used = HashSet::new();
        for (usage, place) in &uses.variables {
            let variable = usage.name;
            used.insert(variable);
            let Some(definition) = defined.get(variable) else {
                let by = name.map(|name| format!(" by operation \"{name}\"")).unwrap_or_default();
                let reason = format!("Variable \"${variable}\" is not defined{by}.");
                self.problems.tell(Problem::between(*place, pos, reason));
                continue;
            };
            let given = &definition.node.var_type.node;
            // A type that is not known was told already.
            if let Some(ty) = usage.ty
                && self.schema.get(innermost(given)).is_some()
                && !is_allowed(&definition.node, ty, usage.has_default)
            {
                let reason = format!(
                    "Variable \"${variable}\" of type \"{given}\" used in position expecting type \
                     \"{ty}\"."
                );
                self.problems.tell(Problem::between(definition.pos, *place, reason));
            }
        }
        for definition in &operation.variable_definitions {
            let variable = definition.node.name.node.as_str();
            if !used.contains(variable) {
                let by = name.map(|name| format!(" in operation \"{name}\"")).unwrap_or_default();
                self.tell(definition.pos, format!("Variable \"${variable}\" is never used{by}."));
            }
        }
    }

    fn fragment(&mut self, name: &Name, fragment: &'a FragmentDefinition) -> Uses<'a> {
        let mut uses = Uses::default();
        let on = &fragment.type_condition.node.on;
        let parent = self.condition(on, Some(name));
        self.directives(&fragment.directives, "FRAGMENT_DEFINITION", &mut uses);
        self.selections(parent, &fragment.selection_set.node, &mut uses);
        uses
    }

    /// The type of a fragment, if it can have fields.
    fn condition(&mut self, on: &'a Positioned<Name>, fragment: Option<&Name>) -> Option<&'a str> {
        let type_name = on.node.as_str();
        if self.schema.is_object(type_name) {
            return Some(type_name);
        }
        self.tell(
            on.pos,
            if self.schema.get(type_name).is_none() {
                format!("Unknown type \"{type_name}\".")
            } else {
                let name = fragment.map(|name| format!(" \"{name}\"")).unwrap_or_default();
                format!("Fragment{name} cannot condition on non composite type \"{type_name}\".")
            },
        );
        None
    }

    /// `parent` is none where the type is not known, of which something was told.
    fn selections(
        &mut self,
        parent: Option<&'a str>,
        selections: &'a SelectionSet,
        uses: &mut Uses<'a>,
    ) {
        for item in &selections.items {
            match &item.node {
                Selection::Field(field) => self.field(parent, field, uses),
                Selection::FragmentSpread(spread) => {
                    let name = &spread.node.fragment_name;
                    match self.document.fragments.get(&name.node) {
                        None => self.tell(name.pos, format!("Unknown fragment \"{}\".", name.node)),
                        Some(fragment) => {
                            uses.fragments.push(&name.node);
                            let on = &fragment.node.type_condition.node.on.node;
                            let fragment = format!("Fragment \"{}\"", name.node);
                            self.possible(parent, on, spread.pos, &fragment);
                        }
                    }
                    self.directives(&spread.node.directives, "FRAGMENT_SPREAD", uses);
                }
                Selection::InlineFragment(inline) => {
                    let within = match &inline.node.type_condition {
                        None => parent,
                        Some(condition) => {
                            let on = &condition.node.on;
                            self.possible(parent, &on.node, inline.pos, "Fragment");
                            self.condition(on, None)
                        }
                    };
                    self.directives(&inline.node.directives, "INLINE_FRAGMENT", uses);
                    self.selections(within, &inline.node.selection_set.node, uses);
                }
            }
        }
    }

    /// Tells of a fragment where no object is of its type.
    fn possible(&mut self, parent: Option<&str>, on: &str, place: Pos, fragment: &str) {
        if let Some(parent) = parent
            && parent != on
            && self.schema.is_object(on)
        {
            let reason = format!(
                "{fragment} cannot be spread here as objects of type \"{parent}\" can never be of \
                 type \"{on}\"."
            );
            self.tell(place, reason);
        }
    }

    fn field(
        &mut self,
        parent: Option<&'a str>,
        field: &'a Positioned<Field>,
        uses: &mut Uses<'a>,
    ) {
        let Positioned { pos, node: field } = field;
        let name = field.name.node.as_str();
        let definition = parent.and_then(|parent| self.schema.field_or_meta(parent, name));
        match (parent, definition) {
            (Some(parent), Some(definition)) => {
                let owner = Owner::Field(parent, name);
                self.arguments(&owner, *pos, &field.arguments, Some(&definition.arguments), uses);
            }
            (parent, _) => {
                if let Some(parent) = parent {
                    self.tell(*pos, format!("Cannot query field \"{name}\" on type \"{parent}\"."));
                }
                self.arguments(&Owner::Unknown, *pos, &field.arguments, None, uses);
            }
        }
        self.directives(&field.directives, "FIELD", uses);
        let within = definition.and_then(|definition| {
            let ty = &definition.ty.node;
            let within = innermost(ty);
            let is_object = self.schema.is_object(within);
            let set = &field.selection_set;
            if is_object && set.node.items.is_empty() {
                let reason = format!(
                    "Field \"{name}\" of type \"{ty}\" must have a selection of subfields. Did you \
                     mean \"{name} {{ ... }}\"?"
                );
                self.tell(*pos, reason);
            } else if !is_object && !set.node.items.is_empty() {
                let reason = format!(
                    "Field \"{name}\" must not have a selection since type \"{ty}\" has no \
                     subfields."
                );
                self.tell(set.pos, reason);
            }
            is_object.then_some(within)
        });
        self.selections(within, &field.selection_set.node, uses);
    }

    fn directives(
        &mut self,
        directives: &'a [Positioned<Directive>],
        location: &str,
        uses: &mut Uses<'a>,
    ) {
        let mut seen = HashMap::new();
        for directive in directives {
            let name = directive.node.name.node.as_str();
            let pos = directive.pos;
            let arguments = &directive.node.arguments;
            if !DIRECTIVES.contains(&name) {
                self.tell(pos, format!("Unknown directive \"@{name}\"."));
                self.arguments(&Owner::Unknown, pos, arguments, None, uses);
                continue;
            }
            if !matches!(location, "FIELD" | "FRAGMENT_SPREAD" | "INLINE_FRAGMENT") {
                self.tell(pos, format!("Directive \"@{name}\" may not be used on {location}."));
            }
            if let Some(first) = seen.insert(name, pos) {
                let reason =
                    format!("The directive \"@{name}\" can only be used once at this location.");
                self.problems.tell(Problem::between(first, pos, reason));
            }
            let defined = Some(self.schema.directive_arguments());
            self.arguments(&Owner::Directive(name), pos, arguments, defined, uses);
        }
    }

    /// The arguments of a field or a directive, of which `defined` are known; none if it is itself not
    /// known.
    fn arguments(
        &mut self,
        owner: &Owner<'_>,
        pos: Pos,
        given: &'a [(Positioned<Name>, Positioned<Value>)],
        defined: Option<&'a [Positioned<InputValueDefinition>]>,
        uses: &mut Uses<'a>,
    ) {
        let mut seen = HashMap::new();
        for (name, value) in given {
            if let Some(first) = seen.insert(name.node.as_str(), name.pos) {
                let reason = format!("There can be only one argument named \"{}\".", name.node);
                self.problems.tell(Problem::between(first, name.pos, reason));
            }
            let definition = defined.and_then(|defined| {
                defined.iter().map(|one| &one.node).find(|one| one.name.node == name.node)
            });
            match definition {
                Some(definition) => self.value(&definition.ty.node, &value.node, value.pos),
                None if defined.is_some() => {
                    self.tell(name.pos, format!("Unknown argument \"{}\" on {owner}.", name.node));
                }
                None => {}
            }
            let ty = definition.map(|definition| &definition.ty.node);
            let has_default = definition.is_some_and(|one| one.default_value.is_some());
            Usage::gather(self.schema, ty, has_default, &value.node, &mut |usage| {
                uses.variables.push((usage, value.pos));
            });
        }
        for definition in defined.unwrap_or_default().iter().map(|one| &one.node) {
            let (name, ty) = (&definition.name.node, &definition.ty.node);
            let is_required = !ty.nullable && definition.default_value.is_none();
            if is_required && !seen.contains_key(name.as_str()) {
                let of = match owner {
                    Owner::Directive(name) => format!("Directive \"@{name}\""),
                    Owner::Field(_, name) => format!("Field \"{name}\""),
                    Owner::Unknown => continue,
                };
                let reason = format!(
                    "{of} argument \"{name}\" of type \"{ty}\" is required, but it was not provided."
                );
                self.tell(pos, reason);
            }
        }
    }

    fn value(&mut self, ty: &Type, value: &Value, place: Pos) {
        let problems = &mut self.problems;
        values::check(self.schema, ty, value, &mut |reason| {
            problems.tell(Problem::at(place, reason));
        });
    }
}

/// What has arguments.
enum Owner<'a> {
    Field(&'a str, &'a str),
    Directive(&'a str),
    Unknown,
}

impl std::fmt::Display for Owner<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Field(parent, name) => write!(f, "field \"{parent}.{name}\""),
            Self::Directive(name) => write!(f, "directive \"@{name}\""),
            Self::Unknown => Ok(()),
        }
    }
}

fn root(ty: OperationType) -> Option<&'static str> {
    match ty {
        OperationType::Query => Some("Query"),
        OperationType::Mutation => Some("Mutation"),
        OperationType::Subscription => None,
    }
}

/// What an operation uses, itself and by the fragments that it reaches. They are added to `used`.
fn with_fragments<'a>(
    own: &Uses<'a>,
    fragments: &HashMap<&'a str, Uses<'a>>,
    used: &mut HashSet<&'a str>,
) -> Uses<'a> {
    let mut all = Uses::default();
    let mut reached = HashSet::new();
    let mut pending = vec![own];
    while let Some(uses) = pending.pop() {
        all.variables.extend(uses.variables.iter().copied());
        for name in &uses.fragments {
            if reached.insert(*name)
                && let Some(fragment) = fragments.get(name)
            {
                pending.push(fragment);
            }
        }
    }
    used.extend(reached);
    all
}

/// Whether a variable may stand where a type is expected (section 5.8.5 of the specification).
fn is_allowed(variable: &VariableDefinition, ty: &Type, has_default: bool) -> bool {
    let given = &variable.var_type.node;
    let default = variable.default_value.as_ref();
    let is_never_null =
        !given.nullable || has_default || default.is_some_and(|it| it.node != ConstValue::Null);
    (ty.nullable || is_never_null) && fits(&given.base, &ty.base)
}

fn fits(given: &BaseType, expected: &BaseType) -> bool {
    match (given, expected) {
        (BaseType::Named(given), BaseType::Named(expected)) => given == expected,
        (BaseType::List(given), BaseType::List(expected)) => {
            (expected.nullable || !given.nullable) && fits(&given.base, &expected.base)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use async_graphql_parser::parse_query;

    use super::*;
    use crate::server::graphql::problem::MOST;

    fn problems(document: &str) -> Vec<String> {
        let schema = Schema::load([]).unwrap();
        let problems = validate(&schema, &parse_query(document).unwrap());
        let text = |problem: &Problem| {
            let places = problem.places.iter().map(ToString::to_string);
            format!("{} {}", problem.message, places.collect::<Vec<_>>().join(","))
        };
        problems.iter().map(text).collect()
    }

    #[test]
    fn documents_are_refused_as_the_servers_implementation_refuses_them() {
        let mut lines = include_str!("refusals.txt").lines().peekable();
        let mut documents = 0;
        while let Some(document) = lines.next() {
            if document.starts_with('#') {
                continue;
            }
            let mut expected = Vec::new();
            while let Some(problem) = lines.next_if(|line| line.starts_with(' ')) {
                expected.push(problem.trim_start());
            }
            assert_eq!(problems(document), expected, "{document}");
            documents += 1;
        }
        assert!(documents > 60, "{documents} documents");
    }

    #[test]
    fn there_are_no_subscriptions() {
        let expected = ["Schema is not configured for subscriptions. 1:1"];
        assert_eq!(problems("subscription { users { totalCount } }"), expected);
    }

    #[test]
    fn a_hundred_problems_are_told() {
        let found = problems(&format!("{{ {} }}", "nope ".repeat(101)));
        assert_eq!(found.len(), MOST + 1);
        let last = "Too many validation errors, error limit reached. Validation aborted. ";
        assert_eq!(found.last().unwrap(), last);
        assert_eq!(problems(&format!("{{ {} }}", "nope ".repeat(100))).len(), MOST);
    }

    #[test]
    fn a_conflict_in_a_fragment_is_told_once_however_many_operations_hold_it() {
        let found = problems(
            "query A { ...F } query B { ...F ...F } fragment F on Query { a: users { totalCount } \
             a: roles { totalCount } }",
        );
        assert_eq!(found.len(), 1, "{found:?}");
    }
}
