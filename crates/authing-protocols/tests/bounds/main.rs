//! What comes from outside costs work in proportion to its size: each construct that a reader of
//! foreign bytes meets is read at three sizes, each twice the one before, and neither allocations
//! nor instructions may grow faster. `docs/bounds.md` lists the limits.
//!
//! Instructions are counted by valgrind. Where it is missing that half is left out; with every
//! feature it must be there, or `AUTHING_SKIP_VALGRIND=1` be set. With `--nocapture` both halves
//! print their tables.
#![cfg(test)]
#![cfg(all(feature = "saml", feature = "oidc", feature = "cas"))]

mod browser;
mod cas;
#[expect(dead_code, reason = "the suite of SAML has more use for it")]
#[path = "../saml/common.rs"]
mod common;
mod jose;
mod metadata;
mod saml;
#[expect(dead_code, reason = "the suite of tokens has more use for it")]
#[path = "../jose/support.rs"]
mod support;

use std::alloc::System;

use authing_test_support::cost::{self, Construct};
use stats_alloc::{INSTRUMENTED_SYSTEM, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

fn constructs() -> Vec<Construct> {
    [saml::constructs(), metadata::constructs(), jose::constructs(), browser::constructs()]
        .into_iter()
        .chain([cas::constructs()])
        .flatten()
        .collect()
}

#[test]
fn allocations_grow_no_faster_than_the_input() {
    cost::allocations(&constructs());
}

#[test]
fn instructions_grow_no_faster_than_the_input() {
    let required = cfg!(feature = "socks");
    let folder = env!("CARGO_TARGET_TMPDIR");
    cost::instructions(&constructs(), "every_construct_is_read", folder, required);
}

#[test]
#[ignore = "what valgrind counts"]
fn every_construct_is_read() {
    cost::read(&constructs());
}
