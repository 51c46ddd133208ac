//! `SUPPORTED.md`: what is served, made of the tables of handlers.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use crate::handler::{Access, Source};
use crate::server::tables::{FIELDS, REFUSED, ROUTES};

/// The schema with all that is known of the server.
const SDL: &str = include_str!("../../schema/schema.graphql");

/// What the walks of the official Python and JavaScript SDKs reach, as these say.
const WALKED: &str = include_str!("walked.tsv");

const HEAD: &str = "\
# What authing-emulator serves

Made of the tables of handlers, and kept true by a test:
`AUTHING_WRITE_SUPPORTED=1 cargo test -p authing-emulator --lib supported` writes it. What is not served is refused by name
with code 501.

*Source* is where it is known from what the server does:

| source | what it means |
| --- | --- |
| seen | tests of official SDKs have the server's responses written down: of what |
| documented | the server's documentation of version 2 tells of it: where, often the page of an SDK's class |
| client | official SDKs send it and read what comes: which. What it does is what its name says |
| standard | a standard that the documentation refers to |
| chosen | nothing is written of it: the emulator's own choice. Its requests are marked in the log |

Within what is documented, too, the documentation is silent on details; the [README](README.md#where-the-documentation-is-silent)
says what was chosen there.

*Walks* are those of the official SDKs that reach it, as `tests/interop/sdks` takes them down: P for Python, J for JavaScript.
*Tests* are the files in `tests/emulator` that name it; most of the rest is reached by the flows of the Rust clients.

";

/// Where something is known from.
fn origin(source: Option<Source>) -> String {
    match source {
        Some(Source::Seen(what)) => format!("seen: {what}"),
        Some(Source::Documented(place)) => format!("documented: {place}"),
        Some(Source::Client(sdks)) => format!("client: {sdks}"),
        Some(Source::Standard(name)) => format!("standard: {name}"),
        Some(Source::Chosen(why)) => format!("**chosen**: {why}"),
        None => String::new(),
    }
}

/// Which walks reach each operation.
fn walks() -> BTreeMap<&'static str, String> {
    let lines = WALKED.lines().skip(1).filter_map(|line| line.split_once('\t'));
    let letter = |sdk: &str| sdk.chars().next().unwrap_or_default().to_ascii_uppercase();
    lines.map(|(name, sdks)| (name, sdks.split(' ').map(letter).collect())).collect()
}

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
            if !["client", "functions", "main", "mod", "request"].contains(&name.as_str()) {
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
    let walks = walks();
    let walked = |name: &str| walks.get(name).map(String::as_str).unwrap_or_default();
    let refused: BTreeMap<&str, &str> = REFUSED.iter().copied().collect();
    let handlers: BTreeMap<(&str, &str), (Access, Option<Source>)> = FIELDS
        .iter()
        .copied()
        .flatten()
        .map(|row| ((row.parent, row.field), (row.access, row.known_from())))
        .collect();
    let mut page = HEAD.to_owned();
    for (kind, title) in [("Query", "Queries"), ("Mutation", "Mutations")] {
        let fields = root_fields(kind);
        let done = fields.iter().filter(|name| handlers.contains_key(&(kind, **name))).count();
        let _ = write!(page, "## {title}: {done} of {}\n\n", fields.len());
        page.push_str("| operation | served | source | credential | walks | tests |\n");
        page.push_str("| --- | --- | --- | --- | --- | --- |\n");
        for name in fields {
            let (walks, tests) = (walked(name), reached(name));
            let _ = match handlers.get(&(kind, name)) {
                Some((access, source)) => {
                    let (who, origin) = (credential(*access), origin(*source));
                    writeln!(page, "| `{name}` | yes | {origin} | {who} | {walks} | {tests} |")
                }
                None => {
                    let key = format!("{kind}.{name}");
                    let reason = refused.get(key.as_str()).expect("a reason in REFUSED");
                    writeln!(page, "| `{name}` | refused: {reason} | | | {walks} | {tests} |")
                }
            };
        }
        page.push('\n');
    }
    let routes: BTreeMap<(&str, &str), (Access, Option<Source>)> = ROUTES
        .iter()
        .copied()
        .flatten()
        .map(|row| ((row.path, row.method.as_str()), (row.access, row.known_from())))
        .collect();
    let _ = write!(page, "## Routes: {}\n\n", routes.len());
    page.push_str("| route | source | credential | walks | tests |\n");
    page.push_str("| --- | --- | --- | --- | --- |\n");
    for ((path, method), (access, source)) in routes {
        // A test names a path as far as it is the same for everybody.
        let fixed = path.split("/{").next().unwrap_or_default();
        let tests = if fixed.len() > "/api/v2/".len() { reached(fixed) } else { String::new() };
        let name = format!("{method} {path}");
        let (walks, who, origin) = (walked(&name), credential(access), origin(source));
        let _ = writeln!(page, "| `{name}` | {origin} | {who} | {walks} | {tests} |");
    }
    page.push_str("\n## Routes that are refused\n\n");
    page.push_str("Every other route is, too; these are known of the server.\n\n");
    page.push_str("| route | why |\n| --- | --- |\n");
    for (name, reason) in REFUSED.iter().filter(|(name, _)| name.contains(' ')) {
        let _ = writeln!(page, "| `{name}` | {reason} |");
    }
    page
}

#[test]
fn what_a_walk_reaches_is_in_the_tables() {
    let fields = FIELDS.iter().copied().flatten().map(|row| row.field.to_owned());
    let routes = ROUTES.iter().copied().flatten().map(|row| format!("{} {}", row.method, row.path));
    let known: Vec<String> = fields.chain(routes).collect();
    for name in walks().keys() {
        assert!(
            known.iter().any(|one| one == name),
            "{name}: tests/interop/run sdks writes walked.tsv"
        );
    }
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
