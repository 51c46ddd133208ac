//! What webhooks are told: what waits to be sent, and what became of it.
//!
//! Nobody waits for a webhook. Each has a queue of its own and gets one request at a time, so that a slow
//! one holds up itself alone and hears of things in their order.

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;
use serde_json::{Value as Json, json};
use tokio::sync::Notify;

use crate::base::clock::Timestamp;
use crate::engine::masking::mask;
use crate::state::webhooks::{PoolWebhook, WebhookFormat};

/// Deliveries that are kept, and bytes of their bodies. Beyond them the oldest goes that is not waiting;
/// if all are, the new one is not sent.
const KEPT: usize = 10_000;
const KEPT_BYTES: usize = 64 << 20;

/// The names that the server's requests have.
pub(crate) const SECRET_HEADERS: [&str; 2] = ["x-authing-webhook-secret", "x-authing-token"];
pub(crate) const USER_AGENT: &str = "authing-webhook@2.0";
pub(crate) const ACCEPT: &str = "application/json, text/plain, */*";

/// What a webhook was sent, or is to be sent, and what came back. As JSON it has the names of a row of
/// version 3's log of webhooks, and some more.
///
/// Secrets read `***`. `Debug` shows no body.
#[derive(Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SentWebhook {
    /// What this delivery is called; later ones have higher numbers.
    pub id: String,
    /// The webhook.
    pub webhook_id: String,
    /// What it is told of, such as `user:created`.
    pub event_name: String,
    /// Where it is sent.
    pub url: String,
    /// The emulator's time at which it happened, as ISO 8601 with milliseconds.
    pub timestamp: String,
    /// The delivery that this one repeats.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repeats: Option<String>,
    /// `waiting`, `sending`, `delivered` (a status of 200 to 299) or `failed`.
    pub state: WebhookState,
    /// Whether it was delivered.
    pub success: bool,
    /// The headers.
    pub request_headers: Vec<(String, String)>,
    /// The body as JSON, in whatever form it is sent.
    pub request_body: Json,
    /// The status that came back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub response_status_code: Option<u16>,
    /// The headers that came back.
    pub response_headers: Vec<(String, String)>,
    /// The beginning of the body that came back.
    pub response_body: String,
    /// Why it failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error_message: Option<String>,
    /// How long it took, in milliseconds of real time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duration_ms: Option<u64>,
}

show_fields!(SentWebhook { id, webhook_id, event_name, state, response_status_code, duration_ms });

/// How far a delivery is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum WebhookState {
    /// Others to the same webhook come first.
    Waiting,
    /// It is under way.
    Sending,
    /// A status of 200 to 299 came back.
    Delivered,
    /// Another status or nothing came back.
    Failed,
}

/// A request to be sent.
#[derive(Clone)]
pub(crate) struct Outgoing {
    pub(crate) number: u64,
    pub(crate) event_name: String,
    pub(crate) url: String,
    pub(crate) secret: Option<String>,
    pub(crate) pool_id: String,
    pub(crate) format: WebhookFormat,
    pub(crate) body: Bytes,
}

show_fields!(Outgoing { number, event_name, pool_id });

/// What became of it.
#[derive(Default)]
pub(crate) struct Outcome {
    pub(crate) status: Option<u16>,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
    pub(crate) error: Option<String>,
    pub(crate) duration: Duration,
}

show_fields!(Outcome { status, duration });

#[derive(Default)]
pub(crate) struct Deliveries {
    all: Mutex<All>,
    /// There may be something to send, or something has ended.
    changed: Notify,
    /// Nothing is left to send.
    idle: Notify,
}

#[derive(Default)]
struct All {
    entries: BTreeMap<u64, Entry>,
    last: u64,
    bytes: usize,
    /// Those that found no room.
    refused: u64,
    changes: u64,
    waiting: HashMap<String, VecDeque<u64>>,
    busy: HashSet<String>,
}

struct Entry {
    webhook_id: String,
    at: Timestamp,
    data: Arc<Json>,
    outgoing: Outgoing,
    repeats: Option<u64>,
    state: WebhookState,
    outcome: Outcome,
}

impl Entry {
    fn is_open(&self) -> bool {
        matches!(self.state, WebhookState::Waiting | WebhookState::Sending)
    }

