//! Sessions of browsers.
//!
//! | key | is |
//! |---|---|
//! | `session:KEY` | a hash: `v` the version, `d` the value, `g` the groups with spaces between them |
//! | `group:GROUP` | a sorted set: the keys of its sessions, each with when it ends, in milliseconds |
//! | `lock:KEY` | who holds the lock |
//! | `versions:` | a counter, so that no version is used twice |
//!
//! A session that ends by itself leaves its key in its groups until somebody else joins them, or their last
//! session ends.

use std::time::Duration;

use authing_core::{BoxFuture, random};
use authing_protocols::store::StoreError;
use authing_types::Secret;
use authing_web::session::{SessionGroup, SessionLock, SessionStore, StoredSession};

use crate::store::{RedisStore, milliseconds};

/// `KEYS`: session, counter of versions, groups; `ARGV`: time to live, key, value, groups.
const CREATE: &str = "
if redis.call('EXISTS', KEYS[1]) == 1 then return 0 end
redis.call('HSET', KEYS[1], 'v', redis.call('INCR', KEYS[2]), 'd', ARGV[3], 'g', ARGV[4])
";

/// `KEYS`: session, counter of versions, groups; `ARGV`: time to live, key, value, version that was seen.
const REPLACE: &str = "
if redis.call('HGET', KEYS[1], 'v') ~= ARGV[4] then return 0 end
redis.call('HSET', KEYS[1], 'v', redis.call('INCR', KEYS[2]), 'd', ARGV[3])
";

/// Goes on after both: the session lives for that long, and is in its groups.
const KEEP: &str = "
redis.call('PEXPIRE', KEYS[1], ARGV[1])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
for i = 3, #KEYS do
  redis.call('ZREMRANGEBYSCORE', KEYS[i], '-inf', now)
  redis.call('ZADD', KEYS[i], now + ARGV[1], ARGV[2])
  if redis.call('PTTL', KEYS[i]) < tonumber(ARGV[1]) then
    redis.call('PEXPIRE', KEYS[i], ARGV[1])
  end
end
return 1";

/// Removes a session `key`, and takes it out of its groups.
const REMOVE_ONE: &str = "
local function remove(key)
  local groups = redis.call('HGET', ARGV[1] .. key, 'g')
  if not groups then return 0 end
  for group in string.gmatch(groups, '%S+') do redis.call('ZREM', ARGV[3] .. group, key) end
  redis.call('DEL', ARGV[1] .. key, ARGV[2] .. key)
  return 1
end
";

/// `ARGV`: the prefixes of sessions, locks and groups, and the key.
const REMOVE: &str = "return remove(ARGV[4])";

/// `ARGV`: the same, and the version that was seen.
const REMOVE_VERSION: &str = "
if redis.call('HGET', ARGV[1] .. ARGV[4], 'v') ~= ARGV[5] then return 0 end
return remove(ARGV[4])";

/// `KEYS`: the group.
const MEMBERS: &str = "
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
return redis.call('ZRANGEBYSCORE', KEYS[1], '(' .. now, '+inf')";

/// `ARGV`: the same prefixes, and the group.
const REMOVE_GROUP: &str = "
local group, removed = ARGV[3] .. ARGV[4], 0
for _, key in ipairs(redis.call('ZRANGE', group, 0, -1)) do removed = removed + remove(key) end
redis.call('DEL', group)
return removed";

/// `KEYS`: lock; `ARGV`: who holds it.
const UNLOCK: &str = "if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end
return 1";

impl RedisStore {
    /// Runs a script about a session and its groups.
    async fn keep(
        &self,
        script: &str,
        key: &str,
        groups: &[SessionGroup],
        ttl: Duration,
        value: &Secret,
        more: &str,
    ) -> Result<bool, StoreError> {
        let mut command = redis::cmd("EVAL");
        command.arg(format!("{script}{KEEP}")).arg(groups.len().saturating_add(2));
        command.arg(self.key("session", key)).arg(self.key("versions", ""));
        for group in groups {
            command.arg(self.key("group", group.as_str()));
        }
        command.arg(milliseconds(ttl)).arg(key).arg(value.expose()).arg(more);
        let done: u64 = self.query(&command).await?;
        Ok(done == 1)
    }

