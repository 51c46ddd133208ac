//! Whatever the schema offers can be called without writing GraphQL.

use std::path::Path;

#[test]
fn every_root_field_of_the_schema_is_asked_for_by_a_method() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let missing = xtask::codegen::without_operation(root).unwrap();
    assert!(missing.is_empty(), "no method asks for {missing:?}");
}
