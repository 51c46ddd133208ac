//! The check of the layers finds what it is there to find, and nothing else.
#![cfg(test)]

use std::{fs, path::Path};

use tempfile::TempDir;
use xtask::layers::{self, Options};

/// A workspace of one crate with these floors and files.
fn workspace(rules: &str, files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    write(root, "xtask/layers.toml", &format!("[authing-core]\nuses = []\n{rules}"));
    write(root, "crates/authing-core/Cargo.toml", "[package]\nname = \"authing-core\"\n");
    for (path, text) in files {
        write(root, &format!("crates/authing-core/src/{path}"), text);
    }
    folder
}

fn write(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn check(workspace: &TempDir) -> Result<String, String> {
    layers::check(workspace.path(), &Options::default())
}

/// What the check says of a crate of these files.
fn problems(files: &[(&str, &str)]) -> String {
    check(&workspace("", files)).unwrap_err()
}

fn assert_passes(files: &[(&str, &str)]) {
    check(&workspace("", files)).unwrap();
}

#[test]
fn a_circle_is_named_with_its_lines() {
    let text = problems(&[
        ("lib.rs", "mod a;\nmod b;"),
        ("a.rs", "use crate::b::B;\npub struct A(B);"),
        ("b.rs", "pub struct B;\n\nfn f(_: super::a::A) {}"),
    ]);
    assert!(text.contains("a.rs → b.rs → a.rs"), "{text}");
    assert!(text.contains("a.rs:1 names crate::b::B of b.rs (and 1 more line)"), "{text}");
    assert!(text.contains("b.rs:3 names super::a::A of a.rs"), "{text}");
}

#[test]
fn a_circle_of_many_files_is_found() {
    let text = problems(&[
        ("lib.rs", "mod a; mod b; mod c; mod d;"),
        ("a.rs", "pub fn a() { crate::b::b() }"),
        ("b.rs", "pub fn b() { crate::c::c() }"),
        ("c.rs", "pub fn c() { crate::a::a() }"),
        ("d.rs", "pub fn d() { crate::a::a() }"),
    ]);
    assert!(text.contains("3 of 5 files are one circle: a.rs b.rs c.rs"), "{text}");
    assert!(text.contains("a.rs → b.rs → c.rs → a.rs"), "{text}");
}

#[test]
fn a_reexport_leads_to_where_the_thing_is_defined() {
    let text = problems(&[
        ("lib.rs", "mod secret;\nmod patch;\npub use patch::Patch;\npub use secret::Secret;"),
        ("secret.rs", "use crate::Patch; pub struct Secret(Patch);"),
        ("patch.rs", "pub struct Patch; impl From<crate::Secret> for Patch {}"),
    ]);
    assert!(text.contains("2 of 3 files are one circle: secret.rs patch.rs"), "{text}");
}

#[test]
fn a_file_that_only_declares_and_reexports_is_not_part_of_a_circle() {
    assert_passes(&[
        ("lib.rs", "mod area;\npub use area::{A, B};"),
        ("area/mod.rs", "mod a;\nmod b;\npub use a::A;\npub use self::b::*;"),
        ("area/a.rs", "use super::B; pub struct A(B);"),
        ("area/b.rs", "pub struct B;"),
    ]);
}

#[test]
fn a_child_and_a_parent_that_name_one_another_are_a_circle() {
    let text = problems(&[
        ("lib.rs", "mod area;"),
        ("area/mod.rs", "mod a;\npub use a::A;\npub fn helper() {}\npub fn f(_: A) {}"),
        ("area/a.rs", "use super::helper; pub struct A; fn g() { helper() }"),
    ]);
    assert!(text.contains("area/mod.rs → area/a.rs → area/mod.rs"), "{text}");
}

#[test]
fn what_a_macro_defines_stands_in_the_file_that_calls_it() {
    let text = problems(&[
        ("lib.rs", "#[macro_use]\nmod macros;\nmod area;"),
        ("macros.rs", "macro_rules! area { ($n:ident) => { pub struct $n; } }"),
        ("area/mod.rs", "mod a;\nuse a::A;\narea! { Groups }\nfn f(_: A) {}"),
        ("area/a.rs", "use super::Groups; pub struct A; impl Groups {}"),
    ]);
    assert!(text.contains("2 of 4 files are one circle: area/mod.rs area/a.rs"), "{text}");
}

#[test]
fn the_bodies_and_the_calls_of_macros_count() {
    let text = problems(&[
        ("lib.rs", "#[macro_use]\nmod macros;\nmod client;"),
        ("macros.rs", "macro_rules! area { () => { fn f(_: $crate::client::Client) {} } }"),
        ("client.rs", "pub struct Client;\narea!();"),
    ]);
    assert!(text.contains("macros.rs → client.rs → macros.rs"), "{text}");

    let text = problems(&[
        ("lib.rs", "mod a;\nmod b;"),
        ("a.rs", "pub fn a() { println!(\"{}\", crate::b::b()) }"),
        ("b.rs", "pub fn b() -> u8 { vec![super::a::a()]; 0 }"),
    ]);
    assert!(text.contains("a.rs → b.rs → a.rs"), "{text}");
}

#[test]
fn what_a_macro_defines_is_found_through_a_reexport_of_everything() {
    let text = problems(&[
        ("lib.rs", "mod macros;\nmod enums;\nmod user;\npub use enums::*;"),
        (
            "macros.rs",
            "#[macro_export]\nmacro_rules! wire_enum { ($n:ident) => { pub enum $n {} } }",
        ),
        ("enums.rs", "use crate::wire_enum;\nwire_enum! { Kind }\nfn f(_: crate::user::User) {}"),
        ("user.rs", "pub struct User(crate::Kind);"),
    ]);
    assert!(text.contains("2 of 4 files are one circle: enums.rs user.rs"), "{text}");
}

#[test]
fn an_import_of_a_module_is_followed_to_its_use() {
    let text = problems(&[
        ("lib.rs", "mod a;\nmod b;"),
        ("a.rs", "use crate::b as other;\npub fn a() { other::b() }"),
        ("b.rs", "use super::*;\npub fn b() { a::a() }"),
    ]);
    assert!(text.contains("a.rs:2 names other::b of b.rs"), "{text}");
    assert!(text.contains("b.rs:2 names a::a of a.rs"), "{text}");
}

#[test]
fn serde_attributes_count() {
    let text = problems(&[
        ("lib.rs", "mod a;\nmod nulls;"),
        ("a.rs", "use crate::nulls;\npub struct A { #[serde(with = \"nulls\")] a: u8 }"),
        ("nulls.rs", "pub fn deserialize(_: crate::a::A) {}"),
    ]);
    assert!(text.contains("a.rs → nulls.rs → a.rs"), "{text}");
}

#[test]
fn tests_and_comments_are_left_out() {
    assert_passes(&[
        ("lib.rs", "mod a;\nmod b;"),
        ("a.rs", "pub struct A;\n#[cfg(test)]\nmod tests { use crate::b::B; fn f(_: B) {} }"),
        ("b.rs", "//! [`crate::a`]\n/// See [`crate::b::B`].\npub struct B(crate::a::A);"),
    ]);
}

#[test]
fn a_part_of_a_file_belongs_to_it() {
    assert_passes(&[
        ("lib.rs", "mod a;"),
        ("a.rs", "mod inner { pub struct I(super::A); }\npub struct A; fn f(_: inner::I) {}"),
    ]);
}

#[test]
fn an_arrow_to_a_higher_floor_fails() {
    let files = [
        ("lib.rs", "mod call;\nmod transport;\npub use call::Call;"),
        ("call.rs", "use crate::transport::Transport; pub struct Call(Transport);"),
        ("transport.rs", "pub struct Transport;"),
    ];
    check(&workspace("floors = [[\"call\"], [\"transport\"]]", &files)).unwrap();

    let upside_down = workspace("floors = [[\"transport\"], [\"call\"]]", &files);
    let text = check(&upside_down).unwrap_err();
    assert!(text.contains("upward, from `call` to `transport`: call.rs:1 names"), "{text}");

    let mut upward = files;
    upward[1].1 = "pub struct Call;";
    upward[2].1 = "\n\npub struct Transport(crate::Call);";
    let upward = workspace("floors = [[\"call\"], [\"transport\"]]", &upward);
    let text = check(&upward).unwrap_err();
    assert!(text.contains("transport.rs:3 names crate::Call of call.rs"), "{text}");
}

#[test]
fn the_root_is_above_all() {
    let files = [("lib.rs", "mod a; pub struct Root;"), ("a.rs", "pub struct A(crate::Root);")];
    let text = check(&workspace("floors = [[\"a\"]]", &files)).unwrap_err();
    assert!(text.contains("upward, from `a` to `crate`"), "{text}");
    check(&workspace("floors = [[\"a\"], [\"crate\"]]", &files)).unwrap();
}

#[test]
fn modules_of_one_floor_make_no_circle_even_where_their_files_make_none() {
    let files = [
        ("lib.rs", "mod users; mod roles;"),
        ("users/mod.rs", "pub mod a; pub mod b;"),
        ("users/a.rs", "pub struct A(crate::roles::c::C);"),
        ("users/b.rs", "pub struct B;"),
        ("roles/mod.rs", "pub mod c; pub mod d;"),
        ("roles/c.rs", "pub struct C;"),
        ("roles/d.rs", "pub struct D(crate::users::b::B);"),
    ];
    assert_passes(&files);
    let text = check(&workspace("floors = [[\"users\", \"roles\"]]", &files)).unwrap_err();
    assert!(text.contains("one floor, and yet a circle: roles, users"), "{text}");
}

#[test]
fn what_the_table_does_not_list_has_one_floor_if_it_says_so() {
    let files = [
        ("lib.rs", "mod users; mod roles; mod client;"),
        ("users.rs", "pub struct A(crate::client::Client);"),
        ("roles.rs", "pub struct B(crate::users::A);"),
        ("client.rs", "pub struct Client;"),
    ];
    check(&workspace("floors = [[\"*\"], [\"client\"]]", &files)).unwrap();
    let text = check(&workspace("floors = [[\"client\"], [\"*\"]]", &files)).unwrap_err();
    assert!(text.contains("upward, from `users` to `client`"), "{text}");
}

#[test]
fn the_table_lists_every_module_and_no_other() {
    let files = [("lib.rs", "mod a; mod b;"), ("a.rs", ""), ("b.rs", "")];
    let text = check(&workspace("floors = [[\"a\", \"gone\"]]", &files)).unwrap_err();
    assert!(text.contains("b.rs: on no floor"), "{text}");
    assert!(text.contains("there is no module `gone`"), "{text}");
}

#[test]
fn a_crate_uses_what_the_table_allows() {
    let workspace = workspace("uses_by_feature = [\"authing-axum\"]", &[("lib.rs", "")]);
    let manifest = |dependencies: &str| {
        let text = format!("[package]\nname = \"authing-core\"\n[dependencies]\n{dependencies}");
        write(workspace.path(), "crates/authing-core/Cargo.toml", &text);
        check(&workspace)
    };
    let text = manifest("authing-types.workspace = true").unwrap_err();
    assert!(text.contains("authing-core: Cargo.toml: may not use authing-types"), "{text}");
    let text = manifest("authing-axum.workspace = true").unwrap_err();
    assert!(text.contains("may not use authing-axum except with a feature"), "{text}");
    manifest("authing-axum = { workspace = true, optional = true }").unwrap();
    manifest("[dev-dependencies]\nauthing-types.workspace = true").unwrap();
}

#[test]
fn a_crate_that_the_table_does_not_know_fails() {
    let workspace = workspace("", &[("lib.rs", "")]);
    write(workspace.path(), "crates/other/Cargo.toml", "[package]\nname = \"authing-other\"\n");
    assert!(check(&workspace).unwrap_err().contains("says nothing of authing-other"));
}
