//! `SUPPORTED.md`: what is served, made of the tables of handlers.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use crate::handler::Access;
use crate::server::tables::{FIELDS, ROUTES};

/// The schema with all that is known of the server.
const SDL: &str = include_str!("../../schema/schema.graphql");

/// What the operations of the official Python and JavaScript SDKs ask for.
const SELECTIONS: &str = include_str!("../../schema/selections.tsv");

const HEAD: &str = "\
# What authing-emulator serves

Made of the tables of handlers, and kept true by a test:
`AUTHING_WRITE_SUPPORTED=1 cargo test -p authing-emulator --lib supported` writes it. What is not served is refused by name
with code 501. Where the behaviour is chosen, since nothing is written about the server's, the
[README](README.md#what-is-covered) says so.

*SDKs* marks what an operation of the official Python or JavaScript SDK asks for. *Tests* are the files in `tests/emulator` that name it;
most of the rest is reached by the flows of the Rust clients and by the official SDKs' walks in the repository.

";

/// The root fields of a type, in the order of the schema.
fn root_fields(kind: &str) -> Vec<&'static str> {
    let start = format!("type {kind} {{");
    let body = SDL.lines().skip_while(|line| !line.starts_with(&start)).skip(1);
    let lines = body.take_while(|line| !line.starts_with('}'));
    let names = lines.filter_map(|line| {
        let line = line.strip_prefix("  ").filter(|line| !line.starts_with([' ', '"', ')']))?;
        let (name, _) = line.split_once(['(', ':'])?;
        name.bytes().all(|byte| byte.is_ascii_alphanumeric()).then_some(name)
    });
    names.collect()
}

/// Who may ask.
fn credential(access: Access) -> &'static str {
    match access {
        Access::Anonymous => "none",
        Access::Public => "none, with a pool or application",
        Access::User => "user",
        Access::Challenged => "challenge",
        Access::UserOrChallenged => "user or challenge",
        Access::Management => "management",
        Access::UserOrManagement => "user or management",
        Access::Parent => "that of the field above",
    }
}

/// The texts of the tests by their names.
fn tests() -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/emulator")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            // What they share is not a test.
            if !["client", "main", "mod", "request"].contains(&name.as_str()) {
                let text: &mut String = found.entry(name).or_default();
                text.push_str(&std::fs::read_to_string(&path).unwrap());
            }
        }
    }
    found
}

/// Whether a text has this as a word.
fn names(text: &str, word: &str) -> bool {
    let is_of_a_word = |letter: Option<char>| letter.is_some_and(|l| l.is_ascii_alphanumeric());
    text.match_indices(word).any(|(start, _)| {
        let (before, after) = (&text[..start], &text[start + word.len()..]);
        !is_of_a_word(before.chars().next_back()) && !is_of_a_word(after.chars().next())
    })
}

/// The page.
fn page() -> String {
    let tests = tests();
    let reached = |word: &str| {
        let found = tests.iter().filter(|(_, text)| names(text, word));
        found.map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(", ")
    };
    let asked: BTreeSet<&str> =
        SELECTIONS.lines().skip(1).filter_map(|line| line.split('\t').next()).collect();
    let handlers: BTreeMap<(&str, &str), Access> = FIELDS
        .iter()
        .copied()
        .flatten()
        .map(|handler| ((handler.parent, handler.field), handler.access))
        .collect();
    let mut page = HEAD.to_owned();
    for (kind, title) in [("Query", "Queries"), ("Mutation", "Mutations")] {
        let fields = root_fields(kind);
        let done = fields.iter().filter(|name| handlers.contains_key(&(kind, **name))).count();
        let _ = write!(page, "## {title}: {done} of {}\n\n", fields.len());
        page.push_str(
            "| operation | served | credential | SDKs | tests |\n| --- | --- | --- | --- | --- |\n",
        );
        for name in fields {
            let access = handlers.get(&(kind, name));
            let served = if access.is_some() { "yes" } else { "refused" };
            let who = access.copied().map(credential).unwrap_or_default();
            let sdks = if asked.contains(name) { "asked" } else { "" };
            let reached = reached(name);
            let _ = writeln!(page, "| `{name}` | {served} | {who} | {sdks} | {reached} |");
        }
        page.push('\n');
    }
    let routes: BTreeMap<(&str, &str), Access> = ROUTES
        .iter()
        .copied()
        .flatten()
        .map(|route| ((route.path, route.method.as_str()), route.access))
        .collect();
    let _ = write!(page, "## Routes: {}\n\n", routes.len());
    page.push_str("| route | credential | tests |\n| --- | --- | --- |\n");
    for ((path, method), access) in routes {
        // A test names a path as far as it is the same for everybody.
        let fixed = path.split("/{").next().unwrap_or_default();
        let reached = if fixed.len() > "/api/v2/".len() { reached(fixed) } else { String::new() };
        let _ = writeln!(page, "| `{method} {path}` | {} | {reached} |", credential(access));
    }
    page
}

#[test]
fn the_list_of_what_is_served_is_that_of_the_tables() {
    let made = page();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("SUPPORTED.md");
    if std::env::var_os("AUTHING_WRITE_SUPPORTED").is_some() {
        std::fs::write(path, &made).unwrap();
        return;
    }
    assert!(
        std::fs::read_to_string(path).is_ok_and(|there| there == made),
        "SUPPORTED.md is not that of the tables: \
         AUTHING_WRITE_SUPPORTED=1 cargo test -p authing-emulator --lib supported"
    );
}
