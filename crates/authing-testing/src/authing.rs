//! An emulator and everything that is wired to it.

use std::{
    fmt,
    sync::Arc,
    time::{Duration, SystemTime},
};

use authing_authentication::{AuthenticationClient, AuthenticationClientBuilder};
use authing_core::Clock;
use authing_emulator::Emulator;
use authing_management::{ManagementClient, ManagementClientBuilder, types::CreateUserInput};
#[cfg(feature = "cas")]
use authing_protocols::cas::{CasClient, CasClientBuilder};
use authing_protocols::oidc::{OidcClient, OidcClientBuilder};
use authing_web::{
    Guard, GuardBuilder,
    session::{MemorySessions, Sessions},
    webhook::TestDelivery,
};
use serde_json::Value;

use crate::{
    clock::EmulatorClock, error::TestError, mint::MintToken, robot::Robot, user::TestUser,
};

/// The password of every user that [`TestAuthing::user`] makes.
const PASSWORD: &str = "Passw0rd!";

/// An Authing server inside of the test, with clients, guards, users and tokens.
///
/// Everything that it makes tells the time by the emulator's clock, so [`advance`](Self::advance)
/// moves both sides at once, and asks no proxy. A clone is cheap and is the same server; the last one
/// stops it.
///
/// ```
/// use authing_testing::TestAuthing;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let authing = TestAuthing::start().await?;
/// let alice = authing.user("alice").await?;
/// let session = authing.log_in(&alice).await?;
/// assert_eq!(session.current_user().await?.id, alice.id());
/// # Ok(()) }
/// ```
#[derive(Clone)]
pub struct TestAuthing {
    emulator: Arc<Emulator>,
    clock: Arc<dyn Clock>,
    management: ManagementClient,
    authentication: AuthenticationClient,
}

impl TestAuthing {
    /// Starts an emulator on a free port, and makes its clients.
    ///
    /// # Errors
    ///
    /// When the system gives no port.
    pub async fn start() -> Result<Self, TestError> {
        Self::with(Emulator::start().await?)
    }

    /// Makes the clients of an emulator that was started with other settings.
    ///
    /// # Errors
    ///
    /// None that is known: what the emulator says of itself is what clients take.
    pub fn with(emulator: Emulator) -> Result<Self, TestError> {
        let emulator = Arc::new(emulator);
        let clock: Arc<dyn Clock> = Arc::new(EmulatorClock::new(Arc::clone(&emulator)));
        let management = management_builder(&emulator, &clock).build()?;
        let authentication = authentication_builder(&emulator, &clock).build()?;
        Ok(Self { emulator, clock, management, authentication })
    }

    /// The emulator: messages that were "sent", faults, the log of requests, settings of the application.
    #[must_use]
    pub fn emulator(&self) -> &Emulator {
        &self.emulator
    }

    /// The time, for what your service makes by itself: `.clock(authing.clock())`.
    #[must_use]
    pub fn clock(&self) -> Arc<dyn Clock> {
        Arc::clone(&self.clock)
    }

    /// The time on the emulator's clock.
    #[must_use]
    pub fn now(&self) -> SystemTime {
        self.emulator.now()
    }

    /// Moves the clock of the emulator and of everything that was made here forward: codes, tokens and
    /// sessions end, and nothing waits. What waits does so by tokio's clock, which has its own pause.
    pub fn advance(&self, by: Duration) {
        self.emulator.advance(by);
    }

    /// The administrator.
    #[must_use]
    pub fn management(&self) -> ManagementClient {
        self.management.clone()
    }

    /// The application's end-user client, with a session of its own in which nobody is logged in.
    #[must_use]
    pub fn authentication(&self) -> AuthenticationClient {
        self.authentication.new_session()
    }

    /// A client of OpenID Connect that users come back to at this address: one on the loopback host,
    /// such as `http://localhost:3000/callback`, unless the application's settings name others.
    ///
    /// # Errors
    ///
    /// When it is not an address.
    pub fn oidc(&self, redirect_uri: impl Into<String>) -> Result<OidcClient, TestError> {
        Ok(self.oidc_builder().redirect_uri(redirect_uri).build()?)
    }

    /// The same with more settings.
    pub fn oidc_builder(&self) -> OidcClientBuilder {
        OidcClient::builder(self.emulator.app_id(), self.emulator.app_host())
            .secret(self.emulator.app_secret())
            .clock(self.clock())
            .no_proxy()
    }