    fn bytes(&self) -> usize {
        self.outgoing.body.len()
    }
}

impl Deliveries {
    /// Lets this happening wait to be sent to the webhook.
    pub(crate) fn queue(
        &self,
        webhook: &PoolWebhook,
        pool_id: &str,
        event_name: &str,
        data: &Json,
        now: Timestamp,
    ) {
        let mut all = self.change();
        let outgoing = Outgoing {
            number: 0,
            event_name: event_name.to_owned(),
            url: webhook.settings.url.clone(),
            secret: webhook.settings.secret.clone(),
            pool_id: pool_id.to_owned(),
            format: webhook.settings.content_type,
            body: body(webhook.settings.content_type, event_name, data),
        };
        all.push(Entry {
            webhook_id: webhook.id.clone(),
            at: now,
            data: Arc::new(data.clone()),
            outgoing,
            repeats: None,
            state: WebhookState::Waiting,
            outcome: Outcome::default(),
        });
        drop(all);
        self.changed.notify_one();
    }

    /// Lets a delivery wait to be sent once more; the result is what it is called.
    pub(crate) fn again(
        &self,
        id: &str,
        webhooks: &[PoolWebhook],
        now: Timestamp,
    ) -> Option<String> {
        let number: u64 = id.parse().ok()?;
        let mut all = self.change();
        let old = all.entries.get(&number)?;
        let mut outgoing = old.outgoing.clone();
        let webhook = webhooks.iter().find(|webhook| webhook.id == old.webhook_id);
        if let Some(webhook) = webhook {
            let settings = &webhook.settings;
            outgoing.url.clone_from(&settings.url);
            outgoing.secret.clone_from(&settings.secret);
            outgoing.format = settings.content_type;
            outgoing.body = body(settings.content_type, &outgoing.event_name, &old.data);
        }
        let entry = Entry {
            webhook_id: old.webhook_id.clone(),
            at: now,
            data: Arc::clone(&old.data),
            outgoing,
            repeats: Some(number),
            state: WebhookState::Waiting,
            outcome: Outcome::default(),
        };
        let made = all.push(entry)?;
        drop(all);
        self.changed.notify_one();
        Some(made.to_string())
    }

    /// Takes one that may be sent now; `done` must be told of it.
    pub(crate) fn take(&self) -> Option<Outgoing> {
        let mut all = self.change();
        let All { entries, waiting, busy, .. } = &mut *all;
        let (webhook_id, queue) = waiting.iter_mut().find(|(id, _)| !busy.contains(*id))?;
        let number = queue.pop_front()?;
        busy.insert(webhook_id.clone());
        if queue.is_empty() {
            let id = webhook_id.clone();
            waiting.remove(&id);
        }
        let entry = entries.get_mut(&number)?;
        entry.state = WebhookState::Sending;
        Some(entry.outgoing.clone())
    }

    /// Notes what became of one.
    pub(crate) fn done(&self, number: u64, outcome: Outcome) {
        let mut all = self.change();
        if let Some(entry) = all.entries.get_mut(&number) {
            let delivered = outcome.error.is_none()
                && outcome.status.is_some_and(|status| (200..300).contains(&status));
            entry.state = if delivered { WebhookState::Delivered } else { WebhookState::Failed };
            entry.outcome = outcome;
            let id = entry.webhook_id.clone();
            all.busy.remove(&id);
        }
        let is_idle = all.is_idle();
        drop(all);
        self.changed.notify_one();
        if is_idle {
            self.idle.notify_waiters();
        }
    }

    /// Waits until there may be something to send.
    pub(crate) async fn changed(&self) {
        self.changed.notified().await;
    }

    /// Waits until nothing is left to send.
    pub(crate) async fn idle(&self) {
        loop {
            let idle = self.idle.notified();
            tokio::pin!(idle);
            // From here on no end is missed.
            idle.as_mut().enable();
            if self.lock().is_idle() {
                return;
            }
            idle.await;
        }
    }

    /// How many are not sent yet.
    pub(crate) fn open(&self) -> usize {
        self.lock().entries.values().filter(|entry| entry.is_open()).count()
    }

    /// How many found no room, which are not in the list.
    pub(crate) fn without_room(&self) -> u64 {
        self.lock().refused
    }

