//! How much a document asks for, before anything looks into it.
//!
//! Fragments that hold each other twice double with every level, a variable is copied wherever it is
//! used, and a validator that follows a chain of fragments runs out of stack. Validation and execution
//! take all of that as it comes, so it is added up here first, each fragment once.

use std::collections::HashMap;

use async_graphql_parser::Positioned;
use async_graphql_parser::types::{
    Directive, ExecutableDocument, Field, OperationDefinition, Selection, SelectionSet,
};
use async_graphql_value::{ConstValue, Name, Value};
use serde_json::{Map, Value as Json};

use crate::base::limits::{
    GRAPHQL_COPIED, GRAPHQL_DEPTH, GRAPHQL_LEVELS, GRAPHQL_NAME, GRAPHQL_PIECES, GRAPHQL_TEXT,
    TooMuch, cut, json_values,
};
use crate::server::graphql::problem::Problem;

/// Fails for brackets inside of one another that are too many for a parser, and for a name that is too
/// long. What strings and comments hold does not count.
pub(super) fn check_text(document: &str) -> Result<(), TooMuch> {
    let (mut depth, mut letters) = (0_usize, 0_usize);
    let mut rest = document.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        rest = after;
        letters = if first.is_ascii_alphanumeric() || first == b'_' { letters + 1 } else { 0 };
        if letters > GRAPHQL_NAME {
            return Err(TooMuch::beyond("letters in a name", GRAPHQL_NAME));
        }
        match first {
            b'{' | b'[' | b'(' => {
                depth += 1;
                if depth > GRAPHQL_DEPTH {
                    return Err(TooMuch::beyond("levels of brackets", GRAPHQL_DEPTH));
                }
            }
            b'}' | b']' | b')' => depth = depth.saturating_sub(1),
            b'#' => rest = after_first(after, |byte| matches!(byte, b'\n' | b'\r')),
            // What follows a string without an end is not read any more.
            b'"' => match after_string(after) {
                Some(after) => rest = after,
                None => return Ok(()),
            },
            _ => {}
        }
    }
    Ok(())
}

fn after_first(text: &[u8], is_last: impl Fn(u8) -> bool) -> &[u8] {
    let last = text.iter().position(|byte| is_last(*byte));
    last.and_then(|last| text.get(last + 1..)).unwrap_or_default()
}

/// What follows a string whose first quotation mark has been read.
fn after_string(text: &[u8]) -> Option<&[u8]> {
    if let Some(block) = text.strip_prefix(b"\"\"") {
        let mut rest = block;
        while let Some((_, after)) = rest.split_first() {
            if let Some(after) = rest.strip_prefix(b"\"\"\"") {
                return Some(after);
            }
            rest = rest.strip_prefix(b"\\\"\"\"").unwrap_or(after);
        }
        // A block without an end is an empty string and whatever follows it.
        return Some(text.get(1..).unwrap_or_default());
    }
    let mut rest = text;
    loop {
        match rest {
            [b'"', after @ ..] => return Some(after),
            [b'\\', _, after @ ..] => rest = after,
            [] | [b'\\'] | [b'\n' | b'\r', ..] => return None,
            [_, after @ ..] => rest = after,
        }
    }
}

/// Fails for a document that asks for too much once its fragments and variables are put in, and for
/// a fragment inside of itself.
pub(super) fn check(
    document: &ExecutableDocument,
    variables: &Map<String, Json>,
) -> Result<(), Problem> {
    let given = variables.iter().map(|(name, value)| (name.as_str(), copied(value)));
    let variables = defaults(document).into_iter().chain(given).collect();
    let mut scale = Scale { document, variables, fragments: HashMap::new() };
    let mut total = Weight::default();
    for (_, operation) in document.operations.iter() {
        total.add(scale.operation(&operation.node)?);
    }
    // Those that nobody uses are validated, too.
    for name in document.fragments.keys() {
        total.add(scale.fragment(name, Depth::default())?);
    }
    total.check()
}