    /// Sessions of browsers, in this process's memory, for a service at the origin of this callback. Give them
    /// to a [`guard`](Self::guard), and mount their routes in the service. Their responses say what went
    /// wrong (`development`).
    ///
    /// # Errors
    ///
    /// When it is not an address of this machine.
    pub fn sessions(&self, redirect_uri: impl Into<String>) -> Result<Sessions, TestError> {
        let builder = Sessions::builder(self.oidc(redirect_uri)?).store(MemorySessions::new());
        Ok(builder.development(true).build()?)
    }

    /// A client of CAS, to be given its service.
    #[cfg(feature = "cas")]
    #[cfg_attr(docsrs, doc(cfg(feature = "cas")))]
    pub fn cas_builder(&self) -> CasClientBuilder {
        CasClient::builder(self.emulator.app_id(), self.emulator.app_host())
            .clock(self.clock())
            .no_proxy()
    }

    /// A guard for the application, of `authing-web` or of the crate of a framework, whichever is wanted:
    /// `let guard: authing_axum::Guard = authing.guard().build()?`. Its responses say why a request may
    /// not pass (`development`).
    pub fn guard<G: From<Guard>>(&self) -> GuardBuilder<G> {
        let clock = self.clock();
        Guard::for_app(self.emulator.app_id(), self.emulator.app_host())
            .secret(self.emulator.app_secret())
            .verifier(|verifier| verifier.clock(clock).no_proxy())
            .development(true)
            .makes()
    }

    /// Makes a user with this username, and a password that is at hand.
    ///
    /// # Errors
    ///
    /// [`TestError::Call`], such as when there is one of this name.
    pub async fn user(&self, username: impl Into<String>) -> Result<TestUser, TestError> {
        self.user_with(CreateUserInput::new().username(username)).await
    }

    /// The same with more about the user. The password is set here.
    ///
    /// # Errors
    ///
    /// [`TestError::Call`] when the server refuses it.
    pub async fn user_with(&self, input: CreateUserInput) -> Result<TestUser, TestError> {
        let user = self.management.users().create(input.password(PASSWORD)).await?;
        Ok(TestUser::new(user, PASSWORD))
    }

    /// Logs a user in with the password, in a session of their own.
    ///
    /// # Errors
    ///
    /// [`TestError::Call`], such as when a second factor is asked for.
    pub async fn log_in(&self, user: &TestUser) -> Result<AuthenticationClient, TestError> {
        let session = self.authentication();
        let (account, password) = (user.account(), user.password());
        let known = user.user();
        if known.username.is_some() {
            session.login_by_username(account, password).await?;
        } else if known.email.is_some() {
            session.login_by_email(account, password).await?;
        } else {
            session.login_by_phone_password(account, password).await?;
        }
        Ok(session)
    }

    /// Begins a token of a user, with claims, kind and lifetime as wanted, and wrong if wanted.
    pub fn mint_token(&self, user: &TestUser) -> MintToken {
        MintToken::new(Arc::clone(&self.emulator), user.id())
    }

    /// The code most recently sent to a phone number or email address.
    #[must_use]
    pub fn last_code(&self, to: &str) -> Option<String> {
        self.emulator.last_code(to)
    }

    /// A visitor with a browser, who knows nobody and has no cookies.
    #[must_use]
    pub fn robot(&self) -> Robot {
        Robot::new(Arc::clone(&self.emulator))
    }

    /// A delivery of a webhook of this user pool: the event, what it tells, and the webhook's secret.
    #[must_use]
    pub fn webhook(
        &self,
        name: impl Into<String>,
        data: impl Into<Value>,
        secret: impl Into<String>,
    ) -> TestDelivery {
        TestDelivery::new(name, data, secret.into()).user_pool_id(self.emulator.user_pool_id())
    }
}

fn management_builder(emulator: &Emulator, clock: &Arc<dyn Clock>) -> ManagementClientBuilder {
    ManagementClient::builder(emulator.user_pool_id(), emulator.user_pool_secret())
        .host(emulator.url())
        .public_key(emulator.public_key())
        .clock(Arc::clone(clock))
        .no_proxy()
}

fn authentication_builder(
    emulator: &Emulator,
    clock: &Arc<dyn Clock>,
) -> AuthenticationClientBuilder {
    AuthenticationClient::builder(emulator.app_id(), emulator.app_host())
        .public_key(emulator.public_key())
        .clock(Arc::clone(clock))
        .no_proxy()
}

impl fmt::Debug for TestAuthing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TestAuthing").field("emulator", &self.emulator).finish_non_exhaustive()
    }
}
