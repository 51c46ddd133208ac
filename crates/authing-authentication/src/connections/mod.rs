//! Login at a social or an enterprise provider, and the identities that are linked to a user.
//!
//! Such a login happens in the visitor's browser. A service makes the address, keeps what it needs
//! to check the outcome, and reads the message that Authing leaves:
//!
//! ```no_run
//! use authing_authentication::{
//!     AuthenticationClient, Error, Secret,
//!     connections::{ConnectionMessage, PendingConnection, RelayMethod},
//!     types::SocialProvider,
//! };
//!
//! # async fn example(client: AuthenticationClient, callback_query: &str) -> Result<(), Error> {
//! let (url, pending) = client
//!     .social()
//!     .authorize(SocialProvider::GitHub)
//!     .relay(RelayMethod::Query, "https://me.example.com/logged-in")
//!     .start()?;
//! // Keep this in the visitor's session, and send the visitor to the address.
//! let kept: Secret = pending.to_secret()?;
//! println!("go to {url}");
//!
//! // When the visitor is back:
//! let pending = PendingConnection::from_secret(&kept)?;
//! let message = ConnectionMessage::from_query(callback_query)?;
//! let user = client.finish_connection(message, pending).await?;
//! println!("hello {}", user.id);
//! # Ok(()) }
//! ```

mod config;
mod enterprise;
mod finish;
mod identities;
mod message;
mod pending;
mod social;

pub use config::{
    ApplicationConfig, EnterpriseProtocol, OfferedIdentityProvider, OfferedSocialConnection,
    ProviderConfig,
};
pub use enterprise::{AuthorizeEnterprise, UserEnterpriseApi};
pub use identities::LinkedIdentity;
pub use message::ConnectionMessage;
pub use pending::PendingConnection;
pub use social::{AuthorizeSocial, RelayMethod, UserSocialApi};
