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
mod count;
mod jose;
mod metadata;
mod saml;
#[expect(dead_code, reason = "the suite of tokens has more use for it")]
#[path = "../jose/support.rs"]
mod support;

use std::sync::Mutex;

use count::{Construct, Cost, Reading, Unit};

/// Whoever counts is alone.
static ALONE: Mutex<()> = Mutex::new(());

fn constructs() -> Vec<Construct> {
    [saml::constructs(), metadata::constructs(), jose::constructs(), browser::constructs()]
        .into_iter()
        .chain([cas::constructs()])
        .flatten()
        .collect()
}

/// Reads every construct at every size.
fn read_all() -> Vec<Reading> {
    constructs().iter().map(Construct::read).collect()
}

#[test]
fn allocations_grow_no_faster_than_the_input() {
    let _alone = ALONE.lock().unwrap();
    let readings = read_all();
    count::table(&readings);
    let is_linear = |reading: &&Reading| reading.bytes.is_linear(Unit::Bytes);
    let faster: Vec<_> = readings.iter().filter(|reading| !is_linear(reading)).collect();
    assert!(faster.is_empty(), "{faster:#?}");
}

#[test]
fn instructions_grow_no_faster_than_the_input() {
    let _alone = ALONE.lock().unwrap();
    let Some(readings) = count::under_valgrind("every_construct_is_read") else { return };
    assert_eq!(readings.len(), constructs().len());
    let is_linear = |(_, cost): &&(String, Cost)| cost.is_linear(Unit::Instructions);
    let faster: Vec<_> = readings.iter().filter(|reading| !is_linear(reading)).collect();
    assert!(faster.is_empty(), "{faster:#?}");
}

#[test]
#[ignore = "what valgrind counts"]
fn every_construct_is_read() {
    for reading in read_all() {
        println!("{}{}", count::NAME, reading.name);
    }
}
