//! One call of each kind that talks to a server: reads and writes of both clients, and what the protocols
//! fetch.

use std::{future::Future, sync::Arc, time::Duration};

use authing_authentication::AuthenticationClient;
use authing_core::{BoxFuture, Error, RetryPolicy};
use authing_management::{Credentials, ManagementClient};
use authing_protocols::{
    jose::{Algorithm, IdTokenChecks},
    oauth2::OAuth2Client,
    oidc::OidcClient,
};

/// Longer than any call here may take, whatever the machine is busy with.
pub(crate) const BOUND: Duration = Duration::from_secs(20);

/// An id_token by a key that is in no key set, so that the key set is fetched.
const ID_TOKEN: &str = "eyJhbGciOiJSUzI1NiIsImtpZCI6ImsifQ.e30.AAAA";

/// Of the length that HS256 asks for.
const SECRET: &str = "0123456789abcdef0123456789abcdef";

/// What a client is made with.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    pub(crate) host: String,
    pub(crate) timeout: Duration,
    pub(crate) attempt_timeout: Option<Duration>,
    pub(crate) retry: RetryPolicy,
    pub(crate) max_response_bytes: usize,
    pub(crate) root_certificate: Option<String>,
}

impl Settings {
    /// For this server, with retries that do not wait.
    pub(crate) fn new(host: impl Into<String>) -> Self {
        Self {
            host: host.into(),
            timeout: BOUND,
            attempt_timeout: None,
            retry: at_once(),
            max_response_bytes: 1 << 20,
            root_certificate: None,
        }
    }
}

/// The default policy, without its waits.
pub(crate) fn at_once() -> RetryPolicy {
    RetryPolicy::new().initial_backoff(Duration::ZERO).max_retry_after(Duration::ZERO)
}

/// Sets all of a builder's options.
macro_rules! build {
    ($builder:expr, $settings:expr) => {{
        let settings = $settings;
        let mut builder = $builder
            .no_proxy()
            .timeout(settings.timeout)
            .retry(settings.retry.clone())
            .max_response_bytes(settings.max_response_bytes);
        if let Some(limit) = settings.attempt_timeout {
            builder = builder.attempt_timeout(limit);
        }
        if let Some(pem) = &settings.root_certificate {
            builder = builder.root_certificate(pem.clone());
        }
        builder.build().unwrap()
    }};
}

pub(crate) fn management(settings: &Settings) -> ManagementClient {
    let token = Credentials::AccessToken("token".into());
    build!(ManagementClient::builder("pool", token).host(&settings.host), settings)
}

/// One that fetches its token.
pub(crate) fn management_with_secret(settings: &Settings) -> ManagementClient {
    build!(ManagementClient::builder("pool", "secret").host(&settings.host), settings)
}

pub(crate) fn authentication(settings: &Settings) -> AuthenticationClient {
    let client: AuthenticationClient =
        build!(AuthenticationClient::builder("app", &settings.host), settings);
    client.with_token("token")
}

pub(crate) fn oidc(settings: &Settings, discovery: bool) -> OidcClient {
    let builder = OidcClient::builder("app", &settings.host)
        .secret(SECRET)
        .id_token_algorithms([Algorithm::Rs256])
        .discovery(discovery);
    build!(builder, settings)
}

pub(crate) fn oauth2(settings: &Settings) -> OAuth2Client {
    build!(OAuth2Client::builder("app", &settings.host).secret(SECRET), settings)
}

type Send = dyn Fn() -> BoxFuture<'static, Result<(), Error>> + std::marker::Send + Sync;

/// A call that can be made again and again.
#[derive(Clone)]
pub(crate) struct Probe {
    pub(crate) name: &'static str,
    /// The verb and path of its request.
    pub(crate) request: &'static str,
    pub(crate) is_idempotent: bool,
    send: Arc<Send>,
}

impl Probe {
    fn new<F>(
        (name, request, is_idempotent): (&'static str, &'static str, bool),
        send: impl Fn() -> F + std::marker::Send + Sync + 'static,
    ) -> Self
    where
        F: Future<Output = Result<(), Error>> + std::marker::Send + 'static,
    {
        Self { name, request, is_idempotent, send: Arc::new(move || Box::pin(send())) }
    }

    /// Makes the call, which must end in bounded time.
    pub(crate) async fn send(&self) -> Result<(), Error> {
        let sent = tokio::time::timeout(2 * BOUND, (self.send)()).await;
        sent.unwrap_or_else(|_| panic!("{} goes on without end", self.name))
    }
}

pub(crate) fn management_read(settings: &Settings) -> Probe {
    let client = management(settings);
    Probe::new(("management, read", "GET /api/v2/env", true), move || {
        let call = client.user_pool().list_env();
        async move { call.await.map(drop) }
    })
}

pub(crate) fn management_write(settings: &Settings) -> Probe {
    let client = management(settings);
    Probe::new(("management, write", "POST /api/v2/env", false), move || {
        let call = client.user_pool().add_env("KEY", "value");
        async move { call.await }
    })
}

pub(crate) fn authentication_read(settings: &Settings) -> Probe {
    let client = authentication(settings);
    Probe::new(("authentication, read", "GET /api/v2/users/me/orgs", true), move || {
        let call = client.list_orgs();
        async move { call.await.map(drop) }
    })
}

pub(crate) fn authentication_write(settings: &Settings) -> Probe {
    let client = authentication(settings);
    Probe::new(("authentication, write", "POST /graphql/v2", false), move || {
        let client = client.new_session();
        async move { client.login_by_username("bob", "passw0rd").await.map(drop) }
    })
}

/// A new client for each call, since what is fetched is kept, and so is a failure for a while.
fn discovery(settings: &Settings) -> Probe {
    let settings = settings.clone();
    let facts = ("discovery", "GET /oidc/.well-known/openid-configuration", true);
    Probe::new(facts, move || {
        let client = oidc(&settings, true);
        async move { client.metadata().await.map(drop).map_err(of_call) }
    })
}

fn keys(settings: &Settings) -> Probe {
    let settings = settings.clone();
    Probe::new(("keys", "GET /oidc/.well-known/jwks.json", true), move || {
        let client = oidc(&settings, false);
        async move {
            let checks = IdTokenChecks::default();
            let verified = client.verifier().verify_id_token(ID_TOKEN, &checks).await;
            verified.map(drop).map_err(of_call)
        }
    })
}

pub(crate) fn tokens(settings: &Settings) -> Probe {
    let client = oauth2(settings);
    Probe::new(("tokens", "POST /oauth/token", false), move || {
        let client = client.clone();
        async move { client.refresh("refresh-token").await.map(drop).map_err(of_call) }
    })
}

/// All of them, each with a client of its own.
pub(crate) const ALL: [fn(&Settings) -> Probe; 7] = [
    management_read,
    management_write,
    authentication_read,
    authentication_write,
    discovery,
    keys,
    tokens,
];

fn of_call(error: authing_protocols::Error) -> Error {
    match error {
        authing_protocols::Error::Call(error) => error,
        other => panic!("not about the call: {other}"),
    }
}
