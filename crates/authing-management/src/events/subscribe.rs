//! Subscribing to events.

use authing_core::{EventStream, Operation, Subscribe};

use super::EventsApi;

const SUBSCRIBE: Operation =
    Operation::get("events.subscribe", "/events/v1/management/sub").management().idempotent();

impl EventsApi<'_> {
    /// Subscribes to the events of one type, as they happen.
    ///
    /// ```no_run
    /// use authing_management::{ManagementClient, events::{Event, Subscribe}};
    /// use futures_util::TryStreamExt;
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let mut events = management.events().subscribe("authing.user.updated");
    /// while let Some(event) = events.try_next().await? {
    ///     match event {
    ///         Event::Subscribed => println!("from now on"),
    ///         Event::Message(message) => {
    ///             let user: serde_json::Value = message.json()?;
    ///             println!("changed: {}", user["id"]);
    ///         }
    ///         Event::Gap(gap) => println!("look for changes of the last {:?}", gap.outage),
    ///         _ => {}
    ///     }
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// Nothing is sent until the stream is polled. Then a task reads the connection until the
    /// stream is dropped or ends.
    ///
    /// - **Gaps.** The server does not send anything twice. Whenever events may have been missed
    ///   the stream says so with [`Event::Gap`](super::Event::Gap), once it stands again.
    /// - **Reconnecting.** A lost connection is made again, with random waits, until it fails too
    ///   often in a row; then the stream ends with the error
    ///   ([`Subscribe::reconnect`](super::Subscribe::reconnect)).
    /// - **The buffer** holds 256 events. When it is full the new ones are dropped, and the gap says
    ///   how many; the connection is kept ([`Subscribe::buffer`](super::Subscribe::buffer)).
    /// - **Silence.** A connection that does not reply to a ping is given up
    ///   ([`Subscribe::ping_every`](super::Subscribe::ping_every)).
    ///
    /// # Security
    ///
    /// The server takes the management token in the **query** of the address, and nowhere else. This
    /// crate shows it in no error, log or span, but a proxy in between that ends the encryption can
    /// write it down: trust it as you trust the server, or go around it. Events go through the same
    /// proxy as calls, but through none that speaks SOCKS. The client's own transport and
    /// `danger_accept_invalid_certificates` do not apply here; the last, and a proxy with SOCKS, is an
    /// error rather than ignored. The WebSocket library writes what it receives to
    /// the `log` crate at level trace: keep `tungstenite` above that.
    ///
    /// `GET /events/v1/management/sub` at `wss://openevent.authing.cn`, or at
    /// [the host](super::Subscribe::host) of a private deployment. Idempotent.
    ///
    /// # Errors
    ///
    /// As the last item of the stream: [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty
    /// type, or no host on a client of a private deployment;
    /// [`ErrorKind::Config`](crate::ErrorKind::Config) for an option that does not apply; the
    /// last failure when the subscription cannot be kept up.
    pub fn subscribe(&self, request: impl Into<Subscribe>) -> EventStream {
        self.client.api().subscribe(SUBSCRIBE, request.into())
    }
}
