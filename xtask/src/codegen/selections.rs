//! What operations may ask for unasked: at most what the official SDKs ask for there.
//!
//! A server refuses a whole operation for one field that it does not know. A deployment that the
//! official SDKs work with has what they ask for, and may have nothing more.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use serde::Deserialize;

use super::{
    rules,
    selection::{self, Selected},
    source::{OperationSource, Sources},
};

const TABLE: &str = "schema/selections.tsv";
const EXCEPTIONS: &str = "schema/selections.toml";
const HEADER: &str = "root_field\toperation\ttype\tfields";

/// Holds every operation against the table.
///
/// # Errors
///
/// What an operation asks for beyond the table, and exceptions that nothing needs.
pub(super) fn check(root: &Path, sources: &Sources) -> Result<(), String> {
    let read = |path: &str| fs::read_to_string(root.join(path)).map_err(|e| format!("{path}: {e}"));
    let table = Table::parse(&read(TABLE)?)?;
    let exceptions: Exceptions =
        toml::from_str(&read(EXCEPTIONS)?).map_err(|e| format!("{EXCEPTIONS}: {e}"))?;
    let problems = problems(sources, &table, &exceptions)?;
    if problems.is_empty() { Ok(()) } else { Err(problems.join("\n")) }
}

fn problems(
    sources: &Sources,
    table: &Table,
    exceptions: &Exceptions,
) -> Result<Vec<String>, String> {
    let mut problems = Vec::new();
    let mut needed = BTreeSet::new();
    for source in &sources.operations {
        for (graphql, field) in beyond(source, table)? {
            let name = format!("{graphql}.{field}");
            if exceptions.has(&name) {
                needed.insert(name);
            } else {
                problems.push(format!(
                    "{}: asks for `{name}`, which the official SDKs do not ask for there, so an \
                     older server may refuse the operation: have an option ask for it \
                     (`@asked(by: \"with_…\")`), or say in {EXCEPTIONS} why every server has it",
                    source.path
                ));
            }
        }
    }
    for exception in &exceptions.exception {
        if exception.why.trim().is_empty() {
            problems.push(format!("{EXCEPTIONS}: `{}` needs a reason", exception.field));
        }
        if !needed.contains(&exception.field) {
            problems.push(format!("{EXCEPTIONS}: no operation needs `{}`", exception.field));
        }
    }
    Ok(problems)
}

/// What an operation asks for unasked and the table does not have, by type and field.
fn beyond(source: &OperationSource, table: &Table) -> Result<BTreeSet<(String, String)>, String> {
    let mut beyond = BTreeSet::new();
    let selected = selection::of(source)?;
    let Some(root) = selected.first() else { return Ok(beyond) };
    let mut pending = vec![root];
    while let Some(selected) = pending.pop() {
        pending.extend(selected.plain_children());
        let graphql = selected.graphql();
        let Some(allowed) = table.of(root.name(), &source.name, graphql) else { continue };
        if rules::is_page(graphql) {
            continue;
        }
        // A list below a type, such as a user's roles, is what the operation is for.
        let fields = selected.plain_children().filter(|child| is_own(child));
        let more = fields.filter(|child| !allowed.contains(child.name()));
        beyond.extend(more.map(|child| (graphql.to_owned(), child.name().to_owned())));
    }
    Ok(beyond)
}

fn is_own(selected: &Selected) -> bool {
    Sources::is_model_field(&selected.field.definition)
}

/// What the official SDKs ask for.
struct Table {
    /// Fields by root field, operation and type.
    operations: BTreeMap<(String, String), BTreeMap<String, BTreeSet<String>>>,
    /// What most operations ask for, by type.
    common: BTreeMap<String, BTreeSet<String>>,
}