    /// All that are kept, oldest first.
    pub(crate) fn all(&self) -> Vec<SentWebhook> {
        self.lock().entries.values().map(view).collect()
    }

    /// The newest of a pool, newest first: so many of them after as many. With how many there are.
    pub(crate) fn newest(
        &self,
        pool_id: &str,
        skip: usize,
        take: usize,
    ) -> (Vec<SentWebhook>, usize) {
        let all = self.lock();
        let own = || all.entries.values().rev().filter(|entry| entry.outgoing.pool_id == pool_id);
        (own().skip(skip).take(take).map(view).collect(), own().count())
    }

    /// Counts up with each change.
    pub(crate) fn changes(&self) -> u64 {
        self.lock().changes
    }

    pub(crate) fn get(&self, id: &str) -> Option<SentWebhook> {
        self.lock().entries.get(&id.parse().ok()?).map(view)
    }

    /// Forgets what waits for a webhook that is gone.
    pub(crate) fn forget(&self, webhook_id: &str) {
        let mut all = self.change();
        for number in all.waiting.remove(webhook_id).unwrap_or_default() {
            if let Some(entry) = all.entries.get_mut(&number) {
                entry.state = WebhookState::Failed;
                entry.outcome.error = Some("the webhook was removed before".to_owned());
            }
        }
        let is_idle = all.is_idle();
        drop(all);
        if is_idle {
            self.idle.notify_waiters();
        }
    }

    /// Forgets everything; what is under way comes to its end unseen.
    pub(crate) fn clear(&self) {
        let mut all = self.change();
        // No number comes twice: what is under way would be taken for another.
        *all = All { last: all.last, changes: all.changes, ..All::default() };
        drop(all);
        self.idle.notify_waiters();
    }

    fn change(&self) -> MutexGuard<'_, All> {
        let mut all = self.lock();
        all.changes += 1;
        all
    }

    fn lock(&self) -> MutexGuard<'_, All> {
        self.all.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl All {
    fn push(&mut self, mut entry: Entry) -> Option<u64> {
        let bytes = entry.bytes();
        while self.entries.len() >= KEPT || self.bytes + bytes > KEPT_BYTES {
            let oldest = self.entries.iter().find(|(_, entry)| !entry.is_open());
            let Some(number) = oldest.map(|(number, _)| *number) else {
                self.refused += 1;
                return None;
            };
            self.bytes -= self.entries.remove(&number).map_or(0, |entry| entry.bytes());
        }
        self.last += 1;
        entry.outgoing.number = self.last;
        self.waiting.entry(entry.webhook_id.clone()).or_default().push_back(self.last);
        self.bytes += bytes;
        self.entries.insert(self.last, entry);
        Some(self.last)
    }

    fn is_idle(&self) -> bool {
        self.busy.is_empty() && self.waiting.is_empty()
    }
}

fn body(format: WebhookFormat, event_name: &str, data: &Json) -> Bytes {
    match format {
        // The name first, however a map orders its members.
        WebhookFormat::Json => {
            format!("{{\"eventName\":{},\"data\":{data}}}", Json::from(event_name)).into()
        }
        WebhookFormat::Form => {
            let data = data.to_string();
            let text = |text| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
            format!("eventName={}&data={}", text(event_name), text(&data)).into()
        }
    }
}

