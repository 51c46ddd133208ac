//! The application that an example is for: one that the environment names, or an embedded one.

use std::{error::Error, sync::Arc};

use authing_authentication::AuthenticationClient;
use authing_management::{CreateRole, Grantees, ManagementClient, types::CreateUserInput};
use authing_protocols::{
    Clock, SystemClock,
    oidc::{OidcClient, OidcClientBuilder},
};
use authing_testing::TestAuthing;
use authing_web::{Guard, GuardBuilder};

use crate::{needed_variable, variable};

/// The secret of the embedded application's webhook.
const WEBHOOK_SECRET: &str = "the secret of the webhook";

/// Clients of an application, and the beginnings of what a service builds.
#[derive(Debug)]
pub struct Setup {
    /// Logs visitors in; it wants a redirect URI.
    pub oidc: OidcClientBuilder,
    /// Guards routes.
    pub guard: GuardBuilder,
    /// Logs users in without a redirect; each takes a session of their own.
    pub authentication: AuthenticationClient,
    /// The administrator.
    pub management: ManagementClient,
    /// The secret that deliveries of webhooks bear.
    pub webhook_secret: String,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// The embedded server, which stops with this.
    pub embedded: Option<TestAuthing>,
}

impl Setup {
    /// The application that `AUTHING_APP_ID`, `AUTHING_APP_HOST`, `AUTHING_APP_SECRET`, the user pool's
    /// variables and `AUTHING_WEBHOOK_SECRET` name; an embedded one if there is no `AUTHING_APP_HOST`.
    ///
    /// # Errors
    ///
    /// When a variable is missing, or the system gives no port.
    pub async fn find() -> Result<Self, Box<dyn Error>> {
        match variable("AUTHING_APP_HOST") {
            Some(host) => Self::of_environment(&host),
            None => Self::embedded().await,
        }
    }

    fn of_environment(host: &str) -> Result<Self, Box<dyn Error>> {
        let id = needed_variable("AUTHING_APP_ID")?;
        let secret = needed_variable("AUTHING_APP_SECRET")?;
        Ok(Self {
            oidc: OidcClient::builder(&*id, host).secret(&*secret),
            guard: Guard::for_app(id, host).secret(secret),
            authentication: AuthenticationClient::from_env()?,
            management: ManagementClient::from_env()?,
            webhook_secret: needed_variable("AUTHING_WEBHOOK_SECRET")?,
            clock: Arc::new(SystemClock),
            embedded: None,
        })
    }

    /// With bob, who works in the shop, and alice, who does not. The password of both is `passw0rd`.
    async fn embedded() -> Result<Self, Box<dyn Error>> {
        let authing = TestAuthing::start().await?;
        let management = authing.management();
        let users = management.users();
        let person = |name| CreateUserInput::new().username(name).password("passw0rd");
        let bob = users.create(person("bob").nickname("Bob")).await?;
        users.create(person("alice").nickname("Alice").email("alice@example.com")).await?;
        management.roles().create(CreateRole::new("staff")).await?;
        users.add_roles(&bob.id, ["staff"]).await?;
        management.acl().allow(Grantees::user(&bob.id), "books:*", "books:list").await?;
        Ok(Self {
            oidc: authing.oidc_builder(),
            guard: authing.guard(),
            authentication: authing.authentication(),
            management,
            webhook_secret: WEBHOOK_SECRET.to_owned(),
            clock: authing.clock(),
            embedded: Some(authing),
        })
    }

    /// What to tell whoever started the example.
    #[must_use]
    pub fn hint(&self, home: &str) -> String {
        let Some(authing) = &self.embedded else {
            return format!("Open {home}");
        };
        let (app, emulator) = (authing.emulator().app_id(), authing.emulator());
        format!(
            "Open {home} and log in as bob (staff) or alice; the password of both is passw0rd.\n\
             The embedded Authing server listens at {}, for the application {app}. What it sends by phone:\n\
             \x20 curl -s {}/_emulator/messages\n\
             A webhook that ends a user's sessions:\n\
             \x20 curl -i {home}/webhooks -H 'x-authing-webhook-secret: {}' --json \\\n\
             \x20   '{{\"eventName\": \"user:blocked\", \"data\": {{\"user\": {{\"id\": \"…\"}}}}}}'",
            emulator.url(),
            emulator.url(),
            self.webhook_secret,
        )
    }
}
