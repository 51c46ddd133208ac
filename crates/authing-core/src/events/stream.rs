//! The end of a subscription that a program holds.

use std::{
    fmt,
    pin::Pin,
    task::{Context, Poll},
};

use futures_core::Stream;
use tokio::sync::mpsc;

use super::{event::Event, subscribe::Subscribe, worker::Worker};
use crate::{api_client::ApiClient, error::Error, wire::Operation};

/// Events as they happen. Nothing is sent until it is polled; then a task reads the connection,
/// makes it again when it is lost, and ends when the stream is dropped. Ends after the first error.
#[must_use = "a stream does nothing until it is polled"]
pub struct EventStream(StreamState);

enum StreamState {
    Idle(Box<Worker>),
    Running(mpsc::Receiver<Result<Event, Error>>),
    Ended,
}

impl ApiClient {
    /// Subscribes to events; the operation has the path. Nothing is sent until the stream is
    /// polled.
    pub fn subscribe(&self, operation: Operation, request: Subscribe) -> EventStream {
        EventStream::new(self.clone(), operation, request)
    }
}

impl EventStream {
    fn new(api: ApiClient, operation: Operation, request: Subscribe) -> Self {
        Self(StreamState::Idle(Box::new(Worker::new(api, operation, request))))
    }
}

impl Stream for EventStream {
    type Item = Result<Event, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if let StreamState::Idle(_) = self.0
            && let StreamState::Idle(worker) = std::mem::replace(&mut self.0, StreamState::Ended)
        {
            match worker.start() {
                Ok(events) => self.0 = StreamState::Running(events),
                Err(error) => return Poll::Ready(Some(Err(error))),
            }
        }
        let StreamState::Running(events) = &mut self.0 else {
            return Poll::Ready(None);
        };
        let item = std::task::ready!(events.poll_recv(context));
        if !matches!(item, Some(Ok(_))) {
            self.0 = StreamState::Ended;
        }
        Poll::Ready(item)
    }
}

impl fmt::Debug for EventStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = match self.0 {
            StreamState::Idle(_) => "idle",
            StreamState::Running(_) => "running",
            StreamState::Ended => "ended",
        };
        f.debug_struct("EventStream").field("state", &state).finish_non_exhaustive()
    }
}
