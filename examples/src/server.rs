//! An Authing server inside of the example, and clients that know it.

use std::error::Error;

use authing_authentication::AuthenticationClient;
use authing_emulator::Emulator;
use authing_management::{ManagementClient, types::CreateUserInput, types::User};

/// A server that stops with the example.
#[derive(Debug)]
pub struct EmbeddedServer {
    /// The server, which says what a program needs to know of it.
    pub emulator: Emulator,
    /// Its administrator.
    pub management: ManagementClient,
    /// Its application; each user takes a session of their own.
    pub app: AuthenticationClient,
}

impl EmbeddedServer {
    /// Starts a server and makes its clients.
    ///
    /// # Errors
    ///
    /// When the system gives no port.
    pub async fn start() -> Result<Self, Box<dyn Error>> {
        Self::with(Emulator::start().await?)
    }

    /// Makes the clients of a server that was started with other settings.
    ///
    /// # Errors
    ///
    /// When the system has no root certificates.
    pub fn with(emulator: Emulator) -> Result<Self, Box<dyn Error>> {
        let management =
            ManagementClient::builder(emulator.user_pool_id(), emulator.user_pool_secret())
                .host(emulator.url())
                .public_key(emulator.public_key())
                .no_proxy()
                .build()?;
        let app = AuthenticationClient::builder(emulator.app_id(), emulator.app_host())
            .public_key(emulator.public_key())
            .no_proxy()
            .build()?;
        Ok(Self { emulator, management, app })
    }

    /// Creates bob, whose password is `passw0rd`, as an administrator would.
    ///
    /// # Errors
    ///
    /// Those of the call.
    pub async fn create_bob(&self) -> Result<User, authing_management::Error> {
        let bob = CreateUserInput::new().username("bob").password("passw0rd").nickname("Bob");
        self.management.users().create(bob).await
    }
}
