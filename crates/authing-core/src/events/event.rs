//! What a subscription brings.

use std::{fmt, time::Duration};

use authing_types::lenient;
use serde::de::DeserializeOwned;

use crate::{
    error::{Error, ErrorKind},
    wire::DecodeDetail,
};

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
pub struct EventMessage(pub(super) String);

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
        lenient::json::from_str(&self.0).map_err(|cause| {
            Error::new(ErrorKind::Decode, "the event is not what was expected")
                .with_source(DecodeDetail::from(&cause))
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
    /// What came was not text.
    Unreadable,
}

impl GapCause {
    pub(super) fn describe(self) -> &'static str {
        match self {
            Self::Overflow => "the buffer was full",
            Self::Disconnected => "the connection for events was lost",
            Self::Silent => "nothing came on the connection for events any more",
            Self::Oversized => "an event was larger than allowed",
            Self::Unreadable => "what came for an event is not text",
        }
    }
}
