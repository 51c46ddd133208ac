//! The crates reach `schema/` by a symlink; what is published must hold the files themselves.
#![cfg(test)]

use std::process::Command;

#[test]
fn the_types_are_packaged_with_the_schema() {
    let files = packaged("authing-types");
    assert!(files.contains("schema/schema.graphql"), "{files}");
    assert!(!files.contains("schema/operations/"), "{files}");
}

/// The files of a crate's package, one a line.
fn packaged(name: &str) -> String {
    let output = Command::new(env!("CARGO"))
        .args(["package", "--list", "--allow-dirty", "--offline", "--package", name])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    // Windows lists its own separator.
    String::from_utf8(output.stdout).unwrap().replace('\\', "/")
}
