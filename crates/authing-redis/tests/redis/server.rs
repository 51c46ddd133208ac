//! A Redis server of a test's own.

use std::{
    env,
    io::ErrorKind,
    net::{TcpListener, TcpStream},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use authing_redis::RedisStore;
use redis::FromRedisValue;

/// With every feature, as CI has it.
const REQUIRED: bool = cfg!(all(feature = "rustls", feature = "web"));

pub(crate) const MINUTE: Duration = Duration::from_secs(60);

/// The server's own clock cannot be moved, so the ends of what it keeps are.
#[cfg(feature = "web")]
const PASS: &str = "
local by = tonumber(ARGV[1])
for _, key in ipairs(redis.call('KEYS', '*')) do
  local left = redis.call('PTTL', key)
  if left >= 0 then redis.call('PEXPIRE', key, left - by) end
  if redis.call('TYPE', key).ok == 'zset' then
    for _, member in ipairs(redis.call('ZRANGE', key, 0, -1)) do
      redis.call('ZINCRBY', key, -by, member)
    end
  end
end";

/// One that nobody listens at just now.
pub(crate) fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// A server of one test's own; it ends with the value.
pub(crate) struct Server {
    process: Child,
    port: u16,
}

impl Server {
    /// `None` where the tests are to be left out.
    pub(crate) fn start(options: &[&str]) -> Option<Self> {
        Self::start_at(free_port(), options)
    }

    pub(crate) fn start_at(port: u16, options: &[&str]) -> Option<Self> {
        if env::var("AUTHING_SKIP_REDIS").is_ok_and(|value| value == "1") {
            return None;
        }
        let process = Command::new("redis-server")
            .args(["--bind", "127.0.0.1", "--port", &port.to_string()])
            .args(["--save", "", "--appendonly", "no"])
            .args(options)
            .stdout(Stdio::null())
            .spawn();
        let process = match process {
            Err(error) if error.kind() == ErrorKind::NotFound && !REQUIRED => return None,
            started => {
                started.expect("redis-server must be installed, or AUTHING_SKIP_REDIS=1 set")
            }
        };
        let server = Self { process, port };
        let deadline = Instant::now() + Duration::from_secs(10);
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(Instant::now() < deadline, "redis-server does not listen");
            std::thread::yield_now();
        }
        Some(server)
    }

    pub(crate) fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    pub(crate) fn store(&self) -> RedisStore {
        RedisStore::new(self.url()).unwrap()
    }

    /// Asks the server itself.
    pub(crate) async fn ask<T: FromRedisValue>(&self, command: &[&str]) -> T {
        let client = redis::Client::open(self.url()).unwrap();
        let mut connection = client.get_multiplexed_async_connection().await.unwrap();
        redis::cmd(command[0]).arg(&command[1..]).query_async(&mut connection).await.unwrap()
    }

    /// Has all that it keeps end by so much earlier, as if the time had passed.
    #[cfg(feature = "web")]
    pub(crate) async fn pass(&self, time: Duration) {
        let () = self.ask(&["EVAL", PASS, "0", &time.as_millis().to_string()]).await;
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
