//! Waiting for what becomes of a code.

use std::{
    fmt,
    future::{Future, IntoFuture},
    mem,
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};

use authing_core::{BoxFuture, Error};
use authing_types::Secret;
use authing_types::User;
use futures_core::Stream;
use tokio::time::{Instant, Sleep};

use super::{QrCode, QrState};
use crate::client::AuthenticationClient;

/// How long the server is left alone between two questions: what the JavaScript SDK does.
const INTERVAL: Duration = Duration::from_millis(800);

/// Anything shorter would be a burden on the server and tell nothing sooner.
const SHORTEST_INTERVAL: Duration = Duration::from_millis(100);

/// The states of a code, as a stream: see [`QrCodes::watch`](super::QrCodes::watch). Ends after the
/// last state, or the first error.
#[must_use = "a stream does nothing until it is polled"]
pub struct QrStates {
    client: AuthenticationClient,
    server_token: Option<Secret>,
    random: Secret,
    interval: Duration,
    exchanges: bool,
    expires_in: Duration,
    /// Counted from the first question.
    deadline: Option<Instant>,
    told: Option<mem::Discriminant<QrState>>,
    phase: Phase,
}

enum Phase {
    Ready,
    Asking(BoxFuture<'static, Result<QrState, Error>>),
    Exchanging(BoxFuture<'static, Result<User, Error>>),
    Waiting(Pin<Box<Sleep>>),
    Done,
}

impl QrStates {
    pub(super) fn new(
        client: AuthenticationClient,
        server_token: Option<Secret>,
        code: &QrCode,
    ) -> Self {
        Self {
            client,
            server_token,
            random: code.random.clone(),
            interval: INTERVAL,
            exchanges: true,
            expires_in: code.expires_in,
            deadline: None,
            told: None,
            phase: Phase::Ready,
        }
    }

    /// How long the server is left alone after each answer. Default: 800 ms; at least 100 ms.
    pub fn interval(mut self, interval: Duration) -> Self {
        self.interval = interval.max(SHORTEST_INTERVAL);
        self
    }

    /// Ends with [`QrState::Authorised`] instead of exchanging its ticket: for those who do it
    /// elsewhere.
    pub fn without_exchange(mut self) -> Self {
        self.exchanges = false;
        self
    }

    fn ask(&self) -> Phase {
        Phase::Asking(self.client.qr_codes().status(&self.random).into_future())
    }

    fn exchange(&self, ticket: Secret) -> Phase {
        let mut codes = self.client.qr_codes();
        codes.server_token.clone_from(&self.server_token);
        Phase::Exchanging(codes.exchange(ticket).into_future())
    }

    /// What an answer leads to: the next phase, and a state to tell if it is a new one.
    fn after(&mut self, state: QrState) -> Option<QrState> {
        // A server that has forgotten the code's end is not asked for ever.
        let over = self.deadline.is_none_or(|deadline| Instant::now() >= deadline);
        let state = if over && !state.is_last() { QrState::Expired } else { state };
        self.phase = match &state {
            QrState::Authorised { ticket, .. } if self.exchanges => {
                self.phase = self.exchange(ticket.clone());
                return None;
            }
            state if state.is_last() => Phase::Done,
            _ => Phase::Waiting(Box::pin(tokio::time::sleep(self.interval))),
        };
        let kind = mem::discriminant(&state);
        if self.told == Some(kind) {
            return None;
        }
        self.told = Some(kind);
        Some(state)
    }
}

impl Stream for QrStates {
    type Item = Result<QrState, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        loop {
            match &mut this.phase {
                Phase::Done => return Poll::Ready(None),
                Phase::Ready => {
                    this.deadline = Instant::now().checked_add(this.expires_in);
                    this.phase = this.ask();
                }
                Phase::Waiting(sleep) => {
                    ready!(sleep.as_mut().poll(context));
                    this.phase = this.ask();
                }
                Phase::Asking(answer) => match ready!(answer.as_mut().poll(context)) {
                    Ok(state) => {
                        if let Some(state) = this.after(state) {
                            return Poll::Ready(Some(Ok(state)));
                        }
                    }
                    Err(error) => {
                        this.phase = Phase::Done;
                        return Poll::Ready(Some(Err(error)));
                    }
                },
                Phase::Exchanging(answer) => {
                    let user = ready!(answer.as_mut().poll(context));
                    this.phase = Phase::Done;
                    let state = user.map(|user| QrState::LoggedIn(Box::new(user)));
                    return Poll::Ready(Some(state));
                }
            }
        }
    }
}

impl fmt::Debug for QrStates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("QrStates").field("interval", &self.interval).finish_non_exhaustive()
    }
}
