//! Events: published here, and with the feature `events` subscribed to over a WebSocket.
//!
//! ```no_run
//! # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
//! let order = serde_json::json!({ "id": 7 }).to_string();
//! management.events().publish("custom_shop.order", order).await?;
//! # Ok(()) }
//! ```

mod publish;
#[cfg(feature = "events")]
mod subscribe;

#[cfg(feature = "events")]
pub use authing_core::{
    DEFAULT_EVENTS_HOST, Event, EventMessage, EventStream, Gap, GapCause, Subscribe,
};

area! {
    /// The events of the pool.
    EventsApi, events
}
