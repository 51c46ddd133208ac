//! The rules of the public API hold, and are seen to fail where something is against them.
#![cfg(test)]

use std::{fs, path::Path};

use tempfile::TempDir;
use xtask::api;

const FOREIGN: &str =
    "[foreign]\nall = [\"bytes::bytes::Bytes\", \"http\"]\nauthing-axum = [\"axum\"]\n";

/// A workspace with this table and these snapshots.
fn workspace(table: &str, snapshots: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    write("xtask/api.toml", table);
    for (name, text) in snapshots {
        write(&format!("docs/api/{name}.txt"), text);
    }
    folder
}

fn check(table: &str, snapshots: &[(&str, &str)]) -> Result<String, String> {
    api::rules(workspace(table, snapshots).path())
}

/// What is reported of one line in the snapshot of `authing-core`.
fn of_line(line: &str) -> Vec<String> {
    let Err(text) = check(FOREIGN, &[("authing-core", line)]) else { return Vec::new() };
    let lines = text.lines().take_while(|line| !line.is_empty());
    lines.map(|line| line.trim_start_matches("docs/api/authing-core.txt:1: ").to_owned()).collect()
}

fn assert_breaks(rule: &str, at: &str, line: &str) {
    let found = of_line(line);
    let expected = format!("{rule}: {at}: ");
    assert!(found.len() == 1 && found[0].starts_with(&expected), "{line}: {found:?}");
}

fn assert_keeps(line: &str) {
    assert_eq!(of_line(line), Vec::<String>::new(), "{line}");
}

#[test]
fn this_workspace_keeps_the_rules() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    api::rules(root).unwrap_or_else(|problems| panic!("{problems}"));
}

#[test]
fn a_call_that_only_says_that_it_worked_returns_nothing() {
    let line = "pub fn crate::Users::delete(&self, id: impl Into<String>) -> crate::Call<authing_types::CommonMessage>";
    assert_breaks("no-common-message", "authing_core::Users::delete", line);
    assert_breaks(
        "no-common-message",
        "authing_core::CommonMessage",
        "pub struct crate::CommonMessage",
    );
}

#[test]
fn an_identifier_is_not_lent() {
    let rule = "no-str-parameter";
    let at = "authing_core::Users::get(id)";
    assert_breaks(rule, at, "pub fn crate::Users<'_>::get(&self, id: &str) -> u8");
    assert_breaks(rule, at, "pub async fn crate::Users::get(&self, id: Option<&str>, n: u8)");
    assert_breaks(rule, "authing_core::get(ids)", "pub fn crate::get<'a>(ids: &[&'a str])");
    assert_keeps("pub fn crate::Users::get(&self, id: impl Into<String>) -> &str");
    assert_keeps("pub const fn crate::Operation::get(name: &'static str) -> Self");
    assert_keeps("pub fn crate::Key::from_pem(pem: &str) -> Self");
    assert_keeps("pub fn crate::Users::map(&self, f: impl Fn(&str) -> u8)");
}

#[test]
fn three_cases_have_names() {
    let rule = "no-option-of-option";
    assert_breaks(rule, "authing_core::A::b", "pub crate::A::b: Option<Option<String>>");
    assert_breaks(rule, "authing_core::f", "pub fn crate::f() -> Vec<Option<Option<u8>>>");
    assert_keeps("pub crate::A::b: Option<Vec<Option<String>>>");
}

#[test]
fn a_scope_is_not_the_last_of_the_parameters() {
    let rule = "no-trailing-option";
    let at = "authing_core::R::get(namespace)";
    assert_breaks(rule, at, "pub fn crate::R::get(&self, code: u8, namespace: Option<String>)");
    let found = of_line("pub fn crate::R::get(&self, code: u8, namespace: Option<&str>)");
    assert!(found.iter().any(|line| line.starts_with(&format!("{rule}: {at}"))), "{found:?}");
    assert_keeps("pub fn crate::R::get(&self, code: u8, limit: Option<u32>)");
}

