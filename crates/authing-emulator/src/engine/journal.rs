//! The log of requests, for tests that count calls.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderValue, StatusCode, Uri};
use serde::Serialize;
use serde_json::Value as Json;

use crate::base::clock::Timestamp;
use crate::base::limits::LOG_BYTES;

/// The oldest requests are dropped beyond this many.
const KEPT: usize = 10_000;

/// Bodies are kept for so many of the latest requests.
const KEPT_WHOLE: u64 = 256;

/// A longer body is not kept.
const KEPT_BYTES: usize = 16 << 10;

/// What is to do about a password in plain text.
pub(crate) const PLAIN_PASSWORD: &str = "a password is not encrypted with the emulator's key, which is refused (2016): see `publicKey`, or start \
     with --accept-plain-passwords (EmulatorBuilder::accept_plain_passwords)";

/// One request as the emulator received it, with secrets masked.
///
/// `Debug` shows the method, the path and the root fields.
#[derive(Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct LoggedRequest {
    /// The HTTP method.
    pub method: String,
    /// The path, without the query.
    pub path: String,
    /// The names and values of the query, decoded and with secrets masked.
    pub query: Vec<(String, String)>,
    /// The headers by lower-case name. `authorization` reads `Bearer ***` or `Basic ***`, cookies
    /// read `***`.
    pub headers: Vec<(String, String)>,
    /// The root fields of a GraphQL request, such as `users`; empty for other requests.
    pub root_fields: Vec<String>,
    /// The route as the tables of handlers have it, such as `/api/v2/users/{id}`; none for GraphQL, and for
    /// what the emulator does not serve.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub route: Option<&'static str>,
    /// Whether nothing is written of what the server does with it, so that the response is the emulator's own
    /// choice. [`SUPPORTED.md`](https://github.com/authing-community/authing-rust/blob/main/crates/authing-emulator/SUPPORTED.md)
    /// has the source of everything else.
    pub chosen: bool,
    /// The GraphQL variables with passwords, secrets, tokens and codes masked: they read `***`,
    /// or `*** encrypted` where a password came encrypted with a key of the emulator.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub variables: Option<Json>,
    /// The JSON object or form in the body of a request other than GraphQL, masked the same way.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<Json>,
    /// What may be done about a request that the server refuses, where that is seen in it: a password that
    /// is not encrypted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<&'static str>,
}

show_fields!(LoggedRequest { method, path, root_fields });

impl LoggedRequest {
    /// The first value of the header.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    /// Whether a GraphQL request asked for this root field.
    #[must_use]
    pub fn is_operation(&self, root_field: &str) -> bool {
        self.root_fields.iter().any(|field| field == root_field)
    }
}

/// A request in the log, with what became of it.
#[derive(Clone)]
pub(crate) struct Entry {
    /// Counts up with each request, from 1.
    pub(crate) number: u64,
    pub(crate) request: LoggedRequest,
    pub(crate) arrival: Arrival,
    /// `None` while it is worked on.
    pub(crate) outcome: Option<Outcome>,
    bytes: usize,
}

show_fields!(Entry { number, request });

/// A request as it came. It has its secrets.
#[derive(Clone)]
pub(crate) struct Arrival {
    pub(crate) at: Timestamp,
    pub(crate) target: Uri,
    pub(crate) authorization: Option<HeaderValue>,
    /// Kept for the latest requests, unless it is long.
    pub(crate) body: Option<Bytes>,
}

show_fields!(Arrival { at });

/// What became of a request.
#[derive(Clone)]
pub(crate) struct Outcome {
    /// `None` if the connection was closed without a response.
    pub(crate) status: Option<StatusCode>,
    /// How long the emulator took, in real time.
    pub(crate) took: Duration,
    /// Whether a fault had a part in it.
    pub(crate) by_fault: bool,
    /// What was sent, for the latest requests.
    pub(crate) sent: Option<Sent>,
}

show_fields!(Outcome { status, took, by_fault });

/// What was sent. It has its secrets.
#[derive(Clone)]
pub(crate) struct Sent {
    pub(crate) content_type: Option<String>,
    pub(crate) location: Option<String>,
    pub(crate) bytes: usize,
    /// Nothing if it is long.
    pub(crate) body: Bytes,
}

show_fields!(Sent { bytes });

#[derive(Default)]
pub(crate) struct Journal(Mutex<Log>);

/// The requests, and the size of all.
#[derive(Default)]
struct Log {
    entries: VecDeque<Entry>,
    bytes: usize,
    last: u64,
    changes: u64,
}

impl Log {
    fn drop_oldest(&mut self) {
        if let Some(entry) = self.entries.pop_front() {
            self.bytes -= entry.bytes;
        }
    }

    /// Of a request that is not among the latest any more, less is kept.
    fn forget_bodies(&mut self, number: u64) {
        let entry = self.place(number).and_then(|place| self.entries.get_mut(place));
        let Some(entry) = entry else { return };
        entry.arrival.body = None;
        if let Some(outcome) = &mut entry.outcome {
            outcome.sent = None;
        }
    }

    /// Numbers follow one another.
    fn place(&self, number: u64) -> Option<usize> {
        let first = self.entries.front()?.number;
        usize::try_from(number.checked_sub(first)?).ok()
    }
}

