//! Log-in at a social or an enterprise provider, and the identities that come of it.
//!
//! Such a log-in happens in the visitor's browser. A service makes the address, keeps what it needs
//! to believe the outcome, and reads the message that Authing leaves:
//!
//! ```no_run
//! use authing_authentication::{
//!     AuthenticationClient, Error, Secret,
//!     connections::{ConnectionMessage, PendingConnection, RelayMethod, SocialProvider},
//! };
//!
//! # async fn example(client: AuthenticationClient, callback_query: &str) -> Result<(), Error> {
//! let (url, pending) = client
//!     .social()
//!     .authorize(SocialProvider::GitHub)
//!     .relay(RelayMethod::Query, "https://me.example.com/signed-in")
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
mod random;
mod social;

pub use config::{ApplicationConfig, IdentityProvider, ProviderConfig, SocialConnection};
pub use enterprise::{AuthorizeEnterprise, Enterprise, EnterpriseProtocol};
pub use identities::LinkedIdentity;
pub use message::ConnectionMessage;
pub use pending::PendingConnection;
pub use social::{AuthorizeSocial, RelayMethod, Social, SocialProvider};

use authing_core::Error;
use url::Url;

use crate::client::AuthenticationClient;

impl AuthenticationClient {
    /// Log-in at a social provider, and the identities that are linked to the user.
    pub fn social(&self) -> Social<'_> {
        Social { client: self }
    }

    /// Log-in at a provider of the enterprise.
    pub fn enterprise(&self) -> Enterprise<'_> {
        Enterprise { client: self }
    }
}

/// An address below the application's host.
fn below_host(client: &AuthenticationClient, segments: &[&str]) -> Result<Url, Error> {
    let unusable = || Error::config("app_host", "cannot be the start of an address");
    let mut url = Url::parse(client.app_host()).map_err(|_| unusable())?;
    url.path_segments_mut().map_err(|()| unusable())?.pop_if_empty().extend(segments);
    Ok(url)
}
