//! Which connections were kept from an earlier request.
//!
//! A server may close a connection that it has kept at any time, and a client that uses it at that
//! moment gets no response: that says nothing about the server's health, and another connection
//! mends it. HTTP stacks do not tell such a failure from one on a new connection. The addresses of
//! both are the same but for the local port, which is what tells connections apart here.

use std::{
    collections::VecDeque,
    fmt,
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

const WORD: usize = u64::BITS as usize;
const WORDS: usize = (u16::MAX as usize + 1) / WORD;

/// More connections than begin and end during one attempt.
const MOST_CHANGES: usize = 1024;

/// The connections that have brought a response, by their local port.
///
/// One that the server closes while nobody uses it stays among them. A new one on the same port that
/// fails at once is then taken for it, once.
pub(super) struct KeptConnections {
    ports: Box<[AtomicU64]>,
    changes: AtomicU64,
    latest: Mutex<VecDeque<Change>>,
}

/// A moment, by which is told what came before and what after.
#[derive(Clone, Copy, Debug)]
pub(super) struct Moment(u64);

struct Change {
    number: u64,
    port: u16,
    /// The first response came; otherwise the connection ended.
    begun: bool,
}

impl KeptConnections {
    pub(super) fn new() -> Self {
        let ports = std::iter::repeat_with(AtomicU64::default).take(WORDS).collect();
        Self { ports, changes: AtomicU64::new(0), latest: Mutex::default() }
    }

    pub(super) fn now(&self) -> Moment {
        Moment(self.changes.load(Ordering::Acquire))
    }

    /// A response came on this port's connection.
    pub(super) fn responded(&self, port: u16) {
        // Nearly always so: nothing is written that other threads read.
        if !self.is_alive(port) {
            self.change(port, true);
        }
    }

    /// A connection that one request has to itself failed. Whether it had brought a response.
    pub(super) fn failed(&self, port: u16) -> bool {
        let is_alive = self.is_alive(port);
        if is_alive {
            self.change(port, false);
        }
        is_alive
    }

    /// A connection failed that other requests share, as streams of HTTP/2. Whether it had brought a
    /// response before `start`: those that it brought since then were perhaps to requests which
    /// began together with this one, on a connection that was new to all of them.
    pub(super) fn failed_shared(&self, port: u16, start: Moment) -> bool {
        let latest = self.latest();
        // More happened since then than is known: it may have been another one.
        let is_known = latest.front().is_none_or(|first| first.number <= start.0 + 1);
        let first = latest.iter().find(|change| change.number > start.0 && change.port == port);
        let since = first.map(|change| change.begun);
        drop(latest);
        let is_alive = self.failed(port);
        // What has begun since then was not there, and what has ended was.
        is_known && since.map_or(is_alive, |begun| !begun)
    }

    fn is_alive(&self, port: u16) -> bool {
        let (word, bit) = self.place(port);
        word.is_some_and(|word| word.load(Ordering::Relaxed) & bit != 0)
    }

    fn change(&self, port: u16, begun: bool) {
        let mut latest = self.latest();
        let (Some(word), bit) = self.place(port) else { return };
        let before = match begun {
            true => word.fetch_or(bit, Ordering::Relaxed),
            false => word.fetch_and(!bit, Ordering::Relaxed),
        };
        // Another stream of the same connection may have been faster.
        if (before & bit != 0) == begun {
            return;
        }
        if latest.len() >= MOST_CHANGES {
            latest.pop_front();
        }
        let number = self.changes.load(Ordering::Relaxed) + 1;
        latest.push_back(Change { number, port, begun });
        self.changes.store(number, Ordering::Release);
    }

    fn place(&self, port: u16) -> (Option<&AtomicU64>, u64) {
        let port = usize::from(port);
        (self.ports.get(port / WORD), 1 << (port % WORD))
    }

    fn latest(&self) -> MutexGuard<'_, VecDeque<Change>> {
        // A panic elsewhere cannot leave it half-written: nothing panics while it is locked.
        self.latest.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for KeptConnections {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeptConnections").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_connection_that_brought_a_response_was_kept_and_its_successor_was_not() {
        let kept = KeptConnections::new();
        assert!(!kept.failed(80), "it is new");
        kept.responded(80);
        assert!(kept.failed(80));
        assert!(!kept.failed(80), "another one on the same port");
        kept.responded(65_535);
        assert!(kept.failed(65_535));
    }

    #[test]
    fn all_who_share_a_connection_are_told_that_it_was_kept() {
        let kept = KeptConnections::new();
        kept.responded(443);
        let (first, second) = (kept.now(), kept.now());
        assert!(kept.failed_shared(443, first) && kept.failed_shared(443, second));
        assert!(!kept.failed_shared(443, kept.now()), "the next one is new");
        let third = kept.now();
        kept.responded(443);
        assert!(!kept.failed_shared(443, third), "it brought another's response, after the start");
    }

    #[test]
    fn what_is_remembered_is_bounded_and_what_is_forgotten_counts_as_new() {
        let kept = KeptConnections::new();
        kept.responded(1);
        let start = kept.now();
        for port in 2..=u16::MAX {
            kept.responded(port);
        }
        assert_eq!(kept.latest().len(), MOST_CHANGES);
        assert!(!kept.failed_shared(1, start));
        assert!(kept.failed_shared(2, kept.now()));
    }
}
