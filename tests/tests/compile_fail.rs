//! A schema or an operation that the generated code does not fit must fail the build, and a field
//! that the schema gains is hidden.
//!
//! Each test edits a copy of the crates, checks it with Cargo and reads what the compiler says.
//! The copy and its target directory stay under Cargo's temporary directory, so that a second run
//! compiles only what the edits touch.
#![cfg(test)]

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::{Mutex, PoisonError},
};

use xtask::codegen::{self, Outcome};

/// What is copied. The folder `schema` goes into each crate too, in place of its symlink.
const COPIED: [&str; 10] = [
    "Cargo.lock",
    "Cargo.toml",
    "rustfmt.toml",
    "crates/authing-authentication",
    "crates/authing-core",
    "crates/authing-management",
    "crates/authing-types",
    "schema",
    "tests/shape",
    "tests/support",
];
const CRATES_WITH_SCHEMA: [&str; 3] = ["authentication", "management", "types"];

const SCHEMA: &str = "schema/schema.graphql";
const USERS: &str = "schema/operations/management/users/users.graphql";
const USERS_DOCUMENT: &str = "crates/authing-management/src/generated/documents/users.graphql";

#[test]
fn the_copy_builds_and_its_generated_code_is_up_to_date() {
    with_copy(|copy| {
        copy.write();
        let (succeeded, output) = copy.cargo_check();
        assert!(succeeded, "{output}");
        assert_eq!(codegen::check(&copy.root), Ok(Outcome::UpToDate));
    });
}

#[test]
fn a_typo_in_an_operation_fails_the_build() {
    with_copy(|copy| {
        copy.edit(USERS, "totalCount", "totalCont");
        copy.assert_stale(USERS);
        copy.assert_refused(&["type `PaginatedUsers` does not have a field `totalCont`", USERS]);
    });
}

#[test]
fn a_typo_in_a_generated_document_fails_the_build() {
    with_copy(|copy| {
        copy.edit(USERS_DOCUMENT, "totalCount", "totalCont");
        copy.assert_broken(&["No field named totalCont on PaginatedUsers"]);
    });
}

#[test]
fn a_field_removed_from_the_schema_fails_the_build() {
    with_copy(|copy| {
        copy.edit_type("User", "  \"\"\"Nickname.\"\"\"\n  nickname: String\n", "");
        copy.assert_stale(SCHEMA);
        copy.assert_refused(&[
            "type `User` does not have a field `nickname`",
            "schema/fragments.graphql",
        ]);
        copy.disable_stamps();
        copy.assert_broken(&["No field named nickname on User"]);
    });
}

#[test]
fn a_field_that_becomes_nullable_fails_the_build() {
    with_copy(|copy| {
        copy.edit_type("User", "  arn: String!\n", "  arn: String\n");
        copy.assert_stale(SCHEMA);
        copy.disable_stamps();
        copy.assert_broken(&[
            "does not read the schema's `Option<",
            "reads(arn, model.arn)",
            "run cargo xtask codegen",
        ]);
    });
}

#[test]
fn an_unknown_argument_fails_the_build() {
    with_copy(|copy| {
        copy.edit(USERS, "(page: $page", "(colour: \"red\", page: $page");
        copy.assert_stale(USERS);
        copy.assert_refused(&["the argument `colour` is not supported", USERS]);
    });
}

#[test]
fn an_operation_that_drops_a_required_field_fails_the_build() {
    with_copy(|copy| {
        copy.edit(USERS, "...UserFields", "id");
        copy.assert_stale(USERS);
        copy.assert_refused(&[
            "the selection of `User` lacks `arn`, `userPoolId`, which the model requires",
            &format!("{USERS}:"),
        ]);
    });
}

#[test]
fn a_change_that_breaks_nothing_is_still_stale() {
    with_copy(|copy| {
        copy.edit(SCHEMA, "\"\"\"Nickname.\"\"\"", "\"\"\"The nickname.\"\"\"");
        copy.assert_stale(SCHEMA);
        let Ok(Outcome::Stale(paths)) = codegen::check(&copy.root) else {
            panic!("the check must find the models stale");
        };
        let models = "crates/authing-types/src/generated/models.rs".to_owned();
        assert!(paths.contains(&models), "{paths:?}");
    });
}

#[test]
fn a_field_added_to_the_schema_is_hidden_by_debug() {
    const TEST: &str = "crates/authing-types/tests/added_field.rs";
    with_copy(|copy| {
        let arn = "  arn: String!\n";
        let added = format!("{arn}  \"\"\"Added.\"\"\"\n  addedText: String\n");
        copy.edit_type("User", arn, &added);
        let first = "input UpdateUserInput {\n";
        let added = format!("{first}  \"\"\"Added.\"\"\"\n  addedText: String\n");
        copy.edit(SCHEMA, first, &added);
        copy.files.insert(TEST.to_owned(), ADDED_FIELD.into());
        copy.write();
        assert!(matches!(codegen::write(&copy.root), Ok(Outcome::Written(_))));
        let (succeeded, output) =
            copy.cargo(&["test", "--package", "authing-types", "--test", "added_field"]);
        assert!(succeeded, "{output}");
    });
}

/// What a model and an input with a new field show.
const ADDED_FIELD: &str = r#"//! A field that the schema has gained.
#![cfg(test)]

