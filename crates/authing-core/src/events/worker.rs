//! The task behind a subscription: connects, reads, connects again.

use std::{error::Error as _, time::Duration};

use futures_util::{SinkExt, StreamExt};
use tokio::{
    sync::mpsc::{self, Permit, Receiver, Sender, error::TrySendError},
    time::{Instant, interval_at, timeout},
};
use tokio_tungstenite::tungstenite::{self, Message};
use tracing::{Instrument, field::Empty};

use super::{
    event::{Event, EventMessage, Gap, GapCause},
    socket::{Address, Socket, SocketSettings, open},
    subscribe::{DEFAULT_EVENTS_HOST, Subscribe},
};
use crate::{
    api_client::ApiClient,
    error::{Error, ErrorKind},
    pipeline::timed_out,
    retry::random_fraction,
    token::Bearer,
    wire::{Operation, RestRequest},
};

/// A connection that has lasted this long was not a failure.
const STABLE: Duration = Duration::from_secs(60);

pub(super) struct Worker {
    api: ApiClient,
    operation: Operation,
    request: Subscribe,
}

/// How a connection ended.
struct Lost {
    cause: GapCause,
    /// Whether it had been of use.
    useful: bool,
}

impl Worker {
    pub(super) fn new(api: ApiClient, operation: Operation, request: Subscribe) -> Self {
        Self { api, operation, request }
    }

    /// Starts the task.
    pub(super) fn start(self) -> Result<Receiver<Result<Event, Error>>, Error> {
        let name = self.operation.name();
        let runtime = tokio::runtime::Handle::try_current().map_err(|_| {
            Error::config("runtime", "is missing: events need a tokio runtime").with_operation(name)
        })?;
        let address = self.address().map_err(|error| error.with_operation(name))?;
        let (sender, receiver) = mpsc::channel(self.request.buffer);
        let span = tracing::info_span!("authing.subscription", otel.name = name);
        let task = async move {
            let gone = sender.clone();
            let mut outbox = Outbox { sender, gap: None };
            let work = async {
                let Err(error) = self.run(&address, &mut outbox).await else { return };
                let error = error.with_operation(name);
                self.api.pipeline().observe(&error);
                // Fails only when nobody is left to hear of it.
                let _ = outbox.sender.send(Err(error)).await;
            };
            tokio::select! {
                () = gone.closed() => {}
                () = work => {}
            }
        };
        runtime.spawn(task.instrument(span));
        Ok(receiver)
    }

    /// Where the events come from. The token must not go to the public cloud when the client talks
    /// to another server.
    fn address(&self) -> Result<Address, Error> {
        if self.request.event_type.trim().is_empty() {
            return Err(Error::input("event_type", "is empty"));
        }
        SocketSettings::new(self.api.pipeline()).check()?;
        match &self.request.host {
            Some(host) => Address::read(host, self.api.pipeline()),
            None if is_public_cloud(self.api.pipeline().host()) => {
                Address::read(DEFAULT_EVENTS_HOST, self.api.pipeline())
            }
            None => Err(Error::input(
                "host",
                "is missing: a private deployment has its own server for events",
            )),
        }
    }

    /// Keeps the subscription up until it cannot be.
    async fn run(&self, address: &Address, outbox: &mut Outbox) -> Result<(), Error> {
        let policy = &self.request.reconnect;
        let mut failures = 0;
        let mut lost: Option<(GapCause, Instant)> = None;
        loop {
            let error = match self.connect(address).await {
                Ok(socket) => {
                    match lost.take() {
                        None => outbox.deliver(Event::Subscribed),
                        Some((cause, since)) => outbox.note(cause, since.elapsed()),
                    }
                    let ended = self.read(socket, outbox).await;
                    if ended.useful {
                        failures = 0;
                    }
                    lost = Some((ended.cause, Instant::now()));
                    broken(ended.cause)
                }
                Err(error) if is_transient(&error) => error,
                Err(error) => return Err(error),
            };
            failures += 1;
            if failures >= policy.max_attempts() {
                return Err(error.with_attempts(failures));
            }
            tokio::time::sleep(policy.wait(&error, failures, random_fraction())).await;
        }
    }

    /// Connects; once more, with a new token, if the server refuses the token.
    async fn connect(&self, address: &Address) -> Result<Socket, Error> {
        let tokens = self.api.tokens();
        let mut renewed = false;
        loop {
            let bearer = tokens.token().await?.ok_or_else(Error::not_logged_in)?;
            let opened = self.open(address, &bearer).await;
            match opened {
                Err(error) if error.is_auth_expired() && !renewed && tokens.invalidate(&bearer) => {
                    renewed = true;
                }
                opened => return opened,
            }
        }
    }

    async fn open(&self, address: &Address, bearer: &Bearer) -> Result<Socket, Error> {
        // The server takes the token in the query only: nothing made of this may be shown.
        let target = RestRequest::new(self.operation.clone())
            .query("code", &self.request.event_type)
            .query("token", bearer.text())
            .path_and_query()?;
        let pipeline = self.api.pipeline();
        let span = tracing::debug_span!(
            "authing.attempt",
            otel.kind = "client",
            otel.name = "GET",
            server.address = address.name(),
            server.port = address.port(),
            url.template = self.operation.path(),
            error.type = Empty,
        );
        let settings = SocketSettings::new(pipeline);
        let opening = open(
            address,
            &target,
            &settings,
            self.request.max_message_bytes,
            pipeline.clock().now(),
        );
        let limit = pipeline.timeout();
        let opened = timeout(limit, opening)
            .instrument(span.clone())
            .await
            .unwrap_or_else(|_| Err(timed_out(limit)));
        if let Err(error) = &opened {
            span.record("error.type", tracing::field::debug(error.kind()));
        }
        opened
    }

