//! The end of a subscription that a program holds.

use std::{
    fmt,
    pin::Pin,
    task::{Context, Poll},
};

use futures_core::Stream;
use tokio::sync::mpsc;

use super::{Event, Subscribe, worker::Worker};
use crate::{call::Caller, error::Error, operation::Operation};

/// Events as they happen. Nothing is sent until it is polled; then a task reads the connection,
/// makes it again when it is lost, and ends when the stream is dropped. Ends after the first error.
#[must_use = "a stream does nothing until it is polled"]
pub struct EventStream(State);

enum State {
    Idle(Box<Worker>),
    Running(mpsc::Receiver<Result<Event, Error>>),
    Ended,
}

impl EventStream {
    pub(super) fn new(caller: Caller, operation: Operation, request: Subscribe) -> Self {
        Self(State::Idle(Box::new(Worker::new(caller, operation, request))))
    }
}

impl Stream for EventStream {
    type Item = Result<Event, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if let State::Idle(_) = self.0
            && let State::Idle(worker) = std::mem::replace(&mut self.0, State::Ended)
        {
            match worker.start() {
                Ok(events) => self.0 = State::Running(events),
                Err(error) => return Poll::Ready(Some(Err(error))),
            }
        }
        let State::Running(events) = &mut self.0 else {
            return Poll::Ready(None);
        };
        let item = std::task::ready!(events.poll_recv(context));
        if !matches!(item, Some(Ok(_))) {
            self.0 = State::Ended;
        }
        Poll::Ready(item)
    }
}

impl fmt::Debug for EventStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = match self.0 {
            State::Idle(_) => "idle",
            State::Running(_) => "running",
            State::Ended => "ended",
        };
        f.debug_struct("EventStream").field("state", &state).finish_non_exhaustive()
    }
}