fn view(entry: &Entry) -> SentWebhook {
    let Entry { outgoing, outcome, .. } = entry;
    let masked = outgoing.secret.as_ref().map(|_| "***");
    let own = [
        ("content-type", Some(outgoing.format.content_type())),
        ("accept", Some(ACCEPT)),
        ("user-agent", Some(USER_AGENT)),
        ("x-authing-userpool-id", Some(outgoing.pool_id.as_str())),
    ];
    let secrets = SECRET_HEADERS.map(|name| (name, masked));
    let headers = own.into_iter().chain(secrets);
    let headers = headers.filter_map(|(name, value)| Some((name.to_owned(), value?.to_owned())));
    SentWebhook {
        id: outgoing.number.to_string(),
        webhook_id: entry.webhook_id.clone(),
        event_name: outgoing.event_name.clone(),
        url: outgoing.url.clone(),
        timestamp: entry.at.to_rest(),
        repeats: entry.repeats.map(|number| number.to_string()),
        state: entry.state,
        success: entry.state == WebhookState::Delivered,
        request_headers: headers.collect(),
        request_body: json!({ "eventName": outgoing.event_name, "data": mask(&entry.data) }),
        response_status_code: outcome.status,
        response_headers: outcome.headers.clone(),
        response_body: outcome.body.clone(),
        error_message: outcome.error.clone(),
        duration_ms: (!entry.is_open())
            .then(|| u64::try_from(outcome.duration.as_millis()).unwrap_or(u64::MAX)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::webhooks::Webhook;

    fn webhook(id: &str) -> PoolWebhook {
        PoolWebhook {
            id: id.to_owned(),
            created_at: Timestamp(0),
            updated_at: Timestamp(0),
            settings: Webhook::new("http://localhost/").secret("s3cret"),
        }
    }

    fn queue(deliveries: &Deliveries, webhook: &PoolWebhook, data: &Json) {
        deliveries.queue(webhook, "pool", "login", data, Timestamp(0));
    }

    fn delivered() -> Outcome {
        Outcome { status: Some(204), ..Outcome::default() }
    }

    #[test]
    fn a_webhook_gets_one_at_a_time_in_their_order_and_holds_up_no_other() {
        let deliveries = Deliveries::default();
        let (slow, other) = (webhook("slow"), webhook("other"));
        for number in 0..3 {
            queue(&deliveries, &slow, &json!({ "number": number }));
        }
        let first = deliveries.take().unwrap();
        assert!(deliveries.take().is_none());
        queue(&deliveries, &other, &json!({}));
        let of_other = deliveries.take().unwrap();
        deliveries.done(of_other.number, delivered());
        assert!(deliveries.take().is_none());
        deliveries.done(first.number, Outcome { status: Some(500), ..Outcome::default() });
        let second = deliveries.take().unwrap();
        assert_eq!(&second.body[..], br#"{"eventName":"login","data":{"number":1}}"#);
        let states: Vec<_> = deliveries.all().iter().map(|one| one.state).collect();
        use WebhookState::{Delivered, Failed, Sending, Waiting};
        assert_eq!(states, [Failed, Sending, Waiting, Delivered]);
        assert_eq!(deliveries.open(), 2);
    }

    #[test]
    fn what_finds_no_room_is_counted_and_what_is_done_makes_room() {
        let deliveries = Deliveries::default();
        let webhook = webhook("one");
        for _ in 0..KEPT {
            queue(&deliveries, &webhook, &json!({}));
        }
        queue(&deliveries, &webhook, &json!({}));
        assert_eq!((deliveries.open(), deliveries.without_room()), (KEPT, 1));
        let first = deliveries.take().unwrap();
        deliveries.done(first.number, delivered());
        queue(&deliveries, &webhook, &json!({}));
        assert_eq!((deliveries.open(), deliveries.without_room()), (KEPT, 1));
        assert!(deliveries.get(&first.number.to_string()).is_none());
        let large = json!("x".repeat(KEPT_BYTES / 2));
        deliveries.clear();
        for _ in 0..3 {
            queue(&deliveries, &webhook, &large);
        }
        assert_eq!((deliveries.open(), deliveries.without_room()), (1, 2));
    }

    #[test]
    fn secrets_are_masked_where_deliveries_are_listed() {
        let deliveries = Deliveries::default();
        let data = json!({
            "user": { "password": "canary", "salt": "canary", "token": "canary", "username": "bob" },
            "secret": "canary", "oldSecret": "canary", "envInfo": { "key": "K", "value": "canary" },
        });
        queue(&deliveries, &webhook("one"), &data);
        let text = serde_json::to_string(&deliveries.all()).unwrap();
        assert!(!text.contains("canary") && !text.contains("s3cret"), "{text}");
        assert!(text.contains("bob") && text.contains("x-authing-webhook-secret"), "{text}");
        let sent = deliveries.take().unwrap();
        assert_eq!(String::from_utf8_lossy(&sent.body).matches("canary").count(), 6);
    }

    #[test]
    fn a_form_has_the_data_as_the_text_of_its_json() {
        let body = body(WebhookFormat::Form, "user:created", &json!({ "a": "b c&d" }));
        assert_eq!(&body[..], b"eventName=user%3Acreated&data=%7B%22a%22%3A%22b%20c%26d%22%7D");
    }
}
