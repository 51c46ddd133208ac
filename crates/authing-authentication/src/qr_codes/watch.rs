//! Following a code until it is decided.

use std::{
    future::{Future, IntoFuture},
    mem,
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};

use authing_core::{BoxFuture, Error, client::ApiClient};
use authing_types::{Secret, User};
use futures_core::Stream;
use tokio::time::{Instant, Sleep};

use super::{
    api::UserQrCodesApi,
    model::{QrCode, QrState},
};
use crate::client::AuthenticationClient;

/// The pause between two requests: that of the JavaScript SDK.
const INTERVAL: Duration = Duration::from_millis(800);

/// A shorter pause would only burden the server.
const MIN_INTERVAL: Duration = Duration::from_millis(100);

impl UserQrCodesApi<'_> {
    /// Follows a code: a stream of its states, each of them once, that ends with
    /// the last one. Whoever has agreed is [exchanged](Self::exchange) for the user and logged in
    /// on this client, which is the state [`QrState::LoggedIn`].
    ///
    /// The server is asked 800 ms after its last response, so that requests never overlap, until the
    /// code has expired. Dropping the stream stops it. It ends after the first error.
    ///
    /// ```no_run
    /// use authing_authentication::{AuthenticationClient, Error, qr_codes::{QrScene, QrState}};
    /// use futures_util::TryStreamExt;
    ///
    /// # async fn example(client: AuthenticationClient) -> Result<(), Error> {
    /// let code = client.qr_codes().generate(QrScene::App).await?;
    /// let mut states = client.qr_codes().watch(&code);
    /// while let Some(state) = states.try_next().await? {
    ///     if let QrState::LoggedIn(user) = state {
    ///         println!("hello {}", user.id);
    ///     }
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// `GET /api/v2/qrcode/check`, and `POST /api/v2/qrcode/userinfo`. Not idempotent: a ticket is single-use.
    pub fn watch(&self, code: &QrCode) -> QrStates {
        QrStates::new(self.client.clone(), self.exchange.clone(), code)
    }
}

/// The states of a code, as a stream: see [`UserQrCodesApi::watch`]. Ends after the last state, or the
/// first error.
#[must_use = "a stream does nothing until it is polled"]
pub struct QrStates {
    client: AuthenticationClient,
    exchange: ApiClient,
    random: Secret,
    interval: Duration,
    exchanges_ticket: bool,
    expires_in: Duration,
    /// Counted from the first request.
    deadline: Option<Instant>,
    last_kind: Option<mem::Discriminant<QrState>>,
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
    fn new(client: AuthenticationClient, exchange: ApiClient, code: &QrCode) -> Self {
        Self {
            client,
            exchange,
            random: code.random.clone(),
            interval: INTERVAL,
            exchanges_ticket: true,
            expires_in: code.expires_in,
            deadline: None,
            last_kind: None,
            phase: Phase::Ready,
        }
    }

    /// The pause after each response. Default: 800 ms; at least 100 ms.
    pub fn interval(mut self, interval: Duration) -> Self {
        self.interval = interval.max(MIN_INTERVAL);
        self
    }

    /// Ends with [`QrState::Authorised`] instead of exchanging its ticket: for services that do it
    /// elsewhere.
    pub fn without_exchange(mut self) -> Self {
        self.exchanges_ticket = false;
        self
    }

    fn ask(&self) -> Phase {
        Phase::Asking(self.client.qr_codes().status(&self.random).into_future())
    }

    fn exchange(&self, ticket: Secret) -> Phase {
        let codes = UserQrCodesApi { client: &self.client, exchange: self.exchange.clone() };
        Phase::Exchanging(codes.exchange(ticket).into_future())
    }

    /// What a state leads to: the next phase, and the state itself if it is a new one.
    fn after(&mut self, state: QrState) -> Option<QrState> {
        // The code expires even if the server never says so.
        let over = self.deadline.is_none_or(|deadline| Instant::now() >= deadline);
        let state = if over && !state.is_last() { QrState::Expired } else { state };
        self.phase = match &state {
            QrState::Authorised { ticket, .. } if self.exchanges_ticket => {
                self.phase = self.exchange(ticket.clone());
                return None;
            }
            state if state.is_last() => Phase::Done,
            _ => Phase::Waiting(Box::pin(tokio::time::sleep(self.interval))),
        };
        let kind = mem::discriminant(&state);
        if self.last_kind == Some(kind) {
            return None;
        }
        self.last_kind = Some(kind);
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
                Phase::Asking(status) => match ready!(status.as_mut().poll(context)) {
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
                Phase::Exchanging(user) => {
                    let user = ready!(user.as_mut().poll(context));
                    this.phase = Phase::Done;
                    let state = user.map(|user| QrState::LoggedIn(Box::new(user)));
                    return Poll::Ready(Some(state));
                }
            }
        }
    }
}

authing_types::redacted_debug!(QrStates { interval });