    /// Runs a script that removes sessions.
    async fn remove_by(&self, script: &str, names: &[&str]) -> Result<u64, StoreError> {
        let mut command = redis::cmd("EVAL");
        command.arg(format!("{REMOVE_ONE}{script}")).arg(0);
        for kind in ["session", "lock", "group"] {
            command.arg(self.key(kind, ""));
        }
        command.arg(names);
        // What is gone is gone, if it is sent twice: then the second one tells that there was none.
        self.query_again(&command).await
    }
}

impl SessionStore for RedisStore {
    fn create<'a>(
        &'a self,
        key: &'a str,
        value: Secret,
        groups: &'a [SessionGroup],
        ttl: Duration,
    ) -> BoxFuture<'a, Result<(), StoreError>> {
        Box::pin(async move {
            let names = groups.iter().map(SessionGroup::as_str).collect::<Vec<_>>().join(" ");
            match self.keep(CREATE, key, groups, ttl, &value, &names).await? {
                true => Ok(()),
                false => Err(StoreError::new("there is a session under this key already")),
            }
        })
    }

    fn load<'a>(
        &'a self,
        key: &'a str,
    ) -> BoxFuture<'a, Result<Option<StoredSession>, StoreError>> {
        Box::pin(async move {
            let mut command = redis::cmd("HMGET");
            command.arg(self.key("session", key)).arg("v").arg("d");
            let stored: (Option<u64>, Option<String>) = self.query_again(&command).await?;
            let (Some(version), Some(value)) = stored else { return Ok(None) };
            Ok(Some(StoredSession { value: value.into(), version }))
        })
    }

    fn replace<'a>(
        &'a self,
        key: &'a str,
        version: u64,
        value: Secret,
        groups: &'a [SessionGroup],
        ttl: Duration,
    ) -> BoxFuture<'a, Result<bool, StoreError>> {
        Box::pin(
            async move { self.keep(REPLACE, key, groups, ttl, &value, &version.to_string()).await },
        )
    }

    fn remove<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<bool, StoreError>> {
        Box::pin(async move { Ok(self.remove_by(REMOVE, &[key]).await? == 1) })
    }

    fn remove_version<'a>(
        &'a self,
        key: &'a str,
        version: u64,
    ) -> BoxFuture<'a, Result<bool, StoreError>> {
        Box::pin(async move {
            let removed = self.remove_by(REMOVE_VERSION, &[key, &version.to_string()]).await?;
            Ok(removed == 1)
        })
    }

    fn members<'a>(
        &'a self,
        group: &'a SessionGroup,
    ) -> BoxFuture<'a, Result<Vec<String>, StoreError>> {
        Box::pin(async move {
            let mut command = redis::cmd("EVAL");
            command.arg(MEMBERS).arg(1).arg(self.key("group", group.as_str()));
            self.query_again(&command).await
        })
    }

    fn remove_group<'a>(
        &'a self,
        group: &'a SessionGroup,
    ) -> BoxFuture<'a, Result<u64, StoreError>> {
        Box::pin(async move { self.remove_by(REMOVE_GROUP, &[group.as_str()]).await })
    }

    fn lock<'a>(
        &'a self,
        key: &'a str,
        lease: Duration,
    ) -> BoxFuture<'a, Result<Option<SessionLock>, StoreError>> {
        Box::pin(async move {
            let token = random::text(22).map_err(|error| {
                StoreError::new("there is no randomness for a lock").with_source(error)
            })?;
            let is_ours = self.set_new(self.key("lock", key), &token, milliseconds(lease)).await?;
            Ok(is_ours.then(|| SessionLock::new(token)))
        })
    }

    fn unlock<'a>(
        &'a self,
        key: &'a str,
        lock: SessionLock,
    ) -> BoxFuture<'a, Result<(), StoreError>> {
        Box::pin(async move {
            let mut command = redis::cmd("EVAL");
            command.arg(UNLOCK).arg(1).arg(self.key("lock", key)).arg(lock.token());
            self.query_again(&command).await
        })
    }
}