    /// Reads events until the connection ends.
    async fn read(&self, mut socket: Socket, outbox: &mut Outbox) -> Lost {
        let start = Instant::now();
        let pause = self.request.ping_every;
        let room = outbox.sender.clone();
        let mut ping = interval_at(start + pause, pause);
        let mut waiting = false;
        let mut events = 0_u64;
        let cause = loop {
            tokio::select! {
                frame = socket.next() => {
                    waiting = false;
                    match frame {
                        Some(Ok(Message::Text(text))) => {
                            events += 1;
                            outbox.message(text.as_str().to_owned());
                        }
                        Some(Ok(Message::Binary(bytes))) => match String::from_utf8(bytes.into()) {
                            Ok(text) => outbox.message(text),
                            Err(_) => outbox.note(GapCause::Unreadable, Duration::ZERO),
                        },
                        Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_))) => {}
                        Some(Ok(Message::Close(_))) | None => break GapCause::Disconnected,
                        Some(Err(error)) => break cause_of(&error),
                    }
                }
                _ = ping.tick() => {
                    if waiting {
                        break GapCause::Silent;
                    }
                    waiting = true;
                    // A peer that reads nothing blocks the writing too.
                    let sent = timeout(pause, socket.send(Message::Ping(Vec::new().into()))).await;
                    if !matches!(sent, Ok(Ok(()))) {
                        break GapCause::Silent;
                    }
                }
                permit = room.reserve(), if outbox.gap.is_some() => {
                    // An error here: nobody listens, and the task is ending.
                    if let (Ok(permit), Some(gap)) = (permit, outbox.gap.take()) {
                        permit.send(Ok(Event::Gap(gap)));
                    }
                }
            }
        };
        Lost { cause, useful: events > 0 || start.elapsed() >= STABLE }
    }
}

/// Hands events on without ever waiting: what finds no room is counted.
struct Outbox {
    sender: Sender<Result<Event, Error>>,
    /// To be told before anything else.
    gap: Option<Gap>,
}

impl Outbox {
    fn message(&mut self, text: String) {
        self.deliver(Event::Message(EventMessage(text)));
    }

    fn deliver(&mut self, event: Event) {
        let room = self.tell_gap().and_then(|()| self.sender.try_reserve().map_err(drop));
        match room {
            Ok(permit) => Permit::send(permit, Ok(event)),
            Err(()) => {
                let gap = self.gap.get_or_insert(Gap {
                    cause: GapCause::Overflow,
                    dropped: 0,
                    outage: Duration::ZERO,
                });
                gap.dropped += 1;
            }
        }
    }

    /// Events may have been missed for this reason, told as soon as there is room.
    fn note(&mut self, cause: GapCause, outage: Duration) {
        let dropped = u64::from(cause == GapCause::Unreadable);
        match &mut self.gap {
            // An earlier one waits still: it stands for both.
            Some(gap) => {
                gap.cause = cause;
                gap.dropped += dropped;
                gap.outage += outage;
            }
            None => self.gap = Some(Gap { cause, dropped, outage }),
        }
        let _ = self.tell_gap();
    }

    fn tell_gap(&mut self) -> Result<(), ()> {
        let Some(gap) = self.gap.take() else { return Ok(()) };
        match self.sender.try_send(Ok(Event::Gap(gap))) {
            Ok(()) => Ok(()),
            Err(TrySendError::Full(Ok(Event::Gap(gap)))) => {
                self.gap = Some(gap);
                Err(())
            }
            Err(_) => Err(()),
        }
    }
}

fn cause_of(error: &tungstenite::Error) -> GapCause {
    match error {
        tungstenite::Error::Capacity(_) => GapCause::Oversized,
        tungstenite::Error::Utf8(_) => GapCause::Unreadable,
        _ => GapCause::Disconnected,
    }
}

/// The end of a stream whose connection is not made again.
fn broken(cause: GapCause) -> Error {
    let kind = match cause {
        GapCause::Silent => ErrorKind::Timeout,
        GapCause::Oversized | GapCause::Unreadable => ErrorKind::Decode,
        GapCause::Disconnected | GapCause::Overflow => ErrorKind::Transport,
    };
    Error::new(kind, cause.describe())
}

/// Whether trying again may help.
fn is_transient(error: &Error) -> bool {
    match error.kind() {
        ErrorKind::Connect | ErrorKind::Transport | ErrorKind::Timeout => !error.is_final(),
        ErrorKind::Status | ErrorKind::Api => {
            error.is_throttled() || matches!(error.status(), Some(500 | 502..=504))
        }
        // The token could not be obtained: for want of a connection, or for good?
        ErrorKind::Credential => {
            error.source().and_then(|cause| cause.downcast_ref::<Error>()).is_some_and(is_transient)
        }
        _ => false,
    }
}

/// Whether a client's host is one of the public cloud's: that of administrators, or of an
/// application. What is sent to the cloud's server for events is then no news to the cloud.
fn is_public_cloud(host: &str) -> bool {
    host.strip_prefix("https://")
        .is_some_and(|name| name.ends_with(".authing.cn") && !name.contains('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_public_cloud_s_hosts_have_a_host_for_events() {
        for host in ["https://core.authing.cn", "https://my-app.authing.cn"] {
            assert!(is_public_cloud(host), "{host}");
        }
        for host in [
            "http://my-app.authing.cn",
            "https://authing.cn",
            "https://my-app.authing.cn:8443",
            "https://my-app.authing.cn.example.com",
            "https://example.com/.authing.cn",
            "https://notauthing.cn",
        ] {
            assert!(!is_public_cloud(host), "{host}");
        }
    }
}
