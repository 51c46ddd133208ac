//! Events as they happen, over a WebSocket.

mod socket;
mod stream;
mod worker;

use std::{fmt, time::Duration};

use serde::de::DeserializeOwned;

pub(crate) use self::socket::SocketSettings;
pub use self::stream::EventStream;
use crate::{
    call::Caller,
    envelope::Misfit,
    error::{Error, ErrorKind},
    operation::Operation,
    retry::RetryPolicy,
};

/// The public cloud's host for events.
pub const DEFAULT_EVENTS_HOST: &str = "wss://openevent.authing.cn";

/// What is subscribed to, and how.
///
/// ```
/// use std::time::Duration;
/// use authing_core::{RetryPolicy, Subscribe};
///
/// let request = Subscribe::new("authing.user.updated")
///     .buffer(1000)
///     .ping_every(Duration::from_secs(10))
///     .reconnect(RetryPolicy::new().attempts(100).longest_wait(Duration::from_secs(60)));
/// # let _ = request;
/// ```
#[derive(Clone, Debug)]
pub struct Subscribe {
    event_type: String,
    host: Option<String>,
    buffer: usize,
    ping_every: Duration,
    max_message_bytes: usize,
    reconnect: RetryPolicy,
}

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
                .first_wait(Duration::from_millis(500))
                .longest_wait(Duration::from_secs(30)),
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
    /// and counted, and a [`Gap`] says how many. Default: 256.
    #[must_use]
    pub fn buffer(mut self, events: usize) -> Self {
        self.buffer = events.max(1);
        self
    }

    /// How often the connection is tried by a ping. One on which nothing has come until the next
    /// ping is given up. Default: 30 s.
    #[must_use]
    pub fn ping_every(mut self, pause: Duration) -> Self {
        // A pause of nothing would be a flood.
        self.ping_every = pause.max(Duration::from_millis(10));
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

/// What a subscription brings.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Event {
    /// The subscription stands: what happens from now on comes, as far as no [`Gap`] says else.
    Subscribed,
    /// Something has happened.
    Message(EventMessage),
    /// Events may have been missed: the server does not send them again, so look up what matters.
    /// The subscription stands again.
    Gap(Gap),
}

/// One event, as the server wrote it. `Debug` hides it.
#[derive(Clone, PartialEq, Eq)]
pub struct EventMessage(String);

impl EventMessage {
    /// The text, as the server wrote it: JSON for Authing's own events.
    pub fn text(&self) -> &str {
        &self.0
    }

    /// The text read as JSON.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Decode`] when it is not JSON, or not of this type; the error quotes nothing.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, Error> {
        serde_json::from_str(&self.0).map_err(|cause| {
            Error::new(ErrorKind::Decode, "the event is not what was expected")
                .with_source(Misfit::from(&cause))
        })
    }
}

impl fmt::Debug for EventMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventMessage").field("bytes", &self.0.len()).finish_non_exhaustive()
    }
}

/// Why events may have been missed, and how many.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Gap {
    /// What happened.
    pub cause: GapCause,
    /// How many events came and were dropped. What came while there was no connection is not known.
    pub dropped: u64,
    /// How long there was no connection.
    pub outage: Duration,
}

/// What made a [`Gap`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum GapCause {
    /// More events came than the program took, and the buffer was full.
    Overflow,
    /// The connection was lost, or closed by the server.
    Disconnected,
    /// Nothing came on the connection any more.
    Silent,
    /// An event was larger than allowed.
    Oversized,
    /// What came was no text.
    Unreadable,
}

impl GapCause {
    fn describe(self) -> &'static str {
        match self {
            Self::Overflow => "the buffer was full",
            Self::Disconnected => "the connection for events was lost",
            Self::Silent => "nothing came on the connection for events any more",
            Self::Oversized => "an event was larger than allowed",
            Self::Unreadable => "what came for an event is no text",
        }
    }
}

impl Caller {
    /// Subscribes to events; the operation has the path. Nothing is sent until the stream is
    /// polled.
    #[doc(hidden)]
    pub fn subscribe(&self, operation: Operation, request: Subscribe) -> EventStream {
        EventStream::new(self.clone(), operation, request)
    }
}
