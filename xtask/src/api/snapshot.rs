//! The public API of a crate as text.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
};

use public_api::{Builder, PublicItem};
use regex::{Captures, Regex};

use super::signature::Line;

/// What the prelude brings into every file, by its full path.
const PRELUDE: [&str; 29] = [
    "alloc::borrow::ToOwned",
    "alloc::boxed::Box",
    "alloc::string::String",
    "alloc::string::ToString",
    "alloc::vec::Vec",
    "core::clone::Clone",
    "core::cmp::Eq",
    "core::cmp::Ord",
    "core::cmp::PartialEq",
    "core::cmp::PartialOrd",
    "core::convert::AsRef",
    "core::convert::From",
    "core::convert::Into",
    "core::convert::TryFrom",
    "core::convert::TryInto",
    "core::default::Default",
    "core::future::future::Future",
    "core::future::into_future::IntoFuture",
    "core::iter::traits::collect::IntoIterator",
    "core::iter::traits::iterator::Iterator",
    "core::marker::Copy",
    "core::marker::Send",
    "core::marker::Sized",
    "core::marker::Sync",
    "core::ops::drop::Drop",
    "core::ops::function::Fn",
    "core::ops::function::FnOnce",
    "core::option::Option",
    "core::result::Result",
];

/// Reads rustdoc's JSON.
///
/// # Errors
///
/// The JSON is of another compiler than `public-api` knows.
pub(super) fn of(name: &str, json: PathBuf) -> Result<String, String> {
    let api = Builder::from_rustdoc_json(json)
        .omit_blanket_impls(true)
        .omit_auto_trait_impls(true)
        .include_function_parameter_names(true)
        .build()
        .map_err(|e| {
            format!("{e} (each version of `public-api` in xtask/Cargo.toml fits some compilers)")
        })?;
    let items: Vec<PublicItem> = api.into_items().collect();
    let crate_name = name.replace('-', "_");
    let writer = Writer::new(&crate_name, &items).map_err(|e| e.to_string())?;
    Ok(writer.text(name, &items))
}

/// Writes the lines of a crate.
struct Writer {
    own: Regex,
    path: Regex,
    /// Of what can be reached by several paths, the longer ones and the shortest.
    shortest: BTreeMap<String, String>,
}

impl Writer {
    fn new(crate_name: &str, items: &[PublicItem]) -> Result<Self, regex::Error> {
        let own = Regex::new(&format!(r"\b{crate_name}\b"))?;
        let path = Regex::new(r"\b(?:alloc|core|crate|authing_\w+)::[\w:]+")?;
        let mut writer = Self { own, path, shortest: BTreeMap::new() };
        let mut paths: BTreeMap<u32, Vec<String>> = BTreeMap::new();
        for item in items {
            let text = writer.line(item);
            let line = Line::read(&text);
            if !line.is_impl && !line.is_associated() && !line.is_reexport() {
                paths.entry(item.id().0).or_default().push(line.path);
            }
        }
        for mut paths in paths.into_values() {
            paths.sort_by_key(|path| (path.matches("::").count(), path.clone()));
            paths.dedup();
            if let Some((shortest, longer)) = paths.split_first() {
                writer.shortest.extend(longer.iter().map(|path| (path.clone(), shortest.clone())));
            }
        }
        Ok(writer)
    }

    fn text(&self, name: &str, items: &[PublicItem]) -> String {
        let mut text = format!(
            "# The public API of {name} with all features. Written by `cargo xtask api`; do not edit.\n"
        );
        let mut is_impl_of_trait = false;
        let mut seen = BTreeSet::new();
        for item in items {
            let text_of_line = self.line(item);
            let line = Line::read(&text_of_line);
            let is_item = !line.is_impl && !line.is_associated();
            if line.is_impl {
                is_impl_of_trait = text_of_line.contains(" for ");
            } else if is_item {
                is_impl_of_trait = false;
            }
            // The methods of a trait are where the trait is.
            let is_known = line.keyword == "fn" && !is_item && is_impl_of_trait;
            // Every derived `PartialEq` has it.
            let is_noise = text_of_line.contains("StructuralPartialEq");
            let is_root = line.path == "crate" && line.keyword == "mod";
            if is_known || is_noise || is_root || !seen.insert(item.id().0) {
                continue;
            }
            if is_item {
                text.push('\n');
                let others = self.shortest.iter().filter(|(_, shortest)| **shortest == line.path);
                for (path, shortest) in others {
                    text.push_str(&format!("{path} is {shortest}\n"));
                }
            }
            if !join(&mut text, &text_of_line) {
                text.push_str(&text_of_line);
                text.push('\n');
            }
        }
        // What has no parts stands together.
        text.replace("\n\npub use", "\npub use").replace("\n\npub const", "\npub const")
    }

