//! Where a provider's endpoints are (OpenID Connect Discovery 1.0 section 3).

mod document;
mod model;
mod provider;

pub use model::ProviderMetadata;
pub(crate) use provider::Provider;
