//! Who is subscribed to which events.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::mpsc::{self, Receiver, Sender};

/// Events that wait for a subscriber who does not read. Its connection is cut beyond that.
const WAITING: usize = 10_000;

/// Who may hear of an event, of those who listen to its type.
#[derive(Clone, Copy)]
pub(crate) enum Audience<'a> {
    Everybody,
    /// This user, and administrators.
    User(&'a str),
    Administrators,
}

show_variants!(Audience<'a> { Everybody, User, Administrators });

/// Who listens to what.
#[derive(Default)]
pub(crate) struct Hub(Mutex<Vec<Subscriber>>);

struct Subscriber {
    pool_id: String,
    /// The user who listens; none for an administrator.
    user_id: Option<String>,
    event_type: String,
    sender: Sender<String>,
}

impl Hub {
    /// Sends an event to those of the pool who listen to its type and may hear of it.
    pub(crate) fn publish(
        &self,
        pool_id: &str,
        audience: Audience<'_>,
        event_type: &str,
        data: &str,
    ) {
        self.lock().retain(|subscriber| {
            let theirs = match (audience, &subscriber.user_id) {
                (Audience::Everybody, _) | (_, None) => true,
                (Audience::User(own), Some(listener)) => own == listener,
                (Audience::Administrators, Some(_)) => false,
            };
            let wanted =
                theirs && subscriber.pool_id == pool_id && subscriber.event_type == event_type;
            if wanted {
                subscriber.sender.try_send(data.to_owned()).is_ok()
            } else {
                !subscriber.sender.is_closed()
            }
        });
    }

    /// Whether anybody listens to this type, whose name is made only if anybody listens at all.
    pub(crate) fn is_heard(&self, pool_id: &str, event_type: impl FnOnce() -> String) -> bool {
        if self.lock().is_empty() {
            return false;
        }
        self.count(pool_id, &event_type()) > 0
    }

    /// How many listen to this type.
    pub(crate) fn count(&self, pool_id: &str, event_type: &str) -> usize {
        let mut subscribers = self.lock();
        subscribers.retain(|subscriber| !subscriber.sender.is_closed());
        let listening = |subscriber: &&Subscriber| {
            subscriber.pool_id == pool_id && subscriber.event_type == event_type
        };
        subscribers.iter().filter(listening).count()
    }

    /// The types of a pool that somebody listens to, and how many do.
    pub(crate) fn types(&self, pool_id: &str) -> BTreeMap<String, usize> {
        let mut types = BTreeMap::new();
        let open = |subscriber: &&Subscriber| {
            subscriber.pool_id == pool_id && !subscriber.sender.is_closed()
        };
        for subscriber in self.lock().iter().filter(open) {
            *types.entry(subscriber.event_type.clone()).or_default() += 1;
        }
        types
    }

    /// Cuts every connection, without a word.
    pub(crate) fn cut(&self) {
        // A task whose sender is gone ends, and its connection with it.
        self.lock().clear();
    }

    pub(crate) fn subscribe(
        &self,
        pool_id: String,
        user_id: Option<String>,
        event_type: String,
    ) -> Receiver<String> {
        let (sender, receiver) = mpsc::channel(WAITING);
        self.lock().push(Subscriber { pool_id, user_id, event_type, sender });
        receiver
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Subscriber>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subscriber_who_does_not_read_is_cut_off() {
        let hub = Hub::default();
        let waiting = hub.subscribe("pool".to_owned(), None, "type".to_owned());
        for _ in 0..WAITING {
            hub.publish("pool", Audience::Everybody, "type", "{}");
        }
        assert_eq!((waiting.len(), hub.count("pool", "type")), (WAITING, 1));
        hub.publish("pool", Audience::Everybody, "type", "{}");
        assert_eq!((waiting.len(), hub.count("pool", "type")), (WAITING, 0));
    }
}