#[test]
fn a_call_is_named_by_what_it_does() {
    let breaks = |rule, name: &str, parameters: &str, returns: &str| {
        let line = format!("pub fn crate::UsersApi<'_>::{name}(&self{parameters}) -> {returns}");
        assert_breaks(rule, &format!("authing_core::UsersApi::{name}"), &line);
    };
    breaks("get-or-error", "get", "", "authing_core::Call<Option<u8>>");
    breaks("get-or-error", "get_by_code", "", "authing_core::Call<Option<u8>>");
    breaks("many", "batch_get", "", "authing_core::Call<Vec<u8>>");
    breaks("many", "get_batch", "", "authing_core::Call<Vec<u8>>");
    breaks("exists", "is_user_exists", "", "authing_core::Call<bool>");
    breaks("switch", "set_enabled", ", enabled: bool", "authing_core::Call<()>");
    assert_keeps("pub fn crate::UsersApi<'_>::get(&self) -> authing_core::Call<u8>");
    assert_keeps("pub fn crate::UsersApi<'_>::get_opt(&self) -> authing_core::Call<Option<u8>>");
    assert_keeps("pub fn crate::UsersApi<'_>::find(&self) -> authing_core::Call<Option<u8>>");
    assert_keeps("pub fn crate::UsersApi<'_>::exists(&self) -> authing_core::Call<bool>");
    assert_keeps("pub fn crate::CreateUser::enabled(self, enabled: bool) -> Self");
}

#[test]
fn a_handle_has_the_name_of_its_accessor() {
    let accessor = |handle| {
        format!(
            "pub fn crate::ManagementClient::user_pools(&self) -> crate::user_pools::{handle}<'_>"
        )
    };
    let at = "authing_core::ManagementClient::user_pools";
    assert_breaks("handle-name", at, &accessor("UserPools"));
    assert_breaks("handle-name", at, &accessor("UserPoolApi"));
    assert_keeps(&accessor("UserPoolsApi"));
}

#[test]
fn a_name_is_that_of_one_public_type() {
    let text = check(
        FOREIGN,
        &[
            ("authing-core", "pub struct crate::A<T>\npub enum crate::Error\npub fn crate::B()"),
            ("authing-types", "#[non_exhaustive] pub enum crate::a::A\npub enum crate::Error"),
            (
                "authing-axum",
                "pub use crate::A\npub type crate::B::Item = u8\ncrate::a::B is crate::B",
            ),
        ],
    )
    .unwrap_err();
    assert!(
        text.contains("one-name: A: 2 types are called A: authing_core::A, authing_types::a::A")
    );
    assert!(text.contains("\n1 breaches"), "{text}");
}

#[test]
fn types_of_other_crates_are_on_a_list() {
    let line = "pub fn crate::f(a: http::header::HeaderMap, b: reqwest::async_impl::Client)";
    assert_breaks("foreign-type", "authing_core::f", line);
    assert_breaks("foreign-type", "authing_core::A::b", "pub crate::A::b: bytes::buf::Buf");
    assert_breaks(
        "foreign-type",
        "impl tower_service::Service for authing_core::A",
        "impl tower_service::Service for crate::A",
    );
    assert_keeps("pub fn crate::f(a: bytes::bytes::Bytes) -> core::time::Duration");
    let line = "pub fn crate::f(a: axum::Router)";
    check(FOREIGN, &[("authing-axum", line)]).unwrap();
    assert!(check(FOREIGN, &[("authing-core", line)]).is_err());
}

#[test]
fn an_exception_has_a_reason_and_something_that_needs_it() {
    let snapshot = [("authing-core", "pub fn crate::A::f(id: &str)")];
    let except = |at: &str, why: &str| {
        format!("{FOREIGN}[[except]]\nrule = \"no-str-parameter\"\nat = '{at}'\nwhy = \"{why}\"\n")
    };
    check(&except(r"authing_core::A::f\(id\)", "read at once"), &snapshot).unwrap();
    let text = check(&except(r"authing_core::A::f\(id\)", ""), &snapshot).unwrap_err();
    assert!(text.contains("says why"), "{text}");
    // The whole of what is reported, and not a part of it.
    let text = check(&except("A::f", "read at once"), &snapshot).unwrap_err();
    assert!(text.contains("no-str-parameter: authing_core::A::f(id)"), "{text}");
    assert!(text.contains("nothing needs the exception for `A::f`"), "{text}");
}
