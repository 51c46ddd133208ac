//! A store in a Redis server, for a service of several processes.

use std::{future::Future, sync::Arc, time::Duration};

use authing_core::BoxFuture;
use authing_types::Secret;
use redis::{
    Client, FromRedisValue, RedisError,
    aio::{ConnectionManager, ConnectionManagerConfig},
};
use tokio::{runtime::Handle, sync::OnceCell};

use super::traits::{LONGEST_TTL, PendingStore, ReplayStore, StoreError};

/// A store that is slower than this holds up a login.
const DEFAULT_TIMEOUT: Duration = Duration::from_secs(2);

/// Keeps pending logins and used messages in a Redis server (6.2 or later), or one that speaks
/// its language.
///
/// Entries hold secrets: run the server where nobody else reads it, and let it evict nothing
/// early (`maxmemory-policy noeviction`), since a used message that is forgotten can be used again.
/// For `rediss://` enable the feature `tokio-rustls-comp` of the crate `redis` in your program.
///
/// Clones share one connection, which is made when it is first needed, and again when it broke.
///
/// ```no_run
/// use std::time::Duration;
/// use authing_protocols::store::{RedisStore, ReplayStore as _};
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
    /// When it is not a `redis://` URL, or is `rediss://` and TLS is not compiled in.
    pub fn new(url: impl Into<Secret>) -> Result<Self, StoreError> {
        let client = Client::open(url.into().expose()).map_err(|_| {
            StoreError::new(
                "the address of the redis server cannot be used: give `redis://host:port/number`, \
                 or `rediss://…` with TLS compiled into the crate redis",
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

    /// Sets a key that does not exist yet; returns whether it did so.
    async fn set_new(&self, key: String, value: &str, ttl: Duration) -> Result<bool, StoreError> {
        // Nothing would be kept for no time at all.
        let ttl = ttl.min(LONGEST_TTL).as_millis().max(1);
        let mut command = redis::cmd("SET");
        command.arg(key).arg(value).arg("NX").arg("PX").arg(ttl.to_string());
        let set: Option<String> = self.query(&command).await?;
        Ok(set.is_some())
    }

    /// What a command that reads gives for a pending login.
    async fn read(&self, command: &str, key: &str) -> Result<Option<Secret>, StoreError> {
        let mut command = redis::cmd(command);
        command.arg(format!("{}pending:{key}", self.prefix));
        let value: Option<String> = self.query(&command).await?;
        Ok(value.map(Secret::from))
    }

    async fn query<T: FromRedisValue>(&self, command: &redis::Cmd) -> Result<T, StoreError> {
        self.in_time(async {
            let mut connection = self.connect().await?;
            command.query_async(&mut connection).await.map_err(|error| failed(&error))
        })
        .await
    }

    async fn connect(&self) -> Result<ConnectionManager, StoreError> {
        let connect = || async {
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

impl PendingStore for RedisStore {
    fn put<'a>(
        &'a self,
        key: &'a str,
        value: Secret,
        ttl: Duration,
    ) -> BoxFuture<'a, Result<(), StoreError>> {
        Box::pin(async move {
            let key = format!("{}pending:{key}", self.prefix);
            if self.set_new(key, value.expose(), ttl).await? {
                Ok(())
            } else {
                Err(StoreError::new("there is a pending login under this key already"))
            }
        })
    }

    fn get<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<Option<Secret>, StoreError>> {
        Box::pin(self.read("GET", key))
    }

    fn take<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<Option<Secret>, StoreError>> {
        // One command, so that of several callers one gets the value.
        Box::pin(self.read("GETDEL", key))
    }
}

impl ReplayStore for RedisStore {
    fn first_use<'a>(
        &'a self,
        id: &'a str,
        ttl: Duration,
    ) -> BoxFuture<'a, Result<bool, StoreError>> {
        Box::pin(async move { self.set_new(format!("{}used:{id}", self.prefix), "1", ttl).await })
    }
}

/// Says what kind of failure it is. The server's own words are left out: they quote what was sent.
fn failed(error: &RedisError) -> StoreError {
    let code = error.code().map(|code| format!(" ({code})")).unwrap_or_default();
    StoreError::new(format!("the redis server failed: {}{code}", error.category()))
}

// Shows neither the address, which may hold a password, nor what is kept.
authing_types::redacted_debug!(RedisStore { prefix, timeout });
