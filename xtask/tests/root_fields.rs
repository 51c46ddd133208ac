//! Whatever the schema offers can be called without writing GraphQL.

use std::{collections::BTreeSet, path::Path};

/// Root fields that no method asks for yet, by area.
const NOT_YET: &[&[&str]] = &[ACCOUNT];

const ACCOUNT: &[&str] = &[
    "Mutation.loginBySubAccount",
    "Mutation.bindPhone",
    "Mutation.bindEmail",
    "Mutation.unbindPhone",
    "Mutation.updatePhone",
    "Mutation.updateEmail",
    "Mutation.unbindEmail",
];

#[test]
fn every_root_field_of_the_schema_is_asked_for_by_a_method() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let missing: BTreeSet<String> =
        xtask::codegen::without_operation(root).unwrap().into_iter().collect();
    let expected = NOT_YET.concat().into_iter().map(str::to_owned).collect();
    let unexpected: Vec<_> = missing.difference(&expected).collect();
    assert!(unexpected.is_empty(), "no method asks for {unexpected:?}");
    let done: Vec<_> = expected.difference(&missing).collect();
    assert!(done.is_empty(), "take these off the list: {done:?}");
}