    /// A line with short paths.
    fn line(&self, item: &PublicItem) -> String {
        let text = item.to_string();
        let text = self.own.replace_all(&text, "crate");
        let short = |found: &Captures<'_>| {
            let path = found.get(0).map(|path| path.as_str()).unwrap_or_default();
            self.short(path)
        };
        self.path.replace_all(&text, short).into_owned()
    }

    fn short(&self, path: &str) -> String {
        if PRELUDE.contains(&path) {
            return path.rsplit("::").next().unwrap_or(path).to_owned();
        }
        // Where another of our crates keeps a type is its own business, and one name is one type.
        if path.starts_with("authing_")
            && let Some((crate_name, _)) = path.split_once("::")
            && let Some((_, name)) = path.rsplit_once("::")
        {
            return format!("{crate_name}::{name}");
        }
        let mut end = path.len();
        while let Some((start, rest)) = path.split_at_checked(end) {
            if let Some(shortest) = self.shortest.get(start) {
                return format!("{shortest}{rest}");
            }
            let Some(separator) = start.rfind("::") else { break };
            end = separator;
        }
        path.to_owned()
    }
}

/// Joins `impl A for T` to the end of a text that ends with `impl B for T`: `impl B, A for T`.
fn join(text: &mut String, line: &str) -> bool {
    let Some(end) = text.trim_end().rsplit('\n').next().map(str::len) else { return false };
    let start = text.len().saturating_sub(end + 1);
    let last = text.get(start..).unwrap_or_default().trim_end();
    let parts = |line| {
        let (of_traits, of_type) = str::split_once(line, " for ")?;
        of_traits.starts_with("impl ").then_some((of_traits.to_owned(), of_type.to_owned()))
    };
    let (Some((traits, of_type)), Some((own, own_type))) = (parts(last), parts(line)) else {
        return false;
    };
    if of_type != own_type {
        return false;
    }
    let joined = format!("{traits}, {} for {of_type}\n", own.trim_start_matches("impl "));
    text.replace_range(start.., &joined);
    true
}

/// What differs between two snapshots, as lines with `-` and `+`.
pub(super) fn difference(path: &str, old: &str, new: &str) -> String {
    let lines = |text: &str| -> BTreeSet<String> { text.lines().map(str::to_owned).collect() };
    let (before, after) = (lines(old), lines(new));
    let gone = old.lines().filter(|line| !after.contains(*line)).map(|line| ('-', line));
    let come = new.lines().filter(|line| !before.contains(*line)).map(|line| ('+', line));
    let text: String =
        gone.chain(come).map(|(sign, line)| format!("{path}: {sign} {line}\n")).collect();
    // The same lines in another order are a difference too.
    if text.is_empty() && old != new { format!("{path}: differs\n") } else { text }
}

#[cfg(test)]
mod tests {
    use std::{fs, process::Command};

    use super::{difference, join, of};

    const CODE: &str = "
        pub mod a {
            /// Documented.
            #[derive(Clone, Default)]
            #[non_exhaustive]
            pub struct A { pub b: Option<String>, hidden: u8 }
            impl A { pub fn new(id: &str) -> Self { loop {} } }
        }
        mod private { pub struct C; impl From<crate::a::A> for C { fn from(_: crate::A) -> C { C } } }
        pub use a::A;
        pub use private::C;
        pub fn f(c: std::time::Duration) -> Result<C, std::fmt::Error> { loop {} }
    ";

    #[test]
    fn a_snapshot_has_what_is_public_once_and_at_its_shortest_path() {
        let folder = tempfile::tempdir().unwrap();
        let source = folder.path().join("some_crate.rs");
        fs::write(&source, CODE).unwrap();
        let output = Command::new("rustdoc")
            .args(["--edition", "2024", "-Z", "unstable-options", "--output-format", "json", "-o"])
            .args([folder.path(), &source])
            .env("RUSTC_BOOTSTRAP", "1")
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let text = match of("some-crate", folder.path().join("some_crate.json")) {
            Ok(text) => text,
            Err(problem) => {
                eprintln!("skipped, since rustdoc's JSON has another format here: {problem}");
                return;
            }
        };
        let (_, text) = text.split_once("\n\n").unwrap();
        assert_eq!(
            text,
            "\
pub mod crate::a

crate::a::A is crate::A
#[non_exhaustive] pub struct crate::A
pub crate::A::b: Option<String>
impl crate::A
pub fn crate::A::new(id: &str) -> Self
impl Clone for crate::A
impl From<crate::A> for crate::C
impl Default for crate::A

pub struct crate::C

pub fn crate::f(c: core::time::Duration) -> Result<crate::C, core::fmt::Error>
"
        );
    }

    #[test]
    fn the_traits_of_a_type_stand_on_one_line() {
        let mut text = "pub struct A\nimpl Clone for A\n".to_owned();
        assert!(join(&mut text, "impl Copy for A"));
        assert_eq!(text, "pub struct A\nimpl Clone, Copy for A\n");
        assert!(!join(&mut text, "impl From<A> for B"));
        assert!(!join(&mut text, "impl<T> From<T> for A"));
        assert!(!join(&mut text, "impl A"));
    }

    #[test]
    fn what_came_and_went_is_shown() {
        assert_eq!(difference("a", "x\ny\n", "y\nz\n"), "a: - x\na: + z\n");
        assert_eq!(difference("a", "x\ny\n", "y\nx\n"), "a: differs\n");
        assert_eq!(difference("a", "x\n", "x\n"), "");
    }
}
