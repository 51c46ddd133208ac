//! The server, and how it is asked.

use std::{future::Future, sync::Arc, time::Duration};

use authing_protocols::store::StoreError;
use authing_types::Secret;
use redis::{
    Client, FromRedisValue, RedisError,
    aio::{ConnectionManager, ConnectionManagerConfig},
};
use tokio::{runtime::Handle, sync::OnceCell};

/// A store that is slower than this holds up a login.
const DEFAULT_TIMEOUT: Duration = Duration::from_secs(2);

/// Nothing is kept for longer than a century: later times have no place in the server's calendar.
const LONGEST_TTL: Duration = Duration::from_secs(100 * 365 * 86_400);

/// Keeps in a Redis server (6.2 or later), or one that speaks its language, what the processes of a service
/// must know together: see [the crate](crate).
///
/// Clones share one connection, which is made when it is first needed, and again when it broke. Each
/// operation is one command or one script, so that nobody sees half of it. While the server is down,
/// each fails within [`timeout`](Self::timeout).
///
/// ```no_run
/// use std::time::Duration;
/// use authing_protocols::store::ReplayStore as _;
/// use authing_redis::RedisStore;
///
/// # async fn example() -> Result<(), authing_protocols::store::StoreError> {
/// let store = RedisStore::new("redis://:password@redis.internal:6379/0")?.prefix("shop:");
/// let new = store.first_use("the id of a message", Duration::from_secs(300)).await?;
/// # let _ = new; Ok(()) }
/// ```
#[derive(Clone)]
pub struct RedisStore {
    client: Client,
    prefix: String,
    timeout: Duration,
    connection: Arc<OnceCell<ConnectionManager>>,
}

impl RedisStore {
    /// A store at this address. No network is touched.
    ///
    /// # Errors
    ///
    /// When it is not a `redis://` URL, or is `rediss://` without the feature `rustls`.
    pub fn new(url: impl Into<Secret>) -> Result<Self, StoreError> {
        let client = Client::open(url.into().expose()).map_err(|_| {
            StoreError::new(
                "the address of the redis server cannot be used: give `redis://host:port/number`, \
                 or `rediss://…` with the feature `rustls` of authing-redis",
            )
        })?;
        Ok(Self {
            client,
            prefix: "authing:".to_owned(),
            timeout: DEFAULT_TIMEOUT,
            connection: Arc::default(),
        })
    }

    /// The prefix of every key, so that several services can share a server. Default:
    /// `authing:`.
    #[must_use]
    pub fn prefix(mut self, prefix: impl Into<String>) -> Self {
        self.prefix = prefix.into();
        self
    }

    /// How long one access may take, with the connection if there is none. Default: 2 s.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self.connection = Arc::default();
        self
    }

    /// The key of an entry of this kind.
    pub(crate) fn key(&self, kind: &str, name: &str) -> String {
        format!("{}{kind}:{name}", self.prefix)
    }

    /// Sets a key that does not exist yet; returns whether it did so.
    pub(crate) async fn set_new(
        &self,
        key: String,
        value: &str,
        milliseconds: String,
    ) -> Result<bool, StoreError> {
        let mut command = redis::cmd("SET");
        command.arg(key).arg(value).arg("NX").arg("PX").arg(milliseconds);
        let set: Option<String> = self.query(&command).await?;
        Ok(set.is_some())
    }

    /// Sends a command that must not be carried out twice.
    pub(crate) async fn query<T: FromRedisValue>(
        &self,
        command: &redis::Cmd,
    ) -> Result<T, StoreError> {
        self.in_time(async {
            let mut connection = self.connect().await?;
            command.query_async(&mut connection).await.map_err(|error| failed(&error))
        })
        .await
    }

    /// Sends a command that may be carried out twice. That a connection was closed, by a server that was
    /// started again or a firewall that lost patience, is noticed by the command that comes next: it is
    /// sent once more, on a new one.
    pub(crate) async fn query_again<T: FromRedisValue>(
        &self,
        command: &redis::Cmd,
    ) -> Result<T, StoreError> {
        self.in_time(async {
            let mut connection = self.connect().await?;
            let done = match command.query_async(&mut connection).await {
                Err(error) if error.is_unrecoverable_error() => {
                    command.query_async(&mut connection).await
                }
                done => done,
            };
            done.map_err(|error| failed(&error))
        })
        .await
    }

    async fn connect(&self) -> Result<ConnectionManager, StoreError> {
        let connect = || async {
            #[cfg(feature = "rustls")]
            provide_crypto();
            let config = ConnectionManagerConfig::new()
                .set_number_of_retries(1)
                .set_connection_timeout(Some(self.timeout))
                .set_response_timeout(Some(self.timeout));
            ConnectionManager::new_lazy_with_config(self.client.clone(), config)
                .map_err(|error| failed(&error))
        };
        self.connection.get_or_try_init(connect).await.cloned()
    }

    async fn in_time<T>(
        &self,
        access: impl Future<Output = Result<T, StoreError>>,
    ) -> Result<T, StoreError> {
        // redis and tokio's timers panic outside of a runtime.
        Handle::try_current().map_err(|_| StoreError::new("redis needs a tokio runtime"))?;
        let limit = self.timeout;
        tokio::time::timeout(limit, access).await.unwrap_or_else(|_| {
            Err(StoreError::new(format!("the redis server did not respond within {limit:?}")))
        })
    }
}

/// A time to live, as a command takes it. Nothing would be kept for no time at all.
pub(crate) fn milliseconds(ttl: Duration) -> String {
    ttl.min(LONGEST_TTL).as_millis().max(1).to_string()
}

/// The client of Redis takes the provider of the process, and panics where there is none that is clear.
#[cfg(feature = "rustls")]
fn provide_crypto() {
    use rustls::crypto::{CryptoProvider, aws_lc_rs};
    if CryptoProvider::get_default().is_none() {
        // Somebody else was faster: then there is one.
        let _ = aws_lc_rs::default_provider().install_default();
    }
}

/// Says what kind of failure it is. The server's own words are left out: they quote what was sent.
fn failed(error: &RedisError) -> StoreError {
    let code = error.code().map(|code| format!(" ({code})")).unwrap_or_default();
    StoreError::new(format!("the redis server failed: {}{code}", error.category()))
}

// Shows neither the address, which may hold a password, nor what is kept.
authing_types::redacted_debug!(RedisStore { prefix, timeout });
