//! Logins that were started, and messages that were used.

use std::time::Duration;

use authing_core::BoxFuture;
use authing_protocols::store::{PendingStore, ReplayStore, StoreError};
use authing_types::Secret;
use redis::Cmd;

use crate::store::{RedisStore, milliseconds};

impl RedisStore {
    /// A command about a pending login.
    fn pending(&self, command: &str, key: &str) -> Cmd {
        let mut command = redis::cmd(command);
        command.arg(self.key("pending", key));
        command
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
            let key = self.key("pending", key);
            if self.set_new(key, value.expose(), milliseconds(ttl)).await? {
                Ok(())
            } else {
                Err(StoreError::new("there is a pending login under this key already"))
            }
        })
    }

    fn get<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<Option<Secret>, StoreError>> {
        Box::pin(async move {
            let value: Option<String> = self.query_again(&self.pending("GET", key)).await?;
            Ok(value.map(Secret::from))
        })
    }

    fn take<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<Option<Secret>, StoreError>> {
        Box::pin(async move {
            // One command, so that of several callers one gets the value.
            let value: Option<String> = self.query(&self.pending("GETDEL", key)).await?;
            Ok(value.map(Secret::from))
        })
    }
}

impl ReplayStore for RedisStore {
    fn first_use<'a>(
        &'a self,
        id: &'a str,
        ttl: Duration,
    ) -> BoxFuture<'a, Result<bool, StoreError>> {
        Box::pin(async move { self.set_new(self.key("used", id), "1", milliseconds(ttl)).await })
    }
}
