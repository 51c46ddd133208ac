//! Which sessions in cookies were ended.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use authing_core::BoxFuture;
use authing_protocols::store::StoreError;
use authing_web::session::{RevocationList, SessionGroup};

use crate::store::{RedisStore, milliseconds};

/// `KEYS`: the group; `ARGV`: up to when its sessions are ended, and for how long that is remembered. Neither
/// gets less by a later call.
const REVOKE: &str = "
local at, ttl = ARGV[1], ARGV[2]
local known = redis.call('GET', KEYS[1])
if known and tonumber(known) > tonumber(at) then at = known end
local left = redis.call('PTTL', KEYS[1])
if left > tonumber(ttl) then ttl = left end
redis.call('SET', KEYS[1], at, 'PX', ttl)
return 1";

impl RevocationList for RedisStore {
    fn revoke<'a>(
        &'a self,
        group: &'a SessionGroup,
        at: SystemTime,
        ttl: Duration,
    ) -> BoxFuture<'a, Result<(), StoreError>> {
        Box::pin(async move {
            let mut command = redis::cmd("EVAL");
            command.arg(REVOKE).arg(1).arg(self.key("revoked", group.as_str()));
            command.arg(since_1970(at)).arg(milliseconds(ttl));
            self.query_again(&command).await
        })
    }

    fn is_revoked<'a>(
        &'a self,
        groups: &'a [SessionGroup],
        began_at: SystemTime,
    ) -> BoxFuture<'a, Result<bool, StoreError>> {
        Box::pin(async move {
            if groups.is_empty() {
                return Ok(false);
            }
            let mut command = redis::cmd("MGET");
            for group in groups {
                command.arg(self.key("revoked", group.as_str()));
            }
            let ended: Vec<Option<u64>> = self.query_again(&command).await?;
            Ok(ended.into_iter().flatten().any(|at| since_1970(began_at) <= at))
        })
    }
}

fn since_1970(time: SystemTime) -> u64 {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default().as_millis();
    since.try_into().unwrap_or(u64::MAX)
}
