//! The fingerprints that generated code carries of the files it came from.

// The crates check their stamps with the same function. They cannot be dependencies of this one:
// a stale stamp keeps them from compiling, and this program is the remedy.
#[expect(unreachable_pub, reason = "public in the crate it is borrowed from")]
#[path = "../../../crates/authing-types/src/stamp.rs"]
mod shared;

use super::source::Sources;

/// One line per file: the build fails once the file has changed.
pub(super) fn lines(sources: &Sources, paths: &[&str]) -> String {
    paths
        .iter()
        .map(|path| {
            let fingerprint = shared::fingerprint(sources.bytes(path));
            format!("authing_types::assert_unchanged!(\"{path}\", {fingerprint:#018x});\n")
        })
        .collect()
}
