//! OpenID Connect: signing people in.
//!
//! [`OidcClient`] does the whole of it. [`oauth2`](crate::oauth2) has the types for callbacks,
//! tokens and client authentication, [`jose`](crate::jose) those for verified claims.

mod authorize;
mod client;
mod device;
mod finish;
mod grants;
mod inspect;
mod logout;
pub(crate) mod metadata;

pub use authing_types::SetAside;
pub use authorize::{AuthorizeRequest, OidcResponseType, Prompt, ResponseMode};
pub use client::{OidcClient, OidcClientBuilder};
pub use device::DeviceAuthorization;
pub use finish::OidcLogin;
pub use grants::{GrantedTokens, RefreshRequest, RefreshTokenRequest};
pub use inspect::ValidatedToken;
pub use logout::OidcLogoutRequest;
pub use metadata::ProviderMetadata;