impl Table {
    fn parse(text: &str) -> Result<Self, String> {
        let mut lines = text.lines();
        if lines.next() != Some(HEADER) {
            return Err(format!("{TABLE}: must begin with the line `{HEADER}`"));
        }
        let mut operations: BTreeMap<_, BTreeMap<String, BTreeSet<String>>> = BTreeMap::new();
        for (index, line) in lines.enumerate() {
            let cells: Vec<&str> = line.split('\t').collect();
            let [root, operation, graphql, fields] = cells.as_slice() else {
                return Err(format!("{TABLE}:{}: needs four columns", index + 2));
            };
            operations
                .entry(((*root).to_owned(), (*operation).to_owned()))
                .or_default()
                .entry((*graphql).to_owned())
                .or_default()
                .extend(fields.split(' ').map(str::to_owned));
        }
        let mut counts: BTreeMap<&str, (usize, BTreeMap<&str, usize>)> = BTreeMap::new();
        for (graphql, fields) in operations.values().flatten() {
            let (total, of) = counts.entry(graphql).or_default();
            *total += 1;
            for field in fields {
                *of.entry(field).or_default() += 1;
            }
        }
        let common = counts
            .into_iter()
            .map(|(graphql, (total, of))| {
                let most = of.into_iter().filter(|(_, count)| count * 2 > total);
                (graphql.to_owned(), most.map(|(field, _)| field.to_owned()).collect())
            })
            .collect();
        Ok(Self { operations, common })
    }

    /// The fields that an operation may ask for; `None` if the SDKs never ask for the type.
    fn of(&self, root: &str, operation: &str, graphql: &str) -> Option<&BTreeSet<String>> {
        match self.operations.get(&(root.to_owned(), operation.to_owned())) {
            Some(types) => types.get(graphql).or_else(|| self.common.get(graphql)),
            None => self.common.get(graphql),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Exceptions {
    #[serde(default)]
    exception: Vec<Exception>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Exception {
    /// As `Type.field`.
    field: String,
    why: String,
}

impl Exceptions {
    fn has(&self, field: &str) -> bool {
        self.exception.iter().any(|exception| exception.field == field)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "root_field\toperation\ttype\tfields\n\
        users\tusers\tUser\tid name\n\
        findUser\tfindUser\tUser\tid name phone\n\
        login\tlogin\tUser\tid\n";

    fn sources(operation: &str) -> Sources {
        let name = operation.split([' ', '{']).nth(1).unwrap().to_owned();
        Sources::of_text(
            "type Query { users: [User!]! archived: [User!]! }
             type User { id: String! name: String phone: String secret: String }
             directive @asked(by: String!) on FIELD | FRAGMENT_SPREAD",
            &name,
            operation,
        )
    }

    fn problems_of(operation: &str, exceptions: &str) -> Vec<String> {
        let exceptions = toml::from_str(exceptions).unwrap();
        problems(&sources(operation), &Table::parse(TABLE).unwrap(), &exceptions).unwrap()
    }

    #[test]
    fn a_field_that_the_official_operation_does_not_ask_for_is_reported() {
        assert_eq!(problems_of("query users { users { id name } }", ""), [""; 0]);
        let found = problems_of("query users { users { id phone } }", "");
        assert!(matches!(found.as_slice(), [one] if one.contains("asks for `User.phone`")));
    }

    #[test]
    fn an_operation_of_no_sdk_takes_what_most_operations_ask_for() {
        assert_eq!(problems_of("query archived { archived { id name } }", ""), [""; 0]);
        let found = problems_of("query archived { archived { id phone } }", "");
        assert_eq!(found.len(), 1);
    }

    #[test]
    fn what_an_option_asks_for_may_be_anything() {
        let asked = "query users { users { id secret @asked(by: \"with_secret\") } }";
        assert_eq!(problems_of(asked, ""), [""; 0]);
    }

    #[test]
    fn an_exception_needs_a_reason_and_a_use() {
        let secret = "query users { users { id secret } }";
        let excused = "[[exception]]\nfield = \"User.secret\"\nwhy = \"every server has it\"";
        assert_eq!(problems_of(secret, excused), [""; 0]);
        assert_eq!(problems_of("query users { users { id } }", excused).len(), 1);
        let unexplained = "[[exception]]\nfield = \"User.secret\"\nwhy = \" \"";
        assert_eq!(problems_of(secret, unexplained).len(), 1);
    }
}