/// What there is to copy of a variable that is not given. A fragment may be used by several operations,
/// each with a default of its own: the largest counts.
fn defaults(document: &ExecutableDocument) -> HashMap<&str, usize> {
    let mut found = HashMap::new();
    for (_, operation) in document.operations.iter() {
        for definition in &operation.node.variable_definitions {
            if let Some(default) = &definition.node.default_value {
                let value = default.node.clone().into_json().unwrap_or_default();
                let largest = found.entry(definition.node.name.node.as_str()).or_default();
                *largest = copied(&value).max(*largest);
            }
        }
    }
    found
}

#[derive(Clone, Copy, Default)]
struct Weight {
    pieces: usize,
    copied: usize,
    /// How far down it goes.
    height: Depth,
}

/// How deep something is, or how far down it goes.
#[derive(Clone, Copy, Default)]
struct Depth {
    /// Levels of fragments.
    fragments: usize,
    /// Levels of selections, those of fragments put in.
    selections: usize,
}

impl Depth {
    fn below(self, height: Self) -> Self {
        let (fragments, selections) = (height.fragments, height.selections);
        Self { fragments: self.fragments + fragments, selections: self.selections + selections }
    }

    fn max(self, other: Self) -> Self {
        Self {
            fragments: self.fragments.max(other.fragments),
            selections: self.selections.max(other.selections),
        }
    }

    fn check(self) -> Result<(), Problem> {
        let fragments = "levels of fragments inside of one another";
        TooMuch::check(fragments, self.fragments, GRAPHQL_DEPTH)?;
        let selections = "levels once its fragments are put in";
        TooMuch::check(selections, self.selections, GRAPHQL_LEVELS)?;
        Ok(())
    }
}

impl Weight {
    const PIECE: Self =
        Self { pieces: 1, copied: 0, height: Depth { fragments: 0, selections: 0 } };

    fn add(&mut self, other: Self) {
        self.pieces = self.pieces.saturating_add(other.pieces);
        self.copied = self.copied.saturating_add(other.copied);
        self.height = self.height.max(other.height);
    }

    fn check(self) -> Result<(), Problem> {
        let pieces = "pieces once its fragments are put in (fields, fragments, arguments, values)";
        TooMuch::check(pieces, self.pieces, GRAPHQL_PIECES)
            .and_then(|()| {
                let copied = "values once its variables are put in wherever they are used";
                TooMuch::check(copied, self.copied, GRAPHQL_COPIED)
            })
            .map_err(Problem::from)
    }
}

/// A fragment that is being weighed, or what it weighs.
#[derive(Clone, Copy)]
enum Fragment {
    Open,
    Weighed(Weight),
}

struct Scale<'a> {
    document: &'a ExecutableDocument,
    variables: HashMap<&'a str, usize>,
    fragments: HashMap<&'a str, Fragment>,
}

impl<'a> Scale<'a> {
    fn operation(&mut self, operation: &'a OperationDefinition) -> Result<Weight, Problem> {
        let mut weight = self.selections(&operation.selection_set.node, Depth::default())?;
        weight.add(self.directives(&operation.directives));
        for definition in &operation.variable_definitions {
            weight.add(Weight::PIECE);
            weight.add(self.variable(&definition.node.name.node));
            weight.add(self.directives(&definition.node.directives));
            if let Some(default) = &definition.node.default_value {
                weight.add(constant(&default.node));
            }
        }
        Ok(weight)
    }

