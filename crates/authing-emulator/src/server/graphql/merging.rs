//! Whether all that is asked under one name is the same (section 5.3.2 of the GraphQL specification).
//!
//! Each field is compared with the first of its name alone, and what is asked of all of them is looked
//! at together: whatever differs differs from the first, and the work is as long as the document with
//! its fragments put in. Comparing each with all others, as graphql-js does, is a product: two thousand
//! times the same field took half a minute.

use std::collections::{HashMap, HashSet};

use async_graphql_parser::types::{ExecutableDocument, Field, Selection, SelectionSet};
use async_graphql_parser::{Pos, Positioned};
use async_graphql_value::{Name, Value};
use indexmap::IndexMap;

use crate::server::graphql::problem::{Problem, Problems};
use crate::server::graphql::schema::{Schema, innermost};

/// Looks through operations.
pub(super) struct Merging<'a> {
    schema: &'a Schema,
    document: &'a ExecutableDocument,
    /// Pairs of fields of which a problem was told already: operations may share fragments.
    told: HashSet<(Option<Pos>, Option<Pos>)>,
}

/// A field that is asked for, inside of another one.
struct Asked<'a> {
    field: &'a Positioned<Field>,
    inside: Option<usize>,
}

/// What is asked of the objects in one place of a response.
struct Place<'a> {
    /// None where a field is not known.
    type_name: Option<&'a str>,
    /// Each selection, with the field that has it.
    selections: Vec<(&'a SelectionSet, Option<usize>)>,
}

impl<'a> Merging<'a> {
    pub(super) fn new(schema: &'a Schema, document: &'a ExecutableDocument) -> Self {
        Self { schema, document, told: HashSet::new() }
    }

    /// Tells of fields of one operation that cannot be merged.
    pub(super) fn check(
        &mut self,
        root: &'a str,
        selections: &'a SelectionSet,
        problems: &mut Problems,
    ) {
        let mut all = Vec::new();
        let first = Place { type_name: Some(root), selections: vec![(selections, None)] };
        let mut places = vec![first];
        while let Some(place) = places.pop() {
            let begin = places.len();
            for same in self.by_key(&place, &mut all).into_values() {
                let Some(first) = same.first().copied() else { continue };
                let merged = same.iter().copied().filter(|other| {
                    if problems.is_full() {
                        return false;
                    }
                    let Some(problem) = conflict(&all, first, *other) else { return true };
                    let places = &problem.places;
                    if self.told.insert((places.first().copied(), places.last().copied())) {
                        problems.tell(problem);
                    }
                    false
                });
                let selections: Vec<_> = merged
                    .filter_map(|asked| {
                        Some((&all.get(asked)?.field.node.selection_set.node, Some(asked)))
                    })
                    .filter(|(selections, _)| !selections.items.is_empty())
                    .collect();
                if !selections.is_empty() {
                    let name = all.get(first).map(|asked| asked.field.node.name.node.as_str());
                    let field = self.schema.field_or_meta(
                        place.type_name.unwrap_or_default(),
                        name.unwrap_or_default(),
                    );
                    let type_name = field.map(|field| innermost(&field.ty.node));
                    places.push(Place { type_name, selections });
                }
            }
            if let Some(new) = places.get_mut(begin..) {
                new.reverse();
            }
        }
    }

    /// The fields of a place, its fragments put in.
    fn by_key(&self, place: &Place<'a>, all: &mut Vec<Asked<'a>>) -> IndexMap<&'a str, Vec<usize>> {
        let mut found: IndexMap<&str, Vec<usize>> = IndexMap::new();
        // Of another type than the place there is nothing, which is told elsewhere.
        let fits = |on: &str| place.type_name.is_none_or(|name| name == on);
        for (selections, inside) in &place.selections {
            let mut pending = vec![selections.items.iter()];
            while let Some(items) = pending.last_mut() {
                match items.next().map(|item| &item.node) {
                    None => {
                        pending.pop();
                    }
                    Some(Selection::Field(field)) => {
                        let key = field.node.response_key().node.as_str();
                        found.entry(key).or_default().push(all.len());
                        all.push(Asked { field, inside: *inside });
                    }
                    Some(Selection::FragmentSpread(spread)) => {
                        let name = &spread.node.fragment_name.node;
                        let fragment = self.document.fragments.get(name);
                        if let Some(fragment) = fragment
                            && fits(&fragment.node.type_condition.node.on.node)
                        {
                            pending.push(fragment.node.selection_set.node.items.iter());
                        }
                    }
                    Some(Selection::InlineFragment(inline)) => {
                        let on = inline.node.type_condition.as_ref();
                        if on.is_none_or(|on| fits(&on.node.on.node)) {
                            pending.push(inline.node.selection_set.node.items.iter());
                        }
                    }
                }
            }
        }
        found
    }
}

/// Why a field cannot be merged with the first of its name.
fn conflict(all: &[Asked<'_>], first: usize, other: usize) -> Option<Problem> {
    let (mut one, mut two) = (all.get(first)?, all.get(other)?);
    if std::ptr::eq(one.field, two.field) {
        return None;
    }
    if two.field.pos < one.field.pos {
        (one, two) = (two, one);
    }
    let (name, other_name) = (&one.field.node.name.node, &two.field.node.name.node);
    let reason = if name != other_name {
        format!("\"{name}\" and \"{other_name}\" are different fields")
    } else if are_same(&one.field.node.arguments, &two.field.node.arguments) {
        return None;
    } else {
        "they have differing arguments".to_owned()
    };
    // Above them there may be other fields: the innermost first.
    let mut keys = vec![&one.field.node.response_key().node];
    let (mut places, mut other_places) = (vec![one.field.pos], vec![two.field.pos]);
    while one.inside != two.inside
        && let (Some(above), Some(other_above)) = (one.inside, two.inside)
    {
        (one, two) = (all.get(above)?, all.get(other_above)?);
        keys.push(&one.field.node.response_key().node);
        places.push(one.field.pos);
        other_places.push(two.field.pos);
    }
    places.reverse();
    other_places.reverse();
    places.append(&mut other_places);
    let mut message = format!("Fields \"{}\"", keys.pop()?);
    for key in keys.iter().rev() {
        message.push_str(&format!(" conflict because subfields \"{key}\""));
    }
    message.push_str(&format!(
        " conflict because {reason}. Use different aliases on the fields to fetch both if this was \
         intentional."
    ));
    Some(Problem { message, places })
}

type Arguments = [(Positioned<Name>, Positioned<Value>)];

fn are_same(one: &Arguments, two: &Arguments) -> bool {
    let known: HashMap<&str, &Value> =
        one.iter().map(|(name, value)| (name.node.as_str(), &value.node)).collect();
    let is_same = |name: &str, value| known.get(name).is_some_and(|known| *known == value);
    one.len() == two.len() && two.iter().all(|(name, value)| is_same(&name.node, &value.node))
}
