//! What is published must hold the files themselves that the crates reach by a symlink, and its
//! licences; the crate at the bottom stays light.
#![cfg(test)]

use std::{collections::BTreeSet, fs, path::Path, process::Command};

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

#[test]
fn every_published_crate_is_packaged_with_its_licences_and_what_explains_it() {
    for name in xtask::release::PUBLISHED {
        let files = packaged(name);
        for wanted in ["LICENSE-APACHE", "LICENSE-MIT", "README.md", "CHANGELOG.md"] {
            assert!(files.lines().any(|file| file == wanted), "{name} lacks {wanted}: {files}");
        }
    }
}

#[test]
fn the_licences_of_the_crates_are_those_of_the_workspace() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    for name in xtask::release::PUBLISHED {
        for licence in ["LICENSE-APACHE", "LICENSE-MIT"] {
            let own = fs::read(root.join("crates").join(name).join(licence)).unwrap();
            assert!(own == fs::read(root.join(licence)).unwrap(), "{name}: {licence}");
        }
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
