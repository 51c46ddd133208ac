//! Proof at compile time that the models of `authing-types` fit the schema.
//!
//! Nothing here runs. `generated` sets every model beside the type graphql_client derives for it
//! from the schema, and the build fails where the two part: a field that is gone, or one whose
//! nullability or type has changed.

#[allow(dead_code, reason = "the derived types exist to be compared, not to be used")]
mod generated;
mod reads;
