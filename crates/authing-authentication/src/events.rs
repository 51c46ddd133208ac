//! Events in the name of the user who is logged in: published, and with the feature `events`
//! subscribed to over a WebSocket.
//!
//! ```no_run
//! # async fn example(client: authing_authentication::AuthenticationClient) -> Result<(), authing_authentication::Error> {
//! let order = serde_json::json!({ "id": 7 }).to_string();
//! client.events().publish("custom_shop.order", order).await?;
//! # Ok(()) }
//! ```

use authing_core::{Call, Operation};
use serde_json::json;

#[cfg(feature = "events")]
pub use authing_core::{
    DEFAULT_EVENTS_HOST, Event, EventMessage, EventStream, Gap, GapCause, Subscribe,
};

use crate::client::AuthenticationClient;

const PUBLISH: Operation =
    Operation::post("authentication.publish_event", "/api/v3/pub-userEvent").user();
#[cfg(feature = "events")]
const SUBSCRIBE: Operation =
    Operation::get("authentication.subscribe_to_events", "/events/v1/authentication/sub")
        .user()
        .idempotent();

/// Who publishes, as every SDK says it.
const SOURCE: &str = concat!("authing-rust-sdk: ", env!("CARGO_PKG_VERSION"));

impl AuthenticationClient {
    /// Events in the name of the user who is logged in.
    pub fn events(&self) -> UserEventsApi<'_> {
        UserEventsApi { client: self }
    }
}

/// Events in the name of the user who is logged in: [`AuthenticationClient::events`].
#[derive(Clone, Copy, Debug)]
pub struct UserEventsApi<'a> {
    client: &'a AuthenticationClient,
}

impl UserEventsApi<'_> {
    /// Publishes an event of a type that the console defines. Subscribers get the data as it is
    /// given: usually JSON.
    ///
    /// ```no_run
    /// # async fn example(client: authing_authentication::AuthenticationClient) -> Result<(), authing_authentication::Error> {
    /// let data = serde_json::json!({ "page": "/checkout" }).to_string();
    /// client.events().publish("custom_shop.visited", data).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `POST /api/v3/pub-userEvent`. Not idempotent: each call is another event.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::NotLoggedIn`](crate::ErrorKind::NotLoggedIn) when the client holds no token;
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty type; an error of the server's
    /// when there is no such type.
    pub fn publish(&self, event_type: impl Into<String>, data: impl Into<String>) -> Call<()> {
        let (event_type, data) = (event_type.into(), data.into());
        self.client.api().call(PUBLISH).required("event_type", &event_type).command(|request| {
            let body = json!({ "eventType": event_type, "source": SOURCE, "eventData": data });
            request.json(&body)
        })
    }

    /// Subscribes to the events of one type, as they happen, with the token that the client holds
    /// when the stream is first polled.
    ///
    /// ```no_run
    /// use authing_authentication::{AuthenticationClient, events::Event};
    /// use futures_util::TryStreamExt;
    ///
    /// # async fn example(client: AuthenticationClient) -> Result<(), authing_authentication::Error> {
    /// let mut events = client.events().subscribe("authing.user.updated");
    /// while let Some(event) = events.try_next().await? {
    ///     match event {
    ///         Event::Message(message) => println!("{}", message.text()),
    ///         Event::Gap(gap) => println!("look for changes of the last {:?}", gap.outage),
    ///         _ => {}
    ///     }
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// Nothing is sent until the stream is polled. Then a task reads the connection until the
    /// stream is dropped or ends. Gaps are told, lost connections are made again, a full buffer
    /// drops the new events and counts them: [`Subscribe`] sets how.
    ///
    /// # Security
    ///
    /// The server takes the user's token in the **query** of the address, and nowhere else. This
    /// crate shows it in no error, log or span, but a proxy in between that ends the encryption can
    /// write it down: trust it as you trust the server, or go around it. Events go through the same
    /// proxy as calls, but through none that speaks SOCKS. The client's own transport and
    /// `danger_accept_invalid_certificates` do not apply here; the last, and a proxy with SOCKS, is an
    /// error rather than ignored. The WebSocket library writes what it receives to
    /// the `log` crate at level trace: keep `tungstenite` above that.
    ///
    /// `GET /events/v1/authentication/sub` at `wss://openevent.authing.cn` for applications below
    /// `authing.cn`, or at [the host](Subscribe::host) of a private deployment or own domain.
    ///
    /// # Errors
    ///
    /// As the last item of the stream:
    /// [`ErrorKind::NotLoggedIn`](crate::ErrorKind::NotLoggedIn) when the client holds no token;
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty type, or no host where none can
    /// be told; [`ErrorKind::Config`](crate::ErrorKind::Config) for an option that does not apply;
    /// the last failure when the subscription cannot be kept up.
    #[cfg(feature = "events")]
    pub fn subscribe(&self, request: impl Into<Subscribe>) -> EventStream {
        self.client.api().subscribe(SUBSCRIBE, request.into())
    }
}