impl Journal {
    /// Writes down a request that came as so many bytes. The result is its number.
    pub(crate) fn record(&self, request: LoggedRequest, mut arrival: Arrival, bytes: usize) -> u64 {
        arrival.body.take_if(|body| body.len() > KEPT_BYTES);
        let mut log = self.lock();
        log.last += 1;
        log.changes += 1;
        let number = log.last;
        log.bytes += bytes;
        log.entries.push_back(Entry { number, request, arrival, outcome: None, bytes });
        while log.entries.len() > KEPT || (log.bytes > LOG_BYTES && log.entries.len() > 1) {
            log.drop_oldest();
        }
        log.forget_bodies(number.saturating_sub(KEPT_WHOLE));
        number
    }

    /// Writes down what became of a request.
    pub(crate) fn finish(&self, number: u64, mut outcome: Outcome) {
        if let Some(sent) = &mut outcome.sent
            && sent.body.len() > KEPT_BYTES
        {
            sent.body = Bytes::new();
        }
        let mut log = self.lock();
        if let Some(entry) = log.place(number).and_then(|place| log.entries.get_mut(place)) {
            entry.outcome = Some(outcome);
        }
        log.changes += 1;
    }

    /// One request by its number.
    pub(crate) fn get(&self, number: u64) -> Option<Entry> {
        let log = self.lock();
        log.entries.get(log.place(number)?).cloned()
    }

    /// The newest requests that are meant, newest first: so many of them after as many.
    pub(crate) fn newest(
        &self,
        is_meant: impl Fn(&Entry) -> bool,
        skip: usize,
        take: usize,
    ) -> Vec<Entry> {
        let log = self.lock();
        let meant = log.entries.iter().rev().filter(|entry| is_meant(entry));
        meant.skip(skip).take(take).cloned().collect()
    }

    /// Counts up with each change.
    pub(crate) fn changes(&self) -> u64 {
        self.lock().changes
    }

    pub(crate) fn len(&self) -> usize {
        self.lock().entries.len()
    }

    pub(crate) fn all(&self) -> Vec<LoggedRequest> {
        self.lock().entries.iter().map(|entry| entry.request.clone()).collect()
    }

    /// Forgets the requests so far. Numbers go on, so that none means two requests.
    pub(crate) fn clear(&self) {
        let mut log = self.lock();
        *log = Log { last: log.last, changes: log.changes + 1, ..Log::default() };
    }

    fn lock(&self) -> MutexGuard<'_, Log> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(journal: &Journal, path: &str, bytes: usize) -> u64 {
        let request = LoggedRequest {
            method: "GET".to_owned(),
            path: path.to_owned(),
            query: Vec::new(),
            headers: Vec::new(),
            root_fields: Vec::new(),
            route: None,
            chosen: false,
            variables: None,
            body: None,
            hint: None,
        };
        let body = Some(Bytes::from_static(b"{}"));
        let target = Uri::from_static("/");
        let arrival = Arrival { at: Timestamp(0), target, authorization: None, body };
        journal.record(request, arrival, bytes)
    }

    fn finish(journal: &Journal, number: u64, bytes: usize) {
        let body = Bytes::from(vec![b' '; bytes]);
        let sent = Sent { content_type: None, location: None, bytes, body };
        journal.finish(
            number,
            Outcome {
                status: Some(StatusCode::OK),
                took: Duration::ZERO,
                by_fault: false,
                sent: Some(sent),
            },
        );
    }

    #[test]
    fn the_log_holds_so_many_bytes_and_the_newest_request() {
        let journal = Journal::default();
        for _ in 0..5 {
            record(&journal, "/old", LOG_BYTES / 3);
        }
        assert_eq!(journal.all().len(), 3);
        record(&journal, "/new", LOG_BYTES + 1);
        let left = journal.all();
        assert_eq!((left.len(), left[0].path.as_str()), (1, "/new"));
        journal.clear();
        record(&journal, "/small", 1);
        record(&journal, "/small", 1);
        assert_eq!(journal.all().len(), 2);
    }

    #[test]
    fn bodies_are_kept_for_the_latest_requests() {
        let journal = Journal::default();
        let sent = |number: u64| journal.get(number).unwrap().outcome.unwrap().sent;
        for expected in 1..=KEPT_WHOLE + 1 {
            assert_eq!(record(&journal, "/", 1), expected);
            finish(&journal, expected, 1);
        }
        let came = |number: u64| journal.get(number).unwrap().arrival.body;
        assert!(sent(1).is_none() && came(1).is_none());
        assert_eq!((sent(2).unwrap().body.len(), came(2).unwrap().len()), (1, 2));
        let long = record(&journal, "/", 1);
        finish(&journal, long, KEPT_BYTES + 1);
        assert_eq!(sent(long).map(|sent| (sent.bytes, sent.body.len())), Some((KEPT_BYTES + 1, 0)));
    }

    #[test]
    fn a_number_means_one_request_even_after_the_log_was_cleared() {
        let journal = Journal::default();
        let before = record(&journal, "/before", 1);
        journal.clear();
        let after = record(&journal, "/after", 1);
        assert!(after > before && journal.get(before).is_none());
        finish(&journal, before, 1);
        assert!(journal.get(after).unwrap().outcome.is_none());
        record(&journal, "/newest", 1);
        let newest = journal.newest(|entry| entry.request.path != "/newest", 0, 10);
        assert_eq!(newest.iter().map(|entry| entry.number).collect::<Vec<_>>(), [after]);
    }
}
