//! The text messages and emails that were "sent".

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};

/// The oldest messages are dropped beyond this many, and so are the codes in them: nobody could read
/// them any more.
pub(crate) const KEPT: usize = 1000;

/// How a message went out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum MessageKind {
    /// A text message.
    Sms,
    /// An email.
    Email,
}

/// A message the emulator would have sent.
///
/// `Debug` shows neither the address nor the code.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SentMessage {
    /// Text message or email.
    pub kind: MessageKind,
    /// The phone number or email address.
    pub to: String,
    /// The scene the client asked for, such as `RESET_PASSWORD`; `None` for a plain login code.
    pub scene: Option<String>,
    /// The verification code, if the message carries one.
    pub code: Option<String>,
    /// The link, if the message carries one.
    pub link: Option<String>,
    /// When it was sent, by the emulator's clock.
    #[serde(serialize_with = "as_millis", deserialize_with = "from_millis")]
    pub sent_at: SystemTime,
}

show_fields!(SentMessage { kind, scene, sent_at });

fn as_millis<S: serde::Serializer>(time: &SystemTime, out: S) -> Result<S::Ok, S::Error> {
    let since = time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    out.serialize_u64(u64::try_from(since.as_millis()).unwrap_or(u64::MAX))
}

fn from_millis<'de, D: serde::Deserializer<'de>>(input: D) -> Result<SystemTime, D::Error> {
    let since = Duration::from_millis(u64::deserialize(input)?);
    let time = SystemTime::UNIX_EPOCH.checked_add(since);
    time.ok_or_else(|| serde::de::Error::custom("the time is out of range"))
}

/// The sent messages, oldest first.
#[derive(Default)]
pub(crate) struct Outbox(Mutex<Sent>);

#[derive(Default)]
struct Sent {
    messages: VecDeque<SentMessage>,
    changes: u64,
    pushed: u64,
}

impl Outbox {
    /// What was sent before a restart.
    pub(crate) fn restore(&self, messages: Vec<SentMessage>) {
        self.change().messages = messages.into();
    }

    pub(crate) fn push(&self, message: SentMessage) {
        let mut sent = self.change();
        sent.pushed += 1;
        if sent.messages.len() >= KEPT {
            sent.messages.pop_front();
        }
        sent.messages.push_back(message);
    }

    /// How many were sent so far.
    pub(crate) fn pushed(&self) -> u64 {
        self.lock().pushed
    }

    /// Those that were sent after as many, oldest first.
    pub(crate) fn since(&self, pushed: u64) -> Vec<SentMessage> {
        let sent = self.lock();
        let new = usize::try_from(sent.pushed.saturating_sub(pushed)).unwrap_or(usize::MAX);
        let old = sent.messages.len().saturating_sub(new);
        sent.messages.iter().skip(old).cloned().collect()
    }

    pub(crate) fn all(&self) -> Vec<SentMessage> {
        self.lock().messages.iter().cloned().collect()
    }

    /// The newest messages that are meant, newest first: so many of them after as many. With how many there
    /// are.
    pub(crate) fn newest(
        &self,
        is_meant: impl Fn(&SentMessage) -> bool,
        skip: usize,
        take: usize,
    ) -> (Vec<SentMessage>, usize) {
        let sent = self.lock();
        let meant = || sent.messages.iter().rev().filter(|message| is_meant(message));
        (meant().skip(skip).take(take).cloned().collect(), meant().count())
    }

    pub(crate) fn len(&self) -> usize {
        self.lock().messages.len()
    }

    pub(crate) fn clear(&self) {
        self.change().messages.clear();
    }

    /// Counts up with each change.
    pub(crate) fn changes(&self) -> u64 {
        self.lock().changes
    }

    fn change(&self) -> MutexGuard<'_, Sent> {
        let mut sent = self.lock();
        sent.changes += 1;
        sent
    }

    fn lock(&self) -> MutexGuard<'_, Sent> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
