//! A delivery.

use std::fmt;

use super::{event::WebhookEvent, record::WebhookRecord};

/// What Authing told, by one request.
///
/// `Debug` shows its name, the user pool, and ids and codes of the event.
#[derive(Clone)]
pub struct WebhookDelivery {
    pub(super) name: String,
    pub(super) event: WebhookEvent,
    pub(super) data: WebhookRecord,
    pub(super) user_pool_id: Option<String>,
    pub(super) fingerprint: String,
}

impl WebhookDelivery {
    /// The event's name, as it was sent.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What happened.
    pub fn event(&self) -> &WebhookEvent {
        &self.event
    }

    /// All that was told, in the form it was told in.
    pub fn data(&self) -> &WebhookRecord {
        &self.data
    }

    /// The user pool, as the request's header says.
    pub fn user_pool_id(&self) -> Option<&str> {
        self.user_pool_id.as_deref()
    }

    /// The same for deliveries with the same content, which is all that there is to know a repeated one
    /// by: a hash of user pool, name and body. Two events that are alike to the letter have the same
    /// too, such as a role that is given, taken and given again.
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }
}

impl fmt::Debug for WebhookDelivery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A name comes from outside.
        let name: String = self.name.chars().take(100).collect();
        f.debug_struct("WebhookDelivery")
            .field("name", &name)
            .field("event", &self.event)
            .field("user_pool_id", &self.user_pool_id)
            .finish_non_exhaustive()
    }
}
