//! An emulator with clients that know it.

use authing_authentication::AuthenticationClient;
use authing_emulator::{Emulator, SchemaVersion};
use authing_management::{Error, ManagementClient, types::User};
use serde_json::{Value, json};

/// The variable that says against which version of the GraphQL schema the flows run: `older`, or
/// `current`, which is the default.
pub const SCHEMA: &str = "AUTHING_FLOWS_SCHEMA";

fn schema() -> Result<SchemaVersion, String> {
    match std::env::var(SCHEMA).as_deref() {
        Ok("older") => Ok(SchemaVersion::Older),
        Ok("current") | Err(_) => Ok(SchemaVersion::Current),
        Ok(other) => Err(format!("{SCHEMA}: no version `{other}`")),
    }
}

/// A server of one's own: it stops with the test.
#[derive(Debug)]
pub struct TestServer {
    /// The server, to move its clock and read its mail.
    pub emulator: Emulator,
    /// Its administrator.
    pub management: ManagementClient,
    /// Its application; take a `new_session()` session for each user.
    pub app: AuthenticationClient,
}

impl TestServer {
    /// Starts an emulator and makes its clients. The variable [`SCHEMA`] says which version of the
    /// GraphQL schema it serves.
    ///
    /// # Errors
    ///
    /// When the system gives no port, or there is no such version.
    pub async fn start() -> Result<Self, Box<dyn std::error::Error>> {
        Self::around(Emulator::builder().schema(schema()?).start().await?)
    }

    /// As [`start`](Self::start), with the current schema whatever the variable says: for what no
    /// older server has.
    ///
    /// # Errors
    ///
    /// When the system gives no port.
    pub async fn start_current() -> Result<Self, Box<dyn std::error::Error>> {
        Self::around(Emulator::start().await?)
    }

    /// Makes the clients of an emulator that was started with other settings.
    ///
    /// # Errors
    ///
    /// None that is known.
    pub fn around(emulator: Emulator) -> Result<Self, Box<dyn std::error::Error>> {
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

    /// Creates a user who can log in with `passw0rd`.
    ///
    /// # Errors
    ///
    /// Those of the call.
    pub async fn user(&self, username: &str) -> Result<User, Error> {
        use authing_management::types::CreateUserInput;
        let input = CreateUserInput::new().username(username).password("passw0rd");
        self.management.users().create(input).await
    }

    /// Sends a document for what no client can set up yet; returns its `data`.
    ///
    /// # Errors
    ///
    /// Those of the call.
    pub async fn graphql(&self, document: &str) -> Result<Value, Error> {
        self.management.graphql(document, &json!({})).await
    }
}