#[test]
fn it_is_hidden() {
    let mut user = authing_types::User::new("1", "arn", "pool");
    user.added_text = "canary".to_owned().into();
    let input = authing_types::UpdateUserInput::new().added_text("canary").blocked(true);
    let (user, input) = (format!("{user:?}"), format!("{input:?}"));
    assert!(user.starts_with("User { id: \"1\"") && input.contains("blocked: Value(true)"));
    assert!(!user.contains("canary") && !input.contains("canary"), "{user} {input}");
}
"#;

/// Runs a test on the copy, one at a time: Cargo would make them wait for one another anyway.
fn with_copy(test: impl FnOnce(&mut Copy)) {
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    // A failed test leaves nothing behind that the next one does not overwrite.
    let _guard = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    test(&mut Copy::new());
}

/// The part of the workspace under test, in memory until it is written.
struct Copy {
    root: PathBuf,
    files: BTreeMap<String, Vec<u8>>,
}

impl Copy {
    fn new() -> Self {
        let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("compile-fail").join("workspace");
        let mut copy = Self { root, files: BTreeMap::new() };
        for path in COPIED {
            copy.read(workspace, path);
        }
        let manifest = String::from_utf8(copy.files["Cargo.toml"].clone()).unwrap();
        let manifest: String = manifest
            .lines()
            .filter(|line| !line.starts_with("default-members = "))
            .map(|line| match line.starts_with("members = ") {
                true => "members = [\"crates/*\", \"tests/shape\", \"tests/support\"]\n".to_owned(),
                false => format!("{line}\n"),
            })
            .collect();
        copy.files.insert("Cargo.toml".to_owned(), manifest.into_bytes());
        copy
    }

    fn read(&mut self, workspace: &Path, path: &str) {
        let from = workspace.join(path);
        if from.is_symlink() {
            return;
        }
        if from.is_file() {
            self.files.insert(path.to_owned(), fs::read(from).unwrap());
            return;
        }
        for entry in fs::read_dir(&from).unwrap() {
            let name = entry.unwrap().file_name();
            self.read(workspace, &format!("{path}/{}", name.to_str().unwrap()));
        }
    }

    /// Replaces the first occurrence of a text, which must be there.
    fn edit(&mut self, path: &str, from: &str, to: &str) {
        self.edit_after(path, "", from, to);
    }

    /// Edits the definition of a type in the schema.
    fn edit_type(&mut self, name: &str, from: &str, to: &str) {
        self.edit_after(SCHEMA, &format!("\ntype {name} {{\n"), from, to);
    }

    fn edit_after(&mut self, path: &str, start: &str, from: &str, to: &str) {
        let text = String::from_utf8(self.files[path].clone()).unwrap();
        let start = text.find(start).unwrap();
        assert!(text[start..].contains(from), "{path} does not contain {from:?}");
        let edited = format!("{}{}", &text[..start], text[start..].replacen(from, to, 1));
        self.files.insert(path.to_owned(), edited.into_bytes());
    }

    /// Lets every stamp pass, to show what the nets behind it catch.
    fn disable_stamps(&mut self) {
        self.edit("crates/authing-types/src/macros.rs", "== $fingerprint", "> 0");
    }

    /// The build fails and says which file calls for a new generation.
    fn assert_stale(&self, path: &str) {
        self.assert_broken(&[&format!("{path} has changed: run cargo xtask codegen")]);
    }

    /// The build fails with these texts.
    fn assert_broken(&self, texts: &[&str]) {
        self.write();
        let (succeeded, output) = self.cargo_check();
        assert!(!succeeded, "the build must fail");
        assert_contains(&output, texts);
    }

    /// Code generation fails with these texts.
    fn assert_refused(&self, texts: &[&str]) {
        self.write();
        assert_contains(&codegen::check(&self.root).unwrap_err(), texts);
    }

    /// Writes what differs and removes what is no longer there, so that Cargo sees only the edits.
    fn write(&self) {
        let mut files: BTreeMap<PathBuf, &[u8]> = BTreeMap::new();
        for (path, bytes) in &self.files {
            files.insert(self.root.join(path), bytes);
            if path.starts_with("schema/") {
                for name in CRATES_WITH_SCHEMA {
                    files.insert(self.root.join(format!("crates/authing-{name}/{path}")), bytes);
                }
            }
        }
        for found in files_below(&self.root) {
            if !files.contains_key(&found) {
                fs::remove_file(found).unwrap();
            }
        }
        for (file, bytes) in files {
            if fs::read(&file).is_ok_and(|found| found == bytes) {
                continue;
            }
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, bytes).unwrap();
        }
    }

    fn cargo_check(&self) -> (bool, String) {
        self.cargo(&["check", "--workspace", "--no-default-features", "--keep-going"])
    }

    /// Whether it succeeded, and what it wrote.
    fn cargo(&self, arguments: &[&str]) -> (bool, String) {
        let output = Command::new(env!("CARGO"))
            .args(arguments)
            .args(["--offline", "--color", "never", "--target-dir"])
            .arg(self.root.with_file_name("target"))
            .current_dir(&self.root)
            .output()
            .unwrap();
        let text = [output.stderr, output.stdout].concat();
        (output.status.success(), String::from_utf8(text).unwrap())
    }
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    // Before the first run there is no copy.
    let entries = fs::read_dir(folder).into_iter().flatten();
    entries
        .map(|entry| entry.unwrap().path())
        .flat_map(|path| if path.is_dir() { files_below(&path) } else { vec![path] })
        .collect()
}

fn assert_contains(output: &str, texts: &[&str]) {
    for text in texts {
        assert!(output.contains(text), "expected {text:?} in:\n{output}");
    }
}
