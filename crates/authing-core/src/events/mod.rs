//! Events as they happen, over a WebSocket.

mod event;
mod socket;
mod stream;
mod subscribe;
mod worker;

pub use self::{
    event::{Event, EventMessage, Gap, GapCause},
    stream::EventStream,
    subscribe::{DEFAULT_EVENTS_HOST, Subscribe},
};
