//! What is published holds the schema's files, which the crates reach by a symlink, and the crate at
//! the bottom stays light.
#![cfg(test)]

use std::{collections::BTreeSet, process::Command};

#[test]
fn the_types_are_packaged_with_the_schema() {
    let files = packaged("authing-types");
    assert!(files.contains("schema/schema.graphql"), "{files}");
    assert!(!files.contains("schema/operations/"), "{files}");
}

#[test]
fn the_types_need_few_crates_and_none_for_io_or_cryptography() {
    let tree =
        cargo(&["tree", "--edges", "normal", "--prefix", "none", "--package", "authing-types"]);
    let names: BTreeSet<&str> =
        tree.lines().filter_map(|line| line.split_whitespace().next()).collect();
    assert!(names.contains("serde") && names.len() <= 25, "{names:?}");
    for heavy in ["hyper", "reqwest", "rsa", "rustls", "sha2", "sm2", "tokio"] {
        assert!(!names.contains(heavy), "{names:?}");
    }
}

/// The files of a crate's package, one a line.
fn packaged(name: &str) -> String {
    cargo(&["package", "--list", "--allow-dirty", "--package", name])
}

/// What Cargo writes.
fn cargo(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO"))
        .args(arguments)
        .arg("--offline")
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    // Windows lists its own separator.
    String::from_utf8(output.stdout).unwrap().replace('\\', "/")
}
