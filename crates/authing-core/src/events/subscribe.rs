//! What is subscribed to, and how.

use std::time::Duration;

use crate::retry::RetryPolicy;

/// The public cloud's host for events.
pub const DEFAULT_EVENTS_HOST: &str = "wss://openevent.authing.cn";

const MOST_WAITING: usize = 1 << 24;

const LONGEST_PAUSE: Duration = Duration::from_secs(365 * 24 * 3600);

/// What is subscribed to, and how.
///
/// The WebSocket library writes every message that arrives into the log at the level `TRACE`, by the
/// crate `log` and under the name `tungstenite`. Events are about people: leave that name out of a log
/// of that level (`tungstenite=debug`). The token is in none of it.
///
/// ```
/// use std::time::Duration;
/// use authing_core::{RetryPolicy, Subscribe};
///
/// let request = Subscribe::new("authing.user.updated")
///     .buffer(1000)
///     .ping_every(Duration::from_secs(10))
///     .reconnect(RetryPolicy::new().attempts(100).max_backoff(Duration::from_secs(60)));
/// # let _ = request;
/// ```
#[derive(Clone)]
pub struct Subscribe {
    pub(super) event_type: String,
    pub(super) host: Option<String>,
    pub(super) buffer: usize,
    pub(super) ping_every: Duration,
    pub(super) max_message_bytes: usize,
    pub(super) reconnect: RetryPolicy,
}

authing_types::redacted_debug!(Subscribe {
    event_type,
    buffer,
    ping_every,
    max_message_bytes,
    reconnect
});

impl Subscribe {
    /// Events of this type, such as `authing.user.updated`; the console lists the types.
    pub fn new(event_type: impl Into<String>) -> Self {
        Self {
            event_type: event_type.into(),
            host: None,
            // With the size below, 64 MiB at worst.
            buffer: 256,
            // A dead connection is noticed within a minute; middle boxes keep one of this pace.
            ping_every: Duration::from_secs(30),
            // An event holds one object: a user is about 2 kB.
            max_message_bytes: 256 << 10,
            // Rides out about two minutes.
            reconnect: RetryPolicy::new()
                .attempts(10)
                .initial_backoff(Duration::from_millis(500))
                .max_backoff(Duration::from_secs(30)),
        }
    }

    /// The server for events, as `wss://` and its name. Default: that of the public cloud, if the
    /// client talks to the public cloud; a private deployment has its own, which must be given.
    #[must_use]
    pub fn host(mut self, host: impl Into<String>) -> Self {
        self.host = Some(host.into());
        self
    }

    /// How many events wait for the program at most. When they are more, the new ones are dropped
    /// and counted, and a [`Gap`](crate::Gap) says how many. Default: 256; at least 1, and at most
    /// 16 777 216.
    #[must_use]
    pub fn buffer(mut self, events: usize) -> Self {
        // More would help nobody, and cannot be counted.
        self.buffer = events.clamp(1, MOST_WAITING);
        self
    }

    /// How often the connection is tried by a ping. One on which nothing has come until the next
    /// ping is given up. Default: 30 s.
    #[must_use]
    pub fn ping_every(mut self, pause: Duration) -> Self {
        // A pause of nothing would be a flood, and one without an end cannot be counted.
        self.ping_every = pause.clamp(Duration::from_millis(10), LONGEST_PAUSE);
        self
    }

    /// The largest event that is read, in bytes; a larger one ends the connection. Default:
    /// 256 KiB.
    #[must_use]
    pub fn max_message_bytes(mut self, limit: usize) -> Self {
        self.max_message_bytes = limit;
        self
    }

    /// How a lost connection is made again: how many failures in a row end the stream, and how long
    /// the random waits between are. Default: 10 failures, waits of up to 0.5 s, 1 s, 2 s …, at
    /// most 30 s. A connection that has brought an event, or stood for a minute, ends the row.
    #[must_use]
    pub fn reconnect(mut self, policy: RetryPolicy) -> Self {
        self.reconnect = policy;
        self
    }
}

/// A text is the type of the events.
impl From<&str> for Subscribe {
    fn from(event_type: &str) -> Self {
        Self::new(event_type)
    }
}

/// A text is the type of the events.
impl From<String> for Subscribe {
    fn from(event_type: String) -> Self {
        Self::new(event_type)
    }
}
