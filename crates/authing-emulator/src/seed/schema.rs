//! The JSON Schema of seeds, made of the types.

use crate::seed::Seed;
use crate::seed::content::Content;

/// What the file must hold.
fn schema() -> String {
    let mut schema = schemars::schema_for!(Content);
    schema.insert("title".to_owned(), "Seed of authing-emulator".into());
    format!("{schema:#}\n", schema = schema.as_value())
}

/// `AUTHING_WRITE_SCHEMA=1 cargo test -p authing-emulator --lib schema` writes it.
#[test]
fn the_checked_in_schema_is_that_of_the_types() {
    let made = schema();
    if std::env::var_os("AUTHING_WRITE_SCHEMA").is_some() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/seed.schema.json");
        std::fs::write(path, &made).unwrap();
        return;
    }
    assert!(
        made == Seed::SCHEMA,
        "seed.schema.json is not that of the types: \
         AUTHING_WRITE_SCHEMA=1 cargo test -p authing-emulator --lib schema"
    );
}
