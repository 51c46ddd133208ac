//! Publishing events.

use authing_core::{Call, Operation};
use serde_json::json;

use super::EventsApi;

const PUBLISH: Operation = Operation::post("events.publish", "/api/v3/pub-event").management();

/// Who publishes, as every SDK says it.
const SOURCE: &str = concat!("authing-rust-sdk: ", env!("CARGO_PKG_VERSION"));

impl EventsApi<'_> {
    /// Publishes an event of a type that the console defines. Subscribers get the data as it is
    /// given: JSON by custom.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let data = serde_json::json!({ "email": "ann@example.com" }).to_string();
    /// management.events().publish("custom_shop.signed-up", data).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `POST /api/v3/pub-event`. Not idempotent: each call is another event.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty type; an error of the server's
    /// when there is no such type.
    pub fn publish(&self, event_type: impl Into<String>, data: impl Into<String>) -> Call<()> {
        let event_type = event_type.into();
        let body = json!({ "eventType": event_type, "source": SOURCE, "eventData": data.into() });
        let call = self.client.call(PUBLISH).required("event_type", &event_type);
        call.command(|request| request.json(&body))
    }
}
