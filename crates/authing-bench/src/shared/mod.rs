//! What the SDK's program and the floor's have in common. The floor is a package of its own, and
//! includes these files.

pub mod measure;
pub mod route;
pub mod saml;
pub mod scenario;
pub mod tokens;

pub type BoxError = Box<dyn std::error::Error>;
