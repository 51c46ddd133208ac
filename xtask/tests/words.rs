//! The check of the words finds them wherever they stand, and lets be what is right.
#![cfg(test)]

use std::{fs, path::Path, process::Command};

use tempfile::TempDir;
use xtask::words;

const EMAIL: &str = "[[word]]\nfind = '(?i)\\be-mails?\\b'\nuse = \"email\"\nin = [\"prose\"]\n";

const HELD: &str = "[[word]]\nfind = '\\bHeld\\b'\nuse = \"CachedValue\"\nin = [\"code\"]\n";

/// A repository with this table of words and these files.
fn repository(table: &str, files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let status = Command::new("git").args(["init", "--quiet"]).current_dir(root).status().unwrap();
    assert!(status.success());
    write(root, "xtask/words.toml", table);
    for (path, text) in files {
        write(root, path, text);
    }
    folder
}

fn write(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn check(table: &str, files: &[(&str, &str)]) -> Result<String, String> {
    words::check(repository(table, files).path(), &[])
}

/// The places that are found.
fn found(table: &str, files: &[(&str, &str)]) -> Vec<String> {
    let text = check(table, files).unwrap_err();
    text.lines().take_while(|line| !line.is_empty()).map(str::to_owned).collect()
}

#[test]
fn a_word_is_named_with_its_place_and_the_one_to_use() {
    let rust = "//! One.\n\n/// An E-mail.\nfn f() { g(\"two e-mails\") }\n";
    assert_eq!(
        found(EMAIL, &[("a.rs", rust), ("b.md", "x\nan e-mail\n"), ("c.toml", "# e-mail")]),
        [
            "a.rs:3: E-mail → email",
            "a.rs:4: e-mails → email",
            "b.md:2: e-mail → email",
            "c.toml:1: e-mail → email",
        ]
    );
    let schema = "type T {\n  \"\"\"\n  The e-mail.\n  \"\"\"\n  a: B # e-mail\n}";
    assert_eq!(
        found(EMAIL, &[("a.graphql", schema)]),
        ["a.graphql:3: e-mail → email", "a.graphql:5: e-mail → email"]
    );
}

#[test]
fn a_phrase_is_found_over_the_end_of_a_line() {
    let table = "[[word]]\nfind = 'good for once'\nuse = \"single-use\"\nin = [\"prose\"]\n";
    let rust = "/// A code is good\n    /// for once.\nfn f() { g(\"good \\\n    for once\") }";
    assert_eq!(
        found(table, &[("a.rs", rust)]),
        ["a.rs:1: good for once → single-use", "a.rs:3: good for once → single-use"]
    );
    let apart = "/// good\n\n/// for once\nfn f() { g(\"good\", \"for once\") }";
    check(table, &[("a.rs", apart)]).unwrap();
}

#[test]
fn a_name_is_looked_for_in_code_alone() {
    let code = "struct Held;\n/// See `Held`.\nfn f() {}";
    assert_eq!(
        found(HELD, &[("a.rs", code), ("b.md", "`Held`\n```rust\nHeld\n```\n")]),
        [
            "a.rs:1: Held → CachedValue",
            "a.rs:2: Held → CachedValue",
            "b.md:1: Held → CachedValue",
            "b.md:3: Held → CachedValue",
        ]
    );
    check(HELD, &[("a.rs", "/// Held by us.\nfn f() { g(\"Held\", UpHeld) }")]).unwrap();
}

#[test]
fn a_path_may_be_spelled_wrong_too() {
    let table = "[[word]]\nfind = 'qrcodes'\nuse = \"qr_codes\"\nin = [\"path\"]\n";
    assert_eq!(found(table, &[("src/qrcodes.rs", "")]), ["src/qrcodes.rs:1: qrcodes → qr_codes"]);
}

#[test]
fn what_is_generated_or_copied_is_left_out() {
    let files = [
        ("crates/a/src/generated/models.rs", "// e-mail"),
        ("tests/fixtures/a.md", "e-mail"),
        ("docs/coverage.md", "e-mail"),
        ("docs/capabilities.tsv", "e-mail"),
    ];
    check(EMAIL, &files).unwrap();
}

#[test]
fn a_word_may_be_limited_to_folders_and_surroundings() {
    let table = "[[word]]\nfind = '\\bis no\\b'\nuse = \"is not a\"\nin = [\"prose\"]\n\
                 unless = '\\bthere is no\\b'\nwithin = [\"src\"]\n";
    let text = "there is no token, and this is no text\n";
    assert_eq!(found(table, &[("src/a.md", text)]), ["src/a.md:1: is no → is not a"]);
    check(table, &[("tests/a.md", text)]).unwrap();
}

#[test]
fn an_exception_is_for_a_place_and_only_while_something_needs_it() {
    let table = format!(
        "{EMAIL}except = [{{ path = \"src/a\", around = \"e-mail SDK\", why = \"its name\" }}]\n"
    );
    check(&table, &[("src/a.md", "the e-mail SDK")]).unwrap();
    assert_eq!(
        found(&table, &[("src/a.md", "the e-mail SDK, an e-mail"), ("src/b.md", "")]),
        ["src/a.md:1: e-mail → email"]
    );
    let unused = found(&table, &[("src/a.md", "")]);
    assert!(unused[0].contains("nothing needs the exception for src/a"), "{unused:?}");

    let without_reason = table.replace("its name", "");
    assert!(check(&without_reason, &[]).unwrap_err().contains("an exception says why"));
}

#[test]
fn some_files_can_be_checked_alone() {
    let files = [("src/a.md", "e-mail"), ("tests/b.md", "e-mail")];
    let repository = repository(EMAIL, &files);
    let text = words::check(repository.path(), &["tests"]).unwrap_err();
    assert!(text.contains("tests/b.md") && !text.contains("src/a.md"), "{text}");
    assert!(words::check(repository.path(), &["gone"]).is_err());
}

#[test]
fn the_table_of_this_workspace_finds_what_it_is_there_for() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let table = fs::read_to_string(root.join("xtask/words.toml")).unwrap();
    let wrong = [
        "/// Safe to repeat. A code is good for once; it answers the log-in of",
        "/// a user name, whom nothing names, when the token cannot be had.",
        "/// What is no text is refused, and his e-mail is looked up anew after a time-out.",
        "struct Misfit(Caller, ClientOptions);",
        "fn sign_in() -> SignedIn { x.refused(&token); first_wait; graphql_later }",
    ];
    for (line, expected) in wrong.iter().zip([4, 3, 5, 3, 5]) {
        let text = check(&table, &[("crates/authing-core/a.rs", line)]).unwrap_err();
        let places =
            text.lines().filter(|line| line.starts_with("crates/authing-core/a.rs:")).count();
        assert_eq!(places, expected, "{line}: {text}");
    }
    let right =
        "/// Idempotent. There is no token; the held lock is no longer `None`.\nfn login() {}";
    let text = check(&table, &[("crates/authing-core/a.rs", right)]).unwrap_or_else(|text| text);
    assert!(!text.contains("crates/authing-core/a.rs"), "{text}");
}