    fn selections(&mut self, set: &'a SelectionSet, depth: Depth) -> Result<Weight, Problem> {
        let mut weight = Weight::default();
        if set.items.is_empty() {
            return Ok(weight);
        }
        let one = Depth { selections: 1, ..Depth::default() };
        let depth = depth.below(one);
        depth.check()?;
        for item in &set.items {
            weight.add(Weight::PIECE);
            weight.add(self.directives(item.node.directives()));
            weight.add(match &item.node {
                Selection::Field(field) => self.field(&field.node, depth)?,
                Selection::InlineFragment(inline) => {
                    self.selections(&inline.node.selection_set.node, depth)?
                }
                Selection::FragmentSpread(spread) => {
                    self.fragment(&spread.node.fragment_name.node, depth)?
                }
            });
            weight.check()?;
        }
        weight.height = weight.height.below(one);
        Ok(weight)
    }

    fn field(&mut self, field: &'a Field, depth: Depth) -> Result<Weight, Problem> {
        let mut weight = self.selections(&field.selection_set.node, depth)?;
        weight.add(self.arguments(&field.arguments));
        Ok(weight)
    }

    /// A fragment below `depth` others. One that is not defined weighs nothing: that is for
    /// validation to say.
    fn fragment(&mut self, name: &Name, depth: Depth) -> Result<Weight, Problem> {
        let Some((name, definition)) = self.document.fragments.get_key_value(name) else {
            return Ok(Weight::default());
        };
        let weight = match self.fragments.get(name.as_str()) {
            Some(Fragment::Weighed(weight)) => *weight,
            Some(Fragment::Open) => {
                let name = cut(name.to_string());
                let reason = format!("Cannot spread fragment \"{name}\" within itself.");
                return Err(Problem::at(definition.pos, reason));
            }
            None => {
                let one = Depth { fragments: 1, ..Depth::default() };
                let depth = depth.below(one);
                depth.check()?;
                self.fragments.insert(name, Fragment::Open);
                let mut weight = self.selections(&definition.node.selection_set.node, depth)?;
                weight.add(self.directives(&definition.node.directives));
                weight.height = weight.height.below(one);
                self.fragments.insert(name, Fragment::Weighed(weight));
                weight
            }
        };
        depth.below(weight.height).check()?;
        Ok(weight)
    }

    fn directives(&self, directives: &[Positioned<Directive>]) -> Weight {
        let mut weight = Weight::default();
        for directive in directives {
            weight.add(Weight::PIECE);
            weight.add(self.arguments(&directive.node.arguments));
        }
        weight
    }

    fn arguments(&self, arguments: &[(Positioned<Name>, Positioned<Value>)]) -> Weight {
        let mut weight = Weight::default();
        for (_, value) in arguments {
            weight.add(Weight::PIECE);
            weight.add(self.value(&value.node));
        }
        weight
    }

    fn variable(&self, name: &str) -> Weight {
        let copied = self.variables.get(name).copied().unwrap_or_default();
        Weight { copied, ..Weight::default() }
    }

    fn value(&self, value: &Value) -> Weight {
        let mut weight = Weight::PIECE;
        match value {
            Value::Variable(name) => weight.add(self.variable(name)),
            Value::String(text) => weight.pieces += text.len() / GRAPHQL_TEXT,
            Value::List(items) => items.iter().for_each(|item| weight.add(self.value(item))),
            Value::Object(members) => {
                members.values().for_each(|member| weight.add(self.value(member)));
            }
            _ => {}
        }
        weight
    }
}

fn constant(value: &ConstValue) -> Weight {
    let mut weight = Weight::PIECE;
    match value {
        ConstValue::List(items) => items.iter().for_each(|item| weight.add(constant(item))),
        ConstValue::Object(members) => {
            members.values().for_each(|member| weight.add(constant(member)));
        }
        _ => {}
    }
    weight
}

/// What there is to copy of a value.
pub(super) fn copied(value: &Json) -> usize {
    json_values(value) + text_bytes(value) / GRAPHQL_TEXT
}

fn text_bytes(value: &Json) -> usize {
    match value {
        Json::String(text) => text.len(),
        Json::Array(items) => items.iter().map(text_bytes).sum(),
        Json::Object(members) => {
            members.iter().map(|(name, member)| name.len() + text_bytes(member)).sum()
        }
        _ => 0,
    }
}
