//! A field that the schema gains is hidden by `Debug` until it is put on a list of shown ones.
#![cfg(test)]

use std::{
    fs,
    path::{Path, PathBuf},
};

use xtask::codegen;

const SCHEMA: &str = "schema/schema.graphql";
const GENERATED: &str = "crates/authing-types/src/generated";

/// A field of each kind that can be shown at all.
const ADDED: &str = r#"
  """Added."""
  canaryText: String
  """Added."""
  canaryFlag: Boolean
  """Added."""
  canaryCount: Int
  """Added."""
  canaryWord: UserStatus
  """Added."""
  canaryJson: Object
}
"#;

#[test]
fn a_field_added_to_the_schema_is_hidden() {
    let root = copy_of_the_schema();
    let schema = root.join(SCHEMA);
    let (text, types) = with_added_fields(&fs::read_to_string(&schema).unwrap());
    fs::write(&schema, text).unwrap();

    codegen::write(&root).unwrap();

    let mut extended = 0;
    for file in ["models.rs", "inputs.rs"] {
        let code = fs::read_to_string(root.join(GENERATED).join(file)).unwrap();
        assert!(!code.contains("Debug"), "{file} has a `Debug` of its own");
        // No operation asks for it.
        let declared = ["Option", "Patch", "Selected"]
            .map(|kind| code.matches(&format!("canary_text: {kind}<String>,")).count());
        let declared: usize = declared.iter().sum();
        let shown = shown(&code);
        assert_eq!(shown.matches('{').count(), declared, "{file}: a type is without `Debug`");
        assert!(!shown.contains("canary"), "{file}: {shown}");
        extended += declared;
    }
    assert_eq!(extended, types);
}

/// The bodies of a file's `redacted_debug!`s.
fn shown(code: &str) -> String {
    let calls = code.split("redacted_debug! {\n").skip(1);
    calls
        .map(|rest| {
            let indent = rest.find(|c: char| c != ' ').unwrap() - 4;
            let end = format!("\n{}}}\n", " ".repeat(indent));
            rest.split(&end).next().unwrap()
        })
        .collect()
}

/// Adds the fields to every type and input that becomes a struct, and counts those.
fn with_added_fields(schema: &str) -> (String, usize) {
    let mut text = String::new();
    let mut count = 0;
    let mut inside = false;
    for line in schema.lines() {
        let name = line.strip_prefix("type ").or_else(|| line.strip_prefix("input "));
        if let Some(name) = name {
            let name = name.trim_end_matches(" {");
            inside = !matches!(name, "Query" | "Mutation") && !name.starts_with("Paginated");
        }
        if inside && line == "}" {
            text.push_str(ADDED);
            count += 1;
            inside = false;
        } else {
            text.push_str(line);
            text.push('\n');
        }
    }
    (text, count)
}

/// What the generator reads, below Cargo's temporary directory.
fn copy_of_the_schema() -> PathBuf {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("redaction");
    copy(&workspace.join("schema"), &root.join("schema"));
    fs::copy(workspace.join("rustfmt.toml"), root.join("rustfmt.toml")).unwrap();
    root
}

fn copy(from: &Path, to: &Path) {
    // What an earlier run has left would be generated from, too.
    let _ = fs::remove_dir_all(to);
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}
